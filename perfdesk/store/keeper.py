"""When a backup is due: after 30 minutes of change, and at closing when something changed."""

import contextlib
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from perfdesk.errors import PerfDeskError
from perfdesk.store.backup import checked_copy, copy_database, list_backups, take_backup
from perfdesk.store.opening import require_folder
from perfdesk.store.records import BackupInfo

EVERY_SECONDS = 30 * 60

RunJob = Callable[[Callable[[sqlite3.Connection], None]], None]


class BackupKeeper:
    """Makes the backups of one open data file.

    `run` does a job on the store's thread, `record` writes into the file that a backup was made.
    """

    def __init__(
        self,
        path: Path,
        run: RunJob,
        record: Callable[[BackupInfo], None],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._path = path
        self._run = run
        self._record = record
        self._clock = clock
        self._changed_at: float | None = None
        self._guard = threading.Lock()
        self._worker: threading.Thread | None = None
        self.file_id = ""
        self.problem: PerfDeskError | None = None
        """Why the last automatic backup was not made; None when it was."""

    def note_change(self) -> None:
        """Something was committed; starts a backup on a thread of its own when one is due."""
        now = self._clock()
        with self._guard:
            if self._changed_at is None:
                self._changed_at = now
            due = now - self._changed_at >= EVERY_SECONDS
            if not due or (self._worker is not None and self._worker.is_alive()):
                return
            self._worker = threading.Thread(
                target=self._attempt, args=("timed",), name="perfdesk-backup", daemon=True
            )
            self._worker.start()

    def backup(self, reason: str) -> BackupInfo:
        """A backup in the settings folder, now; BackupError when it cannot be made."""
        before: list[float | None] = []

        def copy(target: Path) -> None:
            def job(connection: sqlite3.Connection) -> None:
                copy_database(connection, target)
                # On the store's thread, so that no commit comes between copy and reset.
                before.append(self._reset(None))

            self._run(job)

        done = False
        try:
            info = take_backup(self._path, self.file_id, reason, copy)
            done = True
        finally:
            if not done and before:
                self._reset(before[0])
        self.problem = None
        self._note(info)
        return info

    def backup_to(self, target: Path) -> Path:
        """A checked copy at a place of the user's choice; it replaces a file of that name."""
        require_folder(target)
        return checked_copy(target, self.copy).path

    def list(self) -> list[BackupInfo]:
        """The backups of this file, newest first, each opened and checked."""
        return list_backups(self._path, self.file_id)

    def wait(self) -> None:
        """Wait for an automatic backup that is being made."""
        if self._worker is not None:
            self._worker.join()

    def close(self) -> None:
        """The backup at closing, when something changed since the last one."""
        self.wait()
        if self._changed_at is not None:
            self._attempt("closing")

    def _note(self, info: BackupInfo) -> None:
        """That line alone makes no new backup due; where it cannot be written, the backup holds."""
        with self._guard:
            changed_at = self._changed_at
        with contextlib.suppress(PerfDeskError):
            self._record(info)
            self._reset(changed_at)

    def _reset(self, changed_at: float | None) -> float | None:
        """Set since when something is not backed up; answers what was set before."""
        with self._guard:
            before, self._changed_at = self._changed_at, changed_at
        return before

    def _attempt(self, reason: str) -> None:
        try:
            self.backup(reason)
        except PerfDeskError as error:
            self.problem = error

    def copy(self, target: Path) -> None:
        """SQLite's online copy of the open file into an empty file."""
        self._run(lambda connection: copy_database(connection, target))
