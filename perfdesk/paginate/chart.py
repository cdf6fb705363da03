"""A bar chart as pages: the same rectangles, rules and text runs that forms are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from perfdesk.fonts import BODY, TITLE, FontSet, bundled_fonts
from perfdesk.fonts.fontset import Style
from perfdesk.grid import PageSetup
from perfdesk.pages import Box, Fill, Line, Page, Pages, Run
from perfdesk.paginate.measure import MM_PER_POINT, paper

Colour = tuple[float, float, float]
COLOURS: tuple[Colour, ...] = ((0.16, 0.38, 0.62), (0.86, 0.56, 0.18))
"""Blue and ochre: told apart in print without colour too, by their lightness."""

_STEP = Decimal(20)
_FULL = Decimal(100)
_BAR_MM = 4.0
_GAP_MM = 3.5
_LABEL_MM = 72.0
_VALUE_MM = 18.0
_HEAD_MM = 24.0
_AXIS_MM = 8.0
_SIZE = 9.0
_LONGEST_LABEL = 120
"""Characters: more never fit, and measuring them all would take its time."""
_GRID_MM = 0.2
_GREY: Colour = (0.8, 0.8, 0.8)


@dataclass(frozen=True, slots=True)
class BarGroup:
    """A project: one bar for each series, none where there is no value."""

    label: str
    values: tuple[Decimal | None, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BarChart:
    """Groups of bars on one scale from 0 to at least 100."""

    title: str
    series: tuple[str, ...]
    groups: tuple[BarGroup, ...]

    @property
    def top(self) -> Decimal:
        """The end of the scale: 100, or the next step above the highest value."""
        values = [value for group in self.groups for value in group.values if value is not None]
        highest = max([_FULL, *values])
        return (highest / _STEP).to_integral_value(ROUND_CEILING) * _STEP


def chart_pages(
    chart: BarChart, setup: PageSetup, fonts: FontSet | None = None, form_id: str = "chart"
) -> Pages:
    """The chart on as many sheets as its groups need, the scale repeated on each."""
    drawer = _Drawer(chart, setup, fonts or bundled_fonts())
    per_page = drawer.groups_per_page()
    parts = [
        chart.groups[start : start + per_page] for start in range(0, len(chart.groups), per_page)
    ]
    pages = tuple(drawer.page(part, number) for number, part in enumerate(parts or [()], 1))
    return Pages(form_id, chart.title, pages, font_size=_SIZE)


class _Drawer:
    def __init__(self, chart: BarChart, setup: PageSetup, fonts: FontSet) -> None:
        self.chart = chart
        self.setup = setup
        self.fonts = fonts
        self.width, self.height = paper(setup)
        top, right, bottom, left = setup.margins_mm
        self.left = left
        self.plot_left = left + _LABEL_MM
        self.plot_right = self.width - right - _VALUE_MM
        self.plot_top = top + _HEAD_MM
        self.plot_bottom = self.height - bottom - _AXIS_MM
        self.group_mm = _BAR_MM * len(chart.series) + _GAP_MM

    def groups_per_page(self) -> int:
        return max(1, int((self.plot_bottom - self.plot_top - _GAP_MM) / self.group_mm))

    def page(self, groups: Sequence[BarGroup], number: int) -> Page:
        boxes: list[Box] = []
        fills: list[Fill] = []
        self._head(boxes, fills, number)
        bottom = self.plot_top + _GAP_MM + len(groups) * self.group_mm
        self._scale(boxes, fills, bottom)
        axis = Line(self.plot_left, self.plot_top, self.plot_left, bottom, 0.75)
        for place, group in enumerate(groups):
            self._group(group, self.plot_top + _GAP_MM + place * self.group_mm, boxes, fills)
        return Page(number, self.width, self.height, tuple(boxes), (axis,), (), tuple(fills))

    def _head(self, boxes: list[Box], fills: list[Fill], number: int) -> None:
        top = self.setup.margins_mm[0]
        title = self.chart.title + ("（续）" if number > 1 else "")
        width = self.width - 2 * self.left
        boxes.append(self._text(title, self.left, top, width, 10, 0.5, 14, TITLE))
        x = self.plot_left
        for name, colour in zip(self.chart.series, COLOURS, strict=False):
            fills.append(Fill(x, top + 13.5, 4, 3, colour))
            boxes.append(self._text(name, x + 5.5, top + 12, 30, 6, 0.0))
            x += 42

    def _scale(self, boxes: list[Box], fills: list[Fill], bottom: float) -> None:
        """Grid lines are fills, so that the bars cover them."""
        for step in range(int(self.chart.top / _STEP) + 1):
            x = self._x(_STEP * step)
            fills.append(Fill(x, self.plot_top, _GRID_MM, bottom - self.plot_top, _GREY))
            boxes.append(self._text(str(_STEP * step), x - 10, bottom + 0.5, 20, 6, 0.5, 8))

    def _group(self, group: BarGroup, y: float, boxes: list[Box], fills: list[Fill]) -> None:
        height = _BAR_MM * len(self.chart.series)
        label = self._shortened(group.label, _LABEL_MM - 4)
        boxes.append(self._text(label, self.left, y, _LABEL_MM - 3, height, 1.0))
        for place, (value, text, colour) in enumerate(
            zip(group.values, group.texts, COLOURS, strict=False)
        ):
            if value is None:
                continue
            top = y + place * _BAR_MM
            length = max(self._x(max(value, Decimal(0))) - self.plot_left, 0.2)
            fills.append(Fill(self.plot_left, top + 0.3, length, _BAR_MM - 0.6, colour))
            at = self.plot_left + length + 1
            boxes.append(self._text(text, at, top, _VALUE_MM, _BAR_MM, 0.0, 8))

    def _x(self, value: Decimal) -> float:
        share = float(value / self.chart.top)
        return self.plot_left + share * (self.plot_right - self.plot_left)

    def _shortened(self, text: str, width: float) -> str:
        em = _SIZE * MM_PER_POINT
        text = " ".join(text.split())[:_LONGEST_LABEL]
        if self.fonts.width(text, BODY) * em <= width:
            return text
        while text and self.fonts.width(text + "…", BODY) * em > width:
            text = text[:-1]
        return text + "…"

    def _text(
        self,
        text: str,
        x: float,
        y: float,
        width: float,
        height: float,
        align: float,
        size: float = _SIZE,
        style: Style = BODY,
    ) -> Box:
        """One line in a box; `align` 0 left, 0.5 centred, 1 right."""
        em = size * MM_PER_POINT
        at = x + (width - self.fonts.width(text, style) * em) * align
        baseline = y + height / 2 + 0.38 * em
        runs = []
        for face, piece, advance in self.fonts.pieces(text, style):
            runs.append(Run(at, baseline, piece, face, size, advance * em))
            at += advance * em
        return Box(x, y, width, height, tuple(runs), border=False)
