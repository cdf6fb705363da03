"""The year in the window: forms made of forms under their names, side by side, changes, remarks."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from tests.ui.on_show import show
from ui.dialogs.year.approval import ApprovalDialog
from ui.dialogs.year.carry_dialog import CarryDialog
from ui.dialogs.year.review import ReviewDialog
from ui.dialogs.year.side_by_side import SideBySideDialog
from ui.window.main_window import MainWindow

DECLARATION = "shanghai-declaration-2023"


@pytest.fixture
def declared(window: MainWindow) -> str:
    return show(window, DECLARATION)


def do(window: MainWindow, action: str) -> None:
    window.center.actions[action].trigger()


def make(window: MainWindow, action: str) -> CarryDialog:
    do(window, action)
    (dialog,) = [d for d in window.findChildren(CarryDialog) if d.isVisible()]
    dialog.accept()
    return dialog


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
    make(window, "make_monitoring")
    assert kinds(window, 2024) == ["target_declaration", "monitoring"]
    show(window, DECLARATION)
    make(window, "make_self_evaluation")
    assert sorted(kinds(window, 2024)) == ["monitoring", "self_evaluation", "target_declaration"]
    show(window, DECLARATION)
    make(window, "make_next_declaration")
    assert kinds(window, 2025) == ["target_declaration"]
    show(window, DECLARATION)
    make(window, "make_monitoring")
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
    make(window, "make_self_evaluation")
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


def test_the_dialog_asks_the_money_of_the_year_and_says_what_was_taken(
    window: MainWindow, declared: str
) -> None:
    view = window.context.view
    view.go_to_field("", "year_fiscal")
    window.context.controller.type_text(view.current_cell(), "743000")
    do(window, "make_self_evaluation")
    dialog = opened(window, CarryDialog)
    assert dialog.table.item(0, 1).text() == "74.3"
    dialog.table.item(0, 2).setText("10")
    dialog.table.item(0, 3).setText("4.3")
    assert dialog.table.item(0, 4).text() == "80"
    dialog.accept()
    made = window.context.controller.file._core.view(window.context.controller.form_id)
    assert (made.fund("total").initial.value, made.fund("total").adjusted.value) == (
        Decimal("74.3"),
        Decimal(80),
    )
    said = window.status.said.toolTip()
    assert "74.3 万元（由元折算为万元）" in said
    assert "待填" in said


def test_months_are_chosen(window: MainWindow, declared: str) -> None:
    do(window, "make_monitoring")
    dialog = opened(window, CarryDialog)
    dialog.month.setCurrentIndex(8)
    dialog.accept()
    made = window.context.controller.file._core.view(window.context.controller.form_id)
    assert made.text("month") == "1—9"


def test_figures_of_monitoring_stand_grey_beside_the_actual_value(
    window: MainWindow, declared: str, qtbot: QtBot
) -> None:
    controller, view = window.context.controller, window.context.view
    view.go_to_field("r1", "level3")
    controller.type_text(view.current_cell(), "培训人数")
    make(window, "make_monitoring")
    view.go_to_field("r1", "so_far")
    controller.type_text(view.current_cell(), "120人")
    show(window, DECLARATION)
    make(window, "make_self_evaluation")
    cell = lambda: view.form.cell(view.form.find("r1", "actual"))  # noqa: E731
    qtbot.waitUntil(lambda: bool(view.form.known_of(cell())))
    (known,) = view.form.known_of(cell())
    assert (known.text, known.short, known.take) == ("监控（1—7月）完成 120人", "监控 120人", "")
    assert cell().text == ""
    assert "监控（1—7月）完成 120人" in view.form.data(
        view.form.find("r1", "actual"), Qt.ItemDataRole.ToolTipRole
    )
    view.go_to_field("r1", "actual")
    view.edit(view.currentIndex())
    assert view.cells.editor.helper.line_text() == "监控（1—7月）完成 120人"
    view.commit_editor()


def test_what_the_projects_add_up_to_is_taken_with_one_key(
    window: MainWindow, declared: str, qtbot: QtBot
) -> None:
    controller, view = window.context.controller, window.context.view
    view.go_to_field("", "year_fiscal")
    controller.type_text(view.current_cell(), "743000")
    controller.perform(lambda: controller.file.editing.new_form("general-unit-declaration", 2024))
    qtbot.waitUntil(lambda: bool(view.form.known_of(view.form.cell(view.form.find("F2", "total")))))
    view.go_to_field("F2", "total")
    do(window, "accept_score")
    assert view.form.cell(view.form.find("F2", "total")).text == "74.3"
    assert "1 张项目申报表合计 74.3 万元" in window.status.said.toolTip()
    do(window, "undo")
    assert view.form.cell(view.form.find("F2", "total")).text == ""
