"""How far an indicator is by a month of the year, as the monitoring systems judge it (MONITORING.md 3)."""

from decimal import Decimal

from perfdesk.scoring.light import MONTHS, Light, banded
from perfdesk.settings import Profile
from perfdesk.targets import Band, Expression, band_of, comparable, is_met, read_actual, read_target


def judge_progress(target: str, so_far: str, months: int, profile: Profile) -> Light | None:
    """The light of what was done in the first months of the year; None where it cannot be read.

    Limits (≤) and exact zeros are met or not; words are judged by their band; amounts against their
    share of the year, blue from the profile's share of the whole target on.
    """
    wanted, done = read_target(target), read_actual(so_far)
    if not wanted.numeric:
        return _by_words(target, so_far)
    if not done.numeric or done.low is None or wanted.low is None:
        return None
    if wanted.operator in ("<=", "<") or (wanted.operator == "=" and wanted.low == 0):
        met = is_met(wanted, done)
        return None if met is None else Light.GREEN if met else Light.RED
    return _by_amount(wanted, done, months, profile)


def _by_words(target: str, so_far: str) -> Light | None:
    band = band_of(target, so_far)
    if band is None:
        return None
    order = list(Band)
    return (Light.GREEN, Light.YELLOW, Light.RED)[min(order.index(band), 2)]


def _by_amount(wanted: Expression, done: Expression, months: int, profile: Profile) -> Light | None:
    found = comparable(wanted, done)
    reached, goal = found.actual, found.target
    if reached is None or goal is None or goal <= 0:
        return None
    if reached == 0:
        return Light.RED
    share = reached / goal * 100
    if share >= profile.blue_from:
        return Light.BLUE
    return banded(share * MONTHS / Decimal(months), profile)
