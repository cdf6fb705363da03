"""Number cells: what counts as a number, as blank, and as unreadable."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.values import (
    State,
    format_decimal,
    half_up,
    plain,
    read_amount,
    read_rate,
    read_score,
    truncate,
)

BLANK = [
    None,
    "",
    " ",
    "　",
    "\u00a0\n",
    "—",
    "－",
    "-",
    "–",
    "――",
    "——",
    "―",
    "/",
    " — ",
    "─",
    "−",
]


@pytest.mark.parametrize("text", BLANK)
@pytest.mark.parametrize("read", [read_amount, read_rate, read_score])
def test_blanks_and_dashes_are_blank(read, text):
    quantity = read(text)
    assert (quantity.state, quantity.value, quantity.text) == (State.BLANK, None, text)
    assert quantity.or_zero == 0


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("45.57", "45.57", 2),
        ("1,463.50", "1463.50", 2),
        ("1，463．50", "1463.5", 2),
        ("１２３．４５", "123.45", 2),
        ("743,000", "743000", 0),
        ("12,345,678.9", "12345678.9", 1),
        ("0", "0", 0),
        ("0.00", "0", 2),
        (".5", "0.5", 1),
        ("-3.20", "-3.2", 2),
        ("－3.20", "-3.2", 2),
        ("−3", "-3", 0),
        ("+3", "3", 0),
        ("1 463.50", "1463.5", 2),
        ("1463.\n50", "1463.5", 2),
        ("1463.50\u200b", "1463.5", 2),
        ("45.57万元", "45.57", 2),
        ("45.57（万元）", "45.57", 2),
        ("3150 元", "3150", 0),
        ("¥3,150", "3150", 0),
        ("￥3,150", "3150", 0),
        ("0.12345678", "0.12345678", 8),
        ("007", "7", 0),
    ],
)
def test_amounts(text, value, decimals):
    quantity = read_amount(text)
    assert quantity.state is State.FILLED
    assert (quantity.value, quantity.decimals) == (Decimal(value), decimals)
    assert quantity.text == text


@pytest.mark.parametrize(
    "text",
    [
        "abc", "12a", "1.2.3", "1,2", "12,34", "1,,000", "约100", "十万", "12..5", "1e5", "NaN",
        "Infinity", "99%", "12-15", "--5", "5-", "10人", "=100", "①", "١٢", "1/2", "0x10", "1_000",
        "11010624T000002727872", "123456789012345678901234567890123",
    ],
)  # fmt: skip
def test_no_amounts(text):
    quantity = read_amount(text)
    assert (quantity.state, quantity.value, quantity.text) == (State.UNREADABLE, None, text)


@pytest.mark.parametrize(
    ("text", "unit", "state"),
    [
        ("10万元", "万元", State.FILLED),
        ("10万", "万元", State.FILLED),
        ("10万元", "元", State.UNREADABLE),
        ("10元", "万元", State.UNREADABLE),
        ("10", "元", State.FILLED),
    ],
)
def test_a_unit_other_than_the_forms_is_unreadable(text, unit, state):
    assert read_amount(text, unit).state is state


@pytest.mark.parametrize(
    ("text", "value", "decimals", "percent"),
    [
        ("99.50", "99.50", 2, False),
        ("100%", "100", 0, True),
        ("92.25 %", "92.25", 2, True),
        ("100.00（%）", "100", 2, True),
        ("100.00（％）", "100", 2, True),
        ("９９．５％", "99.5", 1, True),
        ("0.00", "0", 2, False),
        ("-5%", "-5", 0, True),
    ],
)
def test_rates(text, value, decimals, percent):
    quantity = read_rate(text)
    assert quantity.state is State.FILLED
    assert (quantity.value, quantity.decimals, quantity.percent) == (
        Decimal(value),
        decimals,
        percent,
    )


@pytest.mark.parametrize("text", ["100%%", "%", "五成", "99.5‰", "100%完成", "10分"])
def test_no_rates(text):
    assert read_rate(text).state is State.UNREADABLE


@pytest.mark.parametrize(("text", "value"), [("10", "10"), ("9.50分", "9.5"), ("10（分）", "10")])
def test_scores(text, value):
    assert read_score(text).value == Decimal(value)


@pytest.mark.parametrize("text", ["10%", "满分", "10/10", "优"])
def test_no_scores(text):
    assert read_score(text).state is State.UNREADABLE


@pytest.mark.parametrize(
    ("value", "decimals", "up", "cut"),
    [
        ("9.975", 2, "9.98", "9.97"),
        ("9.955", 2, "9.96", "9.95"),
        ("9.715", 2, "9.72", "9.71"),
        ("2.5", 0, "3", "2"),
        ("3.5", 0, "4", "3"),
        ("-2.5", 0, "-3", "-2"),
        ("1E+40", 2, "1E+40", "1E+40"),
        ("0.004", 2, "0", "0"),
    ],
)
def test_rounding_is_half_up_in_decimal(value, decimals, up, cut):
    assert half_up(Decimal(value), decimals) == Decimal(up)
    assert truncate(Decimal(value), decimals) == Decimal(cut)


@pytest.mark.parametrize(
    ("value", "decimals", "thousands", "text"),
    [
        ("1463.5", 2, True, "1,463.50"),
        ("1463.5", 2, False, "1463.50"),
        ("743000", 0, True, "743,000"),
        ("1E+6", 2, False, "1000000.00"),
        ("1E-9", 2, False, "0.00"),
        ("-0.001", 2, False, "0.00"),
        ("-1234.5", 1, True, "-1,234.5"),
        ("1E+30", 2, True, "1," + ",".join(["000"] * 10) + ".00"),
    ],
)
def test_formatting(value, decimals, thousands, text):
    assert format_decimal(Decimal(value), decimals, thousands) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [("100.00", "100"), ("1E+3", "1000"), ("0.10", "0.1"), ("-0.00", "0"), ("1E-7", "0.0000001"),
     ("12345678901234567890123456789.50", "12345678901234567890123456789.5")],
)  # fmt: skip
def test_plain(value, text):
    assert plain(Decimal(value)) == text


@settings(max_examples=150)
@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12
    )
)
def test_plain_and_format_are_read_back(value):
    assert read_amount(plain(value)).value == value
    assert read_amount(format_decimal(value, 6, thousands=True)).value == value


@settings(max_examples=200)
@given(st.text(alphabet=st.characters(), max_size=20))
def test_reading_never_fails_and_keeps_the_text(text):
    for read in (read_amount, read_rate, read_score):
        quantity = read(text)
        assert quantity.text == text
        assert (quantity.value is not None) == (quantity.state is State.FILLED)
