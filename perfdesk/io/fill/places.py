"""Where every field of a form stands in a file, also where its cell is blank.

The matcher itself is asked: a copy of the snapshot whose blank cells hold a mark is matched, and what it
takes for the value of a field is that field's place. So a place is found by the same knowledge that reads it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from perfdesk.catalog import Catalog
from perfdesk.cellpath import FUND_PREFIX, HEADER
from perfdesk.document import Form
from perfdesk.grid import FieldKind
from perfdesk.io.fill.likeness import is_waiting
from perfdesk.io.match import NO_CORRECTIONS, Corrections, MatchedForm, matcher
from perfdesk.io.readers.snapshot import Cell, Sheet, Snapshot, in_order

MARKS: Final = ("填", "7.5")
"""Texts set into blank cells: one for places of words, one for places that are known by a number in them."""
_MOST_ROWS: Final = 2_000
_MOST_COLUMNS: Final = 60
_NONE: Final = (0, 0, 0, 0)
_POINTS: Final = ("weight", "score")
_NUMBERS: Final = frozenset({FieldKind.AMOUNT, FieldKind.SCORE})
_LONGEST_LABEL: Final = 30
_WIDE: Final = 4
"""Columns that a title covers at least."""
_OPEN_YEAR: Final = re.compile(r"[（(\[]([\s_＿]{0,20})年")
_LEVELS: Final = ("level1", "level2")


class Spot(NamedTuple):
    """A cell of the file that may be filled."""

    sheet: str
    row: int
    """From 0, as the reader counts."""
    column: int
    text: str
    """What it shows now; "" when blank."""
    address: str
    """Without the sheet."""
    rows: int = 1
    columns: int = 1

    @property
    def place(self) -> tuple[str, int, int]:
        """The same for every spot at this cell."""
        return self.sheet, self.row, self.column


@dataclass(slots=True)
class Slot:
    """A row of a repeating block in the file."""

    row: int
    spots: dict[str, Spot]
    """Field → its cell."""
    texts: dict[str, str] = field(default_factory=dict)
    """level1 and level2 that the row stands under, "" where the file says none; its term."""
    claimed: dict[str, str] = field(default_factory=dict)
    """Levels that a row of ours put in the row's level cells will say there."""

    def text(self, name: str) -> str:
        """What the file holds in a field of the row."""
        spot = self.spots.get(name)
        return spot.text if spot else ""


@dataclass(slots=True)
class FormPlaces:
    """The places of one form of a file."""

    form: Form
    """As read, with the values that the file holds."""
    sheet: str
    once: dict[tuple[str, str], Spot]
    """(row id, field) → cell, of header and fund rows."""
    blocks: dict[str, list[Slot]]
    """First letter of the row ids (`r`: indicators) → rows in their order."""
    labels: frozenset[str]
    """Addresses of label cells, with the sheet: never written over."""
    named: dict[str, Spot] = field(default_factory=dict)
    """`project_name`, `funds.rate`, `indicators.target` → the cell of its label."""
    extent: tuple[int, int, int, int] = (0, 0, 0, 0)
    """First and last row, first and last column of the form in its sheet."""
    patterns: dict[tuple[str, str], str] = field(default_factory=dict)
    """Places inside of a label's own cell: `（{}年度）`, `预算单位：{}`; what is written is the whole cell."""

    @property
    def template_id(self) -> str:
        """The template it was read with."""
        return self.form.template_id


def find_places(
    snapshot: Snapshot,
    blanks: Mapping[str, Sequence[Cell]],
    catalog: Catalog,
    corrections: Corrections = NO_CORRECTIONS,
) -> list[FormPlaces]:
    """The places of every form of a file, in the order in which it is read."""
    match = matcher(catalog)
    plain = match.match(snapshot, corrections)
    marked = [match.match(_with_marks(snapshot, blanks, plain, MARKS[0]), corrections)]
    if any(_lacks_numbers(form, catalog) for form in marked[0]):
        marked.append(match.match(_with_marks(snapshot, blanks, plain, MARKS[1]), corrections))
    found = []
    for position, form in enumerate(plain):
        probes = [forms[position] for forms in marked if len(forms) == len(plain)]
        found.append(_places(form, probes or [form], snapshot, blanks))
    opened = _with_open_labels(snapshot, plain)
    if opened is not None:
        _inside_labels(found, match.match(opened, corrections), snapshot)
    return found


def _lacks_numbers(form: MatchedForm, catalog: Catalog) -> bool:
    """Whether amounts or the total have no place yet: some are known only by the number in them."""
    template = catalog.get(form.template_id)
    amounts = [(HEADER, f.name) for f in template.header_fields if f.kind in _NUMBERS]
    amounts += [
        (row.id, f.name) for row in template.fund_rows[:1] for f in template.fund_fields[:3]
    ]
    return any(place not in form.sources for place in amounts)


def _with_open_labels(snapshot: Snapshot, forms: Sequence[MatchedForm]) -> Snapshot | None:
    """The snapshot with a mark behind every label that ends in a colon, 预算单位：; None where none does."""
    taken = {
        address
        for form in forms
        for name, address in form.labels.items()
        if name.startswith(("funds.", "indicators."))
    }
    if not any(
        _is_open(cell) and sheet.address(cell) not in taken
        for sheet in snapshot.sheets
        for cell in sheet.cells
    ):
        return None
    sheets = [
        Sheet(
            sheet.name,
            tuple(
                cell._replace(text=cell.text.rstrip() + MARKS[0])
                if _is_open(cell) and sheet.address(cell) not in taken
                else cell
                for cell in sheet.cells
            ),
            sheet.hidden,
        )
        for sheet in snapshot.sheets
    ]
    return Snapshot(
        snapshot.source, tuple(sheets), snapshot.problems, snapshot.marks, snapshot.places
    )


def _is_open(cell: Cell) -> bool:
    text = cell.text.rstrip()
    if len(text) > _LONGEST_LABEL or not text.endswith((":", "：")) or text.count(text[-1]) != 1:
        return False
    # 指标2： invites to write an indicator, 附件： names a file: neither holds a field of the head.
    return not is_waiting(text) and not text.startswith("附件")


def _inside_labels(
    places: Sequence[FormPlaces], forms: Sequence[MatchedForm], snapshot: Snapshot
) -> None:
    """Add the places of header fields whose value stands in the label's own cell."""
    if len(forms) != len(places):
        return
    by_address = {s.address(c): (s.name, c) for s in snapshot.sheets for c in s.cells}
    for known, form in zip(places, forms, strict=True):
        if form.template_id != known.template_id:
            continue
        for (row, name), address in form.sources.items():
            there = by_address.get(address)
            if row or (row, name) in known.once or there is None or not _is_open(there[1]):
                continue
            if form.form.header.get(name) != MARKS[0]:
                continue
            sheet, cell = there
            known.once[row, name] = Spot(
                sheet, cell.row, cell.column, cell.text, cell.address, cell.rows, cell.columns
            )
            known.patterns[row, name] = cell.text.rstrip() + "{}"


def _with_marks(
    snapshot: Snapshot,
    blanks: Mapping[str, Sequence[Cell]],
    forms: Sequence[MatchedForm],
    mark: str,
) -> Snapshot:
    """The snapshot, its blank cells within the rows of a form marked."""
    extents: dict[str, list[tuple[int, int, int, int]]] = {}
    for sheet in snapshot.sheets:
        for form in forms:
            if form.sheet == sheet.name and (box := _box(sheet, form)) is not None:
                extents.setdefault(sheet.name, []).append(box)
    sheets = []
    for sheet in snapshot.sheets:
        boxes = extents.get(sheet.name, ())
        added = [
            cell._replace(text=mark)
            for box in boxes
            for cell in _inside(sheet, box, blanks.get(sheet.name, ()))
        ]
        sheets.append(Sheet(sheet.name, in_order([*sheet.cells, *added]), sheet.hidden))
    return Snapshot(
        snapshot.source, tuple(sheets), snapshot.problems, snapshot.marks, snapshot.places
    )


def _inside(sheet: Sheet, box: tuple[int, int, int, int], blanks: Sequence[Cell]) -> list[Cell]:
    """The blank cells of a form: not right of the title where nothing of the form reaches that far yet."""
    top, bottom, left, right = box
    cells = [c for c in sheet.cells if top <= c.row <= bottom and c.columns <= _MOST_COLUMNS]
    title = next((c for c in cells if c.columns >= _WIDE and c.row == top), None)
    inside = [c for c in blanks if top <= c.row <= bottom and left <= c.column <= right]
    if title is None:
        return inside
    edges = {}
    edge = title.last_column
    full = iter(sorted(cells))
    following = next(full, None)
    for cell in sorted(inside):
        while following is not None and following.row <= cell.row:
            edge = max(edge, following.last_column)
            following = next(full, None)
        edges[cell.row, cell.column] = edge
    return [c for c in inside if c.column <= edges[c.row, c.column]]


def _box(sheet: Sheet, form: MatchedForm) -> tuple[int, int, int, int] | None:
    """First and last row and column of a form: the cells from its range's first address to its last."""
    first, _, last = form.range.partition(":")
    by_address = {cell.address: cell for cell in sheet.cells}
    if first in by_address and last in by_address:
        inside = [c for c in sheet.cells if by_address[first].row <= c.row <= by_address[last].row]
    else:
        top, bottom = _number(first), _number(last)
        inside = [c for c in sheet.cells if top <= c.row <= bottom]
    if not inside:
        return None
    right = max(c.last_column for c in inside if c.columns <= _MOST_COLUMNS)
    return (
        min(c.row for c in inside),
        max(c.last_row for c in inside if c.rows <= _MOST_ROWS),
        min(c.column for c in inside),
        right,
    )


def _number(address: str) -> int:
    digits = address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ$")
    return int(digits) - 1 if digits.isdecimal() else 0


def _places(
    form: MatchedForm,
    probes: Sequence[MatchedForm],
    snapshot: Snapshot,
    blanks: Mapping[str, Sequence[Cell]],
) -> FormPlaces:
    spots = _spots(snapshot, blanks)
    best = probes[0]
    once: dict[tuple[str, str], Spot] = {}
    taken: set[str] = set()
    # The marked copies first: beside a blank value the plain one takes the next label for it.
    for source in (*probes, form):
        if source.template_id != best.template_id:
            continue
        for place, address in source.sources.items():
            known = place[0] == HEADER or place[0].startswith(FUND_PREFIX)
            if known and place not in once and address not in taken and address in spots:
                once[place] = spots[address]
                if place[0].startswith(FUND_PREFIX):
                    taken.add(address)
    labels = frozenset(address for source in (form, *probes) for address in source.labels.values())
    slots = _slots(best, spots)
    rows_of_names = [slot for slot in slots if "level3" in slot.spots]
    if rows_of_names:
        _bare_total(once, slots, rows_of_names[-1])
    patterns = _year_line(best, once, spots)
    return FormPlaces(
        form.form,
        form.sheet,
        once,
        {"r": rows_of_names or slots, **_lists(best, spots)},
        labels - {spot_address(spot) for spot in once.values() if not spot.text},
        {name: spots[address] for name, address in best.labels.items() if address in spots},
        next((b for s in snapshot.sheets if s.name == form.sheet and (b := _box(s, form))), _NONE),
        patterns,
    )


def _lists(found: MatchedForm, spots: Mapping[str, Spot]) -> dict[str, list[Slot]]:
    """The rows of further blocks, by the first letter of their ids."""
    lists: dict[str, list[Slot]] = {}
    for rows in found.form.blocks.values():
        for row in rows:
            cells = {
                name: spots[address]
                for (row_id, name), address in found.sources.items()
                if row_id == row.id and address in spots
            }
            if cells:
                at = max(spot.row for spot in cells.values())
                lists.setdefault(row.id[:1], []).append(Slot(at, cells))
    return lists


def _bare_total(once: dict[tuple[str, str], Spot], slots: Sequence[Slot], last: Slot) -> None:
    """The total row of a form that prints no label there: a row below the last that cannot name an indicator."""
    if any((HEADER, f"total_{name}") in once for name in _POINTS):
        return
    for slot in slots:
        if slot.row > last.row and all(name in slot.spots for name in _POINTS):
            once.update({(HEADER, f"total_{name}"): slot.spots[name] for name in _POINTS})
            return


def _year_line(
    form: MatchedForm, once: dict[tuple[str, str], Spot], spots: Mapping[str, Spot]
) -> dict[tuple[str, str], str]:
    """The line below the title in which the year stands, blank or （   年度）; its place is added."""
    title = spots.get(form.labels.get("title", ""))
    if title is None or (HEADER, "year") in once:
        return {}
    first = min(
        (s.row for key, s in once.items() if key != (HEADER, "title")), default=title.row + 3
    )
    for spot in spots.values():
        if spot.sheet != title.sheet or not title.row <= spot.row < max(first, title.row + 1):
            continue
        found = _OPEN_YEAR.search(spot.text)
        if found is not None:
            once[HEADER, "year"] = spot
            return {
                (HEADER, "year"): f"{spot.text[: found.start(1)]}{{}}{spot.text[found.end(1) :]}"
            }
        below = spot.row == title.row + title.rows and spot.column == title.column
        alone = all(
            o.row != spot.row or o is spot or not o.text
            for o in spots.values()
            if o.sheet == spot.sheet
        )
        if not spot.text and below and spot.columns == title.columns >= _WIDE and alone:
            once[HEADER, "year"] = spot
            return {(HEADER, "year"): "（{}年度）"}
    return {}


def spot_address(spot: Spot) -> str:
    """The address with the sheet."""
    return f"{spot.sheet}!{spot.address}"


def _spots(snapshot: Snapshot, blanks: Mapping[str, Sequence[Cell]]) -> dict[str, Spot]:
    found = {}
    for sheet in snapshot.sheets:
        for cell in (*blanks.get(sheet.name, ()), *sheet.cells):
            found[f"{sheet.name}!{cell.address}"] = Spot(
                sheet.name, cell.row, cell.column, cell.text, cell.address, cell.rows, cell.columns
            )
    return found


def _slots(found: MatchedForm, spots: Mapping[str, Spot]) -> list[Slot]:
    """The indicator rows, blank ones too; levels that stand above carried down."""
    by_row: dict[str, dict[str, Spot]] = {}
    for (row, name), address in found.sources.items():
        if address in spots:
            by_row.setdefault(row, {})[name] = spots[address]
    slots = []
    above = {"level1": "", "level2": ""}
    group: Spot | None = None
    for line in found.form.indicators:
        cells = by_row.get(line.id, {})
        own = [spot.row for name, spot in cells.items() if name not in _LEVELS]
        if not own:
            continue
        texts = {"term": line.values.get("term") or ""}
        for name in _LEVELS:
            spot = cells.get(name)
            if spot is not None and not spot.text and spot.rows > 1:
                # Merged cells are a level of their own each; blank single ones go on with the one above.
                above[name] = ""
            if name == "level1" and spot is not None:
                merged = spot if spot.rows > 1 else None
                if merged != group:
                    above["level2"] = ""
                group = merged
            if spot is not None and spot.text:
                if name == "level1" and spot.text != above["level1"]:
                    above["level2"] = ""
                above[name] = spot.text
            texts[name] = above[name]
        slots.append(Slot(max(own), cells, texts))
    return slots
