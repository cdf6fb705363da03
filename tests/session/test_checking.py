"""Live findings are those of a fresh check; reasons last as long as the values they were given for."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from perfdesk.cellpath import CellPath
from perfdesk.changes import AddForm, Batch
from perfdesk.document import state
from perfdesk.findings import Finding
from perfdesk.rules import WordLists, check_all
from perfdesk.session.check.accepted import AcceptedFindings
from perfdesk.session.workspace import Workspace
from tests.session.unit_files import a_finding, unit_file

SELF, DECLARED = "minhang-self-evaluation-2024", "jiading-declaration-2023"
REASON = "主管部门已批复"


@pytest.fixture
def workspace(tmp_path: Path):
    with unit_file(tmp_path, SELF, DECLARED) as opened:
        yield opened


def wrong_rate(workspace: Workspace, text: str = "12.00") -> tuple[str, Finding]:
    """Override the execution rate by a wrong one; the form, and the finding about it."""
    form = workspace.forms()[0].id
    workspace.editing.set_text(CellPath(form, "F0", "rate"), text)
    return form, the_finding(workspace, form)


def the_finding(workspace: Workspace, form: str) -> Finding:
    return next(f for f in workspace.checking.findings(form) if (f.row, f.field) == ("F0", "rate"))


def fresh(workspace: Workspace) -> list[Finding]:
    core = workspace._core
    return check_all(core.views(), WordLists(core.settings.words), core.settings)


def test_after_any_edits_the_findings_are_those_of_a_fresh_check(workspace: Workspace) -> None:
    rng = random.Random(7)
    editing, checking = workspace.editing, workspace.checking
    assert checking.all_findings() == fresh(workspace)
    for step in range(40):
        form = rng.choice(workspace.forms()).id
        rows = [row.id for row in workspace._core.view(form).indicators]
        row = rng.choice(rows) if rows else ""
        match step % 8:
            case 0:
                editing.set_text(CellPath(form, row, "target"), rng.choice(["≥95%", "", "12次"]))
            case 1:
                editing.set_text(CellPath(form, row, "level3"), rng.choice(["培训次数", "满意度"]))
            case 2:
                editing.set_text(CellPath(form, "F1", "executed"), rng.choice(["1", "", "abc"]))
            case 3:
                editing.insert_row(form, row or None)
            case 4:
                editing.set_text(CellPath(form, "", "year"), rng.choice(["2023", "2024", ""]))
            case 5:
                editing.undo()
            case 6 if step % 3 == 0:
                editing.duplicate_form(form)
            case 6 if rows:
                editing.move_rows(form, [rows[0]], 1)
            case _ if len(workspace.forms()) > 4:
                editing.remove_form(form)
            case _:
                editing.redo()
        assert checking.all_findings() == fresh(workspace)


def test_an_accepted_finding_is_marked_and_not_counted(workspace: Workspace) -> None:
    form, finding = wrong_rate(workspace)
    before = workspace.checking.verdict(form)
    workspace.checking.accept(finding, REASON)
    after = workspace.checking.verdict(form)
    assert the_finding(workspace, form).accepted == REASON
    standing = [v.errors + v.warnings + v.hints for v in (before, after)]
    assert (standing[0] - standing[1], after.accepted - before.accepted) == (1, 1)
    workspace.checking.revoke(the_finding(workspace, form))
    assert workspace.checking.verdict(form) == before


def test_a_reason_survives_reopening(workspace: Workspace) -> None:
    form, finding = wrong_rate(workspace)
    workspace.checking.accept(finding, REASON)
    workspace.close()
    with Workspace.open(workspace.path) as again:
        assert the_finding(again, form).accepted == REASON


def test_a_reason_is_revoked_when_the_values_change_for_good(workspace: Workspace) -> None:
    form, finding = wrong_rate(workspace)
    workspace.checking.accept(finding, REASON)
    _, changed = wrong_rate(workspace, "13.00")
    assert changed.accepted is None
    _, back = wrong_rate(workspace, "12.00")
    assert back.accepted is None
    workspace.close()
    with Workspace.open(workspace.path) as again:
        assert the_finding(again, form).accepted is None


def test_other_cells_do_not_touch_a_reason(workspace: Workspace) -> None:
    form, finding = wrong_rate(workspace)
    workspace.checking.accept(finding, REASON)
    workspace.editing.set_text(CellPath(form, "", "goal_actual"), "全年完成运维 12 次。")
    workspace.editing.insert_row(form)
    assert the_finding(workspace, form).accepted == REASON


def test_a_reason_comes_back_with_undo(workspace: Workspace) -> None:
    form, finding = wrong_rate(workspace)
    workspace.checking.accept(finding, REASON)
    workspace.editing.set_automatic(CellPath(form, "F0", "rate"))
    workspace.checking.findings(form)
    workspace.editing.undo()
    assert the_finding(workspace, form).accepted == REASON


def test_a_reason_given_read_only_is_not_lost_by_looking(workspace: Workspace) -> None:
    form, finding = wrong_rate(workspace)
    workspace.checking.accept(finding, REASON)
    workspace.close()
    with Workspace.open(workspace.path, read_only=True) as again:
        assert the_finding(again, form).accepted == REASON
        assert again.checking.verdict().accepted == 1


def test_two_findings_of_a_rule_at_one_cell_have_their_own_reasons(workspace: Workspace) -> None:
    acceptances = AcceptedFindings(workspace._core, workspace._store, [])
    workspace._core.beside["reason"] = acceptances.put
    one = a_finding("x", arguments=(("number", "3"),))
    two = a_finding("x", arguments=(("number", "4"),))
    three = a_finding("x", arguments=(("number", "5"),))
    acceptances.accept(one, "甲")
    assert [f.accepted for f in acceptances.marked([one, two])] == ["甲", None]
    acceptances.accept(two, "乙")
    assert [f.accepted for f in acceptances.marked([one, two])] == ["甲", "乙"]
    again = AcceptedFindings(workspace._core, workspace._store, workspace._store.acceptances.all())
    assert [f.accepted for f in again.marked([three, two])] == [None, "乙"]
    assert [item.reason for item in workspace._store.acceptances.all()] == ["乙"]


def test_a_first_check_in_steps_ends_like_one_at_once(workspace: Workspace) -> None:
    steps = workspace.checking.prepare(workspace.forms()[1].id)
    next(steps)
    workspace.editing.set_text(CellPath(workspace.forms()[0].id, "F0", "rate"), "12.00")
    assert list(steps)
    assert workspace.checking.prepared
    assert workspace.checking.all_findings() == fresh(workspace)


def test_settings_are_felt_by_the_next_check(workspace: Workspace) -> None:
    form, finding = wrong_rate(workspace)
    off = replace(workspace.options.current, disabled_rules=frozenset({finding.rule}))
    workspace.options.change(off)
    assert finding.rule not in {f.rule for f in workspace.checking.findings(form)}
    assert workspace.checking.all_findings() == fresh(workspace)


def test_a_large_import_and_its_undo_are_checked_anew_and_rightly(workspace: Workspace) -> None:
    workspace.checking.all_findings()
    one = state(workspace._core.document.form(workspace.forms()[0].id))
    added = tuple(
        AddForm(one | {"id": f"n{n}", "header": one["header"] | {"project_name": f"项目{n}"}})
        for n in range(50)
    )
    workspace._core.edit(Batch(added[:5]), "导入")
    assert workspace.checking.prepared
    assert workspace.checking.all_findings() == fresh(workspace)
    workspace.editing.undo()
    workspace._core.edit(Batch(added), "导入")
    assert not workspace.checking.begun
    for _ in workspace.checking.prepare():
        pass
    assert workspace.checking.all_findings() == fresh(workspace)
    workspace.editing.undo()
    assert not workspace.checking.begun
    assert workspace.checking.all_findings() == fresh(workspace)


def test_a_finding_says_where_it_stands_as_long_as_its_form_is_there(workspace: Workspace) -> None:
    form = workspace.forms()[0]
    row = workspace._core.view(form.id).indicators[0]
    place = CellPath(form.id, row.id, "score")
    said = workspace.checking.place(place, with_project=True).split(" · ")
    assert said[0] == form.project_name
    assert row.name in said
    assert workspace.checking.place(place, with_project=False).split(" · ") == said[1:]
    name = workspace.checking.form_name(form.id)
    assert form.project_name in name
    assert "2024" in name
    workspace.editing.set_text(CellPath(form.id, "", "project_name"), "改名")
    assert "改名" in workspace.checking.form_name(form.id)
    workspace.editing.remove_form(form.id)
    assert workspace.checking.place(place, with_project=True) == ""
    assert workspace.checking.form_name(form.id) == ""
