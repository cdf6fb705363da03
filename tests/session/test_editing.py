"""Edits through the façade: one step each, computed cells follow, nothing else moves."""

import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from perfdesk.catalog import Catalog
from perfdesk.cellpath import CellPath
from perfdesk.changes import AddForm, Mode
from perfdesk.compute import keep_printed
from perfdesk.document import form_json, state
from perfdesk.findings import Edit, Fix
from perfdesk.session.core import Core
from perfdesk.session.edit.forms_edit import Editing

FORMS = Path(__file__).parent.parent / "samples" / "forms"
CATALOG = Catalog()


def opened(
    name: str = "minhang-self-evaluation-2024",
    template_id: str = "shanghai-self-evaluation-2024",
    index: int = 0,
):
    """A core that holds one published form, with its editing."""
    template = CATALOG.get(template_id)
    data = json.loads((FORMS / f"{name}.json").read_text("utf-8"))[index]
    form = form_json.from_json(data, template, "a")
    keep_printed(form, template, template.profile)
    core = Core(CATALOG)
    core.edit(AddForm(state(form)), "导入")
    return core, Editing(core)


def texts(core: Core) -> str:
    return json.dumps([form_json.to_json(view) for view in core.views()], ensure_ascii=False)


def test_typing_is_one_step_and_totals_follow() -> None:
    core, editing = opened()
    outcome = editing.set_text(CellPath("a", "F1", "executed"), "4.02")
    view = core.view("a")
    assert [view.text(name, "F0") for name in ("executed", "rate", "score")] == [
        "4.02",
        "50.00",
        "5.00",
    ]
    assert (outcome.seq, outcome.forms, outcome.show) == (2, ("a",), "a")
    editing.undo()
    assert core.view("a").text("rate", "F0") == "99.50"


def test_typing_what_is_there_is_no_step() -> None:
    core, editing = opened()
    assert not editing.set_text(CellPath("a", "F1", "executed"), "8.00").changed
    assert not editing.set_text(CellPath("a", "F0", "rate"), "99.50").changed
    assert core.history.to_undo.seq == 1


def test_a_computed_cell_is_overridden_and_cleared_to_compute_again() -> None:
    core, editing = opened()
    rate = CellPath("a", "F0", "rate")
    editing.set_text(rate, "98.00")
    assert (core.view("a").text("rate", "F0"), core.view("a").form.mode("F0", "rate")) == (
        "98.00",
        Mode.OVERRIDDEN,
    )
    assert core.view("a").text("score", "F0") == "9.80"
    editing.set_text(rate, "")
    assert (core.view("a").text("rate", "F0"), core.view("a").form.mode("F0", "rate")) == (
        "99.50",
        Mode.AUTOMATIC,
    )


def test_a_kept_cell_that_agreed_follows_its_inputs_and_that_is_said() -> None:
    core, editing = opened(index=1)
    assert core.view("a").text("rate", "F0") == "99.88"
    outcome = editing.set_text(CellPath("a", "F1", "executed"), "100.00")
    assert core.view("a").form.mode("F0", "rate") is Mode.AUTOMATIC
    assert any("执行率" in notice for notice in outcome.notices)
    editing.undo()
    assert (core.view("a").text("rate", "F0"), core.view("a").form.mode("F0", "rate")) == (
        "99.88",
        Mode.KEPT,
    )


def test_an_overridden_cell_stays_when_its_inputs_change() -> None:
    core, editing = opened()
    editing.set_text(CellPath("a", "F0", "rate"), "98.00")
    editing.set_text(CellPath("a", "F1", "executed"), "4.02")
    assert core.view("a").text("rate", "F0") == "98.00"


@pytest.mark.parametrize(
    ("row", "field", "raw", "stored"),
    [
        ("F1", "executed", "１，２３４．５０", "1,234.50"),
        ("r1", "score", " 9.5 ", "9.5"),
        ("r1", "target", "=100.00(%)", "=100.00(%)"),
        ("r1", "target", "≥９５％", "≥９５％"),
        ("", "goal_actual", "第一行\r\n第二行\x07", "第一行\n第二行"),
        ("r1", "deviation", "   ", None),
    ],
)
def test_text_is_cleaned_once_at_entry(row: str, field: str, raw: str, stored: str | None) -> None:
    core, editing = opened()
    editing.set_text(CellPath("a", row, field), raw)
    assert core.view("a").form.get(row, field) == stored


def test_removed_characters_and_locked_cells_are_said() -> None:
    core, editing = opened()
    outcome = editing.set_many(
        [
            (CellPath("a", "r1", "level3"), "名\x00称"),
            (CellPath("a", "r1", "no such"), "x"),
            (CellPath("b", "", "title"), "x"),
        ]
    )
    assert core.view("a").form.get("r1", "level3") == "名称"
    removed, skipped = outcome.notices
    assert "2" in skipped
    assert "2" not in removed


def test_new_rows_take_the_levels_of_the_row_above() -> None:
    core, editing = opened()
    editing.insert_row("a", "r2", count=2)
    rows = core.view("a").form.indicators
    assert [row.id for row in rows][1:5] == ["r2", "r13", "r14", "r3"]
    assert (rows[2].get("level1"), rows[2].get("level2"), rows[2].get("level3")) == (
        "产出指标",
        "数量指标",
        None,
    )


@pytest.mark.parametrize(
    ("moved", "delta", "order"),
    [
        (["r1"], 1, ["r2", "r1", "r3", "r4"]),
        (["r2", "r3"], -1, ["r2", "r3", "r1", "r4"]),
        (["r1", "r2"], 1, ["r3", "r1", "r2", "r4"]),
        (["r1"], -1, ["r1", "r2", "r3", "r4"]),
        (["r2", "r1"], 2, ["r3", "r4", "r1", "r2"]),
        (["r4"], 1, ["r1", "r2", "r3", "r4"]),
        (["r2", "r3"], 2, ["r1", "r2", "r3", "r4"]),
    ],
)
def test_rows_move_together(moved: list[str], delta: int, order: list[str]) -> None:
    core, editing = opened()
    editing.remove_rows("a", [f"r{n}" for n in range(5, 13)])
    editing.move_rows("a", moved, delta)
    assert [row.id for row in core.view("a").form.indicators] == order


def test_rows_are_dropped_before_another() -> None:
    core, editing = opened()
    editing.remove_rows("a", [f"r{n}" for n in range(5, 13)])
    editing.place_rows("a", ["r3", "r1"], 4)
    assert [row.id for row in core.view("a").form.indicators] == ["r2", "r4", "r1", "r3"]


def test_removing_rows_frees_the_kept_total_in_the_same_step() -> None:
    core, editing = opened()
    core.document.form("a").put("", "total_score", "99.950", Mode.KEPT)
    editing.remove_rows("a", ["r1"])
    assert core.view("a").text("total_score") == "89.95"
    editing.undo()
    assert core.view("a").text("total_score") == "99.950"


def test_a_form_is_new_copied_removed_and_back() -> None:
    core, editing = opened()
    form_id = editing.new_form("beijing-self-evaluation", 2025, "新项目").show
    assert (core.view(form_id).year, core.view(form_id).project_name) == (2025, "新项目")
    copy = editing.duplicate_form("a")
    assert copy.form_list
    assert list(core.document.forms) == ["a", copy.show, form_id]
    editing.remove_form("a")
    editing.undo()
    assert list(core.document.forms) == ["a", copy.show, form_id]


def test_a_fix_is_one_step() -> None:
    core, editing = opened()
    editing.set_text(CellPath("a", "F0", "rate"), "98.00")
    fix = Fix(
        "取计算值",
        (
            Edit(CellPath("a", "F0", "rate"), None, automatic=True),
            Edit(CellPath("a", "", "title"), "标题"),
        ),
    )
    editing.apply_fix(fix)
    assert (core.view("a").text("rate", "F0"), core.view("a").text("title")) == ("99.50", "标题")
    assert editing.undo_label == "取计算值"
    editing.undo()
    assert core.view("a").text("rate", "F0") == "98.00"


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("set"),
            st.sampled_from(["F1", "F2", "r1", "r2", ""]),
            st.sampled_from(["executed", "score", "target", "rate", "goal_actual", "total_score"]),
            st.text(max_size=5) | st.sampled_from(["1.00", "=5", ""]),
        ),
        st.tuples(st.just("insert"), st.none(), st.none(), st.none()),
        st.tuples(st.just("remove"), st.integers(0, 20), st.none(), st.none()),
        st.tuples(st.just("move"), st.integers(0, 20), st.sampled_from([-1, 1]), st.none()),
        st.tuples(st.just("undo"), st.none(), st.none(), st.none()),
        st.tuples(st.just("redo"), st.none(), st.none(), st.none()),
    ),
    max_size=15,
)


A_SCORE = ("set", "r1", "score", "1.00")
UNDO, REDO = ("undo", None, None, None), ("redo", None, None, None)


@settings(max_examples=40)
@given(STEPS)
@example([A_SCORE, ("insert", None, None, None), UNDO, UNDO, REDO, REDO, UNDO, REDO])
@example([A_SCORE, ("remove", 0, None, None), UNDO, ("set", "r2", "target", "=5"), REDO, UNDO])
def test_undo_and_redo_follow_a_simple_model(steps) -> None:
    core, editing = opened()
    past, future = [], []
    for kind, first, second, third in steps:
        before = texts(core)
        rows = [row.id for row in core.document.form("a").indicators]
        match kind:
            case "set":
                outcome = editing.set_text(CellPath("a", first, second), third)
            case "insert":
                outcome = editing.insert_row("a")
            case "remove" if rows:
                outcome = editing.remove_rows("a", [rows[first % len(rows)]])
            case "move" if rows:
                outcome = editing.move_rows("a", [rows[first % len(rows)]], second)
            case "undo":
                if past:
                    future.append(before)
                    editing.undo()
                    assert texts(core) == past.pop()
                continue
            case "redo":
                if future:
                    past.append(before)
                    editing.redo()
                    assert texts(core) == future.pop()
                continue
            case _:
                continue
        if outcome.changed:
            past.append(before)
            future.clear()
