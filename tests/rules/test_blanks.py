"""What is not filled in yet is counted apart, one row at a time; rows that nobody filled are none."""

import pytest
from rule_tables import portfolio

from perfdesk.document import Row, is_placeholder
from perfdesk.findings import Finding, Mark, Verdict, count
from perfdesk.rules import check_all
from perfdesk.settings import UnitSettings


def of_rule(kind: str, edits: str, rule: str, unit: UnitSettings | None = None) -> list[Finding]:
    return [f for f in check_all(portfolio(kind, edits, unit), unit=unit) if f.rule == rule]


@pytest.mark.parametrize(
    ("edits", "rule"),
    [
        ("i1.level3=", "S01"),
        ("i1.target=", "I14"),
        ("i1.actual=", "T19"),
        ("i1.weight=", "W07"),
        ("goal_expected=", "G01"),
        ("goal_actual=", "S01"),
        ("project_name=", "S01"),
        ("year=", "S01"),
    ],
)
def test_a_blank_cell_is_not_yet_wrong(edits: str, rule: str) -> None:
    assert [f.blank for f in of_rule("自", edits, rule)] == [True]


@pytest.mark.parametrize(
    ("edits", "rule"),
    [("i1.score=abc", "W07"), ("i1.weight=0", "W07"), ("goal_expected=购书", "G01")],
)
def test_what_is_wrong_is_not_blank(edits: str, rule: str) -> None:
    assert [f.blank for f in of_rule("自", edits, rule)] == [False]


def test_one_row_of_several_blank_cells_is_one_finding_that_names_them_all() -> None:
    found = of_rule("自", "i1.target= ; i1.actual= ; i1.weight= ; i1.score=", "I14")
    assert [f.message for f in found] == [
        "“设备巡检次数”没有目标值、实际完成值、分值和得分，请补填。"
    ]
    assert [path.field for path in found[0].related] == ["actual", "weight", "score"]


def test_a_rule_that_is_off_leaves_the_row_to_the_next() -> None:
    off = UnitSettings(disabled_rules=frozenset({"I14"}))
    found = of_rule("自", "i1.target= ; i1.actual=", "T19", off)
    assert [f.message for f in found] == ["“设备巡检次数”未填实际完成值（目标未填），请补填。"]


def test_the_verdict_counts_what_is_blank_apart() -> None:
    views = portfolio("自", "i1.actual= ; i2.score=16.00 ; goal_expected=")
    verdict = count(check_all(views), 1)
    assert (verdict.blanks, verdict.errors) == (2, 2)  # W02, and W03 of the same score
    assert verdict.text.startswith("未填 2 格 · 2 个错误")
    assert Verdict(1, blanks=12, errors=2, warnings=1).text == "未填 12 格 · 2 个错误 · 1 处待核实"
    assert Verdict(1, hints=3).text == "可上报（3 个提示）"


def test_a_blank_finding_keeps_its_severity_and_shows_its_own_mark() -> None:
    found = of_rule("自", "i1.actual=", "T19")[0]
    assert (found.severity.value, found.mark, found.mark.label) == ("error", Mark.BLANK, "未填")


@pytest.mark.parametrize("name", [None, "", "—", "/", "指标1", "指标 2：", "三级指标3", "……", "  "])
def test_a_row_nobody_filled(name: str | None) -> None:
    row = Row(
        "r1", {"level1": "产出指标", "level3": name, "target": "—", "actual": "/", "weight": "5"}
    )
    assert is_placeholder(row.get)


@pytest.mark.parametrize(
    ("name", "target"), [("指标1：巡检次数", ""), ("", "≥3次"), ("指标", "0"), ("巡检", None)]
)
def test_a_row_somebody_filled(name: str, target: str | None) -> None:
    assert not is_placeholder(Row("r1", {"level3": name, "target": target}).get)


def test_placeholder_rows_hide_nothing_and_go_by_one_fix() -> None:
    empty = "+产出指标|数量指标|指标2：|||10.00||"
    views = portfolio("自", f"i1.score=16.00 ; {empty} ; {empty}")
    found = {f.rule: f for f in check_all(views)}
    assert "W02" in found
    assert "W01" not in found
    fix = found["S14"].fix
    assert fix is not None
    assert [(edit.path.row, edit.removes_row) for edit in fix.edits] == [("r7", True), ("r8", True)]
