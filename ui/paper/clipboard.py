"""Blocks on the clipboard as Excel, WPS and LibreOffice write and read them: TSV and HTML."""

import csv
import io
from html import escape
from html.parser import HTMLParser

from PySide6.QtCore import QMimeData

from ui.paper.cell_block import Block, BlockCell, unmerged

_LARGEST_SPAN = 500
_SKIPPED = frozenset({"style", "script", "head", "title"})


def mime_data(block: Block) -> QMimeData:
    """A block for the clipboard, as text and as a table."""
    data = QMimeData()
    data.setText(to_tsv(block))
    data.setHtml(to_html(block))
    return data


def read(data: QMimeData | None) -> Block:
    """The block of a clipboard; the table when there is one, for its merged cells; [] when empty."""
    if data is None:
        return []
    if data.hasHtml() and "<table" in data.html().lower():
        block = from_html(data.html())
        if block:
            return block
    return from_tsv(data.text()) if data.hasText() else []


def to_tsv(block: Block) -> str:
    """Tabs and lines; a text with a line break, tab or quote is quoted, as Excel does."""
    return "\n".join("\t".join(_quoted(cell.text) for cell in row) for row in unmerged(block))


def from_tsv(text: str) -> Block:
    """The block of a text as Excel copies it; one without tabs and quotes is one cell per line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.removesuffix("\n")
    if not text:
        return []
    rows = csv.reader(io.StringIO(text), delimiter="\t", quotechar='"', strict=False)
    return [[BlockCell(value) for value in row] or [BlockCell("")] for row in rows]


def to_html(block: Block) -> str:
    """A table whose cells are text to Excel, so that `=100.00(%)` stays what it is."""
    rows = "".join(f"<tr>{''.join(map(_html_cell, row))}</tr>" for row in block)
    style = "<style>td{mso-number-format:'\\@';} br{mso-data-placement:same-cell;}</style>"
    return (
        f'<html><head><meta charset="utf-8">{style}</head><body><table>{rows}</table></body></html>'
    )


def from_html(text: str) -> Block:
    """The cells of the first table, with their spans; [] when there is none."""
    reader = _TableReader()
    reader.feed(text)
    reader.close()
    return [row for row in reader.rows if row]


class _TableReader(HTMLParser):
    """Collects the texts of the first table; nested tables count as text of their cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: Block = []
        self._depth = 0
        self._done = False
        self._text: list[str] | None = None
        self._spans = (1, 1)
        self._skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self._skipping += 1
        if self._done:
            return
        if tag == "table":
            self._depth += 1
        elif self._depth == 1 and tag == "tr":
            self._close_cell()
            self.rows.append([])
        elif self._depth == 1 and tag in ("td", "th"):
            self._close_cell()
            given = dict(attrs)
            self._spans = (_span(given.get("rowspan")), _span(given.get("colspan")))
            self._text = []
        elif (tag == "br" and self._text is not None) or (tag in ("p", "div") and self._text):
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skipping = max(0, self._skipping - 1)
        if tag == "table" and self._depth:
            self._depth -= 1
            if self._depth == 0:
                self._close_cell()
                self._done = True
        elif self._depth == 1 and tag in ("td", "th", "tr"):
            self._close_cell()

    def handle_data(self, data: str) -> None:
        if self._text is not None and not self._skipping:
            # Line breaks of the source are only its layout; <br> makes the real ones.
            self._text.append(
                " ".join(data.split()) if data.strip() else (" " if data == " " else "")
            )

    def _close_cell(self) -> None:
        if self._text is None:
            return
        if not self.rows:
            self.rows.append([])
        text = "".join(self._text).replace("\xa0", " ").strip(" ").removesuffix("\n")
        self.rows[-1].append(BlockCell(text, *self._spans))
        self._text = None


def _span(value: str | None) -> int:
    return min(max(1, int(value)), _LARGEST_SPAN) if value and value.isdecimal() else 1


def _quoted(text: str) -> str:
    if any(mark in text for mark in '\n\t"'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _html_cell(cell: BlockCell) -> str:
    spans = "".join(
        f' {name}="{size}"'
        for name, size in (("rowspan", cell.row_span), ("colspan", cell.column_span))
        if size > 1
    )
    return f"<td{spans}>{escape(cell.text).replace(chr(10), '<br>')}</td>"
