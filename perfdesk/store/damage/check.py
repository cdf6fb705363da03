"""Is a data file as it was written? Structure, checksums of rows, journal without gaps, seal."""

import sqlite3
from pathlib import Path

from perfdesk.store.damage.page_digest import BadSealError, check_seal
from perfdesk.store.damage.pages import DataConnection, may_read, read_start
from perfdesk.store.faults import FAULTS, describe
from perfdesk.store.repository import files, journal
from perfdesk.store.schema import schema_check, tables_of


def structure_fault(connection: DataConnection, *, thorough: bool = False) -> str | None:
    """What SQLite's own check says, in our words; None when it is content."""
    pragma = "integrity_check" if thorough else "quick_check"
    try:
        found = connection.execute(f"PRAGMA {pragma}(1)").fetchone()[0]
        if found != "ok":
            return "数据库结构有误"
        if connection.check_rows and not connection.added_to and _schema_differs(connection):
            return "数据表的定义有误"
    except FAULTS as fault:
        return describe(fault)
    return None


def rows_fault(connection: sqlite3.Connection) -> str | None:
    """The first row that is not as it was written, in our words; None when all are."""
    # A file that was closed well is sealed: most starts come to neither this nor the journal.
    from perfdesk.store.repository import gathered

    try:
        for table in tables_of(connection):
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
