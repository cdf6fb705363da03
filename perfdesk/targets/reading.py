"""Reading one target or actual; the text itself is never rewritten (SCORING.md).

The rule is to refuse rather than to guess: a text that does not make one value as a whole is
qualitative (words) or unknown (digits that make no single value).
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from perfdesk.targets.expression import Expression, Kind, Operator
from perfdesk.targets.numerals import chinese_to_digits
from perfdesk.targets.periods import read_period
from perfdesk.targets.signs import (
    CHANGE,
    CJK,
    OPERATOR,
    change_of,
    operator_of,
    prepare,
    split_suffix,
)
from perfdesk.targets.told import is_plan, read_told
from perfdesk.targets.units import MEASURE, MULTIPLIER, ORDINAL, is_time, strip_brackets
from perfdesk.values import MAX_DIGITS, is_blank, is_dash

_NUM: Final = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_EACH: Final = (
    r"(?:每(?:个季度|季度|季|半年|学期|个月|月|周|星期|天|日|人次|人|户次|户|次|场次|场|期|批次|批|台|套|个|家|名|位|例|亩|班|件|起|笔|宗|处|座|条|项|"
    r"校|村|万人|千人)|人均)"
)
_EACH_WORD: Final = re.compile(_EACH)
_NEUTRAL: Final = (
    r"(?:(?:20[0-9]{2})年度|全年|每年|年度|年均|平均|实际|预计|计划|共|均|各|约|近|仅|只|已经|已|全部|全面|应|需|要求|"
    r"完成|开展|举办|组织|培训|采购|购置|新增|建设|建立|发放|印发|编制|出具|提供|实现|保障|保证|确保|覆盖|维护|发表|撰写|"
    r"支付|服务|检查|巡检|处理|处置|召开|制作|安排|举行|签订|配备|安装|改造|升级|更新|形成|发布)"
)
_NOUN: Final = rf"(?:[{CJK}A-Za-z]{{1,15}}?(?:\([^()]{{0,10}}\))?)"
_COUNTED: Final = (
    rf"(?:[{CJK}A-Za-z]{{0,14}}"
    r"(?:率|度|占比|比例|比重|数|数量|次数|人数|人次|额|时间|时长|周期|期限|天数|得分|评分))"
)

# Which words may stand before the number: neutral ones always, a noun only before an operator
# or as the name of a measured thing (满意度95%).
_HEADS: Final = tuple(
    re.compile(form)
    for form in (
        rf"(?:{_NEUTRAL}|{_EACH})*?(?P<change>{CHANGE})?(?P<to>到|至|为)?:?(?P<op>{OPERATOR})?"
        rf"(?:{_NEUTRAL}|{_EACH})*?(?P<about>约|近|≈)?(?P<number>[+-]?{_NUM})(?P<rest>.*)",
        rf"(?P<noun>{_NOUN}):?(?P<change>{CHANGE})?(?P<to>到|至)?(?P<op>{OPERATOR})"
        rf"(?P<about>约|近)?(?P<number>[+-]?{_NUM})(?P<rest>.*)",
        rf"(?P<noun>{_COUNTED}):?(?P<op>{OPERATOR})?(?P<about>约|近)?"
        rf"(?P<number>[+-]?{_NUM})(?P<rest>.*)",
    )
)
_MONTHS: Final = 12
_LONGEST: Final = 80
"""A text above this length is a sentence, not a value."""
_TO: Final = re.compile(
    rf"(?P<unit>.{{0,12}}?)(?:-|~|—|–|至|到)(?:{OPERATOR})?(?P<number>{_NUM})(?P<rest>.*)"
)
_PRODUCT: Final = re.compile(r"[0-9]\D{0,3}[*×xX✕]\D{0,2}[0-9]|[0-9]:[0-9]")
_BETWEEN: Final = re.compile(rf"(.{{1,16}}?)(≤|<=|<)[A-Za-z{CJK}]{{1,10}}(≤|<=|<)(.{{1,16}})")
_LEADING_ZERO: Final = re.compile(r"0[0-9]")
_AND: Final = re.compile(
    r"并且|且|,|;|and|、|并|(?<=[^不得且,;d、并])(?=不多于|不超过|不高于|不大于|小于|低于|少于|≤|<)"
)
_MORE: Final = re.compile(rf"({MULTIPLIER})?(?:余|多(?![媒功学]))")
_INNER_SUFFIX: Final = re.compile(r"(以上|以下|以内)(/[^/]+)$")
_AFTERWARDS: Final = re.compile(r"[之以]?[前后]")
_NO_VALUE: Final = re.compile(rf"(?:{OPERATOR}|以上|以下|以内|之内|左右)*")
_UNIT: Final = re.compile(
    rf"(?P<unit>(?:{MEASURE})(?:[/·][{CJK}A-Za-z㎡²³]{{1,4}})*)(?P<noun>\([^()%]*\))?[{CJK}]{{0,10}}(?:\([^()%]*\))?"
)
_BRACKETED: Final = re.compile(r"\((?P<unit>(?:[^()]|\([^()]*\))*)\)[^()0-9]{0,8}")
_FREE: Final = re.compile(
    rf"[A-Za-z%°℃㎡²³/·]{{1,10}}|[{CJK}]{{1,3}}(?:[/·][{CJK}]{{1,4}})*(?:\([^()%]*\))?"
)
_PERCENT: Final = re.compile(r"(?:%|\(%\))(?P<tail>[^0-9]*|\([^()]*\))")
_VERBS: Final = re.compile(
    r"(?:完成|达标|合格|响应|到场|修复|解决|处理|上门|以前|以后|之前|之后|前|后|起)$"
)
_LIMIT_VERB: Final = re.compile(
    r"(?:响应|到场|到达|到位|上门|修复|解决|处理|处置|办结|送达|恢复|完成|反馈|答复|回复|出具)"
)
_COMPACT_DATE: Final = re.compile(r"[0-9]{8}|[0-9]{4}\.[0-9]{1,2}")
_ALL_OF: Final = re.compile(r"[0-9].{0,12}(?:全部|均|全数|都|悉数)")
_LEADING_OPERATOR: Final = re.compile(rf"(?P<op>{OPERATOR})?(?P<rest>.*)")


def read_target(text: str | None) -> Expression:
    """Read a target as typed: `≥95.00(%)`, `不少于3次`, `1-2次`, `12月底前`, `及时`."""
    return _uncached(text, False) if _is_long(text) else _cached(text, False)


def read_actual(text: str | None) -> Expression:
    """Read an actual as typed; as `read_target`, but 达到95% is 95 %, not at least 95 %."""
    return _uncached(text, True) if _is_long(text) else _cached(text, True)


def _is_long(text: str | None) -> bool:
    return text is not None and len(text) > 2 * _LONGEST


@lru_cache(maxsize=8192)
def _cached(text: str | None, actual: bool) -> Expression:
    return _uncached(text, actual)


def _uncached(text: str | None, actual: bool) -> Expression:
    if text is None or is_blank(text) or is_dash(text):
        return Expression(text, Kind.BLANK)
    bare = prepare(text)
    expression = None
    if len(bare) <= _LONGEST:
        # 37处全部整改 begins as a number does, and says more.
        whole = actual and _ALL_OF.search(bare) is not None
        expression = (
            (_told(bare, actual) if whole else None)
            or _read(bare, actual)
            or _two_sided(bare, actual)
            or _told(bare, actual)
        )
        if actual and is_plan(bare):
            expression = Expression(None, Kind.UNKNOWN, told="plan")
    return replace(expression or _words(bare), text=text)


def _told(bare: str, actual: bool) -> Expression | None:
    """Read what is told in words; of a target only what must not happen (零事故)."""
    if _PRODUCT.search(bare):
        return None
    found = read_told(chinese_to_digits(bare), lambda clause: _read(clause, actual))
    if found is None or actual or found.told == "zero":
        return found
    return None


def _read(bare: str, actual: bool) -> Expression | None:
    """Read prepared text as one date or number, with or without Chinese numerals."""
    if _PRODUCT.search(bare):
        return None
    bare = chinese_to_digits(bare)
    return _date(bare, actual) or _number(bare, actual)


def _date(bare: str, actual: bool) -> Expression | None:
    match = _LEADING_OPERATOR.fullmatch(bare)
    typed = (match.group("op") or "") if match else ""
    for sign, rest in ((typed, bare[len(typed) :]), ("", bare)):
        if sign == "=" and _COMPACT_DATE.fullmatch(rest):
            continue
        period = read_period(rest)
        if period is not None:
            operator = operator_of(sign, actual)
            if period.limit and not sign:
                operator = "<="
            spans = period.begin[:2] != period.end[:2] and operator == "="
            return Expression(
                None,
                Kind.DATE,
                "range" if spans else operator,
                bool(sign) or period.limit,
                sign or ("前" if period.limit else ""),
                begin=period.begin,
                end=period.end,
            )
    return None


def _number(bare: str, actual: bool) -> Expression | None:
    for head in _HEADS:
        match = head.fullmatch(bare)
        if match is not None:
            words = bare[: match.start("number")]
            average = "平均" if "平均" in words else None
            parts = match.groupdict() | {"average": average}
            expression = _from_match(parts, _per(words), actual)
            if expression is not None:
                return expression
    return None


def _per(words: str) -> str:
    """Return what 每人, 每季度 and 人均 make of a unit: `/人`, `/季度`."""
    found = _EACH_WORD.findall(words)
    return "".join("/人" if each == "人均" else f"/{each[1:]}" for each in found)


def _from_match(parts: dict[str, str | None], per: str, actual: bool) -> Expression | None:
    typed_number = parts["number"] or ""
    number = _decimal(typed_number)
    if number is None:
        return None
    rest, high = _range(parts["rest"] or "", number)
    if high is not None and _LEADING_ZERO.match(typed_number):
        return None
    more = _MORE.match(rest)
    if more is not None:
        rest = (more.group(1) or "") + rest[more.end() :]
    suffix = split_suffix(_INNER_SUFFIX.sub(r"\2\1", rest))
    typed = parts["op"] or suffix.typed
    unit = _unit(suffix.rest, bool(typed))
    if unit is None:
        return None
    printed, tail = unit
    if printed == "月" and number <= _MONTHS:
        return None  # a month with words around it that no date has
    operator: Operator = operator_of(parts["op"] or "", actual)
    if not parts["op"] and suffix.operator is not None:
        operator = suffix.operator
    elif not typed and high is None and is_time(printed) and _LIMIT_VERB.match(tail):
        operator, typed = "<=", tail
    if printed and is_time(printed) and parts.get("average"):
        per = ""  # 平均每件3个工作日 is a time
    if printed:
        printed += per or (_per(tail) if tail.startswith("每") else "")
    about = more is not None or suffix.approximate or bool(parts["about"]) or typed == "≈"
    return Expression(
        None,
        Kind.PERCENT if strip_brackets(printed) == "%" else Kind.NUMBER,
        "range" if high is not None else operator,
        bool(typed),
        typed,
        number,
        high,
        strip_brackets(printed),
        printed,
        about,
        "" if parts.get("to") else change_of(parts.get("change") or ""),
    )


def _range(rest: str, low: Decimal) -> tuple[str, Decimal | None]:
    """Take the upper end off `1-2次`, `90%-95%`; return what is left and the upper end."""
    match = _TO.fullmatch(rest)
    if match is None:
        return rest, None
    high = _decimal(match.group("number"))
    unit, after = match.group("unit"), match.group("rest")
    if high is None or high <= low or re.fullmatch(r"0[0-9]+", match.group("number")):
        return rest, None
    if unit and not after.startswith(unit):
        return rest, None
    return after, high


def _unit(rest: str, typed: bool) -> tuple[str, str] | None:
    """Return the unit as printed and the words behind it; None where `rest` is no unit."""
    rest = re.sub(r"\(含本?数?\)|\(?含本?数?\)?(?=$|[^0-9\u4e00-\u9fff])", "", rest)
    if not rest:
        return "", ""
    # Some provincial systems print the unit in words: ≥95百分比.
    percent = _PERCENT.fullmatch(rest.replace("百分比", "%", 1))
    if percent is not None:
        return "%", percent.group("tail")
    bracketed = _BRACKETED.fullmatch(rest)
    if bracketed is not None:
        return bracketed.group("unit"), ""
    ordinal = ORDINAL.match(rest)
    if ordinal is not None and not typed:
        return None
    known = _UNIT.fullmatch(rest)
    if known is not None and not _AFTERWARDS.match(rest, known.end("unit")):
        return known.group("unit"), rest[known.end("unit") :]
    free = _FREE.fullmatch(rest)
    if free is not None and not _VERBS.search(rest):
        return rest, ""
    return None


def _two_sided(bare: str, actual: bool) -> Expression | None:
    """Read `≥80%且≤95%` and `80%≤x≤95%` as a range."""
    between = _BETWEEN.fullmatch(bare)
    if between is not None:
        one, below, then, two = between.groups()
        halves = [f"{below.replace('<', '>').replace('≤', '≥')}{one}", f"{then}{two}"]
    else:
        halves = _AND.split(bare)
    if len(halves) != 2:
        return None
    low, high = (_read(half, actual) if half else None for half in halves)
    return _joined(low, high) if low is not None and high is not None else None


def _joined(one: Expression, two: Expression) -> Expression | None:
    if not (one.numeric and two.numeric):
        return None
    if one.low is None or two.low is None or one.high is not None or two.high is not None:
        return None
    if one.operator not in (">=", ">") or two.operator not in ("<=", "<") or one.low >= two.low:
        return None
    if one.unit and two.unit and one.unit != two.unit:
        return None
    named = two if two.unit else one
    return replace(named, operator="range", explicit=True, low=one.low, high=two.low)


def _words(bare: str) -> Expression:
    """Classify text that is neither number nor date."""
    match = _LEADING_OPERATOR.fullmatch(bare)
    typed = match.group("op") or "" if match else ""
    if typed not in (">=", "=>", "≥", "<=", "=<", "≤", "=", "==", ">", "<"):
        typed = ""
    words = bare[len(typed) :]
    readable = (
        not re.search(r"[0-9]", words)
        and re.search(rf"[{CJK}A-Za-z]", words)
        and not _NO_VALUE.fullmatch(words)
    )
    kind = Kind.QUALITATIVE if readable else Kind.UNKNOWN
    return Expression(None, kind, operator_of(typed, False), bool(typed), typed)


def _decimal(number: str) -> Decimal | None:
    digits = number.replace(",", "")
    return Decimal(digits) if len(digits) <= MAX_DIGITS else None
