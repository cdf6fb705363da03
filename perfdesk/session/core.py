"""What the use cases share: the document with its views, history and settings, and one way to change it."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Protocol

from perfdesk.catalog import Catalog
from perfdesk.cellpath import HEADER, CellPath
from perfdesk.changes import (
    AddForm,
    Batch,
    Change,
    InsertRow,
    MoveRow,
    RemoveForm,
    RemoveRow,
    ReplaceForm,
    SetBeside,
    SetValue,
    forms_of,
)
from perfdesk.compute import compute
from perfdesk.document import Document, Form, FormView, apply
from perfdesk.errors import DataFileReadOnlyError, FinalVersionError
from perfdesk.history import Action, History, JournalEntry
from perfdesk.session.outcome import Outcome
from perfdesk.settings import Profile, UnitSettings, merge_profile
from perfdesk.values.moments import now

LISTED_FIELDS = frozenset({"project_name", "year", "title"})


class Journal(Protocol):
    """Where entries are kept; the store of a data file, or nothing for forms only read."""

    def submit(self, entry: JournalEntry) -> int:
        """Queue an entry for the disk and answer its number."""
        ...


class Core:
    """The state of one open data file in memory. Use cases change it through `perform` only."""

    def __init__(
        self,
        catalog: Catalog,
        document: Document | None = None,
        history: History | None = None,
        settings: UnitSettings | None = None,
        journal: Journal | None = None,
        last_seq: int = 0,
    ) -> None:
        self.catalog = catalog
        self.document = document or Document()
        self.history = history or History()
        self.settings = settings or UnitSettings()
        self._journal = journal
        self._seq = self.opened_after = last_seq
        self._views: dict[str, FormView] = {}
        self._profiles: dict[str, Profile] = {}
        self._watchers: list[Callable[[Outcome], None]] = []
        self.beside: dict[str, Callable[[tuple[str, ...], str | None, str | None], None]] = {}
        """Who keeps what stands beside the forms, by kind: told key, old and new text of a step."""
        self.final: Callable[[], Mapping[str, str]] = dict
        """The forms that are 定稿 and locked, with the name of the version."""
        self.read_only_file: Path | None = None
        """The data file when nothing may be changed in it: no step is done that could not be kept."""

    def watch(self, watcher: Callable[[Outcome], None]) -> None:
        """Call back after every change, before the window hears of it."""
        self._watchers.append(watcher)

    def profile(self, template_id: str) -> Profile:
        """The template's profile with the unit's settings on top."""
        if template_id not in self._profiles:
            self._profiles[template_id] = merge_profile(
                self.catalog.get(template_id).profile, self.settings
            )
        return self._profiles[template_id]

    def change_settings(self, settings: UnitSettings) -> None:
        """Take other unit settings; every view is made anew."""
        self.settings = settings
        self._profiles.clear()
        self._views.clear()

    def make_view(self, form: Form) -> FormView:
        """A view of any form with the profile of its template."""
        template = self.catalog.get(form.template_id)
        profile = self.profile(form.template_id)
        return FormView(form, template, profile, compute(form, template, profile))

    def view(self, form_id: str) -> FormView:
        """The current view of a form; UnknownFormError when it is not there."""
        view = self._views.get(form_id)
        if view is None:
            view = self._views[form_id] = self.make_view(self.document.form(form_id))
        return view

    def views(self) -> list[FormView]:
        """The views of all forms, in their order."""
        return [self.view(form_id) for form_id in self.document.forms]

    def edit(self, change: Change, label: str, show: str | None = None) -> Outcome:
        """Do a change as a new step of the history; DataFileReadOnlyError where none may be done."""
        return self._record(change, label, show, Action.EDIT, None)

    def undo(self) -> Outcome | None:
        """Take back the last step, None when there is none."""
        entry = self.history.to_undo
        if entry is None:
            return None
        return self._record(entry.inverse, entry.label, entry.form, Action.UNDO, entry.seq)

    def redo(self) -> Outcome | None:
        """Do the step again that was taken back last, None when there is none."""
        entry = self.history.to_redo
        if entry is None:
            return None
        return self._record(entry.change, entry.label, entry.form, Action.REDO, entry.seq)

    def _record(
        self, change: Change, label: str, show: str | None, action: Action, of: int | None
    ) -> Outcome:
        if self.read_only_file is not None:
            raise DataFileReadOnlyError(self.read_only_file)
        touched = forms_of(change)
        self._require_open(change, touched, action)
        inverse = apply(self.document, change)
        for part in flatten(change):
            if isinstance(part, SetBeside):
                self.beside[part.kind](part.key, part.before, part.after)
        self._seq += 1
        show = show if show is not None or len(touched) != 1 else touched[0]
        at = now()
        entry = JournalEntry(self._seq, at, _user(), action, label, show, change, inverse, of)
        self.history.record(entry)
        if self._journal is not None:
            self._journal.submit(entry)
        for form_id in touched:
            self._views.pop(form_id, None)
        outcome = self._outcome(change, touched, show)
        for watcher in self._watchers:
            watcher(outcome)
        return outcome

    def _require_open(self, change: Change, touched: Iterable[str], action: Action) -> None:
        """Nothing of a form that is 定稿 is edited, unless the step unlocks it; else FinalVersionError."""
        final = self.final() if action is Action.EDIT else {}
        unlocked = {
            part.key[0]
            for part in flatten(change)
            if isinstance(part, SetBeside) and part.kind == "final" and part.after is None
        }
        locked = next((form for form in touched if form in final and form not in unlocked), None)
        if locked is not None:
            name = self.document.form(locked).header.get("project_name") or ""
            raise FinalVersionError(name, final[locked])

    def _outcome(self, change: Change, touched: tuple[str, ...], show: str | None) -> Outcome:
        parts = list(flatten(change))
        paths = tuple(part.path for part in parts if isinstance(part, SetValue))
        whole = any(isinstance(part, AddForm | RemoveForm | ReplaceForm) for part in parts)
        rows = any(isinstance(part, InsertRow | RemoveRow | MoveRow) for part in parts)
        beside = [part for part in parts if isinstance(part, SetBeside)]
        everywhere = any(not part.key[0] for part in beside)
        touched = (*touched, *(self.document.forms if everywhere else (p.key[0] for p in beside)))
        forms = tuple(form for form in dict.fromkeys(touched) if form in self.document.forms)
        return Outcome(
            seq=self._seq,
            forms=forms,
            paths=paths,
            structure=whole or rows,
            form_list=whole or any(_listed(path) for path in paths),
            show=show if show in self.document.forms else None,
            beside=tuple(dict.fromkeys(part.kind for part in beside)),
            came=tuple(place for part in parts if (place := _came(part)) is not None),
        )


def flatten(change: Change) -> Iterable[Change]:
    """The single changes inside a change, in order."""
    if isinstance(change, Batch):
        for part in change.changes:
            yield from flatten(part)
    else:
        yield change


def _came(part: Change) -> CellPath | None:
    """What a single change brought in as a whole: a row or a form; None when nothing."""
    if isinstance(part, InsertRow):
        return CellPath(part.form, part.row, "")
    if isinstance(part, AddForm | ReplaceForm):
        return CellPath(forms_of(part)[0], HEADER, "")
    return None


def _listed(path: CellPath) -> bool:
    return not path.row and path.field in LISTED_FIELDS


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""
