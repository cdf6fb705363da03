"""Which tables over the pages are one form: each chain becomes a sheet."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from perfdesk.io.readers.pdf.placing import Content, Placed
from perfdesk.io.readers.pdf.ruled import RuledTable
from perfdesk.io.readers.pdf.wording import PdfLine
from perfdesk.io.readers.snapshot import PAGE_LINE

SIDE: Final = 4.0
"""Points by which the sides of a table that goes on may lie elsewhere than on the page before."""
_MARGIN: Final = 0.12
"""Share of a page's height at its top and bottom where page numbers stand."""
_AWAY: Final = 1.6
"""How much wider than the others the gap is that parts the lines below a table from those above the next."""
_LEAST_AWAY: Final = 14.0
_HEADING: Final = re.compile(r".{2,40}表(?:[（(].{1,16}[）)])?|[（(]?.{0,8}年度?[)）]?")
"""A title or the year below it."""


@dataclass(slots=True)
class ChainPart:
    """A table in its chain."""

    placed: Placed
    number: int
    """Which table of its page."""
    first_row: int
    """Rows of the tables above it on its page."""
    shift: float
    """Points that its left side lies to the right of the chain's."""
    above: list[list[PdfLine]] = field(default_factory=list)

    @property
    def table(self) -> RuledTable:
        """The table."""
        return self.placed.tables[self.number]

    @property
    def contents(self) -> list[Content]:
        """What stands in its cells."""
        return self.placed.contents[self.number]

    def row_texts(self, row: int) -> list[str]:
        """What the cells say that begin in a row, without white space."""
        return [
            "".join(content.text.split())
            for span, content in zip(self.table.cells, self.contents, strict=True)
            if span.row == row
        ]


@dataclass(slots=True)
class Chain:
    """The parts of one sheet."""

    name: str
    parts: list[ChainPart] = field(default_factory=list)
    tail: list[tuple[int, list[PdfLine]]] = field(default_factory=list)
    """(page, line) below the last part."""
    page_lines: list[tuple[int, list[PdfLine]]] = field(default_factory=list)


def chains_of(pages: Sequence[Placed]) -> Iterator[Chain]:
    names: dict[str, int] = {}
    chain: Chain | None = None
    waiting: list[tuple[int, list[PdfLine]]] = []
    for page in pages:
        numbers, lines = _page_lines(page)
        groups = _between_tables(page, lines)
        for number, above in enumerate(groups[:-1]):
            below, above = _parted(page, number, above) if number else ([], above)
            if chain is not None:
                chain.tail += [(page.page.number, line) for line in below]
            part = ChainPart(
                page, number, sum(len(t.ys) - 1 for t in page.tables[:number]), 0.0, above
            )
            if chain is not None and not waiting and _goes_on(chain, part):
                part.shift = part.table.xs[0] - chain.parts[0].table.xs[0]
                part.above = []
                chain.parts.append(part)
                continue
            if chain is not None and not number and not waiting and not above:
                waiting = _headings(chain, page.page.number - 1)
            if chain is not None:
                yield chain
            chain = Chain(_name(page.page.number, names), [part])
            part.above = [line for _, line in waiting] + above
            waiting = []
        rest = [(page.page.number, line) for line in groups[-1]]
        if page.tables and chain is not None:
            chain.tail += _new_lines(chain, rest)
            chain.page_lines += [(page.page.number, line) for line in numbers]
        else:
            waiting += rest
    if chain is not None:
        chain.tail += waiting
        yield chain
    elif waiting:
        yield Chain(_name(waiting[0][0], names), [], waiting)


def _headings(chain: Chain, page: int) -> list[tuple[int, list[PdfLine]]]:
    """Title and year at the foot of a page whose form begins on the next; taken from the chain."""
    at = len(chain.tail)
    while at and chain.tail[at - 1][0] == page and _HEADING.fullmatch(_text(chain.tail[at - 1][1])):
        at -= 1
    chain.tail, taken = chain.tail[:at], chain.tail[at:]
    return taken


def _name(page: int, names: dict[str, int]) -> str:
    name = f"第{page}页"
    names[name] = count = names.get(name, 0) + 1
    return name if count == 1 else f"{name}（{count}）"


def _new_lines(
    chain: Chain, lines: list[tuple[int, list[PdfLine]]]
) -> list[tuple[int, list[PdfLine]]]:
    """Lines below a table that the page before did not have too, as a foot that is repeated."""
    known = {_text(line) for _, line in chain.tail}
    return [line for line in lines if _text(line[1]) not in known]


def _page_lines(page: Placed) -> tuple[list[list[PdfLine]], list[list[PdfLine]]]:
    """The lines that number the page, and the others."""
    height = page.page.height
    numbers: list[list[PdfLine]] = []
    others: list[list[PdfLine]] = []
    for line in page.lines:
        edge = line[0].bottom < _MARGIN * height or line[0].top > (1 - _MARGIN) * height
        is_number = edge and any(PAGE_LINE.fullmatch(_text([chunk])) for chunk in line)
        (numbers if is_number else others).append(line)
    return numbers, others


def _between_tables(page: Placed, lines: Iterable[list[PdfLine]]) -> list[list[list[PdfLine]]]:
    """The lines above each table, and below the last."""
    groups: list[list[list[PdfLine]]] = [[] for _ in range(len(page.tables) + 1)]
    tops = [table.ys[0] for table in page.tables]
    for line in lines:
        groups[sum(top < line[0].y for top in tops)].append(line)
    return groups


def _parted(
    page: Placed, number: int, lines: list[list[PdfLine]]
) -> tuple[list[list[PdfLine]], list[list[PdfLine]]]:
    """Lines between two tables: those of the upper, those of the lower; the widest gap parts them."""
    if not lines:
        return [], []
    edges = [page.tables[number - 1].ys[-1]]
    gaps = []
    for line in lines:
        gaps.append(line[0].top - edges[-1])
        edges.append(line[0].bottom)
    gaps.append(page.tables[number].ys[0] - edges[-1])
    widest = max(range(len(gaps)), key=lambda place: gaps[place])
    others = max(gap for place, gap in enumerate(gaps) if place != widest)
    # As in a text document, lines belong to the table below unless they clearly keep away from it.
    at = widest if gaps[widest] > max(_AWAY * others, _LEAST_AWAY) else 0
    return lines[:at], lines[at:]


def _goes_on(chain: Chain, part: ChainPart) -> bool:
    """Whether a table is the rest of the one on the page before."""
    last = chain.parts[-1]
    if part.number or part.placed is last.placed:
        return False
    if last.number != len(last.placed.tables) - 1 or part.placed.page.number < 2:
        return False
    a, b = last.table.box, part.table.box
    if abs((a.right - a.left) - (b.right - b.left)) > SIDE:
        return False
    ended = [_text(line) for page, line in chain.tail if page == last.placed.page.number]
    if ended:
        _, here = _page_lines(part.placed)
        below = {_text(line) for line in here if line[0].y > part.table.ys[-1]}
        if not below.issuperset(ended):
            return False
    if _begins_anew(chain.parts[0], part):
        return False
    if not part.above:
        return True
    head = {_text(line) for line in _page_lines(last.placed)[1] if line[0].y < last.table.ys[0]}
    return head.issuperset(_text(line) for line in part.above)


def _begins_anew(first: ChainPart, part: ChainPart) -> bool:
    """Whether a table begins with the same labels as the form, but goes on with other values: a new form."""
    count = repeated_rows(first, part)
    rows = len(part.table.ys) - 1
    if count and count >= rows - 1 and rows == len(first.table.ys) - 1:
        # The same from top to bottom: printed twice, and no page of rows that go on.
        return True
    if count >= min(rows, len(first.table.ys) - 1):
        return False
    row, again = first.row_texts(count), part.row_texts(count)
    return bool(row and again and row[0] and row[0] == again[0])


def repeated_rows(first: ChainPart, part: ChainPart) -> int:
    """How many rows at the top of a part say just what the form's first rows say."""
    count = 0
    most = min(len(first.table.ys), len(part.table.ys)) - 2
    while count < most and (row := part.row_texts(count)) == first.row_texts(count) and any(row):
        count += 1
    while count and any(span.row < count < span.end_row for span in part.table.cells):
        count -= 1
    return count


def _text(line: Sequence[PdfLine]) -> str:
    return "".join("".join(chunk.text.split()) for chunk in line)
