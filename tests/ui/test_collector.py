"""Garbage is collected in the main thread, whichever thread made it."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.desktop import collector


class Knot:
    """Garbage that only the collector finds."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def owner() -> Iterator[QObject]:
    thresholds = gc.get_threshold()
    owner = QObject()
    yield owner
    owner.deleteLater()
    gc.unfreeze()
    gc.set_threshold(*thresholds)
    gc.enable()


def leave_garbage(ended_in: list[threading.Thread]) -> None:
    knot = Knot()
    weakref.finalize(knot, lambda: ended_in.append(threading.current_thread()))
    del knot
    kept = [[number] for number in range(120_000)]
    kept.clear()
    more = [[number] for number in range(60_000)]
    threading.current_thread().kept = more  # type: ignore[attr-defined]


def test_garbage_of_another_thread_ends_in_the_main_one(qtbot: QtBot, owner: QObject) -> None:
    collector.Collector(owner)
    ended_in: list[threading.Thread] = []
    thread = threading.Thread(target=leave_garbage, args=(ended_in,))
    thread.start()
    thread.join()
    assert ended_in == [], "collected in the thread that made it"
    qtbot.waitUntil(lambda: bool(ended_in), timeout=5000)
    assert ended_in == [threading.main_thread()]


def test_nothing_is_collected_before_it_is_due(qtbot: QtBot, owner: QObject) -> None:
    collector.Collector(owner)
    gc.collect()
    assert collector.collect_due() is None


def test_older_generations_follow_by_their_counts(qtbot: QtBot, owner: QObject) -> None:
    collector.Collector(owner)
    gc.set_threshold(1, 2, 1_000)
    kept = []
    seen = []
    for _ in range(8):
        kept.extend([number] for number in range(100))
        seen.append(collector.collect_due())
    assert set(seen) == {0, 1}
    assert seen.index(1) >= 3


def test_while_all_forms_are_loaded_the_oldest_is_left_alone(qtbot: QtBot, owner: QObject) -> None:
    collector.Collector(owner)
    collector.let_heap_grow()
    assert gc.get_freeze_count() == 0
    assert gc.get_threshold()[2] >= 1_000_000
    collector.settle_heap()
    assert gc.get_freeze_count() > 0
    assert gc.get_threshold() == (7_000, 10, 40)
