"""How a text is stored in a cell: as a number where the cell's own format shows the text again, else as text."""

import re
from datetime import date
from decimal import Decimal
from typing import Final

from perfdesk.io.readers.date_format import is_date_format
from perfdesk.io.readers.number_format import show
from perfdesk.values import plain

_PLAIN: Final = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,12})?%?")
_GROUPED: Final = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,12})?%?")
_DATE: Final = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_EPOCH: Final = date(1899, 12, 30)
_DIGITS: Final = 15
"""What a spreadsheet keeps of a number."""
_TEXT: Final = "@"


def number_for(text: str, code: str) -> str | None:
    """The number to store, as written in XML; None where the text has to be stored as text."""
    if code == _TEXT:
        return None
    if is_date_format(code):
        return _serial(text, code)
    fits = _PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)
    if not fits or sum(c.isdecimal() for c in text) > _DIGITS:
        return None
    number = Decimal(text.replace(",", "").rstrip("%"))
    raw = plain(number.scaleb(-2) if text.endswith("%") else number)
    return raw if show(raw, code) == text else None


def _serial(text: str, code: str) -> str | None:
    found = _DATE.fullmatch(text)
    if not found:
        return None
    try:
        days = (date(int(found[1]), int(found[2]), int(found[3])) - _EPOCH).days
    except ValueError:
        return None
    return str(days) if show(str(days), code) == text else None
