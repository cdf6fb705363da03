"""How the self-check reaches the panel, the paper, the tree and the line below, and what the panel asks for."""

from ui.findings.groups import Grouping
from ui.window.main_window import MainWindow

_CALM = "新表：先填内容。未填的格按 F8 或点“全审”逐条查看。"
GROUP_ACTIONS = {
    "group_by_rule": Grouping.RULE,
    "group_by_form": Grouping.FORM,
    "group_none": Grouping.NONE,
}


def connect(window: MainWindow) -> None:
    """Join the auditor to the panel, and the panel to the commands."""
    auditor, panel, commands = window.context.auditor, window.context.findings, window.commands
    auditor.checked.connect(lambda form_id: _checked(window, form_id))
    auditor.portfolio_checked.connect(lambda: show(window))
    panel.scope_changed.connect(lambda _: show(window))
    panel.grouping_changed.connect(lambda grouping: _grouped(window, grouping))
    panel.jump.connect(lambda finding: commands.checks.jump(finding))
    panel.fix.connect(lambda finding, cure: commands.checks.cures.take(finding, cure))
    panel.accept.connect(lambda finding: commands.checks.accept_finding(finding))
    panel.revoke.connect(lambda finding: commands.checks.revoke(finding))
    panel.place_wanted.connect(lambda path: commands.checks.show_place(path))
    panel.explain.connect(lambda rule_id: commands.helps.rule(rule_id))
    panel.copy_wanted.connect(lambda findings: commands.checks.copy_these(findings))
    window.context.view.take_proposed.connect(lambda cell: commands.checks.accept_score())
    restore_grouping(window)


def show(window: MainWindow) -> None:
    """Show the findings of the form on show, or of all forms, as last checked."""
    auditor, controller, panel = (
        window.context.auditor,
        window.context.controller,
        window.context.findings,
    )
    if not controller.ready:
        return
    panel.writable = controller.writable
    shown = auditor.findings(controller.form_id)
    known = bool(controller.form_id) and auditor.known(controller.form_id)
    paper = window.context.view.form
    # A new form is calm: what is not filled yet is counted, not marked, until the check is asked for.
    calm = [f for f in shown if not f.blank] if auditor.calm(controller.form_id) else shown
    paper.show_findings(calm)
    paper.show_suggestions(
        controller.file.checking.suggestions(controller.form_id) if known else {}
    )
    paper.show_known(controller.file.year.known.of_form(controller.form_id))
    if panel.wants_all():
        panel.show_findings(auditor.all_findings(), auditor.known_forms, "all")
    elif not controller.form_id or known:
        panel.show_findings(calm, 1 if controller.form_id else 0, controller.form_id)
    else:
        panel.show_waiting()
    if auditor.calm(controller.form_id) and known and not panel.wants_all():
        panel.verdict.setText(auditor.verdict(controller.form_id).text)
        panel.empty.setText(_CALM)
    if known:
        verdict = auditor.verdict(controller.form_id)
        progress = controller.file.checking.progress(controller.form_id, verdict.blanks)
        window.status.show_verdict(verdict, progress)


def _checked(window: MainWindow, form_id: str) -> None:
    verdict = window.context.auditor.verdict(form_id)
    progress = window.controller.file.checking.progress(form_id, verdict.blanks)
    window.context.tree.show_verdict(form_id, verdict, progress)
    if form_id == window.controller.form_id:
        show(window)


def restore_grouping(window: MainWindow) -> None:
    """Group the findings as they were grouped the last time."""
    known = {grouping.value for grouping in Grouping}
    chosen = window.context.preferences.grouping
    window.context.findings.group_by(Grouping(chosen if chosen in known else "none"))
    _mark(window)


def _grouped(window: MainWindow, grouping: Grouping) -> None:
    preferences = window.context.preferences
    preferences.grouping = grouping.value
    preferences.save()
    _mark(window)


def _mark(window: MainWindow) -> None:
    """Tick the grouping in force in the menu, however it was chosen."""
    grouping = window.context.findings.model.grouping
    for name, meant in GROUP_ACTIONS.items():
        window.center.actions[name].setChecked(meant is grouping)
