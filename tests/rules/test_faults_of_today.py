"""Faults that the check once had, each ended for its whole class (issue 13, deliverable 2)."""

from decimal import Decimal

import pytest
from case_score import Case, batches, cases, made
from forms import FormJson, original, sample_files, sample_views, template_of, view
from held_out import told
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_tables import portfolio
from test_fixes import offered, take

from perfdesk.document import FormView
from perfdesk.findings import Finding, Severity
from perfdesk.rules import check_all
from perfdesk.rules.facts.subject import FormSubject
from perfdesk.rules.facts.words import default_words
from perfdesk.rules.unmet import proposal

CONVERTED = [
    ("≥2公里", "1900米"), ("≥3公顷", "44亩"), ("≥1平方公里", "1490亩"), ("≤30分钟", "0.6小时"),
    ("≤2天", "50小时"), ("≥5吨", "4900公斤"), ("≥1.2万人", "11900人"), ("≥3万元", "29000元"),
    ("≤3‰", "0.35%"), ("≥1年", "11个月"), ("≥2周", "13天"), ("≥1000平方米", "1.4亩"),
    ("≥2次/季度", "7次"), ("≥1亿元", "9800万元"),
]  # fmt: skip


def row(
    target: str, actual: str, weight: str = "10.00", score: str | None = None
) -> list[FormView]:
    """A clean form with this row in place of its second one."""
    edits = (
        f"i1.level3=某项工作完成情况 ; i1.target={target} ; i1.actual={actual} ; "
        f"i1.weight={weight} ; i1.score={weight if score is None else score}"
    )
    return portfolio("自", edits)


def of_row(views: list[FormView]) -> list[Finding]:
    return [f for f in check_all(views) if f.row == "r2"]


def rules_of(views: list[FormView]) -> set[str]:
    return {f.rule for f in of_row(views)}


@given(st.integers(2, 2000), st.integers(1, 400), st.sampled_from(["≥", ">"]), st.integers(1, 40))
@settings(max_examples=120, deadline=None)
def test_no_unmet_row_is_proposed_full_points(
    target: int, missing: int, sign: str, weight: int
) -> None:
    """However near (89.6 of 90, 99.95 of 100): below full, and the sum shows the unrounded figure."""
    wanted = Decimal(target) / 10
    actual = max(wanted - Decimal(missing) / 100, Decimal(0)) if sign == "≥" else wanted
    (form,) = row(f"{sign}{wanted}(%)", f"{actual}(%)", f"{weight}.00")
    subject = FormSubject(form, default_words())
    due = proposal(subject.row_by_id["r2"])
    if due is not None and due.rounded is not None:
        assert due.rounded < weight


@pytest.mark.parametrize(
    ("target", "actual", "weight"),
    [
        ("≥90(%)", "89.6(%)", "10.00"),
        (">95(%)", "95(%)", "10.00"),
        ("=100(%)", "99.95(%)", "15.00"),
    ],
)
def test_the_fix_of_full_points_cures(target: str, actual: str, weight: str) -> None:
    views = row(target, actual, weight)
    (wrong,) = (f for f in of_row(views) if f.rule == "T01")
    (fix,) = offered(wrong)
    assert rules_of(take(row(target, actual, weight), fix)) & {"T01", "T02"} == set()


@pytest.mark.parametrize(("target", "actual"), CONVERTED)
def test_units_that_convert_are_compared(target: str, actual: str) -> None:
    found = rules_of(row(target, actual))
    assert "T03" not in found
    assert "T01" in found


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("增长≥8%", "下降3.2%"),
        ("提高5%以上", "降低1%"),
        ("下降≥10%", "上升2%"),
        ("减少3%", "增加3%"),
    ],
)
def test_the_opposite_direction_earns_nothing(target: str, actual: str) -> None:
    findings = of_row(row(target, actual))
    assert {f.rule for f in findings} & {"T22", "T01", "T02", "T10"} == {"T22"}
    assert all(
        " 0 " in f" {f.arithmetic} " or f.arithmetic is None for f in findings if f.rule == "T22"
    )


@pytest.mark.parametrize("actual", ["0.96", "0.5", "0.981", "1"])
def test_a_fraction_of_one_is_asked_about(actual: str) -> None:
    found = [
        f for f in of_row(row("≥98(%)", actual)) if f.rule in ("T23", "T01", "T02", "T03", "T10")
    ]
    assert [(f.rule, f.severity.value, f.field) for f in found] == [("T23", "warning", "actual")]


@pytest.mark.parametrize(
    "target", ["≤6小时", "≤30分钟", "12月底前", "不超过4个月", "30分钟内响应", "≤3个工作日"]
)
def test_no_duration_and_no_date_is_offered_a_percent_sign(target: str) -> None:
    views = portfolio("申", f"i1.level3=故障修复及时率 ; i1.target={target}")
    found = [f for f in check_all(views) if f.rule == "T04"]
    assert found != []
    for fix in (fix for f in found for fix in (f.fix, *f.other_fixes) if fix is not None):
        assert not any("%" in (edit.text or "") for edit in fix.edits), fix


@pytest.mark.parametrize(
    "name",
    ["出口带宽不小于100M，覆盖全院", "组织培训不少于12次，考核合格", "巡查达到48次（含夜间）"],
)
def test_a_name_that_holds_its_target_keeps_its_words(name: str) -> None:
    """What I05 proposes leaves every word and every sign of the name that is not the target."""
    for finding in check_all(portfolio("申", f"i0.level3={name}")):
        if finding.rule != "I05":
            continue
        for fix in (f for f in (finding.fix, *finding.other_fixes) if f is not None):
            for edit in fix.edits:
                left = edit.text or ""
                assert all(part in name for part in left.split("，"))
                assert "," not in left


@pytest.mark.parametrize(
    "reason",
    [
        "低于目标值3个百分点，主要是冬季停工。改进措施：提前安排工期。",
        "比目标少3个百分点，因设备检修停机。下一年纳入检修计划。",
        "较目标值低3个百分点，原因是人员不足。提高预算准确度，合理设置指标。",
    ],
)
def test_how_far_from_the_target_is_no_contradiction(reason: str) -> None:
    (form,) = portfolio(
        "自",
        f"i1.level3=工程合格率 ; i1.target=≥95% ; i1.actual=92% ; i1.score=14.53 ; i1.deviation={reason}",
    )
    assert [f for f in check_all([form]) if f.rule == "T13" and f.row == "r2"] == []


@pytest.mark.parametrize("day", ["2025-02-30", "2023-04-31", "2023-13-01", "2023年6月31日"])
def test_a_day_that_does_not_exist_is_called_so(day: str) -> None:
    found = [f for f in check_all(portfolio("申", f"end_date={day}")) if f.field == "end_date"]
    assert [(f.rule, f.severity.value) for f in found] == [("S13", "error")]
    assert "晚于" not in found[0].message


@pytest.mark.parametrize("amount", ["3,124,800.00", "3124800", "3124800.00"])
def test_yuan_in_a_form_of_ten_thousands_is_one_fault_and_cured(amount: str) -> None:
    cost = "i0.target=≤312.48(万元) ; i0.actual=312.48(万元)"
    for total in ("312.48", amount):
        edits = (
            f"F0=312.48|312.48|{total}|10.00|100.00|10.00 ; "
            f"F1=312.48|312.48|{amount}|-|100.00|- ; {cost}"
        )
        found = [f for f in check_all(portfolio("自", edits)) if f.severity is not Severity.HINT]
        assert len(found) == 1
        (fix,) = offered(found[0])
        assert "10000" in fix.label
        mended = check_all(take(portfolio("自", edits), fix))
        assert [f.rule for f in mended if f.severity is not Severity.HINT] == []


def test_a_value_of_the_row_above_is_said_to_be_one() -> None:
    case = Case("heritage", "i2.target=≥60件 ; i2.actual=66件 ; i3.target=≥20件 ; i3.actual=66件")
    data = made(case)
    views = [view(data, data["template"])]
    said = [f for f in check_all(views) if "上一行" in f.message]
    assert [f.rule for f in said] == ["T05"]


def test_a_row_without_target_and_actual_is_told_once() -> None:
    found = of_row(portfolio("自", "i1.target= ; i1.actual= ; i1.score="))
    assert [(f.rule, f.field, f.blank) for f in found] == [("I14", "target", True)]


def test_the_empty_half_of_a_one_year_declaration_is_no_error() -> None:
    data = made(Case("forest", " ; ".join(["goal_total=", *(["-i0"] * 7)])))
    data |= {"period": "2024年", "start_date": None, "end_date": None}
    data["funds"] |= {"中期资金总额": None, "中期财政拨款": None}
    found = list(told([data]))
    assert [line for line in found if line.split()[1] != "hint"] == []


def test_a_printed_twenty_and_eighty_is_one_hint() -> None:
    weights = "i0.weight=5 ; i0.score=5 ; i7.weight=5 ; i7.score=5"
    execution = "F0.weight!=20 ; F0.score!=19.29 ; total_score!=99.29"
    case = Case("nursery", f"{weights} ; {execution}")
    found = list(told([made(case)]))
    assert [line for line in found if line.split()[1] != "hint"] == []
    assert len([line for line in found if line.startswith("W10")]) == 1


@pytest.mark.parametrize(
    ("adjusted", "grade"),
    [("23.00", "hint"), ("17.50", "hint"), ("27.00", "warning"), ("13.00", "warning")],
)
def test_a_changed_budget_is_graded_by_how_much(adjusted: str, grade: str) -> None:
    amounts = f"20.00|{adjusted}|{adjusted}"
    cost = f"i0.target=≤{adjusted}(万元) ; i0.actual={adjusted}(万元)"
    found = check_all(
        portfolio("自", f"F0={amounts}|10.00|100.00|10.00 ; F1={amounts}|-|100.00|- ; {cost}")
    )
    assert [f.severity.value for f in found if f.rule == "F09"] == [grade]


def test_one_time_limit_kept_early_is_no_hint_and_two_are() -> None:
    one = portfolio("自", "i3.actual=12.00(分钟)")
    assert [f for f in check_all(one) if f.rule == "T06"] == []
    two = portfolio(
        "自",
        "i3.actual=12.00(分钟) ; i1.level3=报修受理时间 ; i1.target=≤60分钟 ; i1.actual=20分钟",
    )
    assert {f.row for f in check_all(two) if f.rule == "T06"} == {"r2", "r4"}


HINTS_A_FORM = 3.5


def test_known_forms_show_few_hints() -> None:
    forms = hints = 0
    for file in sample_files():
        views = sample_views(file)
        forms += len(views)
        found = check_all(views)
        hints += sum(f.severity is Severity.HINT for f in found)
        for rule in ("I06", "I07", "I08", "I10", "S06"):
            for form in views:
                alike = [f for f in found if (f.rule, f.form) == (rule, form.id)]
                assert len([f for f in alike if f.severity is Severity.HINT]) <= 1
    assert hints <= HINTS_A_FORM * forms


def grave(findings: list[Finding]) -> set[tuple[str, object]]:
    """Errors and warnings of content by rule and cell; T09 and T10 ask for the same explanation."""
    return {
        ("T09" if f.rule == "T10" else f.rule, f.path)
        for f in findings
        if f.severity is not Severity.HINT and not f.blank
    }


def broken_fixes(data: FormJson, template: str) -> list[tuple[str, str, list[str]]]:
    """The fixes of a form after which their finding stands, or an error or warning is new."""
    broken = []
    before = check_all([view(data, template)])
    for finding in before:
        for fix in offered(finding):
            after = check_all(take([view(data, template)], fix))
            told = (finding.rule, finding.path, finding.message)
            new = grave(after) - grave(before)
            if new or told in [(f.rule, f.path, f.message) for f in after]:
                broken.append((finding.rule, fix.label, sorted(rule for rule, _ in new)))
    return broken


@pytest.mark.parametrize("batch", batches())
def test_every_fix_offered_on_the_library_is_tried(batch: str) -> None:
    """After a fix its finding is gone, and no error or warning stands that was not there before."""
    for case in cases("faults", batch):
        data = made(case)
        assert broken_fixes(data, data["template"]) == [], case


@pytest.mark.parametrize("file", sample_files())
def test_every_fix_offered_on_a_known_form_is_tried(file: str) -> None:
    for data in original(file):
        assert broken_fixes(dict(data), template_of(file)) == [], data["project_name"]
