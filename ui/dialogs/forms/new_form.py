"""新建表: kind, template, year and project; several projects at once, one per line."""

from datetime import date

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
)

from perfdesk.kinds import kind_of
from perfdesk.session.outcome import TemplateInfo
from ui.actions.table import by_id
from ui.dialog_frame import Frame
from ui.forms.project_tree import KIND_NAMES
from ui.style import theme
from ui.window_context import WindowContext

_KIND = theme.DATA + 1
_REPORTED_UNTIL = 6
"""Until June the year before is still reported on, and the plan of this year is mended."""


class NewFormDialog(Frame):
    """Lists the official templates on offer."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.window, "新建表")
        self._context = context
        self.templates = template_list(context)
        self.ways: dict[str, QPushButton] = {}
        self.year = QSpinBox(minimum=2015, maximum=2099)
        self.year.setAccessibleName("年度")
        self.names = QPlainTextEdit()
        self.names.setPlaceholderText("项目名称；一行一个可一次建多张")
        self.names.setAccessibleName("项目名称")
        self.names.setTabChangesFocus(True)
        self.names.setFixedHeight(76)
        self.templates.currentRowChanged.connect(lambda _: self._propose_year())
        self._propose_year()
        form = QFormLayout()
        form.setSpacing(theme.M)
        form.addRow("表样", self.templates)
        form.addRow("年度", self.year)
        form.addRow("项目名称", self.names)
        self.body.addLayout(form)
        if context.controller.form_id:
            self._add_shorter_ways()
        self.add_button("取消").clicked.connect(self.reject)
        self.add_button("新建", primary=True).clicked.connect(self.accept)

    def accept(self) -> None:
        """Make the forms; the last one is on show."""
        item = self.templates.currentItem()
        if item is None:
            return
        template_id = str(item.data(theme.DATA))
        names = [
            line.strip() for line in self.names.toPlainText().splitlines() if line.strip()
        ] or [""]
        editing = self._context.controller.file.editing
        for name in names:
            outcome = self._context.controller.perform(
                lambda name=name: editing.new_form(template_id, self.year.value(), name)  # type: ignore[misc]
            )
            if outcome is not None and outcome.show:
                self._context.auditor.keep_calm(outcome.show)
        super().accept()
        self._context.view.setFocus()

    def _add_shorter_ways(self) -> None:
        """What an accountant looks for here, and what spares the typing."""
        self.add_note("去年的表、申报表已在这里？名称、目标、指标不用重填：")
        row = QHBoxLayout()
        row.setSpacing(theme.S)
        window = self._context.window
        for name in ("carry_over", "make_self_evaluation"):
            action = window.findChild(QAction, name)
            if action is None:
                continue
            button = QPushButton(by_id(name).text)
            button.setAutoDefault(False)
            button.setEnabled(action.isEnabled())
            button.clicked.connect(lambda _=False, action=action: self._go(action))
            row.addWidget(button)
            self.ways[name] = button
        row.addStretch(1)
        self.body.addLayout(row)

    def _go(self, action: QAction) -> None:
        self.reject()
        QTimer.singleShot(0, action.trigger)

    def _propose_year(self) -> None:
        """The year that a form of this kind is about now; it follows another choice of the form."""
        item = self.templates.currentItem()
        if item is not None:
            kind = kind_of(str(item.data(_KIND)))
            self.year.setValue(likely_year(date.today(), plans=kind.plans))  # noqa: DTZ011


def likely_year(today: date, *, plans: bool) -> int:
    """The year next to the one in work: the coming one for plans, else the one that ends or has just ended."""
    ending = today.year if today.month > _REPORTED_UNTIL else today.year - 1
    return today.year + 1 if plans and today.month > _REPORTED_UNTIL else ending + plans


def template_list(context: WindowContext) -> QListWidget:
    """The official templates on offer, that of the form on show chosen; ids at `theme.DATA`."""
    listed = QListWidget()
    listed.setAccessibleName("表样")
    listed.setMinimumSize(460, 132)
    shown = next(
        (f for f in context.controller.file.forms() if f.id == context.controller.form_id), None
    )
    wanted = 0
    for info in context.controller.file.templates():
        if info.offered:
            item = QListWidgetItem(in_words(info))
            item.setData(theme.DATA, info.id)
            item.setData(_KIND, info.kind)
            listed.addItem(item)
            if shown is not None and info.id == shown.template_id:
                wanted = listed.count() - 1
    listed.setCurrentRow(wanted)
    return listed


def in_words(info: TemplateInfo) -> str:
    kind = KIND_NAMES.get(info.kind, info.kind)
    return f"{info.region}　{info.title}　{info.edition}版（{kind}，{info.money_unit}）"
