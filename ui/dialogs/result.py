"""How long work ended: what was done, what was not, and 打开所在文件夹."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QWidget

from ui.desktop import outside
from ui.dialog_frame import Frame


class ResultDialog(Frame):
    """A headline, the lines, a way to the folder, and the whole report to copy where there is one."""

    def __init__(
        self,
        parent: QWidget,
        headline: str,
        lines: Sequence[str],
        folder: Path | None = None,
        report: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(parent, headline)
        self.folder = folder
        self.list = QListWidget()
        self.list.addItems(list(lines))
        self.list.setMinimumSize(520, min(280, 40 + 24 * len(lines)))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setAccessibleName("结果")
        self.list.setVisible(bool(lines))
        self.body.addWidget(self.list)
        if folder is not None:
            self.add_note(str(folder))
            self.add_button("打开所在文件夹").clicked.connect(self.open_folder)
        if report is not None:
            self.copy = self.add_button("复制导入报告")
            self.copy.clicked.connect(report)
        self.add_button("完成", primary=True).clicked.connect(self.accept)

    def open_folder(self) -> None:
        """Show the folder in the file manager."""
        if self.folder is not None:
            outside.open_folder(self.folder)
