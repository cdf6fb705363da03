"""Published forms of other regions and small faults, each against its gold (`scoring`)."""

from pathlib import Path

import pytest

from perfdesk.session.core import Core
from tests.io_read.scoring import SAMPLES, golds, score_file
from tests.io_read.tables import (
    CATALOG,
    FUNDS,
    GOALS,
    HEAD,
    INDICATORS,
    WHOLE,
    form,
    join,
    rows,
)

REGIONS = list(golds(SAMPLES / "regions"))
FAULTS = [path for path in golds(SAMPLES / "faults") if path.name.startswith("c")]
DECLARED = """
| 项目支出绩效目标申报表 |
| （2024年度） |
| 项目名称 | 渠道防渗 |
"""
DECLARED_ROWS = """
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
| | 产出指标 | 数量指标 | 防渗长度 | ≥5公里 |
| | 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥95% |
"""


@pytest.mark.parametrize("path", [*REGIONS, *FAULTS], ids=lambda path: path.stem)
def test_every_field_of_the_sample(path: Path) -> None:
    score = score_file(path, Core(CATALOG))
    assert (score.wrong, score.lost) == ([], [])
    assert score.fields > 25


def declared(*parts: str) -> dict[str, str | None]:
    """The head of a 申报表 with these parts."""
    return form(join(DECLARED, *parts, DECLARED_ROWS)).form.header


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("| 主管部门 | | 单位：万元 |", "department"),
        ("| 实施单位 | （盖章） | | |", "organisation"),
        ("| 主管部门 | | | 联系电话 | 13800000000 |", "department"),
        ("| 计划开始日期 | 计划完成时间 | |", "start_date"),
        ("| 年度资金总额 | 金额（万元） |", "year_total"),
        ("| 填报单位：（盖章） |", "organisation"),
    ],
)
def test_a_heading_beside_a_label_is_no_value(row: str, name: str) -> None:
    assert declared(row).get(name) is None


@pytest.mark.parametrize(
    ("row", "name", "value"),
    [
        ("| 实施单位 | （盖章）某县供水站 |", "organisation", "（盖章）某县供水站"),
        ("| 填报单位：（盖章）某县供水站 |", "organisation", "某县供水站"),
        ("| 预算部门 | 某市环境卫生管理处 |", "organisation", "某市环境卫生管理处"),
        ("| 项目资金 | 年度资金总额 | 20.5万元 |", "year_total", "20.5万元"),
        ("| 年度主要目标和成果 | 建成一座。 |", "goal_annual", "建成一座。"),
        ("| 中期滚动目标 | 建成三座。 | 年度目标 | 建成一座。 |", "goal_total", "建成三座。"),
    ],
)
def test_labels_of_the_regions(row: str, name: str, value: str) -> None:
    assert declared(row).get(name) == value


def test_who_is_the_department_where_both_are_named() -> None:
    header = declared("| 预算部门 | 某市城管局 | 实施单位 | 某市环卫处 |")
    assert (header["department"], header["organisation"]) == ("某市城管局", "某市环卫处")


@pytest.mark.parametrize(
    "spans", ["2024.01-2025.12", "2024年1月至2025年12月", "202401-202512", "20240101—20251231"]
)
def test_both_dates_in_one_cell_are_a_period_or_two_dates(spans: str) -> None:
    header = declared(f"| 项目起止时间 | {spans} |")
    start, end = header.get("start_date") or "", header.get("end_date") or ""
    assert header.get("period") == spans or (
        spans.startswith(start) and spans.endswith(end) and len(start + end) == len(spans) - 1
    )


def test_one_money_column_is_the_years() -> None:
    table = """
    | 项目资金（万元） | 年度资金总额 | 180 |
    | | 其中：财政拨款 | 150 |
    | | 其他资金 | 30 |
    """
    header = declared(table)
    assert [header[f"year_{name}"] for name in ("total", "fiscal", "other")] == ["180", "150", "30"]
    assert not any(header.get(f"fund_{name}") for name in ("total", "fiscal", "other"))


def test_sums_of_the_project_over_those_of_the_year() -> None:
    table = """
    | 项目资金（万元） | 项目总预算 | 500 |
    | | 当年预算 | 180 |
    | | 其中：财政资金 | 150 |
    | | 其他资金 | 30 |
    """
    header = declared(table)
    assert [header[f"year_{name}"] for name in ("total", "fiscal", "other")] == ["180", "150", "30"]
    assert header["fund_total"] == "500"


def test_medium_term_and_annual_tables_under_each_other() -> None:
    again = DECLARED_ROWS.replace("绩效指标 | 一级", "年度绩效指标 | 一级").replace("≥5", "≥2")
    found = form(
        join(DECLARED, DECLARED_ROWS.replace("绩效指标 | 一级", "长期绩效指标 | 一级"), again)
    )
    assert rows(found.form, "term", "target") == [
        ("medium", "≥5公里"), ("medium", "≥95%"), ("annual", "≥2公里"), ("annual", "≥95%"),
    ]  # fmt: skip


def test_one_table_has_no_term() -> None:
    found = form(join(DECLARED, DECLARED_ROWS.replace("绩效指标 | 一级", "年度绩效指标 | 一级")))
    assert {row.get("term") for row in found.form.indicators} == {None}


@pytest.mark.parametrize(
    "heads",
    [
        ("三级指标", "指标性质", "指标值", "度量单位"),
        ("三级指标", "计量单位", "指标性质", "指标值"),
        ("三级指标", "指标值", "计算符号", "计量单位"),
    ],
)
@pytest.mark.parametrize(
    ("sign", "value", "unit", "whole"),
    [
        ("≥", "5", "公里", "≥5公里"),
        ("正向指标", "5", "公里", "≥5公里"),
        ("", "≥5", "公里", "≥5公里"),
        ("≥", "≥95%", "%", "≥95%"),
        ("定性", "优良", "/", "优良"),
        ("", "显著提升", "", "显著提升"),
    ],
)
def test_a_target_in_three_columns(
    heads: tuple[str, ...], sign: str, value: str, unit: str, whole: str
) -> None:
    cells = {"三级指标": "防渗", "指标值": value}
    cells |= dict.fromkeys(("指标性质", "计算符号"), sign)
    cells |= dict.fromkeys(("度量单位", "计量单位"), unit)
    table = f"""
    | 一级指标 | 二级指标 | {" | ".join(heads)} |
    | 产出指标 | 数量指标 | {" | ".join(cells[head] for head in heads)} |
    | 产出指标 | 质量指标 | {" | ".join(cells[head] for head in heads)} |
    """
    found = form(join(DECLARED, table)).form
    assert rows(found, "target") == [(whole,), (whole,)]


def test_a_sign_without_a_value_is_left_over() -> None:
    table = """
    | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 |
    | 产出指标 | 数量指标 | 防渗长度 | ≥ | | 公里 |
    """
    assert [left.text for left in form(join(DECLARED, table)).leftovers] == ["≥", "公里"]


@pytest.mark.parametrize("name", ["指标2：", "……", "-", "/", "指标1：/", "指标3"])
def test_lines_on_which_nothing_was_written(name: str) -> None:
    blank = f"| 效益指标 | 经济效益指标 | {name} | | | / | / | |"
    head, *lines, total = INDICATORS.strip("\n").splitlines()
    found = form(join(HEAD, FUNDS, GOALS, head, lines[0], blank, *lines[1:], total))
    assert [row[0] for row in rows(found.form, "level3")] == ["维修校舍", "安全事故", "师生满意度"]
    assert found.leftovers == ()


def test_a_level_without_indicators() -> None:
    head, *lines, total = INDICATORS.strip("\n").splitlines()
    found = form(join(HEAD, FUNDS, GOALS, head, lines[0], "| | 时效指标 |", *lines[1:], total))
    assert len(found.form.indicators) == 3


@pytest.mark.parametrize(
    "foot",
    [
        "| 审核意见 | 同意。 |",
        "| 保障绩效目标实现措施 | 建立健全制度。 |",
        "| 其他需说明的问题 | | | 无 |",
        "| 财政部门审核意见 |",
    ],
)
def test_rows_below_the_indicators_are_none(foot: str) -> None:
    found = form(join(DECLARED, DECLARED_ROWS, foot))
    assert [row[0] for row in rows(found.form, "level3")] == ["防渗长度", "群众满意度"]
    assert foot.strip("| ").split(" |")[0] in {left.text for left in found.leftovers}


@pytest.mark.parametrize(
    "level",
    ["产\\n出\\n指\\n标", "产出指标（50分）", "产出指标50分", "产出指标(40-50)分", "项目产出指标"],
)
def test_wordings_of_a_level(level: str) -> None:
    found = form(WHOLE.replace("| 产出指标 |", f"| {level} |")).form
    assert found.indicators[0].get("level1") == level.replace("\\n", "\n")
    assert found.indicators[0].get("level3") == "维修校舍"


def test_a_total_named_like_a_fund_row() -> None:
    found = form(
        WHOLE.replace("| 总分 |", "| 合计 |").replace(
            "| | 年初预算数", "| 年度预算数（万元） | 年初预算数"
        )
    )
    assert found.form.header["total_score"] == "97"
    assert found.form.funds[0].get("adjusted") == "120"


def test_numbered_heads_of_the_goals() -> None:
    goals = """
    | 项目基本情况 | 1.项目年度目标完成情况 | 项目年度目标 | | 年度目标完成情况 |
    | | | 维修校舍三栋。 | | 已维修三栋。 |
    | | 2.项目实施内容及过程概述 | 按月推进。 |
    """
    found = form(join(HEAD, goals, FUNDS, INDICATORS))
    assert found.form.header["goal_expected"] == "维修校舍三栋。"
    assert found.form.header["goal_actual"] == "已维修三栋。"
    assert "按月推进。" in {left.text for left in found.leftovers}


def test_a_project_named_like_a_form() -> None:
    name = "2024年教育局项目支出绩效自评表"
    found = form(WHOLE.replace("校舍维修", name))
    assert found.form.header["project_name"] == name
    assert found.form.header["title"] == "项目支出绩效自评表"


def test_a_place_that_the_chosen_template_must_have() -> None:
    drawn = DECLARED.replace("项目支出绩效目标申报表", "某市市直部门预算项目支出绩效目标表")
    header = form(join(drawn, "| 项目性质 | 持续性项目 |", DECLARED_ROWS)).form.header
    assert header["nature"] == "持续性项目"
