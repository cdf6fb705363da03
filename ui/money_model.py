"""All projects of a year as a sheet of amounts: a row per 自评表, three columns per source, totals below."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QFont

from perfdesk.cellpath import CellPath
from perfdesk.grid import Cell, Grid, Role
from perfdesk.values import State, format_decimal, normalise_signs, plain, read_amount
from ui.form_model import Index

FIELDS = (("initial", "年初预算数"), ("adjusted", "全年预算数"), ("executed", "全年执行数"))
ROWS = (("F1", "财政拨款"), ("F2", "上年结转"), ("F3", "其他资金"), ("F0", "资金总额"))
COLUMNS = tuple((row, field, f"{name}\n{label}") for row, name in ROWS for field, label in FIELDS)
RATE = len(COLUMNS)

Edit = Callable[[list[tuple[CellPath, str]]], None]


@dataclass(frozen=True, slots=True)
class Project:
    """A form of the table: its name and its paper."""

    form: str
    name: str
    grid: Grid


class MoneyModel(QAbstractTableModel):
    """Texts as they stand in the forms; totals are sums of what can be read, blanks counting as 0."""

    def __init__(self, edit: Edit) -> None:
        super().__init__()
        self._edit = edit
        self.projects: list[Project] = []

    def show(self, projects: Sequence[Project]) -> None:
        """Show these forms; the same ones are only refreshed."""
        same = [p.form for p in projects] == [p.form for p in self.projects]
        if same and projects:
            self.projects = list(projects)
            self.dataChanged.emit(self.index(0, 0), self.index(len(projects), RATE))
            return
        self.beginResetModel()
        self.projects = list(projects)
        self.endResetModel()

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell of a form behind a place; None in the totals and where the form has none."""
        if not (0 <= row < len(self.projects)) or not 0 <= column <= RATE:
            return None
        row_id, field = ("F0", "rate") if column == RATE else COLUMNS[column][:2]
        return self.projects[row].grid.find(row_id, field)

    def path(self, row: int, column: int) -> CellPath | None:
        """The path of a place that takes a typed amount; None where none does."""
        cell = self.cell(row, column)
        if cell is None or not cell.editable or cell.role is Role.COMPUTED:
            return None
        return CellPath(self.projects[row].form, cell.row_id, cell.field)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or not self.projects else len(self.projects) + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else RATE + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and self.path(index.row(), index.column()) is not None:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.AccessibleTextRole:
            head = self.headerData(index.column(), Qt.Orientation.Horizontal)
            side = self.headerData(index.row(), Qt.Orientation.Vertical)
            return f"{side}，{head}，{self._text(index.row(), index.column()) or '空'}".replace(
                "\n", ""
            )
        if role == Qt.ItemDataRole.FontRole and index.row() == len(self.projects):
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._doubt(index.row(), index.column())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if orientation == Qt.Orientation.Horizontal:
            return COLUMNS[section][2] if section < RATE else "执行率\n（%）"
        if section < len(self.projects):
            return self.projects[section].name.replace("\n", "") or "（未填项目名称）"
        return "合计"

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        path = self.path(index.row(), index.column()) if index.isValid() else None
        if path is None or role != Qt.ItemDataRole.EditRole:
            return False
        self._edit([(path, str(value))])
        return True

    def put(self, entries: list[tuple[CellPath, str]]) -> None:
        """Set several amounts as one step."""
        self._edit(entries)

    def _text(self, row: int, column: int) -> str:
        if row == len(self.projects):
            return self._total(column)
        cell = self.cell(row, column)
        return (cell.value or "") if cell else ""

    def _total(self, column: int) -> str:
        if column == RATE:
            adjusted, executed = self._sum(RATE - 2), self._sum(RATE - 1)
            return format_decimal(executed / adjusted * 100, 2) if adjusted else ""
        return plain(self._sum(column)) if self.projects else ""

    def _sum(self, column: int) -> Decimal:
        texts = (self._text(row, column) for row in range(len(self.projects)))
        return sum((read_amount(text).or_zero for text in texts), Decimal(0))

    def _doubt(self, row: int, column: int) -> str | None:
        text = self._text(row, column)
        unreadable = column != RATE and read_amount(normalise_signs(text)).state is State.UNREADABLE
        return "不是有效金额，合计中按 0 计" if unreadable else None
