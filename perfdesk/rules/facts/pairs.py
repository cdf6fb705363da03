"""Which forms of a portfolio are of one project: the declaration of a self-evaluation, last year's form."""

from collections.abc import Sequence

from perfdesk.kinds import Kind
from perfdesk.rules.facts.group import GroupSubject
from perfdesk.rules.facts.subject import FormSubject
from perfdesk.rules.facts.texts import (
    bare,
    organisation_core,
    project_core,
    similarity,
    unbracketed,
)

PAIRING = ("project_name", "organisation", "department", "year", "level3")
"""Fields by which two forms are known to be of one project."""
_ALIKE = 0.8
_SAME_INDICATORS = 0.6


def switched_on(rule_id: str, form: FormSubject) -> bool:
    """Whether the form's profile leaves a rule on."""
    return rule_id not in form.profile.disabled_rules


def project_key(form: FormSubject) -> str:
    """A project's name for comparing: no code, year, brackets or punctuation."""
    return bare(unbracketed(project_core(form.project_name))) or project_core(form.project_name)


def earlier_of_kind(group: GroupSubject, kind: Kind) -> dict[str, FormSubject]:
    """By form id: the form of this kind, year and project that each form of the group was made after."""
    year = group.key.year
    others = [f for f in group.portfolio if f.view.kind is kind and f.view.year == year]
    return _paired(group.forms, others) if others and year is not None else {}


def of_last_year(group: GroupSubject) -> dict[str, FormSubject]:
    """By form id: the form of the same kind and project of the year before."""
    year, kind = group.key.year, group.key.kind
    if year is None:
        return {}
    others = [f for f in group.portfolio if f.view.kind is kind and f.view.year == year - 1]
    return _paired(group.forms, others) if others else {}


def _paired(forms: Sequence[FormSubject], others: Sequence[FormSubject]) -> dict[str, FormSubject]:
    """One to one: the same name first, then the name or the indicators that are most alike."""
    found: dict[str, FormSubject] = {}
    left = list(others)
    for same in (_same_name, _alike):
        for form in forms:
            if form.id in found:
                continue
            fitting = [other for other in left if same(form, other)]
            if fitting:
                best = max(fitting, key=lambda other: _likeness(form, other))
                found[form.id] = best
                left.remove(best)
    return found


def _same_name(form: FormSubject, other: FormSubject) -> bool:
    key = project_key(form)
    return bool(key) and key == project_key(other) and _one_body(form, other)


def _alike(form: FormSubject, other: FormSubject) -> bool:
    """Whether a renamed project is meant: the name hardly differs, or the indicators are the same."""
    if not _one_body(form, other):
        return False
    return (
        similarity(project_key(form), project_key(other), _ALIKE) >= _ALIKE
        or _common(form, other) >= _SAME_INDICATORS
    )


def _one_body(form: FormSubject, other: FormSubject) -> bool:
    """Whether both are of one unit; a unit that was renamed has at least one of its names unchanged."""
    names = [
        (organisation_core(f.text("organisation")), organisation_core(f.text("department")))
        for f in (form, other)
    ]
    (unit, head), (unit2, head2) = names
    return (
        not unit or not unit2 or unit == unit2 or head == head2 or similarity(unit, unit2) >= _ALIKE
    )


def _common(form: FormSubject, other: FormSubject) -> float:
    one = {row.bare_name for row in form.rows}
    two = {row.bare_name for row in other.rows}
    return 2 * len(one & two) / (len(one) + len(two)) if one and two else 0.0


def _likeness(form: FormSubject, other: FormSubject) -> tuple[float, float]:
    return similarity(bare(form.project_name), bare(other.project_name)), _common(form, other)
