"""Test tool: a form drawn as text. Cells between `|`, one line a row, `\\n` a line break."""

from perfdesk.catalog import Catalog
from perfdesk.document import Form
from perfdesk.io.match import MatchedForm, match
from perfdesk.io.readers.snapshot import Cell, Sheet, Snapshot, a1

CATALOG = Catalog()


def sheet(text: str, name: str = "表1", number: tuple[str, ...] = ()) -> Sheet:
    """The cells of a drawn table; those in `number` are stored as numbers."""
    cells = []
    for row, line in enumerate(text.strip("\n").splitlines()):
        for column, raw in enumerate(line.strip().strip("|").split("|")):
            shown = raw.strip().replace("\\n", "\n")
            if shown:
                address = a1(row, column)
                cells.append(Cell(row, column, shown, 1, 1, address, address in number))
    return Sheet(name, tuple(cells))


def forms(*texts: str, source: str = "xlsx") -> list[MatchedForm]:
    """The forms found in drawn tables, a sheet each."""
    sheets = tuple(sheet(text, f"表{number}") for number, text in enumerate(texts, 1))
    return match(Snapshot(source, sheets), CATALOG)


def form(*texts: str) -> MatchedForm:
    """The only form found."""
    found = forms(*texts)
    assert len(found) == 1
    return found[0]


def rows(found: Form, *names: str) -> list[tuple[str | None, ...]]:
    """The indicator rows as tuples of fields."""
    return [tuple(row.get(name) for name in names) for row in found.indicators]


HEAD = """
| 项目支出绩效自评表 |
| （2024年度） |
| 项目名称 | 校舍维修 |
| 主管部门 | 某市教育局 | 实施单位 | 某市第一中学 |
"""
FUNDS = """
| 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
| | 年度资金总额： | 100 | 120 | 96 | 10 | 80% | 8 |
| | 其中：当年财政拨款 | 100 | 120 | 96 | — | 80% | — |
| | 上年结转资金 | | | | — | | — |
| | 其他资金 | | | | — | | — |
"""
GOALS = """
| 年度总体目标 | 预期目标 | | | 实际完成情况 |
| | 维修校舍三栋。 | | | 已维修三栋，验收合格。 |
"""
INDICATORS = """
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
| 产出指标 | 数量指标 | 维修校舍 | ≥3栋 | 3栋 | 50 | 50 | |
| 效益指标 | 社会效益指标 | 安全事故 | 0起 | 0起 | 30 | 30 | |
| 满意度指标 | 服务对象满意度指标 | 师生满意度 | ≥90% | 88% | 10 | 9 | 食堂排队久 |
| 总分 | | | | | 100 | 97 | |
"""
WHOLE = HEAD + FUNDS + GOALS + INDICATORS


def join(*parts: str) -> str:
    """Drawn parts one below the other."""
    return "\n".join(part.strip("\n") for part in parts)
