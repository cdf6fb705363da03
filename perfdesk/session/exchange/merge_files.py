"""Merging other people's data files into this one: planned as a whole, asked, done as one step.

A copy of this file shares its journal up to the moment it was copied, so that what both started
from is known for every form and each edit of the other can be told from ours (three-way). A file of
another origin is compared two-way: blanks are filled, what differs is asked.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

from perfdesk.cellpath import HEADER
from perfdesk.changes import AddForm, Batch, Change, FormState, RemoveForm, ReplaceForm
from perfdesk.document import Document, Form, from_state, state
from perfdesk.errors import PerfDeskError, SameDataFileError
from perfdesk.exchange.three_way import (
    NEW,
    ORDER,
    WHOLE,
    ChangedBy,
    FormMerge,
    Whose,
    merge_forms,
    row_lists,
)
from perfdesk.session.bring_in.known_forms import KnownForms
from perfdesk.session.bring_in.merge import plan_merge
from perfdesk.session.bring_in.read_files import is_data_file
from perfdesk.session.core import Core
from perfdesk.session.edit.new_form import new_id
from perfdesk.session.exchange.hand_outs import HandOuts
from perfdesk.session.exchange.merge_plan import (
    Choices,
    Fate,
    FilePlan,
    FormPlan,
    MergeFilesPlan,
    MergeKey,
    Place,
    three_way_places,
    two_way_choices,
    two_way_places,
)
from perfdesk.session.exchange.other_file import OtherFile, Rollback, common_start, read_other
from perfdesk.session.keep.data_file import BEFORE
from perfdesk.session.labels import Labels
from perfdesk.session.outcome import Outcome
from perfdesk.session.progress import Cancelled, Progress, never, silent
from perfdesk.store import Accepted, Note, Store
from perfdesk.values import without_space
from perfdesk.values.moments import now

Other = OtherFile | tuple[Path, str]
"""A file that was read, or its path with the sentence why it was not."""
_RECEIVED: Final = "merged copies"


class TakenIn(NamedTuple):
    """A data file that was merged: its name, who edited it, and when it was taken in."""

    file: str
    who: tuple[str, ...]
    at: str


class MergeFiles:
    """Reads other data files, plans what they bring, and does it."""

    def __init__(
        self,
        core: Core,
        store: Store,
        take_reasons: Callable[[Sequence[Accepted]], None],
        hand_outs: HandOuts,
    ) -> None:
        self._core = core
        self._store = store
        self._take_reasons = take_reasons
        self._hand_outs = hand_outs

    def read(
        self, paths: Sequence[Path], progress: Progress = silent, cancelled: Cancelled = never
    ) -> list[Other]:
        """Read data files and returned workbooks, each alone: one that cannot be read has its sentence."""
        found: list[Other] = []
        received = self._received()
        for number, path in enumerate(paths):
            if cancelled():
                break
            progress(number, len(paths), path.name)
            try:
                if _same_file(path, self._store.path):
                    raise SameDataFileError(path)
                if is_data_file(path):
                    found.append(read_other(path, received))
                else:
                    found.append(self._hand_outs.read(path))
            except PerfDeskError as error:
                found.append((path, str(error)))
        progress(len(paths), len(paths), "")
        return found

    def plan(
        self, others: Sequence[Other], choices: Choices | None = None, prefer: Whose | None = None
    ) -> MergeFilesPlan:
        """What would become of every form and every edit of these files.

        Later files are compared with what earlier ones leave. `prefer` decides every conflict that
        `choices` does not.
        """
        if not self._store.read_only:
            self._store.flush()
        return Planner(self._core, self._store, dict(choices or {}), prefer).plan(others)

    def merge(self, others: Sequence[Other], plan: MergeFilesPlan) -> Outcome:
        """Do what was planned, as one step that one undo takes back.

        What is replaced is kept as versions 合并前. Notes and 出错说明 of the others come along where
        ours has none; these are not part of the step, since they change no form.
        """
        changes, before = _changes_of(plan, self._core.document)
        outcome = Outcome()
        if changes:
            self._store.versions.freeze_all(BEFORE["merge"], before)
            label = f"合并 {sum(file.error is None for file in plan.files)} 个数据文件"
            outcome = self._core.edit(Batch(tuple(changes), label), label, _shown(plan))
        for other, file in zip(others, plan.files, strict=True):
            if isinstance(other, OtherFile) and file.error is None:
                self._bring_remarks(other, file.forms)
        self._remember(others, outcome)
        return outcome

    def _received(self) -> frozenset[tuple[int, int]]:
        """The steps of copies up to which they were merged, by merges that were not undone."""
        done = {entry.seq for entry in self._core.history.done}
        known = self._store.unit.mapping(_RECEIVED) or []
        return frozenset((row["seq"], row["check"]) for row in known if row["by"] in done)

    def _bring_remarks(self, other: OtherFile, forms: Sequence[FormPlan]) -> None:
        notes, accepted = new_remarks(self._store, other, forms)
        for note in notes:
            self._store.notes.add(note.path, note.text)
        self._take_reasons(accepted)

    def _remember(self, others: Sequence[Other], outcome: Outcome) -> None:
        """Up to which of their steps these copies are in ours, for when they come again."""
        known = list(self._store.unit.mapping(_RECEIVED) or [])
        for other in others:
            if isinstance(other, OtherFile) and other.checks and outcome.changed:
                seq, check = other.checks[-1]
                told = {"file": other.path.name, "who": list(other.who), "at": now()}
                known.append({"seq": seq, "check": check, "by": outcome.seq, **told})
        if known:
            self._store.unit.put_mapping(_RECEIVED, known)
        self._hand_outs.remember(
            [other for other in others if isinstance(other, OtherFile)], outcome.seq
        )

    def taken_in(self) -> list[TakenIn]:
        """The data files that were merged into this one, oldest first; undone merges aside."""
        done = {entry.seq for entry in self._core.history.done}
        return [
            TakenIn(row["file"], tuple(row["who"]), row["at"])
            for row in self._store.unit.mapping(_RECEIVED) or []
            if row["by"] in done and "file" in row
        ]


class Planner:
    """Plans file after file, each against what the ones before it leave."""

    def __init__(
        self, core: Core, store: Store, choices: dict[MergeKey, Whose], prefer: Whose | None
    ) -> None:
        self._core = core
        self._store = store
        self._choices: Choices = choices
        self._prefer = prefer
        self._pending: dict[str, Form | None] = {}
        """Forms as the files so far leave them; None: taken out."""
        self._here = KnownForms(core.document.headings())

    def plan(self, others: Sequence[Other]) -> MergeFilesPlan:
        """All files in their order."""
        files = []
        for number, other in enumerate(others):
            if isinstance(other, OtherFile):
                before = (dict(self._pending), self._here.copy())
                try:
                    files.append(self._file(number, other))
                except PerfDeskError as error:
                    # A template that this file does not have: nothing of that copy is taken.
                    self._pending, self._here = before
                    files.append(FilePlan(other.path, error=f"{other.path.name}：{error}"))
            else:
                files.append(FilePlan(other[0], error=other[1]))
        made = MergeFilesPlan(tuple(files), self._choices)
        if self._prefer is None:
            return made
        keys = [place.key for place in made.conflicts] + [form.key for form in made.whole_forms]
        return replace(made, choices={**dict.fromkeys(keys, self._prefer), **self._choices})

    def _file(self, number: int, other: OtherFile) -> FilePlan:
        theirs = {form.id: form for form in other.document}
        base = self._base(other, theirs)
        plans = []
        for form in theirs.values():
            plans.append(self._form(MergeKey(number, form.id), form, base, theirs))
        if base is not None:
            for form_id, was in base.items():
                if form_id not in theirs:
                    plans.append(self._gone(MergeKey(number, form_id), was))
        notes, accepted = new_remarks(self._store, other, plans)
        return FilePlan(
            other.path,
            other.who,
            other.last_edit,
            base is not None,
            tuple(plans),
            len(notes),
            len(accepted),
            said=other.said,
        )

    @cached_property
    def _checks(self) -> list[tuple[int, int]]:
        return self._store.past.checks()

    def _base(self, other: OtherFile, theirs: Mapping[str, Form]) -> Mapping[str, Form] | None:
        """Our forms when the copy was made, of those that may differ; None where that is not known."""
        start = common_start(self._checks, other.checks)
        if other.merged is not None and other.merged.seq > (start or 0):
            # It was merged before: what it said then is what both go on from.
            return other.merged.forms
        if start is None or start < self._store.past.folded():
            # A folded step cannot be taken back: what both started from is not known any more.
            return None
        rollback = self._rollback(start)
        document = self._core.document
        touched = rollback.touched()
        wanted = {*theirs, *document.forms, *touched}
        past = {form: document.form(form) for form in wanted - touched if form in document.forms}
        past.update(rollback.forms(touched))
        return past

    def _rollback(self, start: int) -> Rollback:
        known = self.__dict__.setdefault("_rollbacks", {})
        if start not in known:
            known[start] = Rollback(
                self._core.document, self._store.past.entries_after(start), start
            )
        found: Rollback = known[start]
        return found

    def _ours(self, form_id: str) -> Form | None:
        if form_id in self._pending:
            return self._pending[form_id]
        forms = self._core.document.forms
        return forms.get(form_id)

    def _form(
        self,
        key: MergeKey,
        theirs: Form,
        base: Mapping[str, Form] | None,
        all_theirs: Mapping[str, Form],
    ) -> FormPlan:
        was = base.get(theirs.id) if base is not None else None
        ours = self._ours(theirs.id)
        if was is not None:
            if ours is not None:
                return self._three_way(key, was, ours, theirs)
            return self._return(key, was, theirs)
        partner = self._here.find(theirs)
        if base is not None and partner in all_theirs:
            # Their file has that form of ours beside this one: they are two.
            partner = None
        if partner is None and base is None and ours is not None:
            partner = theirs.id if ours.kind == theirs.kind and not _named(theirs) else None
        present = self._ours(partner) if partner is not None else None
        if present is not None:
            return self._two_way(key, present, theirs)
        return self._add(key, theirs)

    def _three_way(self, key: MergeKey, base: Form, ours: Form, theirs: Form) -> FormPlan:
        if theirs == base or state(theirs) == state(base):
            return replace(_plan(key, theirs, Fate.UNCHANGED, ours.id), rows=_rows_of(base))
        merge = merge_forms(base, ours, theirs)
        merge = merge.with_choices(self._of(key, merge))
        label = _labels(self._core, merge)
        places = tuple(three_way_places(key, merge, label, self._decided(key, merge)))
        result = merge.merged() if places else None
        if result is None or result == state(ours):
            fate = Fate.MERGED if places else Fate.UNCHANGED
            return replace(_plan(key, ours, fate, ours.id), places=places, rows=_rows_of(base))
        self._pending[ours.id] = from_state(result)
        made = _plan(key, ours, Fate.MERGED, ours.id)
        return replace(made, places=places, result=result, rows=_rows_of(base))

    def _decided(self, key: MergeKey, merge: FormMerge) -> Choices:
        return {MergeKey(key.file, key.form, place): side for place, side in merge.choices.items()}

    def _of(self, key: MergeKey, merge: FormMerge) -> dict[Place, Whose]:
        """The choices for the places of one form."""
        found = {}
        for difference in merge.differences:
            side = self._choices.get(MergeKey(key.file, key.form, difference.place))
            if side is None and difference.case is ChangedBy.CONFLICT:
                side = self._prefer
            if side is not None:
                found[difference.place] = side
        return found

    def _two_way(self, key: MergeKey, present: Form, theirs: Form) -> FormPlan:
        plan = plan_merge(self._core.make_view(present), self._core.make_view(theirs))
        choices = two_way_choices(key, plan.items, self._two_way_preferred(key, plan.items))
        plan = plan.with_choices(choices)
        places = tuple(two_way_places(key, plan))
        made = _plan(key, present, Fate.MERGED if places else Fate.UNCHANGED, present.id)
        rows = frozenset(["", *(row.id for row in present.funds)])
        made = replace(made, places=places, base_known=False, rows=rows)
        if not plan.changes:
            return made
        result = plan.merged()
        self._pending[present.id] = from_state(result)
        return replace(made, result=result)

    def _two_way_preferred(self, key: MergeKey, items: Sequence[Any]) -> Choices:
        if self._prefer is None:
            return self._choices
        conflicts = [item for item in items if item.case == ChangedBy.CONFLICT]
        keys = [MergeKey(key.file, key.form, item.place) for item in conflicts]
        return {**dict.fromkeys(keys, self._prefer), **self._choices}

    def _add(self, key: MergeKey, theirs: Form) -> FormPlan:
        free = self._ours(theirs.id) is None and theirs.id not in self._core.document.forms
        form_id = theirs.id if free else new_id()
        data = {**state(theirs), "id": form_id}
        self._core.make_view(theirs)
        self._pending[form_id] = from_state(data)
        self._here.add(theirs, form_id)
        return replace(_plan(key, theirs, Fate.ADDED, form_id), result=data)

    def _gone(self, key: MergeKey, base: Form) -> FormPlan:
        """A form that the other file had at the start and has no more."""
        ours = self._ours(base.id)
        if ours is None:
            return _plan(key, base, Fate.UNCHANGED, "")
        untouched = _content(ours) == _content(base)
        fate = Fate.REMOVED if untouched else Fate.REMOVE_CONFLICT
        side = self._whole_side(key, Whose.THEIRS if untouched else Whose.OURS)
        if side is Whose.THEIRS:
            self._pending[base.id] = None
        return replace(_plan(key, ours, fate, ours.id), side=side)

    def _return(self, key: MergeKey, base: Form, theirs: Form) -> FormPlan:
        """A form that was taken out here."""
        if _content(theirs) == _content(base):
            return _plan(key, theirs, Fate.UNCHANGED, "")
        side = self._whole_side(key, Whose.OURS)
        plan = replace(_plan(key, theirs, Fate.RETURN_CONFLICT, theirs.id), side=side)
        if side is Whose.OURS:
            return plan
        self._pending[theirs.id] = from_state(state(theirs))
        return replace(plan, result=state(theirs))

    def _whole_side(self, key: MergeKey, default: Whose) -> Whose:
        side = self._choices.get(key)
        if side is None and default is Whose.OURS:
            side = self._prefer
        return side or default


def new_remarks(
    store: Store, other: OtherFile, forms: Sequence[FormPlan]
) -> tuple[list[Note], list[Accepted]]:
    """Notes and 出错说明 of the other file that ours does not have, at the paths of our forms.

    Those at rows that are not the same row in ours stay behind.
    """
    plans = {plan.key.form: plan for plan in forms if plan.ours}

    def ours(form_id: str, row: str) -> str | None:
        plan = plans.get(form_id)
        same = plan is not None and (plan.rows is None or row in plan.rows)
        return plan.ours if plan is not None and same else None

    known = {(note.path, note.text) for note in store.notes.all()}
    notes = []
    for note in other.notes:
        form = ours(note.path.form, note.path.row)
        if form and (note.path._replace(form=form), note.text) not in known:
            notes.append(note._replace(path=note.path._replace(form=form)))
    explained = {(a.rule, a.form, a.row, a.field, a.arguments) for a in store.acceptances.all()}
    accepted = []
    for item in other.accepted:
        form = ours(item.form, item.row) if item.form is not None else None
        moved = item._replace(form=form)
        key = (moved.rule, moved.form, moved.row, moved.field, moved.arguments)
        if (form or item.form is None) and key not in explained:
            accepted.append(moved)
    return notes, accepted


def _changes_of(plan: MergeFilesPlan, document: Document) -> tuple[list[Change], list[FormState]]:
    """The last state of every form that changes, as changes; and the states that are replaced."""
    results: dict[str, FormState | None] = {}
    for file in plan.files:
        for form in file.forms:
            if form.result is not None:
                results[form.ours] = form.result
            elif form.fate in (Fate.REMOVED, Fate.REMOVE_CONFLICT) and form.side is Whose.THEIRS:
                results[form.ours] = None
    changes: list[Change] = []
    before: list[FormState] = []
    for form_id, result in results.items():
        if form_id not in document.forms:
            if result is not None:
                changes.append(AddForm(result))
            continue
        present = state(document.form(form_id))
        if result is None:
            changes.append(RemoveForm(form_id))
        elif result != present:
            before.append(present)
            changes.append(ReplaceForm(form_id, result))
    return changes, before


def _shown(plan: MergeFilesPlan) -> str | None:
    changed = (form.ours for file in plan.files for form in file.forms if form.result is not None)
    return next(changed, None)


def _plan(key: MergeKey, form: Form, fate: Fate, ours: str) -> FormPlan:
    name = form.header.get("project_name") or ""
    return FormPlan(key, name, form.year, form.kind, fate, ours)


def _labels(core: Core, merge: FormMerge) -> Any:
    """Names of places, in our copy or where only the other has them."""
    ours, theirs = (Labels(core.make_view(form)) for form in (merge.ours, merge.theirs))

    def label(place: Place) -> str:
        row, name = place
        if place == WHOLE:
            return "表样"
        if row == ORDER:
            return "指标的先后"
        if row.startswith(NEW):
            return f"新增指标：{theirs.brief(row[len(NEW) :], name)}"
        labels = ours if row == "" or merge.ours.row(row) is not None else theirs
        return labels.brief(row, name) or "整张表"

    return label


def _content(form: Form) -> dict[str, Any]:
    return {name: part for name, part in state(form).items() if name != "next_row"}


def _rows_of(form: Form) -> frozenset[str]:
    listed = (row.id for rows in row_lists(form).values() for row in rows)
    return frozenset([HEADER, *(row.id for row in form.funds), *listed])


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _named(form: Form) -> bool:
    return bool(without_space(form.header.get("project_name") or ""))
