"""Long names in lists, read whole: as many lines as their column needs."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from ui.paper.form_model import Index
from ui.style import theme

_TICK = 24
"""Width of a box to tick, with what keeps the words off it, in logical pixels."""
_HIGH = 2000


class WrappedNames(QStyledItemDelegate):
    """Of one column of a tree, its parent; the rows are laid out anew when the column gets another width."""

    def __init__(self, view: QTreeView, column: int = 0) -> None:
        super().__init__(view)
        view.setWordWrap(True)
        view.setUniformRowHeights(False)
        view.setItemDelegateForColumn(column, self)
        view.header().sectionResized.connect(
            lambda number, before, now: (
                view.scheduleDelayedItemsLayout() if number == column else None
            )
        )

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        plain, view = super().sizeHint(option, index), self.parent()
        text = str(index.data() or "")
        if not isinstance(view, QTreeView) or (
            index.parent().isValid() and view.isFirstColumnSpanned(index.row(), index.parent())
        ):
            return plain
        depth = 1 + index.parent().isValid() if view.rootIsDecorated() else index.parent().isValid()
        room = view.columnWidth(index.column()) - depth * view.indentation() - 2 * theme.S
        if index.data(Qt.ItemDataRole.CheckStateRole) is not None:
            room -= _TICK
        metrics = view.fontMetrics()
        if metrics.horizontalAdvance(text) <= room:
            return plain
        lines = QRect(0, 0, max(room, 60), _HIGH)
        wrapped = metrics.boundingRect(lines, Qt.TextFlag.TextWordWrap, text)
        return QSize(plain.width(), max(plain.height(), wrapped.height() + theme.S))
