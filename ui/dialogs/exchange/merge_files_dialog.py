"""合并交回的文件: who sent what, every edit with what all three say, conflicts to be chosen."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QTreeWidgetItem

from perfdesk.errors import PerfDeskError
from perfdesk.session.exchange.merge_files import Other
from perfdesk.session.exchange.merge_plan import (
    Fact,
    Fate,
    FormPlan,
    MergeFilesPlan,
    MergeKey,
    PlannedPlace,
    Whose,
)
from perfdesk.values import BLANK
from ui.dialog_frame import Frame
from ui.dialogs.exchange.table import add_row, text_table
from ui.style import theme
from ui.style.plain_text import PlainLabel
from ui.window_context import WindowContext

HEADS = ("文件", "项目", "位置", "开始时", "本方", "对方", "结果")
OURS, THEIRS = 4, 5
"""Columns of the two texts; a click on one takes it."""
_FACTS = {
    Fact.TAKEN: "取用对方",
    Fact.SAME: "两边相同",
    Fact.KEPT: "保留本方",
    Fact.CHOSEN: "选用对方",
}
_FATES = {
    Fate.ADDED: "新增的表",
    Fate.REMOVED: "对方已删除，移入回收站",
    Fate.REMOVE_CONFLICT: "对方删除了，本方改过",
    Fate.RETURN_CONFLICT: "本方删除了，对方改过",
}
_TO_CHOOSE, _ALL = 0, 1


class MergeFilesDialog(Frame):
    """A line for every edit of the others; a click on 本方 or 对方 decides a conflict."""

    def __init__(self, context: WindowContext, others: Sequence[Other]) -> None:
        super().__init__(context.window, "合并交回的文件")
        self._context = context
        self._others = list(others)
        self._copies = context.controller.file.sharing.copies
        self.choices: dict[MergeKey, Whose] = {}
        self.plan: MergeFilesPlan = self._copies.plan(self._others)
        self.told = PlainLabel("", wordWrap=True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.shown = QComboBox()
        self.shown.setAccessibleName("显示哪些")
        self.shown.addItems(["要选的", "全部改动"])
        self.lines = text_table("各处改动", HEADS, (90, 120, 150, 100, 110, 110, 80))
        self.lines.itemClicked.connect(self._clicked)
        self.lines.itemActivated.connect(lambda row, _: self._turn(row))
        for widget in (self.told, self.shown, self.lines):
            self.body.addWidget(widget)
        self.add_note(
            "点“本方”或“对方”一格选用哪边，回车换边；没选的保留本方。合并前自动备份，可一步撤销。"
        )
        self.add_button("取消").clicked.connect(self.reject)
        self.all_ours = self.add_button("都用本方")
        self.all_ours.clicked.connect(lambda: self.take_all(Whose.OURS))
        self.all_theirs = self.add_button("都用对方")
        self.all_theirs.clicked.connect(lambda: self.take_all(Whose.THEIRS))
        self.go = self.add_button("合并", primary=True)
        self.go.clicked.connect(self.accept)
        self.shown.setCurrentIndex(_TO_CHOOSE if self._asked() else _ALL)
        self.shown.currentIndexChanged.connect(lambda _: self._fill())
        self.resize(900, 460)
        self._fill()

    def take(self, key: MergeKey, side: Whose) -> None:
        """Decide one conflict."""
        self.choices[key] = side
        self._again()

    def take_all(self, side: Whose) -> None:
        """Decide every conflict alike."""
        self.choices = dict.fromkeys(self._asked(), side)
        self._again()

    def accept(self) -> None:
        """Merge as chosen, after a backup, as one step."""
        controller = self._context.controller
        try:
            if self.plan.changes:
                controller.file.transfer.back_up()
        except PerfDeskError as error:
            self._context.prompts.error(str(error))
            return
        super().accept()
        done = controller.perform(lambda: self._copies.merge(self._others, self.plan))
        if done is not None:
            facts = self.plan.facts()
            taken = facts[Fact.TAKEN] + facts[Fact.CHOSEN]
            self._context.notice(
                f"已合并：取用 {taken} 处，两边相同 {facts[Fact.SAME]} 处，保留本方 {facts[Fact.KEPT]} 处"
            )
        self._context.view.setFocus()

    def _asked(self) -> list[MergeKey]:
        places = [place.key for place in self.plan.conflicts]
        return places + [form.key for form in self.plan.whole_forms]

    def _again(self) -> None:
        self.plan = self._copies.plan(self._others, self.choices)
        self._fill()

    def _fill(self) -> None:
        everything = self.shown.currentIndex() == _ALL
        at = self.lines.verticalScrollBar().value()
        self.lines.clear()
        for file in self.plan.files:
            for form in file.forms:
                if form.conflict or (everything and form.fate in _FATES):
                    self._add_form(file.path.stem, form)
                for place in form.places:
                    if everything or place.conflict:
                        self._add_place(file.path.stem, form, place)
        self.lines.verticalScrollBar().setValue(at)
        self.told.setText("\n".join(self._summary()))
        asked = bool(self._asked())
        self.all_ours.setEnabled(asked)
        self.all_theirs.setEnabled(asked)
        self.go.setEnabled(any(file.error is None for file in self.plan.files))

    def _summary(self) -> list[str]:
        """Who sent what, file by file."""
        said = []
        for file in self.plan.files:
            if file.error is not None:
                said.append(file.error)
                continue
            who = f"（{'、'.join(file.who[:3])}，{file.last_edit[:10]}）" if file.who else ""
            asked = sum(place.conflict for form in file.forms for place in form.places)
            asked += sum(form.conflict for form in file.forms)
            edits = sum(len(form.places) for form in file.forms)
            base = "" if file.base_known or file.said else "；不是本文件的副本，只能两边对照"
            said.append(f"{file.path.name}{who}：改动 {edits} 处，要选 {asked} 处{base}")
            said += file.said
        said.append(f"还没有选的：{self.plan.undecided} 处")
        return said

    def _add_place(self, file: str, form: FormPlan, place: PlannedPlace) -> None:
        undecided = place.conflict and place.key not in self.choices
        result = "请选" if undecided else _FACTS[place.fact]
        base = "—" if place.base is None else place.base or BLANK
        texts = (base, place.ours or BLANK, place.theirs or BLANK, result)
        value = place.key if place.conflict else None
        add_row(self.lines, (file, form.project, place.label, *texts), value)

    def _add_form(self, file: str, form: FormPlan) -> None:
        if not form.conflict:
            result = "取用对方"
        elif form.key not in self.choices:
            result = "请选"
        else:
            result = "选用对方" if form.side is Whose.THEIRS else "保留本方"
        texts = ("", "", _FATES[form.fate], result)
        value = form.key if form.conflict else None
        add_row(self.lines, (file, form.project, "整张表", *texts), value)

    def _clicked(self, row: QTreeWidgetItem, column: int) -> None:
        key = row.data(0, theme.DATA)
        if isinstance(key, MergeKey) and column in (OURS, THEIRS):
            self.take(key, Whose.OURS if column == OURS else Whose.THEIRS)

    def _turn(self, row: QTreeWidgetItem) -> None:
        key = row.data(0, theme.DATA)
        if isinstance(key, MergeKey):
            now = self.choices.get(key, Whose.OURS)
            self.take(key, Whose.OURS if now is Whose.THEIRS else Whose.THEIRS)
