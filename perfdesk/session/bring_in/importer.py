"""Bringing forms that were read into the data file: one import, one undo; nothing overwritten silently."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from perfdesk.changes import AddForm, Batch, Change, FormState, ReplaceForm
from perfdesk.document import Form, FormView, Leftover, from_state, state
from perfdesk.session.bring_in.known_forms import KnownForms
from perfdesk.session.bring_in.merge import plan_merge
from perfdesk.session.bring_in.read_files import Problem, ReadFile, ReadForm
from perfdesk.session.core import Core
from perfdesk.session.edit.new_form import new_id
from perfdesk.session.keep.data_file import BEFORE
from perfdesk.session.outcome import Outcome

if TYPE_CHECKING:
    from perfdesk.session.bring_in.merge import Choices, MergePlan

OnDuplicate = Literal["skip", "version", "merge"]
Result = Literal["added", "skipped", "version", "merged"]
FormKey = tuple[int, int]
"""(number of the file, number of the form in it), both from 0."""
KeepVersions = Callable[[str, Sequence[FormState]], None]
"""Keeps states of forms as versions of this name."""

NOTHING_DONE = Outcome()


@dataclass(frozen=True, slots=True)
class Decisions:
    """What to do with forms that are there already (same project, year, kind and unit)."""

    on_duplicate: OnDuplicate = "skip"
    each: Mapping[FormKey, OnDuplicate] = field(default_factory=dict)
    """Forms for which the user decided otherwise."""
    choices: "Mapping[FormKey, Choices]" = field(default_factory=dict)
    """Of forms to be merged: which cells the user chose otherwise."""

    def of(self, key: FormKey) -> OnDuplicate:
        """What to do with one form."""
        return self.each.get(key, self.on_duplicate)


SKIP_DUPLICATES = Decisions()


@dataclass(frozen=True, slots=True)
class ImportedForm:
    """What became of one form."""

    project: str
    year: int | None
    kind: str
    result: Result
    form: str
    """Id of the form in the data file (of the one already there, when skipped)."""
    merge: "MergePlan | None" = None
    """Of a merged one: what differed and which side was taken."""
    duplicate: bool = False
    """Whether the data file, or this import, had it already."""
    repeated: bool = False
    """Whether it was this import that had it already, in another file or further up."""
    left_over: tuple[Leftover, ...] = ()
    """Cells of the file that found no place in it."""

    @property
    def changes(self) -> bool:
        """Whether the data file is another afterwards; merging what is alike changes nothing."""
        return self.result != "skipped" and (self.merge is None or self.merge.changes)


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """What became of one file."""

    path: Path
    forms: tuple[ImportedForm, ...] = ()
    problems: tuple[Problem, ...] = ()
    error: str | None = None
    left_over: tuple[Leftover, ...] = ()
    """What stands outside all forms of the file."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of every file, and the one step of the history that did it."""

    files: tuple[ImportedFile, ...]
    outcome: Outcome = NOTHING_DONE

    def count(self, result: Result) -> int:
        """How many forms had this result."""
        return sum(form.result == result for file in self.files for form in file.forms)

    @property
    def changes(self) -> bool:
        """Whether anything comes into the data file."""
        return any(form.changes for file in self.files for form in file.forms)


class Importer:
    """Collects the changes of one import."""

    def __init__(
        self, core: Core, decisions: Decisions, keep_versions: KeepVersions | None = None
    ) -> None:
        self._core = core
        self._decisions = decisions
        self._keep_versions = keep_versions
        self._here = KnownForms(core.document.headings())
        self._pending: dict[str, FormState] = {}
        """Forms as this import leaves them."""
        self._before: list[tuple[str, FormState]] = []
        """Contents that are replaced, those of this very import too, each with its version's name."""
        self._changes: list[Change] = []

    def add(self, files: Sequence[ReadFile], *, dry_run: bool = False) -> ImportReport:
        """Import what was read; with `dry_run` only tell what would happen."""
        done = tuple(
            ImportedFile(
                file.path,
                tuple(
                    replace(self._form(form, (number, n)), left_over=form.form.leftovers)
                    for n, form in enumerate(file.forms)
                ),
                file.problems,
                file.error,
                file.left_over,
            )
            for number, file in enumerate(files)
        )
        if dry_run or not self._changes:
            return ImportReport(done)
        return ImportReport(done, self._do())

    def _do(self) -> Outcome:
        """Keep what is replaced as versions, then change everything in one step.

        A form that came with this import and was replaced by it gets its version afterwards, when
        it is there.
        """
        there = self._core.document.forms
        self._keep([pair for pair in self._before if pair[1]["id"] in there])
        late = [pair for pair in self._before if pair[1]["id"] not in there]
        label = f"导入 {len(self._pending)} 张表"
        first = next(iter(self._pending))
        outcome = self._core.edit(Batch(tuple(self._changes), label), label, first)
        self._keep(late)
        return outcome

    def _keep(self, pairs: Sequence[tuple[str, FormState]]) -> None:
        for name in dict.fromkeys(name for name, _ in pairs):
            if self._keep_versions is not None:
                self._keep_versions(name, [data for other, data in pairs if other == name])

    def _form(self, read: ReadForm, key: FormKey) -> ImportedForm:
        form = read.form
        existing = self._here.find(form)
        told = (read.view.project_name, form.year, form.kind)
        if existing is None:
            form_id = new_id()
            data = state(form) | {"id": form_id}
            self._pending[form_id] = data
            self._changes.append(AddForm(data))
            self._here.add(form, form_id)
            return ImportedForm(*told, "added", form_id)
        return replace(
            self._met(read, existing, key), repeated=existing not in self._core.document.forms
        )

    def _met(self, read: ReadForm, existing: str, key: FormKey) -> ImportedForm:
        """What becomes of a form that is there already."""
        form = read.form
        told = (read.view.project_name, form.year, form.kind)
        match self._decisions.of(key):
            case "skip":
                return ImportedForm(*told, "skipped", existing, duplicate=True)
            case "version":
                self._replace("version", existing, self._renumbered(form, existing))
                return ImportedForm(*told, "version", existing, duplicate=True)
            case _:
                plan = self._merge(read, existing, key)
                return ImportedForm(*told, "merged", existing, plan, duplicate=True)

    def _merge(self, read: ReadForm, existing: str, key: FormKey) -> "MergePlan":
        plan = plan_merge(self._present(existing), read.view, read.sources)
        plan = plan.with_choices(self._decisions.choices.get(key, {}))
        if plan.changes:
            self._replace("merge", existing, plan.merged())
        return plan

    def _present(self, form_id: str) -> FormView:
        """A form as the import has left it so far."""
        data = self._pending.get(form_id)
        return self._core.view(form_id) if data is None else self._core.make_view(from_state(data))

    def _replace(self, how: Literal["version", "merge"], form_id: str, data: FormState) -> None:
        before = self._pending.get(form_id)
        if before is None:
            before = state(self._core.document.form(form_id))
        if data != before:
            self._before.append((BEFORE[how], before))
        self._pending[form_id] = data
        self._changes.append(ReplaceForm(form_id, data))

    def _renumbered(self, form: Form, existing: str) -> FormState:
        """Row ids of the content coming in continue those of the form it replaces: never reused."""
        data = state(form) | {"id": existing}
        offset = self._present(existing).form.next_row - 1
        new_ids = {row["id"]: f"r{int(row['id'][1:]) + offset}" for row in data["indicators"]}
        data["indicators"] = [row | {"id": new_ids[row["id"]]} for row in data["indicators"]]
        data["suspect_rows"] = [new_ids[row] for row in data["suspect_rows"]]
        data["next_row"] += offset
        return data
