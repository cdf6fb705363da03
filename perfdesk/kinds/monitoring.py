"""绩效运行监控表: how a project stands at mid-year, by its declaration (财预〔2019〕136号)."""

from perfdesk.kinds.kind import Carried, Kind, SummaryColumn

MONITORING = Kind(
    id="monitoring",
    name="监控表",
    full_name="项目支出绩效目标执行监控表",
    summary_title="项目支出绩效运行监控汇总表",
    title_words=("监控表", "绩效运行监控", "绩效跟踪", "执行监控", "绩效监控"),
    rule_scope="监",
    default_template="national-monitoring-2019",
    needed=(("header", "title"), ("indicators", "level3"), ("indicators", "so_far")),
    money_unit="万元",
    template_base="_monitoring",
    during_year=True,
    carried_from=("target_declaration",),
    carried=(Carried("goal_annual", "goal_expected"),),
    carried_funds=(
        ("fiscal", "year_fiscal"),
        ("carryover", "year_carryover"),
        ("other", "year_other"),
    ),
    not_carried=("so_far", "expected", "reason", "remark", "month"),
    stage=2,
    tells=("so_far",),
    summary=(
        SummaryColumn("initial", "年初预算数", "total", "initial"),
        SummaryColumn("executed", "已执行数", "total", "executed"),
        SummaryColumn("rate", "执行率（%）", "total", "rate", "rate"),
        SummaryColumn("expected", "全年预计执行数", "total", "expected"),
    ),
)
