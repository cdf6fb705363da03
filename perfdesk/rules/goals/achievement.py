"""Chapter 6, 实际完成情况 that tells nothing of what was done: empty talk, a plan, sums that do not fit."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from perfdesk.rules.facts.subject import GOALS, FormSubject, RowSubject
from perfdesk.rules.facts.texts import bare, shown, similarity
from perfdesk.rules.goals.stated import ALIKE, small_project
from perfdesk.rules.model import BOTH, SELF, Hit, Scope, hit
from perfdesk.rules.registry import rule
from perfdesk.targets import Mention, mentions, parse_unit, same_unit
from perfdesk.values import normalise_signs, plain

_SHORT = 12
_NARRATIVE = 30
# Words that tell that all is done, and nothing else; a text of these alone says nothing.
_EMPTY_WORDS = re.compile(
    "完成|达成|实现|达到|达标|全部|全面|全年|全额|已经|已|均|都|按时|按期|按计划|按进度|按要求|圆满|顺利|基本|较好|很好|良好|"
    "优秀|正常|预期|年度|绩效|总体|各项|既定|设定|预定|确定|目标|任务|指标|工作|计划|情况|效果|的|了|本|该|我|项目|单位|部门|"
    "百分之百|100%|100|一百|率|为|其|是|于|在|度|并|且|与|和|及|也|得到|进行|开展|实施|落实|执行|有效|年初|年|20[0-9]{2}|"
    "按照|到位|完毕|结束|如期|办结|合格|符合|规定|要求|进度|时间|节点|相应|相关|所有|一切|内容|任务书|合同|约定|质量|数量|时效|"
    "成本|产出|效益|满意度|较|高|好|优|良"
)
_MONEY_ONLY = re.compile(
    r"(?:已|共|全年|实际|本年|资金|经费|金额|支出|使用|执行|支付|完成|拨付|合计|数|为){0,8}[\d,.]{1,20}[万亿]?元?整?"
)
_SEE = re.compile(r"(?:具体|内容|情况|请)?(?:详见|参见|参阅|见附|见后|另附|附后)[^，。；]{0,30}")
_SOMETHING = re.compile(r"\d|[一二两三四五六七八九十百千][个项次名人家场套件户所条期批]")


@rule("G06", Scope.FORM, SELF, reads=("goal_actual", "goal_expected", "adjusted", "money_unit"))
def achievement_says_something(form: FormSubject) -> Iterator[Hit]:
    """G06 · 10号 数据真实: 实际完成情况 tells more than 完成, an amount, or 详见报告."""
    text = form.text("goal_actual").strip()
    core = bare(text)
    if not core or copied(form) or _told_elsewhere(form):
        return
    half = normalise_signs(text)
    see = _SEE.search(half)
    # What another paper tells is not told here.
    said = bare(_SEE.sub("", half))
    talk = not _EMPTY_WORDS.sub("", said) or _MONEY_ONLY.fullmatch(said)
    short = len(said) < _SHORT and not _SOMETHING.search(said)
    if talk or short or (see and len(said) < _SHORT):
        variant = "small" if small_project(form) else ""
        yield hit(form.path("goal_actual"), variant, text=shown(text))


def copied(form: FormSubject) -> bool:
    """Whether 实际完成情况 is the goal again, of which G02 speaks."""
    goal, actual = bare(form.text("goal_expected")), bare(form.text("goal_actual"))
    return bool(goal and actual) and similarity(goal, actual, ALIKE) >= ALIKE


_KNOWN = frozenset({*GOALS, "goal_actual", "project_name", "department", "organisation", "title"})


def _told_elsewhere(form: FormSubject) -> bool:
    """Whether the form has another place for what was done, and it is filled."""
    header = form.view.form.header
    return any(
        len(text or "") >= _NARRATIVE for name, text in header.items() if name not in _KNOWN
    ) or any(len(row.text("actual")) >= _NARRATIVE for row in form.view.rows_of("goals"))


_SENTENCES = re.compile(r"[。；;！!\n]|\d{1,2}[、.．](?!\d)")
_CLAUSES = re.compile(r"[，,：:]")
_DOING = "会在对开进继完实组建推加提购按力更做确保形达全新修举安采培招发启"
_PLANNED = re.compile(
    rf"^\W{{0,3}}(?:本项目|该项目|项目|我单位|本单位|单位|全年|年度|本年度?|20\d{{2}}年度?(?:内|底前?)?)?"
    rf"(?:拟(?!定|订)|计划(?!生育|内|数|免疫|财务|外)|力争|争取|预计|准备|打算|将(?=[{_DOING}]))"
)
_NEXT = re.compile("下一步|今后|明年|下年|次年|来年|后续")
_RESULT = re.compile(
    r"已|完成了|开展了|达到了|实现了|达到|累计|共计|实际|完成(?!时)|得到|取得|超过"
)
_DONE = re.compile(r"完成(?![时率])|通过(?:了|竣工|验收)|同比|实际")


@rule("G08", Scope.FORM, SELF, reads=("goal_actual", "goal_expected", "year"))
def result_is_no_plan(form: FormSubject) -> Iterator[Hit]:
    """G08 · 10号: 实际完成情况 tells what was done, not what will be done."""
    typed = form.text("goal_actual")
    text = normalise_signs(typed)
    if not text or copied(form):
        return
    sentences = [part for part in _SENTENCES.split(text) if len(bare(part)) >= 4]
    planned = [part for part in sentences if _plans(part, form.view.year)]
    if not planned or len(planned) * 2 <= len(sentences):
        return
    if not any(_RESULT.search(part) for part in sentences if part not in planned):
        yield hit(form.path("goal_actual"), text=shown(typed.strip(), 24))


def _plans(sentence: str, year: int | None) -> bool:
    """Whether a sentence begins with a plan for this year and tells nothing done behind it."""
    head, *rest = _CLAUSES.split(sentence)
    years = [int(found) for found in re.findall(r"(?<!\d)20\d{2}(?=\s?年)", head)]
    if _NEXT.search(head) or (year is not None and any(found > year for found in years)):
        return False  # what comes next is told beside what was done
    if any(_DONE.search(clause) and not _PLANNED.match(clause) for clause in rest):
        return False
    # 为落实政策，计划培训10次: the plan may stand in the second clause.
    second = len(rest) == 1 and not _RESULT.search(head) and _PLANNED.match(rest[0])
    return bool(_PLANNED.match(head) or second) and not re.search("已|了", sentence)


class _Parts(NamedTuple):
    """A whole and its parts, as a text tells them."""

    whole: Decimal
    parts: tuple[Decimal, ...]
    unit: str
    slack: Decimal
    """By how much rounding alone may part them."""
    clause: str


_LISTED = re.compile(r"^[（(]?\s?(?:其中|包括|分别为?|包含|即)?\s?[:：,，]?")
_HEAD = re.compile(
    r"[（(](?P<inside>[^（()）]{4,300})[)）]|[,，。；;]?\s?其中[:：,，]?(?P<below>[^。\n]{4,300})"
)
_PIECES = re.compile(r"[、;；,，]|(?<=[\d元人个次套项台场名户家])[和及]")
_NOT_APART = re.compile(
    r"等|含|女|男|以上|以下|约|余|多|左右|新增|同比|增|减|%|‰|年|累计|平均|均|每|/|标准|占"
)
_NEAR = Decimal("0.2")
_BEFORE = 100
"""Characters before the parts in which their whole is looked for."""


@rule("G07", Scope.FORM, BOTH, reads=(*GOALS, "goal_actual"))
def parts_make_the_whole(form: FormSubject) -> Iterator[Hit]:
    """G07 · CS: parts told in one breath with their whole (共N，其中a、b、c) add up to it."""
    for name in (*GOALS, "goal_actual"):
        text = form.text(name)
        found = next(_unequal(text), None) if text else None
        if found is not None:
            total = sum(found.parts, Decimal(0))
            listed = " + ".join(plain(part) for part in found.parts)
            whole, gap = plain(found.whole), plain(abs(found.whole - total))
            yield hit(
                form.path(name),
                label=form.label(name),
                clause=shown(found.clause, 40),
                whole=whole,
                unit=found.unit,
                count=len(found.parts),
                total=plain(total),
                arithmetic=f"{listed} = {plain(total)}，文中 {whole}，差 {gap}",
            )


def _unequal(text: str) -> Iterator[_Parts]:
    half = normalise_signs(text)
    for match in _HEAD.finditer(half):
        before = re.split(r"[。；;\n,，]", half[max(0, match.start() - _BEFORE) : match.start()])[
            -1
        ]
        inside = match.group("inside")
        if inside is not None and not re.match(r"\s?(?:其中|包括|分别|包含|即)", inside):
            continue
        listed = _LISTED.sub("", inside or match.group("below"), count=1)
        known = _parts(before, listed, inside is None)
        if known is not None and _apart(known):
            source = text if len(text) == len(half) else half
            yield known._replace(clause=source[match.start() - len(before) : match.end()])


def _parts(before: str, listed: str, below: bool) -> _Parts | None:
    """The whole at the end of what stands before, and the parts of a list in the same unit.

    Behind 其中 (`below`) the list ends where another unit begins; a bracket holds nothing else.
    """
    wholes = mentions(before)
    listed = _until_another(listed, wholes[-1].unit) if below and wholes else listed
    if not wholes or _NOT_APART.search(listed):
        return None
    whole = wholes[-1]
    if len(before) - whole.end > 6 or "%" in whole.unit:
        return None
    parts: list[Mention] = []
    for piece in _PIECES.split(listed.rstrip("。；;)） ")):
        numbers = mentions(piece)
        if len(numbers) != 1 or not same_unit(numbers[0].unit, whole.unit):
            if len(parts) >= 2 and below:
                break  # the list has ended, and other things are told
            if numbers or not piece.strip() or len(parts) < 2:
                return None
            continue
        parts.append(numbers[0])
    if len(parts) < 2:
        return None
    scale = parse_unit(whole.unit).scale
    sizes = tuple(part.value * parse_unit(part.unit).scale / scale for part in parts)
    slack = sum((_half_unit(value) for value in (whole.value, *sizes)), Decimal(0))
    return _Parts(whole.value, sizes, whole.unit, slack, "")


def _until_another(listed: str, unit: str) -> str:
    """A list up to the first comma behind which nothing is told in its unit."""
    pieces = re.split(r"(?<=[，,；;])", listed)
    kept = 0
    for number, piece in enumerate(pieces, 1):
        if any(same_unit(found.unit, unit) for found in mentions(piece)):
            kept = number
        else:
            break
    return "".join(pieces[:kept]) or listed


def _half_unit(value: Decimal) -> Decimal:
    """Half a unit of the last decimal that a number was typed with; whole numbers are exact."""
    exponent = value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return Decimal(5).scaleb(-places - 1) if places else Decimal(0)


def _apart(known: _Parts) -> bool:
    """Whether the parts miss the whole, by more than rounding and less than another matter would."""
    gap = abs(sum(known.parts, Decimal(0)) - known.whole)
    return known.slack < gap <= known.whole * _NEAR


@rule("G07", Scope.FORM, BOTH, reads=("level3", "target", "actual"))
def rows_make_the_whole(form: FormSubject) -> Iterator[Hit]:
    """G07 · CS: rows that begin with 其中 add up to the row above them."""
    for number, row in enumerate(form.rows):
        parts: list[RowSubject] = []
        for below in form.rows[number + 1 :]:
            if not below.name.startswith("其中") and not (parts and below.name[:1] in "：:-—"):
                break
            parts.append(below)
        if len(parts) < 2:
            continue
        for name in ("target", "actual"):
            readings = [getattr(each, name) for each in (row, *parts)]
            units = {reading.printed_unit for reading in readings}
            if len(units) != 1 or "%" in units or any(r.low is None for r in readings):
                continue
            whole, *sizes = (reading.low for reading in readings)
            total = sum(sizes, Decimal(0))
            if total != whole:
                yield hit(
                    row.path(name),
                    "rows",
                    label=row.label,
                    whole=plain(whole),
                    unit=units.pop(),
                    count=len(sizes),
                    total=plain(total),
                    related=[each.path(name) for each in parts],
                )
                break
