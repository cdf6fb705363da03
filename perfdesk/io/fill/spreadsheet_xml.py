"""Excel's XML of 2003, filled by splicing bytes: what is not filled stays byte for byte, as systems compare it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import escape

from perfdesk.errors import CannotFillError, DamagedFileError
from perfdesk.io.fill.references import letters
from perfdesk.io.fill.stored import number_for
from perfdesk.io.readers.number_format import GENERAL
from perfdesk.io.readers.package import whole
from perfdesk.io.readers.snapshot import Cell, Problem, Sheet

_MOST_BYTES: Final = 16 * 1024 * 1024
_NAMED: Final = {"General": GENERAL, "Percent": "0.00%", "Fixed": "0.00", "Standard": "#,##0.00"}
_ROW_NUMBER: Final = re.compile(rb"(?<![A-Za-z\[])R([0-9]{1,7})(?=C)")
_INDEX: Final = re.compile(rb'\s[A-Za-z]{0,8}:?Index="[0-9]{1,7}"')
_MERGED: Final = re.compile(rb'(MergeDown=")([0-9]{1,7})(")')


@dataclass(slots=True)
class _Node:
    """A Row, Cell or Data element: its bytes and what is in it."""

    name: str
    start: int
    end: int = 0
    """Behind its closing tag."""
    opened: int = 0
    """Behind its opening tag."""
    place: int = 0
    """Row or column, from 0."""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["_Node"] = field(default_factory=list)
    shows: bool = False

    def number(self, name: str) -> int:
        """An attribute as a number, 0 when it is not there."""
        text = self.attributes.get(name, "")
        return int(text) if text.isdecimal() and len(text) < 8 else 0

    @property
    def closed(self) -> bool:
        """<Cell/> without content."""
        return self.opened == self.end


class _Walk:
    """The rows and cells of every worksheet with their places in the bytes."""

    def __init__(self, path: Path, data: bytes) -> None:
        self.data = data
        self.tables: dict[str, _Node] = {}
        self.formats: dict[str, str] = {}
        self._open: list[_Node] = []
        self._style = ""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        self._parser = parser
        try:
            parser.Parse(data, True)
        except expat.ExpatError:
            raise DamagedFileError(path) from None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        bare = name.rpartition(":")[2]
        node = _Node(name, self._parser.CurrentByteIndex)
        node.attributes = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        node.opened = _behind_tag(self.data, node.start)
        if bare == "Style":
            self._style = node.attributes.get("ID", "")
        elif bare == "NumberFormat" and self._style:
            code = node.attributes.get("Format", GENERAL)
            self.formats[self._style] = _NAMED.get(code, code)
        parent = self._open[-1] if self._open else None
        if parent is not None and bare in ("Row", "Cell", "Data"):
            self._place(parent, node, bare)
            parent.children.append(node)
        self._open.append(node)

    @staticmethod
    def _place(parent: _Node, node: _Node, bare: str) -> None:
        """Rows and cells say where they stand, or follow the one before."""
        before = [c for c in parent.children if c.name == node.name]
        last = before[-1] if before else None
        gap = (last.number("Span") if bare == "Row" else last.number("MergeAcross")) if last else 0
        follows = last.place + 1 + gap if last else 0
        index = node.number("Index")
        node.place = index - 1 if index else follows

    def _end(self, name: str) -> None:
        node = self._open.pop()
        at = self._parser.CurrentByteIndex
        node.end = (
            node.opened
            if self.data[node.opened - 2 : node.opened] == b"/>"
            else (_behind_tag(self.data, at))
        )
        bare = name.rpartition(":")[2]
        if bare == "Table":
            sheet = next((n for n in reversed(self._open) if n.name.endswith("Worksheet")), None)
            if sheet is not None:
                self.tables.setdefault(sheet.attributes.get("Name", ""), node)

    def _text(self, text: str) -> None:
        if text.strip():
            for node in self._open[-3:]:
                node.shows = node.shows or node.name.rpartition(":")[2] in ("Data", "Cell")


def _behind_tag(data: bytes, start: int) -> int:
    """The place behind the tag that begins at `start`; a > inside of quotes is none."""
    quote = 0
    for place in range(start, len(data)):
        byte = data[place]
        if quote:
            quote = 0 if byte == quote else quote
        elif byte in (0x22, 0x27):
            quote = byte
        elif byte == 0x3E:
            return place + 1
    return len(data)


class SpreadsheetXmlFile:
    """The workbook being filled."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._data = whole(path, _MOST_BYTES)
        if self._data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise CannotFillError(path, "是 UTF-16 编码的 XML")
        self._walk = _Walk(path, self._data)
        self._edits: list[tuple[int, int, bytes]] = []

    def blanks(self, sheets: Sequence[Sheet]) -> dict[str, list[Cell]]:
        """The cells there are that show nothing."""
        found: dict[str, list[Cell]] = {}
        for sheet in sheets:
            for row, cell in self._cells(sheet.name):
                if not cell.shows:
                    found.setdefault(sheet.name, []).append(
                        Cell(
                            row.place, cell.place, "", cell.number("MergeDown") + 1,
                            cell.number("MergeAcross") + 1, f"{letters(cell.place)}{row.place + 1}",
                        )
                    )  # fmt: skip
        return found

    def formulas(self, sheets: Sequence[str]) -> frozenset[str]:
        """Addresses, with the sheet, of the cells that hold a formula."""
        return frozenset(
            f"{name}!{letters(cell.place)}{row.place + 1}"
            for name in sheets
            for row, cell in self._cells(name)
            if "Formula" in cell.attributes
        )

    def address(self, sheet: str, row: int, column: int) -> str:
        """`F12`."""
        return f"{letters(column)}{row + 1}"

    def insert(self, sheet: str, row: int, count: int, own: frozenset[int]) -> None:
        """Insert rows below a row; a workbook with formulas is refused, whose places would be wrong."""
        if any(
            "Formula" in cell.attributes
            for name in self._walk.tables
            for _, cell in self._cells(name)
        ):
            raise CannotFillError(
                self._path, "指标比表中的行多，而这种 XML 工作簿里有公式，不能加行"
            )
        table = self._walk.tables[sheet]
        model = next(r for r in table.children if r.place == row)
        made = b"".join(self._like(model) for _ in range(count))
        edits = [(model.end, model.end, made)]
        for line in table.children:
            tag = self._data[line.start : line.opened]
            if line.place > row and "Index" in line.attributes:
                edits.append((line.start, line.opened, _raised(tag, b"Index", count)))
            for cell in line.children:
                last = line.place + cell.number("MergeDown")
                grows = last > row >= line.place or (
                    last == row and cell.place not in own and last > line.place
                )
                if grows and cell.name.endswith("Cell"):
                    tag = self._data[cell.start : cell.opened]
                    edits.append((cell.start, cell.opened, _raised(tag, b"MergeDown", count)))
        head = self._data[table.start : table.opened]
        edits.append((table.start, table.opened, _raised(head, b"ExpandedRowCount", count)))
        self._apply(edits)
        self._data = _names_moved(self._data, row, count)
        self._walk = _Walk(self._path, self._data)

    def put(self, sheet: str, row: int, column: int, text: str) -> None:
        """Write a text into a cell, as a number where the cell's format shows it so."""
        line = next((r for r in self._walk.tables[sheet].children if r.place == row), None)
        cell = next((c for c in line.children if c.place == column), None) if line else None
        if line is None or cell is None:
            raise CannotFillError(self._path, f"{letters(column)}{row + 1} 这一格不在表中")
        code = self._walk.formats.get(cell.attributes.get("StyleID", ""), GENERAL)
        number = number_for(text, code)
        kind, raw = ("Number", number) if number is not None else ("String", text)
        prefix = cell.name.rpartition(":")[0]
        tag = f"{prefix}:Data" if prefix else "Data"
        body = escape(raw, {"\n": "&#10;", "\r": "&#13;"})
        made = f'<{tag} ss:Type="{kind}">{body}</{tag}>'.encode(
            self._encoding(), "xmlcharrefreplace"
        )
        old = next((c for c in cell.children if c.name.endswith("Data")), None)
        if old is not None:
            self._edits.append((old.start, old.end, made))
        elif cell.closed:
            opening = self._data[cell.start : cell.opened - 2].rstrip() + b">"
            self._edits.append((cell.start, cell.end, opening + made + f"</{cell.name}>".encode()))
        else:
            self._edits.append((cell.opened, cell.opened, made))

    def settle(self) -> list[Problem]:
        """Results of formulas are computed by the spreadsheet program when it opens such a file."""
        return []

    def write(self, path: Path) -> None:
        """Write the copy."""
        self._apply(self._edits)
        path.write_bytes(self._data)

    def _cells(self, sheet: str) -> list[tuple[_Node, _Node]]:
        table = self._walk.tables.get(sheet)
        rows = table.children if table is not None else []
        return [(row, cell) for row in rows for cell in row.children]

    def _apply(self, edits: Sequence[tuple[int, int, bytes]]) -> None:
        data = self._data
        for start, end, text in sorted(edits, reverse=True):
            data = data[:start] + text + data[end:]
        self._data, self._edits = data, []

    def _like(self, model: _Node) -> bytes:
        """A row like another one, without its number and texts."""
        made = self._data[model.start : model.end]
        for cell in reversed(model.children):
            for data in cell.children:
                if data.name.endswith("Data"):
                    start, end = data.start - model.start, data.end - model.start
                    made = made[:start] + made[end:]
        size = model.opened - model.start
        opening = _MERGED.sub(b"", _INDEX.sub(b"", made[:size]))
        return b"\n   " + opening + made[size:]

    def _encoding(self) -> str:
        found = re.match(
            rb'<\?xml[^>]*encoding=["\']([A-Za-z0-9_-]{1,20})["\']',
            self._data.lstrip(b"\xef\xbb\xbf"),
        )
        return found.group(1).decode() if found else "utf-8"


def _raised(tag: bytes, name: bytes, count: int) -> bytes:
    """A tag with a number in it raised."""
    found = re.search(name + rb'="([0-9]{1,7})"', tag)
    if found is None:
        return tag
    return tag[: found.start(1)] + str(int(found.group(1)) + count).encode() + tag[found.end(1) :]


def _names_moved(data: bytes, row: int, count: int) -> bytes:
    """Defined names such as the print area, whose rows stand below."""

    def name(found: re.Match[bytes]) -> bytes:
        return _ROW_NUMBER.sub(
            lambda m: b"R" + str(int(m[1]) + count * (int(m[1]) - 1 > row)).encode(), found[0]
        )

    return re.sub(rb'RefersTo="[^"]{1,400}"', name, data)
