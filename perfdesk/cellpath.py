"""Where a value stands, for good: the stable path of a cell.

Undo, cell history, notes, accepted findings and the journal hang on this path.
`indicators[3].score` exists only in JSON and in messages.
"""

from typing import NamedTuple

HEADER = ""
"""Row id of the fields that a form has once (project name, goals, totals)."""


class CellPath(NamedTuple):
    """A field of a row of a form; `row` is `HEADER`, a fund row (`F0`…`F3`) or an indicator row (`r12`)."""

    form: str
    row: str
    field: str
