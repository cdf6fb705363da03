"""The card of the first steps: shown with the first data file, ticked by what is done, put away for good."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from perfdesk.session.workspace import Workspace
from perfdesk.session.year.first_steps import FirstStep
from ui.desktop.preferences import Preferences
from ui.forms.first_steps_card import FirstStepsCard
from ui.window.main_window import MainWindow

Make = Callable[..., MainWindow]


def card(window: MainWindow) -> FirstStepsCard:
    found = window.panels.guide.card
    assert found is not None
    return found


def test_steps_are_ticked_by_what_is_done(
    make_window: Make, samples: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window = make_window(opened=False)
    window.controller.take(Workspace.create(tmp_path / "新单位.perfdesk"))
    window.greet()
    steps = card(window)
    assert steps.isVisible()
    assert steps.next is FirstStep.IMPORT
    file, controller = window.controller.file, window.controller
    source = samples / "forms" / "municipal-self-evaluation-2023.json"
    controller.perform(lambda: file.transfer.import_files([source]).outcome)
    qtbot.waitUntil(lambda: steps.next is FirstStep.CARRY, timeout=20_000)
    first = file.form_ids()[0]
    controller.perform(lambda: file.editing.carry_over([first], 2024))
    qtbot.waitUntil(lambda: steps.next is FirstStep.MONEY, timeout=20_000)
    form = controller.form_id
    assert form != first
    for field in ("initial", "adjusted", "executed"):
        window.view.go_to_field("F1", field)
        QTest.keyClicks(window.view, "9")
        QTest.keyClick(window.view.cells.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: steps.next is FirstStep.ACTUALS, timeout=20_000)
    QTest.mouseClick(steps.steps[FirstStep.ACTUALS], Qt.MouseButton.LeftButton)
    here = window.view.current_cell()
    assert here is not None
    assert here.field == "actual"
    assert window.view.hasFocus()
    rows = [row for line in window.view.grid.rows for row in line.row_ids]
    for row in rows:
        window.view.go_to_field(row, "actual")
        QTest.keyClicks(window.view, "1")
        QTest.keyClick(window.view.cells.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: steps.next is FirstStep.CHECK, timeout=20_000)
    QTest.mouseClick(steps.steps[FirstStep.CHECK], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: steps.next is FirstStep.HAND_IN, timeout=20_000)
    file.transfer.printed([form])
    window.panels.guide.follow()
    assert steps.next is None


def test_the_card_is_put_away_for_good_and_brought_back(make_window: Make) -> None:
    window = make_window()
    steps = card(window)
    assert steps.isVisible()
    QTest.mouseClick(steps.away, Qt.MouseButton.LeftButton)
    assert not steps.isVisible()
    assert Preferences.load().first_steps is False
    window.panels.guide.follow()
    assert not steps.isVisible()
    window.center.actions["first_steps"].trigger()
    assert steps.isVisible()


def test_on_a_low_window_only_the_next_step_stands(make_window: Make) -> None:
    window = make_window()
    steps = card(window)
    shown = [button for button in steps.steps.values() if button.isVisible()]
    assert len(shown) == len(FirstStep)
    window.resize(911, 500)
    QApplication.processEvents()
    shown = [button for button in steps.steps.values() if button.isVisible()]
    assert len(shown) == 1
    window.resize(683, 352)
    QApplication.processEvents()
    assert not steps.isVisible()
