"""The 汇总表 says what the forms say, and its totals are theirs."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from perfdesk.cellpath import CellPath
from perfdesk.errors import CannotWriteError, NoFormsOfYearError, ReportFormatError
from perfdesk.findings import Severity
from perfdesk.paginate.chart import BarChart, BarGroup, chart_pages
from perfdesk.session.report.report_grid import LANDSCAPE
from perfdesk.session.report.reports import Reports
from perfdesk.session.report.summary_grid import summary_chart, summary_grid
from perfdesk.session.report.summary_paper import summary_pages
from perfdesk.store import Store
from tests.session.unit_files import Found, a_finding, unit_file

SELF, DECLARED = "minhang-self-evaluation-2024", "jiading-declaration-2023"


def reports(workspace, findings=()) -> Reports:
    return Reports(workspace._core, Found(list(findings)), workspace._store)


def column(table, key: str) -> list[str]:
    return [table.cell(row, key).text for row in table.rows]


def test_a_year_of_self_evaluations_is_summed_up_in_ten_thousands(tmp_path: Path) -> None:
    with unit_file(tmp_path, SELF, DECLARED) as workspace:
        first = workspace.forms()[0].id
        found = [a_finding(first), a_finding(first, Severity.WARNING, row="r1", field="score")]
        found += [a_finding(first, accepted="已批复"), a_finding(first, Severity.HINT, row="r2")]
        table = reports(workspace, found).summary(2024)
        assert (table.money_unit, table.unit_name) == ("万元", "上海市闵行区卫生健康信息中心")
        assert column(table, "adjusted") == ["8.04", "87.00", "242.11"]
        assert column(table, "executed") == ["8.00", "86.90", "242.08"]
        assert column(table, "rate") == ["99.50", "99.88", "99.98"]
        assert column(table, "grade") == ["优", "优", "优"]
        assert [column(table, key)[0] for key in ("errors", "warnings", "explained")] == ["1"] * 3
        total = {c.key: table.cell(table.total, c.key) for c in table.columns}
        assert total["adjusted"].value == Decimal("337.15")
        assert total["executed"].value == Decimal("336.98")
        assert total["rate"].text == "99.95"
        assert (total["grade"].text, total["errors"].text) == ("优3", "1")


def test_declarations_have_a_table_of_their_own_in_yuan(tmp_path: Path) -> None:
    with unit_file(tmp_path, SELF, DECLARED) as workspace:
        own = reports(workspace)
        tables = own.summaries(2023)
        assert [table.kind for table in tables] == ["target_declaration"]
        assert tables[0].money_unit == "元"
        views = [view for view in workspace.checking.views() if view.year == 2023]
        wanted = sum(view.amount("fund_total").or_zero for view in views)
        assert tables[0].cell(tables[0].total, "fund_total").value == wanted > 0
        assert own.years() == (2024, 2023)


def test_other_money_units_are_converted_and_what_is_no_number_is_told(tmp_path: Path) -> None:
    with unit_file(tmp_path) as workspace:
        forms = [form.id for form in workspace.forms()]
        editing = workspace.editing
        editing.set_text(CellPath(forms[0], "", "money_unit"), "元")
        editing.set_text(CellPath(forms[1], "F0", "executed"), "见附件")
        table = reports(workspace).summary(2024)
        assert column(table, "adjusted")[0] == "0.000804"
        assert column(table, "executed")[1] == "见附件"
        assert table.cell(table.total, "executed").value == Decimal("242.08") + Decimal("0.0008")
        assert [note[:4] for note in table.notes] == ["“全年执", "有 1 ", "按全年预"]


def test_a_year_without_forms_is_said_and_nothing_is_written(tmp_path: Path) -> None:
    with unit_file(tmp_path) as workspace:
        own = reports(workspace)
        with pytest.raises(NoFormsOfYearError):
            own.write_summary(1999, tmp_path / "a.xlsx")
        with pytest.raises(ReportFormatError):
            own.write_summary(2024, tmp_path / "a.docx")
        with pytest.raises(CannotWriteError):
            own.write_summary(2024, workspace.path / "a.pdf")
        assert not [path for path in tmp_path.iterdir() if path.stem in ("a", "新文件夹")]


def test_the_workbook_holds_numbers_sums_and_a_chart(tmp_path: Path) -> None:
    with unit_file(tmp_path, SELF) as workspace:
        path = reports(workspace).write_summary(2024, tmp_path / "新文件夹" / "汇总.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    row = {sheet.cell(3, c).value: sheet.cell(4, c).value for c in range(1, sheet.max_column + 1)}
    assert (row["全年预算数"], row["全年执行数"], row["执行率（%）"]) == (8.04, 8, 99.5)
    column = next(
        c for c in range(1, sheet.max_column + 1) if sheet.cell(3, c).value == "全年预算数"
    )
    letter = sheet.cell(7, column).column_letter
    assert sheet.cell(7, column).value == f"=SUM({letter}4:{letter}6)"
    assert (
        openpyxl.load_workbook(path, data_only=True).worksheets[0].cell(7, column).value == 337.15
    )
    chart = book["图表"]._charts[0]
    assert [series.val.numRef.f.rpartition("!")[2] for series in chart.series]
    assert sheet.print_title_rows == "$3:$3"


def test_the_pdf_shows_table_and_chart(tmp_path: Path) -> None:
    with unit_file(tmp_path, SELF, DECLARED) as workspace:
        own = reports(workspace)
        own.write_summary(2024, tmp_path / "汇总.PDF")
        pages = summary_pages(own.summaries(2024))
        declared = summary_pages(own.summaries(2023))
    assert (tmp_path / "汇总.PDF").read_bytes().startswith(b"%PDF")
    assert [bool(part.pages[0].fills) for part in pages] == [False, True]
    assert len(declared) == 1
    assert not pages[0].overflow


def test_the_grid_of_a_long_table_is_sound_and_repeats_its_heads(tmp_path: Path) -> None:
    with unit_file(tmp_path) as workspace:
        table = reports(workspace).summary(2024)
    table = replace(table, rows=table.rows * 30)
    laid = summary_grid(table)
    assert laid.grid.problems() == []
    assert laid.last_row - laid.first_row == 89
    assert laid.grid.cell_at(laid.total_row, table.column("project")).text == "合计"
    assert laid.grid.head_rows == (2,)


def test_a_year_without_any_number_has_no_chart(tmp_path: Path) -> None:
    with unit_file(tmp_path, count=1) as workspace:
        for title in ("甲项目", "乙项目"):
            workspace.editing.new_form("shanghai-self-evaluation-2024", 2026, title)
        own = reports(workspace)
        assert summary_chart(own.summary(2026)) is None
        assert summary_chart(own.summary(2024)) is not None
        assert len(summary_pages(own.summaries(2026))) == 1


def test_bars_are_as_long_as_their_values_and_stay_on_the_sheet() -> None:
    values = [(Decimal(100), Decimal(50)), (None, Decimal(0)), (Decimal("131.5"), Decimal(-3))]
    groups = tuple(
        BarGroup(f"项目{n}", pair, tuple(str(v) for v in pair)) for n, pair in enumerate(values * 9)
    )
    chart = BarChart("执行率与总分", ("执行率", "总分"), groups)
    pages = chart_pages(chart, LANDSCAPE).pages
    assert chart.top == Decimal(140)
    assert len(pages) == 3
    bars = [fill for fill in pages[0].fills if fill.height == pytest.approx(3.4)]
    full, half = bars[0], bars[1]
    assert full.width == pytest.approx(2 * half.width)
    for page in pages:
        assert all(f.x >= 0 and f.x + f.width <= page.width for f in page.fills)
        runs = [run for box in page.boxes for run in box.runs]
        assert all(run.x >= 0 and run.x + run.width <= page.width for run in runs)
        assert max(run.baseline for run in runs) < page.height
        _, right, bottom, left = LANDSCAPE.margins_mm
        assert all(left <= f.x and f.x + f.width <= page.width - right for f in page.fills)
        assert all(box.x + box.width <= page.width for box in page.boxes)
        assert max(f.y + f.height for f in page.fills) <= page.height - bottom


def test_the_command_line_way_reads_only(tmp_path: Path) -> None:
    with unit_file(tmp_path):
        pass
    store = Store.open(tmp_path / "单位.perfdesk", read_only=True)
    from perfdesk.session.workspace import Workspace

    with Workspace(store) as workspace:
        assert reports(workspace).write_summary(2024, tmp_path / "x.xlsx").exists()
