"""Which typed text may be stored as a number: only what a number format prints again exactly."""

import re
from decimal import Decimal
from typing import NamedTuple

from perfdesk.grid import FieldKind
from perfdesk.io.readers.number_format import GENERAL, show
from perfdesk.settings import Profile
from perfdesk.values import plain

NUMERIC = frozenset({FieldKind.AMOUNT, FieldKind.RATE, FieldKind.SCORE})
TEXT_FORMAT = "@"

_PLAIN = re.compile(r"-?(?:0|[1-9]\d*)(?:\.(\d+))?(%?)")
_GROUPED = re.compile(r"-?[1-9]\d{0,2}(?:,\d{3})+(?:\.(\d+))?(%?)")
_DIGITS = 15
"""What a spreadsheet keeps of a number."""


class Stored(NamedTuple):
    """A number as it is stored, with the format that shows the typed text."""

    value: float
    format: str

    @property
    def percent(self) -> bool:
        """Whether the cell holds a hundredth of what it shows."""
        return self.format.endswith("%")


def as_number(text: str) -> Stored | None:
    """The number behind a text such as 1,463.50 or 99.5%; None where storing one would change the text."""
    match = _PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)
    if match is None or sum(character.isdecimal() for character in text) > _DIGITS:
        return None
    decimals, percent = len(match[1] or ""), match[2]
    code = ("#,##0" if "," in text else "0") + ("." + "0" * decimals if decimals else "") + percent
    number = Decimal(text.replace(",", "").rstrip("%"))
    value = float(number.scaleb(-2) if percent else number)
    return Stored(value, code) if show(repr(value), code) == text else None


def blank_format(kind: FieldKind, profile: Profile, percent: bool = False) -> str:
    """The number format of a cell that waits for a number."""
    match kind:
        case FieldKind.AMOUNT if profile.money_decimals is not None:
            return ("#,##0" if profile.money_thousands else "0") + _decimals(profile.money_decimals)
        case FieldKind.RATE if profile.rate_percent_sign or percent:
            return "0" + _decimals(profile.rate_decimals) + "%"
        case FieldKind.RATE if not profile.trim_zeros:
            return "0" + _decimals(profile.rate_decimals)
        case FieldKind.SCORE if not profile.trim_zeros:
            return "0" + _decimals(profile.score_decimals)
        case _:
            return GENERAL


def literal(value: Decimal) -> str:
    """A number inside a formula."""
    return plain(value)


def _decimals(count: int) -> str:
    return "." + "0" * count if count else ""
