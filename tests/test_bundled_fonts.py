"""What the shipped fonts promise: every character of GBK and 通用规范汉字表, and no radical."""

from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "fonts"
FACES = ("NotoSerifSC-Regular.ttf", "NotoSansSC-Bold.ttf", "NotoSansSC-Regular.ttf")
# In GBK, and in neither source font.
KNOWN_MISSING = {"≒"}
# 通用规范汉字表 has 196 characters beyond U+FFFF.
RARE_IN_TABLE = 196


@cache
def characters(face: str) -> frozenset[str]:
    with TTFont(FOLDER / face, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def gbk_characters() -> set[str]:
    every = map(chr, range(0x80, 0x10000))
    return {character for character in every if len(character.encode("gbk", "ignore")) == 2}


@pytest.mark.parametrize("face", FACES)
def test_gbk_is_whole(face: str) -> None:
    assert gbk_characters() - characters(face) <= KNOWN_MISSING


@pytest.mark.parametrize("face", FACES)
def test_signs_of_forms_and_rare_names_are_there(face: str) -> None:
    assert set("≥≤÷×≠−±‰℃㎡①⑳㈠％＝（）：、。《》—…·〇√□■𬭊𬍛") <= characters(face)
    assert sum(ord(character) > 0xFFFF for character in characters(face)) == RARE_IN_TABLE


@pytest.mark.parametrize("face", FACES)
def test_no_radical_shares_a_glyph_with_a_character(face: str) -> None:
    assert not [c for c in characters(face) if 0x2E80 <= ord(c) <= 0x2FDF]


@pytest.mark.parametrize("face", FACES)
def test_no_kerning_and_no_ligature_change_widths(face: str) -> None:
    with TTFont(FOLDER / face, lazy=True) as font:
        assert not {"GPOS", "GSUB", "kern"} & set(font.keys())


def test_licences_lie_beside_the_fonts() -> None:
    for name in ("OFL-NotoSerifSC.txt", "OFL-NotoSansSC.txt"):
        assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / name).read_text(encoding="utf-8")
