"""Plain tables of ours as workbooks: heads, texts, and lists to choose from; for data, not for paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from perfdesk.atomic_file import replacing
from perfdesk.io.excel_writer.names import sheet_names
from perfdesk.io.excel_writer.styles import SONG

_WORDS = "词表"
_LIST_ROWS = 2_000
"""Rows below the heads that offer their lists, filled or not."""
_CREATOR = "PerfDesk 绩效填报台"


@dataclass(frozen=True, slots=True)
class TableSheet:
    """A sheet: heads, rows of texts, widths in characters, and lists by column number."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float] = ()
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    dependent: Mapping[int, tuple[int, Mapping[str, Sequence[str]]]] = field(default_factory=dict)
    """Column → (column it depends on, list for each of that column's texts)."""


def write_table(path: Path, sheets: Sequence[TableSheet], title: str) -> None:
    """Write the sheets, every cell as text; CannotWriteError when the place does not take it."""
    from xlsxwriter import Workbook

    buffer = BytesIO()
    workbook = Workbook(buffer, {"in_memory": True, "strings_to_urls": False})
    workbook.set_properties({"title": title, "comments": _CREATOR})
    names = sheet_names([sheet.name for sheet in sheets], taken=[_WORDS])
    pages = [workbook.add_worksheet(name) for name in names]
    words: Any = None
    column = 0
    for page, sheet in zip(pages, sheets, strict=True):
        _write_cells(workbook, page, sheet)
        for place, choices in sheet.choices.items():
            options = {"validate": "list", "source": list(choices), "error_type": "information"}
            page.data_validation(1, place, _LIST_ROWS, place, options)
        for place, (of, lists) in sheet.dependent.items():
            if words is None:
                words = workbook.add_worksheet(_WORDS)
                words.hide()
            column = _write_dependent(workbook, page, words, column, (place, of, lists))
    workbook.close()
    with replacing(path) as temporary:
        temporary.write_bytes(buffer.getvalue())


def _write_cells(workbook: Any, page: Any, sheet: TableSheet) -> None:
    base = {"font_name": SONG, "font_size": 10, "text_wrap": True, "valign": "vcenter", "border": 1}
    head = workbook.add_format({**base, "bold": True, "align": "center", "bg_color": "#E6EEF7"})
    # `@`: what is typed later stays text too; the mark keeps =… from becoming a formula.
    body = workbook.add_format({**base, "num_format": "@", "quote_prefix": True})
    for place, text in enumerate(sheet.heads):
        page.write_string(0, place, text, head)
        width = sheet.widths[place] if place < len(sheet.widths) else 14
        page.set_column(place, place, width)
    for number, row in enumerate(sheet.rows, 1):
        for place, text in enumerate(row):
            if text:
                page.write_string(number, place, text, body)
            else:
                page.write_blank(number, place, None, body)
    page.freeze_panes(1, 0)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.heads) - 1)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _write_dependent(
    workbook: Any,
    page: Any,
    words: Any,
    column: int,
    what: tuple[int, int, Mapping[str, Sequence[str]]],
) -> int:
    """Lists behind defined names, which INDIRECT finds by the text of the other column."""
    from xlsxwriter.utility import xl_col_to_name

    place, of, lists = what
    for name, choices in lists.items():
        if not choices or not name.isalnum():
            continue
        for row, choice in enumerate(choices):
            words.write_string(row, column, choice)
        letter = xl_col_to_name(column, True)
        workbook.define_name(name, f"='{_WORDS}'!{letter}$1:{letter}${len(choices)}")
        column += 1
    source = f"=INDIRECT(${xl_col_to_name(of)}2)"
    options = {"validate": "list", "source": source, "error_type": "information"}
    page.data_validation(1, place, _LIST_ROWS, place, options)
    return column
