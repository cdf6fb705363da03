"""What a job on the store's thread will have answered.

As `concurrent.futures.Future`, of which this is the part the store uses: that one brings `logging`
and more along, 4 ms of every start of the window.
"""

from collections.abc import Callable
from threading import Condition
from types import TracebackType
from typing import Generic, TypeVar

from perfdesk.store.shield import Shield

T = TypeVar("T")


class Answer(Generic[T]):
    """Given once, by a value or by an error; waited for by any number of threads.

    As a block it takes whatever is raised inside as the answer: it belongs to whoever asked.
    """

    def __init__(self) -> None:
        self._changed = Condition()
        self._done = False
        self._values: list[T] = []
        self._error: BaseException | None = None
        self._callbacks: list[Callable[[Answer[T]], None]] = []

    def done(self) -> bool:
        """Whether it has been given."""
        return self._done

    def result(self) -> T:
        """Wait for it; raises the error that was given in its place."""
        error = self.exception()
        if error is not None:
            raise error
        return self._values[0]

    def exception(self) -> BaseException | None:
        """Wait for it; the error, None when there was none."""
        with self._changed:
            while not self._done:
                self._changed.wait()
        return self._error

    def add_done_callback(self, callback: Callable[["Answer[T]"], None]) -> None:
        """Call back once it has been given, on the thread that gives it; at once when it was."""
        with self._changed:
            if not self._done:
                self._callbacks.append(callback)
                return
        self._tell([callback])

    def set_result(self, value: T) -> None:
        """Give the value."""
        self._values.append(value)
        self._give(None)

    def set_exception(self, error: BaseException) -> None:
        """Give an error."""
        self._give(error)

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if error is not None and not self._done:
            self.set_exception(error)
        return True

    def _give(self, error: BaseException | None) -> None:
        with self._changed:
            if self._done:
                raise RuntimeError("an answer is given once")
            self._error = error
            self._done = True
            callbacks, self._callbacks = self._callbacks, []
            self._changed.notify_all()
        self._tell(callbacks)

    def _tell(self, callbacks: list[Callable[["Answer[T]"], None]]) -> None:
        for callback in callbacks:
            with Shield():
                callback(self)
