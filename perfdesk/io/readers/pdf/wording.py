"""Texts from characters: lines by where they stand, and lines of a cell joined where only the width broke them."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from perfdesk.io.readers.pdf.page import Glyph
from perfdesk.io.readers.signs import whole_characters

_SAME_LINE: Final = 0.4
"""Share of the size by which characters of one line may stand higher or lower."""
_WORD_GAP: Final = 0.2
_SIGN_GAP: Final = 0.9
"""Shares of the size from which a gap is a blank: between letters or digits, and between any signs."""
_CHUNK_GAP: Final = 1.6
"""Likewise, from which what follows outside of tables is a text of its own."""
_TWICE: Final = 0.12
"""Share of the size within which the same character was drawn twice, to look bold."""
_SLACK: Final = 0.06
"""Share of a cell's width that office programs leave free when they break lines for the printer."""
_NEARLY: Final = 0.3
"""Share of the size by which a full line may be shorter than its cell allows: signs pressed together."""
_STARTS_ANEW: Final = re.compile(
    r"[(（]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[)）、.．:：](?![0-9])|[①-⑳❶-❿●◆■]|目标[0-9一二三四五六七八九十]"
)
_ENDS: Final = "。；;：:！!？?"
_CLOSING: Final = frozenset("，。、；：？！）】》”’,.;:?!)]%％")


class PdfLine(NamedTuple):
    """A line of text."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    y: float
    size: float


def text_in(glyphs: Iterable[Glyph], left: float, right: float) -> str:
    """The text of a cell that reaches from `left` to `right`."""
    texts = []
    for turn in range(4):
        turned = [_upright(glyph, turn) for glyph in glyphs if glyph.turn == turn]
        if turned:
            found = lines_of(turned)
            width = (left, right) if turn == 0 else None
            texts.append(joined(found, width))
    return "\n".join(text for text in texts if text)


def lines_of(glyphs: Iterable[Glyph]) -> list[PdfLine]:
    """The lines, downwards."""
    return [line for group in _levels(glyphs) if (line := _line(group)).text]


def chunks_of(glyphs: Iterable[Glyph]) -> list[list[PdfLine]]:
    """The lines, each as the texts that stand apart in it."""
    found = []
    for level in _levels(glyphs):
        parts: list[list[Glyph]] = []
        for glyph in level:
            last = _last_ink(parts[-1]) if parts else None
            if last is not None and glyph.left - last.right < _CHUNK_GAP * glyph.size:
                parts[-1].append(glyph)
            elif not glyph.text.isspace():
                parts.append([glyph])
        lines = [line for part in parts if (line := _line(part)).text]
        if lines:
            found.append(lines)
    return found


def joined(lines: Sequence[PdfLine], width: tuple[float, float] | None = None) -> str:
    """The lines as one text; a line that was only broken for want of width goes on in the next."""
    if not lines:
        return ""
    text = lines[0].text
    room = _room(lines, width)
    for line, following in pairwise(lines):
        text += _between(line, following, room) + following.text
    return text


def break_between(lines: Sequence[PdfLine], at: int, width: tuple[float, float]) -> str:
    """What stands between a line and the next in a cell of this width: nothing, a blank or a line break."""
    return _between(lines[at], lines[at + 1], _room(lines, width))


def _room(lines: Sequence[PdfLine], width: tuple[float, float] | None) -> float:
    """The width that a line has."""
    longest = max(line.right - line.left for line in lines)
    if width is None:
        return longest
    left, right = width
    # Lines of two pages may lie a little apart; the page's margin is no part of the cell's.
    pad = max(min(min(line.left for line in lines) - left, 7.0), 1.0)
    return max((right - left) * (1 - _SLACK) - 2 * pad, longest)


def _between(line: PdfLine, following: PdfLine, room: float) -> str:
    if _STARTS_ANEW.match(following.text) and line.text[-1] in _ENDS:
        return "\n"
    if (line.right - line.left) + _first_word(following) <= room - _NEARLY * line.size:
        return "\n"
    both = line.text[-1].isascii() and following.text[0].isascii()
    return " " if both and line.text[-1].isalpha() and following.text[0].isalpha() else ""


def _first_word(line: PdfLine) -> float:
    """The width of what cannot be broken at the start of a line."""
    text = line.text
    count = 1
    if text[0].isascii() and text[0].isalnum():
        while count < len(text) and text[count].isascii() and not text[count].isspace():
            count += 1
    while count < len(text) and text[count] in _CLOSING:
        count += 1
    return (line.right - line.left) * count / len(text)


def _levels(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Characters by line, downwards, each line from left to right."""
    levels: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: one.y):
        base = levels[-1][0] if levels else None
        if base is not None and glyph.y - base.y <= _SAME_LINE * min(base.size, glyph.size):
            levels[-1].append(glyph)
        else:
            levels.append([glyph])
    for level in levels:
        level.sort(key=lambda one: one.left)
    return levels


def _line(level: Sequence[Glyph]) -> PdfLine:
    pieces: list[str] = []
    last: Glyph | None = None
    for glyph in level:
        if last is not None and _is_twice(last, glyph):
            continue
        if last is not None and _is_gap(last, glyph):
            pieces.append(" ")
        pieces.append(" " if glyph.text.isspace() else glyph.text)
        last = glyph
    text = whole_characters("".join(pieces)).strip()
    ink = [glyph for glyph in level if not glyph.text.isspace()] or list(level)
    return PdfLine(
        text, ink[0].left, min(g.top for g in ink), max(g.right for g in ink),
        max(g.bottom for g in ink), ink[0].y, max(g.size for g in ink),
    )  # fmt: skip


def _is_twice(last: Glyph, glyph: Glyph) -> bool:
    return (
        last.text == glyph.text
        and abs(last.left - glyph.left) < _TWICE * glyph.size
        and abs(last.y - glyph.y) < _TWICE * glyph.size
    )


def _is_gap(last: Glyph, glyph: Glyph) -> bool:
    if last.text.isspace() or glyph.text.isspace():
        return False
    words = last.text.isascii() and glyph.text.isascii()
    return glyph.left - last.right > (_WORD_GAP if words else _SIGN_GAP) * glyph.size


def _last_ink(glyphs: Sequence[Glyph]) -> Glyph | None:
    return next((glyph for glyph in reversed(glyphs) if not glyph.text.isspace()), None)


def _upright(glyph: Glyph, turn: int) -> Glyph:
    """A character of turned text with its own direction as the line's."""
    g = glyph
    match turn:
        case 1:
            return g._replace(
                left=-g.bottom, top=g.left, right=-g.top, bottom=g.right, x=-g.y, y=g.x
            )
        case 2:
            return g._replace(
                left=-g.right, top=-g.bottom, right=-g.left, bottom=-g.top, x=-g.x, y=-g.y
            )
        case 3:
            return g._replace(
                left=g.top, top=-g.right, right=g.bottom, bottom=-g.left, x=g.y, y=-g.x
            )
        case _:
            return g
