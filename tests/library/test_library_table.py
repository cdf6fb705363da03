"""The library as a table: out and in again, other bureaus' columns, and what cannot be taken."""

from hypothesis import given
from hypothesis import strategies as st

from perfdesk.library import HEADS, IndicatorEntry, from_rows, shipped, to_rows
from perfdesk.values import clean_text

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8)


def without(entries: tuple[IndicatorEntry, ...]) -> list[list[str]]:
    return to_rows(entries)


def test_the_shipped_library_comes_back() -> None:
    rows = to_rows(shipped())
    read = from_rows([list(HEADS), *rows])
    assert read.problems == read.unknown_heads == ()
    assert to_rows(read.entries) == rows


def test_columns_of_others_in_any_order() -> None:
    rows = [
        ["某市核心绩效指标表", "", "", "", "", "", ""],
        ["序号", "三级指标名称", "一级", "二级", "指标值", "指标解释/取值方式", "填表要求"],
        ["1", "培训人数", "产出指标", "数量指标", "≥100人", "签到表", "必填"],
        ["2", "培训及时率", "", "时效指标", "100%", "", ""],
        ["3", "学员满意度", "满意度指标", "", "≥90%", "", ""],
    ]
    read = from_rows(rows)
    first, second, third = read.entries
    assert (first.sign, first.example, first.unit) == ("≥", "100", "人")
    assert (second.level1, second.level2, second.sign, second.unit) == (
        "产出指标",
        "时效指标",
        "",
        "%",
    )
    assert third.level2 == ""
    assert read.unknown_heads == ("填表要求",)


def test_words_for_signs() -> None:
    read = from_rows(
        [
            ["指标名称", "计算符号", "计量单位"],
            ["甲率", "大于等于", "%"],
            ["乙", "定性", ""],
            ["丙数", "＝", "个"],
        ]
    )
    assert [entry.sign for entry in read.entries] == ["≥", "", "="]


def test_a_row_without_a_name_is_told() -> None:
    read = from_rows([["一级指标", "三级指标"], ["产出指标", ""], ["", "甲"], ["", ""]])
    assert [entry.name for entry in read.entries] == ["甲"]
    assert read.problems == ("第 2 行没有三级指标名称，未取入。",)


def test_a_table_of_something_else() -> None:
    assert not from_rows([["姓名", "电话"], ["张三", "1"]]).found
    assert not from_rows([]).found


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=6))
def test_typed_names_come_back(rows: list[tuple[str, str, str]]) -> None:
    rows = [tuple(str(clean_text(text).text or "x") for text in row) for row in rows]
    entries = [
        IndicatorEntry(name, level1, level2, "≥", "个", "3") for name, level1, level2 in rows
    ]
    read = from_rows([list(HEADS), *to_rows(entries)])
    kept = [entry for entry in entries if any(char.isalnum() for char in entry.name)]
    assert [entry.name for entry in read.entries] == [entry.name.strip() for entry in kept]
