"""Printing: the pages of forms drawn on a printer with QPainter, in the background."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter

from perfdesk.pages import Page, Pages
from ui.printing import page_painter
from ui.printing.paper_check import look_first
from ui.style import fonts
from ui.window_context import WindowContext

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_MM_PER_INCH = 25.4
_FIRST_PAGE, _LAST_PAGE = 1, 9999

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]


class Fit(NamedTuple):
    """How a page is laid on the paper: everything smaller by `scale`, then moved (mm)."""

    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0


class Drawn(NamedTuple):
    """How printing went."""

    pages: int
    """Sheets drawn, copies included; 0 when the printer did not begin."""
    shrunk: bool = False
    """The printer's own margins reached into the form, which was drawn a little smaller."""


def pages_of(
    context: WindowContext,
    form_ids: Sequence[str],
    progress: Progress = lambda done, total, what: None,
    cancelled: Cancelled = lambda: False,
) -> list[Pages]:
    """The pages of these forms, with the digest in the footer when wanted; [] when cancelled."""
    with_digest = context.preferences.print_digest
    documents = []
    for number, form_id in enumerate(form_ids):
        if cancelled():
            return []
        pages = context.controller.file.transfer.pages(form_id, with_digest=with_digest)
        documents.append(pages)
        progress(number + 1, len(form_ids), pages.title)
    return documents


def print_forms(context: WindowContext, form_ids: Sequence[str]) -> None:
    """Look at the pages, then ask for a printer and print, one job for all forms."""
    look_first(context, form_ids, lambda: choose_printer(context, form_ids), "仍然打印")


def choose_printer(context: WindowContext, form_ids: Sequence[str]) -> None:
    """Lay the pages out, ask for a printer and print."""

    def ask(documents: Any) -> None:
        if documents:
            _ask(context, documents, form_ids)

    fonts.load_chosen()
    context.run_job("准备打印", partial(pages_of, context, list(form_ids)), ask)


def _ask(context: WindowContext, documents: Sequence[Pages], form_ids: Sequence[str]) -> None:
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    from ui.desktop.qt_dialogs import without_pictures

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    prepare(printer, documents[0].pages[0])
    printer.setDocName(job_name(documents))
    dialog = QPrintDialog(printer, context.window)
    without_pictures(dialog)
    for option in (
        QPrintDialog.PrintDialogOption.PrintPageRange,
        QPrintDialog.PrintDialogOption.PrintCollateCopies,
    ):
        dialog.setOption(option, True)
    dialog.setMinMax(_FIRST_PAGE, sum(len(document.pages) for document in documents))
    dialog.accepted.connect(lambda: print_documents(context, printer, documents, form_ids))
    dialog.show()


def job_name(documents: Sequence[Pages]) -> str:
    """What the printer's queue calls the job."""
    first = documents[0].title
    return first if len(documents) == 1 else f"{first}等{len(documents)}张表"


def prepare(printer: "QPrinter", page: Page) -> None:
    """A4 in the form's orientation, without margins: the pages have their own."""
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(_orientation(page))
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))


def draw(
    printer: "QPrinter",
    documents: Sequence[Pages],
    progress: Progress = lambda done, total, what: None,
    cancelled: Cancelled = lambda: False,
) -> Drawn:
    """Draw the chosen pages as often as copies are wanted; what was drawn when cancelled is thrown away."""
    sheets = ordered(printer, documents)
    painter = QPainter()
    if not sheets:
        return Drawn(0)
    printer.setPageOrientation(_orientation(sheets[0][1]))
    if not painter.begin(printer):
        return Drawn(0)
    dots = printer.resolution() / _MM_PER_INCH
    shrunk = False
    for number, (title, page) in enumerate(sheets):
        if cancelled():
            printer.abort()
            painter.end()
            return Drawn(0)
        if number:
            printer.setPageOrientation(_orientation(page))
            printer.newPage()
        fit = fit_of(page, unprintable(printer))
        shrunk = shrunk or fit.scale < 1
        painter.save()
        painter.translate(fit.x * dots, fit.y * dots)
        page_painter.paint_page(painter, page, dots * fit.scale)
        painter.restore()
        progress(number + 1, len(sheets), title)
    painter.end()
    return Drawn(len(sheets), shrunk)


def ordered(printer: "QPrinter", documents: Sequence[Pages]) -> list[tuple[str, Page]]:
    """The chosen pages with the titles of their forms, again for every copy that the printer leaves to us."""
    pages = [(document.title, page) for document in documents for page in document.pages]
    chosen = [page for number, page in enumerate(pages, 1) if _wanted(printer, number)]
    copies = 1 if printer.supportsMultipleCopies() else max(1, printer.copyCount())
    if printer.collateCopies():
        return chosen * copies
    return [page for page in chosen for _ in range(copies)]


def _wanted(printer: "QPrinter", number: int) -> bool:
    from PySide6.QtPrintSupport import QPrinter

    if printer.printRange() != QPrinter.PrintRange.PageRange:
        return True
    ranges = printer.pageRanges()
    return ranges.isEmpty() or ranges.contains(number)


def unprintable(printer: "QPrinter") -> tuple[float, float, float, float]:
    """What the printer cannot reach at the left, top, right and bottom, in mm."""
    layout = QPageLayout(printer.pageLayout())
    layout.setUnits(QPageLayout.Unit.Millimeter)
    margins = layout.minimumMargins()
    return margins.left(), margins.top(), margins.right(), margins.bottom()


def fit_of(page: Page, margins: tuple[float, float, float, float]) -> Fit:
    """The page as it is where the printer reaches all of it, else as large as it can be in the middle."""
    left, top, right, bottom = _inked(page)
    room_left, room_top = margins[0], margins[1]
    room_right, room_bottom = page.width - margins[2], page.height - margins[3]
    if left >= room_left and top >= room_top and right <= room_right and bottom <= room_bottom:
        return Fit()
    scale = min(
        1.0, (room_right - room_left) / (right - left), (room_bottom - room_top) / (bottom - top)
    )
    x = (room_left + room_right) / 2 - scale * (left + right) / 2
    y = (room_top + room_bottom) / 2 - scale * (top + bottom) / 2
    return Fit(scale, x, y)


def _inked(page: Page) -> tuple[float, float, float, float]:
    """Where the page has ink: left, top, right and bottom, in mm."""
    boxes = [box for box in page.boxes if box.runs or box.border]
    return (
        min((box.x for box in boxes), default=0.0),
        min((box.y for box in boxes), default=0.0),
        max((box.x + box.width for box in boxes), default=page.width),
        max((box.y + box.height for box in boxes), default=page.height),
    )


def _orientation(page: Page) -> QPageLayout.Orientation:
    wide = page.width > page.height
    return QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait


def print_documents(
    context: WindowContext, printer: "QPrinter", documents: Sequence[Pages], form_ids: Sequence[str]
) -> None:
    """Draw on the printer that was chosen, and keep what went out, for 核对纸质件."""
    stopped: list[bool] = []

    def work(progress: Progress, cancelled: Cancelled) -> Drawn:
        drawn = draw(printer, documents, progress, cancelled)
        stopped.append(cancelled())
        if drawn.pages:
            context.controller.file.transfer.printed(form_ids)
        return drawn

    def tell(found: Any) -> None:
        drawn: Drawn = found
        if drawn.pages:
            smaller = "；打印机边距较大，已略微缩小以免被裁" if drawn.shrunk else ""
            told = context.controller.file.transfer.unrecorded if context.controller.ready else ""
            context.notice(f"已送打印 {drawn.pages} 页{smaller}" + (f"；{told}" if told else ""))
        elif any(stopped):
            context.notice("已取消打印，没有送出")
        else:
            context.prompts.error(
                "打印机没有响应，未打印；数据不受影响，请检查打印机后再试，也可先导出 PDF。"
            )

    context.run_job("打印", work, tell)
