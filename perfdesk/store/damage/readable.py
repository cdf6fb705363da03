"""Can everything in a file be taken apart? Checksums tell that it is as written, not that it is ours."""

import sqlite3

from perfdesk.store.faults import FAULTS, describe
from perfdesk.store.load import history_of
from perfdesk.store.repository import (
    checkpoint,
    files,
    forms,
    journal,
    remarks,
    unit,
    unit_lists,
)
from perfdesk.store.repository.content import content_of, form_of


def content_fault(connection: sqlite3.Connection) -> str | None:
    """Read all that a window might ever ask for; the first thing that is nothing of ours, in our words."""
    try:
        for _ in forms.read_forms(connection):
            pass
        heads = list(
            journal.read_heads(connection, lambda seq: journal.read_changes(connection, seq))
        )
        history_of(heads, checkpoint.folded(connection))
        for _ in journal.read_entries(connection, "WHERE change <> '' ORDER BY seq"):
            pass
        checkpoint.read(connection)
        journal.recycle_bin(connection)
        _read_beside(connection)
    except FAULTS as fault:
        return describe(fault)
    return None


def _read_beside(connection: sqlite3.Connection) -> None:
    unit.read_settings(connection)
    remarks.accepted_findings(connection)
    remarks.notes(connection)
    remarks.drafts(connection)
    unit_lists.templates(connection)
    unit_lists.codes(connection)
    unit_lists.entries(connection)
    unit_lists.review_remarks(connection, None)
    for (name,) in connection.execute("SELECT name FROM import_mappings"):
        unit.get_mapping(connection, name)
    for (number,) in connection.execute("SELECT version_id FROM versions"):
        state = remarks.version_state(connection, number)
        if state is not None:
            form_of("versions", state)
    with content_of("file_info"):
        files.info(connection, "file_id")
