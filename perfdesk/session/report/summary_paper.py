"""The 汇总表 as pages and as sheets of a workbook."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from perfdesk.io.excel_writer.report import ReportSheet, SheetChart
from perfdesk.kinds import kind_of
from perfdesk.pages import Pages
from perfdesk.paginate import paginate
from perfdesk.paginate.chart import chart_pages
from perfdesk.session.report.report_grid import LANDSCAPE
from perfdesk.session.report.summary import SummaryTable
from perfdesk.session.report.summary_grid import (
    NAMES,
    SERIES,
    SummaryGrid,
    summary_chart,
    summary_grid,
    summed_cells,
)

if TYPE_CHECKING:
    from perfdesk.io.excel_writer.report import ReportSheet, SheetChart


def summary_pages(tables: Iterable[SummaryTable], *, with_chart: bool = True) -> list[Pages]:
    """Every table on its pages, followed by its chart where there is one."""
    pages = []
    for table in tables:
        laid = summary_grid(table)
        pages.append(paginate(laid.grid, LANDSCAPE))
        chart = summary_chart(table) if with_chart else None
        if chart is not None:
            pages.append(chart_pages(chart, LANDSCAPE, form_id=f"{laid.grid.form_id}-chart"))
    return pages


def summary_sheets(
    tables: Iterable[SummaryTable], *, with_chart: bool = True
) -> "list[ReportSheet]":
    """Every table as a sheet, totals as sums, with a chart that Excel draws."""
    sheets = []
    for table in tables:
        laid = summary_grid(table)
        sheets.append(
            ReportSheet(
                name=f"{table.year}{kind_of(table.kind).name.removesuffix('表')}汇总表",
                grid=laid.grid,
                setup=LANDSCAPE,
                sums=summed_cells(table, laid),
                first_summed=laid.first_row,
                chart=_sheet_chart(table, laid) if with_chart else None,
            )
        )
    return sheets


def _sheet_chart(table: SummaryTable, laid: SummaryGrid) -> "SheetChart | None":
    chart = summary_chart(table)
    if chart is None:
        return None
    keys = [column.key for column in table.columns]
    drawn = [key for key in SERIES if key in keys]
    series = tuple((name, table.column(key)) for name, key in zip(chart.series, drawn, strict=True))
    return SheetChart(
        title=chart.title,
        first_row=laid.first_row,
        last_row=laid.last_row,
        names=table.column(next(key for key in NAMES if key in keys)),
        series=series,
        highest=int(chart.top),
    )
