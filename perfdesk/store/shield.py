"""Keeping the store's thread alive whatever others raise on it."""

import logging
from concurrent.futures import Future
from types import TracebackType
from typing import Generic, TypeVar

T = TypeVar("T")


class HandingOver(Generic[T]):
    """Whatever a job raises belongs to whoever asked for it."""

    def __init__(self, future: Future[T]) -> None:
        self._future = future

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if error is not None:
            self._future.set_exception(error)
        return True


class Shield:
    """A listener's mistake is logged, by its kind alone: its text might hold what was typed."""

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if kind is not None:
            logging.getLogger(__name__).error("a listener of the store failed: %s", kind.__name__)
        return True
