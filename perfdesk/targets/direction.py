"""Which way a target and an actual go: growth, decrease, or a level (RULES.md T22)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from perfdesk.targets.expression import Change, Expression, Kind
from perfdesk.values import without_space

_UP: Final = r"增长|上升|提高|提升|增加|增收|增幅|增速|涨幅|增产"
_DOWN: Final = r"下降|减少|降低|压减|压缩|缩短|降幅|减幅|缩减|减产|减收|下滑|回落|萎缩|负增长"
_NAME_UP: Final = re.compile(rf"(?:{_UP})(?:率|幅度?|比例|值|额|数|量)?(?:\(.*\))?$|同比|环比")
_NAME_DOWN: Final = re.compile(rf"(?:{_DOWN})(?:率|幅度?|比例|值|额|数|量)?(?:\(.*\))?$")
_ADVERB: Final = (
    r"(?:(?:较|比|同比|环比|与)?(?:上一?年度?|去年|同期|往年)?(?:相比|有所|明显|显著|逐步|逐年|持续|不断|进一步|稳步|大幅|"
    r"略有|小幅|均|有效|得到|实现|同比)*)"
)
_WORD_UP: Final = re.compile(rf"{_ADVERB}(?:{_UP})")
_WORD_DOWN: Final = re.compile(rf"{_ADVERB}(?:{_DOWN})")
_ONLY: Final = re.compile(rf"{_ADVERB}(?:{_UP}|{_DOWN})")


@lru_cache(maxsize=4096)
def changes_by(name: str) -> Change:
    """Return which way an indicator of this name is to go: `up` of 读者增长率, "" of a level."""
    bare = without_space(name)
    if _NAME_DOWN.search(bare):
        return "down"
    return "up" if _NAME_UP.search(bare) else ""


def opposite(target: Expression, actual: Expression, name: str) -> bool:
    """Tell whether the actual goes the other way: 下降3.2% against 增长≥8%, or -3.2%.

    A limit (费用增长≤5%) is kept by a decrease, so it has no opposite. A negative number under a
    name of decrease may be the decrease itself.
    """
    if target.operator in ("<=", "<"):
        return False
    wanted = target.change or (_in_words(target) if not target.numeric else "")
    if not wanted and target.numeric:
        wanted = changes_by(name)
    if not wanted or (target.numeric and not (target.low or 0) > 0):
        return False
    reached = actual.change or ("" if actual.numeric else _in_words(actual))
    if not reached and target.numeric and wanted == "up" and actual.numeric:
        reached = "down" if (actual.low or 0) < 0 else ""
    return bool(reached) and reached != wanted


def _in_words(expression: Expression) -> Change:
    """The direction that a cell of words begins with: 有所提升; "" for 提升 among other words."""
    text = without_space(expression.text or "")
    if expression.kind is Kind.QUALITATIVE and not _ONLY.fullmatch(text):
        return ""
    if expression.kind not in (Kind.QUALITATIVE, Kind.UNKNOWN):
        return ""
    up, down = _WORD_UP.match(text), _WORD_DOWN.match(text)
    if bool(up) == bool(down):
        return ""
    return "up" if up else "down"
