"""Which face draws which character: the chosen font first, then the bundled ones, then our signs."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

from perfdesk.errors import FontFileError
from perfdesk.fonts.sfnt import Sfnt
from perfdesk.paths import resource

Style = Literal["body", "title"]
BODY: Style = "body"
TITLE: Style = "title"

MISSING = "\ufffd"
"""The sign drawn for a character that no face has."""

BODY_FILE = "NotoSerifSC-Regular.ttf"
TITLE_FILE = "NotoSansSC-Bold.ttf"
SIGNS_FILE = "PerfDeskSigns.ttf"
"""☐ ☑ ☒ ≒, invisible characters, and a crossed box for what no font has (packaging/build_signs.py)."""


class Face:
    """A font file under the name that runs carry."""

    def __init__(self, name: str, path: Path, index: int, sfnt: Sfnt) -> None:
        self.name = name
        """A bundled file's name without its ending, or the family of an installed font."""
        self.path = path
        self.index = index
        self.sfnt = sfnt

    def advance(self, character: str) -> float | None:
        """Advance width in em, None when the face lacks the character."""
        return self.sfnt.advance(ord(character))


Piece = tuple[str, str, float]
"""A piece of text in one face: the face, the text, its width in em."""

_Glyph = tuple[str, float, bool]
"""The face that draws a character, its width in em, and whether any has it."""


class _Chain(dict[str, _Glyph]):
    """Character → face and width, filled as characters are met."""

    def __init__(self, faces: Sequence[Face]) -> None:
        super().__init__()
        self.faces = tuple(faces)

    def __missing__(self, character: str) -> _Glyph:
        for face in self.faces:
            width = face.advance(character)
            if width is not None:
                glyph = face.name, width, character != MISSING
                break
        else:
            last = self.faces[-1]
            glyph = last.name, last.advance(MISSING) or 1.0, False
        self[character] = glyph
        return glyph


class _Widths(dict[str, float]):
    """Character → advance in em, as line breaking wants it."""

    def __init__(self, chain: _Chain) -> None:
        super().__init__()
        self._chain = chain

    def __missing__(self, character: str) -> float:
        width = self[character] = self._chain[character][1]
        return width


_SHORT, _KEPT = 24, 4_000
"""Longest text, in characters, and most texts whose pieces are kept."""


class FontSet:
    """The fonts of a form: one chain of faces for body text, one for titles."""

    def __init__(self, body: Sequence[Face], title: Sequence[Face]) -> None:
        self._kept: dict[tuple[str, Style], tuple[Piece, ...]] = {}
        self._chains = {BODY: _Chain(body), TITLE: _Chain(title)}
        self._widths = {style: _Widths(chain) for style, chain in self._chains.items()}
        self._drawn: dict[Style, set[str]] = {BODY: set(), TITLE: set()}
        """Characters that were asked for and that a face has."""
        self.problem = ""
        """Why a chosen font is not among them, as the user is told; "" when all is well."""
        self.kept_lines: dict[Any, Any] = {}
        """Texts as `paginate` broke them: they depend on these fonts."""

    @property
    def faces(self) -> tuple[Face, ...]:
        """Every face once, for painters that must load them."""
        found = {face.name: face for chain in self._chains.values() for face in chain.faces}
        return tuple(found.values())

    def face(self, style: Style) -> Face:
        """The face that comes first in a style."""
        return self._chains[style].faces[0]

    def widths(self, style: Style) -> dict[str, float]:
        """Advance widths in em by character; any character may be asked for."""
        return self._widths[style]

    def width(self, text: str, style: Style = BODY) -> float:
        """The width of a text in em."""
        widths = self._widths[style]
        return sum(widths[character] for character in text)

    def pieces(self, text: str, style: Style = BODY) -> Iterator[Piece]:
        """The text in pieces of one face each; those of short texts, labels mostly, are kept."""
        if len(text) > _SHORT:
            yield from self._pieces(text, style)
            return
        found = self._kept.get((text, style))
        if found is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            found = self._kept[text, style] = tuple(self._pieces(text, style))
        yield from found

    def _pieces(self, text: str, style: Style) -> Iterator[Piece]:
        chain = self._chains[style]
        face, start, width = "", 0, 0.0
        for at, character in enumerate(text):
            drawn_by, advance, _ = chain[character]
            if drawn_by != face:
                if at > start:
                    yield face, text[start:at], width
                face, start, width = drawn_by, at, 0.0
            width += advance
        if text:
            yield face, text[start:], width

    def missing(self, text: str, style: Style = BODY) -> str:
        """The characters of a text that no face has, each once, in order."""
        drawn, chain = self._drawn[style], self._chains[style]
        if drawn.issuperset(text):
            return ""
        drawn.update(character for character in text if chain[character][2])
        return "".join(dict.fromkeys(character for character in text if character not in drawn))


@cache
def _face(path: Path, index: int, name: str = "") -> Face:
    sfnt = Sfnt(path, index)
    return Face(name or sfnt.family, path, index, sfnt)


@cache
def bundled_fonts() -> FontSet:
    """Noto Serif SC for the body, Noto Sans SC bold for titles, both with our signs."""
    return load_fonts()


FontChoice = tuple[Path, int]
"""A font file and the number of the face in it (0 but in .ttc collections)."""


def load_fonts(body: FontChoice | None = None, title: FontChoice | None = None) -> FontSet:
    """The bundled fonts, behind those that the user chose; FontFileError when a chosen one is unfit."""
    serif, sans = _bundled(BODY_FILE), _bundled(TITLE_FILE)
    signs = _bundled(SIGNS_FILE)
    return FontSet(
        _chain(body, (serif, sans, signs)),
        _chain(title, (sans, serif, signs)),
    )


def _bundled(name: str) -> Face:
    path = resource("fonts", name)
    return _face(path, 0, path.stem)


def _chain(chosen: FontChoice | None, rest: Iterable[Face]) -> tuple[Face, ...]:
    if chosen is None:
        return tuple(rest)
    path, index = chosen
    if not path.is_file():
        raise FontFileError(path)
    return (_face(path, index), *rest)
