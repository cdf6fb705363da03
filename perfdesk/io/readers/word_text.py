"""The text of Word's paragraphs: signs of picture fonts, formulas, tick boxes; crossed-out text apart."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from perfdesk.io.readers.package import local
from perfdesk.io.readers.signs import in_font, is_private, is_sign_font, private_sign, sign

HOLDERS: Final = frozenset(
    {
        "sdt",
        "sdtContent",
        "customXml",
        "ins",
        "smartTag",
        "hyperlink",
        "moveTo",
        "fldSimple",
        "dir",
        "bdo",
    }
)
"""Elements whose content belongs to what is around them."""
_BREAKS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_FORMULAS: Final = frozenset({"oMath", "oMathPara"})
_OFF: Final = frozenset({"0", "false", "off", "none"})
_RAISED: Final = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
TICKED, UNTICKED = "☑", "□"


@dataclass(slots=True)
class Paragraph:
    """What a paragraph shows."""

    pieces: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    """Crossed out, no part of the text."""
    unknown: list[str] = field(default_factory=list)
    """Signs of picture fonts that are not known, `Wingdings F0E8`; no part of the text."""
    boxes: list[etree._Element] = field(default_factory=list)
    """Contents of the text boxes that are anchored in it."""

    @property
    def text(self) -> str:
        """The text."""
        return "".join(self.pieces)


def read_paragraph(element: etree._Element) -> Paragraph:
    """The text of a `w:p`."""
    found = Paragraph()
    _inside(element, found)
    return found


def content(element: etree._Element) -> Iterator[etree._Element]:
    """The children, those of holders in place of the holder; of alternatives the first."""
    for child in element:
        kind = local(child)
        if kind == "AlternateContent":
            yield from content(child[0]) if len(child) else ()
        elif kind == "sdt" and _is_prompt(child):
            # What stands in it asks for an entry (单击此处输入文字) and is none.
            continue
        elif kind in HOLDERS:
            yield from content(child)
        else:
            yield child


def value(element: etree._Element, name: str = "val") -> str:
    """An attribute of Word's own, "" without it."""
    return next((str(text) for key, text in element.items() if str(key).endswith("}" + name)), "")


def _is_prompt(element: etree._Element) -> bool:
    return any(
        local(child) == "showingPlcHdr" and value(child) not in _OFF
        for properties in element
        if local(properties) == "sdtPr"
        for child in properties
    )


def _inside(element: etree._Element, found: Paragraph) -> None:
    for child in content(element):
        kind = local(child)
        if kind == "r":
            _run(child, found)
        elif kind in _FORMULAS:
            found.pieces.append(_formula(child))


def _run(run: etree._Element, found: Paragraph) -> None:
    struck, font, hidden = _look(run)
    pieces: list[str] = []
    for child in content(run):
        kind = local(child)
        if kind == "t":
            pieces.append(_shown(child.text or "", font))
        elif kind in _BREAKS:
            pieces.append(_BREAKS[kind])
        elif kind == "sym":
            pieces.append(_sign(child, found))
        elif kind == "fldChar":
            pieces.append(_tick(child))
        elif kind in ("drawing", "pict", "object"):
            found.boxes += list(child.iter("{*}txbxContent"))
    text = "".join(pieces)
    if hidden:
        return
    if struck and text.strip():
        found.struck.append(text.strip())
    else:
        found.pieces.append(text)


def _look(run: etree._Element) -> tuple[bool, str, bool]:
    """Whether a run is crossed out, its font where it is one of signs, and whether it is hidden."""
    struck, font, hidden = False, "", False
    for properties in run:
        if local(properties) != "rPr":
            continue
        for child in properties:
            kind = local(child)
            if kind in ("strike", "dstrike"):
                struck = struck or value(child) not in _OFF
            elif kind in ("vanish", "webHidden"):
                hidden = hidden or value(child) not in _OFF
            elif kind == "rFonts":
                names = (value(child, name) for name in ("ascii", "hAnsi", "cs"))
                font = next((name for name in names if is_sign_font(name)), "")
    return struck, font, hidden


def _shown(text: str, font: str) -> str:
    if font:
        return in_font(text, font)
    if text.isascii():
        return text
    return "".join(
        private_sign(letter) or letter if is_private(letter) else letter for letter in text
    )


def _sign(element: etree._Element, found: Paragraph) -> str:
    """`w:sym`: a code in a font."""
    font, code = value(element, "font"), value(element, "char")
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    shown = sign(number, font)
    if shown is None and 0x20 < number < 0x110000 and not 0xD800 <= number < 0xF900:
        shown = chr(number)
    if shown is None:
        found.unknown.append(f"{font} {code}"[:40])
    return shown or ""


def _tick(element: etree._Element) -> str:
    """A tick box of the old forms toolbar; any other field shows its result, which follows."""
    for box in element.iter("{*}checkBox"):
        state = {local(child): value(child) or "1" for child in box}
        return UNTICKED if state.get("checked", state.get("default", "0")) in _OFF else TICKED
    return ""


def _formula(element: etree._Element) -> str:
    """A formula as it is typed in a line: 1/2, m², (a+b)."""
    parts = {local(child): child for child in element}
    kind = local(element)
    if kind == "t":
        return element.text or ""
    if kind == "f" and {"num", "den"} <= parts.keys():
        return f"{_formula(parts['num'])}/{_formula(parts['den'])}"
    if kind == "sSup" and {"e", "sup"} <= parts.keys():
        raised = _formula(parts["sup"])
        shown = raised.translate(_RAISED)
        power = f"^{raised}" if any(a == b for a, b in zip(raised, shown, strict=True)) else shown
        return _formula(parts["e"]) + power
    inner = "".join(_formula(child) for child in element)
    if kind == "d":
        signs = {local(mark): value(mark) for mark in parts.get("dPr", ())}
        return f"{signs.get('begChr', '(')}{inner}{signs.get('endChr', ')')}"
    if kind == "rad":
        return f"√{inner}"
    return inner
