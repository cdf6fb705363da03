"""Where F8 goes on: from the finding told last, or from the cell where the cursor has gone since.

As in a spell check: whoever walks the list walks it in its order; whoever has moved the cursor goes
on from there, among the findings of the stretch of the list he was in, then of those after it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from perfdesk.findings import Finding


class Place(NamedTuple):
    """Where something stands on the papers: the form's number in the file, then row and column."""

    form: int
    row: int = -1
    column: int = -1


def from_here(
    zones: Sequence[int], places: Sequence[Place], here: Place, zone: int, direction: int
) -> int:
    """The number of the next (+1) or previous (-1) finding from a place, round the end.

    `zones` says of each listed finding which stretch of the list it belongs to (an ascending
    number), `places` where it stands; `zone` is the stretch to look in first. A finding at the
    place itself counts as next: nobody has been told of it. ValueError when there are none.
    """
    last = max(zones) + 1
    order = [(zone + direction * turn) % last for turn in range(last)]
    for wanted in order:
        ahead = [
            (place, number)
            for number, (place, own) in enumerate(zip(places, zones, strict=True))
            if own == wanted and (place >= here if direction > 0 else place < here)
        ]
        if ahead:
            return min(ahead)[1] if direction > 0 else max(ahead)[1]
    return 0 if direction > 0 else len(zones) - 1


def stretches(groups: Sequence[Sequence[Finding]]) -> list[int]:
    """The stretch of each finding of a list: findings of one group and one severity are together."""
    zones: list[int] = []
    for group in groups:
        before = None
        for finding in group:
            fresh = finding.severity is not before
            zones.append((zones[-1] + 1 if zones else 0) if fresh else zones[-1])
            before = finding.severity
    return zones


def same_fault(one: Finding | None, other: Finding | None) -> bool:
    """Whether two findings say the same of the same cell, even if in other words."""
    if one is None or other is None:
        return one is other
    if one.form != other.form or one.rule != other.rule:
        return False
    return (one.row, one.field) == (other.row, other.field)
