"""Chapters 4 and 5, the targets as set: empty, copied, wordy, without unit, in a doubtful direction."""

import re
from collections.abc import Iterator
from decimal import Decimal

from perfdesk.findings import Fix
from perfdesk.rules import fixes
from perfdesk.rules.facts import blanks
from perfdesk.rules.facts.figures_in_text import (
    Figure,
    other_frequency,
    other_month,
    other_number,
    other_share,
    own_words,
    same_count,
    spoken,
)
from perfdesk.rules.facts.subject import FormSubject, RowSubject, rate_name
from perfdesk.rules.facts.texts import bare, shown
from perfdesk.rules.model import BOTH, DECLARATION, Hit, Scope, hit, told
from perfdesk.rules.registry import rule
from perfdesk.targets import (
    Expression,
    Kind,
    digits_in_text,
    is_count,
    is_money,
    is_time,
    mentions,
    times_a_year,
    unit_contradicts_name,
)
from perfdesk.values import normalise_signs, plain, without_space

_ROW = ("target", "level3", "level1", "level2")
_WHOLE = 100
_COUNT_END = re.compile(
    r"(?:人数|次数|个数|件数|台数|套数|家数|户数|篇数|场数|份数|人次|场次|台次|批次|完成数|发生数|检数)(?:\(.*\))?$"
)


@rule("T04", Scope.ROW, BOTH, reads=_ROW)
def unit_fits_name(row: RowSubject) -> Iterator[Hit]:
    """T04 · CS: a 率 is no count and no time, and a 数量 or 事故 is no percentage."""
    target = row.target
    if target.kind is Kind.BLANK or not row.name:
        return
    rate = rate_name(row.name)
    counted = (
        target.kind is Kind.PERCENT
        and not re.search(r"率|占比|比例|比重|同比|环比", row.name)
        and _COUNT_END.search(normalise_signs(row.name))
    )
    paid = rate and target.kind is Kind.NUMBER and is_money(target.printed_unit)
    measured = _MEASURED.search(normalise_signs(row.name))
    thing = is_count(target.printed_unit) and not _SIZE.search(target.printed_unit)
    if measured and target.kind is Kind.NUMBER and thing and not rate:
        yield hit(
            row.path("target"),
            "measure",
            label=row.label,
            target=row.text("target"),
            unit=target.unit,
            what=measured.group(1),
        )
        return
    if not counted and not paid and not unit_contradicts_name(row.name, target):
        return
    shared = told(
        label=row.label,
        target=row.text("target"),
        unit=target.unit or _unit_in(target),
    )
    place = row.path("target")
    if rate:
        yield hit(place, "rate", fix=_rate_cure(row), **shared)
        return
    grave = target.low is not None and target.low > 100
    named = re.sub(r"(完成|达标|合格|到位|覆盖|录入|发放)(?:数量|人数|次数|数)$", r"\1率", row.name)
    other = (
        (fixes.set_text(f"名称改为“{named}”", row.path("level3"), named),)
        if named != row.name
        else ()
    )
    yield hit(
        place,
        "count_grave" if grave else "count",
        fix=_without_percent(row) if _bare_actual(row) else None,
        other_fixes=other if not grave else (),
        **shared,
    )


_MEASURED = re.compile(r"(面积|长度|里程|重量|体积|容积)(?:数|总量|总数)?(?:\([^()]*\))?$")
_SIZE = re.compile("亩|平方|公顷|米|里|吨|克|方")
_IN_TIME = re.compile(r"(?:及时|准时|按时)?率$")


def _rate_cure(row: RowSubject) -> Fix | None:
    """Of a count the % it may have been meant in; of a duration or a date only another name."""
    target = row.target
    timed = target.kind is Kind.DATE or is_time(target.printed_unit or _unit_in(target))
    if timed:
        if target.kind is Kind.NUMBER and target.operator not in ("<=", "<"):
            return None
        named = _IN_TIME.sub("时间", row.name)
        return fixes.set_text(f"名称改为“{named}”", row.path("level3"), named)
    if not target.numeric or not 0 < (target.low or Decimal(0)) <= 100 or not _bare_actual(row):
        return None
    return fixes.set_text("单位改为%", row.path("target"), _with_percent(row))


def _bare_actual(row: RowSubject) -> bool:
    """Whether no actual with a unit of its own would then differ from the target."""
    return row.blank("actual") or (row.actual.numeric and not row.actual.unit)


def _unit_in(target: Expression) -> str:
    found = mentions(target.text)
    if found:
        return found[0].unit
    return "日期" if target.kind is Kind.DATE else ""


def _with_percent(row: RowSubject) -> str:
    target, text = row.target, row.text("target")
    if target.printed_unit and target.printed_unit in text:
        return text.replace(target.printed_unit, "%")
    return f"{text}%"


def _without_percent(row: RowSubject) -> Fix:
    bare_text = re.sub(r"(?<!\s)\s*+(?:[(（]\s*+)?[%％]\s*+[)）]?", "", row.text("target"))
    unit = "次" if re.search("事故|次|场|批", row.name) else "人" if "人" in row.name else "个"
    return fixes.set_text(f"单位改为“{unit}”", row.path("target"), f"{bare_text}({unit})")


@rule("T17", Scope.ROW, BOTH, reads=_ROW)
def satisfaction_target(row: RowSubject) -> Iterator[Hit]:
    """T17 · 101号: a satisfaction target is a percentage (or 分) from 0 to 100, at least so much."""
    target = row.target
    if not row.satisfaction or target.kind is Kind.BLANK:
        return
    if "满意" not in row.name and row.words.found("complaint", row.name):
        return
    place = row.path("target")
    shared = told(label=row.label, target=row.text("target"))
    if not target.numeric or target.low is None:
        yield hit(place, "words", **shared)
    elif target.unit and not re.search(r"%|‰|分", target.unit):
        yield hit(place, "unit", unit=target.unit, **shared)
    elif not 0 <= target.low <= 100 or (target.high or 0) > 100:
        yield hit(place, "range", **shared)
    elif target.operator == "=" and target.high is None and target.low < 100:
        better = f"≥{re.sub(r'^[=＝═]+', '', row.text('target').strip())}"
        yield hit(
            place,
            "operator",
            better=better,
            fix=fixes.set_text(f"改为“{better}”", place, better),
            **shared,
        )


@rule("I04", Scope.ROW, BOTH, reads=("target", "level3"))
def target_repeats_name(row: RowSubject) -> Iterator[Hit]:
    """I04 · CS: the target is no copy of the indicator's name."""
    if row.blank("target") or row.blank("level3") or row.target.numeric:
        return
    name, target = bare(row.name), bare(row.text("target"))
    if name and (name == target or bare(re.sub(r"^指标\s*\d+\s*[:：]", "", row.name)) == target):
        place = row.path("target")
        yield hit(
            place,
            label=row.label,
            target=row.text("target"),
            fix=fixes.set_text("清除抄入的名称", place, None),
            related=[row.path("level3")],
        )


def _listed(rows: list[RowSubject], variant: str = "", fix: Fix | None = None) -> Hit:
    """One finding for the rows of a form: at the first of them, naming some."""
    names = [f"“{shown(row.name or row.label, 16)}”" for row in rows[:3]]
    more = f"等{len(rows)}项" if len(rows) > len(names) else ""
    return hit(
        rows[0].path("target"),
        variant,
        labels="、".join(names) + more,
        target=shown(rows[0].text("target")),
        rows=len(rows),
        fix=fix,
        related=[row.path("target") for row in rows[1:]],
    )


@rule("I06", Scope.FORM, BOTH, reads=_ROW)
def rates_in_words(form: FormSubject) -> Iterator[Hit]:
    """I06 · 101号 可衡量: a 率 has a percentage, not 及时 or 准确; one hint a form."""
    rows = [
        row
        for row in form.rows
        if row.target.kind in (Kind.QUALITATIVE, Kind.UNKNOWN)
        and rate_name(row.name)
        and not row.satisfaction
        and not unit_contradicts_name(row.name, row.target)
    ]
    if rows:
        yield _listed(rows)


@rule("I07", Scope.FORM, BOTH, reads=("target", "level3"))
def units_missing(form: FormSubject) -> Iterator[Hit]:
    """I07 · CS: a number has its unit; one hint a form that lists the rows."""
    rows = [row for row in form.rows if row.target.kind is Kind.NUMBER and not row.target.unit]
    if rows:
        yield _listed(rows, "" if any(row.target.low for row in rows) else "zero")


_MOST_HAVE = 3


@rule("I08", Scope.FORM, BOTH, reads=("target", "level3"))
def operators_missing(form: FormSubject) -> Iterator[Hit]:
    """I08 · CS: where two thirds of the numbers have an operator, the others have one too; one hint a form."""
    numbers = [row for row in form.rows if row.target.numeric and row.target.high is None]
    counted = [row for row in numbers if row.target.explicit or not _needs_none(row)]
    rows = [row for row in counted if not row.target.explicit]
    if rows and (len(counted) - len(rows)) * _MOST_HAVE >= len(counted) * 2:
        cure = fixes.set_texts(
            "补“=”", ((row.path("target"), f"={row.text('target')}") for row in rows)
        )
        yield _listed(rows, fix=cure)


def _needs_none(row: RowSubject) -> bool:
    """Whether a number says all without an operator: 0起, 100%."""
    target = row.target
    return target.low == 0 or (target.kind is Kind.PERCENT and target.low == _WHOLE)


@rule("I10", Scope.FORM, BOTH, reads=("target", "level3"))
def vague_targets(form: FormSubject) -> Iterator[Hit]:
    """I10 · 101号 可衡量: words such as 提升 cannot be measured; one hint a form that lists the rows."""
    rows = [row for row in form.rows if row.target.kind is Kind.QUALITATIVE and _vague(row)]
    if rows:
        yield _listed(rows)


def _vague(row: RowSubject) -> bool:
    text = re.sub(r"[。；;，,]$", "", row.text("target").strip())
    vague = row.words.one_of("vague_target", text) or _ONLY_HOW.fullmatch(without_space(text))
    return bool(vague) and not (rate_name(row.name) and not row.satisfaction)


# How much, and that something gets better: no word of what would show it.
_ONLY_HOW = re.compile(
    r"(?:有效|有所|明显|显著|进一步|不断|持续|逐步|逐年|稳步|大幅|大大|切实|全面|充分|较好|较为|比较|更加|日益|长期|得到|予以|实现|达到|"
    r"积极|有力|有序|基本|较|能够|可|将)*"
    r"(?:提升|提高|改善|增强|加强|优化|完善|落实|保障|促进|推动|推进|缓解|减轻|降低|减少|扩大|稳定|规范|健全|发挥|满足|巩固|拓展|带动|"
    r"普及|夯实|好转|向好|提质|增效|加快|支撑|保证|体现|显现|保护|传承|可持续|良好|明显|显著)"
    r"(?:程度|作用|效果|成效|水平|能力)?"
)


_LIST_MARK = re.compile(r"(?<!\d)[、，,；;/或](?!\d{3}(?!\d))")


@rule("I13", Scope.ROW, DECLARATION, reads=("target", "level3"))
def one_value(row: RowSubject) -> Iterator[Hit]:
    """I13 · 101号: one cell, one value; a range is hard to judge at the year's end."""
    target, text = row.target, row.text("target")
    shared = told(label=row.label, target=shown(text))
    if target.numeric and target.operator == "range":
        yield hit(row.path("target"), **shared)
    elif target.kind is Kind.UNKNOWN:
        parts = [part for part in _LIST_MARK.split(normalise_signs(text)) if re.search(r"\d", part)]
        if len(parts) > 1 and all(re.search(r"\d\s*[%\w一-鿿]", part) for part in parts):
            yield hit(row.path("target"), "several", **shared)


@rule("I14", Scope.ROW, BOTH, reads=blanks.READS, context=("suspect",))
def target_present(row: RowSubject) -> Iterator[Hit]:
    """I14 · SYS: every indicator has its target; in a damaged row it is a hint."""
    names = blanks.blank_cells(row, "I14")
    if names:
        yield hit(
            row.path("target"),
            "damaged" if row.suspect else "",
            label=row.label,
            missing=blanks.in_words(names),
            related=blanks.others(row, names),
        )


@rule("I15", Scope.FORM, DECLARATION, reads=("target", "level3", "goal_annual", "term"))
def numbers_agree_with_goal(form: FormSubject) -> Iterator[Hit]:
    """I15 · CS: 年度目标 and the targets tell the same numbers, whatever the operator."""
    text = digits_in_text(form.text("goal_annual"))
    if not text or not re.search(r"[\d二两三四五六七八九十]", text):
        return
    words = own_words(form, same_count)
    exempt = frozenset(form.words.words("exempt_units"))
    units = frozenset(form.words.words("unit_bigrams"))
    for row in form.rows:
        target, unit = row.target, row.target.printed_unit
        if row.text("term") == "medium":
            continue
        if _share(target) and target.low is not None and target.high is None:
            sign = "‰" if unit == "‰" else "%"
            others = (other.name for other in form.rows if other.bare_name != row.bare_name)
            clash = other_share(text, row.name, target.low, sign, others)
        elif rate_name(row.name):
            continue
        elif target.kind is Kind.DATE and target.begin and target.end:
            if target.operator == "range":
                continue
            figure = Figure(row.name, words[row.id], Decimal(target.end.month), "月", units)
            clash = other_month(spoken(text), figure)
        elif (
            target.kind is not Kind.NUMBER
            or not target.low
            or target.high is not None
            or ("/" in unit and not times_a_year(unit))
        ):
            continue
        else:
            figure = Figure(row.name, words[row.id], target.low, unit, units)
            clash = other_frequency(spoken(text), figure)
            if clash is None and "/" not in unit:
                clash = other_number(spoken(text), figure, exempt, planned=True)
        if clash is not None:
            yield hit(
                row.path("target"),
                label=row.label,
                clause=shown(clash.clause, 40),
                target=row.text("target"),
                found=f"{plain(clash.value)}{clash.unit}",
                related=[form.path("goal_annual")],
            )


def _share(target: Expression) -> bool:
    return target.kind is Kind.PERCENT or (target.kind is Kind.NUMBER and target.unit == "‰")
