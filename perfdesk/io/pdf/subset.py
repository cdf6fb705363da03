"""Cutting a TrueType face to the glyphs of one document, with what a PDF needs and nothing more.

PDF 32000-1, 9.9: a CIDFontType2 program needs glyf, head, hhea, hmtx, loca and maxp, and the
hinting tables where there are any. fontTools and reportlab keep names and maps besides and take
ten times as long.
"""

import struct
import sys
from array import array
from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate

_WORDS, _SCALE, _MORE, _XY_SCALE, _TWO_BY_TWO = 0x0001, 0x0008, 0x0020, 0x0040, 0x0080
_COPIED = ("cvt ", "fpgm", "prep")

_SUM = 1 << 32


class Program:
    """The tables of a face, and the glyphs that were cut out of it so far; every document takes some."""

    def __init__(self, table: Callable[[str], bytes], positions: Sequence[int]) -> None:
        """`table`: the bytes of a table by its tag, b"" when the face has none.

        `positions` is where each glyph begins in `glyf` (`loca`, one more than there are glyphs).
        """
        self.table = cache(table)
        self._positions = positions
        self._outlines: dict[int, tuple[bytes, int, bool]] = {}

    def outline(self, glyph: int) -> tuple[bytes, int, bool]:
        """A glyph in whole words, the sum of these, and whether it is made of other glyphs."""
        found = self._outlines.get(glyph)
        if found is None:
            at, end = self._positions[glyph], self._positions[glyph + 1]
            outline = self.table("glyf")[at:end]
            outline += b"\0" * (-len(outline) % 4)
            composite = bool(outline) and bool(outline[0] & 0x80)
            found = self._outlines[glyph] = (outline, _checksum(outline), composite)
        return found

    def subset(self, glyphs: Sequence[int]) -> bytes:
        """A face that holds `glyphs` in this order, and behind them the parts that composite ones need."""
        outlines, total, order = self._cut(glyphs)
        made = {tag: table for tag in _COPIED if (table := self.table(tag))}
        made["glyf"] = b"".join(outlines)
        made["loca"] = _pack("I", [*accumulate(map(len, outlines), initial=0)])
        made["hmtx"] = _metrics(self.table, order)
        made["hhea"] = _patched(self.table("hhea"), 34, len(order))
        made["maxp"] = _patched(self.table("maxp"), 4, len(order))
        made["head"] = _patched(_patched(self.table("head"), 50, 1), 8, 0, ">L")
        return _assembled(made, {"glyf": total})

    def _cut(self, glyphs: Sequence[int]) -> tuple[list[bytes], int, list[int]]:
        order = list(glyphs)
        new = {glyph: number for number, glyph in enumerate(order)}
        outlines, total = [], 0
        for glyph in order:  # It grows while it is walked.
            outline, words, composite = self.outline(glyph)
            if composite:
                outline = _renumbered(outline, order, new)
                words = _checksum(outline)
            outlines.append(outline)
            total += words
        return outlines, total % _SUM, order


def _renumbered(outline: bytes, order: list[int], new: dict[int, int]) -> bytes:
    """A composite glyph with its parts under their new numbers; unknown parts join the order."""
    data = bytearray(outline)
    at, flags = 10, _MORE
    while flags & _MORE:
        flags, part = struct.unpack_from(">HH", data, at)
        if part not in new:
            new[part] = len(order)
            order.append(part)
        struct.pack_into(">H", data, at + 2, new[part])
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _XY_SCALE else 8 if flags & _TWO_BY_TWO else 0
    return bytes(data)


def _metrics(tables: Callable[[str], bytes], order: Sequence[int]) -> bytes:
    hmtx = tables("hmtx")
    (count,) = struct.unpack_from(">H", tables("hhea"), 34)
    last = hmtx[4 * count - 4 : 4 * count - 2]
    found = []
    for glyph in order:
        if glyph < count:
            found.append(hmtx[4 * glyph : 4 * glyph + 4])
        else:
            bearing = 4 * count + 2 * (glyph - count)
            found.append(last + hmtx[bearing : bearing + 2])
    return b"".join(found)


def _assembled(tables: dict[str, bytes], sums: dict[str, int]) -> bytes:
    """The tables as a font file; `sums` are checksums that are known already."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    header = struct.pack(
        ">LHHHH", 0x00010000, count, power * 16, power.bit_length() - 1, (count - power) * 16
    )
    offset = 12 + 16 * count
    directory, bodies = [], []
    for tag in sorted(tables):
        table = tables[tag]
        body = table + b"\0" * (-len(table) % 4)
        words = sums.get(tag)
        checksum = _checksum(body) if words is None else words
        directory.append(struct.pack(">4s3L", tag.encode("ascii"), checksum, offset, len(table)))
        bodies.append(body)
        offset += len(body)
    return b"".join((header, *directory, *bodies))


def _checksum(body: bytes) -> int:
    return sum(_unpack("I", body)) % _SUM


def _patched(table: bytes, at: int, value: int, form: str = ">H") -> bytes:
    data = bytearray(table)
    struct.pack_into(form, data, at, value)
    return bytes(data)


def _pack(code: str, numbers: Sequence[int]) -> bytes:
    packed = array(code, numbers)
    if sys.byteorder == "little":
        packed.byteswap()
    return packed.tobytes()


def _unpack(code: str, raw: bytes) -> "array[int]":
    numbers = array(code, raw)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers
