"""Long work in a thread of its own, with progress and cancel; the window never waits for it."""

import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from perfdesk.errors import PerfDeskError
from perfdesk.errors.causes import cause_of
from ui.style import theme
from ui.style.plain_text import PlainLabel

Work = Callable[[Callable[[int, int, str], None], Callable[[], bool]], Any]
"""Takes (progress, cancelled) and answers a result."""

_SHOW_AFTER_MS = 250
"""Work that is quicker shows no dialog."""
_LOOK_MS = 60
"""Between two looks at how far the work is: hundreds of small steps a second would do nothing but repaint."""
_TURN_S, _USUAL_TURN_S = 0.001, sys.getswitchinterval()
"""How long the working thread keeps the interpreter when the window wants it: a dialog that opens wants it
twenty times over."""


class _Thread(QThread):
    """Runs the work and keeps how far it is; the main thread looks."""

    def __init__(self, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self.cancelled = False
        self.reached: tuple[int, int, str] | None = None
        self.result: Any = None
        self.error: PerfDeskError | OSError | None = None
        self.succeeded = False

    def run(self) -> None:
        try:
            self.result = self._work(self._reach, lambda: self.cancelled)
            self.succeeded = True
        except (PerfDeskError, OSError) as error:
            self.error = error

    def _reach(self, done: int, total: int, what: str) -> None:
        self.reached = (done, total, what)


class Job(QObject):
    """One piece of long work. Keep a reference until `settled`."""

    done = Signal(object)
    """The result."""
    failed = Signal(str)
    """The sentence for the user."""
    settled = Signal()
    """The thread has ended; comes before either of the others."""

    def __init__(self, title: str, work: Work, parent: QWidget) -> None:
        super().__init__(parent)
        self._thread = _Thread(work, self)
        self.dialog = JobDialog(title, parent)
        self.dialog.cancel_wanted.connect(self.cancel)
        self._thread.finished.connect(self._finish)
        self._shower = QTimer(self, singleShot=True, interval=_SHOW_AFTER_MS)
        self._shower.timeout.connect(self.dialog.open)
        self._looker = QTimer(self, interval=_LOOK_MS)
        self._looker.timeout.connect(self._look)
        self._shown: tuple[int, int, str] | None = None

    def start(self) -> None:
        """Begin."""
        self.dialog.get_ready()
        self._shower.start()
        self._looker.start()
        sys.setswitchinterval(_TURN_S)
        self._thread.start(QThread.Priority.LowPriority)

    def cancel(self) -> None:
        """Ask the work to stop at the next step; what is done stays done."""
        self._thread.cancelled = True
        self.dialog.show_cancelling()

    def wait(self) -> None:
        """Block until the thread has ended; for closing the program."""
        self._thread.wait()

    def _look(self) -> None:
        reached = self._thread.reached
        if reached is not None and reached != self._shown and not self._thread.cancelled:
            self._shown = reached
            self.dialog.show_progress(*reached)

    def _finish(self) -> None:
        self._shower.stop()
        self._looker.stop()
        sys.setswitchinterval(_USUAL_TURN_S)
        self.dialog.finish()
        self.settled.emit()
        if self._thread.succeeded:
            self.done.emit(self._thread.result)
        else:
            self.failed.emit(_sentence(self._thread.error))


class JobDialog(QDialog):
    """Window-modal: what is being worked on, how far, and a cancel button."""

    cancel_wanted = Signal()

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(400)
        self._running = True
        self.label = PlainLabel("正在准备…")
        self.bar = QProgressBar(textVisible=False)
        self.bar.setRange(0, 0)
        self.button = QPushButton("取消")
        self.button.clicked.connect(self.cancel_wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.XL, theme.L, theme.XL, theme.L)
        layout.setSpacing(theme.M)
        layout.addWidget(self.label)
        layout.addWidget(self.bar)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.button)
        layout.addLayout(row)

    def get_ready(self) -> None:
        """What is costly about showing, before the work begins to share the interpreter."""
        for widget in (self, *self.findChildren(QWidget)):
            widget.ensurePolished()
        self.adjustSize()

    def show_progress(self, done: int, total: int, what: str) -> None:
        """`done` of `total`, working on `what`."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        if what:
            count = f"{min(done + 1, total)} / {total}　" if total > 1 else ""
            room = self.width() - 2 * theme.XL - self.fontMetrics().horizontalAdvance(count)
            name = self.fontMetrics().elidedText(what, Qt.TextElideMode.ElideMiddle, room)
            self.label.setText(f"{count}{name}")

    def show_cancelling(self) -> None:
        """The work stops after the step it is in."""
        self.button.setEnabled(False)
        self.label.setText("正在停下，已完成的保留…")

    def reject(self) -> None:
        """Esc and the close button ask for a cancel; the dialog stays until the work has ended."""
        if self._running:
            self.cancel_wanted.emit()
        else:
            super().reject()

    def finish(self) -> None:
        """Close for good."""
        self._running = False
        self.close()


def _sentence(error: PerfDeskError | OSError | None) -> str:
    if isinstance(error, PerfDeskError):
        return str(error)
    if isinstance(error, OSError):
        return (
            f"文件操作没有成功（{cause_of(error)}）；数据未改动，请检查磁盘空间和文件夹权限后再试。"
        )
    return (
        "这项操作中途出错，没有完成；已填内容仍在窗口中，是否已存盘请看状态栏。"
        "请再试一次，仍不行请用“帮助→复制诊断信息”告知技术人员。"
    )
