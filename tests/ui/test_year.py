"""The year in the window: forms made of forms under their names, side by side, changes, remarks."""

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from tests.ui.on_show import show
from ui.dialogs.year.approval import ApprovalDialog
from ui.dialogs.year.review import ReviewDialog
from ui.dialogs.year.side_by_side import SideBySideDialog
from ui.window.main_window import MainWindow

DECLARATION = "shanghai-declaration-2023"


@pytest.fixture
def declared(window: MainWindow) -> str:
    return show(window, DECLARATION)


def do(window: MainWindow, action: str) -> None:
    window.center.actions[action].trigger()


def kinds(window: MainWindow, year: int) -> list[str]:
    return [
        f.kind
        for f in window.context.controller.file.forms()
        if f.year == year and f.project_name == "新项目"
    ]


def opened(window: MainWindow, kind: type[QDialog]) -> QDialog:
    found = window.findChild(kind)
    assert found is not None
    return found


def test_a_declaration_becomes_the_forms_of_its_year_and_the_next(
    window: MainWindow, declared: str
) -> None:
    do(window, "make_monitoring")
    assert kinds(window, 2024) == ["target_declaration", "monitoring"]
    show(window, DECLARATION)
    do(window, "make_self_evaluation")
    assert sorted(kinds(window, 2024)) == ["monitoring", "self_evaluation", "target_declaration"]
    show(window, DECLARATION)
    do(window, "make_next_declaration")
    assert kinds(window, 2025) == ["target_declaration"]
    show(window, DECLARATION)
    do(window, "make_monitoring")
    assert len(kinds(window, 2024)) == 3
    do(window, "undo")
    assert kinds(window, 2025) == ["target_declaration"]
    do(window, "undo")
    assert kinds(window, 2025) == []


def test_the_table_jumps_to_either_form(window: MainWindow, declared: str) -> None:
    window.context.view.go_to_field("", "goal_annual")
    window.context.controller.type_text(
        window.context.view.current_cell(), "完成12次培训，满意度90%。"
    )
    do(window, "make_self_evaluation")
    made = window.context.controller.form_id
    do(window, "side_by_side")
    dialog = opened(window, SideBySideDialog)
    texts = [dialog.table.item(row, 0).text() for row in range(dialog.table.rowCount())]
    dialog.table.cellDoubleClicked.emit(texts.index("年度目标"), 1)
    assert window.context.controller.form_id == declared
    assert window.context.view.current_cell().field == "goal_annual"
    dialog.table.cellDoubleClicked.emit(texts.index("年度目标"), 3)
    assert window.context.controller.form_id == made
    assert window.context.view.current_cell().field == "goal_expected"


def test_an_approved_change_is_kept_and_undone(
    window: MainWindow, declared: str, qtbot: QtBot
) -> None:
    window.context.view.go_to_field("r1", "target")
    window.context.controller.type_text(window.context.view.current_cell(), "≥100人")
    do(window, "approval")
    dialog = opened(window, ApprovalDialog)
    assert dialog.declared.text() == "≥100人"
    dialog.approved.setText("≥80人")
    dialog.document.setText("某财8号")
    dialog.state.setCurrentText("已批复")
    dialog.accept()
    approvals = window.context.controller.file.year.approvals
    kept = approvals.of(declared, "r1")
    assert (kept.declared, kept.binding, kept.document) == ("≥100人", "≥80人", "某财8号")
    do(window, "undo")
    assert approvals.of(declared, "r1").state == "未调整"


def test_remarks_are_read_and_walked(window: MainWindow, answers: object, tmp_path: Path) -> None:
    form = show(window)
    view = window.context.controller.file
    name = window.context.view.grid.find("r1", "level3").value
    book = openpyxl.Workbook()
    book.active.append(["三级指标", "复核意见"])
    book.active.append([name, "<b>佐证不足</b>"])
    book.save(tmp_path / "复核.xlsx")
    project = next(f.project_name for f in view.forms() if f.id == form)
    book.active.insert_rows(1)
    book.active["A1"] = f"项目名称：{project}"
    book.save(tmp_path / "复核.xlsx")
    answers.paths = [tmp_path / "复核.xlsx"]  # type: ignore[attr-defined]
    do(window, "review")
    dialog = opened(window, ReviewDialog)
    dialog._read()
    item = dialog.list.topLevelItem(0)
    assert item.text(1) == "<b>佐证不足</b>"
    dialog.list.setCurrentItem(item)
    dialog.list.itemDoubleClicked.emit(item, 0)
    cell = window.context.view.current_cell()
    assert (cell.row_id, cell.field) == ("r1", "score")
    dialog.remove_button.click()
    assert dialog.list.topLevelItemCount() == 0
    assert dialog.windowModality() is not Qt.WindowModality.ApplicationModal
