"""Rows read from single pages without SQLite: all of them, whatever their size, and no others."""

import sqlite3
from pathlib import Path

import pytest
from store_forms import Desk, a_form

from perfdesk.cellpath import CellPath
from perfdesk.store import Store
from perfdesk.store.damage.page_rows import carve
from perfdesk.store.damage.pages import PAGE
from perfdesk.store.schema import TABLES

# Around the sizes where a record leaves its page: of an index first, of a table next, and far beyond.
SIZES = (
    *range(0, 40, 13), *range(PAGE // 4 - 130, PAGE // 4, 9), *range(PAGE - 180, PAGE + 20, 11),
    2 * PAGE - 60, 3 * PAGE + 5, 32_000,
)  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "unit.perfdesk"
    with Store.create(path) as store:
        desk = Desk(store)
        for number, size in enumerate(SIZES):
            form = f"f{number}"
            desk.add(a_form(form, rows=number % 5))
            desk.type("x" * size, CellPath(form, "", "goal_actual"))
            desk.type("字" * (size // 3), CellPath(form, "", "project_name"))
        store.notes.add(CellPath("f1", "", "goal_actual"), "备" * 3_000)
    return path


def stored(path: Path) -> dict[str, set[tuple[object, ...]]]:
    with sqlite3.connect(path) as connection:
        return {
            table: set(connection.execute(f"SELECT {', '.join(columns)} FROM {table}"))
            for table, columns in TABLES.items()
        }


def test_every_row_is_found_and_no_other(path: Path) -> None:
    rows, found = stored(path), carve(path)
    assert {table: set(found[table]) for table in TABLES} == rows
    assert len(rows["cells"]) > 300
    assert max(len(str(row)) for row in rows["journal"]) > 2 * PAGE
    assert all(len(set(lines)) == len(lines) for lines in found.values())


def test_a_broken_page_costs_its_own_rows_only(path: Path) -> None:
    rows = stored(path)
    size = path.stat().st_size
    for page in range(2, size // PAGE, 7):
        spoilt = path.with_name("spoilt.perfdesk")
        data = bytearray(path.read_bytes())
        data[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
        spoilt.write_bytes(data)
        found = carve(spoilt)
        lost = sum(len(rows[table] - set(found[table])) for table in TABLES)
        assert all(set(found[table]) <= rows[table] for table in TABLES)
        # A page of 4096 bytes holds no more rows than that.
        assert lost < PAGE // 20


def test_a_row_with_another_text_than_its_checksum_says_is_not_believed(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE cells SET text = '别的' WHERE form_id = 'f3' AND field = 'year'")
    rows, found = stored(path), carve(path)
    (missing,) = (row for table in TABLES for row in rows[table] - set(found[table]))
    assert missing == ("f3", "", "year", "别的", None)
