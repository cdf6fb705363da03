"""Blocks of cells between grid and clipboard: what is copied, and where a pasted block goes. No Qt here."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from perfdesk.grid import Cell, Grid, Role


@dataclass(frozen=True, slots=True)
class BlockCell:
    """A cell of a block on the clipboard: text and merged size."""

    text: str
    row_span: int = 1
    column_span: int = 1


_LEVELS = frozenset({"level1", "level2"})
Block = list[list[BlockCell]]
"""Rows of the cells that begin in them."""


@dataclass(slots=True)
class PastePlan:
    """Which cell gets which text; `skipped` counts cells that take none, and texts beyond the form."""

    entries: list[tuple[Cell, str]] = field(default_factory=list)
    skipped: int = 0


def block_of(grid: Grid, cells: Sequence[Cell]) -> Block:
    """The rectangle around these cells, row by row; each merged cell once."""
    if not cells:
        return []
    top, bottom = min(cell.row for cell in cells), max(cell.last_row for cell in cells)
    left, right = min(cell.column for cell in cells), max(cell.last_column for cell in cells)
    chosen = {(cell.row, cell.column) for cell in cells}
    block: Block = []
    for row in range(top, bottom + 1):
        inside = [c for c in _starting(grid, row, left, top) if c.column <= right]
        texts = [
            _copied(cell, cell.value if (cell.row, cell.column) in chosen else cell.text)
            for cell in inside
        ]
        block.append(texts)
    return [row for row in block if row] if len(cells) > 1 else block[:1]


def plan_paste(grid: Grid, cells: Sequence[Cell], block: Block) -> PastePlan:
    """Where a block goes from the first selected cell; a single text goes into all of them."""
    plan = PastePlan()
    if len(block) == 1 and len(block[0]) == 1:
        for cell in cells:
            _put(plan, cell, block[0][0].text)
        return plan
    start = cells[0]
    for offset, line in enumerate(unmerged(block)):
        row = start.row + offset
        if row >= grid.row_count:
            plan.skipped += sum(bool(part.text) for part in line)
            continue
        _paste_line(plan, _targets(grid, row, start.column, line), line, row)
    return plan


@dataclass(slots=True)
class RowsPlan:
    """A block of indicators: texts for rows there are, by row id and field, and rows to be added."""

    entries: list[tuple[str, str, str]] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)
    skipped: int = 0


def plan_rows(grid: Grid, start: Cell, block: Block) -> RowsPlan | None:
    """Where a block of several indicators goes: every line is a row, below the last one new rows.

    None where the block is no such: it begins elsewhere, is one line, or fits into the rows there
    are and names no levels. A level that stands once for many lines counts for all of them.
    """
    places = {row: info.row_ids[0] for row, info in enumerate(grid.rows) if len(info.row_ids) == 1}
    lines = unmerged(block)
    if len(lines) < 2 or start.row not in places:
        return None
    names = [
        [cell.field if cell else "" for cell in _targets(grid, start.row, start.column, line)]
        for line in lines
    ]
    beyond = start.row + len(lines) - 1 > max(places)
    if not beyond and not _LEVELS & set(names[0][: len(lines[0])]):
        return None
    plan = RowsPlan()
    levels: dict[str, str] = {}
    for number, line in enumerate(lines):
        texts: dict[str, str] = {}
        for place, part in enumerate(line):
            name = names[number][place] if place < len(names[number]) else ""
            if name:
                texts[name] = part.text
            else:
                plan.skipped += bool(part.text)
        said = any(texts.values())
        for name in _LEVELS & set(texts):
            # A line that says nothing, as below a table in Excel, is no indicator of the level above it.
            text = texts.pop(name) or (levels.get(name, "") if said else "")
            if text:
                levels[name] = texts[name] = text
        row = places.get(start.row + number)
        if row is not None:
            plan.entries += [(row, name, text) for name, text in texts.items()]
        elif said:
            plan.rows.append(texts)
    return plan


def plan_fill_down(grid: Grid, cells: Sequence[Cell]) -> list[tuple[Cell, str]]:
    """In every column the first selected text for those below; one cell takes that of the same field above it."""
    columns: dict[int, list[Cell]] = {}
    for cell in cells:
        columns.setdefault(cell.column, []).append(cell)
    entries: list[tuple[Cell, str]] = []
    for column, found in columns.items():
        source = found[0] if len(found) > 1 else _above(grid, found[0], column)
        targets = found[1:] if len(found) > 1 else found
        # The year that stands above the project's name is none of its column.
        if source is not None and (len(found) > 1 or source.field == found[0].field):
            entries += [
                (cell, source.value or "") for cell in targets if cell.role is not Role.COMPUTED
            ]
    return entries


def _starting(grid: Grid, row: int, left: int, top: int) -> list[Cell]:
    """The cells of a row from a column on; one merged from above stands in the first row only."""
    found: list[Cell] = []
    for column in range(left, grid.column_count):
        cell = grid.cell_at(row, column)
        if (cell.row == row or row == top) and cell not in found[-1:]:
            found.append(cell)
    return found


def _copied(cell: Cell, text: str | None) -> BlockCell:
    return BlockCell(text or "", cell.row_span, cell.column_span)


def unmerged(block: Block) -> list[list[BlockCell]]:
    """The block with an empty text where a cell is merged from above, so that columns line up."""
    below: dict[int, int] = {}
    rows = []
    for line in block:
        row: list[BlockCell] = []
        waiting = list(line)
        while waiting or any(place >= len(row) for place in below):
            if below.get(len(row), 0) > 0:
                below[len(row)] -= 1
                row.append(BlockCell(""))
            elif waiting:
                part = waiting.pop(0)
                if part.row_span > 1:
                    below[len(row)] = part.row_span - 1
                row.append(part)
            else:
                row.append(BlockCell(""))
        below = {place: left for place, left in below.items() if left > 0}
        rows.append(row)
    return rows


def _targets(grid: Grid, row: int, left: int, line: Sequence[BlockCell]) -> list[Cell | None]:
    """The cells of a row that a line goes into, None where a place is covered.

    A line copied from a sheet in the official layout has one text per column, blanks where cells
    are merged; one copied from a plain sheet has one text per cell.
    """
    distinct: list[Cell | None] = []
    by_column: list[Cell | None] = []
    for column in range(left, grid.column_count):
        cell = grid.cell_at(row, column)
        begins = cell.column == column or column == left
        by_column.append(cell if begins else None)
        if begins:
            distinct.append(cell)
    merged = any(part.column_span > 1 for part in line)
    covered_blank = all(
        not part.text for part, cell in zip(line, by_column, strict=False) if cell is None
    )
    return by_column if not merged and len(line) > len(distinct) and covered_blank else distinct


def _paste_line(
    plan: PastePlan, targets: Sequence[Cell | None], line: Sequence[BlockCell], row: int
) -> None:
    for number, part in enumerate(line):
        cell = targets[number] if number < len(targets) else None
        if cell is None or cell.row != row:
            # Beyond the form, or merged from above: only a text is worth a word.
            plan.skipped += bool(part.text)
            continue
        _put(plan, cell, part.text)


def _put(plan: PastePlan, cell: Cell, text: str) -> None:
    if cell.editable and cell.role is not Role.COMPUTED:
        plan.entries.append((cell, text))
    elif text and text.strip() != cell.text.strip():
        plan.skipped += 1


def _above(grid: Grid, cell: Cell, column: int) -> Cell | None:
    if cell.row == 0:
        return None
    above = grid.cell_at(cell.row - 1, column)
    return above if above.editable else None
