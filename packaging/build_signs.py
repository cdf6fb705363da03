"""Make resources/fonts/PerfDeskSigns.ttf: the few signs that Noto Serif/Sans SC lack.

Run:  .venv/bin/python packaging/build_signs.py
Drawn here, so there is nothing to license: ☐ ☑ ☒ ≒, characters without ink (zero-width joiners,
variation selectors, tab), and at U+FFFD a crossed box that nobody takes for a letter.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

TARGET = Path(__file__).resolve().parent.parent / "resources" / "fonts" / "PerfDeskSigns.ttf"
EM = 1000
INVISIBLE = [
    0x00AD,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *range(0xFE00, 0xFE10),
    0xFEFF,
    *range(0xE0100, 0xE01F0),
]
Point = tuple[int, int]


def polygon(pen: TTGlyphPen, *points: Point) -> None:
    """Add one closed outline."""
    pen.moveTo(points[0])
    for point in points[1:]:
        pen.lineTo(point)
    pen.closePath()


def frame(pen: TTGlyphPen, left: int, bottom: int, right: int, top: int, line: int) -> None:
    """Add a hollow square: outer outline clockwise, inner one the other way."""
    polygon(pen, (left, bottom), (left, top), (right, top), (right, bottom))
    polygon(
        pen,
        (left + line, bottom + line),
        (right - line, bottom + line),
        (right - line, top - line),
        (left + line, top - line),
    )


def stroke(pen: TTGlyphPen, start: Point, end: Point, line: int) -> None:
    """Add a straight stroke as a thin quadrilateral."""
    (x1, y1), (x2, y2) = start, end
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    dx, dy = round((y2 - y1) / length * line / 2), round((x2 - x1) / length * line / 2)
    polygon(pen, (x1 - dx, y1 + dy), (x2 - dx, y2 + dy), (x2 + dx, y2 - dy), (x1 + dx, y1 - dy))


def draw() -> dict[str, object]:
    """Return the glyphs by name."""
    pens = {
        name: TTGlyphPen(None)
        for name in (".notdef", "space", "tab", "none", "box", "tick", "cross", "approx", "missing")
    }
    for name in ("box", "tick", "cross"):
        frame(pens[name], 100, -20, 900, 780, 55)
    stroke(pens["tick"], (250, 400), (435, 200), 75)
    stroke(pens["tick"], (415, 195), (750, 610), 75)
    for name, low, high in (("cross", 200, 800), ("missing", 60, 940)):
        shift = -120
        stroke(pens[name], (low, low + shift), (high, high + shift), 60)
        stroke(pens[name], (low, high + shift), (high, low + shift), 60)
    frame(pens["missing"], 40, -80, 960, 840, 50)
    for y in (280, 440):
        polygon(pens["approx"], (100, y), (100, y + 50), (900, y + 50), (900, y))
    for x, y in ((160, 560), (740, 120)):
        polygon(pens["approx"], (x, y), (x, y + 90), (x + 90, y + 90), (x + 90, y))
    frame(pens[".notdef"], 40, -80, 960, 840, 50)
    return {name: pen.glyph() for name, pen in pens.items()}


def main() -> int:
    """Write the font; same source, same bytes."""
    glyphs = draw()
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    cmap = {
        0x20: "space",
        0x09: "tab",
        0x2610: "box",
        0x2611: "tick",
        0x2612: "cross",
        0x2252: "approx",
        0xFFFD: "missing",
    }
    cmap.update(dict.fromkeys(INVISIBLE, "none"))
    builder.setupCharacterMap(cmap)
    builder.setupGlyf(glyphs)
    widths = dict.fromkeys(glyphs, EM) | {"space": 250, "none": 0, "missing": EM}
    bearings = builder.font["glyf"]
    builder.setupHorizontalMetrics(
        {name: (width, getattr(bearings[name], "xMin", 0)) for name, width in widths.items()}
    )
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable(
        {
            "familyName": "PerfDesk Signs",
            "styleName": "Regular",
            "uniqueFontIdentifier": "PerfDesk Signs 1",
            "fullName": "PerfDesk Signs",
            "psName": "PerfDeskSigns",
            "version": "Version 1.0",
            "licenseDescription": "MIT, as the program",
        }
    )
    builder.setupOS2(
        sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120, fsType=0
    )
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    builder.save(TARGET)
    return 0


if __name__ == "__main__":
    sys.exit(main())
