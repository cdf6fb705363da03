"""合并核对: where the present form and the imported one differ, and whose text each cell gets."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPlainTextEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from perfdesk.session.bring_in.merge import Case, Choices, MergeItem, MergePlan, Place, Side
from perfdesk.values import BLANK
from ui.dialog_frame import Frame
from ui.style import theme
from ui.style.plain_text import PlainLabel, tip
from ui.window_context import WindowContext

PRESENT, INCOMING = 1, 2
"""Columns of the two texts; a click on one takes it."""
CHOSEN = "✓ "
SHOWN = (
    ("全部不同之处", tuple(Case)),
    ("两边都有、内容不同", (Case.CONFLICT,)),
    ("现有为空、文件有", (Case.FILL,)),
    ("只有文件有的指标行", (Case.NEW_ROW,)),
    ("只有现有的", (Case.ONLY_PRESENT, Case.PRESENT_ROW)),
    ("现有表没有的栏目", (Case.NO_PLACE,)),
)
_WORDS = {
    (Case.NEW_ROW, Side.FILE): "新增这一行",
    (Case.NEW_ROW, Side.PRESENT): "不新增",
    (Case.FILL, Side.FILE): "补上",
    (Case.FILL, Side.PRESENT): "仍留空",
    (Case.CONFLICT, Side.FILE): "用文件的",
    (Case.CONFLICT, Side.PRESENT): "保留现有",
    (Case.ONLY_PRESENT, Side.FILE): "清空",
    (Case.ONLY_PRESENT, Side.PRESENT): "保留现有",
    (Case.PRESENT_ROW, Side.PRESENT): "保留这一行",
    (Case.NO_PLACE, Side.PRESENT): "不采用",
}


class MergeDialog(Frame):
    """A line for every place that differs; `done` gets the choices when they are confirmed."""

    def __init__(
        self, context: WindowContext, plan: MergePlan, done: Callable[[Choices], None]
    ) -> None:
        super().__init__(context.window, f"合并核对 — {plan.present.project_name}")
        self._plan = plan
        self._choices: dict[Place, Side] = dict(plan.choices)
        self._done = done
        self.shown = QComboBox()
        self.shown.setAccessibleName("显示哪些")
        for title, cases in SHOWN:
            self.shown.addItem(f"{title}（{sum(i.case in cases for i in plan.items)}）")
        self.shown.currentIndexChanged.connect(lambda _: self._filter())
        self.cells = self._tree()
        self.body.addWidget(self.shown)
        self.body.addWidget(self.cells, 3)
        self.texts = (_text("现有的全文"), _text("文件的全文"))
        self.body.addLayout(self._both_texts(), 1)
        self.told = self.add_note("")
        self._add_buttons()
        self.resize(1020, 660)
        self._fill()

    def accept(self) -> None:
        """Keep the choices."""
        super().accept()
        self._done(dict(self._choices))

    def take(self, item: MergeItem, side: Side) -> None:
        """Give a place the text of a side."""
        if not item.choosable:
            return
        if side is item.default:
            self._choices.pop(item.place, None)
        else:
            self._choices[item.place] = side
        self._refresh()

    def take_all(self, side: Side | None) -> None:
        """Every place on show gets the text of one side; None: as the program proposes."""
        for row in self._rows():
            item: MergeItem = row.data(0, theme.DATA)
            if row.isHidden() or not item.choosable:
                continue
            self._choices.pop(item.place, None)
            if side is not None and side is not item.default:
                self._choices[item.place] = side
        self._refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The space bar changes sides."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            row = self.cells.currentItem()
            if event.key() == Qt.Key.Key_Space and row is not None:
                self._toggle(row)
                return True
        return super().eventFilter(watched, event)

    def _tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setHeaderLabels(["单元格", "现有", "导入的文件", "文件中的位置", "处理"])
        tree.setAccessibleName("不同之处")
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        # The end of a label path and of an address says most.
        tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for column, width in enumerate((260, 210, 210, 130)):
            tree.setColumnWidth(column, width)
        tree.clicked.connect(self._click)
        tree.itemDoubleClicked.connect(self._double_click)
        tree.currentItemChanged.connect(lambda *_: self._show_texts())
        tree.installEventFilter(self)
        return tree

    def _both_texts(self) -> QHBoxLayout:
        both = QHBoxLayout()
        for title, text in zip(("现有", "导入的文件"), self.texts, strict=True):
            column = QVBoxLayout()
            column.addWidget(PlainLabel(title))
            column.addWidget(text)
            both.addLayout(column)
        return both

    def _add_buttons(self) -> None:
        self.keep_all = self.add_button("所列都保留现有")
        self.keep_all.clicked.connect(lambda: self.take_all(Side.PRESENT))
        self.take_file = self.add_button("所列都用文件的")
        self.take_file.clicked.connect(lambda: self.take_all(Side.FILE))
        self.usual = self.add_button("恢复默认")
        self.usual.clicked.connect(lambda: self.take_all(None))
        self.add_button("取消").clicked.connect(self.reject)
        self.go = self.add_button("按此合并", primary=True)
        self.go.clicked.connect(self.accept)

    def _fill(self) -> None:
        for item in self._plan.items:
            row = QTreeWidgetItem([self._plan.label(item.place)])
            row.setData(0, theme.DATA, item)
            row.setText(3, item.address)
            self.cells.addTopLevelItem(row)
        self._refresh()
        first = self.cells.topLevelItem(0)
        if first is not None:
            self.cells.setCurrentItem(first)

    def _refresh(self) -> None:
        plan = self._plan.with_choices(self._choices)
        for row in self._rows():
            item: MergeItem = row.data(0, theme.DATA)
            side = plan.side(item)
            self._show_side(row, PRESENT, item.present, side is Side.PRESENT and item.choosable)
            self._show_side(row, INCOMING, item.incoming, side is Side.FILE)
            row.setText(4, _WORDS[item.case, side])
            row.setToolTip(0, tip(row.text(0)))
        follows = "、".join(plan.label(place) for place in plan.freed)
        self.told.setText(
            f"取用文件的 {plan.count(Side.FILE)} 处，保留现有 {plan.count(Side.PRESENT)} 处。"
            "点“现有”或“导入的文件”一栏选用哪边，也可按空格键。"
            + (f"随之改为自动计算：{follows}。" if follows else "")
        )

    def _show_side(self, row: QTreeWidgetItem, column: int, text: str, chosen: bool) -> None:
        row.setText(column, f"{CHOSEN if chosen else ''}{' '.join(text.split()) or BLANK}")
        font = QFont(self.cells.font())
        font.setBold(chosen)
        row.setFont(column, font)

    def _filter(self) -> None:
        cases = SHOWN[self.shown.currentIndex()][1]
        for row in self._rows():
            row.setHidden(row.data(0, theme.DATA).case not in cases)

    def _click(self, index: QModelIndex) -> None:
        row = self.cells.itemFromIndex(index)
        if row is not None and index.column() in (PRESENT, INCOMING):
            side = Side.PRESENT if index.column() == PRESENT else Side.FILE
            self.take(row.data(0, theme.DATA), side)

    def _double_click(self, row: QTreeWidgetItem, column: int) -> None:
        if column not in (PRESENT, INCOMING):
            self._toggle(row)

    def _toggle(self, row: QTreeWidgetItem) -> None:
        item: MergeItem = row.data(0, theme.DATA)
        now = self._plan.with_choices(self._choices).side(item)
        self.take(item, Side.PRESENT if now is Side.FILE else Side.FILE)

    def _show_texts(self) -> None:
        row = self.cells.currentItem()
        item: MergeItem | None = row.data(0, theme.DATA) if row is not None else None
        note = f"\n（{item.note}）" if item is not None and item.note else ""
        self.texts[0].setPlainText(item.present if item is not None else "")
        self.texts[1].setPlainText(f"{item.incoming}{note}" if item is not None else "")

    def _rows(self) -> list[QTreeWidgetItem]:
        found = (
            self.cells.topLevelItem(number) for number in range(self.cells.topLevelItemCount())
        )
        return [row for row in found if row is not None]


def _text(name: str) -> QPlainTextEdit:
    text = QPlainTextEdit(readOnly=True)
    text.setAccessibleName(name)
    text.setTabChangesFocus(True)
    text.setMinimumHeight(60)
    return text
