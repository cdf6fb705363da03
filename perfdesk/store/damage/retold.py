"""Are the forms what the journal tells? Held against the tables, form by form."""

import json
import sqlite3
from typing import Any

from perfdesk.cellpath import HEADER
from perfdesk.changes import FormState
from perfdesk.document import Document, apply, state
from perfdesk.errors import UnknownFormError
from perfdesk.store.faults import FAULTS
from perfdesk.store.repository import checkpoint, form_extras, gathered
from perfdesk.store.repository.tables import Value
from perfdesk.store.schema import TABLES

Cells = dict[tuple[Any, Any], tuple[Any, Any]]


def journal_fault(connection: sqlite3.Connection) -> str | None:
    """Whether the forms are what the journal tells, in our words; None when they are.

    Rows may all be sound (see `rows_fault`) and yet some be missing, when a page was replaced by another.
    """
    try:
        agrees = _agrees(connection, told(connection))
    except (UnknownFormError, KeyError, ValueError, TypeError, RecursionError, *FAULTS):
        agrees = False
    return None if agrees else "修改记录与表的内容不符"


def told(connection: sqlite3.Connection, last: int | None = None) -> Document:
    """The forms as the journal tells them, up to the step `last` (None: all)."""
    document = checkpoint.read(connection)
    for change in gathered.changes(connection, checkpoint.folded(connection), last):
        apply(document, change)
    return document


def _agrees(connection: sqlite3.Connection, document: Document) -> bool:
    """Whether the tables hold these forms, in this order."""
    columns = ", ".join(TABLES["forms"])
    records = list(connection.execute(f"SELECT {columns} FROM forms ORDER BY position"))
    if [record[0] for record in records] != list(document.forms):
        return False
    rows, cells = (gathered.by_form(connection, table) for table in ("rows", "cells"))
    extras = form_extras.read_all(connection)
    for form, record in zip(document, records, strict=True):
        content = state(form)
        known = {HEADER, *(row["id"] for row in form_extras.rows_of(content))}
        same = (
            _heads(content) == (*record[2:6], *map(json.loads, record[6:]))
            and _row_ids(content) == _stored_rows(json.loads(rows.get(form.id, "[]")))
            and _filled(content) == _stored_cells(json.loads(cells.get(form.id, "[]")), known)
            and form_extras.same(content, extras.get(form.id))
        )
        if not same:
            return False
    return True


def _heads(content: FormState) -> tuple[Any, ...]:
    names = ("template", "kind", "match", "next_row", "leftovers", "suspect_rows")
    return tuple(content[name] for name in names)


def _row_ids(content: FormState) -> list[str]:
    return [row["id"] for part in ("funds", "indicators") for row in content[part]]


def _stored_rows(rows: list[list[Value]]) -> list[Value]:
    """Row ids in their order, those of the funds first."""
    ordered = [row[1] for row in sorted(rows, key=lambda row: int(row[2] or 0))]
    return sorted(ordered, key=lambda row: not str(row).startswith("F"))


def _filled(content: FormState) -> Cells:
    """Text and mode of every cell that has one; a blank cell and a missing one are the same."""
    parts = [(HEADER, content["header"])]
    parts += [(row["id"], row["values"]) for row in form_extras.rows_of(content)]
    texts = {
        (row, name): (text, None)
        for row, values in parts
        for name, text in values.items()
        if text is not None
    }
    known = {row for row, _ in parts}
    moded = {
        (row, name): (texts.get((row, name), (None,))[0], mode)
        for row, name, mode in content["modes"]
        if row in known
    }
    return {**texts, **moded}


def _stored_cells(cells: list[list[Value]], known: set[str]) -> Cells:
    return {
        (row, name): (text, mode)
        for _, row, name, text, mode in cells
        if row in known and (text is not None or mode is not None)
    }
