"""Qualitative indicators: which of the three bands an actual in words means.

Basis: 财预〔2020〕10号, 定性指标 in three grades: 达成年度指标 100–80 % (80 included), 部分达成年度指标并
具有一定效果 80–60 % (60 included), 未达成年度指标且效果较差 60–0 %. Unknown phrases are not judged.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum
from typing import Final

from perfdesk.targets.signs import prepare


class Band(Enum):
    """A band of a qualitative indicator, in percent of the weight.

    NOT_FULL is a grade two or more below the target that is not the lowest one: the document leaves
    open whether that is 部分达成 or 未达成, so both bands are right.
    """

    FULL = ("达成年度指标", 80, 100, True)
    PARTIAL = ("部分达成年度指标并具有一定效果", 60, 80, False)
    NOT_FULL = ("未完全达成年度指标", 0, 80, False)
    UNMET = ("未达成年度指标且效果较差", 0, 60, False)

    def __init__(self, label: str, low: int, high: int, closed: bool) -> None:
        self.label = label
        self.low = Decimal(low)
        self.high = Decimal(high)
        self.closed = closed
        """Whether the upper end belongs to the band; the lower end always does."""

    def allows(self, score: Decimal, weight: Decimal) -> bool:
        """Tell whether `score` lies in this band of `weight`, both in points."""
        share = score * 100
        if share < self.low * weight:
            return False
        return share <= self.high * weight if self.closed else share < self.high * weight


_DONE: Final = r"(?:达成|达到|完成|实现)"
_AIM: Final = r"(?:(?:年度|年初|预期|预定|既定|绩效|全年|本年|的)*(?:指标值?|目标值?|要求|标准|任务|效果|计划|值))?"
_BY: Final = r"(?:已|均|全部|全面|全|按时|按期|如期|按计划|按要求|较好|圆满|超额|顺利|基本上?全部)*"
_FULL: Final = re.compile(
    rf"{_BY}(?:{_DONE}{_AIM}|达标)(?:且效果(?:较好|良好|显著))?|(?:指标|目标|任务)?{_BY}(?:{_DONE}|达标)"
)
_PARTIAL: Final = re.compile(
    rf"部分{_DONE}(?:了)?{_AIM}[，,]?(?:并?(?:具有|有|取得)一定(?:的)?(?:效果|成效))?|部分达标"
)
_UNMET: Final = re.compile(
    rf"(?:未|没有|未能){_DONE}{_AIM}[，,]?(?:[且并]?(?:效果|成效)较?差)?|(?:未|不)达标"
)
_SCALES: Final = (("优", "良", "中", "差"), ("好", "较好", "一般", "差"))
_GRADES: Final = {
    "优秀": "优", "良好": "良", "中等": "中", "很好": "好", "较差": "差", "很差": "差",
}  # fmt: skip
_ACTUAL_EDGE: Final = re.compile(r"^(?:=|已|达到|为|评价|等级|:)+|(?:等级|级|等次)$")


def band_of(target_text: str | None, actual_text: str | None) -> Band | None:
    """Return the band that an actual in words means, None where the phrase is not known.

    `target_text` counts only on the scales 优/良/中/差 and 好/较好/一般/差: the same grade or a
    better one is full, one below is partial.
    """
    actual = prepare(actual_text or "")
    if not actual or len(actual) > 40:
        return None
    for band, pattern in ((Band.FULL, _FULL), (Band.PARTIAL, _PARTIAL), (Band.UNMET, _UNMET)):
        if pattern.fullmatch(actual):
            return band
    return _by_grade(prepare(target_text or ""), actual)


def _by_grade(target: str, actual: str) -> Band | None:
    wanted, reached = _grade(target), _grade(actual)
    for scale in _SCALES:
        if wanted in scale and reached in scale:
            below = scale.index(reached) - scale.index(wanted)
            if below <= 0:
                return Band.FULL
            if below == 1:
                return Band.PARTIAL
            return Band.UNMET if reached == scale[-1] else Band.NOT_FULL
    return None


def _grade(text: str) -> str:
    bare = _ACTUAL_EDGE.sub("", text) if len(text) > 1 else text
    return _GRADES.get(bare, bare)
