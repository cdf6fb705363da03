"""The library as rows of a table, in the columns that bureaus exchange (LIBRARY.md)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from perfdesk.library.entry import IndicatorEntry, bare, taken
from perfdesk.targets import SIGNS, read_target
from perfdesk.values import plain

COLUMNS: Final[tuple[tuple[str, str], ...]] = (
    ("code", "指标编码"),
    ("category", "类别"),
    ("level1", "一级指标"),
    ("level2", "二级指标"),
    ("name", "三级指标"),
    ("sign", "计算符号"),
    ("example", "参考值"),
    ("unit", "计量单位"),
    ("weight", "权重"),
    ("explanation", "指标解释"),
    ("data_source", "数据来源"),
    ("scoring", "评分标准"),
    ("source", "出处"),
)
"""Field of an entry and head of its column, in their order."""
HEADS: Final = tuple(head for _, head in COLUMNS)

_SYNONYMS: Final = {
    "code": ("指标编码", "指标代码", "编码", "代码"),
    "category": ("类别", "分类", "领域", "行业", "行业领域", "指标分类", "项目类别", "功能分类"),
    "level1": ("一级指标", "一级", "一级指标名称"),
    "level2": ("二级指标", "二级", "二级指标名称"),
    "name": ("三级指标", "三级", "三级指标名称", "指标名称", "名称"),
    "sign": ("计算符号", "符号", "运算符号", "指标性质", "指标方向"),
    "example": ("参考值", "指标值", "目标值", "年度指标值", "参考指标值", "标准值", "例"),
    "unit": ("计量单位", "度量单位", "单位"),
    "weight": ("权重", "分值", "权重分值"),
    "explanation": (
        "指标解释",
        "指标说明",
        "指标值说明",
        "指标解释取值方式",
        "取值方式",
        "解释",
        "计算公式",
    ),
    "data_source": ("数据来源", "资料来源", "佐证资料", "数据来源取值方式"),
    "scoring": ("评分标准", "评价标准", "评分公式", "评分方法"),
    "source": ("出处", "来源", "依据"),
}
_FIELD_OF: Final = {bare(head): field for field, heads in _SYNONYMS.items() for head in heads}
_PASSED: Final = {"序号", "备注", "启用日期", "停用日期", "级次", "末级", "是否末级", "是否共性"}
_DOWN: Final = ("category", "level1", "level2")
"""Written once over several rows: a blank one is that of the row above."""
_WORDS_OF_SIGNS: Final = {
    "大于等于": "≥", "不低于": "≥", "不少于": "≥", "正向": "≥", "正向指标": "≥", "≧": "≥", ">=": "≥",
    "小于等于": "≤", "不高于": "≤", "不超过": "≤", "反向": "≤", "反向指标": "≤", "≦": "≤", "<=": "≤",
    "等于": "=", "＝": "=", "大于": ">", "小于": "<", "＞": ">", "＜": "<",
    "定性": "", "定性指标": "", "文字描述": "", "其他": "",
}  # fmt: skip
_HEAD_ROWS: Final = 12
"""Rows in which the heads are looked for: titles and notes stand above them."""
MOST_ENTRIES: Final = 20_000


@dataclass(frozen=True, slots=True)
class TableRead:
    """The entries of a table, and what could not be taken, each a sentence with its row."""

    entries: tuple[IndicatorEntry, ...] = ()
    problems: tuple[str, ...] = ()
    unknown_heads: tuple[str, ...] = ()
    """Columns that the library has no place for."""
    found: bool = True
    """Whether the table has heads of a library at all."""


def to_rows(entries: Iterable[IndicatorEntry]) -> list[list[str]]:
    """Entries as rows of texts, without heads."""
    return [[str(getattr(entry, field)) for field, _ in COLUMNS] for entry in entries]


def from_rows(rows: Sequence[Sequence[str]]) -> TableRead:
    """The entries of a table with heads; columns in any order, levels written once over their rows."""
    place, columns = _heads(rows)
    if "name" not in columns.values():
        return TableRead(found=False)
    heads = rows[place]
    unknown = tuple(
        head.strip()
        for number, head in enumerate(heads)
        if head.strip() and number not in columns and bare(head) not in _PASSED
    )
    entries: list[IndicatorEntry] = []
    problems: list[str] = []
    above = dict.fromkeys(_DOWN, "")
    for number, row in enumerate(rows[place + 1 :], place + 2):
        texts = {field: row[at].strip() for at, field in columns.items() if at < len(row)}
        if not any(texts.values()):
            continue
        if len(entries) >= MOST_ENTRIES:
            problems.append(
                f"指标超过 {MOST_ENTRIES:,} 条，第 {number} 行起未取入，请分成几个文件。"
            )
            break
        _fill_down(texts, above)
        if not bare(texts.get("name", "")):
            problems.append(f"第 {number} 行没有三级指标名称，未取入。")
            continue
        entries.append(_entry(texts))
    return TableRead(tuple(entries), tuple(problems), unknown)


def _heads(rows: Sequence[Sequence[str]]) -> tuple[int, dict[int, str]]:
    """The row with most heads that are known, and the field of each of its columns."""
    best: tuple[int, dict[int, str]] = (0, {})
    for number, row in enumerate(rows[:_HEAD_ROWS]):
        columns: dict[int, str] = {}
        for place, head in enumerate(row):
            field = _FIELD_OF.get(bare(head))
            if field is not None and field not in columns.values():
                columns[place] = field
        if len(columns) > len(best[1]):
            best = (number, columns)
    return best


def _fill_down(texts: dict[str, str], above: dict[str, str]) -> None:
    for position, field in enumerate(_DOWN):
        if texts.get(field):
            if texts[field] != above[field]:
                above.update(dict.fromkeys(_DOWN[position + 1 :], ""))
            above[field] = texts[field]
        else:
            texts[field] = above[field]


def _entry(texts: dict[str, str]) -> IndicatorEntry:
    sign = texts.get("sign", "")
    texts["sign"] = _WORDS_OF_SIGNS.get(bare(sign) or sign, sign)
    if not texts["sign"] and not texts.get("unit"):
        _take_apart(texts)
    return taken(texts)


def _take_apart(texts: dict[str, str]) -> None:
    """A value that holds sign and unit, `≥95%`, where the table has no columns for them."""
    target = read_target(texts.get("example"))
    if target.numeric and target.low is not None and target.high is None:
        texts["example"] = plain(target.low)
        texts["unit"] = target.printed_unit
        texts["sign"] = SIGNS[target.operator] if target.explicit else ""
