"""Draws pages with QPainter, for preview and printer; the twin of the PDF painter in the core."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from perfdesk.pages import Page, Run
from ui.style import fonts

_FONT_PIXELS = 100
"""Runs are drawn with a font of this size through a scaled painter: advances then match those in mm."""
_BLACK = QColor("#000000")


def paint_page(painter: QPainter, page: Page, scale: float) -> None:
    """Draw a page; `scale` is device units to the mm, the origin the paper's upper left corner."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.scale(scale, scale)
    painter.fillRect(QRectF(0, 0, page.width, page.height), QColor("#ffffff"))
    for fill in page.fills:
        painter.fillRect(
            QRectF(fill.x, fill.y, fill.width, fill.height), QColor.fromRgbF(*fill.colour)
        )
    for line in page.lines:
        painter.setPen(_pen(line.weight))
        painter.drawLine(QPointF(line.x1, line.y1), QPointF(line.x2, line.y2))
    for box in page.boxes:
        for run in box.runs:
            paint_run(painter, run)
    painter.restore()


def paint_run(painter: QPainter, run: Run) -> None:
    """Draw a piece of text with its baseline at its place."""
    painter.save()
    painter.setPen(_BLACK)
    painter.setFont(fonts.page_font(run.face, _FONT_PIXELS))
    size = run.size * 25.4 / 72 / _FONT_PIXELS
    painter.translate(run.x, run.baseline)
    painter.scale(size, size)
    painter.drawText(QPointF(0, 0), run.text)
    painter.restore()


def _pen(points: float) -> QPen:
    pen = QPen(_BLACK)
    pen.setWidthF(points * 25.4 / 72)
    return pen
