"""导入对照: both sides shown and linked; a correction is taken, kept, and read again."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ui.dialogs.bring_in.import_compare import CompareDialog
from ui.dialogs.bring_in.import_dialog import ImportDialog
from ui.window.main_window import MainWindow

SHEET = "01安全生产专项工作经费"


@pytest.fixture
def odd(tmp_path: Path, samples: Path) -> Path:
    """A published form with a second score column that is the right one."""
    book = load_workbook(samples / "workbooks" / "municipal-self-evaluation-2023-official.xlsx")
    sheet = book.active
    sheet["D3"] = "另一个项目"
    sheet["K12"], sheet["K13"] = "复核得分", "8.00"
    path = tmp_path / "odd.xlsx"
    book.save(path)
    return path


@pytest.fixture
def preview(window: MainWindow, odd: Path, qtbot: QtBot) -> ImportDialog:
    files = window.context.controller.file.transfer.read([odd])
    dialog = ImportDialog(window.context, files)
    dialog.show()
    dialog.tree.setCurrentItem(dialog.tree.topLevelItem(0).child(0))
    return dialog


@pytest.fixture
def compare(preview: ImportDialog, window: MainWindow, qtbot: QtBot) -> CompareDialog:
    qtbot.mouseClick(preview.compare, Qt.MouseButton.LeftButton)
    (dialog,) = window.findChildren(CompareDialog)
    return dialog


def choose(table, **wanted) -> None:
    cell = next(
        c for c in table.cells.side.cells if all(getattr(c, k) == v for k, v in wanted.items())
    )
    table.setCurrentIndex(table.cells.index(cell.row, cell.column))


def test_a_cell_of_the_form_shows_where_it_came_from(compare: CompareDialog) -> None:
    choose(compare.form, places=(("r1", "score"),))
    assert compare.source.current_cell().addresses == (f"{SHEET}!H13",)
    assert f"{SHEET}!H13" in compare.told.text()


def test_a_cell_of_the_file_shows_what_became_of_it(compare: CompareDialog) -> None:
    choose(compare.source, addresses=(f"{SHEET}!F6",))
    assert compare.form.current_cell().places == (("F0", "executed"),)


def test_a_correction_is_shown_imported_and_remembered(
    compare: CompareDialog, preview: ImportDialog, window: MainWindow, odd: Path, qtbot: QtBot
) -> None:
    choose(compare.form, places=(("r1", "score"),))
    choose(compare.source, addresses=(f"{SHEET}!K13",))
    assert compare.form.current_cell().places == (("r1", "score"),)
    qtbot.mouseClick(compare.link, Qt.MouseButton.LeftButton)
    (score,) = [c for c in compare.form.cells.side.cells if c.places == (("r1", "score"),)]
    assert (score.text, score.addresses) == ("8.00", (f"{SHEET}!K13",))
    compare.accept()
    controller = window.context.controller
    with qtbot.waitSignal(controller.edited):
        preview.accept()
    (form,) = [entry for entry in controller.file.forms() if entry.project_name == "另一个项目"]
    assert controller.file.grid(form.id).find("r1", "score").value == "8.00"
    (again,) = controller.file.transfer.read([odd])
    assert again.forms[0].view.indicators[0].text("score") == "8.00"


def test_the_report_is_copied_with_addresses(preview: ImportDialog, qtbot: QtBot) -> None:
    qtbot.mouseClick(preview.copy, Qt.MouseButton.LeftButton)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert any(f"{SHEET}!F6" in line and "9.53" in line for line in lines)


def test_both_models_keep_the_rules_of_qt(
    compare: CompareDialog, qtmodeltester: ModelTester
) -> None:
    for table in (compare.source, compare.form):
        assert table.cells.rowCount() == table.cells.side.rows
        qtmodeltester.check(table.cells)
