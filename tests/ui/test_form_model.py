"""The grid as an item model."""

from dataclasses import replace

import pytest
from paper_grid import paper
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from perfdesk.findings import Finding, Severity
from perfdesk.grid import Cell, Grid
from ui.form_model import FINDINGS_ROLE, FormModel


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
    from paper_grid import ROWS

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
