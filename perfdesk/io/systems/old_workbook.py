"""A flat table as an old workbook .xls: first sheet, one head row, columns by position."""

import io
from pathlib import Path
from typing import Any

from perfdesk.io.systems.table import SystemTable


def write_table(path: Path, table: SystemTable, sheet: str) -> None:
    """Write the table; numbers as numbers, all else as text."""
    import xlwt

    book: Any = xlwt.Workbook(encoding="utf-8")
    target = book.add_sheet(sheet[:31])
    head = xlwt.easyxf("font: bold on; alignment: wrap on, vert center, horiz center")
    body = xlwt.easyxf("alignment: wrap on, vert top", num_format_str="@")
    for column, text in enumerate(table.heads):
        target.write(0, column, text, head)
        target.col(column).width = 256 * min(max(len(text) * 2, 12), 40)
    for number, row in enumerate(table.rows, 1):
        for column, text in enumerate(row):
            if text and column in table.numbers:
                target.write(number, column, float(text))
            else:
                target.write(number, column, text, body)
    stream = io.BytesIO()
    book.save(stream)
    path.write_bytes(stream.getvalue())
