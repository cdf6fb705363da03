"""Where the cursor goes on the paper: over merged cells, past labels, as in Excel. No Qt here."""

from collections.abc import Callable, Iterable
from enum import Enum

from perfdesk.grid import Cell, FieldKind, Grid, Role

_DASHES = frozenset("-—－–/")


class Way(Enum):
    """A direction of the arrow keys."""

    UP = (-1, 0)
    DOWN = (1, 0)
    LEFT = (0, -1)
    RIGHT = (0, 1)


class Leave(Enum):
    """How an editor was left, which decides where the cursor goes."""

    CANCEL = "cancel"
    DOWN = "down"
    UP = "up"
    NEXT = "next"
    BACK = "back"
    LEFT = "left"
    RIGHT = "right"
    STAY = "stay"


def reachable(cell: Cell) -> bool:
    """Whether the cursor may stand on a cell: it holds a field that can be typed or overridden."""
    return cell.editable


def fillable(cell: Cell) -> bool:
    """Whether Tab stops at a cell: one that the user fills, not a label and not a computed cell.

    A dash stands where a form counts no points, as beside the sources of money: nothing to fill.
    """
    dash = cell.kind is FieldKind.SCORE and cell.text in _DASHES
    return cell.editable and cell.role is not Role.COMPUTED and not dash


def wanted(grid: Grid, cell: Cell) -> bool:
    """Whether Tab stops at a cell of this form: one to fill, or a sum of money whose sources are not there.

    A total that computes itself is skipped only where what it adds can be typed.
    """
    if fillable(cell):
        return True
    sums = cell.editable and cell.role is Role.COMPUTED and cell.kind is FieldKind.AMOUNT
    return sums and not sources(grid, cell)


def sources(grid: Grid, total: Cell) -> list[Cell]:
    """The cells of the other money rows that stand in the column of a total, to be typed."""
    return [
        cell
        for cell in grid.cells
        if cell.field == total.field
        and cell.kind is FieldKind.AMOUNT
        and cell.row_id != total.row_id
        and cell.row_id[:1] == total.row_id[:1]
        and cell.role is Role.VALUE
    ]


def single_source(grid: Grid, total: Cell) -> Cell | None:
    """The one source that a total consists of: the only one there is, or the only one filled; else None."""
    found = sources(grid, total)
    if len(found) > 1:
        found = [cell for cell in found if cell.value]
    return found[0] if len(found) == 1 else None


def beside(grid: Grid, label: Cell) -> Cell | None:
    """The cell that a label speaks of: the next one to its right, else the one below; None when neither is."""
    places = ((label.row, label.last_column + 1), (label.last_row + 1, label.column))
    order = places if label.role is not Role.HEAD else places[::-1]
    for row, column in order:
        if row < grid.row_count and column < grid.column_count:
            cell = grid.cell_at(row, column)
            if cell.editable:
                return cell
    return None


def step(grid: Grid, cell: Cell, way: Way, row: int, column: int) -> Cell:
    """The next reachable cell from a place inside `cell`; the cell itself at the edge.

    `row` and `column` are the place kept while walking, so that passing a wide merged cell
    comes out in the column one came from.
    """
    return _walk(grid, cell, way, row, column, reachable) or cell


def far_step(grid: Grid, cell: Cell, way: Way, row: int, column: int) -> Cell:
    """As Ctrl+arrow: to the edge of the run of filled cells, or to the next filled one.

    Where the indicators or the sources of money end is an edge too, whatever stands below.
    """
    last = cell
    run = list(_line(grid, cell, way, row, column))
    if not run:
        return cell
    inside = bool(cell.text) and bool(run[0].text)
    for candidate in run:
        leaves = candidate.row_id[:1] != cell.row_id[:1]
        # A selection that went on from an empty column into the wide cells below took in all columns.
        if last is not cell and (leaves or (inside and not candidate.text)):
            return last
        last = candidate
        if not inside and candidate.text:
            return candidate
    return last


def tab_step(grid: Grid, cell: Cell, *, back: bool = False) -> Cell:
    """The next cell to fill in reading order; the cell itself at the end."""
    order = [candidate for candidate in _reading_order(grid.cells) if wanted(grid, candidate)]
    place = (cell.row, cell.column)
    if back:
        return next((c for c in reversed(order) if (c.row, c.column) < place), cell)
    return next((c for c in order if (c.row, c.column) > place), cell)


def row_end(grid: Grid, cell: Cell, *, first: bool) -> Cell:
    """As Home and End: the first or last reachable cell of the row."""
    columns = range(grid.column_count) if first else range(grid.column_count - 1, -1, -1)
    for column in columns:
        candidate = grid.cell_at(cell.row, column)
        if reachable(candidate):
            return candidate
    return cell


def form_end(grid: Grid, *, first: bool) -> Cell | None:
    """As Ctrl+Home and Ctrl+End: the first or last cell to fill; None on a form without any."""
    order = [candidate for candidate in _reading_order(grid.cells) if fillable(candidate)]
    if not order:
        return None
    return order[0] if first else order[-1]


def _reading_order(cells: Iterable[Cell]) -> list[Cell]:
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


def _walk(
    grid: Grid, cell: Cell, way: Way, row: int, column: int, wanted: Callable[[Cell], bool]
) -> Cell | None:
    for candidate in _places(grid, cell, way, row, column):
        if wanted(candidate):
            return candidate
    return None


def _line(grid: Grid, cell: Cell, way: Way, row: int, column: int) -> Iterable[Cell]:
    return [
        candidate for candidate in _places(grid, cell, way, row, column) if reachable(candidate)
    ]


def _places(grid: Grid, cell: Cell, way: Way, row: int, column: int) -> Iterable[Cell]:
    """The cells met from `cell` outwards, each once."""
    down, right = way.value
    if down:
        row = cell.last_row if down > 0 else cell.row
    else:
        column = cell.last_column if right > 0 else cell.column
    seen = cell
    while True:
        row += down
        column += right
        if not (0 <= row < grid.row_count and 0 <= column < grid.column_count):
            return
        candidate = grid.cell_at(row, column)
        if candidate is not seen:
            seen = candidate
            yield candidate
