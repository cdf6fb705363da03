"""公开版: P01 is gone through first, then copies without persons, telephones and signature lines."""

from PySide6.QtWidgets import QCheckBox, QTreeWidgetItem

from perfdesk.session.exchange.publication import OpenPoint
from ui.dialog_frame import Frame
from ui.dialogs.exchange.table import add_row, choose_first, text_table
from ui.dialogs.result import ResultDialog
from ui.style import theme
from ui.window_context import WindowContext


class PublicationDialog(Frame):
    """Lists what P01 finds; while any is open, the person has to say that it was looked at."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.window, "公开版")
        self._context = context
        self._publication = context.controller.file.sharing.publication
        self._ids = context.controller.file.form_ids()
        self.add_note(
            "生成 PDF 和 Excel 各一份：负责人、联系人、电话等栏留空，不带备注、签字栏和校验码；原表不变。"
        )
        self.points = text_table("公开前要看的", ("项目", "位置", "问题"), (150, 150, 360))
        self.body.addWidget(self.points, 1)
        self.looked = QCheckBox("以上都看过，可以公开")
        self.told = self.add_note("")
        self.body.addWidget(self.looked)
        self.add_button("取消").clicked.connect(self.reject)
        self.jump_to = self.add_button("跳到所选的一处")
        self.jump_to.clicked.connect(self.jump)
        self.go = self.add_button("生成…", primary=True)
        self.go.clicked.connect(self.accept)
        self.looked.toggled.connect(lambda _: self._enable())
        self.points.itemActivated.connect(lambda *_: self.jump())
        self.resize(740, 420)
        self.list_points()

    def list_points(self) -> None:
        """What P01 finds in all forms."""
        self.points.clear()
        for point in self._publication.open_points(self._ids):
            add_row(self.points, (point.project, point.place, point.message), point)
        count = self.points.topLevelItemCount()
        self.told.setText(
            f"公开前要看的有 {count} 处" if count else "没有发现电话、证件号等敏感内容"
        )
        self.looked.setVisible(count > 0)
        choose_first(self.points)
        self._enable()

    def jump(self) -> None:
        """Go to the place of the line chosen."""
        item: QTreeWidgetItem | None = self.points.currentItem()
        point = item.data(0, theme.DATA) if item is not None else None
        if isinstance(point, OpenPoint):
            self.reject()
            self._context.controller.show_form(point.form_id)
            self._context.view.go_to_field(point.finding.row, point.finding.field)
            self._context.view.setFocus()

    def accept(self) -> None:
        """Ask for the folder and write the copies."""
        folder = self._context.prompts.export_folder(self._context.preferences.start_folder())
        if folder is None:
            return
        super().accept()
        publication, ids = self._publication, self._ids

        def done(written: object) -> None:
            names = [path.name for path in written] if isinstance(written, list) else []
            ResultDialog(self._context.window, "已生成公开版", names, folder).open()

        self._context.run_job(
            "公开版",
            lambda progress, cancelled: publication.write(folder, ids, progress, cancelled),
            done,
        )

    def _enable(self) -> None:
        open_ones = self.points.topLevelItemCount() > 0
        self.jump_to.setEnabled(open_ones)
        self.go.setEnabled(bool(self._ids) and (not open_ones or self.looked.isChecked()))
