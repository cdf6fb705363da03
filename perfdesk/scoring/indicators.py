"""Proposed scores of indicators: quantitative by proportion, qualitative by band (SCORING.md).

Basis: 财预〔2020〕10号 (完成指标值的，记全部分值；未完成的，按照完成值与指标值的比例计分) and the formulas that
provincial systems run. What differs by region stands in the profile.
"""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import Final, NamedTuple

from perfdesk.scoring.proposal import Proposal, highest_below, points_of, unrounded
from perfdesk.settings import Profile
from perfdesk.targets import (
    Comparable,
    Expression,
    Kind,
    band_of,
    comparable,
    completion_ratio,
    is_met,
    opposite,
    parse_unit,
)
from perfdesk.values import half_up, plain

_HUNDRED: Final = Decimal(100)
_ZERO: Final = Decimal(0)
_SMALL_COUNT: Final = Decimal(2)
_SHOWN: Final = {">=": "≥", ">": ">", "=": "≥", "<=": "≤", "<": "<"}


class Share(NamedTuple):
    """The part of the weight that is earned: `top` ÷ `bottom`, and the sum that shows it."""

    top: Decimal
    bottom: Decimal
    line: str


class Over(Enum):
    """How far a target is over-fulfilled, by the profile's two thresholds."""

    NONE = "none"
    HINT = "hint"
    REASON = "reason"


def propose(
    target: Expression,
    actual: Expression,
    weight: Decimal,
    profile: Profile,
    decimals: int = 2,
    *,
    name: str = "",
    satisfaction: bool = False,
    year: int | None = None,
) -> Proposal | None:
    """Return what an indicator of `weight` points should score; None where it cannot be judged.

    `name` is the level-3 name, `satisfaction` tells that it stands under 满意度指标 (which the profile
    may score in bands), `year` is the form's.
    """
    if opposite(target, actual, name):
        line = "完成值与目标方向相反，记 0 分"
        return Proposal(line, _ZERO, decimals=decimals, below=weight)
    if target.kind in (Kind.QUALITATIVE, Kind.UNKNOWN) and target.told != "zero":
        return _banded(target, actual, weight, profile)
    met = is_met(target, actual, name, year)
    if met is None:
        return None
    if target.kind is Kind.DATE:
        line = f"在时限内完成，记满分 {plain(weight)}"
        return Proposal(line, weight, decimals=decimals) if met else None
    found = comparable(target, actual, name)
    if met:
        return Proposal(_met_line(target, found, weight), weight, decimals=decimals)
    if actual.operator != "=" or actual.approximate or actual.high is not None:
        return None
    share = _share(target, found, weight, profile)
    return None if share is None else _scored(share, weight, profile, decimals, satisfaction)


def _banded(
    target: Expression, actual: Expression, weight: Decimal, profile: Profile
) -> Proposal | None:
    band = band_of(target.text, actual.text)
    if band is None:
        return None
    least, most = band.limits(profile.full_from, profile.partial_from)
    low, high = least * weight / _HUNDRED, most * weight / _HUNDRED
    line = (
        f"{band.label}：{plain(weight)} × {plain(least)}%～{plain(most)}% = "
        f"{plain(low)}～{plain(high)}"
    )
    return Proposal(line if band.closed else f"{line}（不含 {plain(high)}）", None, low, high, band)


def _met_line(target: Expression, found: Comparable, weight: Decimal) -> str:
    wanted, reached = found.target or _ZERO, found.actual or _ZERO
    if target.operator == "range":
        inside = f"{plain(wanted)} ≤ {plain(reached)} ≤ {plain(found.target_high or wanted)}"
    elif target.operator == "=" and wanted == 0:
        inside = f"{plain(reached)} ≤ 0"
    else:
        inside = f"{plain(reached)} {_SHOWN[target.operator]} {plain(wanted)}"
    return f"{inside}，记满分 {plain(weight)}"


def _share(
    target: Expression, found: Comparable, weight: Decimal, profile: Profile
) -> Share | None:
    """Return the share of an unmet quantitative target, None where no formula is agreed."""
    wanted, reached = found.target, found.actual
    if wanted is None or reached is None or wanted < 0:
        return None
    reached = max(reached, _ZERO)
    t, a, w = plain(wanted), plain(reached), plain(weight)
    if wanted == 0:
        return Share(_ZERO, Decimal(1), f"{a} {'≥' if target.operator == '<' else '>'} 0，记 0 分")
    if target.operator in ("<=", "<"):
        return _reverse_share(wanted, reached, weight, profile)
    return Share(min(reached, wanted), wanted, f"{a} ÷ {t} × {w}")


def _reverse_share(wanted: Decimal, reached: Decimal, weight: Decimal, profile: Profile) -> Share:
    """Return the share of a limit that was passed: by deviation, or as a ratio."""
    t, a, w = plain(wanted), plain(reached), plain(weight)
    if profile.reverse_scoring == "ratio" and reached > 0:
        return Share(wanted, reached, f"{t} ÷ {a} × {w}")
    if reached >= 2 * wanted:
        return Share(_ZERO, Decimal(1), f"{a} ≥ 2 × {t}，记 0 分")
    return Share(2 * wanted - reached, wanted, f"{w} ×（1 −（{a} − {t}）÷ {t}）")


def _scored(
    share: Share, weight: Decimal, profile: Profile, decimals: int, satisfaction: bool
) -> Proposal:
    """Turn a share into points, by pass mark and bands of the profile."""
    reached = share.top * _HUNDRED / share.bottom
    if share.top == 0 and "记 0 分" in share.line:
        return Proposal(share.line, _ZERO, decimals=decimals, below=weight)
    percent = points_of(reached, 2)
    if profile.pass_mark is not None and reached < profile.pass_mark:
        line = f"完成 {percent}%，低于 {plain(profile.pass_mark)}%，记 0 分"
        return Proposal(line, _ZERO, decimals=decimals, below=weight)
    if satisfaction and profile.satisfaction_bands:
        steps = profile.satisfaction_bands
        part = max((step.points for step in steps if reached >= step.lowest_rate), default=_ZERO)
        points = weight * part / _HUNDRED
        line = f"完成 {percent}%，按档 {plain(weight)} × {plain(part)}%"
    else:
        points = weight * share.top / share.bottom
        line = share.line
    found = Proposal("", points, decimals=decimals, below=weight)
    if half_up(points, decimals) < weight:
        return found._replace(arithmetic=f"{line} = {points_of(points, decimals)}")
    exact = unrounded(points, weight, decimals)
    most = plain(highest_below(weight, decimals))
    return found._replace(arithmetic=f"{line} = {exact}，未完成不记满分，取 {most}")


def over_fulfilment(
    target: Expression, actual: Expression, profile: Profile, name: str = ""
) -> tuple[Over, Decimal | None]:
    """Return how far a target is over-fulfilled, and the ratio actual ÷ target in percent.

    Only targets with ≥, > or = above 0 count, not rates and points, which end at 100; targets of 2
    and less give a hint at most. Satisfaction and cost are for the caller to leave out.
    """
    ratio = completion_ratio(target, actual, name)
    if ratio is None or target.operator not in (">=", ">", "="):
        return Over.NONE, ratio
    if target.kind is not Kind.NUMBER or target.unit == "分" or actual.unit in ("%", "分"):
        return Over.NONE, ratio
    if ratio < profile.over_hint:
        return Over.NONE, ratio
    wanted = (target.low or _ZERO) * parse_unit(target.printed_unit).scale
    if ratio < profile.over_reason or wanted <= _SMALL_COUNT:
        return Over.HINT, ratio
    return Over.REASON, ratio
