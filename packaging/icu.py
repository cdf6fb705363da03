"""Cut Qt's copy of ICU's data to the languages and encodings that trim.toml keeps.

The data is one table of named items inside `libicudata.so.*` (ICU: source/common/ucmndata.h): a
header, then the number of items, then for each the offset of its name and of its bytes, counted from
the end of the header and sorted by name. The library holds nothing else, so that a new one around a
smaller table takes its place: same name, same symbol. `as` and `ld` make it (binutils).

ICU is asked for the order of file names, for encodings and for the names of time zones; a language
without an item of its own gets the root's, as ICU documents it.
"""

from __future__ import annotations

import re
import struct
import subprocess
import tempfile
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

MAGIC = b"\xda\x27"
FORMAT = b"CmnD"
ALIGN = 16

SOURCE = """\
    .section .rodata
    .global {symbol}
    .type {symbol}, %object
    .size {symbol}, {size}
    .balign 16
{symbol}:
    .incbin "{data}"
    .section .note.GNU-stack, "", %progbits
"""


class NotIcuData(Exception):
    """The library does not hold a table of ICU's as this module knows it; the message says why."""


class Item(NamedTuple):
    """One item of the table: its name without the package's, and its bytes."""

    name: str
    content: bytes


class Table(NamedTuple):
    """ICU's common data: the header as it is, the package's name (`icudt73l`), the items in order."""

    header: bytes
    package: str
    items: tuple[Item, ...]


def read_table(data: bytes) -> Table:
    """Take the table apart; NotIcuData when this is none."""
    if len(data) < 32 or data[2:4] != MAGIC or data[12:16] != FORMAT:
        raise NotIcuData("no common data of ICU")
    (length,) = struct.unpack_from("<H", data)
    (count,) = struct.unpack_from("<I", data, length)
    pairs = [struct.unpack_from("<II", data, length + 4 + 8 * number) for number in range(count)]
    ends = [content for _, content in pairs[1:]] + [len(data) - length]
    items, packages = [], set()
    for (name, content), end in zip(pairs, ends, strict=True):
        begin = length + name
        package, _, rest = data[begin : data.index(b"\0", begin)].decode("ascii").partition("/")
        packages.add(package)
        items.append(Item(rest, data[length + content : length + end]))
    if len(packages) != 1:
        raise NotIcuData(f"items of {len(packages)} packages")
    return Table(data[:length], packages.pop(), tuple(items))


def write_table(table: Table) -> bytes:
    """Put the table together again; what read_table read comes out byte for byte."""
    names, name_offsets = b"", []
    first = 4 + 8 * len(table.items)
    for item in table.items:
        name_offsets.append(first + len(names))
        names += f"{table.package}/{item.name}".encode("ascii") + b"\0"
    position = first + len(names)
    body = names + _padding(position + len(table.header))
    position = first + len(body)
    entries = struct.pack("<I", len(table.items))
    contents = []
    for item, name in zip(table.items, name_offsets, strict=True):
        entries += struct.pack("<II", name, position)
        content = item.content + _padding(len(item.content))
        contents.append(content)
        position += len(content)
    return table.header + entries + body + b"".join(contents)


def _padding(length: int) -> bytes:
    return b"\xaa" * (-length % ALIGN)


def kept(table: Table, patterns: list[str]) -> Table:
    """The table with only the items that a pattern describes; `*` stays within its folder."""
    chosen = tuple(
        item
        for item in table.items
        if any(
            fnmatch(item.name, pattern) and item.name.count("/") == pattern.count("/")
            for pattern in patterns
        )
    )
    return table._replace(items=chosen)


def symbol_of(library: Path) -> tuple[str, int, int]:
    """The name of the data's symbol, where it lies in the file, and its bytes."""
    told = _run("readelf", "--dyn-syms", "--wide", str(library))
    found = re.search(
        r"([0-9a-f]{16})\s+(0x[0-9a-f]+|\d+)\s+OBJECT\s.*\s(icudt\d+_dat)$", told, re.M
    )
    if found is None:
        raise NotIcuData(f"{library.name} has no symbol icudt…_dat")
    address, size = int(found[1], 16), int(found[2], 0)
    for line in _run("readelf", "--segments", "--wide", str(library)).splitlines():
        words = line.split()
        if words[:1] == ["LOAD"]:
            offset, begin, length = (int(words[number], 16) for number in (1, 2, 4))
            if begin <= address < begin + length:
                return found[3], offset + address - begin, size
    raise NotIcuData(f"{library.name} does not load its data")


def shrink(library: Path, patterns: list[str]) -> int:
    """Replace the library by one with only the wanted items; return how many bytes that saved."""
    symbol, offset, size = symbol_of(library)
    before = library.read_bytes()
    table = read_table(before[offset : offset + size])
    smaller = kept(table, patterns)
    missing = [each for each in patterns if not kept(smaller, [each]).items]
    if missing:
        raise NotIcuData(f"{library.name} has no {', '.join(missing)}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = folder / "data"
        data.write_bytes(write_table(smaller))
        source = folder / "data.s"
        source.write_text(SOURCE.format(symbol=symbol, size=data.stat().st_size, data=data))
        made, built = folder / "data.o", folder / library.name
        _run("as", "-o", str(made), str(source))
        # Without a build id, which would tell the temporary folder apart and nothing else.
        _run(
            "ld",
            "-shared",
            "--build-id=none",
            "-s",
            "-soname",
            library.name,
            "-o",
            str(built),
            str(made),
        )
        library.write_bytes(built.read_bytes())
    return len(before) - library.stat().st_size


def _run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
