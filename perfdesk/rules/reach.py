"""Which rules of the project forms are also for the 监控表 and for the 整体支出 forms (RULES.md, chapter 8)."""

from perfdesk.kinds import (
    MONITORING,
    SELF_EVALUATION,
    TARGET_DECLARATION,
    UNIT_DECLARATION,
    UNIT_SELF_EVALUATION,
    Kind,
)
from perfdesk.rules.facts.subject import FormSubject
from perfdesk.rules.model import Rule, Scope

_WATCHED = frozenset({"F01", "F05", "F14", "T04", "T17"})
"""Beside chapter 1 and I03–I20; T03 reads the month's figures and has a part of its own."""
_WATCHED_INDICATORS = range(3, 21)
_EVALUATED = "TWISFG"
_DECLARED = "SIG"
"""Chapters that a whole unit's forms are judged by; its totals are D01's."""
_NOT_OF_UNIT = frozenset({"F01", "F02", "F03", "I17", "U01", "S05", "S10"})
_MONEY_OF_ROWS = frozenset({"F", "W01", "W10"})
"""Rules and chapters that look at the fund rows: silent where a form has none."""
SUMMED = frozenset({"W02", "W03", "W04"})
"""All that is judged of a score sheet: points within their weights, and their sum."""


def reach(rule_id: str, scope: Scope, kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
    """The kinds that a rule is for, when it was written for these kinds of project forms."""
    more = []
    if SELF_EVALUATION in kinds or TARGET_DECLARATION in kinds:
        if _is_watched(rule_id, kinds):
            more.append(MONITORING)
        if scope is not Scope.PORTFOLIO and rule_id not in _NOT_OF_UNIT:
            if TARGET_DECLARATION in kinds and (rule_id[0] in _DECLARED or rule_id in _WATCHED):
                more.append(UNIT_DECLARATION)
            if SELF_EVALUATION in kinds and rule_id[0] in _EVALUATED:
                more.append(UNIT_SELF_EVALUATION)
    return (*kinds, *(kind for kind in more if kind not in kinds))


def _is_watched(rule_id: str, kinds: tuple[Kind, ...]) -> bool:
    if rule_id[0] == "S":
        return SELF_EVALUATION in kinds and TARGET_DECLARATION in kinds
    if rule_id[0] == "I":
        return int(rule_id[1:]) in _WATCHED_INDICATORS
    if rule_id in _WATCHED:
        # Of the declared amounts, which stand once, the watched form has none.
        return SELF_EVALUATION in kinds
    return False


def score_sheet(form: FormSubject) -> bool:
    """Whether a whole unit's form is a sheet of points by the finance bureau's own indicators.

    It has neither goals nor targets and actuals; only its points are typed, so they are only summed.
    """
    if form.view.kind is not UNIT_SELF_EVALUATION:
        return False
    if form.view.nearest and not form.view.form.absent:
        return not any(row.text("target") or row.text("actual") for row in form.rows)
    return not (form.view.has_level("target") or form.view.has_level("actual"))


def applies(rule: Rule, form: FormSubject) -> bool:
    """Whether a rule for the form's kind is also for this form."""
    if rule.id in SUMMED:
        return True
    if _MONEY_OF_ROWS.isdisjoint((rule.id, rule.id[0])) or form.view.funds:
        return not form.once(score_sheet)
    return form.view.kind is TARGET_DECLARATION
