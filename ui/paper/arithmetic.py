"""`=8*12` typed into a money or score cell: the four operations and brackets, exactly, in Decimal."""

import re
from decimal import Decimal, DivisionByZero, InvalidOperation

from perfdesk.values import plain

_TOKEN = re.compile(r"[0-9]+(?:[.][0-9]+)?|[-+*/()]")
_WIDE = str.maketrans("＝＋－×÷／＊（）．，０１２３４５６７８９", "=+-*//*().,0123456789")
_PLACES = Decimal("0.000001")
"""More decimal places than any form prints: what a division leaves over is rounded there, half up."""
_MOST = 200


def result(text: str) -> str | None:
    """What a formula amounts to, as plain digits; None where the text is no formula that can be computed."""
    typed = text.strip().translate(_WIDE)
    if not typed.startswith("=") or len(typed) > _MOST:
        return None
    written = typed[1:].replace(",", "").replace(" ", "")
    tokens = _TOKEN.findall(written)
    if not tokens or "".join(tokens) != written:
        return None
    try:
        value, rest = _sum(tokens)
    except (DivisionByZero, InvalidOperation, IndexError, ValueError):
        return None
    if rest:
        return None
    if value != value.to_integral_value():
        value = value.quantize(_PLACES, rounding="ROUND_HALF_UP").normalize()
    return plain(value)


def _sum(tokens: list[str]) -> tuple[Decimal, list[str]]:
    value, rest = _product(tokens)
    while rest and rest[0] in "+-":
        sign, (other, after) = rest[0], _product(rest[1:])
        value = value + other if sign == "+" else value - other
        rest = after
    return value, rest


def _product(tokens: list[str]) -> tuple[Decimal, list[str]]:
    value, rest = _factor(tokens)
    while rest and rest[0] in "*/":
        sign, (other, after) = rest[0], _factor(rest[1:])
        value = value * other if sign == "*" else value / other
        rest = after
    return value, rest


def _factor(tokens: list[str]) -> tuple[Decimal, list[str]]:
    first, rest = tokens[0], tokens[1:]
    if first in "+-":
        value, rest = _factor(rest)
        return (value if first == "+" else -value), rest
    if first == "(":
        value, rest = _sum(rest)
        if rest[0] != ")":
            raise ValueError(first)
        return value, rest[1:]
    return Decimal(first), rest
