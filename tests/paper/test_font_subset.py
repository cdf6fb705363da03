"""Subsets for PDFs: the glyphs asked for, in their order, with the parts they are made of."""

import io
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from perfdesk.fonts.sfnt import Sfnt
from perfdesk.io.pdf.subset import Program
from perfdesk.paths import resource

NAMES = [".notdef", "base", "accent", "both"]


@pytest.fixture
def composite(tmp_path: Path) -> Path:
    """A font whose fourth glyph is made of the second and the third."""
    glyphs = {}
    for name, size in ((".notdef", 500), ("base", 400), ("accent", 100)):
        pen = TTGlyphPen(None)
        pen.moveTo((0, 0))
        for point in ((0, size), (size, size), (size, 0)):
            pen.lineTo(point)
        pen.closePath()
        glyphs[name] = pen.glyph()
    pen = TTGlyphPen(glyphs)
    pen.addComponent("base", (1, 0, 0, 1, 0, 0))
    pen.addComponent("accent", (0.5, 0, 0, 0.5, 300, 700))
    glyphs["both"] = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(NAMES)
    builder.setupCharacterMap({0x41: "base", 0xC1: "both"})
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({name: (500 + 10 * i, 0) for i, name in enumerate(NAMES)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Made", "styleName": "Regular", "psName": "Made"})
    builder.setupOS2()
    builder.setupPost()
    path = tmp_path / "made.ttf"
    builder.save(path)
    return path


def subset(path: Path, glyphs: list[int]) -> TTFont:
    face = Sfnt(path)
    program = Program(face.table, face.glyph_positions())
    program.subset([0, *glyphs[::-1]])  # What is kept from one document serves the next.
    return TTFont(io.BytesIO(program.subset(glyphs)), checkChecksums=2)


def test_parts_of_a_composite_glyph_come_along(composite: Path) -> None:
    font = subset(composite, [0, 3])
    assert font["maxp"].numGlyphs == 4
    glyf, order = font["glyf"], font.getGlyphOrder()
    made = glyf[order[1]]
    assert made.isComposite()
    parts = [component.glyphName for component in made.components]
    assert parts == [order[2], order[3]]
    assert (glyf[parts[0]].xMax, glyf[parts[1]].xMax) == (400, 100)
    assert [font["hmtx"][name][0] for name in order] == [500, 530, 510, 520]


@pytest.mark.parametrize("name", ["NotoSerifSC-Regular.ttf", "NotoSansSC-Bold.ttf"])
def test_outlines_and_widths_are_those_of_the_face(name: str) -> None:
    path = resource("fonts", name)
    face = Sfnt(path)
    glyphs = [0, *(face.glyph(ord(character)) for character in "绩效Ag，𬭊")]
    font = subset(path, glyphs)
    with TTFont(path, lazy=True) as whole:
        for place, glyph in enumerate(glyphs):
            mine, theirs = font.getGlyphOrder()[place], whole.getGlyphName(glyph)
            assert font["glyf"][mine].getCoordinates(font["glyf"]) == whole["glyf"][
                theirs
            ].getCoordinates(whole["glyf"])
            assert font["hmtx"][mine] == whole["hmtx"][theirs]
