"""Signs that a file holds as codes of a picture font, and radicals that stand for characters.

Symbol and the Wingdings are fonts in which a letter's code shows a sign: an `B3` of Symbol is ≥. Word
and PDF keep them in the private area U+F000–F0FF, workbooks as the plain letter under the font's name.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

_SYMBOL: Final = {
    0x2B: "+", 0x2D: "-", 0x3C: "<", 0x3D: "=", 0x3E: ">", 0x25: "%", 0x2F: "/", 0x7E: "~", 0xA3: "≤", 0xA5: "∞",
    0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xA2: "′", 0xB3: "≥",
    0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xD6: "√", 0xD7: "⋅", 0xE5: "∑",
    0x61: "α", 0x62: "β", 0x64: "δ", 0x44: "Δ", 0x6D: "μ", 0x70: "π", 0x71: "θ", 0x53: "Σ", 0x57: "Ω", 0x28: "(",
    0x29: ")", 0x2E: ".", 0x2C: ",", 0x3A: ":", 0x3B: ";", 0x40: "≅", 0xA4: "⁄", 0xD2: "®", 0xD3: "©", 0xD4: "™",
    0xE2: "®", 0xE3: "©", 0xE4: "™", 0xC5: "⊕", 0xC7: "∩", 0xC8: "∪", 0xCE: "∈", 0xDE: "⇒", 0xDB: "⇔", 0xB5: "∝",
}  # fmt: skip
"""Adobe's Symbol encoding, the signs that a form can hold."""
_WINGDINGS: Final = {
    0xFC: "√", 0xFB: "×", 0xFD: "☒", 0xFE: "☑", 0xA8: "□", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0x6E: "■",
    0xA7: "■", 0xA1: "○", 0x6C: "●", 0x9F: "•", 0x9E: "·", 0x73: "◆", 0x74: "◆", 0x75: "◆", 0x76: "❖", 0x77: "◆",
    0x78: "☒", 0xA4: "⊙", 0xAB: "★", 0xB2: "☆", 0xD8: "➢", 0xE0: "→", 0xDF: "←", 0xE1: "↑", 0xE2: "↓", 0xF0: "⇨",
    0x4A: "☺", 0xA2: "○", 0xA3: "○", 0xEF: "⇦", 0xF1: "⇧", 0xF2: "⇩",
    **{0x81 + at: sign for at, sign in enumerate("①②③④⑤⑥⑦⑧⑨⑩")},
    **{0x8C + at: sign for at, sign in enumerate("❶❷❸❹❺❻❼❽❾❿")},
}  # fmt: skip
_WINGDINGS_2: Final = {
    0x50: "√", 0x4F: "×", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x51: "☒", 0xA3: "□", 0x30: "□", 0x31: "□", 0x2A: "□",
    0xA2: "■", 0x97: "●", 0x98: "●", 0x99: "○", 0x9A: "○", 0x9B: "○",
    **{0x6A + at: sign for at, sign in enumerate("①②③④⑤⑥⑦⑧⑨⑩")},
}  # fmt: skip
_WINGDINGS_3: Final = {0x22: "→", 0x21: "←", 0x23: "↑", 0x24: "↓", 0x70: "▲", 0x71: "▼", 0x7D: "►"}
_WEBDINGS: Final = {0x61: "√", 0x72: "×", 0x63: "□", 0x67: "■", 0x6E: "●"}
_MARLETT: Final = {0x61: "√", 0x62: "√", 0x72: "×"}
_FONTS: Final[Mapping[str, Mapping[int, str]]] = {
    "symbol": _SYMBOL, "symbolmt": _SYMBOL, "standardsymbolsps": _SYMBOL, "wingdings": _WINGDINGS,
    "wingdingsregular": _WINGDINGS, "wingdings2": _WINGDINGS_2, "wingdings3": _WINGDINGS_3, "webdings": _WEBDINGS,
    "marlett": _MARLETT,
}  # fmt: skip
_NAME: Final = re.compile(r"[^a-z0-9]")
_SUBSET: Final = re.compile(r"[A-Z]{6}\+")
_PRIVATE: Final = range(0xE000, 0xF900)
_RADICALS: Final = dict(
    zip(
        "⺎⺟⺠⺩⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻩⻬⻮⻰⻳",
        "兀母民王虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟黄齐齿龙龟",
        strict=True,
    )
)
"""Radicals of the supplement block that look like a character; those of Kangxi Unicode itself maps."""
_RADICAL: Final = re.compile(r"[\u2e80-\u2fdf\uf900-\ufaff]")


def is_sign_font(name: str) -> bool:
    """Whether the letters of a font show signs."""
    return _table(name) is not None


def sign(code: int, font: str) -> str | None:
    """The sign that a code shows in a font; None when the font is no such or the sign is not known."""
    table = _table(font)
    if table is None:
        return None
    return table.get(code & 0xFF if 0xF000 <= code <= 0xF0FF else code)


def in_font(text: str, font: str) -> str:
    """A text whose letters are codes of a picture font as the signs that it shows; any other as it is."""
    table = _table(font)
    if table is None:
        return text
    return "".join(table.get(_code(letter), letter) for letter in text)


def private_sign(letter: str) -> str | None:
    """What a code of the private area shows when no font tells: Symbol's, else Wingdings' sign."""
    code = ord(letter)
    if not 0xF020 <= code <= 0xF0FF:
        return None
    return _SYMBOL.get(code & 0xFF) or _WINGDINGS.get(code & 0xFF)


def is_private(letter: str) -> bool:
    """Whether a character means something in its own font only."""
    return ord(letter) in _PRIVATE


def whole_characters(text: str) -> str:
    """Radicals replaced by the characters they look like (⼯ by 工), as printers write them into PDFs."""
    return _RADICAL.sub(lambda found: _character(found.group()), text)


def _character(letter: str) -> str:
    return _RADICALS.get(letter) or unicodedata.normalize("NFKC", letter)


def _code(letter: str) -> int:
    code = ord(letter)
    return code & 0xFF if 0xF000 <= code <= 0xF0FF else code


def _table(font: str) -> Mapping[int, str] | None:
    return _FONTS.get(_NAME.sub("", _SUBSET.sub("", font).lower()))
