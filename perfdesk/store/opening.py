"""Looking at a file before SQLite does, and connecting to it."""

import contextlib
import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from perfdesk.errors import (
    DamagedDataFileError,
    DataFileForbiddenError,
    DataFileIsFolderError,
    DataFileMissingError,
    DataFileUnreadableError,
    EmptyDataFileError,
    FolderMissingError,
    ForeignDataFileError,
    PathTooLongError,
)
from perfdesk.errors.causes import cause_of
from perfdesk.store.damage.pages import PAGE, DataConnection, may_read, read_start
from perfdesk.store.schema import APPLICATION_ID, user_version
from perfdesk.store.shipped import Schema, is_shipped, schema_of

MAGIC = b"SQLite format 3\x00"
HEADER_SIZE = 100
TRACE_SIZE = 1 << 22
TRACE = b"row_check INTEGER"
"""Our table definitions, which a file of ours with a spoilt header still holds."""
BUSY_SECONDS = 5.0
_LIMITS = {
    sqlite3.SQLITE_LIMIT_ATTACHED: 1,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 20,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1_000,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 250_000,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
"""VACUUM attaches a file of its own."""
_DEFENSIVE = 1010
"""SQLITE_DBCONFIG_DEFENSIVE."""
SCHEMA_SECONDS = 5.0
"""So long reading a file's schema may take; ours takes a thousandth."""
_SURPLUS = 16 << 20
"""Bytes behind the last page that the header tells of, from which on the file is not believed."""
_LONGEST_NAME, _LONGEST_PATH = 255, 512
"""What file systems take for a name, and SQLite for a path: bytes, under Windows characters."""
_JOURNAL, _PART_JOURNAL = len("-journal"), len("..01234567.part-journal")


def look(path: Path) -> int:
    """Check that this is a data file of ours by its first bytes; answer its schema number.

    SQLite itself would show an empty file as an empty database. A file that was ours and
    has lost its header is told apart from a foreign one by `looks_like_ours`.
    """
    require_file(path)
    try:
        if not may_read(path):
            return _version_through_sqlite(path)
        head = read_start(path, HEADER_SIZE)
    except PermissionError:
        raise DataFileForbiddenError(path) from None
    except OSError as fault:
        raise DataFileUnreadableError(path, cause_of(fault)) from fault
    if not head:
        raise EmptyDataFileError(path)
    ours = head.startswith(MAGIC) and int.from_bytes(head[68:72], "big") == APPLICATION_ID
    if not ours and not hot_journal(path):
        if TRACE in read_start(path, TRACE_SIZE):
            raise DamagedDataFileError(path, "文件头有误")
        raise ForeignDataFileError(path)
    if ours and not hot_journal(path) and _longer_than_told(path, head):
        raise DamagedDataFileError(path, "文件比文件头记载的长得多")
    return int.from_bytes(head[60:64], "big")


def _longer_than_told(path: Path, head: bytes) -> bool:
    """Whether there is much behind what the header tells of: nobody would ever come to its end."""
    told = int.from_bytes(head[28:32], "big") * PAGE
    return head[24:28] == head[92:96] and path.stat().st_size > told + _SURPLUS


def require_schema(path: Path) -> bool:
    """Whether the file's schema is the shipped one, nothing added; the caller keeps others from writing.

    DamagedDataFileError where our own tables are not as we made them: not even reading is safe then.
    """
    try:
        with contextlib.closing(connect(path, read_only=True)) as connection:
            version = user_version(connection)
            if not is_shipped(version):
                return True
            found = connection.within(SCHEMA_SECONDS, lambda: schema_of(connection))
    except (sqlite3.Error, OSError) as fault:
        if getattr(fault, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            raise DamagedDataFileError(path, "数据表的定义读不完") from fault
        # Told by whoever opens it for good.
        return True
    if found is Schema.FOREIGN:
        raise DamagedDataFileError(path, "数据表的定义有误")
    return found is Schema.OURS


def require_file(path: Path) -> None:
    """Raise the error that fits when there is no plain file at the path."""
    try:
        mode = path.stat().st_mode
    except PermissionError:
        raise DataFileForbiddenError(path) from None
    except OSError:
        parent_exists = os.path.isdir(path.parent)
        raise (DataFileMissingError if parent_exists else FolderMissingError)(path) from None
    if not stat.S_ISREG(mode):
        raise DataFileIsFolderError(path)


def connect(path: Path, *, read_only: bool) -> DataConnection:
    """A connection without hidden transactions, every commit on the disk when it returns.

    What an interrupted commit has left is taken back first, for readers too; in a read-only
    place that happens in a copy, which the connection then reads.
    """
    if read_only and hot_journal(path):
        if not may_take_back(path):
            return _connect_to_copy(path)
        with contextlib.closing(_connect(path, read_only=False)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return _connect(path, read_only=read_only)


def may_take_back(path: Path) -> bool:
    """Whether an interrupted commit, if there was one, can be taken back in the file itself."""
    log = path.with_name(path.name + "-journal")
    needed = (path, path.parent, *([log] if log.exists() else []))
    return all(os.access(place, os.W_OK) for place in needed)


def _connect_to_copy(path: Path) -> DataConnection:
    folder = tempfile.TemporaryDirectory(prefix="perfdesk-")
    with contextlib.ExitStack() as stack:
        stack.callback(folder.cleanup)
        copy = Path(shutil.copyfile(path, Path(folder.name) / path.name))
        log = path.name + "-journal"
        shutil.copyfile(path.with_name(log), copy.with_name(log))
        connection = _connect(copy, read_only=False)
        connection.execute("PRAGMA query_only = ON")
        connection.folder = folder
        stack.pop_all()
    return connection


def _connect(path: Path, *, read_only: bool) -> DataConnection:
    connection = sqlite3.connect(
        _address(path, "ro" if read_only else "rw"),
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        factory=DataConnection,
    )
    with closing_on_error(connection):
        connection.count(path)
        _guard(connection)
        # FULL does not sync the folder once the log is unlinked: a power cut brings the log back,
        # and it takes back an edit that was called saved.
        connection.execute("PRAGMA synchronous = EXTRA")
        if not read_only:
            connection.execute("PRAGMA journal_mode = DELETE")
            # Removed text is overwritten, so that nothing unchecked lingers in the file.
            connection.execute("PRAGMA secure_delete = ON")
    return connection


def connect_as_it_is(path: Path) -> DataConnection:
    """A connection for reading that looks at no log beside the file, and takes nothing back."""
    connection = sqlite3.connect(
        f"{_address(path, 'ro')}&immutable=1",
        uri=True,
        isolation_level=None,
        factory=DataConnection,
    )
    with closing_on_error(connection):
        connection.count(path)
        _guard(connection)
    return connection


def _guard(connection: DataConnection) -> None:
    """Limits against what a hostile file may hold; our own statements stay far below them."""
    for limit, most in _LIMITS.items():
        connection.setlimit(limit, most)
    # Functions of ours or SQLite's that write are nothing for the schema of a file.
    connection.execute("PRAGMA trusted_schema = OFF")
    # A cell that reaches beyond its page is damage, rather than what lies there.
    connection.execute("PRAGMA cell_size_check = ON")
    # From Python 3.12 on: the schema cannot be written but by DDL.
    defend = getattr(connection, "setconfig", None)
    if defend is not None:
        defend(_DEFENSIVE)


@contextlib.contextmanager
def closing_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    """Close the connection when the block raises."""
    done = False
    try:
        yield
        done = True
    finally:
        if not done:
            connection.close()


def _version_through_sqlite(path: Path) -> int:
    """The schema number of a file that this process has open, hence knows to be ours."""
    connection = connect(path, read_only=True)
    with contextlib.closing(connection):
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _address(path: Path, mode: str) -> str:
    """The file as a URI; the form with an empty host also holds for drives and shares."""
    place = path.absolute().as_posix()
    for sign in "%?#":
        place = place.replace(sign, f"%{ord(sign):02x}")
    return f"file://{'' if place.startswith('/') else '/'}{place}?mode={mode}"


def hot_journal(path: Path) -> bool:
    """An interrupted commit may have left the header half written; SQLite will roll it back.

    An empty log says nothing: SQLite removes it.
    """
    try:
        return path.with_name(path.name + "-journal").stat().st_size > 0
    except OSError:
        return False


def require_short(path: Path, *, new: bool) -> None:
    """Raise PathTooLongError where the files that come beside would have no room for their names.

    A `new` file, as a copy, is written under a temporary name with a journal of its own.
    """
    more = _PART_JOURNAL if new else _JOURNAL
    if os.name == "nt":
        too_long = len(path.name) + more > _LONGEST_NAME
    else:
        name, place = os.fsencode(path.name), os.fsencode(path.absolute())
        too_long = len(name) + more > _LONGEST_NAME or len(place) + more > _LONGEST_PATH
    if too_long:
        raise PathTooLongError(path)


def require_folder(path: Path) -> None:
    """Raise FolderMissingError when the folder of a path does not exist."""
    if not path.parent.is_dir():
        raise FolderMissingError(path)
