"""Excel's XML of 2003 ("XML Spreadsheet"), which office systems save under the name .xls."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from lxml import etree

from perfdesk.errors import EntityFileError, TooLargeFileError
from perfdesk.io.readers.date_format import is_date_format, show_date
from perfdesk.io.readers.number_format import GENERAL, show
from perfdesk.io.readers.package import local, parse, whole
from perfdesk.io.readers.snapshot import MAX_CELLS, Cell, Sheet, Snapshot, a1

MAX_BYTES: Final = 16 * 1024 * 1024
_NAMED: Final = {
    "General": GENERAL, "Percent": "0.00%", "Fixed": "0.00", "Standard": "#,##0.00", "Currency": '"¥"#,##0.00',
    "Scientific": "0.00E+00", "Short Date": "yyyy-mm-dd", "Medium Date": "yyyy-mm-dd", "Long Date": "[$-F800]",
    "General Date": "yyyy-mm-dd h:mm:ss",
}  # fmt: skip
_LITERAL: Final = re.compile(r"=[+-]?[0-9][0-9,]*(?:\.[0-9]+)?%?")
_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9:]{8})(?:\.[0-9]+)?")


def read_xml(path: Path) -> Snapshot:
    """The cells of a workbook; DamagedFileError and its like when it cannot be read."""
    data = whole(path, MAX_BYTES)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise EntityFileError(path)
    root = parse(path, data)
    formats = _formats(root)
    sheets = []
    for sheet in root.iter("{*}Worksheet"):
        cells = tuple(_cells(path, sheet, formats))
        hidden = any((e.text or "") != "SheetVisible" for e in sheet.iter("{*}Visible"))
        sheets.append(Sheet(_attribute(sheet, "Name"), cells, hidden))
    return Snapshot("xml", tuple(sheets))


def _formats(root: etree._Element) -> dict[str, str]:
    found = {}
    for style in root.iter("{*}Style"):
        for number in style.iter("{*}NumberFormat"):
            code = _attribute(number, "Format")
            found[_attribute(style, "ID")] = _NAMED.get(code, code or GENERAL)
    return found


def _cells(path: Path, sheet: etree._Element, formats: Mapping[str, str]) -> Iterator[Cell]:
    row, count = -1, 0
    for line in sheet.iter("{*}Row"):
        row = _place(line, row)
        column = -1
        for element in line:
            if local(element) != "Cell":
                continue
            column = _place(element, column)
            across, down = _count(element, "MergeAcross"), _count(element, "MergeDown")
            cell = _cell(element, row, column, formats.get(_attribute(element, "StyleID"), GENERAL))
            if cell is not None:
                count += 1
                yield cell._replace(rows=down + 1, columns=across + 1)
            column += across
        if count > MAX_CELLS:
            raise TooLargeFileError(path)


def _cell(element: etree._Element, row: int, column: int, code: str) -> Cell | None:
    formula = _attribute(element, "Formula")
    literal = formula if _LITERAL.fullmatch(formula) else None
    for data in element:
        if local(data) != "Data":
            continue
        kind = _attribute(data, "Type")
        raw = "".join(str(piece) for piece in data.itertext())
        text = _shown(raw, kind, code)
        if text:
            return Cell(
                row, column, text, 1, 1, a1(row, column), kind in ("Number", "DateTime"), literal
            )
    return Cell(row, column, literal[1:], 1, 1, a1(row, column), True, literal) if literal else None


def _shown(raw: str, kind: str, code: str) -> str:
    if kind == "Number":
        return show(raw, code)
    if kind == "DateTime" and (found := _DATE.match(raw)):
        return _date(found, code)
    if kind == "Boolean":
        return "TRUE" if raw == "1" else "FALSE"
    return raw


def _date(found: re.Match[str], code: str) -> str:
    plain = f"{found.group(1)}-{found.group(2)}-{found.group(3)}"
    try:
        days = (date.fromisoformat(plain) - date(1899, 12, 30)).days
    except ValueError:
        return plain
    return (show_date(Decimal(days), code, False) if is_date_format(code) else None) or plain


def _place(element: etree._Element, before: int) -> int:
    index = _attribute(element, "Index")
    return int(index) - 1 if index.isdecimal() and 0 < len(index) < 8 else before + 1


def _count(element: etree._Element, name: str) -> int:
    value = _attribute(element, name)
    return min(int(value), 100_000) if value.isdecimal() and len(value) < 8 else 0


def _attribute(element: etree._Element, name: str) -> str:
    ending = "}" + name
    return next((str(value) for key, value in element.items() if str(key).endswith(ending)), "")
