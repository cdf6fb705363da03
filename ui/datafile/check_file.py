"""检查数据文件: whether a file and its backups are sound; for a damaged one, the ways back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from perfdesk.errors import DamagedDataFileError, PerfDeskError
from perfdesk.session.keep import recovery
from perfdesk.session.keep.recovery import BackupInfo, SalvageReport, VerifyReport
from ui.datafile.open_file import open_file
from ui.dialog_frame import Frame
from ui.dialogs.datafile.backups import backup_words
from ui.dialogs.result import ResultDialog
from ui.forms.project_tree import NO_NAME
from ui.style import fonts, theme
from ui.style.plain_text import PlainLabel
from ui.window_context import WindowContext

Choose = Callable[[], object]


def check_file(context: WindowContext, path: Path, choose_other: Choose) -> None:
    """Check in the background, then say what was found; `choose_other` asks for another file."""
    if context.controller.ready:
        context.view.commit_editor()
    context.run_job(
        "检查数据文件",
        lambda progress, cancelled: recovery.verify(path),
        lambda report: _show(context, path, report, choose_other),
    )


def help_with(context: WindowContext, path: Path, error: PerfDeskError) -> None:
    """A file that did not open: check it, then offer its backups and what can be read of it.

    Where there is neither a backup nor anything of ours in the file, only the sentence is said.
    """

    def show(report: Any) -> None:
        if not isinstance(error, DamagedDataFileError) and not any(b.ok for b in report.backups):
            context.prompts.error(str(error))
        else:
            CheckFileDialog(context, path, report, lambda: _check_another(context)).open()

    context.run_job("检查数据文件", lambda progress, cancelled: recovery.verify(path), show)


def _check_another(context: WindowContext) -> None:
    path = context.prompts.open_data_file(context.preferences.start_folder())
    if path is not None:
        check_file(context, path, lambda: _check_another(context))


def _show(context: WindowContext, path: Path, report: Any, choose_other: Choose) -> None:
    CheckFileDialog(context, path, report, choose_other).open()


class CheckFileDialog(Frame):
    """One sentence, the backups, and for a damaged file restore and salvage; nothing is overwritten."""

    def __init__(
        self, context: WindowContext, path: Path, report: VerifyReport, choose_other: Choose
    ) -> None:
        super().__init__(context.window, "检查数据文件")
        self._context = context
        self._path = path
        self.add_note(str(path))
        self.headline = PlainLabel(_headline(report), wordWrap=True)
        self.headline.setFont(fonts.heading_font(11))
        self.body.addWidget(self.headline)
        for problem in report.problems:
            self.body.addWidget(PlainLabel(problem, wordWrap=True))
        self.backups = QListWidget()
        self.backups.setAccessibleName("备份")
        self.backups.setMinimumSize(560, 150)
        self.add_note(_about_backups(report))
        self.body.addWidget(self.backups)
        self.backups.setVisible(bool(report.backups))
        self.place = self.add_note("")
        self.backups.currentItemChanged.connect(lambda *_: self._show_place())
        self._fill(report, choosable=not report.ok)
        self._add_buttons(report, choose_other)

    def _add_buttons(self, report: VerifyReport, choose_other: Choose) -> None:
        other = self.add_button("检查其他文件…")
        other.clicked.connect(self.reject)
        other.clicked.connect(lambda: choose_other())
        self.salvage = self.add_button("抢救到新文件…")
        self.salvage.clicked.connect(self.save_what_can_be)
        self.restore = self.add_button("用所选备份恢复")
        self.restore.clicked.connect(self.put_back)
        for button in (self.salvage, self.restore):
            button.setVisible(not report.ok)
        self.restore.setEnabled(self._chosen() is not None)
        self.add_button("关闭", primary=True).clicked.connect(self.reject)

    def save_what_can_be(self) -> None:
        """Write what can be read into a new file, and open that; the damaged one stays as it is."""
        suggested = self._path.with_name(f"{self._path.stem}-抢救.perfdesk")
        kinds = "绩效数据文件 (*.perfdesk)"
        target = self._context.prompts.save_as("抢救到新文件", suggested, kinds)
        if target is None:
            return
        if target.suffix != ".perfdesk":
            target = target.with_name(f"{target.name}.perfdesk")
        if not self._let_go():
            return
        super().accept()
        self._context.run_job(
            "抢救",
            lambda progress, cancelled: recovery.salvage(self._path, target),
            lambda report: _salvaged(self._context, report),
        )

    def put_back(self) -> None:
        """Put the chosen backup in the file's place; what stood there is kept beside it."""
        info = self._chosen()
        question = "把所选备份放到数据文件的位置？\n现在的文件会改名留在原文件夹，不会删除。"
        if info is None or not self._context.prompts.confirm(question, "恢复"):
            return
        if not self._let_go():
            return
        super().accept()
        self._context.run_job(
            "恢复",
            lambda progress, cancelled: recovery.restore_file(info.path, self._path),
            lambda kept: _restored(self._context, self._path, kept),
        )

    def _fill(self, report: VerifyReport, *, choosable: bool) -> None:
        for info in report.backups:
            item = QListWidgetItem(backup_words(info))
            item.setData(theme.DATA, info)
            if not info.ok:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.backups.addItem(item)
        newest = next(
            (row for row, info in enumerate(report.backups) if info.ok and not info.origin), -1
        )
        if choosable:
            self.backups.setCurrentRow(newest)
        else:
            self.backups.setSelectionMode(QListWidget.SelectionMode.NoSelection)

    def _chosen(self) -> BackupInfo | None:
        item = self.backups.currentItem()
        return item.data(theme.DATA) if item is not None else None

    def _show_place(self) -> None:
        info = self._chosen()
        self.place.setText(f"所选备份：{info.path}" if info is not None else "")
        self.place.setVisible(info is not None)

    def _let_go(self) -> bool:
        """A damaged file that is open is closed before anything is done with it."""
        controller = self._context.controller
        if controller.ready and controller.file.path.resolve() == self._path.resolve():
            return controller.leave()
        return True


def _headline(report: VerifyReport) -> str:
    good = sum(info.ok for info in report.backups)
    bad = len(report.backups) - good
    told = f"，{good} 个备份完好" if good else ""
    told += f"，{bad} 个备份已损坏" if bad else ""
    if report.ok:
        return f"✓ 数据文件完好，共 {report.forms} 张表{told}。"
    return f"● 数据文件有问题{told}。"


def _about_backups(report: VerifyReport) -> str:
    if not report.backups:
        return "这个文件还没有备份。"
    if report.ok or not any(info.ok for info in report.backups):
        return "备份，新的在前："
    return "备份，新的在前；已选中最近的完好备份："


def _salvaged(context: WindowContext, done: Any) -> None:
    report: SalvageReport = done
    if not open_file(context, report.path):
        return
    names = {form.id: form.project_name or NO_NAME for form in context.controller.file.forms()}
    doubtful = [f"可能不全，请与纸质件核对：{names.get(form, form)}" for form in report.doubtful]
    whole = "内容和历史完整" if report.whole else "历史记录没有保住"
    headline = f"抢救出 {len(report.forms)} 张表，{whole}"
    ResultDialog(context.window, headline, doubtful, report.path.parent).open()


def _restored(context: WindowContext, path: Path, kept: Any) -> None:
    if open_file(context, path):
        beside = f"；原来的文件留作 {kept.name}" if isinstance(kept, Path) else ""
        context.notice(f"已从备份恢复{beside}")
