"""The window is closed while long work goes on: the work ends, and its result comes to nobody."""

from threading import Event

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.window.main_window import MainWindow


def test_a_result_does_not_come_after_the_window_was_closed(window: MainWindow) -> None:
    begun = Event()
    came: list[object] = []

    def work(progress: object, cancelled: object) -> int:
        begun.set()
        while not cancelled():  # type: ignore[operator]
            pass
        return 1

    job = window.context.run_job("试", work, came.append)
    assert begun.wait(5)
    window.close()
    # The thread's last word was waiting in the queue when the window went.
    QApplication.processEvents()
    assert not job.dialog.isVisible()
    assert not window.context.controller.ready
    assert came == []


def test_it_comes_when_the_user_stays_with_the_file(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    came: list[object] = []
    job = window.context.run_job("试", lambda progress, cancelled: 1, came.append)
    monkeypatch.setattr(window.context.controller, "leave", lambda: False)
    window.close()
    assert window.isVisible()
    qtbot.waitUntil(lambda: came == [1])
    assert job not in window.context.running
    assert not window.context.controller.busy
