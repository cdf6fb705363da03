"""From a page plan to rectangles, text runs and rules."""

from functools import cached_property
from itertools import pairwise

from perfdesk.fonts import FontSet
from perfdesk.fonts.fontset import Style
from perfdesk.grid import Align, Cell, Grid
from perfdesk.pages import Box, Line, Page, Run
from perfdesk.paginate.flow import Flow, PagePlan
from perfdesk.paginate.furniture import PageFooter, furniture
from perfdesk.paginate.measure import MM_PER_POINT, CellText, Measure, paper

OUTER_POINTS = 1.0
INNER_POINTS = 0.5


class Emitter:
    """Draws the plans of one form."""

    def __init__(self, measure: Measure, flow: Flow, footer: PageFooter) -> None:
        self.measure = measure
        self.flow = flow
        self.footer = footer
        self.grid: Grid = measure.grid
        self.setup = measure.setup
        self.fonts: FontSet = measure.fonts
        self.width, self.height = paper(measure.setup)
        self.edges = [self.setup.margins_mm[3]]
        for column in measure.columns:
            self.edges.append(self.edges[-1] + column)
        self.clipped: set[int] = set()

    def page(self, plan: PagePlan, number: int, count: int) -> Page:
        """One sheet with its cells, its rules and its furniture."""
        tops = [self.setup.margins_mm[0]]
        for part in plan.parts:
            tops.append(tops[-1] + part.height)
        owners = [
            [self.grid.cell_at(part.row, column) for column in range(self.grid.column_count)]
            for part in plan.parts
        ]
        boxes = self._boxes(plan, owners, tops)
        lines = rules(owners, self.edges, tops)
        heading = self._heading() if number > 1 else ""
        extra = furniture(self.setup, self.fonts, self.footer, heading, number, count)
        heights = tuple((part.row, part.height) for part in plan.parts)
        return Page(number, self.width, self.height, (*boxes, *extra), lines, heights)

    def _heading(self) -> str:
        """Title and year, which stand small above every further page."""
        texts = [
            cell.text for cell in self.grid.cells if cell.role in ("title", "year") and cell.text
        ]
        return "".join(texts[:2]) or self.grid.title

    def _boxes(self, plan: PagePlan, owners: list[list[Cell]], tops: list[float]) -> list[Box]:
        indices = self._index_by_place
        boxes = []
        seen: set[int] = set()
        for position, owner_row in enumerate(owners):
            for cell in owner_row:
                index = indices[cell.row, cell.column]
                if index in seen:
                    continue
                seen.add(index)
                last = position
                while last + 1 < len(owners) and owners[last + 1][cell.column] is cell:
                    last += 1
                boxes.append(self._box(plan, index, position, tops[position], tops[last + 1]))
        return boxes

    @cached_property
    def _index_by_place(self) -> dict[tuple[int, int], int]:
        return {(cell.row, cell.column): index for index, cell in enumerate(self.grid.cells)}

    def _box(self, plan: PagePlan, index: int, position: int, top: float, bottom: float) -> Box:
        cell = self.grid.cells[index]
        text, first, last = self._shown(plan, index, position)
        x = self.edges[cell.column]
        width = self.edges[cell.last_column + 1] - x
        part_of_more = (first, last) != (0, len(text.lines))
        runs, fits = self._runs(
            text, first, last, cell.align, (x, top, width, bottom - top), part_of_more
        )
        if not fits:
            self.clipped.add(index)
        return Box(x, top, width, bottom - top, runs, cell.border, index, not fits)

    def _shown(self, plan: PagePlan, index: int, position: int) -> tuple[CellText, int, int]:
        """The text of a cell on this page, and its lines (from, to)."""
        text = self.measure.texts[index]
        if self.flow.repeats(index):
            if self._continued(plan, index, position):
                text = self.measure.continued(index)
            return text, 0, len(text.lines)
        first, last = plan.lines.get(index, (0, len(text.lines)))
        if index not in plan.lines and self._continued(plan, index, position):
            return text, len(text.lines), len(text.lines)
        return text, first, last

    def _continued(self, plan: PagePlan, index: int, position: int) -> bool:
        """Whether the cell began on an earlier page (a repeated head row has not)."""
        cell = self.grid.cells[index]
        part = plan.parts[position]
        if part.head:
            content = next((other for other in plan.parts if not other.head), None)
            return content is not None and cell.row <= content.row <= cell.last_row
        return cell.row < part.row or part.continued

    def _runs(
        self,
        text: CellText,
        first: int,
        last: int,
        align: Align,
        box: tuple[float, float, float, float],
        top: bool,
    ) -> tuple[tuple[Run, ...], bool]:
        x, y, width, height = box
        count = last - first
        if not count:
            return (), True
        em = text.size * MM_PER_POINT
        block = count * text.leading
        start = y + (text.padding if top else (height - block) / 2)
        longest = max(line.width for line in text.lines[first:last]) * em
        fits = block <= height + 0.01 and longest <= width + 0.01
        runs: list[Run] = []
        for line, left, baseline in text.placed(first, last, align, width, start):
            runs += line_runs(self.fonts, line, text.style, text.size, x + left, baseline)
        return tuple(runs), fits


def line_runs(
    fonts: FontSet, text: str, style: Style, size: float, x: float, baseline: float
) -> list[Run]:
    """One line of text from `x` (mm) on, a run for every change of face."""
    em = size * MM_PER_POINT
    runs = []
    for face, piece, width in fonts.pieces(text, style):
        runs.append(Run(x, baseline, piece, face, size, width * em))
        x += width * em
    return runs


def rules(owners: list[list[Cell]], edges: list[float], tops: list[float]) -> tuple[Line, ...]:
    """The rules between the cells of a page: 1 pt around the bordered part, 0.5 pt inside."""
    ruled = [tuple(cell if cell.border else None for cell in row) for row in owners]
    outside = (None,) * (len(edges) - 1)
    found: list[Line] = []
    for row, (above, below) in enumerate(pairwise((outside, *ruled, outside))):
        weights = [_weight(a, b) for a, b in zip(above, below, strict=True)]
        found += [
            Line(edges[a], tops[row], edges[b], tops[row], w) for a, b, w in _stretches(weights)
        ]
    beside = (None,) * len(ruled)
    columns = zip(*ruled, strict=True)
    for column, (left, right) in enumerate(pairwise((beside, *columns, beside))):
        weights = [_weight(a, b) for a, b in zip(left, right, strict=True)]
        found += [
            Line(edges[column], tops[a], edges[column], tops[b], w)
            for a, b, w in _stretches(weights)
        ]
    return tuple(found)


def _weight(one: Cell | None, other: Cell | None) -> float:
    if one is other:
        return 0.0
    return INNER_POINTS if one is not None and other is not None else OUTER_POINTS


def _stretches(weights: list[float]) -> list[tuple[int, int, float]]:
    """Neighbouring rules of one weight as one: (from, to, weight)."""
    found: list[tuple[int, int, float]] = []
    for place, weight in enumerate(weights):
        if not weight:
            continue
        if found and found[-1][1] == place and found[-1][2] == weight:
            found[-1] = (found[-1][0], place + 1, weight)
        else:
            found.append((place, place + 1, weight))
    return found
