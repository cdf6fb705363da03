"""科室分工: what went out to whom, what came back, and what is still missing, on one list."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QTreeWidgetItem

from perfdesk.errors import PerfDeskError
from perfdesk.session.exchange.hand_outs import HandOutLine
from ui.dialog_frame import Frame
from ui.dialogs.exchange.hand_out_dialog import HandOutDialog
from ui.dialogs.exchange.table import add_row, choose_first, text_table
from ui.dialogs.result import ResultDialog
from ui.style import theme
from ui.window_context import WindowContext

HEADS = ("科室（人）", "表、项目", "指标行", "发出", "要求交回", "交回", "交回的文件", "还没填")


class DepartmentsDialog(Frame):
    """Workbooks that are out stand first; data files of others that were merged stand below."""

    def __init__(self, context: WindowContext, take_back: Callable[[], None]) -> None:
        super().__init__(context.window, "科室分工")
        self._context, self._take_back = context, take_back
        sharing = context.controller.file.sharing
        self._hand_outs, self._copies = sharing.hand_outs, sharing.copies
        self.lines = text_table("发出和交回", HEADS, (110, 220, 60, 90, 90, 90, 150, 60))
        self.body.addWidget(self.lines, 1)
        self.told = self.add_note("")
        self.strike = self.add_button("从名单去掉")
        self.strike.clicked.connect(self.strike_out)
        self.out = self.add_button("发出…")
        self.out.clicked.connect(self.hand_out)
        self.back = self.add_button("收回…")
        self.back.clicked.connect(self.take_back)
        self.add_button("关闭", primary=True).clicked.connect(self.reject)
        self.lines.currentItemChanged.connect(lambda *_: self._enable())
        self.resize(900, 440)
        self.list_lines()

    def list_lines(self) -> None:
        """Everything that is out or came back."""
        self.lines.clear()
        lines = self._hand_outs.lines()
        for line in lines:
            made = line.hand_out
            add_row(
                self.lines,
                (
                    made.department,
                    "、".join(line.projects) or "（表已删除）",
                    str(line.rows),
                    made.at[:10],
                    made.due,
                    line.returned[:10] or "未交回",
                    line.file,
                    str(line.blanks or ""),
                ),
                line,
            )
        copies = self._copies.taken_in()
        for copy in copies:
            who = "、".join(copy.who) or "（没有署名）"
            add_row(self.lines, (who, "数据文件", "", "", "", copy.at[:10], copy.file, ""))
        missing = sum(not line.returned for line in lines)
        blanks = sum(line.blanks for line in lines)
        said = f"发出 {len(lines)} 份，未交回 {missing} 份，发出的各格中还有 {blanks} 格未填"
        self.told.setText(said if lines or copies else "还没有发出过。")
        choose_first(self.lines)
        self._enable()

    def hand_out(self) -> None:
        """Choose what goes out to whom."""

        def done(path: Path) -> None:
            self.list_lines()
            said = [path.name, "填好交回后，用“收回”合并到本数据文件。"]
            ResultDialog(self._context.window, "已生成发给科室的工作簿", said, path.parent).open()

        HandOutDialog(self._context, done).open()

    def take_back(self) -> None:
        """Go on to the files that came back."""
        self.reject()
        self._take_back()

    def strike_out(self) -> None:
        """Take the chosen hand-out off the list."""
        line = self._chosen()
        if line is None:
            return
        try:
            self._hand_outs.forget(line.hand_out.id)
        except PerfDeskError as error:
            self._context.prompts.error(str(error))
        self.list_lines()

    def _chosen(self) -> HandOutLine | None:
        item: QTreeWidgetItem | None = self.lines.currentItem()
        line = item.data(0, theme.DATA) if item is not None else None
        return line if isinstance(line, HandOutLine) else None

    def _enable(self) -> None:
        writable = self._context.controller.writable
        self.strike.setEnabled(writable and self._chosen() is not None)
        self.back.setEnabled(writable)
        self.out.setEnabled(bool(self._context.controller.file.form_ids()))
