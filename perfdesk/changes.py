"""Edits as values. `Document.apply` does one and answers its inverse.

They are plain data so that the journal can keep them: undo after a restart, cell history
and recovery all read the same rows.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from perfdesk.cellpath import CellPath

FormState = Mapping[str, Any]
"""A form as plain JSON-able data (see `document.state`)."""


class Mode(StrEnum):
    """How a computed cell got its text."""

    AUTOMATIC = "automatic"
    OVERRIDDEN = "overridden"
    KEPT = "kept"
    """Kept as printed in the imported file."""


class SetValue(NamedTuple):
    """Put a text (None: blank) into a cell; `mode` is given for computed cells, None elsewhere."""

    path: CellPath
    text: str | None
    mode: Mode | None = None


class InsertRow(NamedTuple):
    """Put an indicator row at a position; the id is new, or that of a removed row coming back."""

    form: str
    row: str
    position: int
    values: Mapping[str, str | None]
    block: str = ""
    """Name of the repeating block in which it stands; "": the indicators."""


class RemoveRow(NamedTuple):
    """Take an indicator row out."""

    form: str
    row: str


class MoveRow(NamedTuple):
    """Move an indicator row to a position among the rows without it."""

    form: str
    row: str
    position: int


class AddForm(NamedTuple):
    """Add a form (new, imported, or back from the recycle bin)."""

    state: FormState
    position: int | None = None
    """Place among the forms; None: last."""


class RemoveForm(NamedTuple):
    """Take a form out of the document."""

    form: str


class ReplaceForm(NamedTuple):
    """Give a form another content (return to a version, merge an import)."""

    form: str
    state: FormState


class SetBeside(NamedTuple):
    """Put what a unit keeps beside its forms in place of what was there (None: nothing).

    `kind` says what it is: the reason of a finding, a note, the unit's settings, 定稿. `key` begins with
    the form, "" for none. The document does not know of it; who keeps it is told by `Core`.
    """

    kind: str
    key: tuple[str, ...]
    before: str | None
    after: str | None


class Batch(NamedTuple):
    """Several changes that are one step for the user."""

    changes: "tuple[Change, ...]"
    label: str = ""


Change = (
    SetValue
    | InsertRow
    | RemoveRow
    | MoveRow
    | AddForm
    | RemoveForm
    | ReplaceForm
    | SetBeside
    | Batch
)


def forms_of(change: Change) -> tuple[str, ...]:
    """The ids of the forms that a change touches, each once, in order."""
    match change:
        case SetValue(path):
            return (path.form,)
        case AddForm(state):
            return (str(state["id"]),)
        case SetBeside():
            return ()
        case Batch(changes):
            return tuple(dict.fromkeys(form for part in changes for form in forms_of(part)))
        case _:
            return (change.form,)


def to_data(change: Change) -> dict[str, Any]:
    """A change as JSON-able data, for the journal."""
    match change:
        case SetValue(path, text, mode):
            return {
                "do": "set",
                "path": list(path),
                "text": text,
                "mode": mode.value if mode else None,
            }
        case InsertRow(form, row, position, values, block):
            written: dict[str, Any] = {
                "do": "insert",
                "form": form,
                "row": row,
                "at": position,
                "values": dict(values),
            }
            # Older programs know no blocks: what concerns none is written as they read it.
            return written | {"block": block} if block else written
        case RemoveRow(form, row):
            return {"do": "remove", "form": form, "row": row}
        case MoveRow(form, row, position):
            return {"do": "move", "form": form, "row": row, "at": position}
        case AddForm(state, position):
            return {"do": "add_form", "state": dict(state), "at": position}
        case RemoveForm(form):
            return {"do": "remove_form", "form": form}
        case ReplaceForm(form, state):
            return {"do": "replace_form", "form": form, "state": dict(state)}
        case SetBeside(kind, key, before, after):
            return {
                "do": "beside",
                "kind": kind,
                "key": list(key),
                "before": before,
                "after": after,
            }
        case Batch(changes, label):
            return {"do": "batch", "label": label, "changes": [to_data(part) for part in changes]}


def from_data(data: Mapping[str, Any]) -> Change:
    """The change that `to_data` wrote; KeyError or ValueError when it is none."""
    match data["do"]:
        case "set":
            form, row, field = data["path"]
            return SetValue(
                CellPath(form, row, field),
                data["text"],
                Mode(data["mode"]) if data["mode"] else None,
            )
        case "insert":
            return InsertRow(
                data["form"], data["row"], data["at"], data["values"], data.get("block", "")
            )
        case "remove":
            return RemoveRow(data["form"], data["row"])
        case "move":
            return MoveRow(data["form"], data["row"], data["at"])
        case "add_form":
            return AddForm(data["state"], data.get("at"))
        case "remove_form":
            return RemoveForm(data["form"])
        case "replace_form":
            return ReplaceForm(data["form"], data["state"])
        case "beside":
            return SetBeside(data["kind"], tuple(data["key"]), data["before"], data["after"])
        case "batch":
            return Batch(tuple(from_data(part) for part in data["changes"]), data["label"])
        case other:
            raise ValueError(f"unknown change {other!r}")
