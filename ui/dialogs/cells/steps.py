"""撤销记录: every step with its time and form; what going back to one would change is shown before."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QTreeWidget, QTreeWidgetItem

from perfdesk.session.keep.steps import Step
from perfdesk.values import BLANK
from ui.dialog_frame import Frame
from ui.dialogs.cells.history import moment
from ui.forms.project_tree import NO_NAME, short_name
from ui.style import theme
from ui.style.plain_text import PlainLabel, tip
from ui.window_context import WindowContext

_START = "打开时的最早状态"
_SHOWN = 300
"""Steps listed: older ones are in 本格历史 and 本表历史."""


class StepsDialog(Frame):
    """Lists the steps, newest first; the chosen one stands last after 回到这一步."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.window, "撤销记录")
        self._context = context
        self._steps = context.controller.file.steps
        self.list = _table("步骤", ["步骤", "表", "时间", ""], (240, 230, 130))
        self.effects = _table("会改变什么", ["表", "内容", "现在", "回去以后"], (170, 140, 230))
        self.told = PlainLabel(wordWrap=True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.addWidget(self.list)
        halves.addWidget(self.effects)
        self.body.addWidget(halves, 1)
        self.body.addWidget(self.told)
        self.add_button("关闭").clicked.connect(self.reject)
        self.go_button = self.add_button("回到这一步", primary=True)
        self.go_button.clicked.connect(self.accept)
        self._fill()
        self.list.currentItemChanged.connect(lambda *_: self._look())
        self._look()
        self.resize(820, 560)

    def chosen(self) -> int | None:
        """Number of the step that shall stand last; None when none is chosen."""
        item = self.list.currentItem()
        return None if item is None else int(item.data(0, theme.DATA))

    def accept(self) -> None:
        """Go there; it can be taken back by 重做, or here again."""
        seq = self.chosen()
        if seq is not None:
            self._context.controller.perform(lambda: self._steps.go(seq))
            self._context.notice("已回到所选的一步；“重做”或再打开“撤销记录”可以回来")
        super().accept()

    def _fill(self) -> None:
        names = {form.id: form.project_name for form in self._context.controller.file.forms()}
        steps = self._steps.all()
        present = next((step for step in reversed(steps) if not step.undone), None)
        for step in reversed(steps[-_SHOWN:]):
            item = QTreeWidgetItem([step.label, _form(step, names), moment(step.at), _state(step)])
            item.setData(0, theme.DATA, step.seq)
            item.setToolTip(0, tip(step.label))
            self.list.addTopLevelItem(item)
            if step is present:
                item.setText(3, "← 现在在这里")
                self.list.setCurrentItem(item)
        if len(steps) <= _SHOWN:
            first = QTreeWidgetItem([_START, "", "", ""])
            first.setData(0, theme.DATA, 0)
            self.list.addTopLevelItem(first)

    def _look(self) -> None:
        seq = self.chosen()
        self.effects.clear()
        found = self._steps.effect(seq) if seq is not None else []
        for effect in found:
            texts = [
                short_name(effect.form),
                effect.label,
                effect.now or BLANK,
                effect.then or BLANK,
            ]
            item = QTreeWidgetItem(texts)
            for column, text in enumerate(texts):
                item.setToolTip(column, tip(text))
            self.effects.addTopLevelItem(item)
        self.told.setText(
            f"回到这一步会改变 {len(found)} 处，都列在上面。"
            if found
            else "这就是现在的状态，没有要改变的。"
        )
        self.go_button.setEnabled(bool(found) and self._context.controller.writable)


def _form(step: Step, names: dict[str, str]) -> str:
    if step.form is None:
        return ""
    return short_name(names.get(step.form, "")) or NO_NAME


def _state(step: Step) -> str:
    if step.undone:
        return "已撤销"
    return "打开文件以前" if step.earlier else ""


def _table(name: str, heads: list[str], widths: tuple[int, ...]) -> QTreeWidget:
    table = QTreeWidget()
    table.setHeaderLabels(heads)
    table.setRootIsDecorated(False)
    table.setAccessibleName(name)
    for column, width in enumerate(widths):
        table.setColumnWidth(column, width)
    return table
