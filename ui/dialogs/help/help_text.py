"""The text of a help page: pictures never wider than the room there is for them."""

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QResizeEvent, QTextCursor, QTextDocument, QTextImageFormat
from PySide6.QtWidgets import QTextBrowser

from perfdesk.paths import resource
from ui.style import theme

_SMALLEST = 200
"""Width below which a picture is not made smaller, in logical pixels."""


class HelpText(QTextBrowser):
    """Markdown with pictures from resources/help, fitted to its width."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenExternalLinks(False)
        self.setOpenLinks(False)
        self.setSearchPaths([str(resource("help"))])
        self.document().setDocumentMargin(theme.L)
        self._room = 0
        self._whole: dict[str, QImage] = {}

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.viewport().width() != self._room:
            self.fit_pictures()

    def fit_pictures(self) -> None:
        """Give every picture the width of the text, at most its own."""
        self._room = self.viewport().width()
        # Room for a scroll bar that comes with the longer text.
        room = max(_SMALLEST, self._room - 2 * round(self.document().documentMargin()) - theme.S)
        for cursor, picture in self._pictures():
            whole = self._picture(picture.name())
            if not whole.isNull():
                width = min(room, whole.width())
                self._put(picture.name(), whole, width)
                picture.setWidth(width)
                cursor.setCharFormat(picture)

    def _put(self, name: str, whole: QImage, width: int) -> None:
        """A picture scaled once and smoothly, with every pixel of the screen; Qt would do it roughly."""
        ratio = self.devicePixelRatioF()
        fitted = whole.scaledToWidth(
            min(whole.width(), round(width * ratio)), Qt.TransformationMode.SmoothTransformation
        )
        fitted.setDevicePixelRatio(fitted.width() / width)
        kind = QTextDocument.ResourceType.ImageResource.value
        self.document().addResource(kind, QUrl(name), fitted)

    def _pictures(self) -> list[tuple[QTextCursor, QTextImageFormat]]:
        found = []
        block = self.document().begin()
        while block.isValid():
            pieces = block.begin()
            while not pieces.atEnd():
                piece = pieces.fragment()
                if piece.charFormat().isImageFormat():
                    cursor = QTextCursor(self.document())
                    cursor.setPosition(piece.position())
                    cursor.setPosition(
                        piece.position() + piece.length(), QTextCursor.MoveMode.KeepAnchor
                    )
                    found.append((cursor, piece.charFormat().toImageFormat()))
                pieces += 1
            block = block.next()
        return found

    def _picture(self, name: str) -> QImage:
        """A picture as it lies in resources/help; a null one when there is none of this name."""
        if name not in self._whole:
            self._whole[name] = QImage(str(resource("help", name)))
        return self._whole[name]
