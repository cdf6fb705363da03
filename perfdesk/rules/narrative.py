"""Chapter 4, 实际完成情况 against the table: other numbers, unfinished work, 全部完成."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from perfdesk.cellpath import CellPath
from perfdesk.rules.model import SELF, Hit, Scope, hit
from perfdesk.rules.registry import rule
from perfdesk.rules.subject import FormSubject, RowSubject, rate_name
from perfdesk.rules.texts import bare, bigrams, clauses, shown, unbracketed
from perfdesk.rules.words import phrase
from perfdesk.targets import Band, Kind, band_of, is_count, mentions, parse_unit, same_unit
from perfdesk.values import plain

_ROW = ("target", "actual", "weight", "score", "level1", "level2", "level3")
_CHINESE = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_WORD_NUMBER = re.compile(
    r"(?<![第十百千万零〇一二三四五六七八九年每同])([二两三四五六七八九十])(?=[次场期个家项件套台名人位份篇批户所处])"
)


class Number(NamedTuple):
    """A number with its unit in running text."""

    value: Decimal
    unit: str


@lru_cache(maxsize=4096)
def numbers_in(text: str) -> tuple[Number, ...]:
    """Numbers with a unit in a text, also 三次; what is in %, years and ages aside."""
    plain_text = _WORD_NUMBER.sub(lambda m: str(_CHINESE[m.group(1)]), text)
    return tuple(Number(m.value, m.unit) for m in mentions(plain_text))


def own_words(form: FormSubject) -> dict[str, frozenset[str]]:
    """Of each row, the bigrams of its name that no other row's name has; common words aside."""
    common = frozenset(form.words.words("empty_bigrams"))
    pairs = {row.id: bigrams(bare(unbracketed(row.name))) - common for row in form.rows}
    counts: dict[str, int] = {}
    for found in pairs.values():
        for pair in found:
            counts[pair] = counts.get(pair, 0) + 1
    own = {row_id: {p for p in found if counts[p] == 1} for row_id, found in pairs.items()}
    for row in form.rows:
        noun = counted_noun(row)
        rivals = (other for other in form.rows if other is not row and _counts(other))
        if noun and _counts(row) and not any(noun in bare(other.name) for other in rivals):
            own[row.id].add(noun)
    return {row_id: frozenset(words) for row_id, words in own.items()}


_COUNTING = re.compile(
    r"(?:总?(?:数量|次数|人数|个数|场次|场数|家数|户数|台数|套数|篇数|件数|份数|人次|台次)|数)$"
)


def counted_noun(row: RowSubject) -> str:
    """What a row counts: 软件开发 of 软件开发数量; "" when that is too short to tell."""
    noun = _COUNTING.sub("", bare(unbracketed(row.name)))
    return noun if len(noun) >= 3 else ""


def _counts(row: RowSubject) -> bool:
    return row.target.kind is Kind.NUMBER or row.actual.kind is Kind.NUMBER


class Clash(NamedTuple):
    """A clause that names another number than the row."""

    clause: str
    value: Decimal
    unit: str


def other_number(
    text: str, words: frozenset[str], value: Decimal, unit: str, exempt: frozenset[str]
) -> Clash | None:
    """The first clause that tells another number in this unit beside a word of the row; None
    where the text also tells the row's own number. Without a unit any count is meant."""
    own = value * parse_unit(unit).scale

    def fits(number: Number) -> bool:
        if number.unit in exempt or number.unit == "%":
            return False
        return same_unit(number.unit, unit) if unit else is_count(number.unit)

    if any(fits(n) and n.value * parse_unit(n.unit).scale == own for n in numbers_in(text)):
        return None
    for clause in clauses(text):
        if any(word in clause for word in words):
            for number in numbers_in(clause):
                if fits(number):
                    return Clash(clause.strip(), number.value, number.unit)
    return None


@rule("T14", Scope.FORM, SELF, reads=(*_ROW, "goal_actual"))
def numbers_agree_with_text(form: FormSubject) -> Iterator[Hit]:
    """T14 · CS: 实际完成情况 tells the same numbers as the table, in one clause with the row's own word."""
    text = form.text("goal_actual")
    if not text or not re.search(r"[\d二两三四五六七八九十]", text):
        return
    words = own_words(form)
    exempt = frozenset(form.words.words("exempt_units"))
    for row in form.rows:
        actual = row.actual
        unit = actual.printed_unit or (row.target.printed_unit if row.target.numeric else "")
        if (
            actual.kind is not Kind.NUMBER
            or actual.low is None
            or actual.high is not None
            or "/" in unit
            or (not unit and (row.about_cost or rate_name(row.name)))
        ):
            continue
        if (
            actual.low == 0
            or row.target.kind is Kind.PERCENT
            or parse_unit(unit).base in exempt | {"%"}
        ):
            continue
        clash = other_number(bare_quotes(text), words[row.id], actual.low, unit, exempt)
        if clash is not None:
            yield hit(
                row.path("actual"),
                label=row.label,
                clause=shown(clash.clause, 40),
                actual=row.text("actual"),
                found=f"{plain(clash.value)}{clash.unit}",
                related=[form.path("goal_actual")],
            )


def bare_quotes(text: str) -> str:
    """A text without quotation marks, which would part a number from its noun."""
    return re.sub(r"[“”\"‘’]", "", text)


class Unfinished(NamedTuple):
    """Where a text says that the project is not finished, in which words."""

    path: CellPath
    words: str
    behind: bool
    """It only lags (滞后)."""


def unfinished(form: FormSubject) -> Unfinished | None:
    """Where 实际完成情况 or a reason says that the project is unfinished; the graver words first."""
    cells = [(form.path("goal_actual"), form.text("goal_actual"))]
    cells += [(row.path("deviation"), row.reason) for row in form.rows if row.reason]
    lagging: Unfinished | None = None
    for path, text in cells:
        match = phrase("unfinished").search(text) or _future(text, form.view.year)
        if match is not None:
            return Unfinished(path, match.group(0), False)
        behind = phrase("behind").search(text)
        if (
            behind is not None
            and lagging is None
            and not phrase("overcome").search(text[: behind.start()])
        ):
            lagging = Unfinished(path, behind.group(0), True)
    return lagging


def _future(text: str, year: int | None) -> re.Match[str] | None:
    for match in phrase("next_year").finditer(text):
        if year is None or int(match.group(1)) > year:
            return match
    return None


@rule("T15", Scope.FORM, SELF, reads=(*_ROW, "goal_actual", "deviation", "year"))
def unfinished_but_full(form: FormSubject) -> Iterator[Hit]:
    """T15 · 10号: an unfinished project has no quality or benefit in full yet."""
    from perfdesk.rules.weights import output_of_zero

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
    match = next(
        (
            m
            for m in phrase("all_done").finditer(text)
            if not phrase("denied").search(text[: m.start()])
        ),
        None,
    )
    if match is None:
        return
    unmet = [row for row in form.rows if row.output and _unmet(row)]
    if unmet:
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


def _unmet(row: RowSubject) -> bool:
    if row.met is False:
        return True
    return band_of(row.text("target"), row.text("actual")) in (
        Band.PARTIAL,
        Band.UNMET,
        Band.NOT_FULL,
    )
