"""导出: which forms, which formats, one file or many; then the result with its folder."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox

from perfdesk.session.send_out.exported import Exported
from perfdesk.session.send_out.transfer import ExportPlan
from ui.desktop.preferences import EXPORT
from ui.dialog_frame import Frame
from ui.dialogs.forms.form_choice import FormChoice
from ui.dialogs.result import ResultDialog
from ui.printing.paper_check import look_first
from ui.window_context import WindowContext

_FORMATS = (("xlsx", "Excel（.xlsx）"), ("pdf", "PDF"))


class ExportDialog(Frame):
    """Asks what to export; the folder is asked for last."""

    def __init__(self, context: WindowContext, kind: str, form_ids: Sequence[str]) -> None:
        super().__init__(context.window, "导出")
        self._context = context
        self.choice = FormChoice(context, form_ids)
        self.choice.group.buttonClicked.connect(lambda _: self._enable())
        self.choice.list.itemChanged.connect(lambda _: self._enable())
        self.body.addWidget(self.choice)
        self.formats = {name: QCheckBox(label) for name, label in _FORMATS}
        for name, box in self.formats.items():
            box.setChecked(name == kind)
            self.body.addWidget(box)
        self.one_file = QCheckBox("合成一个文件（Excel 一张表一个工作表，首页是目录）")
        self.one_file.setToolTip("不选则一张表一个文件，文件名是项目名称")
        self.body.addWidget(self.one_file)
        self._enable()
        digest = "带" if context.preferences.print_digest else "不带"
        self.add_note(f"页脚{digest}校验码，可在设置中改；签字盖章后凭它核对纸质件。")
        self.add_button("取消").clicked.connect(self.reject)
        self.add_button("选择文件夹并导出", primary=True).clicked.connect(self.accept)

    def accept(self) -> None:
        """Ask for the folder and start."""
        formats = tuple(name for name, box in self.formats.items() if box.isChecked())
        ids = self.choice.ids()
        if not formats or not ids:
            self._context.notice("请至少选一张表、一种格式")
            return
        preferences = self._context.preferences
        folder = self._context.prompts.export_folder(preferences.start_folder(EXPORT))
        if folder is None:
            return
        preferences.remember_folder(folder, EXPORT)
        one_file = self.one_file.isEnabled() and self.one_file.isChecked()
        plan = ExportPlan(folder, formats, one_file, preferences.print_digest)
        super().accept()
        start = partial(_start, self._context, plan, ids)
        if "pdf" in formats:
            look_first(self._context, ids, start, "仍然导出")
        else:
            start()

    def _enable(self) -> None:
        """One form is one file in any case."""
        self.one_file.setEnabled(len(self.choice.ids()) > 1)


def _start(context: WindowContext, plan: ExportPlan, ids: Sequence[str]) -> None:
    export = context.controller.file.transfer.export
    context.run_job("导出", partial(export, plan, ids), partial(show_exported, context, plan))


def show_exported(context: WindowContext, plan: ExportPlan, exported: Any) -> None:
    """Say what was written where."""
    listed: list[Exported] = exported
    names = list(dict.fromkeys(item.path.name for item in listed))
    count = len(names)
    if context.controller.ready and context.controller.file.transfer.unrecorded:
        names.append(f"注意：{context.controller.file.transfer.unrecorded}")
    ResultDialog(context.window, f"已导出 {count} 个文件", names, plan.folder).open()
