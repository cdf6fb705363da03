"""What one unit chose, kept in its data file: rule switches, thresholds, word lists, footer."""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from perfdesk.settings.profile import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSettings:
    """The choices of the unit that owns a data file; None or empty means: as the template says."""

    disabled_rules: frozenset[str] | None = None
    low_rate_reason: Decimal | None = None
    """Execution rate (%) below which a reason is asked for (F10)."""
    adjustment_reason: Decimal | None = None
    """Budget adjustment (%) from which an explanation is asked for (F09)."""
    over_reason: Decimal | None = None
    """Over-fulfilment (% of the target) from which a reason is asked for (T05)."""
    pass_mark: Decimal | None = None
    grade_required: bool | None = None
    suffix_allowed: bool | None = None
    footer: tuple[str, ...] | None = None
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Additions to the word lists of resources/rules/, by list name."""
    phrases: tuple[str, ...] = ()
    approved_initial: Decimal | None = None
    """Σ年初预算数 as approved (万元), for U04."""
    approved_executed: Decimal | None = None
    """Σ执行数 as in the accounts (万元), for U04."""


_MERGED = (
    "disabled_rules",
    "low_rate_reason",
    "adjustment_reason",
    "over_reason",
    "pass_mark",
    "grade_required",
    "suffix_allowed",
    "footer",
)


def merge_profile(profile: Profile, unit: UnitSettings) -> Profile:
    """The template's profile with the unit's choices on top."""
    chosen = {name: getattr(unit, name) for name in _MERGED if getattr(unit, name) is not None}
    return replace(profile, **chosen) if chosen else profile
