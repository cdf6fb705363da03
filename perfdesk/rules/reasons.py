"""Chapter 4, deviation explanations: missing, needless, contradicting, copied along."""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from perfdesk.findings import Fix
from perfdesk.rules import fixes
from perfdesk.rules.facts.subject import FormSubject, RowSubject
from perfdesk.rules.facts.texts import bare, shown
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


def is_vague(row: RowSubject) -> bool:
    """Whether a reason only says 有待进一步提高: no number, no cause."""
    text = row.reason
    named = _CAUSE_PART.search(text)
    part = named.group(1) if named and named.group(1).strip() else text
    words = row.words
    part = without_space(part)
    rest = part.replace(row.name, "")
    return (
        bool(words.found("vague_reason", rest))
        and not re.search(r"\d", rest)
        and not words.found("reason_cause", rest)
    )


@rule("T09", Scope.ROW, SELF, reads=_ROW)
def lost_points_explained(row: RowSubject) -> Iterator[Hit]:
    """T09 · 10号, SYS (save refused): points lost need 偏差原因及改进措施."""
    if row.deducted is None or row.reason:
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
    r"\s*(?:为|是|[:：])?\s*(?P<value>[≥≤<>=＝]{0,2}\s*\d[\d,]*(?:\.\d+)?\s*[(（]?[%％]?)"
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
    r"超额完成|超过(?:目标|指标|计划)|超出(?:目标|指标|计划)|高于(?:目标|指标)|超计划|全部完成|已达到目标|圆满完成|"
    r"已(?:经)?(?:全面|全部|圆满|按[期时]|如期)?完成了?(?:年度|年初|全年|预期|既定|绩效)(?:目标|指标|任务|计划)|"
    r"(?:未发生|不存在|没有)偏差|(?<![未为能以保争不])达到了?(?:年度|年初|预期|既定|绩效)*(?:目标|指标)(?:要求)?(?=[，。；]|$)"
)


@rule("T13", Scope.ROW, SELF, reads=_ROW)
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
        yield hit(place, "stray", fix=fixes.set_text("删除误入文字", place, None), **shared)
    elif len(bare(_LABELS.sub("", reason))) < _SHORT and _needs_reason(row):
        yield hit(place, "short", length=len(bare(_LABELS.sub("", reason))), **shared)
    elif row.deducted is not None and not _tells_measure(row, text):
        yield hit(place, "measure", **shared)


_MEASURE = re.compile(
    r"(?:^|[，。；、,;：:])(?:拟|准备|计划|(?:20\d{2}|下一?|次|来|翌)(?:年度?|季度|学期|阶段))[^，。；,;]{0,20}?"
    r"(?:开展|设置|设定|统一|补|增|加|优化|调整|规范|落实|组织|推进|建立|明确|扩大|制定|改|通报|安排|细化|压实)"
)
_MEASURE_TAKEN = re.compile(
    r"已(?:经)?[^，。；,;]{0,6}?(?:整改|回访|约谈|补齐|补充|调整|培训|通报|更换|修复|恢复|协调|优化|规范|解释)"
)


def _tells_measure(row: RowSubject, text: str) -> bool:
    """Whether a reason says what is or was done about it, at the beginning of a clause."""
    if row.words.found("measure", text):
        return True
    return _MEASURE.search(text) is not None or _MEASURE_TAKEN.search(text) is not None


def _clear_stray(row: RowSubject, text: str) -> Fix | None:
    return (
        fixes.set_text("删除误入文字", row.path("deviation"), None)
        if _STRAY.fullmatch(text)
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
        if _PART_OF_YEAR.search(text[: match.start()]):
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
        row.met
        and row.full
        and (found := _UNMET_WORDS.search(text))
        and not (_limited(row) and found.group(0).startswith("低于"))
    ):
        return found.group(0)
    return ""


def _limited(row: RowSubject) -> bool:
    """Whether less is better: below an upper limit is met, above it is not."""
    return row.target.operator in ("<=", "<")


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
