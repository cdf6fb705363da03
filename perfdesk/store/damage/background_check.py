"""Checking a file while it is shown already: on a thread and a connection of its own.

Editing waits for the answer: nothing is written into a file that is not known to be sound.
"""

import contextlib
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import NamedTuple

from perfdesk.errors import PerfDeskError
from perfdesk.store.damage.check import rows_fault, seal_fits, structure_fault
from perfdesk.store.damage.pages import DataConnection
from perfdesk.store.faults import FAULTS, describe
from perfdesk.store.opening import connect

PAUSE = 0.5
"""Seconds before a check behind begins, so that it does not compete with the first paint."""


class Soundness(NamedTuple):
    """What a check found: a fault in our words or None; whether the seal fits, None without one."""

    fault: str | None
    sealed: bool | None


def examine(connection: DataConnection, path: Path, *, own: int) -> Soundness:
    """Is the file as it was written? `own` connections of the caller to it are idle.

    What was closed properly is compared byte by byte; else every row is checked, and the
    forms are held against the journal.
    """
    fault = structure_fault(connection)
    fits = seal_fits(connection, path, own=own)
    if fault is None and fits is not True and connection.check_rows:
        from perfdesk.store.damage.retold import journal_fault

        fault = rows_fault(connection) or journal_fault(connection)
    return Soundness(fault, fits)


class CheckBehind:
    """One check on its own thread; `done` is called there with what was found."""

    def __init__(self, path: Path, done: Callable[[Soundness], None]) -> None:
        self._path = path
        self._done = done
        self._connection: DataConnection | None = None
        self._given_up = threading.Event()
        self._thread = threading.Thread(target=self._run, name="perfdesk-check", daemon=True)
        self.answer: Future[None] = Future()
        """Done when the file was found sound; carries the PerfDeskError when not."""

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Give up, for closing; the answer is then a fault that nobody waits for."""
        self._given_up.set()
        connection = self._connection
        if connection is not None and self._thread.is_alive():
            with contextlib.suppress(sqlite3.ProgrammingError):
                connection.interrupt()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        if self._given_up.wait(PAUSE):
            self._done(Soundness("检查没有完成", None))
            return
        try:
            self._connection = connect(self._path, read_only=True)
            with contextlib.closing(self._connection):
                found = examine(self._connection, self._path, own=2)
        except PerfDeskError as error:
            found = Soundness(str(error), None)
        except FAULTS as fault:
            found = Soundness(describe(fault), None)
        self._done(found)
