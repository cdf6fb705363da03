"""Walking over merged cells, without Qt."""

import pytest
from paper_grid import paper

from perfdesk.grid import Cell, Grid
from ui.paper import navigation
from ui.paper.navigation import Way

GRID = paper()


def at(row_id: str, field: str, grid: Grid = GRID) -> Cell:
    found = grid.find(row_id, field)
    assert found is not None
    return found


def key(cell: Cell) -> tuple[str, str]:
    return cell.row_id, cell.field


@pytest.mark.parametrize(
    ("start", "way", "end"),
    [
        (("r1", "target"), Way.RIGHT, ("r1", "actual")),
        (("r1", "target"), Way.DOWN, ("r2", "target")),
        (("r1", "level1"), Way.DOWN, ("r4", "level1")),
        (("r1", "level1"), Way.RIGHT, ("r1", "level2")),
        (("", "project_name"), Way.DOWN, ("", "department")),
        (("", "department"), Way.RIGHT, ("", "organisation")),
        (("", "title"), Way.UP, ("", "title")),
        (("", "total_score"), Way.DOWN, ("", "total_score")),
    ],
)
def test_arrows_go_over_merged_cells_and_past_labels(
    start: tuple[str, str], way: Way, end: tuple[str, str]
) -> None:
    cell = at(*start)
    assert key(navigation.step(GRID, cell, way, cell.row, cell.column)) == end


def test_the_column_walked_in_is_kept_through_a_wide_cell() -> None:
    score = at("F0", "rate")
    goal = navigation.step(GRID, at("F3", "rate"), Way.DOWN, 7, score.column)
    assert key(goal) == ("", "goal_actual")
    assert key(navigation.step(GRID, goal, Way.DOWN, goal.row, score.column)) == ("r1", "score")


def test_tab_stops_at_every_cell_to_fill_and_at_no_other() -> None:
    cell = navigation.form_end(GRID, first=True)
    walked = []
    while cell is not None and (not walked or walked[-1] is not cell):
        walked.append(cell)
        cell = navigation.tab_step(GRID, cell)
    assert walked == sorted(
        (c for c in GRID.cells if navigation.fillable(c)), key=lambda c: (c.row, c.column)
    )
    assert ("F0", "initial") not in map(key, walked)
    assert navigation.tab_step(GRID, walked[3], back=True) is walked[2]


def test_home_and_end_stay_in_the_row() -> None:
    cell = at("r2", "actual")
    assert key(navigation.row_end(GRID, cell, first=False)) == ("r2", "deviation")
    assert key(navigation.row_end(GRID, cell, first=True)) == ("r1", "level1")


def test_home_and_end_pass_labels() -> None:
    organisation = at("", "organisation")
    first = navigation.row_end(GRID, organisation, first=True)
    assert key(first) == ("", "department")
    assert not GRID.cell_at(first.row, 0).field
    assert navigation.row_end(GRID, first, first=False) is organisation


def test_ctrl_arrow_runs_to_the_end_of_the_filled_cells() -> None:
    score = at("r1", "score")
    last = navigation.far_step(GRID, score, Way.DOWN, score.row, score.column)
    assert key(last) == ("r5", "score")
    # Already at the edge of the indicators: on to what stands below them.
    assert key(navigation.far_step(GRID, last, Way.DOWN, last.row, last.column)) == (
        "",
        "total_score",
    )
    empty = at("r1", "deviation")
    assert key(navigation.far_step(GRID, empty, Way.DOWN, empty.row, empty.column)) == (
        "r5",
        "deviation",
    )
