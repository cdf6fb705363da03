"""Dates as they are typed into the cells 计划开始日期 and 计划完成日期."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Final, NamedTuple

from perfdesk.values.numbers import State
from perfdesk.values.text import is_blank, is_dash, normalise_signs, without_space

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199

_TIME: Final = r"(?:T?[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.0+)?)?)?"
_FORMS: Final = (
    re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})" + _TIME),
    re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})[日号]?" + _TIME),
    re.compile(r"([0-9]{4})年([0-9]{1,2})月?()"),
    re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})()"),
    re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})"),
)


class DateReading(NamedTuple):
    """A date cell as typed; without a day it is a whole month.

    `first` and `last` are the first and the last day it can mean, None unless `state` is FILLED:
    a start lies after an end for certain where `start.first > end.last`.
    """

    text: str | None
    state: State
    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def first(self) -> date | None:
        """The earliest day meant."""
        if self.year is None or self.month is None:
            return None
        return date(self.year, self.month, self.day or 1)

    @property
    def last(self) -> date | None:
        """The latest day meant."""
        if self.year is None or self.month is None:
            return None
        return date(self.year, self.month, self.day or _days(self.year, self.month))


def read_date(text: str | None) -> DateReading:
    """Read `2023-01-01`, `2026/1/1`, `2026年1月1日`, `2026.1.1`, `20260101` or a month `2026年1月`.

    A date that does not exist, such as 2023-02-30, is unreadable.
    """
    if text is None or is_blank(text) or is_dash(text):
        return DateReading(text, State.BLANK)
    bare = without_space(normalise_signs(text)).replace("–", "-").replace("—", "-")
    for form in _FORMS:
        match = form.fullmatch(bare)
        if match is not None:
            year, month, day = (int(part) if part else None for part in match.groups())
            if _exists(year, month, day):
                return DateReading(text, State.FILLED, year, month, day)
    return DateReading(text, State.UNREADABLE)


def _exists(year: int | None, month: int | None, day: int | None) -> bool:
    if year is None or month is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return False
    if not 1 <= month <= 12:
        return False
    return day is None or 1 <= day <= _days(year, month)


def _days(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
