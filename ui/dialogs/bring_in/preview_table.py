"""One side of the import preview as a table: merged cells, and a colour for how sure each cell is."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from perfdesk.session.bring_in.preview import PreviewCell, PreviewSide, Use
from ui.paper.geometry import PIXELS_PER_MM
from ui.style.plain_text import tip

Index = QModelIndex | QPersistentModelIndex

COLOURS = {
    Use.CERTAIN: "#e3f1e6",
    Use.GUESSED: "#fdf0d2",
    Use.UNUSED: "#f6dedc",
    Use.LABEL: "#f1f3f5",
    Use.BLANK: "#ffffff",
}
"""Backgrounds on the white paper; the word stands in the tooltip and for screen readers."""
SIGNS = {Use.GUESSED: "？", Use.UNUSED: "✕"}
"""Shapes beside the colours, for those who see no difference between them."""
INK = "#111111"
SCALE = 0.86
"""Of the paper's own size: two sheets stand side by side."""
SOURCE_COLUMN = 84
EMPTY = PreviewSide(0, 0, ())


class PreviewModel(QAbstractTableModel):
    """Shows one side; nothing can be edited here."""

    def __init__(self) -> None:
        super().__init__()
        self.side = EMPTY
        self._at: dict[tuple[int, int], PreviewCell] = {}

    def show(self, side: PreviewSide) -> None:
        """Show another side."""
        self.beginResetModel()
        self.side = side
        self._at = {
            (row, column): cell
            for cell in side.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        }
        self.endResetModel()

    def cell(self, index: Index) -> PreviewCell | None:
        """The cell that covers an index; None where the file holds nothing."""
        return self._at.get((index.row(), index.column())) if index.isValid() else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self.side.rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self.side.columns

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.cell(index)
        match role:
            case Qt.ItemDataRole.ForegroundRole:
                return QColor(INK)
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignCenter
        if cell is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{SIGNS.get(cell.use, '')}{cell.text}"
            case Qt.ItemDataRole.BackgroundRole:
                return QColor(COLOURS[cell.use])
            case Qt.ItemDataRole.ToolTipRole:
                return tip(describe(cell))
            case Qt.ItemDataRole.AccessibleTextRole:
                return describe(cell)
        return None


def describe(cell: PreviewCell) -> str:
    """What a cell is, where it stands, and how sure that is."""
    parts = (cell.label, " ".join(cell.addresses), cell.use.label, cell.text)
    return " · ".join(part for part in parts if part)


class PreviewTable(QTableView):
    """A side on screen; `chosen` tells the cell the cursor went to."""

    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells = PreviewModel()
        self.setModel(self.cells)
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        small = self.font()
        small.setPointSizeF(small.pointSizeF() * 0.86)
        self.setFont(small)
        self.setStyleSheet("QTableView { background: #ffffff; gridline-color: #8b95a1; }")
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def show_side(self, side: PreviewSide) -> None:
        """Show a side with its merged cells."""
        self.clearSpans()
        self.cells.show(side)
        for cell in side.cells:
            if cell.row_span > 1 or cell.column_span > 1:
                self.setSpan(cell.row, cell.column, cell.row_span, cell.column_span)
        for column in range(side.columns):
            width = (
                side.widths_mm[column] * PIXELS_PER_MM * SCALE if side.widths_mm else SOURCE_COLUMN
            )
            self.setColumnWidth(column, round(width))
        self._fit_rows(side)

    def go_to(self, cell: PreviewCell) -> None:
        """Put the cursor on a cell without telling of it."""
        self.blockSignals(True)
        self.setCurrentIndex(self.cells.index(cell.row, cell.column))
        self.blockSignals(False)
        self.scrollTo(self.cells.index(cell.row, cell.column))

    def current_cell(self) -> PreviewCell | None:
        """The cell where the cursor stands."""
        return self.cells.cell(self.currentIndex())

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        cell = self.cells.cell(current)
        if cell is not None:
            self.chosen.emit(cell)

    def _fit_rows(self, side: PreviewSide) -> None:
        line = self.fontMetrics().lineSpacing()
        heights = [line + 8] * side.rows
        for cell in side.cells:
            width = sum(
                self.columnWidth(column)
                for column in range(cell.column, cell.column + cell.column_span)
            )
            flags = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
            box = self.fontMetrics().boundingRect(
                0, 0, max(20, width - 8), 10_000, flags, cell.text
            )
            last = cell.row + cell.row_span - 1
            missing = box.height() + 8 - sum(heights[cell.row : last + 1])
            heights[last] += max(0, missing)
        for row, height in enumerate(heights):
            self.setRowHeight(row, height)
