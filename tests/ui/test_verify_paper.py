"""核对纸质件: the code on paper leads to its form, as it is or as it was."""

import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.on_show import form_of
from ui.dialogs.send_out.verify_paper import VerifyDialog
from ui.printing import printer as printing
from ui.window.main_window import MainWindow


def code_of(window: MainWindow, form: str) -> str:
    """The code as it stands in the footer of the printed pages."""
    pages = window.context.controller.file.transfer.pages(form)
    texts = (run.text for box in pages.pages[0].boxes for run in box.runs)
    found = re.search(r"[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{2}", "".join(texts))
    assert found is not None
    return found.group()


def print_to(window: MainWindow, path: Path, form: str) -> None:
    documents = printing.pages_of(window.context, [form])
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printing.prepare(printer, documents[0].pages[0])
    printing.print_documents(window.context, printer, documents, [form])
    for job in list(window.context.running):
        job.wait()
    QApplication.processEvents()


def asked(window: MainWindow, code: str) -> VerifyDialog:
    window.center.actions["verify_paper"].trigger()
    dialog = window.findChild(VerifyDialog)
    assert dialog is not None
    QTest.keyClicks(dialog.code, code)
    QTest.keyClick(dialog.code, Qt.Key.Key_Return)
    return dialog


def change(window: MainWindow, form: str) -> None:
    window.context.controller.show_form(form)
    cell = window.context.view.grid.find("r1", "deviation")
    assert cell is not None
    window.context.controller.type_text(cell, "后来改过")


def test_a_sheet_of_todays_data_leads_to_its_form(window: MainWindow) -> None:
    form = form_of(window)
    other = next(f.id for f in window.context.controller.file.forms() if f.id != form)
    window.context.controller.show_form(other)
    dialog = asked(window, code_of(window, form).replace("-", " ").lower())
    assert dialog.isVisible()
    assert dialog.headline.text().startswith("✓")
    assert dialog.matches.count() == 1
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert window.context.controller.form_id == form


def test_a_sheet_printed_before_a_change_says_when(window: MainWindow, tmp_path: Path) -> None:
    form = form_of(window)
    code = code_of(window, form)
    print_to(window, tmp_path / "纸.pdf", form)
    assert (tmp_path / "纸.pdf").stat().st_size > 1000
    change(window, form)
    dialog = asked(window, code)
    assert dialog.headline.text().startswith("▲")
    assert "打印" in dialog.matches.item(0).text()
    assert dialog.go.isEnabled()


def test_an_unprinted_earlier_state_is_not_known(window: MainWindow) -> None:
    form = form_of(window)
    code = code_of(window, form)
    change(window, form)
    dialog = asked(window, code)
    assert dialog.headline.text() == "● 没有找到"
    assert not dialog.go.isEnabled()


def test_the_form_of_a_sheet_may_have_been_removed(window: MainWindow, tmp_path: Path) -> None:
    form = form_of(window)
    code = code_of(window, form)
    print_to(window, tmp_path / "纸.pdf", form)
    window.context.controller.show_form(form)
    window.center.actions["remove_form"].trigger()
    dialog = asked(window, code)
    assert dialog.matches.count() == 1
    assert not dialog.go.isEnabled()


def test_what_is_no_code_is_said(window: MainWindow) -> None:
    dialog = asked(window, "xyz")
    assert dialog.headline.text() == "● 不是校验码"
    assert dialog.matches.count() == 0
