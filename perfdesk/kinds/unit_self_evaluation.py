"""整体支出自评表: what a whole unit has done with all its money; provinces issue their own forms."""

from perfdesk.kinds.kind import Carried, Kind, SummaryColumn

UNIT_SELF_EVALUATION = Kind(
    id="unit_self_evaluation",
    name="整体支出自评表",
    full_name="部门整体支出绩效自评表",
    summary_title="整体支出绩效自评汇总表",
    title_words=("整体支出绩效自评", "整体支出自评", "整体绩效自评", "整体支出绩效评价"),
    rule_scope="整体",
    default_template="hunan-unit-self-evaluation-2022",
    needed=(("header", "title"), ("indicators", "level3"), ("indicators", "score")),
    money_unit="万元",
    template_base="_unit",
    about_unit=True,
    has_results=True,
    carried_from=("unit_declaration", "unit_self_evaluation"),
    carried=(Carried("goal_expected", "goal_annual"),),
    not_carried=("goal_actual", "actual", "score", "deviation"),
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
