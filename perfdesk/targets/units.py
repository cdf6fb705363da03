"""Units of targets: which words are units, which are the same, and which convert.

万 and 亿 convert, times, lengths, areas and weights convert among themselves; 个, 家, %, 次 do not (SCORING.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Final

from perfdesk.values import normalise_signs, without_space

_listed = str.split

_COUNTS: Final = _listed(
    "人次 人 名 位 员 个 家 次 项 件 套 台 台次 台套 部 辆 张 份 篇 本 册 场 场次 期 批 批次 户 户次 所 处 座 "
    "栋 幢 间 起 例 例次 条 只 头 棵 株 针 剂 支 瓶 盒 箱 袋 包 片 块 门 课 班 届 轮 组 对 队 村 镇 街道 社区 "
    "县 区 市 省 车次 架次 航次 班次 笔 单 宗 案 讲 种 类 首 幅 集 节 页 字 遍 趟 顿 餐 餐次 床 床位 张床位 路 "
    "端口 节点 用户 点位 点 站 站点 面 把 顶 双 桌 枚 根 艘 架 口 眼 盏 扇 道 副 台件 套件 项次 件次 份次 校 "
    "企业 单位 机构 学校 医院 事故 案件 课题 论文 专利 系统 设备 功能 模块 需求 接口 学员 专家 教师 学生 "
    "点次 样次 座次 人份 剂次 亩次 床日 人日 家次 所次 校次 处次 点次 组次 只次 头次 册次 册件 人天 "
    "人月 人日 学时 课时 学分 个百分点 百分点"
)
_TIMES: Final = _listed(
    "小时 个小时 分钟 秒 秒钟 毫秒 天 日 个工作日 工作日 个自然日 自然日 个月 月 年 年度 周年 季度 个季度 周 "
    "个星期 星期 h min s ms"
)
_MEASURES: Final = _listed(
    "元 角 美元 平方米 平米 平方公里 ㎡ m2 m² 亩 公顷 立方米 方 m3 m³ 米 公里 千米 km 里 厘米 毫米 吨 千克 "
    "公斤 kg 克 升 毫升 千瓦时 千瓦 兆瓦 kW kWh 度 瓦 兆 M MB Mbps Mb/s M/s G GB Gbps T TB PB 字节 分贝 dB "
    "℃ 摄氏度 倍 分 星 级 % ‰ ‱ 斤"
)

_ALTERNATIVES: Final = "|".join(
    sorted(map(re.escape, {*_COUNTS, *_TIMES, *_MEASURES}), key=len, reverse=True)
)
MULTIPLIER: Final = r"(?:[十百千]?万|万?亿|[百千](?=元|人|户|名))"
MEASURE: Final = rf"{MULTIPLIER}?(?:{_ALTERNATIVES})|{MULTIPLIER}"
"""Regular expression of a known unit, the longest one at its place."""

ORDINAL: Final = re.compile(r"(?:等级|星级|级|版本|版|号|代|甲)")
"""After a bare number these make a grade or a version, which is no quantity."""

_SAME: Final = {
    word: group[0]
    for group in (
        ("人", "名", "位", "员", "个人"),
        ("起", "件", "宗"),
        ("天", "日", "自然日", "个自然日"),
        ("工作日", "个工作日"),
        ("小时", "个小时", "h"),
        ("分钟", "min"),
        ("秒", "秒钟", "s"),
        ("毫秒", "ms"),
        ("个月", "月"),
        ("季度", "个季度"),
        ("周", "星期", "个星期"),
        ("年", "周年", "年度"),
        ("平方米", "平米", "㎡", "m2", "m²"),
        ("立方米", "方", "m3", "m³"),
        ("公里", "千米", "km"),
        ("千克", "公斤", "kg"),
        ("台", "台套", "台/套", "套/台"),
        ("场", "场次"),
        ("批", "批次"),
        ("剂", "剂次"),
        ("床", "床位", "张床位"),
        ("百分点", "个百分点"),
        ("M", "MB", "Mbps", "兆", "Mb/s", "M/s"),
        ("G", "GB", "Gbps"),
        ("T", "TB"),
        ("kW", "千瓦"),
        ("千瓦时", "kWh", "度"),
    )
    for word in group
}
_SAME_FOLDED: Final = {word.casefold(): same for word, same in _SAME.items()}
# In seconds; 工作日 stands outside, since its hours are nobody's agreement.
_SECONDS: Final = {
    "毫秒": Decimal("0.001"),
    "秒": Decimal(1),
    "分钟": Decimal(60),
    "小时": Decimal(3600),
    "天": Decimal(86400),
    "周": Decimal(604800),
}
_MONTHS: Final = {"个月": Decimal(1), "季度": Decimal(3), "年": Decimal(12)}
_SHARES: Final = {"‱": Decimal("0.1"), "‰": Decimal(1), "%": Decimal(10)}
_LENGTHS: Final = {
    "毫米": Decimal("0.001"),
    "厘米": Decimal("0.01"),
    "米": Decimal(1),
    "公里": Decimal(1000),
}
# In thirds of a square metre, since 15 亩 are one hectare.
_AREAS: Final = {
    "平方米": Decimal(3),
    "亩": Decimal(2000),
    "公顷": Decimal(30000),
    "平方公里": Decimal(3000000),
}
_WEIGHTS: Final = {
    "克": Decimal("0.001"),
    "斤": Decimal("0.5"),
    "千克": Decimal(1),
    "吨": Decimal(1000),
}
_TIMES_A_YEAR: Final = {"半年": 2, "学期": 2, "季度": 4, "季": 4, "月": 12, "个月": 12, "周": 52}
"""How often a count that is told by the period comes in a year; by the day nobody knows."""
_SCALES: Final = {"千": 3, "百": 2, "十": 1, "万": 4, "亿": 8}
_SPLIT_SCALE: Final = re.compile(rf"({MULTIPLIER})(.*)")
_ANY_BRACKET: Final = re.compile(r"[()\[\]{}]")
_REMARK: Final = re.compile(r"(?<=.)\([^()]*\)")
_LEADING: Final = re.compile(MEASURE)
_TIME_WORDS: Final = frozenset(_SAME.get(word, word) for word in _TIMES)
_COUNT_WORDS: Final = frozenset(_SAME.get(word, word) for word in _COUNTS)


class Verdict(Enum):
    """How the units of two expressions stand to each other."""

    SAME = "same"
    CONVERTED = "converted"
    DIFFERENT = "different"
    UNKNOWN = "unknown"
    """Not to be judged: 次/季度 against 次, % against 百分点, or no numbers at all."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit taken apart: `scale` times `base`, per `per` (`12元/人/天` is 元 per 人/天)."""

    scale: Decimal
    base: str
    per: str


def strip_brackets(printed: str) -> str:
    """Return a unit without brackets and blanks, as units are compared."""
    return _ANY_BRACKET.sub("", without_space(normalise_signs(printed)))


@lru_cache(maxsize=2048)
def parse_unit(printed: str) -> Unit:
    """Take a unit as typed apart; remarks in brackets and the noun after a measure word go."""
    bare = without_space(normalise_signs(printed))
    if bare.startswith("(") and bare.endswith(")"):
        bare = bare[1:-1]
    bare = _ANY_BRACKET.sub("", _REMARK.sub("", bare))
    if bare in _SAME:
        return Unit(Decimal(1), _SAME[bare], "")
    head, _, per = bare.replace("·", "/").partition("/")
    scale = Decimal(1)
    match = _SPLIT_SCALE.fullmatch(head)
    if match is not None:
        scale, head = _power(match.group(1)), match.group(2)
    return Unit(scale, _base(head), _per(per))


def _power(multiplier: str) -> Decimal:
    return Decimal(1).scaleb(sum(_SCALES[char] for char in multiplier))


def _base(head: str) -> str:
    match = _LEADING.match(head)
    word = head if match is None else match.group(0)
    return _SAME_FOLDED.get(word.casefold(), word)


def _per(per: str) -> str:
    """Name what a unit is counted by; a year is the whole form, so 次/年 is 次."""
    parts = [_SAME.get(part, part) for part in per.split("/") if part]
    return "/".join(part for part in parts if part not in ("年", "全年", "每年"))


def same_unit(a: str, b: str) -> bool:
    """Tell whether two units, as typed, are one; a missing unit is the other's, 次/季度 is not 次."""
    if a and b and parse_unit(a).per != parse_unit(b).per:
        return False
    return compare_units(a, b)[0] in (Verdict.SAME, Verdict.CONVERTED)


def compare_units(a: str, b: str) -> tuple[Verdict, Decimal, Decimal]:
    """Return how two units as typed stand, and the factors that bring each to the smaller one."""
    one, two = parse_unit(a), parse_unit(b)
    if not a or not b or one == two:
        return Verdict.SAME, Decimal(1), Decimal(1)
    if not one.base or not two.base or (one.base == two.base and one.per == two.per):
        return _converted(one.scale, two.scale)
    if one.base == two.base:
        return _by_frequency(one, two)
    for table in (_SECONDS, _MONTHS, _SHARES, _LENGTHS, _AREAS, _WEIGHTS):
        if one.base in table and two.base in table and one.per == two.per:
            return _converted(one.scale * table[one.base], two.scale * table[two.base])
    unclear = {one.base, two.base} == {"%", "百分点"}
    return (Verdict.UNKNOWN if unclear else Verdict.DIFFERENT), Decimal(1), Decimal(1)


def _by_frequency(one: Unit, two: Unit) -> tuple[Verdict, Decimal, Decimal]:
    """Compare 次/季度 with the 次 of a year; what is told per head or per day is not compared."""
    counted = one.base in _COUNT_WORDS
    often = [_TIMES_A_YEAR.get(unit.per, 0) if unit.per else 1 for unit in (one, two)]
    if not counted or not all(often):
        return Verdict.UNKNOWN, Decimal(1), Decimal(1)
    return Verdict.CONVERTED, one.scale * often[0], two.scale * often[1]


def _converted(one: Decimal, two: Decimal) -> tuple[Verdict, Decimal, Decimal]:
    smaller = min(one, two)
    verdict = Verdict.SAME if one == two else Verdict.CONVERTED
    return verdict, one / smaller, two / smaller


def is_time(printed: str) -> bool:
    """Tell whether a unit as typed is a length of time."""
    return parse_unit(printed).base in _TIME_WORDS


def is_measure(printed: str) -> bool:
    """Tell whether a unit as typed measures an area, a length or a weight, which no things are counted in."""
    base = parse_unit(printed).base
    return any(base in table for table in (_LENGTHS, _AREAS, _WEIGHTS))


def unit_size(printed: str) -> Decimal:
    """Return how large a unit as typed is among those it converts to: 10000 of 万人, 1000 of 公里."""
    unit = parse_unit(printed)
    tables = (_SECONDS, _MONTHS, _SHARES, _LENGTHS, _AREAS, _WEIGHTS)
    return unit.scale * next(
        (table[unit.base] for table in tables if unit.base in table), Decimal(1)
    )


def times_a_year(printed: str) -> int:
    """Return how often a count in this unit comes in a year: 12 of 次/月; 0 where it is no frequency."""
    return _TIMES_A_YEAR.get(parse_unit(printed).per, 0)


def is_count(printed: str) -> bool:
    """Tell whether a unit as typed counts things or people."""
    return parse_unit(printed).base in _COUNT_WORDS - {"百分点"}


def is_money(printed: str) -> bool:
    """Tell whether a unit as typed is an amount of money: 元, 万元, 亿元, also per head."""
    return parse_unit(printed).base == "元"
