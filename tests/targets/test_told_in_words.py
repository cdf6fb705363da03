"""Values told in words: weaker words, shares beside counts, numerals and tenths; and properties of them all."""

from decimal import Decimal
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.targets import Band, Kind, band_of, digits_in_text, mentions, read_actual

PLAIN = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("target", "actual", "band"),
    [
        ("健全", "较健全", Band.NOT_FULL),
        ("健全", "比较健全", Band.NOT_FULL),
        ("有效减轻", "基本减轻", Band.NOT_FULL),
        ("有效保障", "基本得到保障", Band.NOT_FULL),
        ("明显改善", "初步改善", Band.NOT_FULL),
        ("基本健全", "基本健全", None),
        ("提升", "较上年提升", None),
        ("保障", "基本公共服务得到保障", None),
        ("显著", "显著", None),
    ],
)
def test_the_targets_own_word_weakened_is_not_full(
    target: str, actual: str, band: Band | None
) -> None:
    assert band_of(target, actual) is band


@pytest.mark.parametrize(
    ("text", "kind", "number", "told"),
    [
        ("8个展览全部按期开展（100%）", Kind.PERCENT, "100", "share"),
        ("46处（95.8%）", Kind.PERCENT, "95.8", "share"),
        ("46处（合格率95.8%）", Kind.PERCENT, "95.8", "share"),
        ("5600人（完成率112%）", Kind.NUMBER, "5600", "clause"),
        ("66场（线上12场、线下54场）", Kind.NUMBER, "66", ""),
        ("3座（含1座续建）", Kind.NUMBER, "3", ""),
        ("零", Kind.NUMBER, "0", ""),
        ("零起", Kind.NUMBER, "0", ""),
    ],
)
def test_a_count_with_its_share(text: str, kind: Kind, number: str, told: str) -> None:
    found = read_actual(text)
    assert (found.kind, found.low, found.told) == (kind, Decimal(number), told)


def test_the_count_stands_beside_the_share() -> None:
    counted = read_actual("46处（95.8%）").counted
    assert counted is not None
    assert (counted.low, counted.unit) == (46, "处")


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("供餐一百八十天", "供餐180天"),
        ("满意度达到九成二，", "满意度达到92%，"),
        ("使用八百八十六万二千元", "使用8862000元"),
        ("百分之八十九点五", "89.5%"),
        ("第三成立大会", "第三成立大会"),
        ("一般公共预算", "一般公共预算"),
        ("十二万人", "12万人"),
    ],
)
def test_numerals_in_running_text(text: str, digits: str) -> None:
    assert digits_in_text(text) == digits


def numeral(number: int) -> str:
    """A number below 10,000 as it is written out."""
    if number == 0:
        return "零"
    written, pending = "", False
    for power, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            written += ("零" if pending else "") + PLAIN[digit] + sign
            pending = False
        elif written:
            pending = True
    return written.removeprefix("一") if written.startswith("一十") else written


@given(st.integers(11, 9999))
def test_a_written_out_count_is_its_number(number: int) -> None:
    (found,) = mentions(digits_in_text(f"培训{numeral(number)}人次"))
    assert (found.value, found.unit) == (number, "人次")
    assert read_actual(f"{numeral(number)}人次").low == number


@given(st.integers(1, 9998), st.integers(1, 9999))
def test_a_share_of_a_whole_is_never_more_than_all(part: int, whole: int) -> None:
    found = read_actual(f"{whole}处中{part}处达标")
    if part <= whole:
        assert found.kind is Kind.PERCENT
        assert found.low is not None
        assert found.low <= 100
    else:
        assert found.kind is not Kind.PERCENT


@given(
    st.text(
        "零一二三百千万成点约近余多约由至到中共应实查处件人次%％（）()，；、.0123456789年月日前",
        max_size=70,
    )
)
@settings(max_examples=300)
def test_any_words_are_read_or_left_alone(text: str) -> None:
    found = read_actual(text)
    assert found.text == text
    if found.numeric:
        assert found.low is not None
        assert found.low.is_finite()
    digits_in_text(text)


@pytest.mark.parametrize(
    "piece", ["一百", "九成", "46处中", "（95%）", "约", "每季度1次，", "由71%"]
)
def test_the_time_grows_with_the_length_alone(piece: str) -> None:
    """Twice as long takes hardly more than twice: measured on lengths where that shows."""

    def taken(times: int) -> float:
        text = piece * times
        started = perf_counter()
        digits_in_text(text)
        mentions(text)
        read_actual(text)
        return perf_counter() - started

    taken(2_000)
    short, long = min(taken(4_000) for _ in range(3)), min(taken(16_000) for _ in range(3))
    assert long < 8 * short + 0.05
