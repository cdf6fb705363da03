"""Tables over pages become sheets: one a form, with the lines of text above and below it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from perfdesk.io.readers.pdf.placing import Content, Placed
from perfdesk.io.readers.pdf.ruled import Table, clusters, nearest
from perfdesk.io.readers.pdf.wording import Line
from perfdesk.io.readers.snapshot import (
    ERROR,
    MAX_SPAN,
    MAX_TEXT,
    Cell,
    Problem,
    Sheet,
    in_order,
    struck_out,
)

_SIDE: Final = 4.0
"""Points by which the sides of a table that goes on may lie elsewhere than on the page before."""
_MARGIN: Final = 0.12
"""Share of a page's height at its top and bottom where page numbers stand."""
_PAGE_LINE: Final = re.compile(
    r"[-—–.]*第?(?:[0-9]{1,4}|[一二三四五六七八九十]{1,3})页?(?:[，,/]?共?[0-9]{1,4}页?)?[-—–.]*"
)
_UNREADABLE: Final = "这一格的字体没有文字对照，读出来会是乱码，未读入；请照原表补填。"


@dataclass(slots=True)
class _Part:
    """A table in its chain."""

    placed: Placed
    number: int
    """Which table of its page."""
    first_row: int
    """Rows of the tables above it on its page."""
    shift: float
    """Points that its left side lies to the right of the chain's."""
    above: list[list[Line]] = field(default_factory=list)

    @property
    def table(self) -> Table:
        """The table."""
        return self.placed.tables[self.number]

    @property
    def contents(self) -> list[Content]:
        """What stands in its cells."""
        return self.placed.contents[self.number]


@dataclass(slots=True)
class _Chain:
    """The parts of one sheet."""

    name: str
    parts: list[_Part] = field(default_factory=list)
    tail: list[tuple[int, list[Line]]] = field(default_factory=list)
    """(page, line) below the last part."""
    page_lines: list[tuple[int, list[Line]]] = field(default_factory=list)


def sheets_of(pages: Sequence[Placed]) -> tuple[list[Sheet], list[Problem]]:
    """The sheets, and what of their cells could not be taken."""
    chains = list(_chains(pages))
    problems: list[Problem] = []
    sheets = [_Emit(chain, problems).sheet() for chain in chains]
    for page in pages:
        problems += [struck_out(None, text) for text in page.struck]
    return sheets, problems


def _chains(pages: Sequence[Placed]) -> Iterator[_Chain]:
    names: dict[str, int] = {}
    chain: _Chain | None = None
    waiting: list[tuple[int, list[Line]]] = []
    for page in pages:
        numbers, lines = _page_lines(page)
        groups = _between_tables(page, lines)
        for number, above in enumerate(groups[:-1]):
            below, above = _parted(page, number, above) if number else ([], above)
            if chain is not None:
                chain.tail += [(page.page.number, line) for line in below]
            part = _Part(page, number, sum(len(t.ys) - 1 for t in page.tables[:number]), 0.0, above)
            if chain is not None and not waiting and _goes_on(chain, part):
                part.shift = part.table.xs[0] - chain.parts[0].table.xs[0]
                part.above = []
                chain.parts.append(part)
                continue
            if chain is not None:
                yield chain
            chain = _Chain(_name(page.page.number, names), [part])
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
        yield _Chain(_name(waiting[0][0], names), [], waiting)


def _name(page: int, names: dict[str, int]) -> str:
    name = f"第{page}页"
    names[name] = count = names.get(name, 0) + 1
    return name if count == 1 else f"{name}（{count}）"


def _new_lines(chain: _Chain, lines: list[tuple[int, list[Line]]]) -> list[tuple[int, list[Line]]]:
    """Lines below a table that the page before did not have too, as a foot that is repeated."""
    known = {_text(line) for _, line in chain.tail}
    return [line for line in lines if _text(line[1]) not in known]


def _page_lines(page: Placed) -> tuple[list[list[Line]], list[list[Line]]]:
    """The lines that number the page, and the others."""
    height = page.page.height
    numbers: list[list[Line]] = []
    others: list[list[Line]] = []
    for line in page.lines:
        edge = line[0].bottom < _MARGIN * height or line[0].top > (1 - _MARGIN) * height
        is_number = edge and any(_PAGE_LINE.fullmatch(_text([chunk])) for chunk in line)
        (numbers if is_number else others).append(line)
    return numbers, others


def _between_tables(page: Placed, lines: Iterable[list[Line]]) -> list[list[list[Line]]]:
    """The lines above each table, and below the last."""
    groups: list[list[list[Line]]] = [[] for _ in range(len(page.tables) + 1)]
    tops = [table.ys[0] for table in page.tables]
    for line in lines:
        groups[sum(top < line[0].y for top in tops)].append(line)
    return groups


def _parted(
    page: Placed, number: int, lines: list[list[Line]]
) -> tuple[list[list[Line]], list[list[Line]]]:
    """Lines between two tables: those of the upper, those of the lower; the widest gap parts them."""
    if not lines:
        return [], []
    edges = [page.tables[number - 1].ys[-1]]
    gaps = []
    for line in lines:
        gaps.append(line[0].top - edges[-1])
        edges.append(line[0].bottom)
    gaps.append(page.tables[number].ys[0] - edges[-1])
    at = max(range(len(gaps)), key=lambda place: gaps[place])
    return lines[:at], lines[at:]


def _goes_on(chain: _Chain, part: _Part) -> bool:
    """Whether a table is the rest of the one on the page before."""
    last = chain.parts[-1]
    if part.number or part.placed is last.placed:
        return False
    if last.number != len(last.placed.tables) - 1 or part.placed.page.number < 2:
        return False
    a, b = last.table.box, part.table.box
    if abs((a.right - a.left) - (b.right - b.left)) > _SIDE:
        return False
    ended = [_text(line) for page, line in chain.tail if page == last.placed.page.number]
    if ended:
        _, here = _page_lines(part.placed)
        below = {_text(line) for line in here if line[0].y > part.table.ys[-1]}
        if not below.issuperset(ended):
            return False
    if not part.above:
        return True
    head = {_text(line) for line in _page_lines(last.placed)[1] if line[0].y < last.table.ys[0]}
    if not head.issuperset(_text(line) for line in part.above):
        return False
    first, again = _first_row(chain.parts[0]), _first_row(part)
    return first == again or first[:1] != again[:1]


def _first_row(part: _Part) -> list[str]:
    return [
        "".join(content.text.split())
        for span, content in zip(part.table.cells, part.contents, strict=True)
        if span.row == 0
    ]


def _text(line: Sequence[Line]) -> str:
    return "".join("".join(chunk.text.split()) for chunk in line)


class _Emit:
    """Writes a chain as the cells of a sheet."""

    def __init__(self, chain: _Chain, problems: list[Problem]) -> None:
        self.chain, self.problems = chain, problems
        self.cells: list[Cell] = []
        self.row = 0
        self.paragraphs: dict[int, int] = {}
        self.xs = clusters(x - part.shift for part in chain.parts for x in part.table.xs)
        self._open: dict[tuple[int, int], int] = {}
        """Columns → the cell that stands open at the foot of the page before."""

    def sheet(self) -> Sheet:
        """The sheet."""
        before: _Part | None = None
        for part in self.chain.parts:
            for line in part.above:
                self._line(part.placed.page.number, line)
            self._part(part, before)
            before = part
        for page, line in self.chain.tail:
            self._line(page, line)
        for page, line in self.chain.page_lines:
            # One cell over all columns: what stands beside a page's number is no value of a column.
            self._line(page, [line[0]._replace(text=" ".join(chunk.text for chunk in line))])
        return Sheet(self.chain.name, in_order(self.cells))

    def _line(self, page: int, chunks: Sequence[Line]) -> None:
        column = 0
        places: list[int] = []
        for chunk in chunks:
            at = nearest(self.xs, chunk.left) if self.xs else len(places)
            column = max(min(at, MAX_SPAN - 2), column + 1) if places else 0
            places.append(column)
        for (column, chunk), following in zip(
            zip(places, chunks, strict=True), [*places[1:], MAX_SPAN], strict=True
        ):
            self.paragraphs[page] = number = self.paragraphs.get(page, 0) + 1
            self.cells.append(
                Cell(self.row, column, chunk.text[:MAX_TEXT], 1, following - column, f"第{page}页!段{number}")
            )  # fmt: skip
        self.row += 1

    def _part(self, part: _Part, before: _Part | None) -> None:
        opened, self._open = self._open if before else {}, {}
        rows = len(part.table.ys) - 1
        continued = set(_continued(before, part)) if before else set()
        for number, (span, content) in enumerate(zip(part.table.cells, part.contents, strict=True)):
            first = nearest(self.xs, part.table.xs[span.column] - part.shift)
            last = nearest(self.xs, part.table.xs[span.end_column] - part.shift)
            page = part.placed.page.number
            address = f"第{page}页!R{part.first_row + span.row + 1}C{span.column + 1}"
            held = opened.get((first, last)) if span.row == 0 else None
            if held is not None and number in continued:
                self._append(held, part, span.end_row, content)
                place = held
            else:
                place = self._add(
                    Cell(
                        self.row + span.row, first, content.text[:MAX_TEXT], span.end_row - span.row,
                        max(last - first, 1), address, missing=not content.readable,
                    )
                )  # fmt: skip
            self._tell(self.cells[place].address, content)
            if span.end_row == rows:
                self._open[first, last] = place
        self.row += rows

    def _add(self, cell: Cell) -> int:
        if cell.missing:
            cell = cell._replace(text="", garbled=True)
        self.cells.append(cell)
        return len(self.cells) - 1

    def _append(self, place: int, part: _Part, end_row: int, content: Content) -> None:
        """Go on with a cell of the page before."""
        cell = self.cells[place]
        text = cell.text + content.text
        self.cells[place] = cell._replace(text=text[:MAX_TEXT], rows=self.row + end_row - cell.row)

    def _tell(self, address: str, content: Content) -> None:
        if content.struck:
            self.problems.append(struck_out(address, content.struck))
        if not content.readable:
            self.problems.append(Problem(address, ERROR, _UNREADABLE))


def _continued(before: _Part, part: _Part) -> Iterator[int]:
    """The cells of a table's first row that go on from the page before: no line was drawn between."""
    tops = {
        (round(x), round(end)): number
        for number, x, end in _columns(part)
        if number in part.table.open_top
    }
    bottoms = {
        (round(x), round(end))
        for number, x, end in _columns(before)
        if number in before.table.open_bottom
    }
    for (x, end), number in tops.items():
        if any(abs(x - a) <= _SIDE and abs(end - b) <= _SIDE for a, b in bottoms):
            yield number


def _columns(part: _Part) -> Iterator[tuple[int, float, float]]:
    for number, span in enumerate(part.table.cells):
        yield (
            number,
            part.table.xs[span.column] - part.shift,
            part.table.xs[span.end_column] - part.shift,
        )
