"""What a date cell shows under its number format; a time of midnight is left away."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final

_QUIET: Final = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]')
_ELAPSED: Final = re.compile(r"\[(h+|m+|s+)\]", re.I)
_LETTERS: Final = re.compile(r"[ymdhs]|aaa", re.I)
_TOKEN: Final = re.compile(
    r'"([^"]*)"?|\\(.)|_.|\*.|\[[^\]]*\]|(AM/PM|A/P|上午/下午|y+|m+|d+|h+|s+(?:\.0+)?|a{3,4}|e+|.)',
    re.I,
)
_LAST_SERIAL: Final = 2_958_465
"""9999-12-31."""
_WEEKDAYS: Final = "一二三四五六日"
_LONG_DATE: Final = "[$-F800]"


@lru_cache(maxsize=512)
def is_date_format(code: str) -> bool:
    """Whether numbers under this format are dates or times."""
    if code == "General":
        return False
    if _ELAPSED.search(code):
        return True
    first = _QUIET.sub("", code).partition(";")[0]
    return "General" not in first and _LETTERS.search(first) is not None


def show_date(serial: Decimal, code: str, date1904: bool) -> str | None:
    """The date as shown, None where the number is no date."""
    if not 0 <= serial <= _LAST_SERIAL:
        return None
    epoch = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30)  # noqa: DTZ001
    days = int(serial)
    seconds = round((serial - days) * 86_400)
    moment = epoch + timedelta(days=days, seconds=seconds)
    if code.upper().startswith(_LONG_DATE):
        return f"{moment.year}年{moment.month}月{moment.day}日"
    tokens = _tokens(code)
    dated = any(kind in ("y", "M", "d", "a") for kind, _ in tokens)
    midnight = dated and seconds == 0
    shown: list[str] = []
    for kind, token in tokens:
        if midnight and kind in ("h", "m", "s", "p"):
            # What stands between date and time goes with the time.
            while shown and not shown[-1][-1:].isalnum() and shown[-1][-1:] not in "年月日号":
                shown.pop()
            break
        shown.append(_part(kind, token, moment))
    return "".join(shown).strip()


@lru_cache(maxsize=256)
def _tokens(code: str) -> tuple[tuple[str, str], ...]:
    """(kind, token): kind y, M (month), d, h, m (minute), s, a (weekday), p (am/pm) or "" literal."""
    found: list[tuple[str, str]] = []
    for quoted, escaped, token in _TOKEN.findall(code.partition(";")[0]):
        if quoted or escaped:
            found.append(("", quoted or escaped))
            continue
        letter = token[:1].lower()
        if token.upper() in ("AM/PM", "A/P", "上午/下午"):
            found.append(("p", token))
        elif letter in ("y", "d", "h", "s") or (letter == "a" and len(token) >= 3):
            if letter == "s":
                found = _minutes_before(found)
            found.append((letter, token.lower()))
        elif letter == "e":
            found.append(("y", "yyyy"))
        elif letter == "m":
            after_hour = next((kind for kind, _ in reversed(found) if kind), "") == "h"
            found.append(("m" if after_hour else "M", token.lower()))
        elif token:
            found.append(("", token))
    return tuple(found)


def _minutes_before(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """An `m` directly before seconds means minutes."""
    for position in range(len(found) - 1, -1, -1):
        if found[position][0] == "M":
            return [*found[:position], ("m", found[position][1]), *found[position + 1 :]]
        if found[position][0]:
            break
    return found


def _part(kind: str, token: str, moment: datetime) -> str:
    wide = len(token) > 1
    match kind:
        case "y":
            return f"{moment.year % 100:02d}" if len(token) <= 2 else f"{moment.year:04d}"
        case "M" if len(token) > 2:
            return moment.strftime("%B" if len(token) == 4 else "%b")
        case "M":
            return f"{moment.month:0{2 if wide else 1}d}"
        case "d" if len(token) > 2:
            return moment.strftime("%A" if len(token) == 4 else "%a")
        case "d":
            return f"{moment.day:0{2 if wide else 1}d}"
        case "a":
            return ("星期" if len(token) == 4 else "") + _WEEKDAYS[moment.weekday()]
        case "h":
            return f"{moment.hour:0{2 if wide else 1}d}"
        case "m":
            return f"{moment.minute:0{2 if wide else 1}d}"
        case "s":
            return f"{moment.second:02d}" if wide else f"{moment.second}"
        case "p":
            return "上午" if moment.hour < 12 else "下午"
        case _:
            return token
