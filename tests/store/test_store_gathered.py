"""Reading tables through a form at a time finds what reading row by row finds."""

import contextlib
import sqlite3
from pathlib import Path

import pytest
from store_forms import Desk, a_form

from perfdesk.cellpath import CellPath
from perfdesk.changes import RemoveForm
from perfdesk.store import Store
from perfdesk.store.damage.check import rows_fault
from perfdesk.store.damage.retold import journal_fault
from perfdesk.store.opening import connect
from perfdesk.store.repository import gathered
from perfdesk.store.repository.tables import DamagedRowError, get
from perfdesk.store.schema import TABLES


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "unit.perfdesk"
    with Store.create(path) as store:
        desk = Desk(store)
        for number in range(4):
            desk.add(a_form(f"f{number}", rows=3))
        desk.type('引号"、反斜杠\\、\x1e\x1f 和 \U0002b36f', CellPath("f1", "", "goal_actual"))
        desk.type(None, CellPath("f2", "", "department"))
        desk.edit(RemoveForm("f3"))
        store.drafts.keep(CellPath("f1", "", "x"), "没写完").result()
    return path


@pytest.mark.parametrize("table", TABLES)
def test_a_sound_table_passes_at_once(path: Path, table: str) -> None:
    with contextlib.closing(connect(path, read_only=True)) as connection:
        assert gathered._all_fit(connection, table)


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE cells SET text = '别的' WHERE rowid_is(1)",
        "UPDATE cells SET text = NULL WHERE rowid_is(1)",
        "UPDATE cells SET text = CAST(text AS BLOB) WHERE rowid_is(1)",
        "UPDATE cells SET mode = '' WHERE rowid_is(1)",
        "UPDATE cells SET row_check = row_check + 1 WHERE rowid_is(1)",
        "UPDATE cells SET row_check = 'x' WHERE rowid_is(1)",
        "UPDATE rows SET position = position + 1 WHERE form_id = 'f1' AND row_id = 'r1'",
        "UPDATE rows SET position = 0.5 WHERE form_id = 'f1' AND row_id = 'r1'",
        "UPDATE rows SET position = x'31' WHERE form_id = 'f1' AND row_id = 'r1'",
        "UPDATE journal SET label = 'y' WHERE seq = 2",
        "UPDATE journal SET of_seq = 1 WHERE seq = 2",
        "UPDATE file_info SET value = value || ' ' WHERE name = 'file_id'",
    ],
)
def test_a_damaged_row_is_found(path: Path, harm: str) -> None:
    where = "form_id = 'f1' AND row_id = '' AND field = 'goal_actual'"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute(harm.replace("rowid_is(1)", where)).rowcount == 1
        connection.commit()
    table = harm.split()[1]
    with contextlib.closing(connect(path, read_only=True)) as connection:
        with pytest.raises(DamagedRowError):
            list(get(connection, table))
        with pytest.raises(DamagedRowError):
            gathered.check_table(connection, table)
        assert rows_fault(connection) is not None


def test_the_tables_must_be_what_the_journal_tells(path: Path) -> None:
    with contextlib.closing(connect(path, read_only=False)) as connection:
        assert journal_fault(connection) is None
        for loss in (
            "DELETE FROM cells WHERE form_id = 'f1' AND field = 'goal_actual'",
            "DELETE FROM cells WHERE form_id = 'f0' AND row_id = 'F0' AND field = 'score'",
            "DELETE FROM rows WHERE form_id = 'f1' AND row_id = 'r2'",
            "DELETE FROM forms WHERE form_id = 'f2'",
            "DELETE FROM journal WHERE seq = 5",
            "UPDATE rows SET position = 9 WHERE form_id = 'f1' AND row_id = 'r1'",
            "UPDATE forms SET position = 1 WHERE form_id = 'f2'",
            "UPDATE forms SET leftovers = '[[\"A1\", \"x\"]]' WHERE form_id = 'f2'",
            "UPDATE forms SET next_row = 99 WHERE form_id = 'f2'",
            "UPDATE cells SET mode = NULL WHERE form_id = 'f0' AND field = 'executed'",
        ):
            connection.execute("BEGIN")
            assert connection.execute(loss).rowcount, loss
            assert journal_fault(connection) is not None, loss
            connection.execute("ROLLBACK")
        assert journal_fault(connection) is None
