"""Reading rows from the pages of a damaged file without SQLite.

Every leaf page is looked at by itself, so that no damaged page hides another. A record is
believed when its checksum fits; the checksum tells its table too.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from perfdesk.store.damage.pages import PAGE, FilePages
from perfdesk.store.repository.tables import Value, row_check
from perfdesk.store.schema import TABLES

_TABLE_LEAF, _INDEX_LEAF, _INDEX_INNER = 0x0D, 0x0A, 0x02
_HEADER = {_TABLE_LEAF: 8, _INDEX_LEAF: 8, _INDEX_INNER: 12}
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_MOST_OVERFLOW = 1 << 20

Rows = dict[str, list[tuple[Value, ...]]]
_BY_WIDTH: dict[int, list[str]] = defaultdict(list)
for _table, _columns in TABLES.items():
    _BY_WIDTH[len(_columns)].append(_table)


class _NotARecord(Exception):
    """Bytes that are no record."""


def carve(path: Path) -> Rows:
    """All rows of our tables whose checksum fits, by table; a row found twice stands once."""
    found: dict[str, dict[tuple[Value, ...], None]] = {table: {} for table in TABLES}
    with FilePages(path) as pages:
        for number in pages.written():
            for values in _records(number, pages):
                table = _table_of(values)
                if table is not None:
                    found[table][values[:-1]] = None
    return {table: list(rows) for table, rows in found.items()}


def _table_of(values: tuple[Value, ...]) -> str | None:
    row, check = values[:-1], values[-1]
    for table in _BY_WIDTH.get(len(row), ()):
        if row_check(table, row) == check:
            return table
    return None


def _records(number: int, pages: FilePages) -> Iterator[tuple[Value, ...]]:
    """What the cells of a page hold, as far as they can be read."""
    page = pages[number]
    for start in (0, 100):
        # The first page begins with the file's header.
        kind = page[start] if len(page) > start else 0
        if kind not in _HEADER or (start and number != 0):
            continue
        count = int.from_bytes(page[start + 3 : start + 5], "big")
        first = start + _HEADER[kind]
        for place in range(first, min(first + 2 * count, len(page) - 1), 2):
            at = int.from_bytes(page[place : place + 2], "big")
            try:
                yield _cell(page, at, kind, pages)
            except (_NotARecord, IndexError, UnicodeDecodeError):
                continue


def _cell(page: bytes, at: int, kind: int, pages: FilePages) -> tuple[Value, ...]:
    row_id = None
    if kind == _INDEX_INNER:
        at += 4
    size, at = _varint(page, at)
    if kind == _TABLE_LEAF:
        row_id, at = _varint(page, at)
    payload = _payload(page, at, size, kind, pages)
    return _values(payload, row_id)


def _payload(page: bytes, at: int, size: int, kind: int, pages: FilePages) -> bytes:
    """The record, gathered from its overflow pages (SQLite file format, 1.6)."""
    most = PAGE - 35 if kind == _TABLE_LEAF else (PAGE - 12) * 64 // 255 - 23
    if size <= most:
        return page[at : at + size]
    least = (PAGE - 12) * 32 // 255 - 23
    local = least + (size - least) % (PAGE - 4)
    local = local if local <= most else least
    parts = [page[at : at + local]]
    left, following = size - local, int.from_bytes(page[at + local : at + local + 4], "big")
    for _ in range(min(_MOST_OVERFLOW, len(pages))):
        if left <= 0:
            break
        if not 0 < following <= len(pages):
            raise _NotARecord
        data = pages[following - 1]
        parts.append(data[4 : 4 + min(left, PAGE - 4)])
        left -= PAGE - 4
        following = int.from_bytes(data[:4], "big")
    return b"".join(parts)


def _values(payload: bytes, row_id: int | None) -> tuple[Value, ...]:
    header, at = _varint(payload, 0)
    if not at < header <= len(payload):
        raise _NotARecord
    kinds = []
    while at < header:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    values: list[Value] = []
    for kind in kinds:
        value, at = _value(payload, at, kind)
        values.append(value)
    if at != len(payload) or len(values) - 1 not in _BY_WIDTH:
        raise _NotARecord
    if row_id is not None and values[0] is None:
        # An INTEGER PRIMARY KEY stands in the row id alone.
        values[0] = row_id
    return tuple(values)


def _value(data: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind == 0:
        return None, at
    if kind in (8, 9):
        return kind - 8, at
    if kind in _INTEGERS:
        end = at + _INTEGERS[kind]
        return int.from_bytes(data[at:end], "big", signed=True), end
    if kind >= 13 and kind % 2:
        end = at + (kind - 13) // 2
        if end > len(data):
            raise _NotARecord
        return data[at:end].decode("utf-8"), end
    raise _NotARecord


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(at, at + 8):
        value = value << 7 | data[place] & 0x7F
        if data[place] < 0x80:
            return value, place + 1
    return value << 8 | data[at + 8], at + 9
