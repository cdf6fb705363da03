"""Where a table goes on on the next page: rows that are repeated, cells that were cut in two.

Spreadsheets leave a cut cell open at the edge; text programs close it with a line and go on with its
text, so that the rest of a row stands in a row of its own whose other cells are blank.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from perfdesk.io.readers.pdf.chain import SIDE, ChainPart, repeated_rows
from perfdesk.io.readers.pdf.wording import PdfLine, break_between, lines_of

_NO_ROOM: Final = 1.25
"""Share of the distance of two lines that may be left below a cut text: no other line had room there."""
_NEAR_FOOT: Final = 0.9
"""Likewise where the text ends with a sentence, so that its last line need not be full."""
_MANY: Final = 3
_USUAL_PITCH: Final = 1.5
"""The distance of two lines, in heights of a line, where only one is to be seen."""
_ENDS: Final = "。；;：:！!？?"


class Joint(NamedTuple):
    """How a part hangs on the part before it."""

    repeated: int
    """Rows at its top that only repeat the first rows of the form."""
    goes_on: dict[int, int]
    """Cell → the cell of the part before that goes on in it."""
    between: dict[int, str]
    """Cell → what stands between the two texts: nothing, a blank or a line break."""


class _Seam(NamedTuple):
    """A cell at the foot and the one below it at the head of the next page."""

    foot: int
    head: int


def joint_of(first: ChainPart, before: ChainPart | None, part: ChainPart) -> Joint:
    """How a part goes on; nothing does without a part before."""
    if before is None:
        return Joint(0, {}, {})
    repeated = repeated_rows(first, part)
    seams = list(_seams(before, part, repeated))
    cut = _is_cut(before, part, seams)
    goes_on: dict[int, int] = {}
    between: dict[int, str] = {}
    for seam in seams:
        open_ = seam.head in part.table.open_top and seam.foot in before.table.open_bottom
        both = bool(before.contents[seam.foot].text and part.contents[seam.head].text)
        if not (
            cut or open_ or (both and _is_tall(before, part, seam) and _runs_on(before, part, seam))
        ):
            continue
        goes_on[seam.head] = seam.foot
        if both:
            between[seam.head] = _break(before, part, seam)
    return Joint(repeated, goes_on, between)


def _seams(before: ChainPart, part: ChainPart, repeated: int) -> Iterator[_Seam]:
    """The cells that lie below one another with the same sides."""
    rows = len(before.table.ys) - 1
    feet = [
        (number, *_sides(before, number))
        for number, span in enumerate(before.table.cells)
        if span.end_row == rows
    ]
    for number, span in enumerate(part.table.cells):
        if span.row != repeated:
            continue
        left, right = _sides(part, number)
        for foot, other_left, other_right in feet:
            if abs(left - other_left) <= SIDE and abs(right - other_right) <= SIDE:
                yield _Seam(foot, number)
                break


def _sides(part: ChainPart, number: int) -> tuple[float, float]:
    span = part.table.cells[number]
    return part.table.xs[span.column] - part.shift, part.table.xs[span.end_column] - part.shift


def _is_cut(before: ChainPart, part: ChainPart, seams: list[_Seam]) -> bool:
    """Whether a row was cut in two: what has a text below goes on from a full line at the very foot."""
    rows = len(before.table.ys) - 1
    width = sum(span.end_row == rows for span in before.table.cells)
    if not seams or len(seams) < width:
        return False
    below = [seam for seam in seams if part.contents[seam.head].text]
    blank = [seam for seam in seams if seam not in below and before.contents[seam.foot].text]
    # Where every cell goes on, several full lines have to agree.
    if not below or not (blank or len(below) >= _MANY):
        return False
    return all(before.contents[seam.foot].text and _runs_on(before, part, seam) for seam in below)


def _is_tall(before: ChainPart, part: ChainPart, seam: _Seam) -> bool:
    """Whether a cell spans several rows on either page, as labels of groups do."""
    spans = before.table.cells[seam.foot], part.table.cells[seam.head]
    return any(span.end_row - span.row > 1 for span in spans)


def _lines(before: ChainPart, part: ChainPart, seam: _Seam) -> tuple[list[PdfLine], list[PdfLine]]:
    return (
        lines_of(before.contents[seam.foot].glyphs),
        lines_of(part.contents[seam.head].glyphs),
    )


def _runs_on(before: ChainPart, part: ChainPart, seam: _Seam) -> bool:
    """Whether the text above ends with a full line, or a sentence, just over the edge."""
    above, below = _lines(before, part, seam)
    if not above or not below:
        return False
    last = above[-1]
    gap = before.table.box_of(seam.foot).bottom - last.bottom
    room = gap / _pitch([above, below])
    if _break(before, part, seam) != "\n":
        return room <= _NO_ROOM
    return room <= _NEAR_FOOT and last.text[-1] in _ENDS


def _pitch(texts: list[list[PdfLine]]) -> float:
    """The distance of two lines of a text."""
    steps = [b.y - a.y for lines in texts for a, b in pairwise(lines)]
    line = texts[0][-1]
    return max(min(steps, default=_USUAL_PITCH * (line.bottom - line.top)), 1.0)


def _break(before: ChainPart, part: ChainPart, seam: _Seam) -> str:
    above, below = _lines(before, part, seam)
    if not above or not below:
        return ""
    box = before.table.box_of(seam.foot)
    return break_between([*above, *below], len(above) - 1, (box.left, box.right))
