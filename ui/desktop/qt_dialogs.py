"""Qt's own dialogs in our looks: the icons of one family, buttons without pictures, kinds in Chinese.

Made when one is asked for, never at the start. Where the desktop shows a dialog of its own for
files, that one is shown, as it is.
"""

from pathlib import Path

from PySide6.QtCore import QFileInfo, QSize, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QColor, QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFileIconProvider,
    QInputDialog,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QToolButton,
    QTreeView,
    QWidget,
)

from ui.style import icons, theme

_TOOLS = {
    "backButton": "arrow-left",
    "forwardButton": "arrow-right",
    "toParentButton": "arrow-up",
    "newFolderButton": "folder-plus",
    "listModeButton": "layout-grid",
    "detailModeButton": "list",
}
_KINDS = {
    "perfdesk": ("绩效数据文件", "file-text"),
    "xlsx": ("Excel 工作簿", "file-spreadsheet"),
    "xlsm": ("Excel 工作簿", "file-spreadsheet"),
    "xls": ("Excel 工作簿", "file-spreadsheet"),
    "et": ("WPS 表格", "file-spreadsheet"),
    "ods": ("ODS 表格", "file-spreadsheet"),
    "csv": ("文本表格", "file-spreadsheet"),
    "docx": ("Word 文档", "file-text"),
    "pdf": ("PDF 文件", "file-text"),
}
_PLACES = {
    QFileIconProvider.IconType.Computer: "monitor",
    QFileIconProvider.IconType.Desktop: "monitor",
    QFileIconProvider.IconType.Network: "monitor",
    QFileIconProvider.IconType.Drive: "hard-drive",
    QFileIconProvider.IconType.Folder: "folder",
}
_SIZE, _SIDES, _COLUMNS = (820, 480), (150, 640), (300, 90, 110, 130)
"""Of the chooser of files: its size, places beside files, and the columns of the files."""
_TITLE_BAR = 36
_SIGN = _LARGE = 32
"""Side of the sign beside a question, and of a large icon, in logical pixels."""


class FileIcons(QFileIconProvider):
    """Icons and names of kinds in the list of files. Asked in a thread of Qt: all is made beforehand."""

    def __init__(self, dialog: QWidget) -> None:
        super().__init__()
        ratio = dialog.devicePixelRatioF()
        names = {"file", *_PLACES.values(), *(name for _, name in _KINDS.values())}
        self._made = {name: icons.icon(name, dialog.palette(), ratio) for name in names}
        for name, made in self._made.items():
            # The places beside the files show them large.
            made.addPixmap(icons.pixmap(name, dialog.palette().buttonText().color(), _LARGE, ratio))

    def icon(self, about: object) -> QIcon:
        return self._made[_picture(about)]

    def type(self, info: QFileInfo) -> str:
        if info.isRoot():
            return "磁盘"
        if info.isDir():
            return "文件夹"
        suffix = info.suffix()
        known = _KINDS.get(suffix.lower())
        return known[0] if known else f"{suffix.upper()} 文件".strip()


def _picture(about: object) -> str:
    if not isinstance(about, QFileInfo):
        kind = about if isinstance(about, QFileIconProvider.IconType) else None
        return _PLACES.get(kind, "file") if kind is not None else "file"
    if about.isRoot():
        return "hard-drive"
    return "folder" if about.isDir() else _KINDS.get(about.suffix().lower(), ("", "file"))[1]


class FileChooser(QFileDialog):
    """Asks for files or a folder."""

    def __init__(self, parent: QWidget, title: str, folder: Path, kinds: str = "") -> None:
        super().__init__(parent, title)
        # Before it goes to the folder, so that nothing of it is drawn with other icons.
        self._icons = FileIcons(self)
        self.setIconProvider(self._icons)
        self.setDirectory(str(folder))
        self.setNameFilter(kinds)

    @classmethod
    def to_save(cls, parent: QWidget, title: str, suggested: Path, kinds: str) -> "FileChooser":
        """One that asks where to write a file, and before it takes the place of another."""
        made = cls(parent, title, suggested.parent, kinds)
        made.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        made.setFileMode(QFileDialog.FileMode.AnyFile)
        made.selectFile(suggested.name)
        return made

    def ask(self) -> list[Path]:
        """What was chosen; [] when nothing was."""
        self._dress()
        agreed = self.exec()
        self.deleteLater()
        return [Path(name) for name in self.selectedFiles()] if agreed else []

    def _dress(self) -> None:
        """Nothing of this is there where the desktop's own dialog is shown."""
        for button in self.findChildren(QToolButton):
            if button.objectName() in _TOOLS:
                name = _TOOLS[button.objectName()]
                button.setIcon(icons.icon(name, self.palette(), self.devicePixelRatioF()))
        without_pictures(self)
        self._make_room()

    def _make_room(self) -> None:
        """Names, kinds and dates stand whole; the places of the user are at hand."""
        room = self.screen().availableGeometry().size()
        self.resize(QSize(*_SIZE).boundedTo(room - QSize(0, _TITLE_BAR)))
        for splitter in self.findChildren(QSplitter):
            splitter.setSizes(list(_SIDES))
        for tree in self.findChildren(QTreeView):
            for column, width in enumerate(_COLUMNS):
                tree.header().resizeSection(column, width)
        where, place = QStandardPaths, QStandardPaths.StandardLocation
        own = (place.DesktopLocation, place.DocumentsLocation, place.DownloadLocation)
        homes = [where.writableLocation(each) for each in (place.HomeLocation, *own)]
        known = [QUrl.fromLocalFile(path) for path in dict.fromkeys(homes) if Path(path).is_dir()]
        self.setSidebarUrls([QUrl("file:"), *known])


def without_pictures(dialog: QDialog) -> None:
    """Take the pictures off the buttons: ours have words only."""
    for button in dialog.findChildren(QPushButton):
        button.setIcon(QIcon())


def message(parent: QWidget, sentence: str, sign: str, *, grave: bool = False) -> QMessageBox:
    """A box with a sentence beside one of our signs; its buttons are still to be added."""
    box = QMessageBox(parent)
    box.setWindowTitle("绩效填报台")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(sentence)
    colour = QColor(theme.colours().warning if grave else theme.colours().accent)
    box.setIconPixmap(icons.pixmap(sign, colour, _SIGN, box.devicePixelRatioF()))
    return box


def question(parent: QWidget, title: str, label: str, start: str, *, lines: bool) -> QInputDialog:
    """A dialog that asks for a text of one line or of several."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setOption(QInputDialog.InputDialogOption.UsePlainTextEditForTextInput, lines)
    dialog.setLabelText(label)
    dialog.setTextValue(start)
    dialog.setOkButtonText("确定")
    dialog.setCancelButtonText("取消")
    for words in dialog.findChildren(QLabel):
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
    for area in dialog.findChildren(QPlainTextEdit):
        # Tab leaves for the buttons, a long reason is seen whole, Ctrl+Enter agrees.
        area.setTabChangesFocus(True)
        area.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
    for keys in ("Ctrl+Return", "Ctrl+Enter"):
        QShortcut(QKeySequence(keys), dialog).activated.connect(dialog.accept)
    without_pictures(dialog)
    return dialog
