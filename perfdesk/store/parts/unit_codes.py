"""Codes of budget systems: of the region (区划), the unit (单位) and its projects (项目)."""

from collections.abc import Iterable

from perfdesk.store.file_jobs import FileJobs
from perfdesk.store.records import UnitCode
from perfdesk.store.repository import unit_lists
from perfdesk.values.moments import now


class UnitCodes:
    """The codes of one data file. Every method answers when it is done."""

    def __init__(self, jobs: FileJobs) -> None:
        self._jobs = jobs

    def put(self, codes: Iterable[UnitCode]) -> None:
        """Keep codes, all or none; one of the same scope and name is replaced, a blank one removed."""
        at = now()
        dated = [code if code.at else code._replace(at=at) for code in codes]
        self._jobs.write(lambda c: unit_lists.put_codes(c, dated))

    def all(self) -> list[UnitCode]:
        """All codes by scope and name."""
        return self._jobs.read(unit_lists.codes)
