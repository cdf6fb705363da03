"""What the grid promises to the window, the paper and the workbook."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.catalog import Catalog
from perfdesk.cellpath import HEADER
from perfdesk.compute import compute
from perfdesk.document import Form, FormView, Row
from perfdesk.document.form_json import from_json
from perfdesk.grid import Block, Cell, Grid, Role
from perfdesk.kinds import MONITORING
from perfdesk.layout import build_grid
from perfdesk.template.model import Template
from perfdesk.values import is_blank

CATALOG = Catalog()
NATIONAL = CATALOG.get("national-declaration-2015")
SHANGHAI = CATALOG.get("shanghai-self-evaluation-2024")

Rows = list[dict[str, str | None]]


def form_of(template: Template, rows: Rows, **header: str | None) -> Form:
    form = Form("f", template.id, template.kind.id, header=dict(header))
    form.funds = [Row(row.id) for row in template.fund_rows]
    form.indicators = [Row(f"r{number}", dict(values)) for number, values in enumerate(rows, 1)]
    form.next_row = len(rows) + 1
    return form


def grid_of(
    template: Template, rows: Rows, footer: tuple[str, ...] = (), **header: str | None
) -> Grid:
    form = form_of(template, rows, **header)
    profile = replace(template.profile, footer=footer)
    return build_grid(FormView(form, template, profile, compute(form, template, profile)))


def table(text: str, *columns: str) -> Rows:
    """Rows from a small text table: `产出指标 数量指标 体检数`, `.` for blank."""
    lines = (line.split() for line in text.strip().splitlines())
    return [
        {c: None if v == "." else v for c, v in zip(columns, line, strict=True)} for line in lines
    ]


def levels(grid: Grid, field: str) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (cell.text, cell.row_ids)
        for cell in grid.cells
        if cell.role is Role.LEVEL and cell.field == field
    ]


def found(grid: Grid, row_id: str, field: str) -> Cell:
    cell = grid.find(row_id, field)
    assert cell is not None
    return cell


def test_equal_neighbouring_levels_merge_within_their_group() -> None:
    grid = grid_of(
        SHANGHAI,
        table(
            """
            产出指标 数量指标 甲
            产出指标 数量指标 乙
            效益指标 数量指标 丙
            产出指标 质量指标 丁
            """,
            "level1",
            "level2",
            "level3",
        ),
    )
    assert levels(grid, "level1") == [
        ("产出指标", ("r1", "r2")),
        ("效益指标", ("r3",)),
        ("产出指标", ("r4",)),
    ]
    assert levels(grid, "level2") == [
        ("数量指标", ("r1", "r2")),
        ("数量指标", ("r3",)),
        ("质量指标", ("r4",)),
    ]


def test_blank_levels_wait_for_one_each() -> None:
    grid = grid_of(
        SHANGHAI,
        table(". . 甲\n. . 乙\n产出指标 . 丙\n产出指标 . 丁", "level1", "level2", "level3"),
    )
    assert levels(grid, "level1") == [("", ("r1",)), ("", ("r2",)), ("产出指标", ("r3", "r4"))]
    assert [ids for _, ids in levels(grid, "level2")] == [("r1",), ("r2",), ("r3",), ("r4",)]


def test_levels_offer_the_vocabulary() -> None:
    grid = grid_of(SHANGHAI, table("产出指标 数量指标 甲\n. . 乙", "level1", "level2", "level3"))
    assert found(grid, "r1", "level1").choices == ("成本指标", "产出指标", "效益指标", "满意度指标")
    assert found(grid, "r1", "level2").choices == ("数量指标", "质量指标", "时效指标")
    assert "服务对象满意度指标" in found(grid, "r2", "level2").choices


def test_two_terms_stand_side_by_side_under_one_level() -> None:
    grid = grid_of(
        NATIONAL,
        table(
            """
            medium 产出指标 数量指标 甲
            medium 产出指标 数量指标 乙
            medium 效益指标 社会效益指标 丙
            annual 产出指标 质量指标 丁
            annual 效益指标 社会效益指标 戊
            annual 效益指标 社会效益指标 己
            """,
            "term",
            "level1",
            "level2",
            "level3",
        ),
    )
    lines = [row.row_ids for row in grid.rows if row.block is Block.INDICATORS]
    assert lines == [("r1", "r4"), ("r2",), ("r3", "r5"), ("r6",)]
    assert levels(grid, "level1") == [
        ("产出指标", ("r1", "r4", "r2")),
        ("效益指标", ("r3", "r5", "r6")),
    ]
    assert sorted(levels(grid, "level2")) == [
        ("数量指标", ("r1", "r2")),
        ("社会效益指标", ("r3",)),
        ("社会效益指标", ("r5", "r6")),
        ("质量指标", ("r4",)),
    ]
    left, right = found(grid, "r1", "level3"), found(grid, "r4", "level3")
    assert left.row == right.row
    assert left.last_column < right.column
    assert left.label_path == "中期 / 产出指标 / 数量指标 / 甲 / 三级指标"
    assert grid.cell_at(found(grid, "r2", "level3").row, right.column).role is Role.EMPTY


def test_a_row_without_a_term_counts_as_annual() -> None:
    grid = grid_of(NATIONAL, table(". 产出指标 数量指标 甲", "term", "level1", "level2", "level3"))
    assert found(grid, "r1", "level3").label_path.startswith("年度")


@pytest.mark.parametrize("template", CATALOG.all(), ids=lambda template: template.id)
def test_an_empty_form_has_an_empty_line_and_printed_labels(template: Template) -> None:
    grid = grid_of(template, [])
    assert grid.problems() == []
    assert [row.row_ids for row in grid.rows if row.block is Block.INDICATORS] == [()]
    assert grid.title == template.title
    if "money_unit" in template.printed_header:
        unit = found(grid, HEADER, "money_unit")
        assert template.money_unit in unit.text
        assert not unit.editable
    if template.year_printed:
        assert found(grid, HEADER, "year").text == "（    年度）"
    assert all(cell.role is not Role.LEVEL for cell in grid.cells)


def test_the_year_and_period_are_printed_in_words_and_edited_bare() -> None:
    grid = grid_of(
        CATALOG.get("shanghai-declaration-2023"), [], year="2023", period="2023年-2025年"
    )
    year, period = found(grid, HEADER, "year"), found(grid, HEADER, "period")
    assert (year.text, year.value, year.role) == ("（2023年度）", "2023", Role.YEAR)
    assert (period.text, period.value) == ("项目总目标\n（2023年-2025年）", "2023年-2025年")
    assert year.editable
    assert period.editable


def test_the_head_repeats_and_the_tall_label_covers_the_block() -> None:
    grid = grid_of(CATALOG.get("beijing-self-evaluation"), [{"level3": str(n)} for n in range(5)])
    (head,) = grid.head_rows
    assert grid.rows[head].block is Block.INDICATOR_HEAD
    tall = grid.cell_at(head, 0)
    assert (tall.text, tall.row_span) == ("绩效\n指标", 6)


def test_a_screen_reader_hears_where_it_stands() -> None:
    grid = grid_of(
        SHANGHAI, table("产出指标 数量指标 完成体检数\n产出指标 . .", "level1", "level2", "level3")
    )
    assert found(grid, "r1", "score").label_path == "产出指标 / 数量指标 / 完成体检数 / 得分"
    assert found(grid, "r2", "score").label_path == "产出指标 / 第2行 / 得分"
    assert found(grid, "F1", "initial").label_path == "当年财政拨款 / 年初预算数"
    declaration = grid_of(CATALOG.get("shanghai-declaration-2023"), [])
    assert found(declaration, HEADER, "year_other").label_path == "年度资金申请总额 / 其他资金"


def test_computed_cells_carry_both_texts() -> None:
    form = form_of(SHANGHAI, [])
    form.funds[1].values.update(initial="8.00", adjusted="8.00", executed="4.00")
    computed = compute(form, SHANGHAI, SHANGHAI.profile)
    cell = found(build_grid(FormView(form, SHANGHAI, SHANGHAI.profile, computed)), "F0", "initial")
    assert (cell.role, cell.text, cell.computed) == (Role.COMPUTED, "8.00", "8.00")


@pytest.mark.parametrize("count", range(6))
def test_the_footer_shares_the_width(count: int) -> None:
    labels = ("填报人", "联系电话", "财务负责人", "单位负责人", "（盖章）")[:count]
    grid = grid_of(SHANGHAI, [], footer=labels)
    assert grid.problems() == []
    cells = [cell for cell in grid.cells if cell.role is Role.FOOTER]
    assert [cell.text.rstrip("：") for cell in cells] == list(labels)
    assert all(not cell.border and not cell.editable for cell in cells)
    if count == 5:
        assert cells[-1].text == "（盖章）"
        assert cells[-1].row == cells[0].row + 1


LEVELS = st.sampled_from([None, "", " ", "产出指标", "效益指标", "自定义", "产出指标(50分)"])
INDICATOR = st.fixed_dictionaries(
    {
        "level1": LEVELS,
        "level2": LEVELS,
        "level3": st.text(max_size=5),
        "target": st.one_of(st.none(), st.just("=100%")),
        "term": st.sampled_from([None, "medium", "annual", "monthly"]),
    }
)


@settings(max_examples=100)
@given(
    st.sampled_from(CATALOG.all()),
    st.lists(INDICATOR, max_size=12),
    st.lists(st.text(max_size=3), max_size=6),
)
def test_any_form_gives_a_sound_grid_with_every_field(
    template: Template, rows: Rows, footer: list[str]
) -> None:
    grid = grid_of(template, rows, tuple(footer))
    assert grid.problems() == []
    for number, values in enumerate(rows, 1):
        for field in template.indicator_fields:
            if field.name == "term" or field.computed:
                continue
            cell = found(grid, f"r{number}", field.name)
            typed = values.get(field.name)
            assert cell.value == (None if is_blank(typed) else typed)
            assert cell.text == (cell.value or "")
    for fund_row in template.fund_rows:
        for field in template.fund_fields:
            if not template.prints_fund(fund_row.id, field.name):
                continue
            found(grid, fund_row.id, field.name)
    printed = {
        cell.field for row in template.rows for cell in row.cells if cell.field and not cell.row
    }
    fields = {f.name for f in template.header_fields} & printed
    assert all(grid.find(HEADER, name) for name in fields)
    if not template.kind.about_unit and template.kind is not MONITORING:
        every = {f.name for f in template.header_fields}
        assert fields == every - (set() if template.year_printed else {"year"})
    shown = [row_id for row in grid.rows for row_id in row.row_ids]
    assert sorted(shown) == sorted(f"r{number}" for number in range(1, len(rows) + 1))


def test_sixty_indicators_take_a_few_milliseconds() -> None:
    rows: Rows = [
        {
            "level1": "产出指标",
            "level2": f"二级{n // 5}",
            "level3": f"指标{n}",
            "target": "=100%",
            "actual": "100%",
        }
        for n in range(60)
    ]
    form = form_of(SHANGHAI, rows)
    best = 1.0
    for _ in range(10):
        view = FormView(form, SHANGHAI, SHANGHAI.profile, {})
        start = time.perf_counter()
        build_grid(view)
        best = min(best, time.perf_counter() - start)
    assert best < 0.02


@pytest.mark.parametrize(
    ("period", "label"),
    [("2024年-2026年", "中期目标（2024年-2026年）"), (None, "中期目标（20××年—20××+n年）")],
)
def test_the_head_of_a_goal_says_its_period_again(period: str | None, label: str) -> None:
    template = Catalog().get("national-declaration-2015")
    form = from_json({"year": 2025, "period": period, "indicators": []}, template, "f1")
    grid = build_grid(
        FormView(form, template, template.profile, compute(form, template, template.profile))
    )
    typed = grid.find("", "period")
    assert typed is not None
    assert (typed.editable, typed.text) == (True, period or "")
    assert label in [cell.text for cell in grid.cells if not cell.editable]
