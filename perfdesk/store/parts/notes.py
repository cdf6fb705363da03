"""Notes at cells and forms (备注)."""

from perfdesk.cellpath import CellPath
from perfdesk.store.file_jobs import FileJobs
from perfdesk.store.lock import user_name
from perfdesk.store.records import Note
from perfdesk.store.repository import remarks
from perfdesk.values.moments import now


class Notes:
    """The notes of one data file. Every method answers when it is done."""

    def __init__(self, jobs: FileJobs) -> None:
        self._jobs = jobs

    def add(self, path: CellPath, text: str) -> Note:
        """Keep a note at a cell, or at a form (row and field empty)."""
        who, at = user_name(), now()
        number = self._jobs.write(lambda c: remarks.add_note(c, path, text, who, at))
        return Note(number, path, text, who, at)

    def remove(self, note: Note) -> None:
        """Take a note away."""
        self._jobs.write(lambda c: remarks.remove_note(c, note.id))

    def all(self) -> list[Note]:
        """All notes, oldest first."""
        return self._jobs.read(remarks.notes)
