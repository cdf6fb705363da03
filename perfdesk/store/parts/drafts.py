"""Texts of editors that are still open; never part of the journal."""

from concurrent.futures import Future

from perfdesk.cellpath import CellPath
from perfdesk.store.file_jobs import FileJobs
from perfdesk.store.records import Draft
from perfdesk.store.repository import remarks
from perfdesk.values.moments import now


class Drafts:
    """The drafts of one data file."""

    def __init__(self, jobs: FileJobs) -> None:
        self._jobs = jobs

    def keep(self, path: CellPath, text: str) -> Future[None]:
        """Keep the text of an open editor without waiting; the future tells of a failure."""
        draft = Draft(path, text, now())
        return self._jobs.post(lambda c: remarks.put_draft(c, draft))

    def discard(self, path: CellPath) -> Future[None]:
        """Forget a draft without waiting; committing an edit of the cell does so too."""
        return self._jobs.post(lambda c: remarks.drop_draft(c, path))

    def all(self) -> list[Draft]:
        """Drafts that no commit has overtaken, oldest first."""
        return self._jobs.read(remarks.drafts)
