"""Small text tables for the rules: two clean forms of each kind, and edits in one line."""

import re
from copy import deepcopy
from typing import Any, NamedTuple

from forms import FormJson, view

from perfdesk.document import FormView
from perfdesk.document.form_json import json_path
from perfdesk.findings import Finding
from perfdesk.settings import UnitSettings

SELF_TEMPLATE = "shanghai-self-evaluation-2024"
DECLARATION_TEMPLATE = "shanghai-declaration-2023"
FUND_NAMES = ("年度资金总额", "当年财政拨款", "上年结转资金", "其他资金")

SELF_A = """
title=财政项目支出绩效自评表; year=2024; project_name=医用设备巡检; money_unit=万元
department=上海市青浦区卫生健康委员会; unit=上海市青浦区医学装备中心
goal_expected=全年巡检医用设备12次，故障修复率达到95%以上，保障门诊正常开诊，医护人员满意度达到90%以上。
goal_actual=全年巡检医用设备12次，修复故障43起，修复率96.5%，门诊未因设备停诊，医护人员满意度93%。
total_weight=100.00; total_score=100.00; grade=优
F0=20.00|20.00|20.00|10.00|100.00|10.00
F1=20.00|20.00|20.00|-|100.00|-
F2=0.00|0.00|0.00|-|0.00|-
F3=0.00|0.00|0.00|-|0.00|-
+成本指标|经济成本指标|设备维护总成本|≤20.00(万元)|20.00(万元)|20.00|20.00|
+产出指标|数量指标|设备巡检次数|≥12.00(次)|12.00(次)|15.00|15.00|
+产出指标|质量指标|故障修复率|≥95.00(%)|96.50(%)|15.00|15.00|
+产出指标|时效指标|故障响应时间|≤30.00(分钟)|25.00(分钟)|10.00|10.00|
+效益指标|社会效益指标|门诊停诊次数|=0.00(次)|0.00(次)|20.00|20.00|
+满意度指标|服务对象满意度指标|医护人员满意度|≥90.00(%)|93.00(%)|10.00|10.00|
"""
SELF_B = """
title=财政项目支出绩效自评表; year=2024; project_name=慢性病健康讲座; money_unit=万元
department=上海市青浦区卫生健康委员会; unit=上海市青浦区医学装备中心
goal_expected=面向社区举办慢性病讲座40场，印发手册3000册，提高高血压知识知晓率，听众满意度不低于90%。
goal_actual=共举办慢性病讲座40场，印发手册3000册，高血压知识知晓率由71%升至80%，听众满意度95%。
total_weight=100.00; total_score=98.00; grade=优
F0=8.00|8.00|8.00|10.00|100.00|10.00
F1=8.00|8.00|8.00|-|100.00|-
F2=0.00|0.00|0.00|-|0.00|-
F3=0.00|0.00|0.00|-|0.00|-
+成本指标|经济成本指标|每场讲座成本|≤2000.00(元)|2000.00(元)|20.00|20.00|
+产出指标|数量指标|讲座场次|≥40.00(场)|40.00(场)|15.00|15.00|
+产出指标|质量指标|课件审核率|=100.00(%)|100.00(%)|15.00|15.00|
+产出指标|时效指标|手册印发时间|≤10月|10月|10.00|10.00|
+效益指标|社会效益指标|高血压知识知晓率|≥82.00(%)|80.00(%)|20.00|19.51|原因：夏季高温缺席多。改进措施：增加晚间场次。
+满意度指标|服务对象满意度指标|听众满意度|≥90.00(%)|95.00(%)|10.00|10.00|
""".replace("total_score=98.00", "total_score=99.51")
DECLARATION_A = """
title=财政项目支出绩效目标申报表; year=2023; project_name=医用设备巡检; category=经常性项目; money_unit=元
department=上海市青浦区卫生健康委员会; unit=上海市青浦区医学装备中心
start_date=2023-01-01; end_date=2023-12-31; period=2023年-2023年
funds.项目资金总额=200,000; funds.其中：财政资金=200,000
funds.年度资金申请总额=200,000; funds.其中：当年财政拨款=200,000
goal_total=保障全区公立医院医用设备完好可用，减少因设备故障造成的停诊，提升诊疗服务的连续性。
goal_annual=全年巡检医用设备12次，故障修复率达到95%以上，医护人员满意度达到90%以上。
+产出指标|数量指标|设备巡检次数|≥12次
+产出指标|质量指标|故障修复率|≥95%
+产出指标|时效指标|故障响应时间|≤30分钟
+产出指标|成本指标|年度维护总成本|≤200000元
+效益指标|社会效益指标|门诊停诊次数|=0次
+满意度指标|服务对象满意度指标|医护人员满意度|≥90%
"""
DECLARATION_B = """
title=财政项目支出绩效目标申报表; year=2023; project_name=慢性病健康讲座; category=经常性项目; money_unit=元
department=上海市青浦区卫生健康委员会; unit=上海市青浦区医学装备中心
start_date=2023-01-01; end_date=2023-12-31; period=2023年-2023年
funds.项目资金总额=80,000; funds.其中：财政资金=80,000; funds.年度资金申请总额=80,000; funds.其中：当年财政拨款=80,000
goal_total=在全区普及高血压、糖尿病防治知识，形成固定的健康课堂，使知晓率逐年上升。
goal_annual=面向居民举办慢性病讲座40场，印发手册3000册，听众满意度不低于90%。
+产出指标|数量指标|讲座场次|≥40场
+产出指标|质量指标|课件审核率|=100%
+产出指标|时效指标|手册印发时间|≤10月
+产出指标|成本指标|每场讲座成本|≤2000元
+效益指标|社会效益指标|高血压知识知晓率|≥80%
+满意度指标|服务对象满意度指标|听众满意度|≥90%
"""
MONITORING_A = """
title=项目支出绩效目标执行监控表; year=2024; month=1-7; project_name=医用设备巡检; money_unit=万元
department=上海市青浦区卫生健康委员会; unit=上海市青浦区医学装备中心
goal_annual=全年巡检医用设备12次，故障修复率达到95%以上，医护人员满意度达到90%以上。
F0=20|12|60%|20
F1=20|12|60%|20
F2=0|0||0
+产出指标|数量指标|设备巡检次数|≥12次|7次|12次||确定能
+产出指标|质量指标|故障修复率|≥95%|96%|96%||确定能
+产出指标|时效指标|故障响应时间|≤30分钟|25分钟|25分钟||确定能
+产出指标|成本指标|年度维护总成本|≤20万元|12万元|20万元||确定能
+效益指标|社会效益指标|门诊停诊次数|=0次|0次|0次||有可能
+满意度指标|服务对象满意度指标|医护人员满意度|≥90%|92%|92%||确定能
"""
UNIT_A = """
title=部门整体支出绩效自评表; year=2024; unit=上海市青浦区医学装备中心; money_unit=万元
goal_expected=全年完成设备巡检120次、人员培训400人次，保障全区公立医院设备正常运行，群众满意度不低于90%。
goal_actual=全年完成设备巡检122次、人员培训410人次，全区公立医院设备运行正常，群众满意度94%。
total_weight=100; total_score=100
F0=500|520|520|10|100%|10
F1=480|||||
F2=|||||
F3=|||||
F4=20|||||
F5=||320|||
F6=||200|||
+产出指标|数量指标|设备巡检次数|≥120次|122次|15|15|
+产出指标|数量指标|设备操作培训人次|≥400人次|410人次|15|15|
+产出指标|质量指标|设备完好率|≥95%|97%|10|10|
+产出指标|时效指标|故障响应时间|≤30分钟|25分钟|10|10|
+效益指标|社会效益指标|因设备停诊次数|=0次|0次|30|30|
+满意度指标|服务对象满意度指标|群众满意度|≥90%|94%|10|10|
"""
UNIT_DECLARATION_A = """
title=部门整体支出绩效目标申报表; year=2024; unit=上海市青浦区医学装备中心; money_unit=万元
goal_annual=全年完成设备巡检120次、人员培训400人次，保障全区公立医院设备正常运行，群众满意度不低于90%。
t0=设备巡检维护|巡检全区公立医院医用设备|300|300|
t1=人员培训|开展设备操作与安全培训|220|200|20
F0=520|500|20
+产出指标|数量指标|设备巡检次数|≥120次
+产出指标|数量指标|设备操作培训人次|≥400人次
+产出指标|质量指标|设备完好率|≥95%
+产出指标|时效指标|故障响应时间|≤30分钟
+产出指标|成本指标|培训人均费用|≤500元/人
+效益指标|社会效益指标|因设备停诊次数|=0次
+满意度指标|服务对象满意度指标|群众满意度|≥90%
"""
_FUND_FIELDS = ("initial", "adjusted", "executed", "weight", "rate", "score")
_SELF_FIELDS = ("level1", "level2", "level3", "target", "actual", "weight", "score", "deviation")
_DECLARATION_FIELDS = ("level1", "level2", "level3", "target")
_TASK_FIELDS = ("name", "content", "total", "fiscal", "other")


class Layout(NamedTuple):
    """What the lines of a kind's tables mean, and the template that the form is read with."""

    template: str
    tables: tuple[str, ...]
    fund_rows: tuple[str, ...] = FUND_NAMES
    fund_fields: tuple[str, ...] = _FUND_FIELDS
    fields: tuple[str, ...] = _SELF_FIELDS


LAYOUTS = {
    "自": Layout(SELF_TEMPLATE, (SELF_A, SELF_B)),
    "申": Layout(DECLARATION_TEMPLATE, (DECLARATION_A, DECLARATION_B), fields=_DECLARATION_FIELDS),
    "监": Layout(
        "national-monitoring-2019",
        (MONITORING_A,),
        ("年度资金总额", "当年财政拨款", "其他资金"),
        ("initial", "executed", "rate", "expected"),
        (*_DECLARATION_FIELDS, "so_far", "expected", "reason", "likelihood"),
    ),
    "整": Layout(
        "hunan-unit-self-evaluation-2022",
        (UNIT_A,),
        (
            "年度资金总额",
            "一般公共预算拨款",
            "政府性基金拨款",
            "纳入专户管理的非税收入拨款",
            "其他资金",
            "基本支出",
            "项目支出",
        ),
    ),
    "总": Layout(
        "national-unit-declaration-2015",
        (UNIT_DECLARATION_A,),
        ("金额合计",),
        ("total", "fiscal", "other"),
        _DECLARATION_FIELDS,
    ),
}
"""By the mark of a kind in the tables; 总 is the whole unit's declaration."""


def read(table: str, layout: Layout | None = None) -> FormJson:
    """The Form JSON of a table."""
    data: FormJson = {"kind": "", "funds": {}, "indicators": []}
    for line in table.strip().splitlines():
        if line.startswith("+"):
            add_row(data, line[1:], layout)
        else:
            for part in re.split(r";\s*(?=[\w.：()（）]+=)", line):
                edit(data, part, layout)
    return data


def add_row(data: FormJson, line: str, layout: Layout | None = None) -> None:
    texts = [text or None for text in line.split("|")]
    names = layout.fields if layout else _SELF_FIELDS
    if len(texts) == len(_DECLARATION_FIELDS):
        names = _DECLARATION_FIELDS
    data["indicators"].append(dict(zip(names, texts, strict=True)))


def edit(data: FormJson, part: str, layout: Layout | None = None) -> None:
    """Do one edit: `year=2024`, `F0.rate=…`, `i2.actual=…`, `t0.total=…`, `-i3`, `+a|b|c|…`."""
    part = part.strip()
    fund_rows = layout.fund_rows if layout else FUND_NAMES
    fund_fields = layout.fund_fields if layout else _FUND_FIELDS
    if part.startswith("+"):
        add_row(data, part[1:], layout)
        return
    if part.startswith("-i"):
        del data["indicators"][int(part[2:])]
        return
    path, _, text = part.partition("=")
    value: str | None = text.replace("\\n", "\n") or None
    head, _, name = path.partition(".")
    if re.fullmatch(r"F\d", head):
        if isinstance(data["funds"], dict):
            data["funds"] = [{"row": fund} for fund in fund_rows]
        row = data["funds"][int(head[1])]
        if name:
            row[name] = value
        else:
            row.update(zip(fund_fields, (t or None for t in text.split("|")), strict=True))
    elif re.fullmatch(r"t\d", head):
        tasks = data.setdefault("tasks", [])
        if not name:
            tasks.append(dict(zip(_TASK_FIELDS, (t or None for t in text.split("|")), strict=True)))
        else:
            tasks[int(head[1])][name] = value
    elif re.fullmatch(r"i\d+", head):
        data["indicators"][int(head[1:])][name] = value
    elif head == "funds":
        data["funds"][name] = value
    else:
        data[path] = int(text) if path == "year" and text else value


def split_edits(line: str) -> list[str]:
    """The edits of an example line, parted by ` ; `."""
    return [part for part in re.split(r"\s+;\s+", line.strip()) if part]


def portfolio(kind: str, edits: str, unit: UnitSettings | None = None) -> list[FormView]:
    """One form, or both with `2` in the kind (more as copies), after edits; `b:` speaks of the second.

    `整自2` is a form of one kind and two of another.
    """
    forms = [_table(kind, i) for i in range(len(re.findall(r"\D", kind)) - 1 + _count(kind))]
    data = [read(table, layout) for layout, table in forms]
    for i in range(2, len(data)) if len(kind) <= 2 else ():
        data[i]["project_name"] += f"{'甲乙丙丁戊己'[i]}类"
    for part in split_edits(edits):
        match = re.match(r"([abcdef]|all):", part)
        every = match is not None and match.group(1) == "all"
        first = "abcdef".index(match.group(1)) if match and not every else 0
        for i in range(len(data)) if every else (first,):
            edit(data[i], part[match.end() :] if match else part, forms[i][0])
    return [
        view(deepcopy(each), forms[i][0].template, "abcdef"[i], unit) for i, each in enumerate(data)
    ]


def _count(kind: str) -> int:
    return int(re.sub(r"\D", "", kind) or 1)


def _table(kind: str, number: int) -> tuple[Layout, str]:
    """The layout and the table of a form: of `整自2` the first is 整, the others 自."""
    mixed = number - (len(re.sub(r"\d", "", kind)) - 1)
    layout = LAYOUTS[re.sub(r"\d", "", kind)[min(number, number - max(mixed, 0))]]
    return layout, layout.tables[max(mixed, 0) % len(layout.tables)]


def place(finding: Finding, views: list[FormView]) -> str:
    """Where a finding stands, as the tables write it: `i1.score`, `b:F0.rate`, `.` whole form, `*`."""
    if finding.form is None:
        return "*"
    found = next(v for v in views if v.id == finding.form)
    prefix = "" if finding.form == "a" else f"{finding.form}:"
    if finding.whole_form:
        return f"{prefix}."
    path = json_path(found.form, found.template, finding.row, finding.field)
    path = re.sub(r"^indicators\[(\d+)\]", r"i\1", path)
    return prefix + re.sub(r"^funds\[(\d+)\]", r"F\1", path)


def told(findings: list[Finding], views: list[FormView]) -> list[str]:
    """Findings as `T01 error i1.score`."""
    return [f"{f.rule} {f.severity.value} {place(f, views)}" for f in findings]


Argument = dict[str, Any]
