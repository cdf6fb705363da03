"""A small reader of TrueType files: names, character map and advance widths, and nothing else.

fontTools takes 130 ms to import and to expand one of our faces, which the window would pay before
its first paint. Here the file is mapped and only what is asked for is looked up (about 2 ms).
Source: OpenType specification 1.9, chapters `cmap`, `hhea`, `hmtx`, `name`, `OS/2`, `ttcf`.
"""

import mmap
import re
import struct
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

from perfdesk.errors import FontFileError

_RESTRICTED = 0x0002
"""OS/2 fsType: the font must not be embedded at all."""

_LONG = "I" if array("I").itemsize == 4 else "L"
_FAMILY_NAMES = (1, 4, 16)
_FAMILY_NAME = 1
_POSTSCRIPT_NAME = 6
_NOT_IN_NAMES = re.compile("[^A-Za-z0-9-]")


_Ranges = tuple[Sequence[int], Sequence[int], Sequence[int]]


class Metrics:
    """Measures of a face in thousandths of an em."""

    def __init__(
        self, ascent: float, descent: float, box: tuple[float, ...], weight: float
    ) -> None:
        self.ascent = ascent
        self.descent = descent
        self.box = box
        self.stem = 50 + (weight / 65) ** 2


class Sfnt:
    """One face of a .ttf or .ttc file, read on demand."""

    def __init__(self, path: Path, index: int = 0) -> None:
        """Map the file; FontFileError when it is no TrueType font with outlines we can embed."""
        self.path = path
        self.index = index
        try:
            self._data = _map(path)
            self._tables = self._directory(index)
            self.units_per_em: int = self._unpack(">H", "head", 18)[0] or 1000
            self._advances = self._read_advances()
            self._starts, self._ends, self._firsts = self._read_cmap()
        except (OSError, struct.error, ValueError, KeyError, IndexError) as error:
            raise FontFileError(path) from error
        if "glyf" not in self._tables or self._fs_type() & 0x000F == _RESTRICTED:
            raise FontFileError(path)

    def glyph(self, code: int) -> int:
        """The glyph of a character, 0 when the face has none."""
        at = bisect_right(self._starts, code) - 1
        if at < 0 or code > self._ends[at]:
            return 0
        return (self._firsts[at] + code - self._starts[at]) & 0xFFFF

    def advance(self, code: int) -> float | None:
        """The advance width of a character in em, None when the face lacks it."""
        glyph = self.glyph(code)
        return self.glyph_advance(glyph) if glyph else None

    def glyph_advance(self, glyph: int) -> float:
        """The advance width of a glyph in em; glyph 0 is the box of a missing character."""
        last = len(self._advances) // 2 - 1
        return self._advances[2 * min(glyph, last)] / self.units_per_em

    def names(self) -> frozenset[str]:
        """The family and full names of the face, in every language it states."""
        return frozenset(text for name, text in self._names() if name in _FAMILY_NAMES)

    @property
    def family(self) -> str:
        """The family's name, the Latin one where it has several; what Qt knows it by."""
        texts = sorted({text for name, text in self._names() if name == _FAMILY_NAME})
        return next(
            (text for text in texts if text.isascii()), texts[0] if texts else self.path.stem
        )

    @cached_property
    def postscript_name(self) -> str:
        """Its name in a PDF: letters, digits and hyphens."""
        texts = (text for name, text in self._names() if name == _POSTSCRIPT_NAME)
        name = next((text for text in texts if text.isascii()), self.path.stem)
        return _NOT_IN_NAMES.sub("", name) or "Font"

    @cached_property
    def metrics(self) -> Metrics:
        """What a PDF's font descriptor says of the face."""
        scale = 1000 / self.units_per_em
        ascent, descent = (number * scale for number in self._unpack(">hh", "hhea", 4))
        box = tuple(number * scale for number in self._unpack(">4h", "head", 36))
        weight = self._unpack(">H", "OS/2", 4)[0] if "OS/2" in self._tables else 400
        return Metrics(ascent, descent, box, weight)

    def table(self, tag: str) -> bytes:
        """The bytes of a table, b"" when the face has none."""
        if tag not in self._tables:
            return b""
        start, length = self._tables[tag]
        return self._data[start : start + length]

    def glyph_positions(self) -> "array[int]":
        """Where each glyph begins in `glyf`, and where the last one ends."""
        long = self._unpack(">h", "head", 50)[0]
        if long:
            return _numbers(_LONG, self.table("loca"))
        return array(_LONG, (2 * place for place in _numbers("H", self.table("loca"))))

    def _names(self) -> Iterator[tuple[int, str]]:
        start, _ = self._tables["name"]
        count, strings = struct.unpack_from(">HH", self._data, start + 2)
        for record in range(count):
            entry = struct.unpack_from(">6H", self._data, start + 6 + 12 * record)
            platform, name, length, offset = entry[0], entry[3], entry[4], entry[5]
            if platform in (0, 3):
                at = start + strings + offset
                yield name, self._data[at : at + length].decode("utf-16-be", "replace")

    def _unpack(self, form: str, table: str, at: int) -> tuple[int, ...]:
        return struct.unpack_from(form, self._data, self._tables[table][0] + at)

    def _directory(self, index: int) -> dict[str, tuple[int, int]]:
        start = 0
        if self._data[:4] == b"ttcf":
            (count,) = struct.unpack_from(">L", self._data, 8)
            if not 0 <= index < count:
                raise IndexError(index)
            (start,) = struct.unpack_from(">L", self._data, 12 + 4 * index)
        (count,) = struct.unpack_from(">H", self._data, start + 4)
        tables = {}
        for record in range(count):
            tag, _, offset, length = struct.unpack_from(
                ">4s3L", self._data, start + 12 + 16 * record
            )
            tables[tag.decode("latin-1")] = (offset, length)
        return tables

    def _read_advances(self) -> "array[int]":
        (count,) = self._unpack(">H", "hhea", 34)
        start, _ = self._tables["hmtx"]
        return _numbers("H", self._data[start : start + 4 * count])

    def _read_cmap(self) -> _Ranges:
        """First codes, last codes and first glyphs of the ranges of the character map, in order."""
        start, _ = self._tables["cmap"]
        (count,) = struct.unpack_from(">H", self._data, start + 2)
        tables = {}
        for record in range(count):
            platform, encoding, offset = struct.unpack_from(
                ">HHL", self._data, start + 4 + 8 * record
            )
            (form,) = struct.unpack_from(">H", self._data, start + offset)
            if platform == 0 or (platform == 3 and encoding in (1, 10)):
                tables[form] = start + offset
        if 12 in tables:
            return self._groups(tables[12])
        return self._segments(tables[4])

    def _groups(self, at: int) -> _Ranges:
        (count,) = struct.unpack_from(">L", self._data, at + 12)
        numbers = _numbers(_LONG, self._data[at + 16 : at + 16 + 12 * count])
        return numbers[0::3], numbers[1::3], numbers[2::3]

    def _segments(self, at: int) -> _Ranges:
        """Format 4 as ranges, as format 12 has them."""
        length, _, double = struct.unpack_from(">3H", self._data, at + 2)
        words = _numbers("H", self._data[at + 14 : at + max(length, 14 + 4 * double + 2) & ~1])
        count = double // 2
        starts: list[int] = []
        ends: list[int] = []
        firsts: list[int] = []
        for segment in range(count):
            last, first = words[segment], words[count + 1 + segment]
            delta, offset = words[2 * count + 1 + segment], words[3 * count + 1 + segment]
            if not offset:
                starts.append(first)
                ends.append(last)
                firsts.append((first + delta) & 0xFFFF)
                continue
            base = 3 * count + 1 + segment + offset // 2
            for code in range(first, min(last, 0xFFFE) + 1):
                place = base + code - first
                glyph = words[place] if place < len(words) else 0
                if glyph:
                    starts.append(code)
                    ends.append(code)
                    firsts.append((glyph + delta) & 0xFFFF)
        return starts, ends, firsts

    def _fs_type(self) -> int:
        return self._unpack(">H", "OS/2", 8)[0] if "OS/2" in self._tables else 0


def _map(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _numbers(code: str, raw: bytes) -> "array[int]":
    numbers = array(code, raw)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers
