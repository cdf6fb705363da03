"""A seal over every byte of the file, set when it is closed and broken by the next edit.

SQLite keeps no checksums: a bit that turns inside a text, or in the unused part of a page,
passes its integrity check. Table `seal` holds a digest of every page; the digests themselves
lie in pages too, so they count as zeros while the pages are digested, and carry a digest of
their own. What changes with the last commit (counters in the header) is told beforehand.
"""

import operator
import sqlite3
import struct

# What hashlib offers, without the OpenSSL that it loads for other digests: 3 ms of every start.
from _blake2 import blake2b
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from perfdesk.store import totals
from perfdesk.store.damage.pages import PAGE, page_count, read_pages
from perfdesk.store.repository import files

_DIGEST = 8
_HEAD = struct.Struct(">16sIII")
"""Digest of all that follows, number of pages, change counter and library after sealing."""
_OVERFLOW = PAGE - 4
_COUNTERS = (slice(24, 28), slice(92, 100))
"""Header bytes that the last commit of sealing changes: change counter, its copy, library."""
_LEAF = 0x0D

Span = tuple[int, int]


class BadSealError(Exception):
    """The bytes of the file are not those that were sealed."""


def set_seal(
    connection: sqlite3.Connection, path: Path, expected: totals.Totals | None = None
) -> bool:
    """Seal the file as it is. The connection is idle; sqlite3.Error when it cannot be written.

    False, and no seal, where the forms do not add up to what is `expected`.
    """
    found = totals.whole(connection)
    if expected is not None and found != expected:
        return False
    connection.execute("BEGIN IMMEDIATE")
    totals.keep(connection, found)
    pages = page_count(path)
    size = _HEAD.size + _DIGEST * (pages + pages // 256 + 8)
    connection.execute("UPDATE seal SET pages = zeroblob(?)", (size,))
    files.put_info(connection, files.SEALED, "1")
    connection.execute("COMMIT")
    digests = list(_digests(path, {}))
    counter, library = _counters(path)
    connection.execute("BEGIN IMMEDIATE")
    content = struct.pack(">III", len(digests), counter + 1, library) + b"".join(digests)
    content = content.ljust(size - 16, b"\0")
    with connection.blobopen("seal", "pages", 1) as blob:
        blob.write(blake2b(content, digest_size=16).digest() + content)
    connection.execute("COMMIT")
    return True


def check_seal(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether a seal is there and fits; False when there is none. BadSealError when it does not fit."""
    seal = _read_seal(connection)
    if seal is None:
        return False
    if seal.counters != _counters(path) or len(seal.digests) != page_count(path):
        raise BadSealError
    spans = _spans(connection, path, seal.size)
    if any(map(operator.ne, seal.digests, _digests(path, spans))):
        raise BadSealError
    return True


class _Seal(NamedTuple):
    size: int
    counters: tuple[int, int]
    digests: list[bytes]


def _read_seal(connection: sqlite3.Connection) -> _Seal | None:
    if files.info(connection, files.SEALED) != "1":
        return None
    found = connection.execute("SELECT pages FROM seal WHERE id = 1").fetchone()
    data = bytes(found[0]) if found and isinstance(found[0], bytes) else b""
    if data and not any(data):
        # Sealing was interrupted between its two commits.
        return None
    if len(data) < _HEAD.size or blake2b(data[16:], digest_size=16).digest() != data[:16]:
        raise BadSealError
    _, pages, counter, library = _HEAD.unpack_from(data)
    start = range(_HEAD.size, _HEAD.size + pages * _DIGEST, _DIGEST)
    return _Seal(len(data), (counter, library), [data[at : at + _DIGEST] for at in start])


def _digests(path: Path, spans: dict[int, Span]) -> Iterator[bytes]:
    """A digest of each page, the bytes of the seal's own digests counted as zeros."""
    for number, page in enumerate(read_pages(path), 1):
        data = page
        if number == 1 or number in spans:
            changed = bytearray(page)
            if number == 1:
                for part in _COUNTERS:
                    changed[part] = bytes(part.stop - part.start)
            if number in spans:
                start, end = spans[number]
                changed[start:end] = bytes(end - start)
            data = bytes(changed)
        yield blake2b(data, digest_size=_DIGEST).digest()


def _counters(path: Path) -> tuple[int, int]:
    """The file change counter and the library's number; BadSealError when the counter's copy differs."""
    head = next(read_pages(path))
    if head[24:28] != head[92:96]:
        raise BadSealError
    return int.from_bytes(head[24:28], "big"), int.from_bytes(head[96:100], "big")


def _spans(connection: sqlite3.Connection, path: Path, size: int) -> dict[int, Span]:
    """Where the digests lie: page number to (start, end), after SQLite's file format.

    The table has one row, so its root is a leaf with one cell: payload size, row id, record
    header (its size, types of id and blob), the blob's beginning, first overflow page.
    """
    root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'seal'").fetchone()[
        0
    ]
    with path.open("rb", buffering=0) as file:

        def page(number: int) -> bytes:
            file.seek((number - 1) * PAGE)
            return file.read(PAGE)

        leaf = page(root)
        if len(leaf) < PAGE or leaf[0] != _LEAF or leaf[3:5] != b"\0\1":
            raise BadSealError
        payload, at = _varint(leaf, int.from_bytes(leaf[8:10], "big"))
        _, at = _varint(leaf, at)
        record_header, _ = _varint(leaf, at)
        local = _local(payload)
        spans = {root: (at + record_header, at + local)}
        left = size - (local - record_header)
        following = int.from_bytes(leaf[at + local : at + local + 4], "big") if left > 0 else 0
        while left > 0:
            data = page(following)
            if following in spans or len(data) < PAGE:
                raise BadSealError
            spans[following] = (4, 4 + min(left, _OVERFLOW))
            left -= _OVERFLOW
            following = int.from_bytes(data[:4], "big")
    return spans


def _local(payload: int) -> int:
    """How much of a payload a table leaf keeps to itself (SQLite file format, 1.6)."""
    if payload <= PAGE - 35:
        return payload
    least = (PAGE - 12) * 32 // 255 - 23
    wanted = least + (payload - least) % _OVERFLOW
    return wanted if wanted <= PAGE - 35 else least


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A variable-length number of SQLite and the place after it; 9 bytes at most."""
    value = 0
    for place in range(at, min(at + 8, len(data))):
        value = value << 7 | data[place] & 0x7F
        if data[place] < 0x80:
            return value, place + 1
    raise BadSealError
