"""When a cell or a form changed, who did it, from what to what; and the versions of a form."""

from collections.abc import Sequence

from PySide6.QtWidgets import QListWidget, QListWidgetItem, QTableWidget, QTableWidgetItem

from perfdesk.grid import Cell
from perfdesk.session.remarks import CellChange, Version
from ui import theme
from ui.dialogs.frame import Frame
from ui.parts import Parts
from ui.wiring import short_place

_COLUMNS = ("时间", "操作", "单元格", "原来", "改为")


class HistoryDialog(Frame):
    """A table of changes, newest first."""

    def __init__(self, parts: Parts, title: str, changes: Sequence[CellChange]) -> None:
        super().__init__(parts.window, title)
        self._parts = parts
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
                item.setToolTip(text)
                self.table.setItem(row, column, item)
        for column, width in enumerate((140, 130, 150, 160, 160)):
            self.table.setColumnWidth(column, width)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.body.addWidget(self.table)
        if not changes:
            self.add_note("还没有改动。")
        self.resize(800, 460)

    @classmethod
    def of_cell(cls, parts: Parts, cell: Cell) -> "HistoryDialog":
        """The history of one cell."""
        changes = parts.bench.file.safekeeping.cell_history(parts.bench.path(cell))
        dialog = cls(parts, "本格历史", changes)
        dialog.add_button("关闭", primary=True).clicked.connect(dialog.accept)
        return dialog

    @classmethod
    def of_form(cls, parts: Parts) -> "HistoryDialog":
        """The history of the form on show, with its versions."""
        keeping, form = parts.bench.file.safekeeping, parts.bench.form_id
        dialog = cls(parts, "本表历史", keeping.form_history(form))
        dialog.add_versions(keeping.versions(form))
        return dialog

    def add_versions(self, versions: Sequence[Version]) -> None:
        """The versions below the changes, with ways to freeze one and to return to one."""
        self.add_note("版本（定稿、导入前等时点的整张表）")
        self.versions = QListWidget()
        self.versions.setMaximumHeight(110)
        self.versions.setAccessibleName("版本")
        for version in reversed(versions):
            item = QListWidgetItem(f"{moment(version.at)}　{version.name}")
            item.setData(theme.DATA, version)
            self.versions.addItem(item)
        self.body.addWidget(self.versions)
        writable = self._parts.bench.writable
        for text, act in (("定稿为新版本…", self.freeze), ("恢复到所选版本", self.return_to)):
            button = self.add_button(text)
            button.setEnabled(writable)
            button.clicked.connect(act)
        self.add_button("关闭", primary=True).clicked.connect(self.accept)

    def freeze(self) -> None:
        """Keep the form as it is under a name."""
        name = self._parts.prompts.line("定稿", "版本名称：", "定稿")
        if name and name.strip():
            self._parts.bench.file.safekeeping.freeze(self._parts.bench.form_id, name.strip())
            self._parts.notice(f"已定稿：{name.strip()}")
            self.accept()

    def return_to(self) -> None:
        """Give the form the content of the chosen version; undo brings the present one back."""
        item = self.versions.currentItem()
        if item is not None:
            version = item.data(theme.DATA)
            self._parts.bench.perform(lambda: self._parts.bench.file.safekeeping.return_to(version))
            self._parts.notice(f"已恢复到 {version.name}，可撤销")
            self.accept()

    def _texts(self, change: CellChange) -> tuple[str, ...]:
        grid = self._parts.bench.grid(self._parts.bench.form_id)
        cell = grid.find(change.path.row, change.path.field)
        place = short_place(cell) if cell else change.path.field
        return (
            moment(change.at),
            change.label,
            place,
            change.old or "（空）",
            change.new or "（空）",
        )


def moment(at: str) -> str:
    """A moment as it is read: 2026-11-22 20:31."""
    return at.replace("T", " ")[:16]
