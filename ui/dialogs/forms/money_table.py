"""资金总表: the amounts of all projects of a year, edited like a sheet, with totals."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QTableView,
    QWidget,
)

from ui.dialog_frame import Frame
from ui.forms.money_model import MoneyModel
from ui.forms.project_tree import KIND_NAMES
from ui.paper import clipboard
from ui.paper.cell_block import Block, BlockCell
from ui.style.plain_text import PlainLabel
from ui.window_context import WindowContext


class MoneyDialog(Frame):
    """One row per form of the chosen year and kind; typing goes straight into the forms."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.window, "资金总表")
        self._context = context
        self._money = context.controller.file.money
        self.model = MoneyModel(self._put)
        self.table = MoneyGridView(self.model)
        self.choice = QComboBox()
        self.choice.setAccessibleName("年度和表种")
        shown = next(
            (f for f in context.controller.file.forms() if f.id == context.controller.form_id), None
        )
        for year, kind in self._groups():
            self.choice.addItem(
                f"{f'{year} 年' if year else '未填年度'} {KIND_NAMES[kind]}", (year, kind)
            )
            if shown is not None and (shown.year, shown.kind) == (year, kind):
                self.choice.setCurrentIndex(self.choice.count() - 1)
        self.choice.currentIndexChanged.connect(lambda _: self.refresh())
        row = QHBoxLayout()
        row.addWidget(self.choice)
        row.addStretch(1)
        row.addWidget(PlainLabel("合计随改随算，各表同步改动，可撤销。"))
        self.body.addLayout(row)
        self.body.addWidget(self.table, 1)
        self.notes = self.add_note("")
        self.add_button("关闭").clicked.connect(self.accept)
        context.controller.edited.connect(self.refresh)
        self.refresh()
        self._take_keys()
        self.table.go_to_start()
        self.resize(1290, 560)

    def refresh(self) -> None:
        """Show the table as the forms are now."""
        chosen = self.choice.currentData()
        if not self._context.controller.ready or chosen is None:
            return
        table = self._money.table(*chosen)
        self.model.show(table)
        self.notes.setText("；".join(table.notes))
        self.notes.setVisible(bool(table.notes))

    def _take_keys(self) -> None:
        """Undo and redo here too: the window behind does not hear the keys."""
        controller, standard = self._context.controller, QKeySequence.StandardKey
        for keys, act in (
            (standard.Undo, lambda: controller.file.editing.undo()),
            (standard.Redo, lambda: controller.file.editing.redo()),
        ):
            shortcut = QShortcut(keys, self)
            shortcut.activated.connect(
                lambda act=act: controller.writable and controller.perform(act)
            )

    def _groups(self) -> list[tuple[int | None, str]]:
        """Year and kind of the forms, newest and 自评表 first."""
        found = {(form.year, form.kind) for form in self._context.controller.file.forms()}
        return sorted(found, key=lambda group: (-(group[0] or 0), list(KIND_NAMES).index(group[1])))

    def _put(self, entries: list[tuple[int, int, str]]) -> None:
        table = self.model.table
        if table is not None and entries:
            self._context.controller.perform(lambda: self._money.put(table, entries))


class MoneyGridView(QTableView):
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
        self.horizontalHeader().setDefaultSectionSize(88)
        self.horizontalHeader().setStyleSheet("QHeaderView::section { padding: 5px 3px; }")
        self.horizontalHeader().setFixedHeight(46)
        self.verticalHeader().setFixedWidth(182)
        self.verticalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().setDefaultSectionSize(28)
        self.verticalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )

    def go_to_start(self) -> None:
        """Stand on the first amount to fill."""
        first = self._money.index(0, 0)
        self.setCurrentIndex(first if _editable(first) else self._next(first, 1))
        self.setFocus()

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Tab passes the sums, as it does on the paper."""
        found = super().moveCursor(action, modifiers)
        moves = QAbstractItemView.CursorAction
        if action in (moves.MoveNext, moves.MovePrevious) and not _editable(found):
            return self._next(found, 1 if action == moves.MoveNext else -1)
        return found

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self._go_down()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            # A line of text lets Enter pass on to here; the editor's closing leads down.
            event.accept()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go_down()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_Delete:
            self._money.put([(i.row(), i.column(), "") for i in self.selectedIndexes()])
        else:
            super().keyPressEvent(event)

    def _go_down(self) -> None:
        row = min(self.currentIndex().row() + 1, self._money.rowCount() - 1)
        self.setCurrentIndex(self._money.index(row, self.currentIndex().column()))

    def _next(self, index: QModelIndex, step: int) -> QModelIndex:
        """The next amount to fill in reading order, the present cell where there is none."""
        columns, rows = self._money.columnCount(), self._money.rowCount()
        place = index.row() * columns + index.column() + step
        while 0 <= place < rows * columns:
            found = self._money.index(*divmod(place, columns))
            if _editable(found):
                return found
            place += step
        return self.currentIndex()

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
            self._money.put(
                [(i.row(), i.column(), block[0][0].text) for i in self.selectedIndexes()]
            )
            return
        row, column = self.currentIndex().row(), self.currentIndex().column()
        self._money.put(
            [
                (row + r, column + c, part.text)
                for r, line in enumerate(block)
                for c, part in enumerate(line)
            ]
        )


def _editable(index: QModelIndex) -> bool:
    return bool(index.flags() & Qt.ItemFlag.ItemIsEditable)
