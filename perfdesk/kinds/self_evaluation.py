"""自评表: what a project has done in the year that ended, against what was planned (财预〔2020〕10号)."""

from perfdesk.kinds.kind import Carried, Kind, SummaryColumn

SELF_EVALUATION = Kind(
    id="self_evaluation",
    name="自评表",
    full_name="项目支出绩效自评表",
    summary_title="项目支出绩效自评汇总表",
    title_words=("自评表", "绩效自评"),
    rule_scope="自",
    default_template="shanghai-self-evaluation-2024",
    needed=(("header", "title"), ("indicators", "level3"), ("indicators", "actual")),
    money_unit="万元",
    template_base="_self-evaluation",
    shared_labels=True,
    has_results=True,
    carried_from=("target_declaration", "monitoring", "self_evaluation"),
    carried=(Carried("goal_expected", "goal_annual"),),
    carried_funds=(
        ("fiscal", "year_fiscal"),
        ("carryover", "year_carryover"),
        ("other", "year_other"),
    ),
    not_carried=("goal_actual", "actual", "score", "deviation"),
    stage=3,
    tells=("target", "actual"),
    always_in_json=("grade",),
    summary=(
        SummaryColumn("initial", "年初预算数", "total", "initial"),
        SummaryColumn("adjusted", "全年预算数", "total", "adjusted"),
        SummaryColumn("executed", "全年执行数", "total", "executed"),
        SummaryColumn("rate", "执行率（%）", "total", "rate", "rate"),
        SummaryColumn("score", "总分", "", "total_score", "score"),
        SummaryColumn("grade", "评分等级", "", "grade", "text"),
    ),
)
