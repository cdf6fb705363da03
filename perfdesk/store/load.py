"""What a data file holds when it is opened: the list of forms now, the forms when asked for."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from perfdesk.changes import Change
from perfdesk.document import Document, Form, FormsOnDemand
from perfdesk.history import History, JournalEntry
from perfdesk.store.records import Loaded
from perfdesk.store.repository import checkpoint, forms, journal, remarks, unit
from perfdesk.store.repository.tables import DamagedContentError

Read = Callable[[Callable[[sqlite3.Connection], Any]], Any]
"""Runs a reading job on the store's thread."""


def load(connection: sqlite3.Connection, read: Read, *, on_demand: bool) -> Loaded:
    """Read what is needed now. Changes of journal entries are read when they are asked for.

    With `on_demand` forms too; else all are read now, since another process may write and
    nothing can come between then.
    """

    def fetch(wanted: Sequence[str]) -> list[Form]:
        found: list[Form] = read(lambda c: forms.read_some(c, wanted))
        return found

    def fetch_changes(seq: int) -> tuple[Change, Change]:
        found: tuple[Change, Change] = read(lambda c: journal.read_changes(c, seq))
        return found

    def fetch_headings() -> list[Form]:
        found: list[Form] = read(lambda c: list(forms.read_headings(c)))
        return found

    connection.execute("BEGIN")
    try:
        if on_demand:
            ids = forms.form_ids(connection)
            document = Document(FormsOnDemand(ids, fetch, fetch_headings))
        else:
            document = Document({form.id: form for form in forms.read_forms(connection)})
        entries = list(journal.read_heads(connection, fetch_changes))
        return Loaded(
            document=document,
            entries=entries,
            history=history_of(entries, checkpoint.folded(connection)),
            settings=unit.read_settings(connection),
            accepted=remarks.accepted_findings(connection),
            drafts=remarks.drafts(connection),
            next_seq=journal.last_seq(connection) + 1,
        )
    finally:
        connection.execute("COMMIT")


def history_of(entries: Sequence[JournalEntry], folded: int) -> History:
    """The stacks after all entries; folded steps can be neither undone nor redone."""
    try:
        history = History.replay(entries)
    except ValueError:
        raise DamagedContentError("journal") from None
    history.forget(folded)
    return history
