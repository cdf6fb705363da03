"""What a target or an actual says: operator, number or range, unit, kind (SCORING.md)."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Final, Literal, NamedTuple

from perfdesk.values import plain

Operator = Literal[">=", ">", "=", "<=", "<", "range"]
Change = Literal["", "up", "down"]
Told = Literal["", "zero", "share", "level", "clause", "late", "plan"]
"""How an actual is told in words: 零投诉, 48处中46处, 由71%升至80%, a number in one of several clauses,
逾期15天, 拟完成3次."""

SIGNS: dict[Operator, str] = {">=": "≥", ">": ">", "=": "=", "<=": "≤", "<": "<", "range": ""}
"""How each operator is shown."""


class Kind(Enum):
    """What sort of statement a cell makes."""

    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    QUALITATIVE = "qualitative"
    """Words without a number of their own: 及时, 完备, 三级等保."""
    UNKNOWN = "unknown"
    """Digits or signs that make no single value: 7*24小时, 本部及26家下属的单位. Never judged."""
    BLANK = "blank"


class Moment(NamedTuple):
    """A day, in a year that may be left out; 次年1月 is month 13."""

    year: int | None
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Expression:
    """A target or an actual as understood; `text` is what was typed, untouched.

    `low` is the number, `high` the upper end of a range, both in the unit as typed. `unit` is the
    unit without brackets and blanks, `printed_unit` with its inner brackets, both in half-width
    signs and "" where there is none.
    `explicit` tells whether an operator was typed, as a sign or in words; `typed_operator` is that
    sign or word. `approximate`: 约, 左右, 余. `change`: a growth or a decrease is meant. A date is
    the span from `begin` to `end`, one month for `12月`.
    """

    text: str | None
    kind: Kind
    operator: Operator = "="
    explicit: bool = False
    typed_operator: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    printed_unit: str = ""
    approximate: bool = False
    change: Change = ""
    begin: Moment | None = None
    end: Moment | None = None
    told: Told = ""
    counted: Expression | None = None
    """Of 48处中46处, which is read as a share, the 46处."""

    @property
    def numeric(self) -> bool:
        """True where the expression is a number or a percentage."""
        return self.kind in (Kind.NUMBER, Kind.PERCENT)

    def describe(self) -> str:
        """Say in a few words how the text was understood, e.g. `≥ · 95 · %`; "" for blank."""
        if self.numeric:
            number = f"约{self._number()}" if self.approximate else self._number()
            change = {"": "", "up": "增长", "down": "下降"}[self.change]
            return " · ".join(filter(None, (SIGNS[self.operator], change, number, self.unit)))
        if self.kind is Kind.DATE:
            return self._describe_date()
        return {
            Kind.QUALITATIVE: f"定性：{(self.text or '').strip()}",
            Kind.UNKNOWN: "未识别为单一数值，不参与比较",
        }.get(self.kind, "")

    def standard(self) -> str:
        """Write a number or percentage in the usual way, e.g. `≥95%`, else the text as typed.

        Read again, it gives the same operator, numbers, unit and kind.
        """
        if not self.numeric:
            return self.text or ""
        about = "约" if self.approximate else ""
        change = {"": "", "up": "增长", "down": "下降"}[self.change]
        unit = self.unit if self.unit in ("", "%") else f"({self.printed_unit})"
        return f"{change}{SIGNS[self.operator]}{about}{self._number()}{unit}"

    def _number(self) -> str:
        low = plain(self.low) if self.low is not None else ""
        return low if self.high is None else f"{low}~{plain(self.high)}"

    def _describe_date(self) -> str:
        if self.begin is None or self.end is None:
            return ""
        if self.operator in ("<=", "<"):
            bound = self.end if self.operator == "<=" else self.begin
            return f"约束：{_month_end(bound)}前"
        if self.operator in (">=", ">"):
            return f"约束：{_written(self.begin)}起"
        if self.begin[:2] != self.end[:2]:
            return f"日期：{_month(self.begin)}至{_month(self.end)}"
        if self.begin == self.end:
            return f"日期：{_written(self.begin)}"
        if self.begin.day == 1 and _is_last_day(self.end):
            return f"日期：{_month(self.begin)}"
        return f"日期：{_written(self.begin)}至{self.end.day}日"


_NEXT: Final = 12
"""Months of the following year (次年1月) are counted on as 13 and more."""


def _month(moment: Moment) -> str:
    year = "" if moment.year is None else f"{moment.year}年"
    if moment.month > _NEXT:
        return f"次年{moment.month - _NEXT}月"
    return f"{year}{moment.month}月"


def _written(moment: Moment) -> str:
    return f"{_month(moment)}{moment.day}日"


def _month_end(moment: Moment) -> str:
    return f"{_month(moment)}底" if _is_last_day(moment) else _written(moment)


def _is_last_day(moment: Moment) -> bool:
    month = (moment.month - 1) % _NEXT + 1
    return moment.day == calendar.monthrange(moment.year or 2024, month)[1]
