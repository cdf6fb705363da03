"""May a data file be written? Its lock, and what an interrupted commit or copy has left beside it."""

import os
from pathlib import Path

from perfdesk.atomic_file import remove_remains
from perfdesk.errors import (
    DataFileNoRoomError,
    DataFileReadOnlyError,
    NewerDataFileError,
    PerfDeskError,
)
from perfdesk.store.faults import FORBIDDEN, FULL, opening_fault
from perfdesk.store.lock import FileLock
from perfdesk.store.opening import hot_journal, may_take_back, require_short
from perfdesk.store.schema import SCHEMA_VERSION


def _drop_stale_log(path: Path, *, reading: bool) -> None:
    if hot_journal(path):
        from perfdesk.store.damage import stale_journal as stalelog

        drop = stalelog.drop_stale_log_of_reader if reading else stalelog.drop_stale_log
        drop(path)


def admit(
    path: Path, version: int, read_only: bool, break_stale: bool
) -> tuple[FileLock | None, PerfDeskError | None]:
    """The lock, where the file is opened for writing; none, and why where that was asked for."""
    if version > SCHEMA_VERSION:
        return None, NewerDataFileError(path)
    if read_only:
        _drop_stale_log(path, reading=True)
        return None, None
    require_short(path, new=False)
    lock, notice = _lock(path, break_stale)
    if lock is not None:
        remove_remains(path)
        _drop_stale_log(path, reading=False)
    return lock, notice


def _lock(path: Path, break_stale: bool) -> tuple[FileLock | None, PerfDeskError | None]:
    """The lock; none, and why, where nothing can be written."""
    if not os.access(path, os.W_OK):
        return None, DataFileReadOnlyError(path)
    try:
        lock = FileLock.acquire(path, break_stale=break_stale)
        if may_take_back(path):
            return lock, None
        lock.release()
        return None, DataFileReadOnlyError(path)
    except OSError as fault:
        if fault.errno in FORBIDDEN:
            return None, DataFileReadOnlyError(path)
        if fault.errno in FULL:
            return None, DataFileNoRoomError(path)
        raise opening_fault(path, fault) from fault
