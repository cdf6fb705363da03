"""What some forms hold beside header, funds and indicators: further blocks, absent fields, approvals.

`blocks` of a state maps a block's name to its rows (tasks t1…, goals g1…), `absent` lists
[row or section, field] that the imported file had no place for, `approved` maps an indicator row
to what was declared, applied for and approved (see docs/DATA_FILE.md).
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from perfdesk.changes import FormState
from perfdesk.store.repository.tables import Value, get, put_many

TABLES = ("block_rows", "absent_fields", "approved_targets")
_APPROVAL = ("declared", "applied", "approved", "date", "document", "state")
BLOCK = ""
"""The row id of the line that tells that a form has a block, be it without rows."""

Rows = list[tuple[Value, ...]]


@dataclass(slots=True)
class Extras:
    """The rows of one form in these tables."""

    block_rows: Rows = field(default_factory=list)
    absent_fields: Rows = field(default_factory=list)
    approved_targets: Rows = field(default_factory=list)

    def state(self, values: Mapping[Value, Mapping[str, Value]]) -> dict[str, Any]:
        """What they add to a form's state; `values` are the cells of all its rows."""
        blocks: dict[str, list[dict[str, Any]]] = {}
        for _, row, block, _ in sorted(self.block_rows, key=_position):
            listed = blocks.setdefault(str(block), [])
            if row != BLOCK:
                listed.append({"id": row, "values": dict(values.get(row, {}))})
        return {
            "blocks": blocks,
            "absent": [[row[1], row[2]] for row in sorted(self.absent_fields, key=_position)],
            "approved": {
                str(row[1]): {
                    name: text
                    for name, text in zip(_APPROVAL, row[2:], strict=True)
                    if text is not None
                }
                for row in self.approved_targets
            },
        }


def put(connection: sqlite3.Connection, state: FormState) -> None:
    """Write what a form's state holds of these; nothing for most forms."""
    form = str(state["id"])
    put_many(connection, "block_rows", _block_rows(form, state))
    absent = [
        (form, str(row), str(name), place)
        for place, (row, name) in enumerate(state.get("absent", ()))
    ]
    put_many(connection, "absent_fields", absent)
    approved = [
        (form, row, *(approval.get(name) for name in _APPROVAL))
        for row, approval in _approvals(state).items()
    ]
    put_many(connection, "approved_targets", approved)


def rows_of(state: FormState) -> Iterator[Mapping[str, Any]]:
    """All rows of a form's state: funds, indicators, further blocks."""
    for rows in (state["funds"], state["indicators"], *state.get("blocks", {}).values()):
        yield from rows


def same(state: FormState, extras: Extras | None) -> bool:
    """Whether a form's state holds of these what the tables hold."""
    stored = (extras or Extras()).state({})
    blocks = {name: [row["id"] for row in rows] for name, rows in stored["blocks"].items()}
    told = state.get("blocks", {})
    return (
        {name: [row["id"] for row in rows] for name, rows in told.items()} == blocks
        and [list(each) for each in state.get("absent", ())] == stored["absent"]
        and _approvals(state) == stored["approved"]
    )


def _approvals(state: FormState) -> dict[str, dict[str, str]]:
    return {
        str(row): {"state": ""}
        | {name: str(approval[name]) for name in _APPROVAL if approval.get(name) is not None}
        for row, approval in state.get("approved", {}).items()
    }


def read_one(connection: sqlite3.Connection, form: str) -> Extras:
    """The rows of one form."""
    return Extras(*(list(get(connection, table, "WHERE form_id = ?", (form,))) for table in TABLES))


def read_all(connection: sqlite3.Connection) -> dict[str, Extras]:
    """The rows of all forms that have any."""
    return gathered({table: get(connection, table) for table in TABLES})


def gathered(tables: Mapping[str, Iterable[tuple[Value, ...]]]) -> dict[str, Extras]:
    """Rows of these tables by form."""
    found: dict[str, Extras] = defaultdict(Extras)
    for table in TABLES:
        for row in tables.get(table, ()):
            getattr(found[str(row[0])], table).append(row)
    return found


def _block_rows(form: str, state: FormState) -> Iterator[tuple[Value, ...]]:
    for block, rows in state.get("blocks", {}).items():
        yield form, BLOCK, str(block), -1
        for place, row in enumerate(rows):
            yield form, str(row["id"]), str(block), place


def _position(row: tuple[Value, ...]) -> int:
    return int(row[3] or 0)
