"""What PDFium gives of one page, turned so that its text runs from left to right, in points from the top left."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Glyph(NamedTuple):
    """A character that is seen on the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    """The box of the font around it: the same height for all characters of a size."""
    x: float
    y: float
    """Where it stands on its line."""
    size: float
    turn: int
    """Quarter turns to the left of the page's own direction: 1 for text that runs upwards."""
    run: int
    """The text object that it was drawn with."""
    mapped: bool
    """Whether the font says which character it is."""

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of its box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


class Stroke(NamedTuple):
    """A straight line along an axis."""

    at: float
    """Its place on the other axis."""
    first: float
    last: float


class PdfBox(NamedTuple):
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(slots=True)
class PdfPage:
    """One page."""

    number: int
    """From 1."""
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    across: list[Stroke] = field(default_factory=list)
    """Horizontal lines."""
    down: list[Stroke] = field(default_factory=list)
    """Vertical lines."""
    clips: dict[int, PdfBox] = field(default_factory=dict)
    """Text object → the rectangle beyond which it is not drawn."""
    pictures: float = 0.0
    """The share of the page that pictures cover."""
    hidden: int = 0
    """Characters that are drawn without being seen."""
