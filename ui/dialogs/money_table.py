"""资金总表: the amounts of all projects of a year, edited like a sheet, with totals."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHBoxLayout, QLabel, QTableView

from perfdesk.cellpath import CellPath
from perfdesk.session.outcome import FormEntry
from ui import clipboard
from ui.dialogs.frame import Frame
from ui.money_model import MoneyModel, Project
from ui.parts import Parts
from ui.project_tree import short_name
from ui.transfer_block import Block, BlockCell

SELF_EVALUATION = "self_evaluation"


class MoneyDialog(Frame):
    """One row per 自评表 of the chosen year; typing goes straight into the forms."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window, "资金总表")
        self._parts = parts
        self.model = MoneyModel(self._edit)
        self.table = MoneyTable(self.model)
        self.years = QComboBox()
        self.years.setAccessibleName("年度")
        for year in sorted(
            {form.year for form in self._forms()}, key=lambda year: year or 0, reverse=True
        ):
            self.years.addItem(f"{year} 年" if year else "未填年度", year)
        self.years.currentIndexChanged.connect(lambda _: self._show())
        row = QHBoxLayout()
        row.addWidget(QLabel("年度"))
        row.addWidget(self.years)
        row.addStretch(1)
        row.addWidget(QLabel("单位：万元。合计随改随算，各表同步改动，可撤销。"))
        self.body.addLayout(row)
        self.body.addWidget(self.table, 1)
        self.add_button("关闭").clicked.connect(self.accept)
        parts.bench.edited.connect(self._refresh)
        shown = next((form for form in self._forms() if form.id == parts.bench.form_id), None)
        if shown is not None:
            self.years.setCurrentIndex(max(0, self.years.findData(shown.year)))
        self._show()
        self.resize(1290, 560)

    def _forms(self) -> list[FormEntry]:
        return [form for form in self._parts.bench.file.forms() if form.kind == SELF_EVALUATION]

    def _show(self) -> None:
        year = self.years.currentData()
        bench = self._parts.bench
        self.model.show(
            [
                Project(f.id, short_name(f.project_name), bench.grid(f.id))
                for f in self._forms()
                if f.year == year
            ]
        )

    def _refresh(self) -> None:
        if self._parts.bench.ready:
            self._show()

    def _edit(self, entries: list[tuple[CellPath, str]]) -> None:
        self._parts.bench.perform(lambda: self._parts.bench.file.editing.set_many(entries))


class MoneyTable(QTableView):
    """A sheet: typing replaces, Enter goes down, blocks are copied and pasted."""

    def __init__(self, model: MoneyModel) -> None:
        super().__init__()
        self._money = model
        self.setModel(model)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setAccessibleName("资金总表")
        self.horizontalHeader().setDefaultSectionSize(80)
        self.horizontalHeader().setFixedHeight(46)
        self.verticalHeader().setFixedWidth(190)
        self.verticalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().setDefaultSectionSize(28)
        self.verticalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            row = min(self.currentIndex().row() + 1, self._money.rowCount() - 1)
            self.setCurrentIndex(self._money.index(row, self.currentIndex().column()))
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_Delete:
            self._put([(index.row(), index.column(), "") for index in self.selectedIndexes()])
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """The selected rectangle to the clipboard."""
        chosen = self.selectedIndexes()
        if chosen:
            rows = range(min(i.row() for i in chosen), max(i.row() for i in chosen) + 1)
            columns = range(min(i.column() for i in chosen), max(i.column() for i in chosen) + 1)
            block: Block = [
                [BlockCell(self._money.index(r, c).data() or "") for c in columns] for r in rows
            ]
            QGuiApplication.clipboard().setMimeData(clipboard.mime_data(block))

    def paste(self) -> None:
        """A block from the current cell on; one amount into all selected cells."""
        block = clipboard.read(QGuiApplication.clipboard().mimeData())
        if len(block) == 1 and len(block[0]) == 1:
            self._put([(i.row(), i.column(), block[0][0].text) for i in self.selectedIndexes()])
            return
        row, column = self.currentIndex().row(), self.currentIndex().column()
        self._put(
            [
                (row + r, column + c, part.text)
                for r, line in enumerate(block)
                for c, part in enumerate(line)
            ]
        )

    def _put(self, places: list[tuple[int, int, str]]) -> None:
        entries = [
            (path, text) for r, c, text in places if (path := self._money.path(r, c)) is not None
        ]
        if entries:
            self._money.put(entries)
