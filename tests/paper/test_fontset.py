"""Faces per character: the body face, the bundled rest, our signs, and what no font has."""

from pathlib import Path

import pytest

from perfdesk.errors import FontFileError
from perfdesk.fonts import (
    BODY,
    TITLE,
    bundled_fonts,
    choose_fonts,
    chosen_fonts,
    font_choice,
    installed_fonts,
    load_fonts,
)
from perfdesk.fonts.sfnt import Sfnt
from perfdesk.paths import resource

FONTS = bundled_fonts()


def faces(text: str) -> list[tuple[str, str]]:
    return [(face, piece) for face, piece, _ in FONTS.pieces(text, BODY)]


def test_a_text_of_one_face_is_one_piece() -> None:
    assert faces("财政项目 ABC 100%") == [("NotoSerifSC-Regular", "财政项目 ABC 100%")]


def test_signs_come_from_our_own_face() -> None:
    assert faces("是☑否☐") == [
        ("NotoSerifSC-Regular", "是"), ("PerfDeskSigns", "☑"), ("NotoSerifSC-Regular", "否"), ("PerfDeskSigns", "☐"),
    ]  # fmt: skip


def test_rare_names_beyond_the_first_plane_are_there() -> None:
    assert FONTS.missing("𬭊𬍛䶮") == ""


def test_what_no_font_has_is_named_once() -> None:
    assert FONTS.missing("甲😀乙😀") == "😀"
    assert FONTS.width("😀") == 1.0


def test_invisible_characters_take_no_room() -> None:
    assert FONTS.missing("甲\u200b乙\ufe0f") == ""
    assert FONTS.width("甲\u200b乙\ufe0f") == 2.0


def test_titles_use_the_bold_face_first() -> None:
    assert [face for face, _, _ in FONTS.pieces("绩效", TITLE)] == ["NotoSansSC-Bold"]


def test_a_chosen_font_comes_first_and_the_bundled_ones_behind() -> None:
    fonts = load_fonts(body=(resource("fonts", "PerfDeskSigns.ttf"), 0))
    assert [face for face, _, _ in fonts.pieces("☑甲", BODY)] == [
        "PerfDesk Signs",
        "NotoSerifSC-Regular",
    ]
    assert fonts.face(BODY).name == "PerfDesk Signs"


@pytest.mark.parametrize(
    "content", [b"", b"no font", b"\0\1\0\0" + b"\xff" * 40, b"OTTO" + b"\0" * 60]
)
def test_a_file_that_is_no_font_is_one_clear_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.ttf"
    path.write_bytes(content)
    with pytest.raises(FontFileError):
        load_fonts(body=(path, 0))


@pytest.mark.parametrize(
    "name", ["NotoSerifSC-Regular.ttf", "NotoSansSC-Bold.ttf", "PerfDeskSigns.ttf"]
)
def test_advances_are_those_of_fonttools(name: str) -> None:
    from fontTools.ttLib import TTFont

    path = resource("fonts", name)
    small = Sfnt(path)
    with TTFont(path, lazy=True) as font:
        metrics, units = font["hmtx"].metrics, font["head"].unitsPerEm
        for code, glyph in font.getBestCmap().items():
            assert small.advance(code) == metrics[glyph][0] / units
        # The other kind of character map, which older fonts have alone.
        four = next(table for table in font["cmap"].tables if table.format == 4)
        offset = _offset_of_format_4(small)
        small._starts, small._ends, small._firsts = small._segments(offset)
        assert all(small.glyph(code) == font.getGlyphID(glyph) for code, glyph in four.cmap.items())


def _offset_of_format_4(font: Sfnt) -> int:
    import struct

    start, _ = font._tables["cmap"]
    (count,) = struct.unpack_from(">H", font._data, start + 2)
    for record in range(count):
        (offset,) = struct.unpack_from(">L", font._data, start + 8 + 8 * record)
        if struct.unpack_from(">H", font._data, start + offset)[0] == 4:
            return int(start + offset)
    raise AssertionError("no format 4")


def installed(folder: Path, name: str, family: str) -> None:
    """Lay a font of this family into a folder."""
    from fontTools.ttLib import TTFont

    with TTFont(resource("fonts", "PerfDeskSigns.ttf")) as font:
        for record in font["name"].names:
            if record.nameID == 1:
                record.string = family
        font.save(folder / name)


def test_known_faces_are_found_among_the_installed(tmp_path: Path) -> None:
    installed(tmp_path, "simfang.ttf", "FangSong")
    installed(tmp_path, "comic.ttf", "Comic Sans")
    installed(tmp_path, "SIMSUN.TTF", "SimSun")
    (tmp_path / "broken.ttf").write_bytes(b"nothing")
    assert [
        (font.label, font.family) for font in installed_fonts([tmp_path, tmp_path / "none"])
    ] == [
        ("宋体", "SimSun"),
        ("仿宋", "FangSong"),
    ]


def test_a_choice_is_remembered_and_used(tmp_path: Path) -> None:
    installed(tmp_path, "simfang.ttf", "FangSong")
    (font,) = installed_fonts([tmp_path])
    assert chosen_fonts() is bundled_fonts()
    choose_fonts(font.choice, None)
    assert font_choice() == (font.choice, None)
    assert chosen_fonts().face(BODY).name == "FangSong"
    assert chosen_fonts().face(TITLE).name == "NotoSansSC-Bold"
    choose_fonts(None, None)
    assert chosen_fonts() is bundled_fonts()


def test_a_chosen_font_that_is_gone_is_said_and_replaced(tmp_path: Path) -> None:
    installed(tmp_path, "simfang.ttf", "FangSong")
    (font,) = installed_fonts([tmp_path])
    choose_fonts(font.choice, None)
    font.path.unlink()
    fonts = chosen_fonts()
    assert fonts.face(BODY).name == "NotoSerifSC-Regular"
    assert "simfang.ttf" in fonts.problem


def test_a_damaged_choice_counts_as_none(settings_home: Path) -> None:
    settings_home.mkdir(parents=True, exist_ok=True)
    for text in ("", "[]", '{"body": 3}', '{"body": {"path": 1}}'):
        (settings_home / "fonts.json").write_text(text)
        assert font_choice() == (None, None)
