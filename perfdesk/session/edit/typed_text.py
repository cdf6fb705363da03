"""What happens to a text between the keyboard (or clipboard) and a cell."""

from dataclasses import dataclass

from perfdesk.grid import FieldKind
from perfdesk.template.model import Field
from perfdesk.values import (
    CONTROL,
    SURROGATE,
    TRUNCATED,
    clean_text,
    normalise_signs,
    read_amount,
    read_score,
)
from perfdesk.values.numbers import State

NUMERIC = frozenset({FieldKind.AMOUNT, FieldKind.SCORE, FieldKind.RATE, FieldKind.YEAR})

TICK = "√"

_REMOVED = {
    CONTROL: "已去掉无法打印的控制字符",
    SURROGATE: "已去掉残缺的字符",
    TRUNCATED: "文字超过 32,000 字，超出部分未存入，请缩短",
}


@dataclass(frozen=True, slots=True)
class TypedEntry:
    """A text ready to be stored (None: blank), and what was done to it."""

    text: str | None
    notices: tuple[str, ...] = ()


def enter(raw: str, field: Field) -> TypedEntry:
    """Clean a typed or pasted text; full-width digits and signs of number cells become half-width."""
    cleaned = clean_text(raw)
    notices = tuple(_REMOVED[code] for code in cleaned.removed if code in _REMOVED)
    text = cleaned.text
    if text is None or not text.strip():
        return TypedEntry(None, notices)
    if field.kind is FieldKind.TICK:
        return TypedEntry(_ticked(text.strip()), notices)
    if field.kind in NUMERIC:
        plain = normalise_signs(text).strip()
        if plain != text.strip() and _readable(plain, field.kind):
            return TypedEntry(plain, (*notices, f"“{text.strip()}”已按半角存为“{plain}”"))
        return TypedEntry(text.strip(), notices)
    return TypedEntry(text, notices)


_TICKS = frozenset("√✓✔☑☒■●是对1yYvV")
_NO_TICKS = frozenset("□☐○否0×xXnN—-")


def _ticked(text: str) -> str | None:
    """A tick however it is typed, blank for an empty box; words stay as they are, nothing typed is lost."""
    if text in _TICKS:
        return TICK
    return None if text in _NO_TICKS else text


def _readable(text: str, kind: FieldKind) -> bool:
    reading = read_amount(text) if kind is FieldKind.AMOUNT else read_score(text.rstrip("%"))
    return reading.state is State.FILLED
