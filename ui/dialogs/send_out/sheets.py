"""The pages of forms one below the other, as they print, with their margins where wanted."""

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from perfdesk.pages import Page
from ui.printing import page_painter
from ui.style import theme

GAP = 16
"""Around and between the pages, in logical pixels."""
LEAST, MOST, STEP = 1.0, 12.0, 1.15
"""Bounds of the scale, logical pixels to the mm, and one step of it."""
_GUIDE = QColor("#7aa6cf")

Margins = tuple[float, float, float, float]


class Sheets(QWidget):
    """Draws only those pages that the event needs."""

    def __init__(self, pages: Sequence[Page], margins: Sequence[Margins] = ()) -> None:
        super().__init__()
        self.scale = 3.4
        self.guides = False
        """Whether the margins are shown; they are never printed."""
        self.show_pages(pages, margins)

    def show_pages(self, pages: Sequence[Page], margins: Sequence[Margins] = ()) -> None:
        """Show these pages; `margins` (top, right, bottom, left in mm) are those of each."""
        self.pages = list(pages)
        self._margins = list(margins)
        self.set_scale(self.scale)

    def set_scale(self, scale: float) -> None:
        """Logical pixels to the mm, within reason."""
        self.scale = min(max(scale, LEAST), MOST)
        height = sum(page.height * self.scale + GAP for page in self.pages) + GAP
        self.setFixedSize(QSize(round(self.widest * self.scale) + 2 * GAP, round(height)))
        self.update()

    @property
    def widest(self) -> float:
        """Width of the widest page, in mm."""
        return max((page.width for page in self.pages), default=210)

    def top_of(self, number: int) -> float:
        """Where a page begins, in logical pixels; pages count from 0."""
        return GAP + sum(page.height * self.scale + GAP for page in self.pages[:number])

    def page_at(self, y: float) -> int:
        """The page at a height, the last one below all."""
        tops = [self.top_of(number) for number in range(len(self.pages))]
        return max(bisect_right(tops, y) - 1, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.colours().desk))
        top = float(GAP)
        for number, page in enumerate(self.pages):
            height = page.height * self.scale
            if top < event.rect().bottom() and top + height > event.rect().top():
                painter.save()
                painter.translate(GAP + (self.widest - page.width) * self.scale / 2, top)
                page_painter.paint_page(painter, page, self.scale)
                if self.guides and number < len(self._margins):
                    self._paint_guides(painter, page, self._margins[number])
                painter.restore()
            top += height + GAP
        painter.end()

    def _paint_guides(self, painter: QPainter, page: Page, margins: Margins) -> None:
        upper, right, lower, left = margins
        painter.setPen(QPen(_GUIDE, 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        width, height = page.width - left - right, page.height - upper - lower
        place = QRectF(left, upper, width, height)
        painter.drawRect(
            QRectF(*(side * self.scale for side in (place.x(), place.y(), width, height)))
        )


class SheetArea(QScrollArea):
    """Scrolls the pages; PgUp and PgDn go from page to page, Home and End to the first and last."""

    moved = Signal()
    """Another page may be on show, or another size."""

    def __init__(self, sheets: Sheets) -> None:
        super().__init__()
        self.sheets = sheets
        self.whole = True
        """Whether one page is fitted into the area; else the chosen size stays."""
        self.setWidget(sheets)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setAccessibleName("打印的各页")
        ground = theme.colours().desk
        self.setStyleSheet(f"QScrollArea {{ border: 0; background: {ground}; }}")
        self.verticalScrollBar().valueChanged.connect(lambda _: self.moved.emit())

    @property
    def page(self) -> int:
        """The page in the middle of the area, counted from 0."""
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2
        return self.sheets.page_at(middle)

    def show_page(self, number: int) -> None:
        """Scroll to a page, counted from 0."""
        number = min(max(number, 0), len(self.sheets.pages) - 1)
        self.verticalScrollBar().setValue(round(self.sheets.top_of(number)) - GAP)

    def fit_page(self) -> None:
        """One whole page in the area, now and whenever its size changes."""
        self.whole = True
        page = self.sheets.pages[self.page] if self.sheets.pages else None
        if page is not None:
            room = self.viewport().size()
            down = (room.height() - 2 * GAP) / page.height
            self._scale(min(down, (room.width() - 2 * GAP) / self.sheets.widest))

    def fit_width(self) -> None:
        """The page as wide as the area."""
        bar = self.verticalScrollBar().sizeHint().width()
        self.zoom_to((self.width() - bar - 2 * GAP - 2) / self.sheets.widest)

    def zoom_to(self, scale: float) -> None:
        """Another size, in logical pixels to the mm, from now on."""
        self.whole = False
        self._scale(scale)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.whole:
            self.fit_page()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        way = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(key))
        if way is not None:
            self.show_page(self.page + way)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.show_page(0 if key == Qt.Key.Key_Home else len(self.sheets.pages) - 1)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_to(self.sheets.scale * STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom_to(self.sheets.scale / STEP)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _scale(self, scale: float) -> None:
        number = self.page
        if abs(scale - self.sheets.scale) > 0.001:
            self.sheets.set_scale(scale)
            self.show_page(number)
        self.moved.emit()
