"""The one grid of a form: rows, columns, spans. View, Excel, PDF and print are its clients."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Literal, NamedTuple

from perfdesk.cellpath import HEADER


class Role(StrEnum):
    """What a cell is on the paper."""

    TITLE = "title"
    YEAR = "year"
    LABEL = "label"
    HEAD = "head"
    """Column heads of a block; they repeat on every page."""
    LEVEL = "level"
    """一级/二级指标, merged over equal neighbours."""
    VALUE = "value"
    COMPUTED = "computed"
    EMPTY = "empty"
    """A cell of the form that holds nothing and takes nothing."""
    FOOTER = "footer"


class FieldKind(StrEnum):
    """What a cell holds, which decides its editor, alignment and number format."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    AMOUNT = "amount"
    RATE = "rate"
    SCORE = "score"
    TARGET = "target"
    DATE = "date"
    YEAR = "year"
    CHOICE = "choice"
    TICK = "tick"
    """√ or blank."""


class Align(StrEnum):
    """Horizontal alignment; vertical is always the middle."""

    LEFT = "left"
    CENTER = "center"


class Cell(NamedTuple):
    """One (merged) cell of the paper. `text` is exactly what is printed, "" when blank."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    role: Role = Role.LABEL
    text: str = ""
    field: str = ""
    row_id: str = HEADER
    row_ids: tuple[str, ...] = ()
    """Level cells: the indicator rows they stand for; else empty."""
    kind: FieldKind = FieldKind.TEXT
    align: Align = Align.CENTER
    border: bool = True
    choices: tuple[str, ...] = ()
    value: str | None = None
    """The stored or computed text behind `text` (which may add words, as in （2024年度）)."""
    computed: str | None = None
    """Computed cells: what the program would print; differs from `value` when overridden or kept."""
    label_path: str = ""
    """For screen readers and messages: 产出指标 / 数量指标 / 完成体检数 / 得分."""

    @property
    def editable(self) -> bool:
        """Whether the user may type here."""
        return bool(self.field) and self.role in (
            Role.VALUE,
            Role.LEVEL,
            Role.COMPUTED,
            Role.YEAR,
            Role.TITLE,
        )

    @property
    def last_row(self) -> int:
        """The last grid row it covers."""
        return self.row + self.row_span - 1

    @property
    def last_column(self) -> int:
        """The last grid column it covers."""
        return self.column + self.column_span - 1


class Block(StrEnum):
    """Which part of the form a grid row belongs to."""

    TITLE = "title"
    HEADER = "header"
    FUNDS = "funds"
    GOALS = "goals"
    INDICATOR_HEAD = "indicator_head"
    INDICATORS = "indicators"
    TOTAL = "total"
    LIST_HEAD = "list_head"
    """Heads of a further repeating block (年度主要任务)."""
    LIST = "list"
    """Its rows."""
    CLOSING = "closing"
    """Rows after the total: 评价结论, 存在问题, 改进措施."""
    FOOTER = "footer"


class GridRow(NamedTuple):
    """A row of the paper: its block, its indicator row ids (none, one, or two side by side) and least height (mm)."""

    block: Block
    row_ids: tuple[str, ...] = ()
    min_height_mm: float = 6.0


@dataclass(frozen=True, slots=True)
class PageSetup:
    """Paper of the form; lengths in mm, sizes in points."""

    orientation: Literal["portrait", "landscape"] = "portrait"
    width_mm: float = 210.0
    height_mm: float = 297.0
    margins_mm: tuple[float, float, float, float] = (15.0, 14.0, 15.0, 14.0)
    """Top, right, bottom, left."""
    title_size: float = 18.0
    year_size: float = 12.0
    body_size: float = 10.0
    smallest_size: float = 7.5
    """Floor to which the body size shrinks before a page is added."""
    padding_mm: float = 1.0
    line_spacing: float = 1.25


@dataclass(frozen=True)
class Grid:
    """Cells that tile a rectangle with no overlap and no hole, column widths in mm."""

    form_id: str
    columns_mm: tuple[float, ...]
    rows: tuple[GridRow, ...]
    cells: tuple[Cell, ...]
    head_rows: tuple[int, ...] = ()
    """Rows repeated at the top of every further page (the indicator head)."""
    template_id: str = ""
    title: str = ""
    setup: PageSetup = PageSetup()
    """The paper it is laid out for."""
    _problems: tuple[str, ...] = field(default=(), repr=False)

    @cached_property
    def _covering(self) -> dict[tuple[int, int], Cell]:
        covering: dict[tuple[int, int], Cell] = {}
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    covering[row, column] = cell
        return covering

    @cached_property
    def ruled(self) -> frozenset[tuple[int, int]]:
        """The places (row, column) under cells with borders."""
        return frozenset(place for place, cell in self._covering.items() if cell.border)

    @cached_property
    def _by_path(self) -> dict[tuple[str, str], Cell]:
        by_path: dict[tuple[str, str], Cell] = {}
        for cell in self.cells:
            if not cell.field:
                continue
            for row_id in cell.row_ids or (cell.row_id,):
                # A label may say a value again (中期目标（2024年-2026年）): its own cell goes first.
                if cell.editable or (row_id, cell.field) not in by_path:
                    by_path[row_id, cell.field] = cell
        return by_path

    @property
    def row_count(self) -> int:
        """How many rows the paper has."""
        return len(self.rows)

    @property
    def column_count(self) -> int:
        """How many columns the paper has."""
        return len(self.columns_mm)

    def cell_at(self, row: int, column: int) -> Cell:
        """The cell that covers this place; KeyError outside the grid."""
        return self._covering[row, column]

    def find(self, row_id: str, field_name: str) -> Cell | None:
        """The cell of a field, whatever merged cell stands for it."""
        return self._by_path.get((row_id, field_name))

    def width_mm(self, cell: Cell) -> float:
        """The width of a cell over all columns it spans, in mm."""
        return sum(self.columns_mm[cell.column : cell.column + cell.column_span])

    def row_cells(self, row: int) -> Iterator[Cell]:
        """The cells that begin in this row, left to right."""
        return (cell for cell in self.cells if cell.row == row)

    def problems(self) -> list[str]:
        """Overlaps and holes, each named; a sound grid has none."""
        seen: dict[tuple[int, int], Cell] = {}
        found = []
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    if (row, column) in seen:
                        found.append(f"overlap at row {row} column {column}")
                    seen[row, column] = cell
        expected = {(r, c) for r in range(self.row_count) for c in range(self.column_count)}
        found += [f"hole at row {r} column {c}" for r, c in sorted(expected - seen.keys())]
        found += [f"outside at row {r} column {c}" for r, c in sorted(seen.keys() - expected)]
        return found
