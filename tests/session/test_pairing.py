"""Which indicator rows of two files are the same one."""

import pytest

from perfdesk.catalog import Catalog
from perfdesk.document import Form, FormView, Row
from perfdesk.session.core import Core
from perfdesk.session.row_pairs import paired_by_name

CORE = Core(Catalog())
PLAIN = ("产出指标", "数量指标")


def rows(*lines: tuple[str, ...], first: int = 1) -> FormView:
    """A form of these rows: name, and where others than usual 一级, 二级, 年度指标值."""
    form = Form("f", "shanghai-self-evaluation-2024", "self_evaluation")
    form.funds = [Row(f"F{number}") for number in range(4)]
    for number, (name, *more) in enumerate(lines, first):
        level1, level2, target = [*more, *[*PLAIN, ""][len(more) :]]
        values = {"level1": level1, "level2": level2, "level3": name, "target": target}
        form.indicators.append(Row(f"r{number}", {n: text for n, text in values.items() if text}))
    return CORE.make_view(form)


def pairs(present: FormView, incoming: FormView) -> list[tuple[str, str]]:
    found = paired_by_name(present.indicators, incoming.indicators)
    return [(one.name, other.name) for one, other in found]


def test_levels_and_name_go_before_the_name_alone() -> None:
    present = rows(
        ("满意度", "效益指标", "社会效益指标"), ("满意度", "满意度指标", "服务对象满意度指标")
    )
    incoming = rows(("满意度", "满意度指标", "服务对象满意度指标"), first=40)
    found = paired_by_name(present.indicators, incoming.indicators)
    assert [(one.id, other.id) for one, other in found] == [("r2", "r40")]


def test_a_renamed_row_is_known_by_its_likeness_each_once_and_the_likest_first() -> None:
    present = rows(("医疗设备巡检完成次数",), ("医疗设备巡检的次数",))
    incoming = rows(("医疗设备巡检次数",), ("完全不同的内容",), first=40)
    assert pairs(present, incoming) == [("医疗设备巡检的次数", "医疗设备巡检次数")]
    two = rows(("医疗设备巡检次数",), ("医疗设备巡检总次数",), first=40)
    assert sorted(pairs(present, two)) == [
        ("医疗设备巡检完成次数", "医疗设备巡检总次数"),
        ("医疗设备巡检的次数", "医疗设备巡检次数"),
    ]


@pytest.mark.parametrize(
    ("one", "other"), [("培训第1期人数", "培训第2期人数"), ("一期培训人数", "二期培训人数")]
)
def test_other_numbers_are_other_indicators(one: str, other: str) -> None:
    assert pairs(rows((one,)), rows((other,), first=40)) == []


def test_a_waiting_row_takes_an_indicator_of_its_levels_only_when_no_name_did() -> None:
    present = rows(("",), ("巡检次数",), ("", "效益指标", "社会效益指标"))
    incoming = rows(("巡检次数",), ("维修次数",), ("开诊天数", "产出指标", "时效指标"), first=40)
    assert pairs(present, incoming) == [("巡检次数", "巡检次数"), ("", "维修次数")]


def test_a_waiting_row_with_a_text_of_its_own_waits_for_nobody() -> None:
    present = rows(("", *PLAIN, "≥5次"))
    assert pairs(present, rows(("维修次数",), first=40)) == []


def test_the_pairs_stand_in_the_order_of_the_file() -> None:
    present = rows(("甲甲甲甲",), ("乙乙乙乙",), ("丙丙丙丙",))
    incoming = rows(("丙丙丙丙",), ("甲甲甲甲",), ("乙乙乙乙",), first=40)
    assert [other for _, other in pairs(present, incoming)] == ["丙丙丙丙", "甲甲甲甲", "乙乙乙乙"]
