"""What a number cell shows under its format, as Excel shows it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.io.readers.number_format import BUILTIN, show
from perfdesk.values import half_up


@pytest.mark.parametrize(
    ("raw", "code", "shown"),
    [
        ("0.95", "0%", "95%"), ("0.995", "0.00%", "99.50%"), ("12.5", "0.00", "12.50"), ("743000", "#,##0", "743,000"),
        ("743000", "General", "743000"), ("45.57", "General", "45.57"), ("45.569999999999993", "General", "45.57"),
        ("0.635333333333333", "General", "0.635333333"), ("9.975", "0.00", "9.98"), ("1.005", "0.00", "1.01"),
        ("-1234.5", "#,##0.00;(#,##0.00)", "(1,234.50)"), ("0", '#,##0.00;-#,##0.00;"-"', "-"),
        ("0", "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", "-"), ("5", '0"家"', "5家"), ("5", "0\\次", "5次"),
        ("1463.5", "#,##0.###", "1,463.5"), ("0.5", "#.00", ".50"), ("7", "000", "007"),
        ("12345678", "0.0,", "12345.7"),
        ("95", '[>=90]"≥"0;"<"0', "≥95"), ("80", '[>=90]"≥"0;"<"0', "<80"), ("-5", "0", "-5"), ("-5", "0;0", "5"),
        ("1E+20", "General", "100000000000000000000"), ("0.00001234", "General", "0.00001234"), ("1.5", "@", "1.5"),
        ("100", '[$¥-804]#,##0.00', "¥100.00"), ("100", "[Red]0.0", "100.0"), ("1200", "0.00E+00", "1.20E+3"),
        ("abc", "0.00", "abc"), ("nan", "0.00", "nan"),
    ],
)  # fmt: skip
def test_numbers(raw: str, code: str, shown: str) -> None:
    assert show(raw, code) == shown


@pytest.mark.parametrize(
    ("raw", "code", "shown"),
    [
        ("44927", "yyyy-mm-dd", "2023-01-01"), ("44927", BUILTIN[14], "2023-01-01"), ("46023", "yyyy/m/d", "2026/1/1"),
        ("44927", "yyyy-mm-dd h:mm:ss", "2023-01-01"), ("44927.5", "yyyy-mm-dd hh:mm", "2023-01-01 12:00"),
        ("44927", 'yyyy"年"m"月"d"日"', "2023年1月1日"), ("44927", BUILTIN[57], "2023年1月"),
        ("44927", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2023年1月1日"), ("0.75", "h:mm:ss", "18:00:00"),
        ("44927", "yyyy\\-mm\\-dd;@", "2023-01-01"), ("-1", "yyyy-mm-dd", "-1"), ("44931", "aaaa", "星期四"),
    ],
)  # fmt: skip
def test_dates(raw: str, code: str, shown: str) -> None:
    assert show(raw, code) == shown


def test_the_date_system_of_1904() -> None:
    assert show("43465", "yyyy-mm-dd", date1904=True) == "2023-01-01"


@given(st.decimals(-(10**9), 10**9, places=4), st.integers(0, 4), st.booleans())
def test_fixed_decimals_are_half_up_of_the_decimal(
    value: Decimal, places: int, thousands: bool
) -> None:
    code = ("#,##0" if thousands else "0") + ("." + "0" * places if places else "")
    shown = Decimal(show(repr(float(value)), code).replace(",", ""))
    assert shown == half_up(Decimal(format(float(value), ".15g")), places)


@given(st.text(max_size=20), st.floats(allow_nan=True, allow_infinity=True))
def test_no_format_is_too_odd_to_show(code: str, value: float) -> None:
    assert isinstance(show(repr(value), code), str)
