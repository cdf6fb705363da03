"""Data files that somebody has prepared: each is answered with a sentence, soon, and not changed."""

import json
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from store_forms import NAME, Desk, two_forms

from perfdesk.cellpath import CellPath
from perfdesk.cli.main import main
from perfdesk.errors import (
    DamagedDataFileError,
    DataFileReadOnlyError,
    ForeignSchemaError,
    PerfDeskError,
)
from perfdesk.session.workspace import Workspace
from perfdesk.store import Store, salvage, verify
from perfdesk.store.damage.page_digest import set_seal
from perfdesk.store.opening import connect
from perfdesk.store.repository import files
from perfdesk.store.repository.tables import row_check
from perfdesk.store.schema import TABLES, schema_check

SECONDS = 10.0
"""What any of these files may cost."""


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    path = two_forms(tmp_path)
    started = time.monotonic()
    yield path
    assert time.monotonic() - started < SECONDS


def forged(path: Path, *statements: str) -> Path:
    """With a schema checksum and a seal that fit."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
        files.put_info(connection, "schema_check", schema_check(connection))
    with closing(connect(path, read_only=False)) as own:
        set_seal(own, path)
    return path


def put(path: Path, table: str, values: tuple[Any, ...]) -> Path:
    """A row with the checksum that fits, in a file whose seal fits."""
    marks = ", ".join("?" * (len(values) + 1))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        sql = f"INSERT OR REPLACE INTO {table} VALUES ({marks})"
        connection.execute(sql, (*values, row_check(table, values)))
    return forged(path)


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
ADDED = {
    "trigger": "CREATE TRIGGER t AFTER INSERT ON journal BEGIN UPDATE cells SET text = 'x'; END",
    "view": f"CREATE VIEW w AS {ENDLESS}",
    "table": "CREATE TABLE extra (a)",
    "index": "CREATE INDEX i ON cells (text)",
    "endless trigger": f"CREATE TRIGGER t BEFORE DELETE ON cells BEGIN {ENDLESS}; END",
}
REPLACED = {
    "endless view": ["DROP TABLE notes", f"CREATE VIEW notes AS {ENDLESS}"],
    "generated column": ["ALTER TABLE cells ADD COLUMN more TEXT AS (text || 'x')"],
    "column": ["ALTER TABLE forms ADD COLUMN more TEXT"],
    "table gone": ["DROP TABLE notes"],
    "check": [
        "ALTER TABLE notes RENAME TO n",
        "CREATE TABLE notes AS SELECT * FROM n",
        "DROP TABLE n",
    ],
    "endless view of forms": [
        "DROP VIEW block_values",
        "DROP TABLE forms",
        f"CREATE VIEW forms AS {ENDLESS}",
    ],
}


@pytest.mark.parametrize("name", ADDED)
def test_what_was_added_is_shown_read_only_and_rescued(
    path: Path, tmp_path: Path, name: str
) -> None:
    before = forged(path, ADDED[name]).read_bytes()
    with Store.open(path) as store:
        assert isinstance(store.notice, ForeignSchemaError)
        desk = Desk(store)
        assert list(desk.document.forms) == ["f1", "f2"]
        with pytest.raises(DataFileReadOnlyError):
            desk.type("x")
    report = verify(path)
    assert not report.ok
    assert report.problems == (str(ForeignSchemaError(path)),)
    assert path.read_bytes() == before
    rescued = salvage(path, tmp_path / "rescued.perfdesk")
    assert rescued.whole
    assert rescued.forms == ("f1", "f2")
    assert verify(rescued.path).ok


@pytest.mark.parametrize("name", REPLACED)
def test_a_table_that_is_not_ours_is_not_even_read(path: Path, tmp_path: Path, name: str) -> None:
    before = forged(path, *REPLACED[name]).read_bytes() if "forms" not in name else b""
    if not before:
        with closing(sqlite3.connect(path)) as connection:
            for statement in REPLACED[name]:
                connection.execute(statement)
        before = path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(DamagedDataFileError):
            Store.open(path, read_only=read_only)
    assert not verify(path).ok
    assert path.read_bytes() == before


def test_a_trigger_that_changed_cells_is_not_called_sound(path: Path) -> None:
    """Its rows have checksums that fit; the journal tells otherwise."""
    wrong = ("f1", "", "project_name", "改掉的", None)
    put(path, "cells", wrong)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        files.put_info(connection, files.SEALED, "0")
    with pytest.raises(DamagedDataFileError):
        Store.open(path)
    assert not verify(path).ok


DEEP = "[" * 2000 + "]" * 2000
BATCH: dict[str, Any] = {"do": "set", "path": ["f1", "", "year"], "text": "1", "mode": None}
for _ in range(400):
    BATCH = {"do": "batch", "changes": [BATCH], "label": ""}
SET = '{"do":"set","path":["f1","","year"],"text":7,"mode":null}'
ENTRY = ("2025-01-02T03:04:05+08:00", "x", "edit", None, "", None)
BAD: dict[str, tuple[str, tuple[Any, ...]]] = {
    "deep journal": ("journal", (3, *ENTRY, DEEP, DEEP)),
    "deep batch": ("journal", (3, *ENTRY, json.dumps(BATCH), json.dumps(BATCH))),
    "number for text": ("journal", (3, *ENTRY, SET, SET)),
    "unknown action": ("journal", (3, *ENTRY[:2], "paint", None, "", None, SET, SET)),
    "undo of nothing": ("journal", (3, *ENTRY[:2], "undo", 77, "", None, SET, SET)),
    "deep leftovers": ("forms", ("f1", 1, "t", "self_evaluation", "exact", 3, DEEP, "[]")),
    "leftovers of numbers": ("forms", ("f1", 1, "t", "self_evaluation", "exact", 3, "[1]", "[]")),
    "next row a text": ("forms", ("f1", 1, "t", "self_evaluation", "exact", "x", "[]", "[]")),
    "mode unknown": ("cells", ("f1", "F0", "score", "1", "purple")),
    "position a text": ("rows", ("f1", "r1", "x")),
    "text a number": ("cells", ("f1", "", "year", b"\xff\xfe", None)),
    "deep acceptance": ("accepted_findings", ("G01", "f1", "", "", DEEP, "r", "w", "a")),
    "deep settings": ("settings", ("footer", DEEP)),
    "settings of a wrong kind": ("settings", ("footer", "7")),
    "template a blob": ("unit_templates", ("a", "a", "x", "n", "i", "y", "z", "t", "c")),
    "checkpoint": ("checkpoint_forms", ("f1", 0, 1, DEEP)),
    "totals": ("file_info", ("totals", DEEP)),
    "folded": ("file_info", ("folded", "many")),
}


def use(path: Path) -> None:
    """Everything that a window would read."""
    with Store.open(path, read_only=True) as store:
        loaded = store.load()
        list(loaded.document)
        list(loaded.document.headings())
        for entry in loaded.entries:
            assert entry.change
        store.notes.all()
        store.templates.all()
        store.past.recycle_bin()
        store.past.of_cell(CellPath("f1", "", "year"))
        store.versions.of("f1")


@pytest.mark.parametrize("name", BAD)
def test_bad_content_behind_right_checksums_is_a_sentence(path: Path, name: str) -> None:
    put(path, *BAD[name])
    before = path.read_bytes()
    sentence: PerfDeskError | None = None
    try:
        use(path)
    except PerfDeskError as error:
        sentence = error
    assert sentence is None or isinstance(sentence, DamagedDataFileError)
    # What the window refuses the check refuses, too.
    assert sentence is None or not verify(path).ok
    try:
        with Workspace.open(path) as workspace:
            for form in workspace.form_ids():
                workspace.grid(form)
            workspace.editing.undo()
    except PerfDeskError:
        assert path.read_bytes() == before


@pytest.mark.parametrize("table", ["forms", "rows", "cells", "journal"])
def test_a_missing_row_is_a_sentence(path: Path, table: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        key = TABLES[table][0]
        connection.execute(f"DELETE FROM {table} WHERE {key} = (SELECT min({key}) FROM {table})")
    assert not verify(path).ok
    with pytest.raises(PerfDeskError):
        use(path)


@pytest.mark.skipif(os.name == "nt", reason="sparse files of POSIX")
@pytest.mark.parametrize("told", [False, True])
def test_a_sparse_file_of_20_gigabytes(path: Path, tmp_path: Path, told: bool) -> None:
    size = 20 << 30
    if told:
        with path.open("r+b") as file:
            file.seek(28)
            file.write((size // 4096).to_bytes(4, "big"))
    os.truncate(path, size)
    with pytest.raises(DamagedDataFileError):
        Store.open(path)
    assert not verify(path).ok
    assert salvage(path, tmp_path / "rescued.perfdesk").forms == ("f1", "f2")


def test_a_file_that_grew_a_little_opens_with_a_notice(path: Path) -> None:
    with path.open("ab") as file:
        file.write(bytes(4096))
    with Store.open(path) as store:
        assert store.notice is not None
        Desk(store).type("x", NAME)


def test_the_command_line_answers_with_a_sentence(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:

    put(path, *BAD["deep leftovers"])
    for command in (["verify", str(path)], ["check", str(path)]):
        assert main(command) == 2
        assert "Traceback" not in capsys.readouterr().err
