"""What changed since a version: cells, rows that came, went or moved, and nothing else."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.cellpath import CellPath
from perfdesk.changes import ReplaceForm
from perfdesk.document import state
from perfdesk.session.keep.compare import _longest_rising
from perfdesk.session.workspace import Workspace
from tests.session.unit_files import unit_file


@pytest.fixture
def workspace(tmp_path: Path):
    with unit_file(tmp_path) as opened:
        yield opened


def frozen(workspace: Workspace):
    form = workspace.forms()[0].id
    rows = [row.id for row in workspace._core.view(form).indicators]
    version = workspace.safekeeping.freeze(form, "报送稿")
    workspace.safekeeping.unlock(form)
    return form, rows, version


def brief(differences) -> list[tuple[str, str, str]]:
    return [(item.kind, item.path.row, item.path.field) for item in differences]


def test_nothing_changed_is_nothing(workspace: Workspace) -> None:
    form, _, version = frozen(workspace)
    assert workspace.safekeeping.compare(version) == []
    workspace.editing.set_text(CellPath(form, "", "goal_actual"), "别的")
    workspace.editing.undo()
    assert workspace.safekeeping.compare(version) == []


def test_a_changed_amount_shows_with_all_that_follows_from_it(workspace: Workspace) -> None:
    form, _, version = frozen(workspace)
    workspace.editing.set_text(CellPath(form, "F1", "executed"), "4.02")
    found = workspace.safekeeping.compare(version)
    assert {
        ("changed", "F1", "executed"),
        ("changed", "F0", "rate"),
        ("changed", "", "total_score"),
    } <= set(brief(found))
    rate = next(item for item in found if item.path[1:] == ("F0", "rate"))
    assert (rate.old, rate.new) == ("99.50", "50.00")
    assert "执行率" in rate.label


def test_rows_that_came_went_and_moved(workspace: Workspace) -> None:
    form, rows, version = frozen(workspace)
    workspace.editing.remove_rows(form, [rows[1]])
    workspace.editing.insert_row(form, rows[0])
    workspace.editing.move_rows(form, [rows[0]], 3)
    kinds = [item for item in brief(workspace.safekeeping.compare(version)) if item[0] != "changed"]
    assert ("removed", rows[1], "") in kinds
    assert ("moved", rows[0], "") in kinds
    assert [kind for kind, _, _ in kinds].count("moved") == 1
    assert [kind for kind, _, _ in kinds].count("added") == 1


def test_rows_of_an_import_with_other_ids_are_the_same_rows(workspace: Workspace) -> None:
    form, rows, version = frozen(workspace)
    data = state(workspace._core.document.form(form))
    for number, row in enumerate(data["indicators"]):
        row["id"] = f"r{900 + number}"
    data["indicators"][3]["values"]["level3"] = "改了名的指标"
    data["indicators"][0]["values"]["score"] = "3"
    data["indicators"].pop(1)
    data["modes"], data["next_row"] = [], 990
    workspace._core.edit(ReplaceForm(form, data), "导入")
    found = brief(workspace.safekeeping.compare(version))
    assert ("changed", "r900", "score") in found
    assert ("changed", "r903", "level3") in found
    assert [item for item in found if item[0] in ("removed", "added", "moved")] == [
        ("removed", rows[1], "")
    ]


def test_two_versions_are_compared_with_each_other(workspace: Workspace) -> None:
    form, rows, first = frozen(workspace)
    workspace.editing.set_text(CellPath(form, rows[0], "score"), "1")
    second = workspace.safekeeping.freeze(form, "二稿")
    workspace.safekeeping.unlock(form)
    workspace.editing.set_text(CellPath(form, rows[0], "score"), "2")
    found = {item.path[1:]: item.new for item in workspace.safekeeping.compare(first, second)}
    assert found[rows[0], "score"] == "1"


def test_cells_and_what_is_gone_have_names(workspace: Workspace) -> None:
    form, rows, _ = frozen(workspace)
    view = workspace._core.view(form)
    assert workspace.label(CellPath(form, rows[0], "score")).endswith("得分")
    assert workspace.label(CellPath(form, rows[0], "")) == view.indicators[0].name
    workspace.editing.remove_rows(form, [rows[0]])
    assert "已删除" in workspace.label(CellPath(form, rows[0], "score"))
    workspace.editing.remove_form(form)
    assert "已删除" in workspace.label(CellPath(form, rows[0], "score"))


@settings(max_examples=40)
@given(st.permutations(range(9)))
def test_as_few_rows_as_possible_count_as_moved(order: list[int]) -> None:
    kept = _longest_rising(order)
    values = [order[place] for place in kept]
    assert values == sorted(values)
    best = 1
    rng = random.Random(0)
    for _ in range(200):
        chosen = sorted(rng.sample(range(9), rng.randint(1, 9)))
        picked = [order[place] for place in chosen]
        if picked == sorted(picked):
            best = max(best, len(picked))
    assert len(kept) >= best
