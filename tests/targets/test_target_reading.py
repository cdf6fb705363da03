"""Targets and actuals as they stand in real forms, and what each is read as."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.targets import Kind, read_actual, read_target, standard_signs

# text | kind | operator | low | high | unit; the first block is SCORING.md, word for word.
NUMBERS = """
=100.00(%)            | percent | =     | 100      |    | %
≥95.00(%)             | percent | >=    | 95       |    | %
>=90%                 | percent | >=    | 90       |    | %
<=6小时               | number  | <=    | 6        |    | 小时
≥ 90%                 | percent | >=    | 90       |    | %
$\\geq 90\\%$         | percent | >=    | 90       |    | %
$\\geq$ 90%           | percent | >=    | 90       |    | %
$\\leq 5\\%$          | percent | <=    | 5        |    | %
$\\geqslant 3$次      | number  | >=    | 3        |    | 次
$≥ 90 \\%$            | percent | >=    | 90       |    | %
不少于3次             | number  | >=    | 3        |    | 次
不低于90%             | percent | >=    | 90       |    | %
至少3年               | number  | >=    | 3        |    | 年
90%以上               | percent | >=    | 90       |    | %
不超过4个月           | number  | <=    | 4        |    | 个月
30天以内              | number  | <=    | 30       |    | 天
1-2次                 | number  | range | 1        | 2  | 次
各1次                 | number  | =     | 1        |    | 次
27个                  | number  | =     | 27       |    | 个
14家                  | number  | =     | 14       |    | 家
10T                   | number  | =     | 10       |    | T
>=100M                | number  | >=    | 100      |    | M
21 人次               | number  | =     | 21       |    | 人次
12元/人/天            | number  | =     | 12       |    | 元/人/天
=9.00(小时/天（一周5天）)| number | =   | 9        |    | 小时/天一周5天
0件                   | number  | =     | 0        |    | 件
≥27000.00(人)         | number  | >=    | 27000    |    | 人
1,463.50              | number  | =     | 1463.5   |    |
１００％              | percent | =     | 100      |    | %
≥９５．５（％）       | percent | >=    | 95.5     |    | %
≧95%                  | percent | >=    | 95       |    | %
═100%                 | percent | =     | 100      |    | %
＞=95%                | percent | >=    | 95       |    | %
＞＝95％              | percent | >=    | 95       |    | %
=>95%                 | percent | >=    | 95       |    | %
》=95%                | percent | >=    | 95       |    | %
&ge;95%               | percent | >=    | 95       |    | %
＜5%                  | percent | <     | 5        |    | %
>98.00(%)             | percent | >     | 98       |    | %
<1.00(次)             | number  | <     | 1        |    | 次
≤1‰                   | number  | <=    | 1        |    | ‰
大于等于95%           | percent | >=    | 95       |    | %
小于5%                | percent | <     | 5        |    | %
超过100人次           | number  | >     | 100      |    | 人次
不足5人               | number  | <     | 5        |    | 人
不高于10分钟          | number  | <=    | 10       |    | 分钟
控制在45.5万元以内    | number  | <=    | 45.5     |    | 万元
95%（含）以上         | percent | >=    | 95       |    | %
95%以上（含95%）      | percent | >=    | 95       |    | %
3次及以上             | number  | >=    | 3        |    | 次
3次（含）以上         | number  | >=    | 3        |    | 次
3次以上培训           | number  | >=    | 3        |    | 次
90(%)以上             | percent | >=    | 90       |    | %
5(万元)以内           | number  | <=    | 5        |    | 万元
80%以上群众满意       | percent | >=    | 80       |    | %
5年内                 | number  | <=    | 5        |    | 年
30分钟内响应          | number  | <=    | 30       |    | 分钟
2小时响应             | number  | <=    | 2        |    | 小时
3个月内完成           | number  | <=    | 3        |    | 个月
5项内容               | number  | =     | 5        |    | 项
24套设备              | number  | =     | 24       |    | 套
21家（含分中心）      | number  | =     | 21       |    | 家
≥20台(套)             | number  | >=    | 20       |    | 台
3次/年                | number  | =     | 3        |    | 次/年
≥1次/季度             | number  | >=    | 1        |    | 次/季度
每季度不少于1次       | number  | >=    | 1        |    | 次/季度
每季度一次            | number  | =     | 1        |    | 次/季度
每年2次               | number  | =     | 2        |    | 次
每人每天12元          | number  | =     | 12       |    | 元/人/天
2次以上/月            | number  | >=    | 2        |    | 次/月
≤1200元/㎡            | number  | <=    | 1200     |    | 元/㎡
1.5万人次             | number  | =     | 1.5      |    | 万人次
2.7万                 | number  | =     | 2.7      |    | 万
12个月                | number  | =     | 12       |    | 个月
≤18月                 | number  | <=    | 18       |    | 月
100%完成              | percent | =     | 100      |    | %
满意度≥90%            | percent | >=    | 90       |    | %
满意度95%             | percent | =     | 95       |    | %
建设周期不超过4个月   | number  | <=    | 4        |    | 个月
响应时间≤30分钟       | number  | <=    | 30       |    | 分钟
完成3次               | number  | =     | 3        |    | 次
开展培训不少于3场次   | number  | >=    | 3        |    | 场次
1~2次                 | number  | range | 1        | 2  | 次
1至2次                | number  | range | 1        | 2  | 次
1次—2次               | number  | range | 1        | 2  | 次
90%-95%               | percent | range | 90       | 95 | %
3-5个工作日           | number  | range | 3        | 5  | 个工作日
≥80%且≤95%            | percent | range | 80       | 95 | %
≥80%，≤95%            | percent | range | 80       | 95 | %
不少于5个并且少于8个  | number  | range | 5        | 8  | 个
80%≤x≤95%             | percent | range | 80       | 95 | %
一次                  | number  | =     | 1        |    | 次
十二个月              | number  | =     | 12       |    | 个月
不少于二十人次        | number  | >=    | 20       |    | 人次
百分之九十五          | percent | =     | 95       |    | %
-5%                   | percent | =     | -5       |    | %
95分以上              | number  | >=    | 95       |    | 分
RTO≤4小时             | number  | <=    | 4        |    | 小时
95%+                  | percent | >=    | 95       |    | %
2000元每人            | number  | =     | 2000     |    | 元/人
人均2000元            | number  | =     | 2000     |    | 元/人
较2023年增长5%        | percent | =     | 5        |    | %
不少于5个不多于8个    | number  | range | 5        | 8  | 个
≥95%。                | percent | >=    | 95       |    | %
（≥95%）              | percent | >=    | 95       |    | %
"""


def table(text):
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


@pytest.mark.parametrize(("text", "kind", "operator", "low", "high", "unit"), table(NUMBERS))
def test_numbers(text, kind, operator, low, high, unit):
    expression = read_target(text)
    assert (expression.kind.value, expression.operator) == (kind, operator)
    assert expression.low == Decimal(low)
    assert expression.high == (Decimal(high) if high else None)
    assert expression.unit == unit
    assert expression.text == text


# text | operator | begin | end, as year-month-day
DATES = """
≤6 月            | <=    | -6-1       | -6-30
≤ 11 月          | <=    | -11-1      | -11-30
12月底前         | <=    | -12-31     | -12-31
12月             | =     | -12-1      | -12-31
12月份           | =     | -12-1      | -12-31
十二月底前       | <=    | -12-31     | -12-31
≤6.00(月)        | <=    | -6-1       | -6-30
2024年12月31日前 | <=    | 2024-12-31 | 2024-12-31
2024年12月底     | =     | 2024-12-31 | 2024-12-31
10月底前         | <=    | -10-31     | -10-31
第四季度         | range | -10-1      | -12-31
2024年第1季度    | range | 2024-1-1   | 2024-3-31
上半年           | range | -1-1       | -6-30
年底前           | <=    | -12-31     | -12-31
9月30日前完成    | <=    | -9-30      | -9-30
已于2024年11月完成 | =   | 2024-11-1  | 2024-11-30
不晚于12月31日   | <=    | -12-31     | -12-31
3-5月            | range | -3-1       | -5-31
2024年1-12月     | range | 2024-1-1   | 2024-12-31
2024-12-31       | =     | 2024-12-31 | 2024-12-31
2024.12          | =     | 2024-12-1  | 2024-12-31
2024年           | range | 2024-1-1   | 2024-12-31
12月中旬         | =     | -12-11     | -12-20
"""


def written(moment):
    return f"{moment.year or ''}-{moment.month}-{moment.day}"


@pytest.mark.parametrize(("text", "operator", "begin", "end"), table(DATES))
def test_dates_in_targets(text, operator, begin, end):
    expression = read_target(text)
    assert (expression.kind, expression.operator) == (Kind.DATE, operator)
    assert (written(expression.begin), written(expression.end)) == (begin, end)


@pytest.mark.parametrize(
    "text",
    ["及时", "完备", "提升", "控制在预算范围内", "三级等保", "达到分钟级", "优", "＝优", "符合国家要求",
     "达成指标", "一般", "一致", "一次性", "预算年度内完成", "按合同进度完成", "无", "未发生", "零事故",
     "满足信息系统安全等级测评（三级）要求的标准"],
)  # fmt: skip
def test_words_are_qualitative(text):
    expression = read_target(text)
    assert (expression.kind, expression.low) == (Kind.QUALITATIVE, None)


@pytest.mark.parametrize(
    "text",
    ["7*24小时", "=7*24小时", "7×24小时", "7x24", "本部及26家下属的单位", "30分钟内响应，2小时内上门", "3/5",
     "等保3级", "3级", "第3期", "V3.0", "1:3", "8:00-17:00", "021-12345678", "每月10日前", "1.2.3", "1e5", ".5.5",
     "≥", "不少于", "以内", "？", "……", "2024年完成3次", "13月31日", "5次，每次2小时",
     "11010624T000002727872", "9" * 40],
)  # fmt: skip
def test_what_makes_no_single_value_is_unknown(text):
    expression = read_target(text)
    assert (expression.kind, expression.low) == (Kind.UNKNOWN, None)


@pytest.mark.parametrize("text", [None, "", " ", "—", "－", "-", "/"])
def test_blank(text):
    assert read_target(text).kind is Kind.BLANK
    assert read_target(text).describe() == ""


@pytest.mark.parametrize(
    ("text", "change", "about"),
    [("同比增长5%", "up", False), ("下降10%", "down", False), ("较上年提高5%以上", "up", False),
     ("提升至95%", "", False), ("约200人", "", True), ("200余人", "", True), ("10万余人", "", True),
     ("100人次左右", "", True), ("200人", "", False)],
)  # fmt: skip
def test_growth_and_estimates(text, change, about):
    expression = read_target(text)
    assert expression.numeric
    assert (expression.change, expression.approximate) == (change, about)


@pytest.mark.parametrize(
    ("text", "explicit"),
    [("=2", True), ("2", False), ("90%以上", True), ("不少于3次", True), ("1-2次", False),
     ("12月底前", True), ("12月", False), ("=优", True), ("各1次", False)],
)  # fmt: skip
def test_whether_an_operator_was_typed(text, explicit):
    assert read_target(text).explicit is explicit


def test_reached_is_a_limit_in_a_target_and_a_value_in_an_actual():
    assert read_target("达到95%").operator == ">="
    assert read_actual("达到95%").operator == "="
    assert read_actual("95%以上").operator == ">="


@pytest.mark.parametrize(
    ("text", "shown"),
    [("=>95.00(%)", "≥ · 95 · %"), ("各1次", "= · 1 · 次"), ("≤6 月", "约束：6月底前"),
     ("2024年12月28日前", "约束：2024年12月28日前"), ("12月", "日期：12月"), ("第四季度", "日期：10月至12月"),
     ("及时", "定性：及时"), ("1-2次", "1~2 · 次"), ("约200人", "= · 约200 · 人")],
)  # fmt: skip
def test_what_the_user_is_shown(text, shown):
    assert read_target(text).describe() == shown


@pytest.mark.parametrize(
    ("text", "fixed"),
    [(">=90%", "≥90%"), ("＞＝ 90％", "≥90％"), ("<=6小时", "≤6小时"), ("$\\geq 90\\%$", "≥90%"),
     ("＝100.00(%)", "=100.00(%)"), ("≧3次", "≥3次"), ("90%以上", "90%以上"), ("及时", "及时"), ("<3", "<3")],
)  # fmt: skip
def test_signs_made_uniform(text, fixed):
    assert standard_signs(text) == fixed
    assert standard_signs(fixed) == fixed


TEXTS = st.one_of(
    st.text(max_size=30),
    st.text(
        alphabet="0123456789.,-~%％≥≤<>=（）()$\\geq 个家次人月年日前底内以上不少于至约万元/天各每第季度优",
        max_size=16,
    ),
    st.sampled_from([row[0] for row in table(NUMBERS) + table(DATES)]),
)


@settings(max_examples=300)
@given(TEXTS)
def test_any_text_is_read_and_kept(text):
    for read in (read_target, read_actual):
        expression = read(text)
        assert expression.text == text
        assert isinstance(expression.describe(), str)
        assert expression.numeric == (expression.low is not None)
        assert (expression.kind is Kind.DATE) == (expression.begin is not None)
        if expression.high is not None:
            assert expression.low < expression.high
            assert expression.operator == "range"


def essence(expression):
    return (
        expression.kind, expression.operator, expression.low, expression.high, expression.unit,
        expression.change, expression.approximate, expression.begin, expression.end,
    )  # fmt: skip


@settings(max_examples=300)
@given(TEXTS)
def test_the_standard_writing_says_the_same(text):
    expression = read_target(text)
    if expression.numeric:
        assert essence(read_target(expression.standard())) == essence(expression)


FULL_WIDTH = str.maketrans("0123456789%()<>=.", "０１２３４５６７８９％（）＜＞＝．")


@settings(max_examples=200)
@given(TEXTS, st.integers(0, 40))
def test_white_space_and_width_do_not_matter(text, position):
    if any(char in text for char in "$\\&") or len(text) > 40:
        return
    expected = essence(read_target(text))
    spaced = f"{text[:position]} 　\n{text[position:]}"
    assert essence(read_target(spaced)) == expected
    assert essence(read_target(text.translate(FULL_WIDTH))) == expected


def test_a_long_text_is_a_sentence():
    assert read_target("≥95% " * 9000).kind is Kind.UNKNOWN
    assert read_target("(" * 32000).kind is Kind.UNKNOWN
    assert read_target("每年" * 16000).kind is Kind.QUALITATIVE
