"""What a printer draws: pages of rectangles and text runs, in mm from the top left corner."""

from dataclasses import dataclass
from typing import NamedTuple


class Run(NamedTuple):
    """A piece of one line in one face; `x` and `baseline` in mm, `size` in points."""

    x: float
    baseline: float
    text: str
    face: str
    size: float
    width: float
    """Advance width in mm."""


class Box(NamedTuple):
    """A cell on a page: its rectangle in mm, its borders, and the runs inside it."""

    x: float
    y: float
    width: float
    height: float
    runs: tuple[Run, ...] = ()
    border: bool = True
    cell: int = -1
    """Index into the grid's cells; -1 for page furniture."""
    clipped: bool = False
    """Text that did not fit (P02)."""


class Line(NamedTuple):
    """A rule from one point to another, in mm; `weight` in points."""

    x1: float
    y1: float
    x2: float
    y2: float
    weight: float


class Fill(NamedTuple):
    """A rectangle of one colour (a bar of a chart), in mm; red, green and blue from 0 to 1.

    Painters draw fills first, so that rules and text stand on them.
    """

    x: float
    y: float
    width: float
    height: float
    colour: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of paper, in mm."""

    number: int
    width: float
    height: float
    boxes: tuple[Box, ...] = ()
    lines: tuple[Line, ...] = ()
    row_heights: tuple[tuple[int, float], ...] = ()
    """Grid row and its height (mm) on this page, in order."""
    fills: tuple[Fill, ...] = ()
    """Coloured rectangles; only charts of reports have any."""


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A character that no font on hand can draw, and the cell it stands in."""

    character: str
    row_id: str
    field: str


@dataclass(frozen=True, slots=True)
class Pages:
    """A paginated form: the same breaks on screen, paper and file."""

    form_id: str
    title: str
    pages: tuple[Page, ...]
    font_size: float = 10.5
    missing: tuple[MissingGlyph, ...] = ()
    overflow: tuple[tuple[str, str], ...] = ()
    """(row id, field) of cells whose text does not fit even so (P02)."""
    row_heights: tuple[float, ...] = ()
    """Full height (mm) of every grid row, for the view and for Excel."""
