"""Which indicator rows cannot be told from the sheet alone, for the reader to find them again.

A row without content, a 一级 or 二级指标 that is blank below a filled one, and the order of the rows
of a national 申报表, whose two terms stand side by side: each gets a defined name that moves with its
cell, `PD_i7.level3`, where 7 is the row's place in the form.
"""

from collections.abc import Iterator
from typing import NamedTuple

from perfdesk.document import FormView
from perfdesk.grid import Cell, Grid
from perfdesk.layout.lines import SOLE, indicator_lines
from perfdesk.values import is_blank

_LEVELS = ("level1", "level2")
_ASIDE = frozenset({*_LEVELS, "term"})


class CellAnchor(NamedTuple):
    """A name for a place of the grid."""

    name: str
    row: int
    column: int


def row_anchors(view: FormView, grid: Grid) -> Iterator[CellAnchor]:
    """The names of a form's indicator rows, as few as will do."""
    names = {cell.row_id: cell for cell in grid.cells if cell.field == "level3"}
    levels = [cell for cell in grid.cells if cell.field in _LEVELS]
    ordered = _in_order(view)
    for number, row in enumerate(view.indicators, 1):
        place = names.get(row.id)
        if place is None:
            continue
        bare = all(is_blank(row.text(field)) for field in _content(view))
        if bare or not ordered:
            yield CellAnchor(f"i{number}.level3", place.row, place.column)
        for level in _LEVELS:
            beside = _beside(levels, level, place)
            if beside is not None and is_blank(row.text(level)):
                yield CellAnchor(f"i{number}.{level}", place.row, beside.column)


def _content(view: FormView) -> list[str]:
    return [field.name for field in view.template.indicator_fields if field.name not in _ASIDE]


def _beside(levels: list[Cell], name: str, place: Cell) -> Cell | None:
    """The level cell of an indicator: the nearest to its left."""
    found = [
        cell for cell in levels
        if cell.field == name and cell.row <= place.row <= cell.last_row and cell.column < place.column
    ]  # fmt: skip
    return max(found, key=lambda cell: cell.column, default=None)


def _in_order(view: FormView) -> bool:
    """Whether the rows stand as the printed blocks are read: one from top to bottom, then the other."""
    terms = view.template.terms or (SOLE,)
    lines = indicator_lines(view)
    printed = [line.rows[term].id for term in terms for line in lines if term in line.rows]
    return printed == [row.id for row in view.indicators]
