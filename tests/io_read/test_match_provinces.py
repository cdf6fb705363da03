"""Layouts of other provinces, lists over several projects, and what is found but not taken in."""

from pathlib import Path

import pytest

from perfdesk.errors import NoFormError, TooLargeFileError
from perfdesk.io.match import Matcher
from perfdesk.io.match.find.reshape import reshaped
from perfdesk.io.match.find.segment import area_of
from perfdesk.io.match.find.skipped import Why
from perfdesk.io.match.labels.lexicon import build
from perfdesk.io.match.take.row_values import VALUES
from perfdesk.io.read_forms import matched
from perfdesk.io.readers.snapshot import ERROR, HINT, MOST_FORMS, MOST_ROWS, Snapshot
from perfdesk.kinds import SELF_EVALUATION
from tests.io_read.tables import (
    CATALOG,
    FUNDS,
    GOALS,
    HEAD,
    INDICATORS,
    WHOLE,
    form,
    forms,
    join,
    rows,
    sheet,
)

WHOLE_UNIT = """
| 部门整体支出绩效自评表（2024年度） |
| 部门名称 | 某市教育局 |
| 年度总体目标 | 预期目标 | | 实际完成情况 |
| | 保障运转。 | | 已保障。 |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| 产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50 |
"""
LEDGER = """
| 2024年度项目支出绩效自评汇总表 |
| 序号 | 项目名称 | 年初预算数 | 全年预算数 | 全年执行数 | 执行率 | 得分 |
| 1 | 校舍维修 | 100 | 120 | 96 | 80% | 97 |
| 2 | 图书购置 | 50 | 50 | 50 | 100% | 100 |
| | 合计 | 150 | 170 | 146 | 86% | |
"""
LIST = """
| 项目支出绩效指标完成情况明细表 |
| 年度 | 项目名称 | 主管部门 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| 2024 | 校舍维修 | 某市教育局 | 产出指标 | 数量指标 | 维修校舍 | ≥3栋 | 3栋 | 50 | 50 |
| 2024 | 校舍维修 | 某市教育局 | 效益指标 | 社会效益指标 | 安全事故 | 0起 | 0起 | 30 | 30 |
| 2024 | 图书购置 | 某市教育局 | 产出指标 | 数量指标 | 购书 | ≥1000册 | 1200册 | 60 | 60 |
"""


def funds_of(table: str) -> dict[tuple[str, str], str | None]:
    """What stands in the first two fund rows of a form with this block."""
    found = form(join(HEAD, table, GOALS, INDICATORS)).form
    return {
        (row.id, name): row.get(name)
        for row in found.funds[:2]
        for name in ("initial", "adjusted", "executed")
    }


def test_a_divided_head_of_the_funds() -> None:
    table = """
    | 项目资金（万元） | 资金来源 | 预算数 | | 全年执行数 | 执行率 | 评分 | |
    | | | 年初预算数 | 全年预算数 | | | 分值 | 得分 |
    | | 年度资金总额 | 100 | 120 | 96 | 80% | 10 | 8 |
    | | 其中：当年财政拨款 | 90 | 110 | 90 | 82% | — | — |
    """
    assert list(funds_of(table).values()) == ["100", "120", "96", "90", "110", "90"]


def test_the_names_of_the_sources_under_a_head_of_amounts() -> None:
    table = """
    | 预算执行情况（万元） | 年度预算数 | 年初预算 | 调整后预算数 | 预算执行数 | 预算执行率 |
    | | 总额 | 100 | 120 | 96 | 80% |
    | | 其中：财政资金 | 90 | 110 | 90 | 82% |
    """
    assert list(funds_of(table).values()) == ["100", "120", "96", "90", "110", "90"]


def test_a_single_budget_is_what_the_rate_is_reckoned_on() -> None:
    table = """
    | 预算执行情况（万元）（10分） | | 预算数（A） | 执行数（B） | 执行率（B/A） | 得分 |
    | | 年度财政资金总额 | 120 | 96 | 80% | 8 |
    """
    assert list(funds_of(table).values())[:3] == [None, "120", "96"]


def test_sources_known_by_their_words_only_where_one_row_says_them() -> None:
    table = """
    | 项目资金（万元） | 资金来源 | 年初预算数 | 全年预算数 | 全年执行数 |
    | | 年度资金总额 | 100 | 120 | 96 |
    | | 一般公共预算资金（本级） | 90 | 110 | 90 |
    """
    assert funds_of(table)["F1", "adjusted"] == "110"
    twice = table + "| | 一般公共预算资金（上级） | 5 | 5 | 3 |\n"
    assert funds_of(twice)["F1", "adjusted"] is None
    by_government = table.replace("一般公共预算资金（本级）", "中央财政资金")
    assert funds_of(by_government)["F1", "adjusted"] is None


@pytest.mark.parametrize(
    "goals",
    [
        "| 年度绩效目标 | 维修校舍三栋。 |\n| 年度绩效目标完成情况 | 已维修三栋。 |",
        "| 目标完成情况 | 年度绩效目标 | | 目标实际完成情况 |\n| | 维修校舍三栋。 | | 已维修三栋。 |",
        "| 项目年度目标 | 维修校舍三栋。 |\n| 年度目标完成情况 | 已维修三栋。 |",
    ],
)
def test_the_only_goal_that_is_set(goals: str) -> None:
    header = form(join(HEAD, FUNDS, goals, INDICATORS)).form.header
    assert (header["goal_expected"], header["goal_actual"]) == ("维修校舍三栋。", "已维修三栋。")


@pytest.mark.parametrize("head", ["绩效指标", "一级指标-二级指标-三级指标"])
@pytest.mark.parametrize("between", ["-", "/", "\\n"])
def test_all_levels_in_one_cell(head: str, between: str) -> None:
    table = f"""
    | {head} | 年度指标值 | 实际完成值 | 分值 | 得分 |
    | 产出指标{between}数量指标{between}维修-改造校舍 | ≥3栋 | 3栋 | 60 | 60 |
    | 满意度指标{between}服务对象满意度指标{between}师生满意度 | ≥90% | 88% | 30 | 29 |
    | 总分 | | | 100 | 97 |
    """
    found = form(join(HEAD, FUNDS, GOALS, table)).form
    assert rows(found, "level1", "level2", "level3", "score") == [
        ("产出指标", "数量指标", "维修-改造校舍", "60"),
        ("满意度指标", "服务对象满意度指标", "师生满意度", "29"),
    ]


def test_both_levels_in_rows_of_their_own() -> None:
    table = """
    | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
    | 一、产出指标 |
    | （一）数量指标 |
    | 维修校舍 | ≥3栋 | 3栋 | 40 | 40 |
    | （二）成本指标 |
    | 每栋成本 | ≤30万元 | 30万元 | 20 | 20 |
    | 二、满意度指标 |
    | （一）服务对象满意度指标 |
    | 师生满意度 | ≥90% | 88% | 30 | 29 |
    """
    found = form(join(HEAD, FUNDS, GOALS, table)).form
    assert rows(found, "level1", "level2", "level3") == [
        ("产出指标", "数量指标", "维修校舍"),
        ("产出指标", "成本指标", "每栋成本"),
        ("满意度指标", "服务对象满意度指标", "师生满意度"),
    ]


def test_what_was_achieved_of_each_indicator_is_no_goal() -> None:
    table = INDICATORS.replace("| 实际完成值 |", "| 实际完成情况 |")
    goals = "| 年初设定目标 | 维修校舍三栋。 |\n| 目标完成情况综述 | 已维修三栋。 |"
    found = form(join(HEAD, FUNDS, goals, table)).form
    assert rows(found, "actual") == [("3栋",), ("0起",), ("88%",)]
    assert found.header["goal_actual"] != "3栋"


def test_an_indicator_named_like_a_form_does_not_begin_one() -> None:
    named = WHOLE.replace("| 安全事故 |", "| 编制部门整体支出绩效自评表 |")
    found = form(named.replace("| 维修校舍 |", "| 项目支出绩效自评表 |"))
    assert (len(found.form.indicators), found.form.header["total_score"]) == (3, "97")


def test_a_list_of_indicators_is_a_form_for_each_project() -> None:
    found = forms(LIST)
    heads = [
        tuple(f.form.header.get(name) for name in ("year", "project_name", "department"))
        for f in found
    ]
    assert heads == [("2024", "校舍维修", "某市教育局"), ("2024", "图书购置", "某市教育局")]
    assert rows(found[0].form, "level3", "actual") == [("维修校舍", "3栋"), ("安全事故", "0起")]
    assert rows(found[1].form, "level3", "score") == [("购书", "60")]


def test_a_name_merged_over_its_rows_in_a_list() -> None:
    merged = LIST.replace("| 2024 | 校舍维修 | 某市教育局 | 效益", "| | | | 效益")
    assert [len(f.form.indicators) for f in forms(merged)] == [2, 1]


@pytest.mark.parametrize(
    "table",
    [
        WHOLE_UNIT,
        WHOLE_UNIT.replace("部门整体支出绩效自评表（2024年度）", "2024年度部门整体绩效自评报告表"),
        WHOLE_UNIT.replace("部门整体支出绩效自评表（2024年度）", "自评情况").replace(
            "部门名称", "年度主要任务"
        ),
    ],
)
def test_forms_of_a_whole_unit_are_read(table: str) -> None:
    found = form(table)
    assert found.form.kind == "unit_self_evaluation"
    assert rows(found.form, "level3", "actual", "score") == [("培训人数", "120人", "50")]
    assert found.form.header["goal_actual"] == "已保障。"


NO_ROWS = WHOLE_UNIT[: WHOLE_UNIT.index("| 一级指标")]


@pytest.mark.parametrize("table", [NO_ROWS, LEDGER])
def test_what_is_no_form_is_told_and_left_alone(table: str) -> None:
    snapshot = Snapshot("xlsx", (sheet(table, "整体"),))
    assert len(Matcher(CATALOG).search(snapshot).passed) == 1
    with pytest.raises(NoFormError, match="整体"):
        matched(Path("甲.xlsx"), snapshot, CATALOG)


@pytest.mark.parametrize("table", [NO_ROWS, LEDGER])
def test_beside_a_form_it_is_told_as_a_hint(table: str) -> None:
    reading = matched(
        Path("甲.xlsx"), Snapshot("xlsx", (sheet(WHOLE, "自评"), sheet(table, "另一表"))), CATALOG
    )
    assert [found.form.header["project_name"] for found in reading.forms] == ["校舍维修"]
    assert [(p.cell, p.severity) for p in reading.problems if "另一表" in p.message] == [
        (None, HINT)
    ]


def test_a_form_alone_has_nothing_passed_over() -> None:
    assert Matcher(CATALOG).search(Snapshot("xlsx", (sheet(WHOLE),))).passed == ()


@pytest.mark.parametrize(
    "line", ["| 三级指标 |", "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 |"]
)
def test_more_cells_than_a_form_can_have_are_told_and_take_no_time(line: str) -> None:
    snapshot = Snapshot("xlsx", (sheet(join(WHOLE, *[line] * 35_000), "多"),))
    assert [part.why for part in Matcher(CATALOG).search(snapshot).passed] == [Why.LARGE]


def test_more_indicators_than_a_form_can_have_are_told() -> None:
    found = form(
        join(
            HEAD,
            FUNDS,
            INDICATORS.splitlines()[1],
            *["| 产出指标 | 数量指标 | 完成数 | 1 |"] * 4_000,
        )
    )
    assert len(found.form.indicators) == MOST_ROWS
    assert [(p.cell, p.severity) for p in found.problems if p.severity == ERROR] == [
        (f"表1!A{MOST_ROWS + 11}", ERROR)
    ]


def test_thousands_of_projects_beside_one_another_or_in_a_list_take_no_time() -> None:
    beside = "|" + " 项目名称 | 甲 | 三级指标 | 年度指标值 |" * 4_000
    assert (
        Matcher(CATALOG)
        .search(Snapshot("xlsx", (sheet(join(beside, *["| 1 | 2 | 3 |"] * 1_000)),)))
        .forms
    )
    listed = [
        f"| 2024 | 项目{n} | 某局 | 产出指标 | 数量指标 | 完成数 | 1 | 1 | 1 | 1 |"
        for n in range(9_000)
    ]
    search = Matcher(CATALOG).search(
        Snapshot("xlsx", (sheet(join(*LIST.splitlines()[1:3], *listed)),))
    )
    assert ([part.why for part in search.passed], search.forms) == ([Why.LARGE], [])


def test_more_forms_than_a_file_can_hold() -> None:
    many = [
        f"| 项目名称 | 甲{n} | 三级指标 | 年度指标值 | 一级指标 |" for n in range(MOST_FORMS + 1)
    ]
    with pytest.raises(TooLargeFileError):
        matched(Path("甲.xlsx"), Snapshot("xlsx", (sheet(join(*many)),)), CATALOG)


NAMES = ["维修校舍", "安全事故", "师生满意度"]


def test_both_levels_in_one_cell_under_an_unknown_head() -> None:
    table = """
    | 指标类型 | 指标名称 | 计划指标值 | 实际完成值 | 分值 | 得分 |
    | 产出指标\\n数量指标 | 维修校舍 | ≥3栋 | 3栋 | 50 | 50 |
    | 效益指标\\n社会效益指标 | 安全事故 | 0起 | 0起 | 40 | 40 |
    """
    found = form(join(HEAD, FUNDS, GOALS, table)).form
    assert rows(found, "level1", "level2", "level3")[1] == ("效益指标", "社会效益指标", "安全事故")


def test_a_turned_table_of_indicators() -> None:
    lines = [line.strip().strip("|").split("|") for line in INDICATORS.strip("\n").splitlines()[:4]]
    turned = ["| " + " | ".join(cells) + " |" for cells in zip(*lines, strict=True)]
    found = form(join(HEAD, FUNDS, GOALS, *turned, "| 总分 | 100 | 97 |"))
    assert rows(found.form, "level3", "actual", "score") == list(
        zip(NAMES, ("3栋", "0起", "88%"), ("50", "30", "9"), strict=True)
    )
    assert rows(found.form, "level1")[2] == ("满意度指标",)
    assert (found.form.header["total_weight"], found.form.header["total_score"]) == ("100", "97")
    assert found.sources["r2", "actual"] == "表1!C16"


def test_a_card_for_each_indicator() -> None:
    heads = [head.strip() for head in INDICATORS.strip("\n").splitlines()[0].strip("|").split("|")]
    lines = []
    for line in INDICATORS.strip("\n").splitlines()[1:4]:
        cells = [
            f"{head} | {cell}"
            for head, cell in zip(heads, line.strip().strip("|").split("|"), strict=True)
        ]
        lines += [
            f"| {' | '.join(cells[:3])} |",
            f"| {' | '.join(cells[3:7])} |",
            f"| {cells[7]} |",
        ]
    found = form(join(HEAD, FUNDS, GOALS, *lines, "| 总分 | | 分值 | 100 | 得分 | 97 |"))
    assert rows(found.form, "level3", "score", "deviation") == list(
        zip(NAMES, ("50", "30", "9"), (None, None, "食堂排队久"), strict=True)
    )
    assert (found.form.header["total_weight"], found.form.header["total_score"]) == ("100", "97")


def test_an_ordinary_table_is_left_as_it_stands() -> None:
    segment, _ = Matcher(CATALOG).search(Snapshot("xlsx", (sheet(WHOLE),))).forms[0]
    area = area_of(segment)
    lexicon = build(CATALOG.all(), SELF_EVALUATION)
    assert reshaped(area, lexicon) is area


@pytest.mark.parametrize(
    ("line", "totals"),
    [
        ("| 总分 | | 100 | 得分 | 97 | 评分等级 | 优 |", ("100", "97")),
        ("| 总分 | | 分值 | 100 | 得分 | 97 |", ("100", "97")),
        ("| 总分 | | 得分 | 97 |", (None, "97")),
        ("| 总分 | 100 | 97 |", ("100", "97")),
        ("| 自评得分合计 | | | | | 100 | 97 |", ("100", "97")),
    ],
)
def test_totals_with_labels_of_their_own(line: str, totals: tuple[str | None, str]) -> None:
    table = INDICATORS.replace("| 总分 | | | | | 100 | 97 | |", line)
    header = form(join(HEAD, FUNDS, GOALS, table)).form.header
    assert (header.get("total_weight"), header.get("total_score")) == totals


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        ("年度目标设定情况", "年末完成情况"),
        ("年初制定的目标", "全年完成情况"),
        ("预期总体目标", "年度目标完成情况"),
    ],
)
@pytest.mark.parametrize("below", [False, True])
def test_goals_in_other_words_above_and_below_the_indicators(
    expected: str, actual: str, below: bool
) -> None:
    goals = GOALS.replace("预期目标", expected).replace("实际完成情况", actual)
    parts = [HEAD, FUNDS, INDICATORS, goals] if below else [HEAD, FUNDS, goals, INDICATORS]
    header = form(join(*parts)).form.header
    assert (header["goal_expected"], header["goal_actual"]) == (
        "维修校舍三栋。",
        "已维修三栋，验收合格。",
    )


def test_the_total_of_the_funds_below_the_indicators_is_not_the_total_of_the_form() -> None:
    header = form(
        join(HEAD, INDICATORS, FUNDS.replace("年度资金总额：", "合计"), GOALS)
    ).form.header
    assert (header["total_weight"], header["total_score"]) == ("100", "97")


def test_a_head_of_indicators_that_sounds_like_a_goal() -> None:
    table = INDICATORS.replace("三级指标", "绩效指标").replace("年度指标值", "年初目标值")
    table = table.replace("偏差原因分析及改进措施", "备注（未完成原因）")
    found = form(join(HEAD, FUNDS, table, "| 年度绩效目标 | 维修校舍三栋。 |")).form
    assert rows(found, "level1", "level3", "target", "deviation")[2] == (
        "满意度指标", "师生满意度", "≥90%", "食堂排队久",
    )  # fmt: skip
    assert found.header["goal_expected"] == "维修校舍三栋。"


def test_every_label_in_rare_words() -> None:
    head = (
        HEAD.replace("项目名称", "二级项目名称")
        .replace("主管部门", "归口部门")
        .replace("实施单位", "实施部门")
    )
    funds = """
    | 项目资金（万元） | | 预算数（年初） | 预算数（调整后） | 全年累计支出 | 权重（%） | 支出完成率 | 自评打分 |
    | | 资金总计 | 100 | 120 | 96 | 10 | 80% | 8 |
    | | 当年预算拨款 | 90 | 110 | 90 | — | 82% | — |
    | | 历年结转 | 4 | 4 | 3 | — | 75% | — |
    | | 其他收入 | 6 | 6 | 3 | — | 50% | — |
    """
    goals = GOALS.replace("预期目标", "目标内容").replace("实际完成情况", "完成情况说明")
    table = """
    | 1级指标 | 2级指标 | 明细指标 | 设定值 | 实绩 | 权数 | 自评打分 | 原因 |
    | 产出指标 | 数量指标 | 维修校舍 | ≥3栋 | 3栋 | 50 | 50 | |
    | 满意度指标 | 服务对象满意度指标 | 师生满意度 | ≥90% | 88% | 40 | 39 | 食堂排队久 |
    | 总评得分 | | | | | 100 | 97 | |
    """
    found = form(join(head, funds, goals, table)).form
    names = (
        "project_name",
        "department",
        "organisation",
        "goal_expected",
        "goal_actual",
        "total_score",
    )
    assert [found.header[name] for name in names] == [
        "校舍维修", "某市教育局", "某市第一中学", "维修校舍三栋。", "已维修三栋，验收合格。", "97",
    ]  # fmt: skip
    assert [[row.get(name) for name in ("initial", "adjusted", "executed")] for row in found.funds] == [
        ["100", "120", "96"], ["90", "110", "90"], ["4", "4", "3"], ["6", "6", "3"],
    ]  # fmt: skip
    assert rows(found, *VALUES)[1] == ("师生满意度", "≥90%", "88%", "40", "39", "食堂排队久")


def test_the_total_of_the_indicators_is_no_fund_row() -> None:
    funds = FUNDS.replace("年度资金总额：", "资金总计")
    table = INDICATORS.replace("总分", "合计")
    found = form(join(HEAD, funds, "| 目的 | 校舍安全 |", table)).form
    assert (found.funds[0].get("initial"), found.header["total_score"]) == ("100", "97")
