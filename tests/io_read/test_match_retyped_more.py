"""Forms as people retype them: numbers under no format, heads that nobody knows, rows without end."""

import pytest

from perfdesk.io.match import MatchedForm, match
from perfdesk.io.readers.snapshot import Cell, Sheet, Snapshot
from tests.io_read.tables import (
    CATALOG,
    FUNDS,
    GOALS,
    HEAD,
    INDICATORS,
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


SHANGHAI = join(HEAD, FUNDS, GOALS, INDICATORS).replace("项目支出", "财政项目支出")
SHANGHAI = SHANGHAI.replace("某市", "上海市").replace("执行率", "执行率(%)")


def general(drawn: str, *places: str) -> MatchedForm:
    """The form of a drawn table in which some cells are numbers under no format."""
    found = sheet(drawn, "表1", places)
    cells = tuple(cell._replace(general=cell.address in places) for cell in found.cells)
    return match(Snapshot("xlsx", (Sheet(found.name, cells),)), CATALOG)[0]


def test_numbers_under_no_format_read_as_the_form_prints_them() -> None:
    found = general(
        SHANGHAI.replace("80%", "80", 1), "C6", "D6", "E6", "F6", "G6", "H6", "F13"
    ).form
    assert list(found.funds[0].values.values()) == [
        "100.00",
        "120.00",
        "96.00",
        "10.00",
        "80.00",
        "8.00",
    ]
    assert found.indicators[0].get("weight") == "50.00"
    assert found.get("F1", "initial") == "100"


def test_declared_amounts_under_no_format_have_their_separators() -> None:
    drawn = join(
        DECLARATION,
        DATES,
        DECLARED_FUNDS.replace("500", "7430000").replace("350", "350.5"),
        DECLARED,
    )
    header = general(drawn, "C6", "E7").form.header
    assert (header["fund_total"], header["year_fiscal"], header["year_total"]) == (
        "7,430,000",
        "350.5",
        "400",
    )


def test_a_form_of_another_kind_keeps_its_numbers() -> None:
    drawn = SHANGHAI.replace("上海市", "江西省")
    assert general(drawn, "C6").form.get("F0", "initial") == "100"


def test_numbered_sources_of_a_declaration() -> None:
    funds = """
    | 项目资金（元） | 一、项目资金总额 | 500 |
    | | 1.其中：财政资金 | 450 |
    | | 2.其他资金 | 50 |
    | | 二、年度资金申请总额 | 400 |
    | | （1）当年财政拨款 | 350 |
    | | （2）上年结转资金 | |
    | | （3）其他资金 | 50 |
    """
    header = form(join(DECLARATION, DATES, funds, DECLARED)).form.header
    names = (
        "fund_total",
        "fund_fiscal",
        "fund_other",
        "year_total",
        "year_fiscal",
        "year_carryover",
        "year_other",
    )
    assert [header[name] for name in names] == ["500", "450", "50", "400", "350", None, "50"]


def test_a_label_beside_every_amount() -> None:
    funds = """
    | 项目资金（万元） | 年度资金总额 | 年初预算数 | 100 | 全年预算数 | 120 | 全年执行数 | 96 |
    | | | 分值 | 10 | 执行率 | 80% | 得分 | 8 |
    | | 其中：当年财政拨款 | 年初预算数 | 90 | 全年预算数 | 110 | 全年执行数 | 88 |
    """
    drawn = sheet(join(HEAD, funds, GOALS, INDICATORS))
    cells = tuple(
        cell._replace(rows=2) if cell.text == "年度资金总额" else cell for cell in drawn.cells
    )
    found = match(Snapshot("xlsx", (Sheet(drawn.name, cells),)), CATALOG)[0].form
    assert list(found.funds[0].values.values()) == ["100", "120", "96", "10", "80%", "8"]
    assert (found.get("F1", "initial"), found.get("F1", "executed")) == ("90", "88")


def test_a_head_in_words_that_nobody_knows() -> None:
    table = "| 类别 | 类型 | 具体内容 | 目标 | 完成 | 满分 | 自评 | 说明 |"
    found = form(join(HEAD, FUNDS, GOALS, table, *TABLE[1:])).form
    assert rows(found, "level1", "level3", "target", "actual", "weight", "score", "deviation")[2] == (
        "满意度指标", "师生满意度", "≥90%", "88%", "10", "9", "食堂排队久",
    )  # fmt: skip


@pytest.mark.parametrize(
    "line", ["| 栏次 | A | B | 1 | 2 | 3 | 4 | 5 |", "| 甲 | 乙 | 丙 | ① | ② | ③ | ④ | ⑤ |"]
)
def test_numbers_of_columns_below_the_head_are_no_indicator(line: str) -> None:
    found = form(join(HEAD, FUNDS, GOALS, TABLE[0], line, *TABLE[1:])).form
    assert [row.get("level3") for row in found.indicators] == ["维修校舍", "安全事故", "师生满意度"]


def test_goals_end_at_the_signatures() -> None:
    header = form(
        join(HEAD, FUNDS, INDICATORS, GOALS, "| 单位负责人：王五 | | | | 财务负责人：赵六 |")
    ).form.header
    assert (header["goal_expected"], header["goal_actual"]) == (
        "维修校舍三栋。",
        "已维修三栋，验收合格。",
    )


ROWS_WITHOUT_END = {
    "subtotals": ["| 产出指标小计 | | | | | 1 | 1 |"],
    "totals": ["| 总分 | | | | | 1 | 1 |"],
    "signatures": ["| 填报人 | 甲 | 联系电话 |"],
    "labels": ["| 主管部门 | | | 某局 |"],
    "heads": ["| 项目名称 | 一级指标 | 三级指标 | 分值 | 得分 |"],
}


@pytest.mark.timeout(10)
@pytest.mark.parametrize("name", ROWS_WITHOUT_END)
def test_thousands_of_such_rows_take_no_time(name: str) -> None:
    assert forms(join(HEAD, FUNDS, GOALS, *TABLE[:4], *ROWS_WITHOUT_END[name] * 5000))


@pytest.mark.timeout(10)
def test_a_row_of_thousands_of_labels_takes_no_time() -> None:
    assert forms(
        join(
            HEAD,
            FUNDS,
            "|" + " 项目名称 | 年初预算数 | 资金总额 | 预期目标 |" * 4000,
            GOALS,
            INDICATORS,
        )
    )


def test_a_colon_in_a_cell_of_its_own() -> None:
    head = HEAD.replace("| 项目名称 | 校舍维修 |", "| 项目名称 | ： | 校舍维修 |")
    assert form(join(head, FUNDS, GOALS, INDICATORS)).form.header["project_name"] == "校舍维修"


@pytest.mark.parametrize("between", ["-", "—", "/", "\\n", " → "])
def test_both_levels_in_one_cell(between: str) -> None:
    table = join(INDICATORS.replace("| 一级指标 | 二级指标 |", "| 一级/二级指标 |"))
    for level1, level2 in (("产出", "数量"), ("效益", "社会效益"), ("满意度", "服务对象满意度")):
        table = table.replace(
            f"| {level1}指标 | {level2}指标 |", f"| {level1}指标{between}{level2}指标 |"
        )
    table = table.replace("| 总分 | |", "| 总分 |")
    found = form(join(HEAD, FUNDS, GOALS, table)).form
    assert rows(found, "level1", "level2", "level3")[1] == ("效益指标", "社会效益指标", "安全事故")


def test_a_reason_in_a_row_below_its_indicator() -> None:
    table = [
        line.replace(" 偏差原因分析及改进措施 |", "").replace(" 食堂排队久 |", "") for line in TABLE
    ]
    below = "| | | 偏差原因分析及改进措施：食堂排队久 |"
    found = form(join(HEAD, FUNDS, GOALS, *table[:4], below, table[4])).form
    assert [row.get("deviation") for row in found.indicators] == [None, None, "食堂排队久"]


def test_words_understood_in_a_row_of_labels_head_the_values_below() -> None:
    head = """
    | 项目支出绩效自评表 |
    | 项目名称 | 预算主管部门 | 实施单位 |
    | 校舍维修 | 某市教育局 | 某市第一中学 |
    """
    header = form(join(head, FUNDS, GOALS, INDICATORS)).form.header
    assert [header[name] for name in ("project_name", "department", "organisation")] == [
        "校舍维修", "某市教育局", "某市第一中学",
    ]  # fmt: skip


def test_a_name_that_sounds_like_a_label_stays_a_name() -> None:
    found = form(join(HEAD.replace("校舍维修", "主管部门业务费"), FUNDS, GOALS, INDICATORS)).form
    assert (found.header["project_name"], found.header["department"]) == (
        "主管部门业务费",
        "某市教育局",
    )


def test_a_blank_last_amount_takes_nothing_from_the_line_below() -> None:
    drawn = sheet(
        join(
            DECLARATION,
            DATES,
            DECLARED,
            "| 项目资金（元） | 项目资金总额 | 500 |",
            "| | 其他资金 | |",
        )
    )
    cells = tuple(
        cell._replace(rows=2) if cell.text.startswith("项目资金（") else cell
        for cell in drawn.cells
    )
    last = max(cell.row for cell in cells)
    cells = (
        *cells,
        Cell(last + 1, 0, "填报人：李四", 1, 1, "A99"),
        Cell(last + 1, 1, "电话：6212", 1, 1, "B99"),
    )
    found = match(Snapshot("xlsx", (Sheet(drawn.name, cells),)), CATALOG)[0].form
    assert (found.header["fund_total"], found.header["fund_other"]) == ("500", None)


def test_a_grade_further_right_than_other_values() -> None:
    found = form(join(HEAD, INDICATORS, "| 评分等级 | | | 优 |", FUNDS, GOALS))
    district = found.template_id, found.form.header.get("grade")
    assert "优" in district or any(left.text == "优" for left in found.leftovers)
