"""Private notes at cells, never printed, and the unit's settings."""

from perfdesk.cellpath import CellPath
from perfdesk.changes import SetBeside
from perfdesk.session.core import Core
from perfdesk.session.outcome import Outcome
from perfdesk.settings import UnitSettings
from perfdesk.store import CellChange, Failed, Note, RecycledForm, Saved, Store, Version

# The window knows these records by this module only.
__all__ = ["CellChange", "Failed", "Note", "RecycledForm", "Remarks", "Saved", "Version"]

NOTE = "note"
"""The kind of step that changes one."""


class Remarks:
    """What the user remarks beside the forms. Notes are read once and kept in memory."""

    def __init__(self, core: Core, store: Store) -> None:
        self._core = core
        self._store = store
        self._notes: list[Note] | None = None

    def notes(self, form_id: str) -> dict[tuple[str, str], str]:
        """The notes of a form by (row id, field); ("", "") is the note of the whole form."""
        return {
            (note.path.row, note.path.field): note.text
            for note in self._all()
            if note.path.form == form_id
        }

    def set_note(self, path: CellPath, text: str) -> Outcome:
        """Put a note at a cell in place of the one there; a blank text takes it away."""
        before = next((note.text for note in self._all() if note.path == path), None)
        after = text.strip() or None
        if before == after:
            return Outcome()
        label = "修改备注" if before and after else "写备注" if after else "删除备注"
        return self._core.edit(SetBeside(NOTE, path, before, after), label, path.form)

    def note_step(self, path: CellPath, text: str) -> SetBeside:
        """The note as part of another step."""
        before = next((note.text for note in self._all() if note.path == path), None)
        return SetBeside(NOTE, path, before, text)

    def put(self, key: tuple[str, ...], before: str | None, after: str | None) -> None:
        """Keep the note of a step, done or undone."""
        path = CellPath(*key)
        notes = self._all()
        for note in [note for note in notes if note.path == path]:
            self._store.notes.remove(note)
            notes.remove(note)
        if after:
            notes.append(self._store.notes.add(path, after))

    @property
    def settings(self) -> UnitSettings:
        """The unit's settings as they are now."""
        return self._core.settings

    def _all(self) -> list[Note]:
        if self._notes is None:
            self._notes = self._store.notes.all()
        return self._notes
