"""Grids of our own reports, so that the painters of the forms draw them too."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from perfdesk.grid import Align, Block, Cell, FieldKind, Grid, GridRow, PageSetup, Role

LANDSCAPE = PageSetup(
    orientation="landscape",
    margins_mm=(15, 12, 15, 12),
    title_size=16,
    body_size=9.5,
    smallest_size=8,
)


@dataclass(frozen=True, slots=True)
class ReportItem:
    """A cell of a report line."""

    text: str = ""
    align: Align = Align.CENTER
    kind: FieldKind = FieldKind.TEXT
    span: int = 1
    rows: int = 1
    """Lines it covers; the lines below leave its place out (`line(…, start=)`)."""
    role: Role = Role.VALUE
    border: bool = True


@dataclass(slots=True)
class ReportGrid:
    """Collects the lines of a report from top to bottom."""

    name: str
    columns_mm: tuple[float, ...]
    title: str
    _rows: list[GridRow] = field(default_factory=list)
    _cells: list[Cell] = field(default_factory=list)
    _heads: list[int] = field(default_factory=list)

    @property
    def row_count(self) -> int:
        """How many lines there are so far."""
        return len(self._rows)

    def line(
        self, block: Block, items: Sequence[ReportItem], height_mm: float = 6.0, start: int = 0
    ) -> int:
        """Add a line from a column on, filled up with blank cells, and answer its number."""
        row = len(self._rows)
        self._rows.append(GridRow(block, min_height_mm=height_mm))
        column = start
        missing = len(self.columns_mm) - start - sum(item.span for item in items)
        border = items[-1].border if items else False
        for item in (*items, *[ReportItem(border=border)] * missing):
            self._cells.append(
                Cell(
                    row,
                    column,
                    item.rows,
                    item.span,
                    role=item.role,
                    text=item.text,
                    kind=item.kind,
                    align=item.align,
                    border=item.border,
                )
            )
            column += item.span
        return row

    def title_line(self) -> None:
        """The title over the whole width."""
        item = ReportItem(self.title, span=len(self.columns_mm), role=Role.TITLE, border=False)
        self.line(Block.TITLE, [item], 12.0)

    def text_line(self, text: str, block: Block = Block.HEADER, height_mm: float = 7.0) -> int:
        """A line of text over the whole width, without rules."""
        item = ReportItem(
            text, Align.LEFT, span=len(self.columns_mm), role=Role.FOOTER, border=False
        )
        return self.line(block, [item], height_mm)

    def head_line(self, labels: Sequence[str]) -> None:
        """The heads of the columns, which stand again on every further page."""
        items = [ReportItem(label, role=Role.HEAD) for label in labels]
        self._heads.append(self.line(Block.INDICATOR_HEAD, items, 9.0))

    def grid(self) -> Grid:
        """The finished grid."""
        return Grid(
            form_id=self.name,
            columns_mm=self.columns_mm,
            rows=tuple(self._rows),
            cells=tuple(self._cells),
            head_rows=tuple(self._heads),
            title=self.title,
        )
