"""When a cell or a form changed, who did it, from what to what."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem

from perfdesk.grid import Cell
from perfdesk.session.edit.notes import CellChange
from perfdesk.values import BLANK
from ui.dialog_frame import Frame
from ui.paper.describe import short_place
from ui.style.plain_text import tip
from ui.window_context import WindowContext

_COLUMNS = ("时间", "操作", "单元格", "原来", "改为")


class HistoryDialog(Frame):
    """A table of changes, newest first."""

    versions_wanted = Signal()

    def __init__(self, context: WindowContext, title: str, changes: Sequence[CellChange]) -> None:
        super().__init__(context.window, title)
        self._context = context
        self.table = QTableWidget(len(changes), len(_COLUMNS))
        self.table.setHorizontalHeaderLabels(_COLUMNS)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setAccessibleName(title)
        for row, change in enumerate(reversed(changes)):
            for column, text in enumerate(self._texts(change)):
                item = QTableWidgetItem(text)
                item.setToolTip(tip(text))
                self.table.setItem(row, column, item)
        for column, width in enumerate((140, 130, 150, 160, 160)):
            self.table.setColumnWidth(column, width)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.body.addWidget(self.table)
        if not changes:
            self.add_note("还没有改动。")
        self.resize(800, 460)

    @classmethod
    def of_cell(cls, context: WindowContext, cell: Cell) -> "HistoryDialog":
        """The history of one cell."""
        changes = context.controller.file.safekeeping.cell_history(context.controller.path(cell))
        dialog = cls(context, "本格历史", changes)
        dialog.add_button("关闭", primary=True).clicked.connect(dialog.accept)
        return dialog

    @classmethod
    def of_form(cls, context: WindowContext) -> "HistoryDialog":
        """The history of the form on show, with a way to its versions."""
        changes = context.controller.file.safekeeping.form_history(context.controller.form_id)
        dialog = cls(context, "本表历史", changes)
        dialog.add_button("版本…").clicked.connect(dialog.go_to_versions)
        dialog.add_button("关闭", primary=True).clicked.connect(dialog.accept)
        return dialog

    def go_to_versions(self) -> None:
        """Leave for the versions."""
        self.accept()
        self.versions_wanted.emit()

    def _texts(self, change: CellChange) -> tuple[str, ...]:
        grid = self._context.controller.grid(self._context.controller.form_id)
        cell = grid.find(change.path.row, change.path.field)
        place = (
            short_place(cell)
            if cell
            else self._context.controller.file.checking.place(change.path, with_project=False)
        )
        return (
            moment(change.at),
            change.label,
            place,
            change.old or BLANK,
            change.new or BLANK,
        )


def moment(at: str) -> str:
    """A moment as it is read: 2026-11-22 20:31."""
    return at.replace("T", " ")[:16]
