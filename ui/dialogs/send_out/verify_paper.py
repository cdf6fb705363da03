"""核对纸质件: type the 校验码 at the foot of a signed sheet; whose it is, and whether it is of today's data."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem

from perfdesk.session.send_out.signed_paper import PaperMatch, PaperState
from ui.dialog_frame import Frame
from ui.dialogs.cells.history import moment
from ui.forms.project_tree import KIND_NAMES, NO_NAME, short_name
from ui.style import fonts, theme
from ui.style.plain_text import PlainLabel
from ui.window_context import WindowContext

_HEADLINES: dict[PaperState, str] = {
    "current": "✓ 与现在的数据一致",
    "earlier": "▲ 是以前的数据",
    "unknown": "● 没有找到",
    "unreadable": "● 不是校验码",
}


class VerifyDialog(Frame):
    """Nothing is changed here; the forms that the code speaks of can be gone to."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.window, "核对纸质件")
        self._context = context
        self.add_note("输入纸质件页脚“校验码”后的数字和字母；横线、空格和大小写不影响。")
        self.code = QLineEdit()
        self.code.setPlaceholderText("如 3FA0-91C2-7B")
        self.code.setAccessibleName("校验码")
        row = QHBoxLayout()
        row.addWidget(PlainLabel("校验码"))
        row.addWidget(self.code, 1)
        self.body.addLayout(row)
        self.headline = PlainLabel("")
        self.headline.setFont(fonts.heading_font(11))
        self.told = PlainLabel("", wordWrap=True)
        self.matches = QListWidget()
        self.matches.setAccessibleName("对应的表")
        self.matches.setWordWrap(True)
        self.matches.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.matches.setMinimumSize(520, 120)
        self.matches.itemActivated.connect(lambda _: self.jump())
        self.matches.currentItemChanged.connect(lambda *_: self._enable())
        for widget in (self.headline, self.told, self.matches):
            self.body.addWidget(widget)
        self.add_button("关闭").clicked.connect(self.reject)
        self.go = self.add_button("跳到所选的表")
        self.go.clicked.connect(self.jump)
        self.check = self.add_button("核对", primary=True)
        self.check.clicked.connect(self.verify)
        self._enable()
        self.code.setFocus()

    def verify(self) -> None:
        """Look the code up and say what it stands for."""
        if not self.code.text().strip():
            return
        answer = self._context.controller.file.reports.verify_digest(self.code.text())
        self.headline.setText(_HEADLINES[answer.state])
        self.told.setText(answer.text)
        self.matches.clear()
        for match in answer.matches:
            item = QListWidgetItem(_words(match))
            item.setData(theme.DATA, match)
            self.matches.addItem(item)
        self.matches.setCurrentRow(0)
        self._enable()

    def jump(self) -> None:
        """Show the chosen form."""
        match = self._chosen()
        if match is not None and self._exists(match):
            self.accept()
            self._context.controller.show_form(match.form_id)
            self._context.view.setFocus()

    def _chosen(self) -> PaperMatch | None:
        item = self.matches.currentItem()
        return item.data(theme.DATA) if item is not None else None

    def _exists(self, match: PaperMatch) -> bool:
        return any(form.id == match.form_id for form in self._context.controller.file.forms())

    def _enable(self) -> None:
        match = self._chosen()
        self.go.setEnabled(match is not None and self._exists(match))


def _words(match: PaperMatch) -> str:
    year = f"{match.year} 年" if match.year else "未填年度"
    when = f"　{moment(match.at)} {match.how}" if match.at else "　没有导出或打印的记录"
    kind = KIND_NAMES.get(match.kind, match.kind)
    return f"{short_name(match.project) or NO_NAME}　{year}{kind}{when}"
