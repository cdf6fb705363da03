"""Target against actual: units, met or not, how far; bands; numbers in running text."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.targets import (
    Band,
    Verdict,
    band_of,
    comparable,
    completion_ratio,
    in_unit,
    is_met,
    is_rate_name,
    mentions,
    read_actual,
    read_target,
    same_unit,
    unit_contradicts_name,
)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("%", "(%)", True),
        ("%", "％", True),
        ("", "人", True),
        ("人", "名", True),
        ("万元", "元", True),
        ("亿元", "万元", True),
        ("万人", "人", True),
        ("万人次", "人次", True),
        ("小时/天（一周5天）", "小时/天(一周 5天)", True),
        ("小时/天（一周5天）", "小时/天", True),
        ("次/年", "次", True),
        ("台(套)", "台/套", True),
        ("套设备", "套", True),
        ("天", "日", True),
        ("个月", "月", True),
        ("小时", "分钟", True),
        ("年", "个月", True),
        ("M", "Mbps", True),
        ("元/人·天", "元/人/天", True),
        ("个", "家", False),
        ("家", "%", False),
        ("次", "%", False),
        ("人", "人次", False),
        ("天", "工作日", False),
        ("天", "个月", False),
        ("次/季度", "次", False),
        ("元/人", "元", False),
        ("元", "%", False),
    ],
)
def test_units(a, b, same):
    assert same_unit(a, b) is same
    assert same_unit(b, a) is same


# target | actual | name | verdict
PAIRS = """
=100(%)             | 100.00(%)       |          | same
≥27000.00(人)       | 45739           | 完成体检数 | same
≤45.57 万元         | 455,700元       |          | converted
≥2.7万人            | 27000人         |          | converted
≥2.7万              | 27000(人)       |          | converted
≤1小时              | 30分钟          |          | converted
至少1年             | 12个月          |          | converted
≤6小时              | 6天             |          | converted
≤12小时             | 12分钟          |          | converted
=19.00(家)          | 100             | 接入率   | different
=19.00(家)          | 20              | 接入率   | same
=19.00(家)          | 100             | 接入家数 | same
=19.00(家)          | 100%            | 接入家数 | different
≥4次                | 4人             |          | different
=0.00(%)            | 0               | 网络安全事故 | same
≥1次/季度           | 4次             |          | converted
≥1次/季度           | 1次             |          | unknown
≥2次/天             | 700次           |          | unknown
≥3次                | 达成指标        |          | unknown
及时                | 100%            |          | unknown
下降5%              | 增长6%          |          | unknown
7*24小时            | 7*24小时        |          | unknown
"""


def table(text):
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


@pytest.mark.parametrize(("target", "actual", "name", "verdict"), table(PAIRS))
def test_common_units(target, actual, name, verdict):
    found = comparable(read_target(target), read_actual(actual), name)
    assert found.verdict is Verdict(verdict)
    assert (found.target is not None) == found.usable


@pytest.mark.parametrize(
    ("one", "size", "other"),
    [
        ("周", 7, "天"), ("天", 24, "小时"), ("小时", 60, "分钟"), ("分钟", 60, "秒"), ("秒", 1000, "毫秒"),
        ("年", 12, "个月"), ("年", 4, "个季度"), ("公里", 1000, "米"), ("米", 100, "厘米"), ("厘米", 10, "毫米"),
        ("公顷", 10000, "平方米"), ("平方公里", 100, "公顷"), ("吨", 1000, "公斤"), ("千克", 1000, "克"),
        ("亿元", 10000, "万元"), ("万元", 10000, "元"), ("%", 10, "‰"), ("万人", 10000, "人"),
    ],
)  # fmt: skip
def test_one_of_a_unit_is_so_many_of_another(one, size, other):
    found = comparable(read_target(f"≥2{one}"), read_actual(f"{2 * size}{other}"))
    assert found.verdict is Verdict.CONVERTED
    assert found.target == found.actual


def test_converted_numbers_are_in_the_smaller_unit():
    found = comparable(read_target("≤1.5小时"), read_actual("30分钟"))
    assert (found.target, found.actual, found.unit) == (90, 30, "分钟")
    found = comparable(read_target("≤45.57万元"), read_actual("45.57 万元"))
    assert (found.target, found.unit) == (Decimal("45.57"), "万元")


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [("3150 元", "万元", "0.315"), ("≤45.57万元", "万元", "45.57"), ("5.376", "万元", "5.376"),
     ("2亿元", "元", "200000000"), ("3人", "万元", None), ("12元/人/天", "万元", None), ("及时", "元", None)],
)  # fmt: skip
def test_amounts_in_another_unit(text, unit, number):
    assert in_unit(read_actual(text), unit) == (None if number is None else Decimal(number))


# target | actual | met (yes, no, ?)
MET = """
≥95%        | 95        | yes
≥95%        | 92.5%     | no
>95.00(%)   | 95        | no
>95.00(%)   | 95.01     | yes
=100.00(%)  | 100       | yes
=100%       | 99.99%    | no
=7.00(个)   | 8(个)     | yes
=0.00       | 0         | yes
=0.00(起)   | 1起       | no
=0.00       | -1        | yes
<1.00(次)   | 0         | yes
<1.00(次)   | 1         | no
≤12 小时    | 12 小时   | yes
≤12 小时    | 12.5小时  | no
≤1小时      | 30分钟    | yes
≤3150 元    | 0.63万元  | no
1-2次       | 2次       | yes
1-2次       | 0次       | no
1-2次       | 3次       | ?
≥95%        | -5%       | no
≥200人      | 约200人   | ?
≥200人      | 约150人   | no
约200人     | 198人     | ?
约200人     | 150人     | no
≥90%        | 95%以上   | yes
≥95%        | 90%以上   | ?
≤5%         | 3%以下    | yes
≤5%         | 6%以上    | no
≥95%        | 90%以下   | no
≥85%        | 90%以下   | ?
≤5%         | 6%以下    | ?
=100%       | 90%以下   | no
≥百分之九十五 | 百分之九十四 | no
≥百分之九十点五 | 90.5% | yes
≥百分之十十 | 20%       | ?
≥三次       | 两次      | no
≥4次        | 1-3次     | no
≥2次        | 1-3次     | ?
下降10%     | 下降12%   | yes
增长5%      | 4%        | no
≥4次        | 5%        | ?
≤6 月       | 6 月      | yes
≤10月       | 12月      | no
≤ 11 月     | 11        | yes
≤ 11 月     | 12        | no
12月底前    | 11月20日  | yes
10月底前    | 2024年12月| no
2024年12月31日前 | 2025年1月5日 | no
2024年12月10日前 | 12月    | ?
第四季度    | 12月      | yes
第三季度    | 11月      | no
12月        | 11月      | yes
2024年      | 2024年11月| yes
≥6月        | 7月       | yes
≥6月        | 5月       | no
≥6月15日    | 6月       | ?
<6月        | 5月       | yes
<6月        | 6月       | no
<6月15日    | 6月       | ?
3月初前     | 3月10日   | yes
3月初前     | 3月11日   | no
3月中旬前   | 3月20日   | yes
3月中旬前   | 3月21日   | no
3月下旬     | 4月1日    | no
第一季度    | 4月1日    | no
上半年      | 7月1日    | no
年底前      | 12月31日  | yes
1月-2024年3月 | 2024年3月 | ?
≥80%且≤95%  | 80%       | yes
≥80%且≤95%  | 79%       | no
≥80%且≥95%  | 79%       | ?
≥1-2次且≤5次 | 3次      | ?
≤二十五天   | 25天      | yes
≤十天       | 11天      | no
≥一百十次   | 110次     | ?
≤6月        | 达成指标  | ?
及时        | 达成指标  | yes
及时        | 部分达成  | no
及时        | 较好      | ?
完备        | 完 备     | yes
优          | 优        | yes
优          | 良        | no
良          | 优        | yes
7*24小时    | 7*24小时  | ?
≥95%        |           | ?
            | 95%       | ?
"""


@pytest.mark.parametrize(("target", "actual", "met"), table(MET))
def test_met(target, actual, met):
    answer = {"yes": True, "no": False, "?": None}[met]
    assert is_met(read_target(target or None), read_actual(actual or None)) is answer


def test_a_date_without_a_year_is_of_the_forms_year():
    target, late = read_target("12月底前"), read_actual("2025年1月10日")
    assert is_met(target, late, year=2024) is False
    assert is_met(target, read_actual("2024年12月"), year=2024) is True


@pytest.mark.parametrize(
    ("target", "actual", "ratio"),
    [("≥27000.00(人)", "45739", "169.40"), ("=4次", "3", "75.00"), ("=0次", "3", None),
     ("≤45.57万元", "195800元", "42.97"), ("1-2次", "2次", "100.00"), ("2-4次", "6次", "150.00"),
     ("2-4次", "1次", "50.00"), ("=19家", "100%", None), ("≥5次", "-1次", "0.00"), ("及时", "及时", None)],
)  # fmt: skip
def test_completion(target, actual, ratio):
    found = completion_ratio(read_target(target), read_actual(actual))
    assert (None if found is None else f"{found:.2f}") == ratio


@pytest.mark.parametrize(
    ("target", "actual", "band"),
    [
        *(
            ("提升", phrase, Band.FULL)
            for phrase in (
                "达成年度指标", "达成指标", "达成目标", "达成预期指标", "达到", "完成", "已完成", " 达成 指标。",
                "达成预期目标", "全部完成", "按时完成", "达标", "达到预期效果", "完成目标值",
            )
        ),
        *(
            ("提升", phrase, Band.PARTIAL)
            for phrase in (
                "部分达成年度指标并具有一定效果", "部分达成", "部分达成指标", "部分完成",
                "部分达成年度指标，并具有一定效果",
            )
        ),
        *(
            ("提升", phrase, Band.UNMET)
            for phrase in (
                "未达成年度指标且效果较差", "未达成", "未达成指标", "未完成", "没有完成", "未达标", "未达到预期目标",
            )
        ),
        *(
            ("提升", phrase, None)
            for phrase in (
                "有效", "提升", "较好", "100%", "优", None, "", "完成了部分采购工作", "尚可", "按计划完成采购",
                "部分失能老人得到照护", "基本公共卫生服务有序", "已完成，效果良好",
            )
        ),
        *(
            ("建成", phrase, Band.NOT_FULL)
            for phrase in (
                "基本完成", "大部分完成", "主体工程基本建成", "正在实施", "预计12月底完成", "拟于明年建成",
                "未全部完成的项目将于次年完成",
            )
        ),
        ("基本满足", "基本满足", None),
        ("优", "较好", Band.PARTIAL),
        ("三级", "二级", Band.NOT_FULL),
        ("三级等保", "二级等保", Band.NOT_FULL),
        ("二级", "三级", None),
        ("优", "优", Band.FULL),
        ("优", "优秀", Band.FULL),
        ("良", "优", Band.FULL),
        ("优", "良", Band.PARTIAL),
        ("良", "中", Band.PARTIAL),
        ("优", "中", Band.NOT_FULL),
        ("优", "差", Band.UNMET),
        ("好", "好", Band.FULL),
        ("好", "较好", Band.PARTIAL),
        ("较好", "好", Band.FULL),
        ("好", "一般", Band.NOT_FULL),
        ("较好", "一般", Band.PARTIAL),
        ("好", "较差", Band.UNMET),
        ("=优", "良", Band.PARTIAL),
        ("优", "好", None),
        ("优", "达成指标", Band.FULL),
    ],
)  # fmt: skip
def test_bands(target, actual, band):
    assert band_of(target, actual) is band


@pytest.mark.parametrize(
    ("band", "score", "allowed"),
    [
        (Band.FULL, "8", True), (Band.FULL, "10", True), (Band.FULL, "7.99", False),
        (Band.PARTIAL, "6", True), (Band.PARTIAL, "7.99", True), (Band.PARTIAL, "8", False),
        (Band.PARTIAL, "5.99", False), (Band.UNMET, "0", True), (Band.UNMET, "5.99", True),
        (Band.UNMET, "6", False), (Band.NOT_FULL, "6.5", True), (Band.NOT_FULL, "10", False),
    ],
)  # fmt: skip
def test_band_ends(band, score, allowed):
    assert band.allows(Decimal(score), Decimal(10), Decimal(80), Decimal(60)) is allowed


@pytest.mark.parametrize(
    ("name", "target", "contradicts"),
    [
        ("接入率", "=19.00(家)", True),
        ("故障响应及时率", "≤6小时", True),
        ("建设及时率", "建设周期不超过4个月", True),
        ("响应及时率", "30分钟内响应，2小时内上门", True),
        ("完成率（%）", "≥3次", True),
        ("接入率", "=100%", False),
        ("接入率", "19", False),
        ("工作效率", "≥3次", False),
        ("巡检频率", "≥1次/季度", False),
        ("及时率", "及时", False),
        ("及时率", "≥90分", False),
        ("网络安全事故", "=0.00(%)", True),
        ("设备数量", "=100%", True),
        ("服务台次", "≥95%", True),
        ("设备（个）", "≥95%", True),
        ("事故处理率", "=100%", False),
        ("设备数量", "≥3台", False),
        ("培训情况", "=100%", False),
    ],
)
def test_units_against_names(name, target, contradicts):
    assert unit_contradicts_name(name, read_target(target)) is contradicts


@pytest.mark.parametrize(
    ("name", "rate"),
    [("验收合格率", True), ("完成率（%）", True), ("效率", False), ("带宽速率", False),
     ("及时性", False), (None, False)],
)  # fmt: skip
def test_rate_names(name, rate):
    assert is_rate_name(name) is rate


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("开展了1次全覆盖督查工作", [("1", "次")]),
        ("搭建24套，培训1,200 人次，合格率99.5%", [("24", "套"), ("1200", "人次"), ("99.5", "%")]),
        ("2024年12月31日前完成3项", [("3", "项")]),
        ("签约10名、投入1.5万元", [("10", "名"), ("1.5", "万元")]),
        ("全市16个区200余家机构", [("16", "个"), ("200", "家")]),
        ("完成100（台）", [("100", "台")]),
        ("项目3.0版、编号A12个", []),
        ("一次", []),
        (None, []),
    ],
)
def test_numbers_in_running_text(text, found):
    seen = mentions(text)
    assert [(mention.value, mention.unit) for mention in seen] == [
        (Decimal(value), unit) for value, unit in found
    ]
    for mention in seen:
        assert text[mention.start].isdigit()
        assert mention.start < mention.end <= len(text)


@settings(max_examples=200)
@given(
    st.text(alphabet="0123456789.,-≥≤%个家人次月万元年日前达成部分优良中差约", max_size=12),
    st.text(alphabet="0123456789.,-≥≤%个家人次月万元年日前达成部分优良中差约", max_size=12),
)
def test_any_two_texts_can_be_compared(one, two):
    target, actual = read_target(one), read_actual(two)
    assert is_met(target, actual) in (True, False, None)
    ratio = completion_ratio(target, actual)
    assert ratio is None or ratio >= 0
    found = comparable(target, actual)
    assert found.usable or found.target is None
