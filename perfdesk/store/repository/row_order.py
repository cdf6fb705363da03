"""The order of a form's rows in the tables: indicators in `rows`, rows of further blocks in `block_rows`."""

import sqlite3
from abc import ABC, abstractmethod

from perfdesk.store.repository.form_extras import BLOCK
from perfdesk.store.repository.tables import get, put, put_many


class RowOrder(ABC):
    """The rows of one block of one form; each step writes only the rows that it moves."""

    def __init__(self, connection: sqlite3.Connection, form: str) -> None:
        self._connection = connection
        self._form = form

    def insert(self, row: str, position: int) -> None:
        """Put a new row at a position."""
        rows = self._ids()
        rows.insert(position, row)
        self._place(rows)

    def remove(self, row: str) -> None:
        """Take a row out; its cells are the caller's."""
        self._place([other for other in self._ids() if other != row])
        self._delete(row)

    def move(self, row: str, position: int) -> None:
        """Move a row to a position among the others."""
        rows = [other for other in self._ids() if other != row]
        rows.insert(position, row)
        self._place(rows)

    @abstractmethod
    def _ids(self) -> list[str]:
        """The rows in their order."""

    @abstractmethod
    def _place(self, rows: list[str]) -> None:
        """Give rows their positions."""

    @abstractmethod
    def _delete(self, row: str) -> None:
        """Take the row's line out of the table."""


class Indicators(RowOrder):
    """The indicator rows."""

    def _ids(self) -> list[str]:
        found = get(self._connection, "rows", "WHERE form_id = ? ORDER BY position", (self._form,))
        return [str(row[1]) for row in found if not str(row[1]).startswith("F")]

    def _place(self, rows: list[str]) -> None:
        found = get(self._connection, "rows", "WHERE form_id = ?", (self._form,))
        before = {row[1]: row[2] for row in found}
        moved = [
            (self._form, row, place) for place, row in enumerate(rows) if before.get(row) != place
        ]
        put_many(self._connection, "rows", moved)

    def _delete(self, row: str) -> None:
        sql = "DELETE FROM rows WHERE form_id = ? AND row_id = ?"
        self._connection.execute(sql, (self._form, row))


class BlockRows(RowOrder):
    """The rows of a further block."""

    def __init__(self, connection: sqlite3.Connection, form: str, block: str) -> None:
        super().__init__(connection, form)
        self._block = block

    def _ids(self) -> list[str]:
        where = "WHERE form_id = ? AND block = ? ORDER BY position"
        found = get(self._connection, "block_rows", where, (self._form, self._block))
        return [str(row[1]) for row in found if row[1] != BLOCK]

    def _place(self, rows: list[str]) -> None:
        put(self._connection, "block_rows", self._form, BLOCK, self._block, -1)
        placed = [(self._form, row, self._block, place) for place, row in enumerate(rows)]
        put_many(self._connection, "block_rows", placed)

    def _delete(self, row: str) -> None:
        sql = "DELETE FROM block_rows WHERE form_id = ? AND row_id = ? AND block = ?"
        self._connection.execute(sql, (self._form, row, self._block))


def order_of(connection: sqlite3.Connection, form: str, block: str) -> RowOrder:
    """The order of a block's rows; "": of the indicators."""
    return BlockRows(connection, form, block) if block else Indicators(connection, form)


def block_of(connection: sqlite3.Connection, form: str, row: str) -> str:
    """The block that a row stands in; "": the indicators."""
    wanted = (form, row)
    found = next(get(connection, "block_rows", "WHERE form_id = ? AND row_id = ?", wanted), None)
    return str(found[2]) if found else ""
