"""Make resources/icons/app.png, app.ico and app-<size>.png from app.svg and app-small.svg.

Run:  .venv/bin/python packaging/build_icons.py
The small drawing serves up to 32 pixels; the .ico holds every size that Windows asks for.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"
SMALL_UP_TO = 32
WINDOWS_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
LINUX_SIZES = (16, 24, 32, 48, 64, 128, 256)


def draw(size: int) -> bytes:
    """Return the icon at this size as PNG."""
    drawing = "app-small.svg" if size <= SMALL_UP_TO else "app.svg"
    picture = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(0)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray((ICONS / drawing).read_bytes())).render(painter)
    painter.end()
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    return bytes(held.data())


def main() -> int:
    """Draw every size and write the files."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QGuiApplication([])
    drawn = {size: draw(size) for size in sorted({*WINDOWS_SIZES, *LINUX_SIZES})}
    del application
    for size in LINUX_SIZES:
        (ICONS / f"app-{size}.png").write_bytes(drawn[size])
    frames = [Image.open(io.BytesIO(drawn[size])) for size in WINDOWS_SIZES]
    frames[-1].save(
        ICONS / "app.ico", append_images=frames[:-1], sizes=[(size, size) for size in WINDOWS_SIZES]
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
