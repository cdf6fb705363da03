"""Reading in a separate process with limits of memory and time, started once and used for all files.

A file that crashes or stalls the reading process costs that process only: it is started anew for
the next file, and the file gets its sentence.
"""

import json
import multiprocessing
import os
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from types import ModuleType
from typing import Final

from perfdesk import errors
from perfdesk.errors import PerfDeskError, ReadingCrashedError, ReadingTimeoutError
from perfdesk.io.readers.snapshot import Snapshot, from_data
from perfdesk.io.readers.worker import MAX_REPLY, serve

TIME_LIMIT: Final = 9.0
"""Seconds for one file, the start of the process aside."""
START_LIMIT: Final = 30.0
"""Seconds until a fresh process answers at all."""
_AHEAD: Final = 6
"""Files that are on their way to the process at once, so that it never waits."""


class Guard:
    """The reading process and the way to it; safe to use from several threads."""

    def __init__(self, time_limit: float = TIME_LIMIT) -> None:
        self._time_limit = time_limit
        self._lock = threading.Lock()
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._fresh = True
        self._owner: int | None = None
        """The thread whose batch is being read."""

    def read(self, path: Path) -> Snapshot:
        """The cells of a file; a PerfDeskError when it cannot be read."""
        if self._owner == threading.get_ident():
            # Asked in the middle of a batch of this very thread: that process has answers under way.
            with closing(Guard(self._time_limit)) as other:
                return other.read(path)
        *_, (_, found) = self.read_all([path])
        if isinstance(found, PerfDeskError):
            raise found
        return found

    def read_all(self, paths: Iterable[Path]) -> Iterator[tuple[Path, Snapshot | PerfDeskError]]:
        """Each file with its cells or its error, in order; the next is being read meanwhile."""
        waiting: deque[Path] = deque()
        rest = iter(paths)
        more = True
        with self._lock:
            self._owner = threading.get_ident()
            try:
                while True:
                    while more and len(waiting) < _AHEAD:
                        path = next(rest, None)
                        more = path is not None
                        if path is not None:
                            waiting.append(path)
                            self._send(path)
                    if not waiting:
                        return
                    found = self._receive(waiting)
                    yield waiting.popleft(), found
            finally:
                self._owner = None
                if waiting:
                    # Left in the middle: what is still under way must not answer the next question.
                    self._stop()

    def prepare(self) -> None:
        """Start the process, without waiting for it, before there is something to read."""
        with self._lock:
            if self._connection is None:
                self._start()

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._stop()

    @property
    def process_id(self) -> int | None:
        """The process's id while it runs."""
        return self._process.pid if self._process else None

    def _send(self, path: Path) -> None:
        if self._connection is None:
            self._start()
        if self._connection is not None:
            try:
                self._connection.send_bytes(os.fsencode(path))
            except OSError:
                # It died of the file before; `_receive` finds that out and starts it anew.
                return

    def _receive(self, waiting: deque[Path]) -> Snapshot | PerfDeskError:
        path = waiting[0]
        if self._connection is None:
            self._resend(waiting)
        found = self._answer(path)
        if self._connection is None and len(waiting) > 1:
            following = deque(list(waiting)[1:])
            self._resend(following)
        return found

    def _answer(self, path: Path) -> Snapshot | PerfDeskError:
        connection = self._connection
        if connection is None:
            return ReadingCrashedError(path)
        try:
            if not connection.poll(self._time_limit + (START_LIMIT if self._fresh else 0)):
                self._stop()
                return ReadingTimeoutError(path)
            data = json.loads(connection.recv_bytes(MAX_REPLY + 1))
        except (EOFError, OSError):
            self._stop()
            return ReadingCrashedError(path)
        self._fresh = False
        if "error" in data:
            return _error(data["error"], data["message"])
        return from_data(data["snapshot"])

    def _resend(self, waiting: deque[Path]) -> None:
        """After a crash: a new process, asked again for what the old one did not come to."""
        for path in waiting:
            self._send(path)

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs,), daemon=True, name="perfdesk-reader")
        with _without_main():
            process.start()
        theirs.close()
        self._process, self._connection, self._fresh = process, ours, True

    def _stop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.kill()
            self._process.join(5)
        self._connection = self._process = None


@contextmanager
def _without_main() -> Iterator[None]:
    """A new process runs the caller's main module again, which reading has no use for: hide it."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _error(name: str, message: str) -> PerfDeskError:
    """The error of the other process, of the same class and with the same sentence."""
    kind = getattr(errors, name, PerfDeskError)
    error: PerfDeskError = kind.__new__(kind)
    error.args = (message,)
    return error


_guard = Guard()


def guarded() -> Guard:
    """The program's one reading process."""
    return _guard
