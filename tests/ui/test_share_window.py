"""The menu 报送 driven as people do: library, merging, packages, board, report, publication."""

import shutil
import zipfile
from pathlib import Path
from typing import TypeVar

from docx import Document
from openpyxl import load_workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from perfdesk.cellpath import CellPath
from perfdesk.library import shipped
from perfdesk.session.exchange.hand_outs import HandOutPart
from perfdesk.session.workspace import Workspace
from tests.ui.conftest import Answers
from ui.dialogs.exchange.board_dialog import BoardDialog
from ui.dialogs.exchange.departments_dialog import DepartmentsDialog
from ui.dialogs.exchange.hand_out_dialog import HandOutDialog
from ui.dialogs.exchange.library_dialog import LibraryDialog
from ui.dialogs.exchange.merge_files_dialog import OURS, THEIRS, MergeFilesDialog
from ui.dialogs.exchange.narrative_dialog import NarrativeDialog
from ui.dialogs.exchange.pack_dialog import PackDialog
from ui.dialogs.exchange.publication_dialog import PublicationDialog
from ui.dialogs.exchange.summary_dialog import SummaryDialog
from ui.dialogs.result import ResultDialog
from ui.style import theme
from ui.window.main_window import MainWindow

D = TypeVar("D", bound=QDialog)
LEFT = Qt.MouseButton.LeftButton


def opened(window: MainWindow, qtbot: QtBot, action: str, kind: type[D]) -> D:
    window.center.actions[action].trigger()
    qtbot.waitUntil(lambda: bool(window.findChildren(kind)), timeout=20_000)
    return window.findChildren(kind)[-1]


def result(window: MainWindow, qtbot: QtBot) -> ResultDialog:
    qtbot.waitUntil(lambda: bool(window.findChildren(ResultDialog)), timeout=30_000)
    return window.findChildren(ResultDialog)[-1]


def lines(dialog: ResultDialog) -> str:
    return "\n".join(dialog.list.item(n).text() for n in range(dialog.list.count()))


def test_an_indicator_is_found_and_put_in(window: MainWindow, qtbot: QtBot) -> None:
    window.context.view.go_to_field("r1", "level3")
    dialog = opened(window, qtbot, "library", LibraryDialog)
    dialog.words.insert("完成体检数")
    entry = dialog.chosen()
    assert entry is not None
    assert entry.name == "完成体检数"
    QTest.mouseClick(dialog.put, LEFT)
    form = window.context.controller.file._core.document.form(window.context.controller.form_id)
    assert form.indicators[1].get("level3") == "完成体检数"
    assert "数由您填" in dialog.told.text()
    dialog.words.clear()
    dialog.words.insert("没有这种指标")
    assert not dialog.put.isEnabled()


def test_conflicts_are_chosen_with_the_mouse_and_merged_in_one_step(
    window: MainWindow, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    controller = window.context.controller
    controller.file.safekeeping.wait()
    copy = tmp_path / "科室.perfdesk"
    shutil.copy(controller.file.path, copy)
    form = controller.form_id
    places = [CellPath(form, row, "actual") for row in ("r1", "r2", "r3")]
    with Workspace.open(copy) as other:
        for place in places:
            other.editing.set_text(place, "科室的数")
    for place in places[:2]:
        controller.perform(lambda place=place: controller.file.editing.set_text(place, "本方的数"))
    answers.paths = [copy]
    dialog = opened(window, qtbot, "merge_copies", MergeFilesDialog)
    assert dialog.lines.topLevelItemCount() == 2
    assert "还没有选的：2 处" in dialog.told.text()
    rect = dialog.lines.visualItemRect(dialog.lines.topLevelItem(0))
    x = dialog.lines.columnViewportPosition(THEIRS) + 5
    QTest.mouseClick(
        dialog.lines.viewport(), LEFT, pos=rect.center().__class__(x, rect.center().y())
    )
    assert "还没有选的：1 处" in dialog.told.text()
    x = dialog.lines.columnViewportPosition(OURS) + 5
    rect = dialog.lines.visualItemRect(dialog.lines.topLevelItem(1))
    QTest.mouseClick(
        dialog.lines.viewport(), LEFT, pos=rect.center().__class__(x, rect.center().y())
    )
    dialog.shown.setCurrentIndex(1)
    assert dialog.lines.topLevelItemCount() == 3
    QTest.mouseClick(dialog.go, LEFT)
    texts = [controller.file._core.document.form(form).get(p.row, p.field) for p in places]
    assert texts == ["科室的数", "本方的数", "科室的数"]
    # A step over many forms is taken back at the second word.
    window.center.actions["undo"].trigger()
    window.center.actions["undo"].trigger()
    assert controller.file._core.document.form(form).get("r1", "actual") == "本方的数"


def test_a_package_goes_out_and_comes_in_and_a_changed_one_is_named(
    window: MainWindow, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    answers.path = tmp_path / "包.zip"
    dialog = opened(window, qtbot, "pack", PackDialog)
    dialog.pattern.clear()
    dialog.pattern.insert("没有项")
    assert not dialog.go.isEnabled()
    dialog.pattern.setText("{序号}{表名}")
    assert dialog.names.topLevelItemCount() > 0
    QTest.mouseClick(dialog.go, LEFT)
    assert "已逐个核对" in lines(result(window, qtbot))
    for shown in window.findChildren(ResultDialog):
        shown.close()
    bad = tmp_path / "改过.zip"
    with zipfile.ZipFile(answers.path) as old, zipfile.ZipFile(bad, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name) + (b"x" if name == "汇总表.xlsx" else b""))
    answers.paths = [bad, answers.path]
    window.center.actions["unpack"].trigger()
    qtbot.waitUntil(
        lambda: any("汇总表.xlsx" in lines(d) for d in window.findChildren(ResultDialog)),
        timeout=30_000,
    )
    assert "跳过" in lines(window.findChildren(ResultDialog)[-1])


def test_the_board_tells_who_is_missing(window: MainWindow, qtbot: QtBot, answers: Answers) -> None:
    dialog = opened(window, qtbot, "board", BoardDialog)
    before = dialog.units.topLevelItemCount()
    answers.typed = "某某事务中心\n"
    QTest.mouseClick(dialog.listed, LEFT)
    assert dialog.units.topLevelItemCount() == before + 1
    first = dialog.units.topLevelItem(0)
    assert (first.text(0), first.text(1)) == ("某某事务中心", "未报")


def test_the_report_shows_its_words_and_is_written(
    window: MainWindow, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    answers.path = tmp_path / "报告.docx"
    dialog = opened(window, qtbot, "narrative", NarrativeDialog)
    dialog.outline.setCurrentIndex(2)
    assert not dialog.go.isEnabled()
    dialog.outline.setCurrentIndex(0)
    words = dialog.preview.toPlainText()
    assert "一、基本情况" in words
    QTest.mouseClick(dialog.go, LEFT)
    result(window, qtbot)
    assert Document(str(answers.path)).paragraphs[0].text == words.splitlines()[0]


def test_publication_asks_for_a_look_first(
    window: MainWindow, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    controller = window.context.controller
    place = CellPath(controller.form_id, "r1", "deviation")
    controller.perform(
        lambda: controller.file.editing.set_text(place, "请联系张三，电话13912345678")
    )
    answers.folder = tmp_path / "公开"
    dialog = opened(window, qtbot, "publication", PublicationDialog)
    assert dialog.points.topLevelItemCount() >= 1
    assert not dialog.go.isEnabled()
    dialog.looked.click()
    QTest.mouseClick(dialog.go, LEFT)
    result(window, qtbot)
    assert list(answers.folder.glob("*（公开）.pdf"))


def test_tables_for_analysis(
    window: MainWindow, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    answers.folder = tmp_path
    window.center.actions["analysis_tables"].trigger()
    assert "forms.csv" in lines(result(window, qtbot))
    assert (tmp_path / "findings.jsonl").exists()


def test_the_summary_is_chosen_column_by_column_and_written(
    window: MainWindow, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    dialog = opened(window, qtbot, "summary", SummaryDialog)
    heads = dialog.preview.headerItem()
    before = [heads.text(n) for n in range(heads.columnCount())]
    assert "项目名称" in before
    assert dialog.preview.topLevelItemCount() > 1
    names = [dialog.columns.item(n).text() for n in range(dialog.columns.count())]
    item = dialog.columns.item(names.index("未完成指标数"))
    item.setCheckState(Qt.CheckState.Checked)
    assert dialog.preview.headerItem().text(len(before)) == "未完成指标数"
    dialog.columns.setCurrentRow(names.index("项目名称"))
    QTest.mouseClick(dialog.up, LEFT)
    assert dialog.preview.headerItem().text(0) == "项目名称"
    for row in range(dialog.columns.count()):
        dialog.columns.item(row).setCheckState(Qt.CheckState.Unchecked)
    assert not dialog.go.isEnabled()
    QTest.mouseClick(dialog.usual, LEFT)
    heads = dialog.preview.headerItem()
    assert [heads.text(n) for n in range(heads.columnCount())] == before
    dialog.columns.item(before.index("总分")).setCheckState(Qt.CheckState.Unchecked)
    answers.path = tmp_path / "汇总.xlsx"
    QTest.mouseClick(dialog.go, LEFT)
    result(window, qtbot)
    assert "总分" not in [cell.value for cell in load_workbook(answers.path).worksheets[0][3]]
    again = opened(window, qtbot, "summary", SummaryDialog)
    heads = again.preview.headerItem()
    assert "总分" not in [heads.text(n) for n in range(heads.columnCount())]


def test_rows_go_out_to_a_department_and_come_back_by_the_window(
    window: MainWindow, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    controller = window.context.controller
    form = controller.form_id
    row = controller.file._core.document.form(form).indicators[0].id
    controller.perform(
        lambda: controller.file.editing.set_text(CellPath(form, row, "actual"), "发出时的数")
    )
    listed = opened(window, qtbot, "hand_outs", DepartmentsDialog)
    assert listed.lines.topLevelItemCount() == 0
    QTest.mouseClick(listed.out, LEFT)
    dialog = window.findChildren(HandOutDialog)[-1]
    assert not dialog.go.isEnabled()
    QTest.keyClicks(dialog.department.lineEdit(), "yewuke")
    item = dialog.forms.currentItem()
    assert item.data(0, theme.DATA) == form
    # A click on the box before the first row of the form on show.
    rect = dialog.forms.visualItemRect(item.child(0))
    QTest.mouseClick(dialog.forms.viewport(), LEFT, pos=rect.topLeft() + QPoint(8, 8))
    if not dialog.go.isEnabled():
        item.child(0).setCheckState(0, Qt.CheckState.Checked)
    assert dialog.parts() == [HandOutPart(form, (row,))]
    out = answers.path = tmp_path / "给业务科.xlsx"
    QTest.mouseClick(dialog.go, LEFT)
    qtbot.waitUntil(lambda: listed.lines.topLevelItemCount() == 1)
    assert listed.lines.topLevelItem(0).text(5) == "未交回"
    book = load_workbook(out)
    (cell,) = [c for r in book.worksheets[1].iter_rows() for c in r if c.value == "发出时的数"]
    cell.value = "科室填的数"
    book.save(out)
    answers.paths = [out]
    QTest.mouseClick(listed.back, LEFT)
    qtbot.waitUntil(lambda: bool(window.findChildren(MergeFilesDialog)), timeout=20_000)
    merge = window.findChildren(MergeFilesDialog)[-1]
    assert merge.lines.topLevelItemCount() == 1
    assert "yewuke" in merge.told.text()
    QTest.mouseClick(merge.go, LEFT)
    assert controller.file._core.document.form(form).get(row, "actual") == "科室填的数"
    again = opened(window, qtbot, "hand_outs", DepartmentsDialog)
    assert again.lines.topLevelItem(0).text(6) == "给业务科.xlsx"
    QTest.mouseClick(again.strike, LEFT)
    assert again.lines.topLevelItemCount() == 0


def test_a_typed_name_of_the_library_brings_sign_and_unit_and_no_number(
    window: MainWindow, qtbot: QtBot
) -> None:
    controller, view = window.context.controller, window.context.view
    row = controller.file._core.document.form(controller.form_id).indicators[0].id
    controller.perform(
        lambda: controller.file.editing.set_text(CellPath(controller.form_id, row, "target"), "")
    )
    before = controller.file._core.document.form(controller.form_id).get(row, "level3")
    view.go_to_field(row, "level3")
    entry = next(e for e in shipped() if e.sign == "≥" and e.unit == "%" and e.example)
    QTest.keyClick(view, Qt.Key.Key_F2)
    editor = view.cells.editor
    editor.selectAll()
    editor.insertPlainText(entry.name)
    qtbot.waitUntil(lambda: entry.name in window._proposed)
    view.commit_editor()
    form = controller.file._core.document.form(controller.form_id)
    assert (form.get(row, "level3"), form.get(row, "target")) == (entry.name, "≥%")
    assert "数由您填（例：≥" in window.status.said.toolTip()
    window.center.actions["undo"].trigger()
    form = controller.file._core.document.form(controller.form_id)
    assert (form.get(row, "level3"), form.get(row, "target") or "") == (before, "")


def test_the_library_goes_out_and_comes_in_by_the_window(
    window: MainWindow, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    answers.path = tmp_path / "指标库.xlsx"
    dialog = opened(window, qtbot, "library", LibraryDialog)
    QTest.mouseClick(dialog.send_out, LEFT)
    assert "条指标" in lines(result(window, qtbot))
    book = load_workbook(answers.path)
    heads = [cell.value for cell in book.worksheets[0][1]]
    book.worksheets[0].cell(2, heads.index("三级指标") + 1).value = "本局自定的指标"
    book.save(answers.path)
    answers.paths = [answers.path]
    QTest.mouseClick(dialog.bring_in, LEFT)
    assert "收入 1 条" in lines(window.findChildren(ResultDialog)[-1])
    dialog.words.insert("本局自定的指标")
    assert dialog.entries.topLevelItemCount() == 1
