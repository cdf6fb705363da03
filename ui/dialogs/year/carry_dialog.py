"""由申报表生成自评表、监控表，生成下年申报表: for which projects, up to which month, with which money of the year."""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFormLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
)

from perfdesk.kinds import Kind
from perfdesk.session.outcome import Outcome
from perfdesk.session.year.carry import Answers, Asked, CarryReport
from perfdesk.session.year.year_money import YearMoney
from perfdesk.values import plain, read_amount
from ui.dialog_frame import Frame
from ui.style import theme
from ui.style.plain_text import PlainLabel
from ui.window_context import WindowContext

_USUAL_MONTH = 7
_INITIAL, _ADDED, _REDUCED, _ADJUSTED = 1, 2, 3, 4


class CarryDialog(Frame):
    """Asks before forms are made; what was taken and what is left is said afterwards."""

    def __init__(
        self, context: WindowContext, source: Kind, target: Kind, year: int, names: list[str]
    ) -> None:
        super().__init__(context.window, _title(source, target))
        self._context = context
        self._source, self._target, self._year = source, target, year
        self._carrying = context.controller.file.year.carrying
        self._names = names
        self._asked: tuple[Asked, ...] = ()
        self.scope = QComboBox()
        self.scope.setAccessibleName("哪些项目")
        everyone = len(self._carrying.projects(source.id, target.id, year))
        self.scope.addItem(f"所选 {len(names)} 个项目" if len(names) > 1 else names[0] or "本项目")
        self.scope.addItem(f"本单位全部 {everyone} 个项目")
        self.scope.setCurrentIndex(0 if everyone > 0 and names else 1)
        self.month = QComboBox()
        self.month.setAccessibleName("监控到几月")
        self.month.addItems([f"{month} 月" for month in range(1, 13)])
        self.month.setCurrentIndex(_USUAL_MONTH - 1)
        form = QFormLayout()
        form.setSpacing(theme.M)
        form.addRow("年度", PlainLabel(f"{year} 年"))
        form.addRow("项目", self.scope)
        if target.during_year:
            form.addRow("监控到", self.month)
        self.body.addLayout(form)
        self.table = _money_table()
        self.told: QLabel = self.add_note("")
        self.body.addWidget(self.table)
        self.add_button("取消").clicked.connect(self.reject)
        self.add_button("生成", primary=True).clicked.connect(self.accept)
        self.scope.currentIndexChanged.connect(self._ask)
        self.table.cellChanged.connect(self._add_up)
        self._ask()
        self.resize(720, 420 if self._asked else 260)

    def accept(self) -> None:
        """Make the forms as one step and say what became of them."""
        names = None if self.scope.currentIndex() else self._names
        answers = Answers(
            self.month.currentIndex() + 1 if self._target.during_year else 0, self._money()
        )
        made: list[CarryReport] = []

        def make() -> Outcome:
            made.append(
                self._carrying.carry(
                    self._source.id, self._target.id, self._year, names, answers=answers
                )
            )
            return made[0].outcome

        self._context.controller.perform(make)
        super().accept()
        # What was refused has been said by the controller.
        if made:
            self._context.notice(said(made[0], self._target))

    def _ask(self) -> None:
        """List the projects whose money may be told."""
        names = None if self.scope.currentIndex() else self._names
        self._asked = self._carrying.asked(self._source.id, self._target.id, self._year, names)
        self.table.setVisible(bool(self._asked))
        self.table.blockSignals(True)
        self.table.setRowCount(len(self._asked))
        for row, asked in enumerate(self._asked):
            texts = (
                asked.project or "（未填项目名称）",
                plain(asked.initial),
                "",
                "",
                plain(asked.initial),
            )
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if column in (0, _ADJUSTED):
                    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                self.table.setItem(row, column, item)
        self.table.blockSignals(False)
        self.told.setText(_told(self._target, self._asked))

    def _add_up(self, row: int, column: int) -> None:
        if column != _ADJUSTED:
            self.table.blockSignals(True)
            self._item(row, _ADJUSTED).setText(plain(self._row(row).adjusted))
            self.table.blockSignals(False)

    def _item(self, row: int, column: int) -> QTableWidgetItem:
        return self.table.item(row, column) or QTableWidgetItem()

    def _row(self, row: int) -> YearMoney:
        def amount(column: int) -> Decimal | None:
            return read_amount(self._item(row, column).text()).value

        initial = amount(_INITIAL)
        return YearMoney(
            self._asked[row].initial if initial is None else initial,
            amount(_ADDED) or Decimal(0),
            amount(_REDUCED) or Decimal(0),
        )

    def _money(self) -> dict[str, YearMoney]:
        return {asked.source: self._row(row) for row, asked in enumerate(self._asked)}


def said(report: CarryReport, target: Kind) -> str:
    """已生成 3 张自评表；已带入…；待填…；另有 1 个项目已有."""
    there = len(report.made) - len(report.added)
    parts = (
        [f"已生成 {len(report.added)} 张{target.name}", report.added[0].said]
        if report.added
        else [f"没有生成新的{target.name}"]
    )
    if there:
        parts.append(f"{there} 个项目已有{target.name}，未重复生成")
    return "；".join(part for part in parts if part)


def _title(source: Kind, target: Kind) -> str:
    if target.follows(source):
        return f"由{source.name}生成{target.name}"
    return f"生成下年{target.name}"


def _told(target: Kind, asked: tuple[Asked, ...]) -> str:
    if not asked:
        return "照抄名称、单位、目标、指标和批复的指标值，其余留空待填；原表不变。"
    unit = asked[0].template.money_unit
    return (
        f"年初预算数按申报的年度资金折算为{unit}，批复不同的请改；年中追加、调减的请填，"
        "全年预算数＝年初预算数＋追加－调减。"
    )


def _money_table() -> QTableWidget:
    table = QTableWidget(0, 5)
    table.setAccessibleName("各项目的预算数")
    table.setHorizontalHeaderLabels(["项目", "年初预算数", "追加", "调减", "全年预算数"])
    table.verticalHeader().setVisible(False)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    table.setMinimumSize(640, 120)
    return table
