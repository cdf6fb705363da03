"""A document .docx that is filled on its own XML: only the cells written to change, rows are copies of rows.

Tables are counted and cells addressed as `perfdesk.io.readers.word` does.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lxml import etree

from perfdesk.errors import DamagedFileError
from perfdesk.io.fill.package import PackageParts
from perfdesk.io.readers.snapshot import Cell, Problem, Sheet

_SPACE: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_HOLDERS: Final = frozenset(
    {"sdt", "sdtContent", "customXml", "ins", "smartTag", "hyperlink", "moveTo"}
)
_MOST_SPAN: Final = 16_384


@dataclass(slots=True)
class _Box:
    """A cell of a table."""

    row: int
    column: int
    element: etree._Element
    rows: int = 1
    columns: int = 1
    continued: bool = False
    """It only goes on with the cell above."""


@dataclass(slots=True)
class _Table:
    element: etree._Element
    top: int
    """Rows that the paragraphs above take in the reader's sheet."""
    lines: list[etree._Element] = field(default_factory=list)
    boxes: dict[tuple[int, int], _Box] = field(default_factory=dict)


class WordFile:
    """The document being filled."""

    def __init__(self, path: Path) -> None:
        self.parts = PackageParts(path)
        self.main = self._main_part(path)
        self.tables: dict[str, _Table] = {}
        body = next((c for c in self.parts.xml(self.main) if _name(c) == "body"), None)
        if body is None:
            raise DamagedFileError(path)
        self._walk(body)

    def _main_part(self, path: Path) -> str:
        if "word/document.xml" in self.parts.names:
            return "word/document.xml"
        for part, kind in self.parts.related("").values():
            if kind == "officeDocument":
                return part
        raise DamagedFileError(path)

    def blanks(self, sheets: Sequence[Sheet]) -> dict[str, list[Cell]]:
        """The cells of these tables that show nothing."""
        found = {}
        for sheet in sheets:
            table = self.tables.get(sheet.name)
            if table is None:
                continue
            full = {cell.address for cell in sheet.cells}
            found[sheet.name] = [
                Cell(table.top + b.row, b.column, "", b.rows, b.columns, _address(b.row, b.column))
                for b in table.boxes.values()
                if not b.continued and _address(b.row, b.column) not in full
            ]
        return found

    def formulas(self, sheets: Sequence[str]) -> frozenset[str]:
        """Cells that hold a field which Word computes."""
        return frozenset(
            f"{name}!{_address(box.row, box.column)}"
            for name in sheets
            if name in self.tables
            for box in self.tables[name].boxes.values()
            if next(box.element.iter(f"{_SPACE}fldSimple", f"{_SPACE}instrText"), None) is not None
        )

    def address(self, sheet: str, row: int, column: int) -> str:
        """`R3C4`; a paragraph above the table has no place of its own."""
        return _address(row - self.tables[sheet].top, column)

    def insert(self, sheet: str, row: int, count: int, own: frozenset[int]) -> None:
        """Insert rows below a row, made like it; merged cells of other columns go on over them."""
        table = self.tables[sheet]
        at = row - table.top
        self.parts.change(self.main)
        if own:
            for box in _in_row(table, at):
                if box.column < min(own) and not box.continued and box.rows == 1 and _text(box):
                    _set_merge(box.element, "restart")
        model = table.lines[at]
        following = model
        continued = {
            b.column for b in _in_row(table, at)
            if b.column not in own and (b.continued or _merge_of(b.element) == "restart")
        }  # fmt: skip
        for _ in range(count):
            made = deepcopy(model)
            self._emptied(made, continued)
            following.addnext(made)
            following = made
        self._take(table)

    def put(self, sheet: str, row: int, column: int, text: str) -> None:
        """Write a text into a cell, in the style of what stands there."""
        table = self.tables[sheet]
        self.parts.change(self.main)
        _write(table.boxes[row - table.top, column].element, text)

    def settle(self) -> list[Problem]:
        """Nothing in a document depends on a cell."""
        return []

    def write(self, path: Path) -> None:
        """Write the copy."""
        self.parts.write(path)

    def _walk(self, body: etree._Element) -> None:
        paragraphs = 0
        for child in _content(body):
            if _name(child) == "p":
                paragraphs += bool(_paragraph(child).strip())
            elif _name(child) == "tbl":
                self._table(child, paragraphs)
                paragraphs = 0

    def _table(self, element: etree._Element, top: int) -> None:
        table = _Table(element, top)
        self.tables[f"表{len(self.tables) + 1}"] = table
        self._take(table)
        for line in table.lines:
            for cell in _children(line, "tc"):
                for inner in _children(cell, "tbl"):
                    self._table(inner, 0)

    @staticmethod
    def _take(table: _Table) -> None:
        """The rows and cells as they are now."""
        table.lines = list(_children(table.element, "tr"))
        table.boxes = {}
        open_: dict[int, tuple[int, int]] = {}
        for row, line in enumerate(table.lines):
            column = _number(line, ("trPr", "gridBefore"), 0)
            for cell in _children(line, "tc"):
                span = min(max(_number(cell, ("tcPr", "gridSpan"), 1), 1), _MOST_SPAN)
                merge, begun = _merge_of(cell), open_.get(column)
                if merge == "continue" and begun is not None:
                    table.boxes[begun].rows = row - begun[0] + 1
                    table.boxes[row, column] = _Box(row, column, cell, 1, span, True)
                else:
                    if merge == "restart":
                        open_[column] = row, column
                    else:
                        open_.pop(column, None)
                    table.boxes[row, column] = _Box(row, column, cell, 1, span)
                column += span

    @staticmethod
    def _emptied(line: etree._Element, continued: set[int]) -> None:
        """A copied row without its texts and marks."""
        for name in ("paraId", "textId"):
            for element in line.iter():
                for key in [k for k in element.attrib if str(k).endswith("}" + name)]:
                    del element.attrib[key]
        column = _number(line, ("trPr", "gridBefore"), 0)
        for cell in _children(line, "tc"):
            _write(cell, "")
            if column in continued:
                _set_merge(cell, "continue")
            elif _merge_of(cell):
                _set_merge(cell, "")
            column += max(_number(cell, ("tcPr", "gridSpan"), 1), 1)


def _write(cell: etree._Element, text: str) -> None:
    """Put a text into the first paragraph of a cell, with the looks of what stood there; the rest goes."""
    paragraphs = list(_children(cell, "p"))
    first = paragraphs[0] if paragraphs else etree.SubElement(cell, f"{_SPACE}p")
    style = next(first.iter(f"{_SPACE}rPr"), None)
    looks = deepcopy(style) if style is not None else None
    for other in paragraphs[1:]:
        parent = other.getparent()
        if parent is not None:
            parent.remove(other)
    for child in list(first):
        if _name(child) != "pPr":
            first.remove(child)
    if not text:
        return
    run = etree.SubElement(first, f"{_SPACE}r")
    if looks is not None:
        for change in list(looks.iter(f"{_SPACE}ins", f"{_SPACE}del", f"{_SPACE}rPrChange")):
            looks.remove(change)
        run.append(looks)
    for number, line in enumerate(text.split("\n")):
        if number:
            etree.SubElement(run, f"{_SPACE}br")
        piece = etree.SubElement(run, f"{_SPACE}t")
        piece.text = line
        if line != line.strip():
            piece.set(_XML_SPACE, "preserve")


def _set_merge(cell: etree._Element, value: str) -> None:
    """Begin ("restart"), go on with ("continue") or end ("") a cell merged downwards."""
    properties = cell.find(f"{_SPACE}tcPr")
    if properties is None:
        properties = etree.Element(f"{_SPACE}tcPr")
        cell.insert(0, properties)
    merge = properties.find(f"{_SPACE}vMerge")
    if not value:
        if merge is not None:
            properties.remove(merge)
        return
    if merge is None:
        merge = etree.Element(f"{_SPACE}vMerge")
        before = {"cnfStyle", "tcW", "gridSpan", "hMerge"}
        properties.insert(sum(1 for child in properties if _name(child) in before), merge)
    merge.set(f"{_SPACE}val", value)


def _in_row(table: _Table, row: int) -> list[_Box]:
    return [box for box in table.boxes.values() if box.row == row]


def _text(box: _Box) -> str:
    return "".join(_paragraph(p) for p in _children(box.element, "p")).strip()


def _address(row: int, column: int) -> str:
    return f"R{row + 1}C{column + 1}"


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def _content(element: etree._Element) -> Iterator[etree._Element]:
    """The children, those of holders in place of the holder; of alternatives the first."""
    for child in element:
        kind = _name(child)
        if kind == "AlternateContent":
            yield from _content(child[0]) if len(child) else ()
        elif kind in _HOLDERS:
            yield from _content(child)
        else:
            yield child


def _children(element: etree._Element, kind: str) -> Iterator[etree._Element]:
    return (child for child in _content(element) if _name(child) == kind)


def _paragraph(element: etree._Element) -> str:
    """Whether a paragraph shows something is all that counts here."""
    deleted = {
        id(t) for gone in element.iter(f"{_SPACE}del", f"{_SPACE}moveFrom") for t in gone.iter()
    }
    return "".join(t.text or "" for t in element.iter(f"{_SPACE}t") if id(t) not in deleted)


def _number(element: etree._Element, path: tuple[str, str], default: int) -> int:
    for properties in element:
        if _name(properties) == path[0]:
            for child in properties:
                if _name(child) == path[1]:
                    value = str(child.get(f"{_SPACE}val", ""))
                    return int(value) if value.isdecimal() and len(value) < 6 else default
    return default


def _merge_of(cell: etree._Element) -> str:
    """`restart`, `continue` or "" when the cell is not merged downwards."""
    properties = cell.find(f"{_SPACE}tcPr")
    merge = properties.find(f"{_SPACE}vMerge") if properties is not None else None
    return "" if merge is None else str(merge.get(f"{_SPACE}val", "") or "continue")
