"""Finding a text in the cells of forms, and what replacing it would give. No Qt here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from perfdesk.grid import Cell, Grid, Role
from perfdesk.values import normalise_signs


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. Without `exact`, case and full or half width make no difference."""

    text: str
    exact: bool = False

    def found_in(self, text: str) -> bool:
        """Whether a text holds it."""
        if not self.text:
            return False
        return self.text in text if self.exact else _loose(self.text) in _loose(text)

    def replaced(self, text: str, by: str) -> str:
        """The text with every occurrence replaced."""
        if self.exact or len(_loose(text)) != len(text) or len(_loose(self.text)) != len(self.text):
            return text.replace(self.text, by)
        places = [
            match.start() for match in re.finditer(re.escape(_loose(self.text)), _loose(text))
        ]
        for place in reversed(places):
            text = text[:place] + by + text[place + len(self.text) :]
        return text


@dataclass(frozen=True, slots=True)
class Hit:
    """A cell that holds the text."""

    form: str
    cell: Cell
    text: str


def hits(grid: Grid, query: Query) -> Iterator[Hit]:
    """The cells of a form that hold the text, in reading order; computed ones are found too."""
    for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column)):
        if cell.editable and cell.value and query.found_in(cell.value):
            yield Hit(grid.form_id, cell, cell.value)


def replaceable(hit: Hit) -> bool:
    """Whether the cell takes a typed text of its own."""
    return hit.cell.role is not Role.COMPUTED


def excerpt(text: str, query: Query, around: int = 14) -> str:
    """The text near the first occurrence, on one line."""
    flat = text.replace("\n", " ")
    place = (flat if query.exact else _loose(flat)).find(
        query.text if query.exact else _loose(query.text)
    )
    start = max(0, place - around)
    end = place + len(query.text) + around
    return f"{'…' if start else ''}{flat[start:end]}{'…' if end < len(flat) else ''}"


def _loose(text: str) -> str:
    return normalise_signs(text).casefold()
