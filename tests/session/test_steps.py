"""Undo of everything that is a step, where it stops, and going back to any step."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.cellpath import CellPath
from perfdesk.errors import FinalVersionError
from perfdesk.session.workspace import Workspace
from tests.session.unit_files import unit_file


@pytest.fixture
def workspace(tmp_path: Path):
    with unit_file(tmp_path) as opened:
        yield opened


def first(workspace: Workspace) -> str:
    return workspace.forms()[0].id


def name_of(workspace: Workspace) -> CellPath:
    return CellPath(first(workspace), "", "project_name")


def test_a_note_is_a_step_that_is_undone_after_a_restart(workspace: Workspace) -> None:
    path = name_of(workspace)
    workspace.remarks.set_note(path, "问过王科长")
    assert workspace.editing.undo_label == "写备注"
    workspace.close()
    with Workspace.open(workspace.path) as again:
        outcome = again.editing.undo()
        assert outcome is not None
        assert outcome.beside == ("note",)
        assert again.remarks.notes(path.form) == {}
        again.editing.redo()
        assert again.remarks.notes(path.form) == {("", "project_name"): "问过王科长"}


def test_a_reason_is_a_step(workspace: Workspace) -> None:
    finding = next(f for form in workspace.form_ids() for f in workspace.checking.findings(form))
    form = finding.form
    assert form is not None
    workspace.checking.accept(finding, "情况属实")
    assert [f.accepted for f in workspace.checking.findings(form) if f.accepted] == ["情况属实"]
    workspace.editing.undo()
    assert [f for f in workspace.checking.findings(form) if f.accepted] == []
    workspace.editing.redo()
    assert [f.accepted for f in workspace.checking.findings(form) if f.accepted] == ["情况属实"]
    accepted = next(f for f in workspace.checking.findings(form) if f.accepted)
    workspace.checking.revoke(accepted)
    workspace.editing.undo()
    assert [f.accepted for f in workspace.checking.findings(form) if f.accepted] == ["情况属实"]


def test_settings_are_a_step_and_phrases_are_not(workspace: Workspace) -> None:
    before = workspace.options.current
    workspace.options.change(replace(before, over_reason=Decimal(150), footer=("填表人：",)))
    workspace.options.phrases.add("已完成")
    assert workspace.editing.undo_label == "修改设置"
    workspace.editing.undo()
    assert workspace.options.current == replace(before, phrases=("已完成",))
    workspace.editing.redo()
    assert workspace.options.current.over_reason == Decimal(150)
    assert workspace.options.current.footer == ("填表人：",)


def test_a_final_version_locks_the_form_and_is_undone_with_its_version(
    workspace: Workspace,
) -> None:
    form = first(workspace)
    workspace.safekeeping.freeze(form, "报送稿")
    assert workspace.safekeeping.final_versions() == {form: "报送稿"}
    with pytest.raises(FinalVersionError):
        workspace.editing.set_text(name_of(workspace), "另一个")
    with pytest.raises(FinalVersionError):
        workspace.editing.remove_form(form)
    workspace.editing.undo()
    assert workspace.safekeeping.final_versions() == {}
    assert workspace.safekeeping.versions(form) == []
    workspace.editing.redo()
    assert [version.name for version in workspace.safekeeping.versions(form)] == ["报送稿"]
    workspace.close()
    with Workspace.open(workspace.path) as again:
        assert again.safekeeping.final_versions() == {form: "报送稿"}
        again.safekeeping.unlock(form)
        assert again.editing.set_text(name_of(again), "另一个").changed
        assert [version.name for version in again.safekeeping.versions(form)] == ["报送稿"]


def test_returning_to_a_version_unlocks_in_the_same_step(workspace: Workspace) -> None:
    form = first(workspace)
    version = workspace.safekeeping.freeze(form, "报送稿")
    workspace.safekeeping.unlock(form)
    workspace.editing.set_text(name_of(workspace), "改过")
    workspace.safekeeping.freeze(form, "二稿")
    workspace.safekeeping.return_to(version)
    assert workspace.safekeeping.final_versions() == {}
    workspace.editing.undo()
    assert workspace.safekeeping.final_versions() == {form: "二稿"}


def test_undo_stops_at_the_opening_and_at_whole_forms_once(workspace: Workspace) -> None:
    workspace.editing.set_text(name_of(workspace), "甲")
    workspace.editing.set_text(name_of(workspace), "乙")
    assert workspace.steps.stop() == ""
    workspace.close()
    with Workspace.open(workspace.path) as again:
        assert "打开文件以前" in again.steps.stop()
        assert again.steps.stop() == ""
        again.editing.undo()
        assert again.steps.stop() == ""
        again.editing.new_form("shanghai-declaration-2023", 2024, "新项目")
        assert "回收站" in again.steps.stop()
        again.editing.undo()
        again.editing.redo()
        again.editing.remove_form(again.forms()[-1].id)
        assert "回来" in again.steps.stop()


def test_going_back_to_a_step_says_before_what_changes(workspace: Workspace) -> None:
    path = name_of(workspace)
    before = workspace._core.view(path.form).text("project_name")
    workspace.editing.set_text(path, "甲")
    mark = workspace.steps.all()[-1].seq
    workspace.editing.set_text(path, "乙")
    workspace.remarks.set_note(path, "备忘")
    workspace.editing.new_form("shanghai-declaration-2023", 2024, "新项目")
    effects = [(e.label, e.now, e.then) for e in workspace.steps.effect(mark)]
    assert ("备注", "备忘", "") in effects
    assert ("项目名称", "乙", "甲") in effects
    assert any(label == "整张表" and now == "有" for label, now, _ in effects)
    outcome = workspace.steps.go(mark)
    assert outcome.form_list
    assert path in outcome.paths
    assert workspace._core.view(path.form).text("project_name") == "甲"
    steps = workspace.steps.all()
    assert [step.undone for step in steps[-3:]] == [True, True, True]
    again = [(e.label, e.now, e.then) for e in workspace.steps.effect(steps[-1].seq)]
    assert ("项目名称", "甲", "乙") in again
    workspace.steps.go(steps[-1].seq)
    assert workspace._core.view(path.form).text("project_name") == "乙"
    assert len(workspace.forms()) > 1
    workspace.steps.go(mark - 1)
    assert workspace._core.view(path.form).text("project_name") == before


def test_the_list_says_which_settings_would_change(workspace: Workspace) -> None:
    before = workspace.options.current
    seq = workspace.steps.all()[-1].seq
    workspace.options.change(replace(before, over_reason=Decimal(150), footer=("填表人：",)))
    told = {effect.label: (effect.now, effect.then) for effect in workspace.steps.effect(seq)}
    assert told["设置 · 超额完成达到多少须说明原因"] == ("150", "")
    assert told["设置 · 表尾签字栏"] == ("填表人：", "")
