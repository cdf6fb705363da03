"""The one thread that owns the connection: entries are committed in order, jobs run between.

A failed entry and all after it stay queued; each later submission, and `retry`, tries again
from the first one, on a fresh connection. Nothing after a failed entry is written before it.
"""

import contextlib
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from time import monotonic
from types import TracebackType
from typing import TypeVar

from perfdesk.errors import SaveError, StoreClosedError
from perfdesk.history import JournalEntry
from perfdesk.store.faults import same_trouble
from perfdesk.store.records import Failed, Saved
from perfdesk.store.shield import Shield

T = TypeVar("T")
Listener = Callable[[Saved | Failed], None]
Job = Callable[[sqlite3.Connection], T]


class Writer:
    """Runs jobs and commits on its own thread.

    `connect` opens the connection there, `commit` puts one entry on the disk and answers
    when; `reconnect` takes over after a failure, and when somebody else has `touched` the file:
    pages that SQLite remembers may not be those of the file then. `commit` and `reconnect` raise
    SaveError and nothing else.
    """

    def __init__(
        self,
        connect: Callable[[], sqlite3.Connection],
        commit: Callable[[sqlite3.Connection, JournalEntry], str],
        reconnect: Callable[[], sqlite3.Connection],
        touched: Callable[[], bool] = lambda: False,
    ) -> None:
        self._connect = connect
        self._reconnect = reconnect
        self._commit = commit
        self._touched = touched
        self._changed = threading.Condition()
        self._work: deque[Callable[[], None]] = deque()
        self._outbox: deque[JournalEntry] = deque()
        self._failure: SaveError | None = None
        self._told: SaveError | None = None
        """What listeners have heard of the trouble that lasts."""
        self._tried = 0
        """The newest entry that a failed attempt has told about."""
        self._closing = False
        self._open = False
        self._bar: SaveError | None = None
        self._connection: sqlite3.Connection | None = None
        self._stale = False
        """The connection has seen a failure and is replaced before the next attempt."""
        self.listeners: list[Listener] = []
        self.last_saved: Saved | None = None
        self._thread = threading.Thread(target=self._run, name="perfdesk-store", daemon=True)

    def start(self) -> None:
        """Start the thread and wait until it is connected; raises what `connect` raises."""
        self._thread.start()
        self.call(lambda connection: None)

    @property
    def alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread.is_alive()

    @property
    def pending(self) -> int:
        """How many entries are not on the disk yet."""
        return len(self._outbox)

    @property
    def outbox(self) -> tuple[JournalEntry, ...]:
        """The entries that are not on the disk yet, oldest first."""
        with self._changed:
            return tuple(self._outbox)

    def open_gate(self) -> None:
        """Begin to write entries; until then they wait."""
        with self._changed:
            self._open = True
            self._work.append(self._drain)
            self._changed.notify_all()

    def bar(self, error: SaveError) -> None:
        """Write no entry ever: each fails with this."""
        with self._changed:
            self._bar = error
        self.open_gate()

    def submit(self, entry: JournalEntry) -> None:
        """Queue an entry for the disk."""
        with self._changed:
            if self._closing:
                raise StoreClosedError
            self._outbox.append(entry)
            self._work.append(self._drain)
            self._changed.notify_all()

    def retry(self) -> None:
        """Try again to write what is pending; a failure is told anew."""
        with self._changed:
            self._told = None
            self._work.append(self._drain)
            self._changed.notify_all()

    def post(self, job: Job[T]) -> Future[T]:
        """Run a job on the thread, after what was queued before it."""
        answer: Future[T] = Future()

        def run() -> None:
            with _Answered(answer):
                try:
                    answer.set_result(job(self._any_connection()))
                except SaveError:
                    self._stale = True
                    raise

        with self._changed:
            if self._closing:
                raise StoreClosedError
            self._work.append(run)
            self._changed.notify_all()
        return answer

    def call(self, job: Job[T]) -> T:
        """Run a job on the thread and answer what it answers."""
        return self.post(job).result()

    def flush(self, timeout: float | None) -> bool:
        """Wait until all that was submitted is on the disk; False when the time is over.

        Raises the SaveError of the oldest entry when it could not be written.
        """
        limit = None if timeout is None else monotonic() + timeout
        with self._changed:
            while self._outbox:
                if self._failure is not None and not self._work:
                    raise self._failure
                rest = None if limit is None else limit - monotonic()
                if rest is not None and rest <= 0:
                    return False
                self._changed.wait(rest)
        return True

    def forget(self) -> None:
        """Give up what is pending."""
        with self._changed:
            self._outbox.clear()
            self._failure = self._told = None
            self._changed.notify_all()

    def stop(self) -> None:
        """End the thread after the work queued so far."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._work and not self._closing:
                    self._changed.wait()
                if not self._work:
                    break
                work = self._work[0]
            work()
            with self._changed:
                self._work.popleft()
                self._changed.notify_all()
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()

    def _drain(self) -> None:
        """Write the pending entries, oldest first, until one fails."""
        while self._outbox and self._open:
            if self._bar is not None:
                self._fail(self._bar)
                return
            entry = self._outbox[0]
            try:
                at = self._commit(self._ready_connection(), entry)
            except SaveError as error:
                self._fail(error)
                return
            with self._changed:
                self._outbox.popleft()
                self._failure = self._told = None
                self.last_saved = Saved(entry.seq, at)
                self._changed.notify_all()
            self._tell(self.last_saved)

    def _fail(self, error: SaveError) -> None:
        """Tell about every pending entry that no earlier attempt told about.

        One trouble has one message: a later attempt may fail at another step of the same disk.
        """
        with self._changed:
            if self._told is None or not same_trouble(self._told, error):
                self._told, self._tried = error, 0
            self._failure = error = self._told
            self._stale = True
            untold = [entry.seq for entry in self._outbox if entry.seq > self._tried]
            self._tried = self._outbox[-1].seq
            self._changed.notify_all()
        for seq in untold:
            self._tell(Failed(seq, str(error), error))

    def _ready_connection(self) -> sqlite3.Connection:
        """A connection that may be written through; a new one after a failure."""
        if self._connection is None:
            self._connection = self._reconnect() if self._stale else self._connect()
        elif self._stale or self._touched():
            old, self._connection = self._connection, self._reconnect()
            with contextlib.suppress(sqlite3.Error):
                old.close()
        self._stale = False
        return self._connection

    def _any_connection(self) -> sqlite3.Connection:
        """The same for jobs, which may still read through the old one when there is no new one.

        A file that was moved or deleted is there for whoever has it open.
        """
        try:
            return self._ready_connection()
        except SaveError:
            if self._connection is None:
                raise
            return self._connection

    def _tell(self, message: Saved | Failed) -> None:
        for listener in tuple(self.listeners):
            with Shield():
                listener(message)


class _Answered:
    """A block whose errors, of whatever kind, belong to whoever waits for the future."""

    def __init__(self, answer: Future[T]) -> None:
        self._answer = answer

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if error is not None and not self._answer.done():
            self._answer.set_exception(error)
        return True
