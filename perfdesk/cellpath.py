"""Where a value stands, for good: the stable path of a cell.

Undo, cell history, notes, accepted findings and the journal hang on this path.
`indicators[3].score` exists only in JSON and in messages.
"""

from typing import NamedTuple

HEADER = ""
"""Row id of the fields that a form has once (project name, goals, totals)."""

FUND_PREFIX = "F"
"""First letter of the ids of fund rows: F0 is the total."""

FUND_TOTAL = "F0"
"""The total row of the fund block, wherever the form prints it."""

ROW_PREFIX = "r"
"""First letter of the ids of indicator rows; further blocks have letters of their own."""


class CellPath(NamedTuple):
    """A field of a row of a form; `row` is `HEADER`, a fund row (`F0`…), an indicator row (`r12`) or a
    row of a further block (`t3`)."""

    form: str
    row: str
    field: str
