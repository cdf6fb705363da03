"""Schema steps: one function per step of `user_version`, through sqlite-utils.

A step is never changed once released; `tests/store/fixtures` keeps a file of each schema.
"""

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from perfdesk.store.repository import files
from perfdesk.store.schema import APPLICATION_ID, schema_check, user_version

if TYPE_CHECKING:
    from sqlite_utils import Database

_SCHEMA_1 = """
CREATE TABLE file_info (
    name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL, row_check INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE forms (
    form_id TEXT PRIMARY KEY NOT NULL, position INTEGER NOT NULL, template_id TEXT NOT NULL,
    kind TEXT NOT NULL, match TEXT NOT NULL, next_row INTEGER NOT NULL,
    leftovers TEXT NOT NULL, suspect_rows TEXT NOT NULL, row_check INTEGER NOT NULL
);
CREATE INDEX forms_in_order ON forms (position);
CREATE TABLE rows (
    form_id TEXT NOT NULL, row_id TEXT NOT NULL, position INTEGER NOT NULL,
    row_check INTEGER NOT NULL, PRIMARY KEY (form_id, row_id)
) WITHOUT ROWID;
CREATE TABLE cells (
    form_id TEXT NOT NULL, row_id TEXT NOT NULL, field TEXT NOT NULL, text TEXT, mode TEXT,
    row_check INTEGER NOT NULL, PRIMARY KEY (form_id, row_id, field)
) WITHOUT ROWID;
CREATE INDEX listed_cells ON cells (form_id, row_id, field, text)
    WHERE row_id = '' AND field IN ('title', 'year', 'project_name');
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL,
    of_seq INTEGER, label TEXT NOT NULL, form_id TEXT, change TEXT NOT NULL,
    inverse TEXT NOT NULL, row_check INTEGER NOT NULL
);
CREATE TABLE journal_cells (
    form_id TEXT NOT NULL, row_id TEXT NOT NULL, field TEXT NOT NULL, seq INTEGER NOT NULL,
    number INTEGER NOT NULL, old TEXT, new TEXT, old_mode TEXT, new_mode TEXT,
    row_check INTEGER NOT NULL, PRIMARY KEY (form_id, row_id, field, seq, number)
) WITHOUT ROWID;
CREATE VIEW history AS
    SELECT journal.at, journal.who, journal_cells.form_id, journal_cells.row_id,
        journal_cells.field, journal_cells.old, journal_cells.new, journal.action,
        journal.label, journal.seq AS batch
    FROM journal_cells JOIN journal USING (seq) ORDER BY journal.seq, journal_cells.number;
CREATE TABLE recycle_bin (
    form_id TEXT PRIMARY KEY NOT NULL, seq INTEGER NOT NULL, row_check INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE settings (
    name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL, row_check INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE word_lists (
    list TEXT NOT NULL, word TEXT NOT NULL, position INTEGER NOT NULL,
    row_check INTEGER NOT NULL, PRIMARY KEY (list, word)
) WITHOUT ROWID;
CREATE TABLE phrases (
    position INTEGER PRIMARY KEY NOT NULL, text TEXT NOT NULL, row_check INTEGER NOT NULL
);
CREATE TABLE accepted_findings (
    rule TEXT NOT NULL, form_id TEXT NOT NULL, row_id TEXT NOT NULL, field TEXT NOT NULL,
    arguments TEXT NOT NULL, reason TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL,
    row_check INTEGER NOT NULL, PRIMARY KEY (rule, form_id, row_id, field, arguments)
) WITHOUT ROWID;
CREATE TABLE notes (
    note_id INTEGER PRIMARY KEY NOT NULL, form_id TEXT NOT NULL, row_id TEXT NOT NULL,
    field TEXT NOT NULL, text TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL,
    row_check INTEGER NOT NULL
);
CREATE INDEX notes_at_cells ON notes (form_id, row_id, field);
CREATE TABLE drafts (
    form_id TEXT NOT NULL, row_id TEXT NOT NULL, field TEXT NOT NULL, text TEXT NOT NULL,
    at TEXT NOT NULL, row_check INTEGER NOT NULL, PRIMARY KEY (form_id, row_id, field)
) WITHOUT ROWID;
CREATE TABLE versions (
    version_id INTEGER PRIMARY KEY NOT NULL, form_id TEXT NOT NULL, name TEXT NOT NULL,
    digest TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL, state TEXT NOT NULL,
    row_check INTEGER NOT NULL
);
CREATE INDEX versions_of_forms ON versions (form_id);
CREATE TABLE exports (
    export_id INTEGER PRIMARY KEY NOT NULL, form_id TEXT NOT NULL, kind TEXT NOT NULL,
    digest TEXT NOT NULL, file TEXT NOT NULL, at TEXT NOT NULL, row_check INTEGER NOT NULL
);
CREATE INDEX exports_of_forms ON exports (form_id);
CREATE TABLE import_mappings (
    name TEXT PRIMARY KEY NOT NULL, mapping TEXT NOT NULL, at TEXT NOT NULL,
    row_check INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE backups (
    path TEXT PRIMARY KEY NOT NULL, at TEXT NOT NULL, reason TEXT NOT NULL,
    forms INTEGER NOT NULL, row_check INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE seal (id INTEGER PRIMARY KEY CHECK (id = 1), pages BLOB NOT NULL);
INSERT INTO seal VALUES (1, x'');
"""


def schema_1(database: "Database") -> None:
    """The first schema: current state, journal, and what hangs on stable paths."""
    _run(database, _SCHEMA_1)


_SCHEMA_2 = """
DROP VIEW history;
ALTER TABLE journal_cells RENAME TO journal_cells_1;
CREATE TABLE journal_cells (
    form_id TEXT NOT NULL, row_id TEXT NOT NULL, field TEXT NOT NULL, seq INTEGER NOT NULL,
    number INTEGER NOT NULL, old TEXT, new TEXT, old_mode TEXT, new_mode TEXT,
    row_check INTEGER NOT NULL
);
INSERT INTO journal_cells SELECT form_id, row_id, field, seq, number, old, new, old_mode, new_mode,
    row_check FROM journal_cells_1 ORDER BY seq, number;
DROP TABLE journal_cells_1;
CREATE UNIQUE INDEX steps_of_cells ON journal_cells (form_id, row_id, field, seq, number);
CREATE VIEW history AS
    SELECT journal.at, journal.who, journal_cells.form_id, journal_cells.row_id,
        journal_cells.field, journal_cells.old, journal_cells.new, journal.action,
        journal.label, journal.seq AS batch
    FROM journal_cells JOIN journal USING (seq) ORDER BY journal.seq, journal_cells.number;
CREATE TABLE block_rows (
    form_id TEXT NOT NULL, row_id TEXT NOT NULL, block TEXT NOT NULL, position INTEGER NOT NULL,
    row_check INTEGER NOT NULL, PRIMARY KEY (form_id, row_id, block)
) WITHOUT ROWID;
CREATE VIEW block_values AS
    SELECT block_rows.form_id, block_rows.block, block_rows.row_id, block_rows.position,
        cells.field, cells.text
    FROM block_rows JOIN cells USING (form_id, row_id)
    WHERE row_id <> '' ORDER BY form_id, block, block_rows.position;
CREATE TABLE absent_fields (
    form_id TEXT NOT NULL, row_id TEXT NOT NULL, field TEXT NOT NULL, position INTEGER NOT NULL,
    row_check INTEGER NOT NULL, PRIMARY KEY (form_id, row_id, field)
) WITHOUT ROWID;
CREATE TABLE approved_targets (
    form_id TEXT NOT NULL, row_id TEXT NOT NULL, declared TEXT, applied TEXT, approved TEXT,
    date TEXT, document TEXT, state TEXT NOT NULL, row_check INTEGER NOT NULL,
    PRIMARY KEY (form_id, row_id)
) WITHOUT ROWID;
CREATE TABLE unit_templates (
    template_id TEXT PRIMARY KEY NOT NULL, base_id TEXT NOT NULL, edition INTEGER NOT NULL,
    name TEXT NOT NULL, issuer TEXT NOT NULL, year TEXT NOT NULL, format INTEGER NOT NULL,
    toml TEXT NOT NULL, created TEXT NOT NULL, row_check INTEGER NOT NULL
);
CREATE TABLE unit_codes (
    scope TEXT NOT NULL, name TEXT NOT NULL, code TEXT NOT NULL, at TEXT NOT NULL,
    row_check INTEGER NOT NULL, PRIMARY KEY (scope, name)
) WITHOUT ROWID;
CREATE TABLE library_entries (
    entry_id INTEGER PRIMARY KEY NOT NULL, level1 TEXT NOT NULL, level2 TEXT NOT NULL,
    name TEXT NOT NULL, operator TEXT NOT NULL, value TEXT NOT NULL, unit TEXT NOT NULL,
    explanation TEXT NOT NULL, source TEXT NOT NULL, year TEXT NOT NULL,
    row_check INTEGER NOT NULL
);
CREATE TABLE review_remarks (
    remark_id INTEGER PRIMARY KEY NOT NULL, form_id TEXT NOT NULL, row_id TEXT NOT NULL,
    field TEXT NOT NULL, text TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL,
    row_check INTEGER NOT NULL
);
CREATE INDEX remarks_on_cells ON review_remarks (form_id, row_id, field);
CREATE TABLE checkpoint_forms (
    form_id TEXT PRIMARY KEY NOT NULL, position INTEGER NOT NULL, seq INTEGER NOT NULL,
    state TEXT NOT NULL, row_check INTEGER NOT NULL
);
"""


def schema_2(database: "Database") -> None:
    """Further blocks, absent fields and approved targets of forms; what the unit keeps beside.

    `journal_cells` becomes a table with row ids: without, each line of more than 1,000 bytes took
    a page of its own, 4 KB for an edit of 180 characters.
    """
    _run(database, _SCHEMA_2)


def _run(database: "Database", statements: str) -> None:
    for statement in statements.split(";\n"):
        if statement.strip():
            database.execute(statement)


Step = Callable[["Database"], None]

STEPS: tuple[Step, ...] = (schema_1, schema_2)
"""STEPS[n] takes a file from schema n to n + 1."""


def migrate(connection: sqlite3.Connection, steps: tuple[Step, ...] = STEPS) -> None:
    """Take a file to the newest schema, all missing steps in one transaction.

    An interruption leaves the old file as it was. The caller has made a verified copy first.
    """
    from sqlite_utils import Database

    database = Database(connection, execute_plugins=False)
    with database.atomic():
        for step in steps[user_version(connection) :]:
            step(database)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(steps)}")
        files.put_info(connection, "schema_check", schema_check(connection))
        files.break_seal(connection)
