"""The cells of a form's part of a sheet as a page: clipped, tiled without holes, columns counted anew."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from perfdesk.io.form_maker.draft import CellUse, DraftCell, DraftRow, FormDraft
from perfdesk.io.readers.snapshot import WARNING, Cell, Problem

_LEAST_ROW_MM, _MOST_ROW_MM, _USUAL_ROW_MM = 5.0, 60.0, 8.0
_LEAST_COLUMN_MM = 4.0
_LONGEST_WORD = 12
_CHARACTER_MM = 4.0


class Extent(NamedTuple):
    """A form's part of a sheet, in the reader's rows and columns."""

    top: int
    bottom: int
    left: int
    right: int


class DraftPage(NamedTuple):
    """The cells of a page, and which of the sheet's rows and columns are its rows and column edges."""

    cells: list[DraftCell]
    rows: list[int]
    edges: list[int]


def page_of(draft: FormDraft, sheet: str, found: Iterable[Cell], extent: Extent) -> DraftPage:
    """The cells within the extent, none over another; rows and columns in which nothing begins are left out."""
    taken: set[tuple[int, int]] = set()
    kept: list[Cell] = []
    for cell in sorted(found):
        if not (extent.top <= cell.row <= extent.bottom and cell.column <= extent.right):
            continue
        last = min(cell.last_column, extent.right)
        bottom = min(cell.last_row, extent.bottom)
        places = {
            (row, column)
            for row in range(cell.row, bottom + 1)
            for column in range(max(cell.column, extent.left), last + 1)
        }
        if not places:
            continue
        if places & taken:
            message = "这个单元格与别的单元格重叠，没有采用；请在原表中取消重叠的合并后再试。"
            draft.problems.append(Problem(f"{sheet}!{cell.address}", WARNING, message))
            continue
        taken |= places
        left = max(cell.column, extent.left)
        kept.append(cell._replace(column=left, columns=last - left + 1, rows=bottom - cell.row + 1))
    rows = sorted({cell.row for cell in kept})
    edges = sorted({c for cell in kept for c in (cell.column, cell.last_column + 1)})
    cells = [_counted(cell, sheet, rows, edges) for cell in kept]
    cells += _holes(cells, len(rows), len(edges) - 1)
    return DraftPage(sorted(cells, key=lambda c: (c.row, c.column)), rows, edges)


def _counted(cell: Cell, sheet: str, rows: Sequence[int], edges: Sequence[int]) -> DraftCell:
    """A cell with rows and columns counted within the page."""
    row, column = rows.index(cell.row), edges.index(cell.column)
    covered = sum(1 for other in rows if cell.row <= other <= cell.last_row)
    use = CellUse.LABEL if cell.text.strip() else CellUse.EMPTY
    columns = edges.index(cell.last_column + 1) - column
    address = f"{sheet}!{cell.address}" if cell.address else ""
    return DraftCell(row, column, covered, columns, cell.text, address, use)


def _holes(cells: Sequence[DraftCell], rows: int, columns: int) -> list[DraftCell]:
    """Empty cells where there is none, as wide as the hole."""
    covered = {
        (row, column)
        for cell in cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.last_column + 1)
    }
    found = []
    for row in range(rows):
        column = 0
        while column < columns:
            first = column
            while column < columns and (row, column) not in covered:
                column += 1
            if column > first:
                found.append(DraftCell(row, first, 1, column - first, "", "", CellUse.EMPTY))
            column += 1
    return found


def fit_columns(draft: FormDraft, page: DraftPage) -> None:
    """Widths in mm that add up to the paper's usable width, in the proportions of the file."""
    count = len(page.edges) - 1
    raw = []
    for place in range(count):
        columns = range(page.edges[place], page.edges[place + 1])
        known = [draft.geometry.widths.get(column, 0.0) for column in columns]
        raw.append(sum(known) if draft.geometry.widths else 0.0)
    if not any(raw):
        raw = [_by_words(page.cells, place) for place in range(count)]
    raw = [max(width, _LEAST_COLUMN_MM) for width in raw]
    usable = draft.geometry.usable_mm
    widths = [round(width * usable / sum(raw), 1) for width in raw]
    widths[widths.index(max(widths))] += usable - sum(widths)
    draft.columns_mm = [round(width, 2) for width in widths]


def _by_words(cells: Sequence[DraftCell], column: int) -> float:
    """A width by what stands in a column, where the file says none."""
    longest = max(
        (min(len(c.text), _LONGEST_WORD) for c in cells if c.column == column and c.columns == 1),
        default=4,
    )
    return max(longest, 3) * _CHARACTER_MM


def height_of(draft: FormDraft, page: DraftPage, row: int) -> float:
    """The least height of a row, mm."""
    height = draft.geometry.heights.get(page.rows[row], _USUAL_ROW_MM)
    return round(min(max(height, _LEAST_ROW_MM), _MOST_ROW_MM), 1)


def lines(draft: FormDraft, page: DraftPage) -> list[DraftRow]:
    """The rows of the page with their cells; what block each belongs to is decided later."""
    made = [DraftRow("header", height_of(draft, page, row)) for row in range(len(page.rows))]
    for cell in page.cells:
        made[cell.row].cells.append(cell)
    return made
