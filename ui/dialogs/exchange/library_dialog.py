"""指标库: find an indicator by words, category and level, put it into the form, compare it over years."""

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit

from perfdesk.errors import PerfDeskError
from perfdesk.kinds import kind_of
from perfdesk.library import IndicatorEntry, LibraryQuery
from ui.desktop.preferences import EXPORT, IMPORT
from ui.dialog_frame import Frame
from ui.dialogs.exchange.table import add_row, choose_first, text_table
from ui.dialogs.result import ResultDialog
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
        self._list_choices()
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
        self.bring_in, self.send_out = self.add_button("导入…"), self.add_button("导出…")
        self.bring_in.clicked.connect(self.import_table)
        self.send_out.clicked.connect(self.export_table)
        self.bring_in.setEnabled(context.controller.writable)
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

    def import_table(self) -> None:
        """Take the entries of a table in, and say what became of them."""
        folder = self._context.preferences.start_folder(IMPORT)
        lines: list[str] = []
        for path in self._context.prompts.files_to_import(folder):
            try:
                done = self._library.import_table(path)
            except PerfDeskError as error:
                lines.append(str(error))
                continue
            lines.append(
                f"{path.name}：收入 {done.taken} 条，更新 {done.changed} 条，已有 {done.known} 条"
            )
            lines += done.problems
            if done.unknown_heads:
                lines.append(f"没有取用的列：{'、'.join(done.unknown_heads)}")
        if lines:
            self._list_choices()
            self.search()
            ResultDialog(self._context.window, "导入指标库", lines, None).open()

    def export_table(self) -> None:
        """Write the library as a workbook that others can fill in and take in."""
        start = self._context.preferences.start_folder(EXPORT) / "指标库.xlsx"
        path = self._context.prompts.save_as("指标库", start, "Excel (*.xlsx)")
        if path is None:
            return
        try:
            count = self._library.export_table(path)
        except PerfDeskError as error:
            self._context.prompts.error(str(error))
            return
        said = [f"{path.name}：{count} 条指标"]
        ResultDialog(self._context.window, "已导出指标库", said, path.parent).open()

    def _list_choices(self) -> None:
        """The categories and levels that occur."""
        index = self._library.index
        seconds = dict.fromkeys(second for _, listed in index.levels() for second in listed)
        for box, names in ((self.category, index.categories()), (self.level2, tuple(seconds))):
            box.blockSignals(True)
            box.clear()
            box.addItems([_ANY, *names])
            box.blockSignals(False)

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
