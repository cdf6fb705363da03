"""申报表: what a project is to do, asked for with its budget (财预〔2015〕88号)."""

from perfdesk.kinds.kind import Carried, Kind, SummaryColumn

TARGET_DECLARATION = Kind(
    id="target_declaration",
    name="申报表",
    full_name="项目支出绩效目标申报表",
    summary_title="项目支出绩效目标申报汇总表",
    title_words=("申报表", "绩效目标表", "目标申报"),
    rule_scope="申",
    default_template="shanghai-declaration-2023",
    needed=(("header", "title"), ("indicators", "level3"), ("indicators", "target")),
    money_unit="元",
    template_base="_declaration",
    shared_labels=True,
    plans=True,
    carried_from=("target_declaration", "self_evaluation"),
    carried=(Carried("goal_annual", "goal_expected"),),
    stage=1,
    tells=("target",),
    always_in_json=("nature", "period"),
    summary=(
        SummaryColumn("fund_total", "项目资金总额", "", "fund_total"),
        SummaryColumn("fund_fiscal", "其中：财政资金", "", "fund_fiscal"),
        SummaryColumn("year_total", "年度资金总额", "", "year_total"),
        SummaryColumn("year_fiscal", "其中：当年财政拨款", "", "year_fiscal"),
        SummaryColumn("year_carryover", "上年结转资金", "", "year_carryover"),
        SummaryColumn("year_other", "其他资金", "", "year_other"),
    ),
)
