"""What the tests of data files in trouble do at the window."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from perfdesk.grid import Cell
from perfdesk.session.workspace import Workspace
from ui.window.main_window import MainWindow


def cell(window: MainWindow) -> Cell:
    found = window.context.view.grid.find("", "project_name")
    assert found is not None
    return found


def type_name(window: MainWindow, qtbot: QtBot, text: str) -> None:
    with qtbot.waitSignal(window.context.controller.stored):
        window.context.controller.type_text(cell(window), text)


def name_in(path: Path) -> str:
    with Workspace.open(path, read_only=True) as workspace:
        return workspace.forms()[0].project_name


def press(window: MainWindow, text: str) -> None:
    button = window.alarm.banner.button(text)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
