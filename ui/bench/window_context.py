"""The parts of the window that commands work with; made once, passed on, found nowhere globally."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

    from ui.bench.controller import Workbench
    from ui.bench.jobs import Job, Work
    from ui.bench.prompts import Prompts
    from ui.datafile.preferences import Preferences
    from ui.findings.auditor import Auditor
    from ui.findings.panel import FindingsPanel
    from ui.forms.project_tree import ProjectTree
    from ui.paper.form_view import FormView
    from ui.paper.paper_area import Desk


@dataclass(eq=False, repr=False)
class Parts:
    """Everything a command may need. The last three come after the first paint (`ui.window.panels`)."""

    window: QMainWindow
    bench: Workbench
    view: FormView
    desk: Desk
    prompts: Prompts
    preferences: Preferences
    notice: Callable[[str], None]
    running: list[Job]
    tree: ProjectTree = field(init=False)
    findings: FindingsPanel = field(init=False)
    auditor: Auditor = field(init=False)

    def run_job(self, title: str, work: Work, done: Callable[[object], None]) -> Job:
        """Start long work; its failure is said, its result goes to `done` in the main thread."""
        from ui.bench.jobs import Job

        self.view.commit_editor()
        job = Job(title, work, self.window)
        self.running.append(job)
        self.bench.busy = True
        job.settled.connect(lambda: self._settle(job))
        job.done.connect(done)
        job.failed.connect(self.prompts.error)
        job.start()
        return job

    def _settle(self, job: Job) -> None:
        self.running.remove(job)
        self.bench.busy = bool(self.running)
