"""空白表: an official form without contents as a workbook, for those who fill it in Excel."""

from pathlib import Path
from typing import Any

from perfdesk.session.outcome import TemplateInfo
from ui.desktop.preferences import EXPORT
from ui.dialog_frame import Frame
from ui.dialogs.forms.new_form import template_list
from ui.dialogs.result import ResultDialog
from ui.style import theme
from ui.window_context import WindowContext


class BlankFormDialog(Frame):
    """Which template; the file is asked for last."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.window, "空白表")
        self._context = context
        self.templates = template_list(context)
        self.body.addWidget(self.templates)
        self.add_note("填好后用“导入”收回，按表样逐格对应。")
        self.add_button("取消").clicked.connect(self.reject)
        self.add_button("选择位置并保存", primary=True).clicked.connect(self.accept)

    def accept(self) -> None:
        """Ask where to, and write."""
        info = self._chosen()
        if info is None:
            return
        preferences = self._context.preferences
        name = f"{info.region}{info.title}（{info.edition}版）空白表.xlsx"
        path = self._context.prompts.save_as(
            "空白表", preferences.start_folder(EXPORT) / name, "Excel (*.xlsx)"
        )
        if path is None:
            return
        if path.suffix.lower() != ".xlsx":
            path = path.with_name(f"{path.name}.xlsx")
        preferences.remember_folder(path.parent, EXPORT)
        super().accept()
        write = self._context.controller.file.transfer.write_blank
        self._context.run_job(
            "空白表",
            lambda progress, cancelled: write(info.id, path),
            lambda _: _show(self._context, path),
        )

    def _chosen(self) -> TemplateInfo | None:
        item = self.templates.currentItem()
        wanted: Any = item.data(theme.DATA) if item is not None else None
        infos = self._context.controller.file.templates()
        return next((info for info in infos if info.id == wanted), None)


def _show(context: WindowContext, path: Path) -> None:
    ResultDialog(context.window, "已保存空白表", [path.name], path.parent).open()
