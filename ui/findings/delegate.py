"""Draws the findings list: heads of groups, and findings with shape, message, sum and place."""

from PySide6.QtCore import QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from perfdesk.findings import Finding
from ui.findings.groups import FindingGroup, Grouping
from ui.findings.model import FindingsModel
from ui.paper import cell_painter
from ui.paper.form_model import Index
from ui.style import icons, theme
from ui.style.text_wrap import MeasureWidth

_LEFT = 24
"""Where texts begin; the mark stands before them."""
_PAD = 7
"""Above and below the texts of a finding."""
_HEAD = 30
_HEAD_LEFT = 40
_GAP = 3
"""Between message, sum and place."""
_MARK = 9
_BAR = 12
"""Room for the scroll bar, kept whether it is there or not: lines do not break anew when it comes."""


class FindingDelegate(QStyledItemDelegate):
    """One row of the list; a finding is as high as its texts."""

    def __init__(self, view: QTreeView, model: FindingsModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._font = QFont()
        self._bold = QFont()
        self._measured: MeasureWidth | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        finding = self._model.finding(index)
        if finding is None:
            return QSize(0, _HEAD)
        blocks = self._blocks(finding)
        lines = sum(len(block) for block in blocks)
        height = lines * self._measure().line_height + (len(blocks) - 1) * _GAP + 2 * _PAD
        return QSize(0, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        place: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._view.font())
        group = self._model.group(index)
        finding = self._model.finding(index)
        if group is not None:
            self._paint_head(painter, place, index, group)
        elif finding is not None:
            self._paint_finding(painter, place, index, finding)
        painter.restore()

    def _paint_head(
        self, painter: QPainter, place: QRect, index: Index, group: FindingGroup
    ) -> None:
        colours = theme.colours()
        self._ground(painter, place, index, colours.hover)
        middle = place.center().y() + 1
        _chevron(
            painter,
            QPointF(place.left() + 10, middle),
            QColor(colours.muted),
            opened=self._view.isExpanded(index),
        )
        mark = QRectF(place.left() + 23, middle - _MARK / 2, _MARK, _MARK)
        _mark(painter, group, mark)
        counted = str(len(group.findings))
        centred = Qt.AlignmentFlag.AlignVCenter
        right = place.left() + self._width() - theme.S
        width = round(self._measure().width(counted)) + 2
        painter.setPen(QColor(colours.muted))
        painter.drawText(QRect(right - width, place.top(), width, place.height()), centred, counted)
        painter.setPen(QColor(colours.text))
        painter.setFont(self._bold)
        room = right - width - theme.S - place.left() - _HEAD_LEFT
        title = painter.fontMetrics().elidedText(group.title, theme.ELIDE, room)
        painter.drawText(
            QRect(place.left() + _HEAD_LEFT, place.top(), room, place.height()), centred, title
        )

    def _paint_finding(
        self, painter: QPainter, place: QRect, index: Index, finding: Finding
    ) -> None:
        colours = theme.colours()
        self._ground(painter, place, index, "")
        height = self._measure().line_height
        mark = QRectF(place.left() + 8, place.top() + _PAD + (height - _MARK) / 2 + 1, _MARK, _MARK)
        if finding.accepted is None:
            colour = colours.mark(finding.mark)
            cell_painter.mark(painter, finding.mark, mark, colour)
        else:
            _tick(painter, mark)
        top = place.top() + _PAD
        for number, block in enumerate(self._blocks(finding)):
            plain = number == 0 and finding.accepted is None
            painter.setPen(QColor(colours.text if plain else colours.muted))
            for line in block:
                at = QRect(place.left() + _LEFT, top, place.width(), height)
                painter.drawText(at, Qt.AlignmentFlag.AlignVCenter, line)
                top += height
            top += _GAP

    def _ground(self, painter: QPainter, place: QRect, index: Index, resting: str) -> None:
        colours = theme.colours()
        chosen = self._view.selectionModel().isSelected(index)
        hovered = getattr(self._view, "hovered", None) == QPersistentModelIndex(index)
        colour = colours.accent_soft if chosen else colours.hover if hovered else resting
        if not colour:
            return
        inside = QRectF(place.left(), place.top() + 1, self._width(), place.height() - 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(inside, 6, 6)

    def _blocks(self, finding: Finding) -> list[list[str]]:
        """Message, sum, reason and place, each in its lines; blank ones left out."""
        room = self._width() - _LEFT - theme.S
        return [self._measure().lines(text, room) for text in self._texts(finding) if text]

    def _texts(self, finding: Finding) -> tuple[str, ...]:
        place = self._model.place_in_words(finding)
        if self._model.grouping is not Grouping.RULE:
            place = f"{finding.rule}　{place}".rstrip()
        reason = f"出错说明：{finding.accepted}" if finding.accepted else ""
        return (finding.message, finding.arithmetic or "", reason, place)

    def _width(self) -> int:
        return max(120, self._view.width() - _BAR)

    def _measure(self) -> MeasureWidth:
        font = self._view.font()
        if self._measured is None or font != self._font:
            self._font, self._measured = font, MeasureWidth(font)
            self._bold = QFont(font)
            self._bold.setWeight(QFont.Weight.DemiBold)
        return self._measured


def _mark(painter: QPainter, group: FindingGroup, place: QRectF) -> None:
    """The shape of the gravest finding of a group."""
    worst = group.worst
    if worst is not None:
        cell_painter.mark(painter, worst, place, theme.colours().mark(worst))
    else:
        _tick(painter, place)


def _chevron(painter: QPainter, middle: QPointF, colour: QColor, *, opened: bool) -> None:
    """An arrow down for an open group, to the right for a closed one."""
    painter.setPen(QPen(colour, 1.4))
    a, b = (4.0, 2.0) if opened else (2.0, 4.0)
    tip = QPointF(0, b) if opened else QPointF(a, 0)
    ends = (QPointF(-a, -b), QPointF(a, -b)) if opened else (QPointF(-a, -b), QPointF(-a, b))
    painter.drawPolyline([middle + ends[0], middle + tip, middle + ends[1]])


def _tick(painter: QPainter, place: QRectF) -> None:
    """The mark of what has been explained."""
    icons.paint(painter, "check", place.adjusted(-1, -1, 2, 2), QColor(theme.colours().muted))
