"""The index sheet of a unit's workbook: a line with a link for every form."""

from collections.abc import Sequence
from typing import Any

from perfdesk.document import FormView
from perfdesk.fonts import BODY, bundled_fonts
from perfdesk.grid import Align
from perfdesk.io.excel_writer.names import quoted
from perfdesk.io.excel_writer.styles import MEDIUM, NO_EDGES, THIN, Edges, Look, Styles
from perfdesk.io.numberformat import GENERAL
from perfdesk.paginate import break_lines

_HEADS = ("序号", "年度", "表别", "项目名称", "实施单位", "总分", "评分等级")
_WIDTHS = (44, 50, 58, 236, 186, 58, 68)
_NAME = 3
_SIZE = 10.5
_BESIDE_PIXELS = 8


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
            style = _style(styles, row, column, len(views) + 1, link=link)
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
        "自评表" if view.self_evaluation else "申报表",
        view.project_name,
        view.text("organisation") or "",
        view.text("total_score") or "" if view.self_evaluation else "",
        view.text("grade") or "" if view.self_evaluation else "",
    )


def _height(view: FormView) -> float:
    """Points that show the whole of a project's and a unit's name."""
    widths = bundled_fonts().widths(BODY)
    lines = 1
    for text, pixels in (
        (view.project_name, _WIDTHS[_NAME]),
        (view.text("organisation") or "", _WIDTHS[_NAME + 1]),
    ):
        room = (pixels - _BESIDE_PIXELS) * 0.75 / _SIZE
        lines = max(lines, len(break_lines(text, room, widths)))
    return lines * _SIZE * 1.3 + 4


def _style(
    styles: Styles, row: int, column: int, last_row: int, *, bold: bool = False, link: bool = False
) -> Any:
    edges = Edges(
        MEDIUM if column == 0 else THIN,
        MEDIUM if row == 1 else THIN,
        MEDIUM if column == len(_HEADS) - 1 else THIN,
        MEDIUM if row == last_row else THIN,
    )
    align = Align.LEFT if column in (_NAME, _NAME + 1) and not bold else Align.CENTER
    return styles.format(Look(False, _SIZE, align, "@", edges, True, False, link=link, bold=bold))
