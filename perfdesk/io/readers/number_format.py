"""What a number cell shows under its number format (ECMA-376 part 1, 18.8.30 and 18.8.31).

Texts are made in decimal and half-up, as the spreadsheet programs show them.
"""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final, NamedTuple

from perfdesk.io.readers.date_format import is_date_format, show_date
from perfdesk.values import format_decimal, half_up, plain

GENERAL: Final = "General"

BUILTIN: Final[dict[int, str]] = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0', 6: '"¥"#,##0;"¥"-#,##0', 7: '"¥"#,##0.00;"¥"-#,##0.00', 8: '"¥"#,##0.00;"¥"-#,##0.00',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    # 14 is the short date of the reader's own machine: shown in one way, whatever the machine.
    14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: 'h"时"mm"分"', 35: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)",
    41: '#,##0;-#,##0;"-"', 42: '"¥"#,##0;"¥"-#,##0;"-"',
    43: '#,##0.00;-#,##0.00;"-"', 44: '"¥"#,##0.00;"¥"-#,##0.00;"-"',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: 'h"时"mm"分"', 56: 'h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""Number formats that files name by number only, as a Chinese spreadsheet program shows them."""

_TOKEN: Final = re.compile(
    r'"([^"]*)"?|\\(.)|_.|\*.|\[([^\]]*)\]|(General|@|E[+-]|[0#?]+|[.,%/]|.)', re.S
)
_CONDITION: Final = re.compile(r"(<=|>=|<>|<|>|=)(-?[\d.]+)")
_COMPARE = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b, "=": lambda a, b: a == b, "<>": lambda a, b: a != b,
}  # fmt: skip


class _Part(NamedTuple):
    """One section of a format, taken apart."""

    prefix: str
    suffix: str
    whole: str
    """Placeholders before the point."""
    decimals: str
    percent: int
    thousands: bool
    scale: int
    """Commas after the last placeholder: each divides by a thousand."""
    exponent: bool
    general: bool
    condition: tuple[str, Decimal] | None


def show(raw: str, code: str = GENERAL, date1904: bool = False) -> str:
    """What a cell with this stored number shows; the number as stored where it is none."""
    try:
        # Files hold 17 digits; 15 is what the programs show and count as equal.
        number = Decimal(format(float(raw), ".15g"))
    except (ValueError, InvalidOperation):
        return raw
    if not number.is_finite():
        return raw
    if is_date_format(code):
        return show_date(number, code, date1904) or general(number)
    return _show(number, code)


@lru_cache(maxsize=4096)
def _show(number: Decimal, code: str) -> str:
    parts = _sections(code)
    part, absolute = _choose(number, parts)
    if part is None:
        return general(number)
    value = abs(number) if absolute else number
    return _render(value, part)


def general(number: Decimal) -> str:
    """The number under the format General: at most eleven characters where it has decimals."""
    text = plain(number)
    whole, point, decimals = text.partition(".")
    if not point or len(text) <= 12:
        return text
    room = max(0, 10 - len(whole.lstrip("-")))
    if abs(number) < 1 and not half_up(number, room):
        return text
    return plain(half_up(number, min(room, len(decimals))))


def _choose(number: Decimal, parts: Sequence[_Part]) -> tuple[_Part | None, bool]:
    """The section for this number, and whether it writes the sign itself."""
    if any(part.condition for part in parts):
        for part in parts:
            if part.condition is None or _COMPARE[part.condition[0]](number, part.condition[1]):
                return part, part.condition is not None and number < 0
        return None, False
    if len(parts) == 1:
        return parts[0], False
    if number < 0:
        return parts[1], True
    if number == 0 and len(parts) > 2:
        return parts[2], False
    return parts[0], False


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Part, ...]:
    sections, depth = [""], ""
    for char in code:
        if depth:
            depth = "" if char == depth else depth
        elif char in '"[':
            depth = '"' if char == '"' else "]"
        if char == ";" and not depth:
            sections.append("")
        else:
            sections[-1] += char
    return tuple(_take_apart(section) for section in sections[:3])


def _take_apart(section: str) -> _Part:
    before, after, whole, decimals = "", "", "", ""
    percent, scale, thousands, exponent, general_, condition = 0, 0, False, False, False, None
    point = False
    for quoted, escaped, bracket, token in _TOKEN.findall(section):
        literal = quoted or escaped or _currency(bracket)
        if bracket and (found := _CONDITION.fullmatch(bracket)):
            condition = (found.group(1), Decimal(found.group(2)))
        if token in ("General", "@"):
            general_ = True
        elif token and token[0] in "0#?":
            if exponent:
                continue
            thousands, scale = thousands or scale > 0, 0
            decimals, whole = (decimals + token, whole) if point else (decimals, whole + token)
        elif token == "." and (whole or not point):
            point = True
        elif token == "," and (whole or decimals):
            scale += 1
        elif token == "%":
            percent += 1
            literal = "%"
        elif token[:1] == "E" and len(token) == 2:
            exponent = True
        elif token:
            literal = token
        if literal and (whole or point or general_):
            after += literal
        elif literal:
            before += literal
    return _Part(
        before, after, whole, decimals, percent, thousands, scale, exponent,
        general_ or ("/" in (before + after) and bool(whole)), condition,
    )  # fmt: skip


def _currency(bracket: str) -> str:
    return bracket[1:].partition("-")[0] if bracket.startswith("$") else ""


def _render(number: Decimal, part: _Part) -> str:
    if part.general:
        body = general(number)
        return f"{part.prefix}{body}{part.suffix}".strip() if "/" not in part.suffix else body
    value = number * 100**part.percent / 1000**part.scale
    if part.exponent:
        return f"{part.prefix}{value:.{len(part.decimals)}E}{part.suffix}".strip()
    if not part.whole and not part.decimals:
        return f"{part.prefix}{part.suffix}".strip()
    text = _digits(value, part)
    sign = "-" if text.startswith("-") else ""
    return f"{sign}{part.prefix}{text[len(sign) :]}{part.suffix}".strip()


def _digits(value: Decimal, part: _Part) -> str:
    text = format_decimal(value, len(part.decimals), part.thousands)
    whole, _, decimals = text.partition(".")
    sign = "-" if whole.startswith("-") else ""
    whole = whole[len(sign) :]
    least = len(part.decimals.rstrip("#?"))
    while len(decimals) > least and decimals.endswith("0"):
        decimals = decimals[:-1]
    if whole == "0" and "0" not in part.whole:
        whole = ""
    whole = whole.rjust(part.whole.count("0"), "0")
    return f"{sign}{whole}{'.' + decimals if decimals else ''}"
