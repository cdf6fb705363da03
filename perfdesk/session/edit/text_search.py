"""Finding a text in another, as tolerant as the user wants of case and of full-width signs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from perfdesk.values import normalise_signs, without_space


class _Folding(dict[int, str]):
    """A table for `str.translate`, filled as characters are met; each stays one character."""

    def __init__(self, fold: Callable[[str], str]) -> None:
        super().__init__()
        self._fold = fold

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = self._fold(character)
        self[code] = folded if len(folded) == 1 else character
        return self[code]


_NARROW = _Folding(normalise_signs)
_LOWER = _Folding(str.lower)


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for, and what takes its place (None: only look)."""

    text: str
    replacement: str | None = None
    match_case: bool = False
    match_width: bool = False
    """Full-width digits, letters and signs are others than half-width ones."""
    whole_cell: bool = False
    """The cell must hold nothing else, blanks around it aside."""
    forms: tuple[str, ...] | None = None
    """Ids of the forms to look in; None: all."""

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where the text stands, as (start, end), none over another."""
        wanted = self.fold(self.text)
        if not wanted:
            return ()
        folded = self.fold(text)
        if self.whole_cell:
            bare = folded.strip()
            if bare != wanted.strip():
                return ()
            start = folded.index(bare)
            return ((start, start + len(bare)),)
        return tuple(_occurrences(folded, wanted))

    def replaced(self, text: str, spans: tuple[tuple[int, int], ...]) -> str | None:
        """The text with the replacement in these places, None where there is no replacement."""
        if self.replacement is None:
            return None
        parts, end = [], 0
        for start, stop in spans:
            parts += [text[end:start], self.replacement]
            end = stop
        return "".join([*parts, text[end:]])

    def fold(self, text: str) -> str:
        """The text as it is compared; every character stays one, so that places are those of `text`."""
        if not self.match_width:
            text = text.translate(_NARROW)
        return text if self.match_case else text.translate(_LOWER)


def _occurrences(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    start = text.find(wanted)
    while start >= 0:
        yield start, start + len(wanted)
        start = text.find(wanted, start + len(wanted))


def blank(query: Query) -> bool:
    """Whether there is nothing to look for."""
    return not without_space(query.text)
