"""Pages that hold the right part of a table that was too wide for the paper, put beside its left part.

Office programs print first the pages of the left columns, downwards, then those of the columns on the
right. A right part has the rows of its left part, at the same heights, and cells or texts are cut
between them.
"""

from collections.abc import Callable, Sequence
from typing import Final

from perfdesk.io.readers.pdf.page import PdfBox, PdfPage
from perfdesk.io.readers.pdf.ruled import RuledTable, Ruling, ruling_of

_SAME: Final = 1.5
"""Points by which the rows of two parts may differ."""
_MOST_OF: Final = 0.6
_NEARLY_ALL: Final = 0.9
_MOST_DOWN: Final = 12
"""Pages that one form may be long."""
_LEAST_ROWS: Final = 3

Ruled = tuple[PdfPage, Ruling]


def side_by_side(pages: Sequence[Ruled]) -> list[Ruled]:
    """The pages with right parts joined to their left parts."""
    found = list(pages)
    at = 0
    while at < len(found):
        for down in range(1, min(_MOST_DOWN, (len(found) - at) // 2) + 1):
            lefts, rights = found[at : at + down], found[at + down : at + 2 * down]
            if all(_is_right_part(a, b) for a, b in zip(lefts, rights, strict=True)):
                found[at : at + 2 * down] = [
                    _beside(a, b) for a, b in zip(lefts, rights, strict=True)
                ]
                break
        else:
            at += 1
    return found


def _is_right_part(left: Ruled, right: Ruled) -> bool:
    a, b = _only(left), _only(right)
    if a is None or b is None or not _same_rows(a, b):
        return False
    if not (a.open_right and b.open_left):
        return False
    cut = _cut_texts(right[0], b.box.left) or _cut_texts(left[0], a.box.right)
    return cut or not _same_columns(a, b)


def _only(ruled: Ruled) -> RuledTable | None:
    tables = ruled[1].tables
    return tables[0] if len(tables) == 1 and len(tables[0].ys) > _LEAST_ROWS else None


def _same_rows(a: RuledTable, b: RuledTable) -> bool:
    """Whether the right part's rows are those of the left part; its last cells may have no line of their own."""
    if abs(a.ys[0] - b.ys[0]) > _SAME or len(b.ys) < _MOST_OF * len(a.ys):
        return False
    shared = sum(any(abs(y - other) <= _SAME for other in a.ys) for y in b.ys)
    return shared >= _NEARLY_ALL * len(b.ys) and shared >= _LEAST_ROWS


def _same_columns(a: RuledTable, b: RuledTable) -> bool:
    return len(a.xs) == len(b.xs) and all(
        abs(x - y) <= _SAME for x, y in zip(a.xs, b.xs, strict=True)
    )


def _cut_texts(page: PdfPage, edge: float) -> bool:
    """Whether a text that is drawn as one runs over this edge, most of it beyond the paper."""
    first: dict[int, float] = {}
    last: dict[int, float] = {}
    for glyph in page.glyphs:
        first.setdefault(glyph.run, glyph.left)
        last[glyph.run] = glyph.right
    beyond = [run for run in first if first[run] < 0 or last[run] > page.width]
    return any(first[run] < edge < last[run] or first[run] < 0 for run in beyond)


def _beside(left: Ruled, right: Ruled) -> Ruled:
    page, other = left[0], right[0]
    a, b = left[1].tables[0].box, right[1].tables[0].box
    shift = a.right - b.left
    joined = PdfPage(page.number, a.right + other.width, page.height)
    runs = 1 + max((glyph.run for glyph in page.glyphs), default=0)
    stays = _starting(page, lambda x: x <= a.right)
    comes = _starting(other, lambda x: x >= b.left - 1)
    joined.glyphs = [glyph for glyph in page.glyphs if glyph.run in stays] + [
        g._replace(left=g.left + shift, right=g.right + shift, x=g.x + shift, run=g.run + runs)
        for g in other.glyphs
        if g.run in comes
    ]
    joined.across = page.across + [
        s._replace(first=s.first + shift, last=s.last + shift) for s in other.across
    ]
    joined.down = page.down + [s._replace(at=s.at + shift) for s in other.down]
    joined.clips = page.clips | {
        run + runs: PdfBox(clip.left + shift, clip.top, clip.right + shift, clip.bottom)
        for run, clip in other.clips.items()
        if run in comes
    }
    joined.pictures, joined.hidden = max(page.pictures, other.pictures), page.hidden + other.hidden
    return joined, ruling_of(joined)


def _starting(page: PdfPage, here: Callable[[float], bool]) -> set[int]:
    """The text objects that begin on this part; the other part shows the rest of those that do not."""
    first: dict[int, float] = {}
    for glyph in page.glyphs:
        first.setdefault(glyph.run, glyph.left)
    return {run for run, x in first.items() if here(x)}
