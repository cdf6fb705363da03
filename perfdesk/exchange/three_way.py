"""Two copies of one form and what both started from: what each changed, and the two put together.

What only one side changed is taken as that side has it; what both changed and not alike is a
conflict, ours until the person says otherwise. Every place where the other copy differs from the
start gives one `PlaceDifference`, so that each of its edits is accounted for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

from perfdesk.cellpath import HEADER
from perfdesk.changes import FormState, Mode
from perfdesk.document import Form, Row, from_state, state
from perfdesk.values import same_text, without_space

Place = tuple[str, str]
"""(row id, field) as in our copy; field "" is the row itself; of a row that only the other copy has,
the row id is marked with `NEW`."""
NEW: Final = "+"
WHOLE: Final[Place] = (HEADER, "")
"""The form as a whole: which template it has."""
INDICATORS: Final = "indicators"
APPROVED: Final = "approved"
"""As a field of an indicator row: its approved change of target, as a whole."""
ORDER: Final = "*"
"""As a row id: the order of the rows of the list that is named as the field."""


class Whose(StrEnum):
    """Whose text a place gets."""

    OURS = "ours"
    THEIRS = "theirs"


class ChangedBy(StrEnum):
    """What happened at a place."""

    THEIRS = "theirs"
    """Only the other copy changed it."""
    BOTH = "both"
    """Both changed it, and alike."""
    CONFLICT = "conflict"
    """Both changed it, and not alike."""


class CellContent(NamedTuple):
    """What a cell holds: its text (None: blank) and, of a computed cell, how it got there."""

    text: str | None
    mode: Mode = Mode.AUTOMATIC


BLANK: Final = CellContent(None)
Choices = Mapping[Place, Whose]


@dataclass(frozen=True, slots=True)
class PlaceDifference:
    """A place where the other copy is not what both started from, in texts."""

    place: Place
    case: ChangedBy
    base: str
    ours: str
    theirs: str

    @property
    def default(self) -> Whose:
        """Whose text is taken unless the person says otherwise."""
        return Whose.OURS if self.case is ChangedBy.CONFLICT else Whose.THEIRS


@dataclass(frozen=True)
class FormMerge:
    """Three states of one form with all places where the other copy changed something."""

    base: Form
    ours: Form
    theirs: Form
    differences: tuple[PlaceDifference, ...]
    choices: Choices = field(default_factory=dict)
    new_rows: Mapping[str, str] = field(default_factory=dict)
    """Rows that both added and that are one row: id in the other copy → id in ours."""

    def side(self, difference: PlaceDifference) -> Whose:
        """Whose text a place gets."""
        return self.choices.get(difference.place, difference.default)

    @property
    def conflicts(self) -> tuple[PlaceDifference, ...]:
        """The places that have to be asked about."""
        return tuple(d for d in self.differences if d.case is ChangedBy.CONFLICT)

    def with_choices(self, choices: Choices) -> "FormMerge":
        """The same with what the person chose."""
        return FormMerge(
            self.base, self.ours, self.theirs, self.differences, dict(choices), self.new_rows
        )

    def merged(self) -> FormState:
        """Our copy with what is taken of the other."""
        taken = [d for d in self.differences if self._takes(d)]
        if any(d.place == WHOLE for d in taken):
            return {**state(self.theirs), "id": self.ours.id}
        form = from_state(state(self.ours))
        form.next_row = max(form.next_row, self.theirs.next_row)
        ids = _Additions(form, self.base, self.new_rows)
        # First the order, so that rows that come in find their neighbours.
        for difference in taken:
            if difference.place[0] == ORDER:
                _reorder(form, self.base, self.theirs, difference.place[1])
        for difference in taken:
            row, name = difference.place
            if row == ORDER:
                continue
            if not name:
                _take_row(form, self.theirs, difference, ids)
            elif name == APPROVED:
                _take_approved(form, self.theirs, row)
            elif not row.startswith(NEW):
                _put(form, (row, name), content(self.theirs, self._theirs_place(difference.place)))
        form.leftovers = tuple(dict.fromkeys([*form.leftovers, *self.theirs.leftovers]))
        return state(form)

    def _takes(self, difference: PlaceDifference) -> bool:
        return difference.case is not ChangedBy.BOTH and self.side(difference) is Whose.THEIRS

    def _theirs_place(self, place: Place) -> Place:
        row, name = place
        back = {ours: theirs for theirs, ours in self.new_rows.items()}
        return back.get(row, row), name


def row_lists(form: Form) -> dict[str, list[Row]]:
    """The lists of rows that come and go, by their names."""
    return {INDICATORS: form.indicators, **form.blocks}


def content(form: Form, place: Place) -> CellContent:
    """What a cell of a form holds; blank where it has no such row."""
    row, name = place
    text = form.get(row, name)
    return CellContent(text or None, form.mode(row, name))


def merge_forms(base: Form, ours: Form, theirs: Form, choices: Choices | None = None) -> FormMerge:
    """Compare two copies of a form with what both started from."""
    comparison = _Comparison(base, ours, theirs)
    return FormMerge(
        base, ours, theirs, tuple(comparison.differences()), choices or {}, comparison.new_rows
    )


def row_text(row: Row) -> str:
    """What a row says, in a line."""
    return "；".join(text for text in row.values.values() if text and text.strip())


class _Comparison:
    """Place by place."""

    def __init__(self, base: Form, ours: Form, theirs: Form) -> None:
        self._base, self._ours, self._theirs = base, ours, theirs
        self.new_rows = dict(self._same_new_rows())

    def differences(self) -> Iterator[PlaceDifference]:
        """All places in the order of the paper."""
        if self._theirs.template_id != self._base.template_id:
            yield self._whole()
            return
        if self._ours.template_id != self._base.template_id:
            # Our copy was put on another template: what they changed is asked as a whole.
            if _cells(self._theirs) != _cells(self._base):
                yield PlaceDifference(WHOLE, ChangedBy.CONFLICT, "", self._ours.template_id, "")
            return
        yield from self._cells_of(HEADER, HEADER)
        for row in self._base.funds:
            yield from self._cells_of(row.id, row.id)
        for name in dict.fromkeys([*row_lists(self._theirs), *row_lists(self._base)]):
            yield from self._rows(name)
        yield from self._approvals()

    def _whole(self) -> PlaceDifference:
        ours, theirs, base = (f.template_id for f in (self._ours, self._theirs, self._base))
        case = ChangedBy.THEIRS if _cells(self._ours) == _cells(self._base) else ChangedBy.CONFLICT
        if state(self._ours) == state(self._theirs):
            case = ChangedBy.BOTH
        return PlaceDifference(WHOLE, case, base, ours, theirs)

    def _rows(self, name: str) -> Iterator[PlaceDifference]:
        base, ours, theirs = (
            {row.id: row for row in row_lists(form).get(name, ())}
            for form in (self._base, self._ours, self._theirs)
        )
        for row in theirs.values():
            if row.id in base:
                if row.id in ours:
                    yield from self._cells_of(row.id, row.id)
                elif self._changed(row.id):
                    yield self._row((row.id, ""), ChangedBy.CONFLICT)
            elif row.id in self.new_rows:
                yield from self._cells_of(self.new_rows[row.id], row.id)
            else:
                yield self._row((NEW + row.id, ""), ChangedBy.THEIRS)
        for row in base.values():
            if row.id not in theirs:
                yield self._removed(row.id, ours)
        yield from self._order(name)

    def _removed(self, row: str, ours: Mapping[str, Row]) -> PlaceDifference:
        if row not in ours:
            return self._row((row, ""), ChangedBy.BOTH)
        untouched = _row_cells(self._ours, row) == _row_cells(self._base, row)
        return self._row((row, ""), ChangedBy.THEIRS if untouched else ChangedBy.CONFLICT)

    def _row(self, place: Place, case: ChangedBy) -> PlaceDifference:
        row = place[0].removeprefix(NEW)
        new = place[0].startswith(NEW)
        texts = [
            "" if (new and form is not self._theirs) else _text_of_row(form, row)
            for form in (self._base, self._ours, self._theirs)
        ]
        return PlaceDifference(place, case, *texts)

    def _changed(self, row: str) -> bool:
        return _row_cells(self._theirs, row) != _row_cells(self._base, row)

    def _cells_of(self, row: str, theirs_row: str) -> Iterator[PlaceDifference]:
        forms = ((self._base, row), (self._ours, row), (self._theirs, theirs_row))
        names = dict.fromkeys(name for form, own in forms for name in _row_cells(form, own))
        for name in names:
            base, ours, theirs = (content(form, (own, name)) for form, own in forms)
            if theirs != base:
                yield PlaceDifference(
                    (row, name), _case(base, ours, theirs), *map(_shown, (base, ours, theirs))
                )

    def _order(self, name: str) -> Iterator[PlaceDifference]:
        lists = [
            [row.id for row in row_lists(form).get(name, ())]
            for form in (self._base, self._ours, self._theirs)
        ]
        common = set(lists[0]).intersection(*lists[1:])
        base, ours, theirs = ([row for row in rows if row in common] for rows in lists)
        if theirs != base:
            case = (
                ChangedBy.THEIRS
                if ours == base
                else ChangedBy.BOTH
                if ours == theirs
                else ChangedBy.CONFLICT
            )
            said = [
                self._names(form, rows)
                for form, rows in zip(
                    (self._base, self._ours, self._theirs), (base, ours, theirs), strict=True
                )
            ]
            yield PlaceDifference((ORDER, name), case, *said)

    def _approvals(self) -> Iterator[PlaceDifference]:
        for row in dict.fromkeys([*self._theirs.approved, *self._base.approved]):
            if self._ours.row(row) is None:
                continue
            said = [form.approved.get(row, {}) for form in (self._base, self._ours, self._theirs)]
            base, ours, theirs = (CellContent("；".join(entry.values()) or None) for entry in said)
            if theirs != base:
                texts = map(_shown, (base, ours, theirs))
                yield PlaceDifference((row, APPROVED), _case(base, ours, theirs), *texts)

    def _names(self, form: Form, rows: list[str]) -> str:
        names = (form.get(row, "level3") or form.get(row, "name") or row for row in rows)
        return "、".join(names)

    def _same_new_rows(self) -> Iterator[tuple[str, str]]:
        """Rows that both copies added and that have the same name under the same levels."""
        for name, theirs in row_lists(self._theirs).items():
            base = {row.id for row in row_lists(self._base).get(name, ())}
            waiting = [r for r in row_lists(self._ours).get(name, ()) if r.id not in base]
            for row in theirs:
                if row.id in base:
                    continue
                same = next((own for own in waiting if _same_new_row(own, row)), None)
                if same is not None:
                    waiting.remove(same)
                    yield row.id, same.id


def _same_new_row(own: Row, other: Row) -> bool:
    """Whether two added rows are one: of the same name, or nameless, of one id and saying the same."""
    if any(_key(own)) or any(_key(other)):
        return _key(own) == _key(other)
    texts = ({k: v for k, v in row.values.items() if v} for row in (own, other))
    return own.id == other.id and next(texts) == next(texts)


class _Additions:
    """The ids that rows of the other copy have in ours."""

    def __init__(self, form: Form, base: Form, same: Mapping[str, str]) -> None:
        self._form = form
        self.ids = {row.id: row.id for rows in row_lists(base).values() for row in rows}
        self.ids.update(same)

    def new(self, row: Row) -> str:
        """The id for a row that comes in; never one that our copy has given away."""
        name = self._form.new_row_id(row.id[:1])
        self._form.next_row += 1
        self.ids[row.id] = name
        return name


def _take_row(form: Form, theirs: Form, difference: PlaceDifference, ids: _Additions) -> None:
    """A row of the other copy comes in beside its neighbour, or goes."""
    row_id = difference.place[0].removeprefix(NEW)
    for name, rows in row_lists(theirs).items():
        place = next((n for n, row in enumerate(rows) if row.id == row_id), None)
        if place is None:
            continue
        source = rows[place]
        own = ids.new(source) if difference.place[0].startswith(NEW) else row_id
        target = _list_of(form, name)
        here = {row.id: number for number, row in enumerate(target)}
        before = (ids.ids.get(row.id, "") for row in reversed(rows[:place]))
        at = next((here[known] + 1 for known in before if known in here), 0)
        target.insert(at, Row(own, dict(source.values)))
        for (moded, field_name), mode in theirs.modes.items():
            if moded == row_id:
                form.modes[own, field_name] = mode
        return
    for rows in row_lists(form).values():
        rows[:] = [row for row in rows if row.id != row_id]
    form.modes = {place: mode for place, mode in form.modes.items() if place[0] != row_id}


def _reorder(form: Form, base: Form, theirs: Form, name: str) -> None:
    """The rows that were there from the start in the other copy's order; all others stay in place."""
    rows = _list_of(form, name)
    old = {row.id for row in row_lists(base).get(name, ())}
    known = {row.id: row for row in rows}
    wanted = [
        row.id for row in row_lists(theirs).get(name, ()) if row.id in old and row.id in known
    ]
    common = iter([known[row] for row in wanted if row in known])
    rows[:] = [next(common) if row.id in wanted else row for row in rows]


def _list_of(form: Form, name: str) -> list[Row]:
    """The list of this name, made where the form has none yet."""
    return form.indicators if name == INDICATORS else form.blocks.setdefault(name, [])


def _take_approved(form: Form, theirs: Form, row: str) -> None:
    if row in theirs.approved:
        form.approved[row] = dict(theirs.approved[row])
    else:
        form.approved.pop(row, None)


def _put(form: Form, place: Place, cell: CellContent) -> None:
    row, name = place
    had = form.mode(row, name) is not Mode.AUTOMATIC
    if cell.mode is Mode.AUTOMATIC and not had:
        form.put(row, name, cell.text)
    else:
        form.put(row, name, cell.text, cell.mode)


def _case(base: CellContent, ours: CellContent, theirs: CellContent) -> ChangedBy:
    if ours == base:
        return ChangedBy.THEIRS
    same = ours == theirs or (same_text(ours.text, theirs.text) and ours.mode == theirs.mode)
    return ChangedBy.BOTH if same else ChangedBy.CONFLICT


def _shown(cell: CellContent) -> str:
    return cell.text or ""


def _cells(form: Form) -> dict[Place, CellContent]:
    rows = [HEADER, *(row.id for row in form.funds)]
    rows += [row.id for listed in row_lists(form).values() for row in listed]
    return {(row, name): cell for row in rows for name, cell in _row_cells(form, row).items()}


def _row_cells(form: Form, row_id: str) -> dict[str, CellContent]:
    """What a row holds; blank cells that compute by themselves are left out."""
    if row_id == HEADER:
        values: Mapping[str, str | None] = form.header
    else:
        row = _row_of(form, row_id)
        values = row.values if row is not None else {}
    names = dict.fromkeys([*values, *(name for owner, name in form.modes if owner == row_id)])
    cells = {name: content(form, (row_id, name)) for name in names}
    return {name: cell for name, cell in cells.items() if cell != BLANK}


def _row_of(form: Form, row_id: str) -> Row | None:
    rows = [*form.funds, *(row for listed in row_lists(form).values() for row in listed)]
    return next((row for row in rows if row.id == row_id), None)


def _text_of_row(form: Form, row_id: str) -> str:
    row = _row_of(form, row_id)
    return row_text(row) if row is not None else ""


def _key(row: Row) -> tuple[str, ...]:
    names = ("term", "level1", "level2", "level3")
    key = tuple(without_space(row.get(name) or "") for name in names)
    return key if key[-1] else tuple(without_space(text or "") for text in row.values.values())
