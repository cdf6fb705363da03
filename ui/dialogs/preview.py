"""打印预览: the pages as they print, from the same pagination as PDF and printer."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from perfdesk.findings import Finding
from perfdesk.pages import Page, Pages
from ui import page_painter, theme
from ui.dialogs.frame import Frame
from ui.paper_check import jump_to, paper_list
from ui.parts import Parts
from ui.printing import pages_of, print_forms

_GAP = 16


class PreviewDialog(Frame):
    """All pages one below the other; nothing is drawn that does not print."""

    def __init__(self, parts: Parts, form_ids: Sequence[str]) -> None:
        super().__init__(parts.window, "打印预览")
        self._parts = parts
        self._ids = list(form_ids)
        self.documents = pages_of(parts, self._ids)
        self.sheets = Sheets([page for document in self.documents for page in document.pages])
        self.area = QScrollArea()
        self.area.setWidget(self.sheets)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        desk = theme.colours().desk
        self.area.setStyleSheet(f"QScrollArea {{ border: 0; background: {desk}; }}")
        self.body.addWidget(self.area)
        self.add_note(summary(self.documents))
        self.lost = self._add_lost()
        self.buttons.insertWidget(0, self._zoom_row())
        self.add_button("关闭").clicked.connect(self.reject)
        self.print_button: QPushButton = self.add_button("打印…", primary=True)
        self.print_button.clicked.connect(self._print)
        self.resize(860, 680)

    def _add_lost(self) -> QListWidget:
        """What the pages cannot show; each line leads to its cell."""
        found = self._parts.bench.file.checking.findings_on(self.documents)
        lost = paper_list(self._parts, [f for f in found if f.accepted is None], self._jump)
        lost.setMaximumHeight(96)
        lost.setVisible(lost.count() > 0)
        self.body.addWidget(lost)
        return lost

    def _jump(self, finding: Finding) -> None:
        self.reject()
        jump_to(self._parts, finding)

    def _zoom_row(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        for text, factor, name in (("－", 1 / 1.15, "缩小"), ("＋", 1.15, "放大")):
            button = QToolButton()
            button.setText(text)
            button.setAccessibleName(name)
            button.clicked.connect(
                lambda _, factor=factor: self.sheets.set_scale(self.sheets.scale * factor)
            )
            layout.addWidget(button)
        layout.addWidget(QLabel("　与打印、PDF 完全一致"))
        return row

    def _print(self) -> None:
        self.accept()
        print_forms(self._parts, self._ids)


class Sheets(QWidget):
    """Pages drawn one below the other; only those that the event needs."""

    def __init__(self, pages: Sequence[Page]) -> None:
        super().__init__()
        self.pages = list(pages)
        self.scale = 3.4
        QVBoxLayout(self)
        self.set_scale(self.scale)

    def set_scale(self, scale: float) -> None:
        """Logical pixels to the mm, within reason."""
        self.scale = min(max(scale, 1.0), 12.0)
        width = max((page.width for page in self.pages), default=210)
        height = sum(page.height * self.scale + _GAP for page in self.pages) + _GAP
        self.setFixedSize(QSize(round(width * self.scale) + 2 * _GAP, round(height)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.colours().desk))
        top = float(_GAP)
        for page in self.pages:
            height = page.height * self.scale
            if top < event.rect().bottom() and top + height > event.rect().top():
                painter.save()
                painter.translate(_GAP, top)
                page_painter.paint_page(painter, page, self.scale)
                painter.restore()
            top += height + _GAP
        painter.end()


def summary(documents: Sequence[Pages]) -> str:
    """How many pages; what they cannot show is listed apart."""
    pages = sum(len(document.pages) for document in documents)
    return f"{len(documents)} 张表，共 {pages} 页（A4）"
