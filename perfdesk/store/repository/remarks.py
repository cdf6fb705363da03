"""What hangs on stable paths: accepted findings, notes, drafts, versions, exports."""

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from perfdesk.cellpath import HEADER, CellPath
from perfdesk.store.records import Accepted, Draft, ExportRecord, Note, Version
from perfdesk.store.repository.content import content_of
from perfdesk.store.repository.form_extras import rows_of
from perfdesk.store.repository.tables import Value, get, next_id, put

PORTFOLIO = ""
"""What the form column holds for a finding about the whole portfolio."""


def accept(connection: sqlite3.Connection, accepted: Accepted) -> None:
    """Keep an acceptance; one of the same finding is replaced."""
    put(
        connection,
        "accepted_findings",
        *_finding_key(accepted),
        accepted.reason,
        accepted.who,
        accepted.at,
    )


def revoke(connection: sqlite3.Connection, accepted: Accepted) -> None:
    """Take an acceptance back."""
    connection.execute(
        "DELETE FROM accepted_findings WHERE rule = ? AND form_id = ? AND row_id = ? "
        "AND field = ? AND arguments = ?",
        _finding_key(accepted),
    )


def accepted_findings(connection: sqlite3.Connection) -> list[Accepted]:
    """All acceptances, oldest first."""
    return [
        Accepted(
            rule=str(rule),
            form=str(form) if form != PORTFOLIO else None,
            row=str(row),
            field=str(field),
            arguments=_arguments(arguments),
            reason=str(reason),
            who=str(who),
            at=str(at),
        )
        for rule, form, row, field, arguments, reason, who, at in get(
            connection, "accepted_findings", "ORDER BY at, rule"
        )
    ]


def add_note(connection: sqlite3.Connection, path: CellPath, text: str, who: str, at: str) -> int:
    """Keep a note and answer its number."""
    number = next_id(connection, "notes", "note_id")
    put(connection, "notes", number, *path, text, who, at)
    return number


def remove_note(connection: sqlite3.Connection, number: int) -> None:
    """Take a note away."""
    connection.execute("DELETE FROM notes WHERE note_id = ?", (number,))


def notes(connection: sqlite3.Connection) -> list[Note]:
    """All notes, oldest first."""
    return [
        Note(int(row[0] or 0), CellPath(*map(str, row[1:4])), *map(str, row[4:]))
        for row in get(connection, "notes", "ORDER BY note_id")
    ]


def put_draft(connection: sqlite3.Connection, draft: Draft) -> None:
    """Keep the text of an open editor, in place of an older one of the same cell."""
    put(connection, "drafts", *draft.path, draft.text, draft.at)


def drop_draft(connection: sqlite3.Connection, path: CellPath) -> None:
    """Forget the draft of a cell."""
    connection.execute(
        "DELETE FROM drafts WHERE form_id = ? AND row_id = ? AND field = ?", tuple(path)
    )


def drafts(connection: sqlite3.Connection) -> list[Draft]:
    """All drafts, oldest first."""
    return [
        Draft(CellPath(*map(str, row[:3])), str(row[3]), str(row[4]))
        for row in get(connection, "drafts", "ORDER BY at")
    ]


def freeze(
    connection: sqlite3.Connection, state: Mapping[str, Any], name: str, who: str, at: str
) -> Version:
    """Keep a form's state as a version."""
    number = next_id(connection, "versions", "version_id")
    version = Version(number, str(state["id"]), name, content_digest(state), who, at)
    text = json.dumps(state, ensure_ascii=False)
    put(connection, "versions", number, version.form, name, version.digest, who, at, text)
    return version


def remove_version(connection: sqlite3.Connection, number: int) -> None:
    """Take a version away."""
    connection.execute("DELETE FROM versions WHERE version_id = ?", (number,))


def versions(connection: sqlite3.Connection, form: str) -> list[Version]:
    """The versions of a form, oldest first."""
    where = "WHERE form_id = ? ORDER BY version_id"
    return [
        Version(int(row[0] or 0), *map(str, row[1:6]))
        for row in get(connection, "versions", where, (form,))
    ]


def version_state(connection: sqlite3.Connection, number: int) -> dict[str, Any] | None:
    """The form state that a version froze, None when there is no such version."""
    found = next(get(connection, "versions", "WHERE version_id = ?", (number,)), None)
    if found is None:
        return None
    with content_of("versions"):
        return dict(json.loads(str(found[6])))


def add_export(connection: sqlite3.Connection, record: ExportRecord) -> None:
    """Keep that a form went out, and what it held."""
    number = next_id(connection, "exports", "export_id")
    values = (record.form, record.kind, record.digest, record.file, record.at)
    put(connection, "exports", number, *values)


def exports(connection: sqlite3.Connection, form: str) -> list[ExportRecord]:
    """How often and as what a form went out, oldest first."""
    where = "WHERE form_id = ? ORDER BY export_id"
    return [ExportRecord(*map(str, row[1:])) for row in get(connection, "exports", where, (form,))]


def any_export(connection: sqlite3.Connection) -> bool:
    """Whether any form ever went out."""
    return next(get(connection, "exports", "LIMIT 1"), None) is not None


def content_digest(state: Mapping[str, Any]) -> str:
    """SHA-256 of what a form says: its cells in order, whatever its ids and however blank is kept."""
    import hashlib

    modes = {(row, field): mode for row, field, mode in state["modes"]}
    parts = [(HEADER, state["header"])]
    parts += [(row["id"], row["values"]) for row in rows_of(state)]
    content = []
    for row, values in parts:
        fields = {field for field, text in values.items() if text is not None}
        fields |= {field for owner, field in modes if owner == row}
        content.append([[f, values.get(f), modes.get((row, f))] for f in sorted(fields)])
    data = json.dumps([state["template"], content], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(data.encode("utf-8", "surrogatepass")).hexdigest()


def _arguments(text: Value) -> tuple[tuple[str, str], ...]:
    with content_of("accepted_findings"):
        return tuple((str(name), str(value)) for name, value in json.loads(str(text)))


def _finding_key(accepted: Accepted) -> tuple[Value, ...]:
    arguments = json.dumps(accepted.arguments, ensure_ascii=False)
    form = accepted.form if accepted.form is not None else PORTFOLIO
    return accepted.rule, form, accepted.row, accepted.field, arguments
