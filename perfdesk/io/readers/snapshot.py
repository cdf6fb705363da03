"""What every reader gives: the cells that exist in a file, as they show, with their addresses.

Nothing here knows which file format the cells came from, and nothing knows a form.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from perfdesk.findings import Severity

MAX_CELLS: Final = 200_000
"""Cells with content that a file of forms may have: about 1,300 forms."""
MOST_FORMS: Final = 2_000
"""Forms that one file may hold: more than fit into as many cells."""
MOST_ROWS: Final = 2_000
"""Rows that one form may have: twenty times the longest known."""
MAX_TEXT: Final = 100_000
"""Characters kept of one cell: more than any program stores, so that nothing of a form is cut here."""

MAX_SPAN: Final = 16_384
"""Columns that a paragraph outside of all tables covers, and the most that a cell can: as in Excel."""

PAGE_LINE: Final = re.compile(
    r"[-—–.]*第?(?:[0-9]{1,4}|[一二三四五六七八九十]{1,3})页?(?:[，,/]?共?[0-9]{1,4}页?)?[-—–.]*"
)
"""What only numbers a page, without white space: 第1页，共3页; - 2 -; 2/5."""
FORM_WORDS: Final = ("指标", "项目名称")
_LONGEST_LABEL: Final = 200
OUTSIDE: Final = "这个数取自另一个工作簿（外部链接），读入的是原表上次保存时的结果，请核对。"
"""What is told at a cell whose formula looks into another file; that file is never opened."""


class Cell(NamedTuple):
    """A cell that shows something. A merged cell stands once, at its top left, with its extent."""

    row: int
    """From 0, downwards in its sheet."""
    column: int
    """From 0."""
    text: str
    """Exactly what the cell shows; "" only where `missing`."""
    rows: int = 1
    columns: int = 1
    address: str = ""
    """`F12` in workbooks, `R3C4` in tables of documents; in PDF with its page, `第2页!R3C4`, which may be
    another than the one that its sheet begins on."""
    number: bool = False
    """Stored as a number, date or percentage, not as text."""
    literal: str | None = None
    """`=100%` where that text was typed and the program made a formula of it."""
    missing: bool = False
    """A formula whose result was never saved."""
    general: bool = False
    """A number under no format of its own (General): how many decimals it shows is chance."""
    garbled: bool = False
    """Characters that the file does not explain; `missing` too."""

    @property
    def last_row(self) -> int:
        """The last row it covers."""
        return self.row + self.rows - 1

    @property
    def last_column(self) -> int:
        """The last column it covers."""
        return self.column + self.columns - 1


class Problem(NamedTuple):
    """Something that could not be taken as it stood."""

    cell: str | None
    """`表1!F12`, `表2!R3C4`; None for the whole file."""
    severity: str
    """error: a value is missing or wrong; warning: guessed; hint: worth knowing."""
    message: str


ERROR = Severity.ERROR.value
WARNING = Severity.WARNING.value
HINT = Severity.HINT.value


def struck_out(cell: str | None, text: str) -> Problem:
    """What is told of a text that is crossed out in the file."""
    return Problem(
        cell, WARNING, f"这里有划掉的文字“{text[:60]}”，未读入；如仍有效，请照原表补填。"
    )


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet, a table of a document with the paragraphs above it, or a pasted block."""

    name: str
    cells: tuple[Cell, ...]
    """By row, then column."""
    hidden: bool = False

    def address(self, cell: Cell) -> str:
        """The full address, `自评01!H12`."""
        return cell.address if "!" in cell.address else f"{self.name}!{cell.address}"


def speaks_of_forms(sheet: Sheet) -> bool:
    """Whether a sheet holds words that every form has, and hardly any other table."""
    return any(
        word in "".join(cell.text.split())
        for cell in sheet.cells
        if len(cell.text) < _LONGEST_LABEL
        for word in FORM_WORDS
    )


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that a reader took from one file."""

    source: str
    """Kind of file: xlsx, xls, ods, docx, csv, html, xml, pdf or text."""
    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    """What PerfDesk itself wrote into the workbook: sheet name → template id."""
    places: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Likewise: sheet name → field (`grade`, `F0.rate`) → address of its cell."""
    handed_out: Mapping[str, str] = field(default_factory=dict)
    """Likewise: sheet name → the mark of what was handed out on it (科室分工)."""


def to_data(snapshot: Snapshot) -> dict[str, Any]:
    """The snapshot as JSON-able data, to come out of the reading process."""
    return {
        "source": snapshot.source,
        "sheets": [[sheet.name, sheet.hidden, sheet.cells] for sheet in snapshot.sheets],
        "problems": snapshot.problems,
        "marks": dict(snapshot.marks),
        "places": {sheet: dict(places) for sheet, places in snapshot.places.items()},
        "handed_out": dict(snapshot.handed_out),
    }


def from_data(data: Mapping[str, Any]) -> Snapshot:
    """The snapshot that `to_data` described."""
    make = Cell._make
    return Snapshot(
        data["source"],
        tuple(
            Sheet(name, tuple(map(make, cells)), hidden) for name, hidden, cells in data["sheets"]
        ),
        tuple(Problem(*problem) for problem in data["problems"]),
        data["marks"],
        data["places"],
        data["handed_out"],
    )


def column_letters(column: int) -> str:
    """`A` for 0, `XFD` for 16383."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def a1(row: int, column: int) -> str:
    """The Excel address of a place counted from 0."""
    return f"{column_letters(column)}{row + 1}"


def cell_at(address: str) -> tuple[int, int]:
    """Row and column, from 0, of an Excel address such as `F12`."""
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(address[len(letters) :]) - 1, column - 1


def in_order(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells by row, then column."""
    return tuple(sorted(cells))
