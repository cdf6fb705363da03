"""打上报包: which year, which kind, what the files are called, and whether a name is too long."""

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit

from perfdesk.errors import NamePatternError
from perfdesk.kinds import KINDS
from perfdesk.session.exchange.packages import PackPlan
from perfdesk.session.send_out.name_pattern import DEFAULT, FIELDS, NAME_BYTES
from ui.dialog_frame import Frame
from ui.dialogs.exchange.table import add_row, text_table
from ui.style import theme
from ui.window_context import WindowContext

_ALL = "全部表种"


class PackDialog(Frame):
    """Shows every name before anything is written; `done` gets the plan and a name for the package."""

    def __init__(self, context: WindowContext, done: Callable[[PackPlan, str], None]) -> None:
        super().__init__(context.window, "打上报包")
        self._context, self._done = context, done
        self._packages = context.controller.file.sharing.packages
        self.year, self.kind = QComboBox(), QComboBox()
        self.year.setAccessibleName("年度")
        self.kind.setAccessibleName("表种")
        for year in context.controller.file.reports.years():
            self.year.addItem(str(year), year)
        self.kind.addItem(_ALL, None)
        for kind in KINDS:
            self.kind.addItem(kind.name, kind.id)
        self.pattern = QLineEdit(DEFAULT)
        self.pattern.setAccessibleName("文件名格式")
        form = QFormLayout()
        form.setSpacing(theme.M)
        for label, widget in (("年度", self.year), ("表种", self.kind), ("文件名", self.pattern)):
            form.addRow(label, widget)
        self.body.addLayout(form)
        self.add_note("文件名可用 " + "、".join(f"{{{field}}}" for field in FIELDS))
        self.names = text_table("文件名", ("文件名", "字节"), (440, 60))
        self.body.addWidget(self.names, 1)
        self.told = self.add_note("")
        self.add_button("取消").clicked.connect(self.reject)
        self.go = self.add_button("打包…", primary=True)
        self.go.clicked.connect(self.accept)
        self.year.currentIndexChanged.connect(self.preview)
        self.kind.currentIndexChanged.connect(self.preview)
        self.pattern.textChanged.connect(self.preview)
        self.resize(620, 460)
        self.preview()

    def plan(self) -> PackPlan:
        """What is chosen."""
        kind = self.kind.currentData()
        names = self.pattern.text().strip()
        return PackPlan(int(self.year.currentData() or 0), kind, names)

    def preview(self) -> None:
        """The names as they would be, those that are long said."""
        self.names.clear()
        try:
            named = self._packages.names(self.plan())
        except NamePatternError as error:
            self.told.setText(str(error))
            self.go.setEnabled(False)
            return
        for form_id, name, size in named:
            add_row(self.names, (name, str(size)), form_id)
        long = sum(size > NAME_BYTES for _, _, size in named)
        warned = f"；{long} 个文件名超过 {NAME_BYTES} 字节，有的系统不收" if long else ""
        self.told.setText(f"{len(named)} 张表{warned}" if named else "没有符合的表")
        self.go.setEnabled(bool(named))

    def accept(self) -> None:
        """Go on to where the package goes."""
        plan = self.plan()
        super().accept()
        self._done(plan, f"{plan.year}年度上报包.zip")
