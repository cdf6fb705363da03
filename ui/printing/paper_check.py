"""Before forms go to PDF or printer: what paper could not show is listed, and the user decides."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from perfdesk.findings import Finding
from perfdesk.session.send_out.typefaces import font_problem
from ui.dialog_frame import Frame
from ui.style import theme
from ui.window_context import WindowContext

Jump = Callable[[Finding], None]


def look_first(
    context: WindowContext, form_ids: Sequence[str], go_on: Callable[[], object], anyway: str
) -> None:
    """Paginate these forms in the background, then `go_on`, after asking when something is lost.

    `anyway` is the word for going on nevertheless: 仍然打印.
    """
    checking = context.controller.file.checking

    def decide(found: Any) -> None:
        problem = font_problem()
        if problem:
            context.notice(problem)
        lost = [finding for finding in found if finding.accepted is None]
        if lost:
            PaperDialog(context, lost, go_on, anyway).open()
        else:
            go_on()

    context.run_job("检查纸面", partial(checking.paper_findings, list(form_ids)), decide)


class PaperDialog(Frame):
    """Each line leads to its cell; going on is the user's choice."""

    def __init__(
        self,
        context: WindowContext,
        found: Sequence[Finding],
        go_on: Callable[[], object],
        anyway: str,
    ) -> None:
        super().__init__(context.window, "有内容在纸上显示不出来")
        self._context = context
        self._go_on = go_on
        self.list = paper_list(context, found, self.jump)
        self.list.setMinimumSize(600, 180)
        self.body.addWidget(self.list, 1)
        self.add_note("双击跳到那一格。已填内容不受影响。")
        self.add_button("取消").clicked.connect(self.reject)
        self.anyway = self.add_button(anyway)
        self.anyway.clicked.connect(self.accept)
        self.go = self.add_button("跳到所选格", primary=True)
        self.go.clicked.connect(lambda: self.list.itemActivated.emit(self.list.currentItem()))

    def accept(self) -> None:
        """Go on nevertheless."""
        super().accept()
        self._go_on()

    def jump(self, finding: Finding) -> None:
        """Leave for the cell."""
        self.reject()
        jump_to(self._context, finding)


def paper_list(context: WindowContext, found: Sequence[Finding], jump: Jump) -> QListWidget:
    """The findings, each with its project; a double click or Enter jumps."""
    listed = QListWidget()
    listed.setWordWrap(True)
    listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    listed.setResizeMode(QListWidget.ResizeMode.Adjust)
    listed.setAccessibleName("纸上显示不出来的格")
    for finding in found:
        name = context.controller.project_name(finding.form or "") or "（未填项目名称）"
        item = QListWidgetItem(f"{name}：{finding.message}")
        item.setData(theme.DATA, finding)
        listed.addItem(item)
    listed.setCurrentRow(0)
    listed.itemActivated.connect(lambda item: jump(item.data(theme.DATA)))
    return listed


def jump_to(context: WindowContext, finding: Finding) -> None:
    """Show the cell of a finding."""
    context.controller.go_wanted.emit(finding)
    context.view.setFocus()
