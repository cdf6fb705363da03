"""The calm grey paper area with one white sheet on it; scrolls and zooms the form."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar, QWidget

from perfdesk.grid import Grid
from ui.paper.form_table import FormTable
from ui.paper.geometry import PIXELS_PER_MM
from ui.paper.row_handles import WIDTH, RowHandles
from ui.style import theme

MARGIN_MM = 11.0
GAP = 16
"""PaperArea around the sheet, in logical pixels."""
SHADOW = 5
AROUND = (24, 32)
"""What is shown beside and above or below a cell that is brought on screen, in logical pixels."""
SMALLEST_ZOOM, LARGEST_ZOOM, ZOOM_STEP = 0.5, 3.0, 1.1
FIT_LEAST, FIT_MOST = 0.74, 1.3
"""Bounds of fitting the width: below, text is too small to read; above, a form too large for the eye."""
FIT_LEAST_SCALED = 0.56
"""The lower one on a screen that enlarges everything, where a pixel of ours is larger than one of its own."""
_STAMP = QColor("#b3261e")
_PAGE_LEAST_RATIO = 297 / 210


class PaperSheet(QWidget):
    """White paper with margins, holding the form; the layout of the paper area centres it."""

    def __init__(self, view: FormTable) -> None:
        super().__init__()
        self.view = view
        view.setParent(self)
        self.handles = RowHandles(view, self)
        self._stamp = ""
        view.resized.connect(self.fit)
        # It paints all of itself: scrolling then moves what is painted, and paints the strip that comes.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def fit(self) -> None:
        """Be as large as the form and its margins, at least a page in height."""
        margin = self.margin()
        width = self.view.width() + 2 * margin
        height = max(self.view.height() + 2 * margin, round(width * _PAGE_LEAST_RATIO))
        self.setFixedSize(QSize(width + 2 * GAP, height + 2 * GAP))
        self.view.move(GAP + margin, GAP + margin)
        self.handles.setGeometry(GAP + margin - WIDTH, GAP + margin, WIDTH, self.view.height() + 8)
        self.update()

    def margin(self) -> int:
        """The paper's margin in logical pixels at the present zoom."""
        return round(MARGIN_MM * PIXELS_PER_MM * self.view.zoom)

    def paper(self) -> QRect:
        """The white of the sheet."""
        return self.rect().adjusted(GAP, GAP, -GAP, -GAP)

    def show_stamp(self, name: str) -> None:
        """Stamp the paper as 定稿 under this name, "" for none; it is never printed."""
        if name != self._stamp:
            self._stamp = name
            self.update()

    def _paint_stamp(self, painter: QPainter) -> None:
        paper, text = self.paper(), f"已定稿　{self._stamp}"
        width = min(painter.fontMetrics().horizontalAdvance(text) + 20, paper.width() // 2)
        place = QRect(paper.right() - width - 8, paper.top() + 6, width, 24)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(_STAMP, 1.5))
        painter.drawRoundedRect(place, 4, 4)
        shown = painter.fontMetrics().elidedText(text, theme.ELIDE, width - 12)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shown)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme.colours()
        painter.fillRect(event.rect(), QColor(colours.desk))
        paper = self.paper()
        shade = QColor(0, 0, 0)
        for spread in range(SHADOW, 0, -1):
            shade.setAlpha(6 * (SHADOW + 1 - spread))
            painter.setPen(shade)
            painter.drawRoundedRect(
                paper.adjusted(-spread, -spread + 1, spread - 1, spread), spread, spread
            )
        painter.fillRect(paper, Qt.GlobalColor.white)
        if self._stamp:
            self._paint_stamp(painter)
        painter.end()


class PaperArea(QScrollArea):
    """Scrolls the sheet; keeps the zoom, either chosen or fitted to the width."""

    zoom_changed = Signal(float)

    def __init__(self, view: FormTable) -> None:
        super().__init__()
        self.view = view
        self.sheet = PaperSheet(view)
        self.fitted = True
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setWidget(self.sheet)
        self.setFocusProxy(view)
        view.reveal.connect(self.reveal)
        view.zoom_wheel.connect(self.zoom_step)
        self.refresh_colours()

    def refresh_colours(self) -> None:
        """Take the colour of the paper area from the theme."""
        palette = self.palette()
        palette.setColor(palette.ColorRole.Window, QColor(theme.colours().desk))
        self.viewport().setPalette(palette)
        self.viewport().setAutoFillBackground(True)
        self.sheet.update()

    def set_zoom(self, zoom: float) -> None:
        """Show the paper at a zoom, within bounds, from now on."""
        self.fitted = False
        self._show_at(min(max(zoom, SMALLEST_ZOOM), LARGEST_ZOOM))

    def zoom_step(self, direction: int) -> None:
        """One step in (+1) or out (-1)."""
        self.set_zoom(self.view.zoom * (ZOOM_STEP if direction > 0 else 1 / ZOOM_STEP))

    def fit_width(self) -> None:
        """Fit the sheet to the width of the paper area, now and whenever that changes."""
        self.fitted = True
        if self.view.grid.columns_mm:
            self._show_at(self.fitting(self.view.grid))

    def fitting(self, grid: Grid) -> float:
        """The zoom at which a grid fits the width of the paper area, within reason."""
        columns = sum(grid.columns_mm)
        # The scroll bar is counted always, so that its coming does not make the paper jump.
        bar = self.verticalScrollBar().sizeHint().width()
        room = self.width() - bar - 2 * GAP - 4
        zoom = room / ((columns + 2 * MARGIN_MM) * PIXELS_PER_MM)
        least = max(FIT_LEAST / self.devicePixelRatioF(), FIT_LEAST_SCALED)
        return min(max(zoom, least), FIT_MOST)

    def reveal(self, place: QRect) -> None:
        """Bring a part of the form on screen, with a little around it."""
        corner = self.view.mapTo(self.sheet, place.topLeft())
        room = self.viewport().size()
        below = corner.y() + min(place.height(), room.height() - 80)
        step = whole_step(self.devicePixelRatioF())
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        wanted = (
            brought(across, corner.x(), corner.x(), AROUND[0], room.width(), step),
            brought(down, corner.y(), below, AROUND[1], room.height(), step),
        )
        if wanted == (across.value(), down.value()):
            return
        # Qt moves what stands on the screen only where nothing of it waits to be painted.
        self.viewport().repaint(0, 0, 1, 1)
        across.setValue(wanted[0])
        down.setValue(wanted[1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.fitted:
            self.fit_width()

    def _show_at(self, zoom: float) -> None:
        self.view.set_zoom(zoom)
        self.zoom_changed.emit(self.view.zoom)


def whole_step(ratio: float) -> int:
    """The least way to scroll that is one of whole pixels of the screen: at 125 % four of ours are five."""
    return next((step for step in (1, 2, 4) if (step * ratio).is_integer()), 1)


def brought(bar: QScrollBar, start: int, end: int, around: int, room: int, step: int) -> int:
    """Where to scroll so that `start` to `end` stand in the `room`, the start where both do not."""
    value = bar.value()
    if end + around > value + room:
        value = -(-(end + around - room) // step) * step
    if start - around < value:
        value = (start - around) // step * step
    return min(max(value, bar.minimum()), bar.maximum())
