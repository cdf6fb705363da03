"""The unit's settings, and what it taught about foreign layouts."""

from typing import Any

from perfdesk.settings import UnitSettings
from perfdesk.store.file_jobs import FileJobs
from perfdesk.store.repository import unit
from perfdesk.values.moments import now


class UnitChoices:
    """Settings and learnt mappings of one data file. Every method answers when it is done."""

    def __init__(self, jobs: FileJobs) -> None:
        self._jobs = jobs

    def save(self, settings: UnitSettings) -> None:
        """Replace the unit's settings."""
        self._jobs.write(lambda c: unit.save_settings(c, settings))

    def put_mapping(self, name: str, mapping: Any) -> None:
        """Keep how a foreign layout was matched, under its name; `mapping` is JSON-able."""
        self._jobs.write(lambda c: unit.put_mapping(c, name, mapping, now()))

    def mapping(self, name: str) -> Any:
        """What `put_mapping` kept, None when nothing."""
        return self._jobs.read(lambda c: unit.get_mapping(c, name))
