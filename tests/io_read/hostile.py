"""Test tool: files that are broken on purpose or by accident."""

import random
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORKBOOK = (
    f'<workbook {NS} xmlns:r="{RELATIONS}">'
    '<sheets><sheet name="表1" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
ROW = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>{1}</t></is></c></row>'


def book(path: Path, sheet: str | bytes, **parts: str) -> Path:
    """A workbook with one sheet of this XML."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", parts.get("workbook", WORKBOOK))
        package.writestr("xl/_rels/workbook.xml.rels", RELS)
        package.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, text in parts.items():
            if name != "workbook":
                package.writestr(name.replace("__", "/") + ".xml", text)
    return path


def worksheet(rows: str, merges: str = "") -> str:
    """A worksheet's XML."""
    return f"<worksheet {NS}><sheetData>{rows}</sheetData>{merges}</worksheet>"


def empty(path: Path) -> Path:
    """No bytes."""
    path.write_bytes(b"")
    return path


def image(path: Path) -> Path:
    """A picture named as a workbook."""
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    return path


def pdf(path: Path) -> Path:
    """A PDF with nothing in it."""
    path.write_bytes(b"%PDF-1.7\n" + bytes(500))
    return path


def ole(*names: str) -> Callable[[Path], Path]:
    """An OLE container with these names in its directory."""

    def write(path: Path) -> Path:
        entries = b"".join(name.encode("utf-16-le").ljust(64, b"\0") + bytes(64) for name in names)
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + entries + bytes(2048))
        return path

    return write


def bomb(path: Path) -> Path:
    """300 MB of zeros in 300 KB."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        package.writestr("xl/workbook.xml", WORKBOOK)
        package.writestr("xl/_rels/workbook.xml.rels", RELS)
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(bytes(1024 * 1024))
    return path


def lying_bomb(path: Path) -> Path:
    """The same, stating a small size in the zip's lists."""
    bomb(path)
    data = bytearray(path.read_bytes())
    name = b"xl/worksheets/sheet1.xml"
    for signature, offset, at_name in ((b"PK\x01\x02", 24, 46), (b"PK\x03\x04", 22, 30)):
        start = 0
        while (start := data.find(signature, start)) >= 0:
            if data[start + at_name : start + at_name + len(name)] == name:
                data[start + offset : start + offset + 4] = struct.pack("<I", 5000)
            start += 4
    path.write_bytes(bytes(data))
    return path


def entities(path: Path) -> Path:
    """A billion laughs."""
    lol = (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + "".join(
            f'<!ENTITY {name} "{"&" + before + ";" * 1}{("&" + before + ";") * 9}">'
            for before, name in zip("abcdefgh", "bcdefghi", strict=True)
        )
        + "]>"
    )
    return book(path, lol + worksheet(ROW.format(1, "&i;")))


def outside(path: Path) -> Path:
    """An entity that points to a file of the machine."""
    return book(
        path,
        '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + worksheet(ROW.format(1, "&f;")),
    )


def million_rows(path: Path) -> Path:
    """A million rows with text."""
    rows = "".join(ROW.format(number, "数据") for number in range(1, 1_000_001))
    return book(path, worksheet(rows))


def empty_rows(path: Path) -> Path:
    """A million rows without a cell."""
    return book(path, worksheet("".join(f'<row r="{n}" ht="15"/>' for n in range(1, 1_000_001))))


def deep(path: Path) -> Path:
    """XML nested 100,000 deep."""
    return book(path, f"<worksheet {NS}><sheetData>" + "<row>" * 100_000)


def cut(path: Path, source: Path) -> Path:
    """The first half of a file."""
    data = source.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with bits flipped, parts cut, doubled or swapped."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 20))):
        at = chance.randrange(len(changed))
        size = chance.choice((1, 1, 4, 64, 1024))
        match chance.randrange(5):
            case 0:
                changed[at] ^= 1 << chance.randrange(8)
            case 1:
                del changed[at : at + size]
            case 2:
                changed[at:at] = changed[at : at + size]
            case 3:
                changed[at : at + size] = chance.randbytes(len(changed[at : at + size]))
            case _:
                other = chance.randrange(len(changed))
                changed[at : at + size], changed[other : other + size] = (
                    changed[other : other + size], changed[at : at + size],
                )  # fmt: skip
        if not changed:
            return b"\0"
    return bytes(changed)


def mutated_inside(data: bytes, chance: random.Random) -> bytes:
    """A zip package whose parts were damaged before packing, so that the damage is met later."""
    from io import BytesIO

    result = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as old,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        names = old.namelist()
        victim = chance.choice(names)
        for name in names:
            part = old.read(name)
            new.writestr(name, mutated(part, chance) if name == victim and part else part)
    return result.getvalue()


HOSTILE: Mapping[str, tuple[Callable[[Path], Path], str]] = {
    "empty": (empty, "EmptyFileError"),
    "image": (image, "NotReadableKindError"),
    "pdf": (pdf, "DamagedFileError"),
    "encrypted": (ole("Root Entry", "EncryptionInfo", "EncryptedPackage"), "EncryptedFileError"),
    "old-word": (ole("Root Entry", "WordDocument", "1Table"), "OldDocumentError"),
    "bomb": (bomb, "SwollenFileError"),
    "lying-bomb": (lying_bomb, "DamagedFileError"),
    "entities": (entities, "EntityFileError"),
    "outside-entity": (outside, "EntityFileError"),
    "million-rows": (million_rows, "TooLargeFileError"),
    "empty-rows": (empty_rows, "NoFormError"),
    "deep": (deep, "DamagedFileError"),
}
"""Name → (how it is written, class of the error it must give)."""
