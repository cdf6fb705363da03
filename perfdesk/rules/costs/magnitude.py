"""Chapter 2, 元 against 万元: the unit of costs, and budgets 10 000 times too large or too small."""

from collections.abc import Iterator
from decimal import Decimal
from statistics import median

from perfdesk.findings import Fix
from perfdesk.rules import fixes
from perfdesk.rules.facts.group import GroupSubject
from perfdesk.rules.facts.subject import FormSubject, RowSubject
from perfdesk.rules.model import BOTH, Hit, Scope, hit
from perfdesk.rules.money import TEN_THOUSAND, amounts_in_yuan
from perfdesk.rules.registry import rule
from perfdesk.targets import Expression, is_money, parse_unit
from perfdesk.values import plain

_FEW_YUAN = Decimal(1000)
_MANY_YUAN = Decimal(10**9)
# Below this a budget among large ones may be 万元 told as 元; 党建经费 of 0.63万元 is none such.
_PETTY_YUAN = Decimal(3000)


@rule(
    "F11",
    Scope.ROW,
    BOTH,
    reads=("target", "actual", "level3", "level1", "level2"),
    context=("money_unit", "adjusted", "executed", "fund_total", "year_total"),
)
def unit_of_costs(row: RowSubject) -> Iterator[Hit]:
    """F11 · CS: costs are told in the form's money unit, and are not 10 000 times off."""
    for name, value in (("target", row.target), ("actual", row.actual)):
        if not value.numeric or value.low is None or not row.about_cost:
            continue
        if row.form.once(amounts_in_yuan):
            return
        whole = _whole(row.form)
        if (
            whole
            and not row.words.found("cost_per_head", row.name)
            and _times_ten_thousand(row, value, whole)
        ):
            unit = value.unit or row.form.view.money_unit
            yield hit(
                row.path(name),
                "magnitude",
                label=row.label,
                text=row.text(name),
                unit=unit,
                whole=whole,
                form_unit=row.form.view.money_unit,
            )
            return
        if (
            is_money(value.printed_unit)
            and "/" not in value.unit
            and value.unit not in ("", row.form.view.money_unit)
        ):
            base, own = parse_unit(value.printed_unit), parse_unit(row.form.view.money_unit)
            if base.scale != own.scale and not row.words.found("cost_per_head", row.name):
                cure = _converted(row, name, value, base.scale / own.scale)
                yield hit(
                    row.path(name),
                    "unit",
                    label=row.label,
                    text=row.text(name),
                    unit=value.unit,
                    form_unit=row.form.view.money_unit,
                    fix=cure,
                )
                return


def _converted(row: RowSubject, name: str, value: Expression, factor: Decimal) -> Fix:
    """The same amount in the form's unit, with the operator as typed."""
    old, new = plain(value.low or Decimal(0)), plain((value.low or Decimal(0)) * factor)
    text = row.text(name)
    typed = (
        f"{value.typed_operator}{new}{row.form.view.money_unit}"
        if old not in text
        else (text.replace(old, new).replace(value.unit, row.form.view.money_unit))
    )
    return fixes.set_text(f"换算为{row.form.view.money_unit}", row.path(name), typed)


def _whole(form: FormSubject) -> Decimal | None:
    """The project's budget in the form's money unit."""
    amount = form.total.adjusted if form.total else form.view.amount("fund_total")
    return amount.value


def _times_ten_thousand(row: RowSubject, value: Expression, whole: Decimal) -> bool:
    """Whether a cost in the unit as read is some 10 000 times the budget, or a 10 000th of it."""
    if value.printed_unit and not is_money(value.printed_unit):
        return False
    if "/" in value.unit or (not value.unit and not row.words.found("cost_total", row.name)):
        return False
    scale = parse_unit(value.printed_unit or row.form.view.money_unit).scale
    own = parse_unit(row.form.view.money_unit).scale
    amount = (value.low or Decimal(0)) * scale / own
    spent = row.form.total.executed.value if row.form.total else None
    return any(
        _CLOSE[0] <= amount / known * factor <= _CLOSE[1]
        for known in (whole, spent)
        if known
        for factor in (TEN_THOUSAND, 1 / TEN_THOUSAND)
    )


# The same amount but for the unit, rounded at most: 62 beside 56 is the price of one piece.
_CLOSE = Decimal("0.97"), Decimal("1.04")


@rule("F11", Scope.FORM, BOTH, reads=("adjusted", "fund_total", "money_unit"))
def plausible_amount(form: FormSubject) -> Iterator[Hit]:
    """F11 · CS: a project of less than 1000 元, or of 1 000 000 000 and more, has its unit checked."""
    yuan = _in_yuan(form)
    if yuan is None or _FEW_YUAN <= yuan < _MANY_YUAN or yuan < 0:
        return
    place = form.total.path("adjusted") if form.total else form.path("fund_total")
    text = form.view.text(place.field, place.row) or ""
    yield hit(place, "tiny" if yuan < _FEW_YUAN else "huge", text=text, unit=form.view.money_unit)


@rule("F11", Scope.PORTFOLIO, BOTH, reads=("adjusted", "fund_total", "money_unit"))
def unlike_the_other_forms(group: GroupSubject) -> Iterator[Hit]:
    """F11 · CS: a budget 10 000 times that of the unit's other projects, or a 10 000th, is a unit mixed up."""
    for forms in group.bodies.values():
        known = [(form, value) for form in forms if (value := _in_yuan(form))]
        if len(known) < 4:
            continue
        for form, value in known:
            others = sorted(other for peer, other in known if peer is not form)
            if value >= _FEW_YUAN and _out_of_scale(value, others):
                place = form.total.path("adjusted") if form.total else form.path("fund_total")
                text = form.view.text(place.field, place.row) or ""
                yield hit(
                    place,
                    "siblings",
                    text=text,
                    unit=form.view.money_unit,
                    usual=Decimal(median(others)) / parse_unit(form.view.money_unit).scale,
                )


def _in_yuan(form: FormSubject) -> Decimal | None:
    whole = _whole(form)
    return whole * parse_unit(form.view.money_unit).scale if whole else None


def _out_of_scale(value: Decimal, others: list[Decimal]) -> bool:
    low, high = others[0], others[-1]
    large = value >= 20 * high and low / 5 <= value / TEN_THOUSAND
    small = value < _PETTY_YUAN and value * 20 <= low and value * TEN_THOUSAND <= high * 5
    return large or small
