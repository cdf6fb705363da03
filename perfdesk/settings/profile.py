"""What differs by region or year: one profile, read from the template, refined by the unit.

Basis: 财预〔2020〕10号 and 财预〔2021〕101号 for the defaults (domain/SCORING.md).
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple


class GradeBand(NamedTuple):
    """A grade and the lowest total score (points) that earns it."""

    name: str
    lowest: Decimal


class RateStep(NamedTuple):
    """A step of a threshold table: from this execution rate (%) on, these points."""

    lowest_rate: Decimal
    points: Decimal


DEFAULT_GRADES = (
    GradeBand("优", Decimal(90)),
    GradeBand("良", Decimal(80)),
    GradeBand("中", Decimal(60)),
    GradeBand("差", Decimal(0)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How a form counts, prints and is judged; compute, scoring and rules see nothing else."""

    money_unit: str = "万元"
    money_decimals: int | None = 2
    """Decimals of computed amounts; None: as many as the amounts they come from."""
    money_thousands: bool = False
    rate_decimals: int = 2
    rate_percent_sign: bool = False
    score_decimals: int = 2
    trim_zeros: bool = False
    """Rates and scores print without trailing zeros (100%, 9.5)."""
    dash: str = "-"
    """What the weight and score cells of the fund source rows print."""
    source_rates: Literal["computed", "zero"] = "computed"
    """`zero`: the source rows print 0.00 whatever their amounts (district variant)."""
    zero_rate: str | None = "0.00"
    """What a source row without budget prints as its rate; None: blank."""

    execution_weight: Decimal = Decimal(10)
    indicator_weight_total: Decimal = Decimal(90)
    execution_thresholds: tuple[RateStep, ...] = ()
    reverse_scoring: Literal["deviation", "ratio"] = "deviation"
    pass_mark: Decimal | None = None
    """Below this percentage of the target an indicator scores 0; None: no pass mark."""
    satisfaction_bands: tuple[RateStep, ...] = ()
    """From this percentage of the target on, this percentage of the weight; empty: proportional."""
    full_from: Decimal = Decimal(80)
    """Qualitative indicators: from this percentage of the weight on it is 达成…"""
    partial_from: Decimal = Decimal(60)
    """…and from this one on 部分达成; below it 未达成."""
    grade_bands: tuple[GradeBand, ...] = DEFAULT_GRADES
    grade_required: bool = False
    over_hint: Decimal = Decimal(120)
    over_reason: Decimal = Decimal(130)
    low_rate_reason: Decimal = Decimal(80)
    low_rate_hint: Decimal = Decimal(90)
    adjustment_reason: Decimal = Decimal(30)
    adjustment_hint: Decimal = Decimal(10)
    rate_base: Literal["adjusted", "initial"] = "adjusted"
    """Column by which the executed amount is divided: `adjusted`, or `initial` where the form says so."""
    red_below: Decimal = Decimal(60)
    """Monitoring: below this share (%) of what is due by the month the light is red…"""
    yellow_below: Decimal = Decimal(80)
    """…below this one yellow, from here on green."""
    blue_from: Decimal = Decimal(120)
    """Monitoring: from this share (%) of the target of the whole year on the light is blue."""
    short_goal: int = 12
    usual_weights: tuple[tuple[str, Decimal], ...] = ()
    """Usual weight (points) of each 一级指标; empty: the notice states none."""
    required_level1: tuple[str, ...] = ("产出指标", "效益指标")
    required_level2: tuple[str, ...] = ("数量指标", "质量指标", "时效指标")
    footer: tuple[str, ...] = ()
    """Labels of the optional signature line below the form (up to four)."""
    margin_top: Decimal | None = None
    """Margins of the paper (mm) that the unit chose; None: those of the form's page."""
    margin_right: Decimal | None = None
    margin_bottom: Decimal | None = None
    margin_left: Decimal | None = None
    suffix_allowed: bool = False
    """The system suffix (汇总) may stay in printed names (S09)."""
    numbered_indicators: bool = False
    """The form itself numbers its indicators (指标1：), so that this is no residue (S06)."""
    disabled_rules: frozenset[str] = frozenset({"T16", "I16"})
