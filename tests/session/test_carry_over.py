"""A form made after last year's, or after a 申报表: what is taken over, and what is left to fill."""

from pathlib import Path

import pytest

from perfdesk.cellpath import CellPath
from perfdesk.session.workspace import Workspace
from tests.session.unit_files import unit_file

RESULTS = ("actual", "score", "deviation")


@pytest.fixture
def unit(tmp_path: Path):
    with unit_file(
        tmp_path, "minhang-self-evaluation-2024", "jiading-declaration-2023", count=2
    ) as workspace:
        yield workspace


def of_kind(unit: Workspace, kind: str) -> list[str]:
    return [form.id for form in unit.forms() if form.kind == kind]


def made(unit: Workspace, *sources: str, year: int, template: str | None = None) -> list:
    before = set(unit.form_ids())
    unit.editing.carry_over(sources, year, template)
    return [unit._core.document.form(form) for form in unit.form_ids() if form not in before]


def test_next_years_form_keeps_the_plan_and_leaves_the_results_blank(unit: Workspace) -> None:
    source = unit._core.document.form(of_kind(unit, "self_evaluation")[0])
    (form,) = made(unit, source.id, year=2025)

    assert form.header["year"] == "2025"
    for name in ("project_name", "department", "organisation", "goal_expected"):
        assert form.header[name] == source.header[name]
    assert form.header.get("goal_actual") is None
    planned = [
        [row.get(name) for name in ("level1", "level2", "level3", "target", "weight")]
        for row in source.indicators
    ]
    assert planned == [
        [row.get(name) for name in ("level1", "level2", "level3", "target", "weight")]
        for row in form.indicators
    ]
    assert all(row.get(name) is None for row in form.indicators for name in RESULTS)
    assert form.get("F0", "weight") == source.get("F0", "weight")
    amounts = [row.get(name) for row in form.funds for name in ("initial", "adjusted", "executed")]
    assert set(amounts) == {None}
    assert not form.modes


def test_a_declaration_becomes_the_self_evaluation_of_its_year(unit: Workspace) -> None:
    source = unit._core.document.form(of_kind(unit, "target_declaration")[0])
    (form,) = made(unit, source.id, year=source.year, template="shanghai-self-evaluation-2024")

    assert form.header["goal_expected"] == source.header["goal_annual"]
    assert [row.get("level3") for row in form.indicators] == [
        row.get("level3") for row in source.indicators
    ]
    # 元 in the 申报表, 万元 in the 自评表.
    applied = unit._core.view(source.id).text("year_total")
    total = unit._core.view(form.id).text("initial", "F0")
    assert float(total) * 10_000 == float(applied.replace(",", ""))


def test_a_choice_that_the_other_template_does_not_offer_is_left_blank(unit: Workspace) -> None:
    source = of_kind(unit, "target_declaration")[0]
    newer = "shanghai-declaration-2026"
    offered = unit._core.catalog.get(newer).field("", "category")
    assert offered is not None
    assert offered.choices
    for text, taken in ((offered.choices[0], offered.choices[0]), ("别的类别", None)):
        unit.editing.set_text(CellPath(source, "", "category"), text)
        (form,) = made(unit, source, year=2026, template=newer)
        assert form.header.get("category") == taken
    (same,) = made(unit, source, year=2026)
    assert same.header["category"] == "别的类别"


def test_money_of_another_year_is_not_taken(unit: Workspace) -> None:
    source = of_kind(unit, "target_declaration")[0]
    (form,) = made(unit, source, year=2031, template="shanghai-self-evaluation-2024")
    assert {row.get("initial") for row in form.funds} == {None}


def test_several_forms_are_one_step_and_the_first_is_shown(unit: Workspace) -> None:
    sources = of_kind(unit, "self_evaluation")
    before = unit.form_ids()
    outcome = unit.editing.carry_over(sources, 2025)
    new = [form for form in unit.form_ids() if form not in before]
    assert len(new) == len(sources)
    assert outcome.show == new[0]
    unit.editing.undo()
    assert unit.form_ids() == before


def test_rows_of_the_new_form_go_on_with_fresh_ids(unit: Workspace) -> None:
    source = of_kind(unit, "self_evaluation")[0]
    (form,) = made(unit, source, year=2025)
    unit.editing.insert_row(form.id)
    ids = [row.id for row in unit._core.document.form(form.id).indicators]
    assert len(ids) == len(set(ids))
    unit.editing.set_text(CellPath(form.id, ids[-1], "level3"), "新指标")


def test_of_two_blocks_the_annual_one_is_taken(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w.perfdesk") as unit:
        source = unit.editing.new_form("national-declaration-2015", 2025, "校舍").forms[0]
        rows = unit._core.document.form(source).indicators
        for row in rows:
            text = f"{row.get('term')}{row.id}"
            unit.editing.set_text(CellPath(source, row.id, "level3"), text)
        (form,) = made(unit, source, year=2025, template="national-self-evaluation-2020")
        names = [row.get("level3") for row in form.indicators]
        assert names
        assert all(name.startswith("annual") for name in names)
