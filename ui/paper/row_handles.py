"""Handles beside indicator rows, in the paper's margin: drag to move, ＋ to add a row below."""

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.paper.cell_painter import ACCENT
from ui.paper.form_table import FormTable
from ui.style import icons

WIDTH = 26
_GRIP = QColor("#8a96a3")


class RowHandles(QWidget):
    """Shows a handle at the row under the mouse. Forms with two blocks side by side have none."""

    rows_dropped = Signal(list, int)
    """Row ids, and the position before which they go."""
    row_wanted = Signal(str)
    """A new row below this one."""

    def __init__(self, view: FormTable, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = view
        self._hovered = -1
        self._dragged = -1
        self._target = -1
        self.setMouseTracking(True)
        self.setAccessibleName("指标行手柄：拖动可移动，也可用 Alt+Shift+上下键")
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._hover(round(event.position().y()))
        elif event.type() == QEvent.Type.Leave and not self.underMouse():
            self._hover(-1)
        return False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        y = round(event.position().y())
        if self._dragged >= 0:
            self._target = self._gap_at(y)
            self.update()
        else:
            self._hover(y)
            self.setCursor(
                Qt.CursorShape.OpenHandCursor if self._hovered >= 0 else Qt.CursorShape.ArrowCursor
            )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        self._hover(place.y())
        if self._hovered < 0 or event.button() != Qt.MouseButton.LeftButton:
            return
        row_id = self._row_id(self._hovered)
        if self._plus(self._hovered).contains(place):
            self.row_wanted.emit(row_id)
            return
        if row_id not in self._view.selected_rows():
            self._view.select_rows([row_id], "level3")
        self._dragged = self._hovered
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dragged, target = self._dragged, self._target
        self._dragged = self._target = -1
        self.update()
        if dragged >= 0 and target >= 0:
            rows = self._indicator_rows()
            self.rows_dropped.emit(self._view.selected_rows(), sum(row < target for row in rows))

    def leaveEvent(self, event: QEvent) -> None:
        if self._dragged < 0:
            self._hover(-1)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._view.grid.rows:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = self._dragged if self._dragged >= 0 else self._hovered
        if row >= 0 and row < self._view.grid.row_count:
            place = self._band(row)

            icons.paint(painter, "grip-vertical", QRectF(6, place.center().y() - 8, 15, 15), _GRIP)
            if self._dragged < 0:
                _paint_plus(painter, self._plus(row))
        if self._target >= 0:
            painter.setPen(QPen(ACCENT, 3))
            y = min(self._view.geometry_of.row_top(self._target), self.height() - 2)
            painter.drawLine(QPoint(0, y), QPoint(self.width(), y))

    def _hover(self, y: int) -> None:
        row = next(
            (
                r
                for r in self._indicator_rows()
                if self._band(r).top() <= y <= self._band(r).bottom()
            ),
            -1,
        )
        if row != self._hovered:
            self._hovered = row
            self.update()

    def _indicator_rows(self) -> list[int]:
        if len(self._view.geometry_of.heights) != self._view.grid.row_count:
            return []
        return [number for number, row in enumerate(self._view.grid.rows) if len(row.row_ids) == 1]

    def _row_id(self, row: int) -> str:
        return self._view.grid.rows[row].row_ids[0]

    def _band(self, row: int) -> QRect:
        top = self._view.geometry_of.row_top(row)
        return QRect(0, top, self.width(), self._view.geometry_of.heights[row])

    def _plus(self, row: int) -> QRect:
        return QRect(6, self._band(row).bottom() - 7, 15, 15)

    def _gap_at(self, y: int) -> int:
        rows = self._indicator_rows()
        return next(
            (row for row in rows if y < self._band(row).center().y()), rows[-1] + 1 if rows else -1
        )


def _paint_plus(painter: QPainter, place: QRect) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ACCENT)
    painter.drawEllipse(place)
    painter.setPen(QPen(QColor("#ffffff"), 1.6))
    middle = QRectF(place).center()
    painter.drawLine(int(middle.x()) - 3, int(middle.y()), int(middle.x()) + 4, int(middle.y()))
    painter.drawLine(int(middle.x()), int(middle.y()) - 3, int(middle.x()), int(middle.y()) + 4)
