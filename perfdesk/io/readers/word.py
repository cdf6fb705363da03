"""Word documents .docx: every table, with the paragraphs above it, as one sheet 表1, 表2, ….

A short walk over the document's XML: gridSpan and vMerge say what a cell covers. Deleted text,
text moved away and the fallback copies of drawings are left out. What stands in the page header and in
text boxes comes above the table that follows.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from lxml import etree

from perfdesk.errors import DamagedFileError, TooLargeFileError
from perfdesk.io.readers.package import Package, local, relations
from perfdesk.io.readers.snapshot import (
    MAX_CELLS,
    MAX_SPAN,
    MAX_TEXT,
    PAGE_LINE,
    WARNING,
    Cell,
    Problem,
    Sheet,
    Snapshot,
    in_order,
    struck_out,
)
from perfdesk.io.readers.word_text import Paragraph, content, read_paragraph, value

_MOST_DEEP: Final = 50
"""Text boxes and tables within one another."""


class _Line(NamedTuple):
    """A text outside of the tables."""

    text: str
    place: str
    """`段3`, `页眉1`, `文本框2`."""


class _WordReader:
    def __init__(self, path: Path, headers: Mapping[str, list[str]]) -> None:
        self.path = path
        self.headers = headers
        """Relation → lines of that page header."""
        self.sheets: list[Sheet] = []
        self.problems: list[Problem] = []
        self.above: list[_Line] = []
        self.numbers = {"段": 0, "页眉": 0, "文本框": 0}
        self.count = 0
        self.depth = 0

    def document(self, body: etree._Element) -> None:
        """Section by section, each below its page header when that is another than the one before."""
        shown: list[str] = []
        waiting: list[etree._Element] = []
        for child in content(body):
            waiting.append(child)
            section = child if local(child) == "sectPr" else _section_in(child)
            if section is not None:
                shown = self._section(waiting, section, shown)
                waiting = []
        self.body(waiting)

    def _section(
        self, children: list[etree._Element], section: etree._Element, shown: list[str]
    ) -> list[str]:
        lines = [line for key in _headers(section) for line in self.headers.get(key, ())]
        for line in lines if lines != shown else ():
            self._above(line, "页眉")
        self.body(children)
        return lines or shown

    def body(self, children: Iterable[etree._Element]) -> None:
        """Paragraphs and tables in their order."""
        self.depth += 1
        for child in children if self.depth < _MOST_DEEP else ():
            kind = local(child)
            if kind == "p":
                self._paragraph(read_paragraph(child))
            elif kind == "tbl":
                self.table(child)
        self.depth -= 1

    def _paragraph(self, paragraph: Paragraph) -> None:
        for box in paragraph.boxes:
            for text in self._box(box):
                self._above(text, "文本框")
        self._above(paragraph.text, "段")
        self._tell(None, paragraph)

    def _box(self, box: etree._Element) -> Iterator[str]:
        """The lines of a text box; a table in it becomes a sheet."""
        for child in content(box):
            if local(child) == "p":
                inner = read_paragraph(child)
                self._tell(None, inner)
                yield inner.text
            elif local(child) == "tbl":
                self.body([child])

    def _above(self, text: str, kind: str) -> None:
        if text.strip():
            self.numbers[kind] += 1
            self.above.append(_Line(text, f"{kind}{self.numbers[kind]}"))

    def _tell(self, place: str | None, paragraph: Paragraph) -> None:
        self.problems += [struck_out(place, text) for text in paragraph.struck]
        self.problems += [
            Problem(place, WARNING, f"这里有一个认不出的符号（{sign}），未读入，请照原表补填。")
            for sign in paragraph.unknown
        ]

    def table(self, element: etree._Element) -> None:
        """A table with what stands above it, then the tables inside of it."""
        cells: list[Cell] = []
        for line in self.above:
            cells.append(Cell(len(cells), 0, line.text, 1, MAX_SPAN, line.place))
        self.above = []
        top = len(cells)
        number = len(self.sheets)
        self.sheets.append(Sheet("", ()))
        nested: list[etree._Element] = []
        cells += self.rows(element, top, number, nested)
        self.sheets[number] = Sheet(f"表{number + 1}", in_order(cells))
        self.body(nested)

    def rows(
        self, table: etree._Element, top: int, number: int, nested: list[etree._Element]
    ) -> Iterable[Cell]:
        """The cells of a table that show something."""
        open_: dict[int, tuple[int, int]] = {}
        places: dict[tuple[int, int], Cell] = {}
        for row, element in enumerate(_children(table, "tr")):
            column = _number(element, ("trPr", "gridBefore"), 0)
            for cell in _children(element, "tc"):
                span = min(max(_number(cell, ("tcPr", "gridSpan"), 1), 1), MAX_SPAN)
                merge = _vertical(cell)
                begun = open_.get(column)
                if merge == "continue" and begun is not None:
                    first = places.get(begun)
                    if first is not None:
                        places[begun] = first._replace(rows=top + row - first.row + 1)
                else:
                    address = f"R{row + 1}C{column + 1}"
                    text = self._cell_text(cell, f"表{number + 1}!{address}", nested)
                    if merge == "restart":
                        open_[column] = (row, column)
                    else:
                        open_.pop(column, None)
                    self._count()
                    places[row, column] = Cell(top + row, column, text, 1, span, address)
                column += span
        return [cell for cell in places.values() if cell.text.strip()]

    def _cell_text(self, cell: etree._Element, place: str, nested: list[etree._Element]) -> str:
        lines: list[str] = []
        for child in content(cell):
            if local(child) == "p":
                paragraph = read_paragraph(child)
                self._tell(place, paragraph)
                lines.append(paragraph.text)
                for box in paragraph.boxes:
                    lines += [text for text in self._box(box) if text.strip()]
            elif local(child) == "tbl":
                nested.append(child)
        return "\n".join(lines).strip("\n")[:MAX_TEXT]

    def finish(self) -> tuple[Sheet, ...]:
        """Paragraphs below the last table belong to it."""
        if self.above and self.sheets:
            last = self.sheets[-1]
            row = max((cell.last_row for cell in last.cells), default=-1) + 1
            extra = [
                Cell(row + at, 0, line.text, 1, MAX_SPAN, line.place)
                for at, line in enumerate(self.above)
            ]
            self.sheets[-1] = Sheet(last.name, (*last.cells, *extra))
        return tuple(self.sheets)

    def _count(self) -> None:
        self.count += 1
        if self.count > MAX_CELLS:
            raise TooLargeFileError(self.path)


def read_word(path: Path) -> Snapshot:
    """The tables of a document, empty when it has none."""
    with Package(path) as package:
        main = package.main_part("word/document.xml")
        root = package.xml(main)
        headers = _header_lines(package, main)
    bodies = [child for child in root if local(child) == "body"]
    if not bodies:
        raise DamagedFileError(path)
    reader = _WordReader(path, headers)
    reader.document(bodies[0])
    return Snapshot("docx", reader.finish(), tuple(reader.problems))


def _header_lines(package: Package, main: str) -> dict[str, list[str]]:
    """Relation → the lines of a page header."""
    found: dict[str, list[str]] = {}
    for key, (target, kind) in relations(package, main).items():
        if kind.endswith("/header") and target in package.names:
            # A text box may stand in a header twice, for new and for old programs.
            lines = dict.fromkeys(read_paragraph(p).text for p in package.xml(target).iter("{*}p"))
            texts = {line: "".join(line.split()) for line in lines}
            found[key] = [
                line for line, text in texts.items() if text and not PAGE_LINE.fullmatch(text)
            ]
    return found


def _section_in(element: etree._Element) -> etree._Element | None:
    """The end of a section, which its last paragraph carries."""
    if local(element) != "p":
        return None
    return next((s for p in element if local(p) == "pPr" for s in p if local(s) == "sectPr"), None)


def _headers(section: etree._Element) -> list[str]:
    """The relations of the section's headers, that of its first page first."""
    found = {value(e, "type"): value(e, "id") for e in section if local(e) == "headerReference"}
    own_first = any(local(e) == "titlePg" for e in section)
    kinds = ("first", "default") if own_first else ("default",)
    return [found[kind] for kind in kinds if kind in found]


def _children(element: etree._Element, kind: str) -> Iterator[etree._Element]:
    return (child for child in content(element) if local(child) == kind)


def _number(element: etree._Element, path: tuple[str, str], default: int) -> int:
    for properties in element:
        if local(properties) == path[0]:
            for child in properties:
                if local(child) == path[1]:
                    number = value(child)
                    return int(number) if number.isdecimal() and len(number) < 6 else default
    return default


def _vertical(cell: etree._Element) -> str:
    """`restart`, `continue` or "" when the cell is not merged downwards."""
    for properties in cell:
        if local(properties) == "tcPr":
            for child in properties:
                if local(child) == "vMerge":
                    return value(child) or "continue"
    return ""
