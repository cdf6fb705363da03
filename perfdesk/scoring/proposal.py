"""A proposed score and the one line of arithmetic that shows where it comes from."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from perfdesk.values import half_up, plain

if TYPE_CHECKING:
    from perfdesk.targets import Band


class Proposal(NamedTuple):
    """What an indicator should score, in points.

    `points` is exact where a formula gives one score, else None and `low` to `high` is the band;
    `arithmetic` is the sum as shown to the user, `decimals` those the score is printed with.
    """

    arithmetic: str
    points: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    band: Band | None = None
    decimals: int = 2
    below: Decimal | None = None
    """The weight of a target that is not met, which its score never reaches."""

    @property
    def rounded(self) -> Decimal | None:
        """The score to be taken over, half-up; the top of a band, None where there is none.

        Where rounding would give an unmet target full points, the highest step below them.
        """
        best = self.high if self.points is None else self.points
        if best is None or (self.band is not None and not self.band.closed):
            return None
        score = half_up(best, self.decimals)
        if self.below is not None and score >= self.below:
            return max(highest_below(self.below, self.decimals), Decimal(0))
        return score

    @property
    def by_rounding(self) -> bool:
        """Whether nothing but the rounding of the form gives an unmet target full points."""
        if self.below is None or self.points is None:
            return False
        return self.points < self.below <= half_up(self.points, self.decimals)

    def allows(self, score: Decimal, tolerance: Decimal = Decimal(0)) -> bool:
        """Tell whether `score` agrees with the proposal: within `tolerance`, or within the band."""
        if self.points is not None:
            due = self.rounded if self.rounded is not None else self.points
            return min(abs(score - due), abs(score - self.points)) <= tolerance
        if self.low is None or self.high is None:
            return True
        closed = self.band is None or self.band.closed
        return self.low <= score and (score <= self.high if closed else score < self.high)

    def against(self, score: Decimal) -> str:
        """Return the sum beside the score given, e.g. `… = 13.87，自评 12，少 1.87`."""
        line = f"{self.arithmetic}，自评 {plain(score)}"
        if self.points is None:
            return line
        gap = score - (self.rounded if self.rounded is not None else self.points)
        if not gap:
            return line
        return f"{line}，{'多' if gap > 0 else '少'} {plain(abs(gap))}"


def highest_below(weight: Decimal, decimals: int) -> Decimal:
    """Return the highest score with so many decimals that is less than the weight."""
    step = Decimal(1).scaleb(-decimals)
    whole = half_up(weight, decimals)
    return whole - step if whole >= weight else whole


def unrounded(points: Decimal, weight: Decimal, decimals: int) -> str:
    """Return unmet points with as many decimals as it takes to tell them from the weight."""
    for places in range(max(decimals, _SHOWN), _FINEST + 1):
        shown = half_up(points, places)
        if shown < weight or points >= weight:
            return plain(shown)
    return plain(points)


_SHOWN = 2
_FINEST = 8


def points_of(points: Decimal, decimals: int) -> str:
    """Return points as they stand in a sum: half-up, without trailing zeros."""
    return plain(half_up(points, decimals))
