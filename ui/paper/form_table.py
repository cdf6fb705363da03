"""The form as a table with merged cells: as high as it is, painted in one pass, walked as in Excel."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QFrame, QTableView, QWidget

from perfdesk.grid import Cell, Grid
from ui.paper import describe, navigation
from ui.paper.cell_painter import choice_place, computed_place
from ui.paper.delegate import CellDelegate
from ui.paper.form_model import FormModel, Index
from ui.paper.geometry import FormGeometry
from ui.paper.navigation import Leave, Way
from ui.paper.paper_text import PaperText
from ui.paper.sheet_painter import SheetPainter
from ui.paper.walker import Walker

if TYPE_CHECKING:
    from ui.paper.cell_helper import Explain

_EXTENDING = {
    Qt.Key.Key_Up: QAbstractItemView.CursorAction.MoveUp,
    Qt.Key.Key_Down: QAbstractItemView.CursorAction.MoveDown,
    Qt.Key.Key_Left: QAbstractItemView.CursorAction.MoveLeft,
    Qt.Key.Key_Right: QAbstractItemView.CursorAction.MoveRight,
    Qt.Key.Key_Home: QAbstractItemView.CursorAction.MoveHome,
    Qt.Key.Key_End: QAbstractItemView.CursorAction.MoveEnd,
    Qt.Key.Key_PageUp: QAbstractItemView.CursorAction.MovePageUp,
    Qt.Key.Key_PageDown: QAbstractItemView.CursorAction.MovePageDown,
}
_LEAVE = {Leave.LEFT: Way.LEFT, Leave.RIGHT: Way.RIGHT}


class FormTable(QTableView):
    """Shows a `FormModel` at a zoom. It never scrolls: the paper area around it does, on `reveal`."""

    reveal = Signal(QRect)
    """This part of the view should be on screen."""
    resized = Signal()
    """The sheet has another size now."""
    zoom_wheel = Signal(int)
    """Ctrl+wheel: +1 in, -1 out."""
    take_computed = Signal(object)
    """A click on the computed value of a cell that shows another."""
    take_proposed = Signal(object)
    """A click on the score proposed for a cell."""
    standing = Signal(object)
    """The cell where the cursor stands now."""
    refused = Signal()
    """Something was typed where nothing can be typed."""
    menu_wanted = Signal(QPoint)
    """The context menu of the selection, at a global position."""

    def __init__(
        self, model: FormModel, explain: "Explain", texts: PaperText, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.form = model
        self.geometry_of = FormGeometry(texts)
        self.zoom = 1.0
        self._texts = texts
        self._painter = SheetPainter(texts)
        self._walker = Walker()
        self._anchor: tuple[int, int] | None = None
        """Where the selection began: Shift with keys or mouse goes on from there."""
        self.cells = CellDelegate(explain, self)
        self.cells.font_of = lambda cell: texts.editor_font(self.grid, cell, self.zoom)
        self.cells.left.connect(self._editor_left)
        self.cells.several = lambda: len(self.selected_cells()) > 1
        self.setModel(model)
        self.setItemDelegate(self.cells)
        _dress(self)
        model.spans_changed.connect(self.lay_out)
        model.texts_changed.connect(lambda: self._measure(always=False))

    def show_grid(self, grid: Grid, zoom: float | None = None) -> None:
        """Show a grid, at another zoom if given; the cursor stays on its field, wherever that stands now."""
        if zoom is not None:
            self.zoom = self.cells.zoom = zoom
        before = self.current_cell()
        same_form = grid.form_id == self.grid.form_id
        self.form.show(grid)
        if not same_form or before is None:
            return
        after = grid.find(before.row_id, before.field)
        current = self.current_cell()
        if after is not None and (
            current is None or (current.row, current.column) != (after.row, after.column)
        ):
            self._walker.stand(after)
            self._stand_on(after)

    def lay_out(self) -> None:
        """Apply the merged cells of the grid again, and measure, in the fonts that the user prints in now."""
        self._texts.look_at_fonts()
        self.clearSpans()
        for cell in self.grid.cells:
            if cell.row_span > 1 or cell.column_span > 1:
                self.setSpan(cell.row, cell.column, cell.row_span, cell.column_span)
        self._measure()

    def set_zoom(self, zoom: float) -> None:
        """Show the paper at a zoom; 1.0 is its own size at 96 pixels to the inch."""
        if abs(zoom - self.zoom) < 0.001:
            return
        self.zoom = self.cells.zoom = zoom
        self._measure()

    @property
    def grid(self) -> Grid:
        """The grid on show."""
        return self.form.grid

    def current_cell(self) -> Cell | None:
        """The cell where the cursor stands."""
        return self.form.cell(self.currentIndex())

    def selected_cells(self) -> list[Cell]:
        """The selected cells, each once, in reading order; the current one when none is."""
        found = {}
        for index in self.selectedIndexes():
            cell = self.form.cell(index)
            if cell is not None and cell.editable:
                found[cell.row, cell.column] = cell
        current = self.current_cell()
        if not found and current is not None:
            return [current]
        return [found[place] for place in sorted(found)]

    def go_to(self, cell: Cell) -> None:
        """Put the cursor on a cell and bring it on screen."""
        self._walker.stand(cell)
        self._stand_on(cell)
        self.reveal.emit(self.geometry_of.place(cell))

    def go_to_start(self) -> None:
        """Put the cursor on the first cell of the table to fill, below title and year."""
        place = next(
            (cell for cell in self.grid.cells if cell.border and navigation.fillable(cell)), None
        )
        if place is not None:
            self._walker.stand(place)
            self._stand_on(place)

    def go_to_field(self, row_id: str, field: str) -> bool:
        """Put the cursor on a field; False when the form has none such."""
        cell = self.grid.find(row_id, field)
        if cell is None:
            return False
        self.go_to(cell)
        return True

    def selected_rows(self) -> list[str]:
        """The indicator rows that the selection touches, in their order."""
        touched: set[str] = set()
        for cell in self.selected_cells():
            touched.update(cell.row_ids or (cell.row_id,))
        rows = dict.fromkeys(row_id for row in self.grid.rows for row_id in row.row_ids)
        return [row for row in rows if row in touched]

    def set_writable(self, writable: bool) -> None:
        """Let typing begin an edit, or not on a data file that cannot be changed."""
        triggers = QAbstractItemView.EditTrigger
        editing = triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed
        self.setEditTriggers(editing if writable else triggers.NoEditTriggers)

    def select_rows(self, row_ids: Sequence[str], field: str) -> None:
        """Select a column of these rows, the first becoming the current cell."""
        cells = [cell for row_id in row_ids if (cell := self.grid.find(row_id, field)) is not None]
        if not cells:
            return
        self.go_to(cells[0])
        for cell in cells[1:]:
            self.selectionModel().select(
                self.form.index_of(cell), QItemSelectionModel.SelectionFlag.Select
            )

    def editing(self) -> bool:
        """Whether an editor is open."""
        return self.state() == QAbstractItemView.State.EditingState

    def commit_editor(self) -> None:
        """Take the text of an open editor, before anything else happens to the form."""
        editor = self.cells.editor
        if editor is not None:
            self.commitData(editor)
            self.closeEditor(editor, CellDelegate.EndEditHint.NoHint)

    def edit(self, index: Index, trigger: Any = None, event: Any = None) -> Any:
        if trigger is None:
            return super().edit(index)
        self.cells.typed = trigger == QAbstractItemView.EditTrigger.AnyKeyPressed
        done = super().edit(index, trigger, event)
        if not done:
            self.cells.typed = False
        if isinstance(event, QInputMethodEvent):
            _take_committed(self.cells, event)
        return done

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        cell = self.current_cell()
        if cell is None:
            first = navigation.form_end(self.grid, first=True) if self.grid.rows else None
            return self.form.index_of(first) if first else QModelIndex()
        far = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        return self.form.index_of(self._walker.moved(self.grid, cell, action, far=far))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.editing():
            _enter(self, up=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            event.accept()
            return
        if event.key() == Qt.Key.Key_Down and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            # As in Excel: the list of the cell opens.
            self.edit(self.currentIndex())
            if self.cells.editor is not None and not self.cells.editor.cell.choices:
                self.cells.editor.helper.enter()
            event.accept()
            return
        if event.key() == Qt.Key.Key_Backspace and not event.modifiers():
            # As in Excel: the cell is emptied and typing goes on.
            self.edit(self.currentIndex(), QAbstractItemView.EditTrigger.AnyKeyPressed, event)
            event.accept()
            return
        action = _EXTENDING.get(Qt.Key(event.key()))
        if action is not None and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            _extend(self, self.form.cell(self.moveCursor(action, event.modifiers())))
            event.accept()
            return
        before = self.currentIndex()
        super().keyPressEvent(event)
        if self.currentIndex() != before:
            _set_out(self)
            _reveal_current(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        cell = self.form.cell(self.indexAt(place))
        if cell is not None:
            self._walker.stand(cell)
            small_words = computed_place(self.geometry_of.place(cell)).contains(place)
            if small_words and describe.differs(cell):
                self.take_computed.emit(cell)
                return
            suggestion = self.form.suggestion_of(cell)
            if small_words and suggestion is not None and suggestion.taken:
                self._stand_on(cell)
                self.take_proposed.emit(cell)
                return
            at_arrow = cell.choices and choice_place(self.geometry_of.place(cell)).contains(place)
            if at_arrow and cell is self.current_cell():
                self.edit(self.currentIndex())
                return
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and cell.editable:
                _extend(self, cell)
                return
            if not cell.editable and event.button() == Qt.MouseButton.LeftButton:
                value = navigation.beside(self.grid, cell)
                if value is not None:
                    self.setFocus()
                    self.go_to(value)
                    return
        super().mousePressEvent(event)
        _set_out(self)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    def keyboardSearch(self, search: str) -> None:
        """What is typed where nothing can be typed: said, instead of a leap to a cell that begins so."""
        self.refused.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_wheel.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            event.ignore()

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        cell = self.form.cell(index)
        if cell is not None and cell.row < len(self.geometry_of.heights):
            self.reveal.emit(self.geometry_of.place(cell))

    def paintEvent(self, event: QPaintEvent) -> None:
        self._painter.paint(self, event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        current = self.currentIndex()
        if not current.isValid():
            super().focusInEvent(event)
            return
        # As the item view does it, less the painting of the whole sheet: an editor comes and goes often.
        QAbstractScrollArea.focusInEvent(self, event)
        takes_text = bool(self.form.flags(current) & Qt.ItemFlag.ItemIsEditable)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, takes_text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        QAbstractScrollArea.focusOutEvent(self, event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and current.row() < self.grid.row_count:
            self.standing.emit(self.form.cell(current))
        for index in (current, previous):
            cell = (
                self.form.cell(index)
                if index.isValid() and index.row() < self.grid.row_count
                else None
            )
            if cell is not None and cell.last_row < len(self.geometry_of.heights):
                self.viewport().update(self.geometry_of.place(cell).adjusted(-2, -2, 2, 2))

    def _stand_on(self, cell: Cell) -> None:
        """Make a cell the current and only selected one, whatever keys are held down."""
        alone = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self.form.index_of(cell), alone)
        _set_out(self)

    def _editor_left(self, way: Leave) -> None:
        self.setFocus()
        cell = self.current_cell()
        if cell is None:
            return
        if way in (Leave.UP, Leave.DOWN):
            _enter(self, up=way is Leave.UP)
        elif way in _LEAVE:
            _walk_to(self, self._walker.stepped(self.grid, cell, _LEAVE[way]))
        elif way in (Leave.NEXT, Leave.BACK):
            _walk_to(self, self._walker.tabbed(self.grid, cell, back=way is Leave.BACK))
        elif (
            way is Leave.STAY
            and cell.field == "score"
            and not cell.value
            and not self.cells.several()
        ):
            self.take_proposed.emit(cell)

    def _measure(self, *, always: bool = True) -> None:
        """Measure anew; after a text has changed (not `always`) most of the time no row grows."""
        before = self.geometry_of.shape
        self.geometry_of.measure(self.grid, self.zoom)
        if always or self.geometry_of.shape != before:
            _apply_sizes(self)


def _take_committed(cells: CellDelegate, event: QInputMethodEvent) -> None:
    """What an input method commits without composing (，≥) opens the editor, and Qt drops it there."""
    if cells.editor is not None and event.commitString() and not cells.editor.toPlainText():
        cells.editor.insertPlainText(event.commitString())


def _dress(view: FormTable) -> None:
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setShowGrid(False)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    for header in (view.horizontalHeader(), view.verticalHeader()):
        header.setMinimumSectionSize(1)
        header.hide()
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.set_writable(True)
    view.setAutoScroll(False)
    view.setTabKeyNavigation(True)
    view.setWordWrap(False)
    view.setStyleSheet("QTableView { background: #ffffff; }")
    view.setAccessibleName("表格")
    view.setMouseTracking(True)
    # All of it is painted below, so that nothing of the sheet behind need be.
    view.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)


def _apply_sizes(view: FormTable) -> None:
    for header, sizes in (
        (view.horizontalHeader(), view.geometry_of.widths),
        (view.verticalHeader(), view.geometry_of.heights),
    ):
        for section, size in enumerate(sizes):
            if header.sectionSize(section) != size:
                header.resizeSection(section, size)
    view.setFixedSize(max(1, view.geometry_of.width), max(1, view.geometry_of.height))
    view.updateGeometries()
    view.viewport().update()
    view.resized.emit()


def _enter(view: FormTable, *, up: bool) -> None:
    cell = view.current_cell()
    if cell is not None:
        _walk_to(view, view._walker.entered(view.grid, cell, up=up))


def _walk_to(view: FormTable, cell: Cell) -> None:
    view._stand_on(cell)
    _reveal_current(view)


def _set_out(view: FormTable) -> None:
    """A selection goes on from the current cell from now on."""
    cell = view.current_cell()
    view._anchor = (cell.row, cell.column) if cell is not None else None


def _extend(view: FormTable, cell: Cell | None) -> None:
    """Select the block from where the selection began to a cell, which becomes the current one."""
    grid, flag = view.grid, QItemSelectionModel.SelectionFlag
    if cell is None or view._anchor is None or view._anchor[0] >= grid.row_count:
        return
    start, end = (
        view.geometry_of.place(each).center() for each in (grid.cell_at(*view._anchor), cell)
    )
    view.selectionModel().setCurrentIndex(view.form.index_of(cell), flag.NoUpdate)
    view.setSelection(QRect(start, end), flag.ClearAndSelect)
    view.viewport().update()
    _reveal_current(view)


def _reveal_current(view: FormTable) -> None:
    cell = view.current_cell()
    if cell is not None and cell.last_row < len(view.geometry_of.heights):
        view.reveal.emit(view.geometry_of.place(cell))
