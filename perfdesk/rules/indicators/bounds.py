"""Chapter 5, targets that say nothing: that cannot be missed or met, of another year, inputs as outputs."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from perfdesk.rules import fixes
from perfdesk.rules.facts.subject import RowSubject, rate_name
from perfdesk.rules.facts.texts import shown, unbracketed
from perfdesk.rules.model import BOTH, Hit, Scope, hit, told
from perfdesk.rules.registry import rule
from perfdesk.targets import Kind, is_money
from perfdesk.values import State, read_date, without_space

_HUNDRED = Decimal(100)
_LOW_SHARE = Decimal(80)
# Shares that may pass 100 %, and changes that may be below 0: their bounds say something.
_OPEN_ENDED = re.compile(
    r"增长|增幅|增速|增加|提高|提升|上升|下降|降低|减少|变动|变化|同比|环比|成本|控制|预算|支出|执行|资金|"
    r"投诉|负债|杠杆|使用率|利用率|占用|占比|周转|负荷|达产|折旧|税|价|超|浮|收益|回报|利润|结余|盈亏|差额|净|产能|"
    r"床位|药占|耗材|抗菌|排放|能耗|流失|死亡|感染|发生|差错|故障|逾期|违约|空置|淘汰|辍学|失业|赔付|偏差|误差|温度|海拔"
)
_PLAN = re.compile(r"完成率|完成比例|实现率|达成率|任务率|目标率|招生率|收缴率|入库率")
_CAPPED = re.compile(
    r"合格率|优良率|覆盖率|及时率|准确率|达标率|到位率|知晓率|通过率|参与率|参训率|发放率|就诊率|修复率|响应率|"
    r"办结率|处置率|入学率|巩固率|普及率|公开率|建档率|识别率|签约率|完好率|回复率|处理率|合规率|开通率|安装率|"
    r"配备率|检测率|抽检率|受益率|规范率|满意率|满意度|成活率|验收率|归档率|接种率|筛查率|保障率|供水率|上线率|正常率"
)
_QUALITY = re.compile(r"合格率|优良率|达标率|验收通过率")


@rule("I21", Scope.ROW, BOTH, reads=("target", "level3", "level1", "level2"))
def target_binds(row: RowSubject) -> Iterator[Hit]:
    """I21 · 101号 可衡量: a target can be missed and can be met: no ≥0, no ≤100% of a rate."""
    target, name = row.target, unbracketed(row.name)
    if not target.numeric or target.low is None or target.high is not None or not name:
        return
    place = row.path("target")
    shared = told(label=row.label, target=row.text("target"))
    satisfied = row.satisfaction and "投诉" not in name
    # 不合格率 and 未覆盖率 are to be low: of their direction I09 speaks.
    if re.search("不合格|不达标|未[一-鿿]{1,4}率", name):
        return
    open_ended = _OPEN_ENDED.search(name) and not satisfied and not _CAPPED.search(name)
    due = satisfied or _QUALITY.search(name)
    share = target.kind is Kind.PERCENT and (rate_name(name) or satisfied)
    if target.operator == ">=" and target.low == 0 and not _OPEN_ENDED.search(name):
        yield hit(place, "never_missed", **shared)
    elif not share or open_ended:
        return
    elif target.operator in ("<=", "<") and target.low >= _HUNDRED and not _PLAN.search(name):
        yield hit(place, "never_missed", **shared)
    elif target.operator == ">" and target.low >= _HUNDRED and _CAPPED.search(name):
        yield hit(place, "never_met", **shared)
    elif satisfied and target.operator in ("=", ">=") and target.low == _HUNDRED:
        yield hit(place, "all_satisfied", **shared)
    elif target.operator == ">=" and target.low == _HUNDRED and _CAPPED.search(name):
        yield hit(place, "capped", fix=fixes.set_text("改为“=100%”", place, "=100%"), **shared)
    elif target.operator in (">=", "=", ">") and 0 < target.low < _LOW_SHARE and due:
        yield hit(place, "low", **shared)


_YEARS_TOLD = re.compile(r"(?<!\d)(20\d{2})(?=\s*(?:年|[-./]\s?\d{1,2}(?!\d)))")
_BASE = re.compile(r"(?:较|比|同比|基数|上年|对比|自)[^，。；]{0,6}$")
_SEVERAL_YEARS = re.compile(
    r"十[三四五六]五|跨年|分期|尾款|续建|结转|[一二三四五]期|20\d{2}\s?年?\s?[-—–~～至]\s?20\d{2}"
)


@rule(
    "I22",
    Scope.ROW,
    BOTH,
    reads=("target", "level2", "level3", "term"),
    context=("year", "start_date", "end_date", "period", "project_name"),
)
def time_within_year(row: RowSubject) -> Iterator[Hit]:
    """I22 · CS: a time target lies in the form's year, and not after 计划完成日期."""
    text, form = row.text("target"), row.form
    timed = row.target.kind is Kind.DATE or "时效" in row.view.level2
    if not timed or _SEVERAL_YEARS.search(f"{form.project_name}，{row.name}，{text}"):
        return
    place, shared = row.path("target"), told(label=row.label, target=shown(text))
    years = {
        int(match.group(1))
        for match in _YEARS_TOLD.finditer(text)
        if not _BASE.search(text[: match.start()])
    }
    first, last = _period(row)
    if years and first and last and not any(first <= year <= last for year in years):
        known = f"{first}" if first == last else f"{first}—{last}"
        yield hit(place, year=known, **shared)
        return
    end = read_date(form.text("end_date"))
    due = row.target.end
    if end.state is not State.FILLED or end.last is None or due is None or due.month is None:
        return
    due_day = _day(due.year or end.last.year, due.month, due.day)
    if due.year is None and form.years and form.years[0] != form.years[1]:
        return  # 12月底前 of which of the years?
    if due_day is not None and due_day > end.last:
        yield hit(place, "late", end=form.text("end_date"), **shared)


def _period(row: RowSubject) -> tuple[int, int]:
    """First and last year in which the work may be done; 0 where that is not known."""
    form = row.form
    years = [int(y) for y in re.findall(r"(?<!\d)20\d{2}(?!\d)", form.text("period"))]
    if form.years and all(form.years):
        years += form.years
    if form.view.year is not None:
        years.append(form.view.year)
    return (min(years), max(years)) if years else (0, 0)


def _day(year: int, month: int, day: int | None) -> date | None:
    """The day, or the first of the month: 12月 may mean any of its days."""
    try:
        return date(year, month, day or 1)
    except ValueError:
        return None  # a day that does not exist is no time to compare


_INPUT_NAME = re.compile(
    r"(?:资金到位率|资金落实率|预算执行率|资金执行率|预算完成率|资金支付率|资金使用率|支出额?|(?<!误工)经费|投入金额|资金投入)$"
)
_GAIN = re.compile(
    r"收入|产值|税|增收|销售|营业|投资|引资|招商|利润|经济|节约|节省|减少|降低|挽回|追回|追缴|收缴|清收|"
    r"补贴|补助|救助|慰问|奖励|资助|抚恤|赔偿|保费|贷款|融资|担保|带动|拉动|交易|成交|募|捐|成本|价|人均|户均|消费|增加值|损失"
)


@rule("I23", Scope.ROW, BOTH, reads=("target", "level1", "level2", "level3"))
def output_is_no_input(row: RowSubject) -> Iterator[Hit]:
    """I23 · 101号: money that is put in is no output and no benefit."""
    level = without_space(row.view.level1 + row.view.level2)
    name = unbracketed(row.name)
    if not name or "成本" in level or _GAIN.search(name):
        return
    counted = "数量" in level or "效益" in level
    paid = counted and row.target.numeric and is_money(row.target.printed_unit)
    if paid or (_INPUT_NAME.search(name) and not re.search("群众|居民|农户|企业", name)):
        yield hit(row.path("level3"), label=row.label)
