"""Every question that stops the window: file choosers, confirmations, short texts. Nowhere else.

The Qt dialogs are imported when one is asked for: the window starts without them.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFileDialog

ENDING = ".perfdesk"
DATA_FILES = "绩效数据文件 (*.perfdesk)"
RETURNED = "交回的工作簿、数据文件 (*.xlsx *.perfdesk)"
PACKAGES = "上报包 (*.zip)"
READABLE = (
    "绩效表 (*.xlsx *.xlsm *.xls *.et *.ods *.docx *.pdf *.html *.htm *.csv *.json);;所有文件 (*)"
)
FILLABLE = "可填入的表格 (*.xlsx *.xlsm *.docx *.xls *.xml);;所有文件 (*)"

_TEXT_SIZE = (460, 300)


class Prompts:
    """Asks the user. Tests put a double with the same methods in its place."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def open_data_file(self, folder: Path) -> Path | None:
        """Which data file to open; None: cancelled."""
        from PySide6.QtWidgets import QFileDialog

        return _one(
            self._existing("打开数据文件", folder, DATA_FILES, QFileDialog.FileMode.ExistingFile)
        )

    def new_data_file(self, folder: Path) -> Path | None:
        """Where a new data file goes; None: cancelled."""
        from ui.desktop.qt_dialogs import FileChooser

        title = "填报的数据存到哪里（一个单位一个文件）"
        suggested = folder / f"绩效填报{ENDING}"
        path = _one(FileChooser.to_save(self._parent, title, suggested, DATA_FILES).ask())
        if path is None or path.name.endswith(ENDING):
            return path
        return path.with_name(path.name + ENDING)

    def files_to_import(self, folder: Path) -> list[Path]:
        """Which workbooks or documents to read."""
        from PySide6.QtWidgets import QFileDialog

        return self._existing("导入绩效表", folder, READABLE, QFileDialog.FileMode.ExistingFiles)

    def file_to_fill(self, folder: Path) -> Path | None:
        """Which workbook or document of somebody else's is to be filled; None: cancelled."""
        from PySide6.QtWidgets import QFileDialog

        mode = QFileDialog.FileMode.ExistingFile
        return _one(self._existing("要填入的表格（主管部门或系统发来的）", folder, FILLABLE, mode))

    def data_files(self, folder: Path) -> list[Path]:
        """Which returned workbooks and data files of others to merge."""
        from PySide6.QtWidgets import QFileDialog

        mode = QFileDialog.FileMode.ExistingFiles
        return self._existing("别人交回的文件（可选多个）", folder, RETURNED, mode)

    def packages(self, folder: Path) -> list[Path]:
        """Which packages of other units to take in."""
        from PySide6.QtWidgets import QFileDialog

        mode = QFileDialog.FileMode.ExistingFiles
        return self._existing("收到的上报包（可选多个）", folder, PACKAGES, mode)

    def folder_to_import(self, folder: Path) -> Path | None:
        """Which folder of workbooks and documents to read; None: cancelled."""
        return self._folder("导入文件夹", folder)

    def export_folder(self, folder: Path) -> Path | None:
        """Which folder exported files go to; None: cancelled."""
        return self._folder("导出到文件夹", folder)

    def save_as(self, title: str, suggested: Path, kinds: str) -> Path | None:
        """Where to write one file; None: cancelled."""
        from ui.desktop.qt_dialogs import FileChooser

        chooser = FileChooser.to_save(self._parent, title, suggested, kinds)
        chosen = _one(chooser.ask())
        if chosen is None:
            return None
        path = with_ending(chosen, chooser.selectedNameFilter(), kinds)
        if path != chosen and path.exists():
            # The chooser asked about another name.
            return path if self.confirm(f"“{path.name}”已经存在，要替换吗？", "替换") else None
        return path

    def confirm(self, question: str, button: str) -> bool:
        """Whether the user presses `button` (else 取消)."""
        from PySide6.QtWidgets import QMessageBox

        from ui.desktop.qt_dialogs import message

        box = message(self._parent, question, "circle-help")
        yes = box.addButton(button, QMessageBox.ButtonRole.AcceptRole)
        box.addButton("取消", QMessageBox.ButtonRole.RejectRole)
        box.exec()
        return box.clickedButton() is yes

    def choose(self, question: str, buttons: Sequence[str]) -> int | None:
        """Which of the buttons was pressed, by its place; None: 取消. The first answers Enter."""
        from PySide6.QtWidgets import QMessageBox

        from ui.desktop.qt_dialogs import message

        box = message(self._parent, question, "triangle-alert", grave=True)
        made = [box.addButton(text, QMessageBox.ButtonRole.ActionRole) for text in buttons]
        cancel = box.addButton("取消", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(made[0])
        box.setEscapeButton(cancel)
        box.exec()
        pressed = box.clickedButton()
        return next((place for place, button in enumerate(made) if button is pressed), None)

    def error(self, sentence: str) -> None:
        """Say what could not be done; once the window is there, when it is not yet."""
        if not self._parent.isVisible():
            QTimer.singleShot(0, lambda: self.error(sentence))
            return
        self._say(sentence, "triangle-alert", grave=True)

    def tell(self, sentence: str) -> None:
        """Say something that the user asked for."""
        self._say(sentence, "info")

    def text(self, title: str, label: str, start: str = "") -> str | None:
        """A text of several lines; None: cancelled."""
        from ui.desktop.qt_dialogs import question

        dialog = question(self._parent, title, label, start, lines=True)
        dialog.resize(*_TEXT_SIZE)
        return dialog.textValue() if dialog.exec() else None

    def line(self, title: str, label: str, start: str = "") -> str | None:
        """A short text; None: cancelled."""
        from ui.desktop.qt_dialogs import question

        dialog = question(self._parent, title, label, start, lines=False)
        dialog.resize(_TEXT_SIZE[0], dialog.sizeHint().height())
        return dialog.textValue() if dialog.exec() else None

    def _existing(
        self, title: str, folder: Path, kinds: str, mode: "QFileDialog.FileMode"
    ) -> list[Path]:
        from ui.desktop.qt_dialogs import FileChooser

        chooser = FileChooser(self._parent, title, folder, kinds)
        chooser.setFileMode(mode)
        return chooser.ask()

    def _folder(self, title: str, folder: Path) -> Path | None:
        from PySide6.QtWidgets import QFileDialog

        from ui.desktop.qt_dialogs import FileChooser

        chooser = FileChooser(self._parent, title, folder)
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.setOption(QFileDialog.Option.ShowDirsOnly, True)
        return _one(chooser.ask())

    def _say(self, sentence: str, sign: str, *, grave: bool = False) -> None:
        from PySide6.QtWidgets import QMessageBox

        from ui.desktop.qt_dialogs import message

        box = message(self._parent, sentence, sign, grave=grave)
        box.addButton("确定", QMessageBox.ButtonRole.AcceptRole)
        box.exec()


def _one(paths: Sequence[Path]) -> Path | None:
    return paths[0] if paths else None


def with_ending(path: Path, kind: str, kinds: str) -> Path:
    """The path with the ending of the kind of file that was chosen, as `Excel (*.xlsx)` tells it."""
    known = re.findall(r"\*(\.\w+)", kinds)
    wanted = re.findall(r"\*(\.\w+)", kind)
    if not wanted or path.suffix.lower() in wanted:
        return path
    if path.suffix.lower() in known:
        return path.with_suffix(wanted[0])
    return path.with_name(path.name + wanted[0])
