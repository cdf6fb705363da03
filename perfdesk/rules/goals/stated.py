"""Chapter 6, goals: empty or too short, copied into 实际完成情况, cut off."""

import re
from collections.abc import Iterator
from decimal import Decimal

from perfdesk.rules.facts.group import GroupSubject
from perfdesk.rules.facts.subject import GOALS, FormSubject
from perfdesk.rules.facts.texts import bare, shown, similarity
from perfdesk.rules.goals.relevance import WHOLE_PERIOD, same_for_all_years
from perfdesk.rules.model import BOTH, DECLARATION, SELF, Hit, Scope, hit
from perfdesk.rules.registry import rule
from perfdesk.targets import parse_unit
from perfdesk.values import without_space

_EXPENSE = re.compile(r"经费(?:使用|支出|保障)?$")
_ALMOST_SHORT = 15
_SMALL = Decimal(20000)
ALIKE = 0.9
_MARKUP = re.compile(r"<[^<>]{1,40}>|&nbsp;")


@rule("G01", Scope.FORM, BOTH, reads=(*GOALS, "adjusted", "fund_total", "money_unit"))
def goal_says_something(form: FormSubject) -> Iterator[Hit]:
    """G01 · 88号: a goal is filled in and says more than 完成系统建设."""
    for name in GOALS:
        if not form.asks(name):
            continue
        text = bare(_MARKUP.sub("", form.text(name)))
        label, place = form.label(name), form.path(name)
        if not text:
            yield hit(place, "empty", label=label)
        elif len(text) <= 20 and _EXPENSE.search(text):
            yield hit(place, "expense", label=label, text=shown(form.text(name)))
        elif len(text) < form.profile.short_goal:
            yield hit(
                place,
                "small" if small_project(form) else "",
                label=label,
                text=shown(form.text(name)),
                length=len(text),
            )
        elif len(text) <= max(_ALMOST_SHORT, form.profile.short_goal):
            yield hit(place, "near", label=label, text=shown(form.text(name)), length=len(text))


def small_project(form: FormSubject) -> bool:
    """Whether the project has less than 20 000 元, where a short text may do."""
    amount = form.total.adjusted if form.total else form.view.amount("fund_total")
    return (
        amount.value is not None and amount.value * parse_unit(form.view.money_unit).scale < _SMALL
    )


@rule("G02", Scope.FORM, SELF, reads=("goal_expected", "goal_actual"))
def achievement_is_no_copy(form: FormSubject) -> Iterator[Hit]:
    """G02 · 10号 数据真实: 实际完成情况 is no copy of 预期目标."""
    goal, actual = bare(form.text("goal_expected")), bare(form.text("goal_actual"))
    if not goal or not actual:
        return
    alike = similarity(goal, actual, ALIKE)
    if alike >= ALIKE:
        yield hit(
            form.path("goal_actual"),
            "" if goal == actual else "near",
            length=len(actual),
            share=f"{int(alike * 100)}%",
            related=[form.path("goal_expected")],
        )


@rule(
    "G03",
    Scope.PORTFOLIO,
    DECLARATION,
    reads=(*WHOLE_PERIOD, "target", "level3", "term"),
)
def annual_goal_is_own(group: GroupSubject) -> Iterator[Hit]:
    """G03 · 88号: 年度目标 is not 总目标; fine in projects of one year, told once for all of them."""
    one_year: list[FormSubject] = []
    for form in group.forms_for("G03"):
        whole, annual = bare(form.text("goal_total")), bare(form.text("goal_annual"))
        if not whole or whole != annual:
            continue
        if form.years is None or form.years[0] == form.years[1]:
            one_year.append(form)
        elif not form.once(same_for_all_years):  # of these I24 speaks
            yield hit(form.path("goal_annual"), "several_years", related=[form.path("goal_total")])
    if one_year:
        first = one_year[0]
        yield hit(
            first.path("goal_annual"),
            forms=len(one_year),
            related=[f.path("goal_annual") for f in one_year[1:]],
        )


_BROKEN = re.compile(
    r"医疗卫(?!生|健|计|监|管|信)|信息化建(?!设|成|立)|健康管(?!理|控|家)|公共卫(?!生)|医疗机(?!构|器)|绩效目(?!标)"
)
_ENDS = re.compile(r"[。！？!?；;…）)】\]”’》」\"]$")
_OPEN_END = re.compile(
    r"[，、：:,（(《“\[【\-—]$|[。；;：:，][（(][一二三四五六七八九十\d]{1,2}[)）]$"
)
_PAIRS = (("（", "）"), ("(", ")"), ("《", "》"), ("“", "”"), ("【", "】"))
_LONG = 30


@rule("G05", Scope.FORM, BOTH, reads=(*GOALS, "goal_actual"))
def text_is_whole(form: FormSubject) -> Iterator[Hit]:
    """G05 · CS: a text is not cut off in the middle of a sentence."""
    cut_words = sorted(form.words.words("cut_endings"), key=len, reverse=True)
    for name in (*GOALS, "goal_actual"):
        text = without_space(_MARKUP.sub("", form.text(name)))
        if not text:
            continue
        if name == "goal_actual" and bare(text) == bare(form.text("goal_expected")):
            continue  # G02 tells of the copy
        broken = _BROKEN.search(text)
        part = (
            text[max(0, broken.start() - 6) : broken.end() + 4]
            if broken
            else _cut_end(text, cut_words)
        )
        if part:
            yield hit(form.path(name), label=form.label(name), part=f"…{part}")


def _cut_end(text: str, cut_words: list[str]) -> str:
    """The end of a text that looks cut off, "" when it looks whole."""
    end = text[-12:]
    if _OPEN_END.search(text) or text.endswith(tuple(cut_words)):
        return end
    if any(text.count(a) > text.count(b) for a, b in _PAIRS):
        return end
    if len(text) >= _LONG and not _ENDS.search(text):
        return end
    return ""


@rule("I16", Scope.FORM, BOTH, reads=(*GOALS, "level3"))
def tasks_have_indicators(form: FormSubject) -> Iterator[Hit]:
    """I16 · 101号 相关性, off by default: what a goal will buy, build or teach has an indicator."""
    verbs = "|".join(form.words.words("task_verbs"))
    names = bare("".join(row.name for row in form.rows))
    for cell in form.goals:
        for match in re.finditer(rf"(?:{verbs})([一-鿿A-Za-z]{{2,8}})", cell.text):
            thing = match.group(1)
            pairs = {thing[i : i + 2] for i in range(len(thing) - 1)}
            if not any(pair in names for pair in pairs):
                yield hit(cell.path, label=form.label(cell.path.field), task=match.group(0))
                break
