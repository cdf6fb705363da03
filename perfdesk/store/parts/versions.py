"""Frozen states of forms (定稿)."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from typing import Any

from perfdesk.document import Form
from perfdesk.errors import PerfDeskError
from perfdesk.store.faults import FAULTS
from perfdesk.store.file_jobs import FileJobs
from perfdesk.store.lock import user_name
from perfdesk.store.records import Version
from perfdesk.store.repository import remarks
from perfdesk.store.repository.content import form_of
from perfdesk.values.moments import now


class Versions:
    """The versions of one data file."""

    def __init__(self, jobs: FileJobs) -> None:
        self._jobs = jobs

    def freeze(self, form: str, name: str, state: Mapping[str, Any]) -> Version:
        """Keep a form's state (`document.state`) as a version, with the digest of its content."""
        return self.freeze_all(name, [{**state, "id": form}])[0]

    def freeze_all(self, name: str, states: Iterable[Mapping[str, Any]]) -> list[Version]:
        """Keep several forms as versions of the same name, all or none (before a restore)."""
        wanted = list(states)

        def job(connection: sqlite3.Connection) -> list[Version]:
            at, who = now(), user_name()
            return [remarks.freeze(connection, state, name, who, at) for state in wanted]

        return self._jobs.write(job)

    def remove(self, version: Version) -> None:
        """Take a version away: its 定稿 was undone."""
        self._jobs.write(lambda c: remarks.remove_version(c, version.id))

    def of(self, form: str) -> list[Version]:
        """The versions of a form, oldest first."""
        return self._jobs.read(lambda c: remarks.versions(c, form))

    def ask(self, form: str, tell: Callable[[list[Version]], None]) -> None:
        """The same without waiting, told on the store's thread; none when they cannot be read."""

        def answered(answer: Future[list[Version]]) -> None:
            try:
                found = answer.result()
            except (PerfDeskError, *FAULTS):
                found = []
            tell(found)

        self._jobs.ask(lambda c: remarks.versions(c, form)).add_done_callback(answered)

    def form(self, number: int) -> Form:
        """The form as a version holds it; KeyError when there is no such version."""
        state = self._jobs.read(lambda c: remarks.version_state(c, number))
        if state is None:
            raise KeyError(number)
        try:
            return form_of("versions", state)
        except FAULTS as fault:
            raise self._jobs.fault(fault) from fault
