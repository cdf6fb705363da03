"""Starting the window: fonts first, then one window on the data file, heavy things after the first paint."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QMessageLogContext,
    QObject,
    QTimer,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QWidget

from perfdesk.errors import PerfDeskError
from ui.desktop import input_method
from ui.desktop.bug_log import log_bug
from ui.desktop.preferences import Preferences
from ui.desktop.single_instance import Instance
from ui.style import fonts, theme

if TYPE_CHECKING:
    from ui.window.main_window import MainWindow

QUIT_AFTER_FIRST_PAINT = "PERFDESK_QUIT_AFTER_FIRST_PAINT"
NO_DISPLAY = 2
"""Exit code where no window can be shown."""


def start(path: str | None) -> int:
    """Show the window on a data file (None: the last one, or the start page); answer the exit code."""
    input_method.choose()
    app = _application()
    app.setApplicationName("PerfDesk")
    app.setApplicationDisplayName("")
    app.setDesktopFileName("perfdesk")
    instance = Instance()
    if not instance.claim():
        instance.hand_over([Path(path).resolve()] if path else [])
        return 0
    fonts.load_bundled()
    app.setFont(fonts.window_font())
    preferences = Preferences.load()
    theme.apply(app, dark=preferences.dark)
    code = _show(app, instance, preferences, path)
    instance.release()
    return code


def _application() -> QApplication:
    """The application. Without a screen one sentence is said, and the process ends with code 2.

    Qt would end it as a crash: it asks nobody before it aborts, but tells its message handler.
    """
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    held: list[str] = []

    def hold(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        held.append(message)
        if kind is QtMsgType.QtFatalMsg:
            _say("这里没有可用的显示器，窗口打不开；各项功能也可用命令行，见 --help。")
            os._exit(NO_DISPLAY)

    before = qInstallMessageHandler(hold)
    app = QApplication([*sys.argv[:1], "-style", theme.STYLE])
    app.setProperty(theme.STYLED, True)
    qInstallMessageHandler(before)
    for message in held:
        _say(message)
    return app


def _say(line: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()


def _show(app: QApplication, instance: Instance, preferences: Preferences, path: str | None) -> int:
    from ui.window.wiring import make_window

    window = make_window(preferences, bare=True)
    window.restore()
    painted = FirstPaint(app, window.view.viewport())
    sys.excepthook = _Bugs(window.prompts.error)
    start = Path(path) if path else last_file(preferences)
    # Shown first, so that the form is laid out once, at the width that the paper area has.
    if window.fills_the_screen():
        window.showMaximized()
    else:
        window.show()
    refusal = _open(window, start) if start is not None else None
    if not window.controller.ready:
        window.show_file()
    painted.seen.connect(lambda: _after_first_paint(window, instance, start, refusal))
    if not window.controller.form_id:
        painted.watch(window)
    code = QApplication.exec()
    window.close()
    return code


def last_file(preferences: Preferences) -> Path | None:
    """The data file that was open last, when it is still there and wanted."""
    recent = preferences.recent_files()
    return recent[0] if preferences.open_last and recent else None


def _open(window: "MainWindow", path: Path) -> PerfDeskError | None:
    """Open the data file of the start; why it does not open is asked about once the window is there."""
    try:
        window.controller.open(path)
    except PerfDeskError as error:
        return error
    return None


def _after_first_paint(
    window: "MainWindow", instance: Instance, path: Path | None, refusal: PerfDeskError | None
) -> None:
    if os.environ.get(QUIT_AFTER_FIRST_PAINT) == "1":
        QApplication.exit(0)
        return
    from ui.window.after_paint import complete

    complete(window, instance)
    if path is not None and window.controller.ready:
        # Writing waits for the disk: it comes after what the user waits for.
        window.preferences.remember_file(path)
    if path is not None and refusal is not None:
        QTimer.singleShot(0, window, lambda: window.commands.files.refused(path, refusal))


_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Shortcut,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.Wheel,
    }
)


class FirstPaint(QObject):
    """Says once that a widget has been painted: as soon as nothing else waits, or a key is pressed.

    What answers the signal is there before the key is delivered, so that none is lost.
    """

    seen = Signal()

    def __init__(self, app: QApplication, widget: QWidget) -> None:
        super().__init__(widget)
        self._app = app
        self._widget = widget
        self._painted = False
        self._said = False
        widget.installEventFilter(self)

    def watch(self, widget: QWidget) -> None:
        """Watch this widget instead."""
        self._widget.removeEventFilter(self)
        self._widget = widget
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._painted:
            if event.type() in _INPUT:
                self._say()
        elif event.type() == QEvent.Type.Paint and watched is self._widget:
            self._painted = True
            watched.removeEventFilter(self)
            self._app.installEventFilter(self)
            QTimer.singleShot(0, self, self._say)
        return False

    def _say(self) -> None:
        if not self._said:
            self._said = True
            self._app.removeEventFilter(self)
            self.seen.emit()


class _Bugs:
    """What becomes of a bug: one sentence on screen, the traceback in the log."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._said: set[tuple[str, int]] = set()

    def __call__(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        place = log_bug(kind, error, trace)
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        spot = (kind.__name__, trace.tb_lineno if trace is not None else 0)
        # A bug in something that happens again and again is said once.
        if spot in self._said:
            return
        self._said.add(spot)
        self._say(
            f"程序遇到意外情况，刚才的操作可能没有完成，请核对最后填写的几格。详情已记入 {place}。"
        )
