"""Forms as people retype them: numbered levels, labels over values, filled merges, continued pages, pairs in a cell."""

import pytest

from perfdesk.io.match import match
from perfdesk.io.readers.snapshot import Snapshot
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
)  # fmt: skip

TABLE = INDICATORS.strip("\n").splitlines()
DECLARATION = """
| 财政项目支出绩效目标申报表 |
| （2023年度） |
| 项目名称 | 图书购置 | | 项目类别 | 一次性项目 |
| 主管部门 | 某区教育局 | | 实施单位 | 某区图书馆 |
"""
DATES = "| 计划开始日期 | 2023-01-01 | | 计划完成日期 | 2023-12-31 |"
DECLARED_FUNDS = """
| 项目资金（元） | 项目资金总额 | 500 | 年度资金申请总额 | 400 |
| | 其中：财政资金 | 450 | 其中：当年财政拨款 | 350 |
| | | | 上年结转资金 | |
| | 其他资金 | 50 | 其他资金 | 50 |
"""
DECLARED = """
| 项目绩效目标 | 项目总目标（2023年-2023年） | | 年度总目标 | |
| | 充实馆藏。 | | 购书一千册。 | |
| 一级指标 | 二级指标 | 三级指标 | 指标目标值 |
| 产出指标 | 数量指标 | 购书 | ≥1000册 |
| 满意度指标 | 服务对象满意度指标 | 读者满意度 | ≥90% |
"""


@pytest.mark.parametrize(
    ("first", "second"),
    [("一、", "（一）"), ("1.", "(1)"), ("（1）", "①"), ("1、", "1) "), ("１．", "")],
)
def test_list_numbers_are_no_part_of_a_level(first: str, second: str) -> None:
    drawn = WHOLE.replace("| 产出指标 |", f"| {first}产出指标 |").replace(
        "| 数量指标 |", f"| {second}数量指标 |"
    )
    found = form(drawn).form
    assert (found.indicators[0].get("level1"), found.indicators[0].get("level2")) == (
        "产出指标",
        "数量指标",
    )


def test_points_in_a_level_and_numbers_in_a_name_stay() -> None:
    drawn = WHOLE.replace("| 产出指标 |", "| 产出指标（50分） |").replace(
        "| 维修校舍 |", "| 1.维修校舍 |"
    )
    found = form(drawn).form
    assert (found.indicators[0].get("level1"), found.indicators[0].get("level3")) == (
        "产出指标（50分）",
        "1.维修校舍",
    )


def test_goals_beside_a_block_label_that_is_repeated() -> None:
    again = GOALS.replace("| | 维修校舍三栋", "| 年度总体目标 | 维修校舍三栋")
    header = form(join(HEAD, FUNDS, again, INDICATORS)).form.header
    assert (header["goal_expected"], header["goal_actual"]) == (
        "维修校舍三栋。",
        "已维修三栋，验收合格。",
    )


def test_labels_alone_over_their_values() -> None:
    head = """
    | 项目支出绩效自评表 |
    | （2024年度） |
    | 项目名称 |
    | 校舍维修 |
    | 主管部门 |
    | 某市教育局 |
    | 实施单位 |
    | 某市第一中学 |
    """
    header = form(join(head, FUNDS, GOALS, INDICATORS)).form.header
    assert [header[name] for name in ("project_name", "department", "organisation")] == [
        "校舍维修", "某市教育局", "某市第一中学",
    ]  # fmt: skip


def test_one_blank_value_over_a_note_takes_nothing() -> None:
    head = HEAD.replace("| 项目名称 | 校舍维修 |", "| 项目名称 |\n| 请按批复填写 |")
    assert form(join(head, FUNDS, GOALS, INDICATORS)).form.header["project_name"] is None


def test_a_bracket_inside_a_label() -> None:
    found = form(WHOLE.replace("| 项目名称 |", "| 项目（专项）名称 |")).form
    assert found.header["project_name"] == "校舍维修"


def test_a_merge_undone_and_filled_is_one_column() -> None:
    drawn = DECLARED.replace(
        "| 三级指标 | 指标目标值 |", "| 三级指标 | 三级指标 | 指标目标值 | 指标目标值 |"
    )
    drawn = drawn.replace("| 购书 | ≥1000册 |", "| 购书 | 购书 | ≥1000册 | ≥1000册 |")
    drawn = drawn.replace("| 读者满意度 | ≥90% |", "| 读者满意度 | 读者满意度 | ≥90% | ≥90% |")
    found = form(join(DECLARATION, DATES, DECLARED_FUNDS, drawn))
    assert found.template_id == "shanghai-declaration-2023"
    assert rows(found.form, "level3", "target") == [("购书", "≥1000册"), ("读者满意度", "≥90%")]


def test_an_indicator_that_sounds_like_a_head() -> None:
    row = "| 产出指标 | 数量指标 | 三级指标体系建设数 | 3项 | 3项 | 10 | 10 | 得分偏低，原因：完成值不足 |"
    found = form(join(HEAD, FUNDS, GOALS, *TABLE[:2], row, *TABLE[2:])).form
    assert [r.get("level3") for r in found.indicators] == [
        "维修校舍",
        "三级指标体系建设数",
        "安全事故",
        "师生满意度",
    ]


def test_an_indicator_named_like_a_grade_is_no_grade() -> None:
    row = "| | | 评分等级提升 | 优 | 优 | 10 | 10 | |"
    found = form(join(HEAD, FUNDS, GOALS, *TABLE[:2], row, *TABLE[2:])).form
    assert rows(found, "level3", "target")[1] == ("评分等级提升", "优")


def test_a_continued_page_goes_on_with_its_form() -> None:
    further = "| 第 1 页 共 2 页 |\n| 项目支出绩效自评表（续表） |"
    found = form(join(HEAD, FUNDS, GOALS, *TABLE[:2], further, TABLE[0], *TABLE[2:])).form
    assert [r.get("level3") for r in found.indicators] == ["维修校舍", "安全事故", "师生满意度"]
    assert found.indicators[1].get("level1") == "效益指标"


@pytest.mark.parametrize("line", ["第 1 页 共 2 页", "续表", "（续）", "- 2 -"])
def test_a_page_number_is_no_level(line: str) -> None:
    further = TABLE[2].replace("| 效益指标 | 社会效益指标 |", "| | |")
    found = form(
        join(HEAD, FUNDS, GOALS, *TABLE[:2], f"| {line} |", TABLE[0], further, *TABLE[3:])
    ).form
    assert (found.indicators[1].get("level1"), found.indicators[1].get("level2")) == (
        "产出指标",
        "数量指标",
    )
    assert found.header["total_score"] == "97"


def test_blocks_in_tables_of_their_own() -> None:
    found = form(HEAD, FUNDS, GOALS, INDICATORS)
    assert found.form.header["title"] == "项目支出绩效自评表"
    assert found.form.get("F0", "adjusted") == "120"
    assert len(found.form.indicators) == 3
    assert found.sources["r1", "level3"] == "表4!C2"


def test_forms_of_whole_departments_are_of_a_kind_of_their_own() -> None:
    whole = """
    | 部门整体支出绩效自评表 |
    | 部门名称 | 某局 |
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
    | 产出指标 | 数量指标 | 会议 | 10次 | 10次 | 10 | 10 |
    """
    unit, project = forms(whole, WHOLE)
    assert (unit.form.kind, project.form.kind) == ("unit_self_evaluation", "self_evaluation")
    assert (unit.form.header["organisation"], project.form.header["project_name"]) == (
        "某局",
        "校舍维修",
    )


def test_a_helper_area_beside_the_form_is_no_value() -> None:
    funds = DECLARED_FUNDS.replace(
        "| | | | 上年结转资金 | |", "| | | | 上年结转资金 | | | | 合计 |"
    )
    assert form(join(DECLARATION, DATES, funds, DECLARED)).form.header["year_carryover"] is None


def test_several_pairs_in_one_cell() -> None:
    head = """
    | 项目支出绩效自评表 |
    | 项目名称：校舍维修 |
    | 主管部门：某市教育局  实施单位：某市第一中学   金额单位：万元 |
    """
    header = form(join(head, FUNDS.replace("（万元）", ""), GOALS, INDICATORS)).form.header
    assert [header[name] for name in ("project_name", "department", "organisation", "money_unit")] == [
        "校舍维修", "某市教育局", "某市第一中学", "万元",
    ]  # fmt: skip


@pytest.mark.parametrize("between", ["至", " - ", "—", "～", "到"])
def test_both_dates_in_one_cell(between: str) -> None:
    line = f"| 项目起止时间 | 2023-01-01{between}2023-12-31 |"
    found = form(join(DECLARATION, line, DECLARED_FUNDS, DECLARED))
    assert (found.form.header["start_date"], found.form.header["end_date"]) == (
        "2023-01-01",
        "2023-12-31",
    )
    assert ("", "start_date") in found.guessed


ACROSS = """
| 项目资金（元） | | 资金总额 | 财政拨款 | 上年结转资金 | 其他资金 |
| | 项目资金总额 | 500 | 450 | | 50 |
| | 年度资金申请总额 | 400 | 340 | 10 | 50 |
"""
DOWN = """
| 项目资金（元） | | 项目资金总额 | 年度资金申请总额 |
| | 合计 | 500 | 400 |
| | 其中：财政资金 | 450 | 340 |
| | 上年结转资金 | | 10 |
| | 其他资金 | 50 | 50 |
"""


@pytest.mark.parametrize("drawn", [ACROSS, DOWN])
def test_declared_funds_as_a_table_of_sources_and_years(drawn: str) -> None:
    header = form(join(DECLARATION, DATES, drawn, DECLARED)).form.header
    names = (
        "fund_total",
        "fund_fiscal",
        "fund_other",
        "year_total",
        "year_fiscal",
        "year_carryover",
        "year_other",
    )
    assert [header[name] for name in names] == ["500", "450", "50", "400", "340", "10", "50"]


def test_an_indicator_of_one_sign_is_kept_and_dots_are_not() -> None:
    found = form(
        join(HEAD, FUNDS, GOALS, *TABLE[:2], "| | | 。 | | | | |", "| | | …… | | | | |", *TABLE[2:])
    ).form
    assert [r.get("level3") for r in found.indicators] == [
        "维修校舍",
        "。",
        "安全事故",
        "师生满意度",
    ]


def test_an_unlabelled_total_below_no_indicators() -> None:
    found = form(
        join(HEAD, FUNDS, GOALS, TABLE[0], "| | | | | | 100.00 | 96.35 | |", "| 评分等级 | 优 |")
    ).form
    assert found.indicators == []
    assert (found.header["total_weight"], found.header["total_score"]) == ("100.00", "96.35")


def test_points_without_a_name_above_other_indicators_are_no_total() -> None:
    found = form(join(HEAD, FUNDS, GOALS, *TABLE[:2], "| | | | | | 10 | 9 | |", *TABLE[2:])).form
    assert [r.get("weight") for r in found.indicators] == ["50", "10", "30", "10"]
    assert found.header["total_score"] == "97"


SHANGHAI = join(HEAD, FUNDS, GOALS, INDICATORS).replace("项目支出", "财政项目支出")
SHANGHAI = SHANGHAI.replace("某市", "上海市").replace("执行率", "执行率(%)")


@pytest.mark.parametrize(
    ("shown", "number", "read"),
    [
        ("80.00%", True, "80.00"),
        ("80%", True, "80.00"),
        ("80.125%", True, "80.125"),
        ("80.00%", False, "80.00%"),
    ],
)
def test_a_rate_under_a_percent_format_reads_as_the_form_prints_it(
    shown: str, number: bool, read: str
) -> None:
    drawn = sheet(SHANGHAI.replace("80%", shown, 1), "表1", ("G6",) if number else ())
    found = match(Snapshot("xlsx", (drawn,)), CATALOG)[0]
    assert found.template_id.startswith("shanghai-self")
    assert found.form.get("F0", "rate") == read


PROVINCE_WORDS = {
    "项目名称": "项目（政策）名称", "主管部门": "省级主管部门", "实施单位": "用款单位", "年初预算数": "年初安排数",
    "全年预算数": "实际下达数", "全年执行数": "实际支出数", "执行率": "支出率", "年度指标值": "预期实现值",
    "实际完成值": "完成程度", "分值": "权重", "得分": "自评分", "预期目标": "年初绩效目标",
    "实际完成情况": "年度绩效目标完成情况", "偏差原因分析及改进措施": "未达标原因和改进措施",
}  # fmt: skip


def test_the_words_of_another_province() -> None:
    drawn = join(HEAD, FUNDS, GOALS, INDICATORS)
    for word, other in PROVINCE_WORDS.items():
        drawn = drawn.replace(f"| {word} |", f"| {other} |")
    found = form(drawn)
    header = found.form.header
    names = ("project_name", "department", "organisation", "goal_expected", "goal_actual")
    assert [header[name] for name in names] == [
        "校舍维修", "某市教育局", "某市第一中学", "维修校舍三栋。", "已维修三栋，验收合格。",
    ]  # fmt: skip
    assert list(found.form.funds[0].values.values()) == ["100", "120", "96", "10", "80%", "8"]
    assert rows(found.form, "target", "actual", "weight", "score")[0] == ("≥3栋", "3栋", "50", "50")
    assert found.match == "nearest"


def test_subtotals_are_no_indicators() -> None:
    part, points = "| 产出指标小计 | | | | | 50 | 50 |", "| 指标得分合计 | | | | | 90 | 89 |"
    found = form(join(HEAD, FUNDS, GOALS, *TABLE[:2], part, *TABLE[2:4], points, TABLE[4])).form
    assert [r.get("level3") for r in found.indicators] == ["维修校舍", "安全事故", "师生满意度"]
    assert (found.header["total_weight"], found.header["total_score"]) == ("100", "97")


def test_a_total_on_top_of_the_indicators() -> None:
    found = form(
        join(
            HEAD,
            FUNDS,
            GOALS,
            TABLE[0],
            TABLE[4],
            *TABLE[1:4],
            "| 填报人： | | 李四 | 2025-01-01 |",
        )
    ).form
    assert [r.get("level3") for r in found.indicators] == ["维修校舍", "安全事故", "师生满意度"]
    assert found.header["total_score"] == "97"


def test_goals_with_their_label_in_the_cell() -> None:
    goals = "| 年度总体目标 | 预期目标：\\n维修校舍三栋。 | | | 实际完成情况：已维修三栋。 |"
    header = form(join(HEAD, FUNDS, goals, INDICATORS)).form.header
    assert (header["goal_expected"], header["goal_actual"]) == ("维修校舍三栋。", "已维修三栋。")


def test_a_label_over_its_value_in_one_cell() -> None:
    found = form(
        join(
            HEAD.replace("| 项目名称 | 校舍维修 |", "| 项目名称：\\n校舍维修 |"),
            FUNDS,
            GOALS,
            INDICATORS,
        )
    )
    assert found.form.header["project_name"] == "校舍维修"


def test_a_year_beside_its_label() -> None:
    head = HEAD.replace("| （2024年度） |\n", "") + "| 预算年度 | 2024 | 联系电话 | 62120000 |"
    assert form(join(head, FUNDS, GOALS, INDICATORS)).form.header["year"] == "2024"


@pytest.mark.parametrize(
    "line", ["| 填报人： | | 李四 | 2023-01-01 |", "| 联系电话 | 6212 | 单位负责人 | 张三 |"]
)
def test_signatures_right_below_a_declaration(line: str) -> None:
    found = form(join(DECLARATION, DATES, DECLARED_FUNDS, DECLARED, line)).form
    assert [row.get("level3") for row in found.indicators] == ["购书", "读者满意度"]


def test_years_at_the_head_of_labels() -> None:
    drawn = join(HEAD, FUNDS, GOALS, INDICATORS)
    for word in ("年初预算数", "全年预算数", "全年执行数", "年度指标值", "年度总体目标"):
        drawn = drawn.replace(f"| {word} |", f"| 2024{'' if word[:2] == '年度' else '年'}{word} |")
    found = form(drawn.replace("年度资金总额：", "2024年度资金总额"))
    assert (found.form.get("F0", "initial"), found.form.get("F0", "executed")) == ("100", "96")
    assert found.form.header["goal_expected"] == "维修校舍三栋。"
    assert found.form.indicators[0].get("target") == "≥3栋"


@pytest.mark.parametrize("marked", ["【{}】", "★{}", "▲{}：", "*{}", "[{}]"])
def test_marks_about_labels(marked: str) -> None:
    drawn = join(HEAD, FUNDS, GOALS, INDICATORS)
    for word in (
        "项目名称",
        "其中：当年财政拨款",
        "预期目标",
        "三级指标",
        "总分",
        "项目资金（万元）",
    ):
        drawn = drawn.replace(f"| {word} |", f"| {marked.format(word)} |")
    found = form(drawn).form
    assert (found.header["project_name"], found.header["money_unit"]) == ("校舍维修", "万元")
    assert (found.get("F1", "initial"), found.header["total_score"]) == ("100", "97")
    assert len(found.indicators) == 3


def test_annex_title_and_a_year_in_chinese_digits_in_one_cell() -> None:
    head = HEAD.replace(
        "| 项目支出绩效自评表 |\n| （2024年度） |",
        "| 附件2\\n项目支出绩效自评表\\n（二〇二四年度） |",
    )
    header = form(join(head, FUNDS, GOALS, INDICATORS)).form.header
    assert (header["title"], header["year"]) == ("项目支出绩效自评表", "2024")


def test_what_an_added_column_says_does_not_decide_the_kind() -> None:
    head, *lines = DECLARED.strip("\n").splitlines()[2:]
    lines = [f"{line} 反映该项工作的完成情况 | 完成得满分 |" for line in lines]
    drawn = join(*DECLARED.strip("\n").splitlines()[:2], f"{head} 指标解释 | 评分标准 |", *lines)
    assert (
        form(join(DECLARATION, DATES, DECLARED_FUNDS, drawn)).template_id
        == "shanghai-declaration-2023"
    )
