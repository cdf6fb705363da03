"""Is a file's schema the one this program made? A foreign one is never worked with.

A trigger, a view or a generated column in a data file is SQL of somebody else that runs when ours
does: it may change other cells, or never end, and no checksum tells.
"""

import sqlite3

# What hashlib offers, without the OpenSSL that it loads for other digests: 3 ms of every start.
from _blake2 import blake2b
from enum import Enum
from typing import NamedTuple

from perfdesk.store.schema import FIRST_IN, SCHEMA_VERSION, TABLES, user_version

_MOST = 400
"""Objects that are looked at; ours are some fifty."""

TABLE_DIGESTS = {
    1: "37dd308741c948f3cac956bd4e7bcc39",
    2: "8c020b48f270869303b56003e150dc1b",
}
"""Of the definitions of our tables, by schema; a test holds them against the migrations."""
REST_DIGESTS = {
    1: "a398fc88046b9b8a14b6a96370a573bc",
    2: "c01abba5dc6879bd4014f7a59b934add",
}
"""Of everything else: indexes, views."""


class Schema(Enum):
    """What was found in a file."""

    OURS = "ours"
    ADDED_TO = "added to"
    """Our tables as we made them, and something that is not ours: reading them runs nothing."""
    FOREIGN = "foreign"
    """Tables of our names that are not as we made them: not even read."""


class Digests(NamedTuple):
    """Of our tables, and of all the rest."""

    tables: str
    rest: str


def schema_of(connection: sqlite3.Connection) -> Schema:
    """Compare the schema of a file of ours with the shipped one of its number."""
    version = user_version(connection)
    found = digests(connection, version)
    if found.tables != TABLE_DIGESTS.get(version):
        return Schema.FOREIGN
    return Schema.OURS if found.rest == REST_DIGESTS[version] else Schema.ADDED_TO


def is_shipped(version: int) -> bool:
    """Whether this program knows the schema of the number."""
    return 1 <= version <= SCHEMA_VERSION


def digests(connection: sqlite3.Connection, version: int) -> Digests:
    """Digests of what `sqlite_master` says, which runs nothing of it."""
    ours = {table for table in TABLES if FIRST_IN.get(table, 1) <= version} | {"seal"}
    sql = f"SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name LIMIT {_MOST}"
    tables: list[str] = []
    rest: list[str] = []
    for kind, name, table, text in connection.execute(sql):
        own = kind == "table" and name in ours
        (tables if own else rest).append(f"{kind}\x1f{name}\x1f{table}\x1f{text}")
    return Digests(_digest(tables), _digest(rest))


def _digest(lines: list[str]) -> str:
    data = "\x1e".join(lines).encode("utf-8", "surrogatepass")
    return blake2b(data, digest_size=16).hexdigest()
