"""What is submitted is there after reopening, and what hangs on the paths with it."""

import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest
from store_forms import Desk, a_form, plain

from perfdesk.cellpath import CellPath
from perfdesk.changes import (
    Batch,
    InsertRow,
    Mode,
    MoveRow,
    RemoveForm,
    RemoveRow,
    ReplaceForm,
    SetValue,
)
from perfdesk.document import Form, state
from perfdesk.errors import DataFileExistsError, DataFileLockedError, DataFileReadOnlyError
from perfdesk.history import JournalEntry
from perfdesk.settings import UnitSettings
from perfdesk.store import Accepted, ExportRecord, Saved, Store
from perfdesk.store.schema import APPLICATION_ID, SCHEMA_VERSION, TABLES

NAME = CellPath("f1", "", "project_name")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "单位 100%#?.perfdesk"


def reopened(path: Path) -> Desk:
    with Store.open(path) as store:
        desk = Desk(store)
        assert len(list(desk.document)) == len(desk.document.forms)
        told((desk.history.done, desk.history.undone))
        return desk


def told(stacks: tuple[list[JournalEntry], list[JournalEntry]]) -> list[tuple[object, ...]]:
    """What the entries say, read from the disk or not."""
    return [
        (e.seq, e.at, e.who, e.action, e.label, e.form, e.of, e.change, e.inverse)
        for stack in stacks
        for e in stack
    ]


def test_every_kind_of_change_is_there_after_reopening(path: Path) -> None:
    with Store.create(path) as store:
        desk = Desk(store)
        desk.add(a_form("f1"))
        desk.add(a_form("f2", rows=5))
        desk.edit(SetValue(NAME, "改名"))
        desk.edit(SetValue(CellPath("f1", "F0", "rate"), "98.00", Mode.OVERRIDDEN))
        desk.edit(SetValue(CellPath("f1", "F0", "score"), None, Mode.AUTOMATIC))
        desk.edit(SetValue(CellPath("f1", "r1", "score"), None))
        desk.edit(InsertRow("f2", "r6", 1, {"level1": "效益指标", "score": None}))
        desk.edit(MoveRow("f2", "r1", 4))
        desk.edit(RemoveRow("f2", "r3"))
        desk.edit(ReplaceForm("f1", state(a_form("f1", rows=3))))
        desk.edit(Batch((SetValue(NAME, "甲"), SetValue(NAME, "乙"), RemoveForm("f2")), "三件事"))
        desk.undo()
        desk.redo()
        desk.undo()
        store.flush()
    again = reopened(path)
    assert plain(again.document) == plain(desk.document)
    assert list(again.document.forms) == ["f1", "f2"]
    stacks = [(h.done, h.undone) for h in (again.history, desk.history)]
    assert told(stacks[0]) == told(stacks[1])
    assert again.seq == desk.seq


def test_listeners_hear_each_entry_in_order(path: Path) -> None:
    heard = []
    with Store.create(path) as store:
        store.subscribe(heard.append)
        desk = Desk(store)
        desk.add(a_form())
        for text in "甲乙丙":
            desk.type(text)
        store.flush()
        assert store.pending == 0
        assert store.last_saved is not None
    assert [type(event) for event in heard] == [Saved] * 4
    assert [event.seq for event in heard] == [1, 2, 3, 4]


def test_typed_values_are_text_and_tables_are_readable(path: Path) -> None:
    with Store.create(path) as store:
        desk = Desk(store)
        desk.add(a_form())
        desk.type("12.50")
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        assert connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
        types = {row[0] for row in connection.execute("SELECT DISTINCT typeof(text) FROM cells")}
        assert types == {"text", "null"}
        line = connection.execute(
            "SELECT old, new, batch FROM history WHERE form_id = 'f1'"
        ).fetchone()
        assert line == ("绿化养护", "12.50", 2)
        for table, columns in TABLES.items():
            found = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            assert sorted(found) == sorted((*columns, "row_check"))


def test_history_of_a_cell_tells_old_and_new_through_undo_and_versions(path: Path) -> None:
    with Store.create(path) as store:
        desk = Desk(store)
        desk.add(a_form())
        desk.type("甲")
        desk.edit(Batch((SetValue(NAME, "乙"),)), "改名")
        desk.undo()
        desk.edit(ReplaceForm("f1", {**state(a_form()), "header": {"project_name": "丙"}}))
        lines = store.past.of_cell(NAME)
        assert [(line.old, line.new) for line in lines] == [
            ("绿化养护", "甲"),
            ("甲", "乙"),
            ("乙", "甲"),
            ("甲", "丙"),
        ]
        assert lines[1].label == "改名"
        assert lines[2].action == "undo"
        assert {line.path.field for line in store.past.of_form("f1")} == {
            "project_name",
            "year",
            "goal_actual",
        }


def test_rows_that_come_and_go_stand_in_the_history_of_their_cells(path: Path) -> None:
    with Store.create(path) as store:
        desk = Desk(store)
        desk.add(a_form())
        desk.edit(InsertRow("f1", "r3", 1, {"level1": "效益指标", "score": None}))
        desk.edit(RemoveRow("f1", "r2"))
        desk.undo()
        assert [
            (line.old, line.new) for line in store.past.of_cell(CellPath("f1", "r3", "level1"))
        ] == [(None, "效益指标")]
        assert store.past.of_cell(CellPath("f1", "r3", "score")) == []
        assert [
            (line.old, line.new) for line in store.past.of_cell(CellPath("f1", "r2", "target"))
        ] == [
            ("=100.00(%)", None),
            (None, "=100.00(%)"),
        ]


def test_removed_forms_stand_in_the_recycle_bin_until_they_come_back(path: Path) -> None:
    with Store.create(path) as store:
        desk = Desk(store)
        desk.add(a_form("f1"))
        desk.add(a_form("f2"))
        desk.edit(Batch((RemoveForm("f1"), RemoveForm("f2")), "删除"))
        assert {form.form for form in store.past.recycle_bin()} == {"f1", "f2"}
        assert store.past.recycle_bin()[0].state["header"]["project_name"] == "绿化养护"
        desk.undo()
        assert store.past.recycle_bin() == []
    assert list(reopened(path).document.forms) == ["f1", "f2"]


def test_settings_come_back_as_they_were(path: Path) -> None:
    settings = UnitSettings(
        disabled_rules=frozenset({"T16", "I04"}),
        low_rate_reason=Decimal("85.50"),
        grade_required=False,
        footer=("填表人", "联系电话"),
        words={"vague": ("较好", "一定程度"), "none": ()},
        phrases=("因疫情影响", "已按期完成"),
    )
    with Store.create(path) as store:
        store.unit.save(UnitSettings(pass_mark=Decimal(60)))
        store.unit.save(settings)
    with Store.open(path) as store:
        found = store.load().settings
    assert found == UnitSettings(
        disabled_rules=settings.disabled_rules,
        low_rate_reason=settings.low_rate_reason,
        grade_required=False,
        footer=settings.footer,
        words={"vague": ("较好", "一定程度")},
        phrases=settings.phrases,
    )


def test_acceptances_notes_exports_and_mappings_are_kept(path: Path) -> None:
    finding = Accepted("F10", "f1", "F0", "rate", (("rate", "50.00"),), "项目延期")
    whole = Accepted("U04", None, "", "", (), "调整")
    with Store.create(path) as store:
        kept = store.acceptances.accept(finding)
        store.acceptances.accept(whole)
        note = store.notes.add(NAME, "问财务科")
        store.notes.remove(store.notes.add(NAME, "作废"))
        store.exports.record(
            ExportRecord("f1", kind, "ab" * 32, f"/tmp/甲.{kind}") for kind in ("pdf", "xlsx")
        )
        store.unit.put_mapping("某区表", {"B3": ["", "project_name"]})
        store.acceptances.revoke(whole)
    with Store.open(path) as store:
        assert store.load().accepted == [kept]
        assert kept.who
        assert kept.at
        assert store.notes.all() == [note]
        assert store.notes.add(NAME, "新").id == 3
        assert [(e.kind, e.file) for e in store.exports.of("f1")] == [
            ("pdf", "/tmp/甲.pdf"),
            ("xlsx", "/tmp/甲.xlsx"),
        ]
        assert all(e.at for e in store.exports.of("f1"))
        assert store.unit.mapping("某区表") == {"B3": ["", "project_name"]}
        assert store.unit.mapping("别的") is None


def test_a_draft_is_kept_until_its_cell_is_committed(path: Path) -> None:
    other = CellPath("f1", "", "goal_actual")
    with Store.create(path) as store:
        desk = Desk(store)
        desk.add(a_form())
        store.drafts.keep(NAME, "正在")
        store.drafts.keep(NAME, "正在输入")
        store.drafts.keep(other, "长文")
        assert {draft.text for draft in store.drafts.all()} == {"正在输入", "长文"}
        desk.type("正在输入的名称")
        assert [draft.path for draft in store.drafts.all()] == [other]
    with Store.open(path) as store:
        assert [draft.text for draft in store.load().drafts] == ["长文"]
        store.drafts.discard(other)
        assert store.drafts.all() == []


def test_versions_freeze_what_a_form_said(path: Path) -> None:
    with Store.create(path) as store:
        desk = Desk(store)
        desk.add(a_form())
        first = store.versions.freeze("f1", "报送稿", state(desk.document.form("f1")))
        desk.type("改")
        second = store.versions.freeze("f1", "二稿", state(desk.document.form("f1")))
        assert first.digest != second.digest
        assert store.versions.of("f1") == [first, second]
        assert store.versions.form(first.id).header["project_name"] == "绿化养护"
        with pytest.raises(KeyError):
            store.versions.form(99)


def test_a_second_writer_is_told_who_has_the_file(path: Path) -> None:
    with Store.create(path) as store:
        desk = Desk(store)
        desk.add(a_form())
        store.flush()
        with pytest.raises(DataFileLockedError) as caught:
            Store.open(path)
        assert caught.value.user
        assert not caught.value.stale
        with Store.open(path, read_only=True) as reader:
            second = Desk(reader)
            assert plain(second.document) == plain(desk.document)
            with pytest.raises(DataFileReadOnlyError):
                second.type("x")
            with pytest.raises(DataFileReadOnlyError):
                reader.drafts.keep(NAME, "x")
    assert sorted(p.name for p in path.parent.iterdir() if p.is_file()) == [path.name]


def test_creating_never_overwrites(path: Path) -> None:
    path.write_text("something else")
    with pytest.raises(DataFileExistsError):
        Store.create(path)
    assert path.read_text() == "something else"


def test_forms_keep_their_order_when_many_come_back_between(path: Path) -> None:
    with Store.create(path) as store:
        desk = Desk(store)
        for number in range(4):
            desk.add(Form(f"f{number}", "t", "self_evaluation"))
        for _ in range(25):
            desk.edit(RemoveForm("f1"))
            desk.undo()
            desk.edit(RemoveForm("f0"))
            desk.undo()
    assert list(reopened(path).document.forms) == ["f0", "f1", "f2", "f3"]
