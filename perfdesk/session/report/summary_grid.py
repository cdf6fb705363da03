"""The 汇总表 as a grid for paper and workbook, and its chart."""

from dataclasses import dataclass

from perfdesk.grid import Block, Cell, Grid
from perfdesk.paginate.chart import BarChart, BarGroup
from perfdesk.session.report.report_grid import ReportGrid, ReportItem
from perfdesk.session.report.summary import SummaryRow, SummaryTable

SERIES = {"rate": "执行率（%）", "score": "总分"}
"""Columns that are drawn, with the name of their bars."""
SHORT = {"rate": "执行率", "score": "总分"}
NAMES = ("project", "organisation", "department", "number")
"""Columns that can say whose bars they are, the best first."""


@dataclass(frozen=True, slots=True)
class SummaryGrid:
    """The grid, and the grid rows where projects begin, end, and are summed up."""

    grid: Grid
    first_row: int
    last_row: int
    total_row: int


def summary_grid(table: SummaryTable) -> SummaryGrid:
    """Lay a 汇总表 out: title, unit and money unit, a line a project, totals, notes."""
    report = ReportGrid(
        f"summary-{table.kind}", tuple(column.width_mm for column in table.columns), table.title
    )
    report.title_line()
    named = [
        f"{label}：{text}"
        for label, text in (("主管部门", table.department), ("实施单位", table.unit_name))
        if text
    ]
    report.text_line("　　".join([*named, f"金额单位：{table.money_unit}"]))
    report.head_line([column.label for column in table.columns])
    first = report.row_count
    for row in table.rows:
        report.line(Block.INDICATORS, _items(table, row), 8.0)
    total = report.line(Block.TOTAL, _items(table, table.total), 8.0)
    for note in table.notes:
        report.text_line(f"注：{note}", Block.FOOTER)
    return SummaryGrid(report.grid(), first, total - 1, total)


def summed_cells(table: SummaryTable, laid: SummaryGrid) -> tuple[Cell, ...]:
    """The cells of the total line that are plain sums of what stands above them."""
    return tuple(
        laid.grid.cell_at(laid.total_row, number)
        for number, column in enumerate(table.columns)
        if column.summed and table.total.cells[number].text
    )


def summary_chart(table: SummaryTable) -> BarChart | None:
    """Execution rates and scores as bars, as far as the table has them; None where it has neither.

    Nor is there one where no column says whose bars they are.
    """
    keys = [column.key for column in table.columns]
    series = [key for key in SERIES if key in keys]
    name = next((key for key in NAMES if key in keys), None)
    if not series or name is None:
        return None
    groups = tuple(
        BarGroup(
            table.cell(row, name).text or "（未填名称）",
            tuple(table.cell(row, key).value for key in series),
            tuple(table.cell(row, key).text for key in series),
        )
        for row in table.rows
    )
    if not any(value is not None for group in groups for value in group.values):
        return None
    labels = tuple(SERIES[key] for key in series)
    return BarChart(f"{table.year}年度{'与'.join(SHORT[key] for key in series)}", labels, groups)


def _items(table: SummaryTable, row: SummaryRow) -> list[ReportItem]:
    return [
        ReportItem(cell.text, column.align, column.kind)
        for column, cell in zip(table.columns, row.cells, strict=True)
    ]
