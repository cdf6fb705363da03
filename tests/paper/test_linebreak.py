"""避头尾, numbers with their unit, Latin words: where a line may end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.fonts import BODY, bundled_fonts
from perfdesk.paginate.linebreak import NOT_AT_END, NOT_AT_START, break_lines

WIDTHS = bundled_fonts().widths(BODY)
TEXT = st.text(
    st.sampled_from("完成体检人次满意，。；：、）》”%！？…（《“·—/ 0123456789.ab-\n"), max_size=120
)


def lines(text: str, width: float, label: bool = False) -> list[str]:
    return [line.text for line in break_lines(text, width, WIDTHS, label)]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("完成体检，随访", 4, ["完成体", "检，随访"]),  # ， never begins a line
        ("完成（体检）随访", 3, ["完成", "（体", "检）随", "访"]),  # （ never ends one
        ("达到《办法》的要求", 3, ["达到", "《办", "法》的", "要求"]),
        (
            "综合管理水平提升情况",
            9,
            ["综合管理水平提升", "情况"],
        ),  # no character alone on a last line
        ("参与率及满意度。", 6, ["参与率及满", "意度。"]),
        ("产出指标（续）", 4, ["产出指标", "（续）"]),
        ("≥10个百分点", 5, ["≥10", "个百分点"]),  # too wide: the unit goes down whole
        ("满意度……很好", 3.5, ["满意", "度……", "很好"]),  # …… is not cut in two
        ("覆盖社区21 家中心", 6, ["覆盖社区", "21 家中心"]),  # a number stays with its unit
        ("共完成体检45739人次", 7, ["共完成体检", "45739人次"]),
        ("满意度≥90.00(%)。", 7, ["满意度", "≥90.00(%)。"]),
        ("身边家医APP应用", 5, ["身边家医", "APP应用"]),  # words are not cut
        ("截至2024-12-31止", 6, ["截至", "2024-12-31止"]),
        ("编号11010624T000002727872-运维", 8, ["编号", "11010624T00000", "2727872-运维"]),
        ("一\n二", 10, ["一", "二"]),
        ("一\n\n二", 10, ["一", "", "二"]),
        ("", 10, [""]),
        ("。。。。", 2, ["。。", "。。"]),  # nothing else to do
        ("00！", 1.5, ["00", "！"]),  # a mark at a line's start before a line too wide
        ("  其他资金", 3, ["  其他", "资金"]),  # leading blanks are the user's
        ("完成 体检", 2, ["完成", "体检"]),  # a blank at a line's end takes no room
    ],
)
def test_breaks(text: str, width: float, expected: list[str]) -> None:
    assert lines(text, width) == expected


def test_words_of_a_label_stay_whole() -> None:
    assert lines("社会效益指标", 5.5, label=True) == ["社会效益", "指标"]
    assert lines("服务对象满意度指标", 5.5, label=True) == ["服务对象", "满意度指标"]
    assert lines("服务对象满意度指标", 5.5) == ["服务对象满", "意度指标"]


@given(TEXT, st.floats(1, 30))
def test_nothing_is_lost_and_nothing_too_wide(text: str, width: float) -> None:
    found = break_lines(text, width, WIDTHS)
    assert "".join(line.text for line in found).replace(" ", "") == text.replace("\n", "").replace(
        " ", ""
    )
    for line in found:
        assert line.width <= width + 1e-5 or len(line.text) == 1
        assert line.width == pytest.approx(
            sum(WIDTHS[character] for character in line.text), abs=1e-6
        )


WORDS = st.lists(
    st.tuples(st.sampled_from(["", "（", "《", "≥"]), st.text("完成体检人次", min_size=1, max_size=5),
              st.sampled_from(["", "，", "。", "；", "）", "》", "%", "！", "……", " 12"])),
    max_size=30,
)  # fmt: skip


@given(WORDS, st.integers(6, 20))
def test_lines_begin_and_end_rightly_where_there_is_room(
    words: list[tuple[str, str, str]], width: int
) -> None:
    found = lines("".join("".join(word) for word in words), width)
    for line in found[1:]:
        assert line[0] not in NOT_AT_START
    for line in found[:-1]:
        assert line[-1] not in NOT_AT_END
