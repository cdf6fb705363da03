"""A row that vanishes or changes while the program works is never sealed, nor called a good backup."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from store_forms import Desk, a_form, two_forms

from perfdesk.cellpath import CellPath
from perfdesk.errors import BackupError, DamagedDataFileError
from perfdesk.store import Store, verify
from perfdesk.store.copies.backup import list_backups
from perfdesk.store.repository import files, tables

OTHER = CellPath("f2", "", "project_name")


def a_cell_gone(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM cells WHERE form_id = 'f1' AND row_id = 'r1'")


def a_row_gone(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM rows WHERE form_id = 'f2' AND row_id = 'r2'")


def an_old_cell_back(connection: sqlite3.Connection) -> None:
    """As when an older page comes back: its checksum fits."""
    tables.put(connection, "cells", "f1", "", "project_name", "从前的名称", None)


LOSSES = [a_cell_gone, a_row_gone, an_old_cell_back]


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("form", ["f1", "f2"])
def test_it_is_noticed_at_closing(
    tmp_path: Path, loss: Callable[[sqlite3.Connection], None], form: str
) -> None:
    path = two_forms(tmp_path)
    before = len(list_backups(path, None))
    with Store.open(path) as store:
        desk = Desk(store)
        desk.type("甲", CellPath(form, "", "project_name"))
        store.flush()
        # On the connection of the store: by no other way than a fault of disk or memory.
        store._writer.call(loss)
        store._committer.wrote()
        desk.type("乙", CellPath(form, "", "grade"))
        store.flush()
        with pytest.raises(BackupError):
            store.backups.backup()
    assert len(list_backups(path, None)) == before
    with sqlite3.connect(path) as connection:
        assert files.info(connection, files.SEALED) != "1"
    assert not verify(path).ok
    with pytest.raises(DamagedDataFileError):
        Store.open(path)


def test_a_day_of_work_adds_up(tmp_path: Path) -> None:
    path = two_forms(tmp_path)
    for number in range(3):
        with Store.open(path) as store:
            desk = Desk(store)
            desk.add(a_form(f"n{number}"))
            desk.type("名称", CellPath(f"n{number}", "r1", "level3"))
            desk.undo()
            desk.undo()
            desk.redo()
            store.flush()
            found = store._jobs.read(store._committer.expected)
            store._committer._totals = None
            assert store._jobs.read(store._committer.expected) == found
            assert store.backups.backup().ok
    assert verify(path).ok
