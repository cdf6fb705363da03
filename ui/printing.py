"""Printing: the pages of forms drawn on a printer with QPainter."""

from collections.abc import Sequence

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter

from perfdesk.pages import Page, Pages
from ui import fonts, page_painter
from ui.paper_check import look_first
from ui.parts import Parts

_MM_PER_INCH = 25.4


def pages_of(parts: Parts, form_ids: Sequence[str]) -> list[Pages]:
    """The pages of these forms, with the digest in the footer when wanted."""
    fonts.load_chosen()
    with_digest = parts.preferences.print_digest
    return [
        parts.bench.file.transfer.pages(form_id, with_digest=with_digest) for form_id in form_ids
    ]


def print_forms(parts: Parts, form_ids: Sequence[str]) -> None:
    """Look at the pages, then ask for a printer and print, one job for all forms."""
    look_first(parts, form_ids, lambda: choose_printer(parts, form_ids), "仍然打印")


def choose_printer(parts: Parts, form_ids: Sequence[str]) -> None:
    """Ask for a printer and print."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    documents = pages_of(parts, form_ids)
    if not documents:
        return
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    prepare(printer, documents[0].pages[0])
    printer.setDocName(documents[0].title)
    dialog = QPrintDialog(printer, parts.window)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, True)
    dialog.accepted.connect(lambda: print_documents(parts, printer, documents, form_ids))
    dialog.show()


def prepare(printer: object, page: Page) -> None:
    """A4 in the form's orientation, without margins: the pages have their own."""
    from PySide6.QtPrintSupport import QPrinter

    if isinstance(printer, QPrinter):
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        wide = page.width > page.height
        printer.setPageOrientation(
            QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
        )
        printer.setFullPage(True)
        printer.setPageMargins(QMarginsF(0, 0, 0, 0))


def draw(printer: object, documents: Sequence[Pages]) -> int:
    """Draw all pages of the chosen range; answer how many. 0 when the printer does not begin."""
    from PySide6.QtPrintSupport import QPrinter

    assert isinstance(printer, QPrinter)
    pages = [page for document in documents for page in document.pages]
    first, last = printer.fromPage() or 1, printer.toPage() or len(pages)
    chosen = pages[first - 1 : last]
    painter = QPainter()
    if not chosen or not painter.begin(printer):
        return 0
    scale = printer.resolution() / _MM_PER_INCH
    for number, page in enumerate(chosen):
        if number:
            printer.newPage()
        page_painter.paint_page(painter, page, scale)
    painter.end()
    return len(chosen)


def print_documents(
    parts: Parts, printer: object, documents: Sequence[Pages], form_ids: Sequence[str]
) -> None:
    """Draw on the printer that was chosen, and keep what went out, for 核对纸质件."""
    done = draw(printer, documents)
    if done:
        parts.bench.file.transfer.printed(form_ids)
        parts.notice(f"已送打印 {done} 页")
    else:
        parts.prompts.error(
            "打印机没有响应，未打印；数据不受影响，请检查打印机后再试，也可先导出 PDF。"
        )
