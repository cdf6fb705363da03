"""Row heights and column widths of the sheet in logical pixels, at a zoom."""

from bisect import bisect_left, bisect_right
from itertools import accumulate

from PySide6.QtCore import QRect

from perfdesk.grid import Cell, Grid
from ui.paper.paper_text import PIXELS_PER_MM, PaperText

__all__ = ["PIXELS_PER_MM", "FormGeometry"]


class FormGeometry:
    """Where every cell of a grid stands on the sheet."""

    def __init__(self, texts: PaperText) -> None:
        self._texts = texts
        self.widths: list[int] = []
        self.heights: list[int] = []
        self.size = 0.0
        self._x: list[int] = [0]
        self._y: list[int] = [0]

    def measure(self, grid: Grid, zoom: float) -> None:
        """Measure anew; the edges are rounded, not the sizes, so that errors do not add up."""
        scale = PIXELS_PER_MM * zoom
        self._x = _edges(self._texts.paper(grid).columns, scale)
        self._y = _edges(self._texts.heights(grid), scale)
        self.size = self._texts.paper(grid).body_size
        self.widths = [b - a for a, b in zip(self._x, self._x[1:], strict=False)]
        self.heights = [b - a for a, b in zip(self._y, self._y[1:], strict=False)]

    @property
    def shape(self) -> tuple[list[int], float]:
        """The heights of the rows and the type size (points): what an edit may change for all cells."""
        return self.heights, self.size

    @property
    def width(self) -> int:
        """Width of the whole table."""
        return self._x[-1]

    @property
    def height(self) -> int:
        """Height of the whole table."""
        return self._y[-1]

    def place(self, cell: Cell) -> QRect:
        """The rectangle of a cell over all it spans."""
        left, top = self._x[cell.column], self._y[cell.row]
        return QRect(
            left, top, self._x[cell.last_column + 1] - left, self._y[cell.last_row + 1] - top
        )

    def touched(self, area: QRect) -> tuple[int, int, int, int]:
        """First and last row, first and last column that reach into an area."""
        return (
            bisect_right(self._y, area.top()) - 1,
            bisect_left(self._y, area.bottom() + 1) - 1,
            bisect_right(self._x, area.left()) - 1,
            bisect_left(self._x, area.right() + 1) - 1,
        )

    def row_top(self, row: int) -> int:
        """The upper edge of a row."""
        return self._y[row]


def _edges(lengths: list[float], scale: float) -> list[int]:
    return [round(edge * scale) for edge in accumulate(lengths, initial=0.0)]
