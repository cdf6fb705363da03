"""Chapter 2, execution: rate, its points, adjustments and what they need to be explained."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from perfdesk.document import FundView
from perfdesk.rules import fixes
from perfdesk.rules.facts.group import GroupSubject
from perfdesk.rules.facts.subject import AMOUNTS, FormSubject, RowSubject
from perfdesk.rules.facts.texts import bare, bigrams
from perfdesk.rules.facts.words import phrase
from perfdesk.rules.model import SELF, Hit, Scope, hit
from perfdesk.rules.money import TEN_THOUSAND, amounts_in_yuan
from perfdesk.rules.registry import rule
from perfdesk.scoring import (
    acceptable_execution_score,
    acceptable_rate,
    execution_rate,
    execution_score,
    score_decimals,
)
from perfdesk.targets import is_money, parse_unit
from perfdesk.values import Quantity, format_decimal, half_up, is_dash, plain

_HUNDRED = Decimal(100)
_EXPLAINING = ("goal_expected", "goal_actual", "deviation")


def _decimals(form: FormSubject) -> int:
    """The last decimal printed anywhere in the fund block."""
    return max(
        (getattr(fund, name).decimals for fund in form.view.funds for name in AMOUNTS), default=0
    )


def _base(fund: FundView) -> Quantity:
    """The budget by which the form divides: 全年预算数, or 年初预算数 where it prints no other."""
    by_initial = fund.form.profile.rate_base == "initial" or not fund.has("adjusted")
    return fund.initial if by_initial else fund.adjusted


def _exact(fund: FundView) -> Decimal | None:
    base = _base(fund).value
    if fund.executed.value is None or not base:
        return None
    return execution_rate(fund.executed.value, base)


def _division(fund: FundView) -> str | None:
    """The rate as a sum: 9.53 ÷ 15 = 63.53%; None without amounts."""
    exact = _exact(fund)
    base = _base(fund).value
    if exact is None or fund.executed.value is None or base is None:
        return None
    spent, budget = plain(fund.executed.value), plain(base)
    return f"{spent} ÷ {budget} = {format_decimal(exact, 2)}%"


def _line(fund: FundView, printed: Quantity) -> str:
    return f"{_division(fund)}，表中 {printed.text}"


@rule("F05", Scope.FORM, SELF, reads=(*AMOUNTS, "rate"))
def rate_follows_amounts(form: FormSubject) -> Iterator[Hit]:
    """F05 · 10号: 执行率 is 全年执行数 ÷ 全年预算数, rounded or truncated."""
    total = form.view.funds[0]
    exact, base = _exact(total), _base(total)
    if exact is None or base.value is None or base.value < 0 or form.once(amounts_in_yuan):
        return
    wrong = total.rate.unreadable or (
        total.rate.filled and not acceptable_rate(total.rate, total.executed, base, _decimals(form))
    )
    if wrong and not _rate_of_sources(form):
        place = total.path("rate")
        yield hit(
            place,
            expected=format_decimal(exact, 2),
            printed=total.rate.text or "",
            arithmetic=_line(total, total.rate),
            fix=fixes.automatic(place),
        )


def _rate_of_sources(form: FormSubject) -> bool:
    """Whether the rate is that of the sources' sums, so that F01 tells of the one wrong total."""
    total, sources = form.view.funds[0], form.view.funds[1:]
    if not total.rate.filled or any(
        f.adjusted.unreadable or f.executed.unreadable for f in sources
    ):
        return False
    sums = [sum((getattr(f, n).or_zero for f in sources), Decimal(0)) for n in AMOUNTS[1:]]
    adjusted, executed = (
        total.adjusted._replace(value=sums[0]),
        total.executed._replace(value=sums[1]),
    )
    return bool(sums[0]) and acceptable_rate(total.rate, executed, adjusted, _decimals(form))


@rule("F06", Scope.FORM, SELF, reads=("executed", "adjusted", "rate", "score", "weight"))
def points_follow_rate(form: FormSubject) -> Iterator[Hit]:
    """F06 · 10号: the execution row's points are half-up of the rate × weight, at most the weight."""
    total = form.view.funds[0]
    due = form.profile.execution_weight
    weight = total.weight.value if total.weight.value is not None else due
    exact = _exact(total)
    if form.once(amounts_in_yuan) or not form.has("score", total.id):
        return
    if exact is None or not (total.score.filled or total.score.unreadable):
        return  # S01, F08 or F14 speak: without the amounts the exact rate is unknown
    rate = total.rate.value if total.rate.value is not None else exact
    places = max(
        score_decimals([row.view.score for row in form.rows], form.profile),
        total.score.decimals and 2,
    )
    # Of a wrong 分值 W01 speaks; the points are right by it or by the one that is due.
    right = not total.score.unreadable and any(
        acceptable_execution_score(
            total.score, total.rate, total.executed, _base(total), points, form.profile, places
        )
        for points in (weight, due)
    )
    if right:
        return
    place, points = total.path("score"), half_up(execution_score(rate, weight, form.profile), 2)
    yield hit(
        place,
        expected=points,
        printed=total.score.text or "",
        fix=fixes.automatic(place),
        arithmetic=f"{format_decimal(rate, 2)}% × {plain(weight)} = {plain(points)}，表中 {total.score.text}",
    )


@rule("F07", Scope.PORTFOLIO, SELF, reads=(*AMOUNTS, "rate"))
def rates_of_sources(group: GroupSubject) -> Iterator[Hit]:
    """F07 · CS: the source rows' own rates agree with their amounts; one finding for the unit."""
    for forms in group.bodies.values():
        wrong = [(f, fund) for f in forms for fund in f.view.funds[1:] if _wrong_source(f, fund)]
        if wrong:
            fund = wrong[0][1]
            exact = _exact(fund) or Decimal(0)
            cure = fixes.set_texts(
                "按数计算执行率",
                (
                    (row.path("rate"), format_decimal(_exact(row) or Decimal(0), 2))
                    for _, row in wrong
                ),
            )
            yield hit(
                fund.path("rate"),
                row=fund.label,
                printed=fund.rate.text or "",
                fix=cure,
                cells=len(wrong),
                expected=format_decimal(exact, 2),
                arithmetic=_line(fund, fund.rate),
                related=[row.path("rate") for _, row in wrong[1:]],
            )


def _wrong_source(form: FormSubject, fund: FundView) -> bool:
    if "F07" in form.profile.disabled_rules or _exact(fund) is None or not fund.rate.filled:
        return False
    if form.once(amounts_in_yuan):
        return False
    return not acceptable_rate(fund.rate, fund.executed, _base(fund), _decimals(form))


@rule("F09", Scope.FORM, SELF, reads=("initial", "adjusted", *_EXPLAINING))
def adjustment_explained(form: FormSubject) -> Iterator[Hit]:
    """F09 · 10号: a budget adjusted by 30 % needs a word about it, and targets that follow."""
    change = adjustment(form)
    if (
        change is None
        or abs(change) < form.profile.adjustment_hint
        or form.explained("budget_change")
        or form.once(amounts_in_yuan)
    ):
        return
    total = form.view.funds[0]
    initial, adjusted = total.initial.value or Decimal(0), total.adjusted.value or Decimal(0)
    large = abs(change) >= form.profile.adjustment_reason and not _carried_over(
        form, adjusted - initial
    )
    sign = "+" if change > 0 else "−"
    yield hit(
        total.path("adjusted"),
        "" if large else "small",
        initial=total.initial.text or "",
        adjusted=total.adjusted.text or "",
        change=f"{sign}{format_decimal(abs(change), 0)}%",
        arithmetic=f"（{plain(adjusted)} − {plain(initial)}）÷ {plain(initial)} = "
        f"{sign}{format_decimal(abs(change), 2)}%",
        related=[total.path("initial")],
    )


def adjustment(form: FormSubject) -> Decimal | None:
    """How far 全年预算数 stands from 年初预算数, in percent of the latter; None without a ratio."""
    total = form.total
    if (
        total is None
        or not total.initial.value
        or total.adjusted.value is None
        or total.initial.value < 0
    ):
        return None
    return (total.adjusted.value - total.initial.value) * _HUNDRED / total.initial.value


def _carried_over(form: FormSubject, difference: Decimal) -> bool:
    """Whether the carried-over row, where both its amounts are filled in, makes the difference."""
    carried = form.view.fund("carryover")
    if carried is None or carried.adjusted.value is None:
        return False
    if carried.initial.value is None and not is_dash(carried.initial.text):
        return False
    own = carried.adjusted.or_zero - carried.initial.or_zero
    return own != 0 and abs(own - difference) <= 2 * form.half_unit


@rule("F10", Scope.FORM, SELF, reads=("executed", "adjusted", "rate", *_EXPLAINING))
def low_rate_explained(form: FormSubject) -> Iterator[Hit]:
    """F10 · 10号: a low 执行率 needs its reason and what is done about it."""
    total = form.view.funds[0]
    rate = _exact(total)
    if rate is None:
        rate = total.rate.value
    if rate is None or rate >= form.profile.low_rate_hint or _rate_explained(form):
        return
    if total.adjusted.value == 0:
        return  # no rate; of the empty total F08 or F01 tells
    left = (total.adjusted.value or Decimal(0)) - (total.executed.value or Decimal(0))
    shown, unit = format_decimal(rate, 2), form.view.money_unit
    text = form.text("goal_actual")
    told = f"本项目预算执行率{shown}%，未执行{plain(left)}{unit}，原因：{fixes.BLANK}；改进措施：{fixes.BLANK}。"
    cure = fixes.draft(form.path("goal_actual"), f"{text}\n{told}" if text else told)
    yield hit(
        total.path("rate"),
        "" if rate < form.profile.low_rate_reason else "near",
        rate=shown,
        left=left,
        unit=unit,
        fix=cure,
        arithmetic=_division(total),
    )


def _rate_explained(form: FormSubject) -> bool:
    """Whether a text cell says what became of the money: in so many words, or the rate, the tender
    or the payment with its cause, in one sentence or the next."""
    words = form.words
    for text in form.explanations:
        if phrase("low_rate_said").search(text):
            return True
        sentences = [part for part in _SENTENCES.split(text) if part.strip()]
        for number, sentence in enumerate(sentences):
            beside = "".join(sentences[max(0, number - 1) : number + 2])
            topic = words.found("low_rate_topic", sentence)
            if topic and words.found(
                "cause", _NO_CAUSE.sub("", sentence if topic == "招标" else beside)
            ):
                return True
    return False


_SENTENCES = re.compile(r"[。；;！!\n]")
_NO_CAUSE = re.compile(
    r"社会影响|影响力|因地制宜|基因|因素|因公|因病|因材施教|减少(?:了)?(?=事故|污染|排放)"
)


class _Cost(NamedTuple):
    row: RowSubject
    target: Decimal | None
    actual: Decimal
    tolerance: Decimal


@rule(
    "F13",
    Scope.FORM,
    SELF,
    reads=("executed", "adjusted", "target", "actual", "level3", "money_unit", "project_name"),
)
def cost_against_executed(form: FormSubject) -> Iterator[Hit]:
    """F13 · CS: a cost told in money is the 全年执行数; beyond its limit it is an error."""
    executed = form.view.funds[0].executed.value
    if executed is None or executed <= 0 or form.once(amounts_in_yuan):
        return
    costs = [cost for row in form.rows if (cost := _cost(row)) is not None]
    if not costs or (
        len(costs) > 1 and abs(sum(c.actual for c in costs) - executed) <= form.half_unit * 4
    ):
        return
    if len(costs) > 1:
        # Parts of the project's cost: only one that exceeds the whole can be judged.
        costs = [cost for cost in costs if cost.actual > executed]
    for cost in costs:
        if abs(cost.actual - executed) <= cost.tolerance + form.half_unit or _part(form, cost):
            continue
        if (word := _copied_from(form, cost)) is not None:
            yield hit(
                cost.row.path("actual"),
                "copied" if word else "unit",
                label=cost.row.label,
                actual=cost.row.text("actual"),
                executed=executed,
                unit=form.view.money_unit,
                column=word,
                related=[form.view.funds[0].path("executed")],
            )
            continue
        over = (
            cost.target is not None
            and executed > cost.target + form.half_unit
            and cost.row.met is not False
        )
        unit = form.view.money_unit
        gap = plain(abs(executed - cost.actual))
        line = (
            f"全年执行数 {plain(executed)}{unit}，实际值 {plain(cost.actual)}{unit}，差 {gap}{unit}"
        )
        yield hit(
            cost.row.path("actual"),
            "over" if over else "",
            label=cost.row.label,
            actual=cost.row.text("actual"),
            executed=executed,
            unit=unit,
            target=cost.row.text("target"),
            arithmetic=line,
            related=[form.view.funds[0].path("executed")],
        )


def _copied_from(form: FormSubject, cost: _Cost) -> str | None:
    """What a cost that is not 全年执行数 was rather taken from: 全年预算数, or (""), another unit."""
    total = form.view.funds[0]
    executed = total.executed.value or Decimal(0)
    near = cost.tolerance + form.half_unit
    for factor in (TEN_THOUSAND, 1 / TEN_THOUSAND):
        if abs(cost.actual * factor - executed) <= near * max(factor, Decimal(1)):
            return ""
    if cost.target is not None and executed > cost.target + form.half_unit:
        return None
    for name in ("adjusted", "initial"):
        budget = getattr(total, name).value
        if budget and budget != executed and abs(cost.actual - budget) <= near:
            return form.label(name, total.id)
    return None


_WHOLE_COST = re.compile(r"项目|总成本|总经费|控制数|预算|成本控制|控制成本")
_SMALL_PART = Decimal("0.4")
_LARGE_PART = Decimal("0.9")
_COST_WORDS = re.compile(r"成本|经费|采购|购置|费用|支出|制作|控制|运行|管理|实际|年度")


def _part(form: FormSubject, cost: _Cost) -> bool:
    """Whether a cost is only that of a part of the project: 印刷成本 of a tenth of the budget."""
    if _WHOLE_COST.search(cost.row.name):
        return False
    total = form.view.funds[0]
    budget = total.adjusted.value or total.executed.value or Decimal(0)
    # 排涝泵车采购成本 in 防汛物资储备 names one thing of several that the project pays.
    things = bigrams(bare(_COST_WORDS.sub("", cost.row.name)))
    own = not things or any(pair in bare(form.project_name) for pair in things)
    share = _SMALL_PART if own else _LARGE_PART
    return (cost.target if cost.target is not None else cost.actual) < budget * share


def _cost(row: RowSubject) -> _Cost | None:
    words = row.words
    if not words.found("cost_total", row.name) or words.found("cost_per_head", row.name):
        return None
    actual, target = row.actual, row.target
    unit = actual.printed_unit or (target.printed_unit if target.numeric else "")
    if not actual.numeric or actual.low is None or not is_money(unit) or "/" in unit:
        return None
    own = parse_unit(row.form.view.money_unit).scale
    factor = parse_unit(unit).scale / own
    limit = None
    if target.numeric and target.low is not None and target.operator in ("<=", "<", "="):
        limit = target.low * parse_unit(target.printed_unit or unit).scale / own
    digits = len(plain(actual.low).partition(".")[2])
    return _Cost(row, limit, actual.low * factor, Decimal(5).scaleb(-digits - 1) * factor)


@rule(
    "F15",
    Scope.FORM,
    SELF,
    reads=("executed", "adjusted", "score", "weight", "target", "actual", "level1", *_EXPLAINING),
)
def savings(form: FormSubject) -> Iterator[Hit]:
    """F15 · 10号: all outputs are full and money is left: savings, or payments still to come."""
    total = form.view.funds[0]
    rate = _exact(total)
    if rate is None or rate >= _HUNDRED or form.explained("savings") or not outputs_full(form):
        return
    left = (total.adjusted.value or Decimal(0)) - (total.executed.value or Decimal(0))
    if left > 2 * form.half_unit:
        yield hit(
            total.path("rate"),
            left=left,
            unit=form.view.money_unit,
            rate=format_decimal(rate, 2),
            arithmetic=_division(total),
        )


@rule(
    "F16",
    Scope.FORM,
    SELF,
    reads=("executed", "adjusted", "score", "weight", "target", "actual", "level1"),
)
def low_rate_full_output(form: FormSubject) -> Iterator[Hit]:
    """F16 · 10号: less than half of the money for all of the output asks for a second look."""
    total = form.view.funds[0]
    rate = _exact(total)
    if rate is not None and rate < 50 and outputs_full(form):
        yield hit(total.path("rate"), rate=format_decimal(rate, 2), arithmetic=_division(total))


def outputs_full(form: FormSubject) -> bool:
    """Whether there are outputs and every one is met or has full points."""
    outputs = [row for row in form.rows if row.output]
    return bool(outputs) and all(row.met if row.met is not None else row.full for row in outputs)


_FAR_APART = Decimal("0.05")
_UNSPENT = Decimal(80)


@rule(
    "F20",
    Scope.FORM,
    SELF,
    reads=("executed", "adjusted", "rate", "score", "weight", *_EXPLAINING),
)
def points_beside_rate(form: FormSubject) -> Iterator[Hit]:
    """F20 · SYS: points of the indicators far above what the execution earns are asked about."""
    total = form.view.funds[0]
    rate = _exact(total)
    scored = [row for row in form.rows if row.score is not None and row.weight]
    if rate is None or not scored or len(scored) < len(form.rows) or _rate_explained(form):
        return
    earned = sum((row.score or Decimal(0) for row in scored), Decimal(0))
    weights = sum((row.weight or Decimal(0) for row in scored), Decimal(0))
    share = earned / weights
    spent = min(rate, _HUNDRED) / _HUNDRED
    if share <= 0 or ((share - spent) / share <= _FAR_APART and rate >= _UNSPENT):
        return
    if share <= spent:
        return
    yield hit(
        total.path("rate"),
        share=f"{format_decimal(share * _HUNDRED, 2)}%",
        rate=f"{format_decimal(rate, 2)}%",
        arithmetic=f"指标 {plain(earned)} ÷ {plain(weights)} = "
        f"{format_decimal(share * _HUNDRED, 2)}%，{_division(total)}",
    )
