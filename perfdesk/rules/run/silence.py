"""One fault, one finding: which rules are silent where another one already speaks (RULES.md)."""

from collections.abc import Iterable, Mapping
from itertools import chain

from perfdesk.findings import Finding

ROW: Mapping[str, tuple[str, ...]] = {
    "T03": ("T01", "T02", "T05", "T06", "T10", "T12", "T14"),
    "T01": ("T02",),
    "T21": ("T01", "T02", "T10", "F13"),
    "T22": ("T01", "T02", "T07", "T10"),
    "T23": ("T01", "T02", "T03", "T10"),
    "W02": ("T01", "T02"),
    "I04": ("T17", "I06", "I10"),
    "T05": ("T11",),
    "T06": ("T11",),
    "F13": ("T11", "F19"),
}
"""A rule that speaks on a row silences these on the same row."""

FORM: Mapping[str, tuple[str, ...]] = {
    "F08": ("F05", "F06", "F09", "F10", "F20"),
    "F10": ("F20",),
    "F15": ("F20",),
    "F16": ("F15", "F20"),
    "W10": ("W01",),
    "G08": ("T14",),
}
"""A rule that speaks anywhere in a form silences these in the whole form."""


def audible(found: Iterable[Finding]) -> list[Finding]:
    """The findings of one form that are left when the silenced ones are taken away."""
    findings = list(found)
    speaking = {(f.rule, f.row) for f in findings}
    rows = {(quiet, row) for rule, row in speaking for quiet in ROW.get(rule, ())}
    forms = set(chain.from_iterable(FORM.get(rule, ()) for rule, _ in speaking))
    if not rows and not forms:
        return findings
    return [f for f in findings if (f.rule, f.row) not in rows and f.rule not in forms]
