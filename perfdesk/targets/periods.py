"""Dates and months in targets: ≤6 月, 12月底前, 2024年12月31日前, 第四季度, 3-5月."""

from __future__ import annotations

import calendar
import re
from typing import Final, NamedTuple

from perfdesk.targets.expression import Moment
from perfdesk.targets.signs import CJK
from perfdesk.values import read_date

_YEAR: Final = r"(?P<year>(?:19|20)[0-9]{2})年度?"
_MONTH: Final = r"(?P<month>[0-9]{1,2}(?:\.0+)?|十[一二]?|[一二三四五六七八九])"
_PART: Final = r"(?P<part>上旬|中旬|下旬|中下旬|初|中|底|末|份|内)?"
_BEFORE: Final = r"(?P<before>之前|以前|前|以内|内|止)?"
_DONE: Final = (
    rf"(?:(?:已|全部|全面|按期|按时|如期|基本|正式|并|且|,|通过|竣工|主体|工程|项目|组织|顺利)*"
    rf"(?:完成|完工|验收|支付|交付|上线|到位|开展|实施|结束|建成|拨付|发放|投入|投用|开工|印发|交工)"
    rf"(?:并|且|,|通过|竣工|组织|完成|交付|正式|投入|验收|合格|使用|上线|移交|结算)*[{CJK}]{{0,6}}"
    # 7月5日安装完毕: whatever it was, it ended then
    rf"|(?![{CJK}]{{0,12}}(?:未|没|拟|将|计划|预计|开始|启动|暂|停|推迟|延期|招标|申报|审批|前))[{CJK}]{{0,10}}?"
    rf"(?:完毕|完成|结束|就位|就绪|到位|竣工|完工|验收|交付|上线|移交|封顶|投产|交工|投用|通水|通车|通电|启用|开放|交房|入库))?"
)
_AHEAD: Final = (
    r"(?:截至|截止到?|已于|拟于|应于|计划于?|预计|于|在|至|(?:延期|推迟|延迟|顺延|提前|延后|拖延|延|推)[至到]|"
    r"实际于?|完成于)?"
)
_TAIL: Final = rf"{_PART}{_BEFORE}{_DONE}"

_FORMS: Final = tuple(
    re.compile(_AHEAD + form)
    for form in (
        rf"(?:{_YEAR})?{_MONTH}\(?月\)?(?P<day>[0-9]{{1,2}})(?:日|号){_TAIL}",
        rf"(?:{_YEAR})?{_MONTH}\(?月\)?{_TAIL}",
        rf"(?:{_YEAR})?第?(?P<quarter>[一二三四1-4])季度{_TAIL}",
        rf"(?:{_YEAR})?(?P<half>[上下])半年{_TAIL}",
        rf"{_YEAR}{_TAIL}",
        rf"(?P<whole>本年度?|当年|年)(?P<part>底|末|内|终){_BEFORE}{_DONE}",
    )
)
_PLAIN: Final = re.compile(
    rf"{_AHEAD}((?:19|20)[0-9]{{2}}[-/.][0-9]{{1,2}}(?:[-/.][0-9]{{1,2}})?"
    rf"|20[0-4][0-9](?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))日?(前|之前|以前)?{_DONE}"
)
_YEARS: Final = re.compile(r"((?:19|20)[0-9]{2})年?度?[-~至到—–]((?:19|20)[0-9]{2})年度?")
_SHORT_RANGE: Final = re.compile(
    r"((?:(?:19|20)[0-9]{2}年)?)([0-9]{1,2})(?:-|~|至|到|—|–)([0-9]{1,2})月(份?)"
)
_FOLLOWING: Final = re.compile(
    r"(?:次年|翌年|第二年|下一?年度?)(?=[0-9一二三四五六七八九十第上下])"
)
_CHINESE: Final = {char: number for number, char in enumerate("一二三四五六七八九十", 1)}


class Period(NamedTuple):
    """A span of days, and whether the text sets it as a limit (前, 底前, 内)."""

    begin: Moment
    end: Moment
    limit: bool


def read_period(bare: str) -> Period | None:
    """Return the period that prepared text without an operator names, None if it names none."""
    short = _SHORT_RANGE.fullmatch(bare)
    if short is not None:
        year, first, last, _ = short.groups()
        bare = f"{year}{first}月-{year}{last}月"
    bare = _YEARS.sub(r"\1年-\2年", bare)
    following = _FOLLOWING.match(bare)
    single = _single(bare[following.end() :] if following else bare)
    if single is not None:
        return _year_on(single) if following else single
    for match in re.finditer("[-~至到—–]", bare):
        one, two = _single(bare[: match.start()]), _single(bare[match.end() :])
        if one is not None and two is not None:
            return _joined(one, two)
    return None


def _year_on(period: Period) -> Period | None:
    """The same days of the following year; None where the year is named anyway."""
    begin, end, limit = period
    if begin.year is not None:
        return None
    return Period(begin._replace(month=begin.month + 12), end._replace(month=end.month + 12), limit)


def _joined(one: Period, two: Period) -> Period | None:
    end = two.end
    if end.year is None and one.begin.year is not None:
        end = end._replace(year=one.begin.year)
    if (one.begin.year is None) != (end.year is None):
        return None
    if (one.begin.year or 0, *one.begin[1:]) > (end.year or 0, *end[1:]):
        return None
    return Period(one.begin, end, False)


def _single(bare: str) -> Period | None:
    plain = _PLAIN.fullmatch(bare)
    if plain is not None:
        reading = read_date(plain.group(1))
        if reading.first is None or reading.last is None:
            return None
        first, last = reading.first, reading.last
        return Period(
            Moment(first.year, first.month, first.day),
            Moment(last.year, last.month, last.day),
            plain.group(2) is not None,
        )
    for form in _FORMS:
        match = form.fullmatch(bare)
        if match is not None:
            return _period(match.groupdict())
    return None


def _period(parts: dict[str, str | None]) -> Period | None:
    year = int(parts.get("year") or 0) or None
    limit = bool(parts.get("before")) or parts.get("part") == "内"
    months = _months(parts)
    if months is None:
        return None
    first, last = months
    if parts.get("day"):
        day = int(parts["day"] or 0)
        if not 1 <= day <= _days(year, first):
            return None
        return Period(Moment(year, first, day), Moment(year, first, day), limit)
    begin, end = Moment(year, first, 1), Moment(year, last, _days(year, last))
    part = parts.get("part")
    if part in ("底", "末", "终"):
        begin = end
    elif part == "初":
        end = begin._replace(day=min(10, end.day))
    elif part is not None and part.endswith(("旬", "中")):
        begin, end = _third(part, begin, end)
    return Period(begin, end, limit)


def _third(part: str, begin: Moment, end: Moment) -> tuple[Moment, Moment]:
    if part == "上旬":
        return begin, end._replace(month=begin.month, day=10)
    if part in ("中旬", "中"):
        return begin._replace(day=11), begin._replace(day=20)
    return begin._replace(day=11 if part == "中下旬" else 21), end


def _months(parts: dict[str, str | None]) -> tuple[int, int] | None:
    """Return the first and the last month meant, None for a month that does not exist."""
    if parts.get("month"):
        month = _number(parts["month"] or "")
        return (month, month) if 1 <= month <= 12 else None
    if parts.get("quarter"):
        quarter = _number(parts["quarter"] or "")
        return quarter * 3 - 2, quarter * 3
    if parts.get("half"):
        return (1, 6) if parts["half"] == "上" else (7, 12)
    return 1, 12


def _number(typed: str) -> int:
    if typed[0].isdecimal():
        return int(typed.partition(".")[0])
    return sum(_CHINESE[char] for char in typed)


def _days(year: int | None, month: int) -> int:
    # Without a year February may have 29 days: a limit is then never too early.
    return calendar.monthrange(year or 2024, month)[1]
