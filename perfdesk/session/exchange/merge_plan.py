"""What merging data files would do, form by form and place by place; nothing here changes anything."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from perfdesk.changes import FormState
from perfdesk.exchange.three_way import ChangedBy, FormMerge, Whose
from perfdesk.session.bring_in.merge import Case as TwoWayCase
from perfdesk.session.bring_in.merge import MergeItem, MergePlan
from perfdesk.session.bring_in.merge import Side as TwoWaySide

Place = tuple[str, str]


class MergeKey(NamedTuple):
    """Where something is decided: which of the files, which form in it, which place; "" for the form."""

    file: int
    form: str
    place: Place = ("", "")


Choices = Mapping[MergeKey, Whose]


class Fate(StrEnum):
    """What becomes of a form of the other file."""

    UNCHANGED = "unchanged"
    """It says nothing that was not there."""
    MERGED = "merged"
    ADDED = "added"
    """Only the other file has it."""
    REMOVED = "removed"
    """The other file took it out, and nobody here has changed it."""
    REMOVE_CONFLICT = "remove_conflict"
    """The other file took it out, and it was changed here."""
    RETURN_CONFLICT = "return_conflict"
    """It was taken out here, and the other file changed it."""


class Fact(StrEnum):
    """What becomes of one of their edits."""

    TAKEN = "taken"
    SAME = "same"
    """Ours has it already."""
    KEPT = "kept"
    """Both changed it: ours stands."""
    CHOSEN = "chosen"
    """Both changed it: theirs was chosen."""


@dataclass(frozen=True, slots=True)
class PlannedPlace:
    """One of their edits with what all three say, and what becomes of it."""

    key: MergeKey
    label: str
    base: str | None
    """What both started from; None where that is not known."""
    ours: str
    theirs: str
    fact: Fact
    conflict: bool
    address: str = ""


@dataclass(frozen=True)
class FormPlan:
    """One form of the other file."""

    key: MergeKey
    project: str
    year: int | None
    kind: str
    fate: Fate
    ours: str
    """Id of the form in our file; "" where it has none."""
    places: tuple[PlannedPlace, ...] = ()
    result: FormState | None = None
    """What our form is afterwards; None where it stays, or goes."""
    base_known: bool = True
    rows: frozenset[str] | None = None
    """The rows of the other form that are the same row in ours; None: all."""
    side: Whose = Whose.THEIRS
    """Of forms that came, went, or are asked about as a whole."""

    @property
    def conflict(self) -> bool:
        """Whether it is asked about as a whole."""
        return self.fate in (Fate.REMOVE_CONFLICT, Fate.RETURN_CONFLICT)

    @property
    def changes(self) -> bool:
        """Whether our file is another afterwards."""
        whole = self.fate is Fate.ADDED or (
            self.fate is not Fate.MERGED and self.side is Whose.THEIRS
        )
        return self.result is not None or (self.fate is not Fate.UNCHANGED and whole)


@dataclass(frozen=True)
class FilePlan:
    """One of the other files, or the sentence that says why it could not be read."""

    path: Path
    who: tuple[str, ...] = ()
    last_edit: str = ""
    base_known: bool = True
    """Whether it is a copy of our file: then what both started from is known."""
    forms: tuple[FormPlan, ...] = ()
    notes: int = 0
    """Notes that come in."""
    explanations: int = 0
    """出错说明 that come in."""
    error: str | None = None
    said: tuple[str, ...] = ()
    """What the person has to know of it, in sentences."""

    def count(self, *facts: Fact) -> int:
        """How many of their edits became of so."""
        return sum(place.fact in facts for form in self.forms for place in form.places)


@dataclass(frozen=True)
class MergeFilesPlan:
    """All files with what would be done."""

    files: tuple[FilePlan, ...]
    choices: Choices

    @property
    def conflicts(self) -> tuple[PlannedPlace, ...]:
        """The places that are asked about."""
        return tuple(
            place
            for file in self.files
            for form in file.forms
            for place in form.places
            if place.conflict
        )

    @property
    def whole_forms(self) -> tuple[FormPlan, ...]:
        """The forms that are asked about as a whole."""
        return tuple(form for file in self.files for form in file.forms if form.conflict)

    @property
    def undecided(self) -> int:
        """How many conflicts nobody has decided yet."""
        keys = [place.key for place in self.conflicts] + [form.key for form in self.whole_forms]
        return sum(key not in self.choices for key in keys)

    @property
    def changes(self) -> bool:
        """Whether anything would come in or change."""
        return any(form.changes for file in self.files for form in file.forms)

    def facts(self) -> Counter[Fact]:
        """How many edits became of so, over all files."""
        return Counter(
            place.fact for file in self.files for form in file.forms for place in form.places
        )


def three_way_places(
    key: MergeKey, merge: FormMerge, label: Callable[[Place], str], choices: Choices
) -> Iterator[PlannedPlace]:
    """Their edits of a form whose start is known."""
    for difference in merge.differences:
        own = MergeKey(key.file, key.form, difference.place)
        conflict = difference.case is ChangedBy.CONFLICT
        side = choices.get(own, difference.default)
        yield PlannedPlace(
            own,
            label(difference.place),
            difference.base,
            difference.ours,
            difference.theirs,
            _fact(difference.case is ChangedBy.BOTH, conflict, side is Whose.THEIRS),
            conflict,
        )


def two_way_places(key: MergeKey, plan: MergePlan) -> Iterator[PlannedPlace]:
    """All that differs where the start is not known: what is blank here is filled, the rest asked."""
    for item in plan.items:
        if item.case in (TwoWayCase.PRESENT_ROW, TwoWayCase.ONLY_PRESENT):
            continue
        side = plan.side(item)
        conflict = item.case is TwoWayCase.CONFLICT
        yield PlannedPlace(
            MergeKey(key.file, key.form, item.place),
            plan.label(item.place),
            None,
            item.present,
            item.incoming,
            _fact(False, conflict or not item.choosable, side is TwoWaySide.FILE),
            conflict,
            item.address,
        )


def two_way_choices(
    key: MergeKey, items: tuple[MergeItem, ...], choices: Choices
) -> dict[Place, TwoWaySide]:
    """The choices for one form as the two-way merge takes them."""
    sides = {Whose.OURS: TwoWaySide.PRESENT, Whose.THEIRS: TwoWaySide.FILE}
    found = {}
    for item in items:
        side = choices.get(MergeKey(key.file, key.form, item.place))
        if side is not None:
            found[item.place] = sides[side]
    return found


def _fact(both: bool, conflict: bool, theirs: bool) -> Fact:
    if both:
        return Fact.SAME
    if conflict:
        return Fact.CHOSEN if theirs else Fact.KEPT
    return Fact.TAKEN if theirs else Fact.KEPT


__all__ = [
    "Choices",
    "Fact",
    "Fate",
    "FilePlan",
    "FormPlan",
    "MergeFilesPlan",
    "MergeKey",
    "Place",
    "PlannedPlace",
    "Whose",
    "three_way_places",
    "two_way_choices",
    "two_way_places",
]
