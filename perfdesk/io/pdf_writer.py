"""Pages as a PDF file: a thin painter on reportlab's canvas, nothing rasterised."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from perfdesk.fonts import FontSet, bundled_fonts
from perfdesk.io.atomic import replacing
from perfdesk.pages import Page, Pages

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
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    from perfdesk.io.pdf_archive import mark_archival
    from perfdesk.io.pdf_font import registered

    rl_config.useA85 = (
        0  # Text encoding of streams makes files a quarter larger, for mail of the 1990s.
    )
    meta = meta or PdfMeta()
    names = {
        face.name: registered(face.path, face.index) for face in (fonts or bundled_fonts()).faces
    }
    with replacing(path) as temporary:
        first_font: Any = next(
            iter(names.values())
        )  # Else every page names Helvetica, which is not embedded.
        canvas = Canvas(str(temporary), initialFontName=first_font, pdfVersion=(1, 7), lang="zh-CN")
        canvas.setTitle(meta.title or next((pages.title for pages in forms), ""))
        canvas.setAuthor(meta.author)
        canvas.setSubject(meta.subject)
        canvas.setCreator(_CREATOR)
        for number, pages in enumerate(forms):
            _draw_form(
                canvas,
                pages,
                names,
                number,
                bookmarks[number] if number < len(bookmarks) else pages.title,
            )
        mark_archival(canvas, meta, _CREATOR)
        canvas.save()


def _draw_form(
    canvas: Any, pages: Pages, names: dict[str, str], number: int, bookmark: str
) -> None:
    for page in pages.pages:
        canvas.setPageSize((page.width * _POINTS, page.height * _POINTS))
        if page is pages.pages[0]:
            key = f"form{number}"
            canvas.bookmarkPage(key)
            canvas.addOutlineEntry(bookmark or pages.form_id, key, 0)
        _draw_fills(canvas, page)
        _draw_rules(canvas, page)
        _draw_text(canvas, page, names)
        canvas.showPage()


def _draw_fills(canvas: Any, page: Page) -> None:
    if not page.fills:
        return
    for fill in page.fills:
        canvas.setFillColorRGB(*fill.colour)
        canvas.rect(
            fill.x * _POINTS,
            (page.height - fill.y - fill.height) * _POINTS,
            fill.width * _POINTS,
            fill.height * _POINTS,
            stroke=0,
            fill=1,
        )
    canvas.setFillColorRGB(0, 0, 0)


def _draw_rules(canvas: Any, page: Page) -> None:
    canvas.setLineCap(2)  # Square ends, so that corners are closed.
    for weight in sorted({line.weight for line in page.lines}):
        canvas.setLineWidth(weight)
        canvas.lines(
            [
                (
                    line.x1 * _POINTS,
                    (page.height - line.y1) * _POINTS,
                    line.x2 * _POINTS,
                    (page.height - line.y2) * _POINTS,
                )
                for line in page.lines
                if line.weight == weight
            ]
        )


def _draw_text(canvas: Any, page: Page, names: dict[str, str]) -> None:
    text = canvas.beginText()
    current: tuple[str, float] | None = None
    for box in page.boxes:
        for run in box.runs:
            if not run.text:
                continue
            if (run.face, run.size) != current:
                current = (run.face, run.size)
                text.setFont(names[run.face], run.size)
            text.setTextOrigin(run.x * _POINTS, (page.height - run.baseline) * _POINTS)
            text.textOut(run.text)
    canvas.drawText(text)
