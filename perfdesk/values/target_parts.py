"""A target in several columns: sign, value and unit joined into one text, and one text taken apart.

Several provinces print 指标性质, 指标值 and 度量单位 in columns of their own (REGIONS.md). What was typed
into each stays; the joined text is what rules and JSON read.
"""

import re
from collections.abc import Sequence
from typing import Final

from perfdesk.values.text import normalise_signs, without_space

_QUALITATIVE: Final = frozenset(
    {"定性", "定性指标", "定量", "定量指标", "正向", "反向", "—", "-", "/"}
)
"""What stands in the column of signs and is none."""
_SIGNS: Final = {
    "大于等于": "≥",
    "不低于": "≥",
    "小于等于": "≤",
    "不高于": "≤",
    "等于": "=",
    "大于": ">",
    "小于": "<",
}
_DIGIT: Final = re.compile(r"[0-9]")
_PARTS: Final = re.compile(r"([≥≤><=]?)\s?([+-]?[0-9][0-9,]*(?:\.[0-9]+)?)?(.*)", re.DOTALL)


def join_target(parts: Sequence[str | None]) -> str | None:
    """Sign, value and unit (or value and unit) as one text without blanks; None when all are blank."""
    texts = [without_space(part or "") for part in parts]
    sign = texts[0] if len(texts) == 3 else ""
    sign = "" if sign in _QUALITATIVE else _SIGNS.get(sign, sign)
    value, unit = texts[-2:]
    unit = "" if unit in _QUALITATIVE else unit
    # 95% beside the unit %: the sign is said once.
    unit = "" if unit and value.endswith(unit) else unit
    return f"{sign}{value}{unit}" or None


def split_target(text: str, parts: int = 3) -> tuple[str, ...]:
    """A text as sign, value and unit (as value and unit with `parts` 2); words are a value alone."""
    typed = normalise_signs(text).strip().replace(">=", "≥", 1).replace("<=", "≤", 1)
    found = _PARTS.fullmatch(typed)
    # 2024年12月 is a date, not 2024 of something.
    if found is None or not found.group(2) or _DIGIT.search(found.group(3)):
        sign, value, unit = "", text.strip(), ""
    else:
        sign, value, unit = found.group(1), found.group(2), found.group(3).strip().strip("()（）")
    if parts == 3:
        return (sign, value, unit)
    return (f"{sign}{value}", unit)
