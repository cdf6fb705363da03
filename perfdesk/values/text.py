"""Text as typed: cleaning at entry, comparison, and half-width reading.

Nothing here changes what a user typed, except that `clean_text` takes away, once and at entry,
the characters that no file format of ours can carry. The other functions give a second reading
of a text, for parsing and comparing only.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

BLANK: Final = "（空）"
"""What a list of changes says of a text that is not there."""

MAX_TEXT: Final = 32_000
"""Longest text of one cell, in UTF-16 units: Excel refuses 32,768 and counts that way."""

CONTROL: Final = "control"
SURROGATE: Final = "surrogate"
TRUNCATED: Final = "truncated"

_LINE_ENDS: Final = re.compile("\r\n|\r|\u2028|\u2029")
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")

# Characters without width come along with text pasted from chat programs and web pages.
_INVISIBLE: Final = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_INVISIBLES: Final = re.compile(f"[{_INVISIBLE}]")
_SPACE: Final = re.compile(rf"[\s{_INVISIBLE}]+")

_DASHES: Final = frozenset("-—–―‐‑‒−─━ー/\\／＼－﹣﹘")

_HALF_WIDTH: Final[dict[int, str]] = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    0x3000: " ",
    **{
        ord(typed): meant
        for typed, meant in {
            "−": "-", "﹣": "-", "﹢": "+", "﹦": "=", "﹤": "<", "﹥": ">", "﹪": "%", "﹐": ",",
            "﹙": "(", "﹚": ")", "〜": "~", "∼": "~", "≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤",
            "═": "=", "꞊": "=", "⪰": "≥", "⪯": "≤", "≽": "≥", "≼": "≤",
            "〈": "<", "〉": ">", "【": "[", "】": "]", "〔": "[", "〕": "]",
            # What brackets become in a column of signs below each other.
            "︵": "(", "︶": ")", "︹": "[", "︺": "]", "﹇": "[", "﹈": "]",
        }.items()
    },
}  # fmt: skip


class Cleaned(NamedTuple):
    """A text fit to be stored, and what had to be taken away from it.

    `text` is None where nothing visible is left; `removed` holds the codes CONTROL, SURROGATE and
    TRUNCATED, each at most once, in this order.
    """

    text: str | None
    removed: tuple[str, ...] = ()


def clean_text(raw: str | None) -> Cleaned:
    """Return `raw` as it may be stored; called once, at entry, never again.

    Line ends become LF; control characters, U+FFFE, U+FFFF and surrogates go and are reported;
    at most MAX_TEXT UTF-16 units stay. Blanks, also no-break ones, are kept inside a text, but a
    text of blanks alone is an empty cell.
    """
    if not raw:
        return Cleaned(None)
    removed = []
    text, count = _CONTROLS.subn("", _LINE_ENDS.sub("\n", raw))
    if count:
        removed.append(CONTROL)
    text, count = _SURROGATES.subn("", text)
    if count:
        removed.append(SURROGATE)
    short = _cut(text)
    if short != text:
        removed.append(TRUNCATED)
    return Cleaned(None if is_blank(short) else short, tuple(removed))


def _cut(text: str) -> str:
    """Return the longest beginning of `text` that has at most MAX_TEXT UTF-16 units."""
    if len(text) * 2 <= MAX_TEXT:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= MAX_TEXT * 2:
        return text
    return units[: MAX_TEXT * 2].decode("utf-16-le", "ignore")


def without_space(text: str) -> str:
    """Return `text` without white space, line breaks and characters without width."""
    return _SPACE.sub("", text)


def is_blank(text: str | None) -> bool:
    """Tell whether a cell shows nothing."""
    if text and text[0].isalnum():
        return False
    return text is None or not without_space(text)


def is_dash(text: str | None) -> bool:
    """Tell whether a cell holds only a dash (—, －, -, –, ――, /): "does not apply"."""
    if not text or text[0].isalnum():
        return False
    bare = without_space(text)
    return bool(bare) and len(bare) <= 8 and all(char in _DASHES for char in bare)


def same_text(a: str | None, b: str | None) -> bool:
    """Compare two cell texts as CONTRACT.md does: white space and line breaks do not count."""
    return without_space(a or "") == without_space(b or "")


def normalise_signs(text: str) -> str:
    """Return `text` with half-width digits, letters and signs, for parsing only.

    ≧ and ≦ become ≥ and ≤; characters without width go. White space stays.
    """
    return _INVISIBLES.sub("", text).translate(_HALF_WIDTH)
