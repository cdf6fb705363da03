"""Findings that the user left as they are, with the reason (出错说明)."""

from perfdesk.store.file_jobs import FileJobs
from perfdesk.store.lock import user_name
from perfdesk.store.records import Accepted
from perfdesk.store.repository import remarks
from perfdesk.values.moments import now


class Acceptances:
    """The acceptances of one data file. Every method answers when it is done."""

    def __init__(self, jobs: FileJobs) -> None:
        self._jobs = jobs

    def accept(self, accepted: Accepted) -> Accepted:
        """Keep that a finding was left as it is; fills in who and when where blank."""
        filled = accepted._replace(
            who=accepted.who or user_name(),
            at=accepted.at or now(),
        )
        self._jobs.write(lambda c: remarks.accept(c, filled))
        return filled

    def revoke(self, accepted: Accepted) -> None:
        """Take an acceptance back; only rule, path and arguments count."""
        self._jobs.write(lambda c: remarks.revoke(c, accepted))

    def all(self) -> list[Accepted]:
        """All acceptances, oldest first."""
        return self._jobs.read(remarks.accepted_findings)
