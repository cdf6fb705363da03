"""The current state of the forms: reading them, and doing a change to the tables."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from perfdesk.cellpath import FUND_PREFIX, HEADER
from perfdesk.changes import (
    AddForm,
    Batch,
    Change,
    FormState,
    InsertRow,
    Mode,
    MoveRow,
    RemoveForm,
    RemoveRow,
    ReplaceForm,
    SetBeside,
    SetValue,
)
from perfdesk.document import Form
from perfdesk.store.repository import form_extras
from perfdesk.store.repository.content import content_of, form_of
from perfdesk.store.repository.form_extras import Extras
from perfdesk.store.repository.row_order import block_of, order_of
from perfdesk.store.repository.tables import MissingRecordError, Value, get, put, put_many

FEW = 20
"""So many forms are read one by one, more by reading the tables through."""

TABLES_OF_FORMS = ("forms", "rows", "cells", *form_extras.TABLES)
"""Where the present state of the forms is, each row with its form's id."""

GAP = 1 << 20
"""Distance between the positions of forms, so that one can come between two others."""


def do_change(connection: sqlite3.Connection, change: Change) -> None:
    """Do to the tables what `document.apply` does in memory, touching only what changes."""
    match change:
        case SetValue():
            _set_value(connection, change)
        case InsertRow(form, row, position, values, block):
            order_of(connection, form, block).insert(row, position)
            _count_rows(connection, form, row)
            put_many(connection, "cells", _row_cells(form, row, values))
        case RemoveRow(form, row):
            order_of(connection, form, block_of(connection, form, row)).remove(row)
            connection.execute("DELETE FROM cells WHERE form_id = ? AND row_id = ?", (form, row))
        case MoveRow(form, row, position):
            order_of(connection, form, block_of(connection, form, row)).move(row, position)
        case AddForm(state, position):
            delete_form(connection, state["id"])
            put_form(connection, state, _form_position(connection, position))
        case RemoveForm(form):
            delete_form(connection, form)
        case ReplaceForm(form, state):
            record = _form_record(connection, form)
            counter = max(int(record[5] or 0), state["next_row"])
            delete_form(connection, form)
            put_form(connection, {**state, "id": form, "next_row": counter}, int(record[1] or 0))
        case SetBeside():
            # It stands in a table of its own, written by who keeps it.
            pass
        case Batch(changes):
            for part in changes:
                do_change(connection, part)


def read_forms(connection: sqlite3.Connection) -> Iterator[Form]:
    """All forms in their order; DamagedRowError when one is not what was written."""
    rows = grouped(get(connection, "rows"))
    cells = grouped(get(connection, "cells"))
    extras = form_extras.read_all(connection)
    for record in list(get(connection, "forms", "ORDER BY position")):
        form = str(record[0])
        yield make_form(record, rows.get(form, []), cells.get(form, []), extras.get(form))


def read_form(connection: sqlite3.Connection, form: str) -> Form:
    """One form; MissingRecordError when it is not there."""
    record = _form_record(connection, form)
    rows = list(get(connection, "rows", "WHERE form_id = ?", (form,)))
    cells = list(get(connection, "cells", "WHERE form_id = ?", (form,)))
    return make_form(record, rows, cells, form_extras.read_one(connection, form))


def read_some(connection: sqlite3.Connection, wanted: Sequence[str]) -> list[Form]:
    """These forms, in any order; MissingRecordError when one is not there."""
    if len(wanted) <= FEW:
        return [read_form(connection, form) for form in wanted]
    chosen = set(wanted)
    found = [form for form in read_forms(connection) if form.id in chosen]
    if len(found) != len(chosen):
        raise MissingRecordError(len(chosen) - len(found))
    return found


def read_headings(connection: sqlite3.Connection) -> Iterator[Form]:
    """All forms in their order with nothing but the header fields that lists show."""
    headers: dict[str, dict[str, str | None]] = {}
    sql = """SELECT form_id, field, text FROM cells INDEXED BY listed_cells
        WHERE row_id = '' AND field IN ('title', 'year', 'project_name')"""
    for form, field, text in connection.execute(sql):
        headers.setdefault(form, {})[field] = text
    sql = "SELECT form_id, template_id, kind FROM forms ORDER BY position"
    for form, template, kind in connection.execute(sql):
        yield Form(form, template, kind, headers.get(form, {}))


def form_ids(connection: sqlite3.Connection) -> list[str]:
    """The ids of all forms, in their order."""
    return [
        str(row[0]) for row in connection.execute("SELECT form_id FROM forms ORDER BY position")
    ]


def put_form(connection: sqlite3.Connection, state: FormState, position: int) -> None:
    """Write a whole form."""
    form = str(state["id"])
    put(
        connection,
        "forms",
        form,
        position,
        state["template"],
        state["kind"],
        state.get("match", "exact"),
        state["next_row"],
        _json(state.get("leftovers", [])),
        _json(state.get("suspect_rows", [])),
    )
    for part in ("funds", "indicators"):
        rows = [(form, row["id"], number) for number, row in enumerate(state[part])]
        put_many(connection, "rows", rows)
    form_extras.put(connection, state)
    put_many(connection, "cells", _form_cells(state))


def delete_form(connection: sqlite3.Connection, form: str) -> None:
    """Take a form out of the current state; nothing happens when it is not there."""
    for table in TABLES_OF_FORMS:
        connection.execute(f"DELETE FROM {table} WHERE form_id = ?", (form,))


def _form_cells(state: FormState) -> Iterator[tuple[Value, ...]]:
    form = str(state["id"])
    cells: dict[tuple[str, str], list[Value]] = {}
    parts = [(HEADER, state["header"])]
    parts += [(row["id"], row["values"]) for row in form_extras.rows_of(state)]
    for row, values in parts:
        for field, text in values.items():
            if text is not None:
                cells[row, field] = [text, None]
    for row, field, mode in state["modes"]:
        cells.setdefault((row, field), [None, None])[1] = mode
    for (row, field), (text, mode) in cells.items():
        yield form, row, field, text, mode


def _row_cells(form: str, row: str, values: Any) -> list[tuple[Value, ...]]:
    return [(form, row, field, text, None) for field, text in values.items() if text is not None]


def _set_value(connection: sqlite3.Connection, change: SetValue) -> None:
    form, row, field = change.path
    text, mode = change.text, change.mode.value if change.mode else None
    if change.mode is None:
        mode = _cell_mode(connection, form, row, field)
    elif change.mode is Mode.AUTOMATIC:
        text = mode = None
    if text is None and mode is None:
        connection.execute(
            "DELETE FROM cells WHERE form_id = ? AND row_id = ? AND field = ?", (form, row, field)
        )
    else:
        put(connection, "cells", form, row, field, text, mode)


def _cell_mode(connection: sqlite3.Connection, form: str, row: str, field: str) -> str | None:
    found = connection.execute(
        "SELECT mode FROM cells WHERE form_id = ? AND row_id = ? AND field = ?", (form, row, field)
    ).fetchone()
    return found[0] if found else None


def _count_rows(connection: sqlite3.Connection, form: str, row: str) -> None:
    """Ids of rows are never given again."""
    record = list(_form_record(connection, form))
    if not row.startswith(FUND_PREFIX) and int(row[1:]) >= int(record[5] or 0):
        record[5] = int(row[1:]) + 1
        put(connection, "forms", *record)


def _form_record(connection: sqlite3.Connection, form: str) -> tuple[Value, ...]:
    record = next(get(connection, "forms", "WHERE form_id = ?", (form,)), None)
    if record is None:
        raise MissingRecordError(form)
    return record


def _form_position(connection: sqlite3.Connection, position: int | None) -> int:
    """A free position number that makes a form the `position`-th (None: the last)."""
    if position is None:
        last = connection.execute("SELECT max(position) FROM forms").fetchone()[0]
        return GAP if last is None else int(last) + GAP
    sql = "SELECT position FROM forms ORDER BY position LIMIT 2 OFFSET ?"
    near = [int(row[0]) for row in connection.execute(sql, (max(position - 1, 0),))]
    if position == 0:
        near = [near[0] - 2 * GAP, near[0]] if near else []
    if len(near) < 2:
        return _form_position(connection, None)
    if near[1] - near[0] > 1:
        return (near[0] + near[1]) // 2
    _spread_forms(connection)
    return _form_position(connection, position)


def _spread_forms(connection: sqlite3.Connection) -> None:
    records = list(get(connection, "forms", "ORDER BY position"))
    spread = [(row[0], (place + 1) * GAP, *row[2:]) for place, row in enumerate(records)]
    put_many(connection, "forms", spread)


def make_form(
    record: tuple[Value, ...],
    rows: list[tuple[Value, ...]],
    cells: list[tuple[Value, ...]],
    extras: Extras | None = None,
) -> Form:
    """A form from its record, rows and cells; cells of rows that are not there are left out."""
    with content_of("forms"):
        return form_of("forms", stored_state(record, rows, cells, extras or Extras()))


def stored_state(
    record: tuple[Value, ...],
    rows: list[tuple[Value, ...]],
    cells: list[tuple[Value, ...]],
    extras: Extras,
) -> FormState:
    """The same as `document.state` tells it."""
    header: dict[str, Value] = {}
    values: dict[Value, dict[str, Value]] = {row[1]: {} for row in rows}
    modes = []
    for _, row_id, field, text, mode in cells:
        place = header if row_id == HEADER else values.setdefault(row_id, {})
        place[str(field)] = text
        if mode is not None:
            modes.append([row_id, field, mode])
    ordered = [str(row[1]) for row in sorted(rows, key=lambda row: int(row[2] or 0))]
    form, _, template, kind, match, next_row, leftovers, suspects = record
    return {
        "id": form,
        "template": template,
        "kind": kind,
        "header": header,
        "funds": [{"id": r, "values": values[r]} for r in ordered if r.startswith("F")],
        "indicators": [{"id": r, "values": values[r]} for r in ordered if not r.startswith("F")],
        **extras.state(values),
        "modes": modes,
        "match": match,
        "leftovers": json.loads(str(leftovers)),
        "suspect_rows": json.loads(str(suspects)),
        "next_row": next_row,
    }


def grouped(rows: Iterable[tuple[Value, ...]]) -> dict[str, list[tuple[Value, ...]]]:
    """Rows by form id, their first column."""
    groups: dict[str, list[tuple[Value, ...]]] = {}
    for row in rows:
        groups.setdefault(str(row[0]), []).append(row)
    return groups


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)
