"""A report as values: headings, paragraphs of known text and of blanks that a person fills, tables."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Blank:
    """A place where only a person can write; `hint` says what belongs there."""

    hint: str


@dataclass(frozen=True, slots=True)
class WrittenParagraph:
    """A paragraph of body text."""

    parts: tuple[str | Blank, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 is 一、 and level 2 （一）."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class TextTable:
    """A small table: heads, rows of texts, shares of the width for each column."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...]


Block = Heading | WrittenParagraph | TextTable


@dataclass(frozen=True, slots=True)
class TextDocument:
    """A whole document."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    author: str = ""


def said(*parts: str | Blank) -> WrittenParagraph:
    """A paragraph of these parts, empty ones left out."""
    return WrittenParagraph(tuple(part for part in parts if part))


def to_fill(hint: str) -> WrittenParagraph:
    """A paragraph that a person writes."""
    return WrittenParagraph((Blank(hint),))


def plain_text(blocks: Sequence[Block]) -> str:
    """The words of blocks, for tests and for the preview."""
    lines = []
    for block in blocks:
        match block:
            case Heading(_, text):
                lines.append(text)
            case WrittenParagraph(parts):
                lines.append("".join(p if isinstance(p, str) else f"【{p.hint}】" for p in parts))
            case TextTable(heads, rows, _):
                lines += ["\t".join(row) for row in (heads, *rows)]
    return "\n".join(lines)
