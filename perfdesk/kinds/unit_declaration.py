"""整体支出申报表: what a whole unit is to do with all its money (财预〔2015〕88号)."""

from perfdesk.kinds.kind import Carried, Kind, SummaryColumn

UNIT_DECLARATION = Kind(
    id="unit_declaration",
    name="整体支出申报表",
    full_name="部门整体支出绩效目标申报表",
    summary_title="整体支出绩效目标申报汇总表",
    title_words=(
        "整体支出绩效目标申报表",
        "整体支出绩效目标表",
        "整体绩效目标申报表",
        "整体绩效目标表",
        "整体目标填报表",
    ),
    rule_scope="整体",
    default_template="national-unit-declaration-2015",
    needed=(("header", "title"), ("indicators", "level3"), ("indicators", "target")),
    money_unit="万元",
    template_base="_unit",
    about_unit=True,
    plans=True,
    carried_from=("unit_declaration", "unit_self_evaluation"),
    carried=(Carried("goal_annual", "goal_expected"),),
    summary=(
        SummaryColumn("total", "预算金额合计", "total", "total"),
        SummaryColumn("fiscal", "其中：财政拨款", "total", "fiscal"),
        SummaryColumn("other", "其他资金", "total", "other"),
    ),
)
