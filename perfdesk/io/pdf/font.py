"""One embedded font per face and document for reportlab: two-byte codes and a right Unicode map.

reportlab's own TTFont deals a face in subsets of 256 characters and writes five hex digits into
the Unicode map beyond U+FFFF, so that rare names print right and copy wrong. Here a face is one
composite font (PDF 32000-1, 9.7: Type0 with CIDFontType2, Identity-H) whose map is UTF-16.
Import it only where a PDF is written: reportlab takes 100 ms.
"""

import struct
from collections.abc import Sequence
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc, pdfmetrics

from perfdesk.fonts import Face
from perfdesk.io.pdf.archive import pack
from perfdesk.io.pdf.subset import Program

_EM = 1000
_SYMBOLIC = 4
MISSING = 0xFFFD
"""Drawn for a character that no face has; the copied text still is the character."""


class _Codes:
    """The characters of a face that one document uses; code = place in the list."""

    def __init__(self, internal_name: str) -> None:
        self.internal_name = internal_name
        self.characters: list[int] = [0]
        self.by_character = _Hex(self.characters)

    def encode(self, text: str) -> str:
        return "".join(map(self.by_character.__getitem__, text))


class _Hex(dict[str, str]):
    """Character → its code in four hexadecimal digits, dealt out as characters are met."""

    def __init__(self, characters: list[int]) -> None:
        super().__init__()
        self._characters = characters

    def __missing__(self, character: str) -> str:
        code = self[character] = f"{len(self._characters):04X}"
        self._characters.append(ord(character))
        return code


class _Raw(pdfdoc.PDFObject):
    """A piece of PDF that is written as it stands."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def format(self, document: Any) -> bytes:
        """What reportlab asks every object for."""
        return self._content


class CompositeFont:
    """A face as one Type0 font. To reportlab's canvas it is one of its own dynamic fonts."""

    _dynamicFont = 1
    _multiByte = 1

    def __init__(self, face: Face) -> None:
        self.fontName = f"{face.path}#{face.index}"
        self._sfnt = face.sfnt
        self.face = pdfmetrics.TypeFace(self.fontName)
        self._codes: WeakKeyDictionary[Any, _Codes] = WeakKeyDictionary()
        # Every document takes of the same tables and glyphs: they are looked up once.
        self._program = cache(lambda: Program(self._sfnt.table, self._sfnt.glyph_positions()))
        self._glyph = cache(self._sfnt.glyph)
        self._width = cache(self._width_of)

    def codes(self, text: str, doc: Any) -> str:
        """The text as a hexadecimal string of two-byte codes, for a document's content."""
        return self._used(doc).encode(text)

    def resource_name(self, doc: Any) -> str:
        """The name of the font in this document's content, with its slash."""
        return "/" + self._used(doc).internal_name

    def addObjects(self, doc: Any) -> None:
        """Write the font with the characters that the document used."""
        used = self._codes.pop(doc, None)
        if used is None:
            return
        glyphs = self._glyphs(used.characters)
        order = list(dict.fromkeys(glyphs))
        places = {glyph: place for place, glyph in enumerate(order)}
        name = f"{_tag(used.characters)}+{self._sfnt.postscript_name}"
        descendant = _dictionary(
            Type="/Font",
            Subtype="/CIDFontType2",
            BaseFont=f"/{name}",
            CIDSystemInfo="<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
            FontDescriptor=self._descriptor(doc, name, order),
            DW=_EM,
            W=self._widths(glyphs),
            CIDToGIDMap=_stream(
                doc, _two_bytes([places[glyph] for glyph in glyphs]), f"glyphs:{name}"
            ),
        )
        font = _dictionary(
            Type="/Font",
            Subtype="/Type0",
            BaseFont=f"/{name}",
            Encoding="/Identity-H",
            DescendantFonts=f"[ {_reference(doc, descendant, f'cidFont:{name}')} ]",
            ToUnicode=_stream(doc, unicode_map(used.characters), f"unicode:{name}"),
        )
        doc.idToObject["BasicFonts"].dict[used.internal_name] = doc.Reference(
            _Raw(font), used.internal_name
        )

    def _glyphs(self, characters: list[int]) -> list[int]:
        """The glyph of every code; what the face lacks shows as its U+FFFD."""
        glyph = self._glyph
        missing = glyph(MISSING)
        return [0, *(glyph(character) or missing for character in characters[1:])]

    def _descriptor(self, doc: Any, name: str, order: list[int]) -> str:
        program = self._program().subset(order)
        metrics = self._sfnt.metrics
        descriptor = _dictionary(
            Type="/FontDescriptor",
            FontName=f"/{name}",
            Flags=_SYMBOLIC,
            FontBBox=f"[ {' '.join(map(_number, metrics.box))} ]",
            ItalicAngle=0,
            Ascent=metrics.ascent,
            Descent=metrics.descent,
            CapHeight=metrics.ascent,
            StemV=metrics.stem,
            FontFile2=_stream(doc, program, f"program:{name}", Length1=len(program)),
        )
        return _reference(doc, descriptor, f"descriptor:{name}")

    def _used(self, doc: Any) -> _Codes:
        used = self._codes.get(doc)
        if used is None:
            used = self._codes[doc] = _Codes(f"F{len(doc.fontMapping) + 1}")
            doc.fontMapping[self.fontName] = "/" + used.internal_name
            doc.delayedFonts.append(self)
        return used

    def _widths(self, glyphs: list[int]) -> str:
        """Widths of the codes that are not a full em wide, as `first [w w …]` (PDF 32000-1, 9.7.4.3)."""
        found: list[str] = []
        after = -1
        for code, glyph in enumerate(glyphs):
            width = self._width(glyph)
            if not width:
                continue
            if code != after:
                found.append(f"{'] ' if found else ''}{code} [")
            found.append(width)
            after = code + 1
        return "[" + "".join(found) + ("]" if found else "") + "]"

    def _width_of(self, glyph: int) -> str:
        """A glyph's width in thousandths of an em as it is written; "" for a full em."""
        width = round(self._sfnt.glyph_advance(glyph) * _EM, 3)
        return "" if width == _EM else f"{width:g} "


def _two_bytes(numbers: Sequence[int]) -> bytes:
    return struct.pack(f">{len(numbers)}H", *numbers)


def unicode_map(characters: list[int]) -> bytes:
    """The ToUnicode map (PDF 32000-1, 9.10.3) of codes 1…, in UTF-16."""
    lines = [
        f"<{code:04X}> <{_utf16(character)}>" for code, character in enumerate(characters) if code
    ]
    blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    body = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return f"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{body}
endcmap
CMapName currentdict /CMap defineresource pop
end
end""".encode("ascii")


@cache
def _utf16(character: int) -> str:
    return chr(character).encode("utf-16-be", "surrogatepass").hex().upper()


def _tag(characters: list[int]) -> str:
    """Six letters that name the subset (PDF 32000-1, 9.6.4)."""
    number = hash(tuple(characters)) & 0xFFFFFFFF
    return "".join(chr(65 + number // 26**place % 26) for place in range(6))


def _stream(doc: Any, content: bytes, name: str, **entries: int) -> str:
    """Put a compressed stream into a document; the reference to it."""
    packed = pack(content)
    head = _dictionary(Filter="[ /FlateDecode ]", Length=len(packed), **entries)
    return _reference(doc, b"".join((head, b"\nstream\n", packed, b"\nendstream")), name)


def _reference(doc: Any, content: bytes, name: str) -> str:
    """Put an object into a document; the reference to it."""
    number, generation = doc.idToObjectNumberAndVersion[doc.Reference(_Raw(content), name).name]
    return f"{number} {generation} R"


def _number(value: str | float) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _dictionary(**entries: str | float) -> bytes:
    """A PDF dictionary; texts stand in it as they are.

    Written at once: reportlab's dictionaries, which ask every entry how it is written, took a fifth
    of a file's time.
    """
    lines = "\n ".join(f"/{key} {_number(value)}" for key, value in entries.items())
    return f"<<\n{lines}\n>>".encode("ascii")


@cache
def registered(face: Face) -> CompositeFont:
    """The face as reportlab knows it, once per process."""
    font = CompositeFont(face)
    pdfmetrics.registerFont(font)
    return font
