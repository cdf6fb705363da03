"""Chapter 7, the self-evaluation beside the mid-year form and beside last year's (X06, X07)."""

from collections.abc import Iterator

from perfdesk.kinds import MONITORING
from perfdesk.rules.facts.group import GroupSubject
from perfdesk.rules.facts.likelihood import HOPELESS, LIKELIHOOD, likelihood
from perfdesk.rules.facts.pairs import PAIRING, earlier_of_kind, of_last_year, switched_on
from perfdesk.rules.facts.texts import bare
from perfdesk.rules.model import SELF, Hit, Scope, hit
from perfdesk.rules.registry import rule
from perfdesk.targets import parse_unit

_SHORT_REASON = 8


@rule(
    "X06",
    Scope.PORTFOLIO,
    SELF,
    reads=(*PAIRING, "executed", "score", "weight", *LIKELIHOOD),
    across=True,
)
def as_monitored(group: GroupSubject) -> Iterator[Hit]:
    """X06 · 136号: the year's execution is no less than that of the months; what could not be met is not full."""
    found = earlier_of_kind(group, MONITORING)
    for form in group.forms:
        before = found.get(form.id)
        if before is None or not switched_on("X06", form):
            continue
        total, months = form.total, before.total
        if total is not None and months is not None:
            own, then = total.executed.value, months.executed.value
            scale = (
                parse_unit(before.view.money_unit).scale / parse_unit(form.view.money_unit).scale
            )
            if own is not None and then is not None and then * scale > own + form.half_unit:
                yield hit(
                    total.path("executed"),
                    "less",
                    executed=total.executed.text or "",
                    months=months.executed.text or "",
                    related=[months.path("executed")],
                )
        hopeless = {row.bare_name: row for row in before.rows if likelihood(row) == HOPELESS}
        for row in form.rows:
            if row.full and row.bare_name in hopeless:
                there = hopeless[row.bare_name]
                yield hit(row.path("score"), label=row.label, related=[there.path("level3")])


@rule("X07", Scope.PORTFOLIO, SELF, reads=(*PAIRING, "deviation"), across=True)
def reasons_of_this_year(group: GroupSubject) -> Iterator[Hit]:
    """X07 · CS: the reason for a deviation is not last year's, word for word."""
    found = of_last_year(group)
    for form in group.forms:
        before = found.get(form.id)
        if before is None or not switched_on("X07", form):
            continue
        reasons = {bare(row.reason): row for row in before.rows if row.reason}
        for row in form.rows:
            core = bare(row.reason)
            if len(core) >= _SHORT_REASON and core in reasons:
                there = reasons[core].path("deviation")
                yield hit(row.path("deviation"), label=row.label, related=[there])
