"""表样制作: the bureau's file beside the form as it would print; each cell's meaning is chosen from a list."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from perfdesk.errors import PerfDeskError
from perfdesk.session.bring_in.preview import PreviewCell
from perfdesk.session.template_draft import TemplateDraft
from ui.dialog_frame import Frame
from ui.dialogs.bring_in.preview_table import PreviewTable
from ui.style import theme
from ui.style.plain_text import PlainLabel
from ui.window_context import WindowContext

PACK = "表样包 (*.toml)"


class FormMakerDialog(Frame):
    """A draft on screen; it is kept in the data file or written as one file."""

    def __init__(self, context: WindowContext, draft: TemplateDraft, name: str) -> None:
        super().__init__(context.window, f"表样制作 — {name}")
        self._context = context
        self._draft = draft
        self._at = (0, 0)
        self.names = {key: QLineEdit(text) for key, text in self._names().items()}
        self._add_names()
        self.file = PreviewTable("原表，选中一格可改它的含义")
        self.form = PreviewTable("印出来的样子")
        self._add_sides()
        self.meaning = QComboBox()
        self.meaning.setAccessibleName("这一格是什么")
        self.meaning.activated.connect(lambda _: self.choose())
        self._add_meaning()
        self.told = self.add_note("")
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.file.chosen.connect(self.look_at)
        self.add_button("取消").clicked.connect(self.reject)
        self.add_button("另存为表样包…").clicked.connect(self.hand_on)
        self.go = self.add_button("存入数据文件", primary=True)
        self.go.clicked.connect(self.accept)
        self.resize(1180, 700)
        self.show_sides()

    def show_sides(self) -> None:
        """Draw both sides as the draft is now."""
        self.file.show_side(self._draft.file_side())
        self.form.show_side(self._draft.form_side())
        marks = self._draft.marks()
        repeated = marks.index("重复") + 1 if "重复" in marks else 0
        self._say(f"第 {repeated} 行按指标重复；黄色是其他栏目，点中可以改。" if repeated else "")

    def look_at(self, cell: PreviewCell) -> None:
        """Offer the meanings of the cell where the cursor went."""
        self._at = cell.row, cell.column
        now = self._draft.meaning(*self._at)
        self.meaning.clear()
        for meaning, words in self._draft.meanings(cell.row):
            self.meaning.addItem(words, meaning)
        place = self.meaning.findData(now)
        if place < 0:
            self.meaning.addItem(self._draft.words(now), now)
            place = self.meaning.count() - 1
        self.meaning.setCurrentIndex(place)

    def choose(self) -> None:
        """Give the cell the meaning that was picked."""
        wrong = self._draft.choose(*self._at, self.meaning.currentData())
        row, column = self._at
        self.show_sides()
        self.file.setCurrentIndex(self.file.cells.index(row, column))
        if wrong:
            self._say(wrong)

    def accept(self) -> None:
        """Keep the template in the data file."""
        if not self._take_names():
            return
        templates = self._context.controller.file.transfer.templates
        try:
            kept = templates.take_in(self._draft.text.encode(), self._draft.name)
        except PerfDeskError as error:
            self._say(str(error))
            return
        super().accept()
        self._context.notice(f"表样“{self._draft.title}”已存入数据文件（{kept}），新建和导入时可用")

    def hand_on(self) -> None:
        """Write the template as one file for others."""
        if not self._take_names():
            return
        suggested = self._context.preferences.start_folder() / f"{self._draft.title}.toml"
        path = self._context.prompts.save_as("表样包存到哪里", suggested, PACK)
        if path is None:
            return
        try:
            self._draft.hand_on(path)
        except PerfDeskError as error:
            self._say(str(error))
            return
        self._context.notice(f"表样包已写成 {path.name}")

    def _names(self) -> dict[str, str]:
        draft = self._draft
        return {"名称": draft.title, "发布单位": draft.issuer, "年度": draft.year}

    def _take_names(self) -> bool:
        texts = [edit.text() for edit in self.names.values()]
        wrong = self._draft.rename(*texts) if texts != list(self._names().values()) else ""
        self._say(wrong)
        return not wrong

    def _add_names(self) -> None:
        row = QHBoxLayout()
        for label, edit in self.names.items():
            form = QFormLayout()
            form.addRow(label, edit)
            edit.setAccessibleName(label)
            row.addLayout(form, 3 if label == "名称" else 1)
        self.body.addLayout(row)

    def _add_sides(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.M)
        for title, table in (("原表", self.file), ("印出来的样子", self.form)):
            side = QVBoxLayout()
            side.addWidget(PlainLabel(title))
            side.addWidget(table, 1)
            row.addLayout(side, 1)
        holder = QWidget()
        holder.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(holder, 1)

    def _add_meaning(self) -> None:
        row = QHBoxLayout()
        row.addWidget(PlainLabel("选中的单元格是"))
        row.addWidget(self.meaning, 1)
        self.body.addLayout(row)

    def _say(self, sentence: str) -> None:
        lines = [sentence, *self._draft.problems[:3]]
        self.told.setText("\n".join(line for line in lines if line))


def make_form_template(context: WindowContext) -> None:
    """Ask for a file and propose a template of it."""
    path = context.prompts.file_to_fill(context.preferences.start_folder())
    if path is None:
        return
    context.preferences.remember_folder(path.parent)
    new_draft = partial(context.controller.file.transfer.templates.draft, path)
    context.run_job(
        "读取表格", lambda progress, cancelled: new_draft(), partial(_show, context, path)
    )


def _show(context: WindowContext, path: Path, draft: Any) -> None:
    FormMakerDialog(context, draft, path.name).open()
