"""Chapter 4, deviation explanations: missing, needless, contradicting, copied along."""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from perfdesk.findings import Fix
from perfdesk.rules import fixes
from perfdesk.rules.facts.subject import FormSubject, RowSubject
from perfdesk.rules.facts.texts import bare, bigrams, just_before, shown, without_titles
from perfdesk.rules.model import SELF, Hit, Scope, hit, told
from perfdesk.rules.registry import rule
from perfdesk.scoring import Over, over_fulfilment
from perfdesk.targets import Kind, is_money, read_actual
from perfdesk.values import normalise_signs, plain, without_space

_SHORT = 8
_ROW = ("target", "actual", "weight", "score", "deviation", "level1", "level2", "level3")
_LABELS = re.compile(r"(?:偏差)?(?:原因(?:分析)?|改进措施|整改措施|措施)\s*[:：]")
_CAUSE_PART = re.compile(
    r"(?:偏差)?原因(?:分析)?[:：](.*?)(?:(?:改进|整改)?措施[:：]|$)", re.DOTALL
)

# 工作中还存在不足 names no cause; 存在人员不足 does.
_SELF_REPROACH = re.compile(
    r"(?:工作|管理|各方面|服务|方面)?(?:中|上)?(?:还|仍然?|尚|依然)?(?:存在|有)(?:着|一定|一些|不少|较大|某些|许多|的)*"
    r"(?:不足|差距|短板|薄弱环节|问题|欠缺|提升空间)(?:之处|的地方)?"
)


def is_vague(row: RowSubject) -> bool:
    """Whether a reason only says 有待进一步提高: no number, no cause."""
    text = row.reason
    named = _CAUSE_PART.search(text)
    part = named.group(1) if named and named.group(1).strip() else text
    words = row.words
    part = without_space(part)
    rest = _SELF_REPROACH.sub("", part.replace(row.name, ""))
    return (
        bool(words.found("vague_reason", rest))
        and not re.search(r"\d", rest)
        and not words.found("reason_cause", rest)
    )


@rule("T09", Scope.ROW, SELF, reads=_ROW)
def lost_points_explained(row: RowSubject) -> Iterator[Hit]:
    """T09 · 10号, SYS (save refused): points lost need 偏差原因及改进措施."""
    if row.deducted is None or row.reason or not row.view.has("deviation"):
        return
    place = row.path("deviation")
    yield hit(
        place,
        label=row.label,
        lost=row.deducted,
        related=[row.path("score")],
        fix=fixes.deviation_draft(place, row.text("target"), row.text("actual")),
        arithmetic=f"{plain(row.weight or row.deducted)} − {plain(row.score or Decimal(0))} = {plain(row.deducted)}",
    )


@rule("T11", Scope.ROW, SELF, reads=_ROW)
def needless_reason(row: RowSubject) -> Iterator[Hit]:
    """T11 · CS: a reason beside full points and a met target; over-fulfilment and money are welcome."""
    if not row.full or not row.reason or row.met is False:
        return
    if row.met is None and row.actual.kind is not Kind.QUALITATIVE:
        return
    words = row.words
    if words.found("kept_reason", row.reason) or _far_from_target(row):
        return
    money = row.about_cost or is_money(row.target.printed_unit)
    if money and words.found("money_explained", row.reason):
        return
    yield hit(row.path("deviation"), label=row.label, reason=shown(row.reason))


_FAR_BELOW = Decimal(70)


def _far_from_target(row: RowSubject) -> bool:
    """Whether the target is so far over-fulfilled, or its limit undercut, that a reason is welcome."""
    over, ratio = over_fulfilment(row.target, row.actual, row.profile, row.name)
    if over is not Over.NONE:
        return True
    return row.target.operator in ("<=", "<") and ratio is not None and ratio <= _FAR_BELOW


_CLAIM = re.compile(
    r"(?P<what>(?:年度|年初|绩效)?(?:指标值|目标值|指标|目标)|(?:实际)?(?:完成值|完成|达到|值))"
    r"\s*(?:(?:为|是|[:：])\s*)?(?P<value>(?:[≥≤<>=＝]{1,2}\s*)?\d[\d,]*(?:\.\d+)?\s*(?:[(（]?[%％])?)"
)
_PART_OF_YEAR = re.compile(r"(?:其中|季度|月|上半年|下半年|部分|前期|首批|每|较|比)[^，。；]{0,8}$")
_STRAY = re.compile(
    r"(?:年度|年初)?(?:指标值|目标值|指标|目标|实际完成值|实际值|完成值|分值|得分)?\s*+[:：]?\s*+[≥≤<>=＝]{0,2}\s*+"
    r"\d[\d,]*+(?:\.\d++)?\s*+[(（]?[%％\w/]{0,4}[)）]?[。;；]?"
)
_UNMET_WORDS = re.compile(
    r"(?<!部分)(?:未|没有|未能)(?:按期|按时|全部)?(?:完成|达到|达成|实现)(?:年度|年初|预期|既定|绩效)*(?:目标|指标|任务|计划)|低于(?:目标|指标|计划)|未达标"
)
_OVER_WORDS = re.compile(
    r"超额完成|(?:超过|超出|高于|多于|突破)了?(?:年初|年度|全年|原定|原|预期|预定|既定|绩效|设定的?)*(?:目标|指标|计划|任务|预期)|超计划|全部完成|已达到目标|圆满完成|"
    r"已(?:经)?(?:全面|全部|圆满|按[期时]|如期)?完成了?(?:年度|年初|全年|预期|既定|绩效)(?:目标|指标|任务|计划)|"
    r"(?:未发生|不存在|没有)偏差|(?<![未为能以保争不])达到了?(?:年度|年初|预期|既定|绩效)*(?:目标|指标)(?:值|要求)*(?=[，。；,;]|$)"
)


_NO_GAP = re.compile(
    r"(?:无|没有|不存在|未发生)偏差|(?<!未)已(?:经)?达标|(?<!未)已(?:经)?达到(?:年度|预期)?目标"
)


@rule("T13", Scope.ROW, SELF, reads=_ROW, context=("year",))
def reason_fits_row(row: RowSubject) -> Iterator[Hit]:
    """T13 · 10号: a reason does not contradict its row, is no stray, and says what is done about it."""
    reason = row.reason
    if not reason:
        return
    place, text = row.path("deviation"), without_space(normalise_signs(reason))
    shared = told(label=row.label, reason=shown(reason))
    claim = _contradiction(row, text)
    if claim:
        yield hit(
            place,
            "contradicts",
            claim=claim,
            target=row.text("target"),
            actual=row.text("actual"),
            related=[row.path("target"), row.path("actual")],
            fix=_clear_stray(row, text),
            **shared,
        )
    elif _is_stray(row, text):
        # Where a reason is due, an empty cell is no cure.
        cure = None if _needs_reason(row) else fixes.set_text("删除误入文字", place, None)
        yield hit(place, "stray", fix=cure, **shared)
    elif len(bare(_LABELS.sub("", reason))) < _SHORT and _needs_reason(row):
        yield hit(place, "short", length=len(bare(_LABELS.sub("", reason))), **shared)
    elif row.met is False and is_vague(row):
        yield hit(place, "vague", **shared)
    elif _needs_reason(row) and (past := _of_the_past(row, text)):
        yield hit(place, "past", claim=past, **shared)
    elif _needs_reason(row) and not _tells_measure(row, text):
        yield hit(place, "measure", **shared)


_YEAR_TOLD = re.compile(r"(?<![较比同与自从〔\[])(20\d{2})年")
_THIS_YEAR = re.compile(
    r"本年|今年|年内|全年|当年|下一?年|次年|明年|来年|年中|年底|[上下]半年|季度|[1-9]月"
)
_EPIDEMIC = re.compile(r"(?:新冠)?(?:肺炎)?疫情")
_LAST_OF_IT = 2023


def _of_the_past(row: RowSubject, text: str) -> str:
    """What a reason tells that is none of the form's year: an earlier year alone, or 疫情 after 2023."""
    year = row.form.view.year
    if year is None:
        return ""
    match = _EPIDEMIC.search(text)
    if (
        match is not None
        and year > _LAST_OF_IT
        and not re.search("动物|非洲|禽|猪|牲畜|病虫", text)
    ):
        return match.group(0)
    years = [int(found) for found in _YEAR_TOLD.findall(without_titles(text))]
    if years and max(years) < year and not _THIS_YEAR.search(_YEAR_TOLD.sub("", text)):
        return f"{max(years)}年"
    return ""


_MEASURE = re.compile(
    r"(?:^|[，。；、,;：:])(?:拟|准备|计划|(?:20\d{2}|下一?|次|来|翌)(?:年度?|季度|学期|阶段))[^，。；,;]{0,20}?"
    r"(?:纳入|列入|补做|开展|设置|设定|统一|补|增|加|优化|调整|规范|落实|组织|推进|建立|明确|扩大|制定|改|通报|安排|细化|压实)"
)
_MEASURE_TAKEN = re.compile(
    r"已(?:经)?[^，。；,;]{0,6}?(?:整改|回访|约谈|补齐|补充|调整|培训|通报|更换|修复|恢复|协调|优化|规范|解释)"
)


_MEASURE_HEAD = re.compile(
    r"(?:^|[，。；、,;：:])(?:并|同时|要|应|需|再|进一步)*(?:提高|提升|加强|严格|细化|压实|做好|抓好|争取|确保|力争|合理|科学|纳入|"
    r"完善|优化|加大|加快|强化|健全|落实|督促|组织|开展|增加|调整|及时)"
)
_SOLVED = re.compile(
    r"(?:排查|检修|维修|更换|协调|处理|沟通|整改|抢修)[^，。；]{0,6}?(?:后|已|予以|得到)[^，。；]{0,4}?"
    r"(?:解决|恢复|修复|完成|消除)|已(?:经)?(?:解决|恢复|修复)"
)


def _tells_measure(row: RowSubject, text: str) -> bool:
    """Whether a reason says what is or was done about it, at the beginning of a clause."""
    if row.words.found("measure", text):
        return True
    if _MEASURE_HEAD.search(text) or _SOLVED.search(text):
        return True
    return _MEASURE.search(text) is not None or _MEASURE_TAKEN.search(text) is not None


def _clear_stray(row: RowSubject, text: str) -> Fix | None:
    return (
        fixes.set_text("删除误入文字", row.path("deviation"), None)
        if _STRAY.fullmatch(text) and not _needs_reason(row)
        else None
    )


def _needs_reason(row: RowSubject) -> bool:
    return row.deducted is not None or row.met is False


def _is_stray(row: RowSubject, text: str) -> bool:
    """Whether a cell holds a bare value, or another cell of the row."""
    others = {
        bare(row.text(name)) for name in ("target", "actual", "level3", "score", "weight")
    } - {""}
    return _STRAY.fullmatch(text) is not None or bare(text) in others


def _contradiction(row: RowSubject, text: str) -> str:
    """The part of a reason that names another target or actual than the row, or another outcome."""
    for match in _CLAIM.finditer(text):
        what, value = match.group("what"), match.group("value")
        side = row.target if "标" in what else row.actual
        claimed = read_actual(value.rstrip("(（"))
        if claimed.low is None or not side.numeric or side.low is None or side.high is not None:
            continue
        told = what.startswith("实际") and "%" in value and row.percent
        named = "值" in what or "标" in what or told
        if _PART_OF_YEAR.search(just_before(text, match)) or _difference(text, match):
            continue
        same_kind = claimed.unit == side.unit or not claimed.unit or not side.unit
        if named and same_kind and claimed.low not in (row.target.low, row.actual.low, side.low):
            return match.group(0)
    if (
        row.met is False
        and (found := _OVER_WORDS.search(text))
        and not (_limited(row) and re.match("超|高", found.group(0)))
        and not re.search("未|没有|不", text[: found.start()][-2:])
    ):
        return found.group(0)
    if (
        row.met is False
        and _limited(row)
        and (found := _BETTER.search(_AFTERWARDS.split(text, 1)[0]))
    ):
        return found.group(0)
    if foreign := _foreign_figure(row, text):
        return foreign
    if row.deducted is not None and row.met is not True and (found := _NO_GAP.search(text)):
        return found.group(0)
    if (
        row.met
        and row.full
        and (found := _UNMET_WORDS.search(text))
        and not (_limited(row) and found.group(0).startswith("低于"))
    ):
        return found.group(0)
    return ""


# Said of a limit that was passed, each claims the opposite.
_BETTER = re.compile(
    r"(?<!未)(?<!未能)(?<!没有)(?<!不能)(?:提前|优于|快于)(?:完成|交付|办结|目标|指标|计划|达到)|"
    r"(?:比|较)(?:目标|计划|指标)(?:值|要求)?(?:缩短|减少|降低|节约|提前|下降)|(?:低于|少于|控制在)(?:目标|指标|上限|限额)(?:值|以内|之内|内)"
)
_AFTERWARDS = re.compile(r"下一?年|明年|次年|今后|下一步|(?:改进|整改)?措施")
_DIFFERENCE = re.compile(r"(?:低于|高于|少于|超过|超出|超|差|距|比|较|与|离)[^，。；,;]{0,6}$")


def _difference(text: str, match: re.Match[str]) -> bool:
    """Whether a number tells how far from the target: 低于目标值3个百分点."""
    after = text[match.end() :]
    if re.match(r"个?(?:百分点|点)", after):
        return True
    return _DIFFERENCE.search(just_before(text, match)) is not None and "%" not in match.group(
        "value"
    )


_FIGURE = re.compile(
    r"(?:实际[^，。；,;\d]{0,6}?率(?:仅|只|为|是|达)*|(?:本年|全年|年内)?实际[^，。；,;\d率]{0,6}?|平均(?:用时|耗时|时间|时长|为)*|(?:用时|耗时|历时)(?:为|达|约)?|(?:只|仅)(?:完成|达到|有|为|开展)|(?:完成|达到|满意度|合格率|完成率|完成比例)(?:了|仅|只|为|是|达|全年|年度|目标|计划|任务|的)*)"
    r"(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>%|[\u4e00-\u9fff]{1,3})"
)
_OWN_SHARE = re.compile(r"完成率|完成比例|(?:目标|计划|任务)的")


def _foreign_figure(row: RowSubject, text: str) -> str:
    """A figure told as the row's result, in its unit or %, that is none of the row's."""
    target, actual = row.target, row.actual
    if not (target.numeric and actual.numeric) or actual.low is None or target.low is None:
        return ""
    if actual.high is not None or target.high is not None or row.met is not False:
        return ""
    unit = actual.printed_unit or target.printed_unit
    known = {target.low, actual.low, abs(target.low - actual.low)}
    for match in _FIGURE.finditer(text):
        if _PART_OF_YEAR.search(just_before(text, match)):
            continue
        value = Decimal(match.group("number").replace(",", ""))
        typed = match.group("unit")
        if typed == "%":
            ratio = actual.low * 100 / target.low if target.low else None
            if unit != "%" and ratio is not None and abs(ratio - value) < 1:
                continue
            # Of a count only 完成率 is the row's own percentage; 合格率 may be another thing's.
            same = unit == "%" or (
                ratio is not None and _OWN_SHARE.search(match.group(0)) is not None
            )
        else:
            told = text[match.start("unit") :].removeprefix("个")
            same = bool(unit) and told.startswith(unit.removeprefix("个"))
        if same and value not in known:
            return match.group(0)
    return ""


def _limited(row: RowSubject) -> bool:
    """Whether less is better: below an upper limit is met, above it is not."""
    return row.target.operator in ("<=", "<")


@rule("T13", Scope.FORM, SELF, reads=_ROW)
def reason_of_another_row(form: FormSubject) -> Iterator[Hit]:
    """T13 · 10号: a reason speaks of its own row, not of another one's matter."""
    if any(row.blank("level3") for row in form.rows):
        return
    common = frozenset(form.words.words("empty_bigrams"))
    for row in form.rows:
        if not row.reason or not _needs_reason(row) or row.satisfaction:
            continue
        named = _CAUSE_PART.search(row.reason)
        text = bare(named.group(1) if named else row.reason)
        own = bigrams(bare(row.name))
        if any(pair in text for pair in own):
            continue
        for other in form.rows:
            if other is row or row.bare_name == other.bare_name:
                continue
            # What several rows are named after (修复, 文物) is another row's all the same, if not this one's.
            theirs = bigrams(bare(other.name)) - own - common
            if _words_told(bare(other.name), theirs, text) >= _MEANT:
                yield hit(
                    row.path("deviation"),
                    "other_row",
                    label=row.label,
                    reason=shown(row.reason),
                    other=other.label,
                    related=[other.path("deviation")],
                )
                break


def _words_told(name: str, own: frozenset[str], text: str) -> int:
    """How many words of a name's own stand in a text; 示范点 is one word, not two pairs."""
    told = run = 0
    for at in range(len(name)):
        pair = name[at : at + 2]
        if pair in own and pair in text:
            run += 1
            continue
        # A run of so many pairs is one character more: 修复馆藏文物 are three words, 示范点 is one.
        told += (run + 1) // 2
        run = 0
    return told


_MEANT = 2
"""So many words of another row's name in a reason speak of that row."""


@rule("T13", Scope.FORM, SELF, reads=_ROW)
def reasons_repeated(form: FormSubject) -> Iterator[Hit]:
    """T13 · 10号: one reason on three rows and more explains none; short remarks on full rows, told once."""
    alike: dict[str, list[RowSubject]] = defaultdict(list)
    brief: list[RowSubject] = []
    for row in form.rows:
        if row.reason:
            text = bare(row.reason)
            alike[text].append(row)
            stray = _is_stray(row, without_space(normalise_signs(row.reason)))
            if (
                len(bare(_LABELS.sub("", row.reason))) < _SHORT
                and not _needs_reason(row)
                and not stray
            ):
                brief.append(row)
    told: set[str] = set()
    for rows in alike.values():
        if len(rows) >= 3:
            told.update(row.id for row in rows)
            yield hit(
                rows[0].path("deviation"),
                "repeated",
                reason=shown(rows[0].reason),
                rows=len(rows),
                label=rows[0].label,
                related=[row.path("deviation") for row in rows[1:]],
            )
    brief = [row for row in brief if row.id not in told]
    if brief:
        first = brief[0]
        yield hit(
            first.path("deviation"),
            "short",
            label=first.label,
            reason=shown(first.reason),
            length=len(bare(_LABELS.sub("", first.reason))),
            related=[r.path("deviation") for r in brief[1:]],
        )
