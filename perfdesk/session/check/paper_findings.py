"""P02: what the pages of a form cannot show, found by the pagination itself before anything is printed.

Rules never see layout, so this one stands here and not in the rulebook's modules.
"""

from collections.abc import Iterator

from perfdesk.cellpath import HEADER
from perfdesk.document import FormView
from perfdesk.findings import Finding, Severity
from perfdesk.pages import Pages

RULE = "P02"


def paper_findings(view: FormView, pages: Pages) -> list[Finding]:
    """P02 · CS: text that does not fit its cell, and characters that no font has, each with its cell."""
    return [*_overflows(view, pages), *_missing(view, pages)]


def _overflows(view: FormView, pages: Pages) -> Iterator[Finding]:
    for row, field in pages.overflow:
        place = _place(view, row, field)
        message = f"{place}的文字在打印时显示不全；请缩短文字，或由管理员加宽表样中的这一列。"
        yield _finding(view, (row, field), message, ("place", place))


def _missing(view: FormView, pages: Pages) -> Iterator[Finding]:
    cells: dict[tuple[str, str], str] = {}
    for glyph in pages.missing:
        cells[glyph.row_id, glyph.field] = (
            cells.get((glyph.row_id, glyph.field), "") + glyph.character
        )
    for (row, field), characters in cells.items():
        place = _place(view, row, field)
        message = (
            f"{place}的“{characters}”没有字体可以打印，纸上将是带叉的方框；"
            "请改用别的字，或在设置中选择含有此字的字体。"
        )
        yield _finding(view, (row, field), message, ("place", place), ("characters", characters))


def _finding(
    view: FormView, at: tuple[str, str], message: str, *arguments: tuple[str, str]
) -> Finding:
    """P02 at a cell (row id, field)."""
    return Finding(RULE, Severity.ERROR, view.id, *at, message, arguments)


def _place(view: FormView, row: str, field: str) -> str:
    """第3行“年度指标值”, “项目名称”."""
    known = view.template.field(row, field)
    label = f"“{known.label}”" if known else ""
    if row == HEADER or row.startswith("F"):
        return label or "表中"
    number = next((line.index + 1 for line in view.indicators if line.id == row), 0)
    return f"第{number}行{label}"
