"""Twelve forms as further provinces lay them out, written as workbooks, Word documents and web pages.

The layouts are made by hand after the habits of each region; names and figures are invented. A row
is a list of cells, a cell is (text, columns, rows); "" is a place to be filled that was left blank.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

Cell = tuple[str, int, int]
Line = list[Cell]


class RegionForm(NamedTuple):
    """A form: its file, widths of its columns in characters, lines above the table, and the table."""

    name: str
    widths: tuple[int, ...]
    above: tuple[str, ...]
    lines: tuple[Line, ...]


def c(text: str, columns: int = 1, rows: int = 1) -> Cell:
    return text, columns, rows


def indicators(
    groups: list[tuple[str, list[tuple[str, list[list[str]]]]]], spans: tuple[int, ...]
) -> list[Line]:
    """Lines of indicators below levels that are merged; `spans`: columns of each cell after level 2."""
    lines: list[Line] = []
    for level1, seconds in groups:
        height = sum(len(rows) for _, rows in seconds)
        first = True
        for level2, rows in seconds:
            for number, row in enumerate(rows):
                line: Line = []
                if first:
                    line.append(c(level1, 1, height))
                    first = False
                if number == 0:
                    line.append(c(level2, 1, len(rows)))
                line += [c(text, span) for text, span in zip(row, spans, strict=True)]
                lines.append(line)
    return lines


def self_rows(extra: int = 0) -> list[tuple[str, list[tuple[str, list[list[str]]]]]]:
    """Indicators of a 自评表: name, target, actual, weight, score, reason, and further blanks."""

    def row(*texts: str) -> list[str]:
        return [*texts, *[""] * extra]

    return [
        ("产出指标", [
            ("数量指标", [row("培训村级会计人数", "≥120人", "126人", "15", "15", ""),
                      row("印发政策手册", "3000册", "3000册", "10", "10", "")]),
            ("质量指标", [row("培训考核合格率", "≥95%", "93%", "10", "9.79", "两个乡镇缺考，已安排补考")]),
            ("时效指标", [row("培训完成时间", "2023年11月底前", "2023年11月20日", "15", "15", "")]),
        ]),
        ("效益指标", [
            ("社会效益指标", [row("村级财务规范化水平", "明显提高", "达成预期指标", "20", "20", "")]),
            ("可持续影响指标", [row("财务公开制度覆盖面", "100%", "100%", "10", "10", "")]),
        ]),
        ("满意度指标", [
            ("服务对象满意度指标", [row("参训人员满意度", "≥90%", "96.5%", "10", "10", "")]),
        ]),
    ]  # fmt: skip


def henan() -> RegionForm:
    """自评表 with sources by level of government and a rate beside A and B."""
    head = ["年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分"]
    funds = [
        ("年度资金总额", "60.00", "58.50", "57.33", "10", "98.00%", "9.80"),
        ("其中：中央补助", "20.00", "20.00", "20.00", "—", "100.00%", "—"),
        ("省级资金", "30.00", "30.00", "28.83", "—", "96.10%", "—"),
        ("市县资金", "10.00", "8.50", "8.50", "—", "100.00%", "—"),
        ("其他资金", "0.00", "0.00", "0.00", "—", "", "—"),
    ]
    lines: list[Line] = [
        [c("项目名称", 2), c("村级会计业务培训", 7)],
        [c("主管部门", 2), c("某县财政局", 3), c("实施单位", 2), c("某县会计服务中心", 2)],
        [c("项目资金\n（万元）", 1, 6), c("", 2), *[c(text) for text in head]],
        *[[c(name, 2), *[c(text) for text in texts]] for name, *texts in funds],
        [c("年度\n总体\n目标", 1, 2), c("预期目标", 4), c("实际完成情况", 4)],
        [c("培训村级会计120人，规范村级财务。", 4), c("培训126人，印发手册3000册。", 4)],
        [c("一级指标"), c("二级指标"), c("三级指标"), c("年度指标值"), c("全年完成值"), c("分值"),
         c("得分"), c("未完成原因和改进措施", 2)],
        *indicators(self_rows(), (1, 1, 1, 1, 1, 2)),
        [c("总分", 5), c("100"), c("99.59"), c("", 2)],
    ]  # fmt: skip
    return RegionForm(
        "henan-self-evaluation.xlsx", (10, 13, 20, 13, 14, 9, 12, 9, 14),
        ("附件2", "项目支出绩效自评表", "（2023年度）"), tuple(lines),
    )  # fmt: skip


def guangxi() -> RegionForm:
    """自评表 with a person in charge, a telephone and the score before the reason."""
    lines: list[Line] = [
        [c("项目名称"), c("农村饮水安全管护", 4), c("项目负责人及电话"), c("韦某 0771-1234567")],
        [c("主管部门"), c("某县水利局", 3), c("实施单位"), c("某县农村供水站", 2)],
        [c("资金情况（万元）", 1, 4), c(""), c("年初预算数"), c("全年预算数"), c("全年执行数"), c("分值"),
         c("执行率（%）")],
        [c("年度资金总额"), c("80.00"), c("80.00"), c("76.00"), c("10"), c("95.00")],
        [c("其中：财政拨款"), c("80.00"), c("80.00"), c("76.00"), c("—"), c("95.00")],
        [c("其他资金"), c("0.00"), c("0.00"), c("0.00"), c("—"), c("")],
        [c("年度总体目标", 1, 2), c("年初设定目标", 3), c("年度总体目标完成情况综述", 3)],
        [c("管护供水工程32处，水质达标。", 3), c("管护32处，水质合格率98%。", 3)],
        [c("一级指标"), c("二级指标"), c("三级指标"), c("指标值"), c("全年实际完成值"), c("分值"), c("得分")],
        *indicators([
            ("产出指标", [
                ("数量指标", [["管护供水工程处数", "32处", "32处", "20", "20"]]),
                ("质量指标", [["水质合格率", "≥95%", "98%", "20", "20"]]),
                ("成本指标", [["每处管护成本", "≤2.5万元", "2.4万元", "10", "10"]])]),
            ("效益指标", [("社会效益指标", [["受益农村人口", "≥1.2万人", "1.3万人", "30", "30"]])]),
            ("满意度指标", [("服务对象满意度指标", [["用水户满意度", "≥85%", "91%", "10", "10"]])]),
        ], (1, 1, 1, 1, 1)),
        [c("总分", 5), c("100"), c("99.5")],
    ]  # fmt: skip
    return RegionForm(
        "guangxi-self-evaluation.docx", (12, 14, 20, 14, 14, 12, 14),
        ("部门预算项目支出绩效自评表", "（2023年度）"), tuple(lines),
    )  # fmt: skip


def yunnan() -> RegionForm:
    """绩效目标表 with the target in three columns, its kind and its explanation."""
    heads = [
        "一级指标",
        "二级指标",
        "三级指标",
        "指标性质",
        "指标值",
        "度量单位",
        "指标属性",
        "指标内容",
    ]
    groups = [
        ("产出指标", [
            ("数量指标", [["资助学生人数", "＞=", "450", "人", "定量指标", "反映资助学生的人数"]]),
            ("质量指标", [["资助对象准确率", "=", "100", "%", "定量指标", "反映对象认定准确情况"]]),
            ("时效指标", [["资金发放时限", "<=", "30", "天", "定量指标", "反映资金发放及时情况"]])]),
        ("效益指标", [("社会效益", [["困难学生就学保障", "=", "有效保障", "", "定性指标", "反映就学保障情况"]])]),
        ("满意度指标", [("服务对象满意度", [["受助学生满意度", "＞=", "90", "%", "定量指标", "反映学生满意程度"]])]),
    ]  # fmt: skip
    lines: list[Line] = [
        [c("项目名称"), c("家庭经济困难学生资助", 7)],
        [c("主管部门"), c("某市教育体育局", 3), c("实施单位"), c("某市第三中学", 3)],
        [c("项目年度绩效目标"), c("资助家庭经济困难学生450人，资金按时足额发放。", 7)],
        [c(text) for text in heads],
        *indicators(groups, (1, 1, 1, 1, 1, 1)),
    ]
    return RegionForm(
        "yunnan-declaration.html", (12, 14, 20, 10, 10, 10, 12, 26),
        ("部门项目支出绩效目标表", "（2024年度）"), tuple(lines),
    )  # fmt: skip


def shaanxi() -> RegionForm:
    """整体支出绩效目标表 with tasks and their money."""
    lines: list[Line] = [
        [c("部门（单位）名称", 2), c("某区文化和旅游局", 5)],
        [c("年度\n主要\n任务", 1, 5), c("任务名称", 1, 2), c("主要内容", 2, 2), c("预算金额（万元）", 3)],
        [c("总额"), c("财政拨款"), c("其他资金")],
        [c("公共文化服务"), c("图书馆、文化馆免费开放", 2), c("120.00"), c("110.00"), c("10.00")],
        [c("旅游宣传推广"), c("举办文化旅游节", 2), c("60.00"), c("60.00"), c("0.00")],
        [c("金额合计", 3), c("180.00"), c("170.00"), c("10.00")],
        [c("年度总体目标"), c("完善公共文化服务体系，提升旅游知名度。", 6)],
        [c("年度\n绩效\n指标", 1, 6), c("一级指标"), c("二级指标"), c("指标内容", 2), c("指标值", 2)],
        [c("产出指标", 1, 3), c("数量指标"), c("举办文化活动场次", 2), c("≥40场", 2)],
        [c("质量指标"), c("场馆免费开放达标率", 2), c("100%", 2)],
        [c("时效指标"), c("任务完成时间", 2), c("12月底前", 2)],
        [c("效益指标"), c("社会效益指标"), c("接待游客人次", 2), c("≥80万人次", 2)],
        [c("满意度指标"), c("服务对象满意度指标"), c("群众满意度", 2), c("≥90%", 2)],
    ]  # fmt: skip
    return RegionForm(
        "shaanxi-unit-declaration.xlsx", (10, 14, 18, 16, 12, 12, 12),
        ("附件3", "部门整体支出绩效目标表", "（2024年度）"), tuple(lines),
    )  # fmt: skip


def inner_mongolia() -> RegionForm:
    """监控表 with the months, reasons ticked and the likelihood."""
    lines: list[Line] = [
        [c("项目名称", 2), c("草原生态保护管理", 9)],
        [c("主管部门", 2), c("某旗林业和草原局", 4), c("实施单位", 2), c("某旗草原工作站", 3)],
        [c("项目资金\n（万元）", 2, 4), c("", 2), c("年初预算数", 2), c("1-7月执行数", 2), c("1-7月执行率"),
         c("全年预计执行数", 2)],
        [c("年度资金总额", 2), c("150.00", 2), c("82.50", 2), c("55.00%"), c("150.00", 2)],
        [c("其中：本年一般公共预算拨款", 2), c("150.00", 2), c("82.50", 2), c("55.00%"), c("150.00", 2)],
        [c("其他资金", 2), c("0.00", 2), c("0.00", 2), c(""), c("0.00", 2)],
        [c("年度总体目标", 2), c("禁牧管护草原50万亩，及时发放补助。", 9)],
        [c("绩效指标", 1, 5), c("一级指标"), c("二级指标"), c("三级指标", 2), c("年度指标值"),
         c("1-7月完成情况"), c("全年预计完成情况"),
         c("偏差原因分析"), c("完成目标可能性"), c("备注")],
        [c("产出指标", 1, 2), c("数量指标"), c("管护草原面积", 2), c("≥50万亩"), c("50万亩"), c("50万亩"),
         c(""), c("确定能"), c("")],
        [c("时效指标"), c("补助发放时间", 2), c("12月底前"), c("未到时间"), c("12月底前"), c("尚未到发放期"),
         c("有可能"), c("")],
        [c("效益指标"), c("生态效益指标"), c("草原植被盖度", 2), c("≥45%"), c("44%"), c("45%"), c(""),
         c("确定能"), c("")],
        [c("满意度指标"), c("服务对象满意度"), c("农牧民满意度", 2), c("≥90%"), c("未调查"), c("90%"),
         c("年底调查"), c("确定能"), c("")],
    ]  # fmt: skip
    return RegionForm(
        "inner-mongolia-monitoring.xlsx", (9, 11, 13, 12, 12, 12, 13, 14, 14, 12, 10),
        ("项目支出绩效运行监控表", "（2024年度）"), tuple(lines),
    )  # fmt: skip


def jiangxi() -> RegionForm:
    """自评表 in Word with two goals' boxes, the weight called 权重 and a grade."""
    lines: list[Line] = [
        [c("项目名称", 2), c("社区矫正工作经费", 6)],
        [c("主管部门", 2), c("某区司法局", 2), c("实施单位", 2), c("某区社区矫正中心", 2)],
        [c("项目资金（万元）", 2, 4), c(""), c("年初预算数"), c("全年预算数"), c("全年执行数"), c("权重"),
         c("执行率")],
        [c("年度资金总额"), c("25.00"), c("25.00"), c("24.50"), c("10"), c("98%")],
        [c("其中：当年财政拨款"), c("25.00"), c("25.00"), c("24.50"), c("—"), c("98%")],
        [c("上年结转资金"), c("0.00"), c("0.00"), c("0.00"), c("—"), c("")],
        [c("年度总体目标", 2, 2), c("预期目标", 3), c("实际完成情况", 3)],
        [c("管理社区矫正对象180人，再犯罪率低于0.2%。", 3), c("管理185人，无人再犯罪。", 3)],
        [c("一级指标"), c("二级指标"), c("三级指标"), c("年度指标值"), c("实际完成值"), c("权重"), c("得分"),
         c("偏差原因分析及改进措施")],
        *indicators(self_rows(), (1, 1, 1, 1, 1, 1)),
        [c("总分", 5), c("100"), c("99.59"), c("")],
    ]  # fmt: skip
    return RegionForm(
        "jiangxi-self-evaluation.docx", (12, 14, 20, 13, 13, 9, 9, 20),
        ("项目支出绩效自评表", "（2023年度）"), tuple(lines),
    )  # fmt: skip


def fujian() -> RegionForm:
    """自评表 as a web page, with remarks of the whole below."""
    lines: list[Line] = [
        [c("项目名称"), c("老旧小区改造设计费", 3), c("项目编码"), c("35010123T000000123456", 2)],
        [c("主管部门"), c("某市住房和城乡建设局", 3), c("实施单位"), c("某市房屋管理中心", 2)],
        [c("项目资金（万元）", 1, 4), c(""), c("年初预算数"), c("全年预算数"), c("全年执行数"), c("分值"), c("得分")],
        [c("年度资金总额"), c("200.00"), c("180.00"), c("180.00"), c("10"), c("10.00")],
        [c("其中：财政拨款"), c("200.00"), c("180.00"), c("180.00"), c("—"), c("—")],
        [c("其他资金"), c("0.00"), c("0.00"), c("0.00"), c("—"), c("—")],
        [c("年度总体目标", 1, 2), c("预期目标", 3), c("实际完成情况", 3)],
        [c("完成12个小区改造设计。", 3), c("完成12个小区改造设计并通过评审。", 3)],
        [c("一级指标"), c("二级指标"), c("三级指标"), c("年度指标值"), c("实际完成值"), c("分值"), c("得分")],
        *indicators([
            ("产出指标", [
                ("数量指标", [["改造设计小区个数", "12个", "12个", "20", "20"],
                 ["设计图纸套数", "≥24套", "26套", "10", "10"]]),
                ("质量指标", [["设计评审通过率", "100%", "100%", "20", "20"]])]),
            ("效益指标", [("社会效益指标", [["惠及居民户数", "≥3000户", "3120户", "30", "30"]])]),
            ("满意度指标", [("服务对象满意度指标", [["居民满意度", "≥85%", "92%", "10", "10"]])]),
        ], (1, 1, 1, 1, 1)),
        [c("总分", 5), c("100"), c("100")],
    ]  # fmt: skip
    return RegionForm(
        "fujian-self-evaluation.html", (14, 14, 20, 14, 14, 10, 12),
        ("项目支出绩效自评表", "（2023年度）"), tuple(lines),
    )  # fmt: skip


def liaoning() -> RegionForm:
    """整体支出自评表 in Word."""
    lines: list[Line] = [
        [c("部门（单位）名称", 2), c("某市应急管理局", 6)],
        [c("预算支出\n（万元）", 2, 4), c(""), c("年初预算数"), c("全年预算数"), c("全年执行数"), c("分值"),
         c("执行率")],
        [c("支出总额"), c("860.00"), c("900.00"), c("891.00"), c("10"), c("99.00%")],
        [c("其中：基本支出"), c("500.00"), c("510.00"), c("508.00"), c("—"), c("99.61%")],
        [c("项目支出"), c("360.00"), c("390.00"), c("383.00"), c("—"), c("98.21%")],
        [c("年度总体目标", 2, 2), c("预期目标", 3), c("实际完成情况", 3)],
        [c("健全应急管理体系，遏制重特大事故。", 3), c("全年未发生重特大事故。", 3)],
        [c("一级指标"), c("二级指标"), c("三级指标"), c("年度指标值"), c("实际完成值"), c("分值"), c("得分"),
         c("偏差原因分析及改进措施")],
        *indicators(self_rows(), (1, 1, 1, 1, 1, 1)),
        [c("总分", 5), c("100"), c("99.69"), c("")],
    ]  # fmt: skip
    return RegionForm(
        "liaoning-unit-self-evaluation.docx", (12, 14, 20, 13, 13, 9, 9, 20),
        ("部门整体支出绩效自评表", "（2023年度）"), tuple(lines),
    )  # fmt: skip


def zhejiang() -> RegionForm:
    """申报表 with grounds and an overview of the project."""
    groups = [
        ("产出指标", [
            ("数量指标", [["新增停车泊位", "≥200个", "按竣工资料统计"]]),
            ("质量指标", [["工程验收合格率", "100%", ""]]),
            ("成本指标", [["单个泊位建设成本", "≤1.5万元", ""]])]),
        ("效益指标", [("社会效益指标", [["停车难问题缓解程度", "明显缓解", ""]])]),
        ("满意度指标", [("服务对象满意度指标", [["周边居民满意度", "≥85%", "问卷调查"]])]),
    ]  # fmt: skip
    lines: list[Line] = [
        [c("项目名称"), c("公共停车场建设", 2), c("项目属性"), c("新增项目")],
        [c("主管部门"), c("某区综合行政执法局", 2), c("实施单位"), c("某区市政设施中心")],
        [c("项目起止时间"), c("2024年3月至2024年11月", 2), c("项目负责人"), c("陈某")],
        [c("项目资金\n（万元）", 1, 3), c("年度资金总额"), c("300.00", 3)],
        [c("其中：财政拨款"), c("300.00", 3)],
        [c("其他资金"), c("0.00", 3)],
        [c("立项依据"), c("区政府2024年为民办实事项目。", 4)],
        [c("项目概况"), c("新建公共停车场4处，泊位200个。", 4)],
        [c("年度目标"), c("11月底前建成公共停车场4处并投入使用。", 4)],
        [c("一级指标"), c("二级指标"), c("三级指标"), c("指标值"), c("备注")],
        *indicators(groups, (1, 1, 1)),
    ]
    return RegionForm(
        "zhejiang-declaration.xlsx", (14, 18, 26, 18, 20),
        ("项目支出绩效目标申报表", "（2024年度）"), tuple(lines),
    )  # fmt: skip


def guizhou() -> RegionForm:
    """The national 申报表 with both terms side by side."""

    def pair(level2: str, medium: tuple[str, str], annual: tuple[str, str]) -> Line:
        return [c(level2), c(medium[0]), c(medium[1]), c(level2), c(annual[0]), c(annual[1])]

    lines: list[Line] = [
        [c("项目名称", 2), c("乡村公路养护", 5)],
        [c("主管部门及代码", 2), c("某州交通运输局 312", 2), c("实施单位"), c("某县公路管理所", 2)],
        [c("项目属性", 2), c("延续项目", 2), c("项目期"), c("2023-2025年", 2)],
        [c("项目资金\n（万元）", 2, 3), c("中期资金总额"), c("900.00"), c("年度资金总额"), c("300.00", 2)],
        [c("其中：财政拨款"), c("900.00"), c("其中：财政拨款"), c("300.00", 2)],
        [c("其他资金"), c("0.00"), c("其他资金"), c("0.00", 2)],
        [c("总体目标", 1, 2), c("中期目标（2023年—2025年）", 3), c("年度目标", 3)],
        [c("养护乡村公路900公里。", 3), c("养护乡村公路300公里。", 3)],
        [c("一级指标"), c("二级指标"), c("三级指标"), c("指标值"), c("二级指标"), c("三级指标"), c("指标值")],
        [c("产出指标", 1, 2), *pair("数量指标", ("养护里程", "900公里"), ("养护里程", "300公里"))],
        pair("质量指标", ("优良路率", "≥80%"), ("优良路率", "≥78%")),
        [c("效益指标"), *pair("社会效益指标", ("受益村个数", "≥120个"), ("受益村个数", "≥110个"))],
        [c("满意度指标"), *pair("服务对象满意度指标", ("群众满意度", "≥90%"), ("群众满意度", "≥88%"))],
    ]  # fmt: skip
    return RegionForm(
        "guizhou-declaration.xlsx", (13, 15, 20, 13, 15, 20, 13),
        ("项目绩效目标申报表", "（2024年度）"), tuple(lines),
    )  # fmt: skip


def jilin() -> RegionForm:
    """自评表 with money of three governments and the persons below, label and name in one cell."""
    lines: list[Line] = [
        [c("项目名称", 2), c("黑土地保护", 6)],
        [c("主管部门", 2), c("某市农业农村局", 2), c("实施单位", 2), c("某市农技推广站", 2)],
        [c("项目资金（万元）", 2, 5), c(""), c("全年预算数（A）"), c("全年执行数（B）"), c("分值"),
         c("执行率（B/A）"), c("得分")],
        [c("年度资金总额"), c("500.00"), c("495.00"), c("10"), c("99%"), c("9.9")],
        [c("其中：中央财政资金"), c("300.00"), c("300.00"), c("—"), c("100%"), c("—")],
        [c("省级财政资金"), c("150.00"), c("150.00"), c("—"), c("100%"), c("—")],
        [c("市县财政资金"), c("50.00"), c("45.00"), c("—"), c("90%"), c("—")],
        [c("年度总体目标", 2, 2), c("预期目标", 3), c("实际完成情况", 3)],
        [c("保护黑土地20万亩。", 3), c("完成20.3万亩。", 3)],
        [c("一级指标"), c("二级指标"), c("三级指标"), c("年度指标值"), c("全年完成值"), c("分值"),
         c("得分"), c("未完成原因及拟采取的改进措施")],
        *indicators(self_rows(), (1, 1, 1, 1, 1, 1)),
        [c("总分", 5), c("100"), c("99.69"), c("")],
        [c("填表人：李某", 3), c("联系电话：0431-1234567", 5)],
    ]  # fmt: skip
    return RegionForm(
        "jilin-self-evaluation.docx", (10, 14, 20, 13, 13, 9, 9, 20),
        ("附件1", "预算项目支出绩效自评表", "（2022年度）"), tuple(lines),
    )  # fmt: skip


def hainan() -> RegionForm:
    """监控表 whose second line says year and months."""
    groups = [
        ("产出指标", [
            ("数量指标", [["疫苗接种剂次", "≥5000剂次", "3120剂次", "5100剂次"]]),
            ("质量指标", [["冷链合格率", "100%", "100%", "100%"]])]),
        ("效益指标", [("社会效益指标", [["接种率", "≥95%", "93%", "95%"]])]),
        ("满意度指标", [("服务对象满意度指标", [["群众满意度", "≥90%", "91%", "91%"]])]),
    ]  # fmt: skip
    lines: list[Line] = [
        [c("项目名称"), c("免疫规划", 5)],
        [c("主管部门"), c("某县卫生健康委员会", 2), c("实施单位"), c("某县疾控中心", 2)],
        [c("项目资金（万元）", 1, 3), c(""), c("年初预算数"), c("1-6月执行数"), c("执行率"),
         c("全年预计执行数")],
        [c("年度资金总额"), c("36.00"), c("17.50"), c("48.61%"), c("36.00")],
        [c("其中：财政拨款"), c("36.00"), c("17.50"), c("48.61%"), c("36.00")],
        [c("年度总体目标"), c("做好免疫规划疫苗接种。", 5)],
        [c("一级指标"), c("二级指标"), c("三级指标"), c("年度指标值"), c("1-6月执行情况"),
         c("全年预计完成情况")],
        *indicators(groups, (1, 1, 1, 1)),
    ]  # fmt: skip
    return RegionForm(
        "hainan-monitoring.xlsx", (12, 16, 22, 14, 16, 16),
        ("项目支出绩效运行监控表", "（2024年1-6月）"), tuple(lines),
    )  # fmt: skip


MAKERS: tuple[Callable[[], RegionForm], ...] = (
    henan, guangxi, yunnan, shaanxi, inner_mongolia, jiangxi, fujian, liaoning, zhejiang, guizhou,
    jilin, hainan,
)  # fmt: skip


def write(form: RegionForm, folder: Path) -> Path:
    """The file of a form."""
    path = folder / form.name
    {".xlsx": _workbook, ".docx": _document, ".html": _page}[path.suffix](form, path)
    return path


def placed(form: RegionForm) -> list[tuple[int, int, Cell]]:
    """Row and column of every cell, as tables with spans place them."""
    taken: set[tuple[int, int]] = set()
    found = []
    for row, line in enumerate(form.lines):
        column = 0
        for cell in line:
            while (row, column) in taken:
                column += 1
            _, columns, rows = cell
            taken |= {(row + r, column + k) for r in range(rows) for k in range(columns)}
            found.append((row, column, cell))
            column += columns
        width = sum(1 for r, _ in taken if r == row)
        assert width == len(form.widths), (form.name, row, width)
    return found


def texts(form: RegionForm) -> list[str]:
    """Every text of the form."""
    return [text for _, _, (text, _, _) in placed(form) if text] + list(form.above)


def _workbook(form: RegionForm, path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    thin = Side(style="thin")
    box = Border(left=thin, right=thin, top=thin, bottom=thin)
    for number, width in enumerate(form.widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for number, text in enumerate(form.above, 1):
        cell = sheet.cell(number, 1, text)
        title = "表" in text
        cell.font = Font(
            name="方正小标宋简体" if title else "仿宋_GB2312", size=18 if title else 12
        )
        cell.alignment = Alignment(
            horizontal="left" if "附件" in text else "center", vertical="center"
        )
        sheet.merge_cells(
            start_row=number, end_row=number, start_column=1, end_column=len(form.widths)
        )
        sheet.row_dimensions[number].height = 30 if title else 18
    top = len(form.above) + 1
    for row, column, (text, columns, rows) in placed(form):
        for r in range(rows):
            for k in range(columns):
                sheet.cell(top + row + r, 1 + column + k).border = box
        cell = sheet.cell(top + row, 1 + column, text or None)
        cell.font = Font(name="宋体", size=10)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        if columns > 1 or rows > 1:
            sheet.merge_cells(start_row=top + row, end_row=top + row + rows - 1,
                              start_column=1 + column, end_column=column + columns)  # fmt: skip
    for row in range(top, top + len(form.lines)):
        sheet.row_dimensions[row].height = 26
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if len(form.widths) > 9 else "portrait"
    sheet.page_margins.left = sheet.page_margins.right = 0.6
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    book.save(path)


def _document(form: RegionForm, path: Path) -> None:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    for text in form.above:
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = line.add_run(text)
        run.font.name, run.font.size = "方正小标宋简体", Pt(18 if "表" in text else 12)
    table = document.add_table(len(form.lines), len(form.widths))
    table.style = "Table Grid"
    unit = 174 / sum(form.widths)
    for number, width in enumerate(form.widths):
        for cell in table.columns[number].cells:
            cell.width = Mm(width * unit)
    for row, column, (text, columns, rows) in placed(form):
        cell = table.cell(row, column)
        if columns > 1 or rows > 1:
            cell = cell.merge(table.cell(row + rows - 1, column + columns - 1))
        cell.text = text
        for line in cell.paragraphs:
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            for run in line.runs:
                run.font.size = Pt(9)
    document.save(str(path))


def _page(form: RegionForm, path: Path) -> None:
    parts = ["<html><head><meta charset='utf-8'><style>td{border:1px solid #000;font-size:12px;"
             "text-align:center}table{border-collapse:collapse;width:900px}</style></head><body>"]  # fmt: skip
    parts += [f"<p style='text-align:center;font-size:20px'>{text}</p>" for text in form.above]
    parts.append("<table>")
    for line in form.lines:
        cells = (
            f"<td colspan='{k}' rowspan='{r}'>{text.replace(chr(10), '<br>')}</td>"
            for text, k, r in line
        )
        parts.append(f"<tr>{''.join(cells)}</tr>")
    parts.append("</table></body></html>")
    path.write_text("".join(parts), encoding="utf-8")
