"""Keeps findings fresh: the form on show at once, the others in idle moments, never in the way of typing."""

from collections import deque
from collections.abc import Iterator
from itertools import chain
from threading import Thread

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from perfdesk.errors import PerfDeskError
from perfdesk.findings import Finding, Verdict, count
from perfdesk.session.check.preload import warm_up
from perfdesk.session.outcome import Outcome
from ui.bench.controller import Controller
from ui.desktop import collector

PAPER_RULE = "P02"
"""What paper cannot show; found by paginating, which is too slow for every edit of every form."""
_PAUSE_MS = 120
"""After the last edit before the form is checked again: typing in a row is not checked key by key."""
_REST_MS = 900
"""After the last edit before the other forms are checked again."""
_LOOK_MS = 15
"""Between two looks whether the rulebook has been loaded."""
_SLICE_MS = 10
"""Idle work gives the window back after this long."""


class Auditor(QObject):
    """Findings per form, refreshed by what edits touch."""

    checked = Signal(str)
    """The findings of this form are new."""
    portfolio_checked = Signal()
    """All forms and the comparisons between them have been checked."""
    all_checked = Signal()
    """全审 has been done."""

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller
        self._findings: dict[str, list[Finding]] = {}
        self._whole: list[Finding] = []
        self._waiting: deque[str] = deque()
        self._loading: Iterator[str] | None = None
        self._calm: set[str] = set()
        """New forms whose blanks are counted, and not shown one by one yet."""
        self.begun = False
        """Whether the window has been painted, so that there is time to check."""
        self._now = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._now.timeout.connect(self.check_shown)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._queue_all)
        self._idle = QTimer(self, interval=0)
        self._idle.timeout.connect(self._slice)
        self._warming: Thread | None = None
        self._warmed = QTimer(self, interval=_LOOK_MS)
        self._warmed.timeout.connect(self._look_for_rules)
        controller.opened.connect(self.start_over)
        controller.edited.connect(self._edited)
        controller.form_shown.connect(self._shown)

    def findings(self, form_id: str) -> list[Finding]:
        """The findings of a form as last checked."""
        return self._findings.get(form_id, [])

    def all_findings(self) -> list[Finding]:
        """The findings of all forms and of the whole, as last checked."""
        forms = self._controller.file.form_ids() if self._controller.ready else []
        return [*self._whole, *chain.from_iterable(self._findings.get(form, ()) for form in forms)]

    def verdict(self, form_id: str | None) -> Verdict:
        """The count for a form, or for all."""
        if form_id is None:
            return count(self.all_findings(), len(self._findings))
        return count(self.findings(form_id), 1)

    @property
    def known_forms(self) -> int:
        """How many forms have been checked."""
        return len(self._findings)

    def known(self, form_id: str) -> bool:
        """Whether a form has been checked since it was opened."""
        return form_id in self._findings

    def calm(self, form_id: str) -> bool:
        """Whether a form is new, and its blanks are not shown one by one yet."""
        return form_id in self._calm

    def keep_calm(self, form_id: str) -> None:
        """A form has just been made."""
        self._calm.add(form_id)

    @property
    def calm_forms(self) -> list[str]:
        """The new forms that nobody has asked about yet, of the files opened so far."""
        return sorted(self._calm)

    def wake(self, form_id: str | None = None) -> None:
        """全审, 导出 or F8: the blanks of this form (None: of all) are shown from now on."""
        woken = {form_id} if form_id is not None else set(self._calm)
        self._calm -= woken
        for form in woken & self._findings.keys():
            self.checked.emit(form)

    def settled(self) -> bool:
        """Whether nothing waits to be checked."""
        timers = (self._now, self._rest, self._idle, self._warmed)
        return self._loading is None and not any(timer.isActive() for timer in timers)

    def begin(self) -> None:
        """Start checking: the window has been painted, the rulebook may be loaded, in its own thread."""
        if not self.begun:
            self._warming = Thread(target=warm_up, daemon=True)
            self._warming.start()
        self.begun = True
        self.start_over()

    def check_shown(self) -> None:
        """Check the form on show now; during the first check of all it waits for its turn."""
        if not self._controller.ready or not self._controller.form_id or self._controller.busy:
            return
        if self._controller.file.checking.prepared or self.known(self._controller.form_id):
            self._now.stop()
            self._check(self._controller.form_id)

    def look_again(self, form_id: str | None) -> None:
        """Check a form again that no edit has touched (None: the comparison of all): a reason came or went."""
        if form_id is not None:
            self._check(form_id)
        else:
            self._whole = self._controller.file.checking.portfolio_findings()
        if form_id != self._controller.form_id:
            self.portfolio_checked.emit()

    def take(self, findings: list[Finding]) -> None:
        """Take findings of all forms that a job has made (全审)."""
        if self._loading is not None:
            collector.settle_heap()
        self._loading = None
        self._waiting.clear()
        self._idle.stop()
        self._findings = {form.id: [] for form in self._controller.file.forms()}
        self._whole = [finding for finding in findings if finding.form is None]
        for finding in findings:
            if finding.form is not None:
                self._findings.setdefault(finding.form, []).append(finding)
        for form_id in self._findings:
            self.checked.emit(form_id)
        self.portfolio_checked.emit()
        self.all_checked.emit()

    def start_over(self) -> None:
        """Forget everything and check anew: another file, or other settings."""
        self._findings, self._whole, self._loading = {}, [], None
        self._waiting.clear()
        for timer in (self._now, self._rest, self._idle):
            timer.stop()
        self._warmed.stop()
        collector.work_as_ever()
        if self._warming is not None:
            self._warmed.start()
        elif self._controller.ready and self.begun:
            collector.let_heap_grow()
            self._loading = self._controller.file.checking.prepare(self._controller.form_id)
            self._idle.start()

    def _look_for_rules(self) -> None:
        """Begin once the rulebook is there."""
        if self._warming is None or not self._warming.is_alive():
            self._warming = None
            self.start_over()

    def _check(self, form_id: str) -> None:
        checking = self._controller.file.checking
        # 全审 looked at the paper too; where that found fault it is looked at again after every edit.
        on_paper = any(finding.rule == PAPER_RULE for finding in self.findings(form_id))
        found = checking.findings(form_id)
        self._findings[form_id] = found + (checking.paper_findings([form_id]) if on_paper else [])
        self.checked.emit(form_id)

    def _edited(self, outcome: Outcome) -> None:
        if self.begun and not self._controller.file.checking.begun:
            # Very many forms came or went at once.
            self.start_over()
            return
        if outcome.form_list:
            existing = {form.id for form in self._controller.file.forms()}
            self._findings = {
                form: found for form, found in self._findings.items() if form in existing
            }
        self._now.start()
        if self._loading is None:
            self._idle.stop()
            self._rest.start()

    def _shown(self, form_id: str) -> None:
        if form_id and self.known(form_id):
            self.checked.emit(form_id)
        elif form_id:
            self._now.start(0)

    def _queue_all(self) -> None:
        if self._controller.ready and self._warming is None:
            self._waiting = deque(form.id for form in self._controller.file.forms())
            self._idle.start()

    def _slice(self) -> None:
        try:
            self._work_a_while()
        except PerfDeskError as error:
            # A form could not be read: its drive has gone. Said once; what is known stays.
            self._idle.stop()
            self._loading = None
            self._waiting.clear()
            self._controller.failed.emit(str(error))

    def _work_a_while(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        while self._controller.ready and not self._controller.busy and clock.elapsed() < _SLICE_MS:
            if not (self._load_step() if self._loading is not None else self._check_step()):
                return
        if not self._controller.ready:
            self._idle.stop()

    def _load_step(self) -> bool:
        """One step of the first check of all."""
        form_id = next(self._loading, None) if self._loading is not None else None
        if form_id is None:
            self._loading = None
            collector.settle_heap()
            self._queue_all()
        elif form_id:
            self._check(form_id)
        return True

    def _check_step(self) -> bool:
        """One form again; False when all are done."""
        if self._waiting:
            form_id = self._waiting.popleft()
            if any(form.id == form_id for form in self._controller.file.forms()):
                self._check(form_id)
            return True
        self._idle.stop()
        self._whole = self._controller.file.checking.portfolio_findings()
        self.portfolio_checked.emit()
        return False
