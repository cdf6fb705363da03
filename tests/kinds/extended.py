"""Templates that say what the first eight do not: a further column, a target in three columns, five fund rows."""

from pathlib import Path

from perfdesk.catalog import Catalog
from perfdesk.paths import resource

COLUMN = """
extends = "national-self-evaluation-2020"
id = "column-self-evaluation-2024"
region = "权重省"
columns_mm = [11, 20, 22, 12, 21, 22.5, 22.5, 12, 12, 12, 15]

[indicators.importance]
label = "权重"
kind = "score"
help = "指标在本级指标中的权重。"

[rows.project]
cells = [{ at = "A:C", of = "project_name" }, { at = "D:K", field = "project_name" }]
[rows.bodies]
cells = [
  { at = "A:C", of = "department" }, { at = "D:E", field = "department" },
  { at = "F", of = "organisation" }, { at = "G:K", field = "organisation" },
]
[rows.fund_head]
cells = [
  { at = "A:B", down = 5, field = "money_unit", role = "label", label = "项目资金\\n（{}）" },
  { at = "C:D", role = "empty" },
  { at = "E", of = "initial" }, { at = "F", of = "adjusted" }, { at = "G", of = "executed" },
  { at = "H", of = "weight" }, { at = "I:J", of = "rate" }, { at = "K", of = "score" },
]
[rows.fund_rows]
cells = [
  { at = "C:D", of = "row" },
  { at = "E", field = "initial" }, { at = "F", field = "adjusted" }, { at = "G", field = "executed" },
  { at = "H", field = "weight" }, { at = "I:J", field = "rate" }, { at = "K", field = "score" },
]
[rows.goal_head]
cells = [
  { at = "A", down = 2, label = "年度\\n总体\\n目标" },
  { at = "B:F", of = "goal_expected" }, { at = "G:K", of = "goal_actual" },
]
[rows.goals]
cells = [{ at = "B:F", field = "goal_expected" }, { at = "G:K", field = "goal_actual" }]
[rows.indicator_head]
cells = [
  { at = "A", down = "end", label = "绩效\\n指标" },
  { at = "B", of = "level1" }, { at = "C", of = "level2" }, { at = "D:E", of = "level3" },
  { at = "F", of = "target" }, { at = "G", of = "actual" }, { at = "H", of = "importance" },
  { at = "I", of = "weight" }, { at = "J", of = "score" }, { at = "K", of = "deviation" },
]
[rows.indicator]
cells = [
  { at = "B", field = "level1" }, { at = "C", field = "level2" }, { at = "D:E", field = "level3" },
  { at = "F", field = "target" }, { at = "G", field = "actual" }, { at = "H", field = "importance" },
  { at = "I", field = "weight" }, { at = "J", field = "score" }, { at = "K", field = "deviation" },
]
[rows.total]
cells = [
  { at = "A:G", of = "total_score" }, { at = "H", role = "empty" },
  { at = "I", field = "total_weight" }, { at = "J", field = "total_score" }, { at = "K", role = "empty" },
]
"""

SPLIT = """
extends = "national-self-evaluation-2020"
id = "split-self-evaluation-2024"
region = "三列省"
columns_mm = [11, 20, 22, 12, 17, 14, 16, 14, 22, 12, 12, 10]

[indicators.target]
label = "年度指标值"
computed = "joined"
inputs = ["target_sign", "target_value", "target_unit"]
printed = false
[indicators.target_sign]
label = "指标性质"
kind = "choice"
choices = ["≥", "≤", "＝", "＞", "＜", "定性"]
help = "选运算符号，定性指标选定性。"
[indicators.target_value]
label = "指标值"
help = "只填数值或文字。"
[indicators.target_unit]
label = "度量单位"
help = "计量单位。"

[rows.project]
cells = [{ at = "A:C", of = "project_name" }, { at = "D:L", field = "project_name" }]
[rows.bodies]
cells = [
  { at = "A:C", of = "department" }, { at = "D:F", field = "department" },
  { at = "G:H", of = "organisation" }, { at = "I:L", field = "organisation" },
]
[rows.fund_head]
cells = [
  { at = "A:B", down = 5, field = "money_unit", role = "label", label = "项目资金\\n（{}）" },
  { at = "C:D", role = "empty" },
  { at = "E:F", of = "initial" }, { at = "G:H", of = "adjusted" }, { at = "I", of = "executed" },
  { at = "J", of = "weight" }, { at = "K", of = "rate" }, { at = "L", of = "score" },
]
[rows.fund_rows]
cells = [
  { at = "C:D", of = "row" },
  { at = "E:F", field = "initial" }, { at = "G:H", field = "adjusted" }, { at = "I", field = "executed" },
  { at = "J", field = "weight" }, { at = "K", field = "rate" }, { at = "L", field = "score" },
]
[rows.goal_head]
cells = [
  { at = "A", down = 2, label = "年度\\n总体\\n目标" },
  { at = "B:G", of = "goal_expected" }, { at = "H:L", of = "goal_actual" },
]
[rows.goals]
cells = [{ at = "B:G", field = "goal_expected" }, { at = "H:L", field = "goal_actual" }]
[rows.indicator_head]
cells = [
  { at = "A", down = "end", label = "绩效\\n指标" },
  { at = "B", down = 2, of = "level1" }, { at = "C", down = 2, of = "level2" },
  { at = "D:E", down = 2, of = "level3" },
  { at = "F:H", of = "target" }, { at = "I", down = 2, of = "actual" },
  { at = "J", down = 2, of = "weight" }, { at = "K", down = 2, of = "score" },
  { at = "L", down = 2, of = "deviation" },
]
[rows.indicator_subhead]
block = "indicator_head"
cells = [{ at = "F", of = "target_sign" }, { at = "G", of = "target_value" }, { at = "H", of = "target_unit" }]
[rows.indicator]
cells = [
  { at = "B", field = "level1" }, { at = "C", field = "level2" }, { at = "D:E", field = "level3" },
  { at = "F", field = "target_sign" }, { at = "G", field = "target_value" },
  { at = "H", field = "target_unit" }, { at = "I", field = "actual" },
  { at = "J", field = "weight" }, { at = "K", field = "score" }, { at = "L", field = "deviation" },
]
[rows.total]
cells = [
  { at = "A:I", of = "total_score" }, { at = "J", field = "total_weight" },
  { at = "K", field = "total_score" }, { at = "L", role = "empty" },
]
"""

SPLIT_LAYOUT = """layout = [
  "title", "year", "project", "bodies", "fund_head", "fund_rows", "goal_head", "goals",
  "indicator_head", "indicator_subhead", "indicator", "total",
]
"""

FUNDS = """
extends = "national-self-evaluation-2020"
id = "funds-self-evaluation-2024"
region = "五行省"

[fund_rows.F3]
label = "财政专户管理资金"
json = "财政专户管理资金"
means = "special"
variants = ["专户管理资金"]
[fund_rows.F4]
label = "单位资金"
json = "单位资金"
means = "own"
variants = ["单位自有资金"]
[fund_rows.F5]
label = "其他资金"
json = "其他资金"
means = "other"
variants = ["其他"]

[rows.fund_head]
cells = [
  { at = "A:B", down = 7, field = "money_unit", role = "label", label = "项目资金\\n（{}）" },
  { at = "C:D", role = "empty" },
  { at = "E", of = "initial" }, { at = "F", of = "adjusted" }, { at = "G", of = "executed" },
  { at = "H", of = "weight" }, { at = "I", of = "rate" }, { at = "J", of = "score" },
]
"""

TEXTS = {
    "column-self-evaluation-2024": COLUMN,
    "split-self-evaluation-2024": SPLIT_LAYOUT + SPLIT,
    "funds-self-evaluation-2024": FUNDS,
}


def extended_catalog(folder: Path) -> Catalog:
    """The templates of the program and the three of this file."""
    for path in resource("templates").glob("*.toml"):
        (folder / path.name).write_text(path.read_text("utf-8"), "utf-8")
    for name, text in TEXTS.items():
        (folder / f"{name}.toml").write_text(text, "utf-8")
    return Catalog(folder)
