"""A plain table in any file that forms are read from: its rows as texts, merged cells filled."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from perfdesk.io.readers.guard import guarded
from perfdesk.io.readers.snapshot import Sheet

MOST_COLUMNS: Final = 200
MOST_ROWS: Final = 50_000


def read_tables(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """Name and rows of every visible sheet; a PerfDeskError when the file cannot be read.

    A merged cell gives its text to every row it covers, in its first column.
    """
    for sheet in guarded().read(path).sheets:
        if not sheet.hidden and sheet.cells:
            yield sheet.name, _rows(sheet)


def _rows(sheet: Sheet) -> list[list[str]]:
    cells = [cell for cell in sheet.cells if cell.row < MOST_ROWS and cell.column < MOST_COLUMNS]
    height = max((cell.last_row for cell in cells), default=-1) + 1
    width = max((cell.column for cell in cells), default=-1) + 1
    rows = [[""] * width for _ in range(min(height, MOST_ROWS))]
    for cell in cells:
        for row in range(cell.row, min(cell.last_row + 1, len(rows))):
            rows[row][cell.column] = cell.text
    return rows
