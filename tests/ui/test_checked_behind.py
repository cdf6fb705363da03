"""A large file is on show while it is checked; a damaged one does not stay there."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from perfdesk.errors import DamagedDataFileError
from perfdesk.session.workspace import Workspace
from perfdesk.store.damage.background_check import examine
from ui.bench.controller import Controller
from ui.window.main_window import MainWindow


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("perfdesk.store.store.BEHIND_FROM", 0)
    path = tmp_path / "unit.perfdesk"
    with Workspace.create(path) as workspace:
        for year in (2023, 2024):
            workspace.editing.new_form("shanghai-self-evaluation-2024", year, "绿化养护")
    return path


def test_a_sound_file_stays_on_show(qtbot: QtBot, path: Path) -> None:
    controller = Controller()
    with qtbot.waitSignal(controller.checked) as told:
        assert controller.open(path)
    assert told.args == [None]
    assert controller.form_id
    controller.close()


def slowly(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Checks behind wait for this event."""
    go_on = threading.Event()

    def slow(*arguments: Any, **named: Any) -> Any:
        go_on.wait(20)
        return examine(*arguments, **named)

    monkeypatch.setattr("perfdesk.store.damage.background_check.examine", slow)
    return go_on


def test_editing_opens_when_the_file_was_found_sound(
    qtbot: QtBot,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    make_window: Callable[..., MainWindow],
) -> None:
    go_on = slowly(monkeypatch)
    window = make_window(opened=False)
    controller, view = window.context.controller, window.context.view
    assert window.commands.files.open_path(path)
    window.greet()
    form = controller.form_id
    assert form
    assert not controller.writable
    assert not window.center.actions["insert_row"].isEnabled()
    assert controller.perform(lambda: controller.file.editing.remove_form(form)) is None
    with qtbot.waitSignal(controller.editing_opened):
        go_on.set()
    assert window.center.actions["insert_row"].isEnabled()
    view.go_to_field("", "project_name")
    QTest.keyClick(view, Qt.Key.Key_A)
    assert view.cells.editor is not None
    view.commit_editor()
    qtbot.waitUntil(lambda: window.status.saved.text().startswith("已保存"))


def test_a_check_that_was_broken_off_says_nothing_about_the_next_file(
    qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    go_on = slowly(monkeypatch)
    controller = Controller()
    assert controller.open(path)
    assert controller.checking
    threading.Timer(0.2, go_on.set).start()
    assert controller.open(tmp_path / "another.perfdesk", create=True)
    with qtbot.assertNotEmitted(controller.turned_out_damaged, wait=500):
        controller.file.editing.new_form("shanghai-self-evaluation-2024", 2024, "新")
    assert controller.ready
    controller.close()


def test_a_damaged_file_is_told_and_let_go(qtbot: QtBot, path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE cells SET text = 'x' WHERE text = '2024'")
    controller = Controller()
    with qtbot.waitSignal(controller.turned_out_damaged) as told:
        controller.open(path)
    assert isinstance(told.args[0], DamagedDataFileError)
    assert not controller.ready
    assert not controller.form_id
    assert not path.with_name(f"{path.name}.lock").exists()
