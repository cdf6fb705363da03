"""What stands below an open editor: the choices, and a line that says how the text is understood."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtWidgets import QListWidget, QWidget

from perfdesk.grid import Cell, FieldKind, Role
from ui.style.plain_text import PlainLabel

_VISIBLE_CHOICES = 8
_PAPER_NOTE = (
    "QLabel { background: #eef3f8; color: #35506b; border: 1px solid #c3d2e0; border-radius: 4px;"
    " padding: 2px 7px; }"
)
_PAPER_LIST = (
    "QListWidget { background: #ffffff; color: #111111; border: 1px solid #9fb3c6; outline: 0; padding: 2px; }"
    "QListWidget::item { padding: 4px 8px; }"
    "QListWidget::item:selected { background: #dce8f3; color: #111111; }"
)

Explain = Callable[[Cell, str], str]
"""Says in one short line how a typed text is understood; "" when there is nothing to say."""
Offer = Callable[[Cell, str], Sequence[str]]
"""What a typed beginning may become: earlier texts of the unit, indicators of its library."""
_SUGGESTED = frozenset({FieldKind.TEXT, FieldKind.LONG_TEXT})


class CellHelper(QObject):
    """Belongs to one editor. Its widgets never take the focus."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget, cell: Cell, explain: Explain, offer: Offer) -> None:
        super().__init__(parent)
        self._explain = explain
        self._offer = offer
        self._entered = bool(cell.choices)
        """Whether the arrows walk in the list: among suggestions only after Alt+↓, as they leave the cell else."""
        self._cell = cell
        self._place = QRect()
        self._line = PlainLabel(parent)
        self._line.setStyleSheet(_PAPER_NOTE)
        self._line.hide()
        suggests = cell.kind in _SUGGESTED and cell.role is not Role.COMPUTED
        self._list: QListWidget | None = (
            self._make_list(parent) if cell.choices or suggests else None
        )

    def show_choices(self, typed: str) -> None:
        """Offer the choices that hold the typed text, all of them when none does."""
        if self._list is None:
            return
        if self._cell.choices:
            fitting = [choice for choice in self._cell.choices if typed and typed in choice]
            offered = fitting or list(self._cell.choices)
        else:
            self._entered = False
            offered = list(self._offer(self._cell, typed)) if typed else []
        self._show(offered)

    def _show(self, offered: list[str]) -> None:
        if self._list is None:
            return
        if not offered:
            self._list.hide()
            return
        self._list.clear()
        self._list.addItems(offered)
        self._list.setCurrentRow(-1)
        row = max(1, self._list.sizeHintForRow(0))
        self._list.setFixedHeight(row * min(_VISIBLE_CHOICES, len(offered)) + 8)
        self._list.show()
        self._list.raise_()
        self.place_below(self._place)

    def follow(self, text: str) -> None:
        """Keep up with the typed text."""
        if self._list is not None:
            self.show_choices(text.strip())
        said = self._explain(self._cell, text)
        if said == self._line.text() and self._line.isHidden() is not bool(said):
            return
        self._line.setText(said)
        self._line.adjustSize()
        if self._line.isHidden() is bool(said):
            self._line.setVisible(bool(said))
            self._line.raise_()
        self.place_below(self._place)

    def line_text(self) -> str:
        """What the line below the editor says, "" while it is hidden."""
        return "" if self._line.isHidden() else self._line.text()

    def walk(self, key: int) -> bool:
        """Go up or down in the choices; False where there are none."""
        if self._list is None or not self._list.isVisible() or not self._entered:
            return False
        last = self._list.count() - 1
        row = self._list.currentRow() + (1 if key == Qt.Key.Key_Down else -1)
        self._list.setCurrentRow(min(max(row, 0), last))
        return True

    def enter(self) -> bool:
        """Alt+↓: the arrows walk in the list from now on; False where there is none.

        Where nothing is offered for what stands in the cell, what is usual there is.
        """
        if self._list is not None and not self._list.isVisible():
            self._show(list(self._offer(self._cell, "")))
        if self._list is None or not self._list.isVisible():
            return False
        self._entered = True
        return self.walk(Qt.Key.Key_Down)

    def offered(self) -> list[str]:
        """What the list offers now."""
        if self._list is None or not self._list.isVisible():
            return []
        return [self._list.item(row).text() for row in range(self._list.count())]

    def highlighted(self) -> str | None:
        """The choice that the keys stand on, None when they stand on none."""
        if self._list is None or not self._list.isVisible() or self._list.currentRow() < 0:
            return None
        return self._list.currentItem().text()

    def place_below(self, editor: QRect) -> None:
        """Stand below the editor, above it where the paper ends."""
        self._place = QRect(editor)
        if editor.isNull():
            return
        parent = self._line.parentWidget()
        room = parent.size() if parent is not None else editor.size()
        below = editor.bottom() + 2
        for widget in (self._list, self._line):
            if widget is None or widget.isHidden():
                continue
            if widget is self._list:
                # The longest of what is offered is read whole, within the paper.
                wide = max((self._list.sizeHintForColumn(0) if self._list else 0) + 28, 150)
                widget.setFixedWidth(min(max(editor.width(), wide), room.width()))
            top = (
                below
                if below + widget.height() <= room.height()
                else editor.top() - widget.height() - 2
            )
            widget.move(min(editor.left(), max(0, room.width() - widget.width())), top)
            below = max(below, top + widget.height() + 2)

    def hide_all(self) -> None:
        """Leave the paper clean."""
        self._line.hide()
        if self._list is not None:
            self._list.hide()

    def discard(self) -> None:
        """Go with the editor."""
        self._line.deleteLater()
        if self._list is not None:
            self._list.deleteLater()
        self.deleteLater()

    def _make_list(self, parent: QWidget) -> QListWidget:
        made = QListWidget(parent)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setStyleSheet(_PAPER_LIST)
        made.itemClicked.connect(lambda item: self.chosen.emit(item.text()))
        made.hide()
        return made
