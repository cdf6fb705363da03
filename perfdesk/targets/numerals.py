"""Chinese numerals where they are numbers for certain: 一次, 十二个月, 百分之九十五.

一般, 一致, 三级等保, 一次性 and the like stay words.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from perfdesk.values import plain

_DIGITS: Final = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "两": 2,
    "〇": 0,
}
_TENS: Final = {"十": 10, "百": 100, "千": 1000}
_NUMERAL: Final = "零〇一二两三四五六七八九十百千"
_SURE: Final = (
    "人次|个工作日|工作日|个小时|小时|分钟|个月|个季度|次|个|家|项|件|套|台|份|篇|场次|场|人|名|年|天|周|本|张|所|起|例|"
    "批|条|座|万元|元|门|部|辆|册"
)
_COUNT: Final = re.compile(
    rf"(?P<head>^|不[少低小短]于|不[超大高多]过?于?|至少|最多|至多|最少|各|共|[≥≤<>=]|每(?:季度|季|月|周|年|天|日|半年|学期))"
    rf"(?P<number>[一二两三四五六七八九十][{_NUMERAL}]*)"
    rf"(?P<tail>(?:{_SURE})(?:/.+|及?以[上下内]|之内|内)?)$"
)
_HUNDREDTHS: Final = re.compile(
    rf"百分之(?P<number>[{_NUMERAL}]+(?:点[{_NUMERAL}]+)?|[0-9]+(?:\.[0-9]+)?)"
)


def chinese_to_digits(bare: str) -> str:
    """Return prepared text with certain Chinese numerals as digits, else unchanged."""
    if "百分之" in bare:
        bare = _HUNDREDTHS.sub(_percent, bare)
    return _COUNT.sub(_count, bare)


def _percent(match: re.Match[str]) -> str:
    number = match.group("number")
    if number[0].isascii():
        return f"{number}%"
    whole, _, part = number.partition("点")
    value = _value(whole)
    if value is None or any(char not in _DIGITS for char in part):
        return match.group(0)
    decimals = "".join(str(_DIGITS[char]) for char in part)
    return f"{plain(Decimal(f'{value}.{decimals or 0}'))}%"


def _count(match: re.Match[str]) -> str:
    value = _value(match.group("number"))
    if value is None:
        return match.group(0)
    return f"{match.group('head')}{value}{match.group('tail')}"


def _value(numeral: str) -> int | None:
    """Return the value of a numeral below 10,000, None where it is no well-formed one."""
    total, digit, last = 0, None, 10_000
    for char in numeral:
        if char in _TENS:
            unit = _TENS[char]
            if unit >= last or (digit is None and (unit != 10 or total)):
                return None
            total, last, digit = total + unit * (1 if digit is None else digit), unit, None
        elif _DIGITS[char] == 0:
            if digit is not None:
                return None
        elif digit is None:
            digit = _DIGITS[char]
        else:
            return None
    return total + (digit or 0)
