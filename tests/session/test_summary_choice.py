"""A 汇总表 as chosen: kind, unit, columns in their order, a line a unit, and what is left out."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from perfdesk.cellpath import CellPath
from perfdesk.errors import NoFormsOfYearError
from perfdesk.session.report.summary import SummaryChoice
from perfdesk.session.report.summary_columns import offered_columns
from perfdesk.session.report.summary_grid import summary_chart, summary_grid
from perfdesk.session.report.summary_paper import summary_pages
from perfdesk.session.workspace import Workspace
from tests.session.unit_files import unit_file

SELF = "self_evaluation"


def two_units(folder: Path) -> Workspace:
    """Four 自评表 of two units and a 申报表 of another year."""
    unit = unit_file(
        folder, "minhang-self-evaluation-2024", "fengtai-self-evaluation-2024", count=2
    )
    forms = unit.form_ids()
    unit.editing.set_text(CellPath(forms[2], "", "organisation"), "第二小学")
    unit.editing.set_text(CellPath(forms[3], "", "organisation"), "第二小学")
    return unit


def texts(table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_columns_stand_as_chosen_and_say_what_the_forms_say(tmp_path: Path) -> None:
    with two_units(tmp_path) as unit:
        keys = ("project", "score", "indicators", "unmet", "problems", "remark")
        table = unit.reports.chosen_summary(SummaryChoice(2024, SELF, columns=keys))
        assert tuple(column.key for column in table.columns) == keys
        for row, view in zip(table.rows, unit._core.views(), strict=True):
            cells = {key: table.cell(row, key) for key in keys}
            assert cells["project"].text == view.project_name
            named = [i for i in view.indicators if i.name.strip()]
            assert cells["indicators"].value == len(named)
            reasons = [i.deviation for i in named if i.deviation.strip() not in ("", "无")]
            assert bool(cells["problems"].text) == bool(reasons)
            assert cells["remark"].text == ""
        total = table.cell(table.total, "indicators").value
        assert total == sum(table.cell(row, "indicators").value for row in table.rows)
        with pytest.raises(KeyError):
            unit.reports.chosen_summary(SummaryChoice(2024, SELF, columns=("no such column",)))


def test_an_indicator_that_missed_its_target_is_counted(tmp_path: Path) -> None:
    with unit_file(tmp_path, count=1) as unit:
        form = unit.form_ids()[0]
        choice = SummaryChoice(2024, SELF, columns=("unmet", "problems"))
        before = unit.reports.chosen_summary(choice)
        row = unit._core.document.form(form).indicators[0].id
        for field, text in (("target", "≥95%"), ("actual", "80%"), ("deviation", "设备到货晚")):
            unit.editing.set_text(CellPath(form, row, field), text)
        after = unit.reports.chosen_summary(choice)
        was, now = (table.cell(table.rows[0], "unmet").value for table in (before, after))
        assert now == was + 1
        assert "设备到货晚" in after.cell(after.rows[0], "problems").text


def test_one_unit_and_what_is_left_out(tmp_path: Path) -> None:
    with two_units(tmp_path) as unit:
        reports = unit.reports
        assert "第二小学" in reports.summary_units(2024, SELF)
        choice = SummaryChoice(2024, SELF, units=("第二小学",))
        assert len(reports.chosen_summary(choice).rows) == 2
        assert "其他单位的 2 张表" in " ".join(reports.left_out(choice))
        unit.editing.new_form("shanghai-self-evaluation-2024", None, "没有年度")
        unit.editing.new_form("national-monitoring-2019", 2024, "监控的项目")
        said = " ".join(reports.left_out(SummaryChoice(2024, SELF)))
        assert "1 张表没有填年度" in said
        assert "监控表 1 张" in said
        with pytest.raises(NoFormsOfYearError, match="第三小学"):
            reports.chosen_summary(SummaryChoice(2024, SELF, units=("第三小学",)))


def test_a_line_a_unit_adds_up_to_the_same_total(tmp_path: Path) -> None:
    with two_units(tmp_path) as unit:
        each = unit.reports.summary(2024, SELF)
        table = unit.reports.chosen_summary(SummaryChoice(2024, SELF, by_unit=True))
        assert [table.cell(row, "projects").text for row in table.rows] == ["2", "2"]
        for key in ("initial", "adjusted", "executed", "errors"):
            sums = sum(table.cell(row, key).value for row in table.rows)
            assert sums == table.cell(table.total, key).value == each.cell(each.total, key).value
        assert table.cell(table.total, "rate").text == each.cell(each.total, "rate").text
        scores = [each.cell(row, "score").value for row in each.rows[2:]]
        mean = table.cell(table.rows[1], "score").value
        assert abs(mean - sum(scores) / 2) <= Decimal("0.005")
        path = unit.reports.write_tables(tmp_path / "按单位.xlsx", [table])
    sheet = openpyxl.load_workbook(path).worksheets[0]
    heads = [cell.value for cell in sheet[3]]
    assert heads[:3] == ["序号", "实施单位", "项目数"]
    assert "平均得分" in heads


@pytest.mark.parametrize("kind", ["monitoring", "unit_self_evaluation", "unit_declaration"])
def test_monitoring_and_whole_unit_tables_are_summed_drawn_and_printed(
    tmp_path: Path, kind: str
) -> None:
    templates = {
        "monitoring": "national-monitoring-2019",
        "unit_self_evaluation": "hunan-unit-self-evaluation-2022",
        "unit_declaration": "national-unit-declaration-2015",
    }
    with unit_file(tmp_path, count=1) as unit:
        for name in ("甲", "乙"):
            unit.editing.new_form(templates[kind], 2025, name)
        forms = [form for form in unit._core.document if form.kind == kind]
        for number, form in enumerate(forms, 1):
            view = unit._core.view(form.id)
            unit.editing.set_text(CellPath(form.id, "", "organisation"), "某某局")
            for task in view.rows_of("tasks"):
                unit.editing.set_text(CellPath(form.id, task.id, "fiscal"), f"{number}5.00")
            for fund in view.funds:
                for field in ("initial", "executed", "expected", "adjusted", "total"):
                    place = (fund.id, field)
                    if place not in view.computed and view.template.prints_fund(*place):
                        unit.editing.set_text(CellPath(form.id, *place), f"{number}0.00")
        table = unit.reports.summary(2025, kind)
        keys = [column.key for column in table.columns]
        for key, column in zip(keys, table.columns, strict=True):
            if column.summed:
                values = [table.cell(row, key).value for row in table.rows]
                total = table.cell(table.total, key).value
                assert (total or 0) == sum(v for v in values if v is not None)
        assert [cell.text for cell in table.total.cells].count("合计") == 1
        every = tuple(offer.column.key for offer in offered_columns(unit._core.view(form.id).kind))
        whole = unit.reports.chosen_summary(SummaryChoice(2025, kind, columns=every))
        assert summary_grid(whole).grid.problems() == []
        assert not any(pages.overflow for pages in summary_pages([whole]))
        unit.reports.write_tables(tmp_path / "全部栏目.xlsx", [whole])
        has_rates = (
            any(table.cell(row, "rate").value for row in table.rows) if "rate" in keys else False
        )
        assert (summary_chart(table) is not None) == has_rates
        assert has_rates == (kind != "unit_declaration")


def test_the_columns_are_kept_for_the_next_time(tmp_path: Path) -> None:
    with unit_file(tmp_path, count=1) as unit:
        assert unit.reports.usual_columns(SELF) == ()
        unit.reports.keep_columns(SELF, ("score", "project", "gone"))
    with Workspace.open(tmp_path / "单位.perfdesk") as unit:
        assert unit.reports.usual_columns(SELF) == ("score", "project")
