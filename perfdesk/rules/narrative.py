"""Chapter 4, 实际完成情况 against the table: other numbers, unfinished work, 全部完成."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from perfdesk.cellpath import CellPath
from perfdesk.rules.facts.figures_in_text import (
    Clash,
    Figure,
    other_number,
    other_share,
    own_words,
    same_count,
    spoken,
)
from perfdesk.rules.facts.outputs import output_of_zero
from perfdesk.rules.facts.subject import FormSubject, RowSubject, rate_name
from perfdesk.rules.facts.texts import bare, clauses, shown
from perfdesk.rules.facts.words import phrase
from perfdesk.rules.model import SELF, Hit, Scope, hit
from perfdesk.rules.registry import rule
from perfdesk.targets import (
    Band,
    Expression,
    Kind,
    band_of,
    digits_in_text,
    in_unit,
    is_money,
    parse_unit,
    read_actual,
    unit_size,
)
from perfdesk.values import half_up, plain

_ROW = ("target", "actual", "weight", "score", "level1", "level2", "level3")


@rule("T14", Scope.FORM, SELF, reads=(*_ROW, "goal_actual", "goal_expected"))
def numbers_agree_with_text(form: FormSubject) -> Iterator[Hit]:
    """T14 · CS: 实际完成情况 tells the same numbers as the table, in one clause with the row's own word."""
    text = digits_in_text(form.text("goal_actual"))
    if not text or not re.search(r"[\d二两三四五六七八九十]", text):
        return
    if bare(text) == bare(form.text("goal_expected")):
        return  # G02 tells of the copy; its numbers are those of the plan
    if any(row.blank("level3") for row in form.rows):
        return  # S01 speaks; which words are a row's own is not known
    words = own_words(form, same_count)
    exempt = frozenset(form.words.words("exempt_units"))
    units = frozenset(form.words.words("unit_bigrams"))
    for row in form.rows:
        actual = row.actual
        unit = actual.printed_unit or (row.target.printed_unit if row.target.numeric else "")
        if (
            actual.kind is not Kind.NUMBER
            or actual.low is None
            or actual.high is not None
            or parse_unit(unit).per
            or row.text("actual").lstrip().startswith(("各", "每"))
            or (not unit and (row.about_cost or row.satisfaction or rate_name(row.name)))
        ):
            continue
        if (
            actual.low == 0
            or row.target.kind is Kind.PERCENT
            or parse_unit(unit).base in exempt | {"%"}
        ):
            continue
        short = row.target.low - actual.low if row.met is False and row.target.low else None
        figure = Figure(row.name, words[row.id], actual.low, unit, units, short)
        clash = other_number(spoken(text), figure, exempt)
        if clash is None or _loosely_told(actual, unit, clash):
            continue
        told_here = (
            in_unit(read_actual(f"{plain(clash.value)}{clash.unit}"), unit) if unit else None
        )
        if told_here is not None and _rounded_alike(actual.low, told_here):
            continue
        if not _whole_for_each(row, unit, clash.clause):
            yield hit(
                row.path("actual"),
                label=row.label,
                clause=shown(clash.clause, 40),
                actual=row.text("actual"),
                found=f"{plain(clash.value)}{clash.unit}",
                related=[form.path("goal_actual")],
            )


@rule("T14", Scope.FORM, SELF, reads=(*_ROW, "goal_actual", "goal_expected", "year"))
def rates_dates_and_incidents_agree(form: FormSubject) -> Iterator[Hit]:
    """T14 · CS: rates, accidents and completion dates of 实际完成情况 are those of the table."""
    text = digits_in_text(form.text("goal_actual"))
    if not text or bare(text) == bare(form.text("goal_expected")):
        return
    for row in form.rows:
        if row.blank("level3") or row.blank("actual"):
            continue
        for variant, found in (
            ("rate", _other_rate(form, row, text)),
            ("incident", _incident_told(row, text)),
            ("month", _later_told(form, row, text)),
        ):
            if found:
                yield hit(
                    row.path("actual"),
                    variant,
                    label=row.label,
                    clause=shown(found, 40),
                    actual=row.text("actual"),
                    related=[form.path("goal_actual")],
                )


_OTHER_RATE = re.compile(
    r"由|从|目标|计划|要求|原|上年|去年|往年|季度|月|半年|不低于|不少于|不高于|≥|≤|超|以上|以下|以内|左右|约|近|其中|部分"
)


def _other_rate(form: FormSubject, row: RowSubject, text: str) -> str:
    """A clause that tells another percentage of this row's rate; rounded alike is the same."""
    own = row.actual
    if own.kind is not Kind.PERCENT or own.low is None or own.high is not None or own.change:
        return ""
    if own.operator != "=" or own.approximate:
        return ""
    others = (other.name for other in form.rows if other.bare_name != row.bare_name)
    clash = other_share(text, row.name, own.low, others=others)
    if clash is None or _OTHER_RATE.search(clash.clause.replace(row.name, "")):
        return ""
    if _rounded_alike(own.low, clash.value) or clash.value == row.target.low:
        return ""
    return clash.clause


def _rounded_alike(one: Decimal, two: Decimal) -> bool:
    """Whether one number is the other, rounded to its own decimals and hardly changed by it."""
    if abs(one - two) * 20 > max(abs(one), abs(two)):
        # 1.63 told as 超过2 is another number: of a twentieth and less nobody makes much.
        return False
    digits = [len(plain(number).partition(".")[2]) for number in (one, two)]
    return half_up(one, digits[1]) == two or half_up(two, digits[0]) == one


_HAPPENED = re.compile(r"(?<![\d.])([1-9]\d{0,4}|[一二两三四五六七八九])(?:起|次|件|例|宗)")
_NO_INCIDENT = re.compile(
    r"未|没|无|零|杜绝|避免|防止|减少|下降|同比|较上年|去年|上年|处理|处置|办结|调处|化解|演练|培训|排查|检查|宣传|整改|预防|受理|查处|调解"
)


def _incident_told(row: RowSubject, text: str) -> str:
    """A clause that tells of an accident where the row says that none happened."""
    none = row.actual.told == "zero" or (row.actual.numeric and row.actual.low == 0)
    if not none or not row.about_incident:
        return ""
    word = row.words.found("incident", row.name)
    for clause in clauses(text):
        if word in clause and _HAPPENED.search(clause) and not _NO_INCIDENT.search(clause):
            return clause.strip()
    return ""


_DONE_WORD = re.compile(
    "完工|竣工|验收|交付|上线|投入使用|建成|发放|拨付|印发|到位|完成|开工|招标|投用|报送|提交"
)
_DATED = re.compile(r"(?:(20\d{2})年|(次年|翌年))?(?<![\d.])(1[0-2]|[1-9])月")
_NOT_DATED = re.compile(r"计划|原定|目标|要求|应于|前期|每|以前|质保|尾款|支付")


def _later_told(form: FormSubject, row: RowSubject, text: str) -> str:
    """A clause that dates the completion later than the row does."""
    own, year = row.actual.end, form.view.year
    if row.actual.kind is not Kind.DATE or own is None or row.actual.operator in (">=", ">"):
        return ""
    word = _DONE_WORD.search(row.name)
    dated = [other for other in form.rows if other.actual.kind is Kind.DATE]
    words = form.once(own_words)[row.id]
    last = ((own.year or year or 0), own.month)
    later = ""
    for clause in clauses(text):
        done = _DONE_WORD.search(clause)
        if done is None or _NOT_DATED.search(clause):
            continue
        named = any(pair in clause for pair in words) or (
            word is not None and word.group(0) in clause
        )
        if not named or (len(dated) > 1 and not any(pair in clause for pair in words)):
            continue
        for match in _DATED.finditer(clause):
            told_year = int(match.group(1) or (year or 0)) + (1 if match.group(2) else 0)
            told = (told_year, int(match.group(3)))
            if told == last:
                return ""
            if told > last and told_year - last[0] <= 1:
                later = later or clause.strip()
    return later


def _whole_for_each(row: RowSubject, unit: str, clause: str) -> bool:
    """Whether a clause tells a whole amount where the row has the price of one: 追加补贴320万元
    beside 每公里补贴标准 1.93元."""
    each = row.words.found("cost_per_head", row.name)
    return bool(each) and is_money(unit) and each not in clause


def _loosely_told(actual: Expression, unit: str, clash: Clash) -> bool:
    """Whether the table itself only says 超3万人次 or 1200余人次, and the text the number."""
    own = (actual.low or Decimal(0)) * unit_size(unit)
    told = clash.value * unit_size(clash.unit)
    if actual.operator in (">", ">="):
        return told >= own
    if actual.operator in ("<", "<="):
        return told <= own
    return actual.approximate and own * _ABOUT[0] <= told <= own * _ABOUT[1]


_ABOUT = Decimal("0.9"), Decimal("1.15")


class Unfinished(NamedTuple):
    """Where a text says that the project is not finished, in which words."""

    path: CellPath
    words: str
    behind: bool
    """It only lags (滞后)."""


def unfinished(form: FormSubject) -> Unfinished | None:
    """Where a text says that the project is unfinished; the graver words first.

    A reason speaks of its own row: it counts as lagging, unless that output came to nothing.
    What it announces as measures is no state of the project.
    """
    lagging: Unfinished | None = None
    for path, text, row in _states(form):
        match = _told(text, form.view.year)
        if match is not None and (row is None or output_of_zero(row)):
            return Unfinished(path, match.group(0), False)
        behind = match or phrase("behind").search(text)
        if (
            behind is not None
            and lagging is None
            and not phrase("overcome").search(text[: behind.start()])
        ):
            lagging = Unfinished(path, behind.group(0), True)
    return lagging


def _states(form: FormSubject) -> Iterator[tuple[CellPath, str, RowSubject | None]]:
    """The texts that tell how far the project is: 实际完成情况, and the causes in the reasons."""
    yield form.path("goal_actual"), form.text("goal_actual"), None
    for row in form.rows:
        if row.reason:
            yield row.path("deviation"), _MEASURES.split(row.reason, maxsplit=1)[0], row


_MEASURES = re.compile(r"(?:改进|整改)?措施\s*[:：]?|下一?步|今后|后续")


def _told(text: str, year: int | None) -> re.Match[str] | None:
    """The first words that say unfinished, of this project and this year."""
    for match in phrase("unfinished").finditer(text):
        if not phrase("not_unfinished").search(text[: match.start()]):
            return match
    for match in phrase("next_year").finditer(text):
        if year is None or int(match.group(1)) > year:
            return match
    return None


@rule("T15", Scope.FORM, SELF, reads=(*_ROW, "goal_actual", "deviation", "year"))
def unfinished_but_full(form: FormSubject) -> Iterator[Hit]:
    """T15 · 10号: an unfinished project has no quality or benefit in full yet."""
    told = unfinished(form)
    if told is None:
        return
    rows = [row for row in form.rows if row.full and _claims_full(row) and told.path.row != row.id]
    if not rows:
        return
    grave = not told.behind and any(output_of_zero(row) for row in form.rows)
    variant = "behind" if told.behind else "zero" if grave else ""
    yield hit(
        rows[0].path("actual"),
        variant,
        label=rows[0].label,
        words=told.words,
        actual=rows[0].text("actual"),
        rows=len(rows),
        related=[told.path, *(row.path("actual") for row in rows[1:])],
    )


def _claims_full(row: RowSubject) -> bool:
    """Whether a quality or benefit row says that it is reached."""
    level = row.view.level1 + row.view.level2
    if "质量" not in level and "效益" not in level and "影响" not in level:
        return False
    return bool(row.met) or band_of(row.text("target"), row.text("actual")) is Band.FULL


@rule("T20", Scope.FORM, SELF, reads=(*_ROW, "goal_actual", "year"))
def all_done_but_unmet(form: FormSubject) -> Iterator[Hit]:
    """T20 · CS: 全部完成 in 实际完成情况 does not go with an unmet output."""
    text = form.text("goal_actual")
    if not phrase("all_done").search(text):
        return
    unmet = [row for row in form.rows if row.output and _unmet(row)]
    match = _claimed_all(form, text, unmet) if unmet else None
    if match is not None:
        first = unmet[0]
        yield hit(
            form.path("goal_actual"),
            words=match.group(0),
            label=first.label,
            target=first.text("target"),
            actual=first.text("actual"),
            rows=len(unmet),
            related=[row.path("actual") for row in unmet],
        )


_GENERAL = re.compile("年度|全年|本年|各项|任务|目标|指标|工作|计划|内容")


def _claimed_all(form: FormSubject, text: str, unmet: Sequence[RowSubject]) -> re.Match[str] | None:
    """全部完成 of the whole project; of what other rows count (60个苑点全部完成) it is no claim."""
    words = form.once(own_words)
    for match in phrase("all_done").finditer(text):
        if phrase("denied").search(text[: match.start()]):
            continue
        start = max(text.rfind(sign, 0, match.start()) for sign in "，。；\n") + 1
        clause = _GENERAL.sub("", text[start : match.end()]).casefold()
        named = [row for row in form.rows if any(word in clause for word in words[row.id])]
        if not named or any(row in unmet for row in named):
            return match
    return None


def _unmet(row: RowSubject) -> bool:
    if row.met is False:
        return True
    return band_of(row.text("target"), row.text("actual")) in (
        Band.PARTIAL,
        Band.UNMET,
        Band.NOT_FULL,
    )
