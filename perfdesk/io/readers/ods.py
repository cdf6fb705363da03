"""OpenDocument spreadsheets (.ods): texts as shown, merges, and formulas that are typed texts."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from perfdesk.errors import DamagedFileError, EncryptedFileError, TooLargeFileError
from perfdesk.io.readers.package import Package, elements, local
from perfdesk.io.readers.snapshot import (
    MAX_CELLS,
    MAX_TEXT,
    OUTSIDE,
    WARNING,
    Cell,
    Problem,
    Sheet,
    Snapshot,
    a1,
)

_LITERAL: Final = re.compile(r"(?:of|oooc|msoxl)?:?=\s*([+-]?[0-9][0-9,]*(?:\.[0-9]+)?%?)\s*")
_OUTSIDE: Final = re.compile(r"\['[^']+'#")
"""`['file:///D:/b.xlsx'#$Sheet1.A1]`: a cell of another file."""
_ROWS: Final = frozenset({"{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table-row"})
_CELLS: Final = ("table-cell", "covered-table-cell")


def read_ods(path: Path) -> Snapshot:
    """The cells of a spreadsheet; DamagedFileError and its like when it cannot be read."""
    with Package(path) as package:
        if "META-INF/manifest.xml" in package.names and b"encryption-data" in package.read(
            "META-INF/manifest.xml"
        ):
            raise EncryptedFileError(path)
        if "content.xml" not in package.names:
            raise DamagedFileError(path)
        data = package.read("content.xml")
    outside: set[tuple[int, str]] = set()
    sheets = tuple(_sheets(path, data, outside))
    problems = (
        Problem(f"{sheets[number].name}!{address}", WARNING, OUTSIDE)
        for number, address in sorted(outside)
    )
    return Snapshot("ods", sheets, tuple(problems))


def _sheets(path: Path, data: bytes, outside: set[tuple[int, str]]) -> Iterator[Sheet]:
    """The tables; `outside` gets (table, address) of the cells that look into another file."""
    # Rows are met before the end of their table, so each is filed under its table's name.
    names: list[str] = []
    cells: dict[int, list[Cell]] = {}
    row, table_now, count = 0, None, 0
    for element in elements(path, data, _ROWS, "content.xml"):
        table = _table(element)
        if table is not table_now:
            table_now, row = table, 0
            names.append(_attribute(table, "name") if table is not None else "")
            cells[len(names) - 1] = []
        repeated = _times(element, "number-rows-repeated")
        linked: list[str] = []
        found = list(_row(element, row, linked))
        outside.update((len(names) - 1, address) for address in linked)
        for again in range(repeated if found else 1):
            cells[len(names) - 1] += [
                cell._replace(row=cell.row + again, address=a1(cell.row + again, cell.column))
                for cell in found
            ]
            count += len(found)
            if count > MAX_CELLS:
                raise TooLargeFileError(path)
        row += repeated
    for number, name in enumerate(names):
        yield Sheet(name, tuple(cells[number]))


def _table(element: etree._Element) -> etree._Element | None:
    parent = element.getparent()
    while parent is not None and local(parent) != "table":
        parent = parent.getparent()
    return parent


def _row(element: etree._Element, row: int, linked: list[str]) -> Iterator[Cell]:
    column = 0
    for child in element:
        kind = local(child)
        if kind not in _CELLS:
            continue
        repeated = _times(child, "number-columns-repeated")
        cell = _cell(child, row, column) if kind == "table-cell" else None
        if cell is not None:
            if cell.text and _OUTSIDE.search(_attribute(child, "formula")):
                linked.append(cell.address)
            for again in range(min(repeated, 1_024)):
                yield cell._replace(column=column + again, address=a1(row, column + again))
        column += repeated


def _cell(element: etree._Element, row: int, column: int) -> Cell | None:
    kind = _attribute(element, "value-type")
    text = "\n".join(_paragraph(child) for child in element if local(child) == "p")[:MAX_TEXT]
    if not text and kind in ("float", "percentage", "currency"):
        text = _attribute(element, "value")
    formula = _attribute(element, "formula")
    found = _LITERAL.fullmatch(formula) if formula else None
    literal = f"={found.group(1)}" if found else None
    missing = bool(formula) and not text and not kind and literal is None
    if not (text or literal or missing):
        return None
    return Cell(
        row, column, text or (literal or "")[1:], _times(element, "number-rows-spanned"),
        _times(element, "number-columns-spanned"), a1(row, column), kind not in ("", "string"), literal, missing,
    )  # fmt: skip


def _paragraph(element: etree._Element) -> str:
    return "".join(_pieces(element))


def _pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        kind = local(child)
        if kind == "s":
            yield " " * min(_times(child, "c"), 1_000)
        elif kind == "tab":
            yield "\t"
        elif kind == "line-break":
            yield "\n"
        elif kind != "annotation":
            yield from _pieces(child)
        yield child.tail or ""


def _attribute(element: etree._Element, name: str) -> str:
    ending = "}" + name
    return next((str(value) for key, value in element.items() if str(key).endswith(ending)), "")


def _times(element: etree._Element, name: str) -> int:
    value = _attribute(element, name)
    return max(1, min(int(value), 1_048_576)) if value.isdecimal() and len(value) < 9 else 1
