"""Workbooks .xlsx and .xlsm: existing cells only, texts as shown, formulas and merges.

One walk over the sheet's XML gives what a form needs and no library gives together: the text
under its number format, the formula beside its saved result, and no cell that does not exist
(a cell at XFD1048576 costs nothing). Macros, links to other files and drawings are not opened.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from lxml import etree

from perfdesk.errors import DamagedFileError, TooLargeFileError
from perfdesk.io.readers.number_format import BUILTIN, GENERAL, show
from perfdesk.io.readers.package import TREE_LIMIT, Package, elements, parse, relations
from perfdesk.io.readers.sheet_around import boxes_of, header_lines, hidden_told, with_texts
from perfdesk.io.readers.signs import in_font
from perfdesk.io.readers.snapshot import (
    ERROR,
    HINT,
    MAX_CELLS,
    MAX_TEXT,
    OUTSIDE,
    WARNING,
    Cell,
    Problem,
    Sheet,
    Snapshot,
    a1,
    in_order,
    speaks_of_forms,
    struck_out,
)
from perfdesk.io.readers.xlsx_text import (
    PLAIN,
    FontLook,
    Text,
    looks_of,
    plain_text,
    text_of,
    unescaped,
)

MAX_SHEETS: Final = 2_000

_LITERAL: Final = re.compile(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?%?")
_OUTSIDE: Final = re.compile(r"(?<!\w)\[[0-9]+\][^\[\]!]*!")
"""`'[1]Sheet1'!A1`: a cell of another workbook. That file is never opened."""
_PLACE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_CODE_DIGITS: Final = 15
_MARK: Final = re.compile(r"perfdesk_(sheet|template|handout)_([0-9]{1,5})")
_PREFIX: Final = "PD_"
_NAMED: Final = re.compile(r"!\$([A-Z]{1,3})\$([0-9]{1,7})(?::\$[A-Z]{1,3}\$[0-9]{1,7})?$")
_RELATION: Final = re.compile(r"\{[^}]*relationships\}id")
_EMPTY_CELL: Final = re.compile(rb'<(?:x:)?c r="[A-Z0-9]+"[^<>]*/>')
_EMPTY_ROW: Final = re.compile(rb'<((?:x:)?)row r="[0-9]+"[^<>]*(?:/>|>\s*</\1row>)')
_CELLS: Final = frozenset({"row", "mergeCell", "col", "autoFilter"})
_STRINGS: Final = frozenset({"si"})
_TRUE: Final = ("1", "true")
_NO_TEXT: Final = Text("")


class _Entry(NamedTuple):
    name: str
    part: str
    hidden: bool


class _Book:
    """A workbook being read: what its sheets share."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.problems: list[Problem] = []
        self.count = 0
        self.main = package.main_part("xl/workbook.xml")
        root = package.xml(self.main)
        self.relations = relations(package, self.main)
        self.entries = _entries(package.path, root, self.relations)
        self.date1904 = any(
            element.get("date1904") in _TRUE for element in root.iter("{*}workbookPr")
        )
        self.marks = _marks(root, "template")
        self.handed_out = _marks(root, "handout")
        names = [str(sheet.get("name", "")) for sheet in root.iter("{*}sheet")]
        self.places = _places(root, names) if self.marks else {}
        self._strings: list[str] | None = None
        self._formats: list[str] | None = None
        self._looks: dict[str, FontLook] = {}
        self.marked = False
        self.rich: dict[int, Text] = {}
        """Shared texts that are made of runs with fonts of their own."""

    @property
    def strings(self) -> list[str]:
        """The shared texts."""
        if self._strings is None:
            name = self._part("sharedStrings", "xl/sharedStrings.xml")
            self._strings = []
            # Without the part the texts are lost; `Package.read` says that the file is damaged.
            data = self.package.read(name)
            for number, element in enumerate(elements(self.package.path, data, _STRINGS, name)):
                text = plain_text(element)
                if text is None:
                    runs = text_of(element)
                    text = runs.shown
                    if runs.rich:
                        self.rich[number] = runs
                self._strings.append(text)
        return self._strings

    @property
    def formats(self) -> list[str]:
        """The number format of every cell style."""
        if self._formats is None:
            name = self._part("styles", "xl/styles.xml")
            self._formats = []
            if name in self.package.names:
                data = self.package.read(name)
                root = parse(self.package.path, data, name)
                self._formats, self._looks = _formats(root), looks_of(data, root)
            elif any(kind.endswith("/styles") for _, kind in self.relations.values()):
                # Without the number formats 0.95 would be read where 95% is shown.
                raise DamagedFileError(self.package.path, name)
        return self._formats

    def format_of(self, style: str | None) -> str:
        """The number format of a style, General when unknown."""
        try:
            return self.formats[int(style)] if style else GENERAL
        except (IndexError, ValueError):
            return GENERAL

    def mark(self) -> None:
        """Find out whether some text or style is crossed out or in a picture font; few workbooks have one."""
        has_texts = self._part("sharedStrings", "xl/sharedStrings.xml") in self.package.names
        self.marked = bool(self.formats and self._looks) or bool(
            has_texts and self.strings and self.rich
        )

    def look_of(self, style: str | None) -> FontLook:
        """What a style does to a text."""
        return self._looks.get(style or "0", PLAIN)

    def _part(self, kind: str, default: str) -> str:
        for target, relation in self.relations.values():
            if relation.endswith("/" + kind):
                return target
        return default


def read_excel(path: Path) -> Snapshot:
    """The cells of a workbook; DamagedFileError and its like when it cannot be read."""
    with Package(path) as package:
        book = _Book(package)
        sheets = tuple(_sheet(book, entry) for entry in book.entries[:MAX_SHEETS])
    return Snapshot("xlsx", sheets, tuple(book.problems), book.marks, book.places, book.handed_out)


def _entries(
    path: Path, root: etree._Element, relations: Mapping[str, tuple[str, str]]
) -> list[_Entry]:
    found = []
    for sheet in root.iter("{*}sheet"):
        key = next(
            (str(value) for name, value in sheet.items() if _RELATION.fullmatch(str(name))), ""
        )
        part, kind = relations.get(key, ("", ""))
        if not part and relations:
            raise DamagedFileError(path)
        if part and kind.endswith("/worksheet"):
            hidden = sheet.get("state", "visible") != "visible"
            found.append(_Entry(str(sheet.get("name", "")), part, hidden))
    return found


def _marks(root: etree._Element, said: str) -> dict[str, str]:
    """Sheet → what a defined name that PerfDesk itself wrote says of it: its template, its hand-out."""
    found: dict[str, dict[str, str]] = {"sheet": {}, "template": {}, "handout": {}}
    for name in root.iter("{*}definedName"):
        mark = _MARK.fullmatch(str(name.get("name", "")))
        if mark:
            text = (name.text or "").strip().removeprefix("=").strip()
            found[mark.group(1)][mark.group(2)] = (
                text.removeprefix('"').removesuffix('"').replace('""', '"')
            )
    texts = found[said]
    return {sheet: texts[number] for number, sheet in found["sheet"].items() if number in texts}


def _places(root: etree._Element, sheets: list[str]) -> dict[str, dict[str, str]]:
    """Sheet → field → address, from the names that PerfDesk gives to the cells of a form."""
    found: dict[str, dict[str, str]] = {}
    for name in root.iter("{*}definedName"):
        index, field = name.get("localSheetId", ""), str(name.get("name", ""))
        place = _NAMED.search(name.text or "")
        if field.startswith(_PREFIX) and place and index.isdecimal() and int(index) < len(sheets):
            places = found.setdefault(sheets[int(index)], {})
            places[field.removeprefix(_PREFIX)] = place.group(1) + place.group(2)
    return found


def _formats(root: etree._Element) -> list[str]:
    own = {str(e.get("numFmtId", "")): str(e.get("formatCode", "")) for e in root.iter("{*}numFmt")}
    for cells in root.iter("{*}cellXfs"):
        return [_format(str(style.get("numFmtId", "0")), own) for style in cells]
    return []


def _format(number: str, own: Mapping[str, str]) -> str:
    if number in own:
        return own[number] or GENERAL
    return BUILTIN.get(int(number), GENERAL) if number.isdecimal() else GENERAL


def _sheet(book: _Book, entry: _Entry) -> Sheet:
    raw = book.package.read(entry.part)
    data = _sparse(book.package.path, raw)
    book.mark()
    hidden = _Hidden()
    cells: dict[tuple[int, int], Cell] = {}
    merges: dict[tuple[int, int], tuple[int, int]] = {}
    shared: dict[str, str] = {}
    next_row = 0
    for element in elements(book.package.path, data, _CELLS, entry.part):
        if element.tag[-4:] != "}row":
            if element.tag[-10:] != "}mergeCell":
                hidden.note(element)
                continue
            merged = _merge(str(element.get("ref", "")))
            if merged is not None:
                merges[merged[0], merged[1]] = merged[2], merged[3]
            continue
        number = element.get("r", "")
        row = int(number) - 1 if number.isdecimal() and 0 < len(number) < 8 else next_row
        next_row = row + 1
        if element.get("hidden") in _TRUE:
            hidden.rows.add(row)
        for cell in _row(book, entry.name, element, row, shared):
            cells[cell.row, cell.column] = cell
        if book.count > MAX_CELLS:
            raise TooLargeFileError(book.package.path)
    for place, extent in merges.items():
        if place in cells:
            cells[place] = cells[place]._replace(rows=extent[0], columns=extent[1])
    found = list(in_order(list(cells.values())))
    if entry.name not in book.marks:
        header, boxes = header_lines(raw, entry.name), boxes_of(book.package, entry.part)
        found = with_texts(found, header, boxes) if header or boxes else found
    sheet = Sheet(entry.name, tuple(found), entry.hidden)
    if not entry.hidden and (hidden.rows or hidden.columns) and speaks_of_forms(sheet):
        book.problems += hidden.told(entry.name, cells)
    return sheet


class _Hidden:
    """The rows and columns that a sheet does not show."""

    def __init__(self) -> None:
        self.rows: set[int] = set()
        self.columns: list[tuple[int, int]] = []
        self.filtered = False

    def note(self, element: etree._Element) -> None:
        """Look at a `col` or an `autoFilter`."""
        first, last = element.get("min", ""), element.get("max", "")
        if element.tag.endswith("}autoFilter"):
            self.filtered = True
        elif element.get("hidden") in _TRUE and first.isdecimal() and last.isdecimal():
            self.columns.append((int(first) - 1, int(last) - 1))

    def told(self, sheet: str, cells: Iterable[tuple[int, int]]) -> Iterator[Problem]:
        """What is said of those that hold something."""
        places = list(cells)
        columns = {c for _, c in places if any(a <= c <= b for a, b in self.columns)}
        rows = self.rows & {row for row, _ in places}
        yield from hidden_told(sheet, sorted(rows), sorted(columns), self.filtered)


def _sparse(path: Path, data: bytes) -> bytes:
    """A large sheet without its empty rows and cells, so that a million of them cost no time."""
    if len(data) <= TREE_LIMIT:
        return data
    if data.count(b"</c>") + data.count(b"</x:c>") > MAX_CELLS:
        raise TooLargeFileError(path)
    return _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", data))


@lru_cache(maxsize=20_000)
def _merge(ref: str) -> tuple[int, int, int, int] | None:
    """(row, column, rows, columns) of a merged range; forms of one layout share them."""
    first, _, last = ref.partition(":")
    a, b = _place(first), _place(last)
    if a is None or b is None or b[0] < a[0] or b[1] < a[1]:
        return None
    return a[0], a[1], b[0] - a[0] + 1, b[1] - a[1] + 1


@lru_cache(maxsize=20_000)
def _place(address: str) -> tuple[int, int] | None:
    found = _PLACE.fullmatch(address)
    if found is None:
        return None
    column = 0
    for letter in found.group(1):
        column = column * 26 + ord(letter) - 64
    return int(found.group(2)) - 1, column - 1


def _row(
    book: _Book, sheet: str, row_element: etree._Element, row: int, shared: dict[str, str]
) -> Iterator[Cell]:
    column = -1
    for element in row_element:
        reference = element.get("r")
        place = _place(reference) if reference else None
        column = place[1] if place else column + 1
        if len(element) == 0:
            continue
        address = reference if place and reference and place[0] == row else a1(row, column)
        cell = _cell(book, sheet, element, (row, column, address), shared)
        if cell is not None:
            book.count += 1
            yield cell


def _cell(
    book: _Book,
    sheet: str,
    element: etree._Element,
    at: tuple[int, int, str],
    shared: dict[str, str],
) -> Cell | None:
    row, column, address = at
    formula: str | None = None
    value: str | None = None
    inline = _NO_TEXT
    for child in element:
        tag = child.tag
        if tag[-2:] == "}v":
            value = child.text or ""
        elif tag[-3:] == "}is":
            inline = text_of(child)
        elif tag[-2:] == "}f":
            formula = _formula(child, shared)
    kind = element.get("t", "n")
    text, number = _shown(book, kind, value, inline.shown, element.get("s"), f"{sheet}!{address}")
    if text and (book.marked or inline.rich):
        rich = book.rich.get(int(value)) if kind == "s" and value else inline
        look = book.look_of(element.get("s"))
        if (rich is not None and rich.rich) or look is not PLAIN:
            text = _as_it_looks(book, text, rich, look, f"{sheet}!{address}")
    general = number and kind == "n" and book.format_of(element.get("s")) == GENERAL
    if formula is None:
        return Cell(row, column, text, 1, 1, address, number, general=general) if text else None
    if _LITERAL.fullmatch(formula.strip()):
        literal = "=" + formula.strip()
        return Cell(row, column, text or formula.strip(), 1, 1, address, True, literal)
    # Our own writer saves "" as the result of a formula that shows nothing; no result means "not calculated".
    missing = value is None or (value == "" and kind != "str")
    if text and not missing and _OUTSIDE.search(formula):
        book.problems.append(Problem(f"{sheet}!{address}", WARNING, OUTSIDE))
    if not (missing or text):
        return None
    return Cell(row, column, "" if missing else text, 1, 1, address, number, None, missing, general)


def _as_it_looks(book: _Book, text: str, rich: Text | None, look: FontLook, address: str) -> str:
    """The text without what is crossed out, which is told; letters of a picture font as their signs."""
    if rich is not None and rich.rich:
        if rich.struck:
            book.problems.append(struck_out(address, rich.struck))
        return text
    if look.struck and text.strip():
        book.problems.append(struck_out(address, text))
        return ""
    return in_font(text, look.font) if look.font else text


def _formula(element: etree._Element, shared: dict[str, str]) -> str:
    text = element.text or ""
    group = element.get("si")
    if element.get("t") == "shared" and group is not None:
        # Only the first cell of a group holds its text; a number is the same in all of them.
        if text:
            shared[group] = text
        return text or shared.get(group, "")
    return text


def _shown(
    book: _Book, kind: str, value: str | None, inline: str, style: str | None, address: str
) -> tuple[str, bool]:
    """The text that a cell shows, and whether it is stored as a number."""
    if kind == "s" and value is not None:
        try:
            return book.strings[int(value)], False
        except (IndexError, ValueError):
            # The list of texts was cut short: half a form would be read, and nobody could tell.
            raise DamagedFileError(book.package.path) from None
    if kind == "inlineStr":
        return inline, False
    if value is None:
        return "", False
    if kind in ("str", "d"):
        return unescaped(value[:MAX_TEXT]), kind == "d"
    if kind == "b":
        return ("TRUE" if value in _TRUE else "FALSE"), True
    if kind == "e":
        book.problems.append(
            Problem(address, ERROR, f"单元格显示为公式错误 {value}，请在原表中改正后再导入。")
        )
        return value, False
    return _number(book, value.strip(), style, address), True


def _number(book: _Book, value: str, style: str | None, address: str) -> str:
    digits = value.lstrip("-").partition(".")[0]
    if len(digits) > _CODE_DIGITS or ("E+" in value.upper() and _exponent(value) >= _CODE_DIGITS):
        book.problems.append(
            Problem(
                address, HINT, "超过 15 位的数字按数值保存，末尾几位可能已丢失，请按原编码核对。"
            )
        )
    return show(value, book.format_of(style), book.date1904)


def _exponent(value: str) -> int:
    exponent = value.upper().partition("E+")[2]
    return int(exponent) if exponent.isdecimal() and len(exponent) < 6 else 0
