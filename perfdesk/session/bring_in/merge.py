"""Merging an imported form into the one that is there: what differs, which side is taken, the result.

Blank cells of the present form are filled from the file; where both say something different the
present form stands until the user takes the file's; rows that only the file has are added beside
their neighbours; rows that only the present form has stay. Nothing here changes a document.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from perfdesk.cellpath import HEADER
from perfdesk.changes import FormState, Mode
from perfdesk.compute import acceptable, compute, kept_dependents
from perfdesk.document import BlockRowView, Form, FormView, IndicatorView, Row, from_state, state
from perfdesk.grid import FieldKind
from perfdesk.session.bring_in.row_places import put_beside_neighbours
from perfdesk.session.labels import Labels
from perfdesk.session.money_units import convert
from perfdesk.session.row_pairs import Pair, paired_by_name
from perfdesk.values import Quantity, plain, read_amount, read_rate, read_score, same_text

Place = tuple[str, str]
"""(row id, field): of the present form; of the file's, marked with `NEW`, for rows only it has."""
NEW = "+"


class Side(StrEnum):
    """Whose text a cell gets."""

    PRESENT = "present"
    FILE = "file"


class Case(StrEnum):
    """How the two forms differ at a place."""

    FILL = "fill"
    """Blank now, and the file says something."""
    CONFLICT = "conflict"
    """Both say something, and not the same."""
    ONLY_PRESENT = "only_present"
    """The file says nothing."""
    NEW_ROW = "new_row"
    """An indicator that only the file has."""
    PRESENT_ROW = "present_row"
    """An indicator that only the present form has; it stays."""
    NO_PLACE = "no_place"
    """The present form has no such cell."""


Choices = Mapping[Place, Side]
"""What the user chose otherwise than `MergeItem.default`."""

_DEFAULTS = {Case.FILL: Side.FILE, Case.NEW_ROW: Side.FILE}
_FIXED = (Case.PRESENT_ROW, Case.NO_PLACE)


@dataclass(frozen=True, slots=True)
class MergeItem:
    """A place where the two forms differ."""

    place: Place
    case: Case
    present: str
    incoming: str
    """In the money unit of the present form."""
    address: str = ""
    """Where it stands in the file, `表1!F12`; "" when the file has no addresses."""
    note: str = ""
    """What was done to the file's text: converted from another money unit."""

    @property
    def default(self) -> Side:
        """Whose text is taken unless the user says otherwise."""
        return _DEFAULTS.get(self.case, Side.PRESENT)

    @property
    def choosable(self) -> bool:
        """Whether there is something to choose."""
        return self.case not in _FIXED


@dataclass(frozen=True, slots=True)
class MergedCell:
    """A line of the report: what became of a cell."""

    result: str
    """taken, added, kept, or follows (a kept sum that is computed from now on)."""
    label: str
    place: Place
    present: str
    incoming: str
    address: str
    note: str = ""


@dataclass(frozen=True)
class MergePlan:
    """Two forms and all places where they differ."""

    present: FormView
    incoming: FormView
    sources: Mapping[Place, str]
    items: tuple[MergeItem, ...]
    pairs: tuple[Pair, ...]
    choices: Choices = field(default_factory=dict)

    def with_choices(self, choices: Choices) -> "MergePlan":
        """The same with what the user chose."""
        return MergePlan(
            self.present, self.incoming, self.sources, self.items, self.pairs, dict(choices)
        )

    def side(self, item: MergeItem) -> Side:
        """Whose text a place gets."""
        return self.choices.get(item.place, item.default) if item.choosable else Side.PRESENT

    @property
    def changes(self) -> bool:
        """Whether the present form would change at all."""
        return any(self.side(item) is Side.FILE for item in self.items)

    def count(self, side: Side) -> int:
        """How many places get the text of a side; what cannot be chosen aside."""
        return sum(item.choosable and self.side(item) is side for item in self.items)

    @cached_property
    def freed(self) -> tuple[Place, ...]:
        """Kept sums and rates that agreed with their inputs and follow them from now on."""
        touched, chosen = list(self._inputs()), self._chosen(Side.FILE)
        taken = {item.place for item in chosen}
        found = {
            place: None
            for row, name in touched
            for place in kept_dependents(self.present.form, self.present.template, row, name)
            if place not in taken and not self._agreed(place) and acceptable(self.present, *place)
        }
        return tuple(found)

    def merged(self) -> FormState:
        """The present form with what is taken from the file."""
        form = from_state(state(self.present.form))
        computed = []
        for item in self._chosen(Side.FILE):
            if item.case is Case.NEW_ROW:
                continue
            row, name = item.place
            text = item.incoming or None
            if item.place in self.present.computed:
                computed.append(item.place)
                form.put(row, name, text, Mode.KEPT)
            else:
                form.put(row, name, text)
        for row, name in self.freed:
            form.put(row, name, None, Mode.AUTOMATIC)
        self._add_rows(form)
        self._let_compute(form, computed)
        form.leftovers = tuple(dict.fromkeys([*form.leftovers, *self.incoming.form.leftovers]))
        return state(form)

    def report(self) -> Iterator[MergedCell]:
        """Every cell that is taken, added or kept, in the order of the paper."""
        for item in self.items:
            side = self.side(item)
            if item.case is Case.NEW_ROW and side is Side.FILE:
                yield from self._added(item)
            else:
                result = "taken" if side is Side.FILE else "kept"
                yield self._line(result, item)
        for place in self.freed:
            text = self.present.text(place[1], place[0]) or ""
            yield MergedCell("follows", self.label(place), place, text, "", "")

    def label(self, place: Place) -> str:
        """What a place is called: 产出指标 / 数量指标 / 完成体检数 / 得分."""
        row, name = place
        if row.startswith(NEW):
            return self._incoming_labels.of(row[len(NEW) :], name)
        if self.present.template.field(row, name) is None and name:
            return self._incoming_labels.of(row, name)
        return self._present_labels.of(row, name)

    @cached_property
    def _present_labels(self) -> Labels:
        return Labels(self.present)

    @cached_property
    def _incoming_labels(self) -> Labels:
        return Labels(self.incoming)

    def _agreed(self, place: Place) -> bool:
        """Whether both forms print the same there."""
        row, name = place
        return same_text(self.present.text(name, row), self.incoming.text(name, row))

    def _chosen(self, side: Side) -> list[MergeItem]:
        return [item for item in self.items if item.choosable and self.side(item) is side]

    def _inputs(self) -> Iterator[Place]:
        for item in self._chosen(Side.FILE):
            if item.case is Case.NEW_ROW:
                row = item.place[0][len(NEW) :]
                for spec in self.present.template.sections.get(row[:1], ()):
                    yield row, spec.name
            else:
                yield item.place

    def _add_rows(self, form: Form) -> None:
        """The rows taken from the file, with ids that were never used, beside their neighbours."""
        wanted = {i.place[0][len(NEW) :] for i in self._chosen(Side.FILE) if i.case is Case.NEW_ROW}
        names = [f.name for f in self.present.template.indicator_fields]
        new: dict[str, Row] = {}
        for row in self.incoming.form.indicators:
            if row.id in wanted:
                new[row.id] = Row(form.new_row_id(), {n: row.get(n) for n in names if row.get(n)})
                form.next_row += 1
        self._add_block_rows(form, wanted)
        partners = {incoming.id: present.id for present, incoming in self.pairs}
        put_beside_neighbours(form.indicators, self.incoming.form.indicators, partners, new)
        suspects = (new[row].id for row in self.incoming.form.suspect_rows if row in new)
        form.suspect_rows = (*form.suspect_rows, *suspects)

    def _add_block_rows(self, form: Form, wanted: set[str]) -> None:
        """Rows of further blocks that only the file has, below the present ones."""
        for block in self.present.template.blocks:
            for row in self.incoming.form.blocks.get(block.name, ()):
                if row.id in wanted:
                    names = [f.name for f in block.fields if not f.computed and row.get(f.name)]
                    new = Row(form.new_row_id(block.prefix), {n: row.get(n) for n in names})
                    form.next_row += 1
                    form.blocks.setdefault(block.name, []).append(new)

    def _let_compute(self, form: Form, places: list[Place]) -> None:
        """A computed cell taken from the file is kept as printed only where it is not what we write."""
        if not places:
            return
        ours = compute(form, self.present.template, self.present.profile)
        for row, name in places:
            if same_text(ours[row, name], form.get(row, name)):
                form.put(row, name, None, Mode.AUTOMATIC)

    def _line(self, result: str, item: MergeItem) -> MergedCell:
        label = self.label(item.place)
        return MergedCell(
            result, label, item.place, item.present, item.incoming, item.address, item.note
        )

    def _added(self, item: MergeItem) -> Iterator[MergedCell]:
        row = item.place[0][len(NEW) :]
        for spec in self.present.template.sections.get(row[:1], ()):
            text = self.incoming.text(spec.name, row)
            if text:
                place = (item.place[0], spec.name)
                address = self.sources.get((row, spec.name), "")
                yield MergedCell("added", self.label(place), place, "", text, address)


def plan_merge(
    present: FormView, incoming: FormView, sources: Mapping[Place, str] | None = None
) -> MergePlan:
    """All places where two forms of one project, year and kind differ; `sources` as of a `ReadForm`."""
    comparison = _Comparison(present, incoming, sources or {})
    pairs = paired_by_name(present.indicators, incoming.indicators)
    items = (
        *comparison.header(),
        *comparison.funds(),
        *comparison.blocks(),
        *comparison.indicators(pairs),
    )
    return MergePlan(present, incoming, sources or {}, items, tuple(pairs))


class _Comparison:
    """Cell by cell."""

    def __init__(self, present: FormView, incoming: FormView, sources: Mapping[Place, str]) -> None:
        self._present = present
        self._incoming = incoming
        self._sources = sources
        self._convert = _counts_otherwise(present, incoming)

    def header(self) -> Iterator[MergeItem]:
        names = dict.fromkeys(
            f.name for view in (self._present, self._incoming) for f in view.template.header_fields
        )
        for name in names:
            # Amounts are converted, so the unit is never put right by itself.
            if not (name == "money_unit" and self._convert):
                yield from self._cell((HEADER, name), HEADER)

    def funds(self) -> Iterator[MergeItem]:
        views = (self._present, self._incoming)
        names = dict.fromkeys(f.name for view in views for f in view.template.fund_fields)
        rows = dict.fromkeys(fund.id for view in views for fund in view.template.fund_rows)
        for row in rows:
            if self._incoming.form.row(row) is not None:
                for name in names:
                    yield from self._cell((row, name), row)

    def blocks(self) -> Iterator[MergeItem]:
        """Rows of further blocks: the same one by its first text, else by its place."""
        for block in self._present.template.blocks:
            ours = list(self._present.rows_of(block.name))
            for row in self._incoming.rows_of(block.name):
                texts = [row.text(field.name) for field in block.fields if row.text(field.name)]
                if not texts:
                    continue
                same = _same_block_row(ours, row, block.fields[0].name)
                if same is None:
                    address = next((a for (r, _), a in self._sources.items() if r == row.id), "")
                    yield MergeItem((NEW + row.id, ""), Case.NEW_ROW, "", "；".join(texts), address)
                    continue
                ours.remove(same)
                for spec in block.fields:
                    yield from self._cell((same.id, spec.name), row.id)

    def indicators(self, pairs: list[Pair]) -> Iterator[MergeItem]:
        views = (self._present, self._incoming)
        # A joined target is made of its columns, which are compared themselves.
        names = list(
            dict.fromkeys(
                f.name
                for v in views
                for f in v.template.indicator_fields
                if f.computed not in ("joined", "light")
            )
        )
        partner = {incoming.id: present for present, incoming in pairs}
        for row in self._incoming.indicators:
            if row.id in partner:
                for name in names:
                    yield from self._cell((partner[row.id].id, name), row.id)
            elif _content(row):
                yield self._new_row(row)
        matched = {present.id for present in partner.values()}
        for row in self._present.indicators:
            if row.id not in matched and row.name:
                yield MergeItem((row.id, ""), Case.PRESENT_ROW, _content(row), "")

    def _new_row(self, row: IndicatorView) -> MergeItem:
        address = next(
            (
                self._sources[row.id, name]
                for name in ("level3", *row.row.values)
                if (row.id, name) in self._sources
            ),
            "",
        )
        return MergeItem((NEW + row.id, ""), Case.NEW_ROW, "", _content(row), address)

    def _cell(self, place: Place, source_row: str) -> Iterator[MergeItem]:
        row, name = place
        source = (source_row, name)
        text = self._incoming.text(name, source_row) or ""
        address = self._sources.get(source, "")
        if self._present.template.field(row, name) is None or not self._is_there(row):
            if text:
                yield MergeItem(place, Case.NO_PLACE, "", text, address)
            return
        text, note = self._in_our_unit(place, text)
        now = self._present.text(name, row) or ""
        case = self._case(place, source, now, text)
        if case is not None:
            yield MergeItem(place, case, now, text, address, note)

    def _is_there(self, row: str) -> bool:
        return row == HEADER or self._present.form.row(row) is not None

    def _case(self, place: Place, source: Place, now: str, text: str) -> Case | None:
        follows = place in self._present.computed and (
            self._present.form.mode(*place) is Mode.AUTOMATIC
        )
        kept = self._incoming.form.mode(*source) is Mode.KEPT
        if follows and source in self._incoming.computed and not kept:
            return None
        if follows and not text:
            # Printed blank, where nothing could be computed so far: it stays blank.
            return Case.FILL if kept and not now else None
        if self._same(place, now, text):
            return None
        if not now:
            return Case.FILL
        return Case.CONFLICT if text else Case.ONLY_PRESENT

    def _same(self, place: Place, now: str, text: str) -> bool:
        if same_text(now, text):
            return True
        field = self._present.template.field(*place)
        read = _READERS.get(field.kind) if field is not None else None
        if read is None:
            return False
        one, other = read(now), read(text)
        return one.filled and other.filled and one.value == other.value

    def _in_our_unit(self, place: Place, text: str) -> tuple[str, str]:
        """An amount of a file that counts in another unit, and where it comes from."""
        field = self._present.template.field(*place)
        if not self._convert or field is None or field.kind is not FieldKind.AMOUNT:
            return text, ""

        theirs, ours = self._incoming.money_unit, self._present.money_unit
        amount = read_amount(text, theirs)
        if amount.value is None:
            return text, ""
        return plain(convert(amount.value, theirs, ours)), f"由 {text} {theirs}换算"


_READERS: Mapping[FieldKind, Callable[[str], Quantity]] = {
    FieldKind.AMOUNT: read_amount,
    FieldKind.SCORE: read_score,
    FieldKind.RATE: read_rate,
}


def _same_block_row(
    rows: Sequence[BlockRowView], row: BlockRowView, name: str
) -> BlockRowView | None:
    """The row of the present form that says the same, else the first that says nothing yet."""
    named = (each for each in rows if same_text(each.text(name), row.text(name)))
    free = (each for each in rows if not each.text(name))
    return next(named, None) or next(free, None)


def _counts_otherwise(present: FormView, incoming: FormView) -> bool:
    """Whether amounts of the file have to be converted: not while the present form has no unit."""
    return bool(present.form.header.get("money_unit")) and (
        present.money_unit != incoming.money_unit
    )


def _content(row: IndicatorView) -> str:
    """What an indicator row says, in a line."""
    fields = (row.form.template.field(row.id, name) for name in row.row.values)
    return "；".join(
        f"{spec.label}：{row.text(spec.name)}"
        for spec in fields
        if spec is not None and spec.label and row.text(spec.name)
    )
