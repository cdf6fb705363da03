"""从备份恢复: the backups of the file, what one holds differently, and bringing forms back."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QTreeWidget, QTreeWidgetItem

from perfdesk.cellpath import CellPath
from perfdesk.errors import PerfDeskError
from perfdesk.session.keep.recovery import BackupInfo
from perfdesk.values import BLANK
from ui.desktop import outside
from ui.dialog_frame import Frame
from ui.dialogs.cells.history import moment
from ui.forms.project_tree import NO_NAME, short_name
from ui.style import theme
from ui.style.plain_text import tip
from ui.window_context import WindowContext

_REASONS = {
    "timed": "定时",
    "closing": "关闭时",
    "import": "导入前",
    "migration": "升级前",
    "restore": "恢复前",
    "manual": "手动",
}
_MOST_CELLS = 300
_DIFFERENCES = {
    "missing": "现在没有，将恢复",
    "newer": "备份之后新建，勾选则移到回收站",
    "changed": "内容不同",
}


def show_backups(context: WindowContext) -> None:
    """Open and check every backup in the background, then list them."""
    recovery = context.controller.file.recovery
    context.run_job(
        "读取备份",
        lambda progress, cancelled: recovery.backups(),
        lambda found: _show(context, found),
    )


def _show(context: WindowContext, found: Any) -> None:
    BackupDialog(context, found).open()


class BackupDialog(Frame):
    """The present is kept before anything is restored, and restoring is one undo."""

    def __init__(self, context: WindowContext, backups: Sequence[BackupInfo]) -> None:
        super().__init__(context.window, "从备份恢复")
        self._context = context
        self._recovery = context.controller.file.recovery
        self.backups = QListWidget()
        self.backups.setAccessibleName("备份")
        self.forms = QTreeWidget()
        self.forms.setHeaderLabels(["与现在不同的表，展开看每一格", "现在", "备份里"])
        for column, width in enumerate((330, 190)):
            self.forms.setColumnWidth(column, width)
        self.forms.setAccessibleName("与现在不同的表")
        self.forms.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.body.addWidget(self.backups, 1)
        self.place = self.add_note("")
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(self.forms, 2)
        self.told = self.add_note("")
        self.show_folder = self.add_button("打开所在文件夹")
        self.show_folder.clicked.connect(self.open_folder)
        self.add_button("立即备份").clicked.connect(self.back_up)
        self.add_button("关闭").clicked.connect(self.reject)
        self.go = self.add_button("恢复所选", primary=True)
        self.go.clicked.connect(self.accept)
        self.backups.currentItemChanged.connect(lambda *_: self._preview())
        self.resize(720, 600)
        self._list(backups)

    def back_up(self) -> None:
        """A checked backup now, listed when it is there."""

        def done(backups: Any) -> None:
            self._list(backups)
            self.told.setText("已备份")

        recovery = self._recovery
        self._context.run_job("备份", lambda *_: (recovery.back_up(), recovery.backups())[1], done)

    def open_folder(self) -> None:
        """Show the folder of the chosen backup in the file manager."""
        item = self.backups.currentItem()
        if item is not None:
            outside.open_folder(item.data(theme.DATA).path.parent)

    def accept(self) -> None:
        """Bring the ticked forms back as they were."""
        item = self.backups.currentItem()
        if item is None:
            return
        info: BackupInfo = item.data(theme.DATA)
        chosen = self._chosen()
        if not chosen:
            self.told.setText("没有勾选要恢复的表")
            return
        done = self._context.controller.perform(lambda: self._recovery.restore(info.path, chosen))
        if done is not None:
            self._context.notice(f"已从备份恢复 {len(chosen)} 张表，可撤销")
            super().accept()

    def _list(self, backups: Sequence[BackupInfo]) -> None:
        self.backups.clear()
        for info in backups:
            item = QListWidgetItem(backup_words(info))
            item.setData(theme.DATA, info)
            if not info.ok:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.backups.addItem(item)
        good = next((row for row, info in enumerate(backups) if info.ok and not info.origin), -1)
        self.backups.setCurrentRow(good)
        self._preview()

    def _preview(self) -> None:
        self.forms.clear()
        item = self.backups.currentItem()
        info = item.data(theme.DATA) if item is not None else None
        self.place.setText(f"所选备份：{info.path}" if info is not None else "")
        self.show_folder.setEnabled(info is not None)
        self.go.setEnabled(False)
        if info is None:
            none = "还没有备份。程序会定时备份，也可以点“立即备份”。"
            other = (
                "这个文件还没有自己的备份；列出的是它的副本或原来位置上的文件的备份，请核对后再选。"
            )
            self.told.setText(other if self.backups.count() else none)
            return
        try:
            found = self._recovery.preview(info.path)
        except PerfDeskError as error:
            self.told.setText(str(error))
            return
        for difference in found:
            self.forms.addTopLevelItem(_form_item(difference, self._context.controller.file.label))
        self.go.setEnabled(bool(found))
        self.told.setText(
            "只恢复勾选的表；恢复前会把现在的样子另存为备份和版本，恢复后可撤销。"
            if found
            else "与现在没有差别"
        )

    def _chosen(self) -> list[str]:
        rows = range(self.forms.topLevelItemCount())
        items = [item for row in rows if (item := self.forms.topLevelItem(row)) is not None]
        ticked = [item for item in items if item.checkState(0) == Qt.CheckState.Checked]
        return [item.data(0, theme.DATA) for item in ticked]


def backup_words(info: BackupInfo) -> str:
    """When and why a backup was made, and how many forms it holds."""
    words = f"{moment(info.at)}　{_REASONS.get(info.reason, info.reason)}　{info.forms} 张表"
    if info.origin:
        words = f"{words}　另一个文件：{info.origin}"
    return words if info.ok else f"{words}　已损坏"


def _form_item(difference: Any, label: Callable[[CellPath], str]) -> QTreeWidgetItem:
    """A form with a line for each cell that differs.

    Forms made after the backup are not ticked: who wants an old state back seldom wants them gone.
    """
    kind = str(getattr(difference.difference, "value", difference.difference))
    cells = f"，{len(difference.cells)} 格" if difference.cells else ""
    name = short_name(difference.project_name) or NO_NAME
    item = QTreeWidgetItem([f"{name}　{difference.year}", f"{_DIFFERENCES.get(kind, kind)}{cells}"])
    item.setData(0, theme.DATA, difference.form)
    ticked = kind != "newer"
    item.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
    for cell in difference.cells[:_MOST_CELLS]:
        item.addChild(_cell_item(cell, label))
    if len(difference.cells) > _MOST_CELLS:
        item.addChild(QTreeWidgetItem([f"还有 {len(difference.cells) - _MOST_CELLS} 格不同"]))
    return item


def _cell_item(cell: Any, label: Callable[[CellPath], str]) -> QTreeWidgetItem:
    if cell.path.field:
        sides = [cell.now or BLANK, cell.then or BLANK]
    else:
        sides = ["有这一行" if side is not None else "没有这一行" for side in (cell.now, cell.then)]
    item = QTreeWidgetItem([label(cell.path), *sides])
    for column in range(3):
        item.setToolTip(column, tip(item.text(column)))
    return item
