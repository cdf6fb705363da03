"""The self-check beside the form: a one-line verdict, the findings, and what can be done about one."""

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from perfdesk.findings import Finding, Verdict
from ui import fonts, theme
from ui.finding_delegate import FindingDelegate
from ui.findings_model import ACCEPTED, GROUPS, FindingsModel, Place

NOTHING = "没有发现问题。改动后会自动再查。"


class FindingsPanel(QWidget):
    """Lists findings of the form on show, or of all forms."""

    jump = Signal(object)
    """Go to where a finding stands."""
    fix = Signal(object)
    """Take the quick fix of a finding."""
    accept = Signal(object)
    """Leave a finding as it is, with a reason (出错说明)."""
    revoke = Signal(object)
    """Take such a reason back."""
    scope_changed = Signal(bool)
    """Whether the findings of all forms are wanted."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.model = FindingsModel(place)
        self.verdict = QLabel()
        self.verdict.setFont(fonts.heading_font(12))
        self.verdict.setWordWrap(True)
        self.scope = [_chip("本表"), _chip("全部")]
        self.chips = {group: _chip(label) for group, label in GROUPS}
        self.list = _list_view(self.model)
        self.empty = QLabel(NOTHING, wordWrap=True)
        self.empty.setProperty("muted", True)
        self.detail = FindingDetail()
        self._lay_out()
        self._connect()

    def show_findings(self, findings: Iterable[Finding], verdict: Verdict) -> None:
        """List findings and the verdict; the chosen one stays chosen when it is still there."""
        chosen = self.current()
        self.model.show(findings)
        self.verdict.setText(verdict.text)
        for group, label in GROUPS:
            count = self.model.count(group)
            self.chips[group].setText(f"{label} {count}" if count or group != ACCEPTED else label)
        nothing = self.model.rowCount() == 0
        self.empty.setVisible(nothing)
        self.list.setVisible(not nothing)
        if chosen is not None:
            self.select(chosen)
        self.detail.show_finding(self.current())

    def show_waiting(self) -> None:
        """The form has not been checked yet."""
        self.model.show(())
        self.verdict.setText("正在自检…")
        self.empty.hide()
        self.detail.show_finding(None)

    def current(self) -> Finding | None:
        """The chosen finding."""
        return self.model.finding(self.list.currentIndex().row())

    def select(self, finding: Finding) -> None:
        """Choose a finding, without jumping."""
        row = self.model.row_of(finding)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))

    def step(self, direction: int) -> Finding | None:
        """Choose the next (+1) or previous (-1) finding, round the end; None when there are none."""
        count = self.model.rowCount()
        if not count:
            return None
        row = self.list.currentIndex().row()
        row = (row + direction) % count if row >= 0 else (0 if direction > 0 else count - 1)
        self.list.setCurrentIndex(self.model.index(row))
        return self.model.finding(row)

    def wants_all(self) -> bool:
        """Whether the findings of all forms are on show."""
        return self.scope[1].isChecked()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.M, theme.M, theme.M, theme.S)
        layout.setSpacing(theme.S)
        top = QHBoxLayout()
        top.addWidget(self.verdict, 1)
        for chip in self.scope:
            top.addWidget(chip)
        layout.addLayout(top)
        row = QHBoxLayout()
        row.setSpacing(theme.XS)
        for chip in self.chips.values():
            row.addWidget(chip)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addWidget(self.empty)
        layout.addWidget(self.list, 1)
        layout.addStretch(0)
        layout.addWidget(self.detail)
        self.setMinimumWidth(230)

    def _connect(self) -> None:
        group = QButtonGroup(self)
        for chip in self.scope:
            group.addButton(chip)
        self.scope[0].setChecked(True)
        self.scope[1].toggled.connect(self.scope_changed)
        for name, chip in self.chips.items():
            chip.setChecked(name != ACCEPTED)
            chip.toggled.connect(lambda on, name=name: self._filter(name, on))
        self.list.clicked.connect(self._clicked)
        self.list.activated.connect(self._clicked)
        self.list.selectionModel().currentChanged.connect(
            lambda *_: self.detail.show_finding(self.current())
        )
        self.detail.fix.connect(self.fix)
        self.detail.accept.connect(self.accept)
        self.detail.revoke.connect(self.revoke)

    def _filter(self, group: str, shown: bool) -> None:
        self.model.set_shown(group, shown)
        nothing = self.model.rowCount() == 0
        self.empty.setVisible(nothing)
        self.list.setVisible(not nothing)

    def _clicked(self, index: QModelIndex) -> None:
        finding = self.model.finding(index.row())
        if finding is not None:
            self.jump.emit(finding)


class FindingDetail(QFrame):
    """The chosen finding: its sum, the reason given, and the buttons."""

    fix = Signal(object)
    accept = Signal(object)
    revoke = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._finding: Finding | None = None
        self.text = QLabel(
            wordWrap=True, textInteractionFlags=Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.text.setProperty("muted", True)
        self.fix_button = QPushButton()
        self.fix_button.setProperty("primary", True)
        self.accept_button = QPushButton("填写出错说明…")
        self.revoke_button = QPushButton("撤回说明")
        # The panel keeps its height whatever is chosen, so that nothing jumps.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(84)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.XS, 0, 0)
        layout.setSpacing(theme.S)
        layout.addWidget(self.text)
        layout.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.S)
        for button in (self.fix_button, self.accept_button, self.revoke_button):
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        self.fix_button.clicked.connect(lambda: self.fix.emit(self._finding))
        self.accept_button.clicked.connect(lambda: self.accept.emit(self._finding))
        self.revoke_button.clicked.connect(lambda: self.revoke.emit(self._finding))
        self.show_finding(None)

    def show_finding(self, finding: Finding | None) -> None:
        """Show a finding, or nothing."""
        self._finding = finding
        accepted = finding is not None and finding.accepted is not None
        self.fix_button.setVisible(finding is not None and finding.fix is not None and not accepted)
        self.accept_button.setVisible(finding is not None and not accepted)
        self.revoke_button.setVisible(accepted)
        self.text.setText(_details(finding))
        if finding is not None and finding.fix is not None:
            self.fix_button.setText(finding.fix.label)
            self.fix_button.setToolTip(_preview(finding))


def _details(finding: Finding | None) -> str:
    if finding is None:
        return "点一条可跳到那一格；F8 到下一条。"
    if finding.accepted is not None:
        return f"出错说明：{finding.accepted}"
    if finding.fix is not None:
        return _preview(finding)
    return finding.arithmetic or ""


def _preview(finding: Finding) -> str:
    """What the fix would put where, before it is taken."""
    if finding.fix is None or not finding.fix.edits:
        return ""
    edit = finding.fix.edits[0]
    what = "按数自动计算" if edit.automatic else (f"改为“{edit.text}”" if edit.text else "清空")
    more = f"，等 {len(finding.fix.edits)} 处" if len(finding.fix.edits) > 1 else ""
    return f"{finding.fix.label}：{what}{more}"


def _chip(text: str) -> QPushButton:
    chip = QPushButton(text)
    chip.setCheckable(True)
    chip.setProperty("chip", True)
    chip.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return chip


def _list_view(model: FindingsModel) -> QListView:
    view = QListView()
    view.setModel(model)
    view.setItemDelegate(FindingDelegate(view))
    view.setWordWrap(True)
    view.setUniformItemSizes(False)
    view.setResizeMode(QListView.ResizeMode.Adjust)
    view.setLayoutMode(QListView.LayoutMode.Batched)
    view.setBatchSize(40)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.setSpacing(1)
    view.setMouseTracking(True)
    view.setAccessibleName("自检结果")
    view.setStyleSheet("QListView { background: transparent; }")
    return view
