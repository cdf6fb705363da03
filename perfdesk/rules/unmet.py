"""Chapter 4, target against actual: unmet targets, points by proportion, units, words for numbers."""

from collections.abc import Iterator
from decimal import Decimal

from perfdesk.findings import Fix
from perfdesk.rules import fixes
from perfdesk.rules.facts import blanks
from perfdesk.rules.facts.subject import RowSubject
from perfdesk.rules.facts.units import unit_fault
from perfdesk.rules.model import SELF, Hit, Scope, hit, told
from perfdesk.rules.registry import rule
from perfdesk.scoring import Proposal, propose
from perfdesk.targets import (
    Band,
    Kind,
    band_of,
    unit_contradicts_name,
)
from perfdesk.values import plain

_SCORED = ("target", "actual", "weight", "score", "level3")
_EXACT = Decimal("0.05")
_WHOLE = Decimal("0.5")


def proposal(row: RowSubject) -> Proposal | None:
    """What the row should score by the profile, with its sum; None where nothing can be said."""
    if row.weight is None:
        return None
    return propose(
        row.target,
        row.actual,
        row.weight,
        row.profile,
        0 if row.form.integer_scores else row.profile.score_decimals,
        name=row.name,
        satisfaction=row.satisfaction,
        year=row.form.view.year,
    )


def judged_by_number(row: RowSubject) -> bool:
    """Whether the target is a number, a share or a date, or nothing that may happen (零事故)."""
    numeric = row.target.kind in (Kind.NUMBER, Kind.PERCENT, Kind.DATE)
    return numeric or row.target.told == "zero"


def _take(row: RowSubject, due: Proposal | None) -> Fix | None:
    if due is None or due.rounded is None:
        return None
    digits = row.view.score.decimals
    points = due.rounded
    places = max(digits, len(plain(points).partition(".")[2]))
    return fixes.set_text(
        "按比例计分", row.path("score"), format(points.quantize(Decimal(1).scaleb(-places)), "f")
    )


@rule(
    "T01",
    Scope.ROW,
    SELF,
    reads=(*_SCORED, "deviation", "level1", "level2"),
    context=("integer_scores", "year"),
)
def unmet_full_points(row: RowSubject) -> Iterator[Hit]:
    """T01 · 10号, SYS: an unmet quantitative target does not earn full points."""
    if not row.full or row.met is not False or not judged_by_number(row):
        return
    due = proposal(row)
    if due is not None and due.by_rounding and row.reason:
        return  # 99.95 % rounds to full points, and the row says why it is not met
    line = due.against(row.score or Decimal(0)) if due is not None else None
    yield hit(
        row.path("score"),
        label=row.label,
        target=row.text("target"),
        actual=row.text("actual"),
        score=row.text("score"),
        arithmetic=line,
        fix=_take(row, due),
        related=[row.path("target"), row.path("actual")],
    )


@rule(
    "T02",
    Scope.ROW,
    SELF,
    reads=(*_SCORED, "deviation", "level1", "level2"),
    context=("integer_scores", "year"),
)
def points_by_proportion(row: RowSubject) -> Iterator[Hit]:
    """T02 · 10号, SYS: an unmet target is scored by its proportion; stricter with a reason is a hint."""
    if row.met is not False or not row.target.numeric or row.score is None or row.deducted is None:
        return
    due = proposal(row)
    if due is None or due.points is None:
        return
    if due.allows(row.score, _WHOLE if row.form.integer_scores else _EXACT):
        return
    gap = row.score - due.points
    yield hit(
        row.path("score"),
        "above" if gap > 0 else "below",
        label=row.label,
        expected=due.rounded,
        score=row.text("score"),
        arithmetic=due.against(row.score),
        fix=_take(row, due),
    )


@rule("T03", Scope.ROW, SELF, reads=("target", "actual", "level3"))
def same_unit(row: RowSubject) -> Iterator[Hit]:
    """T03 · CS: target and actual are told in the same unit."""
    variant = unit_fault(row.target, row.actual, row.name)
    if variant is not None:
        yield hit(
            row.path("actual"),
            variant,
            label=row.label,
            target=row.text("target"),
            actual=row.text("actual"),
            related=[row.path("target")],
        )


@rule("T07", Scope.ROW, SELF, reads=("target", "actual", "level3"))
def number_for_number(row: RowSubject) -> Iterator[Hit]:
    """T07 · CS: where the target is a number, the actual is one too, not 达成指标."""
    if row.target.numeric and row.actual.kind is Kind.QUALITATIVE and not _none_told(row):
        yield hit(
            row.path("actual"),
            label=row.label,
            target=row.text("target"),
            actual=row.text("actual"),
            related=[row.path("target")],
        )


def _none_told(row: RowSubject) -> bool:
    """Whether the words hold the number after all: 零事故 beside 0起. 未发生 and 无 are to be a number."""
    zero = row.actual.told == "zero" and row.text("actual").lstrip().startswith(("零", "0", "０"))
    return zero and (row.target.low == 0 or row.target.operator in ("<=", "<"))


@rule("T08", Scope.ROW, SELF, reads=_SCORED)
def points_in_band(row: RowSubject) -> Iterator[Hit]:
    """T08 · 10号, SYS: an actual in words earns points within its band of the weight."""
    planned = row.actual.told == "plan"
    if row.score is None or not row.weight or row.score > row.weight:
        return
    if row.actual.kind is not Kind.QUALITATIVE and not planned:
        return
    band = Band.NOT_FULL if planned else band_of(row.text("target"), row.text("actual"))
    if band is None or (row.target.numeric and band is Band.NOT_FULL and not planned):
        return  # of words beside a number T07 speaks
    bounds = row.profile.full_from, row.profile.partial_from
    if band.allows(row.score, row.weight, *bounds):
        return
    least, most = band.limits(*bounds)
    low, high = least * row.weight / 100, most * row.weight / 100
    share = round(row.score * 100 / row.weight, 1)
    end = f"{plain(high)}" if band.closed else f"{plain(high)}（不含）"
    due = f"{plain(row.weight)} × {plain(least)}%～{plain(most)}% = {plain(low)}～{end}"
    line = f"{due}，自评 {plain(row.score)}（{plain(share)}%）"
    yield hit(
        row.path("score"),
        label=row.label,
        actual=row.text("actual"),
        low=f"{plain(least)}%",
        high=f"{plain(most)}%{'' if band.closed else '（不含）'}",
        share=f"{plain(share)}%",
        arithmetic=line,
    )


@rule("T10", Scope.ROW, SELF, reads=(*_SCORED, "deviation"), context=("year",))
def unmet_explained(row: RowSubject) -> Iterator[Hit]:
    """T10 · 10号, SYS: an unmet target is explained, also where no points are lost (else T09)."""
    if row.met is not False or row.reason or row.deducted is not None:
        return
    if not row.view.has("deviation"):
        return  # the form has no place for it
    if not judged_by_number(row):
        return
    place = row.path("deviation")
    yield hit(
        place,
        label=row.label,
        target=row.text("target"),
        actual=row.text("actual"),
        fix=fixes.deviation_draft(place, row.text("target"), row.text("actual")),
        related=[row.path("actual")],
    )


@rule("T18", Scope.ROW, SELF, reads=("target", "actual", "level3"))
def possible_percent(row: RowSubject) -> Iterator[Hit]:
    """T18 · CS: a share is not below 0 nor above 100; a plan may be over-fulfilled, to be checked."""
    target, actual = row.target, row.actual
    share = actual.kind is Kind.PERCENT or (
        actual.kind is Kind.NUMBER and not actual.unit and _share_target(row)
    )
    if not share or actual.low is None or actual.change or row.words.found("growth_name", row.name):
        return
    value = max(actual.low, actual.high or actual.low)
    shared = told(label=row.label, actual=row.text("actual"))
    if actual.low < 0:
        yield hit(row.path("actual"), related=[row.path("target")], **shared)
    elif value > 100 and not (target.numeric and max(target.low or 0, target.high or 0) > 100):
        plan = "完成率" in row.name or "完成比例" in row.name or "达成率" in row.name
        yield hit(
            row.path("actual"), "plan" if plan else "", related=[row.path("target")], **shared
        )


def _share_target(row: RowSubject) -> bool:
    """Whether the target is in %, and nothing in the name says that things are counted."""
    return row.target.kind is Kind.PERCENT and not unit_contradicts_name(row.name, row.target)


@rule("T19", Scope.ROW, SELF, reads=blanks.READS, context=("suspect",))
def actual_present(row: RowSubject) -> Iterator[Hit]:
    """T19 · SYS: every indicator has its 实际完成值."""
    names = blanks.blank_cells(row, "T19")
    if names:
        yield hit(
            row.path("actual"),
            label=row.label,
            target=row.text("target") or "未填",
            missing=blanks.in_words(names),
            related=blanks.others(row, names),
        )
