"""Workbooks of our own reports: a grid as a sheet, sums as formulas, a chart that Excel draws."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range

from perfdesk.atomic_file import replacing
from perfdesk.fonts import FontSet, bundled_fonts
from perfdesk.grid import Cell, Grid, PageSetup, Role
from perfdesk.io.excel_writer.names import sheet_names
from perfdesk.io.excel_writer.numbers import NUMERIC, Stored, as_number
from perfdesk.io.excel_writer.options import WorkbookOptions
from perfdesk.io.excel_writer.sheet import excel_heights
from perfdesk.io.excel_writer.styles import Look, Styles, edges_of
from perfdesk.io.readers.number_format import GENERAL
from perfdesk.paginate import column_widths

_PIXELS_PER_MM = 96 / 25.4
_POINTS_PER_MM = 72 / 25.4
_TALLEST = 409.0
"""Points: no row of a workbook is taller."""
_LONGEST_TEXT = 32_767
_RISKY = frozenset("=+-@")
_BAR_PIXELS = 34
_COLOURS = ("#29619E", "#DB8F2E")
_CREATOR = "PerfDesk 绩效填报台"


@dataclass(frozen=True, slots=True)
class SheetChart:
    """Bars over lines of a sheet: the grid column of the names, and one for each series."""

    title: str
    first_row: int
    last_row: int
    names: int
    series: tuple[tuple[str, int], ...]
    highest: int = 100


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """A grid, its paper, the cells that add up those above them, and its chart."""

    name: str
    grid: Grid
    setup: PageSetup
    sums: tuple[Cell, ...] = ()
    first_summed: int = 0
    """The grid row where the sums begin; they end above the cell."""
    chart: SheetChart | None = None


def write_report(
    path: Path, sheets: Sequence[ReportSheet], author: str = "", fonts: FontSet | None = None
) -> None:
    """Write a report as a workbook; CannotWriteError when the place does not take it."""
    buffer = BytesIO()
    workbook = Workbook(buffer, {"in_memory": True, "strings_to_urls": False})
    workbook.set_properties({"author": author, "title": sheets[0].grid.title, "comments": _CREATOR})
    styles = Styles(workbook, WorkbookOptions())
    names = sheet_names([sheet.name for sheet in sheets])
    for sheet, name in zip(sheets, names, strict=True):
        _SheetPainter(workbook.add_worksheet(name), sheet, styles, fonts or bundled_fonts()).paint()
    charts = [(sheet, name) for sheet, name in zip(sheets, names, strict=True) if sheet.chart]
    wanted = [f"{name}图" if len(charts) > 1 else "图表" for _, name in charts]
    for (sheet, name), title in zip(charts, sheet_names(wanted, taken=names), strict=True):
        if sheet.chart is not None:
            _add_chart(workbook, workbook.add_worksheet(title), name, sheet.chart)
    workbook.close()
    with replacing(path) as temporary:
        temporary.write_bytes(buffer.getvalue())


class _SheetPainter:
    def __init__(self, sheet: Any, report: ReportSheet, styles: Styles, fonts: FontSet) -> None:
        self._sheet = sheet
        self._report = report
        self._grid = report.grid
        self._styles = styles
        self._fonts = fonts

    def paint(self) -> None:
        """Write sizes, cells and page set-up."""
        setup = self._report.setup
        for column, width in enumerate(column_widths(self._grid, setup)):
            self._sheet.set_column_pixels(column, column, round(width * _PIXELS_PER_MM))
        heights = excel_heights(self._grid, setup, self._fonts, setup.body_size)
        for row, height in enumerate(heights):
            self._sheet.set_row(row, min(math.ceil(height * _POINTS_PER_MM * 4) / 4, _TALLEST))
        for cell in self._grid.cells:
            self._write(cell)
        self._set_up(setup)

    def _write(self, cell: Cell) -> None:
        stored = as_number(cell.text) if cell.kind in NUMERIC else None
        style = self._styles.format(self._look(cell, stored))
        if (cell.row, cell.column) != (cell.last_row, cell.last_column):
            self._sheet.merge_range(
                cell.row, cell.column, cell.last_row, cell.last_column, "", style
            )
        if stored is not None and cell in self._report.sums and self._addable(cell):
            formula = f"=SUM({_range(self._report.first_summed, cell.row - 1, cell.column)})"
            self._sheet.write_formula(cell.row, cell.column, formula, style, stored.value)
        elif stored is not None:
            self._sheet.write_number(cell.row, cell.column, stored.value, style)
        elif cell.text:
            self._sheet.write_string(cell.row, cell.column, cell.text[:_LONGEST_TEXT], style)
        else:
            self._sheet.write_blank(cell.row, cell.column, None, style)

    def _addable(self, total: Cell) -> bool:
        """Whether SUM finds what we added: every number above is stored as one."""
        above = (
            self._grid.cell_at(row, total.column)
            for row in range(self._report.first_summed, total.row)
        )
        return all(
            as_number(cell.text) is not None or not any(map(str.isdigit, cell.text))
            for cell in above
        )

    def _look(self, cell: Cell, stored: Stored | None) -> Look:
        setup = self._report.setup
        return Look(
            role_title=cell.role is Role.TITLE,
            size=setup.title_size if cell.role is Role.TITLE else setup.body_size,
            align=cell.align,
            number_format=stored.format if stored else GENERAL,
            edges=edges_of(self._grid, cell),
            locked=False,
            quoted=stored is None and cell.text[:1] in _RISKY and bool(cell.text),
            bold=cell.role is Role.HEAD,
        )

    def _set_up(self, setup: PageSetup) -> None:
        sheet = self._sheet
        sheet.set_paper(9)
        if setup.orientation == "landscape":
            sheet.set_landscape()
        top, right, bottom, left = (margin / 25.4 for margin in setup.margins_mm)
        sheet.set_margins(left=left, right=right, top=top, bottom=bottom)
        sheet.set_footer("&C&9第 &P 页 / 共 &N 页")
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        if self._grid.head_rows:
            first, last = self._grid.head_rows[0], self._grid.head_rows[-1]
            sheet.repeat_rows(first, last)
            sheet.freeze_panes(last + 1, 0)


def _add_chart(workbook: Any, page: Any, sheet: str, chart: SheetChart) -> None:
    """A sheet with a chart that Excel draws from the table."""
    drawn = workbook.add_chart({"type": "bar"})
    for (name, column), colour in zip(chart.series, _COLOURS, strict=False):
        drawn.add_series(
            {
                "name": name,
                "categories": [sheet, chart.first_row, chart.names, chart.last_row, chart.names],
                "values": [sheet, chart.first_row, column, chart.last_row, column],
                "fill": {"color": colour},
                "gap": 60,
                "data_labels": {"value": True, "font": {"size": 9}},
            }
        )
    drawn.set_title({"name": chart.title, "name_font": {"size": 14}})
    # Reversed, the first project stands on top; the scale then has to be sent back to the bottom.
    drawn.set_y_axis({"reverse": True, "crossing": "max", "num_font": {"size": 9}})
    drawn.set_x_axis({"min": 0, "max": chart.highest, "major_gridlines": {"visible": True}})
    drawn.set_legend({"position": "top"})
    drawn.set_plotarea({"layout": {"x": 0.37, "y": 0.16, "width": 0.55, "height": 0.74}})
    count = chart.last_row - chart.first_row + 1
    drawn.set_size({"width": 980, "height": 160 + _BAR_PIXELS * count})
    page.insert_chart(0, 0, drawn, {"description": f"{chart.title}，数据见“{sheet}”"})
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.hide_gridlines(2)


def _range(first: int, last: int, column: int) -> str:
    return str(xl_range(first, column, last, column))


__all__ = ["ReportSheet", "SheetChart", "write_report"]
