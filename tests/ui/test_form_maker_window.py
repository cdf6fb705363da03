"""表样制作 through the window: a file, a meaning changed, kept, and a form of it made and filled back."""

from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from perfdesk.cellpath import CellPath
from ui.dialogs.forms.form_maker_dialog import FormMakerDialog
from ui.dialogs.result import ResultDialog
from ui.dialogs.send_out.fill_dialog import FillFileDialog
from ui.window.main_window import MainWindow

FORM = Path(__file__).parent.parent / "fill" / "files" / "21-sichuan-zhongjiang-2022.xlsx"


def made(window: MainWindow, qtbot: QtBot, answers: object) -> FormMakerDialog:
    answers.paths = [FORM]  # type: ignore[attr-defined]
    window.center.actions["make_template"].trigger()
    qtbot.waitUntil(lambda: window.findChild(FormMakerDialog) is not None, timeout=20_000)
    return window.findChild(FormMakerDialog)


def place(dialog: FormMakerDialog, text: str) -> tuple[int, int]:
    """Where a text stands on the file's side."""
    cell = next(c for c in dialog.file.cells.side.cells if c.text.startswith(text))
    return cell.row, cell.column


def test_a_template_is_kept_a_form_of_it_made_and_filled_back(
    window: MainWindow, qtbot: QtBot, answers: object, tmp_path: Path
) -> None:
    dialog = made(window, qtbot, answers)
    assert dialog.form.cells.side.rows > 10
    dialog.names["发布单位"].setText("中江县财政局")
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    file = window.context.controller.file
    assert [(t.id, t.issuer) for t in file.transfer.templates.own()] == [("own-1", "中江县财政局")]
    window.context.controller.perform(lambda: file.editing.new_form("own-1", 2022, "水价改革"))
    form = file.forms()[-1].id
    window.context.controller.perform(
        lambda: file.editing.set_text(CellPath(form, "", "organisation"), "中江县水利局")
    )
    grid = file.grid(form)
    assert any(cell.text == "项目负责人及电话" for cell in grid.cells)
    book = openpyxl.load_workbook(FORM)
    sheet = book["Sheet1"]
    for address in ("C4", "H5"):
        sheet[address].value = None
    theirs, out = tmp_path / "发来的表.xlsx", tmp_path / "填好.xlsx"
    book.save(theirs)
    answers.paths, answers.path = [theirs], out  # type: ignore[attr-defined]
    window.center.actions["fill_in"].trigger()
    qtbot.waitUntil(lambda: window.findChild(FillFileDialog) is not None, timeout=20_000)
    fill = window.findChild(FillFileDialog)
    fill.which.setCurrentIndex(fill.which.count() - 1)
    qtbot.waitUntil(fill.go.isEnabled, timeout=20_000)
    QTest.mouseClick(fill.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.findChild(ResultDialog) is not None, timeout=20_000)
    filled = openpyxl.load_workbook(out)["Sheet1"]
    assert (filled["C4"].value, filled["H5"].value) == ("水价改革", "中江县水利局")


def test_the_meaning_of_a_cell_is_chosen_from_a_list(
    window: MainWindow, qtbot: QtBot, answers: object, tmp_path: Path
) -> None:
    dialog = made(window, qtbot, answers)
    row, column = place(dialog, "陈小军")
    dialog.file.setCurrentIndex(dialog.file.cells.index(row, column))
    assert "项目负责人" in dialog.meaning.currentText()
    dialog.meaning.setCurrentIndex(dialog.meaning.findData("fixed"))
    dialog.choose()
    assert any(cell.text.startswith("陈小军") for cell in dialog.form.cells.side.cells)
    dialog.file.setCurrentIndex(dialog.file.cells.index(row, column))
    dialog.meaning.setCurrentIndex(dialog.meaning.findData("header.project_name"))
    dialog.choose()
    assert "不止一个单元格" in dialog.told.text()
    answers.path = tmp_path / "pack.toml"  # type: ignore[attr-defined]
    dialog.hand_on()
    assert (tmp_path / "pack.toml").read_text(encoding="utf-8").startswith("format = 1")
    dialog.close()
