"""Word documents .docx: every table, with the paragraphs above it, as one sheet 表1, 表2, ….

A short walk over the document's XML: gridSpan and vMerge say what a cell covers. Deleted text,
text moved away and the fallback copies of drawings are left out.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from perfdesk.errors import DamagedFileError, TooLargeFileError
from perfdesk.io.readers.package import Package, local
from perfdesk.io.readers.snapshot import (
    MAX_CELLS,
    MAX_SPAN,
    MAX_TEXT,
    Cell,
    Sheet,
    Snapshot,
    in_order,
)

_HOLDERS: Final = frozenset(
    {"sdt", "sdtContent", "customXml", "ins", "smartTag", "hyperlink", "moveTo", "r"}
)
"""Elements whose content belongs to what is around them."""


class _WordReader:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.sheets: list[Sheet] = []
        self.above: list[str] = []
        self.paragraphs = 0
        self.count = 0

    def body(self, element: etree._Element) -> None:
        for child in _content(element):
            kind = local(child)
            if kind == "p":
                text = _paragraph(child)
                if text.strip():
                    self.above.append(text)
            elif kind == "tbl":
                self.table(child)

    def table(self, element: etree._Element) -> None:
        cells: list[Cell] = []
        for text in self.above:
            self.paragraphs += 1
            cells.append(Cell(len(cells), 0, text, 1, MAX_SPAN, f"段{self.paragraphs}"))
        self.above = []
        top = len(cells)
        number = len(self.sheets)
        self.sheets.append(Sheet("", ()))
        nested: list[etree._Element] = []
        cells += self.rows(element, top, nested)
        self.sheets[number] = Sheet(f"表{number + 1}", in_order(cells))
        for inner in nested:
            self.table(inner)

    def rows(self, table: etree._Element, top: int, nested: list[etree._Element]) -> Iterable[Cell]:
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
                    text = _cell_text(cell, nested)
                    if merge == "restart":
                        open_[column] = (row, column)
                    else:
                        open_.pop(column, None)
                    self._count()
                    places[row, column] = Cell(
                        top + row, column, text, 1, span, f"R{row + 1}C{column + 1}"
                    )
                column += span
        return [cell for cell in places.values() if cell.text.strip()]

    def finish(self) -> tuple[Sheet, ...]:
        """Paragraphs below the last table belong to it."""
        if self.above and self.sheets:
            last = self.sheets[-1]
            row = max((cell.last_row for cell in last.cells), default=-1) + 1
            extra = [
                Cell(row + at, 0, text, 1, MAX_SPAN, f"段{self.paragraphs + at + 1}")
                for at, text in enumerate(self.above)
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
        root = package.xml(package.main_part("word/document.xml"))
    bodies = [child for child in root if local(child) == "body"]
    if not bodies:
        raise DamagedFileError(path)
    reader = _WordReader(path)
    reader.body(bodies[0])
    return Snapshot("docx", reader.finish())


def _content(element: etree._Element) -> Iterator[etree._Element]:
    """The children, those of holders in place of the holder; of alternatives the first."""
    for child in element:
        kind = local(child)
        if kind == "AlternateContent":
            yield from _content(child[0]) if len(child) else ()
        elif kind in _HOLDERS and kind != "r":
            yield from _content(child)
        else:
            yield child


def _children(element: etree._Element, kind: str) -> Iterator[etree._Element]:
    return (child for child in _content(element) if local(child) == kind)


def _cell_text(cell: etree._Element, nested: list[etree._Element]) -> str:
    lines = []
    for child in _content(cell):
        if local(child) == "p":
            lines.append(_paragraph(child))
        elif local(child) == "tbl":
            nested.append(child)
    return "\n".join(lines).strip("\n")[:MAX_TEXT]


def _paragraph(element: etree._Element) -> str:
    return "".join(_runs(element))


def _runs(element: etree._Element) -> Iterator[str]:
    for child in element:
        kind = local(child)
        if kind == "t":
            yield child.text or ""
        elif kind in ("tab", "ptab"):
            yield "\t"
        elif kind in ("br", "cr"):
            yield "\n"
        elif kind == "noBreakHyphen":
            yield "-"
        elif kind in _HOLDERS or kind == "fldSimple":
            yield from _runs(child)


def _number(element: etree._Element, path: tuple[str, str], default: int) -> int:
    for properties in element:
        if local(properties) == path[0]:
            for child in properties:
                if local(child) == path[1]:
                    value = _value(child)
                    return int(value) if value.isdecimal() and len(value) < 6 else default
    return default


def _vertical(cell: etree._Element) -> str:
    """`restart`, `continue` or "" when the cell is not merged downwards."""
    for properties in cell:
        if local(properties) == "tcPr":
            for child in properties:
                if local(child) == "vMerge":
                    return _value(child) or "continue"
    return ""


def _value(element: etree._Element) -> str:
    return next((str(value) for name, value in element.items() if str(name).endswith("}val")), "")
