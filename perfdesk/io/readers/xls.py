"""Old workbooks .xls and WPS .et (BIFF 2–8): texts as shown, merges, formulas that are typed texts.

xlrd knows number formats and merges, which calamine does not, but drops formulas; the few that
are a typed text (`=100%`) are read from the record itself.
"""

import io
import struct
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import xlrd
from xlrd.biffh import XLRDError
from xlrd.compdoc import CompDocError

from perfdesk.errors import DamagedFileError, EncryptedFileError, FileClosedError, TooLargeFileError
from perfdesk.io.readers.number_format import GENERAL, show
from perfdesk.io.readers.sheet_around import hidden_told
from perfdesk.io.readers.signs import in_font
from perfdesk.io.readers.snapshot import (
    ERROR,
    MAX_CELLS,
    OUTSIDE,
    WARNING,
    Cell,
    Problem,
    Sheet,
    Snapshot,
    a1,
    speaks_of_forms,
    struck_out,
)
from perfdesk.values import plain

_FORMULA: Final = 0x0006
_SHARED: Final = 0x04BC
_TOKEN_SHARED: Final = 0x01
_EOF: Final = 0x000A
_BOF: Final = frozenset({0x0009, 0x0209, 0x0409, 0x0809})
_TOKEN_NUMBER: Final = 0x1F
_TOKEN_INTEGER: Final = 0x1E
_TOKEN_PERCENT: Final = 0x14
_TOKEN_MINUS: Final = 0x13
_TOKEN_STRING: Final = 0x17
_TOKEN_ATTRIBUTE: Final = 0x19
_THREE_D: Final = frozenset({0x39, 0x3A, 0x3B})
"""Tokens that begin with the number of a sheet, perhaps of another workbook: names, cells, ranges."""
_PLAIN: Final = frozenset(range(0x03, 0x17))
"""Operators, brackets and missing arguments: one byte each."""
_SIZES: Final = {
    0x01: 5, 0x02: 5, 0x1C: 2, 0x1D: 2, 0x1E: 3, 0x1F: 9, 0x20: 8, 0x21: 3, 0x22: 4, 0x23: 5, 0x24: 5, 0x25: 9,
    0x26: 7, 0x27: 7, 0x28: 7, 0x29: 3, 0x2A: 5, 0x2B: 9, 0x2C: 5, 0x2D: 9, 0x39: 7, 0x3A: 7, 0x3B: 11, 0x3C: 7,
    0x3D: 11,
}  # fmt: skip
"""Bytes of the tokens of a BIFF 8 formula ([MS-XLS] 2.5.198)."""
_EXTERNAL: Final = frozenset({2, 4})
"""What xlrd calls the workbooks that are other files, with or without a list of their sheets."""
_BROKEN: Final = (
    struct.error, IndexError, KeyError, ValueError, AssertionError, TypeError, AttributeError, OverflowError,
    ZeroDivisionError, LookupError, EOFError, RecursionError, UnboundLocalError,
)  # fmt: skip
"""What a damaged file makes of xlrd besides its own errors."""


def read_xls(path: Path) -> Snapshot:
    """The cells of an old workbook; DamagedFileError and its like when it cannot be read."""
    try:
        # On demand keeps the stream, from which the typed formulas are taken.
        with xlrd.open_workbook(
            str(path), formatting_info=True, ragged_rows=True, on_demand=True, logfile=io.StringIO()
        ) as book:
            return _snapshot(path, book)
    except XLRDError as error:
        if "encrypt" in str(error).lower():
            raise EncryptedFileError(path) from None
        raise DamagedFileError(path) from None
    except OSError:
        raise FileClosedError(path) from None
    except (CompDocError, *_BROKEN):
        raise DamagedFileError(path) from None


def _snapshot(path: Path, book: Any) -> Snapshot:
    problems: list[Problem] = []
    sheets, count = [], 0
    for number, sheet in enumerate(book.sheets()):
        literals, outside = _formulas(book, number) if book.biff_version >= 50 else ({}, set())
        cells = tuple(_cells(book, sheet, literals, problems))
        problems += [
            Problem(f"{sheet.name}!{cell.address}", WARNING, OUTSIDE)
            for cell in cells
            if (cell.row, cell.column) in outside
        ]
        count += len(cells)
        if count > MAX_CELLS:
            raise TooLargeFileError(path)
        found = Sheet(sheet.name, cells, sheet.visibility != 0)
        if speaks_of_forms(found):
            problems += _hidden(sheet, cells)
        sheets.append(found)
    return Snapshot("xls", tuple(sheets), tuple(problems))


def _cells(
    book: Any, sheet: Any, literals: dict[tuple[int, int], str], problems: list[Problem]
) -> Iterator[Cell]:
    merges = {(r1, c1): (r2 - r1, c2 - c1) for r1, r2, c1, c2 in sheet.merged_cells}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            kind = sheet.cell_type(row, column)
            literal = literals.get((row, column))
            if kind in (0, 6) and literal is None:
                continue
            address = a1(row, column)
            text, number = _shown(book, sheet, row, column, kind)
            if literal is not None:
                text, number = text or literal[1:], True
            if kind == 5:
                place = f"{sheet.name}!{address}"
                problems.append(
                    Problem(place, ERROR, f"单元格显示为公式错误 {text}，请在原表中改正后再导入。")
                )
            text = _as_it_looks(book, sheet, (row, column), text, problems)
            if text:
                rows, columns = merges.get((row, column), (1, 1))
                general = kind == 2 and _format(book, sheet, row, column) == GENERAL
                yield Cell(
                    row, column, text, rows, columns, address, number, literal, general=general
                )


def _shown(book: Any, sheet: Any, row: int, column: int, kind: int) -> tuple[str, bool]:
    value = sheet.cell_value(row, column)
    if kind in (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return value, False
    if kind == xlrd.XL_CELL_BOOLEAN:
        return ("TRUE" if value else "FALSE"), True
    if kind == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(value, "#N/A"), False
    return show(repr(value), _format(book, sheet, row, column), bool(book.datemode)), True


def _as_it_looks(
    book: Any, sheet: Any, place: tuple[int, int], text: str, problems: list[Problem]
) -> str:
    """The text without what is crossed out, which is told; letters of picture fonts as their signs."""
    runs = sheet.rich_text_runlist_map.get(place) or []
    index = sheet.cell_xf_index(*place)
    style = book.xf_list[index] if index is not None and 0 <= index < len(book.xf_list) else None
    starts = [(0, style.font_index if style is not None else 0), *runs, (len(text), 0)]
    shown, struck = "", ""
    for (first, number), (end, _) in pairwise(starts):
        font = book.font_list[number] if 0 <= number < len(book.font_list) else None
        if font is not None and font.struck_out:
            struck += text[first:end]
        else:
            shown += (
                in_font(text[first:end], str(font.name)) if font is not None else text[first:end]
            )
    if not struck.strip():
        return text if not runs and shown == text else shown
    problems.append(struck_out(f"{sheet.name}!{a1(*place)}", struck.strip()))
    return shown


def _hidden(sheet: Any, cells: Iterable[Cell]) -> Iterator[Problem]:
    """What is said of rows and columns that are not shown."""
    hidden_rows = {row for row, info in sheet.rowinfo_map.items() if info.hidden}
    hidden_columns = {column for column, info in sheet.colinfo_map.items() if info.hidden}
    if not sheet.visibility and (hidden_rows or hidden_columns):
        places = [(cell.row, cell.column) for cell in cells]
        rows = sorted({row for row, _ in places} & hidden_rows)
        columns = sorted({column for _, column in places} & hidden_columns)
        yield from hidden_told(sheet.name, rows, columns, False)


def _format(book: Any, sheet: Any, row: int, column: int) -> str:
    index = sheet.cell_xf_index(row, column)
    if index is None or not 0 <= index < len(book.xf_list):
        return GENERAL
    found = book.format_map.get(book.xf_list[index].format_key)
    if found is None:
        return GENERAL
    # The short date of the machine is shown in one way, as in .xlsx.
    return "yyyy-mm-dd" if book.xf_list[index].format_key == 14 else found.format_str or GENERAL


def _formulas(book: Any, number: int) -> tuple[dict[tuple[int, int], str], set[tuple[int, int]]]:
    """Place → `=100%`, where the formula is but a number that someone typed after an equals sign.

    And the places of formulas that look into another workbook.
    """
    found: dict[tuple[int, int], str] = {}
    outside: set[tuple[int, int]] = set()
    linked = book.biff_version >= 80 and not _EXTERNAL.isdisjoint(book._supbook_types)
    shared: dict[tuple[int, int], str] = {}
    members: dict[tuple[int, int], tuple[int, int]] = {}
    place = (0, 0)
    for code, body in _records(book.mem, book._sh_abs_posn[number]):
        if code == _FORMULA and len(body) >= 22:
            place = struct.unpack_from("<HH", body)
            tokens = body[22 : 22 + struct.unpack_from("<H", body, 20)[0]]
            if tokens[:1] == bytes([_TOKEN_SHARED]) and len(tokens) >= 5:
                members[place] = struct.unpack_from("<HH", tokens, 1)
            elif text := _literal(tokens):
                found[place] = text
            elif linked and looks_outside(book, tokens):
                outside.add(place)
        elif code == _SHARED and len(body) >= 10 and (text := _literal(body[10:])):
            # The formula of a group follows the first of its cells.
            shared[members.get(place, place)] = text
    found.update({cell: shared[first] for cell, first in members.items() if first in shared})
    return found, outside


def looks_outside(book: Any, tokens: bytes) -> bool:
    """Whether a formula of BIFF 8 names a cell of another workbook; one with tokens we do not know does not."""
    at = 0
    while at < len(tokens) - 2:
        code = tokens[at] & 0x1F | (0x20 if tokens[at] >= 0x20 else 0)
        if code in _THREE_D:
            sheet = struct.unpack_from("<H", tokens, at + 1)[0]
            if sheet < len(book._externsheet_info):
                owner = book._externsheet_info[sheet][0]
                if owner < len(book._supbook_types) and book._supbook_types[owner] in _EXTERNAL:
                    return True
        size = _SIZES.get(code, 1 if code in _PLAIN else 0)
        if code == _TOKEN_STRING:
            size = 3 + tokens[at + 1] * (1 + (tokens[at + 2] & 1))
        elif code == _TOKEN_ATTRIBUTE:
            size = 4
        if size <= 0:
            return False
        at += size
    return False


def _records(data: Any, at: int) -> Iterator[tuple[int, bytes]]:
    """(code, content) of the records of one sheet."""
    depth = 0
    while 0 <= at <= len(data) - 4:
        code, size = struct.unpack_from("<HH", data, at)
        depth += (code in _BOF) - (code == _EOF)
        if code == _EOF and depth <= 0:
            return
        yield code, bytes(data[at + 4 : at + 4 + size])
        at += 4 + size


def _literal(tokens: bytes) -> str | None:
    if not tokens:
        return None
    if tokens[0] == _TOKEN_INTEGER and len(tokens) >= 3:
        number, rest = str(struct.unpack_from("<H", tokens, 1)[0]), tokens[3:]
    elif tokens[0] == _TOKEN_NUMBER and len(tokens) >= 9:
        number, rest = (
            plain(Decimal(format(struct.unpack_from("<d", tokens, 1)[0], ".15g"))),
            tokens[9:],
        )
    else:
        return None
    signs = {b"": "={}", bytes([_TOKEN_PERCENT]): "={}%", bytes([_TOKEN_MINUS]): "=-{}"}
    pattern = signs.get(bytes(rest))
    return pattern.format(number) if pattern else None
