"""What stands there when no data file is open: recent files, and the first steps."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.desktop.preferences import Preferences
from ui.forms.folder_words import folder_in_words
from ui.style import fonts, icons, theme
from ui.style.plain_text import PlainLabel, tip

_WIDTH, _WIDE, _GAP = 620, 900, 40
"""The card alone with its steps, with the recent files beside them, and between the two."""
_STEPS = (
    ("import_files", "导入已有的表", "import", "去年的或别人发来的 Excel、WPS、Word 表"),
    ("new_form", "新建表", "file-plus-2", "从官方表样开始填"),
    ("open_file", "打开数据文件", "folder-open", "已有的 .perfdesk 文件"),
    ("new_file", "新建数据文件", "save", "一个单位一个，多年、多个项目都在里面"),
    ("open_sample", "看看示例", "book-open", "公开的真实表格，不影响自己的数据"),
)


_OF_DECLARATIONS = (
    ("make_self_evaluation", "由申报表生成自评表"),
    ("make_monitoring", "由申报表生成监控表"),
    ("make_next_declaration", "生成下年申报表"),
)


class StartPage(QScrollArea):
    """A calm page: the first steps, and beside them the recent files once there are some."""

    open_wanted = Signal(Path)
    action_wanted = Signal(str)

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self.steps: dict[str, QPushButton] = {}
        self.recent = QVBoxLayout()
        self.recent.setSpacing(theme.S)
        self.notice = PlainLabel(wordWrap=True)
        self.notice.hide()
        self.notice.setProperty("muted", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self._lay_out()
        self.refresh()

    def refresh(self) -> None:
        """List the recent files anew."""
        while (item := self.recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        files = self._preferences.recent_files()
        self._recent_side.setVisible(bool(files))
        self._card.setFixedWidth(_WIDE if files else _WIDTH)
        for path in files:
            self.recent.addWidget(self._recent_button(path))
        if self.isVisible():
            # What had the focus has just gone; only what is shown can take it.
            self.first().show()
            self.first().setFocus()

    def first(self) -> QWidget:
        """Where the focus begins: the file of the last time, else the first step."""
        item = self.recent.itemAt(0)
        widget = item.widget() if item is not None else None
        return widget or self.steps["import_files"]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.first().setFocus()

    def say(self, sentence: str) -> None:
        """A notice above everything: what was recovered, what is new."""
        self.notice.setText(sentence)
        self.notice.setVisible(bool(sentence))

    def _lay_out(self) -> None:
        title = PlainLabel("绩效填报台")
        title.setFont(fonts.heading_font(22))
        line = PlainLabel("填报、自检、打印财政项目支出绩效表。每次改动自动保存，数据只在本机。")
        line.setProperty("muted", True)
        steps = QVBoxLayout()
        steps.setSpacing(theme.S)
        begin = PlainLabel("开始")
        begin.setFont(fonts.heading_font(11))
        steps.addWidget(begin)
        for name, text, icon, words in _STEPS:
            steps.addWidget(self._step(name, text, icon, words))
        hint = PlainLabel("也可以把表格文件直接拖进窗口。已有申报表的：")
        hint.setProperty("muted", True)
        steps.addSpacing(theme.S)
        steps.addWidget(hint)
        steps.addLayout(self._make_year_line())
        steps.addStretch(1)
        sides = QHBoxLayout()
        sides.setSpacing(_GAP)
        sides.addLayout(steps, 5)
        sides.addWidget(self._make_recent_side(), 4)
        self._card = QFrame()
        column = QVBoxLayout(self._card)
        column.setSpacing(theme.S)
        for widget in (title, line, self.notice):
            column.addWidget(widget)
        column.addSpacing(theme.L)
        column.addLayout(sides)
        inside = QWidget()
        page = QVBoxLayout(inside)
        page.addStretch(2)
        page.addWidget(self._card, 0, Qt.AlignmentFlag.AlignHCenter)
        page.addStretch(3)
        self.setWidget(inside)

    def _make_year_line(self) -> QHBoxLayout:
        """What is made of declarations, small: it begins with opening the file that has them."""
        line = QHBoxLayout()
        line.setSpacing(0)
        for name, text in _OF_DECLARATIONS:
            button = QPushButton(text, flat=True)
            button.setToolTip("先打开有申报表的数据文件")
            button.setStyleSheet("padding: 0 6px 0 0; margin: 0; min-height: 0;")
            button.clicked.connect(lambda _=False, wanted=name: self.action_wanted.emit(wanted))
            self.steps[name] = button
            line.addWidget(button)
        line.addStretch(1)
        return line

    def _make_recent_side(self) -> QWidget:
        title = PlainLabel("最近用过")
        title.setFont(fonts.heading_font(11))
        self._recent_side = QWidget()
        column = QVBoxLayout(self._recent_side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addWidget(title)
        column.addLayout(self.recent)
        column.addStretch(1)
        return self._recent_side

    def _step(self, name: str, text: str, icon: str, words: str) -> QPushButton:
        button = StepButton(icon, text, words)
        button.clicked.connect(lambda: self.action_wanted.emit(name))
        self.steps[name] = button
        return button

    def _recent_button(self, path: Path) -> QPushButton:
        button = StepButton("file-text", path.stem, folder_in_words(path))
        button.setToolTip(tip(str(path)))
        button.clicked.connect(lambda: self.open_wanted.emit(path))
        return button


class Elided(PlainLabel):
    """A line at the right that is shortened in the middle where it finds no room."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._whole = text
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumWidth(1)
        self.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        middle = Qt.TextElideMode.ElideMiddle
        self.setText(self.fontMetrics().elidedText(self._whole, middle, self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(1, super().minimumSizeHint().height())


class StepButton(QPushButton):
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
        self.picture = PlainLabel()
        self.picture.setFixedWidth(icons.SIZE)
        row.addWidget(self.picture)
        name = PlainLabel(text)
        font = name.font()
        font.setBold(True)
        name.setFont(font)
        row.addWidget(name)
        told = Elided(words)
        told.setProperty("muted", True)
        row.addWidget(told, 1)
        for label in (self.picture, name, told):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            label.setStyleSheet("background: transparent;")
        self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what Space does: nobody expects a large button to ignore it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: object) -> None:
        super().changeEvent(event)  # type: ignore[arg-type]
        if hasattr(self, "picture"):
            self._draw()

    def _draw(self) -> None:
        colour = theme.colours().accent
        self.picture.setPixmap(
            icons.pixmap(self._icon, QColor(colour), icons.SIZE, self.devicePixelRatioF())
        )
