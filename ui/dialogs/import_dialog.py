"""What files hold, before anything is stored: forms, doubts, files that could not be read."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QFormLayout, QTreeWidget, QTreeWidgetItem

from perfdesk.errors import PerfDeskError
from perfdesk.session.importing import ImportedFile, ImportReport
from perfdesk.session.preview import report_rows
from perfdesk.session.reading import ReadFile
from perfdesk.session.tsv import to_tsv
from ui import theme
from ui.dialogs.frame import Frame
from ui.dialogs.result import ResultDialog
from ui.parts import Parts
from ui.project_tree import KINDS

_RESULTS = {"added": "新增", "skipped": "已有，跳过", "version": "已有，存为新版本"}


class ImportDialog(Frame):
    """A preview with the fate of every form; importing is one undo."""

    def __init__(self, parts: Parts, files: Sequence[ReadFile]) -> None:
        super().__init__(parts.window, "导入预览")
        self._parts = parts
        self._files = list(files)
        self.duplicates = QComboBox()
        self.duplicates.addItem("跳过，保留现有的", "skip")
        self.duplicates.addItem("用导入的替换，现有的存为旧版本", "version")
        self.duplicates.currentIndexChanged.connect(lambda _: self._show())
        self.tree = _tree()
        self.summary = self.add_note("")
        self.tree.currentItemChanged.connect(lambda *_: self._enable())
        self.tree.itemDoubleClicked.connect(lambda *_: self._compare())
        self.body.addWidget(self.tree, 1)
        form = QFormLayout()
        form.addRow("同一项目、年度、表种已有时", self.duplicates)
        self.body.addLayout(form)
        self.copy = self.add_button("复制导入报告")
        self.copy.clicked.connect(self._copy_report)
        self.compare = self.add_button("对照核对…")
        self.compare.clicked.connect(self._compare)
        self.add_button("取消").clicked.connect(self.reject)
        self.go = self.add_button("导入", primary=True)
        self.go.clicked.connect(self.accept)
        self.resize(720, 480)
        self._show()

    def accept(self) -> None:
        """Bring the forms in and say what became of them."""
        report = self._report(dry_run=False)
        super().accept()
        if report is None:
            return
        told = (
            f"新增 {report.count('added')} 张，新版本 {report.count('version')} 张，"
            f"跳过 {report.count('skipped')} 张"
        )
        nothing = report.count("added") == report.count("version") == 0
        self._parts.notice(f"导入完成：{told}" + ("" if nothing else "；可撤销"))
        if nothing or len(report.files) > 1:
            headline = f"没有新增的表（{told}）" if nothing else f"已导入：{told}"
            lines = [file_line(file) for file in report.files]
            ResultDialog(self._parts.window, headline, lines).open()

    def _show(self) -> None:
        report = self._report(dry_run=True)
        self.tree.clear()
        if report is None:
            return
        for number, file in enumerate(report.files):
            top = QTreeWidgetItem([file.path.name, "" if file.error is None else "未能读取"])
            top.setToolTip(0, str(file.path))
            self.tree.addTopLevelItem(top)
            for place, form in enumerate(file.forms):
                kind = KINDS.get(form.kind, form.kind)
                year = f"{form.year} 年" if form.year else "未填年度"
                name = form.project or "（未填项目名称）"
                child = QTreeWidgetItem([name, f"{year}{kind}", _RESULTS[form.result]])
                child.setData(0, theme.DATA, (number, place))
                top.addChild(child)
            for sentence in (file.error, *(problem_line(p.cell, p.message) for p in file.problems)):
                if sentence:
                    child = QTreeWidgetItem([sentence])
                    child.setToolTip(0, sentence)
                    top.addChild(child)
                    child.setFirstColumnSpanned(True)
        self.tree.expandAll()
        forms = sum(len(file.forms) for file in report.files)
        broken = sum(file.error is not None for file in report.files)
        told = f"，{broken} 个文件未能读取" if broken else ""
        self.summary.setText(
            f"{len(report.files)} 个文件，读出 {forms} 张表{told}。原文件不会改动。"
        )
        self._enable()
        self.go.setEnabled(report.count("added") + report.count("version") > 0)

    def _enable(self) -> None:
        chosen = self._chosen()
        self.compare.setEnabled(chosen is not None and self._files[chosen[0]].snapshot is not None)

    def _chosen(self) -> tuple[int, int] | None:
        item = self.tree.currentItem()
        chosen = item.data(0, theme.DATA) if item is not None else None
        return (chosen[0], chosen[1]) if chosen else None

    def _compare(self) -> None:
        from ui.dialogs.import_compare import CompareDialog

        chosen = self._chosen()
        if chosen is None or not self.compare.isEnabled():
            return
        number, place = chosen
        layouts = self._parts.bench.file.transfer.layouts

        def replace(file: ReadFile) -> None:
            self._files[number] = file
            self._show()

        CompareDialog(self._parts, layouts, self._files[number], place, replace).open()

    def _copy_report(self) -> None:
        rows = report_rows(self._files)
        QGuiApplication.clipboard().setText(to_tsv(rows))
        self.summary.setText(f"导入报告已复制（{len(rows) - 1} 行），可粘贴到 Excel。")

    def _report(self, *, dry_run: bool) -> ImportReport | None:
        transfer = self._parts.bench.file.transfer
        chosen = "version" if self.duplicates.currentData() == "version" else "skip"
        try:
            report = transfer.import_read(self._files, chosen, dry_run=dry_run)  # type: ignore[arg-type]
        except PerfDeskError as error:
            self._parts.prompts.error(str(error))
            return None
        if not dry_run:
            self._parts.bench.perform(lambda: report.outcome)
        return report


def file_line(file: ImportedFile) -> str:
    """What became of one file, in a line of the report."""
    if file.error is not None:
        return f"{file.path.name}：未能读取。{file.error}"
    counts = Counter(form.result for form in file.forms)
    told = [f"{_RESULTS[result]} {count} 张" for result, count in counts.items()]
    if file.problems:
        told.append(f"{len(file.problems)} 处请核对")
    return f"{file.path.name}：{'，'.join(told) or '没有绩效表'}"


def problem_line(cell: str | None, message: str) -> str:
    """A reader's remark with its place."""
    return f"{cell}：{message}" if cell else message


def _tree() -> QTreeWidget:
    tree = QTreeWidget()
    tree.setHeaderLabels(["文件与项目", "表", "处理"])
    tree.setColumnWidth(0, 380)
    tree.setColumnWidth(1, 120)
    tree.setRootIsDecorated(True)
    tree.setAccessibleName("将要导入的表")
    tree.setIndentation(theme.L)
    return tree
