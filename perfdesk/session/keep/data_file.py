"""Keeping the data file: what is saved, drafts, versions, backups, cell history, recycle bin."""

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from perfdesk.cellpath import CellPath
from perfdesk.changes import AddForm, Batch, Change, ReplaceForm, SetBeside
from perfdesk.document import Form, state
from perfdesk.errors import PerfDeskError, StoreClosedError, VersionNameError
from perfdesk.session.core import Core
from perfdesk.session.outcome import Outcome
from perfdesk.store import CellChange, Draft, RecycledForm, Store, Version, content_digest

if TYPE_CHECKING:
    from perfdesk.session.keep.compare import VersionDifference

BEFORE = {"restore": "恢复前", "version": "导入前", "merge": "合并前"}
"""What versions are called that restoring, replacing and merging keep of the forms they change."""

VERSION, FINAL = "version", "final"
"""The kinds of steps that keep a version, and that lock a form."""
_FINAL_NAME = "定稿"
"""Under this name the data file keeps which forms are locked."""

Told = Callable[[BaseException | None], None]


class Frozen(NamedTuple):
    """The newest 定稿 of a form, and whether the form says the same now."""

    version: Version
    unchanged: bool


class Safekeeping:
    """The promises about the data file."""

    def __init__(self, core: Core, store: Store, drafts: Sequence[Draft]) -> None:
        self._core = core
        self._store = store
        self._final: dict[str, str] | None = None
        self._leaving: list[Version] = []
        core.watch(self._remove_undone)
        self.drafts = tuple(drafts)
        """Texts of editors that were open when the program ended last."""

    def wait(self) -> None:
        """Block until everything is on the disk; PerfDeskError says why it is not."""
        self._store.flush()

    def retry(self) -> None:
        """Try again to save what could not be saved."""
        self._store.retry()

    @property
    def pending(self) -> int:
        """How many steps are not on the disk yet."""
        return self._store.pending

    @property
    def last_saved(self) -> str | None:
        """When the last step was saved (local time, ISO 8601)."""
        return self._store.last_saved

    def keep_draft(self, path: CellPath, text: str, told: Told = lambda error: None) -> None:
        """Keep the text of an open editor; the journal gets committed values only.

        `told` hears, on another thread, that it is on the disk (None) or why it is not.
        """

        def job() -> None:
            self._store.drafts.keep(path, text).add_done_callback(
                lambda kept: told(kept.exception())
            )

        self._when_sound(job)

    def drop_draft(self, path: CellPath) -> None:
        """Forget a draft once its editor has closed."""
        self._when_sound(lambda: self._store.drafts.discard(path))

    def _when_sound(self, job: Callable[[], object]) -> None:
        """Do it now, or once a file that is being checked behind was found sound; never wait for that."""

        def go(_: object) -> None:
            if self._store.checked.exception() is None:
                with contextlib.suppress(StoreClosedError):
                    job()

        self._store.checked.add_done_callback(go)

    def cell_history(self, path: CellPath) -> list[CellChange]:
        """When a cell changed, from what to what."""
        return self._store.past.of_cell(path)

    def form_history(self, form_id: str) -> list[CellChange]:
        """The same for all cells of a form."""
        return self._store.past.of_form(form_id)

    def recycle_bin(self) -> list[RecycledForm]:
        """Forms that were removed."""
        return [
            form
            for form in self._store.past.recycle_bin()
            if form.form not in self._core.document.forms
        ]

    def restore(self, recycled: RecycledForm) -> Outcome:
        """Bring a removed form back to the place among the forms that it had."""
        back = AddForm(recycled.state, recycled.position)
        return self._core.edit(back, "从回收站恢复", recycled.form)

    def freeze(self, form_id: str, name: str) -> Version:
        """定稿 as `freeze_step` does it; answers the version."""
        self.freeze_step(form_id, name)
        return self._store.versions.of(form_id)[-1]

    def freeze_step(self, form_id: str, name: str) -> Outcome:
        """定稿: keep the form as it is under a name and lock it; VersionNameError when that is one of `BEFORE`."""
        if name in BEFORE.values():
            raise VersionNameError(name)
        last = self.final_versions().get(form_id)
        steps = (
            SetBeside(VERSION, (form_id,), None, name),
            SetBeside(FINAL, (form_id,), last, name),
        )
        return self._core.edit(Batch(steps, "定稿"), f"定稿：{name}", form_id)

    def unlock(self, form_id: str) -> Outcome:
        """解除定稿: the form may be edited again, as a new draft; the version stays."""
        last = self.final_versions().get(form_id)
        if last is None:
            return Outcome()
        return self._core.edit(SetBeside(FINAL, (form_id,), last, None), "解除定稿", form_id)

    def final_versions(self) -> dict[str, str]:
        """The forms that are 定稿 and locked, each with the name of its version."""
        if self._final is None:
            self._final = dict(self._store.unit.mapping(_FINAL_NAME) or {})
        return self._final

    def put_final(self, key: tuple[str, ...], before: str | None, after: str | None) -> None:
        """Lock or unlock the form of a step, done or undone."""
        final = {form: name for form, name in self.final_versions().items() if form != key[0]}
        if after is not None:
            final[key[0]] = after
        self._store.unit.put_mapping(_FINAL_NAME, final)
        self._final = final

    def put_version(self, key: tuple[str, ...], before: str | None, after: str | None) -> None:
        """Freeze the form of a step under its name; undone, that version goes."""
        form_id = key[0]
        if after is not None:
            self._store.versions.freeze(form_id, after, state(self._core.document.form(form_id)))
            return
        made = [version for version in self.versions(form_id) if version.name == before]
        if made:
            self._leaving.append(made[-1])

    def _remove_undone(self, outcome: Outcome) -> None:
        """Versions go after the step that takes them back is queued: a kill leaves one too many, never one too few."""
        while self._leaving:
            with contextlib.suppress(PerfDeskError):
                self._store.versions.remove(self._leaving.pop())

    def versions(self, form_id: str) -> list[Version]:
        """The versions of a form, newest last."""
        return self._store.versions.of(form_id)

    def ask_versions(self, form_id: str, tell: Callable[[list[Version]], None]) -> None:
        """As `versions`, without waiting: told on another thread, none when they cannot be read."""
        try:
            self._store.versions.ask(form_id, tell)
        except StoreClosedError:
            tell([])

    def frozen(self, form_id: str, versions: Sequence[Version]) -> Frozen | None:
        """The newest of a form's versions that the user froze, None when there is none.

        What import and restore keep by themselves before they replace a form does not count.
        """
        chosen = [v for v in versions if v.name not in BEFORE.values()]
        if not chosen or form_id not in self._core.document.forms:
            return None
        digest = content_digest(state(self._core.document.form(form_id)))
        return Frozen(chosen[-1], digest == chosen[-1].digest)

    def version(self, version: Version) -> Form:
        """The form as it was in a version."""
        return self._store.versions.form(version.id)

    def compare(self, older: Version, newer: Version | None = None) -> "list[VersionDifference]":
        """What changed from a version to another one of the same form, or (None) to the form now."""
        from perfdesk.session.keep.compare import compare

        before = self._core.make_view(self._store.versions.form(older.id))
        if newer is None:
            return compare(before, self._core.view(older.form))
        return compare(before, self._core.make_view(self._store.versions.form(newer.id)))

    def return_to(self, version: Version) -> Outcome:
        """Give a form the content of a version, as one step."""
        content = self._store.versions.form(version.id)
        label = f"恢复到{version.name}"
        change: Change = ReplaceForm(version.form, state(content))
        last = self.final_versions().get(version.form)
        if last is not None:
            # A new draft begins; the version that was final stays.
            unlocked = SetBeside(FINAL, (version.form,), last, None)
            change = Batch((unlocked, change), label)
        return self._core.edit(change, label)

    def backup_to(self, target: Path) -> Path:
        """A verified copy of the data file at a chosen place (备份到…)."""
        return self._store.backups.backup_to(target)
