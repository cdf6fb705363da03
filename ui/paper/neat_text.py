"""Dates, signs and numbers as the form writes them, put right when a cell is left: 2027-1-1 → 2027-01-01,
>= → ≥, 8 → 8.00 where the others of the column have two decimals."""

import re
from datetime import date

from perfdesk.grid import Cell, FieldKind, Grid, Role

_DATE = re.compile(r"(20[0-9]{2})[-./](0?[1-9]|1[0-2])[-./]([0-2]?[0-9]|3[01])")
_NUMBER = re.compile(r"-?[0-9]+(?:[.][0-9]*)?")
_SIGNS = ((">=", "≥"), ("<=", "≤"), ("＞＝", "≥"), ("＜＝", "≤"))


def typed_neatly(cell: Cell, text: str, grid: Grid) -> str:
    """The text as this form writes it; as it is where it is no date and no target, or the form writes >= too."""
    if cell.kind is FieldKind.DATE:
        return _neat_date(text)
    if cell.kind in _IN_COLUMNS:
        return _padded(cell, text, grid)
    if cell.kind is FieldKind.TARGET and not _writes_two_signs(grid):
        stripped = text.lstrip()
        for typed, sign in _SIGNS:
            if stripped.startswith(typed):
                return sign + stripped[len(typed) :].lstrip()
    return text


_IN_COLUMNS = frozenset({FieldKind.AMOUNT, FieldKind.SCORE})


def _padded(cell: Cell, text: str, grid: Grid) -> str:
    """The number with as many decimals as all others of its column have; no digit is ever taken away."""
    typed = text.strip()
    if not _NUMBER.fullmatch(typed):
        return text
    others = {
        _decimals(each.value)
        for each in grid.cells
        if each.field == cell.field
        and each.row_id != cell.row_id
        and each.row_id[:1] == cell.row_id[:1]
        and each.role is Role.VALUE
        and each.value
        and _NUMBER.fullmatch(each.value)
    }
    wanted = others.pop() if len(others) == 1 else 0
    lacking = wanted - _decimals(typed)
    if lacking <= 0:
        return text
    return typed + ("" if "." in typed else ".") + "0" * lacking


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


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
