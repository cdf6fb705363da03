"""Chapter 8, the mid-year form: what each row tells, its reasons, what is expected (财预〔2019〕136号)."""

from collections.abc import Iterator
from decimal import Decimal

from perfdesk.document import FundView
from perfdesk.rules.facts import blanks
from perfdesk.rules.facts.likelihood import (
    CERTAIN,
    HOPELESS,
    LIKELIHOOD,
    likelihood,
    likelihood_path,
)
from perfdesk.rules.facts.subject import FormSubject, RowSubject
from perfdesk.rules.facts.texts import shown
from perfdesk.rules.facts.units import unit_fault
from perfdesk.rules.model import MONITORED, Hit, Scope, hit, of_funds
from perfdesk.rules.registry import rule
from perfdesk.scoring.light import Light
from perfdesk.scoring.lights import indicator_light, month_of
from perfdesk.targets import comparable, is_met, read_actual
from perfdesk.values import Quantity, plain

_KINDS = "reason_kinds[]"
_REASON_FIELDS = (
    "reason",
    "reason_funds",
    "reason_rules",
    "reason_staff",
    "reason_equipment",
    "reason_other",
)
_TOLD = ("target", "so_far", "level3")
_BEHIND = (Light.RED, Light.YELLOW)


def light_of(row: RowSubject) -> Light | None:
    """The light of a row by its target and what was done so far; None where that cannot be read."""
    month = row.form.text("month") or None
    return indicator_light(
        row.text("target") or None, row.text("so_far") or None, month, row.profile
    )


@rule("M01", Scope.ROW, MONITORED, reads=blanks.READS, context=("suspect",))
def progress_told(row: RowSubject) -> Iterator[Hit]:
    """M01 · SYS: each row has 执行情况, 全年预计完成情况 and 完成可能性."""
    names = blanks.blank_cells(row, "M01")
    if names:
        first, *rest = (
            likelihood_path(row) if name == "likelihood" else row.path(name) for name in names
        )
        yield hit(first, label=row.label, missing=blanks.in_words(names), related=rest)


@rule("M02", Scope.ROW, MONITORED, reads=(*_TOLD, *_REASON_FIELDS), context=("month",))
def behind_with_reason(row: RowSubject) -> Iterator[Hit]:
    """M02 · SYS: a row that is behind has a kind of reason, and a kind has its 说明."""
    if not row.form.has("reason", row.id):
        return
    kinds = _kinds(row)
    place, told = row.path("reason"), row.text("reason").strip()
    said = [name for name, ticked in kinds if ticked]
    if said and row.blank("reason"):
        yield hit(place, "untold", label=row.label, kind="、".join(said))
        return
    light = light_of(row)
    if light not in _BEHIND or said or (told and not kinds and not row.blank("reason")):
        return
    yield hit(
        place,
        "no_kind" if told and not row.blank("reason") else "",
        label=row.label,
        light=light.label,
        month=month_of(row.form.text("month")) or "",
        done=_share(row),
        related=[row.path("so_far"), row.path("target")],
    )


def _kinds(row: RowSubject) -> list[tuple[str, bool]]:
    """The kinds of reasons that the form lets one tick, and whether each is ticked."""
    fields = row.form.view.template.indicator_fields
    return [
        (field.ticks, not row.blank(field.name))
        for field in fields
        if field.json == _KINDS and row.form.has(field.name, row.id)
    ]


def _share(row: RowSubject) -> str:
    """How much of the target is done, in words: 30%, or the text as typed."""
    text = row.text("so_far")
    found = comparable(row.target, read_actual(text or None), row.name)
    if not found.usable or not found.target or found.actual is None or row.target.operator == "<=":
        return f"“{shown(text, 20)}”"
    return f"{plain(round(found.actual / found.target * 100, 1))}%"


@rule("M03", Scope.FORM, MONITORED, reads=of_funds("executed", "expected", "adjusted"))
def money_expected(form: FormSubject) -> Iterator[Hit]:
    """M03 · CS: what is expected of the year is no less than what is spent, and within the budget."""
    found = [(fund, fault) for fund in form.view.funds for fault in _money_faults(form, fund)]
    of_total = {variant for fund, (variant, *_) in found if fund.index == 0}
    for fund, (variant, name, amount, other) in found:
        if fund.index and variant in of_total:
            continue  # told of the total already
        value, bound = amount.value or Decimal(0), other.value or Decimal(0)
        yield hit(
            fund.path(name),
            variant,
            row=fund.label,
            amount=amount.text or "",
            other=other.text or "",
            gap=abs(value - bound),
            arithmetic=f"{plain(value)} − {plain(bound)} = {plain(value - bound)}",
        )


def _money_faults(
    form: FormSubject, fund: FundView
) -> Iterator[tuple[str, str, Quantity, Quantity]]:
    """(variant, column, its amount, the amount it is held against) of one fund row."""
    expected, spent, budget = fund.amount("expected"), fund.executed, fund.adjusted
    near = 2 * form.half_unit
    if _below(expected, spent, near):
        yield "", "expected", expected, spent
    if _below(budget, expected, near):
        yield "over", "expected", expected, budget
    if _below(budget, spent, near):
        yield "spent", "executed", spent, budget


def _below(one: Quantity, two: Quantity, near: Decimal) -> bool:
    return one.value is not None and two.value is not None and one.value < two.value - near


@rule(
    "M04",
    Scope.ROW,
    MONITORED,
    reads=(*_TOLD, "expected", *LIKELIHOOD),
    context=("month", "year"),
)
def likelihood_fits(row: RowSubject) -> Iterator[Hit]:
    """M04 · CS: 完全不可能 does not go with an expected target, nor 确定能 with one far behind."""
    said = likelihood(row)
    if said not in (CERTAIN, HOPELESS):
        return
    expected = row.text("expected")
    met = None
    if not row.blank("expected"):
        met = is_met(row.target, read_actual(expected), row.name, row.form.view.year)
    variant = ""
    if said == HOPELESS and met is True:
        variant = "hopeless"
    elif said == CERTAIN and met is False:
        variant = "unmet"
    elif said == CERTAIN and light_of(row) is Light.RED:
        variant = "red"
    if variant:
        yield hit(
            likelihood_path(row),
            variant,
            label=row.label,
            said=said,
            target=row.text("target"),
            expected=expected,
            so_far=row.text("so_far"),
            month=month_of(row.form.text("month")) or "",
            related=[row.path("expected"), row.path("target")],
        )


@rule("T03", Scope.ROW, MONITORED, reads=(*_TOLD, "expected"))
def progress_in_the_same_unit(row: RowSubject) -> Iterator[Hit]:
    """T03 · CS: what was done so far and what is expected are told in the target's unit."""
    for name in ("so_far", "expected"):
        text = row.text(name)
        variant = unit_fault(row.target, read_actual(text or None), row.name) if text else None
        if variant is not None:
            yield hit(
                row.path(name),
                variant,
                label=row.label,
                target=row.text("target"),
                actual=text,
                related=[row.path("target")],
            )
            return
