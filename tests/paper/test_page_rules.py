"""Rules and headings of pages: every side of a ruled cell is drawn, further pages say what they are of."""

from itertools import pairwise

import pytest

from perfdesk.document import FormView
from perfdesk.layout import build_grid
from perfdesk.pages import Page
from perfdesk.paginate import paginate
from perfdesk.values import without_space
from tests.paper.paper_forms import sample_views, self_evaluation

NEAR = 0.01


def covered(page: Page, x1: float, y1: float, x2: float, y2: float) -> bool:
    """Whether a side lies wholly on rules."""
    upright = abs(x1 - x2) < NEAR
    spans = sorted(
        (line.y1, line.y2) if upright else (line.x1, line.x2)
        for line in page.lines
        if (
            abs(line.x1 - x1) < NEAR and abs(line.x2 - x1) < NEAR
            if upright
            else abs(line.y1 - y1) < NEAR and abs(line.y2 - y1) < NEAR
        )
    )  # fmt: skip
    at, end = (y1, y2) if upright else (x1, x2)
    for first, last in spans:
        if first > at + NEAR:
            return False
        at = max(at, last)
        if at >= end - NEAR:
            return True
    return False


@pytest.mark.parametrize(
    "view", [self_evaluation(40), *sample_views()[::9]], ids=lambda view: view.id
)
def test_every_side_of_a_ruled_cell_is_drawn_and_no_other(view: FormView) -> None:
    grid = build_grid(view)
    for page in paginate(grid, view.template.page).pages:
        cells = [box for box in page.boxes if box.cell >= 0]
        ruled = [box for box in cells if grid.cells[box.cell].border]
        assert ruled
        for box in ruled:
            right, bottom = box.x + box.width, box.y + box.height
            assert covered(page, box.x, box.y, right, box.y)
            assert covered(page, box.x, bottom, right, bottom)
            assert covered(page, box.x, box.y, box.x, bottom)
            assert covered(page, right, box.y, right, bottom)
        first, last = min(box.y for box in ruled), max(box.y + box.height for box in ruled)
        assert all(first - NEAR <= line.y1 <= line.y2 <= last + NEAR for line in page.lines)
        for box in cells:
            crossing = [
                line
                for line in page.lines
                if line.x1 == line.x2
                and box.x + NEAR < line.x1 < box.x + box.width - NEAR
                and line.y1 < box.y + box.height - NEAR
                and line.y2 > box.y + NEAR
            ]
            assert crossing == [], grid.cells[box.cell].text


def test_no_rule_is_drawn_twice() -> None:
    view = self_evaluation(40)
    for page in paginate(build_grid(view), view.template.page).pages:
        upright = sorted((line.x1, line.y1, line.y2) for line in page.lines if line.x1 == line.x2)
        level = sorted((line.y1, line.x1, line.x2) for line in page.lines if line.y1 == line.y2)
        assert len(upright) + len(level) == len(page.lines)
        for lines in (upright, level):
            for (at, _, end), (other, begin, _) in pairwise(lines):
                assert at != other or begin >= end - NEAR


def test_every_further_page_says_which_form_of_which_year_it_is() -> None:
    view = self_evaluation(60)
    grid = build_grid(view)
    pages = paginate(grid, view.template.page).pages
    heading = "".join(
        without_space(cell.text) for cell in grid.cells if cell.role in ("title", "year")
    )
    assert "2024" in heading
    for number, page in enumerate(pages):
        furniture = [
            without_space("".join(run.text for run in box.runs))
            for box in page.boxes
            if box.cell < 0
        ]
        assert (heading in furniture) is (number > 0)


@pytest.mark.parametrize("rows", [12, 33, 40, 77])
def test_no_page_reaches_into_its_margins(rows: int) -> None:
    view = self_evaluation(rows, goal_actual="对家医签约回访系统进行运行维护，" * 60)
    setup = view.template.page
    _, right, bottom, left = setup.margins_mm
    pages = paginate(build_grid(view), setup).pages
    assert len(pages) > 1 or rows < 33
    for page in pages:
        cells = [box for box in page.boxes if box.cell >= 0]
        assert max(box.y + box.height for box in cells) <= page.height - bottom + NEAR
        assert min(box.x for box in cells) >= left - NEAR
        assert max(box.x + box.width for box in cells) <= page.width - right + NEAR
        heights = sum(height for _, height in page.row_heights)
        first = min(box.y for box in cells)
        assert max(box.y + box.height for box in cells) == pytest.approx(first + heights)
