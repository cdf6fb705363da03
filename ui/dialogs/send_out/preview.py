"""打印预览: the pages as they print, from the same pagination as PDF and printer."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from perfdesk.findings import Finding
from perfdesk.pages import Page, Pages
from ui.dialog_frame import Frame
from ui.printing import page_painter
from ui.printing.paper_check import jump_to, paper_list
from ui.printing.printer import pages_of, print_forms
from ui.style import fonts, theme
from ui.style.plain_text import PlainLabel
from ui.window_context import WindowContext

_GAP = 16


class PreviewDialog(Frame):
    """All pages one below the other; nothing is drawn that does not print."""

    def __init__(
        self,
        context: WindowContext,
        form_ids: Sequence[str],
        documents: Sequence[Pages] | None = None,
    ) -> None:
        """`documents`: the pages of these forms, when they have been laid out already."""
        super().__init__(context.window, "打印预览")
        self._context = context
        self._ids = list(form_ids)
        fonts.load_chosen()
        self.documents = list(documents) if documents else pages_of(context, self._ids)
        self.sheets = Sheets([page for document in self.documents for page in document.pages])
        self.area = QScrollArea()
        self.area.setWidget(self.sheets)
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        paper_area = theme.colours().desk
        self.area.setStyleSheet(f"QScrollArea {{ border: 0; background: {paper_area}; }}")
        self.body.addWidget(self.area)
        self.add_note(summary(self.documents))
        self.lost = self._add_lost()
        self.buttons.insertWidget(0, self._zoom_row())
        self.forms = self._add_forms()
        self.place = PlainLabel("")
        self.place.setProperty("muted", True)
        self.buttons.insertWidget(2, self.place)
        self.area.verticalScrollBar().valueChanged.connect(lambda _: self._tell_place())
        self._tell_place()
        self.add_button("关闭").clicked.connect(self.reject)
        self.print_button: QPushButton = self.add_button("打印…", primary=True)
        self.print_button.clicked.connect(self._print)
        self.resize(860, 680)

    def _add_lost(self) -> QListWidget:
        """What the pages cannot show; each line leads to its cell."""
        found = self._context.controller.file.checking.findings_on(self.documents)
        lost = paper_list(self._context, [f for f in found if f.accepted is None], self._jump)
        lost.setMaximumHeight(96)
        lost.setVisible(lost.count() > 0)
        self.body.addWidget(lost)
        return lost

    def _jump(self, finding: Finding) -> None:
        self.reject()
        jump_to(self._context, finding)

    def _add_forms(self) -> QComboBox:
        """Where several forms are shown, a way to each."""
        forms = QComboBox()
        forms.setAccessibleName("转到")
        forms.setMaximumWidth(260)
        page = 0
        for form_id, document in zip(self._ids, self.documents, strict=True):
            name = self._context.controller.project_name(form_id) or document.title
            forms.addItem(name, page)
            page += len(document.pages)
        forms.activated.connect(lambda row: self.show_page(forms.itemData(row)))
        forms.setVisible(len(self.documents) > 1)
        self.buttons.insertWidget(1, forms)
        return forms

    def show_page(self, number: int) -> None:
        """Scroll to a page, counted from 0."""
        self.area.verticalScrollBar().setValue(round(self.sheets.top_of(number)) - _GAP)

    def _tell_place(self) -> None:
        number = self.sheets.page_at(self.area.verticalScrollBar().value() + self.area.height() / 2)
        self.place.setText(f"第 {number + 1} 页，共 {len(self.sheets.pages)} 页")
        starts = [self.forms.itemData(row) for row in range(self.forms.count())]
        self.forms.setCurrentIndex(max(bisect_right(starts, number) - 1, 0))

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
        layout.addWidget(PlainLabel("　与打印、PDF 完全一致"))
        return row

    def _print(self) -> None:
        self.accept()
        print_forms(self._context, self._ids)


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

    def top_of(self, number: int) -> float:
        """Where a page begins, in logical pixels; pages count from 0."""
        return _GAP + sum(page.height * self.scale + _GAP for page in self.pages[:number])

    def page_at(self, y: float) -> int:
        """The page at a height, the last one below all."""
        tops = [self.top_of(number) for number in range(len(self.pages))]
        return max(bisect_right(tops, y) - 1, 0)

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


def open_preview(context: WindowContext, form_ids: Sequence[str]) -> None:
    """Lay the pages out in the background and show them."""

    def show(documents: Any) -> None:
        if documents:
            PreviewDialog(context, form_ids, documents).open()

    context.run_job("打印预览", partial(pages_of, context, list(form_ids)), show)


def summary(documents: Sequence[Pages]) -> str:
    """How many pages; what they cannot show is listed apart."""
    pages = sum(len(document.pages) for document in documents)
    return f"{len(documents)} 张表，共 {pages} 页（A4）"
