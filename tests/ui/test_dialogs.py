"""Dialogs over a real data file: what they offer, and what they do to the forms."""

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from perfdesk.cellpath import CellPath
from perfdesk.session.workspace import Workspace
from tests.ui.on_show import show, text
from ui.dialogs.cells.fill_field import FillDialog
from ui.dialogs.cells.find_replace import FindDialog
from ui.dialogs.cells.history import HistoryDialog
from ui.dialogs.cells.notes import edit_note
from ui.dialogs.cells.phrases import PhrasesDialog
from ui.dialogs.datafile.backups import BackupDialog
from ui.dialogs.forms.money_table import MoneyDialog
from ui.dialogs.forms.recycle_bin import RecycleDialog
from ui.dialogs.help.help_window import HelpWindow
from ui.dialogs.send_out.preview import PreviewDialog
from ui.dialogs.settings.settings_dialog import SettingsDialog
from ui.window.main_window import MainWindow


@pytest.fixture
def form(window: MainWindow) -> str:
    """A 自评表 on show."""
    return show(window)


def change(window: MainWindow, row: str, field: str, typed: str) -> None:
    cell = window.context.view.grid.find(row, field)
    assert cell is not None
    assert window.context.controller.type_text(cell, typed)


def find(window: MainWindow, qtbot: QtBot, what: str, by: str) -> FindDialog:
    dialog = FindDialog.show_for(window.context, replacing=True)
    dialog.what.setText(what)
    dialog.by.setText(by)
    with qtbot.waitSignal(dialog.searched, timeout=10_000):
        dialog.start()
    return dialog


def test_replace_changes_ticked_cells_of_all_forms_as_one_step(
    window: MainWindow, qtbot: QtBot, form: str
) -> None:
    dialog = find(window, qtbot, "卫生健康", "卫健")
    count = dialog.results.topLevelItemCount()
    assert count > 2
    first = dialog.results.topLevelItem(0)
    assert first is not None
    first.setCheckState(0, Qt.CheckState.Unchecked)
    with qtbot.waitSignal(dialog.searched, timeout=10_000) as again:
        dialog.replace_chosen()
    assert again.args == [1]
    window.center.actions["undo"].trigger()
    with qtbot.waitSignal(dialog.searched, timeout=10_000) as undone:
        dialog.start()
    assert undone.args == [count]


def test_hits_in_one_form_are_told_apart_by_their_cells(
    window: MainWindow, qtbot: QtBot, form: str
) -> None:
    """They all said the same long name of the project, and no more."""
    controller = window.context.controller
    rows = [line.row_ids[0] for line in controller.grid(form).rows if line.row_ids][:3]
    entries = [
        (CellPath(form, row, name), "已办妥") for row in rows for name in ("actual", "target")
    ]
    controller.perform(lambda: controller.file.editing.set_many(entries))
    dialog = find(window, qtbot, "已办妥", "已办结")
    items = [dialog.results.topLevelItem(n) for n in range(dialog.results.topLevelItemCount())]
    cells = [item.text(1) for item in items if item is not None]
    assert len(cells) == len(set(cells)) == 6
    assert any(cell.endswith("实际完成值") for cell in cells)
    year = next(each.year for each in controller.file.forms() if each.id == form)
    assert all(item.text(0).startswith(str(year)) for item in items if item is not None)


def test_what_was_found_stands_near_the_start_of_long_texts(
    window: MainWindow, qtbot: QtBot, form: str
) -> None:
    change(window, "", "goal_actual", "前面还有很长的一段话。" * 5 + "卫生健康工作已完成。")
    results = find(window, qtbot, "卫生健康", "卫健").results
    items = [item for row in range(9) if (item := results.topLevelItem(row)) is not None]
    assert any("工作已完成" in item.text(2) for item in items)
    for item in items:
        assert item.text(2).index("卫生健康") <= 5
        assert item.text(3).index("卫健") <= 5
    for column in (2, 3):
        option, index = QStyleOptionViewItem(), results.model().index(0, column)
        results.itemDelegateForColumn(column).initStyleOption(option, index)  # type: ignore[attr-defined]
        assert option.textElideMode == Qt.TextElideMode.ElideRight  # type: ignore[attr-defined]


def test_finding_alone_offers_no_replacing(window: MainWindow, qtbot: QtBot, form: str) -> None:
    dialog = FindDialog.show_for(window.context, replacing=False)
    dialog.what.setText("卫生健康")
    with qtbot.waitSignal(dialog.searched, timeout=10_000):
        QTest.keyClick(dialog.what, Qt.Key.Key_Return)
    assert not dialog.by.isVisible()
    assert not dialog.replace_button.isVisible()
    assert dialog.results.isColumnHidden(3)
    assert not dialog.results.isColumnHidden(2)
    dialog.replace_chosen()
    assert window.context.controller.file.editing.undo_label != "替换“卫生健康”为“”"
    with qtbot.waitSignal(dialog.searched, timeout=10_000):
        assert FindDialog.show_for(window.context, replacing=True) is dialog
    assert dialog.by.isVisible()
    assert dialog.replace_button.isEnabled()


def test_full_width_is_found_unless_told_apart(window: MainWindow, qtbot: QtBot, form: str) -> None:
    change(window, "r1", "deviation", "增加ＡＢＣ１２")
    assert find(window, qtbot, "abc12", "x").results.topLevelItemCount() == 1
    dialog = FindDialog.show_for(window.context, replacing=False)
    dialog.exact.setChecked(True)
    with qtbot.waitSignal(dialog.searched) as exact:
        dialog.start()
    assert exact.args == [0]


def test_computed_cells_are_found_and_left(window: MainWindow, qtbot: QtBot, form: str) -> None:
    total = text(window, "", "total_score") or ""
    dialog = find(window, qtbot, total, "1")
    dialog.replace_chosen()
    assert text(window, "", "total_score") is not None
    assert dialog.parent() is window


def test_a_hit_leads_to_its_cell(window: MainWindow, qtbot: QtBot, form: str) -> None:
    change(window, "r1", "deviation", "独一无二的话")
    other = next(f.id for f in window.context.controller.file.forms() if f.id != form)
    window.context.controller.show_form(other)
    dialog = find(window, qtbot, "独一无二", "x")
    item = dialog.results.topLevelItem(0)
    assert item is not None
    dialog.results.itemActivated.emit(item, 0)
    cell = window.context.view.current_cell()
    assert cell is not None
    assert (window.context.controller.form_id, cell.row_id, cell.field) == (form, "r1", "deviation")


def test_one_field_is_filled_in_many_forms(window: MainWindow, form: str) -> None:
    dialog = FillDialog(window.context)
    dialog.field.setCurrentIndex(dialog.field.findText("主管部门", Qt.MatchFlag.MatchContains))
    dialog.text.setText("某市财政局")
    dialog.accept()
    assert text(window, "", "department") == "某市财政局"
    window.center.actions["undo"].trigger()
    assert text(window, "", "department") != "某市财政局"


def test_the_money_table_is_a_sheet(
    window: MainWindow, form: str, qtmodeltester: ModelTester
) -> None:
    dialog = MoneyDialog(window.context)
    qtmodeltester.check(dialog.model)
    table = dialog.model.table
    assert table is not None
    column = next(n for n, c in enumerate(table.columns) if (c.row, c.field) == ("F1", "executed"))
    row = next(n for n, r in enumerate(table.rows) if r.form_id == form)
    assert dialog.model.setData(dialog.model.index(row, column), "9.5")
    assert text(window, "F1", "executed") == "9.5"
    assert dialog.model.index(row, column).data() == "9.5"
    total = dialog.model.index(len(table.rows), column).data()
    shown = [dialog.model.index(n, column).data() for n in range(len(table.rows))]
    assert Decimal(total.replace(",", "")) == sum(Decimal(t.replace(",", "") or 0) for t in shown)


def test_a_block_is_pasted_into_the_money_table_past_its_sums(
    window: MainWindow, form: str
) -> None:
    dialog = MoneyDialog(window.context)
    table = dialog.model.table
    assert table is not None
    columns = {(c.row, c.field): n for n, c in enumerate(table.columns)}
    data = QMimeData()
    data.setText("99\t1\t2\t3")
    QGuiApplication.clipboard().setMimeData(data)
    dialog.table.setCurrentIndex(dialog.model.index(0, columns["F0", "initial"]))
    dialog.table.paste()
    assert [text(window, f"F{n}", "initial") for n in (1, 2, 3)] == ["1", "2", "3"]
    assert "跳过" in window.status.said.toolTip()


def test_enter_goes_down_in_the_money_table(window: MainWindow, form: str) -> None:
    dialog = MoneyDialog(window.context)
    dialog.table.setCurrentIndex(dialog.model.index(0, 1))
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert dialog.table.currentIndex().row() == 1


def test_the_money_table_is_walked_as_a_sheet(window: MainWindow, form: str, qtbot: QtBot) -> None:
    dialog = MoneyDialog(window.context)
    dialog.show()
    table = dialog.table
    dialog.activateWindow()
    qtbot.waitUntil(table.hasFocus)
    start = (table.currentIndex().row(), table.currentIndex().column())
    assert dialog.model.index(*start).flags() & Qt.ItemFlag.ItemIsEditable
    before = dialog.model.index(*start).data()
    QTest.keyClick(table, Qt.Key.Key_7)
    QTest.keyClick(table.focusWidget() or table, Qt.Key.Key_5)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.model.index(*start).data() == "75")
    assert table.currentIndex().row() == min(start[0] + 1, dialog.model.rowCount() - 1)
    table.setCurrentIndex(dialog.model.index(*start))
    for _ in range(dialog.model.columnCount()):
        QTest.keyClick(table, Qt.Key.Key_Tab)
        assert table.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable
    QTest.keyClick(table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert dialog.model.index(*start).data() == before
    QTest.keyClick(table, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert dialog.model.index(*start).data() == "75"
    dialog.close()


def test_settings_are_kept_and_follow_the_file(window: MainWindow, form: str, qtbot: QtBot) -> None:
    dialog = SettingsDialog(window.context)
    line = dialog.widgets["low_rate_reason"]
    line.setText("70")  # type: ignore[attr-defined]
    dialog.accept()
    assert window.context.controller.file.options.current.low_rate_reason == 70
    again = SettingsDialog(window.context)
    assert again.widgets["low_rate_reason"].text() == "70"  # type: ignore[attr-defined]
    again.widgets["low_rate_reason"].setText("")  # type: ignore[attr-defined]
    again.accept()
    assert window.context.controller.file.options.current.low_rate_reason is None


@pytest.mark.parametrize("typed", ["很多", "-5"])
def test_a_setting_that_cannot_be_is_said_and_nothing_is_kept(
    window: MainWindow, form: str, typed: str
) -> None:
    dialog = SettingsDialog(window.context)
    dialog.widgets["low_rate_reason"].setText(typed)  # type: ignore[attr-defined]
    before = window.context.controller.file.options.current
    dialog.accept()
    assert dialog.told.text()
    assert window.context.controller.file.options.current == before


def test_a_rule_is_switched_off(window: MainWindow, form: str) -> None:
    dialog = SettingsDialog(window.context)
    rules = dialog.widgets["disabled_rules"]
    rules.item(0).setCheckState(Qt.CheckState.Unchecked)  # type: ignore[attr-defined]
    off = rules.item(0).data(Qt.ItemDataRole.UserRole)  # type: ignore[attr-defined]
    dialog.accept()
    assert off in (window.context.controller.file.options.current.disabled_rules or ())


def test_every_setting_has_a_widget(window: MainWindow, form: str) -> None:
    dialog = SettingsDialog(window.context)
    fields = {field.name for field in window.context.controller.file.options.fields()}
    assert fields - {"phrases"} <= dialog.widgets.keys()


def test_a_phrase_goes_behind_the_text(window: MainWindow, form: str) -> None:
    change(window, "r1", "deviation", "一、")
    window.context.view.go_to_field("r1", "deviation")
    dialog = PhrasesDialog(window.context)
    dialog.new.setPlainText("采购推迟。")
    dialog.add()
    dialog.list.setCurrentRow(dialog.list.count() - 1)
    dialog.accept()
    assert text(window, "r1", "deviation") == "一、采购推迟。"
    assert "采购推迟。" in window.context.controller.file.options.phrases.all()


def test_a_note_is_marked_and_never_printed(window: MainWindow, form: str, answers: object) -> None:
    window.context.view.go_to_field("r1", "score")
    answers.typed = "问业务科室"  # type: ignore[attr-defined]
    edit_note(window.context)
    cell = window.context.view.current_cell()
    assert cell is not None
    assert window.context.view.form.note_of(cell) == "问业务科室"
    pages = window.context.controller.file.transfer.pages(form)
    printed = "".join(run.text for page in pages.pages for box in page.boxes for run in box.runs)
    assert "问业务科室" not in printed
    answers.typed = ""  # type: ignore[attr-defined]
    edit_note(window.context)
    assert window.context.view.form.note_of(cell) == ""


def test_history_lists_old_and_new(window: MainWindow, form: str) -> None:
    before = text(window, "r1", "score")
    change(window, "r1", "score", "1.5")
    cell = window.context.view.grid.find("r1", "score")
    assert cell is not None
    dialog = HistoryDialog.of_cell(window.context, cell)
    newest = [dialog.table.item(0, column).text() for column in (3, 4)]  # type: ignore[union-attr]
    assert newest == [before, "1.5"]


def test_a_removed_form_comes_back_from_the_bin(window: MainWindow, form: str) -> None:
    window.center.actions["remove_form"].trigger()
    assert form not in [f.id for f in window.context.controller.file.forms()]
    dialog = RecycleDialog(window.context)
    assert dialog.list.topLevelItemCount() == 1
    dialog.accept()
    assert window.context.controller.form_id == form


def backups_of(window: MainWindow, qtbot: QtBot) -> BackupDialog:
    window.center.actions["restore_backup"].trigger()
    qtbot.waitUntil(lambda: window.findChild(BackupDialog) is not None, timeout=10_000)
    dialog = window.findChild(BackupDialog)
    assert dialog is not None
    return dialog


def test_a_backup_shows_what_differs_and_brings_it_back(
    window: MainWindow, form: str, qtbot: QtBot
) -> None:
    before = text(window, "r1", "score")
    dialog = backups_of(window, qtbot)
    dialog.back_up()
    qtbot.waitUntil(lambda: dialog.backups.count() == 1, timeout=10_000)
    assert not dialog.go.isEnabled()
    change(window, "r1", "score", "0.5")
    window.context.controller.file.safekeeping.wait()
    dialog.reject()
    qtbot.waitUntil(lambda: window.findChild(BackupDialog) is None)
    dialog = backups_of(window, qtbot)
    (made,) = window.context.controller.file.recovery.backups()
    assert str(made.path) in dialog.place.text()
    assert dialog.forms.topLevelItemCount() == 1
    item = dialog.forms.topLevelItem(0)
    assert item is not None
    cells = [item.child(row) for row in range(item.childCount())]
    assert ("0.5", before) in {(cell.text(1), cell.text(2)) for cell in cells if cell}
    dialog.accept()
    assert text(window, "r1", "score") == before
    keeping = window.context.controller.file.safekeeping
    (kept,) = keeping.versions(form)
    assert keeping.version(kept).row("r1").values["score"] == "0.5"
    reasons = {info.reason for info in window.context.controller.file.recovery.backups()}
    assert reasons == {"manual", "restore"}


def test_forms_made_after_a_backup_stay_unless_ticked(
    window: MainWindow, form: str, qtbot: QtBot
) -> None:
    window.context.controller.file.recovery.back_up()
    change(window, "r1", "score", "0.5")
    editing = window.context.controller.file.editing
    window.context.controller.perform(
        lambda: editing.new_form("shanghai-self-evaluation-2024", 2025, "备份后新建")
    )
    dialog = backups_of(window, qtbot)
    assert dialog.forms.topLevelItemCount() == 2
    dialog.accept()
    assert "备份后新建" in {entry.project_name for entry in window.context.controller.file.forms()}


def test_a_copy_on_a_stick_opens_by_itself(
    window: MainWindow, answers: object, qtbot: QtBot, tmp_path: Path
) -> None:
    answers.path = tmp_path / "U盘.perfdesk"  # type: ignore[attr-defined]
    window.center.actions["backup_to"].trigger()
    qtbot.waitUntil(lambda: not window.context.running, timeout=10_000)
    assert "U盘.perfdesk" in window.status.said.toolTip()
    with Workspace.open(tmp_path / "U盘.perfdesk", read_only=True) as copy:
        assert copy.form_ids() == window.context.controller.file.form_ids()


def test_a_copy_that_cannot_be_made_is_said(
    window: MainWindow, answers: object, qtbot: QtBot, tmp_path: Path
) -> None:
    answers.path = tmp_path / "没有的盘" / "x.perfdesk"  # type: ignore[attr-defined]
    window.center.actions["backup_to"].trigger()
    qtbot.waitUntil(lambda: bool(answers.errors), timeout=10_000)  # type: ignore[attr-defined]
    assert window.context.controller.ready


def test_the_preview_draws_the_pages_that_print(window: MainWindow, form: str) -> None:
    dialog = PreviewDialog(window.context, [form])
    pages = window.context.controller.file.transfer.pages(form)
    assert len(dialog.sheets.pages) == len(pages.pages)
    picture = dialog.sheets.grab().toImage()
    assert darkness(picture) > 0.005


def test_printing_draws_every_page(window: MainWindow, form: str, tmp_path: Path) -> None:
    from PySide6.QtPrintSupport import QPrinter

    from ui.printing import printer as printing

    documents = printing.pages_of(window.context, [form])
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printing.prepare(printer, documents[0].pages[0])
    assert printing.draw(printer, documents).pages == len(documents[0].pages)
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


def test_a_page_is_painted_where_the_pages_say(dressed: object) -> None:
    from perfdesk.pages import Line, Page, Run
    from ui.printing import page_painter

    run = Run(20, 30, "绩效", "NotoSerifSC-Regular", 20, 14.1)
    page = Page(1, 60, 40, lines=(Line(5, 10, 55, 10, 1.0),), boxes=(box(run),))
    picture = QImage(600, 400, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    page_painter.paint_page(painter, page, 10)
    painter.end()
    assert picture.pixelColor(300, 100).lightness() < 100
    assert picture.pixelColor(20, 100).lightness() == 255
    ink = [
        x
        for x in range(600)
        for y in range(200, 320, 4)
        if picture.pixelColor(x, y).lightness() < 100
    ]
    assert min(ink) >= 195
    assert max(ink) <= 345


def box(run: object):  # type: ignore[no-untyped-def]
    from perfdesk.pages import Box

    return Box(0, 0, 60, 40, (run,))  # type: ignore[arg-type]


def darkness(picture: QImage) -> float:
    """The share of dark pixels."""
    small = picture.scaled(200, 280)
    dark = sum(small.pixelColor(x, y).lightness() < 128 for x in range(200) for y in range(280))
    return dark / (200 * 280)


def test_help_opens_at_the_cell(window: MainWindow, form: str) -> None:
    window.context.view.go_to_field("r1", "target")
    QTest.keyClick(window.context.view, Qt.Key.Key_F1)
    opened = window.findChild(HelpWindow)
    assert opened is not None
    assert "指标值" in opened.text.toPlainText()
    opened.search.setText("回收站")
    assert opened.list.count() >= 1
    opened.close()


def test_a_dialog_is_never_larger_than_the_screen(window: MainWindow) -> None:
    window.resize(640, 400)
    opened = HelpWindow.show_for(window.context, "bring-in")
    room = opened.screen().availableGeometry().size().expandedTo(window.size())
    assert opened.width() <= room.width()
    assert opened.height() < room.height()
    opened.close()


def test_pictures_of_the_help_fit_the_window(window: MainWindow, qtbot: QtBot) -> None:
    def shown() -> bool:
        pictures = [picture.width() for _, picture in opened.text._pictures()]
        room = opened.text.viewport().width()
        fits = opened.text.horizontalScrollBar().maximum() == 0
        return len(pictures) == 3 and room * 0.8 < max(pictures) <= room and fits

    opened = HelpWindow.show_for(window.context, "bring-in")
    for width in (900, 700, 1500):
        opened.resize(width, 640)
        qtbot.waitUntil(shown)
    opened.close()


def test_diagnostics_hold_no_content(window: MainWindow, form: str) -> None:
    window.center.actions["copy_diagnostics"].trigger()
    told = QGuiApplication.clipboard().text()
    assert "Qt" in told
    assert str(window.context.controller.file.path) not in told
    for entry in window.context.controller.file.forms():
        assert not entry.project_name or entry.project_name not in told


def test_the_history_names_cells_of_rows_that_are_gone(window: MainWindow, form: str) -> None:
    """level1 is a word of the program, not of the user."""
    controller = window.context.controller
    row = next(line.row_ids[0] for line in controller.grid(form).rows if line.row_ids)
    controller.perform(
        lambda: controller.file.editing.set_text(CellPath(form, row, "actual"), "12")
    )
    controller.perform(lambda: controller.file.editing.remove_rows(form, [row]))
    dialog = HistoryDialog.of_form(window.context)
    items = [dialog.table.item(n, 2) for n in range(dialog.table.rowCount())]
    places = {item.text() for item in items if item is not None}
    assert any("实际完成值" in place for place in places)
    assert not [place for place in places if place.isascii()]
