"""The newest schema of the data file, for the code that reads and writes rows.

Table and column names are for people with an SQLite browser: what was typed is TEXT, and
every row ends with `row_check`, a checksum that tells a damaged row from a good one.
"""

import sqlite3
import zlib

SCHEMA_VERSION = 1

APPLICATION_ID = 0x50465244
"""`PFRD` in the file's header marks a PerfDesk data file."""

TABLES: dict[str, tuple[str, ...]] = {
    "file_info": ("name", "value"),
    "forms": (
        "form_id",
        "position",
        "template_id",
        "kind",
        "match",
        "next_row",
        "leftovers",
        "suspect_rows",
    ),
    "rows": ("form_id", "row_id", "position"),
    "cells": ("form_id", "row_id", "field", "text", "mode"),
    "journal": (
        "seq",
        "at",
        "who",
        "action",
        "of_seq",
        "label",
        "form_id",
        "change",
        "inverse",
    ),
    "journal_cells": (
        "form_id",
        "row_id",
        "field",
        "seq",
        "number",
        "old",
        "new",
        "old_mode",
        "new_mode",
    ),
    "recycle_bin": ("form_id", "seq"),
    "settings": ("name", "value"),
    "word_lists": ("list", "word", "position"),
    "phrases": ("position", "text"),
    "accepted_findings": (
        "rule",
        "form_id",
        "row_id",
        "field",
        "arguments",
        "reason",
        "who",
        "at",
    ),
    "notes": ("note_id", "form_id", "row_id", "field", "text", "who", "at"),
    "drafts": ("form_id", "row_id", "field", "text", "at"),
    "versions": ("version_id", "form_id", "name", "digest", "who", "at", "state"),
    "exports": ("export_id", "form_id", "kind", "digest", "file", "at"),
    "import_mappings": ("name", "mapping", "at"),
    "backups": ("path", "at", "reason", "forms"),
}
"""The columns of every table of the newest schema, `row_check` aside, in checksum order.

The order is that of the records on the pages (key first), which salvage reads without SQLite.
"""


def schema_check(connection: sqlite3.Connection) -> str:
    """A checksum of all table definitions."""
    found = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
    return str(zlib.crc32("\n".join(str(row[0]) for row in found).encode()))


def user_version(connection: sqlite3.Connection) -> int:
    """The schema number of the file, 0 for a fresh one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
