"""The grid of every sample form is the published workbook, cell by cell and merge by merge.

Deliberate differences, none of which changes a text apart from white space:
- 年度总体目标 breaks after 年度总体 (Shanghai) or every two characters (Beijing), as its column asks;
- the period of a 申报表 is printed as it is stored: （2023年-2023年）, without the published blanks.
"""

import json
from pathlib import Path

import pytest

from perfdesk.catalog import Catalog
from perfdesk.compute import compute, keep_printed
from perfdesk.document import FormView
from perfdesk.document.form_json import from_json
from perfdesk.grid import Grid
from perfdesk.layout import build_grid
from perfdesk.values import without_space

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
TEMPLATES = {
    "fengtai-self-evaluation-2024": "beijing-self-evaluation",
    "jiading-declaration-2023": "shanghai-declaration-2023",
    "minhang-self-evaluation-2024": "shanghai-self-evaluation-2024",
    "municipal-self-evaluation-2023": "shanghai-self-evaluation-2023",
    "putuo-self-evaluation": "district-self-evaluation",
}
CATALOG = Catalog()

Texts = dict[tuple[int, int], str]
Spans = set[tuple[int, int, int, int]]


def grids(name: str) -> list[Grid]:
    forms = json.loads((SAMPLES / "forms" / f"{name}.json").read_text("utf-8"))
    template = CATALOG.get(TEMPLATES[name])
    found = []
    for number, data in enumerate(forms):
        form = from_json(data, template, f"form{number}")
        keep_printed(form, template, template.profile)
        computed = compute(form, template, template.profile)
        found.append(build_grid(FormView(form, template, template.profile, computed)))
    return found


def drawn(grid: Grid) -> tuple[Texts, Spans]:
    texts = {(cell.row, cell.column): without_space(cell.text) for cell in grid.cells if cell.text}
    spans = {
        (cell.row, cell.column, cell.row_span, cell.column_span)
        for cell in grid.cells
        if cell.row_span > 1 or cell.column_span > 1
    }
    return texts, spans


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_grid_is_the_published_workbook(name: str) -> None:
    from openpyxl import load_workbook

    book = load_workbook(SAMPLES / "workbooks" / f"{name}-official.xlsx")
    sheets = book.worksheets
    ours = grids(name)
    assert len(ours) == len(sheets)
    for sheet, grid in zip(sheets, ours, strict=True):
        texts, spans = drawn(grid)
        assert (grid.row_count, grid.column_count) == (sheet.max_row, sheet.max_column)
        assert texts == {
            (cell.row - 1, cell.column - 1): without_space(str(cell.value))
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        assert spans == {
            (r.min_row - 1, r.min_col - 1, r.max_row - r.min_row + 1, r.max_col - r.min_col + 1)
            for r in sheet.merged_cells.ranges
        }
        assert grid.problems() == []


def test_a_2026_declaration_is_laid_out_as_published() -> None:
    """Apart from the first 一级指标 and 绩效指标, which the publication lost."""
    published = json.loads((SAMPLES / "grids" / "declaration-2026.json").read_text("utf-8"))["rows"]
    template = CATALOG.get("shanghai-declaration-2026")
    form = from_json(declaration_2026(published), template, "f")
    keep_printed(form, template, template.profile)
    grid = build_grid(
        FormView(form, template, template.profile, compute(form, template, template.profile))
    )
    texts, _ = drawn(grid)
    theirs = {
        (r, c): without_space(text)
        for r, row in enumerate(published)
        for c, text in enumerate(row)
        if text
    }
    assert (grid.row_count, grid.column_count) == (len(published), 8)
    assert {place: text for place, text in texts.items() if theirs.get(place) != text} == {
        (11, 0): "绩效指标",
        (12, 1): "成本指标",
    }
    assert theirs.keys() <= texts.keys()
    assert grid.problems() == []


def declaration_2026(rows: list[list[str]]) -> dict:
    """The published grid as Form JSON, read by position."""

    def at(row: int, column: int) -> str:
        return rows[row][column].replace("\n", "")

    level1, level2 = "成本指标", ""
    indicators = []
    for row in range(12, len(rows)):
        level1, level2 = at(row, 1) or level1, at(row, 2) or level2
        indicators.append(
            {"level1": level1, "level2": level2, "level3": at(row, 3), "target": at(row, 6)}
        )
    return {
        "title": at(0, 0),
        "year": 2026,
        "project_name": at(2, 2),
        "nature": at(2, 5),
        "category": at(2, 7),
        "department": at(3, 2),
        "unit": at(3, 5),
        "start_date": at(4, 2),
        "end_date": at(4, 5),
        "money_unit": "元",
        "funds": {
            "项目资金总额": at(5, 4),
            "年度资金申请总额": at(5, 7),
            "其中：财政资金": at(6, 4),
            "其中：当年财政拨款": at(6, 7),
            "上年结转资金": at(7, 7),
            "其他资金": at(8, 4),
            "其他资金(年度)": at(8, 7),
        },
        "goal_total": at(10, 1),
        "goal_annual": at(10, 5),
        "indicators": indicators,
    }
