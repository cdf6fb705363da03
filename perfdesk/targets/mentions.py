"""Numbers inside running text, and names that contradict a unit (RULES.md T04, T14, I15)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from perfdesk.targets.expression import Expression, Kind
from perfdesk.targets.signs import CJK
from perfdesk.targets.units import MEASURE, is_count, is_measure, is_time, strip_brackets
from perfdesk.values import normalise_signs, without_space

_NUM: Final = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,20})(?:\.[0-9]{1,10})?"
_MENTION: Final = re.compile(
    rf"(?<![0-9A-Za-z.,，])(?P<number>{_NUM})[ \t]*+[余多]?[ \t]*+"
    rf"\(?(?P<unit>(?:{MEASURE})(?:/[{CJK}]{{1,3}})*|％)(?![A-Za-z])"
)
_DATE_BEFORE: Final = re.compile(r"(?:年|月|[0-9][-/.])$")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_RATE: Final = re.compile(r"率$")
_NO_RATE: Final = re.compile(
    r"(?:(?<![有失无])效|频|速|(?<!成)功|汇|倍|分辨|利|税|费|心|曝光|码|波特|周转|容积|帧|刷新|采样)率$"
)
_COUNTED_NAME: Final = re.compile(r"数量|台次|\(个\)|事故")
_PER_HEADS: Final = re.compile(
    r"[/／每](?:[百千]|[十百千]?万|\d+0)(?:人|名|户|位|车公里|公里|床日|人次|辆|工时)"
)
"""Units of a rate that is told by heads: 批次/千人, 例/10万人."""
_DAY_LIMIT: Final = re.compile(
    r"[0-9]\s*[日号](?:之|以)?前|(?:[0-9]|每)\s*月(?:底|末|初)?(?:之|以)?前"
)
"""A day by which something is done, also without a year: 每季度首月10日前."""
_SHARE_NAME: Final = re.compile(r"占比|比例|比重|同比|环比|下降|减少|降低|增长|增幅|幅度|程度")
"""A count with these is told as a share: 事故下降比例 ≥10%."""
_TRAILING: Final = re.compile(r"(?:\([^()]*\)|[:。,，;；、])++")


@dataclass(frozen=True, slots=True)
class Mention:
    """A number with its unit in a text, at `start` to `end`; the unit is as typed."""

    value: Decimal
    unit: str
    start: int
    end: int


def mentions(text: str | None) -> tuple[Mention, ...]:
    """Return the numbers with a unit in running text, in order; years, months and days are none."""
    if not text:
        return ()
    half = normalise_signs(text)
    # Positions must fit the text as typed, so only texts of equal length are read half-width.
    half = half if len(half) == len(text) else text
    found = []
    for match in _MENTION.finditer(half):
        if not _is_date(half, match):
            number = Decimal(match.group("number").replace(",", ""))
            unit = strip_brackets(match.group("unit"))
            found.append(Mention(number, unit, match.start(), match.end()))
    return tuple(found)


def _is_date(text: str, match: re.Match[str]) -> bool:
    unit, number = match.group("unit"), match.group("number")
    if unit in ("年", "年度") and _YEAR.fullmatch(number):
        return True
    if unit == "月":
        return True
    return (
        unit == "日"
        and _DATE_BEFORE.search(text[max(match.start() - 2, 0) : match.start()]) is not None
    )


def is_rate_name(name: str | None) -> bool:
    """Tell whether an indicator's name ends in 率, and is a share (not 效率, 频率, 速率)."""
    bare = _without_tail(without_space(normalise_signs(name or "")))
    return _RATE.search(bare) is not None and _NO_RATE.search(bare) is None


def unit_contradicts_name(name: str | None, target: Expression) -> bool:
    """Tell whether the target's unit cannot be that of an indicator of this name (T04).

    A 率 with a count, a date or a time, also in words (30分钟内响应); a 数量, 台次, （个） or 事故 with %.
    """
    if is_rate_name(name):
        if target.kind is Kind.NUMBER:
            unit = target.printed_unit
            counted = is_count(unit) or is_time(unit) or is_measure(unit)
            return counted and _PER_HEADS.search(target.printed_unit) is None
        if target.kind in (Kind.UNKNOWN, Kind.QUALITATIVE):
            units = [mention.unit for mention in mentions(target.text)]
            if not units and _DAY_LIMIT.search(target.text or ""):
                return True
            return bool(units) and all(is_count(unit) or is_time(unit) for unit in units)
        return target.kind is Kind.DATE
    bare = without_space(normalise_signs(name or ""))
    if "率" in bare or _SHARE_NAME.search(bare) or target.kind is not Kind.PERCENT:
        return False
    return _COUNTED_NAME.search(bare) is not None


def _without_tail(text: str) -> str:
    """A name without brackets and stops at its end; run through once, not once from every bracket."""
    tails = [found.start() for found in _TRAILING.finditer(text) if found.end() == len(text)]
    return text[: tails[0]] if tails else text
