"""报送情况: every unit with what it handed in, what is missing, and how many findings stand."""

from PySide6.QtWidgets import QComboBox, QHBoxLayout

from perfdesk.errors import PerfDeskError
from perfdesk.kinds import kind_of
from ui.dialog_frame import Frame
from ui.dialogs.exchange.table import add_row, text_table
from ui.style import theme
from ui.style.plain_text import PlainLabel
from ui.window_context import WindowContext

HEADS = ("单位", "报送", "收到时间", "上报包", "错误", "核实", "已说明")


class BoardDialog(Frame):
    """Units that are missing stand first; the list of units can be typed."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.window, "报送情况")
        self._context = context
        self._received = context.controller.file.sharing.packages.received
        self.year = QComboBox()
        self.year.setAccessibleName("年度")
        for year in context.controller.file.reports.years():
            self.year.addItem(f"{year} 年度", year)
        row = QHBoxLayout()
        row.setSpacing(theme.S)
        row.addWidget(PlainLabel("年度"))
        row.addWidget(self.year)
        row.addStretch(1)
        self.body.addLayout(row)
        self.units = text_table("各单位", HEADS, (200, 150, 130, 160, 50, 50, 60))
        self.body.addWidget(self.units, 1)
        self.told = self.add_note("")
        self.listed = self.add_button("应报单位名单…")
        self.listed.clicked.connect(self.ask_units)
        self.add_button("关闭", primary=True).clicked.connect(self.reject)
        self.year.currentIndexChanged.connect(self.show_year)
        self.resize(840, 440)
        self.show_year()

    def show_year(self) -> None:
        """The lines of the year chosen."""
        self.units.clear()
        year = self.year.currentData()
        lines = self._received.board(int(year)) if year else []
        for line in lines:
            kinds = "、".join(f"{kind_of(kind).name} {count}" for kind, count in line.forms.items())
            when = line.handed_in[:16].replace("T", " ")
            counts = ("", "", "")
            if not line.missing:
                counts = (str(line.errors), str(line.warnings), str(line.explained))
            add_row(self.units, (line.unit, kinds or "未报", when, line.file, *counts), line.unit)
        missing = sum(line.missing for line in lines)
        expected = sum(line.expected for line in lines)
        said = f"应报 {expected} 个单位，" if expected else "没有应报单位名单，"
        self.told.setText(f"{said}已有 {len(lines) - missing} 个单位的表，未报 {missing} 个")

    def ask_units(self) -> None:
        """The list of units that have to hand in, one a line."""
        now = "\n".join(self._received.expected_units())
        text = self._context.prompts.text(
            "应报单位名单", "每行一个单位，与表中“实施单位”写法一致", now
        )
        if text is None:
            return
        try:
            self._received.expect(text.splitlines())
        except PerfDeskError as error:
            self._context.prompts.error(str(error))
        self.show_year()
