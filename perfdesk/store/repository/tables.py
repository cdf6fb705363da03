"""Putting and getting rows with their checksum; every other module here goes through it."""

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from functools import cache

from perfdesk.store.schema import TABLES, has_table

Value = str | int | None


class DamagedRowError(Exception):
    """A row whose checksum does not fit what it holds."""

    def __init__(self, table: str, key: tuple[Value, ...]) -> None:
        self.table = table
        self.key = key
        super().__init__(f"{table} {key}")


class DamagedContentError(DamagedRowError):
    """A row whose checksum fits and whose content still is nothing that this program writes."""

    def __init__(self, table: str) -> None:
        super().__init__(table, ())


class MissingRecordError(Exception):
    """A form, row or entry that ought to be in the file."""


def row_check(table: str, values: Iterable[Value]) -> int:
    """The CRC-32 of a row; it tells the table too, and blank text from no text."""
    parts = [table, *("\x00" if value is None else str(value) for value in values)]
    return zlib.crc32("\x1f".join(parts).encode("utf-8", "surrogatepass"))


def put(connection: sqlite3.Connection, table: str, *values: Value) -> None:
    """Insert a row, or replace the one with the same key; values in the order of TABLES."""
    connection.execute(_put_sql(table), (*values, row_check(table, values)))


def put_many(connection: sqlite3.Connection, table: str, rows: Iterable[tuple[Value, ...]]) -> None:
    """`put` for many rows."""
    connection.executemany(_put_sql(table), ((*row, row_check(table, row)) for row in rows))


def get(
    connection: sqlite3.Connection, table: str, rest: str = "", values: tuple[Value, ...] = ()
) -> Iterator[tuple[Value, ...]]:
    """The rows of a table, all columns of TABLES; `rest` is WHERE, ORDER BY and the like.

    DamagedRowError at the first row whose checksum does not fit. Of a table that an older file
    lacks there are none.
    """
    if not has_table(connection, table):
        return
    width = len(TABLES[table])
    check = getattr(connection, "check_rows", True)
    for row in connection.execute(f"{_get_sql(table)} {rest}", values):
        if check and row_check(table, row[:width]) != row[width]:
            raise DamagedRowError(table, row[:2])
        yield row[:width]


def next_id(connection: sqlite3.Connection, table: str, column: str) -> int:
    """Numbers are never given twice: the highest ever is kept in file_info."""
    name = f"last {column}"
    found = next(get(connection, "file_info", "WHERE name = ?", (name,)), None)
    highest = connection.execute(f"SELECT max({column}) FROM {table}").fetchone()[0]
    number = max(int(found[1] or 0) if found else 0, int(highest or 0)) + 1
    put(connection, "file_info", name, str(number))
    return number


@cache
def _put_sql(table: str) -> str:
    columns = (*TABLES[table], "row_check")
    marks = ", ".join("?" * len(columns))
    return f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}) VALUES ({marks})"


@cache
def _get_sql(table: str) -> str:
    return f"SELECT {', '.join((*TABLES[table], 'row_check'))} FROM {table}"
