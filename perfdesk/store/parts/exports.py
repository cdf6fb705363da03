"""When and as what forms went out."""

import sqlite3
from collections.abc import Iterable

from perfdesk.store.file_jobs import FileJobs
from perfdesk.store.records import ExportRecord
from perfdesk.store.repository import remarks
from perfdesk.values.moments import now


class Exports:
    """The records of exports and prints of one data file. Every method answers when it is done."""

    def __init__(self, jobs: FileJobs) -> None:
        self._jobs = jobs

    def record(self, records: Iterable[ExportRecord]) -> None:
        """Keep that forms were exported or printed, all or none; fills in when where blank.

        Many at once: every commit waits for the disk several times.
        """
        at = now()
        listed = [each if each.at else each._replace(at=at) for each in records]

        def job(connection: sqlite3.Connection) -> None:
            for record in listed:
                remarks.add_export(connection, record)

        if listed:
            self._jobs.write(job)

    def any(self) -> bool:
        """Whether any form ever went out."""
        return self._jobs.read(remarks.any_export)

    def of(self, form: str) -> list[ExportRecord]:
        """When and as what a form went out, oldest first."""
        return self._jobs.read(lambda c: remarks.exports(c, form))
