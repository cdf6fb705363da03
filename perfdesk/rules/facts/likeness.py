"""Which texts and sets are alike, remembered from one check to the next.

Comparing every form of a unit with every other is quadratic; after an edit only the new text is
compared with the known ones.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from rapidfuzz import fuzz, process

Item = TypeVar("Item")
Matches = Iterable[tuple[Item, float]]


class Neighbours(Generic[Item]):
    """Pairs of items that are alike, by a function that compares one with many."""

    def __init__(self, compare: Callable[[Item, Sequence[Item]], Matches[Item]]) -> None:
        self._compare = compare
        self._known: dict[Item, dict[Item, float]] = {}

    def keep(self, items: Iterable[Item]) -> None:
        """Know exactly these items; new ones are compared with the others."""
        wanted = set(items)
        for gone in [item for item in self._known if item not in wanted]:
            for other in self._known.pop(gone):
                self._known[other].pop(gone, None)
        for item in wanted:
            if item not in self._known:
                found = dict(self._compare(item, list(self._known)))
                self._known[item] = found
                for other, likeness in found.items():
                    self._known[other][item] = likeness

    def of(self, item: Item) -> Mapping[Item, float]:
        """The other items that are like this one, with their likeness from 0 to 1."""
        return self._known.get(item, {})


def alike_texts(cutoff: float) -> Callable[[str, Sequence[str]], Matches[str]]:
    """Compare bare texts; those below `cutoff` are not alike."""

    def compare(text: str, others: Sequence[str]) -> Matches[str]:
        found = process.extract(
            text, others, scorer=fuzz.ratio, processor=None, score_cutoff=cutoff * 100, limit=None
        )
        return ((other, score / 100) for other, score, _ in found)

    return compare


Members = frozenset[str]


def alike_sets(cutoff: float) -> Callable[[Members, Sequence[Members]], Matches[Members]]:
    """Compare sets of names by the share they have in common."""

    def compare(names: Members, others: Sequence[Members]) -> Matches[Members]:
        size = len(names)
        for other in others:
            total = size + len(other)
            # No more can be common than the smaller set holds.
            if total and 2 * min(size, len(other)) >= cutoff * total:
                likeness = 2 * len(names & other) / total
                if likeness >= cutoff:
                    yield other, likeness

    return compare


class Memory:
    """What a group of forms remembers between checks."""

    def __init__(self) -> None:
        self.goals: Neighbours[str] = Neighbours(alike_texts(0.85))
        self.stripped_goals: Neighbours[str] = Neighbours(alike_texts(0.95))
        self.indicator_sets: Neighbours[Members] = Neighbours(alike_sets(0.85))
