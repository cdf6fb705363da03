"""Paper and workbooks against what offices use: LibreOffice for PDF, openpyxl for workbooks."""

import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest

from perfdesk.document import FormView
from perfdesk.fonts import bundled_fonts
from perfdesk.io.excel_writer import form_sheet, write_sheets, write_workbook
from perfdesk.io.pdf.writer import write_pdf
from perfdesk.layout import build_grid
from perfdesk.paginate import column_widths, paginate
from perfdesk.paths import resource
from tests.paper.paper_forms import sample_views

PDF_FORMS = 50
PDF_TIMES = 10
PDF_KB = 120.0
WORKBOOKS = 200
WORKBOOK_TIMES = 3


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: programs are compared, not the disk's mood."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as name:
        yield Path(name)


def forms(count: int) -> list[FormView]:
    """So many forms: the samples over and over."""
    return list(islice(cycle(sample_views()), count))


def libreoffice(folder: Path, workbooks: Sequence[Path]) -> float:
    """Seconds that one batch call takes for these workbooks, with our fonts at hand."""
    config = folder / "fonts.conf"
    config.write_text(
        f"<fontconfig><dir>/usr/share/fonts</dir><dir>{resource('fonts')}</dir>"
        f"<cachedir>{folder / 'cache'}</cachedir></fontconfig>"
    )
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    begun = time.perf_counter()
    subprocess.run(
        [*command, "--outdir", str(folder / "pdf"), *map(str, workbooks)],
        check=True,
        capture_output=True,
        env={**os.environ, "FONTCONFIG_FILE": str(config)},
    )
    return time.perf_counter() - begun


def to_pdf(folder: Path, views: Sequence[FormView]) -> float:
    """Seconds that we take from forms to files."""
    begun = time.perf_counter()
    for number, view in enumerate(views):
        pages = paginate(build_grid(view), view.template.page)
        write_pdf(folder / f"{number}.pdf", [pages])
    return time.perf_counter() - begun


@pytest.mark.timeout(600)
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_fifty_forms_to_pdf(folder: Path, figure: Callable[..., Any]) -> None:
    views = forms(PDF_FORMS)
    workbooks = [folder / f"{number}.xlsx" for number in range(PDF_FORMS)]
    for path, view in zip(workbooks, views, strict=True):
        write_workbook(path, [view])
    to_pdf(folder, views[:1])
    libreoffice(folder, workbooks[:1])
    # What one workbook takes is the start of the process, and one of fifty conversions.
    start = libreoffice(folder, workbooks[:1])
    ours = [to_pdf(folder, views) for _ in range(3)]
    theirs = (libreoffice(folder, workbooks) - start) * PDF_FORMS / (PDF_FORMS - 1)
    ours += [to_pdf(folder, views) for _ in range(3)]
    measured = figure(
        f"{PDF_FORMS} forms to {PDF_FORMS} PDF files, against LibreOffice headless in one call",
        measured=statistics.median(ours),
        reference=theirs,
        unit="s",
        bound=round(1 / PDF_TIMES, 2),
    )
    assert measured.ratio <= measured.bound


def test_size_of_each_pdf(folder: Path, figure: Callable[..., Any]) -> None:
    to_pdf(folder, sample_views())
    largest = max(path.stat().st_size for path in folder.glob("*.pdf"))
    measured = figure(
        f"largest PDF of the {len(sample_views())} sample forms",
        measured=largest / 1000,
        reference=PDF_KB,
        unit="KB",
        bound=1.0,
    )
    assert measured.ratio <= measured.bound


@pytest.mark.timeout(600)
def test_two_hundred_workbooks(folder: Path, figure: Callable[..., Any]) -> None:
    views = forms(WORKBOOKS)
    laid = [form_sheet(view, bundled_fonts()) for view in views]
    path = folder / "form.xlsx"
    ours = theirs = 0.0
    # In turns, so that a busy machine slows both.
    for form in (laid[0], *laid):
        begun = time.perf_counter()
        write_sheets(path, [form])
        between = time.perf_counter()
        with_openpyxl(path, form)
        if form is not laid[0]:
            ours += between - begun
            theirs += time.perf_counter() - between
    measured = figure(
        f"{WORKBOOKS} workbooks, against openpyxl writing the same cells",
        measured=ours,
        reference=theirs,
        unit="s",
        bound=round(1 / WORKBOOK_TIMES, 2),
    )
    assert measured.ratio <= measured.bound


def with_openpyxl(path: Path, form: Any) -> None:
    """The same cells, merges, widths and heights with shared named styles, nothing more."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    thin = Side("thin")
    border = Border(thin, thin, thin, thin)
    for name, size, align in (
        ("label", 10, "center"),
        ("value", 10, "left"),
        ("title", 18, "center"),
    ):
        style = NamedStyle(name, font=Font(name="宋体", size=size), border=border)
        style.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)
        book.add_named_style(style)
    grid = form.grid
    for column, width in enumerate(column_widths(grid, form.view.template.page), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width / 2
    for row, height in enumerate(form.heights_mm, 1):
        sheet.row_dimensions[row].height = height * 72 / 25.4
    for cell in grid.cells:
        style = "title" if cell.role == "title" else "value" if cell.align == "left" else "label"
        # Every cell of a merge carries its borders.
        for row in range(cell.row + 1, cell.last_row + 2):
            for column in range(cell.column + 1, cell.last_column + 2):
                sheet.cell(row, column).style = style
        sheet.cell(cell.row + 1, cell.column + 1).value = cell.text or None
        if cell.row_span > 1 or cell.column_span > 1:
            sheet.merge_cells(
                start_row=cell.row + 1,
                start_column=cell.column + 1,
                end_row=cell.last_row + 1,
                end_column=cell.last_column + 1,
            )
    book.save(path)
