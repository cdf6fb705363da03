"""The formulas of an exported workbook, computed anew: as printed, and as ours when inputs change."""

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from perfdesk.compute import compute
from perfdesk.document import FormView
from perfdesk.grid import Role
from perfdesk.io.excel_writer import write_workbook
from perfdesk.layout import build_grid
from perfdesk.settings.profile import Profile
from tests.excel_out.recalculating import Recalculated
from tests.paper.paper_forms import CATALOG, sample_views, self_evaluation, view_of


def computed(view: FormView, profile: Profile | None = None) -> FormView:
    """The form with all computed cells automatic."""
    profile = profile or view.profile
    view.form.modes.clear()
    return FormView(view.form, view.template, profile, compute(view.form, view.template, profile))


def formulas(view: FormView, folder: Path) -> Any:
    path = folder / "form.xlsx"
    write_workbook(path, [view])
    return openpyxl.load_workbook(io.BytesIO(path.read_bytes())).worksheets[0]


def shown(sheet: Any, view: FormView) -> dict[tuple[str, str], tuple[str, str]]:
    """Every computed cell: what Excel shows and what we print."""
    book = Recalculated(sheet)
    found = {}
    for cell in build_grid(view).cells:
        if cell.role is not Role.COMPUTED:
            continue
        place = sheet.cell(cell.row + 1, cell.column + 1)
        if place.data_type != "f":
            continue
        value = book.value(cell.row + 1, cell.column + 1)
        if isinstance(value, Decimal) and place.number_format.endswith("%"):
            value *= 100
        text = cell.text.replace(",", "").rstrip("%")
        if isinstance(value, Decimal):
            value = format(value.quantize(Decimal(text)) if text else value, "f")
        found[cell.row_id, cell.field] = (value or "", text)
    return found


def assert_agrees(view: FormView, folder: Path) -> set[tuple[str, str]]:
    found = shown(formulas(view, folder), view)
    assert {place: ours for place, (ours, _) in found.items()} == {
        place: printed for place, (_, printed) in found.items()
    }
    return set(found)


@pytest.mark.parametrize("view", sample_views()[::4], ids=lambda view: view.id)
def test_formulas_of_published_forms_give_what_is_printed(view: FormView, tmp_path: Path) -> None:
    assert_agrees(view, tmp_path)


FUND_ROWS = ("年度资金总额", "当年财政拨款", "上年结转资金", "其他资金")


def funds(*rows: tuple[str | None, ...]) -> list[dict[str, str | None]]:
    """年初, 全年, 执行, 分值 of the rows below the total."""
    names = ("initial", "adjusted", "executed", "weight")
    blank = dict.fromkeys(names)
    return [
        {"row": name, **(dict(zip(names, row, strict=True)) if row else blank)}
        for name, row in zip(FUND_ROWS, ((None, None, None, "10.00"), *rows), strict=True)
    ]


def row(weight: str | None, score: str | None, level1: str = "产出指标") -> dict[str, str | None]:
    return {
        "level1": level1, "level2": "数量指标", "level3": "次数", "target": "≥1次", "actual": "1次",
        "weight": weight, "score": score,
    }  # fmt: skip


def test_totals_follow_their_own_columns(tmp_path: Path) -> None:
    view = computed(
        self_evaluation(
            funds=funds(
                ("10.00", "20.00", "5.00", None),
                ("1.00", "2.00", "1.00", None),
                ("0.50", None, "—", None),
            ),
            indicators=[row("50.00", "40.00"), row("40.00", "30.50")],
        )
    )
    found = shown(formulas(view, tmp_path), view)
    assert found["F0", "initial"][0] == "11.50"
    assert found["F0", "adjusted"][0] == "22.00"
    assert found["F0", "executed"][0] == "6.00"
    assert found["F0", "rate"][0] == "27.27"
    assert found["F0", "score"][0] == "2.73"
    assert found["", "total_weight"][0] == "100.00"
    assert found["", "total_score"][0] == "73.23"
    assert all(ours == printed for ours, printed in found.values())


@pytest.mark.parametrize("amount", ["100.00", "99.5", "12", "0.125"])
def test_where_decimals_are_free_a_sum_has_those_of_its_parts(amount: str, tmp_path: Path) -> None:
    view = self_evaluation(
        funds=funds((amount, amount, amount, None), ("1", "2", "1", None), ("", "", "", None))
    )
    view = computed(view, replace(view.profile, money_decimals=None))
    assert {("F0", "initial"), ("F0", "adjusted"), ("F0", "executed")} <= assert_agrees(
        view, tmp_path
    )


@pytest.mark.parametrize(
    "row_of_funds",
    [
        ("0.00", "0.00", "0.00", None),
        ("0.00", "0.00", None, None),
        (None, None, None, None),
        ("5.00", "5.00", None, None),
        ("5.00", "5.00", "0.00", None),
        ("5.00", "5.00", "6.00", None),
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "template_id", ["shanghai-self-evaluation-2024", "beijing-self-evaluation"]
)
def test_rates_of_blank_and_zero_amounts(
    template_id: str, row_of_funds: tuple[str | None, ...], tmp_path: Path
) -> None:
    template = CATALOG.get(template_id)
    data = {
        "title": template.title, "year": 2024, "project_name": "运维", "funds": funds(row_of_funds, (), ()),
        "indicators": [row("90.00", "90.00")],
    }  # fmt: skip
    assert_agrees(computed(view_of(data, template)), tmp_path)


def test_a_form_without_numbers_shows_no_number(tmp_path: Path) -> None:
    view = computed(self_evaluation(funds=funds((), (), ()), indicators=[row(None, None)]))
    found = shown(formulas(view, tmp_path), view)
    assert set(found) >= {("F0", "initial"), ("F0", "rate"), ("", "total_score")}
    assert all(ours == printed for ours, printed in found.values())
    assert found["F0", "initial"][0] == found["F0", "rate"][0] == ""


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        ("90.00", "优"),
        ("89.99", "良"),
        ("80.00", "良"),
        ("79.99", "中"),
        ("60.00", "中"),
        ("59.99", "差"),
    ],
)
def test_the_grade_changes_at_the_bounds(score: str, grade: str, tmp_path: Path) -> None:
    nothing = funds((), (), ())
    nothing[0]["weight"] = None
    view = computed(self_evaluation(funds=nothing, indicators=[row("100.00", score)]))
    found = shown(formulas(view, tmp_path), view)
    assert found["", "grade"] == (grade, grade)


def test_an_amount_in_words_leaves_the_total_as_it_stands(tmp_path: Path) -> None:
    view = computed(
        self_evaluation(
            funds=funds(("12万元", "3", "2", None), ("3", "3", "1", None), ("3", "3", "1", None))
        )
    )
    assert ("F0", "initial") not in assert_agrees(view, tmp_path)
    assert ("F0", "adjusted") in assert_agrees(view, tmp_path)


def test_an_execution_weight_in_words_leaves_the_points_as_they_stand(tmp_path: Path) -> None:
    parts = funds(("3", "3", "2", None), ("3", "3", "1", None), ("3", "3", "1", None))
    parts[0]["weight"] = "10分"
    view = computed(self_evaluation(funds=parts))
    assert ("F0", "score") not in assert_agrees(view, tmp_path)
