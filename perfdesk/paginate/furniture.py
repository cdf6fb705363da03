"""What stands outside the form on every page: heading of further pages, page number, digest."""

from dataclasses import dataclass

from perfdesk.fonts import BODY, FontSet
from perfdesk.grid import PageSetup
from perfdesk.pages import Box, Run
from perfdesk.paginate.measure import MM_PER_POINT, paper

_SIZE = 9.0
_DIGEST_SIZE = 7.5


@dataclass(frozen=True, slots=True)
class PageFooter:
    """What the unit wants at the foot of a page."""

    page_numbers: bool = True
    digest: str = ""
    """A short fingerprint of the data, printed as 校验码 3FA0-91C2-7B; "" prints none."""


def furniture(
    setup: PageSetup, fonts: FontSet, footer: PageFooter, heading: str, number: int, count: int
) -> list[Box]:
    """The boxes (without border, of no cell) that a page carries in its margins."""
    width, height = paper(setup)
    top, right, bottom, left = setup.margins_mm
    boxes = []
    if heading:
        boxes.append(
            _strip(fonts, heading, _SIZE, (left, max(top - 7.0, 1.0), width - left - right), 0.5)
        )
    y = height - bottom + max(min(bottom - 7.0, 3.0), 0.0)
    if footer.page_numbers:
        boxes.append(
            _strip(
                fonts,
                f"第 {number} 页 / 共 {count} 页",
                _SIZE,
                (left, y, width - left - right),
                0.5,
            )
        )
    if footer.digest:
        text = f"校验码 {footer.digest}"
        boxes.append(_strip(fonts, text, _DIGEST_SIZE, (left, y, width - left - right), 1.0))
    return boxes


def _strip(
    fonts: FontSet, text: str, size: float, place: tuple[float, float, float], align: float
) -> Box:
    """One line in a margin; `align` 0 left, 0.5 centred, 1 right; shrunk when wider than the paper leaves."""
    x, y, width = place
    long = fonts.width(text, BODY)
    size = min(size, width / (long * MM_PER_POINT)) if long else size
    em = size * MM_PER_POINT
    height = 1.3 * em
    left = x + (width - long * em) * align
    runs = []
    at = left
    for face, piece, advance in fonts.pieces(text, BODY):
        runs.append(Run(at, y + height / 2 + 0.38 * em, piece, face, size, advance * em))
        at += advance * em
    return Box(x, y, width, height, tuple(runs), border=False)
