"""The index sheet of a unit's workbook: a line with a link for every form."""

from collections.abc import Sequence
from typing import Any

from perfdesk.document import FormView
from perfdesk.fonts import BODY, bundled_fonts
from perfdesk.grid import Align
from perfdesk.io.excel_writer.names import quoted
from perfdesk.io.excel_writer.styles import MEDIUM, NO_EDGES, THIN, Edges, Look, Styles
from perfdesk.io.readers.number_format import GENERAL
from perfdesk.paginate import break_lines

_HEADS = ("序号", "年度", "表别", "项目名称", "实施单位", "总分", "评分等级")
_WIDTHS = (44, 50, 62, 330, 250, 66, 76)
_NAME = 3
_SIZE, _LEAST_SIZE = 10.5, 7.0
"""Points. LibreOffice does not wrap links: a long name is set smaller instead."""
_BESIDE_PIXELS = 14
_LINE = 1.45
"""As in the sheets of the forms: what fonts that stand in for 宋体 need."""


def write_index(
    sheet: Any, styles: Styles, views: Sequence[FormView], names: Sequence[str]
) -> None:
    """Write the index of forms (one line each, in the workbook's order) that links to their sheets."""
    last = len(_HEADS) - 1
    title = styles.format(Look(True, 18, Align.CENTER, GENERAL, NO_EDGES, True, False))
    sheet.merge_range(0, 0, 0, last, "绩效表目录", title)
    sheet.set_row(0, 36)
    for column, (head, width) in enumerate(zip(_HEADS, _WIDTHS, strict=True)):
        sheet.set_column_pixels(column, column, width)
        sheet.write_string(1, column, head, _style(styles, 1, column, len(views) + 1, bold=True))
    for number, (view, name) in enumerate(zip(views, names, strict=True), 1):
        row = number + 1
        sheet.set_row(row, _height(view))
        for column, text in enumerate(_texts(number, view)):
            link = column == _NAME
            size = _name_size(view.project_name) if link else _SIZE
            style = _style(styles, row, column, len(views) + 1, link=link, size=size)
            if link:
                sheet.write_url(row, column, f"internal:{quoted(name)}!A1", style, text or name)
            else:
                sheet.write_string(row, column, text, style)
    sheet.set_paper(9)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
    sheet.set_footer("&C&9第 &P 页 / 共 &N 页")
    sheet.hide_gridlines(2)
    sheet.freeze_panes(2, 0)


def _texts(number: int, view: FormView) -> tuple[str, ...]:
    return (
        str(number),
        str(view.year or ""),
        view.kind.name,
        view.project_name,
        view.text("organisation") or "",
        view.text("total_score") or "",
        view.text("grade") or "",
    )


def _height(view: FormView) -> float:
    """Points that show the whole of a project's and a unit's name."""
    named = _lines(view.project_name, _NAME, _name_size(view.project_name))
    return max(named, _lines(view.text("organisation") or "", _NAME + 1, _SIZE)) + 4


def _lines(text: str, column: int, size: float) -> float:
    """The height of a text in a column, in points."""
    widths = bundled_fonts().widths(BODY)
    return len(break_lines(text, _room(column) / size, widths)) * size * _LINE


def _name_size(name: str) -> float:
    """The type size in points at which a name stands on one line, within bounds."""
    needed = bundled_fonts().width(name)
    fitting = int(2 * _room(_NAME) / needed) / 2 if needed else _SIZE
    return min(max(fitting, _LEAST_SIZE), _SIZE)


def _room(column: int) -> float:
    """What a column leaves for text, in points."""
    return (_WIDTHS[column] - _BESIDE_PIXELS) * 0.75


def _style(
    styles: Styles,
    row: int,
    column: int,
    last_row: int,
    *,
    bold: bool = False,
    link: bool = False,
    size: float = _SIZE,
) -> Any:
    edges = Edges(
        MEDIUM if column == 0 else THIN,
        MEDIUM if row == 1 else THIN,
        MEDIUM if column == len(_HEADS) - 1 else THIN,
        MEDIUM if row == last_row else THIN,
    )
    align = Align.LEFT if column in (_NAME, _NAME + 1) and not bold else Align.CENTER
    return styles.format(Look(False, size, align, "@", edges, True, False, link=link, bold=bold))
