"""申报、监控、自评对照: the forms of one project and year beside each other; a double click jumps to the cell."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from perfdesk.session.year.side_by_side import SideBySideEntry, YearOfProject
from ui.dialog_frame import Frame
from ui.style import theme
from ui.window_context import WindowContext


class SideBySideDialog(Frame):
    """One row for each amount, goal and indicator, one column for each form of the year."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.window, "申报、监控、自评对照", modal=False)
        self._context = context
        table = context.controller.file.year.projects.of(context.controller.form_id)
        self.add_note(
            f"{table.project or '（未填项目名称）'}　{table.year or ''}。双击一格跳到那张表。"
        )
        self.table = _grid(table)
        self.table.cellDoubleClicked.connect(self._jump)
        self.body.addWidget(self.table)
        self.resize(900, 560)
        self.add_button("关闭", primary=True).clicked.connect(self.reject)

    def _jump(self, row: int, column: int) -> None:
        item = self.table.item(row, column)
        entry = item.data(theme.DATA) if item is not None else None
        if isinstance(entry, SideBySideEntry):
            self._context.controller.show_form(entry.form)
            self._context.view.go_to_field(entry.row, entry.field)


def _grid(table: YearOfProject) -> QTableWidget:
    grid = QTableWidget(len(table.lines), len(table.stages) + 1)
    grid.setAccessibleName("申报、监控、自评对照")
    grid.setHorizontalHeaderLabels(["内容", *(stage.kind.name for stage in table.stages)])
    grid.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    grid.verticalHeader().setVisible(False)
    grid.setWordWrap(True)
    grid.setMinimumSize(640, 240)
    grid.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    for number, line in enumerate(table.lines):
        grid.setItem(number, 0, QTableWidgetItem(line.label))
        for column, (stage, entries) in enumerate(zip(table.stages, line.entries, strict=True), 1):
            grid.setItem(number, column, _item(stage.form, entries))
    grid.resizeRowsToContents()
    return grid


def _item(form: str, entries: tuple[SideBySideEntry, ...]) -> QTableWidgetItem:
    text = "　→　".join(entry.text for entry in entries) if form else "（没有这张表）"
    item = QTableWidgetItem(text)
    item.setTextAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
    if entries:
        item.setData(theme.DATA, entries[-1])
    return item
