"""Which cell of the file gets which text, which texts stay, and where rows have to be inserted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from perfdesk.cellpath import HEADER
from perfdesk.document import FormView
from perfdesk.document.form import Row
from perfdesk.document.form_json import json_path
from perfdesk.io.fill.likeness import is_waiting, level_key, name_key, same
from perfdesk.io.fill.places import FormPlaces, Slot, Spot, spot_address
from perfdesk.io.readers.snapshot import HINT, WARNING, Problem
from perfdesk.template.model import Field, Template
from perfdesk.values import is_blank
from perfdesk.values.target_parts import split_target

LEVELS: Final = ("level1", "level2")
_PARTS: Final = frozenset({"target_sign", "target_value", "target_unit"})
_NEVER: Final = frozenset({"title", "money_unit"})
"""What the file says of itself: its own title and unit stay."""


class Writing(NamedTuple):
    """A text for a cell."""

    spot: Spot
    text: str
    field: str
    """Path in the Form JSON."""
    path: tuple[str, str]
    """(row id, field) in the form of the data file."""
    new_row: int = 0
    """1, 2 …: in the first, second row inserted below the spot's row; 0: in the row itself."""


class Kept(NamedTuple):
    """A cell that holds another text and keeps it."""

    spot: Spot
    text: str
    """Ours, not written."""
    field: str


class Insertion(NamedTuple):
    """Rows to insert below a row of the file, made like it."""

    sheet: str
    row: int
    number: int
    own: frozenset[int]
    """Columns in which each of the new rows has a cell of its own."""


@dataclass(slots=True)
class FillPlan:
    """What filling one form into a file would do."""

    form: str
    project: str
    writings: list[Writing] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    insertions: list[Insertion] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    computed: list[Kept] = field(default_factory=list)
    """Cells that a formula of the file fills, with what we have there."""
    same: int = 0
    """Cells that hold the text already."""


class _Planner:
    def __init__(
        self,
        view: FormView,
        template: Template,
        places: FormPlaces,
        formulas: frozenset[str],
        overwrite: bool,
    ) -> None:
        self.formulas = formulas
        self.view = view
        self.template = template
        self.places = places
        self.overwrite = overwrite
        self.plan = FillPlan(view.id, view.project_name)
        self.taken: set[tuple[str, int, int, int]] = set()

    def build(self) -> FillPlan:
        self._once()
        self._rows(self.places.blocks.get("r", []), self.view.form.indicators)
        for block in self.view.template.blocks:
            self._list(
                self.places.blocks.get(block.prefix, []), self.view.form.blocks.get(block.name, [])
            )
        return self.plan

    # ---- fields that a form has once

    def _once(self) -> None:
        homeless = []
        ours = self.view.template
        fields = [(HEADER, f) for f in ours.header_fields if f.name not in _NEVER]
        fields += [(row.id, f) for row in ours.fund_rows for f in ours.fund_fields]
        for row, spec in fields:
            text = self.view.text(spec.name, row)
            if text is None or is_blank(text):
                continue
            their_row = self._their_fund_row(row)
            theirs = self.template.meant(row, spec.meaning) if their_row is not None else None
            spot = self.places.once.get((their_row or "", theirs.name)) if theirs else None
            if spot is not None:
                self._put(spot, text, row, spec.name)
            elif row == HEADER or not (is_nothing(text) or spec.computed):
                homeless.append(spec.label or spec.name)
        if homeless:
            names = "、".join(dict.fromkeys(homeless))
            self.plan.problems.append(
                Problem(None, HINT, f"“{self.plan.project}”的{names}在文件中没有位置，未填入。")
            )

    def _their_fund_row(self, row_id: str) -> str | None:
        """The id of the file's fund row that means the same; "" for the header."""
        if row_id == HEADER:
            return HEADER
        ours = next(row for row in self.view.template.fund_rows if row.id == row_id)
        for theirs in self.template.fund_rows:
            if theirs.means == ours.means and (ours.means or theirs.json == ours.json):
                return theirs.id
        return None

    def _texts_of(self, row: Row) -> list[tuple[Field, str, str]]:
        """(our field, their field's name, text) of an indicator row; a target as many columns as theirs has."""
        found = []
        for ours in self.view.template.sections[row.id[:1]]:
            text = self.view.text(ours.name, row.id)
            if ours.name == "term" or text is None or is_blank(text):
                continue
            theirs = self.template.meant(row.id, ours.meaning)
            if theirs is None:
                found.append((ours, "", text))
            elif theirs.computed != "joined":
                found.append((ours, theirs.name, text))
            elif ours.computed != "joined":
                parts = split_target(text, len(theirs.inputs))
                found += [(ours, n, p) for n, p in zip(theirs.inputs, parts, strict=True) if p]
        return found

    def _put(self, spot: Spot, text: str, row: str, name: str, new_row: int = 0) -> None:
        """Write a text, unless the cell says it already or holds another one."""
        path = json_path(self.view.form, self.view.template, row, name)
        key = (*spot.place, new_row)
        if key in self.taken:
            return
        self.taken.add(key)
        if spot_address(spot) in self.formulas and not new_row:
            self.plan.computed.append(Kept(spot, text, path))
            return
        now = "" if new_row else spot.text
        if (pattern := self.places.patterns.get((row, name))) is not None:
            now, text = "", pattern.replace("{}", text)
        if now and same(self._value_of(spot, row, name), text):
            self.plan.same += 1
        elif now and spot_address(spot) in self.places.labels and not is_waiting(now):
            self.plan.kept.append(Kept(spot, text, path))
        elif is_waiting(now) or self.overwrite:
            self.plan.writings.append(Writing(spot, text, path, (row, name), new_row))
        else:
            self.plan.kept.append(Kept(spot, text, path))

    def _value_of(self, spot: Spot, row: str, name: str) -> str:
        """What the file holds in a field, which may be a part of what its cell shows."""
        read = self.places.form.get(row, name) if row == HEADER or row.startswith("F") else None
        return read if read is not None and row == HEADER else spot.text

    # ---- indicators

    def _rows(self, slots: Sequence[Slot], rows: Sequence[Row]) -> None:
        if not rows:
            return
        if not slots:
            self.plan.problems.append(
                Problem(None, WARNING, f"“{self.plan.project}”的指标在文件中没有位置，未填入。")
            )
            return
        free = [slot for slot in slots if is_waiting(slot.text("level3"))]
        homes = _Homes(slots, free)
        named = homes.named(rows)
        if self.overwrite:
            used = {id(slot) for slot in named.values()}
            homes.open = [slot for slot in slots if id(slot) not in used]
        inserted: dict[int, int] = {}
        above: Slot | None = None
        shown = {"level1": "", "level2": ""}
        for row in rows:
            slot = named.get(row.id) or homes.free_for(row, above)
            if slot is not None:
                self._row(row, slot, 0, shown)
                above = slot
                continue
            after = homes.last_for(row, above)
            inserted[slots.index(after)] = inserted.get(slots.index(after), 0) + 1
            self._row(row, after, inserted[slots.index(after)], shown)
            above = after
        self.plan.insertions += [
            Insertion(self.places.sheet, slots[at].row, count, self._own_columns(slots[at]))
            for at, count in sorted(inserted.items())
        ]
        used_now = {w.spot.row for w in self.plan.writings if not w.new_row}
        self._untouched([slot for slot in slots if slot.row not in used_now], named)

    def _own_columns(self, slot: Slot) -> frozenset[int]:
        """The columns in which rows inserted below a row hold something of their own."""
        written = {
            w.spot.column for w in self.plan.writings if w.new_row and w.spot.row <= slot.row
        }
        values = {spot.column for name, spot in slot.spots.items() if name not in LEVELS}
        return frozenset(values | (written & {s.column for s in slot.spots.values()}))

    def _row(self, row: Row, slot: Slot, new_row: int, shown: dict[str, str]) -> None:
        for ours, name, text in self._texts_of(row):
            spot = _in_row(slot, name, new_row)
            if ours.meaning in LEVELS:
                self._level(row, slot, ours.meaning, text, new_row, shown)
            elif spot is not None:
                self._put(spot, text, row.id, ours.name, new_row)
            elif not name and not ours.computed and ours.meaning not in _PARTS:
                self._no_column(ours)

    def _list(self, slots: Sequence[Slot], rows: Sequence[Row]) -> None:
        """The rows of a further block, in their order; those beyond the file's rows are inserted."""
        if not slots:
            return
        for number, row in enumerate(rows):
            slot = slots[min(number, len(slots) - 1)]
            new_row = max(0, number - len(slots) + 1)
            for ours, name, text in self._texts_of(row):
                spot = _in_row(slot, name, new_row)
                if spot is not None:
                    self._put(spot, text, row.id, ours.name, new_row)
        if len(rows) > len(slots):
            last = slots[-1]
            own = frozenset(spot.column for spot in last.spots.values())
            self.plan.insertions.append(
                Insertion(self.places.sheet, last.row, len(rows) - len(slots), own)
            )

    def _no_column(self, field: Field) -> None:
        message = f"文件的指标表中没有“{field.label}”一栏，未填入。"
        if all(problem.message != message for problem in self.plan.problems):
            self.plan.problems.append(Problem(None, HINT, message))

    def _level(
        self, row: Row, slot: Slot, name: str, text: str, new_row: int, shown: dict[str, str]
    ) -> None:
        """A level is written where the file does not say it for this row by itself."""
        spot = _in_row(slot, name, new_row)
        fresh = shown[name] != text
        if fresh and name == "level1":
            shown["level2"] = ""
        shown[name] = text
        said = slot.texts[name]
        if spot is None or level_key(said) == level_key(text):
            return
        if fresh or said:
            self._put(spot, text, row.id, name, new_row)

    def _untouched(self, slots: Sequence[Slot], named: dict[str, Slot]) -> None:
        used = {id(slot) for slot in named.values()}
        for slot in slots:
            name = slot.text("level3")
            if not is_waiting(name) and id(slot) not in used and not is_nothing(name):
                spot = slot.spots["level3"]
                self.plan.problems.append(
                    Problem(
                        spot_address(spot),
                        HINT,
                        f"文件中的指标“{name}”在“{self.plan.project}”中没有，该行未动。",
                    )
                )


def _in_row(slot: Slot, name: str, new_row: int) -> Spot | None:
    """The cell of a field in a row, or in a new row below it."""
    spot = slot.spots.get(name)
    return spot._replace(row=slot.row, text="") if spot is not None and new_row else spot


def is_nothing(text: str) -> bool:
    """Whether a text says that there is nothing: -, /, 无."""
    return text.strip() in ("-", "—", "－", "/", "无", "——")


class _Homes:
    """Which row of the file an indicator goes into."""

    def __init__(self, slots: Sequence[Slot], free: Sequence[Slot]) -> None:
        self.slots = slots
        self.open = list(free)

    def named(self, rows: Sequence[Row]) -> dict[str, Slot]:
        """Rows whose indicator the file names already: row id → its row."""
        left = [slot for slot in self.slots if not is_waiting(slot.text("level3"))]
        found: dict[str, Slot] = {}
        for exact in (True, False):
            for row in rows:
                name = row.get("level3") or ""
                if row.id in found or not name:
                    continue
                fits = next((s for s in left if self._is(s, row, name, exact)), None)
                if fits is not None:
                    found[row.id] = fits
                    left.remove(fits)
        return found

    @staticmethod
    def _is(slot: Slot, row: Row, name: str, exact: bool) -> bool:
        if name_key(slot.text("level3")) != name_key(name):
            return False
        return not exact or (_group(slot) == _group_of(row) and _targets_agree(slot, row))

    def free_for(self, row: Row, above: Slot | None) -> Slot | None:
        """The next row that waits for an indicator of these levels."""
        for slot in self._fitting(self.open, row):
            return self._taken(slot, row)
        blank = [s for s in self.open if not any(s.texts[n] for n in LEVELS) and _term(s, row)]
        if above is not None:
            blank = [s for s in blank if s.row > above.row] or blank
        fits = [s for s in blank if _unclaimed(s, row)]
        return self._taken(fits[0], row) if fits else None

    def _taken(self, slot: Slot, row: Row) -> Slot:
        """The slot, no longer open; what its level cells will say is said of every row they cover."""
        self.open.remove(slot)
        for name in LEVELS:
            spot = slot.spots.get(name)
            if slot.texts[name] or spot is None:
                continue
            for other in self.slots:
                theirs = other.spots.get(name)
                if theirs is not None and theirs.place == spot.place:
                    other.claimed[name] = row.get(name) or ""
        return slot

    def last_for(self, row: Row, above: Slot | None) -> Slot:
        """The row below which an indicator is inserted: the last one of its levels."""
        fits = list(self._fitting(self.slots, row))
        if fits:
            return fits[-1]
        same_level1 = [
            s for s in self.slots
            if _term(s, row) and level_key(s.texts["level1"]) == level_key(row.get("level1") or "")
        ]  # fmt: skip
        if same_level1 and same_level1[-1].texts["level1"]:
            return same_level1[-1]
        return above or self.slots[-1]

    def _fitting(self, slots: Sequence[Slot], row: Row) -> Iterator[Slot]:
        wanted = _group_of(row)
        found = [s for s in slots if _group(s) == wanted and any(wanted) and _term(s, row)]
        if not found and wanted[1]:
            found = [
                s for s in slots
                if _term(s, row) and _group(s)[0] == wanted[0] and _group(s)[1]
                and (_group(s)[1] in wanted[1] or wanted[1] in _group(s)[1])
            ]  # fmt: skip
        yield from found


def _group(slot: Slot) -> tuple[str, str]:
    first, second = (slot.texts[name] or slot.claimed.get(name, "") for name in LEVELS)
    return level_key(first), level_key(second)


def _unclaimed(slot: Slot, row: Row) -> bool:
    """Whether the level cells of a blank row are not given to other levels already."""
    return all(
        name not in slot.claimed or level_key(slot.claimed[name]) == level_key(row.get(name) or "")
        for name in LEVELS
    )


def _group_of(row: Row) -> tuple[str, str]:
    return level_key(row.get("level1") or ""), level_key(row.get("level2") or "")


def _term(slot: Slot, row: Row) -> bool:
    return (row.get("term") or slot.texts["term"]) == slot.texts["term"] or not slot.texts["term"]


def _targets_agree(slot: Slot, row: Row) -> bool:
    theirs, ours = slot.text("target"), row.get("target") or ""
    return not theirs or not ours or same(theirs, ours)


def make_plan(
    view: FormView,
    template: Template,
    places: FormPlaces,
    formulas: frozenset[str] = frozenset(),
    *,
    overwrite: bool = False,
) -> FillPlan:
    """What filling a form into its places would do.

    `template` is the one that the file was read with; `formulas` are addresses, with the sheet, of cells
    that the file computes: they are never written.
    """
    return _Planner(view, template, places, formulas, overwrite).build()
