"""The filter of findings: a chip for each mark with its shape and count, shortened where there is little room."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from perfdesk.findings import Mark
from ui.findings.groups import ACCEPTED, FILTERS
from ui.paper import cell_painter
from ui.style import theme
from ui.style.plain_text import tip

_MARK = 10
_SMALL_MARK = 8
"""Its side where the chips hardly find room."""


class FilterChips(QWidget):
    """Says which findings are to be seen."""

    toggled = Signal(str, bool)
    """A filter, and whether its findings are shown now."""

    def __init__(self) -> None:
        super().__init__()
        self.chips = {name: chip("") for name, _ in FILTERS}
        self._counts = dict.fromkeys(self.chips, 0)
        self._drawn = (0.0, "")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.XS)
        for name, made in self.chips.items():
            made.setChecked(name != ACCEPTED)
            made.toggled.connect(lambda on, name=name: self.toggled.emit(name, on))
            made.setIconSize(QSize(_MARK, _MARK))
            row.addWidget(made)
        row.addStretch(1)
        self.setMinimumWidth(1)
        self._label()

    def show_counts(self, counts: dict[str, int]) -> None:
        """How many findings each filter has."""
        if counts != self._counts:
            self._counts = counts
            self._label()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._label()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _label(self) -> None:
        """The words with the counts where all fit in, else the shapes with them."""
        self._draw()
        for short in (False, True):
            for name, label in FILTERS:
                self._say(self.chips[name], name, label, short=short)
            needed = sum(made.sizeHint().width() for made in self.chips.values())
            if needed + theme.XS * (len(FILTERS) - 1) <= self.width():
                return

    def _say(self, made: QPushButton, name: str, label: str, *, short: bool) -> None:
        count = self._counts[name]
        words = f"{label} {count}" if count or name != ACCEPTED else label
        bare = str(count) if name != ACCEPTED else f"✓{count or ''}"
        made.setText(bare if short else words)
        side = _SMALL_MARK if short else _MARK
        made.setIconSize(QSize(side, side))
        made.setToolTip(tip(f"{label} {count} 条，点一下显示或隐藏"))
        made.setAccessibleName(f"{label} {count} 条")

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        drawn = (ratio, theme.colours().error)
        if drawn == self._drawn:
            return
        self._drawn = drawn
        for mark in Mark:
            self.chips[mark.value].setIcon(mark_icon(mark, _MARK, ratio))


def chip(text: str) -> QPushButton:
    """A small button that stays pressed."""
    made = QPushButton(text)
    made.setCheckable(True)
    made.setProperty("chip", True)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


def mark_icon(mark: Mark, side: int, ratio: float) -> QIcon:
    """The shape of a mark in its colour."""
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    colour = theme.colours().mark(mark)
    cell_painter.mark(painter, mark, QRectF(0.5, 0.5, side - 1, side - 1), colour)
    painter.end()
    return QIcon(picture)
