"""Comma- and tab-separated text, in UTF-8, UTF-16 or GB18030; also what the clipboard holds as text."""

import csv
import io
import re
from pathlib import Path
from typing import Final

from perfdesk.errors import NotReadableKindError, TooLargeFileError
from perfdesk.io.readers.package import whole
from perfdesk.io.readers.snapshot import MAX_CELLS, MAX_TEXT, Cell, Sheet, Snapshot, a1

MAX_BYTES: Final = 64 * 1024 * 1024
_GUARDED: Final = re.compile(r'="(.*)"', re.S)
"""How programs write a code into csv so that Excel takes it as text: ="0101"."""
_DELIMITERS: Final = "\t,;|"


def read_text(path: Path) -> Snapshot:
    """The cells of a text file; NotReadableKindError when it is in no known encoding."""
    data = whole(path, MAX_BYTES)
    text = decoded(data)
    if text is None:
        raise NotReadableKindError(path)
    cells = cells_of(text)
    if len(cells) > MAX_CELLS:
        raise TooLargeFileError(path)
    return Snapshot("text", (Sheet(path.stem, cells),))


def decoded(data: bytes) -> str | None:
    """The text, None when it is no text."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return _try(data, encoding)
    for encoding in ("utf-8", "gb18030"):
        text = _try(data, encoding)
        if text is not None:
            return text
    return None


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def cells_of(text: str, delimiter: str | None = None) -> tuple[Cell, ...]:
    """The cells of a separated text."""
    csv.field_size_limit(1 << 30)
    chosen = delimiter or _delimiter(text)
    cells = []
    try:
        for row, values in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=chosen)):
            for column, value in enumerate(values):
                if value and not value.isspace():
                    guarded = _GUARDED.fullmatch(value)
                    shown = (guarded.group(1) if guarded else value)[:MAX_TEXT]
                    cells.append(Cell(row, column, shown, 1, 1, a1(row, column)))
            if len(cells) > MAX_CELLS:
                break
    except csv.Error:
        return tuple(cells)
    return tuple(cells)


def _delimiter(text: str) -> str:
    """The sign that separates columns: the one in most lines, tabs before commas."""
    lines = text[:200_000].splitlines()
    counts = {sign: sum(sign in line for line in lines) for sign in _DELIMITERS}
    if counts["\t"] >= max(1, len(lines) // 4):
        return "\t"
    best = max(_DELIMITERS, key=lambda sign: counts[sign])
    return best if counts[best] else ","
