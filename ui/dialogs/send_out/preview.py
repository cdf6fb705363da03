"""打印预览: the pages as they print, from the same pagination as PDF and printer."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QPushButton,
)

from perfdesk.findings import Finding
from perfdesk.pages import Pages
from ui.dialog_frame import Frame
from ui.dialogs.send_out.page_setup import PageSetupPanel
from ui.dialogs.send_out.sheets import STEP, Margins, SheetArea, Sheets
from ui.printing.paper_check import jump_to, paper_list
from ui.printing.printer import pages_of, print_forms
from ui.style import fonts, theme
from ui.style.plain_text import PlainLabel, tip
from ui.window_context import WindowContext


class PreviewDialog(Frame):
    """All pages one below the other; nothing is drawn that does not print, but for the guides."""

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
        self.area = SheetArea(self.sheets)
        self.place = PlainLabel("")
        self.forms = QComboBox()
        self.setup = PageSetupPanel(context)
        self.note = PlainLabel("")
        self.note.setProperty("muted", True)
        self.lost: QListWidget = self._make_lost()
        self._lay_out()
        self._fill()
        self.area.moved.connect(self._tell_place)
        self._tell_place()
        room = context.window.size()
        self.resize(min(1080, room.width() - 60), min(860, room.height() - 16))
        self.area.setFocus()

    def show_page(self, number: int) -> None:
        """Scroll to a page, counted from 0."""
        self.area.show_page(number)

    def follow_setup(self) -> None:
        """Lay the pages out anew: margins or signature rows are others now."""
        self.documents = pages_of(self._context, self._ids)
        self._fill()
        if self.area.whole:
            self.area.fit_page()
        self._tell_place()

    def _lay_out(self) -> None:
        self.body.addLayout(self._tools())
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.area, 1)
        middle.addWidget(self.setup)
        self.setup.setVisible(False)
        self.setup.changed.connect(self.follow_setup)
        self.body.addLayout(middle, 1)
        self.body.addWidget(self.lost)
        self.buttons.insertWidget(0, self.note)
        self.add_button("关闭").clicked.connect(self.reject)
        self.print_button: QPushButton = self.add_button("打印…", primary=True)
        self.print_button.clicked.connect(self._print)

    def _tools(self) -> QHBoxLayout:
        area = self.area
        row = QHBoxLayout()
        row.setSpacing(theme.XS)
        self.whole_button = _tool("整页", "整页", area.fit_page)
        self.width_button = _tool("页宽", "页宽", area.fit_width)
        smaller = _tool("－", "缩小", lambda: area.zoom_to(self.sheets.scale / STEP))
        larger = _tool("＋", "放大", lambda: area.zoom_to(self.sheets.scale * STEP))
        self.previous = _tool("‹", "上一页（PgUp）", lambda: area.show_page(area.page - 1))
        self.next = _tool("›", "下一页（PgDn）", lambda: area.show_page(area.page + 1))
        self.guides = _tool("页边", "显示页边，不打印", self._show_guides, checkable=True)
        self.setup_button = _tool(
            "页面设置", "页边距、签字栏、校验码", self._show_setup, checkable=True
        )
        self.setup_button.setEnabled(self._context.controller.writable)
        for button in (self.whole_button, self.width_button, smaller, larger):
            row.addWidget(button)
        row.addSpacing(theme.M)
        for widget in (self.previous, self.place, self.next, self.forms):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.guides)
        row.addWidget(self.setup_button)
        self.place.setMinimumWidth(self.place.fontMetrics().horizontalAdvance("第 00 页，共 00 页"))
        self.place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.forms.setAccessibleName("转到")
        self.forms.setMaximumWidth(240)
        self.forms.activated.connect(lambda row: self.show_page(self.forms.itemData(row)))
        return row

    def _fill(self) -> None:
        """The pages, where each form begins, and what is said of them."""
        pages = [page for document in self.documents for page in document.pages]
        self.sheets.show_pages(pages, self._margins())
        self.forms.clear()
        page = 0
        for form_id, document in zip(self._ids, self.documents, strict=True):
            name = self._context.controller.project_name(form_id) or document.title
            self.forms.addItem(name.replace("\n", ""), page)
            page += len(document.pages)
        self.forms.setVisible(len(self.documents) > 1)
        self.note.setText(f"{summary(self.documents)}；与打印、PDF 完全一致")
        several = len(pages) > 1
        self.previous.setEnabled(several)
        self.next.setEnabled(several)

    def _margins(self) -> list[Margins]:
        found: list[Margins] = []
        for form_id, document in zip(self._ids, self.documents, strict=True):
            setup = self._context.controller.grid(form_id).setup
            found += [setup.margins_mm] * len(document.pages)
        return found

    def _make_lost(self) -> QListWidget:
        """What the pages cannot show; each line leads to its cell."""
        found = self._context.controller.file.checking.findings_on(self.documents)
        lost = paper_list(self._context, [f for f in found if f.accepted is None], self._jump)
        lost.setMaximumHeight(96)
        lost.setVisible(lost.count() > 0)
        return lost

    def _jump(self, finding: Finding) -> None:
        self.reject()
        jump_to(self._context, finding)

    def _show_guides(self) -> None:
        self.sheets.guides = self.guides.isChecked()
        self.sheets.update()

    def _show_setup(self) -> None:
        self.setup.setVisible(self.setup_button.isChecked())
        if self.setup_button.isChecked() and not self.guides.isChecked():
            self.guides.click()

    def _tell_place(self) -> None:
        number = self.area.page
        self.place.setText(f"第 {number + 1} 页，共 {len(self.sheets.pages)} 页")
        starts = [self.forms.itemData(row) for row in range(self.forms.count())]
        self.forms.setCurrentIndex(max(bisect_right(starts, number) - 1, 0))

    def _print(self) -> None:
        self.accept()
        print_forms(self._context, self._ids)


def _tool(
    text: str, name: str, act: Callable[[], object], *, checkable: bool = False
) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("tool", True)
    button.setAccessibleName(name)
    button.setToolTip(tip(name))
    button.setCheckable(checkable)
    button.setAutoDefault(False)
    button.clicked.connect(lambda _: act())
    return button


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
