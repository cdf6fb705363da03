"""科室分工: workbooks that go out and come back, cell by cell, and the list of who has sent what."""

import json
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from perfdesk.cellpath import CellPath
from perfdesk.cli import main
from perfdesk.document import state
from perfdesk.errors import NothingToHandOutError
from perfdesk.exchange.three_way import Whose
from perfdesk.session.exchange.hand_outs import HandOutPart
from perfdesk.session.exchange.merge_plan import Fact
from perfdesk.session.workspace import Workspace
from tests.exchange.copies import start
from tests.session.unit_files import TEMPLATES, unit_file


def write(path: Path, changes: dict[str, str], sheet: int = 1) -> None:
    """What the person in the 科室 does: other texts where these stand."""
    book = openpyxl.load_workbook(path)
    page = book.worksheets[sheet]
    for was, text in changes.items():
        cells = [c for row in page.iter_rows() for c in row if c.value == was]
        assert cells, was
        cells[0].value = text
        if text.startswith("="):
            cells[0].data_type = "s"
    book.save(path)


def test_a_form_goes_out_and_comes_back_three_way(tmp_path: Path) -> None:
    path = start(tmp_path)
    out = tmp_path / "业务科.xlsx"
    with Workspace.open(path) as unit:
        form = unit.form_ids()[0]
        rows = [row.id for row in unit._core.document.form(form).indicators]
        for number, row in enumerate(rows):
            unit.editing.set_text(CellPath(form, row, "actual"), f"原值{number}")
        before = state(unit._core.document.form(form))
        unit.sharing.hand_outs.hand_out("业务科", [HandOutPart(form)], out, "3月10日")
        # Meanwhile, here: one cell that only we change, one that both change.
        unit.editing.set_text(CellPath(form, rows[1], "actual"), "本方改")
        unit.editing.set_text(CellPath(form, rows[2], "actual"), "本方也改")
    write(out, {"原值0": "科室改", "原值2": "科室也改"})
    with Workspace.open(path) as unit:
        merging = unit.sharing.copies
        others = merging.read([out])
        plan = merging.plan(others)
        assert plan.files[0].error is None
        assert plan.files[0].base_known
        assert plan.files[0].said == ()
        assert plan.files[0].who == ("业务科",)
        assert plan.facts() == {Fact.TAKEN: 1, Fact.KEPT: 1}
        (conflict,) = plan.conflicts
        assert (conflict.base, conflict.ours, conflict.theirs) == ("原值2", "本方也改", "科室也改")
        merging.merge(others, merging.plan(others, prefer=Whose.THEIRS))
        texts = [unit._core.document.form(form).get(row, "actual") for row in rows[:3]]
        assert texts == ["科室改", "本方改", "科室也改"]
        unit.editing.undo()
        now = state(unit._core.document.form(form))
        assert [r["values"]["actual"] for r in now["indicators"]][:3] == [
            "原值0",
            "本方改",
            "本方也改",
        ]
        assert len(now["indicators"]) == len(before["indicators"])


@pytest.mark.parametrize("sample", sorted(TEMPLATES))
def test_what_nobody_wrote_into_brings_nothing(tmp_path: Path, sample: str) -> None:
    with unit_file(tmp_path, sample) as unit:
        outs = []
        for number, form in enumerate(unit.form_ids()):
            rows = tuple(row.id for row in unit._core.document.form(form).indicators[1::2])
            for name, part in (("全", HandOutPart(form)), ("行", HandOutPart(form, rows))):
                outs.append(tmp_path / f"{number}{name}.xlsx")
                unit.sharing.hand_outs.hand_out("某科", [part], outs[-1])
        plan = unit.sharing.copies.plan(unit.sharing.copies.read(outs))
        assert [file.error for file in plan.files] == [None] * len(outs)
        places = [place for file in plan.files for form in file.forms for place in form.places]
        assert places == []
        assert [file.said for file in plan.files] == [()] * len(outs)


def test_some_rows_go_out_and_only_these_come_back(tmp_path: Path) -> None:
    with unit_file(tmp_path, count=1) as unit:
        form = unit.form_ids()[0]
        rows = [row.id for row in unit._core.document.form(form).indicators]
        chosen = (rows[1], rows[3])
        for row in rows:
            unit.editing.set_text(CellPath(form, row, "actual"), f"原{row}")
        out = tmp_path / "行.xlsx"
        unit.sharing.hand_outs.hand_out("业务科", [HandOutPart(form, chosen)], out)
        book = openpyxl.load_workbook(out)
        texts = [c.value for row in book.worksheets[1].iter_rows() for c in row if c.value]
        assert [f"原{row}" in texts for row in rows] == [row in chosen for row in rows]
        grade = unit._core.view(form).text("grade")
        assert grade
        assert grade not in texts
        assert any("业务科" in str(c.value) for row in book.worksheets[0].iter_rows() for c in row)
        write(out, {f"原{rows[3]}": "=95.00(%)"})
        merging = unit.sharing.copies
        others = merging.read([out])
        merging.merge(others, merging.plan(others))
        now = unit._core.document.form(form)
        assert [row.id for row in now.indicators] == rows
        assert now.get(rows[3], "actual") == "=95.00(%)"
        assert now.get(rows[1], "actual") == f"原{rows[1]}"


def test_rows_that_the_department_adds_come_in_and_removed_ones_stay_and_are_said(
    tmp_path: Path,
) -> None:
    with unit_file(tmp_path, count=1) as unit:
        form = unit.form_ids()[0]
        names = [row.get("level3") for row in unit._core.document.form(form).indicators]
        out = tmp_path / "表.xlsx"
        unit.sharing.hand_outs.hand_out("业务科", [HandOutPart(form)], out)
        with Workspace.create(tmp_path / "科室.perfdesk") as there:
            # The 科室 has the program too, and adds and removes rows in it.
            there.transfer.import_files([out])
            own = there.form_ids()[0]
            rows = [row.id for row in there._core.document.form(own).indicators]
            there.editing.insert_row(own, rows[1])
            new = there._core.document.form(own).indicators[2].id
            there.editing.set_text(CellPath(own, new, "level3"), "科室新增的指标")
            there.editing.set_text(CellPath(own, new, "target"), "≥3次")
            there.editing.remove_rows(own, [rows[0], rows[-1]])
            view = there._core.view(own)
            from perfdesk.io.excel_writer import WorkbookOptions, write_workbook

            marks = _marks(out)
            write_workbook(out, [view], WorkbookOptions(handed_out=marks))
        merging = unit.sharing.copies
        others = merging.read([out])
        plan = merging.plan(others)
        assert "2 行没有交回" in plan.files[0].said[0]
        merging.merge(others, plan)
        now = [row.get("level3") for row in unit._core.document.form(form).indicators]
        assert [name for name in now if name != "科室新增的指标"] == names
        assert now.index("科室新增的指标") == 2


def _marks(path: Path) -> tuple[str, ...]:
    name = openpyxl.load_workbook(path).defined_names["perfdesk_handout_1"]
    return (name.value.strip('"'),)


def test_a_workbook_that_lost_its_mark_is_compared_two_ways_and_that_is_said(
    tmp_path: Path,
) -> None:
    with unit_file(tmp_path, count=1) as unit:
        form = unit.form_ids()[0]
        row = unit._core.document.form(form).indicators[0].id
        unit.editing.set_text(CellPath(form, row, "actual"), "原值")
        out = tmp_path / "表.xlsx"
        unit.sharing.hand_outs.hand_out("业务科", [HandOutPart(form)], out)
        write(out, {"原值": "科室改"})
        book = openpyxl.load_workbook(out)
        del book.defined_names["perfdesk_handout_1"]
        book.save(out)
        plan = unit.sharing.copies.plan(unit.sharing.copies.read([out]))
        assert not plan.files[0].base_known
        assert "只能两边对照" in plan.files[0].said[0]
        assert [place.theirs for place in plan.conflicts] == ["科室改"]


def test_a_workbook_of_another_data_file_is_not_taken_for_ours(tmp_path: Path) -> None:
    first = start(tmp_path / "甲", count=1)
    second = start(tmp_path / "乙", "putuo-self-evaluation", count=1)
    out = tmp_path / "表.xlsx"
    with Workspace.open(first) as unit:
        unit.sharing.hand_outs.hand_out("业务科", [HandOutPart(unit.form_ids()[0])], out)
    with Workspace.open(second) as unit:
        plan = unit.sharing.copies.plan(unit.sharing.copies.read([out]))
        assert not plan.files[0].base_known
        assert plan.files[0].said


def test_after_folding_the_start_is_not_known_and_that_is_said(tmp_path: Path) -> None:
    from perfdesk.store.damage import shrink

    path = start(tmp_path, count=1)
    out = tmp_path / "表.xlsx"
    copy = shutil.copy(path, tmp_path / "副本.perfdesk")
    with Workspace.open(path) as unit:
        form = unit.form_ids()[0]
        row = unit._core.document.form(form).indicators[0].id
        unit.sharing.hand_outs.hand_out("业务科", [HandOutPart(form)], out)
        for number in range(5):
            unit.editing.set_text(CellPath(form, row, "actual"), f"第{number}次")
        unit._store.flush()
        unit._store.unit._jobs.write(lambda c: shrink.fold(c, 2))
        merging = unit.sharing.copies
        plan = merging.plan(merging.read([out, Path(copy)]))
        assert [file.error for file in plan.files] == [None, None]
        assert [file.base_known for file in plan.files] == [False, False]
        assert "查不到" in plan.files[0].said[0]


def test_the_list_says_who_has_sent_what(tmp_path: Path) -> None:
    with unit_file(tmp_path) as unit:
        hand_outs, merging = unit.sharing.hand_outs, unit.sharing.copies
        first, second, _ = unit.form_ids()
        row = unit._core.document.form(first).indicators[0].id
        unit.editing.set_text(CellPath(first, row, "actual"), "")
        out = tmp_path / "一.xlsx"
        hand_outs.hand_out("业务科", [HandOutPart(first, (row,))], out, "3月10日")
        hand_outs.hand_out("信息科", [HandOutPart(second)], tmp_path / "二.xlsx")
        assert hand_outs.departments() == ("信息科", "业务科")
        lines = {line.hand_out.department: line for line in hand_outs.lines()}
        assert (lines["业务科"].rows, lines["业务科"].blanks, lines["业务科"].returned) == (
            1,
            1,
            "",
        )
        name = unit._core.document.form(first).indicators[0].get("level3")
        write(out, {name: f"{name}（新）"})
        others = merging.read([out])
        merging.merge(others, merging.plan(others))
        lines = hand_outs.lines()
        # What is still missing stands first.
        assert [line.hand_out.department for line in lines] == ["信息科", "业务科"]
        assert (lines[1].file, bool(lines[1].returned)) == ("一.xlsx", True)
        unit.editing.undo()
        assert not any(line.returned for line in hand_outs.lines())
        hand_outs.forget(lines[0].hand_out.id)
        assert [line.hand_out.department for line in hand_outs.lines()] == ["业务科"]
        for department, parts in (("", [HandOutPart(first)]), ("业务科", [])):
            with pytest.raises(NothingToHandOutError):
                hand_outs.hand_out(department, parts, tmp_path / "无.xlsx")
        assert not (tmp_path / "无.xlsx").exists()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_a_workbook_saved_by_libreoffice_still_knows_its_start(tmp_path: Path) -> None:
    with unit_file(tmp_path, count=1) as unit:
        form = unit.form_ids()[0]
        row = unit._core.document.form(form).indicators[0].id
        unit.editing.set_text(CellPath(form, row, "actual"), "原值")
        out = tmp_path / "表.xlsx"
        unit.sharing.hand_outs.hand_out("业务科", [HandOutPart(form)], out)
        saved = tmp_path / "存过"
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{tmp_path}/lo", "--headless",
             "--convert-to", "xlsx", "--outdir", str(saved), str(out)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        write(saved / "表.xlsx", {"原值": "科室改"})
        plan = unit.sharing.copies.plan(unit.sharing.copies.read([saved / "表.xlsx"]))
        assert plan.files[0].base_known
        taken = [p.theirs for file in plan.files for f in file.forms for p in f.places]
        assert taken == ["科室改"]


def test_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = start(tmp_path)
    out = tmp_path / "给科室.xlsx"
    with Workspace.open(path, read_only=True) as unit:
        form = unit._core.document.form(unit.form_ids()[0])
        project, indicator = form.header["project_name"], form.indicators[0].get("level3")
    call = ["handout", str(path), "--department", "业务科", "--project", project, "--to", str(out)]
    assert main([*call, "--indicator", indicator, "--due", "3月", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["forms"] == [{"project": project, "rows": 1}]
    write(out, {indicator: f"{indicator}改"})
    assert main(["handout", str(path), "--list", "--json"]) == 0
    (line,) = json.loads(capsys.readouterr().out)["hand_outs"]
    assert (line["department"], line["due"], line["returned"]) == ("业务科", "3月", None)
    assert main(["merge", str(out), "--into", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["files"][0]["three_way"]
    assert main(["handout", str(path), "--list"]) == 0
    assert "已交回" in capsys.readouterr().out
    assert main([*call, "--indicator", "没有的指标"]) == 2
    assert "没有的指标" in capsys.readouterr().err
    assert main(["merge", str(tmp_path / "没有.xlsx"), "--into", str(path)]) == 2
