"""The journal: one entry per step, one line per cell it set."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from perfdesk.cellpath import HEADER, CellPath
from perfdesk.changes import (
    AddForm,
    Batch,
    Change,
    InsertRow,
    Mode,
    RemoveForm,
    RemoveRow,
    ReplaceForm,
    SetValue,
    to_data,
)
from perfdesk.history import Action, JournalEntry
from perfdesk.store.records import CellChange, RecycledForm
from perfdesk.store.repository.content import change_of, content_of
from perfdesk.store.repository.form_extras import rows_of
from perfdesk.store.repository.tables import (
    DamagedContentError,
    MissingRecordError,
    Value,
    get,
    put,
    put_many,
)

CellState = tuple[str | None, str | None]
"""Text and mode of a cell."""


FOLDED = ""
"""In place of a change and its inverse: the step is folded into the checkpoint."""

Fetch = Callable[[int], tuple[Change, Change]]
"""Reads the change of an entry and its inverse."""


class StoredEntry(JournalEntry):
    """An entry that reads its change when it is asked for; an import's may be very large."""

    __slots__ = ("_fetch",)
    _fetch: Fetch

    def __init__(
        self,
        seq: int,
        at: str,
        who: str,
        action: Action,
        label: str,
        form: str | None,
        of: int | None,
        fetch: Fetch,
    ) -> None:
        known = (seq, at, who, action, label, form, of, fetch)
        names = ("seq", "at", "who", "action", "label", "form", "of", "_fetch")
        for name, value in zip(names, known, strict=True):
            object.__setattr__(self, name, value)

    def __getattr__(self, name: str) -> Change:
        # Only reached for what has not been set.
        if name not in ("change", "inverse"):
            raise AttributeError(name)
        change, inverse = self._fetch(self.seq)
        object.__setattr__(self, "change", change)
        object.__setattr__(self, "inverse", inverse)
        return change if name == "change" else inverse


def add_entry(connection: sqlite3.Connection, entry: JournalEntry) -> None:
    """Write an entry with its lines, and keep the recycle bin's list."""
    put(
        connection,
        "journal",
        entry.seq,
        entry.at,
        entry.who,
        entry.action.value,
        entry.of,
        entry.label,
        entry.form,
        _json(to_data(entry.change)),
        _json(to_data(entry.inverse)),
    )
    lines = (
        (*path, entry.seq, number, old[0], new[0], old[1], new[1])
        for number, (path, old, new) in enumerate(cell_lines(entry.change, entry.inverse))
    )
    put_many(connection, "journal_cells", lines)
    _recycle(connection, entry.change, entry.seq)


def has_entry(connection: sqlite3.Connection, entry: JournalEntry) -> bool:
    """Whether this very entry is in the file already (a commit that reported failure)."""
    sql = "SELECT at, change FROM journal WHERE seq = ?"
    found = connection.execute(sql, (entry.seq,)).fetchone()
    return bool(found) and found == (entry.at, _json(to_data(entry.change)))


def read_entries(
    connection: sqlite3.Connection, rest: str = "ORDER BY seq", values: tuple[Value, ...] = ()
) -> Iterator[JournalEntry]:
    """Entries, oldest first."""
    return map(entry_of, get(connection, "journal", rest, values))


def entry_of(row: tuple[object, ...]) -> JournalEntry:
    """The entry that stands in a row of the journal."""
    seq, at, who, action, of, label, form, change, inverse = row
    with content_of("journal"):
        return JournalEntry(
            seq=int(str(seq)),
            at=str(at),
            who=str(who),
            action=Action(str(action)),
            label=str(label),
            form=None if form is None else str(form),
            change=change_of(change),
            inverse=change_of(inverse),
            of=None if of is None else int(str(of)),
        )


def read_heads(connection: sqlite3.Connection, fetch: Fetch) -> Iterator[JournalEntry]:
    """Entries, oldest first, whose changes are read when they are asked for."""
    sql = "SELECT seq, at, who, action, label, form_id, of_seq FROM journal ORDER BY seq"
    for seq, at, who, action, label, form, of in connection.execute(sql):
        with content_of("journal"):
            known = Action(action)
        if not all(isinstance(text, str) for text in (at, who, label)):
            raise DamagedContentError("journal")
        yield StoredEntry(seq, at, who, known, label, form, of, fetch)


def read_changes(connection: sqlite3.Connection, seq: int) -> tuple[Change, Change]:
    """The change of an entry and its inverse."""
    entry = next(read_entries(connection, "WHERE seq = ?", (seq,)), None)
    if entry is None:
        raise MissingRecordError(seq)
    return entry.change, entry.inverse


def last_seq(connection: sqlite3.Connection) -> int:
    """The number of the newest entry, 0 when there is none."""
    return int(connection.execute("SELECT max(seq) FROM journal").fetchone()[0] or 0)


def checks(connection: sqlite3.Connection) -> list[tuple[int, int]]:
    """Number and checksum of every entry, oldest first."""
    found = connection.execute("SELECT seq, row_check FROM journal ORDER BY seq")
    return [(int(seq), int(check)) for seq, check in found]


def newest_checks(connection: sqlite3.Connection) -> tuple[int | None, int | None]:
    """The checksums of the newest entry and the one before it; None where there is none.

    Two files that went apart differ in them, even when they hold as many entries.
    """
    sql = "SELECT row_check FROM journal ORDER BY seq DESC LIMIT 2"
    newest, before = [*(int(row[0]) for row in connection.execute(sql)), None, None][:2]
    return newest, before


def cell_history(connection: sqlite3.Connection, path: CellPath) -> list[CellChange]:
    """The lines of one cell, oldest first."""
    where = "c.form_id = ? AND c.row_id = ? AND c.field = ?"
    return _lines(connection, where, tuple(path))


def form_history(connection: sqlite3.Connection, form: str) -> list[CellChange]:
    """The lines of all cells of a form, oldest first."""
    return _lines(connection, "c.form_id = ?", (form,))


def recycle_bin(connection: sqlite3.Connection) -> list[RecycledForm]:
    """The forms that were removed and not brought back, newest first."""
    found = []
    for form, seq in list(get(connection, "recycle_bin", "ORDER BY seq DESC")):
        entry = next(read_entries(connection, "WHERE seq = ?", (seq,)), None)
        if entry is None:
            raise MissingRecordError(str(form))
        back = _way_back(entry.inverse, str(form))
        if back is not None:
            at = (entry.seq, entry.at, entry.who)
            found.append(RecycledForm(str(form), *at, back.state, back.position))
    return found


def cell_lines(change: Change, inverse: Change) -> Iterator[tuple[CellPath, CellState, CellState]]:
    """What a change did cell by cell: path, before, after. Forms that come or go give no lines."""
    match change, inverse:
        case SetValue(path, text, mode), SetValue(_, before, mode_before):
            if mode is Mode.AUTOMATIC:
                text = None
            yield path, (before, _mode(mode_before)), (text, _mode(mode))
        case Batch(changes), Batch(inverses):
            # The inverse of a batch stands in reverse order.
            for part, back in zip(changes, reversed(inverses), strict=True):
                yield from cell_lines(part, back)
        case ReplaceForm(form, state), ReplaceForm(_, before_state):
            yield from _differences(form, _cells(before_state), _cells(state))
        case InsertRow(form, row, _, values), _:
            yield from _differences(form, {}, _row_state(row, values))
        case RemoveRow(), InsertRow(form, row, _, values):
            yield from _differences(form, _row_state(row, values), {})
        case _:
            return


def _differences(
    form: str,
    before: Mapping[tuple[str, str], CellState],
    after: Mapping[tuple[str, str], CellState],
) -> Iterator[tuple[CellPath, CellState, CellState]]:
    blank: CellState = (None, None)
    for row, field in dict.fromkeys([*before, *after]):
        old, new = before.get((row, field), blank), after.get((row, field), blank)
        if old != new:
            yield CellPath(form, row, field), old, new


def _cells(state: Mapping[str, Any]) -> dict[tuple[str, str], CellState]:
    modes = {(row, field): mode for row, field, mode in state["modes"]}
    parts = [(HEADER, state["header"])]
    parts += [(row["id"], row["values"]) for row in rows_of(state)]
    cells = {
        (row, field): (text, modes.get((row, field)))
        for row, values in parts
        for field, text in values.items()
    }
    return {**{key: (None, mode) for key, mode in modes.items()}, **cells}


def _row_state(row: str, values: Mapping[str, str | None]) -> dict[tuple[str, str], CellState]:
    return {(row, field): (text, None) for field, text in values.items()}


def _mode(mode: Mode | None) -> str | None:
    return None if mode is None or mode is Mode.AUTOMATIC else mode.value


def _lines(
    connection: sqlite3.Connection, where: str, values: tuple[Value, ...]
) -> list[CellChange]:
    sql = f"""SELECT j.seq, j.at, j.who, j.action, j.label, c.form_id, c.row_id, c.field,
        c.old, c.new, c.old_mode, c.new_mode
        FROM journal_cells c JOIN journal j USING (seq) WHERE {where} ORDER BY c.seq, c.number"""
    return [_line(*row) for row in connection.execute(sql, values)]


def _line(
    seq: int,
    at: str,
    who: str,
    action: str,
    label: str,
    form: str,
    row: str,
    field: str,
    old: str | None,
    new: str | None,
    *modes: str | None,
) -> CellChange:
    with content_of("journal_cells"):
        before, after = (Mode(mode) if mode else None for mode in modes)
    path = CellPath(form, row, field)
    return CellChange(seq, at, who, action, label, path, old, new, before, after)


def _recycle(connection: sqlite3.Connection, change: Change, seq: int) -> None:
    match change:
        case RemoveForm(form):
            put(connection, "recycle_bin", form, seq)
        case AddForm(state):
            connection.execute("DELETE FROM recycle_bin WHERE form_id = ?", (state["id"],))
        case Batch(changes):
            for part in changes:
                _recycle(connection, part, seq)
        case _:
            return


def _way_back(inverse: Change, form: str) -> AddForm | None:
    """The part of an inverse that brings a form back to its place."""
    match inverse:
        case AddForm(state) if state["id"] == form:
            return inverse
        case Batch(changes):
            found = (_way_back(part, form) for part in changes)
            return next((part for part in found if part is not None), None)
        case _:
            return None


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
