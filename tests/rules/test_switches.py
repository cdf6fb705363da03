"""Rules that are off by default, that need a figure typed in, or that follow settings and words."""

from decimal import Decimal

from rule_tables import portfolio, read, told

from perfdesk.rules import WordLists, check_all
from perfdesk.settings import UnitSettings

NOTHING_OFF = UnitSettings(disabled_rules=frozenset())


def rules(
    kind: str, edits: str, unit: UnitSettings | None = None, words: WordLists | None = None
) -> list[str]:
    views = portfolio(kind, edits, unit)
    return told(check_all(views, words, unit), views)


def test_exact_hits_are_told_when_asked_for() -> None:
    edits = "i2.actual=95.00(%) ; i5.actual=90.00(%)"
    assert "T16 hint i2.actual" in rules("自", edits, NOTHING_OFF)
    assert "T16 hint i2.actual" not in rules("自", edits)
    assert "T16 hint i2.actual" not in rules("自", "i2.actual=95.00(%)", NOTHING_OFF)


def test_tasks_without_indicator_are_told_when_asked_for() -> None:
    edits = "goal_annual=全年巡检医用设备12次，购置救护车辆两台，满意度90%以上。"
    assert "I16 hint goal_annual" in rules("申", edits, NOTHING_OFF)
    assert "I16 hint goal_annual" not in rules("申", edits)
    assert "I16 hint goal_annual" not in rules("申", "", NOTHING_OFF)


def test_totals_are_compared_with_the_figures_typed_in() -> None:
    right = UnitSettings(approved_initial=Decimal(28), approved_executed=Decimal(28))
    wrong = UnitSettings(approved_initial=Decimal(30))
    assert [line for line in rules("自2", "", right) if line.startswith("U04")] == []
    assert "U04 warning *" in rules("自2", "", wrong)
    assert [line for line in rules("自2", "") if line.startswith("U04")] == []


def test_thresholds_follow_the_unit() -> None:
    edits = "F0=20.00|20.00|17.00|10.00|85.00|8.50 ; F1=20.00|20.00|17.00|-|85.00|-"
    assert "F10 hint F0.rate" in rules("自", edits)
    assert "F10 warning F0.rate" in rules("自", edits, UnitSettings(low_rate_reason=Decimal(90)))
    assert "T05 hint i1.actual" in rules("自", "i1.actual=15.00(次)")
    assert "T05 warning i1.actual" in rules(
        "自", "i1.actual=15.00(次)", UnitSettings(over_reason=Decimal(125))
    )


def test_the_suffix_may_stay_where_the_unit_says_so() -> None:
    edits = "department=上海市青浦区卫生健康委员会(汇总)"
    assert "S09 hint department" in rules("自", edits)
    assert "S09 hint department" not in rules("自", edits, UnitSettings(suffix_allowed=True))


def test_a_unit_adds_words_of_its_own() -> None:
    words = WordLists({"residue": ("待补充",), "typos": ("循捡→巡检",), "sensitive": ("三号库房",)})
    edits = "goal_actual=全年循捡设备12次，三号库房待补充，修复故障43起。"
    found = rules("自", edits, words=words)
    assert {"S06 warning goal_actual", "S07 hint goal_actual", "P01 warning goal_actual"} <= set(
        found
    )
    assert not {"S06", "S07", "P01"} & {line[:3] for line in rules("自", edits)}


def test_a_mistyping_is_mended_by_its_fix() -> None:
    views = portfolio("自", "i4.level3=网路安全事故次数")
    fix = next(f.fix for f in check_all(views) if f.rule == "S07")
    assert fix is not None
    assert [edit.text for edit in fix.edits] == ["网络安全事故次数"]


def test_a_draft_holds_blanks_and_says_so() -> None:
    views = portfolio("自", "i5.score=9.00")
    fix = next(f.fix for f in check_all(views) if f.rule == "T09")
    assert fix is not None
    assert fix.draft
    assert "＿＿" in (fix.edits[0].text or "")


def test_the_arithmetic_of_a_doubted_score() -> None:
    views = portfolio(
        "自",
        "i1.target=≥1628(次) ; i1.actual=1505(次) ; i1.score=12.00 ; i1.deviation=原因：停诊。改进措施：加人。",
    )
    finding = next(f for f in check_all(views) if f.rule == "T02")
    assert finding.arithmetic == "1505 ÷ 1628 × 15 = 13.87，自评 12，少 1.87"


def test_a_low_rate_shows_its_division() -> None:
    views = portfolio("自", "F0.executed=12.00 ; F1.executed=12.00 ; F0.rate=60.00 ; F0.score=6.00")
    shown = {f.rule: f.arithmetic for f in check_all(views) if f.row == "F0"}
    assert shown["F10"] == "12 ÷ 20 = 60.00%"


def test_tables_are_read_as_forms() -> None:
    assert (
        read("year=2024; project_name=甲\n+产出指标|数量指标|次数|≥1次")["indicators"][0]["target"]
        == "≥1次"
    )
