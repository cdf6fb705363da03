"""From what SQLite and the system say to the one sentence for the user."""

import errno
import os
import sqlite3
from pathlib import Path

from perfdesk.errors import (
    DamagedDataFileError,
    DamagedWhileOpenError,
    DataFileBusyError,
    DataFileForbiddenError,
    DataFileReadOnlyError,
    DataFileUnreadableError,
    DiskFailureError,
    DiskFullError,
    PerfDeskError,
    SaveError,
    SaveForbiddenError,
)
from perfdesk.errors.causes import cause_of, cause_of_code
from perfdesk.store.repository.tables import (
    DamagedContentError,
    DamagedRowError,
    MissingRecordError,
)

Fault = sqlite3.Error | OSError | DamagedRowError | MissingRecordError
"""What reading and writing a data file may raise."""

FAULTS = (sqlite3.Error, OSError, DamagedRowError, MissingRecordError)

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_DAMAGE = {
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    # Our statements are fixed: where they do not fit, the file is not as we made it.
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_CONSTRAINT,
    sqlite3.SQLITE_MISMATCH,
}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_READ_ONLY = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}


def saving_fault(path: Path, fault: Fault) -> SaveError:
    """The sentence for a fault while writing."""
    if is_damage(fault):
        return DamagedWhileOpenError(path, describe(fault))
    code = _code(fault)
    number = fault.errno if isinstance(fault, OSError) else None
    if code == sqlite3.SQLITE_FULL or number in FULL:
        return DiskFullError(path)
    if code in _READ_ONLY or number in FORBIDDEN or _forbidden_open(path, code):
        return SaveForbiddenError(path)
    if code in _BUSY:
        return DataFileBusyError(path)
    return DiskFailureError(path, describe(fault))


def same_trouble(known: SaveError, later: SaveError) -> bool:
    """Whether two failures are one trouble to the user: a full disk fails some steps in general words."""
    disk = {DiskFullError, DiskFailureError}
    return type(known) is type(later) or {type(known), type(later)} == disk


def opening_fault(path: Path, fault: Fault) -> PerfDeskError:
    """The sentence for a fault while opening or reading."""
    if is_damage(fault):
        return DamagedDataFileError(path, describe(fault))
    code = _code(fault)
    number = fault.errno if isinstance(fault, OSError) else None
    if code == sqlite3.SQLITE_FULL or number in FULL:
        return DiskFullError(path)
    if code in _BUSY:
        return DataFileBusyError(path)
    if number in FORBIDDEN:
        return DataFileForbiddenError(path)
    if code in _READ_ONLY:
        return DataFileReadOnlyError(path)
    return DataFileUnreadableError(path, describe(fault))


def is_damage(fault: Fault) -> bool:
    """Whether the file's content is wrong, rather than the disk's doing."""
    if isinstance(fault, DamagedRowError | MissingRecordError):
        return True
    return isinstance(fault, sqlite3.Error) and (_code(fault) in _DAMAGE or _undecodable(fault))


def describe(fault: Fault) -> str:
    """A few words for the parentheses of a sentence; never the content of a cell."""
    if isinstance(fault, DamagedContentError):
        return f"{fault.table} 表中有记录的内容无法辨认"
    if isinstance(fault, DamagedRowError):
        return f"{fault.table} 表中有记录的校验和不符"
    if isinstance(fault, MissingRecordError):
        return "缺少应有的记录"
    if isinstance(fault, OSError):
        return cause_of(fault)
    if _code(fault) in _DAMAGE or _undecodable(fault):
        return "数据库结构有误"
    return cause_of_code(_code(fault))


def _code(fault: Fault) -> int | None:
    """The primary SQLite code, without the extension."""
    code = getattr(fault, "sqlite_errorcode", None)
    return None if code is None else int(code) & 0xFF


def _undecodable(fault: sqlite3.Error) -> bool:
    """Text that is no UTF-8, for which SQLite has no code."""
    return _code(fault) is None and "decode" in str(fault)


def _forbidden_open(path: Path, code: int | None) -> bool:
    """SQLite cannot make its journal beside the file: is it the folder's permission?"""
    return code == sqlite3.SQLITE_CANTOPEN and path.exists() and not os.access(path.parent, os.W_OK)
