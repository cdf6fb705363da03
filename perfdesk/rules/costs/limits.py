"""Chapter 2, costs among the indicators against the budget: by the thing, and of the whole."""

import re
from collections.abc import Iterator
from decimal import Decimal

from perfdesk.rules.facts.subject import FormSubject, RowSubject
from perfdesk.rules.model import BOTH, Hit, Scope, hit
from perfdesk.rules.registry import rule
from perfdesk.targets import (
    Expression,
    Kind,
    is_count,
    is_measure,
    is_money,
    is_time,
    parse_unit,
)
from perfdesk.values import format_decimal, plain

_LEAST, _MOST = Decimal("0.9"), Decimal("1.1")
_TIMES = frozenset({"天", "个月", "年"})
_FACTOR = re.compile(r"(?<![\d.])(\d{1,3})(天|日|个月|学期)")
_BUDGETS = ("adjusted", "executed", "initial", "year_total", "fund_total", "money_unit")


@rule(
    "F18",
    Scope.FORM,
    BOTH,
    reads=("target", "actual", "level1", "level2", "level3", "term", *_BUDGETS),
)
def standard_times_count(form: FormSubject) -> Iterator[Hit]:
    """F18 · 101号 成本: a cost per thing times the things counted comes to the money of the project."""
    amount = _spent(form)
    priced = [row for row in form.rows if row.text("term") != "medium" and _thing(row)]
    if amount is None or amount <= 0 or len(priced) != 1:
        return
    row = priced[0]
    # 中期 and 年度 rows of one declaration count the same things for another sum of money.
    half = [other for other in form.rows if other.text("term") == row.text("term")]
    counted = [other for other in half if other is not row and _counts(other, _thing(row))]
    if len(counted) != 1:
        return
    price, count = _reached(row), _reached(counted[0])
    factor = _factor(row, counted[0])
    if price.low is None or count.low is None or factor is None or _loose(price, count):
        return
    scale = parse_unit(price.printed_unit).scale / parse_unit(form.view.money_unit).scale
    things = count.low * parse_unit(count.printed_unit).scale * factor
    due = price.low * scale * things
    ratio = amount / due if due else Decimal(1)
    capped = row.target.operator in ("<=", "<")
    if ratio <= _MOST and (ratio >= _LEAST or capped):
        return
    slipped = any(_LEAST <= ratio.scaleb(-power) <= _MOST for power in (1, 2, 3, 4))
    if ratio > _MOST and not slipped and _other_outputs(form, counted[0]):
        return  # the money pays for other things as well
    name = "actual" if row.actual.numeric and form.total is not None else "target"
    unit = form.view.money_unit
    times = "" if factor == 1 else f" × {plain(factor)}"
    line = f"{plain(price.low)} × {plain(things / factor)}{times} = {plain(due)}{unit}，"
    yield hit(
        row.path(name),
        label=row.label,
        price=row.text(name),
        count=counted[0].text(name) or counted[0].text("target"),
        due=due,
        amount=amount,
        unit=unit,
        arithmetic=f"{line}资金 {plain(amount)}{unit}",
        related=[counted[0].path(name)],
    )


def _spent(form: FormSubject) -> Decimal | None:
    """What the project costs in the form's money unit: 全年执行数, or the amount applied for."""
    return form.total.executed.value if form.total else form.view.amount("year_total").value


def _reached(row: RowSubject) -> Expression:
    """The actual of a 自评表 where it is a number, else the target."""
    return row.actual if row.actual.numeric and row.form.total is not None else row.target


def _thing(row: RowSubject) -> str:
    """What a price is per (人 of 元/人), "" where the row is no price of one kind of thing."""
    unit = parse_unit(row.target.printed_unit) if row.target.numeric else None
    if unit is None or unit.base != "元" or not unit.per or row.target.high is not None:
        return ""
    if "效益" in row.view.level1 or _EARNED.search(row.name):
        return ""  # what people earn is no cost
    things = [part for part in unit.per.split("/") if part not in _TIMES]
    if len(things) != 1:
        return ""
    thing = _PEOPLE.get(things[0], things[0])
    return thing if is_count(thing) or is_measure(thing) else ""


_EARNED = re.compile(r"增收|收入|收益|产值|节约|节省|创收|利润|税收")
_PEOPLE = {"生": "人", "学生": "人", "每生": "人", "老人": "人"}


def _counts(row: RowSubject, thing: str) -> bool:
    unit = row.target.printed_unit or row.actual.printed_unit
    number = row.target.kind is Kind.NUMBER and row.target.high is None
    found = parse_unit(unit)
    return number and not found.per and found.base == parse_unit(thing).base


def _other_outputs(form: FormSubject, counted: RowSubject) -> bool:
    """Whether the form counts other things that cost money than those that the price is of."""
    rows = [row for row in form.rows if row is not counted and "数量" in row.view.level2]
    rows = [row for row in rows if row.text("term") == counted.text("term")]
    units = [row.target.printed_unit for row in rows if not row.about_cost]
    # 62期 of a training of 6,132人次 are no other thing: people come in groups.
    people = parse_unit(counted.target.printed_unit).base in _HEADS
    return any(not is_time(u) and not (people and parse_unit(u).base in _GROUPS) for u in units)


_HEADS = frozenset({"人", "人次"})
_GROUPS = frozenset({"人", "人次", "期", "班", "班次", "场", "课时", "学时", "届"})


def _loose(price: Expression, count: Expression) -> bool:
    """Whether either number is only told about."""
    return price.approximate or count.approximate or price.low == 0 or count.low == 0


def _factor(row: RowSubject, counted: RowSubject) -> Decimal | None:
    """The days or months of a price per person and day; 1 where it is of no time, None unknown."""
    per = parse_unit(row.target.printed_unit).per.split("/")
    times = [part for part in per if part in _TIMES]
    texts = " ".join(r.text(name) for r in (row, counted) for name in ("level3", "target"))
    found = {int(number) for number, _ in _FACTOR.findall(texts)}
    if not times:
        return Decimal(1) if not found else None
    if not found:
        # 供餐天数 in a row of its own
        days = [r for r in row.form.rows if r.target.numeric and r.target.printed_unit in times]
        found = {int(_reached(r).low or 0) for r in days} if len(days) == 1 else set()
    return Decimal(found.pop()) if len(found) == 1 else None


_WHOLE = re.compile(
    r"(?:总成本|成本控制数?|控制成本数?|项目成本|预算控制数?|成本总额|总经费|资金总额)(?:控制数|额|金额|数|总额|上限|限额)?$"
)
_ASIDE = re.compile(r"率|影响|程度|人均|单价|单位|标准|每|均|分项|节约|降低|下降")
_ABOVE = Decimal("1.05")
_CLOSE = Decimal("0.005")


@rule("F19", Scope.ROW, BOTH, reads=("target", "level3"), context=_BUDGETS)
def limit_of_the_whole(row: RowSubject) -> Iterator[Hit]:
    """F19 · 101号 成本: the limit of the whole cost is the budget, not far above it nor a power of ten off."""
    target, form = row.target, row.form
    if not target.numeric or not target.low or target.high is not None:
        return
    if target.operator not in ("<=", "<", "=") or not _is_whole(row):
        return
    if target.printed_unit and not is_money(target.printed_unit):
        return
    scale = parse_unit(target.printed_unit or form.view.money_unit).scale
    limit = target.low * scale / parse_unit(form.view.money_unit).scale
    budget, allowed = _budget(form)
    if not budget or budget < 0 or any(_near(limit, other) for other in allowed if other):
        return
    ratio = limit / budget
    power = _power_of_ten(ratio)
    if not power and ratio <= _ABOVE:
        return
    yield hit(
        row.path("target"),
        "power" if power else "",
        label=row.label,
        target=row.text("target"),
        budget=budget,
        unit=form.view.money_unit,
        times=f"{plain(Decimal(10) ** power) if power > 0 else '1/' + plain(Decimal(10) ** -power)}",
        arithmetic=f"{plain(limit)} ÷ {plain(budget)} = {format_decimal(ratio, 2)}",
    )


def _is_whole(row: RowSubject) -> bool:
    return _WHOLE.search(row.bare_name) is not None and _ASIDE.search(row.bare_name) is None


def _budget(form: FormSubject) -> tuple[Decimal | None, tuple[Decimal | None, ...]]:
    """The budget of the year, and the amounts that a limit may be as well: 年初, several years."""
    if form.total is not None:
        return form.total.adjusted.value, (form.total.adjusted.value, form.total.initial.value)
    year, whole = form.view.amount("year_total").value, form.view.amount("fund_total").value
    return (year if year is not None else whole), (year, whole)


def _near(limit: Decimal, other: Decimal) -> bool:
    return abs(limit - other) <= other * _CLOSE


def _power_of_ten(ratio: Decimal) -> int:
    """k where the ratio is 10^k for a k other than 0 (rounding aside), else 0."""
    for power in (1, 2, 3, 4, -1, -2, -3, -4):
        if abs(ratio.scaleb(-power) - 1) <= _CLOSE:
            return power
    return 0
