"""查找与替换 over all forms: every hit with a preview, chosen ones replaced as one undo."""

from collections.abc import Iterator

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
)

from perfdesk.cellpath import CellPath
from ui import search, theme
from ui.dialogs.frame import Frame
from ui.form_model import keys
from ui.parts import Parts
from ui.project_tree import short_name
from ui.search import Hit, Query
from ui.wiring import short_place

_SLICE_MS = 20
_MOST = 2000
NAME = "find-dialog"


class FindDialog(Frame):
    """Not modal: the form can be looked at and mended meanwhile."""

    searched = Signal(int)
    """All forms have been searched; so many hits."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window, "查找与替换", modal=False)
        self.setObjectName(NAME)
        self._parts = parts
        self.what = QLineEdit()
        self.what.setAccessibleName("查找内容")
        self.by = QLineEdit()
        self.by.setAccessibleName("替换为")
        self.exact = QCheckBox("区分大小写和全半角")
        self.only_this = QCheckBox("只在本表")
        self.results = QTreeWidget()
        self.results.setHeaderLabels(["位置", "原文", "替换后"])
        self.results.setRootIsDecorated(False)
        self.results.setAccessibleName("查找结果")
        for column, width in enumerate((250, 210, 210)):
            self.results.setColumnWidth(column, width)
        self.told = self.add_note("")
        self._work: Iterator[Hit] = iter(())
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._slice)
        self._lay_out()
        self.resize(740, 480)

    @classmethod
    def show_for(cls, parts: Parts, *, replacing: bool) -> "FindDialog":
        """The one dialog of the window, made or brought to the front."""
        found = parts.window.findChild(cls, NAME)
        dialog = found if isinstance(found, cls) else cls(parts)
        dialog.show()
        dialog.raise_()
        (dialog.by if replacing and dialog.what.text() else dialog.what).setFocus()
        return dialog

    def start(self) -> None:
        """Search anew, a slice at a time."""
        query = self.query()
        self.results.clear()
        if not query.text:
            return
        form_ids = [form.id for form in self._parts.bench.file.forms()]
        if self.only_this.isChecked():
            form_ids = [self._parts.bench.form_id]
        self._names = {
            form.id: short_name(form.project_name) for form in self._parts.bench.file.forms()
        }
        self._work = (
            hit for form in form_ids for hit in search.hits(self._parts.bench.grid(form), query)
        )
        self._timer.start()

    def query(self) -> Query:
        """What is looked for now."""
        return Query(self.what.text(), self.exact.isChecked())

    def replace_chosen(self) -> None:
        """Replace in the ticked cells, as one step."""
        query, by = self.query(), self.by.text()
        entries = [
            (CellPath(hit.form, *key), query.replaced(hit.text, by))
            for hit in self._ticked()
            for key in keys(hit.cell)
        ]
        if not entries:
            self.told.setText("没有可替换的单元格")
            return
        label = f"替换“{query.text}”为“{by}”"
        self._parts.bench.perform(lambda: self._parts.bench.file.editing.set_many(entries, label))
        self._parts.notice(f"已替换 {len(entries)} 格，可撤销")
        self.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.what.selectAll()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(theme.S)
        form.addRow("查找", self.what)
        form.addRow("替换为", self.by)
        boxes = QHBoxLayout()
        boxes.addWidget(self.exact)
        boxes.addWidget(self.only_this)
        boxes.addStretch(1)
        form.addRow("", boxes)
        self.body.insertLayout(0, form)
        self.body.insertWidget(1, self.results, 1)
        self.add_button("关闭").clicked.connect(self.close)
        self.replace_button = self.add_button("替换所选")
        self.replace_button.setEnabled(self._parts.bench.writable)
        self.replace_button.clicked.connect(self.replace_chosen)
        self.add_button("查找", primary=True).clicked.connect(self.start)
        self.results.itemClicked.connect(self._jump)
        self.results.itemActivated.connect(self._jump)
        self.by.textChanged.connect(lambda _: self._preview())

    def _slice(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        while clock.elapsed() < _SLICE_MS and self.results.topLevelItemCount() < _MOST:
            hit = next(self._work, None)
            if hit is None:
                self._finish("")
                return
            self._add(hit)
        if self.results.topLevelItemCount() >= _MOST:
            self._finish(f"，只列出前 {_MOST} 处")

    def _finish(self, more: str) -> None:
        self._timer.stop()
        count = self.results.topLevelItemCount()
        self.told.setText(f"找到 {count} 处{more}；去掉勾选的不替换" if count else "没有找到")
        self.searched.emit(count)

    def _add(self, hit: Hit) -> None:
        place = " · ".join(
            part for part in (self._names.get(hit.form, ""), short_place(hit.cell)) if part
        )
        item = QTreeWidgetItem([place, search.excerpt(hit.text, self.query()), self._after(hit)])
        item.setData(0, theme.DATA, hit)
        item.setToolTip(1, hit.text)
        replaceable = search.replaceable(hit)
        item.setCheckState(0, Qt.CheckState.Checked if replaceable else Qt.CheckState.Unchecked)
        if not replaceable:
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
        self.results.addTopLevelItem(item)

    def _after(self, hit: Hit) -> str:
        if not search.replaceable(hit):
            return "（自动计算，不替换）"
        by = self.by.text()
        return (
            search.excerpt(self.query().replaced(hit.text, by), Query(by, exact=True)) if by else ""
        )

    def _preview(self) -> None:
        for item in self._items():
            item.setText(2, self._after(item.data(0, theme.DATA)))

    def _ticked(self) -> list[Hit]:
        return [
            i.data(0, theme.DATA) for i in self._items() if i.checkState(0) == Qt.CheckState.Checked
        ]

    def _items(self) -> list[QTreeWidgetItem]:
        rows = range(self.results.topLevelItemCount())
        return [item for row in rows if (item := self.results.topLevelItem(row)) is not None]

    def _jump(self, item: QTreeWidgetItem) -> None:
        hit: Hit = item.data(0, theme.DATA)
        if hit.form != self._parts.bench.form_id:
            self._parts.bench.show_form(hit.form)
        self._parts.view.go_to_field(hit.cell.row_id, hit.cell.field)
