"""汇总表: year, kind and unit, which columns in which order, how it will look, and what is left out."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
)

from perfdesk.errors import PerfDeskError
from perfdesk.kinds import KINDS, kind_of
from perfdesk.session.report.summary import SummaryChoice, SummaryTable
from perfdesk.session.report.summary_columns import offered_columns
from ui.desktop.preferences import EXPORT
from ui.dialog_frame import Frame
from ui.dialogs.exchange.table import add_row, text_table
from ui.dialogs.result import ResultDialog
from ui.style import theme
from ui.style.plain_text import PlainLabel
from ui.window_context import WindowContext

_ALL = "全部单位"
_UNNAMED = "（未填单位）"
_FILES = "Excel (*.xlsx);;PDF (*.pdf)"
_PIXELS_PER_MM = 3
_COLUMN_LIST_WIDTH = 210


class SummaryDialog(Frame):
    """Every choice shows at once in the table below; nothing is written before 导出."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.window, "汇总表")
        self._context = context
        self._reports = context.controller.file.reports
        self.year, self.kind, self.unit = QComboBox(), QComboBox(), QComboBox()
        self.by_unit = QCheckBox("每个单位一行")
        self.with_chart = QCheckBox("附图表")
        self.with_chart.setChecked(True)
        self.columns = QListWidget()
        self.columns.setAccessibleName("栏目")
        self.columns.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.columns.setMaximumWidth(_COLUMN_LIST_WIDTH)
        self.up, self.down = QPushButton("上移"), QPushButton("下移")
        self.usual = QPushButton("恢复默认")
        self.preview = text_table("汇总表预览", (), ())
        self._lay_out()
        self.told = self.add_note("")
        self.add_button("取消").clicked.connect(self.reject)
        self.go = self.add_button("导出…", primary=True)
        self.go.clicked.connect(self.accept)
        self._connect()
        self.resize(900, 520)
        self._show_year()

    def choice(self) -> SummaryChoice:
        """What is chosen."""
        unit = self.unit.currentData()
        return SummaryChoice(
            int(self.year.currentData() or 0),
            self.kind.currentData() or KINDS[0].id,
            () if unit is None else (unit,),
            tuple(self._checked()),
            self.by_unit.isChecked(),
        )

    def move_column(self, step: int) -> None:
        """Put the chosen column one place up (-1) or down (1)."""
        row = self.columns.currentRow()
        if row >= 0 and 0 <= row + step < self.columns.count():
            item = self.columns.takeItem(row)
            self.columns.insertItem(row + step, item)
            self.columns.setCurrentRow(row + step)
            self.show_table()

    def take_usual(self) -> None:
        """The columns as they are when nobody chose."""
        self._reports.keep_columns(self.choice().kind, ())
        self._list_columns()
        self.show_table()

    def show_table(self) -> None:
        """The table as it would be written, or why there is none."""
        self.preview.clear()
        choice = self.choice()
        self.go.setEnabled(False)
        try:
            if not choice.columns:
                self.told.setText("请至少选一个栏目。")
                return
            table = self._reports.chosen_summary(choice)
        except PerfDeskError as error:
            self.told.setText(str(error))
            return
        self._fill(table)
        left = self._reports.left_out(choice)
        self.told.setText("\n".join([*table.notes, *left]) or "所选年度的表都已列入。")
        self.go.setEnabled(True)

    def accept(self) -> None:
        """Ask for the place, keep the columns for the next time, and write."""
        choice = self.choice()
        name = f"{choice.year}年{kind_of(choice.kind).name.removesuffix('表')}汇总表"
        suggested = self._context.preferences.start_folder(EXPORT) / f"{name}.xlsx"
        path = self._context.prompts.save_as("汇总表", suggested, _FILES)
        if path is None:
            return
        reports, with_chart = self._reports, self.with_chart.isChecked()
        try:
            table = reports.chosen_summary(choice)
            reports.keep_columns(choice.kind, choice.columns)
        except PerfDeskError as error:
            self._context.prompts.error(str(error))
            return
        super().accept()
        self._context.preferences.remember_folder(path.parent, EXPORT)

        def done(_: object) -> None:
            ResultDialog(self._context.window, "已导出汇总表", [path.name], path.parent).open()

        self._context.run_job(
            "汇总表",
            lambda progress, cancelled: reports.write_tables(path, [table], with_chart=with_chart),
            done,
        )

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.S)
        for label, box in (("年度", self.year), ("表种", self.kind), ("单位", self.unit)):
            box.setAccessibleName(label)
            row.addWidget(PlainLabel(label))
            row.addWidget(box, 1)
        row.addWidget(self.by_unit)
        row.addWidget(self.with_chart)
        self.body.addLayout(row)
        moves = QHBoxLayout()
        moves.setSpacing(theme.S)
        for button in (self.up, self.down, self.usual):
            button.setAutoDefault(False)
            moves.addWidget(button)
        side = QVBoxLayout()
        side.addWidget(PlainLabel("栏目（可拖动换位）"))
        side.addWidget(self.columns, 1)
        side.addLayout(moves)
        both = QHBoxLayout()
        both.setSpacing(theme.M)
        both.addLayout(side)
        both.addWidget(self.preview, 1)
        self.body.addLayout(both, 1)

    def _connect(self) -> None:
        for year in self._reports.years():
            self.year.addItem(f"{year} 年度", year)
        shown = self._context.controller.file.forms()
        here = next((f for f in shown if f.id == self._context.controller.form_id), None)
        if here is not None and here.year is not None:
            self.year.setCurrentIndex(max(self.year.findData(here.year), 0))
        self.year.currentIndexChanged.connect(lambda _: self._show_year())
        self.kind.currentIndexChanged.connect(lambda _: self._show_kind())
        self.unit.currentIndexChanged.connect(lambda _: self.show_table())
        self.by_unit.toggled.connect(lambda _: self.show_table())
        self.columns.itemChanged.connect(lambda _: self.show_table())
        # Dragging takes a row out and puts it in: the order is read when both are done.
        self.columns.model().rowsMoved.connect(lambda *_: self.show_table())
        self.up.clicked.connect(lambda: self.move_column(-1))
        self.down.clicked.connect(lambda: self.move_column(1))
        self.usual.clicked.connect(self.take_usual)

    def _show_year(self) -> None:
        """The kinds that have forms of the year; the kind on show first."""
        year = int(self.year.currentData() or 0)
        kinds = [kind for kind in KINDS if self._reports.summary_units(year, kind.id)]
        before = self.kind.currentData()
        _refill(self.kind, [(kind.name, kind.id) for kind in kinds], before)
        self._show_kind()

    def _show_kind(self) -> None:
        choice = self.choice()
        units = self._reports.summary_units(choice.year, choice.kind)
        listed: list[tuple[str, str | None]] = [(unit or _UNNAMED, unit) for unit in units]
        _refill(self.unit, [(_ALL, None), *listed], self.unit.currentData())
        self.by_unit.setEnabled(len(units) > 1)
        if len(units) <= 1:
            self.by_unit.setChecked(False)
        self._list_columns()
        self.show_table()

    def _list_columns(self) -> None:
        """All columns of the kind, those in use first and ticked."""
        kind = kind_of(self.kind.currentData() or KINDS[0].id)
        offered = {offer.column.key: offer for offer in offered_columns(kind)}
        chosen = self._reports.usual_columns(kind.id) or self._plain(kind.id)
        order = [*chosen, *(key for key in offered if key not in chosen)]
        self.columns.blockSignals(True)
        self.columns.clear()
        for key in order:
            item = QListWidgetItem(offered[key].column.label)
            item.setData(theme.DATA, key)
            # No drop onto an item, only between two: one never swallows another.
            item.setFlags(
                (item.flags() | Qt.ItemFlag.ItemIsUserCheckable) & ~Qt.ItemFlag.ItemIsDropEnabled
            )
            ticked = key in chosen
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.columns.addItem(item)
        self.columns.blockSignals(False)

    def _plain(self, kind: str) -> Sequence[str]:
        """The usual columns of the forms that are here."""
        try:
            table = self._reports.summary(int(self.year.currentData() or 0), kind)
        except PerfDeskError:
            return ()
        return [column.key for column in table.columns]

    def _checked(self) -> list[str]:
        items = [self.columns.item(row) for row in range(self.columns.count())]
        return [
            str(item.data(theme.DATA))
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        ]

    def _fill(self, table: SummaryTable) -> None:
        self.preview.setColumnCount(len(table.columns))
        self.preview.setHeaderLabels([column.label for column in table.columns])
        for number, column in enumerate(table.columns):
            self.preview.setColumnWidth(number, round(column.width_mm * _PIXELS_PER_MM))
        for row in table.rows:
            add_row(self.preview, [cell.text for cell in row.cells], row.form_id)
        add_row(self.preview, [cell.text for cell in table.total.cells])


def _refill(box: QComboBox, items: Sequence[tuple[str, str | None]], before: object) -> None:
    """Put other items into a box, the one that was chosen kept where it is among them."""
    box.blockSignals(True)
    box.clear()
    for label, data in items:
        box.addItem(label, data)
    if box.count():
        box.setCurrentIndex(max(box.findData(before), 0))
    box.blockSignals(False)
