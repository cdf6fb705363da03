"""The delegate of the paper: makes and places the editor, and hands typed texts to the model."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QSize, Signal
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from perfdesk.grid import Cell
from ui.paper.form_model import CELL_ROLE, FormModel, Index
from ui.paper.navigation import Leave

if TYPE_CHECKING:
    from ui.paper.cell_editor import CellEditor
    from ui.paper.cell_helper import Explain, Offer


class CellDelegate(QStyledItemDelegate):
    """One editor for every kind of cell; `typed` is set by the view before an editor opens."""

    left = Signal(object)
    """A `Leave`: the editor has closed, the cursor may move."""
    draft = Signal(object, str)
    """Cell and text of an open editor, to be kept on disk."""
    spread = Signal(str)
    """A text for all selected cells, by Ctrl+Enter."""
    closed = Signal(object)
    """The cell whose editor has gone."""

    def __init__(self, explain: Explain, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._explain = explain
        self.offer: Offer = lambda cell, typed: ()
        """Suggestions while typing; the window knows."""
        self.typed = False
        self.several: Callable[[], bool] = lambda: False
        """Whether more than one cell is selected."""
        self.zoom = 1.0
        self.editor: CellEditor | None = None
        self.font_of: Callable[[Cell], QFont] = lambda cell: QFont()
        """The font of a cell's editor; the view knows."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        from ui.paper.cell_editor import CellEditor

        cell: Cell = index.data(CELL_ROLE)
        editor = CellEditor(
            parent,
            cell,
            self.zoom,
            self.font_of(cell),
            self._explain,
            self.offer,
            typed=self.typed,
        )
        editor.left.connect(lambda way: self._leave(editor, way))
        editor.draft.connect(lambda text: self.draft.emit(cell, text))
        self.typed = False
        self.editor = editor
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if editor is self.editor and self.editor is not None:
            self.editor.fill(index.model().data(index, 2) or "")

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if editor is self.editor and self.editor is not None and isinstance(model, FormModel):
            model.setData(index, self.editor.toPlainText())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        if editor is self.editor and self.editor is not None:
            self.editor.place(option.rect)  # type: ignore[attr-defined]

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        if editor is self.editor and self.editor is not None:
            self.editor.put_away()
            self.closed.emit(self.editor.cell)
            self.editor = None
        super().destroyEditor(editor, index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Keys belong to the editor itself, which knows of composing, choices and line breaks.
        if event.type() == QEvent.Type.KeyPress:
            return False
        return super().eventFilter(watched, event)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, 0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The view paints all cells itself, in one pass over what the event needs."""

    def _leave(self, editor: CellEditor, way: Leave) -> None:
        text = editor.toPlainText()
        spreads = way is Leave.STAY and self.several()
        if way is Leave.CANCEL or spreads:
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.RevertModelCache)
        else:
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        self.left.emit(way)
        if spreads:
            self.spread.emit(text)
