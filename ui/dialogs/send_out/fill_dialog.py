"""填入主管部门的表格: which form goes into the file, which cell gets what, then the copy is written."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
)

from perfdesk.errors import PerfDeskError
from perfdesk.session.send_out.fill import FillChoice, FilledCell, FillReport
from perfdesk.values import BLANK
from ui.dialog_frame import Frame
from ui.dialogs.result import ResultDialog
from ui.forms.project_tree import KIND_NAMES, NO_NAME, short_name
from ui.window_context import WindowContext

HEADS: Final = ("单元格", "原来的内容", "填入的内容", "情况")
FILLED, KEPT = "填入", "已有其他内容，不动"
_WIDTHS: Final = (120, 170, 300, 140)


class FillFileDialog(Frame):
    """The plan of one file; nothing is written before 填入并另存."""

    def __init__(self, context: WindowContext, path: Path, form_ids: Sequence[str]) -> None:
        super().__init__(context.window, f"填入 — {path.name}")
        self._context = context
        self._path = path
        self._report: FillReport | None = None
        self.which = QComboBox()
        self.which.setAccessibleName("填入哪张表")
        self._add_choices(form_ids)
        self.which.currentIndexChanged.connect(lambda _: self.look())
        self.body.addWidget(self.which)
        self.cells = _tree()
        self.body.addWidget(self.cells, 1)
        self.overwrite = QCheckBox("已有其他内容的单元格也换成本表的内容")
        self.overwrite.clicked.connect(lambda _: self.look())
        self.body.addWidget(self.overwrite)
        self.told = self.add_note("")
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.add_note(
            "只填空着的填写格；格式、公式、合并和其他工作表都不动。原文件不改动，另存一份，写完再读一遍核对。"
        )
        self.add_button("取消").clicked.connect(self.reject)
        self.go = self.add_button("填入并另存…", primary=True)
        self.go.clicked.connect(self.accept)
        self.resize(980, 620)
        self.look()

    def look(self) -> None:
        """Find out what would be done, beside the window."""
        self.go.setEnabled(False)
        fill, choice = self._context.controller.file.transfer.fill, self._choice()
        overwrite = self.overwrite.isChecked()

        def work(progress: object, cancelled: Callable[[], bool]) -> FillReport | PerfDeskError:
            try:
                return fill.preview(self._path, choice, overwrite=overwrite)
            except PerfDeskError as error:
                return error

        self._context.run_job("读取表格", work, self.show_plan)

    def show_plan(self, found: Any) -> None:
        """List the cells, or say why nothing can be filled."""
        self.cells.clear()
        if isinstance(found, PerfDeskError):
            self._report = None
            self.told.setText(str(found))
            return
        report: FillReport = found
        self._report = report
        for cells, case in ((report.kept, KEPT), (report.filled, FILLED)):
            for cell in cells:
                self.cells.addTopLevelItem(_line(cell, case))
        self.go.setEnabled(True)
        self.told.setText("\n".join(_sentences(report)))

    def accept(self) -> None:
        """Ask where the copy goes and write it."""
        suggested = self._path.with_name(f"{self._path.stem}（已填）{self._path.suffix}")
        suffix = self._path.suffix
        out = self._context.prompts.save_as(
            "填好的表存到哪里", suggested, f"同一种文件 (*{suffix})"
        )
        if out is None:
            return
        fill, choice = self._context.controller.file.transfer.fill, self._choice()
        overwrite = self.overwrite.isChecked()
        self._context.run_job(
            "填入",
            lambda progress, cancelled: fill.write(self._path, out, choice, overwrite=overwrite),
            partial(_show_written, self._context),
        )
        super().accept()

    def _add_choices(self, form_ids: Sequence[str]) -> None:
        entries = self._context.controller.file.forms()
        everything = [entry.id for entry in entries]
        self.which.addItem("按文件里写的项目名称，有几张填几张", everything)
        for entry in entries:
            name = short_name(entry.project_name) or NO_NAME
            words = f"{name}　{entry.year or ''}{KIND_NAMES.get(entry.kind, entry.kind)}"
            self.which.addItem(words, [entry.id])
            if list(form_ids[:1]) == [entry.id]:
                self.which.setCurrentIndex(self.which.count() - 1)

    def _choice(self) -> FillChoice:
        return FillChoice(self.which.currentData(), named=self.which.currentIndex() > 0)


def choose_file_to_fill(context: WindowContext, form_ids: Sequence[str]) -> None:
    """Ask for the file of the 主管部门 and show what would be filled."""
    path = context.prompts.file_to_fill(context.preferences.start_folder())
    if path is not None:
        context.preferences.remember_folder(path.parent)
        FillFileDialog(context, path, form_ids).open()


def _tree() -> QTreeWidget:
    tree = QTreeWidget()
    tree.setAccessibleName("哪个单元格填什么")
    tree.setHeaderLabels(list(HEADS))
    tree.setRootIsDecorated(False)
    tree.setUniformRowHeights(True)
    tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    for column, width in enumerate(_WIDTHS):
        tree.setColumnWidth(column, width)
    return tree


def _line(cell: FilledCell, case: str) -> QTreeWidgetItem:
    texts = [cell.cell, cell.now or BLANK, cell.ours, case]
    item = QTreeWidgetItem([text.replace("\n", " ") for text in texts])
    for column, text in enumerate(texts):
        # As a plain text: tool tips would take < for the beginning of a tag.
        item.setData(column, Qt.ItemDataRole.AccessibleTextRole, text)
    return item


def _sentences(report: FillReport) -> list[str]:
    """What the plan comes to, and what should be known before it is done."""
    projects = "、".join(report.projects)
    counts = [f"填入 {len(report.filled)} 格"]
    if report.same:
        counts.append(f"{report.same} 格内容已相同")
    if report.kept:
        counts.append(f"{len(report.kept)} 格已有其他内容，不动")
    lines = [f"{projects}：{'，'.join(counts)}。"]
    lines += [f"{p.cell or ''} {p.message}".strip() for p in report.problems[:4]]
    if len(report.problems) > 4:
        lines.append(f"另有 {len(report.problems) - 4} 条说明，写出后列出。")
    return lines


def _show_written(context: WindowContext, written: Any) -> None:
    """Say what was written, what stayed, and where it is."""
    report: FillReport = written
    lines = [f"{report.path.name}：填入 {len(report.filled)} 格"]
    lines += [f"{c.cell} 未动，原有“{c.now}”，本表为“{c.ours}”" for c in report.kept]
    lines += [f"{p.cell or ''} {p.message}".strip() for p in report.problems]
    ResultDialog(context.window, "已填好，另存为一份", lines, report.path.parent).open()
