"""The body size at which a form is set, and its rows at that size: what window and pages share."""

import math
from typing import NamedTuple

from perfdesk.fonts import FontSet
from perfdesk.grid import Cell, Grid, PageSetup
from perfdesk.paginate.flow import Flow
from perfdesk.paginate.measure import REPEATED, CellText, Kinds, Measure, paper

_STEP = 0.5
"""Steps (points) in which the body size shrinks."""


def capacity(setup: PageSetup) -> float:
    """The height in mm that the margins leave of a page."""
    top, _, bottom, _ = setup.margins_mm
    return paper(setup)[1] - top - bottom


class Fitted(NamedTuple):
    """A form at the size that was found for it."""

    measure: Measure
    flow: Flow
    tried: tuple[Measure, ...]
    """The form at every size that was tried on the way, this one among them."""


def fitted(grid: Grid, setup: PageSetup, fonts: FontSet, before: Fitted | None = None) -> Fitted:
    """The largest body size that needs no more pages than the smallest one would.

    The sizes between are searched by halves. `before` is the same form before an edit: nothing is
    searched where every changed cell has as many lines as it had, at each size that was tried then.
    """
    kept = before and _taken_over(before, grid, setup, fonts)
    return kept or _searched(grid, setup, fonts)


def _searched(grid: Grid, setup: PageSetup, fonts: FontSet) -> Fitted:
    kinds = Kinds(grid.cells)
    tried: list[Measure] = []

    def at(size: float) -> Flow:
        tried.append(Measure(grid, setup, fonts, size, kinds=kinds))
        return Flow(tried[-1], capacity(setup))

    found = at(setup.body_size)
    if setup.smallest_size < setup.body_size and _least_pages(found) > 1:
        least = at(setup.smallest_size)
        fewest = len(least.pages())
        if _needs_more(found, fewest):
            found = least
            small, large = 0, round((setup.body_size - setup.smallest_size) / _STEP)
            while large - small > 1:
                middle = (small + large) // 2
                flow = at(setup.smallest_size + middle * _STEP)
                if _needs_more(flow, fewest):
                    large = middle
                else:
                    found, small = flow, middle
    return Fitted(found.measure, found, tuple(tried))


def _taken_over(before: Fitted, grid: Grid, setup: PageSetup, fonts: FontSet) -> Fitted | None:
    """What was found before the edit, with the new texts; None where it may not hold any more."""
    measure = before.measure
    if measure.fonts is not fonts or measure.setup != setup:
        return None
    changed = _changed_texts(measure.grid, grid)
    if changed is None:
        return None
    texts: dict[int, CellText] = {}
    for tried in before.tried:
        for index, cell in changed.items():
            text = tried.text(cell, cell.text)
            if not text.fills_as(tried.texts[index]):
                return None
            if tried is measure:
                texts[index] = text
    now = measure.with_texts(grid, texts)
    tried_now = tuple(now if tried is measure else tried for tried in before.tried)
    return Fitted(now, before.flow.of(now), tried_now)


def _changed_texts(old: Grid, new: Grid) -> dict[int, Cell] | None:
    """The cells that say something else, by their place; None where more than texts has changed."""
    if old.columns_mm != new.columns_mm or old.rows != new.rows or old.head_rows != new.head_rows:
        return None
    if len(old.cells) != len(new.cells):
        return None
    changed = {}
    for index, (was, now) in enumerate(zip(old.cells, new.cells, strict=True)):
        if was is now:
            continue
        if _frame(was) != _frame(now):
            return None
        if was.text != now.text:
            # A label stands again on the next page with a word more, which may need a line more.
            if now.role in REPEATED:
                return None
            changed[index] = now
    return changed


def _frame(cell: Cell) -> tuple[object, ...]:
    """What the lines of a cell depend on besides its text."""
    return cell.row, cell.column, cell.row_span, cell.column_span, cell.role, cell.kind


def _needs_more(flow: Flow, pages: int) -> bool:
    """Whether a form needs more than so many pages; its height alone tells it mostly."""
    return _least_pages(flow) > pages or len(flow.pages()) > pages


def _least_pages(flow: Flow) -> int:
    """The pages that the rows would fill if they could be cut anywhere; no form needs fewer."""
    return max(1, math.ceil(sum(flow.full) / flow.capacity - 1e-9))
