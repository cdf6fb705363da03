"""帮助: pages at the left, searchable; the text with its pictures at the right."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ui.dialog_frame import Frame
from ui.dialogs.help import pages as helptext
from ui.dialogs.help.help_text import HelpText
from ui.style import fonts, theme
from ui.window_context import WindowContext

NAME = "help-window"


class HelpWindow(Frame):
    """Not modal: it stays beside the form."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.window, "帮助", modal=False)
        self.setObjectName(NAME)
        self.search = QLineEdit()
        self.search.setPlaceholderText("搜索帮助")
        self.search.setAccessibleName("搜索帮助")
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName("帮助目录")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text = HelpText()
        self.text.anchorClicked.connect(self._follow)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, theme.S, 0)
        column.addWidget(self.search)
        column.addWidget(self.list)
        splitter = QSplitter()
        splitter.addWidget(left)
        splitter.addWidget(self.text)
        splitter.setSizes([230, 620])
        self.body.addWidget(splitter)
        self.search.textChanged.connect(self._narrow)
        self.list.currentItemChanged.connect(lambda item, _: self._show(item))
        self.resize(900, 640)
        self._narrow("")

    @classmethod
    def show_for(cls, context: WindowContext, page: str) -> "HelpWindow":
        """Open, or bring to the front, at a page; the official instruction of the current cell comes first."""
        found = context.window.findChild(cls, NAME)
        window = found if isinstance(found, cls) else cls(context)
        window.go_to(page)
        cell = context.view.current_cell()
        if page.startswith(helptext.FIELD) and cell is not None:
            told = context.controller.file.help(context.controller.form_id, cell.row_id, cell.field)
            window.add_instruction(cell.label_path.replace("\n", ""), told)
        window.show()
        window.raise_()
        return window

    def go_to(self, page_id: str) -> None:
        """Show a page; the first one when there is none of this id."""
        self.search.clear()
        self._narrow("")
        if page_id.startswith(helptext.RULE):
            self._list(page for page in helptext.pages() if page.id == page_id)
        rows = [self.list.item(row).data(theme.DATA) for row in range(self.list.count())]
        self.list.setCurrentRow(rows.index(page_id) if page_id in rows else 0)

    def add_instruction(self, place: str, instruction: str) -> None:
        """The cell's own instruction above the general page."""
        if instruction and instruction not in self.text.toPlainText():
            page = next(
                (p for p in helptext.pages() if p.id == self.list.currentItem().data(theme.DATA)),
                None,
            )
            general = page.text if page and page.id.startswith(helptext.FIELD) else ""
            self._set_text(f"**{place}**\n\n> {instruction}\n\n{general}")

    def _narrow(self, text: str) -> None:
        chosen = self.list.currentItem().data(theme.DATA) if self.list.currentItem() else None
        self.list.clear()
        self._list(helptext.find(text), chosen)
        if self.list.currentItem() is None:
            self.list.setCurrentRow(0)

    def _list(self, pages: Iterable[helptext.HelpPage], chosen: str | None = None) -> None:
        """Add pages to the list at the left."""
        for page in pages:
            item = QListWidgetItem(page.title)
            item.setData(theme.DATA, page.id)
            self.list.addItem(item)
            if page.id == chosen:
                self.list.setCurrentItem(item)

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        page = next(page for page in helptext.pages() if page.id == item.data(theme.DATA))
        self._set_text(page.text)

    def _set_text(self, markdown: str) -> None:
        """Markdown with headings in the two sizes of the window, not in those of a web page."""
        self.text.setMarkdown(markdown)
        block = self.text.document().begin()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            if level:
                cursor = QTextCursor(block)
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                look = QTextCharFormat()
                look.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
                look.setFontPointSize(fonts.HEADING_POINTS if level == 1 else fonts.BODY_POINTS + 1)
                look.setFontWeight(QFont.Weight.DemiBold)
                cursor.mergeCharFormat(look)
            block = block.next()
        self.text.fit_pictures()
        self.text.moveCursor(QTextCursor.MoveOperation.Start)

    def _follow(self, url: QUrl) -> None:
        """A link inside the help: the id of a page."""
        self.go_to(url.toString())
