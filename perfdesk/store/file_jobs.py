"""How everything beside the journal comes to the connection: jobs on the store's thread."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

from perfdesk.errors import DataFileReadOnlyError, NewerDataFileError, PerfDeskError
from perfdesk.store.commit import Committer
from perfdesk.store.faults import FAULTS, Fault, opening_fault
from perfdesk.store.schema import SCHEMA_VERSION
from perfdesk.store.writer import Writer

T = TypeVar("T")
Job = Callable[[sqlite3.Connection], T]


class FileJobs:
    """Reading and writing jobs of one open file, told in sentences when they fail."""

    def __init__(
        self,
        path: Path,
        writer: Writer,
        committer: Committer,
        checked: Future[None],
        *,
        read_only: bool,
    ) -> None:
        self._path = path
        self._writer = writer
        self._committer = committer
        self._checked = checked
        self._read_only = read_only
        self.schema_version = 0
        """The schema of the file; known once it is connected."""

    def read(self, job: Job[T]) -> T:
        """Run a reading job and answer what it answers; PerfDeskError when it cannot be read."""
        try:
            return self._writer.call(job)
        except FAULTS as fault:
            raise self.fault(fault) from fault

    def ask(self, job: Job[T]) -> Future[T]:
        """Run a reading job without waiting for it; a fault is told as it is."""
        return self._writer.post(job)

    def write(self, job: Job[T]) -> T:
        """Run a writing job in one transaction, and wait until it is on the disk.

        SaveError when the disk refuses, DataFileReadOnlyError on a file opened read-only; nothing
        is half written then.
        """
        return self.post(job).result()

    def post(self, job: Job[T]) -> Future[T]:
        """The same without waiting; the future tells of a failure."""
        self.require_writable()
        self._checked.result()
        return self._writer.post(lambda connection: self._committer.transact(connection, job))

    def require_writable(self) -> None:
        """Raise DataFileReadOnlyError where nothing may be written."""
        if self._read_only:
            raise DataFileReadOnlyError(self._path)

    def fault(self, fault: Fault) -> PerfDeskError:
        """The sentence for a fault of reading."""
        if self.schema_version > SCHEMA_VERSION:
            return NewerDataFileError(self._path, readable=False)
        return opening_fault(self._path, fault)
