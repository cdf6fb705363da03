"""Running the rules over a form or a group of forms, and making findings of what they see."""

from collections.abc import Iterable, Iterator, Sequence

from perfdesk.cellpath import HEADER
from perfdesk.document import FormView
from perfdesk.findings import Finding, Fix, Severity
from perfdesk.portfolio import groups
from perfdesk.rules.catalogue import wording
from perfdesk.rules.facts.group import GroupSubject
from perfdesk.rules.facts.subject import FormSubject, judged_length
from perfdesk.rules.facts.words import WordLists, default_words
from perfdesk.rules.model import Hit, Rule, Scope
from perfdesk.rules.reach import applies
from perfdesk.rules.registry import rules_of
from perfdesk.rules.run.silence import audible
from perfdesk.settings import UnitSettings

_OF_RESULTS = ("T", "W", "I", "G", "S01", "F05", "F06", "F08", "F10", "F20")
"""What is not asked of a project that was cancelled before it began: it has no results to tell (YEAR.md)."""
NEAREST_HINTS = frozenset({"S02", "S11", "W01", "W04", "W05", "F06"})
"""Rules bound to a profile: hints where the form was read with another region's template."""


def to_finding(rule: Rule, hit: Hit, form: FormSubject | None) -> Finding:
    """A finding with severity and message from the catalogue."""
    nearest = form is not None and form.view.nearest
    case = wording(rule.id, hit.variant)
    severity, text = case.severity, case.message.format_map(dict(hit.arguments))
    if nearest and rule.id in NEAREST_HINTS:
        severity = Severity.HINT
    form_id, row, field = hit.place or (None, HEADER, "")
    return Finding(
        rule.id,
        severity,
        form_id,
        row,
        field,
        text,
        hit.arguments,
        hit.arithmetic,
        _whole(hit.fix, form),
        tuple(fix for fix in hit.other_fixes if _whole(fix, form)),
        hit.related,
        blank=case.blank,
    )


def _whole(fix: Fix | None, form: FormSubject | None) -> Fix | None:
    """A fix, unless it would write a cell of which only the beginning was judged."""
    if fix is None or form is None:
        return fix
    texts = (
        (edit.path.field, form.view.text(edit.path.field, edit.path.row) or "")
        for edit in fix.edits
        if edit.path.form == form.id and not edit.removes_row
    )
    return None if any(len(text) > judged_length(name) for name, text in texts) else fix


def enabled(rules: Iterable[Rule], form: FormSubject) -> Iterator[Rule]:
    """The rules that are for this form and that its profile does not switch off."""
    off = form.profile.disabled_rules
    excused = _OF_RESULTS if form.view.not_begun else ()
    return (
        rule
        for rule in rules
        if rule.id not in off and not rule.id.startswith(excused) and applies(rule, form)
    )


def run_form_rule(rule: Rule, form: FormSubject) -> list[Finding]:
    """What a form-scope rule finds in a form."""
    return [to_finding(rule, hit, form) for hit in rule.check(form)]


def run_row_rule(rule: Rule, form: FormSubject, row_id: str) -> list[Finding]:
    """What a row-scope rule finds in one row."""
    return [to_finding(rule, hit, form) for hit in rule.check(form.row_by_id[row_id])]


def run_group_rule(rule: Rule, group: GroupSubject) -> list[Finding]:
    """What a portfolio rule finds among forms of one year and kind; switched off, nothing."""
    if not group.enabled(rule.id):
        return []
    found = []
    for hit in rule.check(group):
        form = group.by_id[hit.place.form] if hit.place is not None else None
        if form is not None and form.view.not_begun and rule.id.startswith(_OF_RESULTS):
            continue
        found.append(to_finding(rule, hit, form))
    return found


def check_subject(form: FormSubject) -> list[Finding]:
    """Findings of the form-scope and row-scope rules, silenced ones taken away."""
    found: list[Finding] = []
    for rule in enabled(rules_of(Scope.FORM, form.view.template.kind), form):
        found += run_form_rule(rule, form)
    for rule in enabled(rules_of(Scope.ROW, form.view.template.kind), form):
        for row in form.rows:
            found += [to_finding(rule, hit, form) for hit in rule.check(row)]
    return in_order(audible(found), form)


def in_order(findings: list[Finding], form: FormSubject) -> list[Finding]:
    """Findings from the top of the form to its end, the gravest first within a row."""
    order = {row.id: 21 + row.index for row in form.view.indicators} | {
        "F0": 11,
        "F1": 12,
        "F2": 13,
        "F3": 14,
    }
    last = 21 + len(form.view.indicators)
    late = {"total_weight": last, "total_score": last, "grade": last + 1}
    return sorted(
        findings, key=lambda f: (order.get(f.row, late.get(f.field, 0)), f.severity.rank, f.rule)
    )


def check_form(view: FormView, words: WordLists | None = None) -> list[Finding]:
    """The findings of one form by itself, without those that compare forms."""
    return check_subject(FormSubject(view, words or default_words()))


def check_portfolio(
    views: Sequence[FormView], words: WordLists | None = None, unit: UnitSettings | None = None
) -> list[Finding]:
    """The findings that compare the forms of one year and kind."""
    return compare(subjects(views, words or default_words()), unit)


def check_all(
    views: Sequence[FormView], words: WordLists | None = None, unit: UnitSettings | None = None
) -> list[Finding]:
    """All findings of a portfolio: form by form in order, then those about the whole of it."""
    forms = subjects(views, words or default_words())
    compared = compare(forms, unit)
    found = []
    for form in forms:
        own = [f for f in compared if f.form == form.id]
        found += in_order(check_subject(form) + own, form)
    return found + [f for f in compared if f.form is None]


def subjects(views: Sequence[FormView], words: WordLists) -> list[FormSubject]:
    """The forms of a portfolio as rules see them."""
    return [FormSubject(view, words, order) for order, view in enumerate(views)]


def compare(forms: Sequence[FormSubject], unit: UnitSettings | None) -> list[Finding]:
    """Run the portfolio rules over every group."""
    by_id = {form.id: form for form in forms}
    found = []
    for group in groups([form.view for form in forms]):
        subject = GroupSubject(
            group.key, tuple(by_id[view.id] for view in group.views), tuple(forms), unit
        )
        for rule in rules_of(Scope.PORTFOLIO, group.key.kind):
            found += run_group_rule(rule, subject)
    return found
