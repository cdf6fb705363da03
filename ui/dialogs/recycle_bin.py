"""回收站: forms that were removed, to bring back."""

from PySide6.QtWidgets import QListWidget, QListWidgetItem

from ui import theme
from ui.dialogs.frame import Frame
from ui.dialogs.history import moment
from ui.parts import Parts


class RecycleDialog(Frame):
    """Lists removed forms; nothing is ever lost for good."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window, "回收站")
        self._parts = parts
        self.list = QListWidget()
        self.list.setAccessibleName("删除的表")
        self.list.setMinimumSize(520, 240)
        for removed in parts.bench.file.safekeeping.recycle_bin():
            header = removed.state["header"]
            name = header.get("project_name") or "（未填项目名称）"
            item = QListWidgetItem(f"{name}　{header.get('year') or ''}　{moment(removed.at)} 删除")
            item.setData(theme.DATA, removed)
            self.list.addItem(item)
        self.body.addWidget(self.list)
        if not self.list.count():
            self.add_note("回收站是空的。")
        self.add_button("关闭").clicked.connect(self.reject)
        self.restore_button = self.add_button("恢复所选", primary=True)
        self.restore_button.setEnabled(self.list.count() > 0)
        self.restore_button.clicked.connect(self.accept)
        self.list.setCurrentRow(0)

    def accept(self) -> None:
        """Bring the chosen form back and show it."""
        item = self.list.currentItem()
        if item is not None:
            removed = item.data(theme.DATA)
            self._parts.bench.perform(lambda: self._parts.bench.file.safekeeping.restore(removed))
            self._parts.notice("已从回收站恢复")
        super().accept()
