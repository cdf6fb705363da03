"""The one place where a text becomes what Qt shows as it is: no name of a user is ever read as HTML.

Labels, boxes and tool tips of Qt guess by themselves whether a text is HTML. Our labels are `PlainLabel`,
our tool tips go through `tip`; tests/ui/test_text_is_text.py keeps it so.
"""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

_SIGNS = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#x27;"))


def escaped(text: str) -> str:
    """The text for a place in rich text of our own, such as a tool tip with bold words."""
    for sign, entity in _SIGNS:
        text = text.replace(sign, entity)
    return text.replace("\n", "<br>")


def plain_label(text: str, most: int = 40) -> str:
    """The text for a menu or a button: no letter of it becomes a key, and it is cut where it is long."""
    line = " ".join(text.split())
    short = line if len(line) <= most else f"{line[: most - 1]}…"
    return short.replace("&", "&&")


def tip(text: str) -> str:
    """A text for a tool tip, shown as it is even where Qt would take it for HTML."""
    return f"<html>{escaped(text)}</html>" if "<" in text else text


class PlainLabel(QLabel):
    """A label that shows its text, whatever signs are in it."""

    def __init__(self, *arguments: Any, **properties: Any) -> None:
        super().__init__(*arguments, **properties)
        self.setTextFormat(Qt.TextFormat.PlainText)
