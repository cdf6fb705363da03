"""Indicator rows that were built, judged by what is in them: headings, order, damage."""

from typing import Final

from perfdesk.io.match.find.area import Item
from perfdesk.io.match.labels.lexicon import Lexicon
from perfdesk.io.match.take.columns import Columns
from perfdesk.io.match.take.levels import Levels
from perfdesk.io.match.take.raw import RawRow

OPERATORS: Final = {
    "大于等于": "≥", "不低于": "≥", "正向": "≥", "正向指标": "≥", "小于等于": "≤", "不高于": "≤", "反向": "≤",
    "反向指标": "≤", "等于": "=", "大于": ">", "小于": "<", "定量": "", "定性": "", "定量指标": "", "定性指标": "",
}  # fmt: skip
"""How systems write the sign of a target."""
GOAL_WORDS: Final = frozenset(
    {"预期目标", "实际完成情况", "项目总目标", "年度总目标", "项目总体目标", "年度总体目标"}
)


def in_values(item: Item, columns: Columns) -> bool:
    """Whether a cell begins in a column of values, not of levels."""
    return any(
        zone.first <= item.column <= zone.last
        for zones in columns.sets
        for name, zone in zones.items()
        if name not in ("level1", "level2")
    )


def suspect(row: RawRow, levels: Levels, lexicon: Lexicon, after_break: bool) -> bool:
    """S12: shifted columns, or a gap beside a page break."""
    level3, target = row.values.get("level3"), row.values.get("target")
    if level3 is None or level3.text is None:
        return True
    second = levels.level2.text if levels.fresh2 and levels.level2 else None
    in_words = lexicon.level(level3.text) is not None and level3.text.strip().endswith("指标")
    if in_words and (second is None or lexicon.level(second) is None):
        return True
    return (target is None or target.text is None) and after_break


def without_bare(rows: list[RawRow]) -> list[RawRow]:
    """The rows that say more than their levels; all of them in a form that nobody has filled in yet."""
    kept = [row for row in rows if set(row.values) - {"level1", "level2"}]
    return kept or rows


def numbered(rows: list[RawRow]) -> list[RawRow]:
    """The rows in the order that PerfDesk noted; others stay behind the one they follow."""
    keys, last = [], 0
    for row in rows:
        last = row.number or last
        keys.append(last)
    return [row for _, row in sorted(zip(keys, rows, strict=True), key=lambda entry: entry[0])]
