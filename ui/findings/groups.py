"""How the findings on show are ordered and put together: by rule, by form, or one after another."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain, compress, count
from operator import ne
from typing import NamedTuple, TypeVar

from perfdesk.findings import Finding, Mark

ACCEPTED = "accepted"
"""The filter for findings left as they are with a reason, beside the marks."""

FILTERS = (*((mark.value, mark.label) for mark in Mark), (ACCEPTED, "已说明"))
"""The filters in their order, with the words on screen."""

_RANK = {mark: mark.rank for mark in Mark}

Item = TypeVar("Item")


class Grouping(StrEnum):
    """What findings are put together by."""

    RULE = "rule"
    FORM = "form"
    NONE = "none"

    @property
    def label(self) -> str:
        """The words on screen."""
        return {"rule": "按规则", "form": "按表", "none": "不分组"}[self.value]


class Titles(NamedTuple):
    """What the heads of the groups say."""

    rule: Callable[[str], str]
    form: Callable[[str | None], str]
    """None: what is said of all forms together."""


@dataclass(slots=True)
class FindingGroup:
    """Findings under one head."""

    key: str
    title: str
    findings: list[Finding] = field(default_factory=list)

    @property
    def worst(self) -> Mark | None:
        """The gravest mark; None when every finding of the group has been explained."""
        found = [f.mark for f in self.findings if f.accepted is None]
        return min(found, key=_RANK.__getitem__) if found else None

    @property
    def words(self) -> str:
        """The head and its counts in one breath, for a screen reader and a tool tip."""
        counts = [
            f"{number} 个{label}"
            for name, label in FILTERS
            if (number := sum(filter_of(f) == name for f in self.findings))
        ]
        return f"{self.title}，{'、'.join(counts)}"


def filter_of(finding: Finding) -> str:
    """The filter that shows or hides a finding: its mark, or `ACCEPTED`."""
    return ACCEPTED if finding.accepted is not None else finding.mark


def by_mark(findings: Sequence[Finding]) -> list[list[Finding]]:
    """The errors, the warnings, the hints, what is not filled yet; within one the order stays."""
    parts: dict[Mark, list[Finding]] = {mark: [] for mark in Mark}
    for finding in findings:
        parts[finding.mark].append(finding)
    return list(parts.values())


def gravest_first(findings: Sequence[Finding]) -> list[Finding]:
    """Sorted by mark; within one the order stays."""
    return list(chain.from_iterable(by_mark(findings)))


Sorted = dict[str, tuple[list[Finding], list[Finding]]]
"""By group: its findings as they came last, and gravest first. An edit changes those of few groups."""


def grouped(
    findings: Iterable[Finding], grouping: Grouping, titles: Titles, known: Sorted
) -> list[FindingGroup]:
    """The groups in the order they are shown: rules gravest first, forms as they stand in the file.

    `known` is what was sorted the last time, and is what is sorted now when this returns.
    """
    by_rule = grouping is Grouping.RULE
    groups: dict[str | None, FindingGroup] = {}
    for finding in findings:
        key = finding.rule if by_rule else finding.form
        group = groups.get(key)
        if group is None:
            title = titles.rule(finding.rule) if by_rule else titles.form(finding.form)
            group = groups[key] = FindingGroup(key or "", title)
        group.findings.append(finding)
    before = known.copy()
    known.clear()
    for group in groups.values():
        came, ordered = before.get(group.key, ([], []))
        if came != group.findings:
            ordered = gravest_first(group.findings)
        known[group.key], group.findings = (group.findings, ordered), ordered
    if not by_rule:
        return list(groups.values())
    return sorted(groups.values(), key=lambda group: (_grave(group), group.key))


def _grave(group: FindingGroup) -> int:
    worst = group.worst
    return len(_RANK) if worst is None else _RANK[worst]


class ListSteps(NamedTuple):
    """How one list becomes another: ranges (first, count) to remove, last first, then to insert."""

    gone: list[tuple[int, int]]
    come: list[tuple[int, int]]


def steps(old: Sequence[Item], new: Sequence[Item], key: Callable[[Item], object]) -> ListSteps:
    """The fewest ranges where what stays keeps its order; all out and in where it does not."""
    before, after = list(map(key, old)), list(map(key, new))
    if before == after:
        return ListSteps([], [])
    start, end = _alike_ends(before, after)
    before, after = before[start : len(before) - end], after[start : len(after) - end]
    had, wanted = set(before), set(after)
    if [each for each in before if each in wanted] != [each for each in after if each in had]:
        whole = ListSteps([(start, len(before))], [(start, len(after))])
        return ListSteps(*([each for each in ranges if each[1]] for ranges in whole))
    gone = _ranges(n for n, each in enumerate(before, start) if each not in wanted)
    come = _ranges(n for n, each in enumerate(after, start) if each not in had)
    return ListSteps(gone[::-1], come)


def _alike_ends(one: Sequence[object], other: Sequence[object]) -> tuple[int, int]:
    """How many items two different lists have alike at the beginning, and how many at the end."""
    least = min(len(one), len(other))
    start = next(compress(count(), map(ne, one, other)), least)
    backwards = map(ne, reversed(one), reversed(other))
    return start, min(next(compress(count(), backwards), least), least - start)


def _ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and sum(found[-1]) == number:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((number, 1))
    return found


_FEW = 400


def with_known(old: Sequence[Finding], new: Iterable[Finding]) -> list[Finding]:
    """The new findings, those that equal an old one as that very object: rows are told apart by it."""
    listed = list(new)
    before, after = list(map(id, old)), list(map(id, listed))
    if before == after:
        return listed
    start, end = _alike_ends(before, after)
    stop = len(listed) - end
    left = list(old[start : len(old) - end])
    if not left or len(left) > _FEW or stop - start > _FEW:
        return listed
    twins = {finding: finding for finding in left}
    for number in range(start, stop):
        listed[number] = twins.pop(listed[number], listed[number])
    return listed
