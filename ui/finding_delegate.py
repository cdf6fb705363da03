"""Draws a finding in the list: the shape of its severity, the message, where it stands, the sum."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from perfdesk.findings import Finding
from ui import cell_painter, theme
from ui.findings_model import FINDING_ROLE, PLACE_ROLE
from ui.form_model import Index

_LEFT = 24
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class FindingDelegate(QStyledItemDelegate):
    """One item of the findings list, as high as its texts."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        width = view.viewport().width() - 2 if isinstance(view, QListView) else 240
        metrics = option.fontMetrics  # type: ignore[attr-defined]
        height = 0
        for text in _texts(index):
            room = QRect(0, 0, width - _LEFT - theme.S, 10_000)
            height += metrics.boundingRect(room, int(_WRAP), text).height() + 2
        return QSize(width, height + 2 * theme.S - 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        # QStyle brings many enumerations along; the list is empty at the first paint.
        from PySide6.QtWidgets import QStyle

        finding: Finding = index.data(FINDING_ROLE)
        colours = theme.colours()
        place: QRect = option.rect  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            selected = state & QStyle.StateFlag.State_Selected
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_soft if selected else colours.hover))
            painter.drawRoundedRect(QRectF(place), 6, 6)
        cell_painter.mark(
            painter, finding.severity, QRectF(place.left() + 7, place.top() + theme.S + 4, 9, 9)
        )
        room = place.adjusted(_LEFT, theme.S - 1, -theme.S, 0)
        for number, text in enumerate(_texts(index)):
            painter.setPen(QColor(colours.text if number == 0 else colours.muted))
            drawn = painter.boundingRect(room, int(_WRAP), text)
            painter.drawText(room, int(_WRAP), text)
            room.setTop(drawn.bottom() + 3)
        painter.restore()


def _texts(index: Index) -> list[str]:
    """Message, sum, place; blank ones left out."""
    finding: Finding = index.data(FINDING_ROLE)
    place = index.data(PLACE_ROLE)
    return [
        text
        for text in (finding.message, finding.arithmetic or "", f"{finding.rule}　{place}".strip())
        if text
    ]
