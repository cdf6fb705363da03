"""Room for what is said of a finding: as high as that where there is room, else it scrolls."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

_LEAST = 40


class DetailRoom(QScrollArea):
    """Takes its height from the widget inside; on a low window it gives way, and is scrolled."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setStyleSheet(
            "DetailRoom, DetailRoom > QWidget > QWidget { background: transparent; }"
        )
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setWidget(inside)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        inside = self.widget()
        wanted = inside.heightForWidth(self.width()) if inside.hasHeightForWidth() else 0
        hint = inside.sizeHint()
        return QSize(hint.width(), max(wanted, inside.minimumHeight()) or hint.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(1, _LEAST)
