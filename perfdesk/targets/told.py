"""Values that are told in words or clauses: 48处中46处, 3次，完成75%, 由71%升至80%, 零投诉, 逾期15天.

Like the plain reading (reading.py) it takes a text as a whole or not at all; every pattern is
anchored at both ends and linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Final

from perfdesk.targets.expression import Expression, Kind
from perfdesk.targets.signs import CJK
from perfdesk.targets.units import MEASURE
from perfdesk.values import half_up

Read = Callable[[str], Expression | None]
"""The plain reading of one clause."""

_NUMBER: Final = r"[0-9]{1,12}(?:\.[0-9]{1,6})?"
_WORDS: Final = rf"[{CJK}]"
_BAD: Final = (
    r"(?:安全|责任|质量|有责|重大|较大|一般|各类|相关|任何|群体性?|负面|网络|食品|火灾|生产|医疗|刑事|治安|人员)*"
    r"(?:事故|投诉|事件|故障|差错|舆情|信访|上访|案件|火灾|违规|违纪|泄露|泄密|伤亡|死亡|险情|纠纷)"
    r"(?:事故|事件|情况|现象|问题|案件|行为|发生)*"
)
_ZERO: Final = re.compile(
    rf"(?:全年|年内|本年度?|年度内?|均)?(?:(?:未|没有|没|无|不|零)(?:发生|出现|产生|接到|收到|发现|有)*过?"
    rf"(?:一起|1起)?[{CJK}]{{0,8}}?{_BAD}|(?:未|没有|没|不|零)(?:发生|出现|产生)|无)"
)
_OUT_OF: Final = tuple(
    re.compile(form)
    for form in (
        # 48处中46处达标, 共48处，46处合格
        rf"(?:共|应[{CJK}]{{0,4}}?|全部|全年)?(?P<all>{_NUMBER})(?P<unit>{MEASURE})[{CJK}]{{0,6}}?(?:中|里|内|[,;])"
        rf"(?:的|有|已|其中|合格|达标|完成|通过|实际?[{CJK}]{{0,3}}?)*(?P<part>{_NUMBER})(?P<own>{MEASURE})[{CJK}]{{0,10}}",
        # 46件中1件返工，一次验收通过45件
        rf"(?:共|全年)?(?P<all>{_NUMBER})(?P<unit>{MEASURE})[{CJK}]{{0,6}}?中(?P<bad>{_NUMBER})(?:{MEASURE})[{CJK}]{{1,8}}[,;](?:其余)?"
        rf"[{CJK}]{{0,8}}?(?P<part>{_NUMBER})(?P<own>{MEASURE})[{CJK}]{{0,6}}",
        # 37处隐患整改36处: a verb of what was done stands before the part
        rf"(?:共|全部|全年|发现)?(?P<all>{_NUMBER})(?P<unit>{MEASURE})[{CJK}]{{0,6}}?(?:完成|整改|修复|达标|合格|通过|办结|解决|验收|"
        rf"回访|开工|完工|建成|投用|到位|实现|处置|化解|检查|覆盖)(?:了|合格|完成|到位)?(?P<part>{_NUMBER})(?P<own>{MEASURE})[{CJK}]{{0,4}}",
        # 抽检200份，合格136份（，合格率68%）
        rf"(?:共|全年)?(?:抽检|抽查|抽样|检查|检测|调查|回访|排查|评查|考核|审核|受理|接报|发现|测评|采样|监测)(?:了|共)?"
        rf"(?P<all>{_NUMBER})(?P<unit>{MEASURE})[{CJK}]{{0,4}}[,;](?:其中)?(?:合格|达标|通过|满意|优良|整改|完成|办结|修复|解决|准确|及时)"
        rf"[{CJK}]{{0,2}}?(?P<part>{_NUMBER})(?P<own>{MEASURE})(?:[,;][{CJK}]{{0,6}}{_NUMBER}%)?",
        # 应检48处，实检46处
        rf"应[{CJK}]{{1,6}}?(?P<all>{_NUMBER})(?P<unit>{MEASURE})[{CJK}]{{0,4}}[,;、]?"
        rf"(?:实|已)[{CJK}]{{1,6}}?(?P<part>{_NUMBER})(?P<own>{MEASURE})[{CJK}]{{0,6}}",
        # 46处（占95.8%）, 8个展览按期开展（100%）: the share stands beside its count
        rf"(?P<part>{_NUMBER})(?P<own>{MEASURE})[{CJK}]{{0,14}}\([{CJK}:]{{0,8}}(?P<share>{_NUMBER})%\)",
        # 46处/48处
        rf"(?P<part>{_NUMBER})(?P<own>{MEASURE})/(?P<all>{_NUMBER})(?P<unit>{MEASURE})",
    )
)
_WITH_SHARE: Final = next(form for form in _OUT_OF if "share" in form.groupindex)
_NOT_DONE: Final = re.compile(r"未|没|无|不|差|缺|剩|余|停|退|减|取消")
_LEVEL: Final = re.compile(
    rf"[{CJK}]{{0,10}}?(?:由|从)[{CJK}]{{0,8}}?(?P<from>{_NUMBER}[%{CJK}]{{0,4}}?)"
    rf"(?:提高|提升|上升|升高|升|增加|增长|扩大|下降|降低|降|减少|缩短|压减|压缩)(?:到|至|为)(?P<to>{_NUMBER}.{{1,6}})"
)
_LATE: Final = re.compile(
    rf"(?:逾期|超期|延期|推迟|延迟|拖延|滞后|晚)(?:了|约)?{_NUMBER}个?(?:天|日|工作日|月|周|年)[{CJK}]{{0,6}}|"
    r"(?:未|未能|没有)(?:按期|按时|如期|在?规定时间内?)(?:完成|完工|竣工|交付|验收|支付|拨付)"
)
_PLAN: Final = re.compile(
    r"(?:正?拟|(?<!按)(?<!照)计划|预计|力争|争取|将(?:于|在)?|准备)(?!划|定|按)"
)
_PLANNED: Final = re.compile(r"已|(?:完成|达到|实现)了|按[期时计]|照计划")
_HALF_YEARS: Final = re.compile(
    rf"上半年[{CJK}]{{0,6}}?(?P<one>{_NUMBER})(?P<unit>{MEASURE})[,;、]?下半年[{CJK}]{{0,6}}?(?P<two>{_NUMBER})(?P<own>{MEASURE})"
)
_CLAUSE: Final = re.compile(r"[,;。、]")
_OF_THE_PLAN: Final = re.compile(
    rf"(?:为|占|达到?|完成|实现)?(?:了|全年|年度|年初|计划|目标|任务|指标|的|值|数|总量)*"
    rf"(?:完成率?|实现|达到?|占比|比例|进度)?(?:为|达到?)?{_NUMBER}%(?:的?(?:任务|目标|计划|工作))?"
)
_DIGIT: Final = re.compile(r"[0-9]")
_LEADING: Final = re.compile(
    rf"(?![{CJK}]{{0,14}}(?:未|没|无|不|剩|缺|差|减|较|比|超|拟|计|将|预|原|目标|欠|逾|提前|推|延|其中|每|均|第|余|下降|降|增))"
    rf"[{CJK}]{{2,14}}?(?P<rest>{_NUMBER}[余多]?(?:{MEASURE}).*)"
)
_LONGEST: Final = 60


def read_told(bare: str, read: Read) -> Expression | None:
    """Read prepared text with digits for numerals; `read` reads one clause plainly."""
    if _ZERO.fullmatch(bare):
        return Expression(None, Kind.QUALITATIVE, told="zero")
    if _LATE.fullmatch(bare):
        return Expression(None, Kind.QUALITATIVE, told="late")
    if not _DIGIT.search(bare) or len(bare) > _LONGEST:
        return None
    found = _everything(bare) or _share(bare) or _level(bare, read) or _halves(bare)
    return found or _clauses(bare, read) or _after_words(bare, read)


def is_plan(bare: str) -> bool:
    """Tell whether prepared text tells what is planned (拟完成12次), not what was done."""
    return _PLAN.match(bare) is not None and _PLANNED.search(bare) is None


_EVERYTHING: Final = re.compile(
    rf"(?:共|发现|全年)?[{CJK}]{{0,6}}?(?P<part>{_NUMBER})(?P<own>{MEASURE})[{CJK}]{{0,8}}?(?:全部|均|全数|都|悉数)已?(?:按期|按时|按要求)?"
    rf"(?:完成|整改|修复|达标|合格|通过|办结|解决|验收|回访|处置|化解|检查|覆盖|到位|销号|满意)[{CJK}]{{0,6}}"
)


def _everything(bare: str) -> Expression | None:
    """Read 37处全部整改 as all of them, 100 %, with the 37处 beside it."""
    match = _EVERYTHING.fullmatch(bare)
    if match is None or match.group("own") == "%" or _NOT_DONE.search(bare):
        return None
    unit = match.group("own")
    counted = Expression(
        None,
        Kind.NUMBER,
        low=Decimal(match.group("part")),
        unit=unit,
        printed_unit=unit,
        told="clause",
    )
    return Expression(
        None,
        Kind.PERCENT,
        low=Decimal(100),
        unit="%",
        printed_unit="%",
        told="share",
        counted=counted,
    )


def _share(bare: str) -> Expression | None:
    """Read 48处中46处 as 95.83 %, with the 46处 beside it."""
    for form in _OUT_OF:
        match = form.fullmatch(bare)
        if match is None:
            continue
        if form is _WITH_SHARE:
            return _share_beside(match, bare)
        if match.group("unit") != match.group("own"):
            continue
        whole, part = Decimal(match.group("all")), Decimal(match.group("part"))
        bad = match.groupdict().get("bad")
        if bad is not None and Decimal(bad) + part != whole:
            return None
        told = bare[match.start("part") :] + bare[match.end("unit") : match.start("part")]
        if not whole or part > whole or (bad is None and _NOT_DONE.search(told)):
            return None
        unit = match.group("own")
        counted = Expression(
            None, Kind.NUMBER, low=part, unit=unit, printed_unit=unit, told="clause"
        )
        share = half_up(part * 100 / whole, 2)
        return Expression(
            None, Kind.PERCENT, low=share, unit="%", printed_unit="%", told="share", counted=counted
        )
    return None


def _share_beside(match: re.Match[str], bare: str) -> Expression | None:
    """Read 46处（95.8%） as the share that it tells, with the 46处 beside it."""
    if _NOT_DONE.search(bare) or match.group("own") == "%":
        return None
    unit = match.group("own")
    counted = Expression(
        None,
        Kind.NUMBER,
        low=Decimal(match.group("part")),
        unit=unit,
        printed_unit=unit,
        told="clause",
    )
    share = Decimal(match.group("share"))
    if share > 100:
        return counted  # 5600人（完成率112%）
    return Expression(
        None, Kind.PERCENT, low=share, unit="%", printed_unit="%", told="share", counted=counted
    )


def _level(bare: str, read: Read) -> Expression | None:
    """Read 由71%提高到80% as the level of 80 %."""
    match = _LEVEL.fullmatch(bare)
    if match is None:
        return None
    reached = read(match.group("to"))
    if reached is None or not reached.numeric:
        return None
    return replace(reached, told="level")


def _halves(bare: str) -> Expression | None:
    """Add 上半年5次、下半年6次 up."""
    match = _HALF_YEARS.fullmatch(bare)
    if match is None or match.group("unit") != match.group("own"):
        return None
    unit = match.group("unit")
    if unit == "%":
        return None
    total = Decimal(match.group("one")) + Decimal(match.group("two"))
    return Expression(None, Kind.NUMBER, low=total, unit=unit, printed_unit=unit, told="clause")


def _clauses(bare: str, read: Read) -> Expression | None:
    """Read the one clause that holds a value; how much of the plan it is may stand beside it."""
    parts = [part for part in _CLAUSE.split(bare) if part]
    if len(parts) < 2:
        return None
    told = [part for part in parts if _DIGIT.search(part)]
    if len(told) == 2 and _OF_THE_PLAN.fullmatch(told[1]):
        told = told[:1]
    elif len(told) == 2 and _OF_THE_PLAN.fullmatch(told[0]) and told[0] != told[1]:
        told = told[1:]
    if len(told) != 1:
        return None
    found = read(told[0]) or _after_words(told[0], read)
    if found is None or found.kind is Kind.BLANK:
        return None
    return replace(found, told=found.told or "clause")


def _after_words(bare: str, read: Read) -> Expression | None:
    """Read the number behind a few words that tell neither a part nor a difference: 修补路面18650平方米."""
    match = _LEADING.fullmatch(bare)
    if match is None:
        return None
    found = read(match.group("rest"))
    return None if found is None or not found.numeric else replace(found, told="clause")
