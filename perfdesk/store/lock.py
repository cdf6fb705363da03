"""One writer per data file: a lock file beside it, held open under the system's lock.

A file beside the data file, not a table in it: colleagues on a share see it, it can be
taken and read while the database is busy or damaged, and it leaves with its owner. The
system's lock on it dies with the process, so a lock of this very computer that nobody holds
is known to be left over and is taken over; one of another computer may only seem so, and is
broken by choice alone.
"""

import contextlib
import errno
import getpass
import json
import os
import sys
from pathlib import Path
from typing import NamedTuple

from perfdesk.errors import DataFileLockedError
from perfdesk.values.moments import now

_UNSUPPORTED = {errno.EBADF, errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}
_ATTEMPTS = 10
_BINARY = getattr(os, "O_BINARY", 0)
_FAR = 1 << 30
"""The locked byte; beyond the text, which others must be able to read under Windows."""


class Holder(NamedTuple):
    """Who has a data file open."""

    host: str
    user: str
    pid: int
    at: str


def user_name() -> str:
    """The user's login name, empty when the system knows none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


def lock_path(path: Path) -> Path:
    """The lock file of a data file."""
    return path.with_name(path.name + ".lock")


class FileLock:
    """A lock that is held; `left_over` is the holder whose remains were taken over."""

    def __init__(self, path: Path, descriptor: int, left_over: Holder | None) -> None:
        self.path = path
        self.left_over = left_over
        self._descriptor = descriptor

    @classmethod
    def acquire(cls, data_file: Path, *, break_stale: bool = False) -> "FileLock":
        """Take the lock; DataFileLockedError when somebody has it, OSError when none can be made."""
        path = lock_path(data_file)
        for _ in range(_ATTEMPTS):
            try:
                descriptor = os.open(path, os.O_RDWR | os.O_CREAT | _BINARY, 0o666)
            except PermissionError:
                _clear(data_file, path, break_stale)
                continue
            with contextlib.ExitStack() as stack:
                stack.callback(os.close, descriptor)
                left_over = _take(data_file, path, descriptor, break_stale)
                if _same_file(path, descriptor):
                    stack.callback(_remove_empty, path, descriptor)
                    _write(descriptor, Holder(_host(), user_name(), os.getpid(), now()))
                    stack.pop_all()
                    return cls(path, descriptor, left_over)
        raise DataFileLockedError(data_file, "?", "?", now())

    def release(self) -> None:
        """Let go; the lock file is removed."""
        if self._descriptor < 0:
            return
        with contextlib.suppress(OSError):
            if _same_file(self.path, self._descriptor):
                os.ftruncate(self._descriptor, 0)
                if sys.platform != "win32":
                    self.path.unlink()
        os.close(self._descriptor)
        self._descriptor = -1
        if sys.platform == "win32":
            with contextlib.suppress(OSError):
                self.path.unlink()


def holder(data_file: Path) -> Holder | None:
    """Who has left a lock beside a data file, None when nobody."""
    try:
        return _parse(lock_path(data_file).read_bytes())
    except OSError:
        return None


def _take(data_file: Path, path: Path, descriptor: int, break_stale: bool) -> Holder | None:
    held = _system_lock(descriptor)
    found = _parse(os.pread(descriptor, 4096, 0) if sys.platform != "win32" else path.read_bytes())
    here = found is not None and found.host == _host()
    if held is False or (held is None and here and found is not None and _alive(found.pid)):
        known = found or Holder("?", "?", 0, now())
        raise DataFileLockedError(data_file, known.host, known.user, known.at)
    if found is not None and not here and not break_stale:
        raise DataFileLockedError(data_file, found.host, found.user, found.at, stale=True)
    return found


def _clear(data_file: Path, path: Path, break_stale: bool) -> None:
    """Remove a lock that another user of the computer left, and that we may not write into.

    DataFileLockedError when it is held; PermissionError when nothing may be written here at all.
    """
    if not path.exists():
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    descriptor = os.open(path, os.O_RDONLY | _BINARY)
    with contextlib.ExitStack() as stack:
        stack.callback(os.close, descriptor)
        _take(data_file, path, descriptor, break_stale)
        path.unlink()


def _remove_empty(path: Path, descriptor: int) -> None:
    """Leave no lock behind that could not be written (a full disk)."""
    with contextlib.suppress(OSError):
        if os.fstat(descriptor).st_size == 0:
            path.unlink()


def _system_lock(descriptor: int) -> bool | None:
    """Whether the system's lock was had; None where the place knows no locks."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, _FAR, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as fault:
        return None if fault.errno in _UNSUPPORTED else False
    return True


def _host() -> str:
    """The name of this computer."""
    if sys.platform != "win32":
        return os.uname().nodename
    import platform

    return platform.node()


def _same_file(path: Path, descriptor: int) -> bool:
    """Whether the path still leads to what we hold, rather than to a successor."""
    try:
        return os.path.samestat(os.stat(path), os.fstat(descriptor))
    except OSError:
        return False


def _write(descriptor: int, holder: Holder) -> None:
    if sys.platform != "win32":
        # Whoever comes after a crash, another user too, must be able to take it over.
        with contextlib.suppress(OSError):
            os.fchmod(descriptor, 0o666)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.ftruncate(descriptor, 0)
    os.write(descriptor, json.dumps(holder._asdict(), ensure_ascii=False).encode())


def _parse(data: bytes) -> Holder | None:
    if not data.strip():
        return None
    try:
        found = json.loads(data)
        return Holder(str(found["host"]), str(found["user"]), int(found["pid"]), str(found["at"]))
    except (ValueError, KeyError, TypeError):
        return Holder("?", "?", 0, "?")


def _alive(pid: int) -> bool:
    if sys.platform == "win32" or pid <= 0:
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
