"""Changing the theme of a running window."""

from PySide6.QtWidgets import QApplication, QWidget

from ui.paper.paper_area import PaperArea
from ui.style import theme


def apply_theme(window: QWidget, paper_area: PaperArea, *, dark: bool) -> None:
    """Give the whole window the mode that the preferences ask for."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        theme.apply(app, dark=dark)
    paper_area.refresh_colours()
    window.setProperty("dark", dark)
