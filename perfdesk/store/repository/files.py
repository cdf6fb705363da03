"""What the data file says about itself."""

import sqlite3

from perfdesk.store.records import BackupInfo
from perfdesk.store.repository.tables import get, put

SEALED = "sealed"


def info(connection: sqlite3.Connection, name: str) -> str | None:
    """A line of file_info, None when it is not there."""
    found = next(get(connection, "file_info", "WHERE name = ?", (name,)), None)
    return str(found[1]) if found else None


def put_info(connection: sqlite3.Connection, name: str, value: str) -> None:
    """Write a line of file_info."""
    put(connection, "file_info", name, value)


def break_seal(connection: sqlite3.Connection) -> None:
    """The pages are about to differ from what the seal says (see `store.seal`)."""
    if info(connection, SEALED) == "1":
        put_info(connection, SEALED, "0")


def add_backup(connection: sqlite3.Connection, info: BackupInfo) -> None:
    """Keep where a backup was put."""
    put(connection, "backups", str(info.path), info.at, info.reason, info.forms)
