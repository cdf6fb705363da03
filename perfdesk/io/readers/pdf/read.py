"""A PDF file as a snapshot, or one sentence why it cannot be read."""

from pathlib import Path
from typing import Final

from perfdesk.errors import PdfFileError, ScannedPdfError, UnmappedPdfError
from perfdesk.io.readers.package import whole
from perfdesk.io.readers.pdf.beside import side_by_side
from perfdesk.io.readers.pdf.extract import opened, pages_of
from perfdesk.io.readers.pdf.flow import sheets_of
from perfdesk.io.readers.pdf.placing import Placed, placed
from perfdesk.io.readers.pdf.ruled import ruling_of
from perfdesk.io.readers.snapshot import ERROR, FORM_WORDS, Problem, Snapshot

MAX_BYTES: Final = 64 * 1024 * 1024
_PICTURE: Final = 0.4
"""Share of a page that a picture covers when the page is a scan."""
_FEW: Final = 12
"""Characters on a page that a scanner's own stamp or a page number may have."""
_UNREADABLE: Final = 0.3
"""Share of unexplained characters from which the file as a whole is not read."""


def read_pdf(path: Path) -> Snapshot:
    """The tables of a PDF file; a PerfDeskError when it holds none that can be read."""
    data = whole(path, MAX_BYTES)
    with opened(path, data) as document:
        ruled = [(page, ruling_of(page)) for page in pages_of(path, document)]
    scans = [
        page.number
        for page, _ in ruled
        if len(page.glyphs) <= _FEW and _is_picture(page.pictures, page.hidden)
    ]
    pages = [placed(page, ruling) for page, ruling in side_by_side(ruled)]
    _refuse(path, pages, scans)
    sheets, problems = sheets_of(pages)
    problems += [
        Problem(
            None,
            ERROR,
            f"第{number}页是扫描的图片，没有文字，未读入；请照原表补填或导入原来的文件。",
        )
        for number in scans
    ]
    return Snapshot("pdf", tuple(sheets), tuple(problems))


def _is_picture(share: float, hidden: int) -> bool:
    return share >= _PICTURE or hidden > _FEW


def _refuse(path: Path, pages: list[Placed], scans: list[int]) -> None:
    """Say what stands in the way of reading the file as a whole."""
    letters = sum(len(page.page.glyphs) for page in pages)
    if letters <= _FEW * max(len(scans), 1) and (scans or any(_is_drawn(page) for page in pages)):
        raise ScannedPdfError(path)
    if letters and sum(page.unreadable for page in pages) > _UNREADABLE * letters:
        raise UnmappedPdfError(path)
    if not any(page.tables for page in pages):
        text = "".join(line.text for page in pages for chunks in page.lines for line in chunks)
        if any(word in "".join(text.split()) for word in FORM_WORDS):
            raise PdfFileError(path)


def _is_drawn(page: Placed) -> bool:
    """A page of lines without a letter: its texts were drawn as curves."""
    return not page.page.glyphs and bool(page.tables)
