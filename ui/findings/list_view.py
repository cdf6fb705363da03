"""The list of findings: groups that open and close, walked with the arrows; Enter and a click jump."""

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QRegion, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView

from ui.findings.delegate import FindingDelegate
from ui.findings.model import FindingsModel
from ui.paper.form_model import Index

_FEW = 40
"""Up to so many findings all groups are open at first, above it the heads give an overview."""
_NOTCH = 120
_LEAST = 24
"""Pixels that no row is lower than."""
_LOWEST = 44
"""Height that is left of the list on a screen of 384 pixels (768 at 200 %)."""


class FindingsList(QTreeView):
    """Rows are measured when they are shown, so it scrolls by rows; thousands of them cost nothing."""

    chosen = Signal(object)
    """A finding was clicked, or Enter pressed on it."""
    copy_wanted = Signal(list)
    """Ctrl+C: the finding, or those of the group."""

    def __init__(self, model: FindingsModel) -> None:
        super().__init__()
        self._rows = model
        self.hovered = QPersistentModelIndex()
        self.context = ""
        """What is listed, so that groups opened for one form do not open for all."""
        self._open: dict[tuple[str, str, str], bool] = {}
        self._arranging = False
        self._turned = 0
        self.setModel(model)
        self.setItemDelegate(FindingDelegate(self, model))
        self._dress()
        self.clicked.connect(self._act)
        self.activated.connect(self._act)
        self.entered.connect(self._hover)
        self.expanded.connect(lambda index: self._remember(index, opened=True))
        self.collapsed.connect(lambda index: self._remember(index, opened=False))

    def open_groups(self) -> None:
        """Open and close groups as they were left; new ones are open where there are few findings."""
        groups = self._rows.groups()
        few = sum(len(group.findings) for group in groups) <= _FEW
        grouping = self._rows.grouping.value
        wrong = []
        for row, group in enumerate(groups):
            wanted = self._open.setdefault((self.context, grouping, group.key), few)
            index = self._rows.index(row, 0)
            if self.isExpanded(index) != wanted:
                wrong.append((index, wanted))
        if not wrong:
            return
        self._arranging = True
        # With a layout under way groups are opened together, not one after another.
        self.scheduleDelayedItemsLayout()
        for index, wanted in wrong:
            self.setExpanded(index, wanted)
        self._arranging = False

    def open_all(self, *, opened: bool) -> None:
        """Open or close every group."""
        for group in self._rows.groups():
            self._open[self.context, self._rows.grouping.value, group.key] = opened
        self.open_groups()

    def choose(self, index: QModelIndex) -> None:
        """Put the cursor on a row, its group opened."""
        if index.parent().isValid() and not self.isExpanded(index.parent()):
            self.expand(index.parent())
        self.setCurrentIndex(index)

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a row on screen. Qt's own way measures every row in between."""
        if not index.isValid():
            return
        self.executeDelayedItemsLayout()
        row, bar = self._row(index), self.verticalScrollBar()
        if row < bar.value():
            bar.setValue(row)
            return
        last = self.indexAt(self.viewport().rect().bottomLeft())
        if not last.isValid() or row < self._row(last):
            return
        # The row stands last, or below: as many rows above it are kept as there is room for.
        room = self.viewport().height() - self._height(index)
        top, above = row, self._above(index)
        while above.isValid() and (room := room - self._height(above)) >= 0:
            top, above = top - 1, self._above(above)
        bar.setValue(max(bar.value(), top))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Leave a row that is not on screen alone: Qt would measure all rows up to it to paint it anew."""
        super().currentChanged(current, previous if self._near(previous) else QModelIndex())

    def sees_current(self) -> bool:
        """Whether the row of the cursor is on screen."""
        current = self.currentIndex()
        if not current.isValid() or not self._near(current):
            return False
        return self.viewport().rect().contains(self.visualRect(current).center())

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """All that is on screen: Qt would measure every row up to one that is chosen far away."""
        return QRegion(self.viewport().rect())

    def verticalOffset(self) -> int:
        """Nothing is painted by it; Qt would measure every row above for the ground's pattern."""
        return 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit(self._rows.below(self.currentIndex()))
        elif event.key() == Qt.Key.Key_Space:
            self._act(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A row for every notch of the wheel; small steps of a touch pad add up to notches."""
        self._turned += event.angleDelta().y()
        rows = int(self._turned / _NOTCH)
        self._turned -= rows * _NOTCH
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() - rows)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        before, now = event.oldSize(), event.size()
        if now.width() != before.width():
            self.scheduleDelayedItemsLayout()
        current = self.currentIndex()
        if now.height() >= before.height() or not current.isValid() or not self._near(current):
            return
        if self.visualRect(current).top() < before.height():
            # What is said of the chosen finding takes room below the list: the row stays in sight.
            self.scrollTo(current)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(QModelIndex())

    def _hover(self, index: QModelIndex) -> None:
        self.hovered = QPersistentModelIndex(index)
        self.viewport().update()

    def _act(self, index: QModelIndex) -> None:
        finding = self._rows.finding(index)
        if finding is not None:
            self.chosen.emit(finding)
        elif self._rows.group(index) is not None:
            self.setExpanded(index, not self.isExpanded(index))

    def _remember(self, index: QModelIndex, *, opened: bool) -> None:
        group = self._rows.group(index)
        if group is not None and not self._arranging:
            self._open[self.context, self._rows.grouping.value, group.key] = opened

    def _row(self, index: Index) -> int:
        """The number of a row among those that are laid out."""
        head = index.parent() if index.parent().isValid() else index
        before = range(head.row())
        heads = (self._rows.index(row, 0) for row in before) if self._rows.groups() else ()
        inside = sum(self._rows.rowCount(other) for other in heads if self.isExpanded(other))
        return head.row() + inside + (index.row() + 1 if index.parent().isValid() else 0)

    def _near(self, index: Index) -> bool:
        """Whether a row may be on screen, without measuring any."""
        beyond = self._row(index) - self.verticalScrollBar().value()
        return 0 <= beyond <= self.viewport().height() // _LEAST

    def _above(self, index: Index) -> QModelIndex:
        """The row before, as it is laid out; invalid for the first."""
        parent = index.parent()
        if index.row() == 0:
            return parent
        before = self._rows.index(index.row() - 1, 0, parent)
        inside = self._rows.rowCount(before) if self.isExpanded(before) else 0
        return self._rows.index(inside - 1, 0, before) if inside else before

    def _height(self, index: Index) -> int:
        return self.sizeHintForIndex(index).height()

    def _dress(self) -> None:
        self.setHeaderHidden(True)
        self.setMinimumHeight(_LOWEST)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self.setUniformRowHeights(False)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.header().setStretchLastSection(True)
        self.setMouseTracking(True)
        self.setAccessibleName("自检结果")
        self.setStyleSheet(
            "QTreeView, QTreeView::item, QTreeView::branch { background: transparent; }"
        )
