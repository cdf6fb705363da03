"""Medium-term and annual indicators in tables under each other, and what may stand below the last of them."""

import re
from collections.abc import Iterable
from typing import Final

from perfdesk.io.match.find.area import Item
from perfdesk.io.match.take.columns import Columns
from perfdesk.io.match.take.raw import Raw, RawRow

MEDIUM: Final = "medium"
ANNUAL: Final = "annual"
_WHOLE_WORDS: Final = ("长期", "中期", "实施期", "项目期", "全周期", "总体绩效指标", "总绩效指标")
_YEAR_WORDS: Final = ("年度", "当年", "本年", "年绩效指标")
_FOOT: Final = re.compile(
    r".{0,14}(?:意见|签字|盖章|签章|保障措施|实现措施|改进措施|整改措施|工作措施|情况说明|需说明的?(?:问题|事项|情况)|"
    r"需要说明的?(?:问题|事项|情况)|说明事项|存在的?(?:主要)?问题|问题及原因|评价结论|自评结论|综合评价|主要经验|下一步.{0,8}|"
    r"相关建议|有关建议|结果应用|审核人|填表人|填报人|负责人|联系人|联系电话|备注|说明)"
)
_NUMBER: Final = re.compile(r"[(（]?[0-9一二三四五六七八九十]{1,3}[)）]?[、.．]?")
_NO_SIDE: Final = frozenset({"序号", "编号", "行次", "栏次", "项目", "项目名称", "年度", "类别"})


class Terms:
    """Which term the rows below a head are of, by the label that stands over or left of the head."""

    def __init__(self, raw: Raw) -> None:
        self._raw = raw
        self._now: str | None = None

    def under(self, columns: Columns) -> None:
        """Take the label of the block of this head: 长期绩效指标, 年度绩效指标."""
        side = [item for item in columns.heads if item.column < columns.left]
        top = min((head.row for head in columns.heads), default=columns.body - 1)
        above = self._raw.area.line(top - 1)
        if len(above) == 1:
            side.append(above[0])
        self._now = next((term for item in side if (term := _term(item.label.base))), None)

    def mark(self, row: RawRow) -> None:
        """Note the term of a row of a form with one block of columns."""
        row.term = self._now

    @staticmethod
    def settled(rows: Iterable[RawRow]) -> list[RawRow]:
        """The rows; those of a form in which only one term is named have none."""
        kept = list(rows)
        if {MEDIUM, ANNUAL} - {row.term for row in kept}:
            for row in kept:
                row.term = None
        return kept


def _term(base: str) -> str | None:
    if len(base) > 14 or not ("指标" in base or "目标" in base):
        return None
    if any(word in base for word in _YEAR_WORDS):
        return ANNUAL
    return MEDIUM if any(word in base for word in _WHOLE_WORDS) else None


def is_foot(here: list[Item], columns: Columns, is_level: bool, full: bool) -> bool:
    """Whether a row stands below the block: 审核意见, 保障措施, or other words in the column of the block's label.

    `is_level` says that its first cell is a level of indicators, `full` that it has a name and a value.
    """
    first = here[0]
    if is_level or full or not first.label.key:
        return False
    edge = columns.level1.first if columns.level1 else columns.sets[0]["level3"].first
    if first.column > edge:
        return False
    if _FOOT.fullmatch(first.label.base):
        return True
    return first.column < edge and _beside_block(first, columns, edge)


def _beside_block(first: Item, columns: Columns, edge: int) -> bool:
    """Whether a cell stands in the column in which the head has the block's own label, and says something else."""
    if _NUMBER.fullmatch(first.label.key):
        return False
    labels = [h for h in columns.heads if h.column < edge and h.label.base not in _NO_SIDE]
    return any(
        label.column <= first.column <= label.last_column and label.label.key != first.label.key
        for label in labels
    )
