"""What hangs on cells beside their values: notes, history, the recycle bin."""

from pathlib import Path

import pytest

from perfdesk.cellpath import CellPath
from perfdesk.session.workspace import Workspace
from tests.session.unit_files import unit_file


@pytest.fixture
def workspace(tmp_path: Path):
    with unit_file(tmp_path) as opened:
        yield opened


def reopened(workspace: Workspace) -> Workspace:
    workspace.close()
    return Workspace.open(workspace.path)


def test_a_note_is_kept_at_its_cell_and_never_printed(workspace: Workspace) -> None:
    form = workspace.forms()[0].id
    score = CellPath(form, "r1", "score")
    workspace.remarks.set_note(score, " 问过王科长 ")
    workspace.remarks.set_note(CellPath(form, "", ""), "待盖章")
    workspace.editing.move_rows(form, ["r1"], 1)
    with reopened(workspace) as again:
        assert again.remarks.notes(form) == {("r1", "score"): "问过王科长", ("", ""): "待盖章"}
        printed = [
            run.text
            for page in again.transfer.pages(form).pages
            for b in page.boxes
            for run in b.runs
        ]
        assert not any("王科长" in text for text in printed)
        again.remarks.set_note(score, "另一句")
        again.remarks.set_note(CellPath(form, "", ""), " ")
        assert again.remarks.notes(form) == {("r1", "score"): "另一句"}


def test_notes_of_a_form_stay_while_it_lies_in_the_recycle_bin(workspace: Workspace) -> None:
    form = workspace.forms()[0].id
    workspace.remarks.set_note(CellPath(form, "r1", "score"), "记")
    workspace.editing.remove_form(form)
    with reopened(workspace) as again:
        recycled = again.safekeeping.recycle_bin()
        assert [item.form for item in recycled] == [form]
        again.safekeeping.restore(recycled[0])
        assert again.remarks.notes(form) == {("r1", "score"): "记"}
        assert again.safekeeping.recycle_bin() == []


def test_the_history_of_a_cell_and_of_its_form(workspace: Workspace) -> None:
    form = workspace.forms()[0].id
    score, goal = CellPath(form, "r1", "score"), CellPath(form, "", "goal_actual")
    workspace.editing.set_text(score, "9")
    workspace.editing.set_text(score, "8")
    workspace.editing.set_text(goal, "完成")
    workspace.editing.undo()
    with reopened(workspace) as again:
        lines = again.safekeeping.cell_history(score)
        assert [(line.old, line.new) for line in lines[-2:]] == [("10.00", "9"), ("9", "8")]
        assert [line.path for line in again.safekeeping.form_history(form)[-2:]] == [goal, goal]
        assert again.label(lines[-1].path).endswith("得分")


def test_drafts_of_an_open_editor_survive_a_crash(workspace: Workspace) -> None:
    form = workspace.forms()[0].id
    goal = CellPath(form, "", "goal_actual")
    workspace.safekeeping.keep_draft(goal, "写到一半")
    with reopened(workspace) as again:
        assert [(draft.path, draft.text) for draft in again.safekeeping.drafts] == [
            (goal, "写到一半")
        ]
        again.editing.set_text(goal, "写完了")
    with reopened(again) as last:
        assert last.safekeeping.drafts == ()
