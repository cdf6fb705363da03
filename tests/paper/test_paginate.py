"""Pages: nothing lost, nothing outside its box, heads and labels on every page."""

from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import given, settings

from perfdesk.document import FormView
from perfdesk.grid import Block, Grid, PageSetup, Role
from perfdesk.layout import build_grid
from perfdesk.pages import Box, Pages
from perfdesk.paginate import paginate, row_heights
from perfdesk.paginate.furniture import PageFooter
from perfdesk.values import without_space
from tests.paper.paper_forms import made_forms, sample_views, self_evaluation

LONG = "对家医签约回访系统进行运行维护，保证家医签约回访系统的平稳运行，保障系统数据安全；"
TALLEST_LABEL = 80.0


def text_of(box: Box) -> str:
    return without_space("".join(run.text for run in box.runs))


def paged(view: FormView) -> tuple[Grid, Pages]:
    grid = build_grid(view)
    return grid, paginate(grid, view.template.page)


def shown(grid: Grid, pages: Pages) -> dict[int, list[str]]:
    """What each cell shows, page by page."""
    texts = defaultdict(list)
    for page in pages.pages:
        for box in page.boxes:
            if box.cell >= 0:
                texts[box.cell].append(text_of(box))
    return texts


def assert_whole(grid: Grid, pages: Pages) -> None:
    """Every cell's text is on the pages: once, in pieces that join, or repeated with 续."""
    texts = shown(grid, pages)
    for index, cell in enumerate(grid.cells):
        whole = without_space(cell.text)
        parts = texts[index]
        assert parts, f"{cell.field} is nowhere"
        repeated = parts[0] == whole and all(
            part in (whole, f"{whole}（续）", f"{whole}续") for part in parts
        )
        assert repeated or "".join(parts) == whole, (cell.field, parts, whole)


def assert_inside(pages: Pages) -> None:
    """No run leaves its box, no box its page, no two boxes overlap."""
    for page in pages.pages:
        for box in page.boxes:
            assert min(box.x, box.y) >= 0
            assert box.x + box.width <= page.width + 0.01
            assert box.y + box.height <= page.height + 0.01
            for run in box.runs:
                em = run.size * 25.4 / 72
                assert box.x - 0.01 <= run.x
                assert run.x + run.width <= box.x + box.width + 0.01
                assert box.y - 0.01 <= run.baseline - 0.88 * em
                assert run.baseline + 0.12 * em <= box.y + box.height + 0.01
        cells = [box for box in page.boxes if box.cell >= 0]
        area = sum(box.width * box.height for box in cells)
        height = sum(height for _, height in page.row_heights)
        width = max(box.x + box.width for box in cells) - min(box.x for box in cells)
        assert area == pytest.approx(height * width, rel=1e-6), "boxes tile the page"


def assert_headed(grid: Grid, pages: Pages) -> None:
    """A page with indicator rows has their head, and every further page the title and the page number."""
    for page in pages.pages:
        rows = [row for row, _ in page.row_heights]
        if any(grid.rows[row].block is Block.INDICATORS for row in rows):
            assert set(grid.head_rows) <= set(rows)
        furniture = [text_of(box) for box in page.boxes if box.cell < 0]
        assert f"第{page.number}页/共{len(pages.pages)}页" in furniture
        if page.number > 1:
            assert any(without_space(grid.title) in text for text in furniture)


def check(view: FormView) -> Pages:
    grid, pages = paged(view)
    assert_whole(grid, pages)
    assert_inside(pages)
    assert_headed(grid, pages)
    assert pages.overflow == ()
    return pages


@pytest.mark.parametrize("view", sample_views(), ids=lambda view: view.id)
def test_samples(view: FormView) -> None:
    pages = check(view)
    assert len(pages.pages) == 1, "the official forms are designed for one page"
    assert pages.missing == ()


@given(made_forms(most_rows=12))
@settings(max_examples=60)
def test_made_forms(view: FormView) -> None:
    check(view)


@pytest.mark.long
@given(made_forms(most_rows=60))
@settings(max_examples=1000)
def test_a_thousand_made_forms(view: FormView) -> None:
    check(view)


def test_a_long_form_repeats_heads_and_labels() -> None:
    view = self_evaluation(60)
    grid, pages = paged(view)
    check(view)
    assert len(pages.pages) > 1
    level1 = next(i for i, cell in enumerate(grid.cells) if cell.field == "level1")
    assert shown(grid, pages)[level1][:2] == ["产出指标", "产出指标（续）"]


def test_a_label_is_not_continued_where_its_rows_begin_a_page() -> None:
    def beginning(grid: Grid, pages: Pages) -> int:
        return pages.pages[1].row_heights[len(grid.head_rows)][0]

    grid, pages = paged(self_evaluation(40))
    first = min(cell.row for cell in grid.cells if cell.field == "level3")
    above = beginning(grid, pages) - first
    rows = [
        {"level1": "产出指标" if number < above else "效益指标", "level2": "数量指标", "level3": f"巡检次数{number}",
         "target": "=100.00(%)", "actual": "100", "weight": "5.00", "score": "5.00"}
        for number in range(40)
    ]  # fmt: skip
    grid, pages = paged(self_evaluation(indicators=rows))
    texts = shown(grid, pages)
    start = beginning(grid, pages)
    levels = [i for i, c in enumerate(grid.cells) if c.role is Role.LEVEL and c.row == start]
    assert levels
    assert all("续" not in text for index in levels for text in texts[index])


def test_a_row_taller_than_a_page_goes_on_between_lines() -> None:
    view = self_evaluation(2, goal_expected=LONG * 120, goal_actual="已完成。")
    grid, pages = paged(view)
    check(view)
    cell = next(i for i, cell in enumerate(grid.cells) if cell.field == "goal_expected")
    parts = shown(grid, pages)[cell]
    assert len([part for part in parts if part]) >= 2
    # The heads of the goal block stand above its second part too.
    second = [text_of(box) for box in pages.pages[1].boxes]
    assert "预期目标" in second
    assert "实际完成情况" in second


def test_the_longest_text_of_a_cell_is_printed_whole() -> None:
    rows = [
        {
            "level1": "产出指标",
            "level2": "数量指标",
            "level3": "长",
            "deviation": (LONG * 800)[:32_000],
        }
    ]
    check(self_evaluation(indicators=rows))


def test_the_total_never_stands_alone() -> None:
    for rows in range(8, 40):
        grid, pages = paged(self_evaluation(rows))
        last = [grid.rows[row].block for row, _ in pages.pages[-1].row_heights]
        assert Block.TOTAL in last
        assert Block.INDICATORS in last


def test_the_type_shrinks_only_where_that_saves_a_page() -> None:
    sizes = {}
    for rows in range(1, 40):
        _, pages = paged(self_evaluation(rows))
        sizes.setdefault(len(pages.pages), []).append(pages.font_size)
    setup = self_evaluation().template.page
    assert max(sizes[1]) == setup.body_size
    assert setup.smallest_size <= min(sizes[1]) < setup.body_size
    assert sizes[2][0] < setup.body_size or sizes[2][-1] == setup.body_size
    assert all(size >= setup.smallest_size for found in sizes.values() for size in found)


def test_a_landscape_page_lies() -> None:
    view = self_evaluation()
    setup = replace(view.template.page, orientation="landscape")
    pages = paginate(build_grid(view), setup)
    assert (pages.pages[0].width, pages.pages[0].height) == (297.0, 210.0)
    assert_inside(pages)


def test_a_column_too_narrow_for_one_character_is_said() -> None:
    view = self_evaluation(1)
    grid = build_grid(view)
    narrow = replace(grid, columns_mm=(*grid.columns_mm[:-1], 0.5))
    assert paginate(narrow, view.template.page).overflow != ()


def test_a_character_that_no_font_has_is_said_with_its_cell() -> None:
    _, pages = paged(self_evaluation(project_name="表情😀项目"))
    assert [(m.character, m.row_id, m.field) for m in pages.missing] == [("😀", "", "project_name")]


def test_the_digest_stands_at_the_foot_of_every_page() -> None:
    view = self_evaluation(60)
    pages = paginate(build_grid(view), view.template.page, footer=PageFooter(digest="3FA0-91C2"))
    for page in pages.pages:
        assert any(text_of(box) == "校验码3FA0-91C2" for box in page.boxes)


def test_rules_are_thick_around_and_thin_inside() -> None:
    grid, pages = paged(self_evaluation())
    page = pages.pages[0]
    weights = {line.weight for line in page.lines}
    assert weights == {0.5, 1.0}
    left = min(box.x for box in page.boxes if box.cell >= 0)
    title = sum(height for row, height in page.row_heights if grid.rows[row].block is Block.TITLE)
    edge = [line for line in page.lines if line.x1 == line.x2 == left]
    assert [line.weight for line in edge] == [1.0]
    assert edge[0].y1 == pytest.approx(PageSetup().margins_mm[0] + title)


def test_row_heights_show_every_text() -> None:
    view = self_evaluation(3, goal_expected=LONG * 6)
    grid = build_grid(view)
    heights = row_heights(grid, view.template.page)
    assert len(heights) == grid.row_count
    goal = grid.find("", "goal_expected")
    assert goal is not None
    assert heights[goal.row] > 6 * 10 * 1.25 * 25.4 / 72


def test_the_room_for_signatures_does_not_shrink_with_the_type() -> None:
    view = self_evaluation(22, goal_actual=LONG * 6)
    view.profile = replace(view.profile, footer=("填报人", "财务负责人", "单位负责人", "盖章处"))
    grid = build_grid(view)
    pages = paginate(grid, view.template.page)
    assert pages.font_size < view.template.page.body_size
    last = len(grid.rows) - 1
    assert grid.rows[last].block is Block.FOOTER
    assert pages.row_heights[last] >= grid.rows[last].min_height_mm
