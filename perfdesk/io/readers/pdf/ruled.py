"""Tables from ruled lines: strokes joined, those that touch one another laid on common rows and columns."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from perfdesk.io.readers.pdf.page import Glyph, PdfBox, PdfPage, Stroke

SNAP: Final = 3.0
"""Points within which edges are one: double lines and rounding; the lowest row of a form has 8."""
_GAP: Final = 3.0
"""Points that a line may be interrupted by: dotted lines, lines drawn cell by cell."""
_TOUCH: Final = 2.5
"""Points by which two lines may miss each other and still meet."""
_COVERED: Final = 0.5
"""Share of an edge that must be drawn for two cells to be apart."""
_MOST_PLACES: Final = 60_000
"""Rows times columns of one table: a form has some 60 by 20."""


class Span(NamedTuple):
    """The rows and columns that a cell covers, the last ones not included."""

    row: int
    column: int
    end_row: int
    end_column: int


@dataclass(slots=True)
class RuledTable:
    """A ruled table of one page."""

    xs: list[float]
    """The edges of its columns, from left to right."""
    ys: list[float]
    """The edges of its rows, downwards."""
    cells: list[Span] = field(default_factory=list)
    owner: list[list[int]] = field(default_factory=list)
    """Row and column → the number of the cell there."""
    open_top: set[int] = field(default_factory=set)
    """Cells that no line closes above; they may go on from the page before."""
    open_bottom: set[int] = field(default_factory=set)
    open_left: bool = False
    """Whether some row has no line at the left end; a wide table was cut there."""
    open_right: bool = False

    @property
    def box(self) -> PdfBox:
        """Where it stands."""
        return PdfBox(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def cell_at(self, x: float, y: float) -> int | None:
        """The number of the cell at a point."""
        if not self.box.holds(x, y):
            return None
        column = min(max(bisect_left(self.xs, x) - 1, 0), len(self.xs) - 2)
        row = min(max(bisect_left(self.ys, y) - 1, 0), len(self.ys) - 2)
        return self.owner[row][column]

    def box_of(self, number: int) -> PdfBox:
        """Where a cell stands."""
        row, column, end_row, end_column = self.cells[number]
        return PdfBox(self.xs[column], self.ys[row], self.xs[end_column], self.ys[end_row])


class Ruling(NamedTuple):
    """What the strokes of a page are."""

    tables: list[RuledTable]
    struck: frozenset[Glyph]
    """Characters that a line crosses out."""


def ruling_of(page: PdfPage) -> Ruling:
    """The tables of a page, from above, and the characters that are crossed out."""
    across, down = _joined(page.across), _joined(page.down)
    across, crossing = _without_marks(across, down, page.glyphs)
    tables = []
    for lines_across, lines_down in _groups(across, down):
        table = _table(lines_across, lines_down)
        if table is not None:
            tables.append(table)
    tables.sort(key=lambda table: (table.ys[0], table.xs[0]))
    return Ruling(_apart(tables), frozenset(_crossed(crossing, page.glyphs)))


def _apart(tables: list[RuledTable]) -> list[RuledTable]:
    """Without tables that lie inside of another: frames around a text in a cell."""
    boxes = [table.box for table in tables]
    return [
        table
        for table, box in zip(tables, boxes, strict=True)
        if not any(
            other is not box
            and other.holds(box.left, box.top)
            and other.holds(box.right, box.bottom)
            for other in boxes
        )
    ]


def clusters(values: Iterable[float], snap: float = SNAP) -> list[float]:
    """Values that lie close together as one, their mean."""
    found: list[list[float]] = []
    for value in sorted(values):
        if found and value - found[-1][0] <= snap:
            found[-1].append(value)
        else:
            found.append([value])
    return [sum(group) / len(group) for group in found]


def nearest(values: Sequence[float], value: float) -> int:
    """The place of the value in a sorted list that lies nearest."""
    at = bisect_left(values, value)
    if at == len(values) or (at and value - values[at - 1] <= values[at] - value):
        return at - 1
    return at


def _joined(strokes: Iterable[Stroke]) -> list[Stroke]:
    """Strokes that go on from one another as one."""
    found: list[Stroke] = []
    level: list[Stroke] = []
    for stroke in [*sorted(strokes), Stroke(float("inf"), 0, 0)]:
        if level and stroke.at - level[0].at > 1.0:
            found += _joined_level(level)
            level = []
        level.append(stroke)
    return found


def _joined_level(level: list[Stroke]) -> list[Stroke]:
    found: list[Stroke] = []
    for stroke in sorted(level, key=lambda one: one.first):
        last = found[-1] if found else None
        if last is not None and stroke.first - last.last <= _GAP:
            found[-1] = last._replace(last=max(last.last, stroke.last))
        else:
            found.append(stroke)
    return found


def _without_marks(
    across: list[Stroke], down: list[Stroke], glyphs: Sequence[Glyph]
) -> tuple[list[Stroke], list[Stroke]]:
    """The lines without underlines and without those that cross out; and these last."""
    if not glyphs:
        return across, []
    by_line = sorted((g for g in glyphs if not g.turn), key=lambda glyph: glyph.y)
    levels = [glyph.y for glyph in by_line]
    rules, crossing = [], []
    for stroke in across:
        near = by_line[bisect_left(levels, stroke.at - 5) : bisect_left(levels, stroke.at + 25)]
        on = [
            g
            for g in near
            if stroke.first - 1 <= (g.left + g.right) / 2 <= stroke.last + 1
            and g.y - 0.6 * g.size <= stroke.at <= g.y + 0.25 * g.size
        ]
        if not on or _ends_on_lines(stroke, down) or not _fits(stroke, on):
            rules.append(stroke)
        elif all(stroke.at < g.y - 0.12 * g.size for g in on):
            crossing.append(stroke)
    return rules, crossing


def _ends_on_lines(stroke: Stroke, down: Sequence[Stroke]) -> bool:
    ends = 0
    for x in (stroke.first, stroke.last):
        ends += any(
            abs(line.at - x) <= 1.0 and line.first - 1 <= stroke.at <= line.last + 1
            for line in down
        )
    return ends == 2


def _fits(stroke: Stroke, on: Sequence[Glyph]) -> bool:
    """Whether a line is just as long as the text that it marks."""
    left, right = min(g.left for g in on), max(g.right for g in on)
    slack = max(2.5, 0.35 * on[0].size)
    return abs(left - stroke.first) <= slack and abs(right - stroke.last) <= slack


def _crossed(crossing: Iterable[Stroke], glyphs: Sequence[Glyph]) -> Iterable[Glyph]:
    for stroke in crossing:
        for g in glyphs:
            if (
                g.y - 0.6 * g.size <= stroke.at < g.y - 0.12 * g.size
                and stroke.first - 1 <= (g.left + g.right) / 2 <= stroke.last + 1
            ):
                yield g


def _groups(
    across: list[Stroke], down: list[Stroke]
) -> Iterable[tuple[list[Stroke], list[Stroke]]]:
    """Lines that touch one another, directly or through others."""
    parent = list(range(len(across) + len(down)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    levels = [stroke.at for stroke in across]
    for at, line in enumerate(down):
        first = bisect_left(levels, line.first - _TOUCH)
        for other in range(first, len(across)):
            stroke = across[other]
            if stroke.at > line.last + _TOUCH:
                break
            if stroke.first - _TOUCH <= line.at <= stroke.last + _TOUCH:
                parent[root(len(across) + at)] = root(other)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for at, stroke in enumerate(across):
        groups.setdefault(root(at), ([], []))[0].append(stroke)
    for at, stroke in enumerate(down):
        groups.setdefault(root(len(across) + at), ([], []))[1].append(stroke)
    return groups.values()


def _table(across: list[Stroke], down: list[Stroke]) -> RuledTable | None:
    """The cells of lines that hang together; None when they make no table."""
    if len(across) < 2 or not down:
        return None
    xs = clusters([s.at for s in down]
                  + [min(s.first for s in across), max(s.last for s in across)])  # fmt: skip
    ys = clusters([s.at for s in across] + [min(s.first for s in down), max(s.last for s in down)])
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns < 2 or rows * columns > _MOST_PLACES:
        return None
    walls = _walls(down, xs, ys)
    floors = _walls(across, ys, xs)
    table = RuledTable(xs, ys)
    table.open_left, table.open_right = not all(walls[0]), not all(walls[-1])
    _lay(table, walls, floors)
    for number, cell in enumerate(table.cells):
        if cell.row == 0 and not all(floors[0][cell.column : cell.end_column]):
            table.open_top.add(number)
        if cell.end_row == rows and not all(floors[rows][cell.column : cell.end_column]):
            table.open_bottom.add(number)
    return table


def _walls(strokes: Iterable[Stroke], at: list[float], along: list[float]) -> list[list[bool]]:
    """[edge][place along it] → whether a line is drawn there."""
    drawn = [[0.0] * (len(along) - 1) for _ in at]
    for stroke in strokes:
        edge = nearest(at, stroke.at)
        first = max(bisect_left(along, stroke.first) - 1, 0)
        for place in range(first, len(along) - 1):
            if along[place] >= stroke.last:
                break
            shared = min(stroke.last, along[place + 1]) - max(stroke.first, along[place])
            drawn[edge][place] += max(shared, 0.0)
    return [
        [
            length >= _COVERED * (along[place + 1] - along[place])
            for place, length in enumerate(line)
        ]
        for line in drawn
    ]


def _lay(table: RuledTable, walls: list[list[bool]], floors: list[list[bool]]) -> None:
    """Fill in the cells: from each free place as far right and then down as no line stands between."""
    rows, columns = len(table.ys) - 1, len(table.xs) - 1
    table.owner = [[-1] * columns for _ in range(rows)]
    for row in range(rows):
        for column in range(columns):
            if table.owner[row][column] >= 0:
                continue
            end_column = column + 1
            while (
                end_column < columns
                and table.owner[row][end_column] < 0
                and not walls[end_column][row]
            ):
                end_column += 1
            end_row = row + 1
            while end_row < rows and _goes_on(
                (row, end_row), (column, end_column), walls, floors, table.owner
            ):
                end_row += 1
            number = len(table.cells)
            table.cells.append(Span(row, column, end_row, end_column))
            for inner in range(row, end_row):
                table.owner[inner][column:end_column] = [number] * (end_column - column)


def _goes_on(
    rows: tuple[int, int],
    columns: tuple[int, int],
    walls: list[list[bool]],
    floors: list[list[bool]],
    owner: list[list[int]],
) -> bool:
    """Whether the cell goes on in the next row: no line between, none that parts the row there."""
    _, row = rows
    first, end = columns
    if any(floors[row][first:end]) or any(number >= 0 for number in owner[row][first:end]):
        return False
    if any(walls[column][row] for column in range(first + 1, end)):
        return False
    if end < len(walls) - 1 and not walls[end][row]:
        return False
    return first == 0 or walls[first][row]
