"""The second schema: what it adds to forms and keeps beside them, and files of the first."""

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from store_forms import Desk, a_form, two_forms

from perfdesk.cellpath import CellPath
from perfdesk.changes import AddForm, InsertRow, MoveRow, RemoveRow, SetValue
from perfdesk.document import state
from perfdesk.store import (
    LibraryEntry,
    ReviewRemark,
    Store,
    UnitCode,
    salvage,
    verify,
)
from perfdesk.store.copies.backup import list_backups
from perfdesk.store.repository import form_extras, forms

FIXTURES = Path(__file__).parent / "fixtures"
UNIT = FIXTURES / "schema-1-unit.perfdesk"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return Path(shutil.copy(UNIT, tmp_path / "unit.perfdesk"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return two_forms(tmp_path)


def told() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FIXTURES / "schema-1-unit.json").read_text("utf-8"))
    return found


def without_blanks(content: dict[str, Any]) -> dict[str, Any]:
    """Keys that later programs added are not compared; a blank cell and a missing one are the same."""
    rows = {
        part: [
            {"id": row["id"], "values": {n: t for n, t in row["values"].items() if t is not None}}
            for row in content[part]
        ]
        for part in ("funds", "indicators")
    }
    header = {name: text for name, text in content["header"].items() if text is not None}
    names = ("id", "template", "kind", "match", "leftovers", "suspect_rows", "next_row")
    return {
        **{name: content[name] for name in names},
        **rows,
        "header": header,
        "modes": sorted(content["modes"]),
    }


def require_as_told(store: Store) -> None:
    """All that the program of schema 1 said of the file."""
    wanted = told()
    loaded = store.load()
    first = wanted["forms"][0]["id"]
    found = [without_blanks(state(form)) for form in loaded.document]
    assert found == [without_blanks(form) for form in wanted["forms"]]
    assert len(store.past.of_form(first)) == wanted["steps"]
    assert [version.name for version in store.versions.of(first)] == wanted["versions"]
    assert [removed.form for removed in store.past.recycle_bin()] == wanted["removed"]
    assert [[*note.path, note.text] for note in store.notes.all()] == wanted["notes"]
    assert [[a.rule, a.reason] for a in loaded.accepted] == wanted["accepted"]
    assert [[*draft.path, draft.text] for draft in loaded.drafts] == wanted["drafts"]
    assert loaded.settings.footer == ("填表人：",)


def test_a_real_file_of_schema_1_becomes_one_of_schema_2(old: Path) -> None:
    with Store.open(old) as store:
        assert store.schema_version == 2
        require_as_told(store)
        desk = Desk(store)
        for _ in range(4):
            desk.undo()
        desk.redo()
    assert [backup.reason for backup in list_backups(old, None)] == ["closing", "migration"]
    assert all(backup.ok for backup in list_backups(old, None))
    assert verify(old).ok


def test_schema_1_is_read_where_nothing_may_be_written(old: Path) -> None:
    before = old.read_bytes()
    with Store.open(old, read_only=True) as store:
        assert store.schema_version == 1
        require_as_told(store)
        assert store.library.all() == store.codes.all() == store.reviews.all() == []
        assert store.templates.all() == []
    assert verify(old).ok
    assert old.read_bytes() == before


def test_a_damaged_file_of_schema_1_is_rescued(old: Path, tmp_path: Path) -> None:
    with old.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(bytes(4096))
    report = salvage(old, tmp_path / "rescued.perfdesk")
    assert set(report.forms) == {form["id"] for form in told()["forms"]}
    assert verify(report.path).ok


EXTRAS: dict[str, Any] = {
    "blocks": {
        "tasks": [
            {"id": "t1", "values": {"task": "道路养护", "amount": "1,463.50"}},
            {"id": "t2", "values": {"task": "绿化"}},
        ],
        "goals": [],
    },
    "absent": [["funds", "weight"], ["r1", "deviation"]],
    "approved": {
        "r1": {
            "declared": "≥90%",
            "applied": "≥85%",
            "approved": "≥85%",
            "date": "2025-06-30",
            "document": "财预〔2025〕12号",
            "state": "已批复",
        }
    },
}


def test_blocks_absent_fields_and_approvals_are_kept(path: Path) -> None:
    content = {**state(a_form("f9")), **EXTRAS}

    def stored(connection: sqlite3.Connection) -> dict[str, Any]:
        record = next(connection.execute("SELECT * FROM forms WHERE form_id = 'f9'"))
        parts = [
            list(connection.execute(f"SELECT * FROM {table} WHERE form_id = 'f9'"))
            for table in ("rows", "cells")
        ]
        cut = [[row[:-1] for row in rows] for rows in parts]
        extras = form_extras.read_one(connection, "f9")
        return dict(forms.stored_state(record[:-1], *cut, extras))

    with Store.open(path) as store:
        Desk(store).edit(AddForm(content))
        store.flush()
        found = store._jobs.read(stored)
    for name, wanted in EXTRAS.items():
        assert found[name] == wanted
    with Store.open(path) as store:
        again = state(store.load().document.form("f9"))
    assert {name: again[name] for name in EXTRAS} == EXTRAS
    assert verify(path).ok
    with sqlite3.connect(path) as connection:
        seen = connection.execute("SELECT block, row_id, field, text FROM block_values").fetchall()
    assert ("tasks", "t1", "task", "道路养护") in seen


def test_rows_of_blocks_come_move_go_and_come_back(path: Path) -> None:
    with Store.open(path) as store:
        desk = Desk(store)
        desk.edit(AddForm({**state(a_form("f9")), **EXTRAS, "next_row": 7}))
        desk.edit(InsertRow("f9", "g7", 0, {"goal": "总目标"}, "goals"))
        desk.edit(InsertRow("f9", "t8", 1, {"task": "排水"}, "tasks"))
        desk.edit(SetValue(CellPath("f9", "t8", "amount"), "9.975"))
        desk.edit(MoveRow("f9", "t8", 2))
        desk.edit(RemoveRow("f9", "t1"))
        desk.edit(RemoveRow("f9", "g7"))
        desk.undo()
        seen = state(desk.document.form("f9"))
    assert verify(path).ok
    with Store.open(path) as store:
        again = Desk(store)
        found = state(again.document.form("f9"))
        assert (found["blocks"], found["next_row"]) == (seen["blocks"], 9)
        assert [row["id"] for row in seen["blocks"]["tasks"]] == ["t2", "t8"]
        assert [row["id"] for row in seen["blocks"]["goals"]] == ["g7"]
        assert store.past.of_cell(CellPath("f9", "t8", "amount"))[-1].new == "9.975"
    path.write_bytes(path.read_bytes()[: -4096 * 2])
    salvage(path, path.with_name("rescued.perfdesk"))
    with Store.open(path.with_name("rescued.perfdesk")) as store:
        assert state(store.load().document.form("f9"))["blocks"] == seen["blocks"]


def test_the_units_own_templates_live_in_the_file(path: Path) -> None:
    with Store.open(path) as store:
        first = store.templates.keep(
            "own", "id = 'own'", name="区表", issuer="区财政局", year="2025"
        )
        assert store.templates.keep("own", "id = 'own'", name="区表") == first
        second = store.templates.keep("own", "id = 'own' # 改", name="区表")
        assert (first.id, second.id, second.edition) == ("own", "own-2", 2)
        form = a_form("f8")
        form.template_id = "own"
        desk = Desk(store)
        desk.add(form)
        store.flush()
        assert store.templates.used_by("own") == ["", "f8"] or "f8" in store.templates.used_by(
            "own"
        )
        assert not store.templates.remove("own")
        desk.undo()
        store.flush()
        # It can be brought back with 重做.
        assert not store.templates.remove("own")
        assert store.templates.remove("own-2")
    with Store.open(path) as store:
        assert store.templates.all() == [first]


def test_codes_library_and_reviews_are_kept(path: Path) -> None:
    with Store.open(path) as store:
        store.codes.put([UnitCode("region", "某区", "310114"), UnitCode("project", "养护", "P1")])
        store.codes.put([UnitCode("project", "养护", "")])
        entries = store.library.add(
            [LibraryEntry("产出指标", "数量指标", "体检人数", "≥", "100", "人")] * 2
        )
        store.library.replace(entries[0]._replace(value="200"))
        store.library.remove([entries[1].id])
        assert store.library.add([LibraryEntry("效益指标", "", "满意度")])[0].id == 3
        remark = store.reviews.add(ReviewRemark("f1", "r1", "actual", "口径不一致"))
        store.reviews.add(ReviewRemark("f2", "", "", "请补充"))
        store.reviews.remove(2)
    with Store.open(path, read_only=True) as store:
        assert [(code.scope, code.code) for code in store.codes.all()] == [("region", "310114")]
        assert [entry.value for entry in store.library.all()] == ["200", ""]
        assert store.reviews.of("f1") == store.reviews.all() == [remark]
    assert verify(path).ok
