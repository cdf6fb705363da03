"""The computed cells' formulas, each a pure function of effective values.

Sources: domain/SCORING.md (财预〔2020〕10号 and the formulas that provincial systems run).
Texts are made as the form prints them: money decimals, rate with or without %, points.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from perfdesk.scoring import execution_rate, execution_score, grade_of
from perfdesk.settings import Profile
from perfdesk.values import (
    Quantity,
    State,
    format_decimal,
    half_up,
    plain,
    read_amount,
    read_rate,
    read_score,
)

Lookup = Callable[[str, str], str | None]
"""(row id, field) → effective text."""


def money_sum(items: Sequence[Quantity], profile: Profile) -> str | None:
    """The sum of amounts in the form's money unit; blank items count as 0, all blank gives blank."""
    total = _add(items)
    if total is None:
        return None
    decimals = profile.money_decimals
    if decimals is None:
        printed = max(item.decimals for item in items if item.value is not None)
        decimals = _needed(total) if profile.trim_zeros else printed
    return format_decimal(half_up(total, decimals), decimals, profile.money_thousands)


def negative(amount: Quantity) -> Quantity:
    """An amount that a sum takes away."""
    return amount._replace(value=-amount.value) if amount.value is not None else amount


def rate(
    executed: Quantity, adjusted: Quantity, profile: Profile, *, source_row: bool
) -> str | None:
    """执行率 in % of 全年预算数; a source row prints what the profile says where there is no budget."""
    if source_row and profile.source_rates == "zero":
        return profile.zero_rate
    if adjusted.state is not State.FILLED or executed.state is State.UNREADABLE:
        return None
    exact = execution_rate(executed.value or Decimal(0), adjusted.value or Decimal(0))
    if exact is None:
        return profile.zero_rate if source_row and not executed.value else None
    if executed.state is State.BLANK:
        return None
    return _percent(exact, profile)


def points_for_execution(rate_text: str | None, weight: Quantity, profile: Profile) -> str | None:
    """The execution row's points from the printed rate, half-up."""
    printed = read_rate(rate_text)
    if printed.value is None:
        return None
    full = weight.value if weight.value is not None else profile.execution_weight
    return format_points(execution_score(printed.value, full, profile), profile)


def points_sum(items: Sequence[Quantity], profile: Profile) -> str | None:
    """The sum of points; blank items count as 0, all blank gives blank."""
    total = _add(items)
    return None if total is None else format_points(total, profile)


def grade(total_text: str | None, profile: Profile) -> str | None:
    """评分等级 of a total score by the profile's bands."""
    total = read_score(total_text)
    return None if total.value is None else grade_of(total.value, profile.grade_bands)


def format_points(value: Decimal, profile: Profile) -> str:
    """Points as the form prints them."""
    rounded = half_up(value, profile.score_decimals)
    return plain(rounded) if profile.trim_zeros else format_decimal(rounded, profile.score_decimals)


def amounts(look: Lookup, row: str, names: Iterable[str]) -> list[Quantity]:
    """The amounts of several fields of one row."""
    return [read_amount(look(row, name)) for name in names]


def _percent(value: Decimal, profile: Profile) -> str:
    rounded = half_up(value, profile.rate_decimals)
    text = plain(rounded) if profile.trim_zeros else format_decimal(rounded, profile.rate_decimals)
    return f"{text}%" if profile.rate_percent_sign else text


def _needed(value: Decimal) -> int:
    """The decimals a number needs without trailing zeros."""
    return len(plain(value).partition(".")[2])


def _add(items: Sequence[Quantity]) -> Decimal | None:
    if any(item.state is State.UNREADABLE for item in items):
        return None
    filled = [item.value for item in items if item.value is not None]
    return sum(filled, Decimal(0)) if filled else None
