"""How long work tells of its progress and hears of being cancelled."""

from collections.abc import Callable

Progress = Callable[[int, int, str], None]
"""(done, of, what is being worked on)."""
Cancelled = Callable[[], bool]


def silent(done: int, total: int, what: str) -> None:
    """A progress that tells nobody."""


def never() -> bool:
    """Work that nobody cancels."""
    return False
