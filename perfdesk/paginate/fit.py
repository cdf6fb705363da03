"""The body size at which a form is set, and its rows at that size: what window and pages share."""

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
    measure, flow = _at(grid, setup, fonts, setup.body_size, kinds)
    count = len(flow.pages())
    if count == 1 or setup.smallest_size >= setup.body_size:
        return measure, flow
    found = _at(grid, setup, fonts, setup.smallest_size, kinds)
    fewest = len(found[1].pages())
    if fewest >= count:
        return measure, flow
    small, large = 0, round((setup.body_size - setup.smallest_size) / _STEP)
    while large - small > 1:
        middle = (small + large) // 2
        tried = _at(grid, setup, fonts, setup.smallest_size + middle * _STEP, kinds)
        if len(tried[1].pages()) == fewest:
            found, small = tried, middle
        else:
            large = middle
    return found


def _at(
    grid: Grid, setup: PageSetup, fonts: FontSet, size: float, kinds: Kinds
) -> tuple[Measure, Flow]:
    measure = Measure(grid, setup, fonts, size, kinds=kinds)
    return measure, Flow(measure, capacity(setup))
