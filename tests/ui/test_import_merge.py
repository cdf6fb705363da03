"""Forms that are there already: skipped, merged cell by cell, or kept as a version; one undo."""

import json
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog
from pytestqt.qtbot import QtBot

from perfdesk.cellpath import CellPath
from perfdesk.errors import BackupError
from perfdesk.session.bring_in.merge import Case
from ui.dialogs.bring_in.import_dialog import ImportDialog, common_folder
from ui.dialogs.bring_in.merge_dialog import INCOMING, PRESENT, SHOWN, MergeDialog
from ui.dialogs.result import ResultDialog
from ui.style import theme
from ui.window.main_window import MainWindow

NAME = "安全生产专项工作经费"
FORM = "municipal-self-evaluation-2023"


@pytest.fixture
def changed(window: MainWindow, samples: Path) -> Path:
    """The file of a form that was changed since: a blank, a text of its own, a row taken out."""
    controller = window.context.controller
    form = next(f.id for f in controller.file.forms() if f.project_name == NAME)
    controller.show_form(form)
    rows = [row.id for row in controller.file._core.view(form).indicators]
    controller.perform(
        lambda: controller.file.editing.set_many(
            [
                (CellPath(form, rows[0], "actual"), ""),
                (CellPath(form, rows[0], "deviation"), "自己写的原因"),
            ]
        )
    )
    controller.perform(lambda: controller.file.editing.remove_rows(form, [rows[1]]))
    return samples / "workbooks" / f"{FORM}-official.xlsx"


@pytest.fixture
def preview(window: MainWindow, changed: Path) -> ImportDialog:
    dialog = ImportDialog(window.context, window.context.controller.file.transfer.read([changed]))
    dialog.show()
    top = dialog.tree.topLevelItem(0)
    dialog.tree.setCurrentItem(next(c for c in children(top) if c.text(0) == NAME))
    return dialog


def children(item) -> list:
    return [item.child(number) for number in range(item.childCount())]


def pick(combo: QComboBox, value: str) -> None:
    """Choose by the keyboard, as a user does."""
    combo.setFocus()
    while combo.currentData() != value:
        before = combo.currentIndex()
        QTest.keyClick(combo, Qt.Key.Key_Down)
        assert combo.currentIndex() != before


def opened(kind: type[QDialog], window: MainWindow, qtbot: QtBot):
    qtbot.waitUntil(lambda: window.findChild(kind) is not None)
    return window.findChild(kind)


def row_of(dialog: MergeDialog, case: Case, field: str = ""):
    for number in range(dialog.cells.topLevelItemCount()):
        row = dialog.cells.topLevelItem(number)
        item = row.data(0, theme.DATA)
        if item.case is case and item.place[1] == field:
            return row
    raise AssertionError((case, field))


def click(dialog: MergeDialog, row, column: int, qtbot: QtBot) -> None:
    index = dialog.cells.indexFromItem(row, column)
    dialog.cells.scrollTo(index)
    place = dialog.cells.visualRect(index).center()
    qtbot.mouseClick(dialog.cells.viewport(), Qt.MouseButton.LeftButton, pos=place)


@pytest.fixture
def merge(preview: ImportDialog, window: MainWindow, qtbot: QtBot) -> MergeDialog:
    qtbot.mouseClick(preview.merge, Qt.MouseButton.LeftButton)
    return opened(MergeDialog, window, qtbot)


def texts(window: MainWindow) -> list[tuple[str, str, str]]:
    controller = window.context.controller
    form = next(f.id for f in controller.file.forms() if f.project_name == NAME)
    return [
        (row.name, row.text("actual"), row.text("deviation"))
        for row in controller.file._core.view(form).indicators
    ]


def test_the_ways_are_offered_and_say_what_they_would_do(preview: ImportDialog) -> None:
    item = preview.tree.currentItem()
    assert "跳过" in item.text(2)
    assert not preview.go.isEnabled()
    pick(preview.duplicates, "merge")
    assert "取用 1 格" in item.text(2)
    assert "新增 1 行" in item.text(2)
    assert preview.go.isEnabled()
    pick(preview.duplicates, "version")
    assert "新版本" in item.text(2)


def test_one_form_is_decided_otherwise_than_the_rest(preview: ImportDialog) -> None:
    item = preview.tree.currentItem()
    others = [c for c in children(item.parent()) if c is not item and c.data(0, theme.DATA)]
    pick(preview.one, "merge")
    assert "合并" in item.text(2)
    assert all("合并" not in other.text(2) for other in others)


def test_a_merge_fills_adds_and_keeps_and_is_one_undo(
    preview: ImportDialog, merge: MergeDialog, window: MainWindow, qtbot: QtBot
) -> None:
    before = texts(window)
    qtbot.mouseClick(merge.go, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(window.context.controller.edited):
        qtbot.mouseClick(preview.go, Qt.MouseButton.LeftButton)
    after = texts(window)
    assert len(after) == len(before) + 1
    assert (before[0][1], bool(after[0][1])) == ("", True)
    assert after[0][2] == "自己写的原因"
    window.center.actions["undo"].trigger()
    window.center.actions["undo"].trigger()
    assert texts(window) == before
    reasons = [backup.reason for backup in window.context.controller.file.recovery.backups()]
    assert "import" in reasons


def test_a_side_is_taken_by_a_click_and_by_the_space_bar(
    preview: ImportDialog, merge: MergeDialog, window: MainWindow, qtbot: QtBot
) -> None:
    conflict = row_of(merge, Case.ONLY_PRESENT, "deviation")
    fill = row_of(merge, Case.FILL, "actual")
    assert fill.text(INCOMING).startswith("✓")
    click(merge, fill, PRESENT, qtbot)
    assert fill.text(PRESENT).startswith("✓")
    merge.cells.setCurrentItem(conflict)
    qtbot.keyClick(merge.cells, Qt.Key.Key_Space)
    assert conflict.text(INCOMING).startswith("✓")
    added = row_of(merge, Case.NEW_ROW)
    click(merge, added, PRESENT, qtbot)
    qtbot.mouseClick(merge.go, Qt.MouseButton.LeftButton)
    rows = len(texts(window))
    with qtbot.waitSignal(window.context.controller.edited):
        qtbot.mouseClick(preview.go, Qt.MouseButton.LeftButton)
    assert len(texts(window)) == rows
    assert texts(window)[0][1:] == ("", "")


def test_the_lines_on_show_are_taken_together_and_put_back(
    merge: MergeDialog, qtbot: QtBot
) -> None:
    usual = [merge.cells.topLevelItem(0).text(column) for column in range(5)]
    qtbot.mouseClick(merge.keep_all, Qt.MouseButton.LeftButton)
    assert not merge._plan.with_choices(merge._choices).changes
    qtbot.mouseClick(merge.usual, Qt.MouseButton.LeftButton)
    assert [merge.cells.topLevelItem(0).text(column) for column in range(5)] == usual
    merge.shown.setCurrentIndex([cases for _, cases in SHOWN].index((Case.NEW_ROW,)))
    visible = [r for r in merge._rows() if not r.isHidden()]
    assert [r.data(0, theme.DATA).case for r in visible] == [Case.NEW_ROW]


def test_the_whole_texts_and_the_place_in_the_file_are_shown(merge: MergeDialog) -> None:
    row = row_of(merge, Case.ONLY_PRESENT, "deviation")
    merge.cells.setCurrentItem(row)
    assert merge.texts[0].toPlainText() == "自己写的原因"
    assert "!" in row_of(merge, Case.FILL, "actual").text(3)


def test_the_report_tells_every_merged_cell_with_its_address(
    preview: ImportDialog, window: MainWindow, qtbot: QtBot
) -> None:
    pick(preview.duplicates, "merge")
    with qtbot.waitSignal(window.context.controller.edited):
        qtbot.mouseClick(preview.go, Qt.MouseButton.LeftButton)
    result = opened(ResultDialog, window, qtbot)
    assert result.folder is not None
    qtbot.mouseClick(result.copy, Qt.MouseButton.LeftButton)
    lines = QGuiApplication.clipboard().text().splitlines()
    taken = [line.split("\t") for line in lines if "合并：取用" in line]
    added = [line.split("\t") for line in lines if "合并：新增" in line]
    assert all("!" in line[1] for line in [*taken, *added])
    assert (len(taken), len(added) > 2) == (1, True)
    assert any("合并：保留现有（自己写的原因）" in line for line in lines)


def test_merging_what_is_alike_says_so(window: MainWindow, samples: Path, qtbot: QtBot) -> None:
    read = window.context.controller.file.transfer.read([samples / "forms" / f"{FORM}.json"])
    dialog = ImportDialog(window.context, read)
    dialog.show()
    pick(dialog.duplicates, "merge")
    assert {c.text(2) for c in children(dialog.tree.topLevelItem(0))} == {"已有，内容相同"}
    assert not dialog.go.isEnabled()
    dialog.tree.setCurrentItem(dialog.tree.topLevelItem(0).child(0))
    qtbot.mouseClick(dialog.merge, Qt.MouseButton.LeftButton)
    assert window.findChild(MergeDialog) is None
    assert "内容相同" in dialog.summary.text()


def test_without_a_backup_the_user_decides(
    preview: ImportDialog, window: MainWindow, answers, monkeypatch, qtbot: QtBot
) -> None:
    def refuse() -> None:
        raise BackupError(Path("x"), "磁盘空间不足")

    transfer = window.context.controller.file.transfer
    monkeypatch.setattr(transfer, "back_up", refuse)
    pick(preview.duplicates, "merge")
    before = texts(window)
    answers.agrees = False
    qtbot.mouseClick(preview.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.context.controller.busy and preview.go.isEnabled())
    assert texts(window) == before
    answers.agrees = True
    with qtbot.waitSignal(window.context.controller.edited):
        qtbot.mouseClick(preview.go, Qt.MouseButton.LeftButton)
    assert texts(window) != before


def test_an_import_cancelled_during_its_backup_is_none(
    preview: ImportDialog, window: MainWindow, monkeypatch, qtbot: QtBot
) -> None:
    go_on = Event()
    monkeypatch.setattr(window.context.controller.file.transfer, "back_up", lambda: go_on.wait(20))
    pick(preview.duplicates, "merge")
    before = texts(window)
    qtbot.mouseClick(preview.go, Qt.MouseButton.LeftButton)
    window.context.running[0].cancel()
    go_on.set()
    qtbot.waitUntil(preview.go.isEnabled)
    assert texts(window) == before


@pytest.fixture
def folder(tmp_path: Path, samples: Path) -> Path:
    """Many small files, broken ones among them, in two folders."""
    (form, *_) = json.loads((samples / "forms" / f"{FORM}.json").read_text("utf-8"))
    place = tmp_path / "各科室"
    (place / "二科").mkdir(parents=True)
    for number in range(60):
        file = place / ("二科" if number % 2 else "") / f"表{number:03}.json"
        file.write_text(json.dumps(form | {"project_name": f"项目{number:03}"}), "utf-8")
    for number in range(10):
        (place / f"坏{number}.xlsx").write_bytes(b"PK\x03\x04" + bytes(200))
    return place


def test_a_folder_comes_in_as_one_step_with_one_report(
    window: MainWindow, folder: Path, answers, qtbot: QtBot
) -> None:
    controller = window.context.controller
    before = len(controller.file.forms())
    answers.folder = folder
    window.center.actions["import_folder"].trigger()
    qtbot.waitUntil(lambda: window.findChild(ImportDialog) is not None, timeout=30_000)
    preview = window.findChild(ImportDialog)
    assert "70 个文件" in preview.summary.text()
    assert "10 个文件未能读取" in preview.summary.text()
    with qtbot.waitSignal(controller.edited, timeout=30_000):
        qtbot.mouseClick(preview.go, Qt.MouseButton.LeftButton)
    assert len(controller.file.forms()) == before + 60
    result = opened(ResultDialog, window, qtbot)
    assert (result.list.count(), result.folder) == (70, folder)
    result.close()
    window.center.actions["undo"].trigger()
    window.center.actions["undo"].trigger()
    assert len(controller.file.forms()) == before


def test_a_cancelled_folder_stores_nothing_and_says_what_was_read(
    window: MainWindow, folder: Path, qtbot: QtBot, monkeypatch
) -> None:
    controller = window.context.controller
    before = len(controller.file.forms())
    transfer = controller.file.transfer
    read: Callable = transfer.read
    go_on = Event()

    def slowly(paths, progress, cancelled):
        def told(done: int, total: int, what: str) -> None:
            progress(done, total, what)
            if done == 20:
                go_on.wait(20)

        return read(paths, told, cancelled)

    monkeypatch.setattr(transfer, "read", slowly)
    window.commands.files.import_paths([folder])
    (job,) = window.context.running
    qtbot.waitUntil(lambda: job.dialog.isVisible() and job.dialog.bar.value() == 20)
    assert job.dialog.bar.maximum() == 70
    qtbot.mouseClick(job.dialog.button, Qt.MouseButton.LeftButton)
    go_on.set()
    preview = opened(ImportDialog, window, qtbot)
    assert preview.tree.topLevelItemCount() < 25
    assert "取消" in preview.summary.text()
    assert len(controller.file.forms()) == before
    preview.reject()
    assert len(controller.file.forms()) == before
    assert (
        controller.file.editing.undo_label is None
        or "导入" not in controller.file.editing.undo_label
    )


def test_the_folder_of_the_files_is_the_one_they_share(tmp_path: Path) -> None:
    assert common_folder([tmp_path / "a" / "1.xlsx", tmp_path / "b" / "2.xlsx"]) == tmp_path
    assert common_folder([tmp_path / "1.xlsx"]) == tmp_path
    assert common_folder([Path("粘贴的内容")]) is None


def test_nothing_is_asked_about_forms_that_are_not_there(
    preview: ImportDialog, make_window: Callable[..., MainWindow], tmp_path: Path, samples: Path
) -> None:
    """A first import is a list and a button; with forms that are there, the ways are offered."""
    assert preview.duplicates.isVisible()
    assert preview.merge.isVisible()
    assert preview.doubtful.isVisible()
    assert preview.focusWidget() is preview.tree
    window = make_window(opened=False)
    assert window.commands.files.open_path(tmp_path / "new.perfdesk", create=True)
    path = samples / "workbooks" / "minhang-self-evaluation-2024-official.xlsx"
    first = ImportDialog(window.context, window.context.controller.file.transfer.read([path]))
    first.show()
    assert not first.duplicates.isVisible()
    assert not first.one.isVisible()
    assert not first.merge.isVisible()
    assert not first.doubtful.isVisible()
    assert first.go.isEnabled()
    first.close()
