"""Bringing forms that were read into the data file: one import, one undo; nothing overwritten silently."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from perfdesk.changes import AddForm, Batch, Change, FormState, ReplaceForm
from perfdesk.document import Form, FormView, state
from perfdesk.session.core import Core
from perfdesk.session.newform import new_id
from perfdesk.session.outcome import Outcome
from perfdesk.session.reading import Problem, ReadFile, ReadForm
from perfdesk.values import without_space

OnDuplicate = Literal["skip", "version"]
Result = Literal["added", "skipped", "version"]
Identity = tuple[str, int | None, str]


NOTHING_DONE = Outcome()


@dataclass(frozen=True, slots=True)
class ImportedForm:
    """What became of one form."""

    project: str
    year: int | None
    kind: str
    result: Result
    form: str
    """Id of the form in the data file (of the one already there, when skipped)."""


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """What became of one file."""

    path: Path
    forms: tuple[ImportedForm, ...] = ()
    problems: tuple[Problem, ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of every file, and the one step of the history that did it."""

    files: tuple[ImportedFile, ...]
    outcome: Outcome = NOTHING_DONE

    def count(self, result: Result) -> int:
        """How many forms had this result."""
        return sum(form.result == result for file in self.files for form in file.forms)


def identity(form: Form) -> Identity:
    """Same project, year and kind is a duplicate; blanks in the name do not matter."""
    return (without_space(form.header.get("project_name") or ""), form.year, form.kind)


class Importer:
    """Collects the changes of one import."""

    def __init__(
        self,
        core: Core,
        on_duplicate: OnDuplicate,
        keep_version: Callable[[FormView], None] | None = None,
    ) -> None:
        self._core = core
        self._on_duplicate = on_duplicate
        self._keep_version = keep_version
        self._here: dict[Identity, str] = {
            identity(form): form.id for form in core.document if _named(form)
        }
        self._states: dict[str, FormState] = {}
        self._versions: list[str] = []
        self._changes: list[Change] = []

    def add(self, files: Sequence[ReadFile], *, dry_run: bool = False) -> ImportReport:
        """Import what was read; with `dry_run` only tell what would happen."""
        done = tuple(
            ImportedFile(
                file.path, tuple(self._form(form) for form in file.forms), file.problems, file.error
            )
            for file in files
        )
        if dry_run or not self._changes:
            return ImportReport(done)
        if self._keep_version is not None:
            for form_id in self._versions:
                self._keep_version(self._core.view(form_id))
        label = f"导入 {len(self._changes)} 张表"
        first = self._changes[0]
        show = str(first.state["id"]) if isinstance(first, AddForm | ReplaceForm) else None
        return ImportReport(done, self._core.edit(Batch(tuple(self._changes), label), label, show))

    def _form(self, read: ReadForm) -> ImportedForm:
        form = read.form
        key = identity(form)
        existing = self._here.get(key)
        if existing is None:
            form_id = new_id()
            self._changes.append(AddForm(state(form) | {"id": form_id}))
            if _named(form):
                self._here[key] = form_id
            return ImportedForm(read.view.project_name, form.year, form.kind, "added", form_id)
        if self._on_duplicate == "skip":
            return ImportedForm(read.view.project_name, form.year, form.kind, "skipped", existing)
        if existing in self._core.document.forms and existing not in self._versions:
            self._versions.append(existing)
        self._changes.append(ReplaceForm(existing, self._renumbered(form, existing)))
        return ImportedForm(read.view.project_name, form.year, form.kind, "version", existing)

    def _renumbered(self, form: Form, existing: str) -> FormState:
        """Row ids of the content coming in continue those of the form it replaces: never reused."""
        data = state(form) | {"id": existing}
        before = self._core.document.forms.get(existing)
        offset = before.next_row - 1 if before else 0
        new_ids = {row["id"]: f"r{int(row['id'][1:]) + offset}" for row in data["indicators"]}
        data["indicators"] = [row | {"id": new_ids[row["id"]]} for row in data["indicators"]]
        data["suspect_rows"] = [new_ids[row] for row in data["suspect_rows"]]
        data["next_row"] += offset
        return data


def _named(form: Form) -> bool:
    """Forms without a project name are never taken for one another."""
    return bool(without_space(form.header.get("project_name") or ""))
