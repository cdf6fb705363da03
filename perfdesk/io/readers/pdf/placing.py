"""Which cell each character belongs to, and the texts of the cells."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from perfdesk.io.readers.pdf.page import Glyph, PdfBox, PdfPage
from perfdesk.io.readers.pdf.ruled import RuledTable, Ruling
from perfdesk.io.readers.pdf.wording import PdfLine, chunks_of, text_in

_SLACK: Final = 3.0
"""Points by which a clip rectangle may be larger than its cell."""
_APART: Final = 0.6
"""Share of the size from which a gap parts a text object that runs over several cells."""
_PAD: Final = 0.8
"""Share of the size up to which a text that begins beside a cell's edge is set from that edge."""


class Content(NamedTuple):
    """What stands in a cell."""

    text: str
    struck: str = ""
    """What is crossed out in it, which is no part of `text`."""
    readable: bool = True
    """False where the font does not say which characters stand here."""
    glyphs: tuple[Glyph, ...] = ()
    spills: bool = False
    """The text is higher than its cell, so that some of it may not have been printed."""


@dataclass(slots=True)
class Placed:
    """A page with its texts in their places."""

    page: PdfPage
    tables: list[RuledTable]
    contents: list[list[Content]] = field(default_factory=list)
    """Per table, per cell."""
    lines: list[list[PdfLine]] = field(default_factory=list)
    """Outside of the tables, downwards; each as the texts that stand apart in it."""
    struck: list[str] = field(default_factory=list)
    """What is crossed out outside of the tables."""
    unreadable: int = 0
    """Characters that no font explains."""


def placed(page: PdfPage, ruling: Ruling) -> Placed:
    """The texts of a page."""
    result = Placed(page, ruling.tables)
    inside: list[dict[int, list[Glyph]]] = [{} for _ in ruling.tables]
    outside: list[Glyph] = []
    over: set[tuple[int, int]] = set()
    for block in blocks_of(_pieces(page.glyphs)):
        homes = [_home(piece, ruling.tables, page.clips.get(piece[0].run)) for piece in block]
        spilled = _spilled(block, homes, ruling.tables)
        if spilled is not None:
            over.add(spilled)
        for piece, home in zip(block, homes, strict=True):
            place = spilled or home
            if place is None:
                outside += piece
            else:
                inside[place[0]].setdefault(place[1], []).extend(piece)
    for at, (table, cells) in enumerate(zip(ruling.tables, inside, strict=True)):
        result.contents.append(
            [
                _content(table.box_of(number), cells.get(number, ()), ruling.struck)._replace(
                    spills=(at, number) in over
                )
                for number in range(len(table.cells))
            ]
        )
    crossed = [glyph for glyph in outside if glyph in ruling.struck]
    if crossed:
        result.struck.append(text_in(crossed, 0, page.width))
    result.lines = chunks_of(
        glyph for glyph in outside if glyph.turn == 0 and glyph not in ruling.struck
    )
    result.unreadable = sum(not glyph.mapped for glyph in page.glyphs)
    return result


def _content(box: PdfBox, glyphs: Sequence[Glyph], struck: frozenset[Glyph]) -> Content:
    if not glyphs:
        return Content("")
    kept = [glyph for glyph in glyphs if glyph not in struck] if struck else glyphs
    crossed = [glyph for glyph in glyphs if glyph in struck] if struck else []
    return Content(
        text_in(kept, box.left, box.right),
        text_in(crossed, box.left, box.right) if crossed else "",
        all(glyph.mapped for glyph in kept),
        tuple(kept),
    )


def _pieces(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Characters that were drawn together without a gap."""
    piece: list[Glyph] = []
    for glyph in glyphs:
        if piece and not _follows(piece[-1], glyph):
            yield piece
            piece = []
        piece.append(glyph)
    if piece:
        yield piece


def _follows(last: Glyph, glyph: Glyph) -> bool:
    if last.run != glyph.run or last.turn != glyph.turn or glyph.turn:
        return False
    if abs(last.y - glyph.y) > 0.3 * glyph.size:
        return False
    return -0.5 * glyph.size < glyph.left - last.right < _APART * glyph.size


def blocks_of(pieces: Iterable[list[Glyph]]) -> Iterator[list[list[Glyph]]]:
    """Pieces that were drawn one after another as the lines of one text."""
    block: list[list[Glyph]] = []
    line: list[list[Glyph]] = []
    for piece in pieces:
        if line and _on_line(line[-1], piece):
            line.append(piece)
            block.append(piece)
            continue
        if block and not _next_line(line, piece):
            yield block
            block = []
        line = [piece]
        block.append(piece)
    if block:
        yield block


def _on_line(last: list[Glyph], piece: list[Glyph]) -> bool:
    a, b = last[-1], piece[0]
    return (
        not a.turn
        and not b.turn
        and abs(a.y - b.y) < 0.2 * a.size
        and abs(b.left - a.right) < a.size
    )


def _next_line(line: list[list[Glyph]], piece: list[Glyph]) -> bool:
    first, last, begins = line[0][0], line[-1][-1], piece[0]
    if first.turn or begins.turn or not 0.9 * first.size < begins.y - first.y < 1.8 * first.size:
        return False
    middle = (first.left + last.right) / 2
    return (
        abs(first.left - begins.left) < 0.5 * first.size
        or abs(last.right - piece[-1].right) < 0.5 * first.size
        or begins.left < middle < piece[-1].right
        or first.left < (begins.left + piece[-1].right) / 2 < last.right
    )


def _spilled(
    block: Sequence[list[Glyph]],
    homes: Sequence[tuple[int, int] | None],
    tables: Sequence[RuledTable],
) -> tuple[int, int] | None:
    """The cell of a text whose lines run over the lines of its cell: that in the middle of the text."""
    if len(set(homes)) < 2 or not any(
        home is not None and _crosses(piece[0], tables[home[0]].box_of(home[1]))
        for piece, home in zip(block, homes, strict=True)
    ):
        return None
    left, right = min(p[0].left for p in block), max(p[-1].right for p in block)
    top, bottom = min(p[0].top for p in block), max(p[0].bottom for p in block)
    home = _cell(tables, (left + right) / 2, (top + bottom) / 2)
    if home is None:
        return None
    box = tables[home[0]].box_of(home[1])
    return home if box.left - _SLACK <= left and right <= box.right + _SLACK else None


def _crosses(glyph: Glyph, box: PdfBox) -> bool:
    """Whether a line of a cell runs through a character."""
    return glyph.top + 0.15 * glyph.size < box.top or glyph.bottom - 0.15 * glyph.size > box.bottom


def _home(
    piece: Sequence[Glyph], tables: Sequence[RuledTable], clip: PdfBox | None
) -> tuple[int, int] | None:
    """(table, cell) of a piece; None outside of all tables."""
    if clip is not None and (cell := _clipped_to(tables, clip)) is not None:
        return cell
    ends = _at(tables, piece[0]), _at(tables, piece[-1])
    if ends[0] == ends[1]:
        return ends[0]
    # A text runs over a line: it belongs to the cell that it is set from.
    if ends[0] is not None and piece[0].left - _left(tables, ends[0]) <= _PAD * piece[0].size:
        return ends[0]
    if ends[1] is not None and _right(tables, ends[1]) - piece[-1].right <= _PAD * piece[0].size:
        return ends[1]
    middle = _cell(tables, (piece[0].left + piece[-1].right) / 2, piece[0].middle[1])
    return middle or ends[0] or ends[1]


def _clipped_to(tables: Sequence[RuledTable], clip: PdfBox) -> tuple[int, int] | None:
    """The cell that an office program cut a text to, so that it does not run over the next ones."""
    cell = _cell(tables, (clip.left + clip.right) / 2, (clip.top + clip.bottom) / 2)
    if cell is None:
        return None
    box = tables[cell[0]].box_of(cell[1])
    inside = (
        clip.left >= box.left - _SLACK
        and clip.right <= box.right + _SLACK
        and clip.top >= box.top - _SLACK
        and clip.bottom <= box.bottom + _SLACK
    )
    return cell if inside else None


def _at(tables: Sequence[RuledTable], glyph: Glyph) -> tuple[int, int] | None:
    return _cell(tables, *glyph.middle)


def _cell(tables: Sequence[RuledTable], x: float, y: float) -> tuple[int, int] | None:
    for number, table in enumerate(tables):
        cell = table.cell_at(x, y)
        if cell is not None:
            return number, cell
    return None


def _left(tables: Sequence[RuledTable], home: tuple[int, int]) -> float:
    return tables[home[0]].box_of(home[1]).left


def _right(tables: Sequence[RuledTable], home: tuple[int, int]) -> float:
    return tables[home[0]].box_of(home[1]).right
