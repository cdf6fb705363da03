"""Zip packages (.xlsx, .docx, .ods) opened with care: sizes first, then counted while inflating.

The sizes that a zip file states are summed before anything is inflated, and no part is inflated
beyond what it states or what a form can need. XML with a document type is refused.
"""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import IO, Final

from lxml import etree

from perfdesk.errors import (
    DamagedFileError,
    EncryptedFileError,
    EntityFileError,
    FileClosedError,
    SwollenFileError,
    TooLargeFileError,
)

MAX_PARTS: Final = 5_000
MAX_TOTAL: Final = 600 * 1024 * 1024
"""Bytes that a package may hold in all, pictures included."""
MAX_PART: Final = 96 * 1024 * 1024
"""Bytes of one XML part."""
TREE_LIMIT: Final = 4 * 1024 * 1024
"""A larger part is read in a stream and never held as a tree."""
SUSPECT_TOTAL: Final = 40 * 1024 * 1024
SUSPECT_RATIO: Final = 60
"""Beyond SUSPECT_TOTAL bytes, packing tighter than this is no honest document's."""

_CHUNK: Final = 1024 * 1024
_ENCRYPTED_FLAG: Final = 0x1
_PARSER: Final = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    huge_tree=False,
    load_dtd=False,
    remove_comments=True,
    remove_pis=True,
)


class Package:
    """An open zip package; a context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except OSError:
            raise FileClosedError(path) from None
        except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
            raise DamagedFileError(path) from None
        self.names = frozenset(self._zip.namelist())
        self._inflated = 0
        self._weigh()

    def __enter__(self) -> "Package":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def _weigh(self) -> None:
        entries = self._zip.infolist()
        if len(entries) > MAX_PARTS:
            raise SwollenFileError(self.path)
        total = sum(entry.file_size for entry in entries)
        packed = sum(entry.compress_size for entry in entries)
        if total > MAX_TOTAL or (total > SUSPECT_TOTAL and total > SUSPECT_RATIO * max(packed, 1)):
            raise SwollenFileError(self.path)
        if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
            raise EncryptedFileError(self.path)

    def read(self, name: str) -> bytes:
        """The bytes of a part; DamagedFileError when it is not there or broken."""
        try:
            entry = self._zip.getinfo(name)
            if entry.file_size > MAX_PART:
                raise TooLargeFileError(self.path)
            with self._zip.open(entry) as part:
                data = (
                    part.read(entry.file_size + 1)
                    if entry.file_size < _CHUNK
                    else self._counted(part)
                )
        except (
            KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError
        ):  # fmt: skip
            raise DamagedFileError(self.path, name) from None
        self._inflated += len(data)
        if self._inflated > MAX_TOTAL:
            raise SwollenFileError(self.path)
        _refuse_entities(self.path, data)
        return data

    def _counted(self, part: IO[bytes]) -> bytes:
        chunks, size = [], 0
        while chunk := part.read(_CHUNK):
            size += len(chunk)
            if size > MAX_PART:
                raise SwollenFileError(self.path)
            chunks.append(chunk)
        return b"".join(chunks)

    def xml(self, name: str) -> etree._Element:
        """The root of a part that is small enough for a tree."""
        return parse(self.path, self.read(name), name)

    def main_part(self, usual: str) -> str:
        """The part that an Office document begins with, where its relations say if not as usual."""
        if usual in self.names:
            return usual
        if "_rels/.rels" in self.names:
            for relation in self.xml("_rels/.rels"):
                if str(relation.get("Type", "")).endswith("/officeDocument"):
                    return str(relation.get("Target", "")).lstrip("/")
        raise DamagedFileError(self.path)


def whole(path: Path, limit: int) -> bytes:
    """The bytes of a file that is no package; FileClosedError, or TooLargeFileError above the limit."""
    try:
        data = path.read_bytes()
    except OSError:
        raise FileClosedError(path) from None
    if len(data) > limit:
        raise TooLargeFileError(path)
    return data


def parse(path: Path, data: bytes, name: str = "") -> etree._Element:
    """The root of an XML text; DamagedFileError when it is none."""
    if len(data) > TREE_LIMIT * 4:
        raise TooLargeFileError(path)
    try:
        return etree.fromstring(data, _PARSER)
    except (etree.XMLSyntaxError, ValueError):
        raise DamagedFileError(path, name) from None


def elements(
    path: Path, data: bytes, tags: frozenset[str], name: str = ""
) -> Iterator[etree._Element]:
    """The elements of these names in their order, in the root's namespace unless they name one.

    A large text is streamed.

    An element is good only until the next is asked for.
    """
    if len(data) <= TREE_LIMIT:
        root = parse(path, data, name)
        space = root.tag[: root.tag.find("}") + 1]
        yield from root.iter(*(tag if tag.startswith("{") else space + tag for tag in tags))
        return
    yield from _streamed(path, data, tags, name)


def _streamed(path: Path, data: bytes, tags: frozenset[str], name: str) -> Iterator[etree._Element]:
    stream = etree.iterparse(
        BytesIO(data), events=("end",), tag=[tag if tag.startswith("{") else "{*}" + tag for tag in tags],
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        for _, element in stream:
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except (etree.XMLSyntaxError, ValueError):
        raise DamagedFileError(path, name) from None


def relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Id → (part, type) of what a part refers to inside of the package."""
    folder, _, name = part.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels".lstrip("/")
    if rels not in package.names:
        return {}
    found = {}
    for relation in package.xml(rels):
        target = str(relation.get("Target", ""))
        if relation.get("TargetMode") == "External":
            continue
        whole = target.lstrip("/") if target.startswith("/") else part_name(folder, target)
        found[str(relation.get("Id", ""))] = (whole, str(relation.get("Type", "")))
    return found


def part_name(folder: str, target: str) -> str:
    """The part that a target relative to a folder of the package names."""
    parts = folder.split("/") if folder else []
    for piece in target.split("/"):
        if piece == "..":
            parts = parts[:-1]
        elif piece not in ("", "."):
            parts.append(piece)
    return "/".join(parts)


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    tag = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def _refuse_entities(path: Path, data: bytes) -> None:
    head = data[:4]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in head:
        # UTF-16 would hide the words looked for; no spreadsheet program writes it.
        if b"<\x00!\x00D" in data or b"\x00<\x00!\x00D" in data:
            raise EntityFileError(path)
    elif b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise EntityFileError(path)
