"""A year of one unit: declarations, approved changes, monitoring, self-evaluations, next year's declarations."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.cellpath import CellPath
from perfdesk.changes import AddForm, Batch
from perfdesk.compute import keep_printed
from perfdesk.document import form_json, state
from perfdesk.errors import CannotCarryError
from perfdesk.session.workspace import Workspace
from perfdesk.session.year.approvals import APPLIED, APPROVED, Approval

FORMS = Path(__file__).parent.parent / "samples" / "forms"
PROJECTS = 12
YEAR = 2023


@pytest.fixture
def unit(tmp_path: Path) -> Workspace:
    """Twelve published declarations of one year, in 元."""
    workspace = Workspace.create(tmp_path / "单位.perfdesk")
    core = workspace._core
    published = json.loads((FORMS / "jiading-declaration-2023.json").read_text("utf-8"))
    template = core.catalog.get("shanghai-declaration-2023")
    changes = []
    for number in range(PROJECTS):
        data = published[number % len(published)] | {"year": YEAR}
        data["project_name"] = f"{data['project_name']}{number}"
        form = form_json.from_json(data, template, f"d{number}")
        keep_printed(form, template, core.profile(template.id))
        changes.append(AddForm(state(form)))
    core.edit(Batch(tuple(changes)), "导入")
    return workspace


def made(workspace: Workspace, kind: str, year: int) -> list:
    ids = workspace.select(year, kind, None)
    return [workspace._core.view(form_id) for form_id in ids]


DOCUMENT = "某财〔2023〕8号"


def adjust(unit: Workspace) -> None:
    """Two targets of the first project changed with approval, a third applied for only."""
    rows = [row.id for row in unit._core.view("d0").indicators]
    for row in rows[:2]:
        old = unit.year.approvals.of("d0", row).declared
        entry = Approval(old, "≥70%", "≥80%", f"{YEAR}-06-30", DOCUMENT, APPROVED)
        unit.year.approvals.set("d0", row, entry)
    unit.year.approvals.set("d0", rows[2], Approval("=1", "=2", state=APPLIED))


def test_monitoring_takes_plans_money_and_approved_targets(unit: Workspace) -> None:
    adjust(unit)
    declared = made(unit, "target_declaration", YEAR)
    report = unit.year.carrying.carry("target_declaration", "monitoring", YEAR)
    assert [entry.result for entry in report.made] == ["added"] * PROJECTS
    for before, after in zip(declared, made(unit, "monitoring", YEAR), strict=True):
        assert after.project_name == before.project_name
        assert after.text("goal_annual") == before.text("goal_annual")
        assert [row.name for row in after.indicators] == [row.name for row in before.indicators]
        assert all(not row.text("so_far") for row in after.indicators)
        assert after.money_unit == "万元"
        fiscal = before.amount("year_fiscal").value
        told = after.fund("fiscal").initial.value
        assert told == (None if fiscal is None else fiscal / Decimal(10000))
    watched = made(unit, "monitoring", YEAR)[0]
    assert [row.text("target") for row in watched.indicators[:2]] == ["≥80%", "≥80%"]
    assert watched.indicators[2].text("target") == declared[0].indicators[2].text("target")
    assert watched.form.approved[watched.indicators[0].id]["document"] == DOCUMENT


def test_one_red_light_is_the_project_s(unit: Workspace) -> None:
    unit.year.carrying.carry("target_declaration", "monitoring", YEAR)
    watched = made(unit, "monitoring", YEAR)[0]
    target = CellPath(watched.id, watched.indicators[3].id, "target")
    unit.editing.set_many([(target, "≥200人"), (target._replace(field="so_far"), "0人")])
    assert unit._core.view(watched.id).text("light") == "red"


def test_self_evaluations_and_next_year_in_one_go(unit: Workspace) -> None:
    declared = made(unit, "target_declaration", YEAR)
    carry = unit.year.carrying.carry
    assert len(carry("target_declaration", "self_evaluation", YEAR).added) == PROJECTS
    for before, after in zip(declared, made(unit, "self_evaluation", YEAR), strict=True):
        assert after.text("goal_expected") == before.text("goal_annual")
        assert after.text("goal_actual") is None
        assert all(not row.text("actual") and not row.text("score") for row in after.indicators)
    again = carry("target_declaration", "self_evaluation", YEAR)
    assert {entry.result for entry in again.made} == {"skipped"}
    assert again.outcome.seq == 0
    assert len(carry("self_evaluation", "target_declaration", YEAR + 1).added) == PROJECTS
    for before, after in zip(declared, made(unit, "target_declaration", YEAR + 1), strict=True):
        assert after.text("goal_annual") == before.text("goal_annual")
        assert after.amount("year_total").value is None
    unit.editing.undo()
    assert made(unit, "target_declaration", YEAR + 1) == []


def test_approvals_are_kept_in_the_file_and_undone(unit: Workspace, tmp_path: Path) -> None:
    row = unit._core.view("d1").indicators[0].id
    entry = Approval("≥90%", "≥70%", "≥80%", "2023-06-30", "某财〔2023〕8号", APPROVED)
    unit.year.approvals.set("d1", row, entry)
    assert unit.year.approvals.of("d1", row) == entry
    assert entry.binding == "≥80%"
    assert entry.in_words == "已批复调整：≥90% → ≥80%（某财〔2023〕8号，2023-06-30）"
    unit.close()
    with Workspace.open(tmp_path / "单位.perfdesk") as again:
        assert again.year.approvals.of("d1", row) == entry
        again.editing.undo()
        assert again.year.approvals.of("d1", row).state == "未调整"


def test_kinds_that_do_not_follow_are_refused(unit: Workspace) -> None:
    with pytest.raises(CannotCarryError, match="不能由"):
        unit.year.carrying.carry("target_declaration", "unit_self_evaluation", YEAR)
    with pytest.raises(CannotCarryError, match="没有 2031 年"):
        unit.year.carrying.carry("target_declaration", "monitoring", 2031)


def test_side_by_side_shows_each_indicator_once(unit: Workspace) -> None:
    unit.year.carrying.carry("target_declaration", "monitoring", YEAR)
    unit.year.carrying.carry("target_declaration", "self_evaluation", YEAR)
    table = unit.year.projects.of("d0")
    assert [stage.form != "" for stage in table.stages] == [True, True, True]
    names = [row.name for row in unit._core.view("d0").indicators]
    lines = [line for line in table.lines if line.label in names]
    assert [line.label for line in lines] == names
    goal = next(line for line in table.lines if line.label == "年度目标")
    assert len({entries[0].text for entries in goal.entries}) == 1
