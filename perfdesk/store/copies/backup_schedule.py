"""When a backup is due: after 30 minutes of change, and at closing when something changed."""

import contextlib
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from perfdesk.atomic_file import remove_remains
from perfdesk.errors import BackupError, PerfDeskError
from perfdesk.store import totals
from perfdesk.store.opening import require_folder
from perfdesk.store.records import BackupInfo
from perfdesk.store.totals import Totals

EVERY_SECONDS = 30 * 60

RunJob = Callable[[Callable[[sqlite3.Connection], None]], None]


class DueWork:
    """Work that is due when something has changed for so long; done on a thread of its own."""

    def __init__(self, every: float, work: Callable[[], None], name: str) -> None:
        self._every = every
        self._work = work
        self._name = name
        self._since: float | None = None
        self._guard = threading.Lock()
        self._worker: threading.Thread | None = None
        self.clock: Callable[[], float] = monotonic

    @property
    def since(self) -> float | None:
        """Since when something has changed; None when nothing has."""
        return self._since

    def note_change(self) -> None:
        """Something was committed; starts the work when it is due."""
        now = self.clock()
        with self._guard:
            if self._since is None:
                self._since = now
            busy = self._worker is not None and self._worker.is_alive()
            if busy or now - self._since < self._every:
                return
            self._worker = threading.Thread(target=self._work, name=self._name, daemon=True)
            self._worker.start()

    def reset(self, since: float | None) -> float | None:
        """Set since when something has changed; answers what was set before."""
        with self._guard:
            before, self._since = self._since, since
        return before

    def wait(self) -> None:
        """Wait for the work that is being done."""
        if self._worker is not None:
            self._worker.join()


class BackupKeeper:
    """Makes the backups of one open data file.

    `run` does a job on the store's thread, `record` writes into the file that a backup was made.
    """

    def __init__(
        self,
        path: Path,
        run: RunJob,
        record: Callable[[BackupInfo], None],
    ) -> None:
        self._path = path
        self._run = run
        self._record = record
        self.due = DueWork(EVERY_SECONDS, lambda: self._attempt("timed"), "perfdesk-backup")
        self.file_id = ""
        self.meddled: Callable[[], bool] = lambda: False
        """Whether somebody else may have written into the file since it was checked at opening."""
        self.expected: Callable[[sqlite3.Connection], Totals] = totals.whole
        """What the tables of the forms add up to after all that was committed."""
        self.closing = False
        """The backup at closing is being made."""
        self.failed: PerfDeskError | None = None
        """Why the backup at closing was not made; None when it was, or was not wanted."""
        self._skipped = threading.Event()
        self.problem: PerfDeskError | None = None
        """Why the last automatic backup was not made; None when it was."""

    def backup(self, reason: str = "manual", halt: Callable[[], bool] | None = None) -> BackupInfo:
        """A backup in the settings folder, now; BackupError when it cannot be made.

        It is given up as soon as `halt` answers True.
        """
        from perfdesk.store.copies.backup import take_backup

        before: list[float | None] = []

        def copy(target: Path) -> None:
            # On the store's thread, so that no commit comes between copy and reset.
            self.copy(target, lambda: before.append(self.due.reset(None)))

        done = False
        try:
            info = take_backup(self._path, self.file_id, reason, copy, halt)
            done = True
        finally:
            if not done and before:
                self.due.reset(before[0])
        self.problem = None
        self._note(info)
        return info

    def backup_to(self, target: Path | str) -> Path:
        """A checked copy at a place of the user's choice (备份到…); it replaces a file of that name.

        BackupError when it cannot be made.
        """
        from perfdesk.store.copies.backup import checked_copy

        target = Path(target)
        require_folder(target)
        with contextlib.suppress(OSError):
            if target.samefile(self._path):
                raise BackupError(target, "这是正在使用的数据文件，请换一个位置或文件名")
        remove_remains(target)
        return checked_copy(target, self.copy, like=self._path).path

    def list(self) -> list[BackupInfo]:
        """The backups of this file, newest first, each opened and checked."""
        from perfdesk.store.copies.backup import list_backups

        return list_backups(self._path, self.file_id)

    def close(self) -> None:
        """The backup at closing, when something changed since the last one; `failed` tells of it."""
        self.closing, self.failed = True, None
        self.due.wait()
        if self.due.since is not None and not self._skipped.is_set():
            self._attempt("closing")
            if self.due.since is not None and not self._skipped.is_set():
                self.failed = self.problem
                # Told once; closing does not wait for the same again.
                self.skip()
        self.closing = False

    def skip(self) -> None:
        """Make no more automatic backups of this file; one that is being made is given up."""
        self._skipped.set()

    def _require_whole(self, copy: Path, expected: Totals) -> None:
        """Whether the forms are still what the journal tells: rows that are gone have no checksum.

        Where nobody else has written, adding up tells it.
        """
        from perfdesk.store.damage.retold import journal_fault
        from perfdesk.store.opening import connect

        with contextlib.closing(connect(copy, read_only=True)) as connection:
            if not self.meddled():
                same = totals.whole(connection) == expected
                fault = None if same else "修改记录与表的内容不符"
            else:
                fault = journal_fault(connection)
        if fault is not None:
            raise BackupError(self._path, fault)

    def _note(self, info: BackupInfo) -> None:
        """That line alone makes no new backup due; where it cannot be written, the backup holds."""
        since = self.due.since
        with contextlib.suppress(PerfDeskError):
            self._record(info)
            self.due.reset(since)

    def _attempt(self, reason: str) -> None:
        try:
            self.backup(reason, self._skipped.is_set)
        except PerfDeskError as error:
            self.problem = error

    def copy(self, target: Path, copied: Callable[[], None] = lambda: None) -> None:
        """SQLite's online copy of the open file into an empty file; BackupError when forms are lost.

        `copied` is called on the store's thread right after copying.
        """
        from perfdesk.store.copies.backup import copy_database

        expected: list[Totals] = []

        def job(connection: sqlite3.Connection) -> None:
            copy_database(connection, target)
            if getattr(connection, "check_rows", True):
                expected.append(self.expected(connection))
            copied()

        self._run(job)
        if expected:
            self._require_whole(target, expected[0])
