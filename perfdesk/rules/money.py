"""Chapter 2, amounts: sums, limits, readable numbers."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfdesk.cellpath import HEADER, CellPath
from perfdesk.document import FundView
from perfdesk.findings import Fix
from perfdesk.rules import fixes
from perfdesk.rules.facts.subject import AMOUNTS, HEADER_AMOUNTS, FormSubject
from perfdesk.rules.model import DECLARATION, SELF, Hit, Scope, hit, of_funds, told
from perfdesk.rules.registry import rule
from perfdesk.targets import parse_unit
from perfdesk.values import Quantity, format_decimal, normalise_signs, plain, read_amount

TEN_THOUSAND = Decimal(10000)
COLUMNS_OF_MONEY = (*AMOUNTS, "expected")
"""Columns of the fund block that may hold amounts; 全年预计执行数 stands in the 监控表 only."""
_MOST_DECIMALS = 6
_MANY_YUAN = Decimal(10**9)


def sum_hit(
    form: FormSubject,
    place: CellPath,
    label: str,
    total: Quantity,
    parts: Sequence[tuple[CellPath, Quantity]],
    curable: bool = True,
) -> Iterator[Hit]:
    """Report a total that its parts do not give; blank counts as 0, unreadable keeps silent.

    The fix lets a computed total follow its parts; of one that is typed nobody knows what is wrong.
    """
    if total.value is None or any(_unsound(part) for part in (total, *(p for _, p in parts))):
        return  # F14 speaks of the cell
    filled = [(path, part.value) for path, part in parts if part.value is not None]
    if not filled:
        return
    expected = sum((value for _, value in filled), Decimal(0))
    gap = total.value - expected
    items = 1 + sum(1 for _, value in filled if value)
    if abs(gap) <= form.half_unit * items:
        return
    added = " + ".join(plain(value) for _, value in filled)
    line = f"{added} = {plain(expected)}" if len(filled) > 1 else f"应为 {plain(expected)}"
    yield hit(
        place,
        label=label,
        total=total.text or "",
        expected=expected,
        gap=abs(gap),
        unit=form.view.money_unit,
        arithmetic=f"{line}，表中 {plain(total.value)}，差 {plain(abs(gap))}",
        fix=fixes.automatic(place) if curable and _computed(form, place) else None,
        related=[path for path, _ in filled],
    )


def _computed(form: FormSubject, place: CellPath) -> bool:
    field = form.view.template.field(place.row, place.field)
    return field is not None and bool(field.computed)


@rule("F01", Scope.FORM, SELF, reads=(*AMOUNTS, *of_funds("expected")))
def columns_add_up(form: FormSubject) -> Iterator[Hit]:
    """F01 · form logic: in each column the total is 财政拨款 + 上年结转 + 其他资金."""
    funds = form.view.funds
    sources = [fund for fund in funds if fund.summed]
    used = any(fund.amount(name).filled for fund in sources for name in COLUMNS_OF_MONEY)
    lacking = any((fund.id, "") in form.view.form.absent for fund in sources)
    for name in COLUMNS_OF_MONEY:
        if not form.has(name, funds[0].id):
            continue
        total = funds[0].amount(name)
        parts = [
            (fund.path(name), fund.amount(name)) for fund in sources if form.has(name, fund.id)
        ]
        label = form.label(name, funds[0].id)
        if (yuan := form.once(typed_in_yuan).get(name)) is not None:
            yield _yuan_hit(form, funds[0].path(name), label, yuan)
            continue
        if _elsewhere(total, [amount for _, amount in parts], lacking):
            continue
        yield from sum_hit(form, funds[0].path(name), label, total, parts)
        if used and total.value and parts and not any(p.filled or p.unreadable for _, p in parts):
            yield hit(
                funds[0].path(name),
                label=label,
                total=total.text or "",
                expected="0",
                gap=total.value,
                unit=form.view.money_unit,
                related=[path for path, _ in parts],
                arithmetic=f"三项均未填，合计 0，表中 {plain(total.value)}",
            )


def _elsewhere(total: Quantity, parts: Sequence[Quantity], lacking: bool) -> bool:
    """Whether the rest of a total may stand in a source for which our template has no row: 省级财政资金."""
    if not lacking or total.value is None or any(amount.unreadable for amount in parts):
        return False
    return sum((amount.or_zero for amount in parts), Decimal(0)) <= total.value


def typed_in_yuan(form: FormSubject) -> dict[str, tuple[CellPath, Quantity]]:
    """The amount of each column that is 10 000 times what the other cells of the column leave."""
    found: dict[str, tuple[CellPath, Quantity]] = {}
    if parse_unit(form.view.money_unit).scale == 1 or not form.view.funds:
        return found
    total, sources = form.view.funds[0], [fund for fund in form.view.funds if fund.summed]
    for name in AMOUNTS:
        column = [getattr(fund, name) for fund in (total, *sources)]
        if column[0].value is None or any(_unsound(amount) for amount in column):
            continue
        parts = [amount.value or Decimal(0) for amount in column[1:]]
        near = form.half_unit * 4
        if abs(column[0].value - sum(parts)) <= near:
            continue
        for fund, value in zip(sources, parts, strict=True):
            left = column[0].value - (sum(parts) - value)
            if left > 0 and abs(value / TEN_THOUSAND - left) <= near:
                found[name] = fund.path(name), getattr(fund, name)
        if sum(parts) > 0 and abs(column[0].value / TEN_THOUSAND - sum(parts)) <= near:
            found[name] = total.path(name), column[0]
    return found


def _yuan_hit(
    form: FormSubject, place: CellPath, label: str, cell: tuple[CellPath, Quantity]
) -> Hit:
    path, amount = cell
    value = (amount.value or Decimal(0)) / TEN_THOUSAND
    row = next(fund.label for fund in form.view.funds if fund.id == path.row)
    return hit(
        place,
        "yuan",
        label=label,
        row=row,
        text=amount.text or "",
        unit=form.view.money_unit,
        meant=value,
        arithmetic=f"{amount.text} ÷ 10000 = {plain(value)}",
        fix=fixes.set_text("除以10000", path, _cents(value)),
        related=[path],
    )


def _cents(value: Decimal) -> str:
    """An amount in 万元 as written: two decimals, or as many as it has."""
    digits = len(plain(value).partition(".")[2])
    if digits > _MOST_DECIMALS or value >= _MANY_YUAN:
        return plain(value)
    return format_decimal(value, max(digits, 2))


@rule("F02", Scope.FORM, DECLARATION, reads=HEADER_AMOUNTS)
def declared_totals(form: FormSubject) -> Iterator[Hit]:
    """F02 · form logic: the two totals of a 申报表 are the sums of their sources."""
    for name in ("fund_total", "year_total"):
        field = form.view.template.field(HEADER, name)
        if field is not None and field.inputs:
            total = form.view.amount(name)
            parts = [(form.path(source), form.view.amount(source)) for source in field.inputs]
            lacking = not all(form.has(source) for source in field.inputs)
            if _elsewhere(total, [amount for _, amount in parts], lacking):
                continue
            yield from sum_hit(
                form,
                form.path(name),
                form.label(name),
                total,
                parts,
                curable=_within_whole(form, name, [part.value for _, part in parts]),
            )


def _within_whole(form: FormSubject, name: str, parts: Sequence[Decimal | None]) -> bool:
    """Whether a total taken from its parts leaves the annual amount within the whole (F03)."""
    total = sum((part or Decimal(0) for part in parts), Decimal(0))
    whole, annual = form.view.amount("fund_total").value, form.view.amount("year_total").value
    if name == "fund_total":
        return annual is None or annual <= total
    return whole is None or total <= whole


@rule("F03", Scope.FORM, DECLARATION, reads=("fund_total", "year_total", "start_date", "end_date"))
def annual_within_whole(form: FormSubject) -> Iterator[Hit]:
    """F03 · CS: the annual amount is within the whole; in a project of one year they are equal."""
    whole, annual = form.view.amount("fund_total").value, form.view.amount("year_total").value
    if whole is None or annual is None:
        return
    place = form.path("year_total")
    shared = told(whole=form.text("fund_total"), annual=form.text("year_total"))
    if annual > whole + 2 * form.half_unit:
        yield hit(
            place,
            "over",
            related=[form.path("fund_total")],
            gap=annual - whole,
            **shared,
            arithmetic=f"{plain(annual)} − {plain(whole)} = {plain(annual - whole)}",
        )
    elif (
        annual < whole - 2 * form.half_unit
        and form.years is not None
        and form.years[0] == form.years[1]
    ):
        yield hit(
            place, "one_year", related=[form.path("fund_total")], year=form.years[0], **shared
        )


@rule("F04", Scope.FORM, SELF, reads=("executed", "adjusted"))
def executed_within_budget(form: FormSubject) -> Iterator[Hit]:
    """F04 · 预算法: no row spends more than its 全年预算数; the same excess is told once."""
    over = [fund for fund in form.view.funds if _overspent(form, fund)]
    if not over:
        return
    if over[0].index == 0 and _in_other_unit(form, over[0]):
        yield _column_in_yuan(form)
        return
    excess = _excess(over[0])
    alike = [
        fund
        for fund in over[1:]
        if abs(_excess(fund) - excess) <= 4 * form.half_unit and over[0].index == 0
    ]
    for fund in over:
        if fund not in alike:
            budget, spent = fund.adjusted.value or Decimal(0), fund.executed.value or Decimal(0)
            yield hit(
                fund.path("executed"),
                row=fund.label,
                executed=fund.executed.text or "",
                adjusted=fund.adjusted.text or "",
                gap=_excess(fund),
                arithmetic=f"{plain(spent)} − {plain(budget)} = {plain(_excess(fund))}",
                related=[other.path("executed") for other in alike if fund is over[0]],
            )


def _overspent(form: FormSubject, fund: FundView) -> bool:
    if form.once(typed_in_yuan):
        return False  # F01 tells of the amount that is 10 000 times too large
    if fund.executed.value is None or fund.adjusted.value is None:
        return False
    if fund.adjusted.value == 0 and form.view.funds[0].adjusted.value == 0:
        return False  # F08 speaks of it
    if fund.adjusted.value < 0:
        return False  # F14 speaks of it
    return _excess(fund) > 2 * form.half_unit


def _in_other_unit(form: FormSubject, total: FundView) -> bool:
    """Whether what was spent is some 10 000 times the budget: the column is typed in 元."""
    budget, spent = total.adjusted.value, total.executed.value
    if not budget or not spent or parse_unit(form.view.money_unit).scale == 1:
        return False
    return _SPENT[0] * budget <= spent / TEN_THOUSAND <= _SPENT[1] * budget


def amounts_in_yuan(form: FormSubject) -> bool:
    """Whether F01 or F04 tells of amounts typed in 元: what follows from them is the same fault."""
    funds = form.view.funds
    return bool(form.once(typed_in_yuan)) or bool(funds and _in_other_unit(form, funds[0]))


_SPENT = Decimal("0.3"), Decimal("1.0001")


def _column_in_yuan(form: FormSubject) -> Hit:
    total = form.view.funds[0]
    unit = form.view.money_unit
    edits = [
        (fund.path("executed"), _cents(fund.executed.value / TEN_THOUSAND))
        for fund in form.view.funds
        if fund.executed.value
    ]
    return hit(
        total.path("executed"),
        "yuan",
        executed=total.executed.text or "",
        adjusted=total.adjusted.text or "",
        unit=unit,
        arithmetic=f"{plain(total.executed.value or Decimal(0))} ÷ 10000 = {edits[0][1]}{unit}",
        fix=fixes.set_texts("除以10000", edits),
        related=[path for path, _ in edits[1:]],
    )


def _excess(fund: FundView) -> Decimal:
    return (fund.executed.value or Decimal(0)) - (fund.adjusted.value or Decimal(0))


@rule("F08", Scope.FORM, SELF, reads=("executed", "adjusted"))
def budget_of_zero(form: FormSubject) -> Iterator[Hit]:
    """F08 · SYS: without a budget nothing is spent; with neither there is no rate."""
    total = form.view.funds[0]
    if total.adjusted.value is None or total.adjusted.value != 0:
        return
    place = total.path("adjusted")
    if total.executed.value:
        yield hit(
            place, "spent", executed=total.executed.text or "", related=[total.path("executed")]
        )
    elif not total.executed.unreadable and not any(f.adjusted.or_zero for f in form.view.funds[1:]):
        yield hit(place, "nothing")


@rule("F14", Scope.FORM, SELF, reads=(*AMOUNTS, *of_funds("expected")))
def readable_fund_amounts(form: FormSubject) -> Iterator[Hit]:
    """F14 · CS: amounts of the fund block are numbers, not negative, with at most six decimals."""
    for fund in form.view.funds:
        for name in COLUMNS_OF_MONEY if form.view.has("expected", fund.id) else AMOUNTS:
            yield from _bad_amount(
                form, fund.path(name), fund.text(name), f"{fund.label}{form.label(name, fund.id)}"
            )


@rule("F14", Scope.FORM, DECLARATION, reads=HEADER_AMOUNTS)
def readable_declared_amounts(form: FormSubject) -> Iterator[Hit]:
    """F14 · CS: declared amounts are numbers, not negative, with at most six decimals."""
    for name in HEADER_AMOUNTS:
        yield from _bad_amount(form, form.path(name), form.view.text(name), form.label(name))


def _unsound(amount: Quantity) -> bool:
    """Whether F14 finds fault with an amount, so that its sums cannot be judged."""
    return amount.unreadable or (amount.value is not None and amount.value < 0) or _too_fine(amount)


def _too_fine(amount: Quantity) -> bool:
    value = amount.value or Decimal(0)
    return amount.decimals > _MOST_DECIMALS and value != round(value, _MOST_DECIMALS)


def _bad_amount(form: FormSubject, place: CellPath, text: str | None, label: str) -> Iterator[Hit]:
    amount = read_amount(text, form.view.money_unit)
    if form.view.nearest and _WITH_DETAILS.match(normalise_signs(text or "")):
        return  # forms of some regions tell the parts in the same cell: 854万元（建设400万元，示范…）
    if amount.unreadable or (amount.filled and re.search(r"[万亿元]", text or "")):
        yield hit(
            place,
            "unreadable",
            label=label,
            text=text or "",
            unit=form.view.money_unit,
            fix=_without_unit(form, place, text or ""),
        )
    elif amount.value is not None and amount.value < 0:
        yield hit(place, "negative", label=label, text=text or "")
    elif _too_fine(amount):
        yield hit(place, "decimals", label=label, text=text or "", decimals=amount.decimals)


_WITH_DETAILS = re.compile(
    r"\s?(?:总额|合计|共计?)?[:：]?\s?\d[\d,]{0,14}(?:\.\d{1,6})?\s?[百千]?[万亿]?元?\s?[（(\n,，;；].{4}",
    re.DOTALL,
)
_LONGEST = 15
"""Characters of the longest amount that a fix writes anew."""
_WITH_UNIT = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(?:[(（]\s*)?([百千]?[万亿]?元)\s*[)）]?")


def _without_unit(form: FormSubject, place: CellPath, text: str) -> Fix | None:
    """An amount with its unit (3124800元, 312.48万元) as the bare number in the form's unit."""
    match = _WITH_UNIT.fullmatch(normalise_signs(text).strip())
    if match is None or len(match.group(1)) > _LONGEST:
        return None
    own = parse_unit(form.view.money_unit).scale
    factor = parse_unit(match.group(2)).scale / own
    number = match.group(1)
    if factor != 1:
        value = Decimal(number.replace(",", "")) * factor
        if value != round(value, _MOST_DECIMALS):
            return None
        number = _cents(value) if own != 1 else plain(value)
    return fixes.set_text(f"改为“{number}”", place, number)
