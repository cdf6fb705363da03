"""Taking apart what stands in a row as JSON: a fitting checksum does not make it ours.

Whatever is not as this program writes it is a DamagedContentError, hence a sentence.
"""

import contextlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from perfdesk.changes import (
    AddForm,
    Batch,
    Change,
    FormState,
    InsertRow,
    MoveRow,
    RemoveForm,
    RemoveRow,
    ReplaceForm,
    SetValue,
    from_data,
)
from perfdesk.document import Form, from_state
from perfdesk.store.repository.tables import DamagedContentError

_UNFIT = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    ArithmeticError,
    RecursionError,
)
"""What taking apart raises where content is not as expected; a deep nest is one, too."""


_DEEPEST = 20
"""Steps within steps that this program writes are two or three."""


@contextlib.contextmanager
def content_of(table: str) -> Iterator[None]:
    """A block that takes content apart; DamagedContentError where that cannot be done."""
    try:
        yield
    except _UNFIT as fault:
        raise DamagedContentError(table) from fault


def parsed(table: str, text: object) -> Any:
    """The JSON of a cell of a table."""
    with content_of(table):
        return json.loads(str(text))


def change_of(text: object) -> Change:
    """The change that a step of the journal keeps."""
    with content_of("journal"):
        change = from_data(json.loads(str(text)))
        _require_change(change)
        return change


def form_of(table: str, state: FormState) -> Form:
    """The form that a state describes."""
    with content_of(table):
        require_state(state)
        return from_state(state)


def require_state(state: FormState) -> None:
    """Raise TypeError where a form's state holds something else than texts where texts belong."""
    _require(state["id"], state["template"], state["kind"], state.get("match", ""))
    _require_values(state["header"])
    for rows in (state["funds"], state["indicators"], *state.get("blocks", {}).values()):
        for row in rows:
            _require(row["id"])
            _require_values(row["values"])
    for row, name, mode in state["modes"]:
        _require(row, name, mode)
    for pair in (*state.get("leftovers", ()), *state.get("absent", ())):
        _require(*pair)
    _require(*state.get("suspect_rows", ()))
    for row, entry in state.get("approved", {}).items():
        _require(row, *entry.keys(), *entry.values())
    if type(state["next_row"]) is not int:
        raise TypeError("next_row")


def _require_change(change: Change, depth: int = 0) -> None:
    if depth > _DEEPEST:
        raise ValueError("depth")
    match change:
        case SetValue(path, text):
            _require(*path)
            _require_values({"": text})
        case InsertRow(form, row, position, values, block):
            _require(form, row, block)
            # Row ids are a letter and a number that is never given again.
            int(row[1:])
            _require_place(position)
            _require_values(values)
        case MoveRow(form, row, position):
            _require(form, row)
            _require_place(position)
        case RemoveRow(form, row):
            _require(form, row)
        case RemoveForm(form):
            _require(form)
        case AddForm(state, position):
            require_state(state)
            if position is not None:
                _require_place(position)
        case ReplaceForm(form, state):
            _require(form)
            require_state(state)
        case Batch(changes, label):
            _require(label)
            for part in changes:
                _require_change(part, depth + 1)


def _require(*texts: object) -> None:
    for text in texts:
        if not isinstance(text, str):
            raise TypeError(type(text).__name__)


def _require_values(values: Mapping[str, object]) -> None:
    for name, text in values.items():
        if not isinstance(name, str) or not (text is None or isinstance(text, str)):
            raise TypeError(name)


def _require_place(position: object) -> None:
    if type(position) is not int:
        raise TypeError("position")
