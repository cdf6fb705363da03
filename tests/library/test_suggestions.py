"""What is proposed while a name is typed: quickly, the right one, and never a number."""

import json
import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.library import (
    IndicatorEntry,
    LibraryIndex,
    LibraryQuery,
    Origin,
    same_meaning,
    shipped,
)

NAMES = json.loads((Path(__file__).parent / "sample_names.json").read_text("utf-8"))
INDEX = LibraryIndex(shipped())


def half(name: str) -> str:
    return name[: max(2, (len(name) + 1) // 2)]


@pytest.mark.parametrize("with_levels", [True, False])
def test_half_a_name_brings_the_indicator(with_levels: bool) -> None:
    chosen = random.Random(16).sample(NAMES, 100)
    found = 0
    for name, level1, level2, _ in chosen:
        levels = (level1, level2) if with_levels else ("", "")
        proposed = [s.name for s in INDEX.suggest(half(name), *levels)]
        assert len(proposed) <= 5
        found += any(same_meaning(known, name) for known in proposed)
    assert found >= 80


def test_half_a_name_that_is_offered_brings_that_very_name() -> None:
    offered = random.Random(1).sample([row for row in NAMES if row[3]], 100)
    found = sum(
        name in [s.name for s in INDEX.suggest(half(name), level1, level2)]
        for name, level1, level2, _ in offered
    )
    assert found >= 90


def test_two_characters_over_five_thousand_entries_take_no_time() -> None:
    many = [
        IndicatorEntry(f"{entry.name}（{number}区）", entry.level1, entry.level2, origin=Origin.OWN)
        for number in range(13)
        for entry in shipped()
    ]
    index = LibraryIndex(many[:5_000])
    assert len(index) == 5_000
    slowest = 0.0
    for typed in ("系统", "培训", "满意", "完成", "及时", "的"):
        took = []
        for _ in range(5):
            start = time.perf_counter()
            index.suggest(typed, "产出指标", "质量指标")
            took.append(time.perf_counter() - start)
        slowest = max(slowest, min(took))
    assert slowest < 0.05


def test_one_character_or_none_proposes_nothing() -> None:
    assert INDEX.suggest("") == INDEX.suggest("培") == INDEX.suggest(" 培 ") == []


def test_own_entries_stand_before_shipped_ones() -> None:
    own = IndicatorEntry(
        "培训班期数", "产出指标", "数量指标", "≥", "期", "3", origin=Origin.OWN, years=(2024,)
    )
    index = LibraryIndex([*shipped(), own])
    first = index.suggest("培训")[0]
    assert first.entry is own
    assert first.note == "例：≥3期　本单位2024"


def test_the_same_level_stands_first() -> None:
    proposed = INDEX.suggest("系统", "产出指标", "时效指标")
    assert proposed[0].entry.level2 == "时效指标"


def test_each_meaning_is_proposed_once() -> None:
    index = LibraryIndex(
        IndicatorEntry(name) for name in ("培训人数", "培训人次", "培训完成人数", "培训场次")
    )
    assert [s.name for s in index.suggest("培训", limit=2)] == ["培训人数", "培训场次"]


def test_a_name_that_nobody_has_takes_a_measurable_ending() -> None:
    proposed = INDEX.suggest("残保金缴", "产出指标", "时效指标")
    assert "残保金缴纳及时率" in [s.name for s in proposed]
    made = next(s.entry for s in proposed if s.name == "残保金缴纳及时率")
    assert (made.sign, made.unit, made.example, made.basis) == ("=", "%", "", "组合")


def test_half_a_word_takes_no_ending() -> None:
    assert not [
        s.name for s in INDEX.suggest("食堂卫", "效益指标") if s.name.startswith("食堂卫达")
    ]


def test_only_good_examples_are_shipped() -> None:
    poor = {name for name, _, _, offer in NAMES if not offer}
    good = {name for name, _, _, offer in NAMES if offer}
    names = {entry.name for entry in shipped()}
    assert names == good
    assert not names & (poor - good)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("培训人数", "培训人次", True),
        ("系统正常运行率", "系统正常运行情况", True),
        ("职工满意度", "员工满意度", True),
        ("职工满意度", "游客满意度", False),
        ("设备购置数量", "设备验收合格率", False),
        ("运维服务响应及时率", "运维服务响应及时性", True),
    ],
)
def test_when_two_names_mean_the_same(one: str, other: str, same: bool) -> None:
    assert same_meaning(one, other) is same


def test_search_by_words_category_and_level() -> None:
    found = INDEX.search(LibraryQuery("满意度", category="培训"))
    assert found
    assert all(entry.category == "培训" and "满意度" in entry.name for entry in found)
    assert INDEX.search(LibraryQuery(level2="时效指标", words="响应 时间"))
    assert len(INDEX.search(LibraryQuery())) == len(INDEX)
    assert INDEX.search(LibraryQuery("没有这样的指标名称")) == []


@given(st.text(max_size=12), st.text(max_size=4), st.integers(-1, 8))
def test_any_text_is_taken(text: str, level: str, limit: int) -> None:
    assert len(INDEX.suggest(text, level, level, limit)) <= max(limit, 0)
