"""导入对照: the file and the form read from it side by side; a wrong cell is put right and remembered."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from perfdesk.errors import PerfDeskError
from perfdesk.session.bring_in.layouts import Layouts
from perfdesk.session.bring_in.preview import PreviewCell, Use, preview
from perfdesk.session.bring_in.read_files import ReadFile
from ui.dialog_frame import Frame
from ui.dialogs.bring_in.preview_table import COLOURS, INK, SIGNS, PreviewTable, describe
from ui.style import theme
from ui.style.plain_text import PlainLabel
from ui.window_context import WindowContext

Replace = Callable[[ReadFile], None]


class CompareDialog(Frame):
    """Choose a cell on the right and its source on the left, then 对应到所选格."""

    def __init__(
        self,
        context: WindowContext,
        layouts: Layouts,
        file: ReadFile,
        number: int,
        replace: Replace,
    ) -> None:
        super().__init__(context.window, f"对照核对 — {file.path.name}")
        self._context = context
        self._layouts = layouts
        self._file = file
        self._number = number
        self._replace = replace
        self.source = PreviewTable("原文件")
        self.form = PreviewTable("读成的表")
        self.source.chosen.connect(self._follow_source)
        self.form.chosen.connect(self._follow_form)
        self.body.addLayout(_legend())
        self.body.addWidget(self._sides(), 1)
        self.told = self.add_note("点任一格，另一边跳到对应的格。")
        self.left = self.add_note("")
        self.drop = self.add_button("原文件中没有这一项")
        self.drop.clicked.connect(lambda: self._correct(None))
        self.link = self.add_button("对应到所选格")
        self.link.clicked.connect(self._link)
        self.add_button("完成", primary=True).clicked.connect(self.accept)
        self.resize(1180, 680)
        self._show()

    def _sides(self) -> QSplitter:
        sides = QSplitter(Qt.Orientation.Horizontal)
        for title, table in (("原文件", self.source), ("读成的表", self.form)):
            box = QWidget()
            column = QVBoxLayout(box)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(PlainLabel(title))
            column.addWidget(table, 1)
            sides.addWidget(box)
        sides.setSizes([560, 600])
        return sides

    def _show(self) -> None:
        shown = preview(self._file, self._file.forms[self._number])
        self.source.show_side(shown.source)
        self.form.show_side(shown.form)
        blank = sum(cell.use is Use.BLANK for cell in shown.form.cells)
        guessed = sum(cell.use is Use.GUESSED for cell in shown.form.cells)
        self.left.setText(
            f"推断 {guessed} 格，原文件为空或未读到 {blank} 格，未采用 {len(shown.leftovers)} 格"
            + (f"：{'；'.join(shown.leftovers[:6])}" if shown.leftovers else "")
        )
        self._enable()

    def _follow_form(self, cell: PreviewCell) -> None:
        self.told.setText(describe(cell) or "这一格没有内容")
        self._enable()
        if not cell.addresses:
            return
        for other in self.source.cells.side.cells:
            if other.addresses[0] in cell.addresses:
                self.source.go_to(other)
                return

    def _follow_source(self, cell: PreviewCell) -> None:
        self.told.setText(describe(cell))
        self._enable()
        if not cell.places:
            return
        for other in self.form.cells.side.cells:
            if set(other.places) & set(cell.places):
                self.form.go_to(other)
                return

    def _enable(self) -> None:
        cell = self.form.current_cell()
        field = cell is not None and bool(cell.places) and cell.use is not Use.LABEL
        source = self.source.current_cell()
        self.drop.setEnabled(field and bool(cell and cell.addresses))
        self.link.setEnabled(field and source is not None)

    def _link(self) -> None:
        source = self.source.current_cell()
        if source is not None:
            self._correct(source.addresses[0])

    def _correct(self, address: str | None) -> None:
        cell = self.form.current_cell()
        if cell is None or not cell.places:
            return
        read = self._file.forms[self._number]
        try:
            corrected = self._layouts.correct(self._file, read, cell.places[0], address)
        except PerfDeskError as error:
            self._context.prompts.error(str(error))
            return
        if len(corrected.forms) <= self._number:
            return
        self._file = corrected
        self._replace(corrected)
        self._show()
        self.told.setText("已更正，并已记住：同样排版的文件以后照此读取。")


def _legend() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.M)
    for use in (Use.CERTAIN, Use.GUESSED, Use.UNUSED, Use.LABEL):
        label = PlainLabel(f"{SIGNS.get(use, '')}{use.label}")
        label.setStyleSheet(
            f"background: {COLOURS[use]}; color: {INK}; padding: 2px 8px; border-radius: 3px;"
        )
        row.addWidget(label)
    row.addStretch(1)
    return row
