"""填入主管部门的表格 through the window: choose the file, see the plan, write the copy."""

from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.dialogs.result import ResultDialog
from ui.dialogs.send_out.fill_dialog import KEPT, FillFileDialog
from ui.window.main_window import MainWindow

WORKBOOK = (
    Path(__file__).parent.parent / "samples/workbooks/municipal-self-evaluation-2023-official.xlsx"
)


def theirs(folder: Path) -> Path:
    """The form without its name, goals and scores, with another unit in it."""
    book = openpyxl.load_workbook(WORKBOOK)
    sheet = book.worksheets[0]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == "疾病预防控制" or (
                isinstance(cell.value, str) and len(cell.value) > 60
            ):
                cell.value = None
    path = folder / "发来的表.xlsx"
    book.save(path)
    return path


def asked(window: MainWindow, qtbot: QtBot) -> FillFileDialog:
    window.center.actions["fill_in"].trigger()
    qtbot.waitUntil(lambda: window.findChild(FillFileDialog) is not None, timeout=20_000)
    dialog = window.findChild(FillFileDialog)
    qtbot.waitUntil(lambda: bool(dialog.told.text()), timeout=20_000)
    return dialog


def test_a_form_is_filled_into_the_file_that_was_chosen(
    window: MainWindow, qtbot: QtBot, answers: object, tmp_path: Path
) -> None:
    path, out = theirs(tmp_path), tmp_path / "填好.xlsx"
    before = path.read_bytes()
    answers.paths, answers.path = [path], out  # type: ignore[attr-defined]
    dialog = asked(window, qtbot)
    dialog.which.setCurrentIndex(0)
    qtbot.waitUntil(dialog.go.isEnabled, timeout=20_000)
    assert dialog.cells.topLevelItemCount() > 0
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.findChild(ResultDialog) is not None, timeout=20_000)
    assert "填入" in window.findChild(ResultDialog).list.item(0).text()
    original, filled = openpyxl.load_workbook(WORKBOOK), openpyxl.load_workbook(out)
    cells = [(c.coordinate, c.value) for row in original.worksheets[0].iter_rows() for c in row]
    wrong = [
        place for place, value in cells if str(filled.worksheets[0][place].value) != str(value)
    ]
    assert wrong == []
    assert path.read_bytes() == before


def test_another_text_is_shown_and_replaced_only_when_asked(
    window: MainWindow, qtbot: QtBot, answers: object, tmp_path: Path
) -> None:
    path = theirs(tmp_path)
    book = openpyxl.load_workbook(path)
    label = next(
        c
        for row in book.worksheets[0].iter_rows()
        for c in row
        if c.value and "实施单位" in str(c.value)
    )
    value = next(c for c in book.worksheets[0][label.row][label.column :] if c.value)
    value.value = "另一个单位"
    book.save(path)
    answers.paths = [path]  # type: ignore[attr-defined]
    dialog = asked(window, qtbot)
    dialog.which.setCurrentIndex(0)
    qtbot.waitUntil(dialog.go.isEnabled, timeout=20_000)
    first = dialog.cells.topLevelItem(0)
    assert (first.text(1), first.text(3)) == ("另一个单位", KEPT)
    dialog.overwrite.click()
    qtbot.waitUntil(dialog.go.isEnabled, timeout=20_000)
    assert all(
        dialog.cells.topLevelItem(n).text(3) != KEPT
        for n in range(dialog.cells.topLevelItemCount())
    )
    dialog.close()


def test_a_file_without_a_form_gets_its_sentence(
    window: MainWindow, qtbot: QtBot, answers: object, tmp_path: Path
) -> None:
    path = tmp_path / "空.xlsx"
    openpyxl.Workbook().save(path)
    answers.paths = [path]  # type: ignore[attr-defined]
    dialog = asked(window, qtbot)
    assert "没有找到" in dialog.told.text()
    assert not dialog.go.isEnabled()
    dialog.close()
