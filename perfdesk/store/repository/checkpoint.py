"""What the forms were when older steps were folded: the journal is told from there on."""

import json
import sqlite3

from perfdesk.document import Document, state
from perfdesk.store.repository import files
from perfdesk.store.repository.content import content_of, form_of, parsed
from perfdesk.store.repository.tables import get, put_many

FOLDED = "folded"
"""The newest step whose change is kept no more; its line, and the history per cell, stay."""


def folded(connection: sqlite3.Connection) -> int:
    """The newest folded step, 0 when none is."""
    with content_of("file_info"):
        return int(files.info(connection, FOLDED) or 0)


def read(connection: sqlite3.Connection) -> Document:
    """The forms after the newest folded step; none where nothing is folded."""
    document = Document()
    for row in get(connection, "checkpoint_forms", "ORDER BY position"):
        form = form_of("checkpoint_forms", parsed("checkpoint_forms", row[3]))
        document.forms[form.id] = form
    return document


def write(connection: sqlite3.Connection, document: Document, seq: int) -> None:
    """Make this what the forms were after step `seq`."""
    connection.execute("DELETE FROM checkpoint_forms")
    put_many(
        connection,
        "checkpoint_forms",
        (
            (form.id, place, seq, json.dumps(state(form), ensure_ascii=False))
            for place, form in enumerate(document)
        ),
    )
    files.put_info(connection, FOLDED, str(seq))
