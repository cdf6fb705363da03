"""Data files in and out: open, import, export, print."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from perfdesk.errors import PerfDeskError
from perfdesk.paths import resource, settings_folder
from ui.datafile.check_file import check_file
from ui.datafile.open_failure import refused
from ui.datafile.unsaved_edits import ask_where, save_elsewhere
from ui.desktop.preferences import DATA, IMPORT
from ui.dialogs.bring_in.import_dialog import ImportDialog
from ui.dialogs.datafile.backups import show_backups
from ui.dialogs.forms.blank_form import BlankFormDialog
from ui.dialogs.send_out.export_dialog import ExportDialog
from ui.dialogs.send_out.fill_dialog import choose_file_to_fill
from ui.dialogs.send_out.preview import open_preview
from ui.dialogs.send_out.print_dialog import PrintFormsDialog
from ui.printing.printer import print_forms
from ui.window_context import WindowContext


class FileCommands:
    """The menu 文件."""

    def __init__(self, context: WindowContext) -> None:
        self._context = context
        self._controller = context.controller
        self._suspect: Path | None = None
        """The file that could not be opened last: 检查数据文件 begins with it."""

    def new_file(self) -> None:
        """Make a data file and open it."""
        path = self._context.prompts.new_data_file(self._context.preferences.start_folder(DATA))
        if path is not None and self.open_path(path, create=not path.exists()):
            self._context.preferences.remember_folder(path.parent, DATA)

    def open_file(self) -> None:
        """Choose a data file and open it."""
        path = self._context.prompts.open_data_file(self._context.preferences.start_folder(DATA))
        if path is not None and self.open_path(path):
            self._context.preferences.remember_folder(path.parent, DATA)

    def open_sample(self) -> None:
        """Open a data file with published forms, made at the first time."""
        path = settings_folder() / "示例.perfdesk"
        made = not path.exists()
        if self.open_path(path, create=made) and made:
            transfer = self._controller.file.transfer
            self._controller.perform(
                lambda: transfer.import_files([resource("samples", "forms.json")]).outcome
            )

    def open_path(self, path: Path, *, create: bool = False) -> bool:
        """Open this data file, or make it; False when it cannot be, for which ways on are offered."""
        self._context.view.commit_editor()
        try:
            if not self._controller.open(path, create=create):
                return False
        except PerfDeskError as error:
            return self.refused(path, error)
        self._context.preferences.remember_file(path)
        return True

    def refused(self, path: Path, error: PerfDeskError) -> bool:
        """Offer the ways on with a file that did not open; whether it is open after all."""
        self._suspect = path
        return refused(self._context, path, error)

    def damaged(self, error: PerfDeskError) -> None:
        """A file that was on show while it was being checked is damaged, and has been let go."""
        path = getattr(error, "path", None)
        if isinstance(path, Path):
            self.refused(path, error)

    def save_now(self) -> None:
        """Everything is saved as it is typed; say so."""
        self._context.view.commit_editor()
        if self._controller.file.safekeeping.pending:
            self._controller.file.safekeeping.retry()
            self._context.notice("正在保存…")
        else:
            self._context.notice("已自动保存，无需手动保存")

    def backup_to(self) -> None:
        """A verified copy of the data file at a chosen place."""
        source = self._controller.file.path
        suggested = (
            self._context.preferences.start_folder("backup") / f"{source.stem}-备份.perfdesk"
        )
        path = self._context.prompts.save_as("备份到", suggested, "绩效数据文件 (*.perfdesk)")
        if path is None:
            return
        self._context.preferences.remember_folder(path.parent, "backup")
        keeping = self._controller.file.safekeeping
        self._context.run_job(
            "备份",
            lambda progress, cancelled: keeping.backup_to(path),
            lambda copy: _say_backup(self._context, path),
        )

    def restore_backup(self) -> None:
        """See what the backups hold, and bring forms back from one."""
        self._context.view.commit_editor()
        show_backups(self._context)

    def check_file(self) -> None:
        """Whether a data file is sound: the one that did not open, the open one, else a chosen one."""
        path, self._suspect = self._suspect, None
        if path is None and self._controller.ready:
            path = self._controller.file.path
        if path is None or not path.exists():
            self._check_other()
        else:
            check_file(self._context, path, self._check_other)

    def shrink_file(self) -> None:
        """Fold the older steps of the journal and give back the room; said in kilobytes."""
        self._context.view.commit_editor()
        recovery = self._controller.file.recovery

        def done(saved: object) -> None:
            size = int(str(saved)) // 1024
            self._context.notice(
                f"已整理，文件小了 {size} KB；最近 5000 步照样可以撤销"
                if size > 0
                else "文件已经没有可以整理的"
            )

        self._context.run_job("整理数据文件", lambda progress, cancelled: recovery.shrink(), done)

    def _check_other(self) -> None:
        path = self._context.prompts.open_data_file(self._context.preferences.start_folder(DATA))
        if path is not None:
            check_file(self._context, path, self._check_other)

    def save_elsewhere(self) -> None:
        """Everything, what could not be saved too, in a new file on another disk; work goes on there."""
        path = ask_where(self._context)
        if path is None:
            return
        recovery = self._controller.file.recovery
        self._context.run_job(
            "另存", lambda progress, cancelled: save_elsewhere(recovery, path), self._move_to
        )

    def import_files(self) -> None:
        """Choose workbooks and bring their forms in."""
        paths = self._context.prompts.files_to_import(
            self._context.preferences.start_folder(IMPORT)
        )
        if paths:
            self._context.preferences.remember_folder(paths[0].parent, IMPORT)
            self.import_paths(paths)

    def import_folder(self) -> None:
        """Choose a folder and bring in the forms of all files in it and its folders."""
        folder = self._context.prompts.folder_to_import(
            self._context.preferences.start_folder(IMPORT)
        )
        if folder is not None:
            self._context.preferences.remember_folder(folder, IMPORT)
            self.import_paths([folder])

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Read files in the background, show what they hold, then bring the chosen in."""
        transfer = self._controller.file.transfer
        self._context.run_job(
            "导入",
            lambda progress, cancelled: (transfer.read(paths, progress, cancelled), cancelled()),
            partial(_show_read, self._context),
        )

    def import_clipboard(self) -> None:
        """Read what was copied in Excel, WPS or Word as a file is read, and show what it holds."""
        # An empty clipboard may have no data at all, whatever the stubs say.
        copied: QMimeData | None = QGuiApplication.clipboard().mimeData()
        text, html = (copied.text(), copied.html() or None) if copied else ("", None)
        if not text and not html:
            self._context.notice("剪贴板是空的：请先在 Excel、WPS 或 Word 里选中整张表并复制")
            return
        transfer = self._controller.file.transfer
        self._context.run_job(
            "导入",
            lambda progress, cancelled: (transfer.read_clipboard(text, html), cancelled()),
            partial(_show_read, self._context),
        )

    def export_excel(self) -> None:
        """Write workbooks in the official layout."""
        self._export("xlsx")

    def export_pdf(self) -> None:
        """Write PDF files."""
        self._export("pdf")

    def fill_in(self) -> None:
        """Put a form into a workbook or document that somebody else made."""
        self._context.view.commit_editor()
        choose_file_to_fill(self._context, _chosen(self._context))

    def blank_form(self) -> None:
        """An empty official form as a workbook."""
        BlankFormDialog(self._context).open()

    def print_preview(self) -> None:
        """Show the pages as they print."""
        self._context.view.commit_editor()
        open_preview(self._context, _chosen(self._context))

    def print_form(self) -> None:
        """Print the chosen forms."""
        self._context.view.commit_editor()
        if len(self._controller.file.form_ids()) > 1:
            PrintFormsDialog(self._context, _chosen(self._context)).open()
        else:
            print_forms(self._context, _chosen(self._context))

    def close_file(self) -> None:
        """Back to the start page; everything is on the disk."""
        self._context.view.commit_editor()
        self._controller.leave()

    def quit(self) -> None:
        """Close the window."""
        self._context.window.close()

    def _export(self, kind: str) -> None:
        self._context.view.commit_editor()
        self._context.auditor.wake()
        ExportDialog(self._context, kind, _chosen(self._context)).open()

    def _move_to(self, moved: Any) -> None:
        self._controller.file.recovery.abandon()
        self._controller.forget()
        if self.open_path(moved.path):
            self._context.notice(f"已全部另存，现在打开的是 {moved.path}")
        if moved.told:
            self._context.prompts.error(moved.told)


def _show_read(context: WindowContext, read: Any) -> None:
    files, stopped = read
    if files:
        ImportDialog(context, files, stopped=stopped).open()
    else:
        context.notice("没有读到文件：文件夹里没有 Excel、WPS、Word 等可读的文件，或已取消")


def _chosen(context: WindowContext) -> list[str]:
    """The forms selected in the tree when there are several, else the one on show."""
    selected = context.tree.selected()
    return (
        selected
        if len(selected) > 1
        else [context.controller.form_id] * bool(context.controller.form_id)
    )


def _say_backup(context: WindowContext, path: Path) -> None:
    context.notice(f"已备份到 {path}")
