"""Monitoring and whole-unit forms of regions that no template is of, written from own knowledge, with their gold.

A row is cells parted by `|`; `<` continues the cell to the left, `^` the one above. A cell that ends in
`@path` holds a value, and the path is where it belongs in the JSON of its kind.
"""

from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet


@dataclass(frozen=True)
class RegionForm:
    """A form as its region prints it."""

    name: str
    kind: str
    rows: str

    @property
    def cells(self) -> list[list[tuple[str, str]]]:
        """Text and path (or "") of every cell."""
        return [
            [_parted(cell.strip()) for cell in line.split("|")]
            for line in self.rows.strip().splitlines()
        ]

    @property
    def gold(self) -> dict[str, str]:
        """Value by path."""
        return {path: text for row in self.cells for text, path in row if path}

    @property
    def figures(self) -> dict[str, str]:
        """The values that hold a digit and are no names or dates."""
        head = ("project_name", "department", "unit", "year", "month", "goal", "title")
        return {
            path: text
            for path, text in self.gold.items()
            if any(letter.isdigit() for letter in text) and not path.startswith(head)
        }

    def write(self, folder: Path) -> Path:
        """The form as a workbook of its own."""
        book = openpyxl.Workbook()
        assert isinstance(book.active, Worksheet)
        _fill(book.active, self.cells)
        path = folder / f"{self.name}.xlsx"
        book.save(path)
        return path


def _parted(cell: str) -> tuple[str, str]:
    text, _, path = cell.partition("@")
    return text.strip().replace("\\n", "\n"), path.strip()


def _fill(sheet: Worksheet, rows: list[list[tuple[str, str]]]) -> None:
    """Texts and merged cells; figures are numbers where a number can say the same."""
    width = max(len(row) for row in rows)
    texts = [[text for text, _ in row] + [""] * (width - len(row)) for row in rows]
    for r, row in enumerate(texts):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            right = c
            while right + 1 < width and row[right + 1] == "<":
                right += 1
            down = r
            while down + 1 < len(texts) and texts[down + 1][c] == "^":
                down += 1
            cell = sheet.cell(r + 1, c + 1)
            if text:
                cell.value = text
                if text.startswith("="):
                    cell.data_type = "s"
            if right > c or down > r:
                sheet.merge_cells(
                    start_row=r + 1, start_column=c + 1, end_row=down + 1, end_column=right + 1
                )


NINGXIA = RegionForm(
    "宁夏监控",
    "monitoring",
    """
2023年自治区本级项目支出绩效运行监控表 | < | < | < | < | < | < | <
项目名称 | < | 公共图书馆免费开放 @project_name | < | < | 项目负责人 | 马  玉 | <
主管部门 | < | 自治区文化和旅游厅 @department | < | < | 项目实施单位 | 自治区图书馆 @unit | <
预算执行情况（万元） | < |  | 年初预算数 | 1-7月执行数 | 1-7月执行率 | 全年预计执行数 | <
^ | ^ | 年度资金总额 | 320 @funds.年度资金总额.initial | 150.5 @funds.年度资金总额.executed | 47.03% @funds.年度资金总额.rate | 320 @funds.年度资金总额.expected | <
^ | ^ | 其中：财政拨款 | 300 @funds.当年财政拨款.initial | 140.5 @funds.当年财政拨款.executed | 46.83% @funds.当年财政拨款.rate | 300 @funds.当年财政拨款.expected | <
^ | ^ | 上年结转资金 | 20 @funds.上年结转资金.initial | 10 @funds.上年结转资金.executed | 50% @funds.上年结转资金.rate | 20 @funds.上年结转资金.expected | <
^ | ^ | 其他资金 |  |  |  |  | <
年度绩效目标 | 保障图书馆全年免费开放，接待读者60万人次，举办活动120场。 @goal_annual | < | < | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 1-7月完成值 | 全年预计完成值 | 完成可能性（确定能/有可能/完全不可能） | 偏差原因及改进措施
产出指标 | 数量指标 | 接待读者人次 @indicators.0.level3 | ≥60万人次 @indicators.0.target | 31.2万人次 @indicators.0.so_far | 60万人次 @indicators.0.expected | 确定能 @indicators.0.likelihood |
^ | ^ | 举办阅读推广活动 @indicators.1.level3 | ≥120场 @indicators.1.target | 52场 @indicators.1.so_far | 110场 @indicators.1.expected | 有可能 @indicators.1.likelihood | 受场馆维修影响，下半年补办 @indicators.1.reason
^ | 质量指标 | 设备完好率 @indicators.2.level3 | ≥98% @indicators.2.target | 99% @indicators.2.so_far | 99% @indicators.2.expected | 确定能 @indicators.2.likelihood |
^ | 时效指标 | 每周开放时间 @indicators.3.level3 | ≥64小时 @indicators.3.target | 64小时 @indicators.3.so_far | 64小时 @indicators.3.expected | 确定能 @indicators.3.likelihood |
^ | 成本指标 | 项目总成本 @indicators.4.level3 | ≤320万元 @indicators.4.target | 150.5万元 @indicators.4.so_far | 320万元 @indicators.4.expected | 确定能 @indicators.4.likelihood |
效益指标 | 社会效益指标 | 持证读者增长率 @indicators.5.level3 | ≥5% @indicators.5.target | 3.1% @indicators.5.so_far | 5% @indicators.5.expected | 有可能 @indicators.5.likelihood |
满意度指标 | 服务对象满意度指标 | 读者满意度 @indicators.6.level3 | ≥90% @indicators.6.target | 93% @indicators.6.so_far | 93% @indicators.6.expected | 确定能 @indicators.6.likelihood |
填表人：  |  | 联系电话： |  |  | 填报日期： |  |
""",
)
"""One column for the possibility, one for the reason; three sources of money."""

JIANGSU = RegionForm(
    "江苏跟踪",
    "monitoring",
    """
江苏省省级项目支出绩效运行跟踪监控表 | < | < | < | < | < | < | < | <
（2022年度） | < | < | < | < | < | < | < | <
项目名称 | 高标准农田建设质量抽检 @project_name | < | < | 项目类别 | 常年项目 | < | < | <
主管部门 | 江苏省农业农村厅 @department | < | < | 实施单位 | 江苏省耕地质量与农业环境保护站 @unit | < | < | <
项目资金\\n（万元） | 资金来源 | 年初预算数 | 调整数 | 调整后预算数 | 1—6月执行数 | 执行率（%） | 预计全年执行数 | 备注
^ | 资金总额 | 486.00 @funds.年度资金总额.initial | -36.00 @funds.年度资金总额.change | 450.00 @funds.年度资金总额.adjusted | 198.40 @funds.年度资金总额.executed | 44.09 @funds.年度资金总额.rate | 450.00 @funds.年度资金总额.expected |
^ | 其中：财政拨款 | 486.00 @funds.当年财政拨款.initial | -36.00 @funds.当年财政拨款.change | 450.00 @funds.当年财政拨款.adjusted | 198.40 @funds.当年财政拨款.executed | 44.09 @funds.当年财政拨款.rate | 450.00 @funds.当年财政拨款.expected |
^ | 其他资金 | 0.00 @funds.其他资金.initial | 0.00 @funds.其他资金.change | 0.00 @funds.其他资金.adjusted | 0.00 @funds.其他资金.executed | | 0.00 @funds.其他资金.expected |
年度目标 | 完成抽检样品1200个，覆盖13个设区市，出具质量报告13份。 @goal_annual | < | < | < | < | < | < | <
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 全年目标值 | 1—6月完成值 | 预计全年完成值 | 偏差原因分析 | 拟采取的措施
^ | 产出指标 | 数量指标 | 抽检样品数 @indicators.0.level3 | ≥1200个 @indicators.0.target | 420个 @indicators.0.so_far | 1200个 @indicators.0.expected | 汛期不能取样 @indicators.0.reason | 9月集中取样
^ | ^ | ^ | 覆盖设区市数 @indicators.1.level3 | =13个 @indicators.1.target | 9个 @indicators.1.so_far | 13个 @indicators.1.expected | |
^ | ^ | 质量指标 | 检测数据合格率 @indicators.2.level3 | ≥98% @indicators.2.target | 99.3% @indicators.2.so_far | 99% @indicators.2.expected | |
^ | ^ | 时效指标 | 报告出具时间 @indicators.3.level3 | 12月20日前 @indicators.3.target | 尚未开始 @indicators.3.so_far | 12月20日前 @indicators.3.expected | |
^ | ^ | 成本指标 | 单个样品检测成本 @indicators.4.level3 | ≤3500元 @indicators.4.target | 3420元 @indicators.4.so_far | 3420元 @indicators.4.expected | |
^ | 效益指标 | 社会效益 | 问题整改率 @indicators.5.level3 | ≥95% @indicators.5.target | 88% @indicators.5.so_far | 96% @indicators.5.expected | |
^ | ^ | 可持续影响 | 质量档案建立率 @indicators.6.level3 | 100% @indicators.6.target | 60% @indicators.6.so_far | 100% @indicators.6.expected | |
^ | 满意度指标 | 服务对象满意度 | 受检单位满意度 @indicators.7.level3 | ≥90% @indicators.7.target | 92% @indicators.7.so_far | 92% @indicators.7.expected | |
""",
)
"""An adjustment of the budget in two columns of its own; half a year instead of seven months; a column of measures."""

GUANGDONG = RegionForm(
    "广东监控",
    "monitoring",
    """
附件2 | | | | | | | | | |
2024年项目绩效目标运行监控表（1-8月） | < | < | < | < | < | < | < | < | < | <
单位名称 | < | 广东省疾病预防控制中心 @unit | < | < | 主管部门 | 广东省卫生健康委员会 @department | < | < | < | <
项目名称 | < | 重大传染病监测 @project_name | < | < | 项目编码 | 440000240000000012345 | < | < | < | <
预算数（元） | < | 8600000 @funds.年度资金总额.initial | 已支出数（元） | < | 5160000 @funds.年度资金总额.executed | 支出进度（%） | < | 60 @funds.年度资金总额.rate | < | <
总体绩效目标 | < | 完成36种传染病监测，采样不少于2.4万份。 @goal_annual | < | < | < | < | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 计算符号 | 目标值 | 计量单位 | 截至8月底实际完成值 | 预计全年完成值 | 是否能完成年度目标 | 偏差原因 | 改进措施
产出指标 | 数量指标 | 监测传染病种类 @indicators.0.level3 | = @indicators.0.target_sign | 36 @indicators.0.target_value | 种 @indicators.0.target_unit | 36 @indicators.0.so_far | 36 @indicators.0.expected | 能 @indicators.0.likelihood | |
产出指标 | 数量指标 | 采样份数 @indicators.1.level3 | ≥ @indicators.1.target_sign | 24000 @indicators.1.target_value | 份 @indicators.1.target_unit | 13500 @indicators.1.so_far | 24500 @indicators.1.expected | 能 @indicators.1.likelihood | |
产出指标 | 质量指标 | 实验室检测合格率 @indicators.2.level3 | ≥ @indicators.2.target_sign | 98 @indicators.2.target_value | % @indicators.2.target_unit | 99.5 @indicators.2.so_far | 99 @indicators.2.expected | 能 @indicators.2.likelihood | |
产出指标 | 时效指标 | 疫情报告及时率 @indicators.3.level3 | = @indicators.3.target_sign | 100 @indicators.3.target_value | % @indicators.3.target_unit | 100 @indicators.3.so_far | 100 @indicators.3.expected | 能 @indicators.3.likelihood | |
效益指标 | 社会效益指标 | 突发疫情处置率 @indicators.4.level3 | = @indicators.4.target_sign | 100 @indicators.4.target_value | % @indicators.4.target_unit | 100 @indicators.4.so_far | 100 @indicators.4.expected | 能 @indicators.4.likelihood | |
效益指标 | 满意度指标 | 基层单位满意度 @indicators.5.level3 | ≥ @indicators.5.target_sign | 85 @indicators.5.target_value | % @indicators.5.target_unit | 80 @indicators.5.so_far | 84 @indicators.5.expected | 可能 @indicators.5.likelihood | 培训未全覆盖 @indicators.5.reason | 加强培训
审核人： | | | 填表人： | | | 联系电话： | | | |
""",
)
"""Money in one line, amounts in 元, a target in three columns, no table of sources."""

SHANGHAI_TRACKING = RegionForm(
    "上海跟踪",
    "monitoring",
    """
项目支出绩效跟踪表 | < | < | < | < | < | < | <
（2023年度） | < | < | < | < | < | < | <
项目名称 | 社区卫生服务中心设备更新 @project_name | < | < | 跟踪时点 | 2023年7月31日 | < | <
主管部门 | 静安区卫生健康委员会 @department | < | < | 预算单位 | 静安区某社区卫生服务中心 @unit | < | <
预算执行情况 | 资金来源 | < | 年初预算金额（元） | 截至跟踪时点执行金额（元） | 预算执行率（%） | 全年预计执行金额（元） | <
^ | 合计 | < | 2,450,000.00 @funds.年度资金总额.initial | 1,029,000.00 @funds.年度资金总额.executed | 42.00 @funds.年度资金总额.rate | 2,450,000.00 @funds.年度资金总额.expected | <
^ | 财政资金 | < | 2,450,000.00 @funds.当年财政拨款.initial | 1,029,000.00 @funds.当年财政拨款.executed | 42.00 @funds.当年财政拨款.rate | 2,450,000.00 @funds.当年财政拨款.expected | <
项目年度绩效目标 | 更新设备12台，设备验收合格率100%。 @goal_annual | < | < | < | < | < | <
绩效目标完成情况 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 截至跟踪时点实际完成值 | 预计年末完成值 | 偏离原因及纠偏措施
^ | 产出目标 | 数量 | 更新设备数量 @indicators.0.level3 | =12台 @indicators.0.target | 5台 @indicators.0.so_far | 12台 @indicators.0.expected | 招标推迟，8月底前到货 @indicators.0.reason
^ | ^ | 质量 | 设备验收合格率 @indicators.1.level3 | =100% @indicators.1.target | 100% @indicators.1.so_far | 100% @indicators.1.expected |
^ | ^ | 时效 | 更新完成及时率 @indicators.2.level3 | =100% @indicators.2.target | 41.67% @indicators.2.so_far | 100% @indicators.2.expected |
^ | 效果目标 | 社会效益 | 设备使用率 @indicators.3.level3 | ≥80% @indicators.3.target | 76% @indicators.3.so_far | 82% @indicators.3.expected |
^ | 影响力目标 | 满意度 | 患者满意度 @indicators.4.level3 | ≥90% @indicators.4.target | 92% @indicators.4.so_far | 92% @indicators.4.expected |
""",
)
"""A tracking date instead of months, levels by other names."""

JIANGXI_UNIT = RegionForm(
    "江西整体自评",
    "unit_self_evaluation",
    """
部门整体支出绩效自评表 | < | < | < | < | < | < | < | <
（2023年度） | < | < | < | < | < | < | < | <
部门名称 | < | 江西省气候中心 @unit | < | < | < | < | < | <
部门整体支出\\n（万元） | < | 预算项目 | 年初预算数 | 全年预算数（A） | 全年执行数（B） | 分值 | 执行率（B/A） | 得分
^ | ^ | 年度资金总额 | 2680.50 @funds.年度资金总额.initial | 2755.30 @funds.年度资金总额.adjusted | 2701.22 @funds.年度资金总额.executed | 10 @funds.年度资金总额.weight | 98.04% @funds.年度资金总额.rate | 9.80 @funds.年度资金总额.score
^ | ^ | 基本支出 | 1980.50 @funds.基本支出.initial | 2005.30 @funds.基本支出.adjusted | 2001.22 @funds.基本支出.executed | — | 99.80% @funds.基本支出.rate | —
^ | ^ | 项目支出 | 700.00 @funds.项目支出.initial | 750.00 @funds.项目支出.adjusted | 700.00 @funds.项目支出.executed | — | 93.33% @funds.项目支出.rate | —
年度总体目标 | 预期目标 | < | < | < | 实际完成情况 | < | < | <
^ | 保障气候监测业务正常运行，发布评估报告24期。 @goal_expected | < | < | < | 发布评估报告26期，业务运行正常。 @goal_actual | < | < | <
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
^ | 产出指标 | 数量指标 | 发布评估报告期数 @indicators.0.level3 | ≥24期 @indicators.0.target | 26期 @indicators.0.actual | 15 @indicators.0.weight | 15 @indicators.0.score |
^ | ^ | 质量指标 | 监测数据可用率 @indicators.1.level3 | ≥98% @indicators.1.target | 98.6% @indicators.1.actual | 15 @indicators.1.weight | 15 @indicators.1.score |
^ | ^ | 时效指标 | 预测发布及时率 @indicators.2.level3 | =100% @indicators.2.target | 96% @indicators.2.actual | 10 @indicators.2.weight | 9.6 @indicators.2.score | 系统升级停机两日 @indicators.2.deviation
^ | ^ | 成本指标 | 公用经费控制率 @indicators.3.level3 | ≤100% @indicators.3.target | 97.5% @indicators.3.actual | 10 @indicators.3.weight | 10 @indicators.3.score |
^ | 效益指标 | 社会效益指标 | 服务决策材料采用数 @indicators.4.level3 | ≥10篇 @indicators.4.target | 12篇 @indicators.4.actual | 15 @indicators.4.weight | 15 @indicators.4.score |
^ | ^ | 可持续影响指标 | 人才培养人数 @indicators.5.level3 | ≥3人 @indicators.5.target | 3人 @indicators.5.actual | 15 @indicators.5.weight | 15 @indicators.5.score |
^ | 满意度指标 | 服务对象满意度指标 | 用户满意度 @indicators.6.level3 | ≥90% @indicators.6.target | 95% @indicators.6.actual | 10 @indicators.6.weight | 10 @indicators.6.score |
总分 | < | < | < | < | < | 100 @total_weight | 99.40 @total_score |
""",
)
"""Money by use in three columns for each row."""

SICHUAN_UNIT = RegionForm(
    "四川整体目标",
    "unit_declaration",
    """
部门整体支出绩效目标表 | < | < | < | < | < | <
（2024年度） | < | < | < | < | < | <
部门（单位）名称 | < | < | 绵阳市图书馆 @unit | < | < | <
年度主要任务 | 任务名称 | 主要内容 | < | 预算金额（万元） | < | <
^ | ^ | ^ | < | 总额 | 财政拨款 | 其他资金
^ | 人员及运转 @tasks.0.name | 保障45名职工工资、公用支出 @tasks.0.content | < | 812.36 @tasks.0.total | 812.36 @tasks.0.fiscal | 0.00 @tasks.0.other
^ | 文献购置 @tasks.1.name | 购置图书2万册、报刊600种 @tasks.1.content | < | 120.00 @tasks.1.total | 100.00 @tasks.1.fiscal | 20.00 @tasks.1.other
^ | 免费开放 @tasks.2.name | 每周开放70小时，举办讲座60场 @tasks.2.content | < | 85.50 @tasks.2.total | 85.50 @tasks.2.fiscal | 0.00 @tasks.2.other
^ | 年度部门整体支出预算 | < | < | 1017.86 @funds.金额合计.total | 997.86 @funds.金额合计.fiscal | 20.00 @funds.金额合计.other
年度总体目标 | 新增图书2万册，接待读者50万人次，读者满意度90%以上。 @goal_annual | < | < | < | < | <
年度绩效指标 | 一级指标 | 二级指标 | 三级指标 | < | 指标值（包含数字及文字描述） | <
^ | 产出指标 | 数量指标 | 新增图书册数 @indicators.0.level3 | < | ≥2万册 @indicators.0.target | <
^ | ^ | ^ | 举办讲座场次 @indicators.1.level3 | < | ≥60场 @indicators.1.target | <
^ | ^ | 质量指标 | 图书上架率 @indicators.2.level3 | < | ≥95% @indicators.2.target | <
^ | ^ | 时效指标 | 新书上架时间 @indicators.3.level3 | < | 到馆后15日内 @indicators.3.target | <
^ | ^ | 成本指标 | 预算控制数 @indicators.4.level3 | < | ≤1017.86万元 @indicators.4.target | <
^ | 效益指标 | 社会效益指标 | 接待读者人次 @indicators.5.level3 | < | ≥50万人次 @indicators.5.target | <
^ | ^ | 可持续影响指标 | 数字资源总量 @indicators.6.level3 | < | ≥80TB @indicators.6.target | <
^ | 满意度指标 | 服务对象满意度指标 | 读者满意度 @indicators.7.level3 | < | ≥90% @indicators.7.target | <
""",
)
"""The ministry's form under the region's label of the total, the target's column named at length."""

HEBEI_UNIT = RegionForm(
    "河北整体目标",
    "unit_declaration",
    """
2025年度单位整体绩效目标申报表 | < | < | < | < | <
单位名称 | 石家庄市第三医院 @unit | < | < | 联系人 | 李某某
年度预算（万元） | 资金总额 | 15230.6 @funds.金额合计.total | < | < | <
^ | 按来源：财政拨款 | 3120.6 @funds.金额合计.fiscal | 其他资金 | 12110 @funds.金额合计.other | <
^ | 按用途：基本支出 | 13000 @funds.基本支出.total | 项目支出 | 2230.6 @funds.项目支出.total | <
总体目标 | 门诊量达到90万人次，药占比控制在28%以内。 @goal_annual | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 指标解释 | 指标值 | 权重
产出指标 | 数量指标 | 门急诊人次 @indicators.0.level3 | 全年门急诊总人次 | ≥90万人次 @indicators.0.target | 20 @indicators.0.weight
^ | 质量指标 | 治愈好转率 @indicators.1.level3 | 出院患者中治愈好转的比例 | ≥95% @indicators.1.target | 20 @indicators.1.weight
^ | 时效指标 | 平均住院日 @indicators.2.level3 | 出院患者平均住院天数 | ≤8.5天 @indicators.2.target | 10 @indicators.2.weight
^ | 成本指标 | 药占比 @indicators.3.level3 | 药品收入占医疗收入比例 | ≤28% @indicators.3.target | 10 @indicators.3.weight
效益指标 | 社会效益指标 | 对口支援单位数 @indicators.4.level3 | 派驻医师的基层单位数 | ≥6家 @indicators.4.target | 15 @indicators.4.weight
^ | 可持续影响指标 | 市级以上课题数 @indicators.5.level3 | 立项的科研课题数 | ≥4项 @indicators.5.target | 15 @indicators.5.weight
满意度指标 | 服务对象满意度 | 住院患者满意度 @indicators.6.level3 | 问卷调查 | ≥92% @indicators.6.target | 10 @indicators.6.weight
""",
)
"""No tasks; money by source and by use; a column that explains the indicator, and weights."""

YUNNAN_SCORES = RegionForm(
    "云南整体评分",
    "unit_self_evaluation",
    """
2022年度部门整体支出绩效自评评分表 | < | < | < | < | < | <
部门名称：玉溪市红塔区水利局 | < | < | < | 单位：分 | < | <
一级指标 | 二级指标 | 三级指标 | 分值 | 评分标准 | 自评得分 | 扣分原因
投入（20分） | 目标设定（10分） | 绩效目标合理性 @indicators.0.level3 | 5 @indicators.0.weight | 符合规划2分；符合职责2分；可行1分 | 5 @indicators.0.score |
^ | ^ | 绩效指标明确性 @indicators.1.level3 | 5 @indicators.1.weight | 细化2分；可衡量2分；与预算匹配1分 | 4 @indicators.1.score | 两项指标未量化 @indicators.1.deviation
^ | 预算配置（10分） | 在职人员控制率 @indicators.2.level3 | 5 @indicators.2.weight | ≤100%得5分，每超1%扣0.5分 | 5 @indicators.2.score |
^ | ^ | “三公经费”变动率 @indicators.3.level3 | 5 @indicators.3.weight | ≤0得5分，每超1%扣0.5分 | 5 @indicators.3.score |
过程（40分） | 预算执行（25分） | 预算完成率 @indicators.4.level3 | 10 @indicators.4.weight | 完成率×10分 | 9.62 @indicators.4.score | 尾款未付 @indicators.4.deviation
^ | ^ | 预算调整率 @indicators.5.level3 | 5 @indicators.5.weight | ≤10%得5分 | 5 @indicators.5.score |
^ | ^ | 政府采购执行率 @indicators.6.level3 | 10 @indicators.6.weight | 执行率×10分 | 10 @indicators.6.score |
^ | 预算管理（15分） | 管理制度健全性 @indicators.7.level3 | 7 @indicators.7.weight | 健全得7分，缺一项扣2分 | 7 @indicators.7.score |
^ | ^ | 预决算信息公开性 @indicators.8.level3 | 8 @indicators.8.weight | 及时、完整公开 | 8 @indicators.8.score |
产出及效果（40分） | 职责履行（20分） | 实际完成率 @indicators.9.level3 | 10 @indicators.9.weight | 完成率×10分 | 10 @indicators.9.score |
^ | ^ | 完成及时率 @indicators.10.level3 | 10 @indicators.10.weight | 及时率×10分 | 9.5 @indicators.10.score | 一处工程延期 @indicators.10.deviation
^ | 履职效益（20分） | 社会效益 @indicators.11.level3 | 10 @indicators.11.weight | 由评价组判断 | 10 @indicators.11.score |
^ | ^ | 社会公众满意度 @indicators.12.level3 | 10 @indicators.12.weight | ≥90%得满分 | 10 @indicators.12.score |
合计 | < | < | 100 @total_weight | | 98.12 @total_score |
""",
)
"""The other family: the bureau's own indicators with points and standards, no targets and no actual values."""

FIRST_BATCH = (
    NINGXIA,
    JIANGSU,
    GUANGDONG,
    SHANGHAI_TRACKING,
    JIANGXI_UNIT,
    SICHUAN_UNIT,
    HEBEI_UNIT,
    YUNNAN_SCORES,
)
