"""The unit's own templates, codes, indicator library and review remarks."""

import sqlite3
from collections.abc import Iterable

from perfdesk.store.records import LibraryEntry, ReviewRemark, UnitCode, UnitTemplate
from perfdesk.store.repository.content import content_of
from perfdesk.store.repository.tables import Value, get, next_id, put, put_many


def put_template(connection: sqlite3.Connection, template: UnitTemplate) -> None:
    """Keep a template under its id."""
    put(connection, "unit_templates", *template)


def templates(connection: sqlite3.Connection) -> list[UnitTemplate]:
    """All templates, each one's editions in their order."""
    with content_of("unit_templates"):
        return [
            UnitTemplate(
                id=str(template_id),
                base_id=str(base_id),
                edition=int(edition or 0),
                name=str(name),
                issuer=str(issuer),
                year=str(year),
                format=int(number or 0),
                toml=str(toml),
                created=str(created),
            )
            for template_id, base_id, edition, name, issuer, year, number, toml, created in get(
                connection, "unit_templates", "ORDER BY base_id, edition"
            )
        ]


def drop_template(connection: sqlite3.Connection, template_id: str) -> None:
    """Take a template away."""
    connection.execute("DELETE FROM unit_templates WHERE template_id = ?", (template_id,))


def forms_with_template(connection: sqlite3.Connection, template_id: str) -> list[str]:
    """The forms of a template: those there, and those that a version or a step can bring back."""
    sql = """SELECT form_id FROM forms WHERE template_id = ?1
        UNION SELECT form_id FROM versions WHERE instr(state, ?2)
        UNION SELECT form_id FROM checkpoint_forms WHERE instr(state, ?3)
        UNION SELECT ifnull(form_id, '') FROM journal
            WHERE instr(change, ?3) OR instr(inverse, ?3)"""
    loose, tight = f'"template": "{template_id}"', f'"template":"{template_id}"'
    return [str(row[0]) for row in connection.execute(sql, (template_id, loose, tight))]


def put_codes(connection: sqlite3.Connection, codes: Iterable[UnitCode]) -> None:
    """Keep codes; one of the same scope and name is replaced, a blank one taken away."""
    for code in codes:
        if code.code:
            put(connection, "unit_codes", *code)
        else:
            connection.execute(
                "DELETE FROM unit_codes WHERE scope = ? AND name = ?", (code.scope, code.name)
            )


def codes(connection: sqlite3.Connection) -> list[UnitCode]:
    """All codes by scope and name."""
    rows = get(connection, "unit_codes", "ORDER BY scope, name")
    return [UnitCode(*map(str, row)) for row in rows]


def add_entries(
    connection: sqlite3.Connection, entries: Iterable[LibraryEntry]
) -> list[LibraryEntry]:
    """Add library entries; answers them with their numbers."""
    first = next_id(connection, "library_entries", "entry_id")
    numbered = [entry._replace(id=first + place) for place, entry in enumerate(entries)]
    put_many(connection, "library_entries", [(e.id, *e[:-1]) for e in numbered])
    if numbered:
        put(connection, "file_info", "last entry_id", str(numbered[-1].id))
    return numbered


def put_entry(connection: sqlite3.Connection, entry: LibraryEntry) -> None:
    """Replace the entry of the same number."""
    put(connection, "library_entries", entry.id, *entry[:-1])


def drop_entries(connection: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Take entries away."""
    marks = [(number,) for number in numbers]
    connection.executemany("DELETE FROM library_entries WHERE entry_id = ?", marks)


def entries(connection: sqlite3.Connection) -> list[LibraryEntry]:
    """All entries, in the order they came."""
    rows = get(connection, "library_entries", "ORDER BY entry_id")
    return [_entry(*row) for row in rows]


def add_remark(connection: sqlite3.Connection, remark: ReviewRemark) -> ReviewRemark:
    """Add a review remark; answers it with its number."""
    number = next_id(connection, "review_remarks", "remark_id")
    numbered = remark._replace(id=number)
    put(connection, "review_remarks", number, *numbered[:6])
    return numbered


def drop_remark(connection: sqlite3.Connection, number: int) -> None:
    """Take a review remark away."""
    connection.execute("DELETE FROM review_remarks WHERE remark_id = ?", (number,))


def review_remarks(connection: sqlite3.Connection, form: str | None) -> list[ReviewRemark]:
    """The remarks on a form, or (None) on all, oldest first."""
    where, values = ("WHERE form_id = ?", (form,)) if form is not None else ("", ())
    rows = get(connection, "review_remarks", f"{where} ORDER BY remark_id", values)
    return [_remark(*row) for row in rows]


def _entry(number: Value, *texts: Value) -> LibraryEntry:
    level1, level2, name, operator, value, unit, explanation, source, year = map(str, texts)
    return LibraryEntry(
        level1, level2, name, operator, value, unit, explanation, source, year, int(number or 0)
    )


def _remark(number: Value, *texts: Value) -> ReviewRemark:
    form, row, field, text, who, at = map(str, texts)
    return ReviewRemark(form, row, field, text, who, at, int(number or 0))
