"""The unit's own templates, inside its data file."""

import sqlite3

from perfdesk.store.file_jobs import FileJobs
from perfdesk.store.records import UnitTemplate
from perfdesk.store.repository import unit_lists
from perfdesk.values.moments import now


class Templates:
    """The templates of one data file. Every method answers when it is done."""

    def __init__(self, jobs: FileJobs) -> None:
        self._jobs = jobs

    def keep(
        self,
        base_id: str,
        toml: str,
        *,
        name: str,
        issuer: str = "",
        year: str = "",
        format_number: int = 1,
    ) -> UnitTemplate:
        """Keep a template; the one that stands for it from now on.

        The same text again is the edition that is there. Another text under a known id is a new
        edition with an id of its own: forms keep the one they were made with.
        """
        at = now()

        def job(connection: sqlite3.Connection) -> UnitTemplate:
            editions = [t for t in unit_lists.templates(connection) if t.base_id == base_id]
            same = next((t for t in editions if t.toml == toml), None)
            if same is not None:
                return same
            number = max((t.edition for t in editions), default=0) + 1
            template_id = base_id if number == 1 else f"{base_id}-{number}"
            made = UnitTemplate(
                template_id, base_id, number, name, issuer, year, format_number, toml, at
            )
            unit_lists.put_template(connection, made)
            return made

        return self._jobs.write(job)

    def all(self) -> list[UnitTemplate]:
        """All templates, each one's editions in their order."""
        return self._jobs.read(unit_lists.templates)

    def packs(self) -> dict[str, bytes]:
        """The content of every template by its id."""
        return {kept.id: kept.toml.encode() for kept in self.all()}

    def used_by(self, template_id: str) -> list[str]:
        """The forms of a template, those too that a version, the recycle bin or 撤销 can bring back."""
        return self._jobs.read(lambda c: unit_lists.forms_with_template(c, template_id))

    def remove(self, template_id: str) -> bool:
        """Take a template away; False, and nothing done, where a form is or was made with it."""

        def job(connection: sqlite3.Connection) -> bool:
            if unit_lists.forms_with_template(connection, template_id):
                return False
            unit_lists.drop_template(connection, template_id)
            return True

        return self._jobs.write(job)
