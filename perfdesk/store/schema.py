"""The newest schema of the data file, for the code that reads and writes rows.

Table and column names are for people with an SQLite browser: what was typed is TEXT, and
every row ends with `row_check`, a checksum that tells a damaged row from a good one.
"""

import sqlite3
import zlib

SCHEMA_VERSION = 2

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
    "block_rows": ("form_id", "row_id", "block", "position"),
    "absent_fields": ("form_id", "row_id", "field", "position"),
    "approved_targets": (
        "form_id",
        "row_id",
        "declared",
        "applied",
        "approved",
        "date",
        "document",
        "state",
    ),
    "unit_templates": (
        "template_id",
        "base_id",
        "edition",
        "name",
        "issuer",
        "year",
        "format",
        "toml",
        "created",
    ),
    "unit_codes": ("scope", "name", "code", "at"),
    "library_entries": (
        "entry_id",
        "level1",
        "level2",
        "name",
        "operator",
        "value",
        "unit",
        "explanation",
        "source",
        "year",
    ),
    "review_remarks": ("remark_id", "form_id", "row_id", "field", "text", "who", "at"),
    "checkpoint_forms": ("form_id", "position", "seq", "state"),
}
"""The columns of every table of the newest schema, `row_check` aside, in checksum order.

The order is that of the records on the pages (key first), which salvage reads without SQLite.
"""


FIRST_IN: dict[str, int] = {
    "block_rows": 2,
    "absent_fields": 2,
    "approved_targets": 2,
    "unit_templates": 2,
    "unit_codes": 2,
    "library_entries": 2,
    "review_remarks": 2,
    "checkpoint_forms": 2,
}
"""The schema that brought a table; the others were in the first."""


def has_table(connection: sqlite3.Connection, table: str) -> bool:
    """Whether the file's schema has the table: an older file that may not be written lacks some."""
    first = FIRST_IN.get(table)
    return first is None or user_version(connection) >= first


def tables_of(connection: sqlite3.Connection) -> list[str]:
    """The tables that the file has, in the order of TABLES."""
    version = user_version(connection)
    return [table for table in TABLES if FIRST_IN.get(table, 1) <= version]


def schema_check(connection: sqlite3.Connection) -> str:
    """A checksum of all table definitions."""
    found = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
    return str(zlib.crc32("\n".join(str(row[0]) for row in found).encode()))


def user_version(connection: sqlite3.Connection) -> int:
    """The schema number of the file, 0 for a fresh one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
