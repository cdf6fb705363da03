"""What the journal tells of cells, forms and removed forms."""

from perfdesk.cellpath import CellPath
from perfdesk.history import JournalEntry
from perfdesk.store.file_jobs import FileJobs
from perfdesk.store.records import CellChange, RecycledForm
from perfdesk.store.repository import checkpoint, journal


class Past:
    """The history of one data file. Every method answers when it is done."""

    def __init__(self, jobs: FileJobs) -> None:
        self._jobs = jobs

    def of_cell(self, path: CellPath) -> list[CellChange]:
        """When a cell changed, from what to what, oldest first."""
        return self._jobs.read(lambda c: journal.cell_history(c, path))

    def of_form(self, form: str) -> list[CellChange]:
        """The same for all cells of a form."""
        return self._jobs.read(lambda c: journal.form_history(c, form))

    def checks(self) -> list[tuple[int, int]]:
        """Number and checksum of every entry on the disk, oldest first: two files that went apart
        differ from the step on at which they did."""
        return self._jobs.read(journal.checks)

    def folded(self) -> int:
        """The newest step whose change is kept no more, 0 when all are kept."""
        return self._jobs.read(checkpoint.folded)

    def entries_after(self, seq: int) -> list[JournalEntry]:
        """The entries on the disk after one, oldest first, with their changes."""
        return self._jobs.read(
            lambda c: list(journal.read_entries(c, "WHERE seq > ? ORDER BY seq", (seq,)))
        )

    def recycle_bin(self) -> list[RecycledForm]:
        """The forms that were removed and not brought back, newest first."""
        return self._jobs.read(journal.recycle_bin)
