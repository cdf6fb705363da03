"""Putting one journal entry on the disk, and making sure the file is still ours before."""

import contextlib
import sqlite3
import sys
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from perfdesk.cellpath import CellPath
from perfdesk.changes import Batch, Change, SetValue, forms_of
from perfdesk.errors import (
    DamagedDataFileError,
    DataFileChangedError,
    DataFileError,
    DataFileGoneError,
    InternalSaveError,
    SaveError,
)
from perfdesk.history import JournalEntry
from perfdesk.store import totals
from perfdesk.store.damage.pages import read_start
from perfdesk.store.faults import FAULTS, saving_fault
from perfdesk.store.opening import HEADER_SIZE, connect, look
from perfdesk.store.repository import files, forms, journal, remarks
from perfdesk.store.shield import Shield
from perfdesk.store.totals import Totals
from perfdesk.values.moments import now

T = TypeVar("T")


class Committer:
    """Commits entries to one data file and notices when it is moved, replaced or changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._identity: tuple[int, int] | None = None
        self._file_id = ""
        self._newest: int | None = None
        """The checksum of the newest journal entry, as it was when we wrote or read it last."""
        self._stamp: tuple[int, int] | None = None
        """Size and time of the file after our last writing."""
        self.trust_seal = False
        """The file was found to be, byte by byte, as it was sealed: so are the totals in it."""
        self._totals: Totals | None = None
        """What the tables of the forms must add up to; None until the first writing."""
        self.meddled = False
        """Somebody else has, or may have, written into the file since it was opened."""
        self.after_commit: list[Callable[[], None]] = []
        """Called after every commit, on the store's thread."""

    def adopt(self, connection: sqlite3.Connection) -> str:
        """Remember which file this is, and how far it goes; answers its id."""
        self._identity = _identity(self._path)
        self._file_id = files.info(connection, "file_id") or ""
        if getattr(connection, "check_rows", True):
            self._newest, _ = journal.newest_checks(connection)
        self.wrote()
        return self._file_id

    def at_its_place(self) -> bool:
        """Whether the path still leads to the file that was opened."""
        return self._identity is None or _identity(self._path) == self._identity

    @property
    def touched(self) -> bool:
        """Whether somebody else may have written into the file: SQLite might not notice by itself."""
        known = self._stamp is not None and self.at_its_place()
        return known and _stamp(self._path) != self._stamp

    def require_ours(self, connection: sqlite3.Connection) -> None:
        """Whether the file holds all that we have written, and no other has taken its place.

        DataFileGoneError or DataFileChangedError when not, or the fault of reading it. What was
        moved away, or went with its drive, holds it all the same.
        """
        if not self.at_its_place():
            if self._path.exists():
                raise DataFileGoneError(self._path)
            return
        try:
            newest, _ = journal.newest_checks(connection)
        except FAULTS as fault:
            raise saving_fault(self._path, fault) from fault
        if newest != self._newest:
            raise DataFileChangedError(self._path)

    def wrote(self) -> None:
        """The file is as we have left it just now."""
        self._stamp = _stamp(self._path)

    def reconnect(self) -> sqlite3.Connection:
        """A new connection to the same file after a failure; SaveError when it is not there."""
        meddled = self.meddled or self.touched
        try:
            look(self._path)
            connection = connect(self._path, read_only=False)
            with contextlib.ExitStack() as stack:
                stack.callback(connection.close)
                if files.info(connection, "file_id") != self._file_id:
                    raise DataFileGoneError(self._path)
                # One entry more may be ours: a commit that was told to have failed.
                if self._newest not in journal.newest_checks(connection):
                    raise DataFileChangedError(self._path)
                self.meddled = meddled
                self._totals = None
                self._identity = _identity(self._path)
                self.wrote()
                stack.pop_all()
            return connection
        except DamagedDataFileError as error:
            raise saving_fault(self._path, sqlite3.DatabaseError(error.detail)) from error
        except DataFileError as error:
            raise DataFileGoneError(self._path) from error
        except FAULTS as fault:
            failed = saving_fault(self._path, fault)
            failed.doubt()
            raise failed from fault

    def commit(self, connection: sqlite3.Connection, entry: JournalEntry) -> str:
        """Write values and journal row in one transaction; answers when. SaveError when not."""

        def write(connection: sqlite3.Connection) -> None:
            if not self._is_there(connection, entry):
                forms.do_change(connection, entry.change)
                journal.add_entry(connection, entry)
                for path in _paths(entry.change):
                    remarks.drop_draft(connection, path)

        self.transact(connection, write, forms_of(entry.change))
        return now()

    def transact(
        self,
        connection: sqlite3.Connection,
        job: Callable[[sqlite3.Connection], T],
        touched: Collection[str] = (),
    ) -> T:
        """Do a writing job in one transaction, wholly or not at all. SaveError when not.

        `touched` are the forms whose content it may change.
        """
        if _identity(self._path) != self._identity:
            raise DataFileGoneError(self._path)
        try:
            with Transaction(connection, self._path):
                known = self._known_totals(connection)
                files.break_seal(connection)
                before = totals.of_forms(connection, touched)
                answer = job(connection)
                after = totals.of_forms(connection, touched)
                newest, _ = journal.newest_checks(connection)
        except SaveError as error:
            if not self._holds(connection):
                error.doubt()
            raise
        finally:
            # Taking it back is writing, too.
            self.wrote()
        self._newest = newest
        self._totals = known.changed(before, after)
        for call in self.after_commit:
            with Shield():
                call()
        return answer

    def _holds(self, connection: sqlite3.Connection) -> bool:
        """Whether what was saved before can be read, down to the newest step."""
        try:
            return journal.newest_checks(connection)[0] == self._newest
        except FAULTS:
            return False

    def expected(self, connection: sqlite3.Connection) -> Totals:
        """What the tables of the forms must add up to after all that was committed."""
        if self._totals is None:
            self._totals = self._known_totals(connection)
        return self._totals

    def _known_totals(self, connection: sqlite3.Connection) -> Totals:
        if self._totals is not None:
            return self._totals
        sealed = self.trust_seal and files.info(connection, files.SEALED) == "1"
        kept = totals.kept(connection) if sealed else None
        return kept or totals.whole(connection)

    def _is_there(self, connection: sqlite3.Connection, entry: JournalEntry) -> bool:
        """Whether an earlier try got through after all; somebody else's entries are an error."""
        last = journal.last_seq(connection)
        if last == entry.seq - 1 and journal.newest_checks(connection)[0] == self._newest:
            return False
        if last == entry.seq and journal.has_entry(connection, entry):
            return True
        raise DataFileChangedError(self._path)


def _identity(path: Path) -> tuple[int, int] | None:
    """What the path leads to; None when to nothing."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _stamp(path: Path) -> tuple[int, int] | None:
    """Size and time of the last writing; None where there is no file.

    Windows tells that time only some while later: there SQLite's change counter stands in.
    """
    try:
        found = path.stat()
        if sys.platform == "win32":
            return found.st_size, int.from_bytes(read_start(path, HEADER_SIZE)[24:28], "big")
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


class Transaction:
    """One transaction: committed at the end of the block, or rolled back and told as a SaveError."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def __enter__(self) -> None:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as fault:
            raise saving_fault(self._path, fault) from fault

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            error = self._commit()
        if error is None:
            return
        self._roll_back()
        if isinstance(error, FAULTS):
            raise saving_fault(self._path, error) from error
        if not isinstance(error, SaveError) and isinstance(error, Exception):
            # The thread must live on to tell about a mistake of ours.
            raise InternalSaveError(self._path, type(error).__name__) from error

    def _commit(self) -> sqlite3.Error | None:
        try:
            self._connection.execute("COMMIT")
        except sqlite3.Error as fault:
            return fault
        return None

    def _roll_back(self) -> None:
        with contextlib.suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")


def _paths(change: Change) -> Iterator[CellPath]:
    match change:
        case SetValue(path):
            yield path
        case Batch(changes):
            for part in changes:
                yield from _paths(part)
        case _:
            return
