"""Number cells: amounts, rates and scores, read in decimal and never rewritten.

A cell is blank, filled or unreadable; blank is not zero. Rounding is half-up everywhere
(SCORING.md), since binary floats and banker's rounding both get 9.975 wrong.
"""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from enum import Enum
from functools import lru_cache
from typing import Final, NamedTuple

from perfdesk.values.text import is_blank, is_dash, normalise_signs, without_space

MAX_DIGITS: Final = 28
"""Longer digit strings are codes, not quantities; also what a decimal sum keeps exactly."""

CACHED_LENGTH: Final = 40
"""Characters up to which a reading is remembered: number cells are read again after every edit."""

_NUMBER: Final = r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|[+-]?\.[0-9]+"
_AMOUNT: Final = re.compile(rf"[¥$]?({_NUMBER})\(?((?:万|亿)?元|万|亿)?\)?")
_RATE: Final = re.compile(rf"({_NUMBER})(%|\(%\))?")
_SCORE: Final = re.compile(rf"({_NUMBER})(?:分|\(分\))?")


class State(Enum):
    """What a cell holds; carried through every computation so that rules can stay silent."""

    BLANK = "blank"
    FILLED = "filled"
    UNREADABLE = "unreadable"
    ABSENT = "absent"
    """The form has no such place: never demanded, scored or summed as missing."""


class Quantity(NamedTuple):
    """One number cell as typed.

    `value` is None unless `state` is FILLED; `decimals` counts the decimals printed; `percent`
    tells whether a % sign was typed.
    """

    text: str | None
    state: State
    value: Decimal | None = None
    decimals: int = 0
    percent: bool = False

    @property
    def filled(self) -> bool:
        """True where a number was read."""
        return self.state is State.FILLED

    @property
    def unreadable(self) -> bool:
        """True where something stands that is no number."""
        return self.state is State.UNREADABLE

    @property
    def absent(self) -> bool:
        """True where the form has no such place."""
        return self.state is State.ABSENT

    @property
    def or_zero(self) -> Decimal:
        """The number, 0 where there is none: for sums, where blank counts as 0."""
        return self.value if self.value is not None else Decimal(0)


ABSENT: Final = Quantity(None, State.ABSENT)
"""What a place that the form does not have holds."""


def read_amount(text: str | None, money_unit: str | None = None) -> Quantity:
    """Read an amount of money, in the unit of the form.

    Blanks, thousands separators, full-width signs, ¥ and a trailing 元 or 万元 are tolerated. With
    `money_unit` given, another unit in the cell makes it unreadable, since the number would be
    wrong by a factor of 10,000. Negative amounts and any decimals are numbers (F14 judges them).
    """
    quantity, match = _read(text, _AMOUNT)
    if match is None:
        return quantity
    unit = match.group(2)
    if unit in ("万", "亿"):
        unit += "元"
    if money_unit is not None and unit is not None and unit != money_unit:
        return Quantity(text, State.UNREADABLE)
    return quantity


def read_rate(text: str | None) -> Quantity:
    """Read a rate in percentage points: `99.50`, `100%`, `92.25 %` and `100.00（%）`."""
    quantity, match = _read(text, _RATE)
    if match is None or match.group(2) is None:
        return quantity
    return Quantity(text, quantity.state, quantity.value, quantity.decimals, percent=True)


def read_score(text: str | None) -> Quantity:
    """Read a weight or score in points; `10分` is tolerated."""
    return _read(text, _SCORE)[0]


def _read(text: str | None, pattern: re.Pattern[str]) -> tuple[Quantity, re.Match[str] | None]:
    """Return the quantity in `text` and, where one was read, the match of `pattern`."""
    if text is not None and len(text) <= CACHED_LENGTH:
        return _remembered(text, pattern)
    return _parse(text, pattern)


@lru_cache(maxsize=8192)
def _remembered(text: str, pattern: re.Pattern[str]) -> tuple[Quantity, re.Match[str] | None]:
    return _parse(text, pattern)


def _parse(text: str | None, pattern: re.Pattern[str]) -> tuple[Quantity, re.Match[str] | None]:
    if text is None or is_blank(text) or is_dash(text):
        return Quantity(text, State.BLANK), None
    match = pattern.fullmatch(without_space(normalise_signs(text)).replace("￥", "¥"))
    number = match.group(1).replace(",", "") if match else ""
    if match is None or len(number) > MAX_DIGITS + 2:
        return Quantity(text, State.UNREADABLE), None
    decimals = len(number.partition(".")[2])
    return Quantity(text, State.FILLED, Decimal(number), decimals), match


def half_up(value: Decimal, decimals: int) -> Decimal:
    """Round `value` half-up (away from zero) to `decimals` places."""
    return _quantize(value, decimals, ROUND_HALF_UP)


def truncate(value: Decimal, decimals: int) -> Decimal:
    """Cut `value` after `decimals` places, towards zero."""
    return _quantize(value, decimals, ROUND_DOWN)


def _quantize(value: Decimal, decimals: int, rounding: str) -> Decimal:
    # The default context refuses results of more than 28 digits; no number is too long here.
    room = max(value.adjusted(), 0) + max(decimals, 0) + 2
    context = Context(prec=max(room, MAX_DIGITS), rounding=rounding)
    return value.quantize(Decimal(1).scaleb(-decimals), context=context)


def format_decimal(value: Decimal, decimals: int, thousands: bool = False) -> str:
    """Write `value` half-up with exactly `decimals` decimals, never with an exponent or as -0."""
    rounded = half_up(value, decimals)
    if not rounded:
        rounded = abs(rounded)
    return format(rounded, ",f" if thousands else "f")


def plain(value: Decimal) -> str:
    """Write `value` exactly and as short as possible: no exponent, no trailing zeros."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
