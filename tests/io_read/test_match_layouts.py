"""Forms found by meaning in layouts that no template knows."""

import pytest

from perfdesk.io.match import correction, match
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
)

SECOND = HEAD.replace("校舍维修", "图书购置")
TABLE = INDICATORS.strip("\n").splitlines()
NAMES = ["维修校舍", "安全事故", "师生满意度"]


def names(found: object) -> list[str | None]:
    """The level-3 names of a matched form."""
    return [row.get("level3") for row in found.form.indicators]  # type: ignore[attr-defined]


def test_the_whole_form() -> None:
    found = form(join(HEAD, FUNDS, GOALS, INDICATORS))
    assert found.template_id == "national-self-evaluation-2020"
    assert found.match == "exact"
    assert found.form.header["total_score"] == "97"
    assert found.form.funds[0].values == {
        "initial": "100", "adjusted": "120", "executed": "96", "weight": "10", "rate": "80%", "score": "8",
    }  # fmt: skip
    assert found.leftovers == ()


def test_stacked_forms_under_one_title() -> None:
    bare = join(*SECOND.strip("\n").splitlines()[2:])
    one, two = forms(join(HEAD, FUNDS, GOALS, INDICATORS, "", bare, FUNDS, GOALS, INDICATORS))
    assert [f.form.header["project_name"] for f in (one, two)] == ["校舍维修", "图书购置"]
    assert two.form.header["year"] == "2024"
    assert ("", "year") in two.guessed


def test_forms_side_by_side() -> None:
    left, right = join(HEAD, FUNDS, GOALS, INDICATORS), join(SECOND, FUNDS, GOALS, INDICATORS)
    lines = []
    for a, b in zip(left.splitlines(), right.splitlines(), strict=True):
        cells = [cell.strip() for cell in a.strip().strip("|").split("|")]
        lines.append("|" + "|".join(cells + [" "] * (10 - len(cells))) + b)
    one, two = forms("\n".join(lines))
    assert [f.form.header["project_name"] for f in (one, two)] == ["校舍维修", "图书购置"]
    assert names(one) == names(two) == NAMES


@pytest.mark.parametrize(
    "pages",
    [
        [join(HEAD, FUNDS, GOALS), INDICATORS],
        [join(HEAD, FUNDS, GOALS, *TABLE[:2]), join(*TABLE[2:])],
        [join(HEAD, FUNDS, GOALS, *TABLE[:2]), join(TABLE[0], *TABLE[2:])],
        [join(HEAD, FUNDS, GOALS, *TABLE[:2], HEAD, TABLE[0], *TABLE[2:])],
        [join(HEAD, FUNDS, GOALS, *TABLE[:2], "", "", TABLE[0], *TABLE[2:])],
    ],
    ids=["two-tables", "no-head", "repeated-head", "repeated-title", "gap"],
)
def test_a_form_over_several_pages(pages: list[str]) -> None:
    found = form(*pages)
    assert names(found) == NAMES
    assert found.form.header["total_weight"] == "100"
    assert found.leftovers == ()


def test_index_and_cover_are_no_forms() -> None:
    index = """
    | 序号 | 项目名称 | 主管部门 | 年初预算数 | 全年预算数 | 全年执行数 | 执行率 | 得分 |
    | 1 | 校舍维修 | 教育局 | 100 | 120 | 96 | 80% | 97 |
    """
    cover = "| 2024年度绩效自评报告 |\n| 编制单位：某市教育局 |"
    assert form(cover, index, WHOLE).sheet == "表3"
    assert forms(index) == []


def test_a_monitoring_form_is_of_a_kind_of_its_own() -> None:
    found = form(join(HEAD.replace("自评表", "运行监控表"), FUNDS, GOALS, INDICATORS))
    assert (found.form.kind, found.template_id) == ("monitoring", "general-monitoring")
    assert found.form.header["project_name"] == "校舍维修"


def test_two_head_rows() -> None:
    table = """
    | 一级指标 | 二级指标 | 三级指标 | 指标值 | | 分值 | 得分 | 偏差原因分析及改进措施 |
    | | | | 年度指标值 | 实际完成值 | | | |
    | 产出指标 | 数量指标 | 维修校舍 | ≥3栋 | 2栋 | 50 | 40 | 雨季 |
    """
    found = form(join(HEAD, FUNDS, GOALS, table)).form
    assert rows(found, "target", "actual", "weight", "score", "deviation") == [
        ("≥3栋", "2栋", "50", "40", "雨季")
    ]


def test_sign_and_unit_in_columns_of_their_own() -> None:
    table = """
    | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 年度指标值 | 计量单位 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | 产出指标 | 数量指标 | 维修校舍 | ≥ | 3 | 栋 | 3 | 50 | 50 | |
    | | 质量指标 | 验收合格率 | 等于 | 100 | % | 100 | 40 | 40 | |
    | | 时效指标 | 完成时间 | 定性 | 年底前 | | 年底前 | 10 | 10 | |
    """
    found = form(join(HEAD, FUNDS, GOALS, table))
    assert rows(found.form, "target") == [("≥3栋",), ("=100%",), ("年底前",)]
    assert ("r1", "target") in found.guessed


def test_added_columns_are_left_over_and_listed() -> None:
    table = """
    | 序号 | 一级指标 | 二级指标 | 三级指标 | 评分标准 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | 1 | 产出指标 | 数量指标 | 维修校舍 | 每少一栋扣5分 | ≥3栋 | 3栋 | 50 | 50 | |
    """
    found = form(join(HEAD, FUNDS, GOALS, table))
    assert rows(found.form, "level3", "target") == [("维修校舍", "≥3栋")]
    assert "每少一栋扣5分" in [left.text for left in found.leftovers]


def test_funds_turned_round() -> None:
    funds = """
    | 项目资金（万元） | | 年度资金总额 | 其中：当年财政拨款 | 上年结转资金 | 其他资金 |
    | | 年初预算数 | 100 | 100 | | |
    | | 全年预算数 | 120 | 110 | 10 | |
    | | 全年执行数 | 96 | 90 | 6 | |
    | | 执行率 | 80% | | | |
    """
    found = form(join(HEAD, funds, GOALS, INDICATORS)).form
    assert [row.get("executed") for row in found.funds] == ["96", "90", "6", None]
    assert found.get("F0", "rate") == "80%"


def test_levels_in_rows_of_their_own() -> None:
    table = """
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | 产出指标（50分） | | | | | | | |
    | | 数量指标 | | | | | | |
    | | | 维修校舍 | ≥3栋 | 3栋 | 25 | 25 | |
    | | | 维修操场 | ≥1个 | 1个 | 25 | 25 | |
    | 效益指标（40分） | 社会效益指标 | 安全事故 | 0起 | 0起 | 40 | 40 | |
    """
    found = form(join(HEAD, FUNDS, GOALS, table)).form
    assert rows(found, "level1", "level2", "level3") == [
        ("产出指标（50分）", "数量指标", "维修校舍"),
        ("产出指标（50分）", "数量指标", "维修操场"),
        ("效益指标（40分）", "社会效益指标", "安全事故"),
    ]


def test_a_level_cut_by_a_page_break() -> None:
    table = join(
        TABLE[0],
        "| 效益指标 | 可持续影 | 使用年限 | ≥10年 | 10年 | 20 | 20 | |",
        TABLE[0],
        "| | 响指标 | 制度 | 健全 | 健全 | 20 | 20 | |",
    )
    found = form(join(HEAD, FUNDS, GOALS, table))
    assert rows(found.form, "level2", "level3") == [
        ("可持续影响指标", "使用年限"),
        ("可持续影响指标", "制度"),
    ]
    assert [problem.severity for problem in found.problems] == ["warning"]


def test_a_lost_level1_is_implied_by_level2() -> None:
    table = join(
        TABLE[0],
        "| | 数量指标 | 维修校舍 | ≥3栋 | 3栋 | 50 | 50 | |",
        "| | 社会效益指标 | 安全事故 | 0起 | 0起 | 40 | 40 | |",
    )
    found = form(join(HEAD, FUNDS, GOALS, table))
    assert rows(found.form, "level1") == [("产出指标",), ("效益指标",)]
    assert [problem.cell for problem in found.problems] == [
        found.sources[row, "level1"] for row in ("r1", "r2")
    ]


def test_the_rest_of_a_reason_joins_the_row_above() -> None:
    table = join(
        TABLE[0], *TABLE[1:3], TABLE[3], TABLE[0], "| | | | | | | | 已增开窗口 |", TABLE[4]
    )
    found = form(join(HEAD, FUNDS, GOALS, table)).form
    assert found.indicators[-1].get("deviation") == "食堂排队久\n已增开窗口"
    assert found.header["total_score"] == "97"


def test_damaged_rows_are_suspect() -> None:
    table = join(
        TABLE[0],
        TABLE[1],
        "| | | 数量指标 | 维修操场 | ≥1个 | 10 | 10 | |",
        "| | | | ≥5次 | 5次 | 5 | 5 | |",
    )
    found = form(join(HEAD, FUNDS, GOALS, table)).form
    assert found.suspect_rows == ("r2", "r3")


def test_a_form_of_an_unknown_region_is_read_with_the_nearest_template() -> None:
    head = HEAD.replace("项目支出绩效自评表", "省级专项资金绩效自评表").replace(
        "某市教育局", "广东省教育厅"
    )
    found = form(join(head, FUNDS, GOALS, INDICATORS))
    assert found.match == "nearest"
    assert names(found) == NAMES


@pytest.mark.parametrize(
    ("line", "year"),
    [
        ("（2023年度）", "2023"), ("( 2023 年 度 )", "2023"), ("2023年", "2023"), ("（二〇二三年度）", "2023"),
        ("年度：2023", "2023"), ("（   年度）", None), ("填报日期：2024年3月1日", None),
    ],
)  # fmt: skip
def test_years_as_they_are_written(line: str, year: str | None) -> None:
    assert (
        form(join(HEAD.replace("（2024年度）", line), FUNDS, GOALS, INDICATORS)).form.header["year"]
        == year
    )


@pytest.mark.parametrize(
    ("printed", "title", "year"),
    [
        ("2023年度项目支出绩效自评表", "项目支出绩效自评表", "2023"),
        ("项目支出绩效自评表\\n（2023年度）", "项目支出绩效自评表", "2023"),
        ("附件2：项目支出绩效自评表", "项目支出绩效自评表", None),
        ("某区2023年度项目支出绩效自评表", "某区2023年度项目支出绩效自评表", "2023"),
    ],
)
def test_titles_as_they_are_written(printed: str, title: str, year: str | None) -> None:
    head = HEAD.replace("项目支出绩效自评表", printed).replace("（2024年度）", "")
    header = form(join(head, FUNDS, GOALS, INDICATORS)).form.header
    assert (header["title"], header["year"]) == (title, year)


def test_a_rate_kept_as_a_fraction_is_read_as_a_percentage() -> None:
    drawn = join(HEAD, FUNDS.replace("80%", "0.8"), GOALS, INDICATORS.replace("88%", "0.88"))
    drawn = sheet(drawn, "表1", ("G6", "E15"))
    found = match(Snapshot("xlsx", (drawn,)), CATALOG)[0]
    assert found.form.get("F0", "rate") == "80%"
    assert found.form.get("r3", "actual") == "88%"
    assert {problem.cell for problem in found.problems} == {"表1!G6", "表1!E15"}


def test_corrections_hold_for_the_next_file_of_the_layout() -> None:
    table = (
        TABLE[0].replace("实际完成值", "完成值说明").replace("偏差原因分析及改进措施", "实际完成值")
    )
    wrong = join(HEAD, FUNDS, GOALS, table, *TABLE[1:])
    first = form(wrong)
    assert first.form.get("r3", "actual") == "食堂排队久"
    learnt = correction(first, ("r3", "actual"), "表1!E15")
    assert learnt is not None
    layout, field, where = learnt
    longer = join(SECOND, FUNDS, GOALS, table, *TABLE[1:4], *TABLE[1:])
    again = match(Snapshot("xlsx", (sheet(longer),)), CATALOG, {layout: {field: where}})[0]
    assert [row.get("actual") for row in again.form.indicators][:3] == ["3栋", "0起", "88%"]


def test_a_corrected_head_value() -> None:
    drawn = join(HEAD, FUNDS, GOALS, INDICATORS)
    first = form(drawn)
    learnt = correction(first, ("", "department"), "表1!D4")
    assert learnt is not None
    layout, field, where = learnt
    again = match(Snapshot("xlsx", (sheet(drawn),)), CATALOG, {layout: {field: where}})[0]
    assert again.form.header["department"] == "某市第一中学"
    nowhere = correction(first, ("", "department"), None)
    assert nowhere is not None
    gone = match(Snapshot("xlsx", (sheet(drawn),)), CATALOG, {layout: {nowhere[1]: nowhere[2]}})[0]
    assert gone.form.header["department"] is None


NATIONAL = """
| 项目支出绩效目标申报表 |
| （2025年度） |
| 项目名称 | | 校舍维修 |
| 主管部门及代码 | | 105-教育部 | | | 实施单位 | 第一中学 |
| 项目属性 | | 延续项目 | | | 项目期 | 2024年-2026年 |
| 项目资金\\n（万元） | | 中期资金总额 | 300 | | 年度资金总额 | 100 |
| | | 其中：财政拨款 | 280 | | 其中：财政拨款 | 90 |
| | | 其他资金 | 20 | | 其他资金 | 10 |
| 总体\\n目标 | 中期目标（2024年—2026年） | | | | 年度目标 |
| | 三年维修九栋。 | | | | 维修三栋。 |
| 绩效\\n指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值 |
| | 产出指标 | 数量指标 | 维修校舍 | ≥9栋 | 数量指标 | 维修校舍 | ≥3栋 |
| | | 质量指标 | 验收合格率 | 100% | | | |
| | 满意度指标 | 服务对象满意度指标 | 满意度 | ≥90% | 服务对象满意度指标 | 满意度 | ≥85% |
"""


def test_the_national_declaration_with_two_blocks_side_by_side() -> None:
    found = form(NATIONAL)
    assert (found.template_id, found.match) == ("national-declaration-2015", "exact")
    header = found.form.header
    amounts = ("fund_total", "fund_fiscal", "fund_other", "year_total", "year_fiscal", "year_other")
    assert [header[name] for name in amounts] == ["300", "280", "20", "100", "90", "10"]
    goals = [header[name] for name in ("period", "goal_total", "goal_annual")]
    assert goals == ["2024年-2026年", "三年维修九栋。", "维修三栋。"]
    assert rows(found.form, "term", "level1", "level2", "target") == [
        ("medium", "产出指标", "数量指标", "≥9栋"),
        ("medium", "产出指标", "质量指标", "100%"),
        ("medium", "满意度指标", "服务对象满意度指标", "≥90%"),
        ("annual", "产出指标", "数量指标", "≥3栋"),
        ("annual", "满意度指标", "服务对象满意度指标", "≥85%"),
    ]


PROVINCE_DECLARATION = """
| 2025年省级部门预算项目支出绩效目标表 |
| 单位：万元 |
| 项目名称 | 数字化改造 | | | 项目负责人及联系电话 | 李四 13800000000 |
| 主管部门 | 某省教育厅 | | | 项目承担单位 | 某大学 |
| 项目起始时间 | 2025年1月 | | | 项目终止时间 | 2025年12月 |
| 资金情况 | 实施期资金总额： | 300 | | 年度资金总额： | 100 |
| | 其中：财政拨款 | 280 | | 其中：财政拨款 | 90 |
| | 其他资金 | 20 | | 其他资金 | 10 |
| 绩效目标 | 实施期绩效目标 | | | 年度绩效目标 |
| | 改造完成。 | | | 完成一期。 |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 备注 |
| | 产出指标 | 数量指标 | 使用单位满意度 | ≥3个 | |
| | | …… | | | |
| | | 质量指标 | 合格率 | 100% | |
| 主管部门意见 | | | | | |
"""


def test_a_province_s_declaration_is_read_as_far_as_it_goes() -> None:
    found = form(PROVINCE_DECLARATION)
    header = {name: text for name, text in found.form.header.items() if text}
    assert found.match == "nearest"
    assert header == {
        "title": "2025年省级部门预算项目支出绩效目标表", "year": "2025", "project_name": "数字化改造",
        "department": "某省教育厅", "organisation": "某大学", "money_unit": "万元", "fund_total": "300",
        "fund_fiscal": "280", "fund_other": "20", "year_total": "100", "year_fiscal": "90", "year_other": "10",
        "goal_total": "改造完成。", "goal_annual": "完成一期。", "start_date": "2025年1月", "end_date": "2025年12月",
    }  # fmt: skip
    assert rows(found.form, "level2", "level3", "target") == [
        ("数量指标", "使用单位满意度", "≥3个"),
        ("质量指标", "合格率", "100%"),
    ]
    assert "李四 13800000000" in [left.text for left in found.leftovers]


PROVINCE_SELF = """
| 附件3 |
| 省级财政专项资金绩效自评表 |
| （2024年度） |
| 专项名称 | 校舍维修专项 |
| 省级主管部门 | 广东省教育厅 | | 资金使用单位 | 第一中学 |
| 项目预算执行情况（万元） | 预算数： | 100 | 执行数： | 96 |
| | 其中：财政拨款 | 90 | 其中：财政拨款 | 88 |
| 年度总体目标完成情况 | 年初设定目标 | | 全年实际完成情况 |
| | 修三栋 | | 修了三栋 |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 全年完成值 | 未完成原因和改进措施 |
| 产出指标 | 数量指标 | 维修校舍 | ≥3栋 | 3栋 | |
| 满意度指标 | 满意度指标 | 师生满意度 | ≥90% | 88% | 食堂 |
| 说明 | 请在此处简要说明各级监督检查中发现的问题，如没有请填无。 |
"""


def test_a_province_s_self_evaluation_is_read_as_far_as_it_goes() -> None:
    found = form(PROVINCE_SELF)
    assert found.match == "nearest"
    header = found.form.header
    names = (
        "project_name",
        "department",
        "organisation",
        "money_unit",
        "goal_expected",
        "goal_actual",
    )
    assert [header[n] for n in names] == [
        "校舍维修专项",
        "广东省教育厅",
        "第一中学",
        "万元",
        "修三栋",
        "修了三栋",
    ]
    assert [(row.get("initial"), row.get("executed")) for row in found.form.funds[:2]] == [
        ("100", "96"),
        ("90", "88"),
    ]
    assert rows(found.form, "level3", "actual", "deviation") == [
        ("维修校舍", "3栋", None),
        ("师生满意度", "88%", "食堂"),
    ]
