"""Proposed scores and acceptable printed ones, with their arithmetic, from a profile."""

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
from perfdesk.scoring.indicators import Over, over_fulfilment, propose
from perfdesk.scoring.proposal import Proposal, points_of

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
