"""预算执行率: the rate, its score, and which printed ones are acceptable (SCORING.md).

The base is 全年预算数, never 年初预算数. Some systems truncate, some round, some compute on 元 and print
万元, so a printed rate is right if amounts within half a printed unit can give it; a score has no
such tolerance.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, NamedTuple

from perfdesk.scoring.proposal import Proposal, points_of
from perfdesk.settings import Profile
from perfdesk.values import Quantity, format_decimal, half_up, plain

_HUNDRED: Final = Decimal(100)
_ZERO: Final = Decimal(0)


class Interval(NamedTuple):
    """Rates from `low` to `high`, in percentage points; `high` None: without end."""

    low: Decimal
    high: Decimal | None


def execution_rate(executed: Decimal, adjusted: Decimal) -> Decimal | None:
    """Return 全年执行数 ÷ 全年预算数 in percentage points, exact; None where the budget is 0."""
    return None if adjusted == 0 else executed * _HUNDRED / adjusted


def execution_score(rate: Decimal, weight: Decimal, profile: Profile) -> Decimal:
    """Return the exact points for `rate` (%): at most `weight`, or by the profile's table."""
    if profile.execution_thresholds:
        earned = [step.points for step in profile.execution_thresholds if rate >= step.lowest_rate]
        return max(earned, default=_ZERO)
    return min(max(rate, _ZERO), _HUNDRED) * weight / _HUNDRED


def propose_execution(
    executed: Decimal, adjusted: Decimal, weight: Decimal, profile: Profile, decimals: int = 2
) -> Proposal | None:
    """Return the score of the execution row with its sum; None where the budget is 0.

    Amounts in the money unit of the form, `decimals` those of the score.
    """
    rate = execution_rate(executed, adjusted)
    if rate is None:
        return None
    points = execution_score(rate, weight, profile)
    quotient = f"{plain(executed)} ÷ {plain(adjusted)}"
    result = points_of(points, decimals)
    if profile.execution_thresholds:
        sum_line = f"{quotient} = {format_decimal(rate, 2)}%，按评分档得 {result}"
    elif rate > _HUNDRED:
        sum_line = f"{quotient} = {format_decimal(rate, 2)}%，按 100% × {plain(weight)} = {result}"
    else:
        sum_line = f"{quotient} × {plain(weight)} = {result}"
    return Proposal(sum_line, points, decimals=decimals)


def rate_interval(executed: Decimal, adjusted: Decimal, fund_decimals: int) -> Interval:
    """Return all rates that amounts printed with `fund_decimals` decimals can stand for.

    `fund_decimals` is the last decimal printed anywhere in the fund block.
    """
    half = Decimal(5).scaleb(-fund_decimals - 1)
    most, least = adjusted + half, adjusted - half
    low = max(executed - half, _ZERO) * _HUNDRED / most if most > 0 else _ZERO
    return Interval(low, (executed + half) * _HUNDRED / least if least > 0 else None)


def acceptable_rate(
    printed: Quantity, executed: Quantity, adjusted: Quantity, fund_decimals: int
) -> bool:
    """Tell whether a printed rate can be right, rounded or truncated to its own decimals.

    True also where there is nothing to judge: a cell blank or unreadable, or a budget of 0.
    """
    if printed.value is None or executed.value is None or not adjusted.value:
        return True
    low, high = rate_interval(executed.value, adjusted.value, fund_decimals)
    last = Decimal(1).scaleb(-printed.decimals)
    # Rounded, it stands for [r − u/2, r + u/2), truncated for [r, r + u).
    if low >= printed.value + last:
        return False
    return high is None or high >= printed.value - last / 2


def acceptable_execution_score(
    score: Quantity,
    printed: Quantity,
    executed: Quantity,
    adjusted: Quantity,
    weight: Decimal,
    profile: Profile,
    decimals: int | None = None,
) -> bool:
    """Tell whether the score of the execution row is right: no tolerance beyond half-up.

    It must equal half-up of the exact or of the printed rate, with `decimals` decimals
    (`score_decimals` of this module) or with two. True where there is nothing to judge.
    """
    rates = [printed.value]
    if executed.value is not None and adjusted.value:
        rates.append(execution_rate(executed.value, adjusted.value))
    elif adjusted.value is not None and not adjusted.value:
        return True
    exact = [execution_score(rate, weight, profile) for rate in rates if rate is not None]
    if score.value is None or not exact:
        return True
    places = {2, profile.score_decimals if decimals is None else decimals}
    return any(score.value == half_up(points, place) for points in exact for place in places)


def score_decimals(scores: Iterable[Quantity], profile: Profile) -> int:
    """Return the decimals a form scores with: 0 where it prints none, else the profile's.

    `scores` are those of the indicators, without the execution row.
    """
    filled = [score for score in scores if score.filled]
    if filled and all(score.decimals == 0 for score in filled):
        return 0
    return profile.score_decimals
