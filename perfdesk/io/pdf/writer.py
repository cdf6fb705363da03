"""Pages as a PDF file: a thin painter on reportlab's canvas, nothing rasterised."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from perfdesk.atomic_file import replacing
from perfdesk.fonts import FontSet, bundled_fonts, chosen_fonts
from perfdesk.io.pdf.archive import mark_archival, prepare_streams
from perfdesk.io.pdf.font import registered
from perfdesk.pages import Page, Pages

if TYPE_CHECKING:
    from perfdesk.io.pdf.font import CompositeFont

_POINTS = 72 / 25.4
_CREATOR = "PerfDesk 绩效填报台"


@dataclass(frozen=True, slots=True)
class PdfMeta:
    """What the file says about itself."""

    title: str = ""
    author: str = ""
    """The unit that answers for the forms."""
    subject: str = ""


def write_pdf(
    path: Path,
    forms: Sequence[Pages],
    meta: PdfMeta | None = None,
    fonts: FontSet | None = None,
    bookmarks: Sequence[str] = (),
) -> None:
    """Write the forms into one file, a bookmark each (default: their titles).

    CannotWriteError when the place does not take the file; an older file of the name then stands.
    """
    meta = meta or PdfMeta(title=next((pages.title for pages in forms), ""))
    content = _build(forms, meta, fonts or chosen_fonts(), bookmarks)
    with replacing(path) as temporary:
        temporary.write_bytes(content)


def _build(
    forms: Sequence[Pages], meta: PdfMeta, fonts: FontSet, bookmarks: Sequence[str]
) -> bytes:
    # Text encoding of streams makes files a quarter larger, for the mail of the 1990s.
    rl_config.useA85 = 0
    prepare_streams()
    # Pages that were made before the user chose other fonts are set in the bundled ones.
    known = (*bundled_fonts().faces, *fonts.faces)
    faces = {face.name: registered(face) for face in known}
    # A first font of our own: else every page names Helvetica, which is not embedded.
    first: Any = next(iter(faces.values())).fontName
    buffer = BytesIO()
    canvas = Canvas(buffer, initialFontName=first, pdfVersion=(1, 7), lang="zh-CN")
    canvas.setTitle(meta.title)
    canvas.setAuthor(meta.author)
    canvas.setSubject(meta.subject)
    canvas.setCreator(_CREATOR)
    for number, pages in enumerate(forms):
        name = bookmarks[number] if number < len(bookmarks) else ""
        _draw_form(canvas, pages, faces, f"form{number}", name or pages.title or pages.form_id)
    mark_archival(canvas, _CREATOR)
    canvas.save()
    return buffer.getvalue()


def _draw_form(
    canvas: Any, pages: Pages, faces: Mapping[str, "CompositeFont"], key: str, bookmark: str
) -> None:
    for number, page in enumerate(pages.pages):
        canvas.setPageSize((page.width * _POINTS, page.height * _POINTS))
        if number == 0:
            canvas.bookmarkPage(key)
            canvas.addOutlineEntry(bookmark, key, 0)
        content = (*_fills(page), *_rules(page), *_text(canvas._doc, page, faces))
        canvas.addLiteral("\n".join(content))
        canvas.showPage()


def _fills(page: Page) -> Iterator[str]:
    for fill in page.fills:
        red, green, blue = fill.colour
        yield f"{red:.3f} {green:.3f} {blue:.3f} rg"
        corner = _at(fill.x, page.height - fill.y - fill.height)
        yield f"{corner} {_at(fill.width, fill.height)} re f"
    if page.fills:
        yield "0 0 0 rg"


def _rules(page: Page) -> Iterator[str]:
    yield "2 J"  # Square ends, so that corners are closed.
    for weight in sorted({line.weight for line in page.lines}):
        yield f"{weight} w"
        for line in page.lines:
            if line.weight == weight:
                yield f"{_at(line.x1, page.height - line.y1)} m {_at(line.x2, page.height - line.y2)} l"
        yield "S"


def _text(document: Any, page: Page, faces: Mapping[str, "CompositeFont"]) -> Iterator[str]:
    yield "BT"
    current: tuple[str, float] | None = None
    for box in page.boxes:
        for run in box.runs:
            if not run.text:
                continue
            font = faces[run.face]
            if (run.face, run.size) != current:
                current = (run.face, run.size)
                yield f"{font.resource_name(document)} {run.size:.6g} Tf"
            place = _at(run.x, page.height - run.baseline)
            yield f"1 0 0 1 {place} Tm <{font.codes(run.text, document)}> Tj"
    yield "ET"


def _at(x: float, y: float) -> str:
    """Two lengths in mm as points of the page."""
    return f"{x * _POINTS:.2f} {y * _POINTS:.2f}"
