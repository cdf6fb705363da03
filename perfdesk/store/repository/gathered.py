"""Tables read through a form at a time: SQLite gathers the rows of one into one text.

Its machine, and with it the interpreter, is left and entered once a form instead of once a row.
On a thread beside a busy window each time is a wait; a check of 10,000 forms took ten times as long.
"""

import json
import sqlite3
from collections.abc import Iterator
from zlib import crc32

from perfdesk.changes import Change
from perfdesk.store.repository.content import change_of
from perfdesk.store.repository.tables import get
from perfdesk.store.schema import TABLES

_UNFIT = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_TOOBIG}
"""Blobs, which JSON cannot hold; a library without JSON; one form above SQLite's limits."""


def check_table(connection: sqlite3.Connection, table: str) -> None:
    """Check every row of a table; DamagedRowError at one whose checksum does not fit."""
    if not _all_fit(connection, table):
        # Row by row: what only could not be gathered is found good, a damaged row is named.
        for _ in get(connection, table):
            pass


def changes(
    connection: sqlite3.Connection, after: int = 0, last: int | None = None
) -> Iterator[Change]:
    """What every step after `after` did, oldest first, up to `last`; checksums are not looked at."""
    sql = "SELECT change FROM journal WHERE seq > ?1 AND (?2 IS NULL OR seq <= ?2) ORDER BY seq"
    for (change,) in connection.execute(sql, (after, last)):
        yield change_of(change)


def by_form(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """The rows of `rows` or `cells` by form; their checksums are not looked at.

    As JSON, each an array of what TABLES has: a million small lists would keep Python's collector busy.
    """
    columns = ", ".join(TABLES[table])
    sql = f"SELECT form_id, json_group_array(json_array({columns})) FROM {table} GROUP BY form_id"
    return dict(connection.execute(sql))


def _all_fit(connection: sqlite3.Connection, table: str) -> bool:
    """Whether all rows fit their checksums; False too where they cannot be gathered."""
    try:
        for texts, checks in connection.execute(_sql(connection, table)):
            parts = map("\x1f".join, json.loads(texts))
            if list(map(crc32, map(str.encode, parts))) != json.loads(f"[{checks}]"):
                return False
    except (ValueError, TypeError):
        return False
    except sqlite3.Error as fault:
        code = getattr(fault, "sqlite_errorcode", None)
        if code is not None and code & 0xFF not in _UNFIT:
            raise
        return False
    return True


def _sql(connection: sqlite3.Connection, table: str) -> str:
    """The parts of `tables.row_check` of all rows and their checksums, by the table's first column."""
    kinds = dict(connection.execute("SELECT name, type FROM pragma_table_info(?)", (table,)))
    first = TABLES[table][0]
    parts = ", ".join(_part(name, kinds[name]) for name in TABLES[table])
    return f"""SELECT json_group_array(json_array('{table}', {parts})), group_concat(row_check)
        FROM {table} GROUP BY {first}"""


def _part(name: str, kind: str) -> str:
    """A column as text, NULL as the sign that stands for it."""
    return f"ifnull({name}, char(0))" + (" || ''" if kind == "INTEGER" else "")
