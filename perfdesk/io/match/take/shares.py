"""Percentages that lost their format: the number 0.95 in the row of a rate means 95%."""

import re
from decimal import Decimal
from typing import Final

from perfdesk.io.match.take.raw import Found, Raw, RawRow
from perfdesk.io.readers.snapshot import WARNING
from perfdesk.values import plain, read_rate

_SHARE_NAME: Final = re.compile(r"(?<!效)率|满意度|比例|占比|百分比|比重|覆盖面")
_PLACES: Final = {"target": "目标值", "actual": "实际完成值"}


def repair(raw: Raw, row: RawRow) -> None:
    """Read a stored number of at most 1 as a percentage where the name or the other value says so."""
    name = row.values.get("level3")
    for field, word in _PLACES.items():
        found = row.values.get(field)
        if found is None or not found.number or found.text is None:
            continue
        quantity = read_rate(found.text)
        if quantity.value is None or quantity.percent or not 0 < quantity.value <= 1:
            continue
        other = row.values.get("actual" if field == "target" else "target")
        if _is_share(name) or (other and other.text and "%" in other.text.replace("％", "%")):
            text = f"{plain(quantity.value * Decimal(100))}%"
            row.values[field] = Found(text, found.address, True, guessed=True)
            raw.problem(
                found.address, WARNING, f"{word}存为小数 {found.text}，已按 {text} 读入，请核对。"
            )


def _is_share(name: Found | None) -> bool:
    return name is not None and name.text is not None and _SHARE_NAME.search(name.text) is not None
