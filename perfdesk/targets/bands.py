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
    """A band of a qualitative indicator; where it begins and ends is the profile's (`limits`).

    NOT_FULL is a grade two or more below the target that is not the lowest one, or 基本完成 and the
    like: the document leaves open whether that is 部分达成 or 未达成, so both bands are right.
    """

    FULL = ("达成年度指标", True)
    PARTIAL = ("部分达成年度指标并具有一定效果", False)
    NOT_FULL = ("未完全达成年度指标", False)
    UNMET = ("未达成年度指标且效果较差", False)

    def __init__(self, label: str, closed: bool) -> None:
        self.label = label
        self.closed = closed
        """Whether the upper end belongs to the band; the lower end always does."""

    def allows(
        self, score: Decimal, weight: Decimal, full_from: Decimal, partial_from: Decimal
    ) -> bool:
        """Tell whether `score` lies in this band of `weight`, both in points; bounds in percent."""
        low, high = self.limits(full_from, partial_from)
        if score * 100 < low * weight:
            return False
        return score * 100 <= high * weight if self.closed else score * 100 < high * weight

    def limits(self, full_from: Decimal, partial_from: Decimal) -> tuple[Decimal, Decimal]:
        """Return where the band begins and ends, in percent of the weight."""
        return {
            "FULL": (full_from, Decimal(100)),
            "PARTIAL": (partial_from, full_from),
            "NOT_FULL": (Decimal(0), full_from),
            "UNMET": (Decimal(0), partial_from),
        }[self.name]


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
    rf"(?:未|没有|未能|尚未|还未|暂未|仍未){_DONE}{_AIM}[，,]?(?:[且并]?(?:效果|成效)较?差)?|(?:未|不)达标"
)
_REACHED: Final = r"(?:达成|达到|完成|实现|达标|建成|完工|竣工|验收|上线|交付|落实|整改|建立|健全|满足|到位|解决|覆盖)"
_GOING_ON: Final = (
    rf"(?:{_REACHED}|修复|开展|实施|推进|发放|拨付|支付|招标|采购|安装|施工|启动|形成|提升|完善|建设|"
    r"办理|整理|编制)"
)
_HOW: Final = (
    r"(?:地|上|按时|按期|能够?|可|于|持续|逐步|有序|稳步|加快|全面|全部|完全|抓紧|"
    r"(?:次|明|下|20[0-9]{2})年(?:度|底|初)?|[0-9]{1,2}月底?)*"
)
_LESS: Final = re.compile(
    rf"[\u4e00-\u9fff]{{0,6}}?(?:(?:基本|大部分|部分|大多|多数|初步|未全部|未完全|没有全部){_HOW}{_REACHED}|"
    rf"(?:正在|正|仍在|尚在|预计|拟|计划|将|力争|争取|有望){_HOW}{_GOING_ON}).{{0,20}}"
)
_NOT_LESS: Final = re.compile(
    r"按计划|照计划|已(?:全部|全面|经)?完成|(?<!未)(?<!没有)全部完成|基本上?全部|未来|将来"
)
_SCALES: Final = (
    ("优", "良", "中", "差"),
    ("好", "较好", "一般", "差"),
    ("优", "较好", "一般", "差"),
    ("高", "较高", "一般", "低"),
)
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
    target = prepare(target_text or "")
    return (
        _by_grade(target, actual)
        or _by_level(target, actual)
        or _by_adverb(target, actual)
        or _by_weaker_word(target, actual)
    )


def _by_adverb(target: str, actual: str) -> Band | None:
    """基本完成, 正在实施, 拟于明年建成: not full, unless the target says so too (基本满足)."""
    match = _LESS.fullmatch(actual)
    if match is None or _NOT_LESS.search(actual) or _LESS.fullmatch(target):
        return None
    return Band.NOT_FULL if _plain_adverb(target, actual) else None


_WEAK: Final = re.compile(
    r"(?:已|现已|实现|达到|总体|整体)*(?:(?:比较|较为|相对|大体|大致|基本|初步|部分|大部分|略|稍)(?:上|已|达到|实现|得到)*|较(?!上|去|往|前|同|年|基|20))"
    r"(?P<core>.{1,16})"
)
_OF_SOME: Final = re.compile(
    r"(?:部分|少数|个别|多数|大多数?)(?:家庭|群众|单位|地区|区域|人员|企业|农户|居民|学校|点位|功能|指标|村组?|乡镇|街道|社区|患者|用户)"
    r"(?:已|得到|实现|的)*(?P<core>.{1,16})"
)
_NOT_YET: Final = re.compile(
    r"(?:目前|现阶段)?(?:(?:尚|还|仍|暂)?未(?:能|得到|完全|全面|充分|有效|完成)*|(?:尚|还|仍)?不(?![断少低超大高得定])够?|没有(?:得到)?)(?P<core>.{1,16})"
)
_STRONG: Final = re.compile(
    r"(?:有效|明显|显著|进一步|不断|持续|逐步|逐年|稳步|大幅|切实|全面|充分|十分|非常|很|更加|更|得到|实现|达到|已|建立|保持|"
    r"长期|整体|总体|健全且|了|地)*"
)


def _by_weaker_word(target: str, actual: str) -> Band | None:
    """较健全 for 健全, 部分家庭减轻 for 有效减轻, 尚未健全: the target's own word, less of it or not yet."""
    if not target or _WEAK.match(target) or _NOT_YET.match(target):
        return None
    wanted = _core(target)
    for pattern in (_WEAK, _OF_SOME, _NOT_YET):
        match = pattern.fullmatch(actual)
        if match is None or (pattern is _WEAK and _NOT_LESS.search(actual)):
            continue
        reached = _core(match.group("core"))
        if len(reached) > 1 and wanted.endswith(reached):
            return Band.NOT_FULL
    return None


def _core(words: str) -> str:
    """A state without what says how much of it: 减轻 of 有效减轻."""
    head = _STRONG.match(words)
    rest = words[head.end() :] if head else words
    return rest or words


def _plain_adverb(target: str, actual: str) -> bool:
    found = re.search("基本|大部分|部分|大多|多数|初步", actual)
    return found is None or found.group(0) not in target


_LEVEL: Final = re.compile(r"(.{0,8}?)([一二三四五])级(.{0,8})")


def _by_level(target: str, actual: str) -> Band | None:
    """二级 for 三级 (of the same thing) is a grade too low; more is not judged."""
    wanted, reached = _LEVEL.fullmatch(target), _LEVEL.fullmatch(actual)
    if wanted is None or reached is None:
        return None
    order = "一二三四五"
    same = not reached.group(1) or not wanted.group(1) or reached.group(1) == wanted.group(1)
    if same and order.index(reached.group(2)) < order.index(wanted.group(2)):
        return Band.NOT_FULL
    return None


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
