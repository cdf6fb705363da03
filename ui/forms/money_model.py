"""All projects of a year as a sheet of amounts: a row per form, totals below."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QFont

from perfdesk.session.edit.money_table import MoneyTable
from ui.forms.project_tree import NO_NAME, short_name
from ui.paper.form_model import Index
from ui.style.plain_text import tip

Put = Callable[[list[tuple[int, int, str]]], None]
"""Takes (row, column, text) of cells that are typed into."""


class MoneyModel(QAbstractTableModel):
    """Shows a `MoneyTable`; what is typed goes to `put`, which shows the table anew."""

    def __init__(self, put: Put) -> None:
        super().__init__()
        self.put = put
        self.table: MoneyTable | None = None

    def show(self, table: MoneyTable) -> None:
        """Show a table; one of the same forms is only refreshed."""
        before, self.table = self.table, table
        same = before is not None and before.columns == table.columns
        if same and before is not None and _forms(before) == _forms(table) and table.rows:
            last = self.index(len(table.rows), len(table.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.table = before
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if parent.isValid() or self.table is None or not self.table.rows:
            return 0
        return len(self.table.rows) + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self.table is None else len(self.table.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        cell = self.table.cell(index.row(), index.column()) if self.table else None
        return flags | Qt.ItemFlag.ItemIsEditable if cell is not None and cell.editable else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return self._text(index.row(), index.column())
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.FontRole:
                return _bold() if index.row() == self.rowCount() - 1 else None
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(index.row(), index.column())
            case Qt.ItemDataRole.ToolTipRole:
                return tip(self._doubt(index.row(), index.column()) or "")
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        shown = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        if not shown or self.table is None:
            return None
        if orientation == Qt.Orientation.Horizontal:
            column = self.table.columns[section]
            return f"{column.group}\n{column.label}"
        if section < len(self.table.rows):
            row = self.table.rows[section]
            unit = f"（{row.money_unit}）" if row.other_unit else ""
            return f"{short_name(row.project) or NO_NAME}{unit}"
        return f"合计（{self.table.money_unit}）"

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        editable = bool(self.flags(index) & Qt.ItemFlag.ItemIsEditable)
        if role != Qt.ItemDataRole.EditRole or not editable:
            return False
        self.put([(index.row(), index.column(), str(value))])
        return True

    def _text(self, row: int, column: int) -> str:
        if self.table is None:
            return ""
        if row == len(self.table.rows):
            return self.table.totals[column]
        cell = self.table.cell(row, column)
        return cell.text if cell else ""

    def _spoken(self, row: int, column: int) -> str:
        side = self.headerData(row, Qt.Orientation.Vertical)
        head = self.headerData(column, Qt.Orientation.Horizontal)
        return f"{side}，{head}，{self._text(row, column) or '空'}".replace("\n", "")

    def _doubt(self, row: int, column: int) -> str | None:
        cell = self.table.cell(row, column) if self.table else None
        if cell is None:
            return None
        if cell.text and cell.value is None:
            return "不是有效金额，未计入合计"
        return "自动计算" if cell.computed else None


def _forms(table: MoneyTable) -> list[str]:
    return [row.form_id for row in table.rows]


def _bold() -> QFont:
    font = QFont()
    font.setBold(True)
    return font
