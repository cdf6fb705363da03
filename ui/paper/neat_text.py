"""Dates and signs as the form writes them, put right when a cell is left: 2027-1-1 → 2027-01-01, >= → ≥."""

import re
from datetime import date

from perfdesk.grid import Cell, FieldKind, Grid

_DATE = re.compile(r"(20[0-9]{2})[-./](0?[1-9]|1[0-2])[-./]([0-2]?[0-9]|3[01])")
_SIGNS = ((">=", "≥"), ("<=", "≤"), ("＞＝", "≥"), ("＜＝", "≤"))


def typed_neatly(cell: Cell, text: str, grid: Grid) -> str:
    """The text as this form writes it; as it is where it is no date and no target, or the form writes >= too."""
    if cell.kind is FieldKind.DATE:
        return _neat_date(text)
    if cell.kind is FieldKind.TARGET and not _writes_two_signs(grid):
        stripped = text.lstrip()
        for typed, sign in _SIGNS:
            if stripped.startswith(typed):
                return sign + stripped[len(typed) :].lstrip()
    return text


def _neat_date(text: str) -> str:
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return text
    year, month, day = (int(part) for part in found.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return text


def _writes_two_signs(grid: Grid) -> bool:
    """Whether other targets of the form are written with >= or <=."""
    targets = (cell.text for cell in grid.cells if cell.kind is FieldKind.TARGET)
    return any(text.startswith((">=", "<=")) for text in targets)
