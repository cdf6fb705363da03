"""The unit's indicator library, inside its data file."""

from collections.abc import Iterable

from perfdesk.store.file_jobs import FileJobs
from perfdesk.store.records import LibraryEntry
from perfdesk.store.repository import unit_lists


class Library:
    """The library entries of one data file. Every method answers when it is done."""

    def __init__(self, jobs: FileJobs) -> None:
        self._jobs = jobs

    def add(self, entries: Iterable[LibraryEntry]) -> list[LibraryEntry]:
        """Add entries, all or none; answers them with their numbers."""
        listed = list(entries)
        return self._jobs.write(lambda c: unit_lists.add_entries(c, listed))

    def replace(self, entry: LibraryEntry) -> None:
        """Put an entry in the place of the one with its number."""
        self._jobs.write(lambda c: unit_lists.put_entry(c, entry))

    def remove(self, numbers: Iterable[int]) -> None:
        """Take entries away."""
        listed = list(numbers)
        self._jobs.write(lambda c: unit_lists.drop_entries(c, listed))

    def all(self) -> list[LibraryEntry]:
        """All entries, in the order they came."""
        return self._jobs.read(unit_lists.entries)
