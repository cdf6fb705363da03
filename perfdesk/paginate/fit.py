"""The body size at which a form is set, and its rows at that size: what window and pages share."""

import math

from perfdesk.fonts import FontSet
from perfdesk.grid import Grid, PageSetup
from perfdesk.paginate.flow import Flow
from perfdesk.paginate.measure import Kinds, Measure, paper

_STEP = 0.5
"""Steps (points) in which the body size shrinks."""


def capacity(setup: PageSetup) -> float:
    """The height in mm that the margins leave of a page."""
    top, _, bottom, _ = setup.margins_mm
    return paper(setup)[1] - top - bottom


def fitted(grid: Grid, setup: PageSetup, fonts: FontSet) -> tuple[Measure, Flow]:
    """The largest body size that needs no more pages than the smallest one would.

    The sizes between are searched by halves: a form is fitted again after every edit.
    """
    kinds = Kinds(grid.cells)
    found = _at(grid, setup, fonts, setup.body_size, kinds)
    if setup.smallest_size >= setup.body_size or _least_pages(found[1]) == 1:
        return found
    least = _at(grid, setup, fonts, setup.smallest_size, kinds)
    fewest = len(least[1].pages())
    if not _needs_more(found[1], fewest):
        return found
    small, large = 0, round((setup.body_size - setup.smallest_size) / _STEP)
    while large - small > 1:
        middle = (small + large) // 2
        tried = _at(grid, setup, fonts, setup.smallest_size + middle * _STEP, kinds)
        if _needs_more(tried[1], fewest):
            large = middle
        else:
            least, small = tried, middle
    return least


def _needs_more(flow: Flow, pages: int) -> bool:
    """Whether a form needs more than so many pages; its height alone tells it mostly."""
    return _least_pages(flow) > pages or len(flow.pages()) > pages


def _least_pages(flow: Flow) -> int:
    """The pages that the rows would fill if they could be cut anywhere; no form needs fewer."""
    return max(1, math.ceil(sum(flow.full) / flow.capacity - 1e-9))


def _at(
    grid: Grid, setup: PageSetup, fonts: FontSet, size: float, kinds: Kinds
) -> tuple[Measure, Flow]:
    measure = Measure(grid, setup, fonts, size, kinds=kinds)
    return measure, Flow(measure, capacity(setup))
