"""Percentages that lost their format: the number 0.95 in the row of a rate means 95%."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

from perfdesk.io.match.labels import label_of
from perfdesk.io.match.raw import Found, Raw, RawRow
from perfdesk.io.snapshot import WARNING
from perfdesk.template.model import Template
from perfdesk.values import format_decimal, plain, read_rate

_SHARE_NAME: Final = re.compile(r"(?<!效)率|满意度|比例|占比|百分比|比重|覆盖面")
_PLACES: Final = {"target": "目标值", "actual": "实际完成值"}


def as_printed(rate: Found | None, template: Template) -> Found | None:
    """An execution rate that a sheet holds as a number, in the template's own writing.

    A number's percent sign is the sheet's format, not the user's text: where the form's head says
    执行率(%) it is 99.50, where rates are printed with their sign a repaired 0.995 is 99.5%.
    What was typed as text stays as typed.
    """
    if rate is None or not rate.number or rate.text is None:
        return rate
    field = next((known for known in template.fund_fields if known.name == "rate"), None)
    value, profile = read_rate(rate.text), template.profile
    if field is None or value.value is None:
        return rate
    if value.percent and label_of(field.label).bracket == "%":
        places = max(profile.rate_decimals, len(plain(value.value).partition(".")[2]))
        return replace(rate, text=format_decimal(value.value, places))
    if rate.guessed and not value.percent and profile.rate_percent_sign:
        return replace(rate, text=f"{plain(value.value)}%")
    return rate


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
            row.values[field] = Found(text, found.address, True, True)
            raw.problem(found.address, WARNING, f"{word}存为小数 {found.text}，已按 {text} 读入，请核对。")


def _is_share(name: Found | None) -> bool:
    return name is not None and name.text is not None and _SHARE_NAME.search(name.text) is not None
