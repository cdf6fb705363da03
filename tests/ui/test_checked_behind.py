"""A large file is on show while it is checked; a damaged one does not stay there."""

import sqlite3
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from perfdesk.errors import DamagedDataFileError
from perfdesk.session.workspace import Workspace
from ui.workbench import Workbench


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("perfdesk.store.store.BEHIND_FROM", 0)
    path = tmp_path / "unit.perfdesk"
    with Workspace.create(path) as workspace:
        for year in (2023, 2024):
            workspace.editing.new_form("shanghai-self-evaluation-2024", year, "绿化养护")
    return path


def test_a_sound_file_stays_on_show(qtbot: QtBot, path: Path) -> None:
    bench = Workbench()
    with qtbot.waitSignal(bench.checked) as told:
        assert bench.open(path)
    assert told.args == [None]
    assert bench.form_id
    bench.close()


def test_a_damaged_file_is_told_and_let_go(qtbot: QtBot, path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE cells SET text = 'x' WHERE text = '2024'")
    bench = Workbench()
    with qtbot.waitSignal(bench.turned_out_damaged) as told:
        bench.open(path)
    assert isinstance(told.args[0], DamagedDataFileError)
    assert not bench.ready
    assert not bench.form_id
