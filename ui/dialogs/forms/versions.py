"""版本: the frozen states of a form, what one holds differently, and going back to it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFormLayout, QTreeWidget, QTreeWidgetItem

from perfdesk.errors import PerfDeskError
from perfdesk.session.edit.notes import Version
from perfdesk.session.keep.compare import VersionDifference
from perfdesk.values import BLANK
from ui.dialog_frame import Frame
from ui.dialogs.cells.history import moment
from ui.style import theme
from ui.style.plain_text import tip
from ui.window_context import WindowContext

_WHOLE = {
    "added": ("（没有这一行）", None),
    "removed": (None, "（已删除这一行）"),
}
"""What stands for the side on which an indicator row is not there."""


class VersionsDialog(Frame):
    """A version on top, what it is compared with, and the cells that differ."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.window, "版本")
        self._context = context
        self._form = context.controller.form_id
        self._found: list[VersionDifference] = []
        self.versions = _tree("版本", ("版本", "时间", "定稿人"), (300, 150))
        self.against = QComboBox()
        self.against.setAccessibleName("与之对照")
        self.cells = _tree("不同的格", ("单元格", "原来", "后来"), (240, 230))
        self.cells.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.told = self.add_note("")
        self.body.insertWidget(0, self.versions, 2)
        choice = QFormLayout()
        choice.addRow("与之对照", self.against)
        self.body.insertLayout(1, choice)
        self.body.insertWidget(2, self.cells, 3)
        self.freeze_button = self.add_button("定稿…")
        self.freeze_button.clicked.connect(self.freeze)
        self.freeze_button.setEnabled(context.controller.writable)
        self.return_button = self.add_button("恢复到这一版本")
        self.return_button.clicked.connect(self.return_to)
        self.add_button("关闭", primary=True).clicked.connect(self.accept)
        self.versions.currentItemChanged.connect(lambda *_: self._offer_others())
        self.against.currentIndexChanged.connect(lambda _: self._compare())
        self.cells.itemActivated.connect(lambda item, _: self._go_to(item))
        self.resize(780, 600)
        self._list()

    def chosen(self) -> Version | None:
        """The version that is looked at."""
        item = self.versions.currentItem()
        return item.data(0, theme.DATA) if item is not None else None

    def freeze(self) -> None:
        """Keep the form as it is under a name, and list it."""
        if freeze(self._context) is not None:
            self._list()

    def return_to(self) -> None:
        """Give the form the content of the chosen version; one undo brings the present back."""
        version = self.chosen()
        if version is None:
            return
        keeping = self._context.controller.file.safekeeping
        if self._context.controller.perform(lambda: keeping.return_to(version)) is not None:
            self._context.notice(f"已恢复到“{version.name}”，可撤销")
            self.accept()

    def _list(self) -> None:
        self.versions.clear()
        for version in reversed(self._context.controller.file.safekeeping.versions(self._form)):
            item = QTreeWidgetItem([version.name, moment(version.at), version.who])
            item.setData(0, theme.DATA, version)
            item.setToolTip(0, tip(f"{version.name}\n内容指纹 {version.digest[:16]}"))
            self.versions.addTopLevelItem(item)
        newest = self.versions.topLevelItem(0)
        if newest is not None:
            self.versions.setCurrentItem(newest)
        self._offer_others()

    def _offer_others(self) -> None:
        version = self.chosen()
        self.against.blockSignals(True)
        self.against.clear()
        self.against.addItem("现在的内容", None)
        rows = range(self.versions.topLevelItemCount())
        items = (self.versions.topLevelItem(row) for row in rows)
        for other in (item.data(0, theme.DATA) for item in items if item is not None):
            if version is not None and other.id != version.id:
                self.against.addItem(f"{other.name}　{moment(other.at)}", other)
        self.against.blockSignals(False)
        self._compare()

    def _compare(self) -> None:
        self.cells.clear()
        self._found = []
        version, other = self.chosen(), self.against.currentData()
        if version is None:
            self.told.setText("还没有版本。点“定稿…”把现在的内容存为一个版本，以后可以对照、恢复。")
        else:
            self._show_differences(version, other)
        now_differs = other is not None or bool(self._found)
        self.return_button.setEnabled(
            version is not None and self._context.controller.writable and now_differs
        )

    def _show_differences(self, version: Version, other: Version | None) -> None:
        older, newer = version, other
        if other is not None and other.id < version.id:
            older, newer = other, version
        try:
            self._found = self._context.controller.file.safekeeping.compare(older, newer)
        except PerfDeskError as error:
            self.told.setText(str(error))
            return
        names = (older.name, newer.name if newer is not None else "现在")
        self.cells.setHeaderLabels(["单元格", *names])
        for difference in self._found:
            item = QTreeWidgetItem([difference.label, *_sides(difference)])
            for column in range(3):
                item.setToolTip(column, tip(item.text(column)))
            self.cells.addTopLevelItem(item)
        count = len(self._found)
        self.told.setText(f"有 {count} 处不同，双击跳到那一格。" if count else "两者内容相同。")

    def _go_to(self, item: QTreeWidgetItem) -> None:
        difference = self._found[self.cells.indexOfTopLevelItem(item)]
        if difference.kind == "removed":
            self.told.setText("这一行现在没有了，恢复到这一版本可以找回。")
            return
        self.accept()
        self._context.view.go_to_field(difference.path.row, difference.path.field or "level3")


def freeze(context: WindowContext) -> Version | None:
    """定稿: ask for a name and keep the form on show under it; None when that was not done."""
    context.view.commit_editor()
    keeping, form = context.controller.file.safekeeping, context.controller.form_id
    suggested = f"第 {len(keeping.versions(form)) + 1} 稿"
    name = context.prompts.line("定稿", "版本名称（如“送审稿”“报出稿”）：", suggested)
    if name is None or not name.strip():
        return None
    done = context.controller.perform(lambda: keeping.freeze_step(form, name.strip()))
    if done is None:
        return None
    context.controller.versions_changed.emit()
    context.notice(f"已定稿：{name.strip()}，本表已锁定；要再改，点“解除定稿”")
    return keeping.versions(form)[-1]


def _sides(difference: VersionDifference) -> tuple[str, str]:
    before, after = _WHOLE.get(difference.kind, (None, None))
    return (before or difference.old or BLANK, after or difference.new or BLANK)


def _tree(name: str, heads: tuple[str, ...], widths: tuple[int, ...]) -> QTreeWidget:
    tree = QTreeWidget()
    tree.setHeaderLabels(list(heads))
    tree.setAccessibleName(name)
    tree.setRootIsDecorated(False)
    tree.setUniformRowHeights(True)
    for column, width in enumerate(widths):
        tree.setColumnWidth(column, width)
    return tree
