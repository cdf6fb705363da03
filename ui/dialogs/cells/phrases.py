"""常用语: the unit's own phrases for reasons and goals, kept in its data file."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QPlainTextEdit

from perfdesk.errors import PerfDeskError
from ui.dialog_frame import Frame
from ui.window_context import WindowContext

STARTERS = (
    "因项目实际需求减少，按实结算，资金结余已由财政收回。",
    "受采购流程影响，合同签订较计划推迟，尾款将于次年一季度支付。改进措施：提前启动采购，按月跟踪支付进度。",
    "目标值设定偏低，下一年度将依据近三年实际完成数合理设定。",
    "部分服务对象反映等候时间较长。改进措施：优化流程、增设窗口，并按季度回访。",
)
"""Offered while the unit has none of its own."""


class PhrasesDialog(Frame):
    """Choose one and it is put behind what stands in the cell."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.window, "常用语")
        self._context = context
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("常用语")
        self.list.setMinimumSize(520, 200)
        self.list.itemDoubleClicked.connect(lambda _: self.accept())
        self.new = QPlainTextEdit()
        self.new.setPlaceholderText("在这里写一条新的，点“加入”")
        self.new.setAccessibleName("新的常用语")
        self.new.setTabChangesFocus(True)
        self.new.setFixedHeight(60)
        self.body.addWidget(self.list)
        self.body.addWidget(self.new)
        self.add_button("加入").clicked.connect(self.add)
        self.add_button("删除所选").clicked.connect(self.remove)
        self.add_button("取消").clicked.connect(self.reject)
        self.add_button("填入本格", primary=True).clicked.connect(self.accept)
        self._fill(context.controller.file.options.phrases.all() or STARTERS)

    def accept(self) -> None:
        """Put the chosen phrase behind the cell's text."""
        item, cell = self.list.currentItem(), self._context.view.current_cell()
        if item is not None and cell is not None:
            self._context.controller.type_text(cell, f"{cell.value or ''}{item.text()}")
        super().accept()

    def add(self) -> None:
        """Keep a new phrase."""
        text = self.new.toPlainText().strip()
        if text:
            self._keep((*self._listed(), text))
            self.new.clear()

    def remove(self) -> None:
        """Forget the chosen phrase."""
        row = self.list.currentRow()
        if row >= 0:
            self._keep(tuple(text for number, text in enumerate(self._listed()) if number != row))

    def _listed(self) -> tuple[str, ...]:
        return tuple(self.list.item(row).text() for row in range(self.list.count()))

    def _keep(self, phrases: tuple[str, ...]) -> None:
        try:
            self._context.controller.file.options.phrases.put(phrases)
        except PerfDeskError as error:
            self._context.prompts.error(str(error))
            return
        self._fill(self._context.controller.file.options.phrases.all())

    def _fill(self, phrases: tuple[str, ...]) -> None:
        self.list.clear()
        self.list.addItems(list(phrases))
        self.list.setCurrentRow(0)
