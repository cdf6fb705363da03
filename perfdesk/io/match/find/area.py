"""A form's part of a sheet: its cells with their labels, and what lies beside and below them."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from time import monotonic
from typing import Final, NamedTuple

from perfdesk.io.match.labels.spelling import Label, label_of
from perfdesk.io.readers.snapshot import Cell, Sheet

_LOOKS: Final = 255
"""The clock is read once in so many looks (a power of two, less one)."""
_MOST_SPILLED: Final = 400_000
"""Places that merged cells may cover in one form; beyond that their height is not believed."""


class Item(NamedTuple):
    """A cell as the matcher sees it."""

    row: int
    column: int
    last_row: int
    last_column: int
    cell: Cell
    label: Label
    address: str
    """With the sheet."""

    @property
    def text(self) -> str:
        """What the cell shows."""
        return self.cell.text


def items_of(sheet: Sheet) -> list[Item]:
    """The cells of a sheet that show something or should have, by row and column."""
    return [
        Item(
            cell.row, cell.column, cell.row + cell.rows - 1, cell.column + cell.columns - 1,
            cell, label_of(cell.text), sheet.address(cell),
        )
        for cell in sheet.cells
        if cell.missing or (cell.text and not cell.text.isspace())
    ]  # fmt: skip


def moved(items: Iterable[Item], down: int) -> list[Item]:
    """The items further down, to join what another sheet or table goes on with."""
    return [item._replace(row=item.row + down, last_row=item.last_row + down) for item in items]


_BY_COLUMN: Final = attrgetter("column")
_NONE: Final[list[Item]] = []


class TakesTooLongError(Exception):
    """Making sense of one form takes longer than a form may; caught where forms are matched, never shown."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


class Area:
    """The items of one form.

    Every way of looking at them goes through `line`, which so keeps the time: a table that was made to stop
    the program, or one that is no form at all, is given up after `SECONDS`.
    """

    SECONDS = 5.0

    def __init__(self, sheet: str, items: Sequence[Item]) -> None:
        self.sheet = sheet
        self.items = list(items)
        self.used: set[str] = set()
        """Addresses of cells that found their place."""
        self.divided: set[str] = set()
        """Addresses of cells that hold a label and its sum: two items each."""
        self._looks = 0
        self._deadline = monotonic() + self.SECONDS
        self.inferred: dict[tuple[str, int, tuple[int, ...]], int | None] = {}
        """Level columns without a head, as `take.columns` inferred them."""
        self.lines = self._cover(self.items[-1].row if self.items else 0)
        """Row → the items that cover it, left to right; merged ones stand in each of their rows."""

    @property
    def first_row(self) -> int:
        """The first row with an item."""
        return self.items[0].row

    @property
    def last_row(self) -> int:
        """The last row in which an item begins."""
        return self.items[-1].row

    def line(self, row: int) -> list[Item]:
        """The items that cover a row, left to right."""
        self._looks += 1
        if not self._looks & _LOOKS and monotonic() > self._deadline:
            first = self.items[0].address if self.items else self.sheet
            raise TakesTooLongError(next((i.address for i in self.lines.get(row, ())), first))
        return self.lines.get(row, _NONE)

    def starting(self, row: int) -> Iterator[Item]:
        """The items that begin in a row."""
        return (item for item in self.line(row) if item.row == row)

    def right_of(self, item: Item) -> Item | None:
        """The next item to the right in the item's first row."""
        line = self.line(item.row)
        position = bisect_right(line, item.last_column, key=_BY_COLUMN)
        return line[position] if position < len(line) else None

    def covering(self, row: int, first: int, last: int) -> list[Item]:
        """The items of a row that touch the columns from `first` to `last`."""
        return [
            item for item in self.line(row) if item.column <= last and item.last_column >= first
        ]

    def use(self, *items: Item) -> None:
        """Note that these cells found their place."""
        self.used.update(item.address for item in items)

    def reach(self, row: int) -> None:
        """Let merged cells cover rows as far down as this one, though nothing begins there."""
        if self.items and row > self.last_row:
            self.lines = self._cover(row)

    def _cover(self, end: int) -> dict[int, list[Item]]:
        lines: dict[int, list[Item]] = {}
        spilled = 0
        for item in self.items:
            lines.setdefault(item.row, []).append(item)
            last = min(item.last_row, end)
            spilled += last - item.row
            if spilled > _MOST_SPILLED:
                continue
            for row in range(item.row + 1, last + 1):
                lines.setdefault(row, []).append(item)
        for line in lines.values():
            line.sort(key=_BY_COLUMN)
        return lines
