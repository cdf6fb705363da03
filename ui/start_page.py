"""What stands there when no data file is open: recent files, and the first steps."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui import fonts, icons, theme
from ui.preferences import Preferences

_WIDTH = 620
_STEPS = (
    ("new_file", "新建数据文件", "file-plus-2", "一个单位一个文件，多年、多个项目都在里面"),
    ("open_file", "打开数据文件", "folder-open", "打开已有的 .perfdesk 文件"),
    ("open_sample", "看看示例", "book-open", "用公开的真实表格试一试，不影响自己的数据"),
)


class StartPage(QWidget):
    """A calm page with three steps and the recent files."""

    open_wanted = Signal(Path)
    action_wanted = Signal(str)
    sample_wanted = Signal()

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self.steps: dict[str, QPushButton] = {}
        self.recent = QVBoxLayout()
        self.recent.setSpacing(theme.XS)
        self.notice = QLabel(wordWrap=True)
        self.notice.hide()
        self.notice.setProperty("muted", True)
        self._lay_out()
        self.refresh()

    def refresh(self) -> None:
        """List the recent files anew."""
        while (item := self.recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        files = self._preferences.recent_files()
        self.recent_title.setVisible(bool(files))
        for path in files:
            self.recent.addWidget(self._recent_button(path))

    def say(self, sentence: str) -> None:
        """A notice above everything: what was recovered, what is new."""
        self.notice.setText(sentence)
        self.notice.setVisible(bool(sentence))

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(theme.S)
        title = QLabel("绩效填报台")
        title.setFont(fonts.heading_font(22))
        line = QLabel("填报、自检、打印财政项目支出绩效表。每次改动自动保存，数据只在本机。")
        line.setProperty("muted", True)
        self.recent_title = QLabel("最近用过")
        self.recent_title.setFont(fonts.heading_font(11))
        column.addWidget(title)
        column.addWidget(line)
        column.addWidget(self.notice)
        column.addSpacing(theme.L)
        for name, text, icon, tip in _STEPS:
            column.addWidget(self._step(name, text, icon, tip))
        column.addSpacing(theme.L)
        column.addWidget(self.recent_title)
        column.addLayout(self.recent)
        column.addSpacing(theme.L)
        hint = QLabel("也可以把 Excel、WPS、Word 表格直接拖进窗口导入。")
        hint.setProperty("muted", True)
        column.addWidget(hint)
        card = QFrame()
        card.setLayout(column)
        card.setFixedWidth(_WIDTH)
        page = QVBoxLayout(self)
        page.addStretch(2)
        page.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        page.addStretch(3)

    def _step(self, name: str, text: str, icon: str, tip: str) -> QPushButton:
        button = _Row(icon, text, tip)
        button.clicked.connect(lambda: self.action_wanted.emit(name))
        self.steps[name] = button
        return button

    def _recent_button(self, path: Path) -> QPushButton:
        button = _Row("file-text", path.stem, str(path.parent))
        button.setToolTip(str(path))
        button.clicked.connect(lambda: self.open_wanted.emit(path))
        return button


class _Row(QPushButton):
    """A wide button: icon, name, and a few words."""

    def __init__(self, icon: str, text: str, words: str) -> None:
        super().__init__()
        self._icon = icon
        self.setAccessibleName(f"{text}，{words}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty("row", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.M, theme.S, theme.M, theme.S)
        row.setSpacing(theme.M)
        self.picture = QLabel()
        self.picture.setFixedWidth(icons.SIZE)
        row.addWidget(self.picture)
        name = QLabel(text)
        font = name.font()
        font.setBold(True)
        name.setFont(font)
        row.addWidget(name)
        told = QLabel(words)
        told.setProperty("muted", True)
        row.addWidget(told, 1, Qt.AlignmentFlag.AlignRight)
        for label in (self.picture, name, told):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            label.setStyleSheet("background: transparent;")
        self._draw()

    def changeEvent(self, event: object) -> None:
        super().changeEvent(event)  # type: ignore[arg-type]
        if hasattr(self, "picture"):
            self._draw()

    def _draw(self) -> None:
        colour = theme.colours().accent
        from PySide6.QtGui import QColor

        self.picture.setPixmap(
            icons.pixmap(self._icon, QColor(colour), icons.SIZE, self.devicePixelRatioF())
        )
