"""One open data file."""

import contextlib
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from perfdesk.document import Document
from perfdesk.errors import (
    DamagedDataFileError,
    DamagedWhileOpenError,
    DataFileGoneError,
    ForeignSchemaError,
    OutsideChangeError,
    PerfDeskError,
    StoreClosedError,
)
from perfdesk.history import JournalEntry
from perfdesk.store.admission import admit
from perfdesk.store.commit import Committer
from perfdesk.store.copies.backup_schedule import BackupKeeper
from perfdesk.store.copies.places import Place, place_of
from perfdesk.store.damage.background_check import CheckBehind, Soundness, examine
from perfdesk.store.damage.page_digest import set_seal
from perfdesk.store.damage.pages import DataConnection, may_read
from perfdesk.store.faults import FAULTS, saving_fault
from perfdesk.store.file_jobs import FileJobs
from perfdesk.store.load import load
from perfdesk.store.lock import FileLock, Holder
from perfdesk.store.opening import (
    connect,
    look,
    require_schema,
)
from perfdesk.store.parts.acceptances import Acceptances
from perfdesk.store.parts.drafts import Drafts
from perfdesk.store.parts.exports import Exports
from perfdesk.store.parts.library import Library
from perfdesk.store.parts.notes import Notes
from perfdesk.store.parts.past import Past
from perfdesk.store.parts.reviews import Reviews
from perfdesk.store.parts.templates import Templates
from perfdesk.store.parts.unit_choices import UnitChoices
from perfdesk.store.parts.unit_codes import UnitCodes
from perfdesk.store.parts.versions import Versions
from perfdesk.store.records import BackupInfo, Loaded
from perfdesk.store.repository import checkpoint, files
from perfdesk.store.schema import SCHEMA_VERSION, user_version
from perfdesk.store.writer import Listener, Writer

if TYPE_CHECKING:
    from perfdesk.store.copies.working_copy import ShareKeeper, WorkingCopy

BEHIND_FROM = 16 << 20
"""Smaller files (bytes) are checked before anything of them is shown; that takes no time."""
BEHIND_FROM_UNSEALED = 2 << 20
"""The same after a crash, when every row has to be looked at."""


SHRINK_FROM = 32 << 20
"""Smaller files (bytes) are left as they are at closing."""


class Store(contextlib.AbstractContextManager["Store"]):
    """An open data file: what it held, and the one way to put changes on the disk.

    What it keeps beside the forms are parts: `notes`, `drafts`, `versions`, `acceptances`,
    `exports`, `past`, `unit`, `templates`, `codes`, `library`, `reviews`, `backups`.
    Every method may be called from any thread; all SQL runs on the store's own.
    """

    def __init__(
        self,
        path: Path,
        *,
        read_only: bool,
        lock: FileLock | None,
        copy: "WorkingCopy | None" = None,
    ) -> None:
        self.path = path
        self._file = copy.local if copy else path
        self.read_only = read_only
        self.place = Place.LOCAL
        self.notice: PerfDeskError | None = None
        """What the user should know about the opening (a newer file, a read-only place)."""
        self._lock = lock
        self._committer = Committer(self._file)
        self.at_its_place = self._committer.at_its_place
        committer = self._committer
        self._writer = Writer(
            self._connect,
            committer.commit,
            committer.reconnect,
            lambda: not read_only and committer.touched,
        )
        self._shipped = True
        """The schema is ours, nothing added."""
        self._check_behind = False
        self._on_demand = not read_only
        self._checking = CheckBehind(self._file, self._found)
        self._jobs = jobs = FileJobs(
            path, self._writer, committer, self._checking.answer, read_only=read_only
        )
        self._keep_beside(jobs)
        self.backups = BackupKeeper(path, jobs.read, self._record_backup)
        self.backups.meddled = lambda: committer.meddled or committer.touched
        self.backups.expected = committer.expected
        committer.after_commit.append(self.backups.due.note_change)
        self.share = _share_keeper(copy, self.backups.copy) if copy else None
        if self.share is not None:
            self._committer.after_commit.append(self.share.due.note_change)
        self._next_seq = 1

    def _keep_beside(self, jobs: FileJobs) -> None:
        """The parts of what is kept beside the forms."""
        self.unit = UnitChoices(jobs)
        self.acceptances = Acceptances(jobs)
        self.notes = Notes(jobs)
        self.drafts = Drafts(jobs)
        self.versions = Versions(jobs)
        self.exports = Exports(jobs)
        self.past = Past(jobs)
        self.templates = Templates(jobs)
        self.codes = UnitCodes(jobs)
        self.library = Library(jobs)
        self.reviews = Reviews(jobs)

    @classmethod
    def create(cls, path: Path | str) -> Self:
        """Make a new, empty data file and open it; DataFileExistsError when there is one."""
        from perfdesk.store.create import create_file

        path = Path(path)
        create_file(path)
        return cls.open(path)

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        read_only: bool = False,
        break_stale: bool = False,
        check_behind: bool = False,
    ) -> Self:
        """Open a data file. A newer file and one in a read-only place open read-only.

        DataFileError says why it cannot be opened; DataFileLockedError who has it. A lock
        that another computer seems to have left is broken with `break_stale` only. With
        `check_behind` a large file is shown while it is being checked: see `checked`.
        """
        path = Path(path)
        if path.is_symlink():
            # Lock and log lie beside the file itself, by whatever way it was come to.
            path = path.resolve()
        version = look(path)
        lock, notice = admit(path, version, read_only, break_stale)
        with contextlib.ExitStack() as stack:
            if lock is not None:
                stack.callback(lock.release)
            shipped = require_schema(path)
            if not shipped:
                # What is in it would run when we write: it is shown, and can be rescued.
                stack.close()
                lock, notice = None, ForeignSchemaError(path)
            read_only = lock is None
            place = place_of(path)
            copy = _working_copy(path) if lock is not None and place.needs_copy else None
            if copy is not None:
                notice = copy.conflict
            store = cls(path, read_only=read_only, lock=lock, copy=copy)
            store.notice, store.place = notice, place
            store._shipped = shipped
            crashed = lock is not None and lock.left_over is not None
            large = path.stat().st_size >= (BEHIND_FROM_UNSEALED if crashed else BEHIND_FROM)
            store._check_behind = check_behind and large and version == SCHEMA_VERSION
            # A drive may be pulled: what is to be saved elsewhere then must be in memory.
            store._on_demand = lock is not None and place is not Place.REMOVABLE
            stack.callback(store._let_go)
            store._writer.start()
            if store._check_behind:
                store._checking.start()
            stack.pop_all()
        return store

    @property
    def checked(self) -> Future[None]:
        """Done when the file was found sound; with `check_behind` that may be later than opening.

        Carries DamagedDataFileError otherwise. Until it is done entries wait in the queue.
        """
        return self._checking.answer

    @property
    def schema_version(self) -> int:
        """The schema the file has now; greater than ours when a later program made it."""
        return self._jobs.schema_version

    @property
    def left_over(self) -> Holder | None:
        """Who had the file open when the program ended unexpectedly last; None after a good end."""
        return self._lock.left_over if self._lock else None

    def load(self) -> Loaded:
        """What the file holds; a file that cannot be read is let go.

        In a file opened for writing the forms, and the changes of journal entries, are read
        when they are first asked for.
        """
        with contextlib.ExitStack() as stack:
            stack.callback(self._let_go)
            loaded = self._jobs.read(lambda c: load(c, self._jobs.read, on_demand=self._on_demand))
            stack.pop_all()
        self._next_seq = loaded.next_seq
        return loaded

    def submit(self, entry: JournalEntry) -> int:
        """Queue an entry for the disk and answer its number; listeners hear Saved or Failed.

        Numbers follow one another without a gap. DataFileReadOnlyError when opened read-only.
        """
        self._jobs.require_writable()
        if entry.seq != self._next_seq:
            raise ValueError(f"entry {entry.seq} where {self._next_seq} was due")
        self._next_seq += 1
        self._writer.submit(entry)
        return entry.seq

    def subscribe(self, listener: Listener) -> None:
        """Hear Saved and Failed, called on the store's thread."""
        self._writer.listeners.append(listener)

    def flush(self, timeout: float | None = None) -> bool:
        """Wait until all that was submitted is on the disk; False when the time (s) is over.

        Raises the SaveError of the oldest entry when it could not be written.
        """
        return self._writer.flush(timeout)

    def retry(self) -> None:
        """Try again to write what is pending; listeners hear how it went."""
        self._writer.retry()

    @property
    def pending(self) -> int:
        """How many entries are not on the disk yet."""
        return self._writer.pending

    @property
    def last_saved(self) -> str | None:
        """When the last entry was put on the disk since opening (local time, ISO 8601)."""
        return self._writer.last_saved.at if self._writer.last_saved else None

    def shrink(self) -> int:
        """Fold the older steps and give back the room; answers by how many bytes the file is shorter.

        What is folded cannot be undone any more: whoever keeps a history of steps drops those up to
        `folded`. SaveError, DataFileReadOnlyError.
        """
        from perfdesk.store.damage import shrink

        before = self._file.stat().st_size
        self._jobs.write(shrink.fold)

        def job(connection: sqlite3.Connection) -> None:
            try:
                shrink.give_back(connection)
            except FAULTS as fault:
                raise saving_fault(self.path, fault) from fault
            finally:
                self._committer.wrote()

        self._jobs.read(job)
        return before - self._file.stat().st_size

    @property
    def folded(self) -> int:
        """The newest step that can be undone no more; 0 when all can."""
        return self._jobs.read(checkpoint.folded)

    def wind_up(self) -> None:
        """Do all that takes time at closing, on any thread; `close` is quick after it.

        The file stays open for reading. Raises the SaveError of what could not be written.
        """
        self.flush()
        self._round_off()

    def close(self) -> None:
        """Write what is pending, back up, and let the file go; closing twice does nothing.

        Raises the SaveError of what could not be written: the file stays open then, for
        `retry`, `save_as` or `abandon`. A WriteBackError tells that a share was not reached.
        """
        self.flush()
        rounded = self._round_off()
        try:
            if rounded and self.share is not None:
                self.share.close(self._let_go)
        finally:
            self._let_go()

    def save_as(self, target: Path | str, document: Document) -> Path:
        """Everything, the pending entries too, in a new file elsewhere (另存到其他盘).

        `document` is what the user sees; it stands in where the present file cannot be read.
        Afterwards `abandon` this store and open the new file. PerfDeskError says what failed.
        """
        from perfdesk.store.copies.save_elsewhere import save_elsewhere

        target = Path(target)
        outbox = self._writer.outbox

        def copy(to: Path) -> None:
            # What was written over holds somebody else's work by now; ours is in memory.
            with contextlib.suppress(DataFileGoneError):
                self._writer.call(self._committer.require_ours)
            self.backups.copy(to)

        save_elsewhere(self.path, target, copy, outbox, document, self.backups.list)
        return target

    def abandon(self) -> None:
        """Let the file go without what is pending (the user chose so)."""
        self._writer.forget()
        self._let_go()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.ExitStack() as stack:
            stack.callback(self.abandon)
            self.close()

    def _let_go(self) -> None:
        self._checking.stop()
        self._writer.stop()
        if self._lock is not None:
            self._lock.release()

    def _connect(self) -> sqlite3.Connection:
        """Open, migrate and check; runs on the store's thread."""
        try:
            connection = connect(self._file, read_only=self.read_only)
            with contextlib.ExitStack() as stack:
                stack.callback(connection.close)
                self._prepare(connection)
                stack.pop_all()
            return connection
        except FAULTS as fault:
            raise self._jobs.fault(fault) from fault

    def _prepare(self, connection: DataConnection) -> None:
        self._jobs.schema_version = user_version(connection)
        if self._jobs.schema_version < 1:
            raise DamagedDataFileError(self.path, "文件头有误")
        connection.added_to = not self._shipped
        connection.check_rows = self._jobs.schema_version <= SCHEMA_VERSION
        if not self._check_behind:
            self._found(examine(connection, self._file, own=1))
            self.checked.result()
        file_id = self.backups.file_id = self._committer.adopt(connection)
        if self._jobs.schema_version < SCHEMA_VERSION and not self.read_only:
            from perfdesk.store.copies.backup import copy_database, take_backup
            from perfdesk.store.migrations import migrate

            take_backup(self.path, file_id, "migration", lambda to: copy_database(connection, to))
            migrate(connection)
            self._committer.wrote()
            self._jobs.schema_version = user_version(connection)

    def _found(self, soundness: Soundness) -> None:
        """Let the entries through, or tell that the file is damaged."""
        if soundness.fault is not None:
            self._writer.bar(DamagedWhileOpenError(self.path, soundness.fault))
            self.checked.set_exception(DamagedDataFileError(self.path, soundness.fault))
            return
        if soundness.sealed is None and not self.read_only:
            # Not closed properly the last time: no backup holds its end yet.
            self.backups.due.note_change()
        self._committer.trust_seal = soundness.sealed is True
        if soundness.sealed is False and self.notice is None:
            self.notice = OutsideChangeError(self.path)
        self._writer.open_gate()
        self.checked.set_result(None)

    def _round_off(self) -> bool:
        """Back up, seal and write back what has changed; False where nothing may be written.

        A file that was not found sound is left as it is: sealed, its damage would count as sound.
        """
        sound = self.checked.done() and self.checked.exception() is None
        if self.read_only or not self._writer.alive or not sound:
            return False
        if self._writer.last_saved is not None:
            self._writer.call(self._committer.require_ours)
        self._shrink_when_due()
        self.backups.close()
        self._seal()
        if self.share is not None:
            self.share.wind_up()
        return True

    def _shrink_when_due(self) -> None:
        """At closing; where it cannot be done the file stays as long as it is."""
        from perfdesk.store.damage import shrink

        with contextlib.suppress(PerfDeskError, *FAULTS):
            changed = self._writer.last_saved is not None
            large = changed and self._file.stat().st_size >= SHRINK_FROM
            if large and self._jobs.read(shrink.due):
                self.shrink()

    def _record_backup(self, info: BackupInfo) -> None:
        self._jobs.write(lambda connection: files.add_backup(connection, info))

    def _seal(self) -> None:
        """Seal the file at the end; where that fails, the rows' checksums must do.

        What others may have written, or did not pass as a backup, is left to be checked in full.
        """

        def job(connection: sqlite3.Connection) -> None:
            if self._committer.meddled or self.backups.failed is not None:
                return
            if files.info(connection, files.SEALED) != "1" and may_read(self._file, own=1):
                set_seal(connection, self._file, self._committer.expected(connection))
                self._committer.wrote()

        with contextlib.suppress(StoreClosedError, PerfDeskError, *FAULTS):
            self._writer.call(job)


def _working_copy(path: Path) -> "WorkingCopy":
    from perfdesk.store.copies.working_copy import WorkingCopy

    copy = WorkingCopy(path)
    copy.take()
    return copy


def _share_keeper(copy: "WorkingCopy", copy_to: Callable[[Path], None]) -> "ShareKeeper":
    from perfdesk.store.copies.working_copy import ShareKeeper

    return ShareKeeper(copy, copy_to)
