"""批量填写: one text into one field of many forms, with a preview, as one undo."""

from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit

from ui.dialog_frame import Frame
from ui.dialogs.cells.find_replace import add_hit, result_list, ticked
from ui.style import theme
from ui.window_context import WindowContext


class FillDialog(Frame):
    """For names of departments and units, years and dates that all forms share."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.window, "批量填写")
        self._context = context
        selected = context.tree.selected()
        every = [form.id for form in context.controller.file.forms()]
        self._forms = selected if len(selected) > 1 else every
        self._search = context.controller.file.search
        self.field = QComboBox()
        self.field.setAccessibleName("栏目")
        for choice in self._search.fillable(self._forms):
            self.field.addItem(choice.label, sorted(choice.names)[0])
        self.text = QLineEdit()
        self.text.setAccessibleName("填入内容")
        self.only_blank = QCheckBox("只填空着的")
        self.results = result_list("将要填写的表")
        form = QFormLayout()
        form.setSpacing(theme.S)
        form.addRow("栏目", self.field)
        form.addRow("填入", self.text)
        form.addRow("", self.only_blank)
        self.body.addLayout(form)
        self.body.addWidget(self.results, 1)
        self.add_button("取消").clicked.connect(self.reject)
        self.go = self.add_button("填写", primary=True)
        self.go.clicked.connect(self.accept)
        self.field.currentIndexChanged.connect(lambda _: self._preview())
        self.text.textChanged.connect(lambda _: self._preview())
        self.only_blank.toggled.connect(lambda _: self._preview())
        self.resize(720, 480)
        self._preview()

    def accept(self) -> None:
        """Fill the ticked forms."""
        chosen = ticked(self.results)
        label = f"批量填写{self.field.currentText()}"
        if (
            self._context.controller.perform(lambda: self._search.replace(chosen, label))
            is not None
        ):
            self._context.notice(f"已填写 {len(chosen)} 张表，可撤销")
        super().accept()

    def _preview(self) -> None:
        self.results.clear()
        name, text = self.field.currentData(), self.text.text()
        if isinstance(name, str) and text:
            blank = self.only_blank.isChecked()
            for hit in self._search.fill_preview(self._forms, name, text, only_blank=blank):
                add_hit(self.results, hit)
        self.go.setEnabled(bool(ticked(self.results)))
