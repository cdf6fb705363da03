"""Building the one grid of a form."""

from collections.abc import Iterator, Sequence

from perfdesk.document import FormView
from perfdesk.grid import Block, Cell, Grid, GridRow, Role
from perfdesk.layout.cells import CellMaker, KeptCells
from perfdesk.layout.footer import footer_rows
from perfdesk.layout.lines import IndicatorLine, indicator_lines, level1_runs, level2_runs
from perfdesk.template.model import CellSpec, RowSpec, Template

_TO_END = 0


def build_grid(view: FormView, kept: KeptCells | None = None) -> Grid:
    """The grid of a form in its official layout, tiled with no overlap and no hole.

    Indicator rows follow each other in the form's order; a national 申报表 sets its two terms
    side by side under common 一级指标. An empty form shows one empty indicator line. `kept` takes
    indicator cells over from the form's last grid, and remembers those of this one.
    """
    template = view.template
    lines = indicator_lines(view)
    maker = CellMaker(view, kept)
    rows: list[GridRow] = []
    cells: list[Cell] = []
    heads: list[int] = []
    end = _last_indicator_row(template, len(lines))
    for spec in template.rows:
        start = len(rows)
        if spec.repeat:
            heads.append(start)
        if spec.block is Block.INDICATORS:
            rows += [GridRow(spec.block, line.row_ids, spec.min_height_mm) for line in lines]
            cells += _indicator_cells(template, maker, spec, lines, start)
            continue
        rows.append(GridRow(spec.block, min_height_mm=spec.min_height_mm))
        for cell in spec.cells:
            span = end - start + 1 if cell.rows == _TO_END else cell.rows
            cells.append(maker.fixed(cell, start, span))
    footer, footer_cells = footer_rows(view.profile.footer, template.columns_mm, len(rows))
    return Grid(
        form_id=view.id,
        columns_mm=template.columns_mm,
        rows=(*rows, *footer),
        cells=tuple(sorted([*cells, *footer_cells], key=lambda cell: (cell.row, cell.column))),
        head_rows=tuple(heads),
        template_id=template.id,
        title=view.text("title") or template.title,
        setup=template.page,
    )


def _last_indicator_row(template: Template, lines: int) -> int:
    """The grid row of the last indicator line."""
    before = next(i for i, row in enumerate(template.rows) if row.block is Block.INDICATORS)
    return before + lines - 1


def _indicator_cells(
    template: Template, maker: CellMaker, spec: RowSpec, lines: Sequence[IndicatorLine], start: int
) -> Iterator[Cell]:
    for cell in spec.cells:
        if cell.role is Role.LEVEL:
            yield from _level_cells(template, maker, cell, lines, start)
            continue
        field = template.field("r", cell.field) if cell.field else None
        for offset, line in enumerate(lines):
            if field is None:
                yield maker.fixed(cell, start + offset, 1)
            else:
                yield maker.indicator(cell, field, start + offset, line.rows.get(cell.term))


def _level_cells(
    template: Template, maker: CellMaker, cell: CellSpec, lines: Sequence[IndicatorLine], start: int
) -> Iterator[Cell]:
    field = template.field("r", cell.field)
    if field is None:
        raise KeyError(cell.field)
    runs = level1_runs(lines) if cell.field == "level1" else level2_runs(lines, cell.term)
    for run in runs:
        yield maker.level(cell, field, start + run.first, run)
