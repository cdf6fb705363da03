"""Changing the theme of a running window."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from ui.style import theme

if TYPE_CHECKING:
    from ui.bench.window_context import Parts


def apply_theme(parts: "Parts") -> None:
    """Give the whole window the mode that the preferences ask for."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        theme.apply(app, dark=parts.preferences.dark)
    parts.desk.refresh_colours()
    parts.window.setProperty("dark", parts.preferences.dark)
