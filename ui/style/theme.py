"""One quiet visual language: a spacing scale, one accent, severities by colour and shape.

The paper is white and its ink black in dark mode too: it shows what will be printed.
"""

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from perfdesk.findings import Mark
from perfdesk.paths import resource

STYLE = "Fusion"
STYLED = "styled"
"""Property of the application that says that it has our style already."""

XS, S, M, L, XL = 4, 8, 12, 16, 24
"""The spacing scale, in logical pixels."""
LEAST_PANEL = 160
"""Height below which no panel beside the paper is pressed; on a screen of 1366×768 at 200 % it is all there is."""
ICON = 18
"""Side of an icon on a tool bar, in logical pixels."""
ELIDE = Qt.TextElideMode.ElideRight
DATA = Qt.ItemDataRole.UserRole


class Colours(NamedTuple):
    """Every colour of the window; text colours keep WCAG AA contrast on `window` and `panel`."""

    window: str
    panel: str
    desk: str
    line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    accent_soft: str
    hover: str
    error: str
    warning: str
    hint: str
    good: str
    shadow: str
    paper: str = "#ffffff"
    ink: str = "#111111"

    def mark(self, mark: Mark) -> str:
        """The colour of a finding's mark on panels."""
        return {
            Mark.ERROR: self.error,
            Mark.WARNING: self.warning,
            Mark.HINT: self.hint,
            Mark.BLANK: self.muted,
        }[mark]


LIGHT = Colours(
    window="#f5f6f7",
    panel="#fbfbfc",
    desk="#e4e7ea",
    line="#d5d9de",
    text="#1d232a",
    muted="#5b6673",
    accent="#1f5f99",
    on_accent="#ffffff",
    accent_soft="#dce8f3",
    hover="#e9edf1",
    error="#b3261e",
    warning="#8a5600",
    hint="#44607d",
    good="#2b6a3f",
    shadow="#00000026",
)

DARK = Colours(
    window="#23272c",
    panel="#292e34",
    desk="#191c20",
    line="#3b424a",
    text="#e4e7eb",
    muted="#a4aeb9",
    accent="#7db4e6",
    on_accent="#10202e",
    accent_soft="#2f4860",
    hover="#343b43",
    error="#ff9a90",
    warning="#f0bd62",
    hint="#a9c1d9",
    good="#8fd0a3",
    shadow="#00000066",
)

# On the white paper, whatever the window's mode.
PAPER_MARK = {
    Mark.ERROR: "#c62b22",
    Mark.WARNING: "#b87400",
    Mark.HINT: "#4d7399",
    Mark.BLANK: "#8a93a0",
}


def blank_icon() -> QIcon:
    """What keeps the place of an icon on a tool bar."""
    empty = QPixmap(ICON, ICON)
    empty.fill(Qt.GlobalColor.transparent)
    return QIcon(empty)


def colours() -> Colours:
    """The colours in force: those of the palette that `apply` gave the application.

    A widget's own palette is not asked: a style sheet may have made its ground transparent.
    """
    window = QGuiApplication.palette().color(QPalette.ColorRole.Window)
    return DARK if window.lightness() < 128 else LIGHT


def apply(app: QApplication, *, dark: bool) -> None:
    """Give the application the Fusion style with our palette."""
    chosen = DARK if dark else LIGHT
    if app.property("theme") == chosen.window:
        return
    app.setProperty("theme", chosen.window)
    if not app.property(
        STYLED
    ):  # asking for the style itself would make all enumerations of QStyle
        app.setStyle(STYLE)
        app.setProperty(STYLED, True)
    app.setPalette(_palette(chosen))
    app.setStyleSheet(_sheet(chosen))


def _palette(c: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for part, name in (
        (role.Window, c.window),
        (role.WindowText, c.text),
        (role.Base, c.panel),
        (role.AlternateBase, c.window),
        (role.Text, c.text),
        (role.Button, c.window),
        (role.ButtonText, c.text),
        (role.BrightText, c.error),
        (role.ToolTipBase, c.panel),
        (role.ToolTipText, c.text),
        (role.PlaceholderText, c.muted),
        (role.Highlight, c.accent),
        (role.HighlightedText, c.on_accent),
        (role.Link, c.accent),
        (role.LinkVisited, c.accent),
        (role.Mid, c.line),
        (role.Midlight, c.hover),
        (role.Light, c.panel),
        (role.Dark, c.line),
        (role.Shadow, c.line),
        (role.Accent, c.accent),
    ):
        palette.setColor(part, QColor(name))
    for part in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, part, QColor(c.muted).lighter(120))
    return palette


def _sheet(c: Colours) -> str:
    return _bars(c) + _lists(c) + _buttons(c) + _fields(c) + _frames(c)


def _bars(c: Colours) -> str:
    return f"""
QToolTip {{ background: {c.panel}; color: {c.text}; border: 1px solid {c.line}; padding: 6px 8px; }}
QToolBar {{ background: {c.window}; border: 0; border-bottom: 1px solid {c.line}; padding: 4px 8px; spacing: 2px; }}
QToolBar QToolButton {{ border: 0; border-radius: 6px; padding: 5px 6px; color: {c.text}; }}
QToolBar QToolButton:disabled {{ color: {c.muted}; }}
QToolBar QToolButton:hover {{ background: {c.hover}; }}
QToolBar QToolButton:pressed, QToolBar QToolButton:checked {{ background: {c.accent_soft}; }}
QToolBar QToolButton:focus {{ outline: 0; border: 1px solid {c.accent}; padding: 4px 6px; }}
QToolBar::separator {{ background: {c.line}; width: 1px; margin: 6px 6px; }}
QMenuBar {{ background: {c.window}; padding: 2px 4px; }}
QMenuBar::item {{ padding: 4px 9px; border-radius: 5px; }}
QMenuBar::item:selected {{ background: {c.hover}; }}
QMenu {{ background: {c.panel}; border: 1px solid {c.line}; padding: 5px; }}
QMenu::item {{ padding: 5px 24px 5px 10px; border-radius: 5px; }}
QMenu::icon {{ padding-left: 6px; }}
QMenu::item:selected {{ background: {c.accent_soft}; color: {c.text}; }}
QMenu::item:disabled {{ color: {c.muted}; background: transparent; }}
QMenu::separator {{ height: 1px; background: {c.line}; margin: 5px 8px; }}
QStatusBar {{ background: {c.window}; border-top: 1px solid {c.line}; color: {c.muted}; }}
QStatusBar::item {{ border: 0; }}
QStatusBar QToolButton {{ border: 0; border-radius: 4px; padding: 2px 8px; color: {c.text}; }}
QStatusBar QToolButton:hover {{ background: {c.hover}; }}
"""


def _picture(name: str, c: Colours) -> str:
    """A style sheet takes pictures from files only, so each mode has its own."""
    mode = "dark" if c is DARK else "light"
    return resource("icons", f"{name}-{mode}.svg").as_posix()


def _lists(c: Colours) -> str:
    return f"""
QSplitter::handle {{ background: {c.line}; }}
QTreeView, QListView, QTableView, QTextBrowser {{ border: 0; background: {c.panel}; }}
QTreeView::item, QListView::item {{ border: 0; padding: 3px 6px; color: {c.text}; }}
QTreeView::item:hover, QListView::item:hover {{ background: {c.hover}; }}
QTreeView::item:selected, QListView::item:selected {{ background: {c.accent_soft}; color: {c.text}; }}
QTreeView::item:disabled, QListView::item:disabled {{ color: {c.muted}; }}
QTableView {{ selection-background-color: {c.accent_soft}; selection-color: {c.text}; gridline-color: {c.line}; }}
QTableCornerButton::section {{ background: {c.window}; border: 0; border-bottom: 1px solid {c.line};
  border-right: 1px solid {c.line}; }}
QHeaderView::section {{ background: {c.window}; color: {c.muted}; border: 0;
  border-bottom: 1px solid {c.line}; border-right: 1px solid {c.line}; padding: 5px 8px; }}
"""


def _buttons(c: Colours) -> str:
    return f"""
QPushButton {{ border: 1px solid {c.line}; border-radius: 6px; padding: 5px 14px; background: {c.panel};
  color: {c.text}; min-height: 18px; }}
QPushButton:hover {{ background: {c.hover}; }}
QPushButton:pressed {{ background: {c.accent_soft}; }}
QPushButton:focus {{ border-color: {c.accent}; }}
QPushButton:disabled {{ color: {c.muted}; background: {c.window}; }}
QPushButton:default, QPushButton[primary="true"] {{ background: {c.accent}; color: {c.on_accent};
  border-color: {c.accent}; }}
QPushButton:default:disabled, QPushButton[primary="true"]:disabled {{ background: {c.window}; color: {c.muted};
  border-color: {c.line}; }}
QPushButton[chip="true"] {{ padding: 3px 6px; border-radius: 11px; min-height: 16px; min-width: 14px; color: {c.muted};
  background: transparent; }}
QPushButton[tool="true"] {{ padding: 3px 9px; min-height: 16px; min-width: 12px; }}
QPushButton[tool="true"]:checked {{ background: {c.accent_soft}; border-color: {c.accent_soft}; }}
QPushButton[chip="true"]:checked {{ background: {c.accent_soft}; color: {c.text}; border-color: {c.accent_soft}; }}
QPushButton[chip="true"]:focus {{ border-color: {c.accent}; }}
QPushButton[row="true"] {{ min-height: 36px; text-align: left; outline: 0; }}
"""


def _fields(c: Colours) -> str:
    return f"""
QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox {{ border: 1px solid {c.line}; border-radius: 6px;
  padding: 4px 8px; background: {c.panel}; color: {c.text}; selection-background-color: {c.accent};
  selection-color: {c.on_accent}; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {{ border-color: {c.accent}; }}
QComboBox::drop-down {{ border: 0; width: 24px; }}
QComboBox::down-arrow {{ image: url({_picture("arrow-down", c)}); width: 14px; height: 14px; }}
QComboBox QAbstractItemView {{ border: 1px solid {c.line}; background: {c.panel}; }}
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator {{ width: 14px; height: 14px;
  border: 1px solid {c.muted}; background: {c.panel}; border-radius: 3px; }}
QRadioButton::indicator {{ border-radius: 8px; }}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{ border-color: {c.accent};
  background: {c.accent}; image: url({_picture("check", c)}); }}
QRadioButton::indicator:checked {{ width: 6px; height: 6px; border: 5px solid {c.accent}; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ border-color: {c.accent}; }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {c.line}; }}
QCheckBox::indicator:focus {{ width: 12px; height: 12px; border: 2px solid {c.text}; }}
QRadioButton::indicator:focus {{ border-color: {c.text}; }}
QCheckBox::indicator:checked:disabled {{ border-color: {c.line}; background: {c.line}; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: 0; width: 22px; background: transparent; }}
QAbstractSpinBox::up-arrow {{ image: url({_picture("arrow-up", c)}); width: 12px; height: 12px; }}
QAbstractSpinBox::down-arrow {{ image: url({_picture("arrow-down", c)}); width: 12px; height: 12px; }}
"""


def _frames(c: Colours) -> str:
    return f"""
QTabWidget::pane {{ border: 1px solid {c.line}; border-radius: 6px; top: -1px; }}
QTabBar::tab {{ padding: 6px 16px; border: 0; border-bottom: 2px solid transparent; color: {c.muted}; }}
QTabBar::tab:selected {{ color: {c.text}; border-bottom-color: {c.accent}; }}
QTabBar::tab:hover {{ color: {c.text}; }}
QGroupBox {{ border: 1px solid {c.line}; border-radius: 8px; margin-top: 10px; padding: 10px; }}
QGroupBox::title {{ subcontrol-origin: margin; left: 10px; padding: 0 4px; color: {c.muted}; }}
QScrollBar:vertical {{ background: transparent; width: 11px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 11px; margin: 0; }}
QScrollBar::handle {{ background: #77{c.muted[1:]}; border-radius: 4px; margin: 2px;
  min-height: 28px; min-width: 28px; }}
QScrollBar::handle:hover {{ background: {c.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QProgressBar {{ border: 0; border-radius: 3px; background: {c.line}; max-height: 6px; min-height: 6px; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: 3px; }}
QLabel[muted="true"] {{ color: {c.muted}; }}
#first-steps {{ background: {c.accent_soft}; border-radius: 8px; }}
#first-steps QPushButton {{ border: 0; background: transparent; text-align: left; padding: 3px 4px;
  min-height: 16px; border-radius: 4px; color: {c.text}; }}
#first-steps QPushButton:hover {{ background: {c.hover}; }}
#first-steps QPushButton:focus {{ border: 1px solid {c.accent}; padding: 2px 3px; }}
#first-steps QToolButton {{ border: 0; color: {c.muted}; padding: 1px 4px; }}
#first-steps QToolButton:hover {{ color: {c.text}; }}
"""
