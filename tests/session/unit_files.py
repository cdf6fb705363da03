"""Data files for the session's tests: published forms in a workspace, and findings made by hand."""

import json
from collections.abc import Sequence
from pathlib import Path

from perfdesk.changes import AddForm, Batch
from perfdesk.compute import keep_printed
from perfdesk.document import form_json, state
from perfdesk.findings import Finding, Severity
from perfdesk.session.core import Core
from perfdesk.session.workspace import Workspace

FORMS = Path(__file__).parent.parent / "samples" / "forms"
TEMPLATES = {
    "minhang-self-evaluation-2024": "shanghai-self-evaluation-2024",
    "fengtai-self-evaluation-2024": "beijing-self-evaluation",
    "jiading-declaration-2023": "shanghai-declaration-2023",
    "putuo-self-evaluation": "district-self-evaluation",
    "municipal-self-evaluation-2023": "shanghai-self-evaluation-2023",
}


def add_forms(core: Core, name: str, count: int = 3) -> list[str]:
    """Put the first published forms of a sample into the document; answers their ids."""
    template = core.catalog.get(TEMPLATES[name])
    changes = []
    for number, data in enumerate(json.loads((FORMS / f"{name}.json").read_text("utf-8"))[:count]):
        form = form_json.from_json(data, template, f"{name[:2]}{number}")
        keep_printed(form, template, core.profile(template.id))
        changes.append(AddForm(state(form)))
    core.edit(Batch(tuple(changes)), "导入")
    return [change.state["id"] for change in changes]


def unit_file(folder: Path, *samples: str, count: int = 3) -> Workspace:
    """A data file with the first published forms of each sample."""
    workspace = Workspace.create(folder / "单位.perfdesk")
    for name in samples or ("minhang-self-evaluation-2024",):
        add_forms(workspace._core, name, count)
    return workspace


class Found:
    """Findings given by hand, where a test is not about the rules."""

    def __init__(self, findings: list[Finding] | None = None) -> None:
        self.given = findings or []

    def findings(self, form_id: str) -> list[Finding]:
        here = (finding for finding in self.given if finding.form == form_id)
        return [finding for finding in here if finding.rule != "P02"]

    def paper_findings(self, form_ids: Sequence[str]) -> list[Finding]:
        return [f for f in self.given if f.rule == "P02" and f.form in form_ids]

    def portfolio_findings(self) -> list[Finding]:
        return [finding for finding in self.given if finding.form is None]


def a_finding(form: str | None, severity: Severity = Severity.ERROR, **more: object) -> Finding:
    """A finding at the execution rate of a form."""
    place = {"row": "F0", "field": "rate"} if form is not None else {"row": "", "field": ""}
    values = {"rule": "F05", "message": "执行率不符", "arguments": (("printed", "98.00"),)}
    return Finding(**{**values, "severity": severity, "form": form, **place, **more})
