"""A `TextDocument` as .docx: A4 of GB/T 9704, margins 37/35/28/26 mm, 28 pt lines, 3号仿宋.

Blanks are highlighted, so that nobody hands them in unnoticed. Word takes the fonts of the computer;
where 仿宋_GB2312 or 方正小标宋 are not installed it shows another of the same family. python-docx comes
with this module, which is therefore imported only when a report is written.
"""

from io import BytesIO
from pathlib import Path
from typing import Any, Final

from docx import Document as new_document
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from perfdesk.atomic_file import replacing
from perfdesk.io.word_writer.document import (
    Blank,
    Heading,
    TextDocument,
    TextTable,
    WrittenParagraph,
)

TITLE_FONT: Final = "方正小标宋简体"
BODY_FONT: Final = "仿宋_GB2312"
HEADING_FONTS: Final = {1: "黑体", 2: "楷体_GB2312"}
PAGE_FONT: Final = "宋体"
LATIN: Final = "Times New Roman"
TITLE_PT, BODY_PT, TABLE_PT, PAGE_PT = 22.0, 16.0, 10.5, 14.0
"""2号, 3号, 五号 and 4号."""
LINE_PT: Final = 28.0
_WIDTH_MM: Final = 210 - 28 - 26
_MARK_LEFT, _MARK_RIGHT = "【", "】"


def write_document(path: Path, document: TextDocument) -> None:
    """Write the document; CannotWriteError when the place does not take it."""
    word = new_document()
    _page(word)
    word.core_properties.title = document.title
    word.core_properties.author = document.author
    word.core_properties.comments = "PerfDesk 绩效填报台"
    _title(word, document)
    for block in document.blocks:
        match block:
            case Heading():
                _heading(word, block)
            case WrittenParagraph():
                _paragraph(word, block)
            case TextTable():
                _table(word, block)
    buffer = BytesIO()
    word.save(buffer)
    with replacing(path) as temporary:
        temporary.write_bytes(buffer.getvalue())


def _page(word: Document) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    word.settings.odd_and_even_pages_header_footer = True
    # GB/T 9704: the page number stands outside, right on odd pages and left on even ones.
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        for part in ("— ", None, " —"):
            run = paragraph.add_run(part or "")
            _font(run, PAGE_FONT, PAGE_PT)
            if part is None:
                _page_number(run)


def _page_number(run: Run) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _title(word: Document, document: TextDocument) -> None:
    for text, font, size in (
        (document.title, TITLE_FONT, TITLE_PT),
        (document.subtitle, HEADING_FONTS[2], BODY_PT),
        ("", BODY_FONT, BODY_PT),
    ):
        paragraph = word.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _lines(paragraph, 36.0 if size == TITLE_PT else LINE_PT)
        _font(paragraph.add_run(text), font, size)


def _heading(word: Document, heading: Heading) -> None:
    paragraph = word.add_paragraph(style=f"Heading {heading.level}")
    _body_format(paragraph)
    paragraph.paragraph_format.keep_with_next = True
    run = paragraph.add_run(heading.text)
    _font(run, HEADING_FONTS[heading.level], BODY_PT)
    run.bold = False


def _paragraph(word: Document, block: WrittenParagraph) -> None:
    paragraph = word.add_paragraph()
    _body_format(paragraph)
    for part in block.parts:
        blank = isinstance(part, Blank)
        text = f"{_MARK_LEFT}{part.hint}{_MARK_RIGHT}" if isinstance(part, Blank) else part
        run = paragraph.add_run(text)
        _font(run, BODY_FONT, BODY_PT)
        if blank:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _table(word: Document, block: TextTable) -> None:
    table = word.add_table(rows=0, cols=len(block.heads), style="Table Grid")
    table.autofit = False
    whole = sum(block.shares)
    for column, share in zip(table.columns, block.shares, strict=True):
        column.width = Mm(_WIDTH_MM * share / whole)
    for number, texts in enumerate((block.heads, *block.rows)):
        row = table.add_row()
        if number == 0:
            _repeat(row)
        for cell, text, share in zip(row.cells, texts, block.shares, strict=True):
            cell.width = Mm(_WIDTH_MM * share / whole)
            paragraph = cell.paragraphs[0]
            head = number == 0
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if head else WD_ALIGN_PARAGRAPH.LEFT
            _lines(paragraph, 16.0)
            _font(paragraph.add_run(text), HEADING_FONTS[1] if head else BODY_FONT, TABLE_PT)
    _lines(word.add_paragraph(), 14.0)


def _repeat(row: Any) -> None:
    """The heads stand again on every further page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _body_format(paragraph: WordParagraph) -> None:
    _lines(paragraph, LINE_PT)
    paragraph.paragraph_format.first_line_indent = Pt(2 * BODY_PT)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _lines(paragraph: WordParagraph, points: float) -> None:
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = Pt(points)


def _font(run: Run, name: str, size: float) -> None:
    run.font.size = Pt(size)
    run.font.name = LATIN
    run.font.color.rgb = RGBColor(0, 0, 0)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)
