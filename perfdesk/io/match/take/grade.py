"""The grade where the form words its label otherwise (自评结论) or lets one of its words be ticked."""

import re
from typing import Final

from perfdesk.io.match.find.area import Item
from perfdesk.io.match.take.raw import Found, Raw
from perfdesk.values import normalise_signs, without_space

_WORDS: Final = r"优秀|良好|中等|不合格|基本合格|合格|较差|优|良|中|差"
_GRADE: Final = re.compile(_WORDS)
_LABEL: Final = re.compile(r".{0,8}(?:等级|等次|结论|结果|评定|档次)")
_TICKS: Final = "☑√✓✔■☒●◉"
_BOXES: Final = "□☐○◯"
_BEFORE: Final = re.compile(rf"([{_TICKS}{_BOXES}])[(]?({_WORDS})[)]?")
_BEHIND: Final = re.compile(rf"({_WORDS})[(]?([{_TICKS}{_BOXES}])[)]?")
_LONGEST: Final = 60


def read_grade(raw: Raw) -> None:
    """Take the ticked word as the grade, and one that stands beside a label that only this form has."""
    if raw.own or "grade" not in raw.lexicon.header_names:
        return
    found = raw.header.get("grade")
    if found is not None and found.text:
        word = _ticked(found.text)
        if word is not None:
            raw.header["grade"] = Found(word, found.address, guessed=True)
        return
    for item in raw.area.items:
        value = raw.area.right_of(item) if _LABEL.fullmatch(item.label.base) else None
        word = _word(value) if value is not None and value.address not in raw.valued else None
        if value is not None and word is not None:
            raw.area.use(item)
            raw.labels["grade"] = item
            raw.header["grade"] = raw.found("grade", value, word, guessed=True)
            return


def _word(value: Item) -> str | None:
    text = without_space(value.text) if len(value.text) <= _LONGEST else ""
    return text if _GRADE.fullmatch(text) else _ticked(text)


def _ticked(text: str) -> str | None:
    """The one word of ☑优 □良 □中 □差 that is ticked; None where none is, or several are."""
    key = without_space(normalise_signs(text)) if len(text) <= _LONGEST else ""
    if not set(_TICKS) & set(key):
        return None
    if key[:1] in _TICKS + _BOXES:
        words = [word for sign, word in _BEFORE.findall(key) if sign in _TICKS]
    else:
        words = [word for word, sign in _BEHIND.findall(key) if sign in _TICKS]
    return words[0] if len(words) == 1 else None
