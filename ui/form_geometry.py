"""Row heights and column widths of the sheet in logical pixels, at a zoom."""

from itertools import accumulate

from PySide6.QtCore import QRect

from perfdesk.grid import Cell, Grid
from ui.paper_text import PaperText, row_heights

PIXELS_PER_MM = 96 / 25.4


class FormGeometry:
    """Where every cell of a grid stands on the sheet."""

    def __init__(self, texts: PaperText) -> None:
        self._texts = texts
        self.widths: list[int] = []
        self.heights: list[int] = []
        self._x: list[int] = [0]
        self._y: list[int] = [0]

    def measure(self, grid: Grid, zoom: float) -> None:
        """Measure anew; the edges are rounded, not the sizes, so that errors do not add up."""
        scale = PIXELS_PER_MM * zoom
        self._x = _edges(grid.columns_mm, scale)
        self._y = _edges(row_heights(grid, self._texts), scale)
        self.widths = [b - a for a, b in zip(self._x, self._x[1:], strict=False)]
        self.heights = [b - a for a, b in zip(self._y, self._y[1:], strict=False)]

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

    def row_top(self, row: int) -> int:
        """The upper edge of a row."""
        return self._y[row]


def _edges(lengths: tuple[float, ...] | list[float], scale: float) -> list[int]:
    return [round(edge * scale) for edge in accumulate(lengths, initial=0.0)]
