"""Chapter 4, the actual as it is written: the target repeated, the other direction, a share as a fraction."""

from collections.abc import Iterator
from decimal import Decimal

from perfdesk.findings import Fix
from perfdesk.rules import fixes
from perfdesk.rules.facts.subject import FormSubject, RowSubject
from perfdesk.rules.model import SELF, Hit, Scope, hit, told
from perfdesk.rules.registry import rule
from perfdesk.rules.unmet import judged_by_number
from perfdesk.targets import as_fraction, is_met, is_time, opposite, read_actual
from perfdesk.values import plain

_SIGNS = ">= => ≥ <= =< ≤ > < 不低于 不少于 不小于 以上 不超过 不高于 不大于 不多于 至少"
_REPEATED = frozenset(_SIGNS.split(" "))


@rule("T21", Scope.FORM, SELF, reads=("target", "actual", "level3"))
def target_repeated(form: FormSubject) -> Iterator[Hit]:
    """T21 · CS: the actual is the number that was reached, not the target with its sign again."""
    rows = [row for row in form.rows if _repeats_target(row)]
    if rows:
        first = rows[0]
        yield hit(
            first.path("actual"),
            label=first.label,
            actual=first.text("actual"),
            rows=len(rows),
            related=[row.path("actual") for row in rows[1:]],
        )


def _repeats_target(row: RowSubject) -> bool:
    target, actual = row.target, row.actual
    if not (target.numeric and actual.numeric and actual.explicit) or actual.high is not None:
        return False
    if (actual.operator, actual.low) != (target.operator, target.low) or actual.told:
        return False
    if is_time(actual.printed_unit) and actual.operator in ("<=", "<"):
        return actual.typed_operator in ("<=", "≤")  # 30分钟内 is how one says it
    return actual.typed_operator in _REPEATED


@rule("T22", Scope.ROW, SELF, reads=("target", "actual", "level3"))
def opposite_direction(row: RowSubject) -> Iterator[Hit]:
    """T22 · CS: a decrease is no growth, whatever its size; the points due are 0."""
    if not opposite(row.target, row.actual, row.name):
        return
    line = None
    if judged_by_number(row) and row.score is not None and row.weight is not None:
        line = f"方向相反，完成值按 0 计：0 × {plain(row.weight)} = 0，自评 {plain(row.score)}"
    yield hit(
        row.path("actual"),
        label=row.label,
        target=row.text("target"),
        actual=row.text("actual"),
        arithmetic=line,
        related=[row.path("target"), row.path("score")],
    )


@rule("T23", Scope.ROW, SELF, reads=("target", "actual", "level3", "weight", "score", "deviation"))
def share_as_fraction(row: RowSubject) -> Iterator[Hit]:
    """T23 · CS: 0.96 beside ≥98% is a share of 96 %; whether 1 means 1 % or 100 % is asked."""
    if not as_fraction(row.target, row.actual) or row.actual.low is None:
        return
    percent = f"{plain(row.actual.low * 100)}%"
    shared = told(label=row.label, target=row.text("target"), actual=row.text("actual"))
    one = row.actual.low == Decimal(1)
    yield hit(
        row.path("actual"),
        "one" if one else "",
        percent=percent,
        fix=_as_percent(row, percent),
        related=[row.path("target")],
        **shared,
    )


def _as_percent(row: RowSubject, percent: str) -> Fix | None:
    """The share with its sign, where that leaves nothing else to be mended in the row."""
    met = is_met(row.target, read_actual(percent), row.name, row.form.view.year)
    if not met and (row.deducted is None or not row.reason):
        return None
    return fixes.set_text(f"改为{percent}", row.path("actual"), percent)
