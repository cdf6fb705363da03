"""回收站: forms that were removed, to bring back."""

from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from ui.dialog_frame import Frame
from ui.dialogs.cells.history import moment
from ui.style import theme
from ui.style.plain_text import tip
from ui.window_context import WindowContext


class RecycleDialog(Frame):
    """Lists removed forms; nothing is ever lost for good."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.window, "回收站")
        self._context = context
        self.list = QTreeWidget()
        self.list.setHeaderLabels(["项目名称", "年度", "删除时间"])
        self.list.setAccessibleName("删除的表")
        self.list.setRootIsDecorated(False)
        self.list.setMinimumSize(620, 180)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for removed in context.controller.file.safekeeping.recycle_bin():
            header = removed.state["header"]
            name = header.get("project_name") or "（未填项目名称）"
            item = QTreeWidgetItem([name, str(header.get("year") or ""), moment(removed.at)])
            item.setToolTip(0, tip(name))
            item.setData(0, theme.DATA, removed)
            self.list.addTopLevelItem(item)
        self.body.addWidget(self.list)
        if not self.list.topLevelItemCount():
            self.add_note("回收站是空的。")
        self.add_button("关闭").clicked.connect(self.reject)
        self.restore_button = self.add_button("恢复所选", primary=True)
        self.restore_button.setEnabled(self.list.topLevelItemCount() > 0)
        self.restore_button.clicked.connect(self.accept)
        newest = self.list.topLevelItem(0)
        if newest is not None:
            self.list.setCurrentItem(newest)

    def accept(self) -> None:
        """Bring the chosen form back and show it."""
        item = self.list.currentItem()
        if item is not None:
            removed = item.data(0, theme.DATA)
            self._context.controller.perform(
                lambda: self._context.controller.file.safekeeping.restore(removed)
            )
            self._context.notice("已从回收站恢复")
        super().accept()
