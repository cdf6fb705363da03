"""What all dialogs share: margins, a heading, a row of buttons, and going away when closed."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.style import fonts, theme
from ui.style.plain_text import PlainLabel

_NARROWEST = 440
"""Width of a small dialog, so that its sentences are read in few lines."""
_TITLE_BAR = 36
"""What the frame of a window takes of the height, in logical pixels."""


class Frame(QDialog):
    """A window-modal dialog with a heading, a `body` to fill, and a row of buttons."""

    def __init__(self, parent: QWidget, title: str, *, modal: bool = True) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if modal:
            self.setWindowModality(Qt.WindowModality.WindowModal)
        self.heading = PlainLabel(title)
        self.heading.setFont(fonts.heading_font(13))
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.M)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.S)
        self.buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.XL, theme.L, theme.XL, theme.L)
        layout.setSpacing(theme.L)
        layout.addWidget(self.heading)
        layout.addLayout(self.body, 1)
        layout.addLayout(self.buttons)

    def setVisible(self, visible: bool) -> None:
        """All of it to be seen, and never larger than the screen: a small laptop enlarges everything."""
        if visible and not self.isVisible():
            self._take_size()
        super().setVisible(visible)

    def add_button(self, text: str, *, primary: bool = False) -> QPushButton:
        """A button at the right end of the row; the primary one answers Enter."""
        button = QPushButton(text)
        button.setAutoDefault(primary)
        button.setDefault(primary)
        self.buttons.addWidget(button)
        return button

    def _take_size(self) -> None:
        self.ensurePolished()
        room = self.screen().availableGeometry().size()
        parent = self.parentWidget()
        if parent is not None:
            room = room.expandedTo(parent.window().size())
        room -= QSize(0, _TITLE_BAR)
        given = self.testAttribute(Qt.WidgetAttribute.WA_Resized)
        size = self.size() if given else self.sizeHint().expandedTo(QSize(_NARROWEST, 0))
        size = size.boundedTo(room)
        # Lines that break take more height than the hint of a layout reckons with.
        needed = self._needed_height(size.width())
        if needed > room.height():
            self._let_body_scroll()
        self.resize(size.expandedTo(QSize(0, needed)).boundedTo(room))

    def _needed_height(self, width: int) -> int:
        layout = self.layout()
        if layout is None:
            return 0
        breaks = layout.hasHeightForWidth()
        return (
            layout.totalMinimumHeightForWidth(width)
            if breaks
            else layout.totalMinimumSize().height()
        )

    def _let_body_scroll(self) -> None:
        """On a screen that is lower than the dialog: heading and buttons stay, what is between scrolls."""
        layout, inside = self.layout(), QWidget()
        if not isinstance(layout, QVBoxLayout) or self.body.parent() is not layout:
            return
        layout.removeItem(self.body)
        self.body.setParent(None)
        inside.setLayout(self.body)
        self.body.setContentsMargins(0, 0, theme.S, 0)
        area = QScrollArea()
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = area.verticalScrollBar().sizeHint().width()
        area.setMinimumWidth(inside.minimumSizeHint().width() + bar)
        layout.setSpacing(theme.S)
        layout.setContentsMargins(theme.L, theme.S, theme.L, theme.S)
        layout.insertWidget(1, area, 1)

    def add_note(self, text: str) -> QLabel:
        """A quiet line in the body."""
        label = PlainLabel(text, wordWrap=True)
        label.setProperty("muted", True)
        self.body.addWidget(label)
        return label
