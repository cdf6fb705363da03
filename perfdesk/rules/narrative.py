"""Chapter 4, 实际完成情况 against the table: other numbers, unfinished work, 全部完成."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from perfdesk.cellpath import CellPath
from perfdesk.rules.model import SELF, Hit, Scope, hit
from perfdesk.rules.registry import rule
from perfdesk.rules.subject import FormSubject, RowSubject
from perfdesk.rules.texts import bare, bigrams, clauses, shown, unbracketed
from perfdesk.targets import Band, Kind, band_of, mentions, parse_unit, same_unit
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
    return {
        row_id: frozenset(p for p in found if counts[p] == 1) for row_id, found in pairs.items()
    }


class Clash(NamedTuple):
    """A clause that names another number than the row."""

    clause: str
    value: Decimal
    unit: str


def other_number(
    text: str, words: frozenset[str], value: Decimal, unit: str, exempt: frozenset[str]
) -> Clash | None:
    """The first clause that tells another number in this unit beside a word of the row; None
    where the text also tells the row's own number."""
    scale = parse_unit(unit).scale
    own = value * scale
    if any(
        same_unit(n.unit, unit) and n.value * parse_unit(n.unit).scale == own
        for n in numbers_in(text)
    ):
        return None
    for clause in clauses(text):
        if not any(word in clause for word in words):
            continue
        for number in numbers_in(clause):
            if number.unit not in exempt and same_unit(number.unit, unit) and number.unit != "%":
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
            or not unit
            or "/" in unit
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


_UNFINISHED = re.compile(
    r"(?:正?在|尚?处于|仍在|还在)?建设过程中|(?:正在|仍在|还在|尚在)(?:建设|实施|施工|开发|推进|采购|招标|安装|调试)(?:中|之中|阶段)?|"
    r"(?:尚未|还未|暂未|仍未|未能|没有)(?:全部|最终|正式|完全|按期|按时)?(?:完成|完工|竣工|验收|投入|启用|上线|交付|结项|建成|启动)(?!率)|"
    r"(?:将|计划|预计|拟|预期|推迟|延期|顺延)(?:于|至|到|在)?(?:次年|下一?年度?|明年|来年|翌年)[^，。；]{0,14}?(?:完成|验收|竣工|建成|上线|投入|交付|支付)?"
)
_NEXT_YEAR = re.compile(
    r"(?:将|计划|预计|拟|推迟|延期|顺延)(?:于|至|到|在)?\s*(20\d{2})\s*年[^，。；]{0,16}?(?:完成|验收|竣工|建成|上线|投入|交付|支付|实施)?"
)
_BEHIND = re.compile(r"(?:进度|工期|实施|建设|项目|支付)?滞后")
_INCIDENT_BEFORE = re.compile(r"(?:避免|防止|杜绝|无|不存在|解决|克服|已)[^，。；]{0,6}$")


def unfinished(form: FormSubject) -> Unfinished | None:
    """Where 实际完成情况 or a reason says that the project is unfinished; the graver words first."""
    cells = [(form.path("goal_actual"), form.text("goal_actual"))]
    cells += [(row.path("deviation"), row.reason) for row in form.rows if row.reason]
    lagging: Unfinished | None = None
    for path, text in cells:
        match = _UNFINISHED.search(text) or _future(text, form.view.year)
        if match is not None:
            return Unfinished(path, match.group(0), False)
        behind = _BEHIND.search(text)
        if (
            behind is not None
            and lagging is None
            and not _INCIDENT_BEFORE.search(text[: behind.start()])
        ):
            lagging = Unfinished(path, behind.group(0), True)
    return lagging


def _future(text: str, year: int | None) -> re.Match[str] | None:
    for match in _NEXT_YEAR.finditer(text):
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


_ALL_DONE = re.compile(
    r"(?:全部|超额|圆满|全面|百分之百|100[%％])(?:按时|按期|按质|按量|保质保量|如期|顺利|高质量|及时|地|的)*(?:完成|达成|实现|达标|落实)|"
    r"(?:各项|所有)?(?:指标|目标|任务)(?:值)?(?:均|都|全)(?:已)?(?:按[时期])?(?:完成|达成|实现|达到|达标)|完成(?:了)?全部"
)
_NOT = re.compile(r"(?:未|没有|没能|未能|不能|无法|并非|尚未|非|不是|难以|不)[^，。；]{0,2}$")


@rule("T20", Scope.FORM, SELF, reads=(*_ROW, "goal_actual", "year"))
def all_done_but_unmet(form: FormSubject) -> Iterator[Hit]:
    """T20 · CS: 全部完成 in 实际完成情况 does not go with an unmet output."""
    text = form.text("goal_actual")
    match = next((m for m in _ALL_DONE.finditer(text) if not _NOT.search(text[: m.start()])), None)
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
