"""What a file is, by its content: names and extensions are not believed."""

import os
import re
import stat
from pathlib import Path
from typing import Final, Literal

from perfdesk.errors import (
    DamagedFileError,
    EmptyFileError,
    EncryptedFileError,
    FileClosedError,
    FileNotThereError,
    NotReadableKindError,
    OldDocumentError,
    TooLargeFileError,
)

Source = Literal["xlsx", "xls", "ods", "docx", "html", "xml", "pdf", "json", "text"]

MAX_FILE: Final = 200 * 1024 * 1024
"""Bytes of a file that is looked into at all."""
_HEAD: Final = 64 * 1024
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF: Final = (
    b"\x09\x08\x10\x00",
    b"\x09\x08\x08\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x00\x04\x00",
)
_BINARY: Final = {
    b"\x89PNG": "图片", b"\xff\xd8\xff": "图片", b"GIF8": "图片", b"BM": "图片", b"II*\x00": "图片", b"MM\x00*": "图片",
    b"Rar!": "压缩包", b"7z\xbc\xaf": "压缩包", b"\x1f\x8b": "压缩包", b"MZ": "程序", b"SQLite format 3": "数据库",
    b"\x7fELF": "程序",
}  # fmt: skip
_MARKUP: Final = re.compile(
    rb"<(?:!doctype\s+html|html|table|head|body|meta|style|div|\?xml[^>]*>\s*<(?:html|!doctype))",
    re.I,
)
_SPREADSHEET_XML: Final = b"urn:schemas-microsoft-com:office:spreadsheet"


def sniff(path: Path) -> Source:
    """The kind of a file; a PerfDeskError for one that is not readable."""
    head, size = _head(path)
    if size == 0:
        raise EmptyFileError(path)
    if size > MAX_FILE:
        raise TooLargeFileError(path)
    if head.startswith(b"PK"):
        return _zip(path)
    if head.startswith(_OLE):
        return _ole(path)
    if head.startswith(_BIFF):
        return "xls"
    if head.startswith(b"%PDF"):
        return "pdf"
    for magic, name in _BINARY.items():
        if head.startswith(magic) and not (magic == b"BM" and head[2:].isascii()):
            raise NotReadableKindError(path, name)
    return _textual(path, head)


def _head(path: Path) -> tuple[bytes, int]:
    try:
        if not stat.S_ISREG(mode := path.stat().st_mode) and not stat.S_ISDIR(mode):
            # Reading from a pipe or a device would wait for ever.
            raise NotReadableKindError(path, "设备或管道")
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            return file.read(_HEAD), size
    except FileNotFoundError:
        raise FileNotThereError(path) from None
    except (OSError, ValueError):
        raise FileClosedError(path) from None


def _zip(path: Path) -> Source:
    """A zip package by the names in it; the list of names stands at the end of the file."""
    with path.open("rb") as file:
        file.seek(max(0, os.fstat(file.fileno()).st_size - _HEAD))
        end = file.read()
    if b"xl/workbook.xml" in end:
        return "xlsx"
    if b"word/document.xml" in end:
        return "docx"
    from perfdesk.io.readers.package import Package

    with Package(path) as package:
        names = package.names
        if any(name.startswith("xl/") and name.endswith((".xml", ".bin")) for name in names):
            if "xl/workbook.bin" in names:
                raise NotReadableKindError(path, "二进制工作簿 .xlsb")
            return "xlsx"
        if "word/document.xml" in names:
            return "docx"
        if "mimetype" in names:
            kind = package.read("mimetype")[:100]
            if b"spreadsheet" in kind:
                return "ods"
            raise NotReadableKindError(
                path, "OpenDocument 文字文档" if b"text" in kind else "OpenDocument 文档"
            )
        if "[Content_Types].xml" in names:
            return "docx" if any(name.startswith("word/") for name in names) else "xlsx"
    raise NotReadableKindError(path, "压缩包，请先解压")


def _ole(path: Path) -> Source:
    """An OLE container by the names in its directory."""
    data = path.read_bytes()
    if _named(data, "EncryptedPackage") or _named(data, "EncryptionInfo"):
        raise EncryptedFileError(path)
    if _named(data, "WordDocument"):
        raise OldDocumentError(path)
    if _named(data, "Workbook") or _named(data, "Book"):
        return "xls"
    if _named(data, "PowerPoint Document"):
        raise NotReadableKindError(path, "演示文稿")
    if len(data) < 1536:
        raise DamagedFileError(path)
    raise NotReadableKindError(path)


def _named(data: bytes, name: str) -> bool:
    # A directory entry is the name in UTF-16, padded with zeros to 64 bytes.
    return name.encode("utf-16-le") + b"\x00\x00" in data


def _textual(path: Path, head: bytes) -> Source:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "html" if _MARKUP.search(head.replace(b"\x00", b"")[:4096]) else "text"
    if b"\x00" in head:
        raise NotReadableKindError(path)
    if start.startswith(b"{\\rtf"):
        raise OldDocumentError(path)
    if start[:12].lower() == b"mime-version":
        return "html"
    if start[:1] in (b"{", b"[") and path.suffix.lower() == ".json":
        return "json"
    if _SPREADSHEET_XML in head and start.startswith(b"<"):
        return "xml"
    if _MARKUP.search(start[:8192]):
        return "html"
    if start.startswith(b"<?xml"):
        raise NotReadableKindError(path, "XML 文件")
    if start[:1] in (b"{", b"["):
        return "json"
    return "text"
