"""The grid as an item model."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from paper_grid import ROWS, paper
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from perfdesk.findings import Finding, Severity
from perfdesk.grid import Cell, Grid
from perfdesk.session.check.proposed_scores import Suggestion
from ui.paper.form_model import FINDINGS_ROLE, NOTE_ROLE, FormModel


@pytest.fixture
def typed() -> list[tuple[Cell, str]]:
    return []


@pytest.fixture
def model(typed: list[tuple[Cell, str]], dressed: object) -> FormModel:
    def take(cell: Cell, text: str) -> bool:
        typed.append((cell, text))
        return True

    made = FormModel(take)
    made.show(paper())
    return made


def with_text(grid: Grid, row_id: str, field: str, text: str) -> Grid:
    found = grid.find(row_id, field)
    cells = tuple(c._replace(text=text, value=text) if c is found else c for c in grid.cells)
    return replace(grid, cells=cells)


def test_it_is_a_sound_model(model: FormModel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)


def test_a_covered_place_answers_for_its_merged_cell(model: FormModel) -> None:
    origin = model.find("r1", "level1")
    below = model.index(origin.row() + 2, origin.column())
    assert model.cell(below) is model.cell(origin)
    assert below.data() == "产出指标"


def test_labels_cannot_be_reached(model: FormModel) -> None:
    assert model.flags(model.index(2, 0)) == Qt.ItemFlag.NoItemFlags
    assert model.flags(model.index(2, 1)) & Qt.ItemFlag.ItemIsEditable


def test_editing_shows_the_value_and_not_what_is_printed_around_it(model: FormModel) -> None:
    year = model.find("", "year")
    assert (year.data(), year.data(Qt.ItemDataRole.EditRole)) == ("（2024年度）", "2024")


def test_a_changed_text_refreshes_that_cell_only(model: FormModel, qtbot: QtBot) -> None:
    place = model.find("r2", "score")
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged) as changed:
        model.show(with_text(model.grid, "r2", "score", "18.00"))
    first, last = changed.args[0], changed.args[1]
    assert (
        (first.row(), first.column())
        == (last.row(), last.column())
        == (place.row(), place.column())
    )
    assert place.data() == "18.00"


def test_another_number_of_rows_is_another_table(model: FormModel, qtbot: QtBot) -> None:
    with qtbot.waitSignals([model.modelReset, model.spans_changed]):
        model.show(paper(rows=ROWS[:3]))


def test_the_same_text_is_no_edit(model: FormModel, typed: list[tuple[Cell, str]]) -> None:
    assert model.setData(model.find("r1", "score"), "30.00")
    assert typed == []


def test_a_typed_text_goes_to_the_session(model: FormModel, typed: list[tuple[Cell, str]]) -> None:
    assert model.setData(model.find("r1", "score"), "29")
    assert [(cell.row_id, cell.field, text) for cell, text in typed] == [("r1", "score", "29")]


def test_findings_mark_their_cells_gravest_first(model: FormModel) -> None:
    warning = Finding("T05", Severity.WARNING, "form-1", "r1", "actual", "超出")
    error = Finding("F14", Severity.ERROR, "form-1", "r1", "actual", "不是")
    elsewhere = Finding("T05", Severity.WARNING, "other", "r2", "actual", "超出")
    model.show_findings([warning, error, elsewhere])
    assert model.find("r1", "actual").data(FINDINGS_ROLE) == [error, warning]
    assert model.find("r2", "actual").data(FINDINGS_ROLE) == []
    assert "核实" in model.find("r1", "actual").data(Qt.ItemDataRole.ToolTipRole)


def test_accepted_findings_leave_no_mark(model: FormModel) -> None:
    model.show_findings(
        [Finding("T05", Severity.WARNING, "form-1", "r1", "actual", "超出", accepted="已说明")]
    )
    assert model.find("r1", "actual").data(FINDINGS_ROLE) == []


def test_every_field_has_a_name_for_screen_readers(model: FormModel) -> None:
    spoken = model.find("r1", "score").data(Qt.ItemDataRole.AccessibleTextRole)
    assert "完成体检数" in spoken
    assert "30.00" in spoken
    for cell in model.grid.cells:
        if cell.field:
            assert model.index_of(cell).data(Qt.ItemDataRole.AccessibleTextRole)


def told(model: FormModel, act: Callable[[], None]) -> set[tuple[str, str]]:
    """The cells that the model says have changed meanwhile."""
    heard: set[tuple[str, str]] = set()

    def hear(first: QModelIndex, last: QModelIndex) -> None:
        for row in range(first.row(), last.row() + 1):
            for column in range(first.column(), last.column() + 1):
                cell = model.grid.cell_at(row, column)
                heard.add((cell.row_id, cell.field))

    model.dataChanged.connect(hear)
    act()
    model.dataChanged.disconnect(hear)
    return heard


def shown(model: FormModel, row: str, field: str) -> Cell:
    cell = model.cell(model.find(row, field))
    assert cell is not None
    return cell


def test_a_proposed_score_stands_at_the_score_of_its_row_and_nowhere_else(model: FormModel) -> None:
    proposed = Suggestion("28.5", "28.50", "9.5 ÷ 10 × 30 = 28.5")
    assert told(model, lambda: model.show_suggestions({"r1": proposed})) == {("r1", "score")}
    beside = {(cell.row_id, cell.field) for cell in model.grid.cells if model.suggestion_of(cell)}
    assert beside == {("r1", "score")}
    assert model.suggestion_of(shown(model, "r1", "score")) is proposed
    assert "28.5" in model.find("r1", "score").data(Qt.ItemDataRole.ToolTipRole)
    assert told(model, lambda: model.show_suggestions({"r1": proposed})) == set()
    assert told(model, lambda: model.show_suggestions({"r2": proposed})) == {
        ("r1", "score"), ("r2", "score"),
    }  # fmt: skip


def test_notes_are_told_where_they_came_and_went(model: FormModel) -> None:
    assert told(model, lambda: model.show_notes({("r1", "actual"): "问业务科"})) == {
        ("r1", "actual")
    }
    assert model.find("r1", "actual").data(NOTE_ROLE) == "问业务科"
    assert told(model, lambda: model.show_notes({("r2", "actual"): "问业务科"})) == {
        ("r1", "actual"), ("r2", "actual"),
    }  # fmt: skip


def test_cells_that_are_not_saved_are_marked_until_they_are(model: FormModel) -> None:
    assert told(model, lambda: model.show_unsaved({("r1", "actual")})) == {("r1", "actual")}
    assert model.is_unsaved(shown(model, "r1", "actual"))
    assert not model.is_unsaved(shown(model, "r1", "score"))
    assert told(model, lambda: model.show_unsaved({("r1", "actual")})) == set()
    assert told(model, lambda: model.show_unsaved(set())) == {("r1", "actual")}
    assert not model.is_unsaved(shown(model, "r1", "actual"))


def test_a_level_that_no_longer_spans_its_rows_is_another_shape(
    model: FormModel, qtbot: QtBot
) -> None:
    other = ("效益指标", *ROWS[2][1:])
    with qtbot.waitSignal(model.spans_changed):
        model.show(paper(rows=(*ROWS[:2], other, *ROWS[3:])))
    assert shown(model, "r1", "level1").row_span == 2
    with qtbot.assertNotEmitted(model.spans_changed), qtbot.waitSignal(model.texts_changed):
        model.show(with_text(model.grid, "r2", "score", "18.00"))


def test_many_changes_are_told_as_one(model: FormModel) -> None:
    count = 0

    def one(*_: object) -> None:
        nonlocal count
        count += 1

    model.dataChanged.connect(one)
    model.show(
        replace(model.grid, cells=tuple(c._replace(text=f"{c.text}。") for c in model.grid.cells))
    )
    assert count == 1
