"""A data file whose backup takes long is closed: the window says so, and waits for no one."""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from perfdesk.store import verify
from perfdesk.store.copies import backup
from tests.ui.conftest import Answers
from tests.ui.in_trouble import name_in, type_name
from ui.bench.jobs import JobDialog
from ui.datafile import close_file as winding_up
from ui.window.main_window import MainWindow

Halt = Callable[[], bool]


@pytest.fixture(autouse=True)
def dialog_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(winding_up, "QUIET_S", 0)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Event:
    """The check of a backup takes until this is set, or until it is given up."""
    may_end = Event()
    check = backup.check_and_seal

    def slowly(path: Path, halt: Halt | None = None) -> int:
        while not may_end.wait(0.005):
            if halt is not None and halt():
                raise sqlite3.OperationalError("interrupted")
        return check(path, halt)

    monkeypatch.setattr(backup, "check_and_seal", slowly)
    return may_end


def when_shown(window: MainWindow, act: Callable[[JobDialog], None]) -> None:
    """Do something once the dialog is on show."""

    def look() -> None:
        found = [
            d for d in window.findChildren(JobDialog) if d.isVisible() and d.button.isEnabled()
        ]
        if found:
            clock.stop()
            act(found[0])

    clock = QTimer(window, interval=5)
    clock.timeout.connect(look)
    clock.start()


def test_the_backup_at_closing_may_be_skipped(
    window: MainWindow, qtbot: QtBot, slow: Event
) -> None:
    path = window.context.controller.file.path
    type_name(window, qtbot, "最后一改")
    before = len(verify(path).backups)
    when_shown(window, lambda dialog: dialog.button.click())
    assert window.close()
    report = verify(path)
    assert report.ok
    assert len(report.backups) == before
    assert name_in(path) == "最后一改"
    assert not list(path.parent.rglob("*.part"))


def test_it_counts_when_it_is_waited_for(window: MainWindow, qtbot: QtBot, slow: Event) -> None:
    path = window.context.controller.file.path
    type_name(window, qtbot, "等它备份")
    before = len(verify(path).backups)
    beats: list[float] = []
    clock = QTimer(window, interval=5)
    clock.timeout.connect(lambda: beats.append(time.monotonic()))
    clock.start()
    when_shown(window, lambda dialog: QTimer.singleShot(50, window, slow.set))
    assert window.close()
    # The window lived on meanwhile.
    assert len(beats) > 3
    assert len(verify(path).backups) == before + 1


def test_it_is_closed_once_whatever_comes_meanwhile(
    window: MainWindow, qtbot: QtBot, slow: Event, sample_file: Path
) -> None:
    """A second start that asks for another file, a second close and an edit change nothing."""
    controller = window.context.controller
    path = controller.file.path
    type_name(window, qtbot, "一次")
    answered: list[object] = []

    def meddle(dialog: JobDialog) -> None:
        cell = window.context.view.grid.find("", "project_name")
        assert cell is not None
        controller.type_text(cell, "不该有")
        answered.append(window.close())
        answered.append(controller.open(sample_file))
        slow.set()

    when_shown(window, meddle)
    window.center.actions["close_file"].trigger()
    assert answered == [False, False]
    assert not controller.ready
    assert name_in(path) == "一次"
    assert window.isVisible()


def test_a_file_asked_for_meanwhile_is_opened_afterwards(
    window: MainWindow, qtbot: QtBot, slow: Event, sample_file: Path
) -> None:
    from ui.window.panel_wiring import receive

    type_name(window, qtbot, "先关这个")

    def ask(dialog: JobDialog) -> None:
        receive(window, [sample_file])
        slow.set()

    when_shown(window, ask)
    window.center.actions["close_file"].trigger()
    qtbot.waitUntil(lambda: window.context.controller.ready)
    assert window.context.controller.file.path == sample_file
    QApplication.processEvents()


def test_a_backup_that_was_not_made_at_closing_is_told(
    window: MainWindow, qtbot: QtBot, answers: Answers, settings_home: Path
) -> None:
    path = window.context.controller.file.path
    type_name(window, qtbot, "没有备份")
    backups = settings_home / "backups"
    if backups.exists():
        backups.rename(settings_home / "old")
    backups.write_text("in the way")
    assert window.close()
    assert len(answers.errors) == 1
    assert "备份没有做成" in answers.errors[0]
    assert name_in(path) == "没有备份"
