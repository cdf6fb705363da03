"""The text of an open editor that cannot be kept: told at once, in one banner, until it can be."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from perfdesk.session.workspace import Workspace
from tests.ui.in_trouble import cell, press, type_name
from tests.ui.test_file_trouble import full_disk
from ui.datafile.alarm import UNSAVED
from ui.datafile.banner import Message
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")


@pytest.fixture
def path(sample_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sample_file, tmp_path / "unit.perfdesk"))


@pytest.fixture
def window(make_window: Callable[..., MainWindow], path: Path) -> MainWindow:
    made = make_window(opened=False)
    assert made.commands.files.open_path(path)
    made.greet()
    return made


@pytest.fixture
def said(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The messages about what is not saved."""
    found: list[str] = []
    put = window.alarm.banner.put

    def keep(name: str, message: Message) -> None:
        if name == UNSAVED:
            found.append(message.sentence)
        put(name, message)

    monkeypatch.setattr(window.alarm.banner, "put", keep)
    return found


def draft(window: MainWindow, qtbot: QtBot, text: str) -> None:
    with qtbot.waitSignal(window.context.controller.drafted):
        window.context.controller.keep_draft(cell(window), text)


def test_it_is_told_once_and_stops_when_it_works_again(
    window: MainWindow, qtbot: QtBot, path: Path, said: list[str]
) -> None:
    with full_disk(path):
        for number in range(3):
            draft(window, qtbot, f"没填完{number}")
        assert len(said) == 1
        assert window.alarm.banner.isVisible()
        assert not window.alarm.failing
    draft(window, qtbot, "又能存了")
    assert not window.alarm.banner.isVisible()
    assert len(said) == 1
    window.context.controller.file.recovery.abandon()
    with Workspace.open(path) as workspace:
        assert [kept.text for kept in workspace.safekeeping.drafts] == ["又能存了"]


def test_trying_again_keeps_it(
    window: MainWindow, qtbot: QtBot, path: Path, said: list[str]
) -> None:
    with full_disk(path):
        draft(window, qtbot, "没填完")
        with qtbot.waitSignal(window.context.controller.drafted):
            press(window, "重试")
        assert window.alarm.banner.isVisible()
    with qtbot.waitSignal(window.context.controller.drafted):
        press(window, "重试")
    assert not window.alarm.banner.isVisible()


def test_an_edit_that_fails_too_is_the_same_trouble(
    window: MainWindow, qtbot: QtBot, path: Path, said: list[str]
) -> None:
    with full_disk(path):
        draft(window, qtbot, "没填完")
        type_name(window, qtbot, "写不进去")
        assert window.alarm.failing
        told = len(said)
        draft(window, qtbot, "还是没填完")
        assert len(said) == told
    with qtbot.waitSignal(window.context.controller.stored):
        press(window, "重试")
    assert not window.alarm.banner.isVisible()
    with full_disk(path):
        draft(window, qtbot, "再来一次")
        assert window.alarm.banner.isVisible()


def test_a_closed_editor_has_nothing_to_keep(
    window: MainWindow, qtbot: QtBot, path: Path, said: list[str]
) -> None:
    view = window.context.view
    view.go_to_field("", "project_name")
    with full_disk(path):
        QTest.keyClicks(view, "x")
        with qtbot.waitSignal(window.context.controller.drafted, timeout=5000):
            QTest.keyClicks(QApplication.focusWidget(), "y")
        assert window.alarm.banner.isVisible()
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
        assert not window.alarm.banner.isVisible()
        assert len(said) == 1
