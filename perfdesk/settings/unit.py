"""What one unit chose, kept in its data file: rule switches, thresholds, word lists, footer.

Every field carries an `Option` in its metadata, from which the settings dialog is made.
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from perfdesk.settings.option import option
from perfdesk.settings.profile import Profile

_CHECKS = "自检标准"
_SCORING = "评分"
_PAPER = "打印"
_TOTALS = "核对总数"
_LISTS = "规则与词表"

_PERCENT = {"kind": "number", "suffix": "%", "lowest": Decimal(0)}
_MARGIN = {
    "kind": "number",
    "suffix": "mm",
    "group": _PAPER,
    "lowest": Decimal(5),
    "highest": Decimal(40),
}
_MARGIN_HELP = "打印、PDF、Excel 的页边距，例如左边留出装订的地方；不填按表样。"
_MONEY = {"kind": "number", "suffix": "万元", "lowest": Decimal(0), "group": _TOTALS}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSettings:
    """The choices of the unit that owns a data file; None or empty means: as the template says."""

    disabled_rules: frozenset[str] | None = field(
        default=None,
        metadata=option(
            label="停用的规则",
            kind="rules",
            group=_LISTS,
            help="停用的规则不再检查；同一问题由其他规则发现时仍会报告。",
        ),
    )
    low_rate_reason: Decimal | None = field(
        default=None,
        metadata=option(
            label="执行率低于多少须说明原因",
            group=_CHECKS,
            help="全年执行率低于此数而表中没有说明原因时提示（F10）。",
            highest=Decimal(100),
            **_PERCENT,
        ),
    )
    """Execution rate (%) below which a reason is asked for (F10)."""
    adjustment_reason: Decimal | None = field(
        default=None,
        metadata=option(
            label="预算调整达到多少须说明原因",
            group=_CHECKS,
            help="全年预算数比年初预算数增减达到此数而表中没有说明时提示（F09）。",
            highest=Decimal(1000),
            **_PERCENT,
        ),
    )
    """Budget adjustment (%) from which an explanation is asked for (F09)."""
    over_reason: Decimal | None = field(
        default=None,
        metadata=option(
            label="超额完成达到多少须说明原因",
            group=_CHECKS,
            help="实际完成值达到年度指标值的此百分比而没有说明原因时提示（T05），例如 130。",
            highest=Decimal(10000),
            **{**_PERCENT, "lowest": Decimal(100)},
        ),
    )
    """Over-fulfilment (% of the target) from which a reason is asked for (T05)."""
    pass_mark: Decimal | None = field(
        default=None,
        metadata=option(
            label="完成比例低于多少不得分",
            group=_SCORING,
            help="部分地区规定完成比例低于 60% 的指标得 0 分；没有此规定的留空。",
            highest=Decimal(100),
            **_PERCENT,
        ),
    )
    """Below this percentage of the target an indicator scores 0."""
    grade_required: bool | None = field(
        default=None,
        metadata=option(
            label="必须填写评分等级",
            kind="flag",
            group=_CHECKS,
            help="主管部门要求每张自评表都填评分等级时选“是”。",
        ),
    )
    suffix_allowed: bool | None = field(
        default=None,
        metadata=option(
            label="允许名称带系统后缀",
            kind="flag",
            group=_CHECKS,
            help="项目名称中允许保留“（汇总）”等系统后缀时选“是”（S09）。",
        ),
    )
    footer: tuple[str, ...] | None = field(
        default=None,
        metadata=option(
            label="表尾签字栏",
            kind="lines",
            group=_PAPER,
            help="打印在表尾的签字栏，每行一项，例如：填报人、联系电话、财务负责人、单位负责人、日期。",
            most=12,
        ),
    )
    margin_top: Decimal | None = field(
        default=None, metadata=option(label="上边距", help=_MARGIN_HELP, **_MARGIN)
    )
    margin_right: Decimal | None = field(
        default=None, metadata=option(label="右边距", help=_MARGIN_HELP, **_MARGIN)
    )
    margin_bottom: Decimal | None = field(
        default=None, metadata=option(label="下边距", help=_MARGIN_HELP, **_MARGIN)
    )
    margin_left: Decimal | None = field(
        default=None, metadata=option(label="左边距", help=_MARGIN_HELP, **_MARGIN)
    )
    words: dict[str, tuple[str, ...]] = field(
        default_factory=dict,
        metadata=option(
            label="词表补充",
            kind="words",
            group=_LISTS,
            help="本单位的补充词，与程序自带的词表一起使用。",
        ),
    )
    """Additions to the word lists of resources/rules/, by list name."""
    phrases: tuple[str, ...] = field(
        default=(),
        metadata=option(
            label="常用语",
            kind="lines",
            group=_PAPER,
            help="填写偏差原因等长文字时可以插入的常用语，每行一条。",
            most=500,
        ),
    )
    approved_initial: Decimal | None = field(
        default=None,
        metadata=option(
            label="批复的年初预算总数",
            help="各项目年初预算数之和应等于此数（U04）；不核对的留空。",
            **_MONEY,
        ),
    )
    """Σ年初预算数 as approved (万元), for U04."""
    approved_executed: Decimal | None = field(
        default=None,
        metadata=option(
            label="账面全年执行总数",
            help="各项目全年执行数之和应等于此数（U04）；不核对的留空。",
            **_MONEY,
        ),
    )
    """Σ执行数 as in the accounts (万元), for U04."""


_MERGED = (
    "disabled_rules",
    "low_rate_reason",
    "adjustment_reason",
    "over_reason",
    "pass_mark",
    "grade_required",
    "suffix_allowed",
    "footer",
    "margin_top",
    "margin_right",
    "margin_bottom",
    "margin_left",
)


def merge_profile(profile: Profile, unit: UnitSettings) -> Profile:
    """The template's profile with the unit's choices on top."""
    chosen = {name: getattr(unit, name) for name in _MERGED if getattr(unit, name) is not None}
    return replace(profile, **chosen) if chosen else profile
