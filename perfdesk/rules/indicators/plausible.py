"""Chapter 5, targets that can hardly be meant: wrong direction, opposite words, impossible numbers."""

import re
from calendar import isleap
from collections.abc import Iterator
from datetime import date, timedelta

from perfdesk.findings import Fix
from perfdesk.rules import fixes
from perfdesk.rules.facts.subject import RowSubject, rate_name
from perfdesk.rules.facts.texts import unbracketed
from perfdesk.rules.model import DECLARATION, Hit, Scope, hit, told
from perfdesk.rules.registry import rule
from perfdesk.targets import Kind, is_count, is_money, is_time, parse_unit, unit_contradicts_name
from perfdesk.values import without_space

_ROW = ("target", "level3", "level1", "level2")


@rule("I09", Scope.ROW, DECLARATION, reads=_ROW)
def direction(row: RowSubject) -> Iterator[Hit]:
    """I09 · 101号 正/反向: services and people are not limited, faults and waiting are."""
    target = row.target
    if not target.explicit or target.high is not None or unit_contradicts_name(row.name, target):
        return  # of the unit T04 speaks
    shared = told(label=row.label, target=row.text("target"))
    place = row.path("target")
    if target.kind is Kind.DATE and target.operator in (">=", ">") and _FINISHED.search(row.name):
        yield hit(place, "bad", word="完成时间", fix=_turned(row, "≤"), **shared)
    if not target.numeric or target.low is None or target.low <= 0:
        return
    if target.operator in ("<=", "<"):
        word = _more_is_better(row)
        if word:
            word = f"{word}数" if word.endswith("人") else word
            yield hit(place, "service", word=word, fix=_turned(row, "≥"), **shared)
    elif target.operator in (">=", ">"):
        word = _less_is_better(row)
        if word:
            yield hit(place, "bad", word=word, fix=_turned(row, "≤"), **shared)


def _more_is_better(row: RowSubject) -> str:
    """The word that makes a row an amount of services or people, "" when a limit makes sense."""
    words, name, unit = row.words, row.name, row.target.printed_unit
    if lasting := words.found("long_is_good", name):
        return lasting
    if rate_name(name):
        if words.found("negative_rate", name) and not words.found("incident_handled", name):
            return ""
        high = _HIGH_SHARE <= (row.target.low or 0) < 100
        return "比率" if high or words.found("good_rate", name) else ""
    if _GRADED.search(name) and parse_unit(unit).base == "分":
        return "得分"
    if _GAINED.match(name) and "效益" in row.view.level1:
        return "效益"
    if (
        words.found("capped_amount", name.replace("水土流失", ""))
        or row.about_cost
        or row.about_incident
        or is_time(unit)
    ):
        return ""
    people = parse_unit(unit).base in ("人", "人次")
    counted = is_count(unit) and "数量" in row.view.level2
    ends = re.search(r"[^指系参]数$", name) is not None
    built = "数量" in row.view.level2 and _BUILT.search(name) and _MEASURED.search(unit)
    by_kind = people or counted or ends or built
    return words.found("service_amount", name) or ("数量" if by_kind else "")


_GAINED = re.compile(r"(?:新增|带动|拉动|吸引|引进|撬动)(?!.*(?:债务|能耗|排放|投诉|欠|不良))")
_BUILT = re.compile(
    r"新建|改造|养护|维修|修缮|绿化|种植|治理|清淤|铺设|修复|建设|疏|管护|抚育|保洁|修补|建成|探测|恢复|"
    r"服务面积|清运|布展|更新|测绘|普查|巡护|巡查"
)
_MEASURED = re.compile(r"公里|千米|^米|平方|㎡|亩|公顷|立方|吨")
_HIGH_SHARE = 90
_GRADED = re.compile(r"(?:得分|评分|分数|满意度)$")
_FINISHED = re.compile(
    r"(?:完成|完工|竣工|开工|到位|到货|提交|报送|开放|开学|发放|拨付|安装|交付|签约|验收|上线|印发|配送|到校|投用)"
    r"[^，]{0,4}(?:时间|时限|日期|节点)$"
)


_QUICK = re.compile(
    r"响应|及时|到达|到场|修复|排除|办结|候诊|等待|等候|排队|处置|处理|恢复|审批|延误|中断|停机"
)
_TIME_LIMIT = re.compile(
    r"(?<!服务)(?<!学习)(?<!培训)(?:时限|期限|(?:完成|办理|出具|拨付|发放|审核|交付|送达|配发|到货|取药|候车|报告|接听|发布|推送|发送|上传|录入|转办|分派|签发|核发|开具|通知|告知)(?:时间|时长)"
    r"|[一-鿿]至[一-鿿]{1,6}(?:时间|时长))$"
)
# The time that one thing takes: 单次查档时间, 平均通行时间. How long people do something may well be more.
_TIME_TAKEN = re.compile(
    r"(?:单次|单笔|单件|每次|每件|每笔|人均|平均)(?!.*(?:锻炼|活动|学习|培训|服务|开放|运行|播|续航|保存|值|睡眠|劳动|阅读|志愿|照明|课|"
    r"无故障|间隔|训练|演练|授课|使用|在线|停留|游览|供))[一-鿿]{1,8}(?:时间|时长|用时|耗时)$"
)
_TAKEN_IN = frozenset({"秒", "分钟", "小时"})
_SHORT_TIMES = frozenset({"秒", "分钟", "小时", "天", "工作日"})


def _less_is_better(row: RowSubject) -> str:
    """The word that makes a row count faults, complaints, waiting or cost, "" when more is good."""
    words, name = row.words, row.name
    if words.found("long_is_good", name) or words.found("decrease_name", name):
        return ""  # 办理时限压缩比例 is the more the better
    if not rate_name(name):
        if slow := words.found("slow_time", name):
            return slow
        quick = _QUICK.search(name) or _TIME_LIMIT.search(name)
        if quick and parse_unit(row.target.printed_unit).base in _SHORT_TIMES:
            return f"{quick.group(0).removesuffix('时间')}时间"
        taken = _TIME_TAKEN.search(name)
        if taken and parse_unit(row.target.printed_unit).base in _TAKEN_IN:
            return taken.group(0)
        if _PRICE.search(name) and not _PRICE_TO_BE_HIGH.search(name):
            return "成本"
        level, unit = row.view.level1 + row.view.level2, row.target.printed_unit
        if "成本" in level and is_money(unit) and not _PRICE_TO_BE_HIGH.search(name):
            return "成本"
        if stopped := _STOPPED.search(name):
            return stopped.group(1)
    return _bad_count(row) or _bad_rate(name)


_PRICE = re.compile(
    r"(?:成本|造价|单价|控制成本数|控制数|采购价|租金|(?:采购|租赁|服务|维护|运维|购置|物业|检测|印刷|宣传|管理)(?:费用?|经费))$"
)
_PRICE_TO_BE_HIGH = re.compile(r"节约|节省|降低|减少|下降|压缩|收购|保底|最低")
_STOPPED = re.compile(r"(中断|停机|宕机|死机|超时|逾期|违约)(?:次数|数|时长|时间)$")


_BAD_RATE = re.compile(
    r"(?:不合格|差错|流失|逾期|超标|返工|漏检|漏报|误报|误诊|丢失|破损|违约|违规|退件|失败|缺陷|辍学|"
    r"空置|再犯罪?|犯罪|发案|病死|死亡|感染|损耗|淘汰|受害)率$"
)


def _bad_rate(name: str) -> str:
    """The rate that is to be low, "" when it is none or is told as lowered."""
    match = _BAD_RATE.search(unbracketed(name))
    return match.group(0) if match and not re.search("控制|零|无|未|防|检出|发现", name) else ""


_COUNTED_TAIL = re.compile(
    r"(?:的)?(?:案件|事件|行为|问题)?(?:发生|出现|重复)*(?:率|数|次数|件数|起数|数量|情况数?|次|性|比例|占比)?(?:[(（].*)?"
)


def _bad_count(row: RowSubject) -> str:
    """The word that makes a row count faults, "" when it counts what is done about them."""
    name = row.name
    told = row.words.pattern("incident").findall(name)
    word = told[-1] if told else ""
    handled = not row.about_incident
    if not word or handled or re.search("零|无|未|演练|培训|宣传|防", name):
        return ""
    return word if _COUNTED_TAIL.fullmatch(name[name.rindex(word) + len(word) :]) else ""


def _turned(row: RowSubject, sign: str) -> Fix:
    text = row.text("target").strip()
    typed = row.target.typed_operator
    rest = (
        re.sub(r"^[<>=≤≥＜＞＝]+", "", text)
        if re.match(r"[<>=≤≥＜＞＝]", text)
        else text.replace(typed, "", 1)
    )
    return fixes.set_text(f"改为“{sign}{rest}”", row.path("target"), f"{sign}{rest}")


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
        and "年" not in row.name.replace("年度", "")
        and not row.words.found("lifetime", row.name)
    ):
        yield hit(row.path("target"), "months", **shared)
    if unit not in ("天", "工作日", "日"):
        return
    days = 366 if year is None or isleap(year) else 365
    if most > (366 if target.operator == "=" or year is None else days) and not row.words.found(
        "lifetime", row.name
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
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range(366 if isleap(year) else 365))
    return sum(day.weekday() < 5 for day in days) - holidays
