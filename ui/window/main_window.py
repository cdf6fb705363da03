"""The window: tree, paper and findings side by side, joined by the controller."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QShowEvent,
)
from PySide6.QtWidgets import QMainWindow

from perfdesk import __version__
from ui.actions.table import ActionSpec, by_id
from ui.bench.prompts import Prompts
from ui.desktop.preferences import Preferences
from ui.forms.folder_words import folder_in_words
from ui.paper import look
from ui.style.plain_text import tip
from ui.window.paper_window import PaperWindow

if TYPE_CHECKING:
    from ui.actions.qt_actions import CommandCenter
    from ui.commands import Commands
    from ui.datafile.alarm import Alarm
    from ui.datafile.banner import Banner
    from ui.datafile.final_version import FinalVersionLabel
    from ui.forms.start_page import StartPage
    from ui.window.empty_file_steps import EmptyFileSteps
    from ui.window.panels import Panels
    from ui.window_context import WindowContext

NAME = "绩效填报台"
_SIZE = (1366, 900)
_MOST_CALM = 500
"""So many new forms are remembered as such."""
_TITLE_BAR = 32
"""Height that the frame of a window takes from the screen, about."""
_SMALL_SCREEN = 1500
"""Screens narrower than this are filled at the first start."""
_SIZES = [240, 800, 290]
_NARROW = 1200
_NARROW_SIZES = [176, 660, 246]
_NARROWER, _NARROWER_SIZES = 1000, [160, 508, 242]
"""Widths of tree, paper and findings; the second on a window that is not wide, as 1366 pixels at 125 %,
the third on one of 1366 pixels at 150 %."""


class MainWindow(PaperWindow):
    """A paper window that gets its panels after the first paint (`add_panels`); before that it has none."""

    files_dropped = Signal(list)
    open_wanted = Signal(object)
    """A data file chosen on the start page."""
    step_wanted = Signal(str)
    """A first step chosen there, by the name of its action."""
    panels_added = Signal()
    file_on_show = Signal()
    """Another data file, or none, stands in the window: the panels follow."""
    form_on_show = Signal(str)
    """Another form stands on the paper, "" for none: the panels follow."""
    refused_keys = Signal(object)
    """The keys of this action were pressed, and it is not possible now."""

    def __init__(
        self, preferences: Preferences, prompts: Callable[[QMainWindow], Prompts] = Prompts
    ) -> None:
        super().__init__(preferences, prompts)
        self.setWindowTitle(NAME)
        self.setAcceptDrops(True)
        self._start_page: StartPage | None = None
        self._closing = False
        self._panels: Panels | None = None

    @property
    def complete(self) -> bool:
        """Whether the panels are there."""
        return self._panels is not None

    @property
    def panels(self) -> "Panels":
        """What stands around the paper; RuntimeError before it is there."""
        if self._panels is None:
            raise RuntimeError("the window has no panels yet")
        return self._panels

    @property
    def context(self) -> "WindowContext":
        """What commands work with."""
        return self.panels.context

    @property
    def commands(self) -> "Commands":
        """What the actions do."""
        return self.panels.commands

    @property
    def center(self) -> "CommandCenter":
        """All actions."""
        return self.panels.center

    @property
    def alarm(self) -> "Alarm":
        """What the disk has answered."""
        return self.panels.alarm

    @property
    def banner(self) -> "Banner":
        """The strip above the paper."""
        return self.panels.banner

    @property
    def final_version(self) -> "FinalVersionLabel":
        """Whether the form on show is 定稿."""
        return self.panels.final_version

    @property
    def first_steps(self) -> "EmptyFileSteps":
        """What is offered in a data file without forms."""
        return self.panels.first_steps

    def add_panels(self) -> None:
        """Put everything but the paper into its place, once."""
        if not self.complete:
            from ui.window.panels import make_panels

            self._panels = make_panels(self)
            self.panels_added.emit()

    def show_file(self) -> None:
        """The tree, paper and findings of a data file, or the start page when none is open."""
        controller = self.controller
        if self._closing:
            return
        page = self.splitter if controller.ready else self.start_page()
        self.stack.setCurrentWidget(page)
        self.tool_bar.setVisible(controller.ready)
        self.status.zoom.setVisible(controller.ready)
        self.setWindowTitle(titled(controller.file.path) if controller.ready else NAME)
        if controller.ready:
            self.view.setFocus()
        else:
            self.start_page().refresh()
        self.enable_actions()

    def start_page(self) -> "StartPage":
        """The page without a data file; made when it is needed first."""
        if self._start_page is None:
            from ui.forms.start_page import StartPage

            self._start_page = page = StartPage(self.preferences)
            self.stack.addWidget(page)
            page.open_wanted.connect(self.open_wanted)
            page.action_wanted.connect(self.step_wanted)
        return self._start_page

    def greet(self) -> None:
        """After the first paint: start checking, say what was recovered, or what is new."""
        self.center.draw_icons()
        self.context.auditor.begin()
        self.alarm.greet()
        if self.preferences.version_seen != __version__:
            before, self.preferences.version_seen = self.preferences.version_seen, __version__
            self.preferences.save()
            if before:
                self.status.say("已更新到新版本，见“帮助→本版更新”")

    def enable_actions(self) -> None:
        """Enable what is possible now."""
        if not self.complete:
            return
        controller = self.controller
        self.center.enable(
            file=controller.ready, writable=controller.writable, form=bool(controller.form_id)
        )
        if controller.ready:
            editing = controller.file.editing
            for name, label in (("undo", editing.undo_label), ("redo", editing.redo_label)):
                action = self.center.actions[name]
                action.setEnabled(controller.writable and label is not None)
                words = by_id(name).text
                action.setToolTip(tip(f"{words}：{label}" if label else words))

    def apply_preferences(self) -> None:
        """Take looks and sizes from the preferences."""
        preferences = self.preferences
        look.apply_theme(self, self.paper_area, dark=preferences.dark)
        self.center.actions["toggle_dark"].setChecked(preferences.dark)
        for name, panel, shown in (
            ("toggle_tree", self.context.tree, preferences.tree),
            ("toggle_findings", self.context.findings, preferences.findings),
        ):
            panel.setVisible(shown)
            self.center.actions[name].setChecked(shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        spec = self.not_now(event)
        if spec is None:
            super().keyPressEvent(event)
        else:
            self.refused_keys.emit(spec)
            event.accept()

    def not_now(self, event: QKeyEvent) -> ActionSpec | None:
        """The action whose keys these are, which is not possible now: nobody else takes them then."""
        pressed = QKeySequence(event.keyCombination())
        return self.center.not_now(pressed) if self.complete else None

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
        # Qt calls this while the window is being made, too.
        if event.type() == QEvent.Type.PaletteChange and getattr(self, "_panels", None) is not None:
            self.center.refresh_icons()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.paper_area.fitted:
            self.paper_area.fit_width()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.controller.leaving:
            event.ignore()
            return
        running = list(self.context.running) if self.complete else []
        for job in running:
            job.cancel()
            job.wait()
        # Nothing reads the forms any more: what was typed last can go in.
        self.controller.busy = False
        self.view.commit_editor()
        self.remember()
        self._closing = True
        if self.controller.leave():
            for job in running:
                # Its last word still waits in the queue, and nobody is there to take it.
                job.blockSignals(True)
            super().closeEvent(event)
        else:
            self._closing = False
            event.ignore()

    def remember(self) -> None:
        """Keep sizes and panels for the next time."""
        preferences = self.preferences
        preferences.geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        preferences.geometries[self._scale()] = preferences.geometry
        preferences.splitter = self.splitter.sizes()
        if self.complete:
            preferences.calm = self.context.auditor.calm_forms[-_MOST_CALM:]
        preferences.save()

    def restore(self) -> None:
        """Take sizes and panels as they were left."""
        kept = self._kept()
        if kept:
            self.restoreGeometry(QByteArray.fromBase64(kept.encode("ascii")))
        else:
            room = self.screen().availableGeometry().size()
            self.resize(min(_SIZE[0], room.width()), min(_SIZE[1], room.height() - _TITLE_BAR))
        self.restore_panels()

    def fills_the_screen(self) -> bool:
        """Whether the first start on this screen shows it maximised: a small one has no room to spare."""
        return not self._kept() and self.screen().availableGeometry().width() < _SMALL_SCREEN

    def _kept(self) -> str:
        """The size as it was left on a screen that enlarges as this one; that of any screen from an older program."""
        known = self.preferences.geometries
        return known.get(self._scale(), "" if known else self.preferences.geometry)

    def _scale(self) -> str:
        """How much the screen enlarges: a size that fits at 100 % does not at 150 %."""
        return f"{self.devicePixelRatioF():.2f}"

    def restore_panels(self) -> None:
        """Take the widths of tree, paper and findings as they were left, or as they fit the window."""
        sizes = self.preferences.splitter
        narrow = _NARROWER_SIZES if self.width() < _NARROWER else _NARROW_SIZES
        fitting = narrow if self.width() < _NARROW else _SIZES
        self.splitter.setSizes(sizes if len(sizes) == len(_SIZES) and any(sizes) else fitting)


def titled(path: Path) -> str:
    """The title of the window: two files of one name are told apart by their folders."""
    return f"{path.stem}（{folder_in_words(path)}）- {NAME}"
