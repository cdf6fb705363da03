"""Workbooks in the official layout, through XlsxWriter.

Why XlsxWriter: it writes formula and cached value together, which openpyxl cannot, and the same
cells about five times faster (tests/benchmarks/test_paper.py holds the measurement).
"""

from perfdesk.io.excel_writer.options import WorkbookOptions
from perfdesk.io.excel_writer.sheet import FormSheet, form_sheet
from perfdesk.io.excel_writer.workbook import write_sheets, write_workbook

__all__ = ["FormSheet", "WorkbookOptions", "form_sheet", "write_sheets", "write_workbook"]
