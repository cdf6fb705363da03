"""A target against an actual: common unit, met or not, how far (SCORING.md, RULES.md chapter 4)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from perfdesk.targets.bands import Band, band_of
from perfdesk.targets.direction import changes_by, opposite
from perfdesk.targets.expression import Expression, Kind, Moment
from perfdesk.targets.mentions import mentions, unit_contradicts_name
from perfdesk.targets.reading import read_actual
from perfdesk.targets.units import Verdict, compare_units, same_unit, times_a_year
from perfdesk.values import same_text

_HUNDRED: Final = Decimal(100)
_ABOUT: Final = Decimal("0.1")
"""约200人 is taken as 200 give or take a tenth."""


@dataclass(frozen=True, slots=True)
class Comparable:
    """How two expressions can be compared.

    `target`, `target_high` and `actual`, `actual_high` are in the common unit `unit`; they are None
    where `verdict` is DIFFERENT or UNKNOWN.
    """

    verdict: Verdict
    target: Decimal | None = None
    target_high: Decimal | None = None
    actual: Decimal | None = None
    actual_high: Decimal | None = None
    unit: str = ""

    @property
    def usable(self) -> bool:
        """True where the numbers may be compared."""
        return self.verdict in (Verdict.SAME, Verdict.CONVERTED)


def comparable(target: Expression, actual: Expression, name: str = "") -> Comparable:
    """Bring target and actual to a common unit; `name` is the level-3 name of the indicator.

    A missing unit is the other's, unless the target's unit contradicts the name and the actual is
    more than double or less than half the target (T03). 万元 and 元, times and measures (公里, 米)
    and frequencies (次/季度, 次) convert; 个, 家, %, 次 do not. A level and a change, and changes in
    opposite directions (T22), are not compared.
    """
    target, actual = _counted(target), _counted(actual, target)
    if not (target.numeric and actual.numeric) or target.low is None or actual.low is None:
        return Comparable(Verdict.UNKNOWN)
    if _another_measure(target, actual, name) or as_fraction(target, actual):
        return Comparable(Verdict.UNKNOWN)
    verdict, one, two = compare_units(target.printed_unit, actual.printed_unit)
    if verdict is Verdict.DIFFERENT and actual.told:
        verdict = Verdict.UNKNOWN  # the number in a sentence may be that of another thing
    if verdict in (Verdict.DIFFERENT, Verdict.UNKNOWN) or _as_often(target, actual):
        return Comparable(verdict if verdict is Verdict.DIFFERENT else Verdict.UNKNOWN)
    if not actual.unit and _far(target.low, actual.low) and unit_contradicts_name(name, target):
        return Comparable(Verdict.DIFFERENT)
    return Comparable(
        verdict,
        target.low * one,
        None if target.high is None else target.high * one,
        actual.low * two,
        None if actual.high is None else actual.high * two,
        target.unit if one <= two else actual.unit,
    )


def _counted(expression: Expression, target: Expression | None = None) -> Expression:
    """Take 零投诉 as 0, and of 48处中46处 the 46处 where the target counts things."""
    if expression.told == "zero":
        if target is None or target.told == "zero" or _may_be_zero(target):
            return replace(expression, kind=Kind.NUMBER, low=Decimal(0))
        return expression
    counted = expression.counted
    if counted is not None and target is not None and target.kind is Kind.NUMBER:
        return counted
    return expression


def _may_be_zero(target: Expression) -> bool:
    return target.numeric and (target.low == 0 or target.operator in ("<=", "<"))


def as_fraction(target: Expression, actual: Expression) -> bool:
    """Tell whether a share is told as a fraction: 0.96 without % beside a target of ≥98% (T23)."""
    if target.kind is not Kind.PERCENT or actual.kind is not Kind.NUMBER or target.change:
        return False
    if actual.unit or actual.high is not None or actual.change or actual.told:
        return False
    return (target.low or 0) >= _HALF and 0 < (actual.low or 0) <= 1


_HALF: Final = Decimal(50)
"""From this target in percent on, an actual of 1 and less is rather a fraction than a share."""


def _another_measure(target: Expression, actual: Expression, name: str) -> bool:
    """Whether one side tells a level and the other a change, so that the numbers are not compared."""
    if opposite(target, actual, name):
        return True
    if actual.told == "level":
        return bool(target.change)
    return bool(actual.change) and not target.change and not changes_by(name)


def _as_often(target: Expression, actual: Expression) -> bool:
    """Whether 1次 beside 每季度1次 repeats the number of each quarter, which is not told."""
    one, two = times_a_year(target.printed_unit), times_a_year(actual.printed_unit)
    if bool(one) == bool(two):
        return False
    bare = actual if one else target
    return target.low == actual.low and _WHOLE_YEAR.search(bare.text or "") is None


_WHOLE_YEAR: Final = re.compile("年|累计|总|合计|共")


def _far(target: Decimal, actual: Decimal) -> bool:
    return target > 0 and not target <= 2 * actual <= 4 * target


def in_unit(expression: Expression, unit: str) -> Decimal | None:
    """Return the number of `expression` in `unit`, e.g. 3150元 in 万元; None where it cannot be.

    A number without a unit is taken to be in `unit` already.
    """
    if not expression.numeric or expression.low is None:
        return None
    verdict, one, two = compare_units(expression.printed_unit, unit)
    if verdict not in (Verdict.SAME, Verdict.CONVERTED):
        return None
    return expression.low * one / two


def is_met(
    target: Expression, actual: Expression, name: str = "", year: int | None = None
) -> bool | None:
    """Tell whether `actual` meets `target`; None where that cannot be judged.

    `name` is the level-3 name of the indicator; `year` that of the form, for dates without one.

    With `=` and a target above 0 more is met too, with `=` 0 only 0 or less (SCORING.md). Words
    are met where they mean 达成年度指标 or repeat the target.
    """
    if opposite(target, actual, name):
        return False
    if target.numeric or target.told == "zero":
        found = comparable(target, actual, name)
        if not found.usable:
            return False if _happened(target, actual) else None
        if _rather_a_limit(target, found, name):
            return None
        return _met(_counted(target), _counted(actual, target), found)
    if target.kind is Kind.DATE:
        return _date_met(target, actual, year)
    if target.kind is not Kind.QUALITATIVE:
        return None
    band = band_of(target.text, actual.text)
    if band is not None:
        return band is Band.FULL
    return True if same_text(target.text, actual.text) else None


_NOT_HAPPENED: Final = re.compile("未|无|没|零|避免|防止|杜绝|上年|去年|其他|非")


def _happened(target: Expression, actual: Expression) -> bool:
    """Whether a text that makes no single value tells of cases where none may be: 发生1起，死亡1人."""
    if target.low != 0 or target.operator not in ("=", "<=") or actual.kind is not Kind.UNKNOWN:
        return False
    text = actual.text or ""
    if not target.unit or _NOT_HAPPENED.search(text):
        return False
    return any(m.value > 0 and same_unit(m.unit, target.unit) for m in mentions(text))


_LIMITED: Final = re.compile(
    r"成本|费用|造价|单价|价格|支出|控制数|用时|耗时|时限|(?:响应|修复|恢复|到场|到达|办理|办结|处置|处理|"
    r"等候|等待|候诊|排队|审批|出具)(?:时间|时长)|投诉|故障|事故|险情|差错|误差|不合格|流失|死亡"
)
_HANDLED: Final = re.compile(
    r"节约|降低|减少|下降|压缩|处理率|处置率|办结|解决|排除|修复率|及时|完成率"
)


def _rather_a_limit(target: Expression, found: Comparable, name: str) -> bool:
    """Whether a number without operator may be an upper limit, by a name such as 成本 or 办理时限.

    Without operator it means =, but less of these is no failure, and more no success. Of 0 cases
    (0起) either reading says the same.
    """
    if target.operator != "=" or target.explicit or found.target in (0, found.actual):
        return False
    return _LIMITED.search(name) is not None and _HANDLED.search(name) is None


def _met(target: Expression, actual: Expression, found: Comparable) -> bool | None:
    """Compare numbers in one unit; an actual such as 90%以上 is all the values it can mean."""
    if found.target is None or found.actual is None:
        return None
    low, high = _span(actual, found.actual, found.actual_high)
    answers = {
        None if value is None else _holds(target, found, value)
        for value in (low, high)
    }  # fmt: skip
    if None in answers:
        answers = _open_ended(target, actual, found, (low, high))
    if answers == {True}:
        return True
    if answers == {False} and not (target.approximate and _near(found)):
        return False
    return None


def _span(
    actual: Expression, value: Decimal, upper: Decimal | None
) -> tuple[Decimal | None, Decimal | None]:
    """Return the lowest and the highest value that an actual can mean, None for no end."""
    if upper is not None:
        return value, upper
    if actual.operator in (">=", ">"):
        return value, None
    if actual.operator in ("<=", "<"):
        return None, value
    if actual.approximate:
        return value - abs(value) * _ABOUT, value + abs(value) * _ABOUT
    return value, value


def _holds(target: Expression, found: Comparable, value: Decimal) -> bool | None:
    wanted = found.target
    if wanted is None:
        return None
    value = max(value, Decimal(0)) if wanted >= 0 else value
    if target.operator == "range":
        if found.target_high is None or value > found.target_high:
            return None
        return value >= wanted
    if target.operator == "=":
        return value <= 0 if wanted == 0 else _equal_or_more(value, wanted)
    return {
        ">=": value >= wanted,
        ">": value > wanted,
        "<=": value <= wanted,
        "<": value < wanted,
    }[target.operator]


def _equal_or_more(value: Decimal, wanted: Decimal) -> bool | None:
    if wanted < 0:
        return True if value == wanted else None
    return value >= wanted


def _open_ended(
    target: Expression,
    actual: Expression,
    found: Comparable,
    span: tuple[Decimal | None, Decimal | None],
) -> set[bool | None]:
    """Judge an actual without lower or upper end (90%以上) by the end it has."""
    low, high = span
    if low is None and high is not None and target.operator in ("<=", "<"):
        return {True} if _holds(target, found, high) else {None}
    if low is not None and high is None and target.operator in (">=", ">", "="):
        return {True} if _holds(target, found, low) and found.target else {None}
    if low is not None and high is None and target.operator in ("<=", "<"):
        beyond = actual.operator == ">" and low == found.target
        return {False} if beyond or not _holds(target, found, low) else {None}
    if low is None and high is not None and target.operator in (">=", ">", "="):
        return {False} if _below(target, found, actual, high) else {None}
    return {None}


def _below(target: Expression, found: Comparable, actual: Expression, high: Decimal) -> bool:
    """Whether all that 未达到95% can mean falls short of the target; 95 itself is not meant."""
    if not found.target:
        return False
    return high < found.target or (high == found.target and actual.operator == "<")


def _near(found: Comparable) -> bool:
    if found.target is None or found.actual is None:
        return False
    return abs(found.actual - found.target) <= abs(found.target) * _ABOUT


def _date_met(target: Expression, actual: Expression, year: int | None) -> bool | None:
    """Compare dates and months; a date without operator is a limit, since earlier is no failure."""
    if actual.told == "late":
        return False
    begin, end = _moments(target)
    first, last = _moments(_as_month(actual))
    if begin is None or end is None or first is None or last is None:
        return None
    begins, ends, firsts, lasts = _same_years((begin, end, first, last), year)
    if target.operator in (">=", ">"):
        return True if firsts >= begins else (False if lasts < begins else None)
    if target.operator == "<":
        return True if lasts < begins else (False if firsts >= begins else None)
    if lasts <= ends:
        return True
    return False if firsts > ends else None


def _as_month(actual: Expression) -> Expression:
    """Read a bare number from 1 to 12 as the month it is, beside a target that is a month."""
    if actual.kind is not Kind.NUMBER or actual.unit or actual.high is not None:
        return actual
    low = actual.low or Decimal(0)
    return read_actual(f"{int(low)}月") if low == int(low) and 1 <= low <= 12 else actual


def _moments(expression: Expression) -> tuple[Moment | None, Moment | None]:
    return expression.begin, expression.end


def _same_years(moments: tuple[Moment, ...], year: int | None) -> list[tuple[int, int, int]]:
    # A year that is left out is the form's, or where that is unknown the other side's.
    known = year is not None or all(moment.year is not None for moment in moments)
    return [
        ((moment.year or year or 0) if known else 0, moment.month, moment.day) for moment in moments
    ]


def completion_ratio(target: Expression, actual: Expression, name: str = "") -> Decimal | None:
    """Return actual ÷ target in percent, None where units differ or the target is 0.

    Beside a range it is the nearer end that counts, 100 inside.
    """
    found = comparable(target, actual, name)
    if not found.usable or found.target is None or found.actual is None or found.target <= 0:
        return None
    value = max(found.actual, Decimal(0))
    if found.target_high is not None and value >= found.target:
        return max(_HUNDRED, value * _HUNDRED / found.target_high)
    return value * _HUNDRED / found.target
