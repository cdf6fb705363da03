"""查找与替换 over all forms: every hit with a preview, chosen ones replaced as one undo."""

from collections.abc import Iterator

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
)

from perfdesk.session.edit.search import SearchHit
from perfdesk.session.edit.text_search import Query
from ui.dialog_frame import Frame
from ui.dialogs.wrapped_names import WrappedNames
from ui.forms.project_tree import NO_NAME, short_name
from ui.paper.form_model import Index
from ui.style import theme
from ui.style.plain_text import tip
from ui.window_context import WindowContext

_SLICE_MS = 20
_MOST = 2000
_LEAD, _SHOWN = 4, 42
"""Characters before what was found, and in all, of a text in the list."""
_BEFORE, _AFTER = 2, 3
_WIDTHS = (200, 170, 155, 155)
"""Of the columns: form, cell, present text, text to be."""
NAME = "find-dialog"


class _FromItsStart(QStyledItemDelegate):
    """Cuts a text at its end: what was found stands near its start."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideRight  # type: ignore[attr-defined]


class FindDialog(Frame):
    """Not modal: the form can be looked at and mended meanwhile."""

    searched = Signal(int)
    """All forms have been searched; so many hits."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.window, "查找与替换", modal=False)
        self.setObjectName(NAME)
        self._context = context
        self.replacing = True
        self._form = QFormLayout()
        self.what = QLineEdit()
        self.what.setAccessibleName("查找内容")
        self.by = QLineEdit()
        self.by.setAccessibleName("替换为")
        self.exact = QCheckBox("区分大小写和全半角")
        self.whole = QCheckBox("整格相同")
        self.only_this = QCheckBox("只在本表")
        self.results = result_list("查找结果")
        self.told = self.add_note("")
        self._work: Iterator[SearchHit] = iter(())
        self._replaced = ""
        """What was replaced a moment ago, told before what is found now."""
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._slice)
        self._lay_out()
        self.resize(740, 480)

    @classmethod
    def show_for(cls, context: WindowContext, *, replacing: bool) -> "FindDialog":
        """The one dialog of the window, made or brought to the front."""
        found = context.window.findChild(cls, NAME)
        dialog = found if isinstance(found, cls) else cls(context)
        dialog.set_replacing(replacing)
        dialog.show()
        dialog.raise_()
        (dialog.by if replacing and dialog.what.text() else dialog.what).setFocus()
        return dialog

    def set_replacing(self, replacing: bool) -> None:
        """Offer replacing too, or finding alone: then nothing can be changed by a wrong button."""
        if replacing == self.replacing:
            return
        self.replacing = replacing
        self.setWindowTitle("查找与替换" if replacing else "查找")
        self.heading.setText(self.windowTitle())
        self._form.setRowVisible(self.by, replacing)
        self.results.setColumnHidden(_AFTER, not replacing)
        self.results.setColumnWidth(_BEFORE, _WIDTHS[_BEFORE] * (1 if replacing else 2))
        self.replace_button.setVisible(replacing)
        if self.results.topLevelItemCount():
            self.start()

    def query(self) -> Query:
        """What is looked for now; an empty replacement takes the text away."""
        exact = self.exact.isChecked()
        forms = (self._context.controller.form_id,) if self.only_this.isChecked() else None
        return Query(
            self.what.text(),
            self.by.text(),
            match_case=exact,
            match_width=exact,
            whole_cell=self.whole.isChecked(),
            forms=forms,
        )

    def start(self) -> None:
        """Search anew, a slice at a time."""
        self.results.clear()
        if self.what.text():
            self._context.view.commit_editor()
            self._work = self._context.controller.file.search.hits(self.query())
            self._timer.start()

    def replace_chosen(self) -> None:
        """Replace in the ticked cells, as one step."""
        chosen = ticked(self.results)
        if not chosen:
            self.told.setText("没有可替换的单元格")
            return
        label = f"替换“{self.what.text()}”为“{self.by.text()}”"
        search = self._context.controller.file.search
        if self._context.controller.perform(lambda: search.replace(chosen, label)) is not None:
            self._replaced = f"已替换 {len(chosen)} 格，可撤销。"
            self._context.notice(self._replaced.rstrip("。"))
        self.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.what.selectAll()

    def _lay_out(self) -> None:
        form = self._form
        form.setSpacing(theme.S)
        form.addRow("查找", self.what)
        form.addRow("替换为", self.by)
        boxes = QHBoxLayout()
        for box in (self.exact, self.whole, self.only_this):
            boxes.addWidget(box)
        boxes.addStretch(1)
        form.addRow("", boxes)
        self.body.insertLayout(0, form)
        self.body.insertWidget(1, self.results, 1)
        self.add_button("关闭").clicked.connect(self.close)
        self.replace_button = self.add_button("替换所选")
        self.replace_button.setEnabled(False)
        self.replace_button.clicked.connect(self.replace_chosen)
        self.add_button("查找", primary=True).clicked.connect(self.start)
        self.results.itemClicked.connect(lambda item: jump(self._context, item))
        self.results.itemActivated.connect(lambda item: jump(self._context, item))
        # The preview must be of the text that would be put in.
        self.by.textChanged.connect(
            lambda _: self.start() if self.results.topLevelItemCount() else None
        )

    def _slice(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        while clock.elapsed() < _SLICE_MS and self.results.topLevelItemCount() < _MOST:
            hit = next(self._work, None)
            if hit is None:
                self._finish("")
                return
            add_hit(self.results, hit, ticking=self.replacing)
        if self.results.topLevelItemCount() >= _MOST:
            self._finish(f"，只列出前 {_MOST} 处")

    def _finish(self, more: str) -> None:
        self._timer.stop()
        count = self.results.topLevelItemCount()
        done, self._replaced = self._replaced, ""
        nothing = "没有其他要替换的" if done else "没有找到"
        found = f"还有 {count} 处" if done else f"找到 {count} 处"
        self.told.setText(done + (f"{found}{more}；{self._advice()}" if count else nothing))
        self.replace_button.setEnabled(count > 0 and self._context.controller.writable)
        self.searched.emit(count)

    def _advice(self) -> str:
        if not self.replacing:
            return "点一处跳到那一格，按 Ctrl+H 替换"
        if not self.by.text():
            return "“替换为”空着，替换就是删去找到的文字"
        return "去掉勾选的不替换"


def result_list(name: str) -> QTreeWidget:
    """A list of hits with form, cell, present text and text to be."""
    results = QTreeWidget()
    results.setHeaderLabels(["项目", "单元格", "原文", "改后"])
    # A long name differs at its end, and the end of a label is the field.
    results.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    for column in (_BEFORE, _AFTER):
        results.setItemDelegateForColumn(column, _FromItsStart(results))
    WrappedNames(results)
    results.setRootIsDecorated(False)
    results.setAccessibleName(name)
    for column, width in enumerate(_WIDTHS):
        results.setColumnWidth(column, width)
    return results


def add_hit(results: QTreeWidget, hit: SearchHit, *, ticking: bool = True) -> None:
    """List a hit, ticked when it would be changed."""
    form = f"{hit.year or ''} {short_name(hit.project) or NO_NAME}".strip()
    cell = " · ".join(hit.label.split(" / ")[-2:])
    start = hit.spans[0][0] if hit.spans else 0
    after = hit.locked or _near(hit.after or "", start)
    item = QTreeWidgetItem([form, cell, _near(hit.before, start), after])
    item.setData(0, theme.DATA, hit)
    for column, text in enumerate((form, hit.label, hit.before, hit.after or hit.locked)):
        item.setToolTip(column, tip(text))
    if hit.replaceable and ticking:
        item.setCheckState(0, Qt.CheckState.Checked)
    elif ticking:
        item.setForeground(_AFTER, results.palette().placeholderText())
    results.addTopLevelItem(item)


def ticked(results: QTreeWidget) -> list[SearchHit]:
    """The hits that are ticked."""
    rows = range(results.topLevelItemCount())
    items = [item for row in rows if (item := results.topLevelItem(row)) is not None]
    hits: list[tuple[SearchHit, bool]] = [
        (item.data(0, theme.DATA), item.checkState(0) == Qt.CheckState.Checked) for item in items
    ]
    return [hit for hit, chosen in hits if chosen and hit.replaceable]


def jump(context: WindowContext, item: QTreeWidgetItem) -> None:
    """Show the cell of a hit."""
    hit: SearchHit = item.data(0, theme.DATA)
    path = hit.paths[0]
    if path.form != context.controller.form_id:
        context.view.commit_editor()
        context.controller.show_form(path.form)
    context.view.go_to_field(path.row, path.field)


def _near(text: str, start: int) -> str:
    """The text from a little before a place on, on one line."""
    begin = max(0, start - _LEAD)
    end = begin + _SHOWN
    shown = text[begin:end].replace("\n", " ")
    return f"{'…' if begin else ''}{shown}{'…' if end < len(text) else ''}"
