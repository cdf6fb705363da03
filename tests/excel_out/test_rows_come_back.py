"""Indicator rows through a workbook and back: blank ones, blank levels, single signs, the order of two terms."""

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.compute import compute
from perfdesk.document import Form, FormView, Row
from perfdesk.io.excel_writer import write_workbook
from perfdesk.io.match import match
from perfdesk.io.readers.xlsx import read_excel
from perfdesk.kinds import SELF_EVALUATION, TARGET_DECLARATION
from perfdesk.session.edit.new_form import new_form
from perfdesk.template.model import Template
from tests.paper.paper_forms import CATALOG, is_divided

TERMS = {"national-declaration-2015"}
LEVELS = [
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("效益指标", None),
    (None, "数量指标"),
    (None, None),
]
VALUES = st.sampled_from([None, None, "。", "…", "-", "购书", "总分", "（一）", "=100%"])


def form_of(template: Template, rows: list[dict[str, str | None]]) -> Form:
    form = Form("f", template.id, template.kind.id)
    form.header = {
        "title": template.title,
        "project_name": "购书",
        "money_unit": template.money_unit,
    }
    form.header["year"] = "2024" if template.year_printed else None
    form.funds = [Row(fund.id) for fund in template.fund_rows]
    form.indicators = [Row(f"r{number}", dict(row)) for number, row in enumerate(rows, 1)]
    return form


def written(form: Form, path: Path) -> Path:
    template = CATALOG.get(form.template_id)
    write_workbook(
        path,
        [FormView(form, template, template.profile, compute(form, template, template.profile))],
    )
    return path


def read_rows(path: Path) -> list[dict[str, str | None]]:
    found = match(read_excel(path), CATALOG)[0].form
    return [
        {name: text for name, text in row.values.items() if text is not None}
        for row in found.indicators
    ]


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, list[dict[str, str | None]]]:
    name = draw(
        st.sampled_from(
            [
                t.id
                for t in CATALOG.all()
                if t.kind in (SELF_EVALUATION, TARGET_DECLARATION) and not is_divided(t)
            ]
        )
    )
    fields = {field.name for field in CATALOG.get(name).indicator_fields}
    rows = []
    for _ in range(draw(st.integers(0, 6))):
        level1, level2 = draw(st.sampled_from(LEVELS))
        row = {"level1": level1, "level2": level2, "level3": draw(VALUES), "target": draw(VALUES)}
        row |= {"deviation": draw(VALUES)} if "deviation" in fields else {}
        row |= {"term": draw(st.sampled_from(["medium", "annual"]))} if name in TERMS else {}
        rows.append({name: text for name, text in row.items() if text is not None})
    return name, rows


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rows")


@settings(max_examples=40, deadline=None)
@given(tables())
def test_every_row_comes_back_in_its_place(
    folder: Path, made: tuple[str, list[dict[str, str | None]]]
) -> None:
    name, rows = made
    assert read_rows(written(form_of(CATALOG.get(name), rows), folder / "a.xlsx")) == rows


def test_rows_of_two_terms_keep_their_order(tmp_path: Path) -> None:
    rows = [
        {"level1": "产出指标", "level2": "数量指标", "level3": name, "target": "1本", "term": term}
        for name, term in (("甲", "annual"), ("乙", "medium"), ("丙", "annual"), ("丁", "medium"))
    ]
    form = form_of(CATALOG.get("national-declaration-2015"), [dict(row) for row in rows])
    assert read_rows(written(form, tmp_path / "a.xlsx")) == rows


def blank_workbook(name: str, path: Path) -> Path:
    template = CATALOG.get(name)
    form = new_form(template, template.profile, None)
    return written(form, path)


def rows_of_sheet(sheet: openpyxl.worksheet.worksheet.Worksheet) -> range:
    top = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == "三级指标")
    return range(top + 1, top + 7)


def test_a_blank_form_partly_filled_comes_in_with_all_its_rows(tmp_path: Path) -> None:
    path = blank_workbook("shanghai-declaration-2026", tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    first = rows_of_sheet(book.worksheets[0])[0]
    book.worksheets[0].cell(first + 1, 4).value = "购书"
    book.worksheets[0].cell(first + 1, 7).value = "≥1000册"
    book.save(path)
    rows = read_rows(path)
    assert [row.get("level3") for row in rows] == [None, "购书", None, None, None, None]
    assert [row["level2"] for row in rows][:3] == ["经济成本指标", "数量指标", "质量指标"]


def test_rows_that_were_cleared_in_excel_are_gone(tmp_path: Path) -> None:
    path = blank_workbook("shanghai-declaration-2026", tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    last = rows_of_sheet(sheet)[-1]
    sheet.cell(last, 2).value = sheet.cell(last, 3).value = None
    book.save(path)
    assert [row["level1"] for row in read_rows(path)] == [
        "成本指标",
        "产出指标",
        "产出指标",
        "产出指标",
        "效益指标",
    ]


def test_a_row_added_in_excel_stands_under_the_levels_above(tmp_path: Path) -> None:
    path = blank_workbook("shanghai-declaration-2026", tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    after = rows_of_sheet(sheet)[-1] + 1
    sheet.cell(after, 4).value, sheet.cell(after, 7).value = "家长满意度", "≥90%"
    book.save(path)
    last = read_rows(path)[-1]
    assert last == {
        "level1": "满意度指标", "level2": "服务对象满意度指标", "level3": "家长满意度", "target": "≥90%",
    }  # fmt: skip


def test_formulas_of_ours_that_nobody_calculated_are_computed(tmp_path: Path) -> None:
    path = blank_workbook("shanghai-self-evaluation-2024", tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    row = next(
        cell.row
        for cells in sheet.iter_rows()
        for cell in cells
        if cell.value == "其中：当年财政拨款"
    )
    for column, amount in zip("DEF", (8.04, 8.04, 8.0), strict=True):
        sheet[f"{column}{row}"] = amount
    book.save(path)
    found = match(read_excel(path), CATALOG)[0]
    assert found.problems == ()
    assert [found.form.get("F0", name) for name in ("initial", "executed", "rate", "score")] == [
        "8.04", "8.00", "99.50", "9.95",
    ]  # fmt: skip
    assert found.form.get("F1", "rate") == "99.50"
