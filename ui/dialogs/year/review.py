"""退回意见: what reviewers wrote of the form on show, typed here or read from a 复核意见表."""

from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from perfdesk.cellpath import CellPath
from perfdesk.errors import PerfDeskError
from perfdesk.session.year.review import Remark
from ui.dialog_frame import Frame
from ui.style import theme
from ui.window_context import WindowContext


class ReviewDialog(Frame):
    """The remarks on this form; a double click goes to the cell."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.window, "退回意见", modal=False)
        self._context = context
        self._form = context.controller.form_id
        self.list = QTreeWidget()
        self.list.setAccessibleName("退回意见")
        self.list.setHeaderLabels(["位置", "意见", "谁", "时间"])
        self.list.setRootIsDecorated(False)
        self.list.setWordWrap(True)
        self.list.setMinimumSize(640, 240)
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.list.itemDoubleClicked.connect(self._jump)
        self.body.addWidget(self.list)
        self.since = self.add_note("")
        self.changes = QTreeWidget()
        self.changes.setAccessibleName("上报后的改动")
        self.changes.setHeaderLabels(["位置", "上报时", "现在"])
        self.changes.setRootIsDecorated(False)
        self.changes.setMinimumSize(640, 120)
        self.changes.itemDoubleClicked.connect(lambda item: self._go_to(item.data(0, theme.DATA)))
        self.body.addWidget(self.changes)
        self.remove_button = self.add_button("已改好，删除")
        self.remove_button.clicked.connect(self._remove)
        self.add_button("添加…").clicked.connect(self._add)
        self.add_button("读入复核意见表…").clicked.connect(self._read)
        self.add_button("关闭", primary=True).clicked.connect(self.reject)
        self._fill()

    def _fill(self) -> None:
        self.list.clear()
        for remark in self._context.controller.file.year.review.of(self._form):
            place = self._context.controller.file.label(remark.path) if remark.path else ""
            item = QTreeWidgetItem([place, remark.text, remark.who, remark.at[:10]])
            item.setData(0, theme.DATA, remark)
            self.list.addTopLevelItem(item)
        self.remove_button.setEnabled(self.list.topLevelItemCount() > 0)
        self._compare()

    def _compare(self) -> None:
        """What was changed since the form was handed in: the version that was 定稿 last against the present one."""
        self.changes.clear()
        found = self._context.controller.file.year.review.changed_since(self._form)
        self.changes.setVisible(found is not None)
        if found is None:
            self.since.setText("本表还没有定稿，看不出上报后改了什么；上报前请先定稿。")
            return
        version, differences = found
        told = f"改了 {len(differences)} 处" if differences else "没有改动"
        self.since.setText(f"与上报稿“{version.name}”（{version.at[:10]}）相比，{told}：")
        for difference in differences:
            item = QTreeWidgetItem([difference.label, difference.old, difference.new])
            item.setData(0, theme.DATA, difference.path)
            self.changes.addTopLevelItem(item)

    def _chosen(self) -> Remark | None:
        item = self.list.currentItem()
        found = item.data(0, theme.DATA) if item is not None else None
        return found if isinstance(found, Remark) else None

    def _jump(self) -> None:
        remark = self._chosen()
        if remark is not None and remark.path is not None:
            self._go_to(remark.path)

    def _go_to(self, path: CellPath) -> None:
        self._context.controller.show_form(path.form)
        self._context.view.go_to_field(path.row, path.field)

    def _remove(self) -> None:
        remark = self._chosen()
        if remark is not None:
            self._context.controller.file.year.review.remove(remark.id)
            self._show_anew()

    def _add(self) -> None:
        cell = self._context.view.current_cell()
        path = (
            self._context.controller.path(cell)
            if cell is not None and cell.field
            else CellPath(self._form, "", "")
        )
        text = self._context.prompts.text("退回意见", "对当前格的意见：")
        if text and text.strip():
            self._context.controller.file.year.review.add(path, text)
            self._show_anew()

    def _read(self) -> None:
        paths = self._context.prompts.files_to_import(self._context.preferences.start_folder())
        review = self._context.controller.file.year.review
        for path in paths:
            try:
                found = review.read(path)
            except PerfDeskError as error:
                self._context.prompts.error(str(error))
                continue
            kept = review.take(found)
            lost = [r for r in found if r.path is None]
            said = f"已读入 {kept} 条意见"
            if lost:
                names = "、".join(f"“{r.indicator or r.project}”" for r in lost[:3])
                said += f"；{len(lost)} 条找不到对应的表或指标（{names}），请手工添加"
            self._context.notice(said)
        self._show_anew()

    def _show_anew(self) -> None:
        """The list, and what stands beside the cells of the form on show."""
        self._fill()
        known = self._context.controller.file.year.known
        self._context.view.form.show_known(known.of_form(self._context.controller.form_id))
