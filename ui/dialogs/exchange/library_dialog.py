"""指标库: find an indicator by words, category and level, put it into the form, compare it over years."""

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit

from perfdesk.kinds import kind_of
from perfdesk.library import IndicatorEntry, LibraryQuery
from ui.dialog_frame import Frame
from ui.dialogs.exchange.table import add_row, choose_first, text_table
from ui.style import theme
from ui.style.plain_text import PlainLabel
from ui.window_context import WindowContext

HEADS = ("三级指标", "一级", "二级", "符号", "例", "单位", "类别", "出处")
_YEARS = ("年度", "表", "项目", "指标值", "完成值", "得分")
_ANY = "（全部）"
_SHOWN = 300
"""Lines at once; who sees more looks for other words."""


class LibraryDialog(Frame):
    """Stays open while several indicators are put in, one after the other."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.window, "指标库")
        self._context = context
        self._library = context.controller.file.sharing.library
        self.words = QLineEdit(placeholderText="名称、解释里的词，空格隔开")
        self.words.setAccessibleName("查找的词")
        self.category, self.level2 = QComboBox(), QComboBox()
        self.category.setAccessibleName("类别")
        self.level2.setAccessibleName("二级指标")
        index = self._library.index
        self.category.addItems([_ANY, *index.categories()])
        seconds = dict.fromkeys(second for _, listed in index.levels() for second in listed)
        self.level2.addItems([_ANY, *seconds])
        row = QHBoxLayout()
        row.setSpacing(theme.S)
        row.addWidget(self.words, 2)
        for label, box in (("类别", self.category), ("级次", self.level2)):
            row.addWidget(PlainLabel(label))
            row.addWidget(box, 1)
        self.body.addLayout(row)
        self.entries = text_table("指标", HEADS, (190, 80, 100, 40, 70, 70, 90, 160))
        self.years = text_table("各年对照", _YEARS, (60, 90, 210, 110, 110, 70))
        self.years.setMinimumHeight(90)
        self.body.addWidget(self.entries, 3)
        self.told = self.add_note("")
        self.body.addWidget(self.years, 1)
        self.add_button("关闭").clicked.connect(self.reject)
        self.put = self.add_button("插入到本表", primary=True)
        self.put.clicked.connect(self.insert)
        self.words.textChanged.connect(self.search)
        self.category.currentIndexChanged.connect(self.search)
        self.level2.currentIndexChanged.connect(self.search)
        self.entries.currentItemChanged.connect(lambda *_: self._show_entry())
        self.entries.itemActivated.connect(lambda *_: self.insert())
        self.resize(860, 460)
        self.search()
        self.words.setFocus()

    def search(self) -> None:
        """List the entries that fit, this unit's own first."""
        category, level2 = self.category.currentText(), self.level2.currentText()
        found = self._library.search(
            LibraryQuery(
                self.words.text(),
                "" if category == _ANY else category,
                "",
                "" if level2 == _ANY else level2,
            )
        )
        self.entries.clear()
        for entry in found[:_SHOWN]:
            source = entry.source if entry.basis != "本单位" else f"本单位　{entry.source}"
            add_row(
                self.entries,
                (
                    entry.name,
                    entry.level1,
                    entry.level2,
                    entry.sign,
                    entry.example,
                    entry.unit,
                    entry.category,
                    source,
                ),
                entry,
            )
        more = f"，只列前 {_SHOWN} 条，请再加几个词" if len(found) > _SHOWN else ""
        self.told.setText(f"{len(found)} 条{more}")
        choose_first(self.entries)
        self._show_entry()

    def insert(self) -> None:
        """Put the chosen entry in below the row of the cursor; the number is left to the person."""
        entry = self.chosen()
        controller = self._context.controller
        if entry is None or not self.put.isEnabled():
            return
        cell = self._context.view.current_cell()
        row = cell.row_id if cell is not None and cell.row_id.startswith("r") else None
        if controller.perform(lambda: self._library.insert(controller.form_id, entry, row)):
            example = f"（例：{entry.example_text}）" if entry.example_text else ""
            self.told.setText(f"已插入“{entry.name}”，数由您填{example}")

    def chosen(self) -> IndicatorEntry | None:
        """The entry of the line chosen."""
        item = self.entries.currentItem()
        entry = item.data(0, theme.DATA) if item is not None else None
        return entry if isinstance(entry, IndicatorEntry) else None

    def _show_entry(self) -> None:
        """What it means, and what the forms of all years say of it."""
        entry = self.chosen()
        self.put.setEnabled(entry is not None and self._context.controller.writable)
        self.years.clear()
        if entry is None:
            return
        if entry.explanation:
            self.told.setText(entry.explanation)
        for value in self._library.over_the_years(entry.name):
            texts = (str(value.year or ""), kind_of(value.kind).name, value.project)
            add_row(self.years, (*texts, value.target, value.actual, value.score), value.form_id)
