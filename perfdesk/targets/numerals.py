"""Chinese numerals where they are numbers for certain: 一次, 十二个月, 百分之九十五.

一般, 一致, 三级等保, 一次性 and the like stay words.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import partial
from typing import Final

from perfdesk.targets.units import MEASURE
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
    r"(?P<head>^|不[少低小短]于|不[超大高多]过?于?|至少|最多|至多|最少|各|共|[≥≤<>=]|每(?:季度|季|月|周|年|天|日|半年|学期)|"
    r"全年|一年|年内|累计|实际|完成|开展|举办|组织|召开|仅|只|[约近达]|超过|突破|实现)"
    rf"(?P<number>[一二两三四五六七八九十][{_NUMERAL}]*)"
    rf"(?P<tail>(?:{_SURE})(?:/.+|及?以[上下内]|之内|内)?)$"
)
# Two signs and more with 十百千, or 十余, before a unit: a number wherever it stands.
_INNER: Final = re.compile(
    rf"(?<![第{_NUMERAL}0-9])(?P<number>[一二两三四五六七八九十][{_NUMERAL}]*(?:[万亿][{_NUMERAL}]+)?)"
    rf"(?P<more>[余多来])?(?P<unit>{MEASURE})"
)
_TENTHS: Final = re.compile(
    r"(?<![一二两三四五六七八九十百千0-9])(?P<tens>[一二两三四五六七八九十]|10|[1-9])成(?P<one>[一二三四五六七八九半])?"
    r"(?P<more>[多余])?(?![本效果员立功品绩交长为型份套人名就分])"
)
# In running text 一成立 and 三成员 are no tenths, so what may follow is narrower.
_TENTHS_TOLD: Final = re.compile(
    r"(?<![第一二两三四五六七八九十百千0-9])(?P<tens>[一二两三四五六七八九])成(?P<one>[一二三四五六七八九半])?(?P<more>[多余])?"
    r"(?=以|左|，|。|；|、|,|;|$|的(?!员))"
)
_WHOLE: Final = r"(?P<whole>(?<![0-9])[0-9]++|[一二两三四五六七八九十])"
_HALVES: Final = (
    (re.compile(rf"{_WHOLE}个?半个?(?P<unit>小时|天|月|年)"), "{}.5"),
    (re.compile(rf"{_WHOLE}(?P<unit>个?小时|天|年|个月)半(?![年天月])"), "{}.5"),
    (re.compile(r"(?<![0-9一二两三四五六七八九十个天上下每月])半个?(?P<unit>小时|天|月)(?P<whole>)"), "0.5"),
)  # fmt: skip
_HOURS_MINUTES: Final = re.compile(r"([0-9]{1,4})个?(?:小?时)([0-9]{1,2})分钟?")
_HUNDREDTHS: Final = re.compile(
    rf"百分之(?P<number>[{_NUMERAL}]+(?:点[{_NUMERAL}]+)?|[0-9]+(?:\.[0-9]+)?)"
)


# 零件 is a thing.
_NONE: Final = re.compile(r"[零〇](人次|人|次|起|例|宗|个|家|元|天)?")


def chinese_to_digits(bare: str) -> str:
    """Return prepared text with certain Chinese numerals as digits, else unchanged."""
    if bare.startswith(("零", "〇")) and (none := _NONE.fullmatch(bare)):
        return f"0{none.group(1) or ''}"
    if "百分之" in bare:
        bare = _HUNDREDTHS.sub(_percent, bare)
    if "成" in bare:
        bare = _TENTHS.sub(_tenths, bare)
    if "半" in bare:
        for pattern, number in _HALVES:
            bare = pattern.sub(partial(_half, number), bare)
    if "时" in bare:
        bare = _HOURS_MINUTES.sub(lambda m: f"{int(m[1]) * 60 + int(m[2])}分钟", bare)
    return _INNER.sub(_inner, _COUNT.sub(_count, bare))


def digits_in_text(text: str) -> str:
    """Return running text with the numerals that are certain as digits: 百分之八十九, 两百四十余套."""
    if "百分之" in text:
        text = _HUNDREDTHS.sub(_percent, text)
    if "成" in text:
        text = _TENTHS_TOLD.sub(_tenths, text)
    return _INNER.sub(_inner, text)


def _tenths(match: re.Match[str]) -> str:
    """九成五 is 95 %, 八成多 about 80 %."""
    tens, one = match.group("tens"), match.group("one") or ""
    value = int(tens) if tens.isascii() else (_value(tens) or 0)
    points = Decimal(value * 10) + (5 if one == "半" else _DIGITS.get(one, 0))
    return f"{'约' if match.group('more') else ''}{plain(points)}%"


def _half(number: str, match: re.Match[str]) -> str:
    whole, unit = match.group("whole"), match.group("unit")
    value = whole if whole.isascii() else str(_value(whole))
    return f"{number.format(value)}{'个' if unit == '月' else ''}{unit}"


def _inner(match: re.Match[str]) -> str:
    number, more = match.group("number"), match.group("more") or ""
    certain = re.search("[十百千万亿]", number) and (len(number) > 1 or more)
    value = _large(number) if certain else None
    if value is None:
        return match.group(0)
    return f"{value}{'余' if more else ''}{match.group('unit')}"


def _large(numeral: str) -> int | None:
    """Return the value of a numeral that may hold 万 or 亿 within (一万二千)."""
    for sign, power in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = numeral.partition(sign)
        if found:
            high, low = _value(head), _value(tail)
            if high is None or low is None:
                return None
            # 一万二 is 12 000, 一万零二 is 10 002.
            short = len(tail) == 1 and tail in _DIGITS
            return high * power + (low * power // 10 if short else low)
    return _value(numeral)


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
