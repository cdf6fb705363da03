"""The 自评报告 and the monitoring report in the outlines of YEAR.md 6, every figure from the forms.

A sentence stands only where the forms carry it; where only a person can write there is a marked blank.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, Literal

from perfdesk.io.word_writer.document import (
    Blank,
    Block,
    Heading,
    TextDocument,
    TextTable,
    plain_text,
    said,
    to_fill,
)
from perfdesk.session.money_units import money_text
from perfdesk.session.report.year_figures import IndicatorResult, YearFigures
from perfdesk.values import format_decimal

Outline = Literal["project", "transfer", "monitoring"]
OUTLINES: Final[dict[Outline, str]] = {
    "project": "项目支出绩效自评报告",
    "transfer": "转移支付绩效自评报告",
    "monitoring": "绩效运行监控报告",
}
_LISTED: Final = 200
"""Rows of a table: a report that lists more is read by nobody, and says how many it leaves out."""
_SHARES: Final = {
    "project": 32,
    "initial": 17,
    "adjusted": 17,
    "executed": 17,
    "rate": 15,
    "score": 15,
}
_NUMBERS: Final = "一二三四五六七八九十"


def narrative(figures: YearFigures, outline: Outline) -> TextDocument:
    """The report of a year in one of the three outlines."""
    unit = _who(figures)
    title = f"{figures.table.year}年度{OUTLINES[outline]}"
    return TextDocument(
        f"{unit}{title}" if unit else title,
        "",
        tuple(_OUTLINES[outline](figures)),
        author=unit,
    )


def words_of(document: TextDocument) -> str:
    """The words of a report, blanks in 【】, for a preview."""
    return f"{document.title}\n\n{plain_text(document.blocks)}"


def _project(figures: YearFigures) -> Iterator[Block]:
    yield from _chapters(
        ("基本情况", _basics(figures)),
        ("自评工作组织情况", iter([to_fill("自评工作的组织、分工、过程和方法")])),
        ("综合评价结论", _conclusion(figures)),
        ("绩效指标分析", _indicators(figures)),
        ("主要经验、存在的问题和原因分析", _problems(figures)),
        ("改进措施和建议", iter([to_fill("下一步改进措施、对预算安排和绩效管理的建议")])),
    )


def _transfer(figures: YearFigures) -> Iterator[Block]:
    yield from _chapters(
        (
            "绩效目标分解下达情况",
            iter(
                [
                    to_fill("上级下达资金和绩效目标的文号、时间、金额，本级分解下达的情况"),
                    *_budget(figures),
                ]
            ),
        ),
        ("绩效目标完成情况分析", _transfer_completion(figures)),
        ("偏离绩效目标的原因和下一步改进措施", _problems(figures)),
        ("绩效自评结果拟应用和公开情况", iter([to_fill("自评结果的应用安排，公开的时间和方式")])),
        ("其他需要说明的问题", iter([to_fill("其他需要说明的问题，没有的写“无”")])),
    )


def _monitoring(figures: YearFigures) -> Iterator[Block]:
    yield from _chapters(
        ("项目支出基本情况", _monitoring_basics(figures)),
        ("监控工作开展情况", _monitoring_work(figures)),
        ("存在的问题", iter([to_fill("监控中发现的问题和原因")])),
        ("下一步措施", iter([to_fill("下一步措施、预计全年完成情况、是否需要调整预算或目标")])),
    )


_OUTLINES: Final[dict[Outline, Callable[[YearFigures], Iterator[Block]]]] = {
    "project": _project,
    "transfer": _transfer,
    "monitoring": _monitoring,
}


def _chapters(*chapters: tuple[str, Iterator[Block]]) -> Iterator[Block]:
    for number, (heading, blocks) in enumerate(chapters):
        yield Heading(1, f"{_NUMBERS[number]}、{heading}")
        yield from blocks


def _basics(figures: YearFigures) -> Iterator[Block]:
    yield Heading(2, "（一）项目和预算情况")
    yield said(_count(figures), _new(figures))
    yield from _budget(figures)
    yield Heading(2, "（二）项目概况和立项背景")
    yield to_fill("各项目的立项依据、背景和主要内容")
    yield Heading(2, "（三）绩效目标")
    yield from _goals(figures)
    yield from _projects_table(figures)


def _amounts(figures: YearFigures, labels: Mapping[str, str]) -> Iterator[Block]:
    """The sums of the year that there are, with the rate, then what stands beside them."""
    parts = [
        f"{label}{_money(figures.total(key))}{figures.table.money_unit}"
        for key, label in labels.items()
        if figures.total(key) is not None
    ]
    rate = figures.total("rate")
    if parts:
        more = f"，执行率{_percent(rate)}" if rate is not None else ""
        yield said("，".join(parts) + more + "。")
    yield from (said(note) for note in figures.table.left_of_totals)


def _budget(figures: YearFigures) -> Iterator[Block]:
    unit = figures.table.money_unit
    yield from _amounts(
        figures, {"initial": "年初预算", "adjusted": "全年预算", "executed": "全年执行"}
    )
    if figures.changes:
        up = [change for change in figures.changes if change.difference > 0]
        down = [change for change in figures.changes if change.difference < 0]
        moved = []
        if up:
            total = sum((c.difference for c in up), Decimal(0))
            moved.append(f"调增{len(up)}个，共{_money(total)}{unit}")
        if down:
            total = -sum((c.difference for c in down), Decimal(0))
            moved.append(f"调减{len(down)}个，共{_money(total)}{unit}")
        yield said(
            f"年中预算有调整的项目{len(figures.changes)}个：{'；'.join(moved)}。",
            Blank("预算调整的原因和批复文号"),
        )


def _goals(figures: YearFigures) -> Iterator[Block]:
    for view in figures.views:
        goal = (view.text("goal_expected") or view.text("goal_annual") or "").strip()
        if goal:
            name = view.project_name
            yield said(f"{name}：{_one_line(goal)}" if name else _one_line(goal))
    missing = sum(
        not (view.text("goal_expected") or view.text("goal_annual")) for view in figures.views
    )
    if missing:
        yield to_fill(f"有{missing}张表没有填写绩效目标，请补写")


def _projects_table(figures: YearFigures) -> Iterator[Block]:
    keys = ("project", "initial", "adjusted", "executed", "rate", "score", "grade")
    columns = [column for column in figures.table.columns if column.key in keys]
    if not figures.table.rows or not any(column.key == "project" for column in columns):
        return
    rows = [
        tuple(figures.table.cell(row, column.key).text for column in columns)
        for row in (*figures.table.rows[:_LISTED], figures.table.total)
    ]
    shares = tuple(_SHARES.get(column.key, 12) for column in columns)
    yield TextTable(tuple(column.label for column in columns), tuple(rows), shares)
    if len(figures.table.rows) > _LISTED:
        yield said(
            f"表中只列前{_LISTED}个项目，其余{len(figures.table.rows) - _LISTED}个见汇总表。"
        )


def _conclusion(figures: YearFigures) -> Iterator[Block]:
    mean, scored = figures.total("score"), figures.counted("score")
    if mean is not None:
        parts = [f"{scored}个项目有自评得分，平均{format_decimal(mean, 2)}分"]
        if figures.weighted_score is not None and scored > 1:
            parts.append(f"按全年预算数加权平均{format_decimal(figures.weighted_score, 2)}分")
        yield said("，".join(parts) + "。")
    if figures.grades:
        spread = "，".join(f"“{grade}”{count}个" for grade, count in figures.grades.items())
        without = len(figures.views) - sum(figures.grades.values())
        rest = f"，未填等级{without}个" if without else ""
        yield said(f"评分等级：{spread}{rest}。")
    unscored = len(figures.views) - scored
    if unscored:
        yield to_fill(f"有{unscored}个项目没有总分，请补填后重新生成")
    yield to_fill("对项目实施和绩效的总体评价")


def _indicators(figures: YearFigures) -> Iterator[Block]:
    yield said(_met_text("全部指标", figures.results))
    for number, (level, results) in enumerate(figures.by_level1().items()):
        if number < len(_NUMBERS):
            yield Heading(2, f"（{_NUMBERS[number]}）{_one_line(level)}")
        yield said(_met_text("", results))
    yield from _unmet_table(figures)


def _met_text(name: str, results: Sequence[IndicatorResult]) -> str:
    met = sum(result.met is True for result in results)
    unmet = sum(result.met is False for result in results)
    open_ones = len(results) - met - unmet
    parts = [f"{name}共{len(results)}个"]
    if met:
        parts.append(f"达到年度指标值的{met}个")
    if unmet:
        parts.append(f"未达到的{unmet}个")
    if open_ones:
        parts.append(f"程序不能判断是否达到的{open_ones}个")
    return "，".join(parts) + "。"


def _unmet_table(figures: YearFigures) -> Iterator[Block]:
    unmet = figures.unmet
    if not unmet:
        return
    yield said("未达到年度指标值的指标如下：")
    rows = tuple(
        (r.project, r.name, r.target, r.actual, r.reason or "（表中未写原因，请补充）")
        for r in unmet[:_LISTED]
    )
    heads = ("项目", "指标", "年度指标值", "实际完成值", "偏差原因及改进措施")
    yield TextTable(heads, rows, (22, 22, 14, 14, 32))
    if len(unmet) > _LISTED:
        yield said(f"表中只列前{_LISTED}个，其余{len(unmet) - _LISTED}个见各表。")


def _problems(figures: YearFigures) -> Iterator[Block]:
    with_reason = [result for result in figures.unmet if result.reason]
    if figures.unmet:
        without = len(figures.unmet) - len(with_reason)
        more = f"，其中{without}个表中没有写原因" if without else ""
        yield said(f"未达到年度指标值的指标{len(figures.unmet)}个{more}。")
    yield to_fill("主要经验、存在的问题和原因")


def _transfer_completion(figures: YearFigures) -> Iterator[Block]:
    yield Heading(2, "（一）资金投入情况")
    yield from _budget(figures)
    yield to_fill("资金到位和资金管理情况")
    yield Heading(2, "（二）总体绩效目标完成情况")
    for view in figures.views:
        done = (view.text("goal_actual") or "").strip()
        if done:
            name = f"{view.project_name}：" if view.project_name else ""
            yield said(f"{name}{_one_line(done)}")
    yield to_fill("总体绩效目标完成情况")
    yield Heading(2, "（三）绩效指标完成情况")
    yield said(_met_text("绩效指标", figures.results))
    for level, results in figures.by_level1().items():
        yield said(f"{_one_line(level)}：", _met_text("", results))
    yield from _unmet_table(figures)


def _monitoring_basics(figures: YearFigures) -> Iterator[Block]:
    yield said(_count(figures))
    yield from _amounts(
        figures, {"initial": "年初预算", "executed": "已执行", "expected": "预计全年执行"}
    )
    yield to_fill("项目期限、主要内容和资金到位情况")


def _monitoring_work(figures: YearFigures) -> Iterator[Block]:
    yield to_fill("监控工作的组织、项目管理情况")
    filled = sum(bool(result.actual) for result in figures.results)
    yield said(f"各表共有指标{len(figures.results)}个，已填完成情况的{filled}个。")
    explained = [result for result in figures.results if result.reason]
    if explained:
        yield said("与目标有差异并写明原因的指标如下：")
        rows = tuple((r.project, r.name, r.target, r.actual, r.reason) for r in explained[:_LISTED])
        heads = ("项目", "指标", "年度指标值", "完成情况", "原因")
        yield TextTable(heads, rows, (22, 22, 14, 14, 32))


def _count(figures: YearFigures) -> str:
    views = figures.views
    whole = all(view.kind.about_unit for view in views)
    kind = views[0].kind.name
    noun = f"{kind}{len(views)}张" if whole else f"项目{len(views)}个"
    many = len(figures.units)
    return f"{figures.table.year}年度共有{noun}{f'，涉及{many}个单位' if many > 1 else ''}。"


def _new(figures: YearFigures) -> str:
    new = figures.new_projects
    return (
        f"其中年中新增{len(new)}个：{'、'.join(_one_line(name) for name in new)}。" if new else ""
    )


def _who(figures: YearFigures) -> str:
    if len(figures.units) == 1:
        return _one_line(figures.units[0])
    return _one_line(figures.departments[0]) if len(figures.departments) == 1 else ""


def _money(amount: Decimal | None) -> str:
    return money_text(amount) if amount is not None else ""


def _percent(rate: Decimal) -> str:
    return f"{format_decimal(rate, 2)}%"


def _one_line(text: str) -> str:
    return " ".join(text.split())
