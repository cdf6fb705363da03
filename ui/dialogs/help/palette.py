"""查找功能 (Ctrl+K): any action by a few characters of its name."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui.actions.qt_actions import keys_text
from ui.actions.table import ACTIONS
from ui.style import theme
from ui.style.plain_text import tip

_WIDTH, _HEIGHT = 520, 380


class PaletteDialog(QDialog):
    """A line to type in and the fitting actions; Enter does the chosen one."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setWindowTitle("查找功能")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._actions = {action.objectName(): action for action in window.findChildren(QAction)}
        self.line = QLineEdit(placeholderText="输入功能名称，如：导出、撤销、资金")
        self.line.setAccessibleName("功能名称")
        self.list = QListWidget()
        self.list.setAccessibleName("功能")
        self.list.setSpacing(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.M, theme.M, theme.M, theme.M)
        layout.addWidget(self.line)
        layout.addWidget(self.list)
        self.resize(_WIDTH, min(_HEIGHT, window.height()))
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self.narrow)
        self.line.returnPressed.connect(self.run)
        self.list.itemActivated.connect(lambda _: self.run())
        self.list.itemClicked.connect(lambda _: self.run())
        self.narrow("")

    def narrow(self, text: str) -> None:
        """List the actions whose name, menu, hint or keys hold the text, likest names first."""
        self.list.clear()
        wanted = text.strip().casefold()
        for spec in sorted(ACTIONS, key=lambda each: _unlike(wanted, each.text.casefold())):
            action = self._actions.get(spec.id)
            words = f"{spec.text} {spec.menu} {spec.tip} {spec.id} {' '.join(spec.keys)}".casefold()
            if action is None or spec.id == "palette" or not _fits(wanted, words):
                continue
            keys = keys_text(spec)
            item = QListWidgetItem(
                f"{spec.text.rstrip('…')}　{spec.menu}" + (f"　{keys}" if keys else "")
            )
            item.setData(theme.DATA, spec.id)
            item.setToolTip(tip(spec.tip))
            if not action.isEnabled():
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        first = next((n for n in range(self.list.count()) if self.list.item(n).flags()), -1)
        self.list.setCurrentRow(first)

    def run(self) -> None:
        """Do the chosen action once this dialog has gone."""
        item = self.list.currentItem()
        if item is None or not item.flags():
            return
        action = self._actions[str(item.data(theme.DATA))]
        self.accept()
        QTimer.singleShot(0, action.trigger)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
        return super().eventFilter(watched, event)


def _unlike(wanted: str, name: str) -> int:
    """0 where the name itself is what was typed; more, the less of it is in the name."""
    name = name.rstrip("…")
    likest = (name == wanted, name.startswith(wanted), wanted in name, _fits(wanted, name))
    return next((place for place, alike in enumerate(likest) if alike), len(likest))


def _fits(wanted: str, words: str) -> bool:
    """Every character of what was typed, in order: 导P finds 导出 PDF."""
    place = 0
    for character in wanted.replace(" ", ""):
        place = words.find(character, place) + 1
        if place == 0:
            return False
    return True
