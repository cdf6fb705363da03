"""One embedded font per face and document for reportlab: two-byte codes and a right Unicode map.

reportlab's own TTFont deals a face in subsets of 256 characters and writes five hex digits into
the Unicode map beyond U+FFFF, so that rare names print right and copy wrong. Here a face is one
composite font (PDF 32000-1, 9.7: Type0 with CIDFontType2, Identity-H) whose map is UTF-16.
Import it only where a PDF is written: reportlab takes 100 ms.
"""

from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

MISSING = 0xFFFD
"""Drawn for a character that no face has; the copied text still is the character."""


class _Codes:
    """The characters of a face that one document uses; code = place in the list."""

    def __init__(self, internal_name: str) -> None:
        self.internal_name = internal_name
        self.characters: list[int] = [0]
        self.by_character: dict[str, bytes] = {}

    def encode(self, text: str) -> bytes:
        known = self.by_character
        parts = []
        for character in text:
            code = known.get(character)
            if code is None:
                code = known[character] = len(self.characters).to_bytes(2, "big")
                self.characters.append(ord(character))
            parts.append(code)
        return b"".join(parts)


class CompositeFont(TTFont):
    """A face as one Type0 font; a drop-in for reportlab's canvas."""

    def __init__(self, name: str, path: str, index: int) -> None:
        super().__init__(name, path, subfontIndex=index, shapable=False)
        self._codes: WeakKeyDictionary[Any, _Codes] = WeakKeyDictionary()

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:
        """The text as codes of subset 0, the only one."""
        return [(0, self._used(doc).encode(text))]

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:
        """The resource name of the font in this document."""
        return "/" + self._used(doc).internal_name

    def addObjects(self, doc: Any) -> None:
        """Write the font with the characters that the document used."""
        used = self._codes.pop(doc, None)
        if used is None:
            return
        glyphs = [self.face.charToGlyph.get(code, 0) for code in used.characters]
        missing = self.face.charToGlyph.get(MISSING, 0)
        glyphs[1:] = [glyph or missing for glyph in glyphs[1:]]
        characters = [
            code if code in self.face.charToGlyph else MISSING for code in used.characters
        ]
        name = f"{_tag(used.characters)}+{self.face.name.decode('ascii')}"
        face: Any = self.face
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("CIDFontType2"),
                "BaseFont": pdfdoc.PDFName(name),
                "CIDSystemInfo": pdfdoc.PDFDictionary(
                    {
                        "Registry": pdfdoc.PDFString("Adobe"),
                        "Ordering": pdfdoc.PDFString("Identity"),
                        "Supplement": 0,
                    }
                ),
                "FontDescriptor": face.addSubsetObjects(doc, name, characters),
                "DW": 1000,
                "W": pdfdoc.PDFArray(
                    [0, pdfdoc.PDFArray([self._width(glyph) for glyph in glyphs])]
                ),
                "CIDToGIDMap": _stream(doc, _glyph_order(glyphs), f"cidToGid:{name}"),
            }
        )
        font = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": pdfdoc.PDFName(name),
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([doc.Reference(descendant, f"cidFont:{name}")]),
                "ToUnicode": _stream(doc, unicode_map(used.characters), f"toUnicode:{name}"),
            }
        )
        doc.idToObject["BasicFonts"].dict[used.internal_name] = doc.Reference(
            font, used.internal_name
        )

    def _used(self, doc: Any) -> _Codes:
        used = self._codes.get(doc)
        if used is None:
            used = self._codes[doc] = _Codes(f"F{len(doc.fontMapping) + 1}")
            doc.fontMapping[self.fontName] = "/" + used.internal_name
            doc.delayedFonts.append(self)
        return used

    def _width(self, glyph: int) -> float:
        advance: int = self.face.hmetrics[glyph][0]
        return round(advance * 1000 / float(self.face.unitsPerEm), 3)


def _glyph_order(glyphs: list[int]) -> bytes:
    """Code → glyph of the subset, which reportlab numbers by first appearance, 0 first."""
    order = {0: 0}
    for glyph in glyphs:
        order.setdefault(glyph, len(order))
    return b"".join(order[glyph].to_bytes(2, "big") for glyph in glyphs)


def unicode_map(characters: list[int]) -> bytes:
    """The ToUnicode map (PDF 32000-1, 9.10.3) of codes 1…, in UTF-16."""
    lines = [
        f"<{code:04X}> <{chr(character).encode('utf-16-be').hex().upper()}>"
        for code, character in enumerate(characters)
        if code
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


def _tag(characters: list[int]) -> str:
    """Six letters that name the subset (PDF 32000-1, 9.6.4)."""
    number = hash(tuple(characters)) & 0xFFFFFFFF
    return "".join(chr(65 + number // 26**place % 26) for place in range(6))


def _stream(doc: Any, content: bytes, name: str) -> Any:
    stream = pdfdoc.PDFStream(content=content)
    stream.filters = [pdfdoc.PDFZCompress]
    return doc.Reference(stream, name)


@cache
def registered(path: Path, index: int) -> str:
    """The name under which reportlab knows this face; the file is parsed once per process."""
    name = f"{path}#{index}"
    pdfmetrics.registerFont(CompositeFont(name, str(path), index))
    return name
