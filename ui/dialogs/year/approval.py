"""登记指标调整: the declared, applied and approved target of an indicator, with date and document number."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit

from perfdesk.session.year.approvals import STATES, Approval
from ui.dialog_frame import Frame
from ui.style.plain_text import PlainLabel
from ui.window_context import WindowContext


class ApprovalDialog(Frame):
    """What is kept of the change; 未调整 takes it away. One step of undo."""

    def __init__(self, context: WindowContext, row_id: str) -> None:
        super().__init__(context.window, "登记指标调整")
        self._context = context
        self._row = row_id
        self._form = context.controller.form_id
        known = context.controller.file.year.approvals.of(self._form, row_id)
        self.add_note("指标值随预算批复，原则上不调整；经财政批准的，按批复的值自评和核对。")
        form = QFormLayout()
        self.declared = PlainLabel()
        self.declared.setTextFormat(Qt.TextFormat.PlainText)
        self.declared.setText(known.declared or "（空）")
        self.state = QComboBox()
        self.state.addItems(list(STATES))
        self.state.setCurrentText(known.state)
        self.applied, self.approved, self.date, self.document = (
            QLineEdit(text) for text in (known.applied, known.approved, known.date, known.document)
        )
        self.date.setPlaceholderText("如 2024-06-30")
        self.document.setPlaceholderText("如 某财〔2024〕8号")
        for label, widget in (
            ("申报的指标值", self.declared),
            ("状态", self.state),
            ("申请改为", self.applied),
            ("批复为", self.approved),
            ("批复日期", self.date),
            ("批复文号", self.document),
        ):
            form.addRow(label, widget)
        self.body.addLayout(form)
        self._declared = known.declared
        self.add_button("取消").clicked.connect(self.reject)
        self.add_button("保存", primary=True).clicked.connect(self.accept)

    def accept(self) -> None:
        """Keep the entry as one step."""
        entry = Approval(
            self._declared,
            self.applied.text().strip(),
            self.approved.text().strip(),
            self.date.text().strip(),
            self.document.text().strip(),
            self.state.currentText(),
        )
        approvals = self._context.controller.file.year.approvals
        if self._context.controller.perform(lambda: approvals.set(self._form, self._row, entry)):
            self._context.notice(entry.in_words or "已取消指标调整的登记")
        super().accept()
