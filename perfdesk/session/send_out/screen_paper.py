"""The paper of a form as the window draws it: the very lines, sizes and heights that its pages have."""

from perfdesk.fonts import BODY, TITLE, FontSet, chosen_fonts
from perfdesk.grid import Align, Cell, Grid, Role
from perfdesk.paginate.fit import Fitted, fitted
from perfdesk.paginate.measure import CellText

__all__ = ["FontSet", "Kept", "ScreenPaper", "Word", "chosen_fonts"]


Word = tuple[float, float, str, str]
"""A piece of a line in one face: mm from the cell's left edge, its baseline from the top of the text, and the face."""


class Printed:
    """A cell's text as it prints: its size in points, the height of its lines in mm, and what they say."""

    __slots__ = ("height", "size", "words")

    def __init__(self, size: float, height: float, words: tuple[Word, ...]) -> None:
        self.size = size
        self.height = height
        self.words = words


Kept = dict[tuple[int, float, Align], tuple[CellText, Printed]]
"""Words by the identity of the broken text, which is held so that no other takes it."""
_KEPT = 6000


class ScreenPaper:
    """Lines, widths and heights of one grid, all in mm; a cell's words are made when it is painted."""

    def __init__(
        self,
        grid: Grid,
        fonts: FontSet,
        kept: "Kept | None" = None,
        before: "ScreenPaper | None" = None,
    ) -> None:
        """`kept`: words that were set for earlier grids; `before`: the form's paper before an edit."""
        self.grid = grid
        self._kept: Kept = {} if kept is None else kept
        self._fonts = fonts
        self._fitted: Fitted = fitted(grid, grid.setup, fonts, before._fitted if before else None)
        self._measure = self._fitted.measure
        self.columns: list[float] = self._measure.columns
        self.heights: list[float] = self._fitted.flow.full
        """The height of every row with all its text, as if no page ended in it."""
        self.body_size = self._measure.body_size
        self._index = {(cell.row, cell.column): n for n, cell in enumerate(grid.cells)}

    def needed(self, cell: Cell) -> float:
        """The height in mm that a cell's text needs, padding included."""
        return self._measure.texts[self._index[cell.row, cell.column]].height

    def size(self, cell: Cell) -> float:
        """The type size of a cell in points; smaller than asked for where that saves a page."""
        return self._measure.texts[self._index[cell.row, cell.column]].size

    def face(self, cell: Cell) -> str:
        """The face that comes first in a cell."""
        return self._fonts.face(TITLE if cell.role is Role.TITLE else BODY).name

    def printed(self, cell: Cell) -> Printed:
        """What stands in a cell."""
        text = self._measure.texts[self._index[cell.row, cell.column]]
        width = sum(self.columns[cell.column : cell.last_column + 1])
        place = (id(text), width, cell.align)
        found = self._kept.get(place)
        if found is None or found[0] is not text:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            found = self._kept[place] = (text, self._set(text, width, cell))
        return found[1]

    def first_line_end(self, cell: Cell) -> float:
        """Where a cell's first line ends, in mm from the cell's left edge."""
        printed = self.printed(cell)
        style = TITLE if cell.role is Role.TITLE else BODY
        em = printed.size * 25.4 / 72
        return max(
            (
                x + self._fonts.width(piece, style) * em
                for x, baseline, piece, _ in printed.words
                if baseline == printed.words[0][1]
            ),
            default=0.0,
        )

    def _set(self, text: CellText, width: float, cell: Cell) -> Printed:
        em = text.size * 25.4 / 72
        words: list[Word] = []
        for line, x, baseline in text.placed(0, len(text.lines), cell.align, width, 0.0):
            for face, piece, advance in self._fonts.pieces(line, text.style):
                words.append((x, baseline, piece, face))
                x += advance * em
        return Printed(text.size, text.leading * len(text.lines), tuple(words))
