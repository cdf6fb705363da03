"""How many rows the present forms have, and the sum of their checksums: what commits have made of them.

Every row may be sound and yet one be missing, or an old page be back in the place of a newer one.
The totals are known from sealing on and follow each commit by what it did to its own forms, so that
closing and backups find such a loss by adding up, without replaying the journal.
"""

import json
import sqlite3
from collections.abc import Collection
from typing import NamedTuple

from perfdesk.store.repository import files
from perfdesk.store.repository.content import content_of
from perfdesk.store.repository.forms import TABLES_OF_FORMS
from perfdesk.store.schema import tables_of

NAME = "totals"
_MANY = 500
"""Forms of one step from which on adding up all of them takes less time."""


class Totals(NamedTuple):
    """Rows, and the sum of their checksums, over all tables of the present forms."""

    rows: int
    checks: int

    def changed(self, before: "Totals", after: "Totals") -> "Totals":
        """These after a step that found `before` and left `after`."""
        rows = self.rows + after.rows - before.rows
        return Totals(rows, self.checks + after.checks - before.checks)


def whole(connection: sqlite3.Connection) -> Totals:
    """Add up everything that is in the file."""
    return _sum(connection, "", ())


def of_forms(connection: sqlite3.Connection, forms: Collection[str]) -> Totals:
    """Add up these forms, or all where that is less work."""
    if len(forms) > _MANY:
        return whole(connection)
    found = [_sum(connection, "WHERE form_id = ?1", (form,)) for form in forms]
    return Totals(sum(each.rows for each in found), sum(each.checks for each in found))


def kept(connection: sqlite3.Connection) -> Totals | None:
    """What was kept at sealing; None when nothing was."""
    text = files.info(connection, NAME)
    if not text:
        return None
    with content_of("file_info"):
        rows, checks = json.loads(text)
        return Totals(int(rows), int(checks))


def keep(connection: sqlite3.Connection, totals: Totals) -> None:
    """Write them into the file, to be sealed with it."""
    files.put_info(connection, NAME, json.dumps(totals))


def _sum(connection: sqlite3.Connection, where: str, values: tuple[str, ...]) -> Totals:
    known = tables_of(connection)
    parts = " UNION ALL ".join(
        f"SELECT count(*) AS n, ifnull(sum(row_check), 0) AS s FROM {table} {where}"
        for table in TABLES_OF_FORMS
        if table in known
    )
    rows, checks = connection.execute(f"SELECT sum(n), sum(s) FROM ({parts})", values).fetchone()
    return Totals(int(rows), int(checks))
