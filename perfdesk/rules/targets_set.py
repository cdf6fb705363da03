"""Chapters 4 and 5, the targets as set: empty, copied, wordy, without unit, in a doubtful direction."""

import re
from calendar import isleap, monthrange
from collections import defaultdict
from collections.abc import Iterator

from perfdesk.findings import Fix
from perfdesk.rules import fixes
from perfdesk.rules.model import BOTH, DECLARATION, Hit, Scope, hit, told
from perfdesk.rules.narrative import bare_quotes, other_number, own_words
from perfdesk.rules.registry import rule
from perfdesk.rules.subject import FormSubject, RowSubject, rate_name
from perfdesk.rules.texts import bare, shown
from perfdesk.targets import (
    Expression,
    Kind,
    is_time,
    mentions,
    parse_unit,
    unit_contradicts_name,
)
from perfdesk.values import normalise_signs, plain, without_space

_ROW = ("target", "level3", "level1", "level2")
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
        and "率" not in row.name
        and _COUNT_END.search(normalise_signs(row.name))
    )
    if not counted and not unit_contradicts_name(row.name, target):
        return
    shared = told(
        label=row.label,
        target=row.text("target"),
        unit=target.unit or _unit_in(target),
    )
    place = row.path("target")
    if rate:
        cure = fixes.set_text("单位改为%", place, _with_percent(row)) if target.numeric else None
        yield hit(place, "rate", fix=cure, **shared)
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
        fix=_without_percent(row),
        other_fixes=other,
        **shared,
    )


def _unit_in(target: Expression) -> str:
    found = mentions(target.text)
    return found[0].unit if found else ""


def _with_percent(row: RowSubject) -> str:
    target, text = row.target, row.text("target")
    if target.printed_unit and target.printed_unit in text:
        return text.replace(target.printed_unit, "%")
    return f"{text}%"


def _without_percent(row: RowSubject) -> Fix:
    bare_text = re.sub(r"\s*[(（]?\s*[%％]\s*[)）]?", "", row.text("target"))
    unit = "次" if re.search("事故|次|场|批", row.name) else "人" if "人" in row.name else "个"
    return fixes.set_text(f"单位改为“{unit}”", row.path("target"), f"{bare_text}({unit})")


@rule("T17", Scope.ROW, BOTH, reads=_ROW)
def satisfaction_target(row: RowSubject) -> Iterator[Hit]:
    """T17 · 101号: a satisfaction target is a percentage (or 分) from 0 to 100, at least so much."""
    target = row.target
    if not row.satisfaction or target.kind is Kind.BLANK or row.words.found("complaint", row.name):
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
        better = f"≥{re.sub(r'^[=＝]+', '', row.text('target').strip())}"
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


@rule("I06", Scope.ROW, BOTH, reads=_ROW)
def rate_in_words(row: RowSubject) -> Iterator[Hit]:
    """I06 · 101号 可衡量: a 率 has a percentage, not 及时 or 准确."""
    words = row.target.kind in (Kind.QUALITATIVE, Kind.UNKNOWN)
    if (
        words
        and rate_name(row.name)
        and not unit_contradicts_name(row.name, row.target)
        and not row.satisfaction
    ):
        yield hit(row.path("target"), label=row.label, target=shown(row.text("target")))


@rule("I07", Scope.FORM, BOTH, reads=("target", "level3"))
def unit_missing(form: FormSubject) -> Iterator[Hit]:
    """I07 · CS: a number has its unit; incidents at 0 are told once."""
    zero: list[RowSubject] = []
    for row in form.rows:
        target = row.target
        if target.kind is not Kind.NUMBER or target.unit:
            continue
        if target.low == 0:
            zero.append(row)
        else:
            yield hit(row.path("target"), label=row.label, target=row.text("target"), rows=1)
    if zero:
        yield hit(
            zero[0].path("target"),
            "zero",
            label=zero[0].label,
            target=zero[0].text("target"),
            rows=len(zero),
            related=[row.path("target") for row in zero[1:]],
        )


@rule("I08", Scope.FORM, BOTH, reads=("target", "level3"))
def operator_missing(form: FormSubject) -> Iterator[Hit]:
    """I08 · CS: where other targets have an operator, every number has one; 100% told once."""
    numbers = [row for row in form.rows if row.target.numeric]
    if not any(row.target.explicit for row in numbers):
        return
    alike: dict[str, list[RowSubject]] = defaultdict(list)
    for row in numbers:
        if not row.target.explicit and row.target.high is None and row.target.low != 0:
            alike[bare(row.text("target"))].append(row)
    for rows in alike.values():
        cure = fixes.set_texts(
            "补“=”", ((row.path("target"), f"={row.text('target')}") for row in rows)
        )
        yield hit(
            rows[0].path("target"),
            label=rows[0].label,
            target=rows[0].text("target"),
            rows=len(rows),
            fix=cure,
            related=[row.path("target") for row in rows[1:]],
        )


@rule("I09", Scope.ROW, DECLARATION, reads=_ROW)
def direction(row: RowSubject) -> Iterator[Hit]:
    """I09 · 101号 正/反向: services and people are not limited, faults and waiting are."""
    target = row.target
    if not target.numeric or not target.explicit or target.low is None or target.high is not None:
        return
    words, name = row.words, row.name
    if unit_contradicts_name(name, target):
        return  # T04 speaks of it
    shared = told(label=row.label, target=row.text("target"))
    place = row.path("target")
    if target.operator in ("<=", "<"):
        word = "" if _may_be_capped(row) else _wanted_amount(row)
        if word and target.low > 0:
            cure = _turned(row, "≥")
            yield hit(place, "service", word=word, fix=cure, **shared)
    elif target.operator in (">=", ">") and not words.found("long_is_good", name):
        slow = words.found("slow_time", name) if not rate_name(name) else ""
        word = slow or _bad_count(row)
        if word and target.low > 0:
            yield hit(place, "bad", word=word, fix=_turned(row, "≤"), **shared)


def _may_be_capped(row: RowSubject) -> bool:
    """Whether an upper limit makes sense: faults, money, time; not the share of faults repaired."""
    words, name = row.words, row.name
    if rate_name(name) and words.found("incident_handled", name):
        return False
    capped = bool(words.found("capped_amount", name))
    return capped or row.about_cost or is_time(row.target.printed_unit)


def _wanted_amount(row: RowSubject) -> str:
    """The word that makes a row an amount of which more is better, "" when none does."""
    words, name = row.words, row.name
    handled = words.found("incident_handled", name) if rate_name(name) else ""
    people = parse_unit(row.target.printed_unit).base in ("人", "人次")
    counted = "数" if people or re.search(r"[^指系参]数$", name) else ""
    return words.found("service_amount", name) or handled or counted


def _bad_count(row: RowSubject) -> str:
    """The word that makes a row count faults and complaints, "" when it counts what is done about them."""
    word = row.words.found("incident", row.name)
    if (
        not word
        or row.words.found("incident_handled", row.name)
        or re.search("零|无|未|演练|培训|宣传|防", row.name)
    ):
        return ""
    tail = row.name[row.name.rindex(word) + len(word) :]
    return (
        word
        if re.fullmatch(
            r"(?:的)?(?:发生|出现|重复)?(?:率|数|次数|件数|起数|数量|情况数?|次|性|比例|占比)?(?:[(（].*)?",
            tail,
        )
        else ""
    )


def _turned(row: RowSubject, sign: str) -> Fix:
    text = row.text("target").strip()
    typed = row.target.typed_operator
    rest = (
        re.sub(r"^[<>=≤≥＜＞＝]+", "", text)
        if re.match(r"[<>=≤≥＜＞＝]", text)
        else text.replace(typed, "", 1)
    )
    return fixes.set_text(f"改为“{sign}{rest}”", row.path("target"), f"{sign}{rest}")


@rule("I10", Scope.FORM, BOTH, reads=("target", "level3"))
def vague_targets(form: FormSubject) -> Iterator[Hit]:
    """I10 · 101号 可衡量: words such as 提升 cannot be measured; identical ones are told once."""
    alike: dict[str, list[RowSubject]] = defaultdict(list)
    for row in form.rows:
        if row.target.kind is Kind.QUALITATIVE and _vague(row):
            alike[without_space(row.text("target"))].append(row)
    vague = [row for rows in alike.values() for row in rows]
    if vague and len(vague) * 10 > len(form.rows) * 6:
        yield hit(
            vague[0].path("target"),
            "most",
            label=vague[0].label,
            rows=len(vague),
            of=len(form.rows),
            target=vague[0].text("target"),
            related=[row.path("target") for row in vague[1:]],
        )
        return
    for rows in alike.values():
        yield hit(
            rows[0].path("target"),
            label=rows[0].label,
            target=rows[0].text("target"),
            rows=len(rows),
            related=[row.path("target") for row in rows[1:]],
        )


def _vague(row: RowSubject) -> bool:
    text = re.sub(r"[。；;，,]$", "", row.text("target").strip())
    return row.words.one_of("vague_target", text) and not (
        rate_name(row.name) and not row.satisfaction
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


@rule("I14", Scope.ROW, BOTH, reads=("target", "level3"), context=("suspect",))
def target_present(row: RowSubject) -> Iterator[Hit]:
    """I14 · SYS: every indicator has its target; in a damaged row it is a hint."""
    if row.blank("target"):
        yield hit(row.path("target"), "damaged" if row.suspect else "", label=row.label)


@rule("I15", Scope.FORM, DECLARATION, reads=("target", "level3", "goal_annual", "term"))
def numbers_agree_with_goal(form: FormSubject) -> Iterator[Hit]:
    """I15 · CS: 年度目标 and the targets tell the same numbers, whatever the operator."""
    text = form.text("goal_annual")
    if not text or not re.search(r"[\d二两三四五六七八九十]", text):
        return
    words = own_words(form)
    exempt = frozenset(form.words.words("exempt_units"))
    for row in form.rows:
        target = row.target
        if (
            target.kind is not Kind.NUMBER
            or target.low is None
            or target.high is not None
            or row.text("term") == "medium"
        ):
            continue
        unit = target.printed_unit or _counted_unit(row, text)
        if not unit or "/" in unit or target.low == 0 or is_time(unit):
            continue
        clash = other_number(bare_quotes(text), words[row.id], target.low, unit, exempt)
        if clash is not None:
            yield hit(
                row.path("target"),
                label=row.label,
                clause=shown(clash.clause, 40),
                target=row.text("target"),
                found=f"{plain(clash.value)}{clash.unit}",
                related=[form.path("goal_annual")],
            )


def _counted_unit(row: RowSubject, text: str) -> str:
    """The unit that a target without one means: people, where the name counts people."""
    if re.search("人|生数|学生|员|医生|教师|专家", row.name):
        return "人"
    for unit in ("次", "场", "家", "台", "套", "篇", "户", "项", "份", "件", "个"):
        if row.name.endswith((f"{unit}数", unit)):
            return unit
    return ""


@rule("I18", Scope.ROW, DECLARATION, reads=("target", "level3"))
def opposite_words(row: RowSubject) -> Iterator[Hit]:
    """I18 · CS: 减少等候时间 does not 提升, 提高效率 does not 下降."""
    words, name, text = row.words, row.name, row.text("target")
    if row.target.numeric and not row.target.change:
        return
    down, up = words.found("decrease_name", name), words.found("increase_name", name)
    less, more = words.found("decrease_target", text), words.found("increase_target", text)
    if down and more and not up and not less and not _enabling(name, down):
        yield hit(row.path("target"), label=row.label, target=text, word=down)
    elif up and less and not down and not more:
        yield hit(row.path("target"), label=row.label, target=text, word=up)


def _enabling(name: str, word: str) -> bool:
    """Whether the decrease is only a means: 减少能耗的能力, 缓解…程度 may well rise."""
    return (
        re.search(r"(?:程度|能力|水平|效果|比例|幅度|率|作用)$", name[name.index(word) :])
        is not None
    )


_WORKING = re.compile(r"工作日")


@rule(
    "I19",
    Scope.ROW,
    DECLARATION,
    reads=("target", "level3"),
    context=("year", "goal_annual", "goal_total"),
)
def possible_number(row: RowSubject) -> Iterator[Hit]:
    """I19 · CS: a year has 365 days, fewer working days, and twelve months."""
    target, year = row.target, row.form.view.year
    if target.kind is Kind.DATE or not target.numeric or target.low is None:
        yield from _bad_month(row)
        return
    most = max(target.low, target.high or target.low)
    unit = parse_unit(target.printed_unit).base
    shared = told(label=row.label, target=row.text("target"))
    if (
        unit in ("个月", "月")
        and most > 12
        and "年" not in row.name
        and not row.words.found("long_is_good", row.name)
    ):
        yield hit(row.path("target"), "months", **shared)
    if unit not in ("天", "工作日", "日"):
        return
    days = 366 if year is None or isleap(year) else 365
    if most > (366 if target.operator == "=" or year is None else days) and not row.words.found(
        "long_is_good", row.name
    ):
        yield hit(row.path("target"), "days", days=days, **shared)
    elif year is not None and (unit == "工作日" or _on_working_days(row)):
        working = working_days(year, row.words.holidays(year))
        if most > working and target.operator not in ("<=", "<"):
            yield hit(row.path("target"), "working", year=year, days=working, **shared)


def _on_working_days(row: RowSubject) -> bool:
    """Whether the service is one of working days, by its name or the form's goal."""
    return "天数" in row.name and (
        _WORKING.search(row.name) is not None
        or any(_WORKING.search(cell.text) for cell in row.form.goals)
    )


def _bad_month(row: RowSubject) -> Iterator[Hit]:
    match = re.search(
        r"(?<!\d)(1[3-9]|[2-9]\d)\s*月(?:底|份|前|$)", without_space(row.text("target"))
    )
    if match is not None:
        yield hit(row.path("target"), "months", label=row.label, target=row.text("target"))


def working_days(year: int, holidays: int) -> int:
    """Weekdays of a year less the statutory holidays; days made up for change nothing."""
    days = sum(
        1
        for month in range(1, 13)
        for day in range(1, monthrange(year, month)[1] + 1)
        if _weekday(year, month, day) < 5
    )
    return days - holidays


def _weekday(year: int, month: int, day: int) -> int:
    from datetime import date

    return date(year, month, day).weekday()
