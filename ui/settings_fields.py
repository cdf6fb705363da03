"""The settings of the unit with their labels, kinds and bounds; the dialog is made from this table."""

from dataclasses import dataclass
from typing import Literal

FieldForm = Literal["percent", "amount", "choice", "lines"]


@dataclass(frozen=True, slots=True)
class SettingField:
    """A field of `UnitSettings` as the dialog shows it; blank always means: as the template says."""

    name: str
    label: str
    form: FieldForm
    tip: str = ""
    least: int = 0
    most: int = 1000


UNIT_FIELDS: tuple[SettingField, ...] = (
    SettingField("low_rate_reason", "执行率低于多少 % 须说明原因", "percent", "默认 80", most=100),
    SettingField("adjustment_reason", "预算调整超过多少 % 须说明", "percent", "默认 30"),
    SettingField("over_reason", "超额完成多少 % 须说明", "percent", "默认 30"),
    SettingField("pass_mark", "完成不足目标的多少 % 不得分", "percent", "默认不设", most=100),
    SettingField("grade_required", "必须填写评分等级", "choice"),
    SettingField("suffix_allowed", "名称中允许“(汇总)”", "choice"),
    SettingField(
        "approved_initial", "批复的年初预算合计（万元）", "amount", "填写后与各表合计核对"
    ),
    SettingField("approved_executed", "账上的执行数合计（万元）", "amount", "填写后与各表合计核对"),
    SettingField(
        "footer",
        "表下签名栏（一行一个，最多四个）",
        "lines",
        "如：填报人、联系电话、财务负责人、单位负责人",
    ),
)
FOOTER_MOST = 4
