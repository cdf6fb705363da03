"""Text on the paper, drawn line for line as the pages have it.

Where a line breaks, how high a row is and in which size a form is set comes from the pagination
(`session.screen`), at every zoom; here the words are only put in their places. Every face is drawn
at one reference size through a scaled painter.
"""

from collections import OrderedDict

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QStaticText

from perfdesk.grid import Cell, Grid, Role
from perfdesk.session.send_out.screen_paper import FontSet, Kept, ScreenPaper, chosen_fonts
from ui.paper.describe import differs
from ui.style import fonts

PIXELS_PER_MM = 96 / 25.4
MM_PER_POINT = 25.4 / 72
PADDING_MM = 1.0
CHIP_MM = 3.6
"""Room below a printed value for the computed one, where they differ. On screen only."""
FACE_PIXELS = 100
"""The size at which a face is drawn before the painter scales it."""
_KEPT_TEXTS = 6000
_KEPT_PAPERS = 12


class PaperText:
    """The lines of the form on show, and what draws them; one for the whole window."""

    def __init__(self) -> None:
        self._papers: OrderedDict[int, ScreenPaper] = OrderedDict()
        """Of the forms that were on show last, by the identity of their grids."""
        self._fonts: FontSet | None = None
        self._kept: Kept = {}
        self._faces: dict[str, tuple[QFont, float]] = {}
        """By face: its font and the height of its ascent in reference pixels."""
        self._texts: OrderedDict[tuple[str, str], QStaticText] = OrderedDict()

    def paper(self, grid: Grid) -> ScreenPaper:
        """The lines and heights of a grid; those of the last ones are kept."""
        found = self._papers.get(id(grid))
        if found is None:
            last = (p for p in reversed(self._papers.values()) if p.grid.form_id == grid.form_id)
            found = ScreenPaper(grid, self.fonts(), self._kept, next(last, None))
            self._papers[id(grid)] = found
            if len(self._papers) > _KEPT_PAPERS:
                self._papers.popitem(last=False)
        return found

    def fonts(self) -> FontSet:
        """The fonts that the user prints in."""
        if self._fonts is None:
            self.look_at_fonts()
        assert self._fonts is not None
        return self._fonts

    def look_at_fonts(self) -> None:
        """Take the fonts that are chosen now; what was set in others is forgotten."""
        chosen = chosen_fonts()
        if chosen is self._fonts:
            return
        self._fonts = chosen
        self._papers.clear()
        self._faces.clear()
        self._texts.clear()
        self._kept.clear()
        fonts.load_faces(chosen)

    def heights(self, grid: Grid) -> list[float]:
        """The rows in mm: those of the pages, and what cells need that show two values."""
        paper = self.paper(grid)
        heights = list(paper.heights)
        for cell in grid.cells:
            if cell.role is Role.COMPUTED and differs(cell):
                rows = range(cell.row, cell.last_row + 1)
                lacking = paper.needed(cell) + CHIP_MM - sum(heights[row] for row in rows)
                if lacking > 0:
                    heights[cell.last_row] += lacking
        return heights

    def text_height(self, grid: Grid, cell: Cell) -> float:
        """The height of a cell's lines in mm."""
        return self.paper(grid).printed(cell).height

    def first_line_end(self, grid: Grid, cell: Cell) -> float:
        """Where a cell's first line ends, in mm from the cell's left edge."""
        return self.paper(grid).first_line_end(cell)

    def draw(
        self, painter: QPainter, grid: Grid, cell: Cell, corner: QPointF, pixels_per_mm: float
    ) -> None:
        """Draw a cell's text, `corner` being the cell's left edge and the top of the first line."""
        printed = self.paper(grid).printed(cell)
        unit = printed.size * MM_PER_POINT / FACE_PIXELS
        painter.save()
        painter.translate(corner)
        painter.scale(unit * pixels_per_mm, unit * pixels_per_mm)
        present = ""
        for x, baseline, text, face in printed.words:
            font, ascent = self._face(face)
            if face != present:
                painter.setFont(font)
                present = face
            painter.drawStaticText(
                QPointF(x / unit, baseline / unit - ascent), self._text(text, face, font)
            )
        painter.restore()

    def editor_font(self, grid: Grid, cell: Cell, zoom: float) -> QFont:
        """The font in which a cell is edited, as large as it is printed."""
        paper = self.paper(grid)
        pixels = paper.size(cell) * 96 / 72 * zoom
        return fonts.page_font(paper.face(cell), round(pixels))

    def _face(self, face: str) -> tuple[QFont, float]:
        found = self._faces.get(face)
        if found is None:
            font = fonts.page_font(face, FACE_PIXELS)
            found = self._faces[face] = (font, QFontMetricsF(font).ascent())
        return found

    def _text(self, text: str, face: str, font: QFont) -> QStaticText:
        found = self._texts.get((text, face))
        if found is None:
            found = self._texts[text, face] = QStaticText(text)
            found.setTextFormat(Qt.TextFormat.PlainText)
            if len(self._texts) > _KEPT_TEXTS:
                self._texts.popitem(last=False)
        return found
