"""The texts of workbook cells: runs in picture fonts as the signs they show, crossed-out runs apart."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lxml import etree

from perfdesk.io.readers.package import local
from perfdesk.io.readers.signs import in_font, is_sign_font, private_sign
from perfdesk.io.readers.snapshot import MAX_TEXT

_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PRIVATE: Final = re.compile("[\ue000-\uf8ff]")
_OFF: Final = ("0", "false")
_LOOKS: Final = (b"strike", b"Symbol", b"ingdings", b"ebdings", b"arlett")
"""What the styles of a workbook say when some cell is crossed out or in a picture font; few do."""


class Text(NamedTuple):
    """A shared or inline string."""

    shown: str
    struck: str = ""
    """What is crossed out, no part of `shown`."""
    rich: bool = False
    """Made of runs with fonts of their own, so that the cell's font does not count."""


class FontLook(NamedTuple):
    """What a cell's style does to its text."""

    font: str
    """The name of a picture font, else ""."""
    struck: bool


PLAIN: Final = FontLook("", False)


def plain_text(element: etree._Element) -> str | None:
    """The text of a string without runs, as nearly all are; None for any other."""
    if len(element) != 1 or element[0].tag[-2:] != "}t":
        return None
    text = (element[0].text or "")[:MAX_TEXT]
    return unescaped(text) if "_x" in text or _PRIVATE.search(text) else text


def text_of(element: etree._Element) -> Text:
    """The text of a string: its runs joined, phonetic hints left out."""
    pieces: list[str] = []
    struck: list[str] = []
    rich = False
    for child in element:
        if child.tag[-2:] == "}t":
            pieces.append(child.text or "")
        elif child.tag[-2:] == "}r":
            text = "".join(part.text or "" for part in child if part.tag[-2:] == "}t")
            look = next((_look(part) for part in child if local(part) == "rPr"), None)
            rich = rich or look is not None
            if look is not None and look.struck and text.strip():
                struck.append(text.strip())
            else:
                pieces.append(in_font(text, look.font) if look is not None and look.font else text)
    return Text(unescaped("".join(pieces)[:MAX_TEXT]), unescaped("".join(struck)), rich)


def unescaped(text: str) -> str:
    """A text with `_x000D_` as the character that it stands for, and signs of Symbol as Unicode has them."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), text)
    return _PRIVATE.sub(lambda found: private_sign(found.group()) or found.group(), text)


def looks_of(styles: bytes, root: etree._Element) -> dict[str, FontLook]:
    """Cell style → its look, of those that change the text."""
    if not any(word in styles for word in _LOOKS):
        return {}
    fonts = [_look(font) for fonts in root.iter("{*}fonts") for font in fonts]
    return {
        str(number): look for number, look in enumerate(_by_style(root, fonts)) if look != PLAIN
    }


def _by_style(root: etree._Element, fonts: list[FontLook]) -> Iterator[FontLook]:
    for cells in root.iter("{*}cellXfs"):
        for style in cells:
            number = str(style.get("fontId", "0"))
            known = number.isdecimal() and len(number) < 6 and int(number) < len(fonts)
            yield fonts[int(number)] if known else PLAIN
        return


def _look(properties: etree._Element) -> FontLook:
    font, struck = "", False
    for child in properties:
        kind = local(child)
        if kind == "strike":
            struck = child.get("val", "1") not in _OFF
        elif kind in ("rFont", "name") and is_sign_font(str(child.get("val", ""))):
            font = str(child.get("val", ""))
    return FontLook(font, struck)
