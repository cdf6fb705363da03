"""Searching the library and proposing entries while a name is typed.

A scan over all names: 5,000 of them take about two milliseconds, and nothing has to be kept in step.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from perfdesk.library.endings import composed
from perfdesk.library.entry import IndicatorEntry, Origin, bare, meaning, plain_level

LEAST: Final = 2
"""Characters from which names are proposed: one character fits nearly everything."""
LIMIT: Final = 5
_ALIKE_SHARE: Final = 0.6
"""Share of the typed pairs of characters that a name must have to be proposed without the whole text."""
_OWN_FIRST: Final = {Origin.OWN: 0, Origin.TAKEN: 1, Origin.SHIPPED: 2}


@dataclass(frozen=True, slots=True)
class LibraryQuery:
    """What a search asks for; "" does not choose. `words` stand apart by blanks, all must be there."""

    words: str = ""
    category: str = ""
    level1: str = ""
    level2: str = ""


@dataclass(frozen=True, slots=True)
class LibrarySuggestion:
    """A proposed entry, with what the window shows beside its name."""

    entry: IndicatorEntry
    note: str
    """例：≥95%（2024）; whose it is and where it was seen."""

    @property
    def name(self) -> str:
        """The name to be put into the cell."""
        return self.entry.name


class _Known(NamedTuple):
    name: str
    entry: IndicatorEntry
    level1: str
    level2: str


class LibraryIndex:
    """The entries in the order in which equals are listed: the unit's own before the shipped ones."""

    def __init__(self, entries: Iterable[IndicatorEntry]) -> None:
        ordered = sorted(entries, key=lambda entry: _OWN_FIRST[entry.origin])
        self._known = [_known(entry) for entry in ordered]

    def __len__(self) -> int:
        return len(self._known)

    @property
    def entries(self) -> tuple[IndicatorEntry, ...]:
        """All entries in order."""
        return tuple(known.entry for known in self._known)

    def categories(self) -> tuple[str, ...]:
        """The categories that occur, those with most entries first."""
        counts: dict[str, int] = {}
        for known in self._known:
            if known.entry.category:
                counts[known.entry.category] = counts.get(known.entry.category, 0) + 1
        return tuple(sorted(counts, key=lambda name: -counts[name]))

    def levels(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each 一级指标 that occurs with its 二级指标."""
        found: dict[str, dict[str, None]] = {}
        for known in self._known:
            if known.entry.level1:
                found.setdefault(known.entry.level1, {})[known.entry.level2] = None
        return tuple((level1, tuple(filter(None, level2))) for level1, level2 in found.items())

    def search(self, query: LibraryQuery, limit: int | None = None) -> list[IndicatorEntry]:
        """The entries that fit every part of the query; those with the words in their name first."""
        words = [word for word in map(bare, query.words.split()) if word]
        level1, level2 = plain_level(query.level1), plain_level(query.level2)
        in_name, beside = [], []
        for known in self._known:
            if (
                (query.category and known.entry.category != query.category)
                or (level1 and known.level1 != level1)
                or (level2 and known.level2 != level2)
            ):
                continue
            if all(word in known.name for word in words):
                in_name.append(known.entry)
            elif all(word in _searched(known.entry) for word in words):
                beside.append(known.entry)
        return [*in_name, *beside][:limit]

    def suggest(
        self, text: str, level1: str = "", level2: str = "", limit: int = LIMIT
    ) -> list[LibrarySuggestion]:
        """The likeliest entries for a name that is being typed, each meaning once.

        Names that hold the text come first, this unit's before others, those of the same levels
        before others; where there are too few, names with its characters in order, then names with
        most of its pairs of characters. [] for fewer than two characters.
        """
        typed = bare(text)
        if len(typed) < LEAST or limit < 1:
            return []
        levels = (plain_level(level1), plain_level(level2))
        found = sorted(self._holding(typed, levels), key=lambda pair: pair[0])
        chosen = _distinct((known for _, known in found), limit)
        if len(chosen) < limit:
            more = sorted(self._alike(typed, levels), key=lambda pair: pair[0])
            # One place is kept for a name of the typed words, where the library has none that holds them.
            room = limit if chosen else limit - 2
            chosen = _distinct([*chosen, *(known for _, known in more)], room)
        if len(chosen) < limit:
            made = composed(typed, (known.name for known in self._known), level1, level2)
            chosen = _distinct([*chosen, *map(_known, made)], limit)
        return [LibrarySuggestion(known.entry, _note(known.entry)) for known in chosen]

    def _holding(
        self, typed: str, levels: tuple[str, str]
    ) -> Iterator[tuple[tuple[int, ...], _Known]]:
        for number, known in enumerate(self._known):
            place = known.name.find(typed)
            if place >= 0:
                entry = known.entry
                apart = _apart(known, levels)
                own = _OWN_FIRST[entry.origin]
                yield (own, apart, place > 0, -entry.seen, len(known.name), number), known

    def _alike(
        self, typed: str, levels: tuple[str, str]
    ) -> Iterator[tuple[tuple[int, ...], _Known]]:
        pairs = {typed[i : i + 2] for i in range(len(typed) - 1)}
        for number, known in enumerate(self._known):
            if typed in known.name:
                continue
            apart = _apart(known, levels)
            if _in_order(typed, known.name):
                yield (0, apart, _OWN_FIRST[known.entry.origin], 0, len(known.name), number), known
                continue
            shared = sum(pair in known.name for pair in pairs)
            if shared >= _ALIKE_SHARE * len(pairs):
                yield (1, -shared, apart, len(known.name), 0, number), known


def _known(entry: IndicatorEntry) -> _Known:
    return _Known(bare(entry.name), entry, plain_level(entry.level1), plain_level(entry.level2))


def _apart(known: _Known, levels: tuple[str, str]) -> int:
    """0 for the same 二级指标, 1 for the same 一级指标, else 2."""
    level1, level2 = levels
    if level2 and known.level2 == level2:
        return 0
    return 1 if level1 and known.level1 == level1 else 2


def _in_order(typed: str, name: str) -> bool:
    place = -1
    for char in typed:
        place = name.find(char, place + 1)
        if place < 0:
            return False
    return True


def _distinct(found: Iterable[_Known], limit: int) -> list[_Known]:
    """The first of each meaning."""
    chosen: dict[str, _Known] = {}
    for known in found:
        chosen.setdefault(meaning(known.entry.name), known)
        if len(chosen) == limit:
            break
    return list(chosen.values())


def _searched(entry: IndicatorEntry) -> str:
    parts: Sequence[str] = (
        entry.name,
        entry.level1,
        entry.level2,
        entry.category,
        entry.explanation,
        entry.source,
        entry.code,
    )
    return bare("".join(parts))


def _note(entry: IndicatorEntry) -> str:
    example = f"例：{entry.example_text}" if entry.example_text else ""
    if entry.origin is Origin.OWN:
        years = "、".join(str(year) for year in entry.years[:3])
        whose = f"本单位{years}" if years else "本单位"
    else:
        whose = entry.source
    return "　".join(part for part in (example, whose) if part)
