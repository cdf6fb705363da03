"""The rules as a list to search in: number, name and gravity of each, and the sentence it says of a fault."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from perfdesk.session.edit.options import RuleSwitch
from ui.style import theme
from ui.style.plain_text import PlainLabel, tip

_WORDS = theme.DATA + 1
_BESIDE, _HIGH = 44, 4000
"""Width of the tick with its margins, and more height than any sentence takes, in logical pixels."""


class RulesPage(QWidget):
    """A tick a rule; what is searched for may be a number, a name, or words of the sentence."""

    def __init__(self, switches: Sequence[RuleSwitch]) -> None:
        super().__init__()
        self._default = frozenset(switch.id for switch in switches if not switch.default)
        self.search = QLineEdit(
            placeholderText="查找规则，如：执行率、F10", clearButtonEnabled=True
        )
        self.search.setAccessibleName("查找规则")
        self.told = PlainLabel("")
        self.told.setProperty("muted", True)
        self.list = QListWidget()
        self.list.setAccessibleName("规则")
        self.list.setWordWrap(True)
        self.list.setSpacing(1)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        for switch in switches:
            self.list.addItem(_item(switch))
        self.search.textChanged.connect(self.narrow)
        self.list.itemChanged.connect(lambda _: self._tell())
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.S)
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.told)
        self._tell()

    def narrow(self, text: str) -> None:
        """List the rules that hold all of these words."""
        words = text.casefold().split()
        for item in self._items():
            said = str(item.data(_WORDS))
            item.setHidden(not all(word in said for word in words))
        self._tell()

    def off(self) -> frozenset[str] | None:
        """The rules that are switched off; None where they are those that are off for everybody."""
        off = frozenset(
            str(item.data(theme.DATA))
            for item in self._items()
            if item.checkState() == Qt.CheckState.Unchecked
        )
        return None if off == self._default else off

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._measure()

    def _measure(self) -> None:
        """Every sentence is read whole: as many lines as it needs at this width."""
        metrics, room = self.list.fontMetrics(), self.list.viewport().width() - _BESIDE
        for item in self._items():
            lines = QRect(0, 0, max(room, 80), _HIGH)
            wrapped = metrics.boundingRect(lines, Qt.TextFlag.TextWordWrap, item.text())
            item.setSizeHint(QSize(room, wrapped.height() + theme.S))

    def _tell(self) -> None:
        items = self._items()
        shown = sum(not item.isHidden() for item in items)
        off = sum(item.checkState() == Qt.CheckState.Unchecked for item in items)
        listed = f"共 {len(items)} 条" if shown == len(items) else f"找到 {shown} 条"
        self.told.setText(f"{listed}，停用 {off} 条。去掉勾选即停用。")

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]


def _item(switch: RuleSwitch) -> QListWidgetItem:
    head = f"{switch.id}　{switch.name}（{switch.severity.label}）"
    item = QListWidgetItem(f"{head}\n{switch.sentence}")
    item.setToolTip(tip(f"{switch.sentence}\n依据：{switch.basis}"))
    item.setCheckState(Qt.CheckState.Checked if switch.on else Qt.CheckState.Unchecked)
    item.setData(theme.DATA, switch.id)
    item.setData(_WORDS, f"{head} {switch.sentence} {switch.basis}".casefold())
    return item
