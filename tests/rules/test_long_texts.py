"""Time is bounded (RULES.md): 32,000 characters in every cell of a form are checked in a second."""

from time import process_time

import pytest
from case_score import Case, made
from forms import view
from test_fixes import offered, take

from perfdesk.rules import check_all

LENGTH = 32_000
SECONDS = 1.0
GOALS = ("goal_expected", "goal_actual", "goal_total", "goal_annual")
CELLS = ("level3", "target", "actual", "deviation")
PIECES = [
    "完成",
    "共5次（其中3次、4次），",
    "其中：3次、",
    "2023年",
    "执行率90%，",
    "支出12万元，",
    "未完成",
    "建设过程中",
    "全部完成，",
    "维护青田县，",
    "每月3次",
    "一百二十人次，",
    "九成，",
    "10月5日完工，",
    "事故1起",
    "由71%升至80%，",
    "（",
    "（5次",
    "，",
    "3,215",
    "1",
    "指标1：",
    "<p>",
    "&nbsp;",
    "详见",
    "（对照目标说明情况）",
    "《",
    "低于目标3个百分点，",
    "原因：",
    "联系人张三13811112222",
    "100字以内）",
    "至少3年内",
    "-",
    "修复率90%，",
    "46处中",
]


def filled(form: str, piece: str) -> dict[str, object]:
    """A form whose every text cell holds the piece again and again."""
    data = made(Case(form, ""))
    long = (piece * (LENGTH // len(piece) + 1))[:LENGTH]
    for name in GOALS:
        if name in data:
            data[name] = long
    for row in data["indicators"]:
        row.update({name: long for name in CELLS if name in row})
    return data


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("form", ["heritage", "shelters"])
def test_long_texts_in_every_cell_take_no_longer_than_a_second(form: str, piece: str) -> None:
    data = filled(form, piece)
    one = view(data, str(data["template"]))
    begun = process_time()
    check_all([one])
    assert process_time() - begun < SECONDS


def test_no_fix_cuts_a_text_of_which_only_the_beginning_was_judged() -> None:
    data = made(Case("heritage", ""))
    data["goal_actual"] = f"<p>{data['goal_actual']}</p>" * 100
    form = view(data, data["template"])
    found = [f for f in check_all([form]) if f.field == "goal_actual"]
    assert "S06" in {f.rule for f in found}
    assert [offered(f) for f in found if offered(f)] == []
    short = made(Case("heritage", "")) | {"goal_actual": "<p>全年开放312天</p>"}
    (residue,) = (f for f in check_all([view(short, short["template"])]) if f.rule == "S06")
    (mended,) = take([view(short, short["template"])], offered(residue)[0])
    assert mended.text("goal_actual") == "全年开放312天"
