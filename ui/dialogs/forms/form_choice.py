"""Which forms, and in which order: for everything that goes out of the window as paper or as files."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from perfdesk.session.outcome import FormEntry
from ui.forms.project_tree import KIND_NAMES, NO_NAME, NO_YEAR, short_name
from ui.style import theme
from ui.style.plain_text import PlainLabel
from ui.window_context import WindowContext

Key = Callable[[FormEntry], object]


def _by_name(entry: FormEntry) -> object:
    # The order of the national character set is that of pinyin, for the characters in common use.
    return short_name(entry.project_name).encode("gbk", "replace")


def _by_year(entry: FormEntry) -> object:
    return -(entry.year or 0), entry.kind


_ORDERS: tuple[tuple[str, Key | None], ...] = (
    ("项目列表的顺序", None),
    ("项目名称（拼音）", _by_name),
    ("年度，新的在前", _by_year),
)


class FormChoice(QWidget):
    """Scopes to begin with; where a scope holds several forms, a list to leave some out and to sort by hand."""

    def __init__(self, context: WindowContext, chosen: Sequence[str]) -> None:
        super().__init__()
        self._entries = {entry.id: entry for entry in context.controller.file.forms()}
        self.group = QButtonGroup(self)
        self.scopes: list[tuple[QRadioButton, list[str]]] = []
        self._left_out: set[str] = set()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.S)
        self.setMinimumWidth(480)
        self._add_scopes(list(chosen), context.controller.form_id)
        self.order = QComboBox()
        self.order.setAccessibleName("顺序")
        for label, key in _ORDERS:
            self.order.addItem(label, key)
        self._order_row = QWidget()
        row = QHBoxLayout(self._order_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(PlainLabel("顺序"))
        row.addWidget(self.order)
        row.addWidget(PlainLabel("可拖动，或按 Alt+↑↓；去掉勾的不包括"))
        row.addStretch(1)
        self.list = _Sorted()
        self.column.addWidget(self._order_row)
        self.column.addWidget(self.list)
        self.group.buttonClicked.connect(lambda _: self._fill())
        self.order.currentIndexChanged.connect(lambda _: self._fill())
        self._fill()

    def ids(self) -> list[str]:
        """The forms in their order."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [
            item.data(theme.DATA) for item in items if item.checkState() == Qt.CheckState.Checked
        ]

    def _add_scopes(self, chosen: list[str], shown: str) -> None:
        if chosen:
            one = len(chosen) == 1
            self._scope("当前这张表" if one else f"选中的 {len(chosen)} 张表", chosen)
        entry = self._entries.get(shown)
        if entry is not None:
            alike = [
                other.id
                for other in self._entries.values()
                if (other.year, other.kind) == (entry.year, entry.kind)
            ]
            if len(alike) > 1:
                self._scope(f"{_year_and_kind(entry)} {len(alike)} 张", alike)
        if len(self._entries) > 1:
            self._scope(f"全部 {len(self._entries)} 张表", list(self._entries))

    def _scope(self, text: str, ids: list[str]) -> None:
        button = QRadioButton(text)
        button.setChecked(not self.scopes)
        self.group.addButton(button)
        self.scopes.append((button, ids))
        self.column.addWidget(button)

    def _fill(self) -> None:
        ids = next((ids for button, ids in self.scopes if button.isChecked()), [])
        key: Key | None = self.order.currentData()
        entries = [self._entries[form_id] for form_id in ids]
        if key is not None:
            entries.sort(key=key)  # type: ignore[arg-type]
        self._remember_ticks()
        self.list.clear()
        for entry in entries:
            item = QListWidgetItem(_words(entry))
            item.setData(theme.DATA, entry.id)
            left_out = entry.id in self._left_out
            item.setCheckState(Qt.CheckState.Unchecked if left_out else Qt.CheckState.Checked)
            self.list.addItem(item)
        for widget in (self._order_row, self.list):
            widget.setVisible(len(entries) > 1)
        # Once the layout knows that the list has come or gone.
        QTimer.singleShot(0, self, self._fit_window)

    def _remember_ticks(self) -> None:
        """What was left out stays left out in another order or scope."""
        listed = {self.list.item(row).data(theme.DATA) for row in range(self.list.count())}
        self._left_out = (self._left_out | listed) - set(self.ids())

    def _fit_window(self) -> None:
        if self.window() is not self:
            self.window().adjustSize()


class _Sorted(QListWidget):
    """A list sorted by dragging, or by Alt and the arrows."""

    def __init__(self) -> None:
        super().__init__()
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setAccessibleName("表和顺序")
        self.setMinimumHeight(168)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)

    def event(self, event: QEvent) -> bool:
        # The window moves indicator rows with the same keys.
        if event.type() == QEvent.Type.ShortcutOverride and _step(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _step(event)
        if not step:
            super().keyPressEvent(event)
            return
        row = self.currentRow()
        if 0 <= row + step < self.count() and row >= 0:
            item = self.takeItem(row)
            self.insertItem(row + step, item)
            self.setCurrentRow(row + step)
        event.accept()


def _step(event: QEvent) -> int:
    """-1 for Alt+↑, 1 for Alt+↓, 0 for all else."""
    if not isinstance(event, QKeyEvent) or event.modifiers() != Qt.KeyboardModifier.AltModifier:
        return 0
    return {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)


def _year_and_kind(entry: FormEntry) -> str:
    year = f"{entry.year} 年" if entry.year else NO_YEAR
    return f"{year}的{KIND_NAMES.get(entry.kind, entry.kind)}"


def _words(entry: FormEntry) -> str:
    name = short_name(entry.project_name) or NO_NAME
    return f"{name}　{entry.year or ''}{KIND_NAMES.get(entry.kind, entry.kind)}"
