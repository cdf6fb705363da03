"""The log of an interrupted commit, beside a file that was put there after the crash.

SQLite takes back whatever log it finds beside a file: one that belongs to the file before would
spoil a backup that somebody has copied into its place.
"""

import contextlib
from pathlib import Path

from perfdesk.atomic_file import LOG
from perfdesk.errors import DataFileLockedError
from perfdesk.store.damage.check import seal_fits
from perfdesk.store.damage.pages import may_read
from perfdesk.store.faults import FAULTS
from perfdesk.store.lock import FileLock
from perfdesk.store.opening import connect_as_it_is, hot_journal


def drop_stale_log(path: Path) -> None:
    """Remove the log where the file is byte for byte as it was closed; the caller holds its lock.

    Then nothing is to be taken back: the log is of another file, or its commit had not begun to
    write. A commit that is under way beside us would be one too, hence the lock.
    """
    if _closed_well(path):
        with contextlib.suppress(OSError):
            path.with_name(path.name + LOG).unlink()


def drop_stale_log_of_reader(path: Path) -> None:
    """The same for who opens the file to read: with the lock for a moment, where it can be had."""
    if _closed_well(path):
        with contextlib.suppress(DataFileLockedError, OSError):
            lock = FileLock.acquire(path)
            try:
                drop_stale_log(path)
            finally:
                lock.release()


def _closed_well(path: Path) -> bool:
    """Whether a file with a log beside it is as it was closed all the same."""
    with contextlib.suppress(*FAULTS):
        if hot_journal(path) and may_read(path):
            with contextlib.closing(connect_as_it_is(path)) as connection:
                return seal_fits(connection, path, own=1) is True
    return False
