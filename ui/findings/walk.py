"""Where F8 goes on: from the finding told last, or from the cell where the cursor has gone since.

As in a spell check: whoever walks the list walks it in its order; whoever has moved the cursor goes
on from there, among the findings of the stretch of the list he was in, then of those after it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from perfdesk.findings import Finding


class WalkPlace(NamedTuple):
    """Where something stands on the papers: the form's number in the file, then row and column."""

    form: int
    row: int = -1
    column: int = -1


class Stop(NamedTuple):
    """A listed finding: the stretch of the list it belongs to (an ascending number), and its place."""

    zone: int
    place: WalkPlace
    told: bool
    """The user has been led to it before."""


def from_here(stops: Sequence[Stop], here: WalkPlace, zone: int, direction: int) -> int:
    """The number of the next (+1) or previous (-1) finding from a place, round the end.

    The stretch `zone` is looked in first: what lies ahead there, then what nobody has been told of
    behind, then the other stretches so; graver ones come first. A finding at the place itself is
    ahead. ValueError when there are none.
    """
    last = max(stop.zone for stop in stops) + 1
    choose = min if direction > 0 else max
    for turn in range(last):
        wanted = (zone + direction * turn) % last
        own = [(stop.place, n) for n, stop in enumerate(stops) if stop.zone == wanted]
        ahead = [each for each in own if (each[0] >= here) is (direction > 0)]
        left = ahead or [each for each in own if not stops[each[1]].told]
        if left:
            return choose(left)[1]
    return 0 if direction > 0 else len(stops) - 1


def stretches(groups: Sequence[Sequence[Finding]]) -> list[int]:
    """The stretch of each finding of a list: findings of one group and one mark are together."""
    zones: list[int] = []
    for group in groups:
        before = None
        for finding in group:
            fresh = finding.mark is not before
            zones.append((zones[-1] + 1 if zones else 0) if fresh else zones[-1])
            before = finding.mark
    return zones


def fault(finding: Finding) -> tuple[str, ...]:
    """What a finding is known by, even when its words change."""
    return (finding.rule, finding.form or "", finding.row, finding.field)


def same_fault(one: Finding | None, other: Finding | None) -> bool:
    """Whether two findings say the same of the same cell, even if in other words."""
    if one is None or other is None:
        return one is other
    if one.form != other.form or one.rule != other.rule:
        return False
    return (one.row, one.field) == (other.row, other.field)
