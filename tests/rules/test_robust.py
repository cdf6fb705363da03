"""Whatever stands in the cells of whatever form, checking answers and never raises."""

from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.changes import Mode
from perfdesk.compute import compute
from perfdesk.document import Form, FormView, Row
from perfdesk.rules import Checker, check_all

from forms import catalog  # isort: skip

PIECES = [
    "",
    "{}",
    "{x",
    "指标1：",
    "1,463.50",
    "a" * 400,
    "\u202e倒",
    "2023年2月30日",
    "$\\geq 90\\%$",
    "原因：推迟。改进措施：提前。",
    *[
        "0",
        "-1",
        "100%",
        "≥95.00(%)",
        "<=6小时",
        "1-2次",
        "7*24小时",
        "12月底前",
        "=100(家)",
        "１２３",
        "abc",
        "1e9",
        "٣",
        "𬭊",
        "2024",
        "2023-01-01",
    ],
    *[
        "优",
        "良",
        "及时",
        "满意",
        "无",
        "—",
        "（",
        "》",
        "……",
        "万元",
        "元",
        "达成指标",
        "部分达成指标",
        "产出指标",
        "数量指标",
        "效益指标",
        "满意度指标",
    ],
    *[
        "<p>x</p>",
        "&nbsp;",
        "20XX年",
        "计划5年内完成",
        "在建设过程中",
        "全部完成",
        "接入率",
        "事故数量",
        "9999999999999999999999",
    ],
]
texts = (
    st.sampled_from(PIECES)
    | st.lists(st.sampled_from(PIECES), max_size=4).map("".join)
    | st.text(max_size=12)
)


@st.composite
def forms(draw: st.DrawFn) -> FormView:
    template = draw(st.sampled_from(catalog().all()))
    form = Form(f"f{draw(st.integers(0, 10**6))}", template.id, template.kind.id)
    form.header = {field.name: draw(texts) or None for field in template.header_fields}
    form.funds = [
        Row(fund.id, {f.name: draw(texts) or None for f in template.fund_fields})
        for fund in template.fund_rows
    ]
    for _ in range(draw(st.integers(0, 4))):
        values = {field.name: draw(texts) or None for field in template.indicator_fields}
        form.indicators.append(Row(form.new_row_id(), values))
        form.next_row += 1
    computed = compute(form, template, template.profile)
    for key in computed:
        form.modes[key] = draw(st.sampled_from(list(Mode)))
    return FormView(form, template, template.profile, computed)


@settings(max_examples=40)
@given(st.lists(forms(), min_size=1, max_size=4, unique_by=lambda view: view.id))
def test_any_portfolio_is_checked(views: list[FormView]) -> None:
    found = check_all(views)
    checker = Checker()
    checker.load(views)
    assert sorted(map(repr, checker.all_findings())) == sorted(map(repr, found))
    assert all(finding.message for finding in found)
    assert {finding.form for finding in found} <= {view.id for view in views} | {None}
