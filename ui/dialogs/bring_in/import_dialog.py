"""What files hold, before anything is stored: forms, doubts, files that could not be read."""

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QTreeWidget, QTreeWidgetItem

from perfdesk.errors import PerfDeskError
from perfdesk.session.bring_in.import_report import FATES, fate, full_report
from perfdesk.session.bring_in.importer import (
    Decisions,
    FormKey,
    ImportedFile,
    ImportedForm,
    ImportReport,
    OnDuplicate,
    Result,
)
from perfdesk.session.bring_in.merge import Choices
from perfdesk.session.bring_in.read_files import ReadFile
from perfdesk.session.progress import Cancelled
from perfdesk.session.report.tab_separated import to_tsv
from ui.dialog_frame import Frame
from ui.dialogs.bring_in.import_compare import CompareDialog
from ui.dialogs.bring_in.merge_dialog import MergeDialog
from ui.dialogs.result import ResultDialog
from ui.dialogs.wrapped_names import WrappedNames
from ui.forms.project_tree import KIND_NAMES
from ui.style import theme
from ui.style.plain_text import tip
from ui.window_context import WindowContext

WAYS: tuple[tuple[str, OnDuplicate], ...] = (
    ("跳过，保留现有的", "skip"),
    ("合并：补上空的格和新的指标行，不同的保留现有", "merge"),
    ("用导入的替换，现有的存为旧版本", "version"),
)
"""What can be done with a form that is there already."""

_COUNTED: tuple[tuple[Result, str], ...] = (
    ("added", "新增"),
    ("merged", "合并"),
    ("version", "新版本"),
    ("skipped", "跳过"),
)


class ImportDialog(Frame):
    """A preview with the fate of every form; importing is one undo."""

    def __init__(
        self, context: WindowContext, files: Sequence[ReadFile], *, stopped: bool = False
    ) -> None:
        super().__init__(context.window, "导入预览")
        self._context = context
        self._files = list(files)
        self._stopped = stopped
        self._each: dict[FormKey, OnDuplicate] = {}
        self._choices: dict[FormKey, Choices] = {}
        self._report = ImportReport(())
        self._items: dict[FormKey, QTreeWidgetItem] = {}
        self.tree = _tree()
        self.summary = self.add_note("")
        self.doubtful = QCheckBox("只列未能读取、请核对、已有的")
        self.doubtful.toggled.connect(lambda _: self._filter())
        self.tree.currentItemChanged.connect(lambda *_: self._enable())
        self.tree.itemDoubleClicked.connect(lambda *_: self._compare())
        self.body.addWidget(self.doubtful)
        self.body.addWidget(self.tree, 1)
        self._add_ways()
        self._add_buttons()
        self.resize(820, 560)
        self._fill()
        self._show()
        self.tree.setFocus()

    def accept(self) -> None:
        """Back the data file up, bring the forms in and say what became of them."""
        self.go.setEnabled(False)
        transfer = self._context.controller.file.transfer

        def back_up(progress: object, cancelled: Cancelled) -> tuple[PerfDeskError | None, bool]:
            try:
                transfer.back_up()
            except PerfDeskError as error:
                return error, cancelled()
            return None, cancelled()

        self._context.run_job("导入前备份", back_up, self._bring_in)

    def _bring_in(self, backed_up: Any) -> None:
        """Import, once there is a backup or the user goes on without one."""
        problem, cancelled = backed_up
        if not self._context.controller.ready:
            # The window was closed meanwhile.
            return
        ask = self._context.prompts.confirm
        if cancelled or (problem is not None and not ask(f"{problem}", "不备份，仍要导入")):
            self.go.setEnabled(True)
            return
        transfer, decisions = self._context.controller.file.transfer, self._decisions()
        done: list[ImportReport] = []

        def bring_in() -> object:
            done.append(transfer.import_read(self._files, decisions))
            return done[0].outcome

        if self._context.controller.perform(bring_in) is None:  # type: ignore[arg-type]
            self.go.setEnabled(True)
            return
        super().accept()
        self._tell(done[0])

    def _tell(self, report: ImportReport) -> None:
        told = counted(report)
        changed = report.outcome.changed
        self._context.notice(f"导入完成：{told}" + ("；可撤销" if changed else ""))
        merged = report.count("merged") > 0
        if changed and not merged and len(report.files) == 1 and not report.files[0].problems:
            return
        headline = f"已导入：{told}" if changed else f"没有新增的表（{told}）"
        lines = [file_line(file) for file in sorted(report.files, key=_weight)]
        files, notice = self._files, self._context.notice

        def copy() -> None:
            QGuiApplication.clipboard().setText(to_tsv(full_report(files, report)))
            notice("导入报告已复制，可粘贴到 Excel。")

        folder = common_folder([file.path for file in report.files])
        ResultDialog(self._context.window, headline, lines, folder, copy).open()

    def _add_ways(self) -> None:
        form = QFormLayout()
        self.duplicates = QComboBox()
        self.one = QComboBox()
        self.one.addItem("同上", None)
        for text, way in WAYS:
            self.duplicates.addItem(text, way)
            self.one.addItem(text, way)
        self.duplicates.currentIndexChanged.connect(lambda _: self._show())
        self.one.activated.connect(lambda _: self._decide())
        form.addRow("同一项目、年度、表种已有时", self.duplicates)
        form.addRow("只对所选这张", self.one)
        self._ways = form
        self.body.addLayout(form)

    def _add_buttons(self) -> None:
        self.copy = self.add_button("复制导入报告")
        self.copy.clicked.connect(self._copy_report)
        self.compare = self.add_button("对照核对…")
        self.compare.clicked.connect(self._compare)
        self.merge = self.add_button("合并核对…")
        self.merge.clicked.connect(self._merge)
        self.add_button("取消").clicked.connect(self.reject)
        self.go = self.add_button("导入", primary=True)
        self.go.clicked.connect(self.accept)

    def _fill(self) -> None:
        """The files and their forms; their fates follow in `_show`."""
        chosen = self._chosen()
        self.tree.blockSignals(True)
        self.tree.clear()
        self._items.clear()
        common = common_folder([file.path for file in self._files])
        for number, file in enumerate(self._files):
            named = in_folder(file.path, common)
            top = QTreeWidgetItem([named, "" if file.error is None else "未能读取"])
            top.setToolTip(0, tip(str(file.path)))
            self.tree.addTopLevelItem(top)
            for place, read in enumerate(file.forms):
                child = QTreeWidgetItem(
                    [
                        read.view.project_name or "（未填项目名称）",
                        f"{f'{read.form.year} 年' if read.form.year else '未填年度'}"
                        f"{KIND_NAMES.get(read.form.kind, read.form.kind)}",
                    ]
                )
                child.setData(0, theme.DATA, (number, place))
                child.setToolTip(0, tip(child.text(0)))
                top.addChild(child)
                self._items[number, place] = child
            told = [without_path(file.path, file.error)] if file.error else []
            told += [problem_line(p.cell, p.message) for p in file.problems]
            for sentence in told:
                child = QTreeWidgetItem([sentence])
                child.setToolTip(0, tip(sentence))
                top.addChild(child)
                child.setFirstColumnSpanned(True)
        self.tree.expandAll()
        current = self._items.get(chosen) if chosen is not None else None
        current = current or next(iter(self._items.values()), None)
        if current is not None:
            self.tree.setCurrentItem(current)
        self.tree.blockSignals(False)

    def _show(self) -> None:
        """What would become of every form."""
        report = self._would_be()
        if report is None:
            return
        self._report = report
        for key, item in self._items.items():
            told = fate(self._form(key))
            item.setText(2, told)
            item.setToolTip(2, tip(told))
        self.summary.setText(self._summary(self._report))
        self.go.setEnabled(self._report.changes)
        self._ask_what_is_needed()
        self._filter()
        self._enable()

    def _ask_what_is_needed(self) -> None:
        """Nothing about forms that are there already where there are none, and no filter of nothing."""
        there = any(form.duplicate for file in self._report.files for form in file.forms)
        doubtful = any(file.error is not None or file.problems for file in self._report.files)
        for choice in (self.duplicates, self.one):
            self._ways.setRowVisible(choice, there)
        self.merge.setVisible(there)
        self.doubtful.setVisible(there or doubtful or self.doubtful.isChecked())

    def _filter(self) -> None:
        """With hundreds of files, only those that the user has to look at."""
        only = self.doubtful.isChecked()
        for number, file in enumerate(self._report.files):
            there = [form.duplicate for form in file.forms]
            sound = file.error is None and not file.problems
            self.tree.setRowHidden(number, QModelIndex(), only and sound and not any(there))
            for place, duplicate in enumerate(there):
                self._items[number, place].setHidden(only and sound and not duplicate)

    def _summary(self, report: ImportReport) -> str:
        forms = sum(len(file.forms) for file in report.files)
        broken = sum(file.error is not None for file in report.files)
        there = sum(f.duplicate and not f.repeated for file in report.files for f in file.forms)
        again = sum(form.repeated for file in report.files for form in file.forms)
        return (
            ("已中途取消，其余文件没有读。" if self._stopped else "")
            + f"{len(report.files)} 个文件，读出 {forms} 张表"
            + (f"，其中 {there} 张已有" if there else "")
            + (f"，{again} 张在所选文件中重复" if again else "")
            + (f"，{broken} 个文件未能读取" if broken else "")
            + "。还没有存入，原文件不会改动。"
        )

    def _enable(self) -> None:
        key = self._chosen()
        there = key is not None and self._form(key).duplicate
        self.compare.setEnabled(key is not None and self._files[key[0]].snapshot is not None)
        self.merge.setEnabled(there)
        self.one.setEnabled(there)
        way = self._each.get(key) if key is not None else None
        self.one.setCurrentIndex(max(0, self.one.findData(way)) if way is not None else 0)

    def _chosen(self) -> FormKey | None:
        item = self.tree.currentItem()
        chosen = item.data(0, theme.DATA) if item is not None else None
        return (chosen[0], chosen[1]) if chosen else None

    def _form(self, key: FormKey) -> ImportedForm:
        return self._report.files[key[0]].forms[key[1]]

    def _decide(self) -> None:
        key = self._chosen()
        if key is None:
            return
        way = self.one.currentData()
        if way is None:
            self._each.pop(key, None)
        else:
            self._each[key] = way
        self._show()

    def _merge(self) -> None:
        key = self._chosen()
        if key is None:
            return
        would_be = self._would_be({key: "merge"})
        plan = would_be.files[key[0]].forms[key[1]].merge if would_be is not None else None
        if plan is None:
            return
        if not plan.items:
            self.summary.setText("这张表与现有的内容相同，没有可合并的。")
            return

        def done(choices: Choices) -> None:
            self._each[key] = "merge"
            self._choices[key] = choices
            self._show()

        MergeDialog(self._context, plan, done).open()

    def _compare(self) -> None:
        chosen = self._chosen()
        if chosen is None or not self.compare.isEnabled():
            return
        number, place = chosen
        layouts = self._context.controller.file.transfer.layouts

        def replace(file: ReadFile) -> None:
            self._files[number] = file
            # Rows of the file may be counted anew: what was chosen by them holds no longer.
            self._choices = {key: value for key, value in self._choices.items() if key[0] != number}
            self._fill()
            self._show()

        CompareDialog(self._context, layouts, self._files[number], place, replace).open()

    def _copy_report(self) -> None:
        rows = full_report(self._files, self._report)
        QGuiApplication.clipboard().setText(to_tsv(rows))
        self.summary.setText(f"导入报告已复制（{len(rows) - 1} 行），可粘贴到 Excel。")

    def _decisions(self, more: dict[FormKey, OnDuplicate] | None = None) -> Decisions:
        way: OnDuplicate = self.duplicates.currentData()
        return Decisions(way, self._each | (more or {}), self._choices)

    def _would_be(self, more: dict[FormKey, OnDuplicate] | None = None) -> ImportReport | None:
        transfer = self._context.controller.file.transfer
        try:
            return transfer.import_read(self._files, self._decisions(more), dry_run=True)
        except PerfDeskError as error:
            self._context.prompts.error(str(error))
            return None


def counted(report: ImportReport) -> str:
    """新增 3 张，合并 1 张，新版本 0 张，跳过 2 张."""
    counts = Counter(form.result for file in report.files for form in file.forms)
    told = [f"{word} {counts[result]} 张" for result, word in _COUNTED if counts[result]]
    broken = sum(file.error is not None for file in report.files)
    if broken:
        told.append(f"{broken} 个文件未能读取")
    return "，".join(told) or "没有绩效表"


def file_line(file: ImportedFile) -> str:
    """What became of one file, in a line of the report."""
    if file.error is not None:
        return f"{file.path.name}：未能读取，{without_path(file.path, file.error)}"
    told = [f"{form.project}：{fate(form)}" for form in file.forms if form.merge is not None]
    counts = Counter(form.result for form in file.forms if form.merge is None)
    told += [f"{FATES[result]} {count} 张" for result, count in counts.items()]
    again = sum(form.repeated for form in file.forms)
    if again:
        told.append(f"其中 {again} 张本次导入中重复")
    if file.problems:
        told.append(f"{len(file.problems)} 处请核对")
    return f"{file.path.name}：{'，'.join(told) or '没有绩效表'}"


def without_path(path: Path, sentence: str) -> str:
    """The sentence of an error where the file is named already."""
    rest = sentence.removeprefix(str(path)).lstrip()
    return f"文件{rest}" if rest.startswith("中") else rest


def _weight(file: ImportedFile) -> int:
    """What the user has to look at stands first in the report."""
    if file.error is not None:
        return 0
    return 1 if file.problems or any(form.duplicate for form in file.forms) else 2


def problem_line(cell: str | None, message: str) -> str:
    """A reader's remark with its place."""
    return f"{cell}：{message}" if cell else message


def common_folder(paths: Sequence[Path]) -> Path | None:
    """The folder in which all the files are; None for a pasted block or files on several drives."""
    if not paths or not all(path.is_absolute() for path in paths):
        return None
    try:
        return Path(os.path.commonpath([path.parent for path in paths]))
    except ValueError:
        return None


def in_folder(path: Path, common: Path | None) -> str:
    """The name of a file with its folders below the one that all files are in."""
    if common is None or not path.is_relative_to(common):
        return path.name
    return str(path.relative_to(common))


def _tree() -> QTreeWidget:
    tree = QTreeWidget()
    tree.setHeaderLabels(["文件与项目", "表", "处理"])
    # Long names of projects are read whole: they differ at their ends.
    WrappedNames(tree)
    tree.setColumnWidth(0, 360)
    tree.setColumnWidth(1, 120)
    tree.setRootIsDecorated(True)
    tree.setAccessibleName("将要导入的表")
    tree.setIndentation(theme.L)
    return tree
