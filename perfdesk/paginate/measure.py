"""What the text of every cell needs: its lines at a size, and its height in mm."""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from itertools import accumulate
from typing import NamedTuple

from perfdesk.fonts import BODY, TITLE, FontSet
from perfdesk.fonts.fontset import Style
from perfdesk.grid import Align, Block, Cell, FieldKind, Grid, PageSetup, Role
from perfdesk.paginate.linebreak import BrokenLine, break_lines

MM_PER_POINT = 25.4 / 72
CONTINUED = "（续）"
_SHORT_CONTINUED = "续"

REPEATED = frozenset({Role.LABEL, Role.HEAD, Role.LEVEL, Role.EMPTY, Role.TITLE, Role.YEAR})
"""Roles whose text stands again on the next page where their cell is cut by a page break."""

_WORDED = frozenset({Role.LABEL, Role.HEAD, Role.LEVEL})
_NUMBERS = frozenset({FieldKind.AMOUNT, FieldKind.RATE, FieldKind.SCORE, FieldKind.DATE})
_LEAST_NUMBER = 0.7
"""A number shrinks to this share of the body size at most; wider ones break."""

_IDEOGRAPH_MIDDLE = 0.38
"""The middle of the ideographic em box above the baseline, in em."""

_LONGEST_KEPT = 3000
_MOST_KEPT, _MOST_SHAPES = 250, 1500
"""How many texts of one shape are kept as they were broken, and of how many shapes."""
_LEAST_SLACK = 0.55


Placed = tuple[str, float, float]
"""A line and where it begins: mm from the cell's left edge, and its baseline in mm."""


class CellText:
    """The lines of a cell at one size; lengths in mm, `size` in points."""

    __slots__ = ("height", "leading", "lines", "padding", "size", "style")

    def __init__(
        self,
        lines: tuple[BrokenLine, ...],
        style: Style,
        size: float,
        leading: float,
        padding: float,
    ) -> None:
        self.lines = lines
        self.style = style
        self.size = size
        self.leading = leading
        self.padding = padding
        self.height = self.height_of(len(lines))
        """The height that shows every line."""

    def height_of(self, count: int) -> float:
        """The height that shows this many lines."""
        return count * self.leading + 2 * self.padding if count else 0.0

    def fitting(self, height: float) -> int:
        """How many lines fit in a height."""
        return max(0, int((height - 2 * self.padding) / self.leading + 1e-6))

    def fills_as(self, other: "CellText") -> bool:
        """Whether pages are filled alike with either text."""
        return (
            len(self.lines) == len(other.lines)
            and self.leading == other.leading
            and self.padding == other.padding
        )

    def placed(
        self, first: int, last: int, align: Align, width: float, top: float
    ) -> Iterator[Placed]:
        """Lines [first, last) in a cell `width` mm wide, the first of them beginning at `top`."""
        em = self.size * MM_PER_POINT
        baseline = top + 0.5 * self.leading + _IDEOGRAPH_MIDDLE * em
        for line in self.lines[first:last]:
            room = width - line.width * em
            left = room / 2 if align is Align.CENTER else self.padding
            yield line.text, left, baseline
            baseline += self.leading


class _Shape(NamedTuple):
    """What a text's lines depend on, its fonts aside."""

    width: float
    size: float
    padding: float
    line_spacing: float
    style: Style
    label: bool
    number: bool


class Kinds:
    """The cells of a grid by what their lines depend on, text and type size aside."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.samples: list[Cell] = []
        """One cell of every kind."""
        numbers: dict[tuple[int, int, Role, FieldKind], int] = {}
        self.of: list[int] = []
        """The kind of every cell, as its place in `samples`."""
        for cell in cells:
            key = (cell.column, cell.column_span, cell.role, cell.kind)
            number = numbers.get(key)
            if number is None:
                number = numbers[key] = len(self.samples)
                self.samples.append(cell)
            self.of.append(number)


class Measure:
    """Cell texts of a grid at one body size."""

    def __init__(
        self,
        grid: Grid,
        setup: PageSetup,
        fonts: FontSet,
        body_size: float,
        gap_mm: float | None = None,
        kinds: Kinds | None = None,
    ) -> None:
        """`gap_mm`: what is left free above and below a text, where that is not the padding.

        `kinds`: those of the grid's cells, when they have been told apart already.
        """
        self._gap = setup.padding_mm if gap_mm is None else gap_mm
        self.grid = grid
        self.setup = setup
        self.fonts = fonts
        self.body_size = body_size
        self.columns = column_widths(grid, setup)
        self._edges = [0.0, *accumulate(self.columns)]
        slack = _slack(setup, body_size)
        # A signature and a stamp need their room, however small the form is set.
        self.least_heights = [
            row.min_height_mm * (1.0 if row.block is Block.FOOTER else slack) for row in grid.rows
        ]
        kinds = kinds or Kinds(grid.cells)
        shelves = [(shape := self._shape(cell), self._shelf(shape)) for cell in kinds.samples]
        self.texts: list[CellText] = []
        for cell, kind in zip(grid.cells, kinds.of, strict=True):
            shape, shelf = shelves[kind]
            found = shelf.get(cell.text)
            self.texts.append(found or self._kept(cell.text, shape, shelf))

    def with_texts(self, grid: Grid, texts: Mapping[int, CellText]) -> "Measure":
        """The same of a grid that differs in these cells' texts only."""
        other = copy(self)
        other.grid = grid
        other.texts = self.texts.copy()
        for index, text in texts.items():
            other.texts[index] = text
        return other

    def text(self, cell: Cell, content: str) -> CellText:
        """A text as it breaks in this cell."""
        shape = self._shape(cell)
        shelf = self._shelf(shape)
        return shelf.get(content) or self._kept(content, shape, shelf)

    def _shape(self, cell: Cell) -> "_Shape":
        return _Shape(
            self._width(cell),
            self._size(cell),
            self._gap,
            self.setup.line_spacing,
            TITLE if cell.role is Role.TITLE else BODY,
            cell.role in _WORDED,
            cell.kind in _NUMBERS,
        )

    def _shelf(self, shape: "_Shape") -> dict[str, CellText]:
        """The texts of a shape as they were broken: forms share labels and are set again after edits."""
        shelves: dict[_Shape, dict[str, CellText]] = self.fonts.kept_lines
        if len(shelves) > _MOST_SHAPES:
            shelves.clear()
        return shelves.setdefault(shape, {})

    def _kept(self, content: str, shape: "_Shape", shelf: dict[str, CellText]) -> CellText:
        broken = self._broken(content, shape)
        if len(content) <= _LONGEST_KEPT:
            if len(shelf) >= _MOST_KEPT:
                shelf.clear()
            shelf[content] = broken
        return broken

    def _broken(self, content: str, shape: "_Shape") -> CellText:
        size = shape.size
        if shape.number and "\n" not in content:
            size = self._narrowed(content, size, shape.width)
        em = size * MM_PER_POINT
        widths = self.fonts.widths(shape.style)
        lines = (
            tuple(break_lines(content, shape.width / em, widths, shape.label)) if content else ()
        )
        leading = em * shape.line_spacing
        return CellText(lines, shape.style, size, leading, shape.padding)

    def _narrowed(self, number: str, size: float, width: float) -> float:
        """A number is not broken: its size shrinks a little where its column is narrow."""
        needed = self.fonts.width(number) * size * MM_PER_POINT
        if width < needed <= width / _LEAST_NUMBER:
            return size * width / needed * 0.999
        return size

    def _width(self, cell: Cell) -> float:
        """What the padding leaves of a cell's width, mm."""
        edges = self._edges
        return (
            edges[cell.column + cell.column_span] - edges[cell.column] - 2 * self.setup.padding_mm
        )

    def continued(self, index: int) -> CellText:
        """The text of a cell that goes on from the page before: its label with 续."""
        cell = self.grid.cells[index]
        if not cell.text:
            return self.texts[index]
        narrow = self._width(cell) < 3 * self._size(cell) * MM_PER_POINT
        mark = _SHORT_CONTINUED if narrow else CONTINUED
        return self.text(cell, cell.text + ("\n" if "\n" in cell.text else "") + mark)

    def _size(self, cell: Cell) -> float:
        if cell.role is Role.TITLE:
            return self.setup.title_size
        if cell.role is Role.YEAR:
            return self.setup.year_size
        return self.body_size


def _slack(setup: PageSetup, size: float) -> float:
    """Share of the rows' least heights that is left: they give way together with the type size."""
    room = setup.body_size - setup.smallest_size
    if room <= 0 or size >= setup.body_size:
        return 1.0
    return _LEAST_SLACK + (1 - _LEAST_SLACK) * max(size - setup.smallest_size, 0.0) / room


def column_widths(grid: Grid, setup: PageSetup) -> list[float]:
    """Column widths in mm, scaled to what the margins leave of the paper."""
    width, _ = paper(setup)
    _, right, _, left = setup.margins_mm
    total = sum(grid.columns_mm) or 1.0
    scale = (width - left - right) / total
    return [column * scale for column in grid.columns_mm]


def paper(setup: PageSetup) -> tuple[float, float]:
    """Width and height of the sheet as it lies, in mm."""
    short, long = sorted((setup.width_mm, setup.height_mm))
    return (long, short) if setup.orientation == "landscape" else (short, long)
