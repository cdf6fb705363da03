"""A whole form copied in Excel, WPS or Word comes in from the clipboard, through the same preview."""

import json
from html import escape
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from ui.dialogs.bring_in.import_dialog import ImportDialog
from ui.window.main_window import MainWindow

SAMPLES = Path(__file__).parent.parent / "samples"
NAME = "minhang-self-evaluation-2024"


def copied_sheet() -> QMimeData:
    """The first sheet of a published workbook as Excel puts it on the clipboard."""
    sheet = load_workbook(SAMPLES / "workbooks" / f"{NAME}-official.xlsx").worksheets[0]
    spans = {area.start_cell.coordinate: area for area in sheet.merged_cells.ranges}
    covered = {
        (row, column)
        for area in spans.values()
        for row, column in list(area.cells)
        if (row, column) != (area.min_row, area.min_col)
    }
    rows = []
    for row in sheet.iter_rows():
        cells = []
        for cell in row:
            if (cell.row, cell.column) in covered:
                continue
            span = ""
            if area := spans.get(cell.coordinate):
                size = area.size
                span = f" rowspan={size['rows']} colspan={size['columns']}"
            text = "" if cell.value is None else str(cell.value)
            cells.append(f"<td{span}>{escape(text)}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    data = QMimeData()
    data.setHtml(
        f"<html><body><!--StartFragment--><table>{''.join(rows)}</table><!--EndFragment--></body></html>"
    )
    data.setText("…")
    return data


def dialog(kind: type[QDialog], window: MainWindow, qtbot: QtBot):  # type: ignore[no-untyped-def]
    qtbot.waitUntil(lambda: window.findChild(kind) is not None, timeout=20_000)
    return window.findChild(kind)


def test_a_copied_form_comes_in_and_goes_with_one_undo(window: MainWindow, qtbot: QtBot) -> None:
    expected = json.loads((SAMPLES / "forms" / f"{NAME}.json").read_text("utf-8"))[0]
    before = window.context.controller.file.forms()
    QGuiApplication.clipboard().setMimeData(copied_sheet())
    window.center.actions["import_clipboard"].trigger()
    preview: ImportDialog = dialog(ImportDialog, window, qtbot)
    assert preview.tree.topLevelItem(0).text(0) == "剪贴板"
    preview.accept()
    qtbot.waitUntil(
        lambda: len(window.context.controller.file.forms()) > len(before), timeout=20_000
    )
    new = [form for form in window.context.controller.file.forms() if form not in before]
    assert [form.project_name for form in new] == [expected["project_name"]]
    grid = window.context.controller.file.grid(new[0].id)
    shown = {cell.value for cell in grid.cells}
    assert {row["level3"] for row in expected["indicators"]} <= shown
    window.center.actions["undo"].trigger()
    window.center.actions["undo"].trigger()
    assert window.context.controller.file.forms() == before


@pytest.mark.parametrize("text", ["会议通知", "a\tb\nc\td"])
def test_what_is_no_form_is_said_in_the_preview(
    window: MainWindow, qtbot: QtBot, text: str
) -> None:
    before = window.context.controller.file.forms()
    QGuiApplication.clipboard().setText(text)
    window.center.actions["import_clipboard"].trigger()
    preview: ImportDialog = dialog(ImportDialog, window, qtbot)
    assert preview.tree.topLevelItem(0).text(1) == "未能读取"
    preview.reject()
    assert window.context.controller.file.forms() == before


def test_an_empty_clipboard_says_what_to_copy(window: MainWindow, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().clear()
    window.center.actions["import_clipboard"].trigger()
    assert "剪贴板是空的" in window.status.said.toolTip()
    assert window.findChild(ImportDialog) is None
