"""Names that the library does not hold, made of what is typed and the usual ending of its level.

档案管理 under 质量指标 becomes 档案管理合格率. Only measurable endings are proposed, each with the
sign and unit that it usually has; whose wording it is stands beside it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from perfdesk.library.entry import IndicatorEntry, Origin, bare, plain_level

BASIS: Final = "组合"


@dataclass(frozen=True, slots=True)
class Ending:
    """An ending, the levels under which it is usual, and how its value is counted."""

    text: str
    levels: tuple[str, ...]
    sign: str
    unit: str
    explanation: str


ENDINGS: Final = (
    Ending("完成率", ("数量", "质量", "时效"), "=", "%", "实际完成数÷计划完成数×100%"),
    Ending("及时率", ("时效",), "=", "%", "按时完成数÷应完成数×100%，依据合同或制度规定的时点"),
    Ending("合格率", ("质量",), "≥", "%", "合格数÷检查总数×100%，依据验收单、检查记录"),
    Ending("数量", ("数量",), "≥", "", "年内实际完成的数量，依据合同、验收单或台账"),
    Ending("达标率", ("质量", "社会效益", "生态效益"), "≥", "%", "达标数÷应达标总数×100%"),
    Ending("覆盖率", ("质量", "社会效益"), "≥", "%", "实际达到的对象数÷应达到的对象总数×100%"),
    Ending("准确率", ("质量",), "≥", "%", "准确数÷抽查总数×100%"),
    Ending("控制率", ("经济成本", "成本", "社会成本"), "≤", "%", "实际支出÷预算×100%"),
    Ending(
        "提升率", ("社会效益", "经济效益", "可持续影响"), "≥", "%", "（本年数－上年数）÷上年数×100%"
    ),
    Ending("满意度", ("服务对象满意度", "满意度"), "≥", "%", "问卷满意数÷有效问卷数×100%"),
)
_TAILS: Final = (
    "完成及时率", "完成及时性", "及时完成率", "按时完成率", "完成率", "及时率", "及时性", "合格率", "达标率",
    "覆盖率", "准确率", "控制率", "提升率", "满意度", "正常率", "验收率", "知晓率", "完备性", "规范性", "有效性",
    "数量", "次数", "人数", "人次", "情况",
)  # fmt: skip
SHORTEST: Final = 3
"""Characters a stem needs, so that 完成 and 系统 alone are no stems."""


def stem(name: str) -> str:
    """A name without its ending: 残保金缴纳 of 残保金缴纳准确率."""
    for tail in _TAILS:
        if name.endswith(tail) and len(name) - len(tail) >= SHORTEST:
            return name[: -len(tail)].removesuffix("完成")
    return name


def composed(
    typed: str, names: Iterable[str], level1: str, level2: str
) -> Iterator[IndicatorEntry]:
    """Entries made of known stems that begin as typed, then of the typed text itself.

    Endings of the 二级指标 only, where it has any. The typed text takes an ending only where it stops
    as a known stem does: half a word (食堂卫) is no stem.
    """
    text = bare(typed)
    stems = {name: stem(name) for name in names}
    stops = {found[-2:] for name, found in stems.items() if found != name}
    for beginning, ending in _begun(text):
        if beginning[-2:] in stops:
            yield _entry(beginning, ending, level1, level2)
    known = dict.fromkeys(
        found for name, found in stems.items() if found != name and found.startswith(text)
    )
    typed_stem = [text] if len(text) >= SHORTEST and text[-2:] in stops else []
    for found in [*known, *typed_stem]:
        for ending in _endings(level2):
            if not found.endswith(ending.text):
                yield _entry(found, ending, level1, level2)


def _endings(level2: str) -> Sequence[Ending]:
    level = plain_level(level2)
    return [ending for ending in ENDINGS if level in ending.levels] or ENDINGS


def _begun(text: str) -> Iterator[tuple[str, Ending]]:
    """Endings of which the first characters are typed already: 故障处理及 → 故障处理, 及时率."""
    for ending in ENDINGS:
        for length in range(len(ending.text) - 1, 0, -1):
            if text.endswith(ending.text[:length]) and len(text) - length >= SHORTEST:
                yield text[:-length], ending
                break


def _entry(beginning: str, ending: Ending, level1: str, level2: str) -> IndicatorEntry:
    return IndicatorEntry(
        name=f"{beginning}{ending.text}",
        level1=level1,
        level2=level2,
        sign=ending.sign,
        unit=ending.unit,
        explanation=ending.explanation,
        source=f"按“{ending.text}”的通常写法组成",
        basis=BASIS,
        origin=Origin.SHIPPED,
        seen=0,
    )
