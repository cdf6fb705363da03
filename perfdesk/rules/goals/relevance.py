"""Chapter 6, goals of another matter or another place; whole-period goals that are those of one year."""

import re
from collections.abc import Iterator
from decimal import Decimal

from perfdesk.rules.facts.subject import GOALS, FormSubject, rate_name
from perfdesk.rules.facts.texts import bare, bigrams, project_core, shown
from perfdesk.rules.model import BOTH, DECLARATION, Hit, Scope, hit
from perfdesk.rules.registry import rule
from perfdesk.targets import is_count, mentions

_LONG_GOAL = 25
_SHORT_NAME = 4
_COMMON = 2


def _words(text: str, filler: frozenset[str]) -> frozenset[str]:
    """The pairs of a text that tell what it is about."""
    pairs = bigrams(bare(text)) - filler
    return frozenset(pair for pair in pairs if not re.search(r"[\d%≥≤<>=]", pair))


@rule("G09", Scope.FORM, BOTH, reads=(*GOALS, "project_name", "level3"))
def goal_of_this_project(form: FormSubject) -> Iterator[Hit]:
    """G09 · 101号 相关性: a goal has to do with the project's name or one of its indicators."""
    name = project_core(form.project_name)
    if len(name) < _SHORT_NAME or not form.rows:
        return
    filler = frozenset(form.words.words("goal_filler"))
    known = _words(name, filler).union(*(_words(row.name, filler) for row in form.rows))
    for cell in form.goals:
        if len(bare(cell.text)) >= _LONG_GOAL and len(known & _words(cell.text, filler)) < _COMMON:
            yield hit(cell.path, label=form.label(cell.path.field), goal=shown(cell.text, 24))


_PLACE_OF_UNIT = re.compile(r"([一-鿿]{2,4}?)(自治县|县|区|镇|旗)")
_PLACE_IN_TEXT = re.compile(
    r"(?<=([一-鿿，。、；：（(“\s]))([一-鿿]{2})(自治县|县|区|镇|旗)"
    r"(?![域级城情委长乡直属内外镇区间块位划])"
)
# 各乡镇, 老城区, 示范区, 脱贫县, 开发区 are no names of places.
_NO_NAME = frozenset(
    "的各全本我该市区县镇乡村整多每几个级其他试某周相邻两三四五一二十属非所有是在为于及与对由到城院校园"
)
# 社区, 园区, 小区: kinds of areas.
_AREAS = frozenset("社园小校院景片城郊辖地库林牧灾民矿厂老新市")
_OTHERS = re.compile(
    r"(?:与|对口|帮扶|支援|协作|来自|赴|到|往|援建?|考察|学习|交流|结对|借鉴|前往|异地|跨|输送|毗邻|相邻)"
    r"[^。；]{0,12}$"
)
_KIND_OF_COUNTY = frozenset("大小强弱困帽范点新老先优穷百十级型区化业")
_HEADS = frozenset("在于为对由是使，。、；：（(“ \n")


@rule(
    "G10",
    Scope.FORM,
    BOTH,
    reads=(*GOALS, "goal_actual", "organisation", "department", "project_name"),
)
def goal_of_this_place(form: FormSubject) -> Iterator[Hit]:
    """G10 · CS: a goal speaks of the unit's own 县, 区 or 镇, and not only of another one."""
    own = "".join(form.text(name) for name in ("organisation", "department"))
    # 安宁县 within 昆明市安宁县教育局: the two signs before the level are the name.
    places = {(m.group(1)[-2:], m.group(2)) for m in _PLACE_OF_UNIT.finditer(_without_common(own))}
    levels = {level[-1] for _, level in places}
    if not places:
        return
    names = {name for name, _ in places}
    known = own + form.project_name
    for field in (*GOALS, "goal_actual"):
        text = form.text(field)
        if not text or any(name in text for name in names):
            continue
        for match in _PLACE_IN_TEXT.finditer(f"，{text}"):
            before, name, level = match.group(1), match.group(2), match.group(3)
            nameless = (
                name[1] in _AREAS
                or _NO_NAME & set(name)
                or form.words.one_of("no_place_name", name)
            )
            foreign = name not in known and not nameless
            # A 县 after a verb (维护青田县雨量站) is a place all the same, if no 大县 or 强县.
            bound = before in _HEADS or text.count(f"{name}{level}") > 1
            bound = bound or (level == "县" and not _KIND_OF_COUNTY & set(before + name))
            # 区 and 镇 end too many words: only beside a unit that is one itself.
            if not foreign or not bound or level[-1] not in levels | {"县"}:
                continue
            if _OTHERS.search(f"，{text}"[: match.start()]):
                continue
            mine = "".join(next((p, lv) for p, lv in places))
            yield hit(form.path(field), label=form.label(field), other=name + level, own=mine)
            break


_COMMON_PLACES = re.compile(
    r"(?:社|园|小|校|院|景|片|城|郊|辖|地|库|林|牧|灾|新|开发|工业|高新|示范|保护)区"
)


def _without_common(text: str) -> str:
    return _COMMON_PLACES.sub("，", text)


WHOLE_PERIOD = (
    "goal_total",
    "goal_annual",
    "period",
    "start_date",
    "end_date",
    "fund_total",
    "year_total",
    "project_name",
)
_YEARLY = re.compile(r"运维|维护|维保|运行|运转|保障|租赁|物业|养护|保洁|值守|经费|补贴|补助|服务")


_YEAR = re.compile(r"(?<!\d)20\d{2}(?!\d)")


def whole_period(form: FormSubject) -> tuple[int, int] | None:
    """First and last year of a declaration: of its two dates, or of the 项目期 where it has no dates."""
    if form.years is not None:
        return form.years
    years = [int(year) for year in _YEAR.findall(form.text("period"))]
    return (min(years), max(years)) if years else None


def same_for_all_years(form: FormSubject) -> str:
    """How the whole period's goal equals that of one year: `text`, `counts`, or ""."""
    years = whole_period(form)
    whole, annual = form.view.amount("fund_total").value, form.view.amount("year_total").value
    if years is None or years[0] == years[1] or whole is None or annual is None:
        return ""
    if whole <= annual or _YEARLY.search(form.project_name):
        return ""
    total, one = form.text("goal_total"), form.text("goal_annual")
    if bare(total) and bare(total) == bare(one):
        return "text"
    counts = [_counts(text) for text in (total, one)]
    if counts[1] and counts[0] == counts[1]:
        return "counts"
    return "counts" if _rows_equal(form) else ""


def _counts(text: str) -> frozenset[tuple[Decimal, str]]:
    """Numbers of things in a text; shares, limits and times are none."""
    return frozenset(
        (m.value, m.unit)
        for m in mentions(text)
        if is_count(m.unit)
        and not re.search(r"(?:不超过|以内|≤|不高于|每[年月季日周]?)\s?$", text[: m.start])
    )


def _rows_equal(form: FormSubject) -> bool:
    """Whether every count that stands in both halves is the same in both."""
    halves: dict[str, dict[str, Decimal]] = {"medium": {}, "annual": {}}
    for row in form.rows:
        half = halves.get(row.text("term"))
        target = row.target
        counted = target.low is not None and is_count(target.printed_unit)
        if half is not None and counted and target.operator != "<=" and not rate_name(row.name):
            half[row.bare_name] = target.low or Decimal(0)
    common = halves["medium"].keys() & halves["annual"].keys()
    return bool(common) and all(halves["medium"][n] == halves["annual"][n] > 0 for n in common)


@rule(
    "I24",
    Scope.FORM,
    DECLARATION,
    reads=(*WHOLE_PERIOD, "target", "level3", "term"),
)
def whole_period_is_more(form: FormSubject) -> Iterator[Hit]:
    """I24 · 88号: what a project of several years will do in all is more than what one year does."""
    if how := form.once(same_for_all_years):
        first, last = whole_period(form) or (0, 0)
        yield hit(
            form.path("goal_total"),
            how,
            years=last - first + 1,
            whole=form.text("fund_total"),
            annual=form.text("year_total"),
            related=[form.path("goal_annual")],
        )
