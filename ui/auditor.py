"""Keeps findings fresh: the form on show at once, the others in idle moments, never in the way of typing."""

from collections import deque

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from perfdesk.findings import Finding, Verdict, count
from perfdesk.session.outcome import Outcome
from ui.workbench import Workbench

_PAUSE_MS = 120
"""After the last edit before the form is checked again: typing in a row is not checked key by key."""
_REST_MS = 900
"""After the last edit before the other forms are checked again."""
_SLICE_MS = 25
"""Idle work gives the window back after this long."""


class Auditor(QObject):
    """Findings per form, refreshed by what edits touch."""

    checked = Signal(str)
    """The findings of this form are new."""
    portfolio_checked = Signal()
    """All forms and the comparisons between them have been checked."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._findings: dict[str, list[Finding]] = {}
        self._whole: list[Finding] = []
        self._waiting: deque[str] = deque()
        self._now = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._now.timeout.connect(self.check_shown)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._queue_all)
        self._idle = QTimer(self, interval=0)
        self._idle.timeout.connect(self._slice)
        bench.opened.connect(self.start_over)
        bench.edited.connect(self._edited)
        bench.form_shown.connect(self._shown)

    def findings(self, form_id: str) -> list[Finding]:
        """The findings of a form as last checked."""
        return self._findings.get(form_id, [])

    def all_findings(self) -> list[Finding]:
        """The findings of all forms and of the whole, as last checked."""
        return [*self._whole, *(finding for found in self._findings.values() for finding in found)]

    def verdict(self, form_id: str | None) -> Verdict:
        """The count for a form, or for all."""
        if form_id is None:
            return count(self.all_findings(), len(self._findings))
        return count(self.findings(form_id), 1)

    def check_shown(self) -> None:
        """Check the form on show now."""
        if self._bench.workspace is not None and self._bench.form_id and not self._bench.busy:
            self._check(self._bench.form_id)

    def take(self, findings: list[Finding]) -> None:
        """Take findings of all forms that a job has made (全审)."""
        self._waiting.clear()
        self._idle.stop()
        self._findings = {form.id: [] for form in self._bench.file.forms()}
        self._whole = []
        for finding in findings:
            (
                self._whole if finding.form is None else self._findings.setdefault(finding.form, [])
            ).append(finding)
        for form_id in self._findings:
            self.checked.emit(form_id)
        self.portfolio_checked.emit()

    def _check(self, form_id: str) -> None:
        self._findings[form_id] = self._bench.file.checking.findings(form_id)
        self.checked.emit(form_id)

    def _edited(self, outcome: Outcome) -> None:
        if outcome.form_list:
            existing = {form.id for form in self._bench.file.forms()}
            self._findings = {
                form: found for form, found in self._findings.items() if form in existing
            }
        self._idle.stop()
        self._now.start()
        self._rest.start()

    def _shown(self, form_id: str) -> None:
        if not form_id:
            return
        if form_id in self._findings:
            self.checked.emit(form_id)
        else:
            self._now.start(0)

    def start_over(self) -> None:
        """Forget everything and check anew: another file, or other settings."""
        self._findings, self._whole = {}, []
        self._waiting.clear()
        for timer in (self._now, self._rest, self._idle):
            timer.stop()
        if self._bench.ready:
            self._now.start(0)
            self._rest.start()

    def _queue_all(self) -> None:
        if self._bench.ready:
            self._waiting = deque(form.id for form in self._bench.file.forms())
            self._idle.start()

    def _slice(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        while (
            self._bench.ready
            and not self._bench.busy
            and self._waiting
            and clock.elapsed() < _SLICE_MS
        ):
            form_id = self._waiting.popleft()
            if form_id in self._findings or any(
                form.id == form_id for form in self._bench.file.forms()
            ):
                self._check(form_id)
        if not self._bench.ready:
            self._idle.stop()
        elif not self._waiting:
            self._idle.stop()
            self._whole = self._bench.file.checking.portfolio_findings()
            self.portfolio_checked.emit()
