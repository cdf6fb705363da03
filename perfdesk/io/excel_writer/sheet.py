"""One form as one worksheet: cells, merges, widths, heights, print setup."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from perfdesk.cellpath import HEADER, ROW_PREFIX
from perfdesk.document import FormView
from perfdesk.document.digest import short_digest
from perfdesk.fonts import FontSet
from perfdesk.grid import Cell, FieldKind, Grid, PageSetup, Role
from perfdesk.io.excel_writer.anchors import row_anchors
from perfdesk.io.excel_writer.choices import Validations
from perfdesk.io.excel_writer.formulas import TOTAL, FormulaMaker, FormulaPlace, held
from perfdesk.io.excel_writer.numbers import NUMERIC, TEXT_FORMAT, Stored, as_number, blank_format
from perfdesk.io.excel_writer.options import WorkbookOptions
from perfdesk.io.excel_writer.styles import Look, Styles, edges_of, is_title
from perfdesk.io.readers.number_format import GENERAL
from perfdesk.layout import build_grid
from perfdesk.paginate import column_widths, row_heights, size_and_pages
from perfdesk.values import read_rate

_PIXELS_PER_MM = 96 / 25.4
_POINTS_PER_MM = 72 / 25.4
_TALLEST = 400.0
"""Points; Excel allows 409.5 and a taller row becomes two, merged."""
_EXCEL_PADDING_MM = 1.5
"""Excel keeps about 1 mm free beside a text; the rest makes up for fonts that run wider than ours."""
_EXCEL_GAP_MM = 0.4
_EXCEL_LINE_SPACING = 1.45
"""Excel, WPS and LibreOffice space lines as the font says: 宋体 1.2, Noto and 思源, which often stand in, 1.45."""
_LONGEST_TEXT = 32_767
_RISKY = frozenset("=+-@")
_PLAIN_KINDS = frozenset(
    {FieldKind.TEXT, FieldKind.TARGET, FieldKind.DATE, FieldKind.CHOICE, FieldKind.YEAR}
)


class _NoText(str):
    """The cached "" of a formula that shows nothing.

    XlsxWriter writes a plain "" as no result at all, which readers take for a formula that was
    never computed; whatever differs from "" it writes as text.
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return False

    __hash__ = str.__hash__


@dataclass(frozen=True)
class FormSheet:
    """A form with its grid and the heights (mm) of its rows as Excel needs them."""

    view: FormView
    grid: Grid
    size: float
    """Body size in points, as on the PDF."""
    heights_mm: tuple[float, ...]
    pages: int
    """Pages of the PDF; Excel prints no more."""

    @cached_property
    def first_rows(self) -> list[int]:
        """The sheet row where each grid row begins, and the row after the last."""
        starts = [0]
        for height in self.heights_mm:
            starts.append(starts[-1] + _pieces(height))
        return starts


def form_sheet(view: FormView, fonts: FontSet) -> FormSheet:
    """Lay a form out for Excel."""
    grid, setup = build_grid(view), view.page
    size, pages = size_and_pages(grid, setup, fonts)
    return FormSheet(view, grid, size, excel_heights(grid, setup, fonts, size), pages)


def excel_heights(grid: Grid, setup: PageSetup, fonts: FontSet, size: float) -> tuple[float, ...]:
    """The rows (mm) as on the pages, higher where a reader's font needs more for several lines."""
    looser = replace(
        setup,
        padding_mm=max(setup.padding_mm, _EXCEL_PADDING_MM),
        line_spacing=max(setup.line_spacing, _EXCEL_LINE_SPACING),
    )
    needed = row_heights(grid, looser, fonts, size, _EXCEL_GAP_MM)
    return tuple(map(max, row_heights(grid, setup, fonts, size), needed))


class SheetWriter:
    """Writes one form into one worksheet."""

    def __init__(
        self,
        sheet: Any,
        form: FormSheet,
        styles: Styles,
        validations: Validations,
        options: WorkbookOptions,
    ) -> None:
        self._sheet = sheet
        self._form = form
        self._grid = form.grid
        self._view = form.view
        self._styles = styles
        self._validations = validations
        self._options = options
        self._formulas = FormulaMaker(form.view, self._place)

    def write(self) -> None:
        """Write everything."""
        self._write_sizes()
        for cell in self._grid.cells:
            self._write_cell(cell)
        self._validations.write(self._sheet)
        self._write_setup()

    def addresses(self) -> list[tuple[str, str]]:
        """(name, absolute address) of the header fields, the fund total and some rows, for defined names."""
        found = [
            (anchor.name, self._absolute(anchor.row, anchor.column))
            for anchor in row_anchors(self._view, self._grid)
        ]
        for cell in self._grid.cells:
            if self._is_named(cell) and self._grid.find(cell.row_id, cell.field) is cell:
                name = f"{cell.row_id}.{cell.field}" if cell.row_id else cell.field
                found.append((name, self._address(cell, absolute=True)))
        return found

    def _is_named(self, cell: Cell) -> bool:
        """Whether reading finds the cell by its name: whatever is no indicator, labels aside."""
        if not cell.field or cell.row_id in (HEADER, TOTAL):
            return bool(cell.field)
        if cell.row_id.startswith(ROW_PREFIX):
            return False
        # Four sources in four rows are found by their labels; what a template adds is found by name.
        return not self._view.template.usual_sources and (
            cell.editable or cell.role is Role.COMPUTED
        )

    # -- cells -----------------------------------------------------------------------------

    def _write_cell(self, cell: Cell) -> None:
        rows = self._form.first_rows
        top, bottom = rows[cell.row], rows[cell.last_row + 1] - 1
        stored = self._numbers.get((cell.row_id, cell.field)) if cell.field else None
        formula = self._formula(cell)
        look = self._look(cell, stored, formula is not None)
        style = self._styles.format(look)
        if (top, cell.column) != (bottom, cell.last_column):
            self._sheet.merge_range(top, cell.column, bottom, cell.last_column, "", style)
        if formula is not None:
            value: float | str = stored.value if stored else cell.text or _NoText()
            self._sheet.write_formula(top, cell.column, formula, style, value)
        elif stored is not None:
            self._sheet.write_number(top, cell.column, stored.value, style)
        elif cell.text:
            self._sheet.write_string(top, cell.column, _storable(cell.text), style)
        else:
            self._sheet.write_blank(top, cell.column, None, style)
        if cell.editable:
            self._validations.add(cell, top, cell.column)

    def _look(self, cell: Cell, stored: Stored | None, is_formula: bool) -> Look:
        page = self._view.page
        size = {Role.TITLE: page.title_size, Role.YEAR: page.year_size}.get(
            cell.role, self._form.size
        )
        return Look(
            role_title=is_title(cell),
            size=size,
            align=cell.align,
            number_format=stored.format if stored else self._format(cell, is_formula),
            edges=edges_of(self._grid, cell),
            locked=not cell.editable,
            quoted=stored is None
            and not is_formula
            and cell.text[:1] in _RISKY
            and bool(cell.text),
            shrink=cell.kind in NUMERIC
            and bool(cell.field)
            and "\n" not in cell.text
            and len(cell.text) < 16,
        )

    def _format(self, cell: Cell, is_formula: bool) -> str:
        """The number format of a cell that holds no number: a text stays text when typed over."""
        if not cell.editable:
            return GENERAL
        if cell.kind in NUMERIC:
            return blank_format(cell.kind, self._view.profile)
        return (
            TEXT_FORMAT
            if cell.kind in _PLAIN_KINDS and not is_formula and len(cell.text) < 250
            else GENERAL
        )

    @cached_property
    def _numbers(self) -> dict[tuple[str, str], Stored]:
        """The cells that are stored as numbers."""
        found = {}
        for cell in self._grid.cells:
            if cell.field and cell.kind in NUMERIC and (stored := as_number(cell.text)) is not None:
                found[cell.row_id, cell.field] = stored
        return found

    def _formula(self, cell: Cell) -> str | None:
        if cell.role is not Role.COMPUTED:
            return None
        field = self._view.template.field(cell.row_id, cell.field)
        if field is None:
            return None
        if cell.text and cell.kind in NUMERIC and (cell.row_id, cell.field) not in self._numbers:
            return None
        return self._formulas.formula(cell.row_id, field)

    def _place(self, row_id: str, name: str) -> FormulaPlace | None:
        cell = self._grid.find(row_id, name)
        if cell is None:
            return None
        stored = self._numbers.get((row_id, name))
        if stored is not None:
            percent = stored.percent
        else:
            percent = (
                "%" in self._format(cell, is_formula=False) and not read_rate(cell.text).filled
            )
        computed = cell.role is Role.COMPUTED
        return FormulaPlace(
            self._address(cell), held(cell.text, stored is not None), percent, computed
        )

    def _absolute(self, row: int, column: int) -> str:
        return str(
            xl_rowcol_to_cell(self._form.first_rows[row], column, row_abs=True, col_abs=True)
        )

    def _address(self, cell: Cell, absolute: bool = False) -> str:
        row = self._form.first_rows[cell.row]
        return str(xl_rowcol_to_cell(row, cell.column, row_abs=absolute, col_abs=absolute))

    # -- sheet -----------------------------------------------------------------------------

    def _write_sizes(self) -> None:
        setup = self._view.page
        for column, width in enumerate(column_widths(self._grid, setup)):
            self._sheet.set_column_pixels(column, column, round(width * _PIXELS_PER_MM))
        row = 0
        for height in self._form.heights_mm:
            count = _pieces(height)
            for _ in range(count):
                self._sheet.set_row(row, math.ceil(height * _POINTS_PER_MM / count * 4) / 4)
                row += 1

    def _write_setup(self) -> None:
        sheet, setup = self._sheet, self._view.page
        sheet.set_paper(9)
        if setup.orientation == "landscape":
            sheet.set_landscape()
        top, right, bottom, left = (margin / 25.4 for margin in setup.margins_mm)
        sheet.set_margins(left=left, right=right, top=top, bottom=bottom)
        digest = f"&R&7校验码 {short_digest(self._view)}" if self._options.print_digest else ""
        sheet.set_footer(f"&C&9第 &P 页 / 共 &N 页{digest}", {"margin": max(bottom - 0.3, 0.2)})
        sheet.center_horizontally()
        # A blank form grows where it is filled in: only the width is held then.
        sheet.fit_to_pages(1, self._form.pages if self._view.project_name else 0)
        rows = self._form.first_rows
        sheet.print_area(0, 0, rows[-1] - 1, self._grid.column_count - 1)
        heads = _neighbours(self._grid.head_rows)
        if heads:
            sheet.repeat_rows(rows[heads[0]], rows[heads[-1] + 1] - 1)
        sheet.hide_gridlines(2)
        if self._options.protect:
            sheet.protect("", {"format_rows": True, "format_columns": True, "format_cells": True})


def _storable(text: str) -> str:
    """A text as a file can hold it; entry has cleaned it long before, so this changes nothing."""
    return text[:_LONGEST_TEXT].encode("utf-8", "replace").decode("utf-8")


def _pieces(height_mm: float) -> int:
    """How many sheet rows a grid row needs, as Excel limits the height of one."""
    return max(1, math.ceil(height_mm * _POINTS_PER_MM / _TALLEST))


def _neighbours(rows: Sequence[int]) -> list[int]:
    """The first rows of a sequence that follow each other: Excel repeats one range only."""
    found: list[int] = []
    for row in rows:
        if found and row != found[-1] + 1:
            break
        found.append(row)
    return found
