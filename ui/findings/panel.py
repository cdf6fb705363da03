"""The self-check beside the form: a one-line verdict, the findings, and what can be done about one."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from perfdesk.findings import Finding, Mark
from ui.findings.detail import FindingDetail, Step
from ui.findings.detail_room import DetailRoom
from ui.findings.filter_chips import FilterChips, chip
from ui.findings.groups import FILTERS, Grouping, Titles
from ui.findings.list_view import FindingsList
from ui.findings.model import FindingsModel, PlaceInWords
from ui.style import fonts, theme
from ui.style.plain_text import PlainLabel

NOTHING = "没有发现问题。改动后会自动再查。"
_SMALL = "QComboBox { border-radius: 12px; padding: 2px 2px 2px 10px; min-height: 18px; }"
_LEAST = 222
HIDDEN = "筛选后没有可显示的结果。"


class FindingsPanel(QWidget):
    """Lists findings of the form on show, or of all forms."""

    jump = Signal(object)
    """Go to where a finding stands."""
    fix = Signal(object, object)
    """Take a cure of a finding."""
    accept = Signal(object)
    """Leave a finding as it is, with a reason (出错说明)."""
    revoke = Signal(object)
    """Take such a reason back."""
    copy_wanted = Signal(list)
    """These findings as a table for the clipboard."""
    explain = Signal(str)
    """The page of a rule in the help, by its id."""
    place_wanted = Signal(object)
    """Another cell that the finding speaks of, a `CellPath`."""
    scope_changed = Signal(bool)
    """Whether the findings of all forms are wanted."""
    grouping_changed = Signal(object)
    """The `Grouping` chosen."""

    def __init__(self, place: PlaceInWords, titles: Titles, step: Step) -> None:
        super().__init__()
        self.model = FindingsModel(place, titles)
        self.verdict = PlainLabel()
        self.verdict.setFont(fonts.heading_font(12))
        self.verdict.setWordWrap(True)
        self.scope = [chip("本表"), chip("全部")]
        self.grouping = QComboBox()
        self.filters = FilterChips()
        self.chips = self.filters.chips
        self.list = FindingsList(self.model)
        self.empty = PlainLabel(NOTHING, wordWrap=True)
        self.empty.setProperty("muted", True)
        self.detail = FindingDetail(step)
        self.writable = True
        self._forms = 0
        self._lay_out()
        self._connect()

    def show_findings(self, findings: Iterable[Finding], forms: int, context: str = "") -> None:
        """List the findings of so many forms; the chosen one stays chosen when it is still there.

        `context` tells what is listed, one form or all: each remembers which groups were open.
        """
        chosen, followed = self.current(), self.list.sees_current()
        at_top = self.list.verticalScrollBar().value() == 0
        another = context != self.list.context
        self.list.context = context
        self.model.show(findings)
        self.list.open_groups()
        self.verdict.setText(self.model.verdict(forms).text)
        self.filters.show_counts({name: self.model.count(name) for name, _ in FILTERS})
        self._show_or_say(forms)
        if chosen is not None and self.current() != chosen:
            self.select(chosen)
        if another or (at_top and not self.list.currentIndex().isValid()):
            self.list.scrollToTop()
        elif followed:
            self.list.scrollTo(self.list.currentIndex())
        self._show_detail()

    def show_waiting(self) -> None:
        """The form has not been checked yet."""
        self.model.show(())
        self.verdict.setText("正在自检…")
        self.empty.hide()
        self._show_detail()

    def current(self) -> Finding | None:
        """The chosen finding."""
        return self.model.finding(self.list.currentIndex())

    def select(self, finding: Finding) -> None:
        """Choose a finding, without jumping; a group that is closed stays closed.

        One that is not there any more leaves none chosen: its neighbour was not asked for.
        """
        index = self.model.place_of(finding)
        if not index.isValid():
            self.list.setCurrentIndex(index)
            return
        head = index.parent()
        opened = not head.isValid() or self.list.isExpanded(head)
        self.list.setCurrentIndex(index if opened else head)

    def step(self, direction: int) -> Finding | None:
        """Choose the next (+1) or previous (-1) finding, round the end; None when there are none."""
        count = len(self.model.findings())
        if not count:
            return None
        current = self.list.currentIndex()
        if not current.isValid():
            number = 0 if direction > 0 else count - 1
        elif self.model.group(current) is not None:
            number = self.model.number(current) + (0 if direction > 0 else -1)
        else:
            number = self.model.number(current) + direction
        self.list.choose(self.model.at(number % count))
        return self.current()

    def wants_all(self) -> bool:
        """Whether the findings of all forms are on show."""
        return self.scope[1].isChecked()

    def group_by(self, grouping: Grouping) -> None:
        """Put the findings together by rule, by form, or not at all."""
        if grouping is self.model.grouping:
            return
        chosen = self.current()
        self.model.group_by(grouping)
        self.list.open_groups()
        self.grouping.setCurrentIndex(self.grouping.findData(grouping.value))
        if chosen is not None:
            self.list.choose(self.model.place_of(chosen))
        self.grouping_changed.emit(grouping)

    def _lay_out(self) -> None:
        for grouping in Grouping:
            self.grouping.addItem(grouping.label, grouping.value)
        self.grouping.setCurrentIndex(self.grouping.findData(Grouping.NONE.value))
        self.grouping.setAccessibleName("自检结果分组")
        self.grouping.setToolTip("自检结果按规则、按表分组，或不分组")
        self.grouping.setStyleSheet(_SMALL)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.M, theme.M, theme.M, theme.S)
        layout.setSpacing(theme.S)
        layout.addWidget(self.verdict)
        top = QHBoxLayout()
        top.setSpacing(theme.XS)
        for each in self.scope:
            top.addWidget(each)
        top.addStretch(1)
        top.addWidget(self.grouping)
        layout.addLayout(top)
        layout.addWidget(self.filters)
        layout.addWidget(self.empty)
        layout.addWidget(self.list, 1)
        layout.addStretch(0)
        layout.addWidget(DetailRoom(self.detail))
        self.setMinimumWidth(_LEAST)
        # Said outright: what a finding offers scrolls, and never makes the window higher than its screen.
        self.setMinimumHeight(theme.LEAST_PANEL)

    def _connect(self) -> None:
        group = QButtonGroup(self)
        for each in self.scope:
            group.addButton(each)
        self.scope[0].setChecked(True)
        self.scope[1].toggled.connect(self.scope_changed)
        self.filters.toggled.connect(self._filter)
        self.grouping.activated.connect(
            lambda row: self.group_by(Grouping(self.grouping.itemData(row)))
        )
        self.list.chosen.connect(self.jump)
        self.list.copy_wanted.connect(self.copy_wanted)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_detail())
        self.detail.fix.connect(self.fix)
        self.detail.accept.connect(self.accept)
        self.detail.revoke.connect(self.revoke)
        self.detail.place_wanted.connect(self.place_wanted)
        self.detail.explain.connect(self.explain)

    def _filter(self, name: str, shown: bool) -> None:
        self.model.set_shown(name, shown)
        self.list.open_groups()
        self._show_or_say(self._forms)

    def _show_or_say(self, forms: int) -> None:
        self._forms = forms
        nothing = self.model.rowCount() == 0
        hidden = any(self.model.count(mark.value) for mark in Mark)
        self.empty.setText(HIDDEN if hidden else NOTHING)
        # Without a form the verdict has said all.
        self.empty.setVisible(nothing and forms > 0)
        self.list.setVisible(not nothing)

    def _show_detail(self) -> None:
        self.detail.show_finding(self.current(), writable=self.writable)
