"""Undo that never surprises, and the list of steps."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.dialogs.cells.steps import StepsDialog
from ui.window.main_window import MainWindow


def ctrl_z(window: MainWindow) -> None:
    QTest.keyClick(window.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def type_name(window: MainWindow, text: str) -> None:
    window.view.go_to_field("", "project_name")
    QTest.keyClicks(window.view, text)
    QTest.keyClick(window.view.cells.editor, Qt.Key.Key_Return)


def name(window: MainWindow) -> str:
    cell = window.view.grid.find("", "project_name")
    return cell.value if cell is not None and cell.value else ""


def test_ctrl_z_stops_at_the_opening_of_the_file_and_asks_once(window: MainWindow) -> None:
    count = len(window.controller.file.form_ids())
    type_name(window, "A")
    ctrl_z(window)
    assert name(window) != "A"
    ctrl_z(window)
    # The sample file was made by an import and a new form, before it was opened.
    assert "再按一次" in window.status.said.toolTip()
    assert len(window.controller.file.form_ids()) == count
    ctrl_z(window)
    assert len(window.controller.file.form_ids()) == count - 1


def test_the_list_of_steps_says_what_changes_and_goes_there(window: MainWindow) -> None:
    first = name(window)
    for text in ("A", "B", "C"):
        type_name(window, text)
    window.center.actions["step_list"].trigger()
    dialog = window.findChild(StepsDialog)
    assert dialog is not None
    present = dialog.list.currentItem()
    assert present is not None
    assert not dialog.go_button.isEnabled()
    below = dialog.list.itemBelow(dialog.list.itemBelow(present))
    dialog.list.setCurrentItem(below)
    effect = dialog.effects.topLevelItem(0)
    assert effect is not None
    assert (effect.text(2), effect.text(3)) == ("C", "A")
    QTest.mouseClick(dialog.go_button, Qt.MouseButton.LeftButton)
    assert name(window) == "A"
    window.center.actions["redo"].trigger()
    assert name(window) == "B"
    ctrl_z(window)
    ctrl_z(window)
    assert name(window) == first


def test_a_reason_and_a_note_are_taken_back_by_ctrl_z(
    window: MainWindow, answers: object, qtbot: QtBot
) -> None:
    qtbot.waitUntil(window.context.auditor.settled)
    panel = window.context.findings
    finding = next(f for f in panel.model.findings() if f.accepted is None)
    answers.typed = "情况属实"  # type: ignore[attr-defined]
    window.commands.checks.accept_finding(finding)
    shown = window.context.auditor.findings(window.controller.form_id)
    assert any(f.accepted == "情况属实" for f in shown)
    ctrl_z(window)
    shown = window.context.auditor.findings(window.controller.form_id)
    assert not any(f.accepted for f in shown)
    window.view.go_to_field("", "project_name")
    window.center.actions["cell_note"].trigger()
    assert window.view.form.note_of(window.view.current_cell()) == "情况属实"  # type: ignore[arg-type]
    ctrl_z(window)
    assert window.view.form.note_of(window.view.current_cell()) == ""  # type: ignore[arg-type]
