"""Data files that do not open as they are, and what is said after a crash."""

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from perfdesk.session.workspace import Workspace
from tests.ui.in_trouble import press, type_name
from ui.datafile.check_file import CheckFileDialog
from ui.window.main_window import MainWindow

Make = Callable[..., MainWindow]

ROOT = Path(__file__).resolve().parents[2]


# --- opening is refused


def lock_of(path: Path, host: str) -> Path:
    lock = path.with_name(path.name + ".lock")
    lock.write_text(
        json.dumps({"host": host, "user": "王会计", "pid": 77, "at": "2026-11-22T09:00"})
    )
    return lock


def test_a_file_somebody_has_open_is_read(make_window: Make, path: Path, answers: object) -> None:
    window = make_window(opened=False)
    with Workspace.open(path):
        assert not window.commands.files.open_path(path)
        answers.choice = 0  # type: ignore[attr-defined]
        assert window.commands.files.open_path(path)
        assert window.context.controller.file.read_only
        window.greet()
        assert "只读" in window.alarm.banner.text.text()
        assert window.status.saved.text() == "只读"
        window.context.controller.close()


def test_a_stale_lock_is_broken_by_choice_alone(
    make_window: Make, path: Path, answers: object
) -> None:
    window = make_window(opened=False)
    lock = lock_of(path, "财务科-02")
    assert not window.commands.files.open_path(path)
    (question,) = answers.asked  # type: ignore[attr-defined]
    assert "王会计" in question
    assert "财务科-02" in question
    answers.choice, answers.agrees = 1, False  # type: ignore[attr-defined]
    assert not window.commands.files.open_path(path)
    assert json.loads(lock.read_text("utf-8"))["user"] == "王会计"
    answers.agrees = True  # type: ignore[attr-defined]
    assert window.commands.files.open_path(path)
    assert window.context.controller.writable


def test_no_stranger_breaks_a_lock_that_is_held(
    make_window: Make, path: Path, answers: object
) -> None:
    window = make_window(opened=False)
    offered: list[object] = []
    answers.choose = lambda question, buttons: offered.append(buttons)  # type: ignore[attr-defined]
    with Workspace.open(path):
        assert not window.commands.files.open_path(path)
    assert offered == [("以只读方式打开",)]


def test_a_damaged_file_leads_to_its_backup(make_window: Make, qtbot: QtBot, path: Path) -> None:
    with Workspace.open(path) as workspace:
        workspace.recovery.back_up()
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 6] = os.urandom(4096 * 3)
    path.write_bytes(data)
    window = make_window(opened=False)
    assert not window.commands.files.open_path(path)
    qtbot.waitUntil(lambda: window.findChild(CheckFileDialog) is not None, timeout=20_000)
    dialog = window.findChild(CheckFileDialog)
    assert dialog is not None
    assert not window.context.controller.ready
    assert dialog.salvage.isVisible()
    assert dialog.restore.isEnabled()
    assert "backups" in dialog.place.text()
    QTest.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.context.controller.ready, timeout=20_000)
    (kept,) = path.parent.glob("unit.恢复前-*")
    assert kept.read_bytes() == bytes(data)


def test_a_damaged_file_on_show_is_let_go_and_helped_with(
    make_window: Make, qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("perfdesk.store.store.BEHIND_FROM", 0)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE cells SET text = 'x' WHERE text = '2024'")
    window = make_window(opened=False)
    window.commands.files.open_path(path)
    qtbot.waitUntil(lambda: window.findChild(CheckFileDialog) is not None, timeout=20_000)
    assert not window.context.controller.ready
    assert not window.context.view.grid.form_id or not window.context.paper_area.sheet.isVisible()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not ours", "姓名,金额".encode()])
def test_what_is_no_data_file_is_never_shown_as_an_empty_one(
    make_window: Make, qtbot: QtBot, tmp_path: Path, answers: object, content: bytes
) -> None:
    window = make_window(opened=False)
    bad = tmp_path / "坏.perfdesk"
    bad.write_bytes(content)
    assert not window.commands.files.open_path(bad)
    qtbot.waitUntil(lambda: bool(answers.errors), timeout=20_000)  # type: ignore[attr-defined]
    assert not window.context.controller.ready
    assert bad.read_bytes() == content


def test_a_zero_byte_file_is_brought_back_from_its_backup(
    make_window: Make, qtbot: QtBot, path: Path
) -> None:
    with Workspace.open(path) as workspace:
        workspace.recovery.back_up()
    path.write_bytes(b"")
    window = make_window(opened=False)
    assert not window.commands.files.open_path(path)
    qtbot.waitUntil(lambda: window.findChild(CheckFileDialog) is not None, timeout=20_000)
    dialog = window.findChild(CheckFileDialog)
    assert dialog is not None
    QTest.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.context.controller.ready, timeout=20_000)
    assert window.context.controller.file.forms()


def test_a_newer_file_opens_read_only_and_says_so(make_window: Make, path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
        connection.commit()
    bytes_then = path.read_bytes()
    window = make_window(opened=False)
    assert window.commands.files.open_path(path)
    window.greet()
    assert window.context.controller.file.read_only
    assert window.context.controller.file.forms()
    assert "更新版本" in window.alarm.banner.text.text()
    press(window, "知道了")
    assert not window.alarm.banner.isVisible()
    window.context.controller.close()
    assert path.read_bytes() == bytes_then


def test_a_file_that_has_gone_is_not_made_anew_unasked(
    make_window: Make, qtbot: QtBot, path: Path, answers: object
) -> None:
    with Workspace.open(path) as workspace:
        workspace.recovery.back_up()
    path.unlink()
    window = make_window(opened=False)
    assert not window.commands.files.open_path(path)
    assert not path.exists()
    answers.choice = 0  # type: ignore[attr-defined]
    window.commands.files.open_path(path)
    qtbot.waitUntil(lambda: window.context.controller.ready, timeout=20_000)
    assert window.context.controller.file.forms()


def test_a_new_file_is_made_by_choice(make_window: Make, tmp_path: Path, answers: object) -> None:
    window = make_window(opened=False)
    answers.choice = 0  # type: ignore[attr-defined]
    assert window.commands.files.open_path(tmp_path / "新.perfdesk")
    assert window.context.controller.writable


# --- after a crash, and what happens behind


def test_what_is_typed_is_on_the_disk_two_seconds_after_the_last_key(
    window: MainWindow, qtbot: QtBot
) -> None:
    view, store = window.context.view, window.context.controller.file._store
    view.go_to_field("", "goal_actual")
    QTest.keyClick(view, Qt.Key.Key_A)
    editor = view.cells.editor
    assert editor is not None
    editor.insertPlainText("写到一半")
    typed = editor.toPlainText()
    qtbot.waitUntil(lambda: [draft.text for draft in store.drafts.all()] == [typed], timeout=2000)
    assert window.status.saved.text() == "尚无改动"
    view.commit_editor()
    qtbot.waitUntil(lambda: store.drafts.all() == [])


CRASH = """
import os, sys
from perfdesk.cellpath import CellPath
from perfdesk.session.workspace import Workspace
workspace = Workspace.open(sys.argv[1])
form = workspace.form_ids()[0]
workspace.editing.set_text(CellPath(form, "", "project_name"), "已存的")
workspace.safekeeping.keep_draft(CellPath(form, "", "goal_actual"), "写到一半")
workspace.safekeeping.wait()
workspace.safekeeping.recycle_bin()  # comes after the draft on the store's thread
os._exit(9)
"""


def test_texts_of_a_crash_are_offered_and_found(
    make_window: Make, path: Path, qtbot: QtBot
) -> None:
    subprocess.run([sys.executable, "-c", CRASH, str(path)], check=False, cwd=ROOT)
    window = make_window(opened=False)
    assert window.commands.files.open_path(path)
    window.greet()
    assert "没有正常退出" in window.alarm.banner.text.text()
    press(window, "找回")
    assert window.context.controller.file.forms()[0].project_name == "已存的"
    goal = window.context.controller.grid(window.context.controller.file.form_ids()[0]).find(
        "", "goal_actual"
    )
    assert goal is not None
    assert goal.value == "写到一半"


def test_a_backup_that_failed_is_said_once(
    window: MainWindow, settings_home: Path, qtbot: QtBot
) -> None:
    from perfdesk.errors import BackupError

    keeper = window.context.controller.file.recovery._store.backups
    keeper.problem = BackupError(settings_home / "x", "磁盘空间不足")
    type_name(window, qtbot, "甲")
    assert "备份没有做成" in window.alarm.banner.text.text()
    press(window, "知道了")
    type_name(window, qtbot, "乙")
    assert not window.alarm.banner.isVisible()
    keeper.problem = None
    type_name(window, qtbot, "丙")
    keeper.problem = BackupError(settings_home / "x", "磁盘空间不足")
    window.alarm.look_for_problems()
    assert window.alarm.banner.isVisible()
