"""Proposed scores of sixty rows as people type them, against sums made here by the printed formulas.

The sums know nothing of the program's reading: each row tells its operator, target and actual as plain
numbers in one unit; SCORING.md has the formulas, decimals are rounded half-up, and an unmet row is never
given its full weight.
"""

from decimal import ROUND_HALF_UP, Decimal

import pytest

from perfdesk.scoring import propose
from perfdesk.settings import Profile
from perfdesk.targets import read_actual, read_target

# target as typed | actual as typed | name | weight | operator | target | actual
ROWS = """
≥1628.00(人) | 1505 | 签约人数 | 15 | ge | 1628 | 1505
≥95.00(%) | 92.50(%) | 故障修复率 | 15 | ge | 95 | 92.5
>=95% | 94.99% | 合格率 | 10 | ge | 95 | 94.99
≥90% | 89.6% | 满意率 | 10 | ge | 90 | 89.6
≥100% | 99.95% | 发放率 | 10 | ge | 100 | 99.95
不低于98% | 96% | 设备完好率 | 8 | ge | 98 | 96
90%以上 | 85% | 知晓率 | 10 | ge | 90 | 85
不少于40场 | 36场 | 讲座场次 | 12 | ge | 40 | 36
至少12次 | 9次 | 巡检次数 | 20 | ge | 12 | 9
>95% | 95% | 合格率 | 10 | gt | 95 | 95
>200人 | 150人 | 培训人数 | 10 | gt | 200 | 150
=100.00(%) | 99 | 审核率 | 10 | eq | 100 | 99
=7.00(个) | 8 | 建设数量 | 10 | eq | 7 | 8
=7个 | 6个 | 建设数量 | 10 | eq | 7 | 6
12次 | 11次 | 巡检次数 | 15 | eq | 12 | 11
=0.00(起) | 0 | 事故数 | 10 | zero | 0 | 0
=0起 | 2起 | 事故数 | 10 | zero | 0 | 2
0次 | 1次 | 停诊次数 | 5 | zero | 0 | 1
≤12小时 | 15小时 | 响应时间 | 10 | le | 12 | 15
≤12小时 | 12 小时 | 响应时间 | 10 | le | 12 | 12
≤12小时 | 24小时 | 响应时间 | 10 | le | 12 | 24
≤30.00(分钟) | 31.00(分钟) | 响应时间 | 10 | le | 30 | 31
<1.00(次) | 0 | 投诉次数 | 20 | lt | 1 | 0
<3次 | 3次 | 投诉次数 | 10 | lt | 3 | 3
不超过5% | 6% | 差错率 | 10 | le | 5 | 6
≤0.3万元 | 3150元 | 人均成本 | 20 | le | 3000 | 3150
≤2小时 | 150分钟 | 响应时间 | 10 | le | 120 | 150
≥10公里 | 9200米 | 道路里程 | 15 | ge | 10000 | 9200
≥3公顷 | 40亩 | 绿化面积 | 10 | ge | 30000 | 26666.6666666666666667
≥5吨 | 4800公斤 | 发放数量 | 10 | ge | 5000 | 4800
≥2万人 | 18500人 | 服务人数 | 10 | ge | 20000 | 18500
≥27,000.00(人) | 26,999 | 惠及人数 | 10 | ge | 27000 | 26999
≥1,463.50万元 | 1400万元 | 带动产值 | 10 | ge | 1463.5 | 1400
2-4次 | 3次 | 检查次数 | 10 | range | 2-4 | 3
2-4次 | 1次 | 检查次数 | 10 | range | 2-4 | 1
10～20人 | 8人 | 培训人数 | 10 | range | 10-20 | 8
≥４０次 | ３６次 | 巡检次数 | 10 | ge | 40 | 36
≥十二次 | 九次 | 巡检次数 | 10 | ge | 12 | 9
≥二百四十套 | 二百套 | 安装数量 | 10 | ge | 240 | 200
≥12次 | 每季度2次 | 巡检次数 | 10 | ge | 12 | 8
每月1次 | 10次 | 巡检次数 | 10 | eq | 12 | 10
≥48处 | 48处中46处 | 整改数量 | 10 | ge | 48 | 46
≥95% | 九成 | 覆盖率 | 10 | ge | 95 | 90
≥0.5% | 0.4% | 增长率 | 10 | ge | 0.5 | 0.4
≥3年 | 2年 | 使用年限 | 10 | ge | 3 | 2
≥150次 | 0次 | 检查次数 | 10 | ge | 150 | 0
≥150次 | 149次 | 检查次数 | 33.33 | ge | 150 | 149
≥7个 | 3个 | 建设数量 | 7.5 | ge | 7 | 3
=365天 | 360天 | 保障天数 | 10 | eq | 365 | 360
≤150.00(万元) | 160.00(万元) | 项目控制成本 | 20 | le | 150 | 160
"""
NOTHING = """
≥4次 | 达成指标 | 检查次数 | words against a number
=19.00(家) | 100% | 接入数量 | units that do not convert
及时 | 有效 | 及时性 | a phrase that is no band
1-2次 | 3次 | 检查次数 | beyond a range
≥200人 | 约150人 | 培训人数 | a hedge: no one number
≥95% | 85%-90% | 合格率 | a range: no one number
≥98% | 0.96 | 合格率 | a share as a fraction, asked first
≥95% | 以实际为准 | 合格率 | no number at all
=-5% | -6% | 增长率 | a negative target
≤10月 | 12月 | 完成时间 | late, without a proportion
"""
CENT = Decimal("0.01")


def table(text: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines()]


def own_sum(operator: str, target: str, actual: str, weight: str) -> Decimal:
    """The points by SCORING.md."""
    points, reached = Decimal(weight), Decimal(actual)
    low, _, high = target.partition("-")
    wanted = Decimal(low)
    met = {
        "ge": reached >= wanted,
        "gt": reached > wanted,
        "eq": reached >= wanted,
        "zero": reached <= 0,
        "le": reached <= wanted,
        "lt": reached < wanted,
        "range": wanted <= reached <= Decimal(high or low),
    }[operator]
    if met:
        return points
    if operator == "zero":
        return Decimal(0)
    over = (reached - wanted) / wanted if wanted else Decimal(0)
    share = max(Decimal(0), 1 - over) if operator in ("le", "lt") else reached / wanted
    earned = (points * share).quantize(CENT, ROUND_HALF_UP)
    return min(earned, points - CENT)


def proposed(target: str, actual: str, name: str, weight: str) -> Decimal | None:
    found = propose(
        read_target(target),
        read_actual(actual),
        Decimal(weight),
        Profile(),
        2,
        name=name,
        year=2024,
    )
    return None if found is None else found.rounded


@pytest.mark.parametrize("row", table(ROWS))
def test_the_points_are_those_of_an_own_sum(row: tuple[str, ...]) -> None:
    target, actual, name, weight, operator, wanted, reached = row
    assert proposed(target, actual, name, weight) == own_sum(operator, wanted, reached, weight)


@pytest.mark.parametrize("row", table(NOTHING))
def test_none_are_given_where_nothing_is_certain(row: tuple[str, ...]) -> None:
    target, actual, name, _ = row
    assert proposed(target, actual, name, "10") is None


def test_there_are_sixty() -> None:
    assert len(table(ROWS)) + len(table(NOTHING)) >= 60
