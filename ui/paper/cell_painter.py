"""Draws one cell of the paper: rules, text, marks of findings, the computed value beside a kept one."""

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF

from perfdesk.findings import Finding, Mark
from perfdesk.grid import Cell, Grid
from ui.paper import describe, paper_text
from ui.paper.paper_text import PaperText
from ui.style.theme import PAPER_MARK

INK = QColor("#000000")
ACCENT = QColor("#1f5f99")
GREY = QColor("#7a828a")
SELECTED = QColor(31, 95, 153, 30)
UNSAVED = QColor("#a3261e")
_TINT = {
    Mark.ERROR: QColor(198, 43, 34, 16),
    Mark.WARNING: QColor(184, 116, 0, 18),
    Mark.HINT: QColor(77, 115, 153, 14),
    Mark.BLANK: QColor(120, 130, 142, 14),
}
MARK = 9
"""Side of a finding's mark, in logical pixels."""
_SMALL = 0.67
"""What is left of it where the text needs the room."""


@dataclass(slots=True)
class CellLook:
    """What a cell shows besides its text."""

    findings: list[Finding] = field(default_factory=list)
    note: bool = False
    selected: bool = False
    current: bool = False
    editing: bool = False
    unsaved: bool = False
    suggestion: str = ""
    """The score proposed for the cell, in points."""
    known: str = ""
    """What other forms know of it, grey while the cell is blank."""


class CellPainter:
    """Paints cells of a grid at a zoom; lengths given in logical pixels."""

    def __init__(self, texts: PaperText) -> None:
        self._texts = texts

    def paint(
        self, painter: QPainter, grid: Grid, cell: Cell, place: QRect, zoom: float, look: CellLook
    ) -> None:
        """Draw a cell into its rectangle."""
        if look.findings:
            painter.fillRect(place, _TINT[look.findings[0].mark])
        if look.selected:
            painter.fillRect(place, SELECTED)
        if look.suggestion and not look.editing:
            self._scored(painter, grid, cell, place, zoom, look)
        elif cell.text and not look.editing:
            self._text(painter, grid, cell, place, zoom)
        if look.known and not cell.text and not look.suggestion and not look.editing:
            _grey(painter, place, zoom, look.known)
        if cell.border:
            rules(painter, grid, cell, place, zoom)
        if describe.differs(cell) and not look.editing:
            self._computed(painter, place, zoom, f"算 {cell.computed or '空'}")
        if look.findings:
            crowded = self.under_mark(grid, cell, place, zoom)
            mark(painter, look.findings[0].mark, mark_place(place, zoom, crowded=crowded))
        if look.note:
            _note_corner(painter, place)
        if look.unsaved:
            _unsaved_mark(painter, place)
        if look.current and cell.choices:
            _choice_arrow(painter, choice_place(place))
        if look.current:
            painter.setPen(QPen(ACCENT, 2))
            painter.drawRect(place.adjusted(0, 0, -2, -2))

    def _text(
        self, painter: QPainter, grid: Grid, cell: Cell, place: QRect, zoom: float, chip: float = 0
    ) -> None:
        """The text in the middle of the cell, `chip` pixels being kept free below it."""
        scale = paper_text.PIXELS_PER_MM * zoom
        chip = max(chip, paper_text.CHIP_MM * scale if describe.differs(cell) else 0)
        height = self._texts.text_height(grid, cell) * scale
        top = place.top() + (place.height() - chip - height) / 2
        painter.setPen(INK)
        self._texts.draw(painter, grid, cell, QPointF(place.left(), top), scale)

    def under_mark(self, grid: Grid, cell: Cell, place: QRect, zoom: float) -> bool:
        """Whether the text's first line reaches under the corner of the mark."""
        scale = paper_text.PIXELS_PER_MM * zoom
        corner = mark_place(place, zoom)
        top = place.top() + (place.height() - self._texts.text_height(grid, cell) * scale) / 2
        end = place.left() + self._texts.first_line_end(grid, cell) * scale
        return top < corner.bottom() and end > corner.left()

    def _computed(self, painter: QPainter, place: QRect, zoom: float, words: str) -> None:
        from ui.style import fonts

        painter.setFont(fonts.paper_font(round(11 * max(zoom, 0.85))))
        painter.setPen(ACCENT)
        painter.drawText(computed_place(place), Qt.AlignmentFlag.AlignCenter, words)

    def _scored(
        self, painter: QPainter, grid: Grid, cell: Cell, place: QRect, zoom: float, look: CellLook
    ) -> None:
        """A score with the proposed one below it, or beside it where the row is low."""
        from ui.style import fonts

        points = look.suggestion
        metrics = QFontMetrics(fonts.paper_font(round(11 * max(zoom, 0.85))))
        worded = (f"建议 {points}", f"议 {points}", points)
        room = place.width() - 4
        words = next((w for w in worded if metrics.horizontalAdvance(w) <= room), points)
        scale = paper_text.PIXELS_PER_MM * zoom
        chip = paper_text.CHIP_MM * scale
        if not cell.text:
            self._computed(painter, place, zoom, words)
        elif place.height() >= self._texts.text_height(grid, cell) * scale + chip - 2:
            self._text(painter, grid, cell, place, zoom, chip)
            self._computed(painter, place, zoom, words)
        else:
            width = metrics.horizontalAdvance(points) + 4
            corner = points_place(place, width, zoom, marked=bool(look.findings))
            shift = (place.right() - corner.left()) // 2
            self._text(painter, grid, cell, place.translated(-shift, 0), zoom)
            painter.setFont(fonts.paper_font(round(11 * max(zoom, 0.85))))
            painter.setPen(ACCENT)
            painter.drawText(corner, Qt.AlignmentFlag.AlignCenter, points)


def computed_place(place: QRect) -> QRect:
    """Where the computed value stands in a cell that shows another; a click there takes it."""
    height = min(18, place.height() // 2)
    return QRect(place.left() + 2, place.bottom() - height, place.width() - 4, height)


def choice_place(place: QRect) -> QRect:
    """Where the arrow stands that opens the choices of the current cell."""
    return QRect(place.right() - 17, place.bottom() - 17, 15, 15)


def points_place(place: QRect, width: int, zoom: float, *, marked: bool) -> QRect:
    """Where a proposed score so wide stands beside the score of a low row; a mark keeps its corner."""
    right = place.right() - (round(_mark_side(zoom)) + 3 if marked else 0)
    return QRect(right - width, place.top(), width, place.height())


def _mark_side(zoom: float) -> float:
    return MARK * min(max(zoom, 0.85), 1.6)


def mark_place(place: QRect, zoom: float, *, crowded: bool = False) -> QRectF:
    """Where the mark of a finding stands: the upper right corner; small and close in it beside text."""
    side = _mark_side(zoom) * (_SMALL if crowded else 1)
    right, top = (0.5, 0.5) if crowded else (1.5, 2.5)
    return QRectF(place.right() - side - right, place.top() + top, side, side)


def mark(painter: QPainter, kind: Mark, place: QRectF, colour: str = "") -> None:
    """A disc for an error, a triangle for a warning, a diamond for a hint, a ring for what is not
    filled yet; in the paper's colours."""
    ink = QColor(colour or PAPER_MARK[kind])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    if kind is Mark.BLANK:
        painter.setPen(QPen(ink, place.width() / 6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        edge = place.width() / 12
        painter.drawEllipse(place.adjusted(edge, edge, -edge, -edge))
    elif kind is Mark.ERROR:
        painter.drawEllipse(place)
    elif kind is Mark.WARNING:
        top = QPointF(place.center().x(), place.top())
        painter.drawPolygon(QPolygonF([top, place.bottomRight(), place.bottomLeft()]))
    else:
        middle = place.center()
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(middle.x(), place.top()),
                    QPointF(place.right(), middle.y()),
                    QPointF(middle.x(), place.bottom()),
                    QPointF(place.left(), middle.y()),
                ]
            )
        )
    painter.restore()


def rules(painter: QPainter, grid: Grid, cell: Cell, place: QRect, zoom: float) -> None:
    """The rules of a cell: 0.5 pt inside, 1 pt where the form ends. Neighbours share one rule."""
    thin, thick = _weights(painter, zoom)
    right_edge = cell.last_column == grid.column_count - 1
    bottom_edge = (
        cell.last_row == grid.row_count - 1
        or not grid.cell_at(cell.last_row + 1, cell.column).border
    )
    left, top, right, bottom = place.left(), place.top(), place.right() + 1, place.bottom() + 1
    _horizontal(painter, left, right, bottom, thick if bottom_edge else thin)
    _vertical(painter, right, top, bottom, thick if right_edge else thin)
    if cell.column == 0:
        _vertical(painter, left + thick, top, bottom, thick)
    if cell.row == 0 or not grid.cell_at(cell.row - 1, cell.column).border:
        _horizontal(painter, left, right, top + thick, thick)


def _weights(painter: QPainter, zoom: float) -> tuple[float, float]:
    """Thin and thick rules in logical pixels: whole device pixels, so that they are sharp."""
    ratio = painter.device().devicePixelRatioF()
    thin = max(1, round(0.5 * 96 / 72 * zoom * ratio))
    thick = max(thin + 1, round(1.0 * 96 / 72 * zoom * ratio))
    return thin / ratio, thick / ratio


def _horizontal(painter: QPainter, left: float, right: float, bottom: float, weight: float) -> None:
    painter.fillRect(QRectF(left, bottom - weight, right - left, weight), INK)


def _vertical(painter: QPainter, right: float, top: float, bottom: float, weight: float) -> None:
    painter.fillRect(QRectF(right - weight, top, weight, bottom - top), INK)


def _choice_arrow(painter: QPainter, place: QRect) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(place, QColor("#e4edf5"))
    painter.setPen(QPen(ACCENT, 1.6))
    middle = place.center()
    left, right = QPointF(middle.x() - 3, middle.y() - 1), QPointF(middle.x() + 4, middle.y() - 1)
    painter.drawPolyline([left, QPointF(middle.x() + 0.5, middle.y() + 2.5), right])
    painter.restore()


def _unsaved_mark(painter: QPainter, place: QRect) -> None:
    """A broken frame and two words at the lower left: typed, but not in the data file."""
    from ui.style import fonts

    painter.save()
    painter.setPen(QPen(UNSAVED, 1.4, Qt.PenStyle.DashLine))
    painter.drawRect(place.adjusted(2, 2, -4, -4))
    painter.setFont(fonts.paper_font(10))
    metrics = painter.fontMetrics()
    width, height = metrics.horizontalAdvance("未存") + 6, metrics.height()
    tag = QRect(place.left() + 2, place.bottom() - height - 1, width, height)
    painter.fillRect(tag, UNSAVED)
    painter.setPen(Qt.GlobalColor.white)
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, "未存")
    painter.restore()


def _grey(painter: QPainter, place: QRect, zoom: float, words: str) -> None:
    """Small grey words in a blank cell: help, nothing that was typed."""
    from ui.style import fonts

    painter.setFont(fonts.paper_font(round(11 * max(zoom, 0.85))))
    painter.setPen(GREY)
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(place.adjusted(2, 1, -2, -1), flags, words)


def _note_corner(painter: QPainter, place: QRect) -> None:
    """A small blue corner at the upper left: a private note, never printed."""
    corner = QPointF(place.left() + 1, place.top() + 1)
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ACCENT)
    painter.drawPolygon(QPolygonF([corner, corner + QPointF(7, 0), corner + QPointF(0, 7)]))
    painter.restore()
