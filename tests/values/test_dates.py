"""Date cells."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.values import State, read_date


@pytest.mark.parametrize(
    "text",
    ["2026-01-01", "2026-1-1", "2026/1/1", "2026.1.1", "2026年1月1日", "2026 年 1 月 1 日",
     "２０２６－０１－０１", "2026－1－1", "2026／1／1", "20260101", "2026-01-01 00:00:00",
     "2026-1-1 00:00", "2026年01月01日"],
)  # fmt: skip
def test_dates(text):
    reading = read_date(text)
    assert (reading.state, reading.first, reading.last) == (
        State.FILLED,
        date(2026, 1, 1),
        date(2026, 1, 1),
    )
    assert reading.text == text


@pytest.mark.parametrize("text", ["2024年2月", "2024-02", "2024.2", "2024/02", "２０２４年２月"])
def test_a_month_is_all_its_days(text):
    reading = read_date(text)
    assert (reading.first, reading.last) == (date(2024, 2, 1), date(2024, 2, 29))
    assert reading.day is None


@pytest.mark.parametrize("text", [None, "", " ", "—", "－"])
def test_blank_dates(text):
    assert read_date(text).state is State.BLANK


@pytest.mark.parametrize(
    "text",
    ["2023-02-30", "2023-13-01", "2023-00-10", "2023年", "2023", "年底", "2023-12-31前", "44927",
     "01/02/2023", "2023-1-1-1", "0001-01-01", "12月底"],
)  # fmt: skip
def test_no_dates(text):
    reading = read_date(text)
    assert (reading.state, reading.first, reading.last) == (State.UNREADABLE, None, None)


@settings(max_examples=100)
@given(
    st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y年%m月%d日", "%Y%m%d"]),
)
def test_every_day_is_read(day, form):
    assert read_date(day.strftime(form)).first == day


@settings(max_examples=150)
@given(st.text(alphabet="0123456789年月日-/.:T 　", max_size=14))
def test_reading_never_fails(text):
    assert read_date(text).text == text
