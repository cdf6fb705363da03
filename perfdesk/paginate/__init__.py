"""Pages from a grid: pure Python, no Qt, no reportlab; the same breaks on screen, paper and file.

What makes the pages is imported where it is needed: the window wants lines and heights only.
"""

from typing import TYPE_CHECKING

from perfdesk.fonts import BODY, TITLE, FontSet, chosen_fonts
from perfdesk.grid import Grid, PageSetup, Role
from perfdesk.paginate.fit import capacity, fitted
from perfdesk.paginate.flow import Flow
from perfdesk.paginate.linebreak import break_lines
from perfdesk.paginate.measure import Measure, column_widths

if TYPE_CHECKING:
    from perfdesk.pages import MissingGlyph, Pages
    from perfdesk.paginate.furniture import PageFooter

__all__ = [
    "break_lines",
    "column_widths",
    "missing_glyphs",
    "paginate",
    "row_heights",
    "size_and_pages",
]


def paginate(
    grid: Grid,
    setup: PageSetup,
    fonts: FontSet | None = None,
    footer: "PageFooter | str | None" = None,
) -> "Pages":
    """The form on paper, in the user's fonts unless others are given; a text as `footer` is its digest.

    The body shrinks down to `setup.smallest_size` only where that saves a page. Text that no break
    can make fit is named in `overflow` (P02), characters that no font has in `missing`.
    """
    from perfdesk.pages import Pages
    from perfdesk.paginate.emit import Emitter
    from perfdesk.paginate.furniture import PageFooter

    fonts = fonts or chosen_fonts()
    if footer is None or isinstance(footer, str):
        footer = PageFooter(digest=footer or "")
    measure, flow, _ = fitted(grid, setup, fonts)
    plans = flow.pages()
    emitter = Emitter(measure, flow, footer)
    pages = tuple(emitter.page(plan, number, len(plans)) for number, plan in enumerate(plans, 1))
    overflow = tuple(
        (grid.cells[index].row_id, grid.cells[index].field) for index in sorted(emitter.clipped)
    )
    return Pages(
        form_id=grid.form_id,
        title=grid.title,
        pages=pages,
        font_size=measure.body_size,
        missing=missing_glyphs(grid, fonts),
        overflow=overflow,
        row_heights=tuple(flow.full),
    )


def row_heights(
    grid: Grid,
    setup: PageSetup,
    fonts: FontSet | None = None,
    size: float | None = None,
    gap_mm: float | None = None,
) -> tuple[float, ...]:
    """The height in mm of every grid row, whole, at a body size in points (default: the form's own).

    `gap_mm`: what is left free above and below a text (default: the padding).
    """
    measure = Measure(grid, setup, fonts or chosen_fonts(), size or setup.body_size, gap_mm)
    return tuple(Flow(measure, capacity(setup)).full)


def size_and_pages(grid: Grid, setup: PageSetup, fonts: FontSet) -> tuple[float, int]:
    """The body size (points) at which `paginate` sets the form, and how many pages it takes."""
    measure, flow, _ = fitted(grid, setup, fonts)
    return measure.body_size, len(flow.pages())


def missing_glyphs(grid: Grid, fonts: FontSet) -> "tuple[MissingGlyph, ...]":
    """Every character that no font on hand can draw, with its cell."""
    from perfdesk.pages import MissingGlyph

    found = []
    for cell in grid.cells:
        style = TITLE if cell.role is Role.TITLE else BODY
        found += [
            MissingGlyph(c, cell.row_id, cell.field)
            for c in fonts.missing(cell.text, style)
            if c != "\n"
        ]
    return tuple(found)
