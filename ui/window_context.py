"""The parts of the window that commands and dialogs work with: whole when it is passed on, never global."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtWidgets import QMainWindow

from ui.bench.controller import Controller
from ui.bench.jobs import Job, Work
from ui.bench.prompts import Prompts
from ui.desktop.preferences import Preferences
from ui.findings.auditor import Auditor
from ui.findings.panel import FindingsPanel
from ui.forms.project_tree import ProjectTree
from ui.paper.form_table import FormTable
from ui.paper.paper_area import PaperArea


@dataclass(frozen=True, eq=False, repr=False)
class WindowContext:
    """Everything a command may need; made once, when all of it is there."""

    window: QMainWindow
    controller: Controller
    view: FormTable
    paper_area: PaperArea
    prompts: Prompts
    preferences: Preferences
    notice: Callable[[str], None]
    tree: ProjectTree
    findings: FindingsPanel
    auditor: Auditor
    running: list[Job] = field(default_factory=list)

    def run_job(self, title: str, work: Work, done: Callable[[object], None]) -> Job:
        """Start long work; its failure is said, its result goes to `done` in the main thread."""
        self.view.commit_editor()
        job = Job(title, work, self.window)
        self.running.append(job)
        self.controller.busy = True
        job.settled.connect(lambda: self._settle(job))
        job.done.connect(done)
        job.failed.connect(self.prompts.error)
        job.start()
        return job

    def _settle(self, job: Job) -> None:
        self.running.remove(job)
        self.controller.busy = bool(self.running)
