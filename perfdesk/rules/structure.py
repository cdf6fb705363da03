"""Chapter 1, structure and identity: what must be filled in, dates, years, names of bodies."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from perfdesk.cellpath import FUND_TOTAL, HEADER, CellPath
from perfdesk.changes import Mode
from perfdesk.rules import fixes
from perfdesk.rules.facts import blanks
from perfdesk.rules.facts.group import GroupSubject
from perfdesk.rules.facts.subject import GOALS, FormSubject, RowSubject, TextCell
from perfdesk.rules.facts.texts import bare, just_before, shown, without_titles
from perfdesk.rules.facts.words import phrase
from perfdesk.rules.model import BOTH, DECLARATION, MONITORED, SELF, Hit, Scope, hit
from perfdesk.rules.registry import rule
from perfdesk.values import State, is_blank, is_dash, normalise_signs, read_date

_NAMES = ("project_name", "department", "organisation")
_REQUIRED_DECLARATION = (*_NAMES, "start_date", "end_date", "fund_total", "year_total")


def _empty(form: FormSubject, name: str, row: str = HEADER) -> bool:
    text = form.view.text(name, row)
    return is_blank(text) or is_dash(text)


def _says_none(form: FormSubject, name: str) -> bool:
    """Whether a text only says 无 or 暂无, which tells nothing done."""
    return bare(form.text(name)) in ("无", "暂无", "没有", "空")


def _waiting(form: FormSubject, row: str, name: str) -> bool:
    """Whether a computed cell is blank only because its inputs are."""
    return form.view.form.mode(row, name) is Mode.AUTOMATIC


@rule(
    "S01",
    Scope.FORM,
    SELF,
    reads=(
        *_NAMES,
        "total_score",
        "goal_actual",
        "adjusted",
        "executed",
        "rate",
        "score",
        "weight",
    ),
)
def required_self(form: FormSubject) -> Iterator[Hit]:
    """S01 · 10号“内容完整”: names, total score, the total row and 实际完成情况 are filled in."""
    for name in (*_NAMES, "goal_actual"):
        if form.asks(name) and (_empty(form, name) or _says_none(form, name)):
            yield hit(form.path(name), label=form.label(name))
    total = form.total
    if total is not None:
        for name in ("adjusted", "executed"):
            if form.asks(name, total.id) and _empty(form, name, total.id):
                yield hit(total.path(name), label=form.label(name, total.id))
        known = total.adjusted.value is not None and total.executed.value is not None
        if known and total.adjusted.value:
            for name in ("rate", "score"):
                if (
                    form.asks(name, total.id)
                    and _empty(form, name, total.id)
                    and not _waiting(form, total.id, name)
                ):
                    yield hit(
                        total.path(name),
                        label=f"执行率{form.label(name, total.id)}"
                        if name == "score"
                        else form.label(name, total.id),
                        fix=fixes.automatic(total.path(name)),
                    )
    if (
        form.asks("total_score")
        and _empty(form, "total_score")
        and not _waiting(form, HEADER, "total_score")
    ):
        path = form.path("total_score")
        yield hit(path, label=form.label("total_score"), fix=fixes.automatic(path))


@rule("S01", Scope.FORM, DECLARATION, reads=(*_REQUIRED_DECLARATION, *GOALS, "term"))
def required_declaration(form: FormSubject) -> Iterator[Hit]:
    """S01 · 10号“内容完整”: the three names, both dates and both totals are filled in."""
    for name in _REQUIRED_DECLARATION:
        if form.asks(name) and _empty(form, name):
            yield hit(form.path(name), label=form.label(name))


@rule("S01", Scope.FORM, MONITORED, reads=(*_NAMES, "initial", "executed"))
def required_watched(form: FormSubject) -> Iterator[Hit]:
    """S01 · 10号“内容完整”: a 监控表 has its names, the budget and what was spent so far."""
    for name in _NAMES:
        if form.asks(name) and _empty(form, name):
            yield hit(form.path(name), label=form.label(name))
    for name in ("initial", "executed"):
        if form.asks(name, FUND_TOTAL) and _empty(form, name, FUND_TOTAL):
            yield hit(form.path(name, FUND_TOTAL), label=form.label(name, FUND_TOTAL))


@rule("S01", Scope.ROW, BOTH, reads=blanks.READS, context=("suspect",))
def required_row(row: RowSubject) -> Iterator[Hit]:
    """S01 · 10号“内容完整”: every row has its 三级指标."""
    names = blanks.blank_cells(row, "S01")
    if names:
        yield hit(
            row.path("level3"),
            "row",
            label=blanks.in_words(names),
            number=row.number,
            related=blanks.others(row, names),
        )


@rule("S01", Scope.FORM, BOTH, reads=blanks.READS)
def some_rows(form: FormSubject) -> Iterator[Hit]:
    """S01 · 10号“内容完整”: of the rows that a new form offers at least one is filled in."""
    if form.placeholders and not form.rows:
        first = form.placeholders[0]
        yield hit(form.path("level3", first.row), "no_rows")


@rule("S14", Scope.FORM, BOTH, reads=blanks.READS)
def rows_nobody_filled(form: FormSubject) -> Iterator[Hit]:
    """S14 · CS: rows that nobody filled can be deleted; they count 0 and hide nothing."""
    empty = form.placeholders
    if empty and form.rows:
        cure = fixes.set_texts("删除空行", ((path, None) for path in empty))
        yield hit(form.path(""), rows=len(empty), fix=cure, related=empty)


@rule("S01", Scope.PORTFOLIO, BOTH, reads=("year",))
def required_year(group: GroupSubject) -> Iterator[Hit]:
    """S01 · 10号“内容完整”: the year, asked for once where no form of the portfolio has it."""
    asked = [form for form in group.portfolio if form.view.template.year_printed]
    without = [form for form in asked if form.view.year is None]
    if len(without) > 1 and len(without) == len(asked):
        if without[0].id in group.by_id:
            yield hit(None, "year_everywhere", forms=len(without), related=_paths(without, "year"))
        return
    for form in without:
        if form.id in group.by_id:
            yield hit(form.path("year"), "year", label=form.label("year"))


# 1990年至2005年 dates what is worked on, as files or roads, not the work.
_OLD_RANGE = re.compile(r"(?:1[89]\d{2})\s*年?\s*[-—–~～至到－]+\s*(?:19|20)\d{2}\s*年?")
_YEAR_RANGE = re.compile(r"(20\d{2})\s*年?\s*[-—–~～至到－]+\s*(20\d{2})\s*年?")


def own_period_years(text: str) -> set[int]:
    """The years in which a goal says the project itself is done."""
    text = without_titles(text)
    text = phrase("other_matter").sub("", text)
    years: set[int] = set()
    text = _OLD_RANGE.sub("", text)
    for first, last in _YEAR_RANGE.findall(text):
        years.update(range(int(first), int(last) + 1))
    text = _YEAR_RANGE.sub("", text)
    for match in re.finditer(r"(?<!\d)(20\d{2})\s*年", text):
        years.add(int(match.group(1)))
    return years


@rule("S03", Scope.FORM, BOTH, reads=("year", "start_date", "end_date", *GOALS, "goal_actual"))
def year_of_goals(form: FormSubject) -> Iterator[Hit]:
    """S03 · CS: the form year lies within the dates; goals speak of the same years.

    实际完成情况 that tells of earlier years only is that of another year; later ones are plans.
    """
    year = form.view.year
    if year is None:
        return
    if form.years is not None and not form.years[0] <= year <= form.years[1]:
        yield hit(
            form.path("end_date"),
            "dates",
            year=year,
            start=form.text("start_date"),
            end=form.text("end_date"),
        )
    first, last = form.years or (year, year)
    told = TextCell(form.path("goal_actual"), form.text("goal_actual"))
    for cell in (*form.goals, told):
        years = own_period_years(cell.text)
        if cell is told and (max(years, default=year) >= year or not _tells_results(form)):
            continue
        if years and not any(min(first, year) <= found <= max(last, year) for found in years):
            name = form.label(cell.path.field)
            yield hit(
                cell.path,
                "goal",
                year=year,
                label=name,
                found="、".join(f"{y}年" for y in sorted(years)),
            )


_RESULTS_OF_YEAR = re.compile(
    r"(?:^|[，。；：:、\s]|[在于至到])20\d{2}\s*年(?:度|全年|底|末|\d{1,2}月(?:底|份|\d{1,2}日)?)?前?，?[^，。；]{0,16}?"
    r"(?:完成|开展|举办|实施|组织|累计|全年|共|新增|发放|建成|达到|通过|验收|竣工|交工|完工|交付|投入|上线|支付|拨付|改造|安装|"
    r"采购|培训|接待|修复|维修|印发|配备|建立)"
)


def _tells_results(form: FormSubject) -> bool:
    """Whether 实际完成情况 tells what was done in a year; of the goal's copy G02 and S03 speak there."""
    text = form.text("goal_actual")
    own = phrase("other_matter").sub("", without_titles(text))
    return _RESULTS_OF_YEAR.search(own) is not None and bare(text) != bare(
        form.text("goal_expected")
    )


_SEVERAL_YEARS = re.compile(
    r"计划(?:用|在|利用|通过)?\s*([2-9２-９二两三四五六七八九十]|1\d)\s*年(?:之|以)?内?|"
    r"(?<![近前这过去\d])([2-9２-９二两三四五六七八九十]|1\d)\s*年(?:之|以)?内|跨年|"
    r"(?<![近过去])(?:分|用|为期|历时|共计?|总计)\s*([2-9二两三四五六七八九十])\s*年(?!级|前)|"
    r"第\s*[1-9一二三四五六七八九十]\s*年(?!级|度?第)"
)
_SERVICE_LIFE = re.compile(
    r"(?:质保|保修|维保|使用年限|使用寿命|有效期|至少|不少于|不低于|服务期|过去|近|保存|毕业|离校|入职|就业|出生|注册|登记|成立|退役|刑满|持证|取得)[^，。；]{0,8}$"
    r"|(?:十[三四五六]五|五年规划)[”\"]?(?:规划|期间|时期)?(?:的)?$"
)
_WARRANTED = re.compile(
    r"(?:期)?的?(?:免费)?(?:质保|维保|保修|质量保证|售后)"
    r"|的?(?:再次?|重新|不)?(?:犯罪|违法|复发|入院|返贫|离职|再犯)"
    r"|的?(?:被|曾|受过|有过|发生过)"
)


@rule(
    "S04",
    Scope.FORM,
    DECLARATION,
    reads=("goal_total", "goal_annual", "start_date", "end_date", "fund_total", "year_total"),
)
def several_years(form: FormSubject) -> Iterator[Hit]:
    """S04 · 88号 中期目标: words of several years need dates or totals of several years."""
    if form.years is None or form.years[0] != form.years[1]:
        return
    whole, annual = form.view.amount("fund_total").value, form.view.amount("year_total").value
    if whole is None or annual is None or whole != annual:
        return
    for cell in form.goals:
        text = without_titles(cell.text)
        for match in _SEVERAL_YEARS.finditer(text):
            before, after = just_before(text, match), text[match.end() : match.end() + 20]
            if _SERVICE_LIFE.search(before) or _WARRANTED.match(after):
                continue
            yield hit(
                form.path("end_date"), words=match.group(0), year=form.years[0], related=[cell.path]
            )
            return


_NAME_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_CODE = re.compile(r"^\s*[0-9A-Za-z][0-9A-Za-z_-]{8,39}(?![0-9A-Za-z_-])")
_CODED_YEARS = (
    re.compile(r"^\s*\d{6}(?P<short>\d{2})[A-Z]\d{6,}"),
    re.compile(r"^\s*[A-Za-z]{0,8}[-_]?(?P<year>20[12]\d)[-_]?\d{3,20}(?![0-9年])"),
)


def _coded_year(name: str) -> tuple[str, int]:
    """The code before a project's name and the year in it; "" and 0 where there is none."""
    for pattern in _CODED_YEARS:
        found = pattern.match(name)
        if found:
            year = found.groupdict()
            whole = int(year["year"]) if year.get("year") else 2000 + int(year["short"])
            return found.group(0).strip(), whole
    return "", 0


@rule("S05", Scope.FORM, BOTH, reads=("project_name", "year"))
def year_in_name(form: FormSubject) -> Iterator[Hit]:
    """S05 · CS: the project's name or code names no other year than the form."""
    year, name = form.view.year, form.project_name
    if year is None or not name:
        return
    text = without_titles(name)
    code, found = _coded_year(text)
    if code and found != year:
        yield hit(form.path("project_name"), "code", code=code, found=found, year=year)
        return
    # The digits of a code (1101062023…) are no years of the name.
    text = _CODE.sub("", text)
    years = {int(found) for found in _NAME_YEAR.findall(text)}
    if years and not min(years) <= year <= max(years):
        yield hit(
            form.path("project_name"), found="、".join(f"{y}年" for y in sorted(years)), year=year
        )


@rule("S10", Scope.FORM, DECLARATION, reads=("project_name", "category", "nature"))
def category_of_project(form: FormSubject) -> Iterator[Hit]:
    """S10 · CS: a name of building or buying is seldom a recurring project."""
    words = form.words
    name = form.project_name
    word = words.found("one_off_words", name)
    if not word or words.found("one_off_veto", name):
        return
    for field in ("category", "nature"):
        if "经常性" in form.text(field):
            yield hit(form.path(field), project=shown(name), word=word, category=form.text(field))
            return


@rule("S11", Scope.PORTFOLIO, SELF, reads=("grade", "total_score"))
def grade_present(group: GroupSubject) -> Iterator[Hit]:
    """S11 · profile: 评分等级 is filled in where the region asks for it.

    FORMS.md: some regions print no grade row. Where no form of a year has a grade, the unit's is
    such a one, and that is only mentioned.
    """
    asked = [
        form
        for form in group.forms
        if form.profile.grade_required
        and form.has("grade")
        and "S11" not in form.profile.disabled_rules
    ]
    without = [f for f in asked if _empty(f, "grade") and not _empty(f, "total_score")]
    if without and len(asked) > 1 and all(_empty(form, "grade") for form in asked):
        yield hit(None, "nowhere", forms=len(without), related=_paths(without, "grade"))
        return
    for form in without:
        grade = form.path("grade")
        yield hit(grade, total=form.text("total_score"), fix=fixes.automatic(grade))


@rule(
    "S12",
    Scope.FORM,
    BOTH,
    reads=("level1", "level2", "level3", "target", "actual", "weight", "score"),
)
def damaged_rows(form: FormSubject) -> Iterator[Hit]:
    """S12 · CS: rows whose cells look shifted by the import are to be compared with the original."""
    for row in form.rows:
        if row.suspect:
            yield hit(row.path("level3"), number=row.number, text=shown(row.name))


@rule("S13", Scope.FORM, DECLARATION, reads=("start_date", "end_date", "period", "year"))
def dates_in_order(form: FormSubject) -> Iterator[Hit]:
    """S13 · CS: both dates are dates, in order, and the period of the goal has their years."""
    start, end = read_date(form.text("start_date")), read_date(form.text("end_date"))
    place = form.path("end_date")
    for name, reading in (("start_date", start), ("end_date", end)):
        if reading.state is State.UNREADABLE:
            month = _no_such_day(form.text(name))
            yield hit(
                place,
                "no_day" if month else "unreadable",
                month=month,
                label=form.label(name),
                text=form.text(name),
                related=[form.path(name)],
            )
            return
    if _after(start.first, end.last):
        yield hit(
            place,
            "order",
            start=form.text("start_date"),
            end=form.text("end_date"),
            related=[form.path("start_date")],
        )
        return
    year = form.view.year
    if year is not None and form.years is not None and not form.years[0] <= year <= form.years[1]:
        return  # S03 speaks of the dates
    period = [int(y) for y in re.findall(r"(?<!\d)(20\d{2})(?!\d)", form.text("period"))]
    if period and form.years is not None and (min(period), max(period)) != form.years:
        yield hit(
            place,
            "period",
            period=form.text("period"),
            start=form.text("start_date"),
            end=form.text("end_date"),
            related=[form.path("period")],
        )


_DAY = re.compile(
    r"(?<!\d)(20\d{2})\s?[-./年]\s?(1[0-2]|0?[1-9])\s?[-./月]\s?(\d{1,2})\s?日?(?!\d)"
)


def _no_such_day(text: str) -> str:
    """The month in which a date names a day that it does not have: 2025年2月（28天）; else ""."""
    found = _DAY.search(normalise_signs(text))
    if found is None:
        return ""
    year, month, day = (int(part) for part in found.groups())
    days = monthrange(year, month)[1]
    return f"{year}年{month}月（{days}天）" if not 1 <= day <= days else ""


def _after(start: date | None, end: date | None) -> bool:
    return start is not None and end is not None and start > end


def _paths(forms: list[FormSubject], name: str) -> list[CellPath]:
    return [form.path(name) for form in forms]
