"""定稿 and 版本: a form is frozen under a name, compared cell by cell, and returned to as one step."""

import threading
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidget
from pytestqt.qtbot import QtBot

from perfdesk.store.repository import remarks
from perfdesk.values import BLANK
from tests.ui.on_show import form_of, show
from ui.dialogs.cells.history import HistoryDialog
from ui.dialogs.forms.versions import VersionsDialog
from ui.window.main_window import MainWindow


@pytest.fixture
def form(window: MainWindow) -> str:
    return show(window)


def do(window: MainWindow, action: str) -> None:
    window.center.actions[action].trigger()


def cell(window: MainWindow, row: str, field: str):  # type: ignore[no-untyped-def]
    found = window.context.view.grid.find(row, field)
    assert found is not None
    return found


def type_in(window: MainWindow, row: str, field: str, text: str) -> None:
    window.context.view.go_to_field(row, field)
    window.context.controller.type_text(cell(window, row, field), text)


def freeze(window: MainWindow, answers: object, name: str) -> None:
    answers.typed = name  # type: ignore[attr-defined]
    do(window, "freeze")
    do(window, "unlock")


def opened(window: MainWindow) -> VersionsDialog:
    do(window, "versions")
    dialog = window.findChild(VersionsDialog)
    assert dialog is not None
    return dialog


def texts(tree: QTreeWidget) -> list[tuple[str, ...]]:
    items = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    return [tuple(item.text(c) for c in range(tree.columnCount())) for item in items if item]


def sides(dialog: VersionsDialog) -> list[tuple[str, ...]]:
    return [row[1:] for row in texts(dialog.cells)]


def press(button: object) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[call-overload]


def test_a_version_is_compared_with_the_present_and_returned_to_as_one_step(
    window: MainWindow, form: str, answers: object
) -> None:
    before = cell(window, "r1", "score").value
    freeze(window, answers, "送审稿")
    type_in(window, "r1", "score", "1.25")
    type_in(window, "r2", "deviation", "")
    dialog = opened(window)
    (name, at, who), *_ = texts(dialog.versions)
    assert (name, len(at), bool(who)) == ("送审稿", 16, True)
    assert (before or BLANK, "1.25") in sides(dialog)
    press(dialog.return_button)
    assert cell(window, "r1", "score").value == before
    do(window, "undo")
    assert cell(window, "r1", "score").value == "1.25"


def test_two_versions_are_compared_older_to_newer_whichever_is_chosen(
    window: MainWindow, form: str, answers: object
) -> None:
    type_in(window, "r1", "score", "3")
    freeze(window, answers, "一稿")
    type_in(window, "r1", "score", "4")
    freeze(window, answers, "二稿")
    type_in(window, "r1", "score", "5")
    dialog = opened(window)
    assert [row[0] for row in texts(dialog.versions)] == ["二稿", "一稿"]
    assert ("4", "5") in sides(dialog)
    dialog.against.setCurrentIndex(1)
    assert ("3", "4") in sides(dialog)
    QTest.keyClick(dialog.versions, Qt.Key.Key_Down)
    dialog.against.setCurrentIndex(1)
    assert ("3", "4") in sides(dialog)


def test_a_removed_row_is_said_and_a_changed_cell_jumped_to(
    window: MainWindow, form: str, answers: object
) -> None:
    freeze(window, answers, "定稿")
    window.context.view.go_to_field("r2", "level3")
    do(window, "remove_rows")
    type_in(window, "r3", "score", "0.5")
    window.context.view.go_to_start()
    dialog = opened(window)
    gone = [row for row in texts(dialog.cells) if row[2] == "（已删除这一行）"]
    assert len(gone) == 1
    changed = next(row for row, item in enumerate(texts(dialog.cells)) if item[2] == "0.5")
    item = dialog.cells.topLevelItem(changed)
    at = dialog.cells.visualItemRect(item).center()
    QTest.mouseClick(dialog.cells.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at))
    QTest.mouseDClick(dialog.cells.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at))
    now = window.context.view.current_cell()
    assert now is not None
    assert (now.row_id, now.field) == ("r3", "score")


def test_what_is_as_the_version_needs_no_return(
    window: MainWindow, form: str, answers: object
) -> None:
    dialog = opened(window)
    assert not dialog.return_button.isEnabled()
    answers.typed = "定稿"  # type: ignore[attr-defined]
    press(dialog.freeze_button)
    assert [row[0] for row in texts(dialog.versions)] == ["定稿"]
    assert texts(dialog.cells) == []
    assert not dialog.return_button.isEnabled()


def test_no_name_no_version(window: MainWindow, form: str, answers: object) -> None:
    freeze(window, answers, "  ")
    assert window.context.controller.file.safekeeping.versions(form) == []


def test_the_history_leads_to_the_versions(window: MainWindow, form: str, answers: object) -> None:
    freeze(window, answers, "定稿")
    do(window, "form_history")
    history = window.findChild(HistoryDialog)
    assert history is not None
    history.go_to_versions()
    assert window.findChild(VersionsDialog) is not None


def settle(window: MainWindow, qtbot: QtBot) -> None:
    """The data file has answered which versions there are."""
    qtbot.waitUntil(lambda: window.final_version.settled)


def label(window: MainWindow, qtbot: QtBot) -> str:
    window.final_version.refresh()
    settle(window, qtbot)
    return window.final_version.button.text() if window.final_version.button.isVisible() else ""


def test_a_frozen_form_says_so_until_it_is_changed(
    window: MainWindow, form: str, answers: object, qtbot: QtBot
) -> None:
    assert label(window, qtbot) == ""
    freeze(window, answers, "报出稿")
    assert label(window, qtbot) == "定稿：报出稿"
    type_in(window, "r1", "score", "2.5")
    assert label(window, qtbot) == "定稿后有改动：报出稿"
    assert "新的一稿" in window.status.said.toolTip()
    (version,) = window.context.controller.file.safekeeping.versions(form)
    kept = window.context.controller.file.safekeeping.version(version).row("r1")
    assert kept.values["score"] != "2.5"
    do(window, "undo")
    assert label(window, qtbot) == "定稿：报出稿"
    type_in(window, "r1", "score", "3.5")
    freeze(window, answers, "更正稿")
    assert label(window, qtbot) == "定稿：更正稿"
    window.context.controller.show_form(form_of(window, "beijing-self-evaluation"))
    assert label(window, qtbot) == ""


def test_a_final_form_is_locked_marked_and_unlocked_by_one_click(
    window: MainWindow, form: str, answers: object, qtbot: QtBot
) -> None:
    answers.typed = "报出稿"  # type: ignore[attr-defined]
    do(window, "freeze")
    view, controller = window.view, window.controller
    assert controller.final == "报出稿"
    assert "已定稿（报出稿）" in window.banner.text.text()
    view.go_to_field("r1", "score")
    before = cell(window, "r1", "score").value
    QTest.keyClicks(view, "9")
    assert not view.editing()
    assert cell(window, "r1", "score").value == before
    do(window, "clear")
    assert any("已经定稿" in error for error in answers.errors)  # type: ignore[attr-defined]
    picture = window.paper_area.sheet.grab().toImage()
    assert any(
        picture.pixelColor(x, y).red() > picture.pixelColor(x, y).blue() + 60
        for x in range(picture.width() // 2, picture.width())
        for y in range(40)
    )
    unlock = window.banner.button("解除定稿")
    assert unlock is not None
    press(unlock)
    assert controller.final == ""
    QTest.keyClicks(view, "9")
    assert view.editing()
    QTest.keyClick(view.cells.editor, Qt.Key.Key_Return)
    assert cell(window, "r1", "score").value == "9.00"
    assert [v.name for v in controller.file.safekeeping.versions(form)] == ["报出稿"]


def test_the_label_of_a_frozen_form_leads_to_its_versions(
    window: MainWindow, form: str, answers: object, qtbot: QtBot
) -> None:
    freeze(window, answers, "报出稿")
    settle(window, qtbot)
    press(window.final_version.button)
    assert window.findChild(VersionsDialog) is not None


def test_what_a_restore_keeps_is_no_frozen_version(
    window: MainWindow, form: str, qtbot: QtBot
) -> None:
    workspace = window.context.controller.file
    backup = workspace.recovery.back_up()
    type_in(window, "r1", "score", "1.5")
    workspace.recovery.restore(backup.path)
    assert [version.name for version in workspace.safekeeping.versions(form)] == ["恢复前"]
    assert label(window, qtbot) == ""


def test_a_slow_disk_does_not_hold_the_window(
    window: MainWindow,
    form: str,
    answers: object,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    freeze(window, answers, "报出稿")
    settle(window, qtbot)
    window.final_version.button.hide()
    disk, read = threading.Event(), remarks.versions

    def slow(*about: Any) -> Any:
        assert disk.wait(20)
        return read(*about)

    monkeypatch.setattr(remarks, "versions", slow)
    window.final_version.refresh()
    assert not window.final_version.settled
    assert not window.final_version.button.isVisible()
    disk.set()
    settle(window, qtbot)
    assert window.final_version.button.text() == "定稿：报出稿"
    assert window.final_version.button.isVisible()


def test_an_answer_for_another_form_is_not_shown(
    window: MainWindow, form: str, answers: object, qtbot: QtBot
) -> None:
    freeze(window, answers, "报出稿")
    settle(window, qtbot)
    window.final_version.refresh()
    window.context.controller.show_form(form_of(window, "beijing-self-evaluation"))
    assert label(window, qtbot) == ""


def test_no_version_takes_a_name_of_those_kept_by_themselves(
    window: MainWindow, form: str, answers: object
) -> None:
    """It would not be told from them, and not be shown as 定稿."""
    freeze(window, answers, "导入前")
    assert window.context.controller.file.safekeeping.versions(form) == []
    assert "导入前" in answers.errors[-1]  # type: ignore[attr-defined]
