"""Icons from resources/icons in the colour of the text, sharp at every scale."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap

from perfdesk.paths import resource
from ui.style import theme

SIZE = theme.ICON


@lru_cache(maxsize=128)
def _drawing(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def paint(painter: QPainter, name: str, rectangle: QRectF, colour: QColor) -> None:
    """Draw an icon into a rectangle."""
    from PySide6.QtSvg import QSvgRenderer

    drawing = _drawing(name).replace("currentColor", colour.name())
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, rectangle)


def pixmap(name: str, colour: QColor, size: int = SIZE, ratio: float = 1.0) -> QPixmap:
    """An icon as pixels: `size` logical pixels at a device pixel ratio."""
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint(painter, name, QRectF(0, 0, size, size), colour)
    painter.end()
    return picture


def icon(name: str, palette: QPalette, ratio: float = 1.0) -> QIcon:
    """The icon of this name in the palette's text colour; empty for an empty name."""
    found = QIcon()
    if not name:
        return found
    # The style makes the paler picture of a disabled action itself.
    found.addPixmap(pixmap(name, palette.color(QPalette.ColorRole.ButtonText), SIZE, ratio))
    return found
