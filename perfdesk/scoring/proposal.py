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

    @property
    def rounded(self) -> Decimal | None:
        """The score to be taken over, half-up; the top of a band, None where there is none."""
        best = self.high if self.points is None else self.points
        if best is None or (self.band is not None and not self.band.closed):
            return None
        return half_up(best, self.decimals)

    def allows(self, score: Decimal, tolerance: Decimal = Decimal(0)) -> bool:
        """Tell whether `score` agrees with the proposal: within `tolerance`, or within the band."""
        if self.points is not None:
            return abs(score - half_up(self.points, self.decimals)) <= tolerance
        if self.low is None or self.high is None:
            return True
        closed = self.band is None or self.band.closed
        return self.low <= score and (score <= self.high if closed else score < self.high)

    def against(self, score: Decimal) -> str:
        """Return the sum beside the score given, e.g. `… = 13.87，自评 12，少 1.87`."""
        line = f"{self.arithmetic}，自评 {plain(score)}"
        if self.points is None:
            return line
        gap = score - half_up(self.points, self.decimals)
        if not gap:
            return line
        return f"{line}，{'多' if gap > 0 else '少'} {plain(abs(gap))}"


def points_of(points: Decimal, decimals: int) -> str:
    """Return points as they stand in a sum: half-up, without trailing zeros."""
    return plain(half_up(points, decimals))
