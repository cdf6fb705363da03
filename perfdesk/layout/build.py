"""Building the one grid of a form."""

from collections.abc import Hashable, Iterator, Sequence
from operator import attrgetter

from perfdesk.document import BlockRowView, FormView
from perfdesk.grid import Block, Cell, Grid, GridRow, Role
from perfdesk.layout.cells import CellMaker, KeptCells
from perfdesk.layout.footer import footer_rows
from perfdesk.layout.lines import IndicatorLine, indicator_lines, level1_runs, level2_runs
from perfdesk.template.model import CellSpec, RowSpec, Template

_TO_END = 0
_READING_ORDER = attrgetter("row", "column")


def build_grid(view: FormView, kept: KeptCells | None = None) -> Grid:
    """The grid of a form in its official layout, tiled with no overlap and no hole.

    Indicator rows follow each other in the form's order; a national 申报表 sets its two terms
    side by side under common 一级指标. An empty form shows one empty indicator line. `kept` takes
    indicator cells over from the form's last grid, and remembers those of this one.
    """
    template = view.template
    lines = indicator_lines(view)
    maker = CellMaker(view, kept)
    counts = [_count(view, spec, len(lines)) for spec in template.rows]
    starts = [sum(counts[:index]) for index in range(len(counts))]
    rows: list[GridRow] = []
    cells: list[Cell] = []
    heads: list[int] = []
    for index, spec in enumerate(template.rows):
        start = starts[index]
        if spec.repeat:
            heads.append(start)
        if spec.block is Block.INDICATORS:
            rows += [GridRow(spec.block, line.row_ids, spec.min_height_mm) for line in lines]
            cells += _indicator_cells(template, maker, spec, lines, start)
            continue
        if spec.block is Block.LIST:
            for row, entry in enumerate(_list_rows(view, spec), start):
                ids = (entry.id,) if entry else ()
                rows.append(GridRow(spec.block, ids, spec.min_height_mm))
                cells += [maker.listed(cell, row, entry) for cell in spec.cells]
            continue
        rows.append(GridRow(spec.block, min_height_mm=spec.min_height_mm))
        for cell in spec.cells:
            span = cell.rows
            if span <= _TO_END:
                span = _end(template, index, starts, counts) - cell.rows - start + 1
            cells.append(maker.fixed(cell, start, span))
    footer, footer_cells = footer_rows(view.profile.footer, template.columns_mm, len(rows))
    return Grid(
        form_id=view.id,
        columns_mm=template.columns_mm,
        rows=(*rows, *footer),
        cells=tuple(sorted([*cells, *footer_cells], key=_READING_ORDER)),
        head_rows=tuple(heads),
        template_id=template.id,
        title=view.text("title") or template.title,
        setup=view.page,
    )


def _count(view: FormView, spec: RowSpec, lines: int) -> int:
    """How many grid rows a row of the template becomes."""
    if spec.block is Block.INDICATORS:
        return lines
    return len(_list_rows(view, spec)) if spec.block is Block.LIST else 1


def _list_rows(view: FormView, spec: RowSpec) -> tuple[BlockRowView | None, ...]:
    """The rows of a further block; an empty one shows one empty line."""
    return view.rows_of(spec.rows_of) or (None,)


def _end(template: Template, index: int, starts: list[int], counts: list[int]) -> int:
    """The last grid row of the repeating block that begins below a head."""
    repeating = (Block.INDICATORS, Block.LIST)
    at = next(i for i in range(index, len(starts)) if template.rows[i].block in repeating)
    return starts[at] + counts[at] - 1


def _indicator_cells(
    template: Template, maker: CellMaker, spec: RowSpec, lines: Sequence[IndicatorLine], start: int
) -> Iterator[Cell]:
    levels = [cell for cell in spec.cells if cell.role is Role.LEVEL]
    by_term: dict[str, list[CellSpec]] = {}
    for cell in spec.cells:
        if cell.role is not Role.LEVEL:
            by_term.setdefault(cell.term, []).append(cell)
    for row, line in enumerate(lines, start):
        for term, cells in by_term.items():
            yield from maker.indicators(cells, row, term, line.rows.get(term))
    made_of = ((start,), *(_level_parts(line) for line in lines))
    yield from maker.levels(
        made_of,
        lambda: (
            made for cell in levels for made in _level_cells(template, maker, cell, lines, start)
        ),
    )


def _level_parts(line: IndicatorLine) -> tuple[Hashable, ...]:
    """What the level cells of a line are made of."""
    return (
        line.group,
        *((term, row.id, row.level1, row.level2) for term, row in line.rows.items()),
    )


def _level_cells(
    template: Template, maker: CellMaker, cell: CellSpec, lines: Sequence[IndicatorLine], start: int
) -> Iterator[Cell]:
    field = template.field("r", cell.field)
    if field is None:
        raise KeyError(cell.field)
    runs = level1_runs(lines) if cell.field == "level1" else level2_runs(lines, cell.term)
    for run in runs:
        yield maker.level(cell, field, start + run.first, run)
