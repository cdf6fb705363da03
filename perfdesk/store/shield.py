"""Keeping the store's thread alive whatever others raise on it."""

import logging
from types import TracebackType


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
