"""What the store keeps beside the forms: settings, acceptances, notes, drafts, versions, exports."""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from perfdesk.cellpath import CellPath
from perfdesk.document import Form, from_state
from perfdesk.errors import PerfDeskError
from perfdesk.settings import UnitSettings
from perfdesk.store.answer import Answer
from perfdesk.store.faults import FAULTS
from perfdesk.store.lock import user_name
from perfdesk.store.opening import now
from perfdesk.store.records import (
    Accepted,
    CellChange,
    Draft,
    ExportRecord,
    Note,
    RecycledForm,
    Version,
)
from perfdesk.store.repository import journal, remarks, unit
from perfdesk.store.writer import Writer

T = TypeVar("T")
Job = Callable[[sqlite3.Connection], T]


class Keeping(ABC):
    """The methods of `Store` about what hangs on stable paths. Each answers when it is done.

    Writing methods raise SaveError when the disk refuses and DataFileReadOnlyError on a file
    opened read-only; nothing is half written then.
    """

    _writer: Writer

    @abstractmethod
    def _read(self, job: Job[T]) -> T:
        """Run a reading job on the store's thread."""

    @abstractmethod
    def _write(self, job: Job[T]) -> "Answer[T]":
        """Run a writing job on the store's thread in one transaction."""

    def save_settings(self, settings: UnitSettings) -> None:
        """Replace the unit's settings."""
        self._write(lambda c: unit.save_settings(c, settings)).result()

    def put_mapping(self, name: str, mapping: Any) -> None:
        """Keep how a foreign layout was matched, under its name; `mapping` is JSON-able."""
        self._write(lambda c: unit.put_mapping(c, name, mapping, now())).result()

    def get_mapping(self, name: str) -> Any:
        """What `put_mapping` kept, None when nothing."""
        return self._read(lambda c: unit.get_mapping(c, name))

    def accept(self, accepted: Accepted) -> Accepted:
        """Keep that a finding was left as it is; fills in who and when where blank."""
        filled = Accepted(
            accepted.rule,
            accepted.form,
            accepted.row,
            accepted.field,
            accepted.arguments,
            accepted.reason,
            accepted.who or user_name(),
            accepted.at or now(),
        )
        self._write(lambda c: remarks.accept(c, filled)).result()
        return filled

    def revoke(self, accepted: Accepted) -> None:
        """Take an acceptance back; only rule, path and arguments count."""
        self._write(lambda c: remarks.revoke(c, accepted)).result()

    def accepted(self) -> list[Accepted]:
        """All acceptances, oldest first."""
        return self._read(remarks.accepted_findings)

    def add_note(self, path: CellPath, text: str) -> Note:
        """Keep a note at a cell, or at a form (row and field empty)."""
        who, at = user_name(), now()
        number = self._write(lambda c: remarks.add_note(c, path, text, who, at)).result()
        return Note(number, path, text, who, at)

    def remove_note(self, note: Note) -> None:
        """Take a note away."""
        self._write(lambda c: remarks.remove_note(c, note.id)).result()

    def notes(self) -> list[Note]:
        """All notes, oldest first."""
        return self._read(remarks.notes)

    def draft(self, path: CellPath, text: str) -> "Answer[None]":
        """Keep the text of an open editor without waiting; the future tells of a failure."""
        draft = Draft(path, text, now())
        return self._write(lambda c: remarks.put_draft(c, draft))

    def discard_draft(self, path: CellPath) -> "Answer[None]":
        """Forget a draft without waiting; committing an edit of the cell does so too."""
        return self._write(lambda c: remarks.drop_draft(c, path))

    def drafts(self) -> list[Draft]:
        """Drafts that no commit has overtaken, oldest first."""
        return self._read(remarks.drafts)

    def freeze(self, form: str, name: str, state: Mapping[str, Any]) -> Version:
        """Keep a form's state (`document.state`) as a version, with the digest of its content."""
        content = {**state, "id": form}
        return self._write(lambda c: remarks.freeze(c, content, name, user_name(), now())).result()

    def freeze_all(self, name: str, states: Iterable[Mapping[str, Any]]) -> list[Version]:
        """Keep several forms as versions of the same name, all or none (before a restore)."""
        wanted = list(states)

        def job(connection: sqlite3.Connection) -> list[Version]:
            at, who = now(), user_name()
            return [remarks.freeze(connection, state, name, who, at) for state in wanted]

        return self._write(job).result()

    def versions(self, form: str) -> list[Version]:
        """The versions of a form, oldest first."""
        return self._read(lambda c: remarks.versions(c, form))

    def ask_versions(self, form: str, tell: Callable[[list[Version]], None]) -> None:
        """The same without waiting, told on the store's thread; none when they cannot be read."""

        def answered(answer: "Answer[list[Version]]") -> None:
            try:
                found = answer.result()
            except (PerfDeskError, *FAULTS):
                found = []
            tell(found)

        self._writer.post(lambda c: remarks.versions(c, form)).add_done_callback(answered)

    def version(self, number: int) -> Form:
        """The form as a version holds it; KeyError when there is no such version."""
        state = self._read(lambda c: remarks.version_state(c, number))
        if state is None:
            raise KeyError(number)
        return from_state(state)

    def record_exports(self, records: Iterable[ExportRecord]) -> None:
        """Keep that forms were exported or printed, all or none; fills in when where blank.

        Many at once: every commit waits for the disk several times.
        """
        at = now()
        listed = [each if each.at else each._replace(at=at) for each in records]

        def job(connection: sqlite3.Connection) -> None:
            for record in listed:
                remarks.add_export(connection, record)

        if listed:
            self._write(job).result()

    def exports(self, form: str) -> list[ExportRecord]:
        """When and as what a form went out, oldest first."""
        return self._read(lambda c: remarks.exports(c, form))

    def cell_history(self, path: CellPath) -> list[CellChange]:
        """When a cell changed, from what to what, oldest first."""
        return self._read(lambda c: journal.cell_history(c, path))

    def form_history(self, form: str) -> list[CellChange]:
        """The same for all cells of a form."""
        return self._read(lambda c: journal.form_history(c, form))

    def recycle_bin(self) -> list[RecycledForm]:
        """The forms that were removed and not brought back, newest first."""
        return self._read(journal.recycle_bin)
