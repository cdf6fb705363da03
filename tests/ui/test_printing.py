"""Printing: all forms of a year in one job, chosen pages, copies, an order of one's own, and no edge cut."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from perfdesk.pages import Pages
from ui.dialogs.forms.form_choice import FormChoice
from ui.dialogs.send_out.export_dialog import ExportDialog
from ui.dialogs.send_out.preview import PreviewDialog
from ui.dialogs.send_out.print_dialog import PrintFormsDialog
from ui.printing import printer as printing
from ui.window.main_window import MainWindow

MakePrinter = Callable[[str], QPrinter]


@pytest.fixture
def printer(tmp_path: Path) -> MakePrinter:
    def make(name: str) -> QPrinter:
        made = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(tmp_path / name))
        return made

    return make


@pytest.fixture
def documents(window: MainWindow) -> list[Pages]:
    """Forms of five pages or more."""
    forms = [form.id for form in window.context.controller.file.forms()]
    found = printing.pages_of(window.context, forms)
    assert sum(len(pages.pages) for pages in found) >= 5
    return found


def ids(window: MainWindow) -> list[str]:
    return [form.id for form in window.context.controller.file.forms()]


def settled(window: MainWindow) -> None:
    for job in list(window.context.running):
        job.wait()
    QApplication.processEvents()


def test_all_forms_are_one_job_and_each_is_noted(
    window: MainWindow, documents: list[Pages], printer: MakePrinter, tmp_path: Path
) -> None:
    made = printer("all.pdf")
    printing.prepare(made, documents[0].pages[0])
    printing.print_documents(window.context, made, documents, ids(window))
    settled(window)
    pages = PdfReader(tmp_path / "all.pdf").pages
    assert len(pages) == sum(len(document.pages) for document in documents)
    assert not any(page.images for page in pages), "nothing is rasterised"
    assert all(page.extract_text().strip() for page in pages)
    assert f"{len(pages)} 页" in window.status.said.toolTip() + window.status.said.text()
    for form in ids(window):
        assert window.context.controller.file._store.exports.of(form)[-1].kind == "print"


def test_only_the_chosen_pages(documents: list[Pages], printer: MakePrinter) -> None:
    made = printer("some.pdf")
    made.setPrintRange(QPrinter.PrintRange.PageRange)
    made.setFromTo(2, 4)
    wanted = [page for document in documents for page in document.pages][1:4]
    assert [page for _, page in printing.ordered(made, documents)] == wanted


@pytest.mark.parametrize("collated", [True, False])
def test_copies_that_the_printer_does_not_make(
    documents: list[Pages], printer: MakePrinter, collated: bool
) -> None:
    made = printer("copies.pdf")
    assert not made.supportsMultipleCopies()
    made.setCopyCount(2)
    made.setCollateCopies(collated)
    pages = [page for document in documents for page in document.pages]
    twice = pages * 2 if collated else [page for page in pages for _ in range(2)]
    assert [page for _, page in printing.ordered(made, documents)] == twice


def test_cancelling_sends_nothing(
    documents: list[Pages], printer: MakePrinter, window: MainWindow
) -> None:
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 2

    assert printing.draw(printer("none.pdf"), documents, cancelled=cancelled).pages == 0
    assert len(asked) == 3


def test_what_a_printer_cannot_reach_is_drawn_smaller_and_whole(documents: list[Pages]) -> None:
    page = documents[0].pages[0]
    assert printing.fit_of(page, (5, 5, 5, 5)) == printing.Fit()
    left, top, right, bottom = printing._inked(page)
    margins = (20.0, 10.0, 20.0, 40.0)
    fit = printing.fit_of(page, margins)
    assert 0.7 < fit.scale < 1
    assert left * fit.scale + fit.x >= margins[0] - 1e-6
    assert top * fit.scale + fit.y >= margins[1] - 1e-6
    assert right * fit.scale + fit.x <= page.width - margins[2] + 1e-6
    assert bottom * fit.scale + fit.y <= page.height - margins[3] + 1e-6


def test_the_form_on_show_is_one_enter_away(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    printed: list[list[str]] = []
    monkeypatch.setattr(printing, "choose_printer", lambda _, forms: printed.append(list(forms)))
    window.center.actions["print_form"].trigger()
    asked = window.findChild(PrintFormsDialog)
    assert asked is not None
    shown = window.context.controller.form_id
    QTest.keyClick(asked, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: printed == [[shown]], timeout=20_000)


def test_forms_are_left_out_and_sorted_by_hand(window: MainWindow, qtbot: QtBot) -> None:
    choice = FormChoice(window.context, [window.context.controller.form_id])
    qtbot.addWidget(choice)
    choice.scopes[-1][0].click()
    assert choice.ids() == ids(window)
    choice.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert choice.ids() == ids(window)[1:]
    choice.list.setCurrentRow(2)
    QTest.keyClick(choice.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    first, second, third, *_ = ids(window)
    assert choice.ids()[:2] == [third, second]
    assert first not in choice.ids()


def test_what_was_left_out_stays_so_in_another_order_or_scope(
    window: MainWindow, qtbot: QtBot
) -> None:
    choice = FormChoice(window.context, [window.context.controller.form_id])
    qtbot.addWidget(choice)
    choice.scopes[-1][0].click()
    choice.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    kept = set(choice.ids())
    choice.order.setCurrentIndex(1)
    assert set(choice.ids()) == kept
    choice.scopes[0][0].click()
    choice.scopes[-1][0].click()
    assert set(choice.ids()) == kept


def test_forms_go_out_by_the_pinyin_of_their_names(window: MainWindow, qtbot: QtBot) -> None:
    asked = ExportDialog(window.context, "pdf", ids(window))
    qtbot.addWidget(asked)
    asked.choice.order.setCurrentIndex(1)
    names = {form.id: form.project_name for form in window.context.controller.file.forms()}
    sorted_names = [names[form] for form in asked.choice.ids()]
    assert sorted_names.index("安全生产专项工作经费") < sorted_names.index("新项目")
    assert sorted(asked.choice.ids()) == sorted(ids(window))


def test_the_preview_leads_to_every_form(window: MainWindow) -> None:
    preview = PreviewDialog(window.context, ids(window))
    preview.show()
    QApplication.processEvents()
    assert preview.forms.count() == len(ids(window))
    preview.forms.setCurrentIndex(3)
    preview.forms.activated.emit(3)
    before = sum(len(document.pages) for document in preview.documents[:3])
    assert preview.forms.currentIndex() == 3
    assert f"第 {before + 1} 页" in preview.place.text()
    preview.close()


def test_the_choice_of_a_printer_has_words_only_on_its_buttons(
    window: MainWindow, qtbot: QtBot
) -> None:
    printing.choose_printer(window.context, ids(window)[:1])
    qtbot.waitUntil(lambda: window.findChild(QPrintDialog) is not None)
    dialog = window.findChild(QPrintDialog)
    assert dialog is not None
    buttons = [button for button in dialog.findChildren(QPushButton) if button.text()]
    assert buttons
    assert all(button.icon().isNull() for button in buttons)
    dialog.reject()
