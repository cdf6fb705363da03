"""The panel of the self-check with what it asks of the open data file."""

from perfdesk.errors import PerfDeskError
from perfdesk.findings import Edit, Finding
from ui.bench.controller import Controller
from ui.findings.groups import Grouping, Titles
from ui.findings.panel import FindingsPanel
from ui.forms.project_tree import short_name

ALL = "全部表"


def make_panel(controller: Controller) -> FindingsPanel:
    """The panel with what it asks of the open data file."""
    panel: FindingsPanel = FindingsPanel(
        lambda finding: place_in_words(controller, panel, finding),
        _titles(controller),
        lambda edit: _step(controller, edit),
    )
    return panel


def place_in_words(controller: Controller, panel: FindingsPanel, finding: Finding) -> str:
    """Where a finding stands, as a user says it: 项目 · 完成体检数 · 得分; without what a head says.

    Nothing may be raised here: a list view asks in the middle of its layout, and an exception that
    passes through Qt there leaves PySide6 holding the interpreter for good.
    """
    if finding.form is None or finding.path is None or not controller.ready:
        return ALL
    named = panel.wants_all() and panel.model.grouping is not Grouping.FORM
    try:
        return short_name(controller.file.checking.place(finding.path, with_project=named))
    except PerfDeskError:
        return ""


def _titles(controller: Controller) -> Titles:
    names: dict[str, str] = {}

    def rule(rule_id: str) -> str:
        if not names and controller.ready:
            names.update({each.id: each.name for each in controller.file.options.rules()})
        return f"{rule_id} {names.get(rule_id, '')}".rstrip()

    def form(form_id: str | None) -> str:
        if not form_id or not controller.ready:
            return ALL
        return short_name(controller.file.checking.form_name(form_id))

    return Titles(rule, form)


def _step(controller: Controller, edit: Edit) -> tuple[str, str]:
    return controller.file.checking.step(edit) if controller.ready else ("", "")
