"""Chapter 2, money told in running text against the fund block."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from perfdesk.cellpath import CellPath
from perfdesk.rules.facts.subject import AMOUNTS, HEADER_AMOUNTS, FormSubject
from perfdesk.rules.facts.texts import shown, without_titles
from perfdesk.rules.model import BOTH, Hit, Scope, hit
from perfdesk.rules.money import amounts_in_yuan
from perfdesk.rules.registry import rule
from perfdesk.scoring import execution_rate
from perfdesk.targets import digits_in_text, in_unit, is_money, parse_unit
from perfdesk.values import format_decimal, normalise_signs, plain, without_space

_TEXTS = ("goal_actual", "goal_expected", "goal_annual", "goal_total")
_SENTENCES = re.compile(r"[，。；;！!\n]|(?<!\d),|,(?!\d{3}(?!\d))|\.(?!\d)")
_ALL = (
    r"(?:全年|本年|年度|年内|当年|年初|年中|年末|年底|实际|累计|共计?|总|项目|资金|经费|预算|财政|专项|补助|补贴|工作|运行|款项?|已|按|均|其|"
    r"全部|合计|到位|支出|执行数?|使用|支付|拨付|安排|下达|追加|压减|核减|调增|调减|数|额|为|了|约|近|达到?|上级|[省市县区]级|中央|"
    r"完成|实现|由|从|元|万)*"
)
_VERB = r"(?:支出|执行|使用|支付|拨付|到位|预算|安排|下达|追加|压减|核减|调增|调减)"
# The whole amount, by words that name no single thing: 支付工程款120万元 is a part, and no matter here.
_CLAIM = re.compile(
    rf"^{_ALL}(?P<about>约|近)?(?P<number>\d[\d,]*(?:\.\d+)?)(?P<more>[余多])?(?P<unit>[百千]?[万亿]?元)(?![/／每])"
    r"(?P<rest>.{0,12})"
)
_MONEY_VERB = re.compile(_VERB)
_ASIDE = re.compile(
    r"其中|人均|每|标准|收入|带动|投资|单价|均|产值|捐|罚|贷款|融资|合同|争取|奖励|上年|去年|往年|历年|以来|下年|明年|次年|"
    r"来年|翌年|结转|节约|节省|剩余|结余|尾款|质保|月|季度|半年|首批|一期|二期|前期|部分|力争|不超过|以内|控制"
)
_RATE = re.compile(
    r"(?:预算|资金|支出|经费)?(?:执行率|支付率|支出率)(?:达到了?|达|为|是|约|:)*(?P<number>\d+(?:\.\d+)?)%(?!以|之|左|及|的目标)"
)
_ADJUSTED = re.compile(
    r"(?<!未)(?<!无)(?<!没有)(?:追加|压减|追减|核减|调减|调增)(?:了|安排|本?项目|财政|专项|年度|当年)*(?:预算|资金|经费|指标|\d)"
)
_UNPAID = re.compile(
    r"尾款(?:[^，。；]{0,6})(?:未|没有)(?:支|付|结)|(?:执行率|支付率|支付进度|执行进度)(?:仍|还|相对|比)?(?:较|偏|不)[低高]|"
    r"(?:资金|款项|经费)(?:尚|暂|还)?未(?:能)?(?:全部|完全)?(?:支付|付清|支出)"
)
_YEAR = re.compile(r"(20\d{2})年")
_TENTH = Decimal("0.1")


class _Told(NamedTuple):
    """An amount that a text claims: its words, in the form's money unit, and how finely it is told."""

    words: str
    amount: Decimal
    half: Decimal
    about: bool


@rule(
    "F17",
    Scope.FORM,
    BOTH,
    reads=(*AMOUNTS, *HEADER_AMOUNTS, "rate", "target", "actual", "money_unit", *_TEXTS, "year"),
)
def told_as_in_the_fund_block(form: FormSubject) -> Iterator[Hit]:
    """F17 · 自评与财务数据口径一致: amounts and rates that a text tells are those of the fund block."""
    known = form.once(known_amounts)
    if not known or form.once(amounts_in_yuan):
        return
    for name in _TEXTS:
        text = form.text(name)
        if text:
            found = _first(form, name, text, known)
            if found is not None:
                yield found


def _first(form: FormSubject, name: str, text: str, known: frozenset[Decimal]) -> Hit | None:
    """The first thing in a text that the fund block does not bear out; one finding a text."""
    place, label = form.path(name), form.label(name)
    bare = digits_in_text(without_space(normalise_signs(without_titles(text))))
    told = list(_amounts(form, bare))
    summed = {sum((t.amount for t in told), Decimal(0)), *(t.amount for t in told)}
    wrong = [t for t in told if not _borne_out(t, known)]
    if wrong and not (len(told) > 1 and summed & known and not summed - known - {wrong[0].amount}):
        nearest = min(known, key=lambda amount: abs(amount - wrong[0].amount))
        return hit(
            place,
            label=label,
            words=shown(wrong[0].words, 30),
            amount=nearest,
            unit=form.view.money_unit,
            related=_totals(form),
        )
    if name == "goal_actual" and form.total is not None:
        return _rate_told(form, place, label, bare) or _adjustment_told(form, place, label, bare)
    return None


def _totals(form: FormSubject) -> list[CellPath]:
    total = form.total
    return [total.path("executed")] if total is not None else []


def known_amounts(form: FormSubject) -> frozenset[Decimal]:
    """What amounts a text may rightly tell, in the form's money unit: cells of the fund block, costs
    of the indicators, and the sums and differences of two of them."""
    if form.view.funds:
        cells = [getattr(fund, name) for fund in form.view.funds for name in AMOUNTS]
    else:
        cells = [form.view.amount(name) for name in HEADER_AMOUNTS]
    if any(cell.unreadable for cell in cells):
        return frozenset()  # F14 speaks of it
    own = {cell.value for cell in cells if cell.value}
    if not own:
        return frozenset()
    pairs = {abs(a + sign * b) for a, b in combinations(own, 2) for sign in (1, -1)}
    rows = {
        value
        for row in form.rows
        for side in (row.target, row.actual)
        if is_money(side.printed_unit)
        and (value := in_unit(side, form.view.money_unit)) is not None
    }
    return frozenset(own | pairs | rows) - {Decimal(0)}


def _amounts(form: FormSubject, text: str) -> Iterator[_Told]:
    own = parse_unit(form.view.money_unit).scale
    for clause in _SENTENCES.split(text):
        if "元" not in clause or _ASIDE.search(clause) or not _MONEY_VERB.search(clause):
            continue
        if any(int(year) != form.view.year for year in _YEAR.findall(clause)):
            continue
        match = _CLAIM.match(_YEAR.sub("", clause))
        if match is None or not _MONEY_VERB.search(match.group(0)):
            continue
        number = match.group("number").replace(",", "")
        if len(number) > 15:
            continue
        factor = parse_unit(match.group("unit")).scale / own
        digits = len(number.partition(".")[2])
        half = Decimal(5).scaleb(-digits - 1) * factor
        about = bool(match.group("about") or match.group("more") or "左右" in match.group("rest"))
        yield _Told(match.group(0), Decimal(number) * factor, half, about)


def _borne_out(told: _Told, known: frozenset[Decimal]) -> bool:
    tolerance = max(told.half, told.amount * _TENTH) if told.about else told.half
    return any(abs(amount - told.amount) <= tolerance for amount in known)


def _rate_told(form: FormSubject, place: CellPath, label: str, text: str) -> Hit | None:
    """A 执行率 in the text that is neither the printed nor the exact one, rounded or truncated."""
    total = form.view.funds[0]
    rates = [total.rate.value] if total.rate.value is not None else []
    if total.executed.value is not None and total.adjusted.value:
        exact = execution_rate(total.executed.value, total.adjusted.value)
        rates += [exact] if exact is not None else []
    if not rates:
        return None
    for match in _RATE.finditer(text):
        if re.search(
            r"目标|计划|上年|去年|月|季度|半年|其中",
            text[max(0, match.start() - 8) : match.start()],
        ):
            continue
        number = match.group("number")
        step = Decimal(1).scaleb(-len(number.partition(".")[2]))
        if all(abs(rate - Decimal(number)) >= step for rate in rates):
            shown_rate = format_decimal(rates[0], 2)
            return hit(
                place,
                "rate",
                label=label,
                words=match.group(0),
                rate=f"{shown_rate}%",
                related=[total.path("rate")],
            )
    return None


def _adjustment_told(form: FormSubject, place: CellPath, label: str, text: str) -> Hit | None:
    """追加 or 压减 where 年初 and 全年 are the same, or money left where all is spent."""
    total = form.view.funds[0]
    initial, adjusted, executed = total.initial.value, total.adjusted.value, total.executed.value
    same = all(
        fund.initial.value is None or fund.initial.value == fund.adjusted.value
        for fund in form.view.funds
    )
    if initial and same and (match := _ADJUSTED.search(text)):
        return hit(
            place,
            "adjusted",
            label=label,
            words=match.group(0),
            amount=plain(initial),
            unit=form.view.money_unit,
            related=[total.path("initial"), total.path("adjusted")],
        )
    if adjusted and executed == adjusted and (match := _UNPAID.search(text)):
        return hit(place, "unpaid", label=label, words=match.group(0), related=[total.path("rate")])
    return None
