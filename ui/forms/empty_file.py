"""What lies on the paper area of a data file without forms: the first steps, instead of an empty grey."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.forms.start_page import StepButton
from ui.style import fonts, theme
from ui.style.plain_text import PlainLabel

_WIDTH, _STEP = 440, 46
_STEPS = (
    ("import_files", "导入已有的表", "import", "去年的或别人发来的 Excel、WPS、Word 表"),
    ("new_form", "新建表", "file-plus-2", "从官方表样开始填"),
)


class EmptyFilePage(QWidget):
    """Covers the paper area; leaves it when a form comes."""

    action_wanted = Signal(str)

    def __init__(self, paper_area: QWidget) -> None:
        super().__init__(paper_area)
        self.steps: dict[str, StepButton] = {}
        self._lay_out()
        paper_area.installEventFilter(self)
        self.setGeometry(paper_area.rect())

    def allow(self, *, writable: bool) -> None:
        """Offer the steps, or not on a data file that cannot be changed."""
        for button in self.steps.values():
            button.setEnabled(writable)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def _lay_out(self) -> None:
        card = QWidget()
        card.setMinimumWidth(_WIDTH)
        column = QVBoxLayout(card)
        column.setSpacing(theme.S)
        title = PlainLabel("这个数据文件里还没有表")
        title.setFont(fonts.heading_font(13))
        column.addWidget(title)
        column.addSpacing(theme.S)
        for name, text, icon, tip in _STEPS:
            button = self.steps[name] = StepButton(icon, text, tip)
            button.clicked.connect(lambda checked=False, name=name: self.action_wanted.emit(name))
            button.setMinimumHeight(_STEP)
            column.addWidget(button)
        hint = PlainLabel(
            "也可以把表格文件直接拖进来。\n有去年的表，导入后用“表→照上年同表新建”做今年的。"
        )
        hint.setProperty("muted", True)
        column.addSpacing(theme.S)
        column.addWidget(hint)
        page = QVBoxLayout(self)
        page.addStretch(2)
        page.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        page.addStretch(3)
        self.setMinimumWidth(0)
