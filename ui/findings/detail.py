"""The chosen finding: what its cures would change, the reason given, and the buttons."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout

from perfdesk.cellpath import CellPath
from perfdesk.findings import Edit, Finding, Fix
from perfdesk.values import BLANK
from ui.findings.filter_chips import chip
from ui.style import theme
from ui.style.plain_text import PlainLabel, tip

Step = Callable[[Edit], tuple[str, str]]
"""What a cell holds now and what it would hold."""

HINT = "点一条可跳到那一格；F8 到下一条。"
_LONG = 60
"""Characters of a text that the preview shows whole."""
_LEAD = 4
"""Characters shown before those that differ in a long text."""


class FindingDetail(QFrame):
    """Below the list; as high as what it holds, never less than a little."""

    fix = Signal(object, object)
    """A finding and the cure to take."""
    accept = Signal(object)
    revoke = Signal(object)
    explain = Signal(str)
    """The page of a rule is wanted, by its id."""
    place_wanted = Signal(object)
    """Another cell that the finding speaks of, a `CellPath`."""

    def __init__(self, step: Step) -> None:
        super().__init__()
        self._step = step
        self._finding: Finding | None = None
        self.text = PlainLabel(
            wordWrap=True, textInteractionFlags=Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setProperty("muted", True)
        self.cures: list[QPushButton] = []
        self.places_button = chip("")
        self.places_button.setCheckable(False)
        self._places: tuple[CellPath, ...] = ()
        self._seen = 0
        """How many of the places were looked at."""
        self.accept_button = SteadyButton("填写出错说明…")
        self.revoke_button = SteadyButton("撤回说明")
        # Short: the narrowest panel has no more room beside the button for a reason.
        self.explain_button = chip("规则")
        self.explain_button.setAccessibleName("规则说明")
        self.explain_button.setCheckable(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        # The panel keeps its height for most findings, so that nothing jumps.
        self.setMinimumHeight(78)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.XS, 0, theme.XS)
        layout.setSpacing(theme.S)
        layout.addWidget(self.text)
        layout.addWidget(self.places_button)
        layout.addStretch(1)
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.XS + 2)
        layout.addLayout(self._column)
        self._row = row = QHBoxLayout()
        row.setSpacing(theme.S)
        # Each has a place of its own: nothing comes where another button stood a moment ago.
        row.addWidget(self.accept_button)
        row.addWidget(self.explain_button)
        row.addStretch(1)
        row.addWidget(self.revoke_button)
        for button in (self.accept_button, self.revoke_button):
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        layout.addLayout(row)
        self.places_button.clicked.connect(self._next_place)
        self.explain_button.clicked.connect(self._explain)
        self.accept_button.clicked.connect(lambda: self.accept.emit(self._finding))
        self.revoke_button.clicked.connect(lambda: self.revoke.emit(self._finding))
        self.show_finding(None)

    def show_finding(self, finding: Finding | None, *, writable: bool = True) -> None:
        """Show a finding, or nothing."""
        if finding != self._finding:
            # Choosing a finding shows its first place.
            self._seen = 1
        self._finding = finding
        self._places = places_of(finding)
        self._tell_places()
        self.explain_button.setVisible(finding is not None)
        if finding is not None:
            self.explain_button.setToolTip(tip(f"规则 {finding.rule} 看什么，例子和出处"))
        open_one = finding is not None and finding.accepted is None
        self.accept_button.setVisible(open_one and writable)
        self.revoke_button.setVisible(finding is not None and not open_one and writable)
        self._show_cures(cures_of(finding) if open_one and writable else ())
        text = self._words(finding)
        self.text.setText(text)
        self.text.setVisible(bool(text))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _next_place(self) -> None:
        path = self._places[self._seen % len(self._places)]
        self._seen += 1
        self._tell_places()
        self.place_wanted.emit(path)

    def _explain(self) -> None:
        if self._finding is not None:
            self.explain.emit(self._finding.rule)

    def _tell_places(self) -> None:
        count = len(self._places)
        self.places_button.setVisible(count > 1)
        if count > 1:
            self.places_button.setText(f"共 {count} 处，看第 {self._seen % count + 1} 处")

    def _show_cures(self, cures: tuple[Fix, ...]) -> None:
        for button in self.cures:
            button.hide()
            button.deleteLater()
        self.cures = [self._cure(number, cure) for number, cure in enumerate(cures)]
        self._fit()
        beside = self._fits_beside()
        for button in self.cures:
            self._row.insertWidget(3, button) if beside else self._column.addWidget(button)

    def _cure(self, number: int, cure: Fix) -> QPushButton:
        button = SteadyButton()
        button.setProperty("primary", number == 0)
        button.setProperty("label", cure.label)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.setAccessibleName(cure.label)
        button.setToolTip(tip(f"{cure.label}\n{preview(cure, self._step)}"))
        button.clicked.connect(lambda: self.fix.emit(self._finding, cure))
        return button

    def _fits_beside(self) -> bool:
        """Whether a single cure stands in one row with the button for a reason."""
        if len(self.cures) != 1:
            return False
        buttons = (self.cures[0], self.accept_button, self.explain_button)
        return sum(b.sizeHint().width() + theme.S for b in buttons) - theme.S <= self.width()

    def _fit(self) -> None:
        """A label that is wider than the panel ends in dots; the tool tip has it whole."""
        for button in self.cures:
            label = str(button.property("label"))
            room = max(60, self.width() - 34)
            button.setText(button.fontMetrics().elidedText(label, theme.ELIDE, room))

    def _words(self, finding: Finding | None) -> str:
        if finding is None:
            return HINT
        if finding.accepted is not None:
            return ""
        cures = cures_of(finding)
        if len(cures) == 1:
            return preview(cures[0], self._step)
        return "\n".join(f"{cure.label}：{preview(cure, self._step)}" for cure in cures)


class SteadyButton(QPushButton):
    """The second press of a double click does nothing: by then another cure may stand under the mouse."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()


def places_of(finding: Finding | None) -> tuple[CellPath, ...]:
    """Every place of a folded finding: like cells of the form, and cells of other forms."""
    if finding is None or finding.path is None:
        return ()
    own = finding.path
    alike = (p for p in finding.related if p.form != own.form or (p.field == own.field != ""))
    return tuple(dict.fromkeys((own, *alike)))


def cures_of(finding: Finding | None) -> tuple[Fix, ...]:
    """Every cure of a finding, the likeliest first."""
    if finding is None or finding.fix is None:
        return finding.other_fixes if finding is not None else ()
    return (finding.fix, *finding.other_fixes)


def preview(cure: Fix, step: Step) -> str:
    """What a cure would change, the first cell of it: 12 → 13.87，等 3 处."""
    if not cure.edits:
        return ""
    before, after = step(cure.edits[0])
    more = f"，等 {len(cure.edits)} 处" if len(cure.edits) > 1 else ""
    draft = "（空白处由您填写）" if cure.draft else ""
    return f"{difference(before, after)}{more}{draft}"


def difference(before: str, after: str) -> str:
    """Both texts where they are short, else what comes and goes in them: 加上“…”, 删去“…”."""
    if max(len(before), len(after)) <= _LONG or not before or not after:
        return f"{_short(before) or BLANK} → {_short(after) or BLANK}"
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    gone, come = before[start : len(before) - end], after[start : len(after) - end]
    if not gone:
        return f"加上“{_short(come.strip())}”"
    if not come:
        return f"删去“{_short(gone.strip())}”"
    lead = f"…{before[max(0, start - _LEAD) : start]}" if start else ""
    return f"{lead}{_short(gone)} → {lead}{_short(come)}"


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _short(text: str) -> str:
    line = text.replace("\n", " ")
    return line if len(line) <= _LONG else f"{line[: _LONG - 1]}…"
