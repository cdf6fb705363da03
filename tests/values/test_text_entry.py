"""Text at entry, comparison of texts, half-width reading."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.values import (
    CONTROL,
    MAX_TEXT,
    SURROGATE,
    TRUNCATED,
    clean_text,
    is_blank,
    is_dash,
    normalise_signs,
    same_text,
)


@pytest.mark.parametrize(
    ("raw", "text", "removed"),
    [
        (None, None, ()),
        ("", None, ()),
        ("  \r\n ", None, ()),
        ("\x00", None, (CONTROL,)),
        ("一\r\n二\r三\n四", "一\n二\n三\n四", ()),
        ("一\u2028二", "一\n二", ()),
        ("一\t二", "一\t二", ()),
        ("一\u00a0二", "一\u00a0二", ()),
        (" 前后 ", " 前后 ", ()),
        ("a\x00b\x0bc\x1fd\x7fe\x85f\x9f", "abcdef", (CONTROL,)),
        ("a\ufffeb\uffffc", "abc", (CONTROL,)),
        ("a\ud800b\udfffc", "abc", (SURROGATE,)),
        ("\x01\ud800x", "x", (CONTROL, SURROGATE)),
        ("𬭊𬍛", "𬭊𬍛", ()),
        ("=100.00(%)", "=100.00(%)", ()),
    ],
)
def test_cleaning(raw, text, removed):
    cleaned = clean_text(raw)
    assert (cleaned.text, cleaned.removed) == (text, removed)


def test_long_text_is_cut_and_reported():
    assert clean_text("字" * MAX_TEXT).removed == ()
    cleaned = clean_text("字" * (MAX_TEXT + 1))
    assert (cleaned.text, cleaned.removed) == ("字" * MAX_TEXT, (TRUNCATED,))


def test_rare_characters_are_counted_as_excel_counts_and_never_halved():
    cleaned = clean_text("a" + "𬭊" * MAX_TEXT)
    assert cleaned.text == "a" + "𬭊" * (MAX_TEXT // 2 - 1)
    assert cleaned.removed == (TRUNCATED,)


@settings(max_examples=200)
@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=40))
def test_cleaning_is_done_after_one_time_and_can_be_stored(raw):
    cleaned = clean_text(raw)
    if cleaned.text is not None:
        cleaned.text.encode("utf-8")
        again = clean_text(cleaned.text)
        assert (again.text, again.removed) == (cleaned.text, ())


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (None, "", True),
        (None, " \n", True),
        ("年度\n总体\n目标", "年度总体目标", True),
        ("项 目　名\u00a0称", "项目名称", True),
        ("＝100", "=100", False),
        ("100", "100.00", False),
        (None, "—", False),
    ],
)
def test_same_text_ignores_white_space_only(a, b, same):
    assert same_text(a, b) is same


@pytest.mark.parametrize(
    ("text", "blank", "dash"),
    [(None, True, False), (" ", True, False), ("\u200b", True, False), ("—", False, True),
     (" － ", False, True), ("——", False, True), ("-5", False, False), ("无", False, False)],
)  # fmt: skip
def test_blank_and_dash(text, blank, dash):
    assert (is_blank(text), is_dash(text)) == (blank, dash)


@pytest.mark.parametrize(
    ("text", "half"),
    [("＞＝９５．５％", ">=95.5%"), ("≧90", "≥90"), ("═100%", "=100%"), ("（Ａ）", "(A)"), ("㎡", "㎡"), ("①", "①"),
     ("−5", "-5"), ("９\u200b５", "95")],
)  # fmt: skip
def test_half_width(text, half):
    assert normalise_signs(text) == half
