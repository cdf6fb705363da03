"""打印: which forms, in which order; the printer, its copies and pages are asked for next."""

from collections.abc import Sequence

from PySide6.QtWidgets import QPushButton

from ui.dialog_frame import Frame
from ui.dialogs.forms.form_choice import FormChoice
from ui.dialogs.send_out.preview import open_preview
from ui.printing.printer import print_forms
from ui.window_context import WindowContext


class PrintFormsDialog(Frame):
    """The form on show is chosen; all forms of its year are one click away."""

    def __init__(self, context: WindowContext, form_ids: Sequence[str]) -> None:
        super().__init__(context.window, "打印")
        self._context = context
        self.choice = FormChoice(context, form_ids)
        self.body.addWidget(self.choice)
        digest = "带" if context.preferences.print_digest else "不带"
        self.add_note(
            f"作为一个打印任务送出；份数、页码范围在下一步选。页脚{digest}校验码，可在设置中改。"
        )
        self.add_button("取消").clicked.connect(self.reject)
        self.preview = self.add_button("预览")
        self.preview.clicked.connect(self._preview)
        self.go: QPushButton = self.add_button("选择打印机…", primary=True)
        self.go.clicked.connect(self.accept)
        self.choice.list.itemChanged.connect(lambda _: self._enable())
        self.choice.group.buttonClicked.connect(lambda _: self._enable())

    def accept(self) -> None:
        """Go on to the printer."""
        ids = self.choice.ids()
        super().accept()
        print_forms(self._context, ids)

    def _preview(self) -> None:
        ids = self.choice.ids()
        self.reject()
        open_preview(self._context, ids)

    def _enable(self) -> None:
        for button in (self.preview, self.go):
            button.setEnabled(bool(self.choice.ids()))
