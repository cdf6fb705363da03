"""Which rows, and which lines of a tall row, stand on which page."""

from copy import copy

from perfdesk.grid import Block, Role
from perfdesk.paginate.measure import REPEATED, Measure

_SLACK = 1e-6
_LABELS = frozenset({Role.LABEL, Role.HEAD, Role.EMPTY})
_UNBREAKABLE = frozenset(
    {Block.TITLE, Block.INDICATOR_HEAD, Block.LIST_HEAD, Block.TOTAL, Block.FOOTER}
)
_WASTE = 0.3
"""A row is cut between lines, rather than moved, when moving it leaves this much of a page empty."""
_TOO_TALL = 0.3
"""A label taller than this share of a page flows like other text instead of standing again."""
_LEAST_LINES = 2


class Part:
    """A row, or a piece of one, on a page."""

    __slots__ = ("continued", "head", "height", "row")

    def __init__(
        self, row: int, height: float, *, head: bool = False, continued: bool = False
    ) -> None:
        """`head`: repeated at the top of the page; `continued`: its first lines stand on the page before."""
        self.row = row
        self.height = height
        self.head = head
        self.continued = continued


class PagePlan:
    """A page: its parts from the top, and the lines (from, to) of cells that are not shown whole."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.lines: dict[int, tuple[int, int]] = {}


class Flow:
    """Fills pages of `capacity` mm with the rows of a grid."""

    def __init__(self, measure: Measure, capacity: float) -> None:
        self.measure = measure
        self.grid = measure.grid
        self.capacity = capacity
        self.texts = measure.texts
        self.singles: list[list[int]] = [[] for _ in self.grid.rows]
        self.spans: list[int] = []
        for index, cell in enumerate(self.grid.cells):
            if cell.row_span == 1:
                self.singles[cell.row].append(index)
            else:
                self.spans.append(index)
        self.spans.sort(
            key=lambda index: (self.grid.cells[index].last_row, self.grid.cells[index].row_span)
        )
        self._goes_on: dict[int, float] = {}
        self._whole = [
            max([self.measure.least_heights[row], *(self.texts[index].height for index in indices)])
            for row, indices in enumerate(self.singles)
        ]
        self.full = self._heights(0, self.grid.row_count, {}, first=True)

    def of(self, measure: Measure) -> "Flow":
        """The same for texts that fill pages alike (`CellText.fills_as`)."""
        other = copy(self)
        other.measure, other.grid, other.texts = measure, measure.grid, measure.texts
        return other

    def repeats(self, index: int) -> bool:
        """Whether the cell's text stands again on the next page when the cell is cut."""
        cell = self.grid.cells[index]
        return cell.role in REPEATED and self.texts[index].height <= _TOO_TALL * self.capacity

    def pages(self) -> list[PagePlan]:
        """All pages, at least one."""
        plans: list[PagePlan] = []
        row, used = 0, dict[int, int]()
        while row < self.grid.row_count or not plans:
            plan, row, used = self._page(row, used)
            plans.append(plan)
        return plans

    def heads(self, row: int) -> tuple[int, ...]:
        """The rows that stand again above `row` when a page begins with it."""
        block = self.grid.rows[row].block
        if block in (Block.INDICATORS, Block.TOTAL):
            heads = tuple(head for head in self.grid.head_rows if head < row)
        elif block in (Block.FUNDS, Block.GOALS):
            heads = self._block_heads(row, block)
        elif block is Block.LIST:
            heads = self._list_heads(row)
        else:
            heads = ()
        return heads if sum(self.full[head] for head in heads) < 0.4 * self.capacity else ()

    def _block_heads(self, row: int, block: Block) -> tuple[int, ...]:
        first = row
        while first and self.grid.rows[first - 1].block is block:
            first -= 1
        heads = []
        for candidate in range(first, row):
            if not all(cell.role in _LABELS for cell in self.grid.row_cells(candidate)):
                break
            heads.append(candidate)
        return tuple(heads)

    def _list_heads(self, row: int) -> tuple[int, ...]:
        """The heads above the rows of a further repeating block."""
        first = row
        while first and self.grid.rows[first - 1].block is Block.LIST:
            first -= 1
        head = first
        while head and self.grid.rows[head - 1].block is Block.LIST_HEAD:
            head -= 1
        return tuple(range(head, first))

    # -- heights ---------------------------------------------------------------------------

    def _single_height(self, row: int, used: dict[int, int]) -> float:
        """What the cells of one row need, merged ones aside; `used` lines of them stand on earlier pages."""
        if not used:
            return self._whole[row]
        least = self.measure.least_heights[row]
        continued = any(index in used for index in self.singles[row])
        tallest = 0.0
        for index in self.singles[row]:
            tallest = max(tallest, self._need(index, used, continued))
        return max(tallest, 0.0 if continued else least)

    def _need(self, index: int, used: dict[int, int], continued: bool) -> float:
        """The height that the rest of a cell needs."""
        text = self.texts[index]
        if self.repeats(index):
            return self._continued_height(index) if continued else text.height
        return text.height_of(len(text.lines) - used.get(index, 0))

    def continues(self, index: int, start: int, used: dict[int, int]) -> bool:
        """Whether a cell began on a page before the one that begins with row `start`."""
        row = self.grid.cells[index].row
        return row < start or (
            row == start and any(single in used for single in self.singles[start])
        )

    def _continued_height(self, index: int) -> float:
        if index not in self._goes_on:
            self._goes_on[index] = self.measure.continued(index).height
        return self._goes_on[index]

    def _heights(self, start: int, stop: int, used: dict[int, int], first: bool) -> list[float]:
        """Heights of the rows [start, stop) on a page that begins with `start`; merged cells get what they lack."""
        heights = [self._single_height(row, used) for row in range(start, stop)]
        heads = {} if first else {head: self.full[head] for head in self.heads(start)}
        for index in self.spans:
            cell = self.grid.cells[index]
            if cell.last_row < start or cell.row >= stop:
                continue
            above = sum(
                height for head, height in heads.items() if cell.row <= head <= cell.last_row
            )
            have = above + sum(heights[max(cell.row, start) - start : cell.last_row + 1 - start])
            if cell.last_row >= stop and not self.repeats(index):
                continue
            lacking = self._need(index, used, self.continues(index, start, used)) - have
            if lacking > _SLACK:
                rows = range(max(cell.row, start) - start, min(cell.last_row, stop - 1) - start + 1)
                for row in rows:
                    heights[row] += lacking / len(rows)
        return heights

    # -- one page --------------------------------------------------------------------------

    def _page(self, start: int, used: dict[int, int]) -> tuple[PagePlan, int, dict[int, int]]:
        first = start == 0 and not used
        plan = PagePlan()
        if not first:
            plan.parts = [Part(head, self.full[head], head=True) for head in self.heads(start)]
        space = self.capacity - sum(part.height for part in plan.parts)
        stop = self._longest(start, used, space, first)
        if stop == self.grid.row_count:
            return self._close(plan, start, stop, used, first)
        whole = self._last_break(start, stop)
        if self._shall_split(start, stop, whole, used, space, first):
            split = self._split(plan, start, stop, used, space, first, force=whole is None)
            if split is not None:
                return split
        if whole is None:
            forced = max(stop, start + 1)
            return self._close(plan, start, forced, used, first)
        return self._close(plan, start, whole, used, first)

    def _longest(self, start: int, used: dict[int, int], space: float, first: bool) -> int:
        """The row after the last one that fits, cells cut at the break not yet counted."""
        total, stop = 0.0, start
        while stop < self.grid.row_count:
            total += self._single_height(stop, used)
            if total > space + _SLACK:
                break
            stop += 1
        while stop > start and self._sum(start, stop, used, first) > space + _SLACK:
            stop -= 1
        return stop

    def _sum(self, start: int, stop: int, used: dict[int, int], first: bool) -> float:
        return sum(self._heights(start, stop, used, first))

    def _last_break(self, start: int, stop: int) -> int | None:
        for candidate in range(stop, start, -1):
            if self._may_break(candidate):
                return candidate
        return None

    def _may_break(self, row: int) -> bool:
        """Whether a page may end before this row: no lone head, no lone total row."""
        before, after = self.grid.rows[row - 1].block, self.grid.rows[row].block
        heads = (Block.TITLE, Block.INDICATOR_HEAD, Block.LIST_HEAD)
        if before in heads or after in (Block.TOTAL, Block.FOOTER):
            return False
        return not self._is_block_head(row - 1)

    def _is_block_head(self, row: int) -> bool:
        block = self.grid.rows[row].block
        if block not in (Block.FUNDS, Block.GOALS) or row + 1 >= self.grid.row_count:
            return False
        return row in self._block_heads(row + 1, block)

    def _shall_split(
        self,
        start: int,
        stop: int,
        whole: int | None,
        used: dict[int, int],
        space: float,
        first: bool,
    ) -> bool:
        if self.grid.rows[stop].block in _UNBREAKABLE:
            return False
        if whole is None:
            return True
        next_space = self.capacity - sum(self.full[head] for head in self.heads(stop))
        if self._single_height(stop, used) > next_space:
            return True
        return space - self._sum(start, whole, used, first) > _WASTE * self.capacity

    def _split(
        self,
        plan: PagePlan,
        start: int,
        row: int,
        used: dict[int, int],
        space: float,
        first: bool,
        force: bool,
    ) -> tuple[PagePlan, int, dict[int, int]] | None:
        """Put the lines of `row` that fit on this page; None when too few would."""
        before = self._heights(start, row, used, first)
        room = space - sum(before)
        taken = self._taken(row, used, room, force)
        if taken is None:
            return None
        spare = self.spans and self._flows_over(row, used)
        shown = [self.texts[i].height_of(last - begun) for i, (begun, last) in taken.items()]
        continued = any(index in used for index in self.singles[row])
        labels = [self._need(i, used, continued) for i in self.singles[row] if self.repeats(i)]
        height = room if spare and force else max([*shown, *labels, 0.0])
        lacking = self._lacking(start, row, used, before, height, first)
        if height + lacking > room + _SLACK and not force:
            return None
        heights = [*before, min(height + lacking, max(room, height))]
        self._add(plan, start, heights, used)
        plan.lines.update(taken)
        self._cut_spans(plan, start, (row + 1, row), used)
        rest = self._rest(plan, (row + 1, row))
        rest.update({index: last for index, (_, last) in taken.items()})
        return plan, row, rest

    def _taken(
        self, row: int, used: dict[int, int], room: float, force: bool
    ) -> dict[int, tuple[int, int]] | None:
        """Lines (from, to) of each flowing cell of a row that fit in `room`; None for too few."""
        taken: dict[int, tuple[int, int]] = {}
        progress = force and self._flows_over(row, used)
        for index in self.singles[row]:
            if self.repeats(index):
                continue
            text, begun = self.texts[index], used.get(index, 0)
            left = len(text.lines) - begun
            count = min(left, text.fitting(room))
            if count < left and not force:
                count = min(count, max(left - _LEAST_LINES, 0))
                if count < min(_LEAST_LINES, left):
                    return None
            if force and left:
                count = max(count, 1)
            progress = progress or count > 0
            taken[index] = (begun, begun + count)
        return taken if progress else None

    def _flows_over(self, row: int, used: dict[int, int]) -> bool:
        """Whether a merged cell over this row holds more text than the row alone can show."""
        return any(
            cell.row <= row <= cell.last_row
            and not self.repeats(index)
            and self._need(index, used, False) > self.full[row]
            for index, cell in ((index, self.grid.cells[index]) for index in self.spans)
        )

    def _lacking(
        self,
        start: int,
        row: int,
        used: dict[int, int],
        before: list[float],
        height: float,
        first: bool,
    ) -> float:
        """What merged labels that reach over the cut lack on this page."""
        heads = () if first else self.heads(start)
        most = 0.0
        for index in self.spans:
            cell = self.grid.cells[index]
            if not (cell.row <= row <= cell.last_row and self.repeats(index)):
                continue
            have = height + sum(before[max(cell.row, start) - start :])
            have += sum(self.full[head] for head in heads if cell.row <= head)
            most = max(most, self._need(index, used, self.continues(index, start, used)) - have)
        return most

    def _close(
        self, plan: PagePlan, start: int, stop: int, used: dict[int, int], first: bool
    ) -> tuple[PagePlan, int, dict[int, int]]:
        self._add(plan, start, self._heights(start, stop, used, first), used)
        self._cut_spans(plan, start, (stop, stop), used)
        return plan, stop, self._rest(plan, (stop, stop))

    def _add(self, plan: PagePlan, start: int, heights: list[float], used: dict[int, int]) -> None:
        for row, height in enumerate(heights, start):
            continued = row == start and any(index in used for index in self.singles[row])
            plan.parts.append(Part(row, height, continued=continued))
        for index, begun in used.items():
            plan.lines[index] = (begun, len(self.texts[index].lines))

    def _cut_spans(
        self, plan: PagePlan, start: int, cut: tuple[int, int], used: dict[int, int]
    ) -> None:
        """Deal the lines of flowing merged cells that go on after this page."""
        for index in self.spans:
            cell = self.grid.cells[index]
            if self.repeats(index) or not self._crosses(index, cut) or cell.last_row < start:
                continue
            have = sum(part.height for part in plan.parts if cell.row <= part.row <= cell.last_row)
            begun, total = used.get(index, 0), len(self.texts[index].lines)
            plan.lines[index] = (begun, min(total, begun + self.texts[index].fitting(have)))

    def _crosses(self, index: int, cut: tuple[int, int]) -> bool:
        """Whether a cell begins above row `cut[0]` and reaches row `cut[1]`."""
        cell = self.grid.cells[index]
        return cell.row < cut[0] and cell.last_row >= cut[1]

    def _rest(self, plan: PagePlan, cut: tuple[int, int]) -> dict[int, int]:
        """Flowing merged cells that reach over the page's end, and how many of their lines are shown."""
        return {
            i: plan.lines[i][1] for i in self.spans if i in plan.lines and self._crosses(i, cut)
        }
