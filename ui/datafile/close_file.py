"""Closing a large data file: its backup takes seconds, which the window spends in a dialog, not frozen."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from perfdesk.errors import PerfDeskError
from ui.bench.jobs import JobDialog

if TYPE_CHECKING:
    from perfdesk.session.keep.recovery import Recovery
    from ui.bench.jobs import JobDialog
    from ui.window_context import WindowContext

QUIET_S = 0.25
"""What is quicker shows no dialog."""
_LOOK_MS = 40
_SAVING = "正在保存最后的修改…"
_BACKUP = "所有修改都已保存。正在做关闭前的备份…"
_REST = "所有修改都已保存。正在收尾…"
_SKIPPED = "不再备份，马上关闭…"


def wind_up(context: WindowContext) -> None:
    """Write, back up and write back what has changed; the open file then closes at once.

    The PerfDeskError that the data file raised (a SaveError when something is not on the disk).
    """
    controller = context.controller
    work = _Work(controller.file.recovery)
    work.start()
    work.join(QUIET_S)
    if work.is_alive():
        busy, controller.busy = controller.busy, True
        try:
            _wait(context, work)
        finally:
            controller.busy = busy
    if work.error is not None:
        raise work.error


class _Work(Thread):
    """The work, on a thread of its own; nothing of Qt is touched there."""

    def __init__(self, recovery: Recovery) -> None:
        super().__init__(name="perfdesk-closing")
        self.recovery = recovery
        self.error: PerfDeskError | None = None

    def run(self) -> None:
        try:
            self.recovery.wind_up()
        except PerfDeskError as error:
            self.error = error


def _wait(context: WindowContext, work: _Work) -> None:
    """Show how it goes until it is done; the backup may be skipped, what was typed is safe already."""
    dialog = JobDialog("正在关闭", context.window)
    dialog.button.setText("跳过备份")
    skipped = False

    def skip() -> None:
        nonlocal skipped
        skipped = True
        work.recovery.skip_backup()
        look()

    def look() -> None:
        if work.is_alive():
            _tell(context, dialog, work.recovery.backing_up, skipped)
        else:
            clock.stop()
            dialog.finish()

    dialog.cancel_wanted.connect(skip)
    clock = QTimer(dialog, interval=_LOOK_MS)
    clock.timeout.connect(look)
    clock.start()
    look()
    if work.is_alive():
        dialog.exec()
    work.join()
    dialog.deleteLater()


def _tell(context: WindowContext, dialog: JobDialog, backing_up: bool, skipped: bool) -> None:
    """What is being done; that all is saved is said only when it is."""
    dialog.button.setEnabled(backing_up and not skipped)
    if context.controller.ready and context.controller.file.safekeeping.pending:
        dialog.label.setText(_SAVING)
    else:
        dialog.label.setText(_SKIPPED if skipped else _BACKUP if backing_up else _REST)
