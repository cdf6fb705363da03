"""The strip above the paper: one sentence that must not be missed, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from ui.style import icons, theme
from ui.style.plain_text import PlainLabel

ERROR, WARNING, INFO = "error", "warning", "info"
_GRAVITY = (ERROR, WARNING, INFO)
_ICONS = {ERROR: "circle-alert", WARNING: "triangle-alert", INFO: "info"}
_ICON_SIZE = 20


class Message(NamedTuple):
    """A sentence with buttons; the button's function is called after it was pressed."""

    level: str
    sentence: str
    buttons: tuple[tuple[str, Callable[[], object]], ...] = ()
    closable: bool = True
    """Whether 知道了 sends it away; else it goes when what it tells of is over."""


class Banner(QFrame):
    """Shows the gravest of its messages; hidden when there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._messages: dict[str, Message] = {}
        self.picture = PlainLabel()
        self.text = PlainLabel(wordWrap=True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.S)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.L, theme.S, theme.L, theme.S)
        row.setSpacing(theme.M)
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.text, 1)
        row.addLayout(self.buttons)
        self.hide()

    def put(self, name: str, message: Message) -> None:
        """Show a message until it is taken away; one of the same name is replaced."""
        if self._messages.get(name) != message:
            self._messages[name] = message
            self._show()

    def take_away(self, name: str) -> None:
        """Remove a message, if it is there."""
        if self._messages.pop(name, None) is not None:
            self._show()

    def clear(self) -> None:
        """Remove every message."""
        self._messages.clear()
        self._show()

    def has(self, name: str) -> bool:
        """Whether a message of this name is waiting or on show."""
        return name in self._messages

    def button(self, text: str) -> QPushButton | None:
        """The button with this text on the message on show."""
        items = (self.buttons.itemAt(place) for place in range(self.buttons.count()))
        widgets = (item.widget() for item in items if item is not None)
        found = (widget for widget in widgets if isinstance(widget, QPushButton))
        return next((button for button in found if button.text() == text), None)

    def refresh_colours(self) -> None:
        """Take the colours of the theme in force."""
        if self._messages:
            self._show()

    def _show(self) -> None:
        self._remove_buttons()
        order = sorted(self._messages, key=lambda name: _GRAVITY.index(self._messages[name].level))
        self.setHidden(not order)
        if not order:
            self.text.clear()
            return
        name = order[0]
        message = self._messages[name]
        self._dress(message.level)
        self.text.setText(message.sentence)
        self.setAccessibleName(message.sentence)
        for text, job in message.buttons:
            self._add_button(text).clicked.connect(lambda _=False, job=job: job())
        if message.closable:
            self._add_button("知道了").clicked.connect(lambda _=False: self.take_away(name))

    def _add_button(self, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        self.buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return button

    def _remove_buttons(self) -> None:
        while (item := self.buttons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _dress(self, level: str) -> None:
        colours = theme.colours()
        colour = {ERROR: colours.error, WARNING: colours.warning, INFO: colours.accent}[level]
        self.picture.setPixmap(
            icons.pixmap(_ICONS[level], QColor(colour), _ICON_SIZE, self.devicePixelRatioF())
        )
        self.setStyleSheet(
            f"Banner {{ background: {colours.panel}; border: none;"
            f" border-left: 4px solid {colour}; border-bottom: 1px solid {colours.line}; }}"
            f" Banner QLabel {{ background: transparent; color: {colours.text}; }}"
        )
