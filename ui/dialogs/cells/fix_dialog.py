"""改正预览: every cell that a cure would change, as it is and as it would be, before it is taken."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHeaderView, QRadioButton, QTableView

from perfdesk.findings import Finding, Fix
from perfdesk.values import BLANK
from ui.dialog_frame import Frame
from ui.paper.form_model import Index
from ui.style import theme
from ui.style.plain_text import PlainLabel
from ui.window_context import WindowContext

_HEADS = ("位置", "现在", "改为")


class FixDialog(Frame):
    """One of the cures is chosen and agreed to, or nothing happens."""

    agreed = Signal(object)
    """The `Fix` to take."""

    def __init__(self, context: WindowContext, finding: Finding, cures: tuple[Fix, ...]) -> None:
        super().__init__(context.window, "改正预览")
        self._cures = cures
        self.model = EditsModel(context)
        self.body.addWidget(PlainLabel(finding.message, wordWrap=True))
        self.choices = [QRadioButton(cure.label) for cure in cures]
        group = QButtonGroup(self)
        for number, choice in enumerate(self.choices):
            group.addButton(choice, number)
            choice.setVisible(len(cures) > 1)
            self.body.addWidget(choice)
        self.table = _table(self.model)
        self.body.addWidget(self.table, 1)
        self.told = self.add_note("")
        self.add_button("取消").clicked.connect(self.reject)
        self.go = self.add_button("改正", primary=True)
        self.go.clicked.connect(self.accept)
        group.idToggled.connect(lambda number, on: self._show(number) if on else None)
        self.choices[0].setChecked(True)
        self.resize(680, 420)
        self.go.setFocus()

    def chosen(self) -> Fix:
        """The cure that is looked at."""
        return next(
            cure
            for cure, choice in zip(self._cures, self.choices, strict=True)
            if choice.isChecked()
        )

    def accept(self) -> None:
        """Take the cure once the dialog has gone."""
        cure = self.chosen()
        super().accept()
        self.agreed.emit(cure)

    def _show(self, number: int) -> None:
        cure = self._cures[number]
        self.model.show(cure)
        self.table.resizeRowsToContents() if len(cure.edits) < 40 else None
        blanks = "，空白处（＿＿）由您填写" if cure.draft else ""
        self.told.setText(f"{cure.label}：改 {len(cure.edits)} 处{blanks}；改后可一次撤销。")


class EditsModel(QAbstractTableModel):
    """The cells of a cure, looked up when they are painted: a cure may reach over every form."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self._cure = Fix("", ())

    def show(self, cure: Fix) -> None:
        """List the cells of this cure."""
        self.beginResetModel()
        self._cure = cure
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._cure.edits)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return _HEADS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return None
        edit = self._cure.edits[index.row()]
        checking = self._context.controller.file.checking
        if index.column() == 0:
            several = len({each.path.form for each in self._cure.edits}) > 1
            return checking.place(edit.path, with_project=several)
        return checking.step(edit)[index.column() - 1] or BLANK


def _table(model: EditsModel) -> QTableView:
    view = QTableView()
    view.setModel(model)
    view.setWordWrap(True)
    view.verticalHeader().hide()
    view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    view.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
    view.setTabKeyNavigation(False)
    view.setMinimumHeight(140)
    view.setAccessibleName("改正的内容")
    header = view.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    view.setStyleSheet(
        f"QTableView {{ border: 1px solid {theme.colours().line}; }}"
        f"QTableView::item {{ padding: {theme.XS}px {theme.S}px; }}"
    )
    return view
