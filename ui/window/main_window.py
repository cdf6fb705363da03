"""The window: tree, paper and findings side by side, joined by the workbench."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget, QToolBar, QVBoxLayout, QWidget

from perfdesk.grid import Cell, FieldKind
from ui.bench.controller import Workbench
from ui.bench.prompts import Prompts
from ui.bench.window_context import Parts
from ui.commands import Commands
from ui.commands.menus import KEYS, MENUS
from ui.datafile.preferences import Preferences
from ui.paper.form_model import FormModel
from ui.paper.form_view import FormView
from ui.paper.paper_area import Desk
from ui.paper.paper_text import PaperText
from ui.style import theme
from ui.window import wiring
from ui.window.status_line import StatusLine

if TYPE_CHECKING:
    from ui.commands.qt_actions import CommandCenter
    from ui.datafile.alarm import Alarm
    from ui.datafile.final_version import FrozenLabel
    from ui.forms.first_steps import DeskSteps
    from ui.forms.start_page import StartPage
    from ui.window.banner import Banner

NAME = "绩效填报台"
_SIZE = (1366, 900)
TREE_LEAST = 128
_TITLE_BAR = 32
"""Height that the frame of a window takes from the screen, about."""
_SIZES = [240, 800, 290]
_NARROW = 1200
_NARROW_SIZES = [176, 660, 246]
_NARROWER, _NARROWER_SIZES = 1000, [160, 508, 242]
"""Widths of tree, desk and findings; the second on a window that is not wide, as 1366 pixels at 125 %,
the third on one of 1366 pixels at 150 %."""


class MainWindow(QMainWindow):
    """Puts the parts together; what they do stands in `commands` and `wiring`.

    A `bare` window has the paper and empty places for all else, for a quick first paint: `furnish`
    puts tree, findings, menus and tools there.
    """

    files_dropped = Signal(list)

    center: "CommandCenter"
    """All actions; there once the window is furnished."""
    first_steps: "DeskSteps"
    alarm: "Alarm"
    banner: "Banner"
    frozen: "FrozenLabel"

    def __init__(
        self,
        preferences: Preferences,
        prompts: Callable[["MainWindow"], Prompts] = Prompts,
        *,
        bare: bool = False,
    ) -> None:
        super().__init__()
        self.setWindowTitle(NAME)
        self.setAcceptDrops(True)
        self._start_page: StartPage | None = None
        self._closing = False
        self.furnished = False
        self.status = StatusLine()
        self.setStatusBar(self.status)
        self.parts = self._make_parts(preferences, prompts(self))
        self.commands = Commands(self.parts)
        self.stack = QStackedWidget()
        self.splitter = self._make_splitter()
        self._lay_out()
        wiring.connect(self)
        if not bare:
            self.furnish()

    def furnish(self) -> None:
        """Put everything but the paper into its place, once."""
        if not self.furnished:
            from ui.window.panels import furnish

            furnish(self)

    def show_file(self) -> None:
        """The tree, paper and findings of a data file, or the start page when none is open."""
        bench = self.parts.bench
        if self._closing:
            return
        page = self.splitter if bench.ready else self.start_page()
        self.stack.setCurrentWidget(page)
        self.tool_bar.setVisible(bench.ready)
        self.status.zoom.setVisible(bench.ready)
        self.setWindowTitle(f"{bench.file.path.stem} - {NAME}" if bench.ready else NAME)
        if bench.ready:
            self.parts.view.setFocus()
        else:
            self.start_page().refresh()
        self.enable_actions()

    def start_page(self) -> "StartPage":
        """The page without a data file; made when it is needed first."""
        if self._start_page is None:
            from ui.forms.start_page import StartPage

            self._start_page = StartPage(self.parts.preferences)
            self.stack.addWidget(self._start_page)
            wiring.connect_start(self, self._start_page)
        return self._start_page

    def greet(self) -> None:
        """After the first paint: start checking, say what was recovered, or what is new."""
        self.center.draw_icons()
        self.parts.auditor.begin()
        wiring.greet(self)

    def enable_actions(self) -> None:
        """Enable what is possible now."""
        if not self.furnished:
            return
        bench = self.parts.bench
        self.center.enable(file=bench.ready, writable=bench.writable, form=bool(bench.form_id))
        if bench.ready:
            editing = bench.file.editing
            for name, label in (("undo", editing.undo_label), ("redo", editing.redo_label)):
                action = self.center.actions[name]
                action.setEnabled(bench.writable and label is not None)
                action.setToolTip(f"{action.text()}：{label}" if label else action.text())

    def apply_preferences(self) -> None:
        """Take looks and sizes from the preferences."""
        from ui.style import look

        preferences = self.parts.preferences
        look.apply_theme(self.parts)
        self.center.actions["toggle_dark"].setChecked(preferences.dark)
        for name, panel, shown in (
            ("toggle_tree", self.parts.tree, preferences.tree),
            ("toggle_findings", self.parts.findings, preferences.findings),
        ):
            panel.setVisible(shown)
            self.center.actions[name].setChecked(shown)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and getattr(self, "furnished", False):
            self.center.refresh_icons()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.parts.desk.fitted:
            self.parts.desk.fit_width()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.parts.bench.leaving:
            event.ignore()
            return
        for job in list(self.parts.running):
            job.cancel()
            job.wait()
        # Nothing reads the forms any more: what was typed last can go in.
        self.parts.bench.busy = False
        self.parts.view.commit_editor()
        self.remember()
        self._closing = True
        if self.parts.bench.leave():
            for job in self.parts.running:
                # Its last word still waits in the queue, and nobody is there to take it.
                job.blockSignals(True)
            super().closeEvent(event)
        else:
            self._closing = False
            event.ignore()

    def remember(self) -> None:
        """Keep sizes and panels for the next time."""
        preferences = self.parts.preferences
        preferences.geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        preferences.splitter = self.splitter.sizes()
        preferences.save()

    def restore(self) -> None:
        """Take sizes and panels as they were left."""
        preferences = self.parts.preferences
        if preferences.geometry:
            self.restoreGeometry(QByteArray.fromBase64(preferences.geometry.encode("ascii")))
        else:
            room = self.screen().availableGeometry().size()
            self.resize(min(_SIZE[0], room.width()), min(_SIZE[1], room.height() - _TITLE_BAR))
        self.restore_panels()

    def restore_panels(self) -> None:
        """Take the widths of tree, desk and findings as they were left, or as they fit the window."""
        sizes = self.parts.preferences.splitter
        narrow = _NARROWER_SIZES if self.width() < _NARROWER else _NARROW_SIZES
        fitting = narrow if self.width() < _NARROW else _SIZES
        self.splitter.setSizes(sizes if len(sizes) == len(_SIZES) and any(sizes) else fitting)

    def _make_parts(self, preferences: Preferences, prompts: Prompts) -> Parts:
        bench = Workbench()
        bench.setParent(self)
        view = FormView(FormModel(bench.type_text), self._explain, PaperText())
        return Parts(
            window=self,
            bench=bench,
            view=view,
            desk=Desk(view),
            prompts=prompts,
            preferences=preferences,
            notice=self.status.say,
            running=[],
        )

    def _explain(self, cell: Cell, text: str) -> str:
        from perfdesk.targets import read_actual, read_target
        from ui.paper import explain

        read = read_actual if cell.field == "actual" else read_target
        unit = self.parts.bench.money_unit() if cell.kind is FieldKind.AMOUNT else ""
        return explain.explain(cell, text, unit, lambda typed: read(typed).describe())

    def _make_splitter(self) -> QSplitter:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        preferences = self.parts.preferences
        tree, findings = QWidget(), QWidget()
        for number, widget in enumerate((tree, self.parts.desk, findings)):
            splitter.addWidget(widget)
            splitter.setStretchFactor(number, int(widget is self.parts.desk))
            splitter.setCollapsible(number, False)
        tree.setVisible(preferences.tree)
        findings.setVisible(preferences.findings)
        tree.setMinimumWidth(TREE_LEAST)
        self.parts.desk.setMinimumWidth(320)
        return splitter

    def _lay_out(self) -> None:
        self.menus = {title: self.menuBar().addMenu(f"{title}(&{KEYS[title]})") for title in MENUS}
        self.tool_bar = QToolBar("工具", movable=False)
        self.tool_bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.tool_bar.setIconSize(QSize(theme.ICON, theme.ICON))
        self.tool_bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        # Until the tools are there their row has its height by one that shows nothing.
        self.tool_bar.addAction(theme.blank_icon(), " ")
        self.addToolBar(self.tool_bar)
        self.stack.addWidget(self.splitter)
        # The banner comes above the paper, when the window is furnished.
        room = QWidget()
        self.above = QVBoxLayout(room)
        self.above.setContentsMargins(0, 0, 0, 0)
        self.above.setSpacing(0)
        self.above.addWidget(self.stack, 1)
        self.setCentralWidget(room)
