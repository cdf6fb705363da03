"""Text on the paper: measured and drawn at one reference scale, so that lines break alike at every zoom.

Lengths are in reference units, 8 to a point. A layout is made once per text, width and style and
painted through a scaled painter.
"""

import re
from collections import OrderedDict
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

from perfdesk.grid import Align, Cell, Grid, Role
from ui import fonts
from ui.describe import differs

UNITS_PER_POINT = 8
UNITS_PER_MM = UNITS_PER_POINT * 72 / 25.4
PADDING_MM = 1.0
LINE_SPACING = 1.25
TITLE_POINTS = 18.0
YEAR_POINTS = 12.0
CELL_POINTS = 10.0
CHIP_MM = 3.6
"""Room below a printed value for the computed one, where they differ. On screen only."""
_KEPT_LAYOUTS = 6000
_WORDED = frozenset({Role.LABEL, Role.HEAD, Role.LEVEL})
_WHOLE = re.compile(
    "指标|资金|总额|拨款|预算数|执行数|单位|名称|部门|情况|目标|措施|分析|原因|完成值|日期|类别|性质"
    "|成本|效益|影响|满意度|可持续|服务|对象|社会|经济|生态|环境|数量|质量|时效"
)
"""Words of the form's own labels that stay on one line, as on paper: 社会效益 / 指标."""
_JOINER = "\u2060"


class _Key(NamedTuple):
    text: str
    width: int
    points: float
    title: bool
    align: Align


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A laid-out text: its layout and its height in reference units."""

    layout: QTextLayout
    height: float


def points(role: Role) -> float:
    """Type size of a cell, in points."""
    return {Role.TITLE: TITLE_POINTS, Role.YEAR: YEAR_POINTS}.get(role, CELL_POINTS)


class PaperText:
    """Lays texts out and keeps the layouts; one for the whole window."""

    def __init__(self) -> None:
        self._blocks: OrderedDict[_Key, TextBlock] = OrderedDict()
        self._fonts: dict[tuple[float, bool], QFont] = {}
        self._columns: tuple[float, ...] = ()
        self._by_place: dict[tuple[str, int, int, Role, Align], TextBlock] = {}
        """Blocks of the present column widths: a form is measured after every edit."""

    def block(self, grid: Grid, cell: Cell) -> TextBlock:
        """The laid-out text of a cell at its merged width."""
        if grid.columns_mm != self._columns:
            self._columns = grid.columns_mm
            self._by_place.clear()
        place = (cell.text, cell.column, cell.column_span, cell.role, cell.align)
        found = self._by_place.get(place)
        if found is None:
            if len(self._by_place) > _KEPT_LAYOUTS:
                self._by_place.clear()
            found = self._by_place[place] = self._block(grid, cell)
        return found

    def height_mm(self, grid: Grid, cell: Cell) -> float:
        """The height that a cell needs for its text, padding included, in mm."""
        if not cell.text:
            return 0.0
        extra = CHIP_MM if cell.role is Role.COMPUTED and differs(cell) else 0.0
        return self.block(grid, cell).height / UNITS_PER_MM + 2 * PADDING_MM + extra

    def _block(self, grid: Grid, cell: Cell) -> TextBlock:
        width = (grid.width_mm(cell) - 2 * PADDING_MM) * UNITS_PER_MM
        text = _joined(cell.text) if cell.role in _WORDED else cell.text
        key = _Key(text, round(width), points(cell.role), cell.role is Role.TITLE, cell.align)
        found = self._blocks.get(key)
        if found is None:
            found = self._blocks[key] = self._lay_out(key)
            if len(self._blocks) > _KEPT_LAYOUTS:
                self._blocks.popitem(last=False)
        return found

    def _font(self, size: float, title: bool) -> QFont:
        if (size, title) not in self._fonts:
            self._fonts[size, title] = fonts.paper_font(round(size * UNITS_PER_POINT), title=title)
        return self._fonts[size, title]

    def _lay_out(self, key: _Key) -> TextBlock:
        font = self._font(key.points, key.title)
        layout = QTextLayout(key.text.replace("\n", "\u2028"), font)
        option = QTextOption(
            Qt.AlignmentFlag.AlignLeft if key.align is Align.LEFT else Qt.AlignmentFlag.AlignHCenter
        )
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        # The height of a line is a multiple of its size, whatever the face says of itself.
        line_height = key.points * UNITS_PER_POINT * LINE_SPACING
        metrics = QFontMetricsF(font)
        lead = (line_height - metrics.height()) / 2
        count = 0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, key.width))
            line.setPosition(QPointF(0, count * line_height + lead))
            count += 1
        layout.endLayout()
        return TextBlock(layout, count * line_height)


def _joined(text: str) -> str:
    """A label whose words cannot be broken."""
    return _WHOLE.sub(lambda match: _JOINER.join(match[0]), text)


def draw(painter: QPainter, block: TextBlock, left: float, top: float, scale: float) -> None:
    """Draw a block at a place in device units; `scale` is device units per reference unit."""
    painter.save()
    painter.translate(left, top)
    painter.scale(scale, scale)
    block.layout.draw(painter, QPointF(0, 0))
    painter.restore()


def row_heights(grid: Grid, texts: PaperText) -> list[float]:
    """The height of every grid row in mm, so that every text is shown whole."""
    heights = [row.min_height_mm for row in grid.rows]
    tall = []
    for cell in grid.cells:
        if cell.row_span == 1:
            heights[cell.row] = max(heights[cell.row], texts.height_mm(grid, cell))
        elif cell.text:
            tall.append(cell)
    for cell in sorted(tall, key=lambda cell: cell.row_span):
        rows = range(cell.row, cell.row + cell.row_span)
        missing = texts.height_mm(grid, cell) - sum(heights[row] for row in rows)
        if missing > 0:
            for row in rows:
                heights[row] += missing / cell.row_span
    return heights
