"""The window on a real data file: what one does reaches the file and every view."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from perfdesk.session.workspace import Workspace
from tests.ui.on_show import SELF_2023, form_of, show, text
from ui.dialogs.bring_in.import_dialog import ImportDialog
from ui.dialogs.forms.new_form import NewFormDialog
from ui.dialogs.result import ResultDialog
from ui.dialogs.send_out.export_dialog import ExportDialog
from ui.window.main_window import MainWindow

ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


def do(window: MainWindow, action: str) -> None:
    window.center.actions[action].trigger()


def checked(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.context.auditor.settled, timeout=20_000)


def test_an_edit_is_saved_and_said(window: MainWindow, qtbot: QtBot) -> None:
    show(window)
    with qtbot.waitSignal(window.context.controller.stored):
        window.context.view.go_to_field("r1", "score")
        QTest.keyClicks(window.context.view, "9")
        QTest.keyClick(window.context.view.cells.editor, Qt.Key.Key_Return)
    assert window.status.saved.text().startswith("已保存 ")
    path = window.context.controller.file.path
    window.close()
    with Workspace.open(path, read_only=True) as workspace:
        cell = workspace.grid(form_id_of(workspace)).find("r1", "score")
        assert cell is not None
        assert cell.value == "9.00"


def form_id_of(workspace: Workspace) -> str:
    return next(form.id for form in workspace.forms() if form.template_id == SELF_2023)


def test_a_failed_save_stays_on_the_line_until_it_is_saved(window: MainWindow) -> None:
    from perfdesk.errors import PerfDeskError
    from perfdesk.session.edit.notes import Failed, Saved

    controller = window.context.controller
    controller.stored.emit(Failed(3, "磁盘已满", PerfDeskError("磁盘已满")))
    assert window.status.saved.text() == "未保存"
    controller.stored.emit(Saved(3, "2026-11-22T20:31:05+08:00"))
    assert window.status.saved.text() == "已保存 20:31:05"


def test_undo_goes_back_to_the_form_it_changed(window: MainWindow) -> None:
    first = show(window)
    before = text(window, "r1", "score")
    cell = window.context.view.grid.find("r1", "score")
    assert cell is not None
    window.context.controller.type_text(cell, "1.25")
    show(window, "beijing-self-evaluation")
    do(window, "undo")
    assert window.context.controller.form_id == first
    assert text(window, "r1", "score") == before
    assert window.context.tree.current() == first
    do(window, "redo")
    assert text(window, "r1", "score") == "1.25"


def test_rows_come_move_and_go(window: MainWindow) -> None:
    show(window)
    view = window.context.view
    rows = [row.row_ids[0] for row in view.grid.rows if row.row_ids]
    view.go_to_field(rows[0], "level3")
    do(window, "insert_row")
    now = [row.row_ids[0] for row in view.grid.rows if row.row_ids]
    new = now[1]
    assert now == [rows[0], new, *rows[1:]]
    assert text(window, new, "level1") == text(window, rows[0], "level1")
    QTest.keyClick(view, Qt.Key.Key_Down, ALT_SHIFT)
    assert [row.row_ids[0] for row in view.grid.rows if row.row_ids][2] == new
    assert view.current_cell().row_id == new  # type: ignore[union-attr]
    QTest.keyClick(view, Qt.Key.Key_Up, ALT_SHIFT)
    do(window, "remove_rows")
    assert [row.row_ids[0] for row in view.grid.rows if row.row_ids] == rows


def test_a_row_is_dragged_by_its_handle(window: MainWindow) -> None:
    show(window)
    view, handles = window.context.view, window.context.paper_area.sheet.handles
    rows = [number for number, row in enumerate(view.grid.rows) if row.row_ids]
    first, third = (view.grid.rows[rows[n]].row_ids[0] for n in (0, 2))
    start = view.geometry_of.row_top(rows[0]) + 6
    end = view.geometry_of.row_top(rows[2]) + view.geometry_of.heights[rows[2]] - 3
    QTest.mousePress(handles, Qt.MouseButton.LeftButton, pos=QPoint(12, start))
    QTest.mouseMove(handles, QPoint(12, end))
    QTest.mouseRelease(handles, Qt.MouseButton.LeftButton, pos=QPoint(12, end))
    now = [row.row_ids[0] for row in view.grid.rows if row.row_ids]
    assert now.index(first) == now.index(third) + 1


def test_a_block_from_excel_is_pasted_as_one_step(window: MainWindow) -> None:
    show(window)
    view = window.context.view
    rows = [row.row_ids[0] for row in view.grid.rows if row.row_ids][:2]
    before = [text(window, row, "weight") for row in rows]
    data = QMimeData()
    data.setText("11\t10.5\n12\t11.5\n")
    QGuiApplication.clipboard().setMimeData(data)
    view.go_to_field(rows[0], "weight")
    QTest.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [text(window, row, "weight") for row in rows] == ["11", "12"]
    assert [text(window, row, "score") for row in rows] == ["10.5", "11.5"]
    pasted = {(cell.row_id, cell.field) for cell in view.selected_cells()}
    assert pasted == {(row, name) for row in rows for name in ("weight", "score")}
    current = view.current_cell()
    assert current is not None
    assert (current.row_id, current.field) == (rows[0], "weight")
    assert "4 格" in window.status.said.toolTip()
    do(window, "undo")
    assert [text(window, row, "weight") for row in rows] == before


def test_cut_empties_and_keeps_on_the_clipboard(window: MainWindow) -> None:
    show(window)
    window.context.view.go_to_field("r1", "level3")
    before = text(window, "r1", "level3")
    QTest.keyClick(window.context.view, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert text(window, "r1", "level3") is None
    assert QGuiApplication.clipboard().text() == before


def test_findings_come_by_themselves_and_f8_walks_them(window: MainWindow, qtbot: QtBot) -> None:
    show(window, "district-self-evaluation")
    checked(window, qtbot)
    panel = window.context.findings
    assert panel.model.rowCount() > 0
    met = 0
    for _ in range(10):
        QTest.keyClick(window.context.view, Qt.Key.Key_F8)
        finding = panel.current()
        assert finding is not None
        if finding.whole_form:
            continue
        met += 1
        cell = window.context.view.current_cell()
        assert cell is not None
        assert finding.row in (cell.row_ids or (cell.row_id,))
        assert cell.field == finding.field
    assert met


def test_filters_hide_a_severity(
    window: MainWindow, qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    checked(window, qtbot)
    panel = window.context.findings
    panel.scope[1].click()
    qtmodeltester.check(panel.model)
    hints = panel.model.count("hint")
    assert hints
    all_shown = panel.model.rowCount()
    QTest.mouseClick(panel.chips["hint"], Qt.MouseButton.LeftButton)
    assert panel.model.rowCount() == all_shown - hints


def test_a_fix_is_taken_as_one_step_and_its_finding_goes(window: MainWindow, qtbot: QtBot) -> None:
    checked(window, qtbot)
    finding = next(
        f for f in window.context.auditor.all_findings() if f.fix and f.form and not f.fix.draft
    )
    window.commands.checks.apply_fix(finding)
    checked(window, qtbot)
    assert finding not in window.context.auditor.findings(finding.form or "")
    do(window, "undo")
    checked(window, qtbot)
    assert finding in window.context.auditor.findings(finding.form or "")


def test_a_finding_is_left_with_a_reason(window: MainWindow, qtbot: QtBot, answers: object) -> None:
    checked(window, qtbot)
    finding = next(f for f in window.context.auditor.all_findings() if f.form)
    window.context.controller.show_form(finding.form or "")
    answers.typed = "已与主管部门确认"  # type: ignore[attr-defined]
    window.commands.checks.accept_finding(finding)
    marked = [f for f in window.context.auditor.findings(finding.form or "") if f.accepted]
    assert [(f.rule, f.accepted) for f in marked] == [(finding.rule, "已与主管部门确认")]
    window.commands.checks.revoke(marked[0])
    assert finding in window.context.auditor.findings(finding.form or "")


def test_the_tree_lists_year_kind_project_and_narrows(
    window: MainWindow, qtmodeltester: ModelTester
) -> None:
    tree = window.context.tree
    qtmodeltester.check(tree.model)
    years = [tree.model.item(row).text() for row in range(tree.model.rowCount())]
    assert years == ["2024 年", "2023 年", "未填年度"]
    total = len(window.context.controller.file.forms())
    everything = sum(1 for _ in leaves(tree.view.model()))
    assert everything == total
    QTest.keyClicks(tree.search, "11010624")
    assert sum(1 for _ in leaves(tree.view.model())) < total


def leaves(model, parent=None):  # type: ignore[no-untyped-def]
    from PySide6.QtCore import QModelIndex

    parent = parent or QModelIndex()
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        if model.rowCount(index):
            yield from leaves(model, index)
        else:
            yield index


def test_choosing_in_the_tree_shows_the_form(window: MainWindow, qtbot: QtBot) -> None:
    other = form_of(window, "beijing-self-evaluation")
    show(window)
    with qtbot.waitSignal(window.context.controller.form_shown):
        window.context.tree.chosen.emit(other)
    assert window.context.view.grid.form_id == other


def dialog(kind: type[QDialog], window: MainWindow, qtbot: QtBot):  # type: ignore[no-untyped-def]
    qtbot.waitUntil(lambda: window.findChild(kind) is not None, timeout=20_000)
    return window.findChild(kind)


def test_new_forms_one_per_line(window: MainWindow, qtbot: QtBot) -> None:
    before = len(window.context.controller.file.forms())
    do(window, "new_form")
    made = dialog(NewFormDialog, window, qtbot)
    made.names.setPlainText("甲项目\n\n乙项目")
    made.accept()
    names = [form.project_name for form in window.context.controller.file.forms()[before:]]
    assert names == ["甲项目", "乙项目"]
    assert window.context.view.grid.form_id == window.context.controller.file.forms()[-1].id


def test_files_dropped_are_read_shown_and_brought_in(
    window: MainWindow, qtbot: QtBot, samples: Path
) -> None:
    before = len(window.context.controller.file.forms())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(samples / "forms" / "jiading-declaration-2023.json"))])
    button, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    # Qt drops only where something was dragged in before.
    for event in (
        QDragEnterEvent(QPoint(100, 100), Qt.DropAction.CopyAction, data, button, keys),
        QDropEvent(QPointF(100, 100), Qt.DropAction.CopyAction, data, button, keys),
    ):
        QApplication.sendEvent(window, event)
    preview = dialog(ImportDialog, window, qtbot)
    assert preview.go.isEnabled()
    preview.accept()
    qtbot.waitUntil(lambda: len(window.context.controller.file.forms()) > before)
    do(window, "undo")
    # An import is not taken back by a slip of the fingers: it is said first.
    assert "再按一次" in window.status.said.toolTip()
    assert len(window.context.controller.file.forms()) > before
    do(window, "undo")
    assert len(window.context.controller.file.forms()) == before


def test_a_file_that_is_none_says_so_in_the_preview(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"not a workbook")
    window.commands.files.import_paths([bad])
    preview = dialog(ImportDialog, window, qtbot)
    assert not preview.go.isEnabled()
    assert "未能读取" in preview.summary.text()
    preview.reject()


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
def test_export_writes_and_says_where(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, answers: object, kind: str
) -> None:
    show(window)
    answers.folder = tmp_path / "out"  # type: ignore[attr-defined]
    ExportDialog(window.context, kind, [window.context.controller.form_id]).accept()
    result = dialog(ResultDialog, window, qtbot)
    assert result.folder == tmp_path / "out"
    assert len(list((tmp_path / "out").glob(f"*.{kind}"))) == 1
    assert not window.context.controller.busy
    result.close()


def test_a_job_that_fails_says_one_sentence(
    window: MainWindow, qtbot: QtBot, answers: object
) -> None:
    def work(progress: object, cancelled: object) -> None:
        raise OSError(28, "No space left on device")

    job = window.context.run_job("试", work, lambda _: None)
    with qtbot.waitSignal(job.failed):
        pass
    assert len(answers.errors) == 1  # type: ignore[attr-defined]
    assert window.context.running == []


def test_a_job_is_cancelled_at_the_next_step(window: MainWindow, qtbot: QtBot) -> None:
    seen: list[int] = []

    def work(progress: Callable[[int, int, str], None], cancelled: Callable[[], bool]) -> int:
        while not cancelled():
            progress(len(seen), 10, "一步")
            seen.append(1)
        return len(seen)

    job = window.context.run_job("试", work, lambda _: None)
    qtbot.waitUntil(lambda: bool(seen))
    assert window.context.controller.busy
    with qtbot.waitSignal(job.done):
        job.dialog.button.click()
    assert not window.context.controller.busy


def test_nothing_is_edited_while_a_job_reads_the_forms(window: MainWindow) -> None:
    show(window)
    window.context.controller.busy = True
    cell = window.context.view.grid.find("r1", "score")
    assert cell is not None
    before = cell.value
    assert not window.context.controller.type_text(cell, "3")
    window.context.controller.busy = False
    assert text(window, "r1", "score") == before


def test_a_broken_data_file_is_refused_and_the_open_one_stays(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, answers: object
) -> None:
    bad = tmp_path / "坏.perfdesk"
    bad.write_bytes(b"SQLite format 3\0" + b"\xff" * 4000)
    open_before = window.context.controller.file.path
    assert not window.commands.files.open_path(bad)
    qtbot.waitUntil(lambda: not window.context.controller.busy, timeout=10_000)
    assert len(answers.errors) == 1  # type: ignore[attr-defined]
    assert window.context.controller.file.path == open_before


def test_dark_mode_leaves_the_paper_white(window: MainWindow) -> None:
    do(window, "toggle_dark")
    picture = window.context.paper_area.grab().toImage()
    sheet = window.context.paper_area.sheet
    corner = sheet.mapTo(window.context.paper_area, sheet.paper().topLeft())
    assert picture.pixelColor(corner.x() + 30, corner.y() + 30).name() == "#ffffff"
    assert window.grab().toImage().pixelColor(5, window.height() - 60).lightness() < 80
    do(window, "toggle_dark")


def test_sizes_and_recent_files_are_remembered(make_window: Callable[..., MainWindow]) -> None:
    from ui.desktop.preferences import Preferences

    window = make_window()
    do(window, "toggle_findings")
    path = window.context.controller.file.path
    window.close()
    again = Preferences.load()
    assert again.recent_files() == [path.resolve()]
    assert not again.findings
    assert again.geometry


def test_the_start_page_opens_what_was_open(make_window: Callable[..., MainWindow]) -> None:
    window = make_window()
    path = window.context.controller.file.path
    do(window, "close_file")
    assert window.stack.currentWidget() is window.start_page()
    window.start_page().open_wanted.emit(path)
    assert window.context.controller.ready


def test_the_sample_is_real_forms_with_findings(
    make_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    window = make_window(opened=False)
    window.start_page().steps["open_sample"].click()
    window.greet()
    checked(window, qtbot)
    assert len(window.context.controller.file.forms()) >= 8
    assert window.context.auditor.verdict(None).errors > 0
    assert window.context.auditor.verdict(window.context.controller.form_id).errors > 0


def test_a_draft_is_found_again(make_window: Callable[..., MainWindow], qtbot: QtBot) -> None:
    window = make_window()
    show(window)
    cell = window.context.view.grid.find("r1", "deviation")
    assert cell is not None
    window.context.controller.keep_draft(cell, "写到一半")
    path = window.context.controller.file.path
    window.context.controller.file.safekeeping.wait()
    window.close()
    again = make_window(opened=False)
    again.commands.files.open_path(path)
    again.greet()
    assert again.alarm.banner.isVisible()
    bring_back = again.alarm.banner.button("找回")
    assert bring_back is not None
    QTest.mouseClick(bring_back, Qt.MouseButton.LeftButton)
    assert not again.alarm.banner.isVisible()
    show(again)
    assert text(again, "r1", "deviation") == "写到一半"


def test_the_money_unit_is_that_of_the_form_on_show(make_window: Callable[..., MainWindow]) -> None:
    controller = make_window(opened=False).context.controller
    assert controller.money_unit() == ""
    window = make_window()
    show(window)
    assert window.context.controller.money_unit() == "万元"
    show(window, "shanghai-declaration-2023")
    assert window.context.controller.money_unit() == "元"
