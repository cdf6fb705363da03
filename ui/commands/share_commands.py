"""The menu 报送: the library, what is handed to others, and what comes back."""

from pathlib import Path
from typing import NamedTuple

from perfdesk.errors import PerfDeskError
from perfdesk.session.exchange.packages import Packed, PackPlan
from perfdesk.session.exchange.received import ReadPackage
from perfdesk.session.exchange.tables import WrittenTable
from ui.dialogs.exchange.board_dialog import BoardDialog
from ui.dialogs.exchange.departments_dialog import DepartmentsDialog
from ui.dialogs.exchange.library_dialog import LibraryDialog
from ui.dialogs.exchange.merge_files_dialog import MergeFilesDialog
from ui.dialogs.exchange.narrative_dialog import NarrativeDialog
from ui.dialogs.exchange.pack_dialog import PackDialog
from ui.dialogs.exchange.publication_dialog import PublicationDialog
from ui.dialogs.result import ResultDialog
from ui.window_context import WindowContext

_ZIP = "上报包 (*.zip)"


class ReadPackages(NamedTuple):
    """Packages that were verified, and the sentences about those that were refused."""

    good: tuple[ReadPackage, ...]
    refused: tuple[str, ...]


class ShareCommands:
    """Each method bears the id of its action."""

    def __init__(self, context: WindowContext) -> None:
        self._context = context
        self._controller = context.controller

    def library(self) -> None:
        """Find indicators and put them into the form on show."""
        self._context.view.commit_editor()
        LibraryDialog(self._context).open()

    def narrative(self) -> None:
        """The 自评报告 of the year on show as a Word document."""
        self._context.view.commit_editor()
        NarrativeDialog(self._context).open()

    def publication(self) -> None:
        """Copies for publication, after P01 has been gone through."""
        self._context.view.commit_editor()
        PublicationDialog(self._context).open()

    def hand_outs(self) -> None:
        """What is out with the 科室, what came back, and what is missing."""
        self._context.view.commit_editor()
        DepartmentsDialog(self._context, self.merge_copies).open()

    def merge_copies(self) -> None:
        """Read what others sent back, show what it brings, and merge what is chosen."""
        paths = self._context.prompts.data_files(self._context.preferences.start_folder())
        if paths:
            self.merge_paths(paths)

    def merge_paths(self, paths: list[Path]) -> None:
        """The same for known files."""
        copies = self._controller.file.sharing.copies
        self._context.run_job(
            "合并", lambda progress, cancelled: copies.read(paths, progress, cancelled), self._show
        )

    def pack(self) -> None:
        """A 上报包 of the year on show."""
        self._context.view.commit_editor()
        PackDialog(self._context, self._pack).open()

    def unpack(self) -> None:
        """Verify packages and take their forms in; those that are refused are named."""
        paths = self._context.prompts.packages(self._context.preferences.start_folder())
        if paths:
            self.unpack_paths(paths)

    def unpack_paths(self, paths: list[Path]) -> None:
        """The same for known files."""
        received = self._controller.file.sharing.packages.received

        def read(progress: object, cancelled: object) -> object:
            good: list[ReadPackage] = []
            refused: list[str] = []
            for path in paths:
                try:
                    good.append(received.read(path))
                except PerfDeskError as error:
                    refused.append(str(error))
            return ReadPackages(tuple(good), tuple(refused))

        self._context.run_job("核对上报包", read, self._take_packages)

    def board(self) -> None:
        """Who has handed in, and what is open."""
        self._context.view.commit_editor()
        BoardDialog(self._context).open()

    def analysis_tables(self) -> None:
        """Forms, indicators and findings as tables."""
        folder = self._context.prompts.export_folder(self._context.preferences.start_folder())
        if folder is None:
            return
        tables, ids = self._controller.file.sharing.tables, self._controller.file.form_ids()
        self._context.run_job(
            "导出供分析的表",
            lambda progress, cancelled: tables.write(folder, ("csv", "jsonl"), ids),
            lambda written: self._say("已导出供分析的表", _names(written), folder),
        )

    def _pack(self, plan: PackPlan, suggested: str) -> None:
        start = self._context.preferences.start_folder() / suggested
        path = self._context.prompts.save_as("上报包", start, _ZIP)
        if path is None:
            return
        packages = self._controller.file.sharing.packages
        self._context.run_job(
            "打上报包",
            lambda progress, cancelled: packages.pack(plan, path, progress, cancelled),
            self._packed,
        )

    def _packed(self, packed: object) -> None:
        if not isinstance(packed, Packed):
            self._context.notice("已取消，没有生成上报包")
            return
        count = len(packed.manifest.forms)
        lines = [
            f"{packed.path.name}：{count} 张表，{len(packed.manifest.files)} 个文件，已逐个核对"
        ]
        self._say("已打好上报包", [*lines, *packed.warnings], packed.path.parent)

    def _show(self, others: object) -> None:
        if isinstance(others, list):
            MergeFilesDialog(self._context, others).open()

    def _take_packages(self, read: object) -> None:
        if not isinstance(read, ReadPackages):
            return
        good, lines = read.good, list(read.refused)
        if good:
            transfer = self._controller.file.transfer
            received = self._controller.file.sharing.packages.received
            try:
                transfer.back_up()
                report = received.take(good)
            except PerfDeskError as error:
                self._context.prompts.error(str(error))
                return
            self._controller.perform(lambda: report.outcome)
            for package, file in zip(good, report.files, strict=True):
                new = sum(form.result == "added" for form in file.forms)
                here = len(file.forms) - new
                lines.append(f"{package.manifest.unit}：收入 {new} 张表，已有 {here} 张跳过")
        self._say("上报包已核对" if good else "上报包没有收下", lines, None)

    def _say(self, headline: str, lines: list[str], folder: Path | None) -> None:
        ResultDialog(self._context.window, headline, lines, folder).open()


def _names(written: object) -> list[str]:
    tables = written if isinstance(written, list) else []
    return [table.path.name for table in tables if isinstance(table, WrittenTable)]
