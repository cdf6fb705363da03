"""The first sheet of a workbook that is handed out: for whom it is, until when, and how to fill it in."""

from collections.abc import Sequence
from typing import Any

_WIDTH = 92
"""Digits of the normal font: about the width of a portrait page."""
_TITLE_POINTS, _TEXT_POINTS, _LINE_POINTS = 15, 11, 22


def write_cover(workbook: Any, sheet: Any, lines: Sequence[str]) -> None:
    """Write the lines one below the other, the first as a title."""
    font = {"font_name": "宋体", "text_wrap": True, "valign": "vcenter"}
    title = workbook.add_format({**font, "font_size": _TITLE_POINTS, "bold": True})
    text = workbook.add_format({**font, "font_size": _TEXT_POINTS})
    sheet.set_column(0, 0, _WIDTH)
    for row, line in enumerate(lines):
        sheet.set_row(row, _LINE_POINTS * (1 + len(line) // (_WIDTH // 2)))
        sheet.write_string(row, 0, line, title if row == 0 else text)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
