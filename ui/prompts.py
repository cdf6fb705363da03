"""Every question that stops the window: file choosers, confirmations, short texts. Nowhere else.

The Qt dialogs are imported when one is asked for: the window starts without them.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

DATA_FILES = "绩效数据文件 (*.perfdesk)"
READABLE = "绩效表 (*.xlsx *.xls *.et *.ods *.docx *.json);;所有文件 (*)"

_TEXT_SIZE = (460, 300)


class Prompts:
    """Asks the user. Tests put a double with the same methods in its place."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def open_data_file(self, folder: Path) -> Path | None:
        """Which data file to open; None: cancelled."""
        from PySide6.QtWidgets import QFileDialog

        name, _ = QFileDialog.getOpenFileName(self._parent, "打开数据文件", str(folder), DATA_FILES)
        return Path(name) if name else None

    def new_data_file(self, folder: Path) -> Path | None:
        """Where a new data file goes; None: cancelled."""
        from PySide6.QtWidgets import QFileDialog

        suggested = str(folder / "绩效填报.perfdesk")
        name, _ = QFileDialog.getSaveFileName(
            self._parent, "填报的数据存到哪里（一个单位一个文件）", suggested, DATA_FILES
        )
        if not name:
            return None
        return Path(name) if name.endswith(".perfdesk") else Path(f"{name}.perfdesk")

    def files_to_import(self, folder: Path) -> list[Path]:
        """Which workbooks or documents to read."""
        from PySide6.QtWidgets import QFileDialog

        names, _ = QFileDialog.getOpenFileNames(self._parent, "导入绩效表", str(folder), READABLE)
        return [Path(name) for name in names]

    def folder_to_import(self, folder: Path) -> Path | None:
        """Which folder of workbooks and documents to read; None: cancelled."""
        from PySide6.QtWidgets import QFileDialog

        name = QFileDialog.getExistingDirectory(self._parent, "导入文件夹", str(folder))
        return Path(name) if name else None

    def export_folder(self, folder: Path) -> Path | None:
        """Which folder exported files go to; None: cancelled."""
        from PySide6.QtWidgets import QFileDialog

        name = QFileDialog.getExistingDirectory(self._parent, "导出到文件夹", str(folder))
        return Path(name) if name else None

    def save_as(self, title: str, suggested: Path, kinds: str) -> Path | None:
        """Where to write one file; None: cancelled."""
        from PySide6.QtWidgets import QFileDialog

        name, kind = QFileDialog.getSaveFileName(self._parent, title, str(suggested), kinds)
        if not name:
            return None
        path = with_ending(Path(name), kind, kinds)
        if path != Path(name) and path.exists():
            # The chooser asked about another name.
            return path if self.confirm(f"“{path.name}”已经存在，要替换吗？", "替换") else None
        return path

    def confirm(self, question: str, button: str) -> bool:
        """Whether the user presses `button` (else 取消)."""
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(QMessageBox.Icon.Question, "绩效填报台", question, parent=self._parent)
        yes = box.addButton(button, QMessageBox.ButtonRole.AcceptRole)
        box.addButton("取消", QMessageBox.ButtonRole.RejectRole)
        box.exec()
        return box.clickedButton() is yes

    def choose(self, question: str, buttons: Sequence[str]) -> int | None:
        """Which of the buttons was pressed, by its place; None: 取消. The first answers Enter."""
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(QMessageBox.Icon.Warning, "绩效填报台", question, parent=self._parent)
        made = [box.addButton(text, QMessageBox.ButtonRole.ActionRole) for text in buttons]
        cancel = box.addButton("取消", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(made[0])
        box.setEscapeButton(cancel)
        box.exec()
        pressed = box.clickedButton()
        return next((place for place, button in enumerate(made) if button is pressed), None)

    def error(self, sentence: str) -> None:
        """Say what could not be done; once the window is there, when it is not yet."""
        from PySide6.QtWidgets import QMessageBox

        if not self._parent.isVisible():
            QTimer.singleShot(0, lambda: self.error(sentence))
            return
        QMessageBox.warning(self._parent, "绩效填报台", sentence)

    def tell(self, sentence: str) -> None:
        """Say something that the user asked for."""
        from PySide6.QtWidgets import QMessageBox

        QMessageBox.information(self._parent, "绩效填报台", sentence)

    def text(self, title: str, label: str, start: str = "") -> str | None:
        """A text of several lines; None: cancelled."""
        from PySide6.QtWidgets import QInputDialog, QLabel

        dialog = QInputDialog(self._parent)
        dialog.setWindowTitle(title)
        dialog.setOption(QInputDialog.InputDialogOption.UsePlainTextEditForTextInput)
        dialog.setLabelText(label)
        dialog.setTextValue(start)
        dialog.setOkButtonText("确定")
        dialog.setCancelButtonText("取消")
        for words in dialog.findChildren(QLabel):
            words.setWordWrap(True)
        dialog.resize(*_TEXT_SIZE)
        return dialog.textValue() if dialog.exec() else None

    def line(self, title: str, label: str, start: str = "") -> str | None:
        """A short text; None: cancelled."""
        from PySide6.QtWidgets import QInputDialog, QLineEdit

        text, done = QInputDialog.getText(
            self._parent, title, label, QLineEdit.EchoMode.Normal, start
        )
        return text if done else None


def with_ending(path: Path, kind: str, kinds: str) -> Path:
    """The path with the ending of the kind of file that was chosen, as `Excel (*.xlsx)` tells it."""
    known = re.findall(r"\*(\.\w+)", kinds)
    wanted = re.findall(r"\*(\.\w+)", kind)
    if not wanted or path.suffix.lower() in wanted:
        return path
    if path.suffix.lower() in known:
        return path.with_suffix(wanted[0])
    return path.with_name(path.name + wanted[0])
