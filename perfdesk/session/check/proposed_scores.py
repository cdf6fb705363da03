"""Proposed scores for the window: what stands beside a score, and what one key puts into it."""

from decimal import Decimal
from typing import NamedTuple

from perfdesk.document import FormView, IndicatorView
from perfdesk.scoring import Proposal, score_decimals
from perfdesk.settings import Profile
from perfdesk.values import format_decimal, plain

_NEAR = Decimal("0.05")
"""Points by which a score may differ without a word: SCORING.md, as T02 has it."""


_MADE_OF = ("target", "actual", "weight", "level1", "level2", "level3")
_MANY = 20_000
"""Proposals that are remembered."""


class Suggestion(NamedTuple):
    """A score that a row should have and has not; never written by itself."""

    shown: str
    """The points in words: 13.87, or 9～12 where a band leaves them to a person."""
    taken: str | None
    """What the key writes; None for a band, in which a person must choose."""
    arithmetic: str


class Proposer:
    """Proposals by what they are made of: after an edit all rows but one are as they were."""

    def __init__(self) -> None:
        self._profile: Profile | None = None
        self._known: dict[tuple[object, ...], Proposal | None] = {}
        self._worded: dict[Proposal, Suggestion] = {}

    def proposals(self, view: FormView) -> dict[str, Proposal]:
        """Row id → proposed score with its sum, for the rows that can be scored."""
        if view.profile is not self._profile or len(self._known) > _MANY:
            self._profile, self._known, self._worded = view.profile, {}, {}
        decimals = score_decimals([row.score for row in view.indicators], view.profile)
        found = {row.id: self._proposal(row, view, decimals) for row in view.indicators}
        return {row: proposal for row, proposal in found.items() if proposal is not None}

    def suggestions(self, view: FormView) -> dict[str, Suggestion]:
        """Row id → suggestion, for the rows whose score is blank or another than the proposed one."""
        proposed = self.proposals(view)
        found = {}
        for row in view.indicators:
            proposal = proposed.get(row.id)
            if proposal is None or not view.template.field(row.id, "score"):
                continue
            score = row.score.value
            if score is None or not proposal.allows(score, _NEAR):
                found[row.id] = self._suggestion(proposal)
        return found

    def _suggestion(self, proposal: Proposal) -> Suggestion:
        if proposal not in self._worded:
            self._worded[proposal] = suggestion(proposal)
        return self._worded[proposal]

    def _proposal(self, row: IndicatorView, view: FormView, decimals: int) -> Proposal | None:
        key = (decimals, view.year, *(row.text(name) for name in _MADE_OF))
        if key not in self._known:
            self._known[key] = _proposal(row, view, decimals)
        return self._known[key]


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
