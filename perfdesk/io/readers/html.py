"""Tables of HTML: pages saved as .xls by office systems, and what the clipboard holds as HTML."""

import quopri
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from perfdesk.errors import DamagedFileError, TooLargeFileError
from perfdesk.io.readers.package import local, whole
from perfdesk.io.readers.signs import in_font, is_sign_font
from perfdesk.io.readers.snapshot import (
    MAX_CELLS,
    MAX_TEXT,
    Cell,
    Problem,
    Sheet,
    Snapshot,
    in_order,
    struck_out,
)
from perfdesk.io.readers.text import decoded

MAX_BYTES: Final = 32 * 1024 * 1024
MAX_SPAN: Final = 2_000
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.I)
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")
_BLOCKS: Final = frozenset({"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"})
_INLINE: Final = frozenset({"span", "font", "b", "i", "u", "p", "div", "a"})
_SILENT: Final = frozenset({"script", "style", "title", "head", "xml", "meta", "link"})
_STRUCK: Final = frozenset({"s", "strike", "del"})
_LINED: Final = re.compile(r"line-through")
_UNSEEN: Final = re.compile(r"display\s?:\s?none|mso-hide\s?:\s?all")
_FAMILY: Final = re.compile(r"font-family\s?:\s?[\"']?([^;,\"']{1,40})")
_GB: Final = frozenset({"gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80"})


class _HtmlReader:
    def __init__(self, path: Path | str) -> None:
        self.path = path
        self.sheets: list[Sheet] = []
        self.above: list[str] = []
        self.problems: list[Problem] = []
        self.count = 0

    def walk(self, element: etree._Element) -> None:
        """Tables become sheets; text outside stands above the table that follows it."""
        for child in element:
            kind = local(child)
            if kind in _SILENT or not kind:
                continue
            if kind == "table":
                self.table(child)
            elif child.find(".//table") is not None:
                self.walk(child)
            else:
                self._text(self._shown(child, None))
            self._text(_SPACE.sub(" ", child.tail or "").strip())

    def table(self, element: etree._Element) -> None:
        cells = [
            Cell(row, 0, text, 1, MAX_SPAN, f"段{row + 1}") for row, text in enumerate(self.above)
        ]
        self.above = []
        top = len(cells)
        number = len(self.sheets)
        self.sheets.append(Sheet("", ()))
        taken: set[tuple[int, int]] = set()
        nested: list[etree._Element] = []
        for row, line in enumerate(_rows(element)):
            column = 0
            for cell in line:
                while (row, column) in taken:
                    column += 1
                rows, columns = _span(cell, "rowspan"), _span(cell, "colspan")
                self._take(taken, row, column, rows, columns)
                inner = list(cell.iterfind(".//table"))
                address = f"R{row + 1}C{column + 1}"
                text = "" if inner else self._shown(cell, f"表{number + 1}!{address}")
                nested += inner[:1]
                if text:
                    cells.append(Cell(top + row, column, text, rows, columns, address))
                column += columns
        self.sheets[number] = Sheet(f"表{number + 1}", in_order(cells))
        for table in nested:
            self.table(table)

    def _shown(self, element: etree._Element, place: str | None) -> str:
        """The text of an element; what is crossed out in it is told and left out."""
        struck: list[str] = []
        text = _text(element, struck)
        self.problems += [struck_out(place, gone) for gone in struck]
        return text

    def _take(
        self, taken: set[tuple[int, int]], row: int, column: int, rows: int, columns: int
    ) -> None:
        self.count += rows * columns
        if self.count > MAX_CELLS:
            raise TooLargeFileError(self.path)
        taken.update(
            (r, c) for r in range(row, row + rows) for c in range(column, column + columns)
        )

    def _text(self, text: str) -> None:
        if text:
            self.above.append(text)


def read_html(path: Path) -> Snapshot:
    """The tables of a page."""
    data = whole(path, MAX_BYTES)
    text = _decoded(_unpacked(data))
    if text is None:
        raise DamagedFileError(path)
    return page_of(path, text)


def page_of(path: Path | str, text: str) -> Snapshot:
    """The tables of an HTML text."""
    try:
        root = etree.fromstring(
            text.encode(), etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
        )
    except (etree.XMLSyntaxError, ValueError):
        raise DamagedFileError(path) from None
    if root is None:
        return Snapshot("html", ())
    reader = _HtmlReader(path)
    reader.walk(root)
    return Snapshot("html", tuple(reader.sheets), tuple(reader.problems))


def _unpacked(data: bytes) -> bytes:
    """The page inside a web archive (.mht, also saved as .xls or .doc); other data as they are."""
    if data[:64].lstrip(b"\xef\xbb\xbf \r\n")[:12].lower() != b"mime-version":
        return data

    page = quopri.decodestring(data) if b"quoted-printable" in data[:8192].lower() else data
    start = max(page.lower().find(b"<html"), 0)
    return page[start:]


def _decoded(data: bytes) -> str | None:
    if not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        found = _CHARSET.search(data[:4096])
        if found and found.group(1).decode().lower() in _GB:
            return data.decode("gb18030", "replace")
    return decoded(data) or data.decode("gb18030", "replace")


def _rows(table: etree._Element) -> Iterator[list[etree._Element]]:
    for child in table:
        kind = local(child)
        if kind in ("thead", "tbody", "tfoot"):
            yield from _rows(child)
        elif kind == "tr":
            yield [cell for cell in child if local(cell) in ("td", "th")]


def _span(cell: etree._Element, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return min(max(int(value), 1), MAX_SPAN) if value.isdecimal() and len(value) < 7 else 1


def _text(element: etree._Element, struck: list[str]) -> str:
    lines = "".join(_pieces(element, struck)).split("\n")
    # A no-break space is how HTML keeps a cell open: it shows nothing.
    shown = [" ".join(line.replace("\xa0", " ").split(" ")).strip() for line in lines]
    return "\n".join(line for line in shown if line)[:MAX_TEXT]


def _pieces(element: etree._Element, struck: list[str], font: str = "") -> Iterator[str]:
    if local(element) in _SILENT:
        return
    family = _family(element) or font
    yield _letters(element.text, family)
    for child in element:
        kind, style = local(child), str(child.get("style", "")).lower()
        if kind == "br":
            yield "\n"
        elif kind in _STRUCK or (kind and _LINED.search(style)):
            gone = "".join(_pieces(child, [], family)).strip()
            struck += [gone] if gone else []
        elif kind and not (kind in _INLINE and _UNSEEN.search(style)):
            if kind in _BLOCKS:
                yield "\n"
            yield from _pieces(child, struck, family)
            if kind in _BLOCKS:
                yield "\n"
        yield _letters(child.tail, family)


def _family(element: etree._Element) -> str:
    """The picture font that an element asks for, else ""."""
    found = _FAMILY.search(str(element.get("style", "")))
    name = str(element.get("face", "")) or (found.group(1).strip() if found else "")
    return name if is_sign_font(name) else ""


def _letters(text: str | None, font: str) -> str:
    shown = _SPACE.sub(" ", text or "")
    return in_font(shown, font) if font else shown
