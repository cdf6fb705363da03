"""Chapter 4, met targets: far beyond, far below a limit, points lost all the same, exact hits."""

from collections.abc import Iterator
from decimal import Decimal

from perfdesk.rules import fixes
from perfdesk.rules.execution import adjustment
from perfdesk.rules.facts.subject import FormSubject, RowSubject, rate_name
from perfdesk.rules.facts.texts import shown
from perfdesk.rules.model import SELF, Hit, Scope, hit
from perfdesk.rules.reasons import is_vague
from perfdesk.rules.registry import rule
from perfdesk.scoring import Over, over_fulfilment
from perfdesk.targets import Band, Kind, band_of, comparable, is_time
from perfdesk.values import format_decimal, plain, without_space

_FAR_BELOW = Decimal(70)
_ROW = ("target", "actual", "weight", "score", "deviation", "level1", "level2", "level3")


@rule("T05", Scope.ROW, SELF, reads=_ROW, context=("actual",))
def over_fulfilled(row: RowSubject) -> Iterator[Hit]:
    """T05 · 10号, SYS: a target over-fulfilled by 30 % with full points is explained."""
    if (
        not row.full
        or row.reason
        or row.satisfaction
        or _spends(row)
        or row.about_incident
        or rate_name(row.name)
        or _lasts(row)
    ):
        return
    over, ratio = over_fulfilment(row.target, row.actual, row.profile, row.name)
    if over is Over.NONE or ratio is None:
        return
    found = comparable(row.target, row.actual, row.name)
    place = row.path("deviation")
    line = f"{plain(found.actual or Decimal(0))} ÷ {plain(found.target or Decimal(0))} = {format_decimal(ratio, 1)}%"
    story = fixes.over_draft(place, row.text("target"), row.text("actual"))
    above = _row_above(row)
    if above is not None:
        yield hit(
            row.path("actual"),
            "above",
            label=row.label,
            target=row.text("target"),
            actual=row.text("actual"),
            above=above.label,
            related=[above.path("actual")],
        )
        return
    yield hit(
        row.path("actual"),
        "" if over is Over.REASON else "some",
        label=row.label,
        target=row.text("target"),
        actual=row.text("actual"),
        over=f"{format_decimal(ratio - 100, 1)}%",
        arithmetic=line,
        fix=story,
        related=[row.path("target"), place],
    )


def _row_above(row: RowSubject) -> RowSubject | None:
    """The row directly above where it has the very same actual, beside another target: copied down."""
    rows = row.form.rows
    at = next((n for n, other in enumerate(rows) if other.id == row.id), 0)
    if not at:
        return None
    above = rows[at - 1]
    same = without_space(above.text("actual")) == without_space(row.text("actual"))
    return above if same and above.met and above.target.low != row.target.low else None


def _lasts(row: RowSubject) -> bool:
    """Whether a row tells how long something lasts (使用年限), which is no plan to be exceeded."""
    return is_time(row.target.printed_unit) and bool(row.words.found("lifetime", row.name))


def _spends(row: RowSubject) -> bool:
    """Whether a row measures money spent; investment attracted, a benefit to be large, is none."""
    gained = "效益" in row.view.level1 and row.target.operator in (">=", ">")
    return row.about_cost and not gained


@rule(
    "T06",
    Scope.ROW,
    SELF,
    reads=_ROW,
    context=("adjusted_silently", "target", "actual", "weight", "score"),
)
def far_below_limit(row: RowSubject) -> Iterator[Hit]:
    """T06 · 10号: an actual far below its limit, unexplained, means that the limit was loose."""
    target, actual = row.target, row.actual
    if target.operator not in ("<=", "<") or not target.numeric or not actual.numeric:
        return
    found = comparable(target, actual, row.name)
    if not found.usable or not found.target or found.actual is None or found.target < 0:
        return
    if (row.about_incident and found.actual == 0) or (found.actual == 0 and found.target <= 1):
        return
    if row.reason and not row.form.once(adjusted_silently):
        return
    ratio = found.actual * 100 / found.target
    if is_time(target.printed_unit) and not _early(row):
        return
    if ratio <= _FAR_BELOW:
        gap = f"（{plain(found.target)} − {plain(found.actual)}）"
        line = f"{gap}÷ {plain(found.target)} = {format_decimal(100 - ratio, 1)}%"
        yield hit(
            row.path("actual"),
            label=row.label,
            target=row.text("target"),
            actual=row.text("actual"),
            below=f"{format_decimal(100 - ratio, 0)}%",
            arithmetic=line,
            related=[row.path("target")],
        )


def _early(row: RowSubject) -> bool:
    """Whether a time limit was kept in half the time, and another full row's as well."""
    return row.id in row.form.once(_kept_early) and len(row.form.once(_kept_early)) > 1


def _kept_early(form: FormSubject) -> frozenset[str]:
    """The full rows whose time limit was kept in half of it and less."""
    early = set()
    for row in form.rows:
        target = row.target
        if not (row.full and target.numeric and target.operator in ("<=", "<")):
            continue
        if is_time(target.printed_unit):
            found = comparable(target, row.actual, row.name)
            known = found.target is not None and found.actual is not None
            if known and 0 <= 2 * (found.actual or 0) <= (found.target or 0) > 0:
                early.add(row.id)
    return frozenset(early)


def adjusted_silently(form: FormSubject) -> bool:
    """Whether the budget changed by 30 % and no text says that the targets followed."""
    change = adjustment(form)
    large = change is not None and abs(change) >= form.profile.adjustment_reason
    return large and not form.explained("target_adjusted")


@rule("T12", Scope.FORM, SELF, reads=_ROW)
def met_but_deducted(form: FormSubject) -> Iterator[Hit]:
    """T12 · 10号 完成指标值的，记全部分值: points lost though met; vague reasons apart, grouped."""
    mild: list[RowSubject] = []
    for row in form.rows:
        if row.deducted is None or not _fully_met(row):
            continue
        if not row.reason or is_vague(row):
            cure = fixes.set_text("记满分", row.path("score"), row.text("weight"))
            yield hit(
                row.path("score"),
                "empty" if not row.reason else "vague",
                label=row.label,
                target=row.text("target"),
                actual=row.text("actual"),
                lost=row.deducted,
                reason=shown(row.reason, 40),
                fix=cure,
                related=[row.path("deviation")],
            )
        else:
            mild.append(row)
    if mild:
        first = mild[0]
        yield hit(
            first.path("score"),
            "strict",
            label=first.label,
            target=first.text("target"),
            rows=len(mild),
            actual=first.text("actual"),
            lost=first.deducted,
            related=[row.path("score") for row in mild[1:]],
        )


def _fully_met(row: RowSubject) -> bool:
    """Whether the target is met for certain; a rounded or open-ended actual is not judged."""
    if row.actual.kind is Kind.QUALITATIVE and row.target.numeric:
        return False
    if row.met is None and row.actual.kind is Kind.QUALITATIVE:
        return band_of(row.text("target"), row.text("actual")) is Band.FULL
    return bool(row.met)


@rule("T16", Scope.FORM, SELF, reads=("target", "actual", "level1", "level2", "level3"))
def exact_hits(form: FormSubject) -> Iterator[Hit]:
    """T16 · CS, off by default: surveys and rates that hit the limit exactly need their evidence."""
    exact = [row for row in form.rows if _exact_hit(row)]
    if len(exact) >= 2:
        pairs = "、".join(
            f"{plain(r.actual.low or Decimal(0))}={plain(r.target.low or Decimal(0))}"
            for r in exact
        )
        yield hit(
            exact[0].path("actual"),
            pairs=pairs,
            rows=len(exact),
            related=[r.path("actual") for r in exact[1:]],
        )


def _exact_hit(row: RowSubject) -> bool:
    survey = row.satisfaction or rate_name(row.name)
    bound = row.target.operator in (">=", "<=") and row.target.numeric and row.actual.numeric
    return (
        survey
        and bound
        and row.actual.low == row.target.low
        and row.target.low not in (Decimal(0), Decimal(100))
    )
