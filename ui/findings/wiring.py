"""How the self-check reaches the panel, the paper, the tree and the line below, and what the panel asks for."""

from typing import TYPE_CHECKING

from perfdesk.errors import PerfDeskError
from perfdesk.findings import Edit, Finding
from ui.findings.groups import Grouping, Titles
from ui.findings.panel import FindingsPanel
from ui.forms.project_tree import short_name

if TYPE_CHECKING:
    from ui.bench.window_context import Parts
    from ui.window.main_window import MainWindow

ALL = "全部表"
GROUP_ACTIONS = {
    "group_by_rule": Grouping.RULE,
    "group_by_form": Grouping.FORM,
    "group_none": Grouping.NONE,
}


def make_panel(parts: "Parts") -> FindingsPanel:
    """The panel with what it asks of the open data file."""
    return FindingsPanel(
        lambda finding: place_in_words(parts, finding),
        _titles(parts),
        lambda edit: _step(parts, edit),
    )


def connect(window: "MainWindow") -> None:
    """Join the auditor to the panel, and the panel to the commands."""
    auditor, panel, commands = window.parts.auditor, window.parts.findings, window.commands
    auditor.checked.connect(lambda form_id: _checked(window, form_id))
    auditor.portfolio_checked.connect(lambda: show(window))
    panel.scope_changed.connect(lambda _: show(window))
    panel.grouping_changed.connect(lambda grouping: _grouped(window, grouping))
    panel.jump.connect(lambda finding: commands.checks.jump(finding))
    panel.fix.connect(lambda finding, cure: commands.checks.cures.take(finding, cure))
    panel.accept.connect(lambda finding: commands.checks.accept_finding(finding))
    panel.revoke.connect(lambda finding: commands.checks.revoke(finding))
    panel.place_wanted.connect(lambda path: commands.checks.show_place(path))
    panel.copy_wanted.connect(lambda findings: commands.checks.copy_these(findings))
    window.parts.view.take_proposed.connect(lambda cell: commands.checks.accept_score())
    restore_grouping(window)


def show(window: "MainWindow") -> None:
    """Show the findings of the form on show, or of all forms, as last checked."""
    auditor, bench, panel = window.parts.auditor, window.parts.bench, window.parts.findings
    if not bench.ready:
        return
    panel.writable = bench.writable
    shown = auditor.findings(bench.form_id)
    known = bool(bench.form_id) and auditor.known(bench.form_id)
    paper = window.parts.view.form
    paper.show_findings(shown)
    paper.show_suggestions(bench.file.checking.suggestions(bench.form_id) if known else {})
    if panel.wants_all():
        panel.show_findings(auditor.all_findings(), auditor.known_forms, "all")
    elif not bench.form_id or known:
        panel.show_findings(shown, 1 if bench.form_id else 0, bench.form_id)
    else:
        panel.show_waiting()
    if known:
        window.status.show_verdict(auditor.verdict(bench.form_id))


def place_in_words(parts: "Parts", finding: Finding) -> str:
    """Where a finding stands, as a user says it: 项目 · 完成体检数 · 得分; without what a head says.

    Nothing may be raised here: a list view asks in the middle of its layout, and an exception that
    passes through Qt there leaves PySide6 holding the interpreter for good.
    """
    if finding.form is None or finding.path is None or not parts.bench.ready:
        return ALL
    panel = parts.findings
    named = panel.wants_all() and panel.model.grouping is not Grouping.FORM
    try:
        return short_name(parts.bench.file.checking.place(finding.path, with_project=named))
    except PerfDeskError:
        return ""


def _titles(parts: "Parts") -> Titles:
    names: dict[str, str] = {}

    def rule(rule_id: str) -> str:
        if not names and parts.bench.ready:
            names.update({each.id: each.name for each in parts.bench.file.options.rules()})
        return f"{rule_id} {names.get(rule_id, '')}".rstrip()

    def form(form_id: str | None) -> str:
        if not form_id or not parts.bench.ready:
            return ALL
        return short_name(parts.bench.file.checking.form_name(form_id))

    return Titles(rule, form)


def _step(parts: "Parts", edit: Edit) -> tuple[str, str]:
    return parts.bench.file.checking.step(edit) if parts.bench.ready else ("", "")


def _checked(window: "MainWindow", form_id: str) -> None:
    window.parts.tree.show_verdict(form_id, window.parts.auditor.verdict(form_id))
    if form_id == window.parts.bench.form_id:
        show(window)


def restore_grouping(window: "MainWindow") -> None:
    """Group the findings as they were grouped the last time."""
    known = {grouping.value for grouping in Grouping}
    chosen = window.parts.preferences.grouping
    window.parts.findings.group_by(Grouping(chosen if chosen in known else "none"))
    _mark(window)


def _grouped(window: "MainWindow", grouping: Grouping) -> None:
    preferences = window.parts.preferences
    preferences.grouping = grouping.value
    preferences.save()
    _mark(window)


def _mark(window: "MainWindow") -> None:
    """Tick the grouping in force in the menu, however it was chosen."""
    grouping = window.parts.findings.model.grouping
    for name, meant in GROUP_ACTIONS.items():
        window.center.actions[name].setChecked(meant is grouping)
