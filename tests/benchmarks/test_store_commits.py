"""An edit's commit against plain sqlite3 doing the same statements (bound: 2)."""

import shutil
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "store"))

from store_forms import Desk, a_form

from perfdesk.store import Store

EDITS = 400
ROUNDS = 5
BOUND = 2.0


def statements_of_edits(path: Path) -> list[list[str]]:
    """What each edit asks of SQLite, with its values written out."""
    traced: list[str] = []
    store = Store.open(path)
    store._writer.call(lambda connection: connection.set_trace_callback(traced.append))
    desk = Desk(store)
    desk.document.form("f1")
    traced.clear()
    for number in range(EDITS):
        desk.type(f"第{number}次修改")
    store.flush()
    store.abandon()
    edits: list[list[str]] = []
    for statement in traced:
        if statement.startswith("BEGIN"):
            edits.append([])
        edits[-1].append(statement)
    return edits


def seconds_of_store(path: Path) -> float:
    with Store.open(path) as store:
        desk = Desk(store)
        desk.document.form("f1")
        started = time.perf_counter()
        for number in range(EDITS):
            desk.type(f"第{number}次修改")
        store.flush()
        return time.perf_counter() - started


def seconds_of_plain(path: Path, edits: list[list[str]]) -> float:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = EXTRA")
    started = time.perf_counter()
    for edit in edits:
        for statement in edit:
            connection.execute(statement)
    seconds = time.perf_counter() - started
    connection.close()
    return seconds


def test_a_commit_costs_little_more_than_its_statements(
    tmp_path: Path, figure: Callable[..., Any]
) -> None:
    sound = tmp_path / "sound.perfdesk"
    with Store.create(sound) as store:
        Desk(store).add(a_form(rows=15))
    edits = statements_of_edits(Path(shutil.copy(sound, tmp_path / "traced.perfdesk")))
    assert len(edits) >= EDITS
    measured, reference = [], []
    for number in range(ROUNDS):
        copies = [Path(shutil.copy(sound, tmp_path / f"{number}{name}.perfdesk")) for name in "ab"]
        measured.append(seconds_of_store(copies[0]))
        reference.append(seconds_of_plain(copies[1], edits))
    found = figure(
        "an edit's commit, against plain sqlite3 doing the same",
        measured=statistics.median(measured) / EDITS * 1000,
        reference=statistics.median(reference) / EDITS * 1000,
        unit="ms",
        bound=BOUND,
    )
    assert found.ratio <= BOUND
