"""Garbage is collected in the main thread only: a Qt object deleted in another one may end the process.

Python collects wherever an allocation crosses its threshold, so also in a thread that reads files,
and what it finds there may hold timers and widgets. Here its own collecting is off, and a timer of the
main thread does the same by the same counts.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_THRESHOLDS = (7_000, 10, 40)
"""So few that walking the middle generation holds the window for some milliseconds, not a tenth of a second."""
_NEVER = 1_000_000
_LOOK_MS = 80
"""Often enough that a thread reading files leaves a few milliseconds of work, not a tenth of a second."""


class Collector(QObject):
    """Collects as Python would, but in the thread that made it, until the parent is gone."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        settle_heap()
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(collect_due)
        self._timer.start()


def collect_due() -> int | None:
    """Collect the oldest generation whose count is over its threshold; answers which, None for none."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    if counts[0] <= thresholds[0]:
        return None
    generation = 0
    while generation < 2 and counts[generation + 1] > thresholds[generation + 1]:
        generation += 1
    gc.collect(generation)
    return generation


def let_heap_grow() -> None:
    """While all forms are loaded: their heap would be walked again and again, a tenth of a second each time."""
    gc.unfreeze()
    gc.set_threshold(*_THRESHOLDS[:2], _NEVER)


def work_as_ever() -> None:
    """All generations are collected when they are due."""
    gc.set_threshold(*_THRESHOLDS)


def settle_heap() -> None:
    """What has been loaded stays and is not walked any more; what comes after is cleared as ever."""
    gc.freeze()
    work_as_ever()
