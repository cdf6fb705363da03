"""What all dialogs share: margins, a heading, a row of buttons, and going away when closed."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui import fonts, theme

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
        self.heading = QLabel(title)
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
        """Never larger than the screen: a small laptop enlarges everything by half."""
        if visible and not self.isVisible():
            room = self.screen().availableGeometry().size()
            parent = self.parentWidget()
            if parent is not None:
                room = room.expandedTo(parent.window().size())
            self.resize(self.size().boundedTo(QSize(room.width(), room.height() - _TITLE_BAR)))
        super().setVisible(visible)

    def add_button(self, text: str, *, primary: bool = False) -> QPushButton:
        """A button at the right end of the row; the primary one answers Enter."""
        button = QPushButton(text)
        button.setAutoDefault(primary)
        button.setDefault(primary)
        self.buttons.addWidget(button)
        return button

    def add_note(self, text: str) -> QLabel:
        """A quiet line in the body."""
        label = QLabel(text, wordWrap=True)
        label.setProperty("muted", True)
        self.body.addWidget(label)
        return label
