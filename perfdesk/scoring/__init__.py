"""Proposed scores and acceptable printed ones, with their arithmetic, from a profile.

Indicators are scored from targets, whose reading takes long to load; a window that only computes
rates and grades does not wait for it.
"""

from typing import TYPE_CHECKING

from perfdesk.scoring.execution import (
    Interval,
    acceptable_execution_score,
    acceptable_rate,
    execution_rate,
    execution_score,
    propose_execution,
    rate_interval,
    score_decimals,
)
from perfdesk.scoring.grades import grade_of
from perfdesk.scoring.proposal import Proposal, points_of

if TYPE_CHECKING:
    from perfdesk.scoring.indicators import Over, over_fulfilment, propose

__all__ = [
    "Interval",
    "Over",
    "Proposal",
    "acceptable_execution_score",
    "acceptable_rate",
    "execution_rate",
    "execution_score",
    "grade_of",
    "over_fulfilment",
    "points_of",
    "propose",
    "propose_execution",
    "rate_interval",
    "score_decimals",
]


def __getattr__(name: str) -> object:
    if name in ("Over", "over_fulfilment", "propose"):
        from perfdesk.scoring import indicators

        return getattr(indicators, name)
    raise AttributeError(name)
