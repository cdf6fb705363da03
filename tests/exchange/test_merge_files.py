"""Several people's copies put together: every edit accounted for, conflicts asked, one undo."""

import json
import tempfile
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.cellpath import CellPath
from perfdesk.changes import SetValue
from perfdesk.cli import main
from perfdesk.document import state
from perfdesk.exchange.three_way import Whose
from perfdesk.session.exchange.merge_plan import Fact, Fate
from perfdesk.session.workspace import Workspace
from tests.exchange.copies import at, copy_of, put, shuffled, start, typed_cells


def states(unit: Workspace) -> dict[str, object]:
    return {form.id: state(form) for form in unit._core.document}


@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 10_000), theirs=st.sets(st.integers(0, 9)))
def test_three_copies_with_forty_edits_each_and_ten_conflicts(seed: int, theirs: set[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        samples = ("minhang-self-evaluation-2024", "putuo-self-evaluation")
        path = start(Path(folder) / "甲", *samples, count=6)
        copies = [copy_of(path, name) for name in ("一", "二", "三")]
        with Workspace.open(path) as unit:
            cells = shuffled(typed_cells(unit), seed)
            before = states(unit)
        both, alone = cells[:10], cells[10:110]
        # The first and the second both change ten cells, each in its own way.
        parts = [both + alone[:30], both + alone[30:60], alone[60:100]]
        for number, (copy, part) in enumerate(zip(copies, parts, strict=True)):
            with Workspace.open(copy) as other:
                put(other, shuffled(part, seed + number), f"第{number}人")
        with Workspace.open(path) as unit:
            merging = unit.sharing.copies
            others = merging.read(copies)
            plan = merging.plan(others)
            assert all(file.base_known for file in plan.files)
            facts = plan.facts()
            assert sum(facts.values()) == 120
            assert (facts[Fact.TAKEN], facts[Fact.KEPT]) == (110, 10)
            assert {(place.key.form, *place.key.place) for place in plan.conflicts} == set(both)
            assert plan.undecided == 10
            sides = {
                place.key: Whose.THEIRS if number in theirs else Whose.OURS
                for number, place in enumerate(plan.conflicts)
            }
            decided = merging.plan(others, sides)
            assert decided.undecided == 0
            merging.merge(others, decided)
            taken = Counter(at(unit, cell) for cell in both)
            assert (taken["第1人"], taken["第0人"]) == (len(theirs), 10 - len(theirs))
            for number, part in enumerate((alone[:30], alone[30:60], alone[60:100])):
                assert {at(unit, cell) for cell in part} == {f"第{number}人"}
            unit.editing.undo()
            assert states(unit) == before


def test_a_copy_merged_twice_brings_nothing_new_and_later_edits_do(tmp_path: Path) -> None:
    path = start(tmp_path)
    copy = copy_of(path, "二")
    with Workspace.open(copy) as other:
        cells = typed_cells(other)
        put(other, cells[:3], "第一次")
    with Workspace.open(path) as unit:
        merging = unit.sharing.copies
        others = merging.read([copy])
        merging.merge(others, merging.plan(others))
        put(unit, cells[3:4], "本方")
        again = merging.plan(merging.read([copy]))
        assert not again.changes
        assert again.facts() == {}
    with Workspace.open(copy) as other:
        put(other, cells[2:5], "第二次")
    with Workspace.open(path) as unit:
        plan = unit.sharing.copies.plan(unit.sharing.copies.read([copy]))
        # What was taken before and changed again by them alone is no conflict.
        assert plan.facts() == {Fact.TAKEN: 2, Fact.KEPT: 1}
        assert [place.ours for place in plan.conflicts] == ["本方"]


def test_a_merge_that_was_undone_is_done_again(tmp_path: Path) -> None:
    path = start(tmp_path)
    copy = copy_of(path, "二")
    with Workspace.open(copy) as other:
        cells = typed_cells(other)
        put(other, cells[:3], "改")
    with Workspace.open(path) as unit:
        merging = unit.sharing.copies
        others = merging.read([copy])
        merging.merge(others, merging.plan(others))
        unit.editing.undo()
        others = merging.read([copy])
        plan = merging.plan(others)
        assert plan.facts() == {Fact.TAKEN: 3}
        merging.merge(others, plan)
        assert at(unit, cells[0]) == "改"


def test_rows_come_go_and_are_ordered(tmp_path: Path) -> None:
    path = start(tmp_path)
    copy = copy_of(path, "二")
    with Workspace.open(copy) as other:
        form = other.form_ids()[0]
        rows = [row.id for row in other._core.document.form(form).indicators]
        other.editing.remove_rows(form, [rows[1]])
        other.editing.insert_row(form, rows[2])
        new = other._core.document.form(form).indicators[2].id
        other.editing.set_text(CellPath(form, new, "level3"), "对方新增的指标")
        other.editing.move_rows(form, [rows[-1]], -1)
    with Workspace.open(path) as unit:
        unit.editing.insert_row(form, rows[0])
        own = unit._core.document.form(form).indicators[1].id
        assert own == new
        unit.editing.set_text(CellPath(form, own, "level3"), "本方新增的指标")
        merging = unit.sharing.copies
        others = merging.read([copy])
        plan = merging.plan(others)
        assert not plan.conflicts
        merging.merge(others, plan)
        names = [row.get("level3") for row in unit._core.document.form(form).indicators]
        ids = [row.id for row in unit._core.document.form(form).indicators]
        assert "本方新增的指标" in names
        assert rows[1] not in ids
        assert len(set(ids)) == len(ids)
        assert ids.index(rows[-1]) < ids.index(rows[-2])
        assert names.index("对方新增的指标") == ids.index(rows[2]) + 1


def test_a_row_removed_there_and_changed_here_is_asked(tmp_path: Path) -> None:
    path = start(tmp_path)
    copy = copy_of(path, "二")
    with Workspace.open(copy) as other:
        form = other.form_ids()[0]
        rows = [row.id for row in other._core.document.form(form).indicators]
        other.editing.remove_rows(form, rows[:1])
        other.editing.set_text(CellPath(form, rows[1], "actual"), "对方改")
    with Workspace.open(path) as unit:
        unit.editing.set_text(CellPath(form, rows[0], "actual"), "本方改")
        unit.editing.remove_rows(form, [rows[1]])
        merging = unit.sharing.copies
        others = merging.read([copy])
        plan = merging.plan(others)
        assert {place.key.place for place in plan.conflicts} == {(rows[0], ""), (rows[1], "")}
        merging.merge(others, plan)
        ids = [row.id for row in unit._core.document.form(form).indicators]
        assert (rows[0] in ids, rows[1] in ids) == (True, False)
        theirs = merging.plan(others, prefer=Whose.THEIRS)
        assert theirs.undecided == 0
        merging.merge(others, theirs)
        after = unit._core.document.form(form)
        ids = [row.id for row in after.indicators]
        assert (rows[0] in ids, rows[1] in ids) == (False, True)
        assert after.get(rows[1], "actual") == "对方改"


def test_forms_come_and_go(tmp_path: Path) -> None:
    path = start(tmp_path)
    copy = copy_of(path, "二")
    with Workspace.open(copy) as other:
        first, second, third = other.form_ids()
        other.editing.new_form("shanghai-self-evaluation-2024", 2025, "对方新建的项目")
        other.editing.remove_form(first)
        other.editing.remove_form(second)
        other.editing.set_text(CellPath(third, "", "goal_actual"), "对方改")
    with Workspace.open(path) as unit:
        unit.editing.set_text(CellPath(second, "", "goal_actual"), "本方改")
        unit.editing.remove_form(third)
        merging = unit.sharing.copies
        others = merging.read([copy])
        plan = merging.plan(others)
        assert Counter(form.fate for form in plan.files[0].forms) == {
            Fate.ADDED: 1,
            Fate.REMOVED: 1,
            Fate.REMOVE_CONFLICT: 1,
            Fate.RETURN_CONFLICT: 1,
        }
        assert plan.undecided == 2
        merging.merge(others, plan)
        assert [entry.project_name for entry in unit.forms()][-1] == "对方新建的项目"
        assert second in unit.form_ids()
        assert first not in unit.form_ids()
        assert third not in unit.form_ids()
        unit.editing.undo()
        merging.merge(others, merging.plan(others, prefer=Whose.THEIRS))
        assert second not in unit.form_ids()
        assert unit._core.document.form(third).header["goal_actual"] == "对方改"


def test_a_file_of_another_origin_is_compared_two_ways_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = start(tmp_path / "甲")
    assert main(["export", str(path), "--to", str(tmp_path / "出"), "--format", "json"]) == 0
    capsys.readouterr()
    other = tmp_path / "乙.perfdesk"
    with Workspace.create(other) as unit:
        unit.transfer.import_files([tmp_path / "出"])
        form = unit.form_ids()[0]
        row = unit._core.document.form(form).indicators[0].id
        unit.editing.set_text(CellPath(form, row, "actual"), "别的数")
    assert main(["merge", str(other), "--into", str(path), "--json"]) == 2
    told = capsys.readouterr()
    data = json.loads(told.out)
    assert data["files"][0]["three_way"] is False
    assert [conflict["theirs"] for conflict in data["conflicts"]] == ["别的数"]
    assert data["conflicts"][0]["base"] is None
    assert "1 处" in told.err
    assert main(["merge", str(other), "--into", str(path), "--prefer", "theirs"]) == 0
    assert "不知道双方从什么内容开始" in capsys.readouterr().out
    with Workspace.open(path) as unit:
        texts = [form.indicators[0].get("actual") for form in unit._core.document]
        assert texts.count("别的数") == 1


def test_notes_and_reasons_come_along(tmp_path: Path) -> None:
    path = start(tmp_path)
    copy = copy_of(path, "二")
    with Workspace.open(copy) as other:
        form = other.form_ids()[0]
        row = other._core.document.form(form).indicators[0].id
        other._store.notes.add(CellPath(form, row, "actual"), "来自台账")
        finding = other.checking.findings(form)[0]
        other.checking.accept(finding, "系统导出如此")
        put(other, [(form, row, "actual")], "1")
    with Workspace.open(path) as unit:
        merging = unit.sharing.copies
        others = merging.read([copy])
        plan = merging.plan(others)
        assert (plan.files[0].notes, plan.files[0].explanations) == (1, 1)
        merging.merge(others, plan)
        assert [note.text for note in unit._store.notes.all()] == ["来自台账"]
        assert [a.reason for a in unit._store.acceptances.all()] == ["系统导出如此"]
        again = merging.plan(merging.read([copy]))
        assert (again.files[0].notes, again.files[0].explanations) == (0, 0)


def test_files_that_cannot_be_read_are_told_and_the_rest_is_merged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = start(tmp_path)
    copy = copy_of(path, "二")
    (tmp_path / "坏.perfdesk").write_bytes(b"no data file" * 100)
    with Workspace.open(copy) as other:
        cells = typed_cells(other)
        put(other, cells[:2], "改")
    call = ["merge", str(tmp_path / "坏.perfdesk"), str(copy), str(path), "--into", str(path)]
    assert main([*call, "--dry-run", "--json"]) == 2
    dry = json.loads(capsys.readouterr().out)
    assert [bool(file["error"]) for file in dry["files"]] == [True, False, True]
    with Workspace.open(path, read_only=True) as unit:
        assert at(unit, cells[0]) != "改"
    assert main(call) == 2
    assert "就是正在合并到的数据文件" in capsys.readouterr().err
    with Workspace.open(path, read_only=True) as unit:
        assert at(unit, cells[0]) == at(unit, cells[1]) == "改"


def test_computed_cells_follow(tmp_path: Path) -> None:
    path = start(tmp_path)
    copy = copy_of(path, "二")
    with Workspace.open(copy) as other:
        form = other.form_ids()[0]
        other.editing.set_text(CellPath(form, "F1", "executed"), "123.00")
        total = other._core.view(form).text("executed", "F0")
    with Workspace.open(path) as unit:
        merging = unit.sharing.copies
        others = merging.read([copy])
        merging.merge(others, merging.plan(others))
        assert unit._core.view(form).text("executed", "F0") == total


def test_twenty_files_of_forty_forms_take_little_time(tmp_path: Path) -> None:
    path = tmp_path / "单位.perfdesk"
    with Workspace.create(path) as unit:
        for number in range(40):
            unit.editing.new_form("shanghai-self-evaluation-2024", 2024, f"项目{number}")
        forms = unit.form_ids()
    copies = [copy_of(path, f"副本{number}") for number in range(20)]
    for number, copy in enumerate(copies):
        with Workspace.open(copy) as other:
            for form in forms[number::20]:
                text = SetValue(CellPath(form, "", "goal_actual"), f"第{number}份")
                other._core.edit(text, "填写")
    with Workspace.open(path) as unit:
        merging = unit.sharing.copies
        begun = time.perf_counter()
        others = merging.read(copies)
        plan = merging.plan(others)
        merging.merge(others, plan)
        took = time.perf_counter() - begun
        assert plan.facts() == {Fact.TAKEN: 40}
        said = {unit._core.document.form(form).header["goal_actual"] for form in forms}
        assert said == {f"第{number}份" for number in range(20)}
    print(f"\nmerging 20 files of 40 forms: {took:.2f} s")
    assert took < 10
