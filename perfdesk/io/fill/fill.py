"""One file filled: read, planned, written into a copy, read again and compared."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from perfdesk.atomic_file import replacing
from perfdesk.catalog import Catalog
from perfdesk.document import FormView
from perfdesk.errors import CannotFillError, NoFormError, PerfDeskError
from perfdesk.io.fill.likeness import same
from perfdesk.io.fill.places import FormPlaces, find_places
from perfdesk.io.fill.plan import FillPlan, Insertion, Writing, make_plan
from perfdesk.io.match import NO_CORRECTIONS, Corrections
from perfdesk.io.readers.guard import guarded
from perfdesk.io.readers.snapshot import (
    ERROR,
    HINT,
    MAX_CELLS,
    WARNING,
    Cell,
    Problem,
    Sheet,
    Snapshot,
)
from perfdesk.values import clean_text

_MOST_SPAN: Final = 200


class Target(Protocol):
    """A file of some kind that can be filled."""

    def blanks(self, sheets: Sequence[Sheet]) -> dict[str, list[Cell]]:
        """The cells of these sheets that show nothing and could be filled."""
        ...

    def formulas(self, sheets: Sequence[str]) -> frozenset[str]:
        """Addresses, with the sheet, of cells that the file computes."""
        ...

    def insert(self, sheet: str, row: int, count: int, own: frozenset[int]) -> None:
        """Insert rows below a row, made like it."""
        ...

    def address(self, sheet: str, row: int, column: int) -> str:
        """The address of a place, without the sheet."""
        ...

    def put(self, sheet: str, row: int, column: int, text: str) -> None:
        """Write a text into a cell."""
        ...

    def settle(self) -> list[Problem]:
        """Finish what depends on the cells written."""
        ...

    def write(self, path: Path) -> None:
        """Write the copy."""
        ...


class Cellwise(NamedTuple):
    """A cell and what became of it."""

    cell: str
    field: str
    text: str = ""
    """What the cell holds."""
    ours: str = ""
    """What the form of the data file holds."""


@dataclass(slots=True)
class Opened:
    """A file that may be filled, with the places of its forms."""

    path: Path
    snapshot: Snapshot
    target: Target
    places: list[FormPlaces]
    formulas: frozenset[str]


@dataclass(slots=True)
class Filled:
    """What was, or would be, done to a file."""

    path: Path
    filled: list[Cellwise] = field(default_factory=list)
    kept: list[Cellwise] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    same: int = 0


def open_snapshot(path: Path) -> Snapshot:
    """The cells of a file; the reader's error when it cannot be read."""
    found = guarded().read(path)
    if isinstance(found, PerfDeskError):
        raise found
    return found


def blanks_of(path: Path, snapshot: Snapshot) -> dict[str, list[Cell]]:
    """The cells that show nothing; of kinds that cannot be filled every place between the others."""
    shown = [sheet for sheet in snapshot.sheets if not sheet.hidden]
    if snapshot.source in _KINDS:
        return _target(path, snapshot).blanks(shown)
    return {sheet.name: _between(sheet) for sheet in shown}


def _between(sheet: Sheet) -> list[Cell]:
    covered = {
        (row, column)
        for cell in sheet.cells
        for row in range(cell.row, min(cell.last_row, cell.row + _MOST_SPAN) + 1)
        for column in range(cell.column, min(cell.last_column, cell.column + _MOST_SPAN) + 1)
    }
    narrow = [cell for cell in sheet.cells if cell.columns < _MOST_SPAN]
    if not narrow or len(covered) > MAX_CELLS:
        return []
    last = max(cell.last_column for cell in narrow)
    rows = range(narrow[0].row, max(cell.last_row for cell in narrow) + 1)
    return [
        Cell(row, column, "", 1, 1, f"（{row + 1}，{column + 1}）")
        for row in rows
        for column in range(last + 1)
        if (row, column) not in covered
    ]


def open_target(path: Path, catalog: Catalog, corrections: Corrections = NO_CORRECTIONS) -> Opened:
    """Read a file and find the places of its forms; a PerfDeskError when it cannot be filled."""
    found = open_snapshot(path)
    target = _target(path, found)
    shown = [sheet for sheet in found.sheets if not sheet.hidden]
    places = find_places(found, target.blanks(shown), catalog, corrections)
    if not places:
        raise NoFormError(path)
    return Opened(path, found, target, places, target.formulas([p.sheet for p in places]))


def plan_form(
    opened: Opened, places: FormPlaces, view: FormView, catalog: Catalog, *, overwrite: bool
) -> FillPlan:
    """What filling a form into one of the file's forms would do."""
    template = catalog.get(places.template_id)
    return make_plan(view, template, places, opened.formulas, overwrite=overwrite)


def unknown_project(project: str) -> Problem:
    """What is told of a form of the file for which the data file has none."""
    return Problem(None, HINT, f"文件中的“{project}”在数据文件中没有对应的表，这张表未动。")


def preview(opened: Opened, plans: Sequence[FillPlan]) -> Filled:
    """What would be done, addresses as they will be."""
    moved = _Moved(plans)
    result = Filled(opened.path)
    for plan in plans:
        for writing in plan.writings:
            cell = _address(opened, moved, writing)
            result.filled.append(Cellwise(cell, writing.field, writing.spot.text, writing.text))
        for kept in plan.kept:
            spot = kept.spot
            row = moved.row(spot.sheet, spot.row)
            cell = f"{spot.sheet}!{opened.target.address(spot.sheet, row, spot.column)}"
            result.kept.append(Cellwise(cell, kept.field, spot.text, kept.text))
        result.problems += plan.problems
        result.same += plan.same
    return result


def write_filled(opened: Opened, plans: Sequence[FillPlan], out: Path) -> Filled:
    """Write the copy, read it again and compare; CannotWriteError when the disk does not take it."""
    result = preview(opened, plans)
    moved = _Moved(plans)
    for insertion in moved.from_below():
        opened.target.insert(insertion.sheet, insertion.row, insertion.number, insertion.own)
    wanted: dict[str, str] = {}
    for plan in plans:
        for writing in plan.writings:
            text = clean_text(writing.text).text or ""
            sheet, row = writing.spot.sheet, moved.row(writing.spot.sheet, writing.spot.row)
            opened.target.put(sheet, row + writing.new_row, writing.spot.column, text)
            wanted[_address(opened, moved, writing)] = text
    result.problems += opened.target.settle()
    with replacing(out) as temporary:
        opened.target.write(temporary)
        result.problems += _compared(temporary, wanted, plans, opened, moved)
    return result


class _Moved:
    """Where rows stand after all insertions."""

    def __init__(self, plans: Sequence[FillPlan]) -> None:
        self._all = [insertion for plan in plans for insertion in plan.insertions]

    def from_below(self) -> list[Insertion]:
        """The insertions, the lowest of a sheet first, so that the others stay where they are."""
        return sorted(self._all, key=lambda one: (one.sheet, -one.row))

    def row(self, sheet: str, row: int) -> int:
        """Where a row stands afterwards."""
        return row + sum(i.number for i in self._all if i.sheet == sheet and i.row < row)


def _address(opened: Opened, moved: _Moved, writing: Writing) -> str:
    spot = writing.spot
    row = moved.row(spot.sheet, spot.row) + writing.new_row
    return f"{spot.sheet}!{opened.target.address(spot.sheet, row, spot.column)}"


def _compared(
    path: Path, wanted: Mapping[str, str], plans: Sequence[FillPlan], opened: Opened, moved: _Moved
) -> list[Problem]:
    """What the copy shows, against what was to be written; formulas against what we have."""
    found = guarded().read(path)
    if isinstance(found, PerfDeskError):
        raise CannotFillError(opened.path, "写出的文件无法读回")
    shown = {sheet.address(cell): cell.text for sheet in found.sheets for cell in sheet.cells}
    problems = [
        Problem(cell, ERROR, f"写入后读回的内容是“{shown.get(cell, '')}”，应为“{text}”，请核对。")
        for cell, text in wanted.items()
        if not same(shown.get(cell, ""), text)
    ]
    for plan in plans:
        for cell in plan.computed:
            row = moved.row(cell.spot.sheet, cell.spot.row)
            address = (
                f"{cell.spot.sheet}!{opened.target.address(cell.spot.sheet, row, cell.spot.column)}"
            )
            result = shown.get(address, "")
            if result and not same(result, cell.text):
                message = f"文件的公式算得 {result}，本表为 {cell.text}；公式未动，请核对。"
                problems.append(Problem(address, WARNING, message))
    return problems


def _excel(path: Path) -> Target:
    from perfdesk.io.fill.excel import ExcelFile

    return ExcelFile(path)


def _word(path: Path) -> Target:
    from perfdesk.io.fill.word import WordFile

    return WordFile(path)


def _spreadsheet_xml(path: Path) -> Target:
    from perfdesk.io.fill.spreadsheet_xml import SpreadsheetXmlFile

    return SpreadsheetXmlFile(path)


def _old_excel(path: Path) -> Target:
    from perfdesk.io.fill.old_excel import OldExcelFile

    return OldExcelFile(path)


_KINDS: Final[Mapping[str, Callable[[Path], Target]]] = {
    "xlsx": _excel,
    "docx": _word,
    "xml": _spreadsheet_xml,
    "xls": _old_excel,
}


def _target(path: Path, snapshot: Snapshot) -> Target:
    make = _KINDS.get(snapshot.source)
    if make is None:
        raise CannotFillError(path, "这种文件只能读取，不能回填")
    return make(path)
