"""Proposed scores for the window: what stands beside a score, and what one key puts into it."""

from decimal import Decimal
from typing import NamedTuple

from perfdesk.document import FormView, IndicatorView
from perfdesk.scoring import Proposal, score_decimals
from perfdesk.values import format_decimal, plain

_NEAR = Decimal("0.05")
"""Points by which a score may differ without a word: SCORING.md, as T02 has it."""


class Suggestion(NamedTuple):
    """A score that a row should have and has not; never written by itself."""

    shown: str
    """The points in words: 13.87, or 9～12 where a band leaves them to a person."""
    taken: str | None
    """What the key writes; None for a band, in which a person must choose."""
    arithmetic: str


def proposals(view: FormView) -> dict[str, Proposal]:
    """Row id → proposed score with its sum, for the rows that can be scored."""
    decimals = score_decimals([row.score for row in view.indicators], view.profile)
    found = {row.id: _proposal(row, view, decimals) for row in view.indicators}
    return {row: proposal for row, proposal in found.items() if proposal is not None}


def suggestions(view: FormView) -> dict[str, Suggestion]:
    """Row id → suggestion, for the rows whose score is blank or another than the proposed one."""
    proposed = proposals(view)
    found = {}
    for row in view.indicators:
        proposal = proposed.get(row.id)
        if proposal is None or not view.template.field(row.id, "score"):
            continue
        score = row.score.value
        if score is None or not proposal.allows(score, _NEAR):
            found[row.id] = suggestion(proposal)
    return found


def suggestion(proposal: Proposal) -> Suggestion:
    """A proposal in words."""
    rounded = proposal.rounded
    if rounded is not None:
        text = format_decimal(rounded, proposal.decimals)
        return Suggestion(plain(rounded), text, proposal.arithmetic)
    band = f"{plain(proposal.low or Decimal(0))}～{plain(proposal.high or Decimal(0))}"
    return Suggestion(band, None, proposal.arithmetic)


def _proposal(row: IndicatorView, view: FormView, decimals: int) -> Proposal | None:
    if row.weight.value is None:
        return None
    from perfdesk.scoring import propose

    return propose(
        row.target,
        row.actual,
        row.weight.value,
        view.profile,
        decimals,
        name=row.name,
        satisfaction="满意度" in row.level1 or "满意度" in row.level2,
        year=view.year,
    )
