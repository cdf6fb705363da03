"""Is a data file as it was written? Structure, checksums of rows, journal without gaps, seal."""

import json
import sqlite3
from pathlib import Path
from typing import Any

from perfdesk.cellpath import HEADER
from perfdesk.document import Document, Form, apply
from perfdesk.errors import UnknownFormError
from perfdesk.store.damage.page_digest import BadSealError, check_seal
from perfdesk.store.damage.pages import DataConnection, may_read, read_start
from perfdesk.store.faults import FAULTS, describe
from perfdesk.store.repository import files, journal
from perfdesk.store.repository.tables import Value
from perfdesk.store.schema import TABLES, schema_check

Cells = dict[tuple[Any, Any], tuple[Any, Any]]


def structure_fault(connection: DataConnection, *, thorough: bool = False) -> str | None:
    """What SQLite's own check says, in our words; None when it is content."""
    pragma = "integrity_check" if thorough else "quick_check"
    try:
        found = connection.execute(f"PRAGMA {pragma}(1)").fetchone()[0]
        if found != "ok":
            return "数据库结构有误"
        if connection.check_rows and _schema_differs(connection):
            return "数据表的定义有误"
    except FAULTS as fault:
        return describe(fault)
    return None


def rows_fault(connection: sqlite3.Connection) -> str | None:
    """The first row that is not as it was written, in our words; None when all are."""
    # A file that was closed well is sealed: most starts come to neither this nor the journal.
    from perfdesk.store.repository import gathered

    try:
        for table in TABLES:
            gathered.check_table(connection, table)
        count = connection.execute("SELECT count(*) FROM journal").fetchone()[0]
        if count != journal.last_seq(connection):
            return "修改记录有缺失"
        return _strays(connection)
    except FAULTS as fault:
        return describe(fault)


def seal_fits(connection: sqlite3.Connection, path: Path, *, own: int) -> bool | None:
    """Whether the file is byte for byte as it was closed; None when it was not closed properly.

    Also None while other connections of this process keep the bytes from being read.
    """
    if not may_read(path, own):
        return None
    try:
        return True if check_seal(connection, path) else None
    except (BadSealError, *FAULTS):
        return False


def header_fault(path: Path) -> str | None:
    """Header fields that we always leave at their defaults; None when they are."""
    head = read_start(path, 100)
    if head[48:52] + head[64:68] + head[72:92] != bytes(28) or head[56:60] != b"\0\0\0\1":
        return "文件头有误"
    return None


def _schema_differs(connection: sqlite3.Connection) -> bool:
    return files.info(connection, "schema_check") != schema_check(connection)


def _strays(connection: sqlite3.Connection) -> str | None:
    """Rows and cells of forms that are not there."""
    for table in ("rows", "cells"):
        sql = f"SELECT 1 FROM {table} WHERE form_id NOT IN (SELECT form_id FROM forms) LIMIT 1"
        if connection.execute(sql).fetchone():
            return "缺少应有的表"
    return None


def journal_fault(connection: sqlite3.Connection) -> str | None:
    """Whether the forms are what the journal tells, in our words; None when they are.

    Rows may all be sound (see `rows_fault`) and yet some be missing, when a page was replaced by another.
    """
    from perfdesk.store.repository import gathered

    told = Document()
    try:
        for change in gathered.changes(connection):
            apply(told, change)
        agrees = _agrees(connection, told)
    except (UnknownFormError, KeyError, ValueError, *FAULTS):
        agrees = False
    return None if agrees else "修改记录与表的内容不符"


def _agrees(connection: sqlite3.Connection, told: Document) -> bool:
    """Whether the tables hold these forms, in this order."""
    from perfdesk.store.repository import gathered

    columns = ", ".join(TABLES["forms"])
    records = list(connection.execute(f"SELECT {columns} FROM forms ORDER BY position"))
    if [record[0] for record in records] != list(told.forms):
        return False
    rows, cells = (gathered.by_form(connection, table) for table in ("rows", "cells"))
    return all(
        _heads(form) == (*record[2:6], *map(json.loads, record[6:]))
        and _row_ids(form) == _stored_rows(json.loads(rows.get(form.id, "[]")))
        and _filled(form)
        == _stored_cells(json.loads(cells.get(form.id, "[]")), {HEADER, *_row_ids(form)})
        for form, record in zip(told, records, strict=True)
    )


def _heads(form: Form) -> tuple[Any, ...]:
    leftovers = [[left.address, left.text] for left in form.leftovers]
    about = (form.template_id, form.kind, form.match, form.next_row)
    return *about, leftovers, list(form.suspect_rows)


def _row_ids(form: Form) -> list[str]:
    return [row.id for row in (*form.funds, *form.indicators)]


def _stored_rows(rows: list[list[Value]]) -> list[Value]:
    """Row ids in their order, those of the funds first."""
    ordered = [row[1] for row in sorted(rows, key=lambda row: int(row[2] or 0))]
    return sorted(ordered, key=lambda row: not str(row).startswith("F"))


def _filled(form: Form) -> Cells:
    """Text and mode of every cell that has one; a blank cell and a missing one are the same."""
    parts = [(HEADER, form.header), *((r.id, r.values) for r in (*form.funds, *form.indicators))]
    texts = {
        (row, name): (text, None)
        for row, values in parts
        for name, text in values.items()
        if text is not None
    }
    known = {row for row, _ in parts}
    moded = {
        (row, name): (texts.get((row, name), (None,))[0], mode)
        for (row, name), mode in form.modes.items()
        if row in known
    }
    return {**texts, **moded}


def _stored_cells(cells: list[list[Value]], known: set[str]) -> Cells:
    return {
        (row, name): (text, mode)
        for _, row, name, text, mode in cells
        if row in known and (text is not None or mode is not None)
    }
