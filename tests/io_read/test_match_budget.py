"""No file stops the program: forms that take too long are told with their cell, the rest goes on."""

import re
import time

import pytest

from perfdesk.io.match import MOST_GIVEN_UP, matcher
from perfdesk.io.match.find import foot, remarks
from perfdesk.io.match.find.area import Area
from perfdesk.io.match.labels import headings, lexicon, spelling
from perfdesk.io.match.take import goals, header, inline, row_values, terms
from perfdesk.io.readers.snapshot import Problem, Snapshot
from tests.io_read.tables import CATALOG, HEAD, INDICATORS, WHOLE, form, join, sheet

MODULES = (foot, remarks, headings, lexicon, spelling, goals, header, inline, row_values, terms)
PATTERNS = [
    value for module in MODULES for value in vars(module).values() if isinstance(value, re.Pattern)
]
FEED = (
    "…",
    ".",
    " ",
    "9",
    "一",
    "（",
    "(",
    "-",
    "%",
    "盖章",
    "年",
    "填报人",
    "指标",
    "：",
    "1.",
    "绩效",
    "单位:",
)


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.pattern[:30])
def test_patterns_take_time_by_the_length_of_the_text(pattern: re.Pattern[str]) -> None:
    for piece in FEED:
        started = time.perf_counter()
        for text in (piece * 8_000, piece * 8_000 + "终"):
            pattern.fullmatch(text)
            pattern.match(text)
        assert time.perf_counter() - started < 1.5, piece


@pytest.mark.parametrize(
    "cell", ["…" * 60, " " * 8_000 + "%", "9" * 32_000, "ﬃ" * 30_000, "(" * 5_000, "指标" * 9_000]
)
@pytest.mark.timeout(10)
def test_cells_made_to_stop_a_program(cell: str) -> None:
    table = INDICATORS.replace("维修校舍", cell).replace("≥3栋", cell)
    found = form(join(HEAD, f"| 主管部门 | {cell} |", table))
    assert found.form.header["project_name"] == "校舍维修"


def test_a_form_that_takes_too_long_is_told_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = "\n".join(["| 主管部门 | 某局 | 年初预算数 | 5 |"] * 400)
    slow = join(HEAD, lines, INDICATORS)
    usual = Area.__init__

    def short(self: Area, name: str, items: object) -> None:
        usual(self, name, items)  # type: ignore[arg-type]
        if name == "慢":
            self._deadline = 0.0

    monkeypatch.setattr(Area, "__init__", short)
    told: list[Problem] = []
    forms = matcher(CATALOG).match(
        Snapshot("xlsx", (sheet(slow, "慢"), sheet(WHOLE.replace("校舍维修", "图书购置"), "快"))),
        given_up=told,
    )
    assert [found.sheet for found in forms] == ["快"]
    assert str(told[0].cell).startswith("慢!")
    assert len(told) < MOST_GIVEN_UP
