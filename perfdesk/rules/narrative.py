"""Chapter 4, 实际完成情况 against the table: other numbers, unfinished work, 全部完成."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from perfdesk.cellpath import CellPath
from perfdesk.rules.facts.figures_in_text import Clash, Figure, other_number, own_words, spoken
from perfdesk.rules.facts.outputs import output_of_zero
from perfdesk.rules.facts.subject import FormSubject, RowSubject, rate_name
from perfdesk.rules.facts.texts import bare, shown
from perfdesk.rules.facts.words import phrase
from perfdesk.rules.model import SELF, Hit, Scope, hit
from perfdesk.rules.registry import rule
from perfdesk.targets import Band, Expression, Kind, band_of, is_money, parse_unit
from perfdesk.values import plain

_ROW = ("target", "actual", "weight", "score", "level1", "level2", "level3")


@rule("T14", Scope.FORM, SELF, reads=(*_ROW, "goal_actual", "goal_expected"))
def numbers_agree_with_text(form: FormSubject) -> Iterator[Hit]:
    """T14 · CS: 实际完成情况 tells the same numbers as the table, in one clause with the row's own word."""
    text = form.text("goal_actual")
    if not text or not re.search(r"[\d二两三四五六七八九十]", text):
        return
    if bare(text) == bare(form.text("goal_expected")):
        return  # G02 tells of the copy; its numbers are those of the plan
    if any(row.blank("level3") for row in form.rows):
        return  # S01 speaks; which words are a row's own is not known
    words = form.once(own_words)
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
        if not _whole_for_each(row, unit, clash.clause):
            yield hit(
                row.path("actual"),
                label=row.label,
                clause=shown(clash.clause, 40),
                actual=row.text("actual"),
                found=f"{plain(clash.value)}{clash.unit}",
                related=[form.path("goal_actual")],
            )


def _whole_for_each(row: RowSubject, unit: str, clause: str) -> bool:
    """Whether a clause tells a whole amount where the row has the price of one: 追加补贴320万元
    beside 每公里补贴标准 1.93元."""
    each = row.words.found("cost_per_head", row.name)
    return bool(each) and is_money(unit) and each not in clause


def _loosely_told(actual: Expression, unit: str, clash: Clash) -> bool:
    """Whether the table itself only says 超3万人次 or 1200余人次, and the text the number."""
    own = (actual.low or Decimal(0)) * parse_unit(unit).scale
    told = clash.value * parse_unit(clash.unit).scale
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
