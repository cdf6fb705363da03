"""Every action can be triggered on a form, and on an empty data file, without a bug coming to light."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from perfdesk.session.workspace import Workspace
from ui.actions.table import ACTIONS
from ui.window.main_window import MainWindow

LEFT_OUT = {"quit", "close_file", "print_form"}
"""They end the window, or open the system's own printer dialog."""


SMALLEST = QSize(911, 476)
"""What 1366×768 pixels leave at 150 %, less task bar and title."""


def close_dialogs(window: MainWindow) -> None:
    for dialog in window.findChildren(QDialog):
        least = dialog.minimumSizeHint().expandedTo(dialog.minimumSize())
        assert least.boundedTo(SMALLEST) == least, (type(dialog).__name__, least)
        dialog.close()
    for popup in QApplication.topLevelWidgets():
        if isinstance(popup, QWidget) and popup is not window and popup.isVisible():
            popup.close()


def trigger_all(window: MainWindow, qtbot: QtBot) -> list[str]:
    done = []
    for spec in ACTIONS:
        action = window.center.actions[spec.id]
        if spec.id in LEFT_OUT or not action.isEnabled():
            continue
        action.trigger()
        qtbot.waitUntil(lambda: not window.context.running, timeout=20_000)
        QApplication.processEvents()
        close_dialogs(window)
        done.append(spec.id)
    return done


@pytest.mark.timeout(120)
def test_on_a_form(window: MainWindow, qtbot: QtBot) -> None:
    window.context.view.go_to_field("r1", "score")
    done = trigger_all(window, qtbot)
    assert len(done) > len(ACTIONS) - 12


def test_on_an_empty_data_file(
    make_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: object
) -> None:
    window = make_window(opened=False)
    window.context.controller.take(Workspace.create(f"{tmp_path}/leer.perfdesk"))
    window.greet()
    assert window.context.view.grid.row_count == 0
    assert "insert_row" in trigger_all(window, qtbot)


@pytest.mark.timeout(120)
def test_on_a_file_that_has_gone(window: MainWindow, qtbot: QtBot, answers: object) -> None:
    """What needs the disk fails with a sentence, and nothing is lost."""
    path = window.context.controller.file.path
    away = path.with_name("away")
    path.rename(away)
    answers.typed = "说明"  # type: ignore[attr-defined]
    window.context.view.go_to_field("r1", "score")
    cell = window.context.view.current_cell()
    assert cell is not None
    with qtbot.waitSignal(window.context.controller.stored):
        window.context.controller.type_text(cell, "1.75")
    trigger_all(window, qtbot)
    assert window.alarm.failing
    shown = window.context.controller.file.forms()
    away.rename(path)
    window.context.controller.file.safekeeping.retry()
    qtbot.waitUntil(lambda: not window.alarm.failing)
    window.context.controller.close()
    with Workspace.open(path) as workspace:
        assert workspace.forms() == shown
