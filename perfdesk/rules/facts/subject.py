"""What rules look at: a form and its rows with the readings that several rules need, made once."""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, TypeVar

from perfdesk.cellpath import HEADER, ROW_PREFIX, CellPath
from perfdesk.document import FormView, FundView, IndicatorView
from perfdesk.rules.facts.texts import bare
from perfdesk.rules.facts.words import WordLists
from perfdesk.settings import Profile
from perfdesk.targets import Expression, Kind, is_count, is_met, is_rate_name
from perfdesk.values import State, is_blank, is_dash, read_date, without_space

GOALS = ("goal_expected", "goal_total", "goal_annual")
"""Fields that hold a goal, of either kind of form."""
AMOUNTS = ("initial", "adjusted", "executed")
HEADER_AMOUNTS = (
    "fund_total",
    "fund_fiscal",
    "fund_other",
    "year_total",
    "year_fiscal",
    "year_carryover",
    "year_other",
)
TEXTS = ("project_name", "department", "organisation", *GOALS, "goal_actual")
"""Header fields of running text."""
COLUMNS = ("actual", "weight", "score", "deviation")
"""Columns of the indicators that forms of some regions do not have."""
ROW_TEXTS = ("level3", "target", "actual", "deviation")


_MEDIUM = ("goal_total", "fund_total")
_ALWAYS = ("project_name",)
_ALIKE = (
    ("goal_expected", "goal_total", "goal_annual", "goal_actual"),
    ("fund_total", "year_total"),
    ("adjusted", "executed"),
)
"""Places of forms of unknown regions of which one at least has to be filled."""

Fact = TypeVar("Fact")
_LONGEST = {"level3": 120, "target": 160, "actual": 160, "deviation": 800}
_LONGEST_TEXT = 2000
"""Characters of a cell that are judged: forms ask for 100 to 500, and time is bounded (RULES.md)."""


def judged_length(name: str) -> int:
    """How many characters of a field rules look at; what stands behind them is left alone."""
    return _LONGEST.get(name, _LONGEST_TEXT)


_OUTPUTS = re.compile("数量|质量|时效")
_FOR_LACK = re.compile(
    r"[一-鿿]{0,6}(?:不及时|不到位|不当|不力|不规范)(?:造成|导致|引发|引起|产生)?的?"
)


class TextCell(NamedTuple):
    """A filled text cell: where it stands, and what it says."""

    path: CellPath
    text: str


class RowSubject:
    """An indicator row with what rules ask of it."""

    def __init__(self, view: IndicatorView, form: "FormSubject") -> None:
        self.view = view
        self.form = form
        self.id = view.id
        self.number = view.index + 1

    @property
    def words(self) -> WordLists:
        """The word lists in force."""
        return self.form.words

    @property
    def profile(self) -> Profile:
        """The profile in force."""
        return self.form.profile

    def path(self, name: str) -> CellPath:
        """The stable path of a field of this row."""
        return self.view.path(name)

    def text(self, name: str) -> str:
        """The text of a field as far as it is judged, "" when blank."""
        return self.view.text(name)[: judged_length(name)]

    def blank(self, name: str) -> bool:
        """Whether a field holds nothing, or only a dash."""
        text = self.view.text(name)
        return is_blank(text) or is_dash(text)

    @cached_property
    def text_cells(self) -> tuple[TextCell, ...]:
        """The filled cells of running text."""
        return tuple(
            TextCell(self.path(name), text) for name in ROW_TEXTS if (text := self.text(name))
        )

    @cached_property
    def name(self) -> str:
        """三级指标 without white space."""
        return without_space(self.text("level3"))

    @cached_property
    def bare_name(self) -> str:
        """三级指标 for comparing: no blanks, no punctuation."""
        return bare(self.text("level3"))

    @property
    def label(self) -> str:
        """How messages call the row: its name, else its number."""
        return self.name or f"第{self.number}行指标"

    @cached_property
    def target(self) -> Expression:
        """The target as understood."""
        return self.view.target

    @cached_property
    def actual(self) -> Expression:
        """The actual as understood."""
        return self.view.actual

    @cached_property
    def weight(self) -> Decimal | None:
        """分值, None when blank or unreadable."""
        return self.view.weight.value

    @cached_property
    def score(self) -> Decimal | None:
        """得分, None when blank or unreadable."""
        return self.view.score.value

    @property
    def full(self) -> bool:
        """Whether it has full points."""
        return self.weight is not None and self.score is not None and self.score >= self.weight > 0

    @property
    def deducted(self) -> Decimal | None:
        """The points lost, when any are."""
        if self.weight is None or self.score is None or not 0 <= self.score < self.weight:
            return None  # below 0 W02 speaks
        return self.weight - self.score

    @cached_property
    def met(self) -> bool | None:
        """Whether the actual meets the target; None when that cannot be judged."""
        return is_met(self.target, self.actual, self.name, self.form.view.year)

    @cached_property
    def reason(self) -> str:
        """The deviation explanation; "" when it only says that there is none."""
        text = self.text("deviation")
        core = re.sub(r"[。.，,；;！!：:（）()\s]", "", text).casefold()
        if not core or is_dash(text) or self.words.one_of("empty_reasons", core):
            return ""
        return text.strip()

    @cached_property
    def satisfaction(self) -> bool:
        """Whether it stands under 满意度指标."""
        return "满意度" in self.view.level1 or "满意度" in self.view.level2

    @cached_property
    def output(self) -> bool:
        """Whether it stands under 产出指标, or under what a form of another region calls so (项目完成指标)."""
        level1 = self.view.level1
        if "产出" in level1 or "效益" in level1 or "满意" in level1:
            return "产出" in level1
        return "成本" not in level1 and _OUTPUTS.search(self.view.level2) is not None

    @cached_property
    def percent(self) -> bool:
        """Whether target or actual is a percentage, or the name says so."""
        return Kind.PERCENT in (self.target.kind, self.actual.kind) or rate_name(self.name)

    @cached_property
    def about_cost(self) -> bool:
        """Whether the row measures money spent; 成本核算培训次数 does not."""
        if "成本" in self.view.level1 + self.view.level2:
            return True
        if not self.words.found("cost", self.name):
            return False
        return not is_count(self.target.printed_unit or self.actual.printed_unit)

    @cached_property
    def about_incident(self) -> bool:
        """Whether the row counts incidents (事故, 投诉…), not how they are dealt with."""
        # 因处置不及时造成的伤亡 tells the cause, not how it was dealt with.
        name = _FOR_LACK.sub("", self.name)
        return bool(self.words.found("incident", name)) and not self.words.found(
            "incident_handled", name
        )

    @cached_property
    def shifted(self) -> bool:
        """Whether its cells stand in each other's columns, as after a broken page."""
        return _shifted(self)

    @property
    def suspect(self) -> bool:
        """Whether its import looks damaged (S12)."""
        return self.id in self.form.suspect_rows


def empty_columns(view: FormView) -> frozenset[str]:
    """Columns of the indicators in which a form of an unknown region has nothing at all."""
    if not view.nearest:
        return frozenset()
    filled = {name for name in COLUMNS for row in view.indicators if row.text(name)}
    return frozenset(COLUMNS) - filled


@lru_cache(maxsize=4096)
def rate_name(name: str) -> bool:
    """Whether a name ends in 率 and is a share (not 效率, 频率)."""
    return is_rate_name(name)


class FormSubject:
    """A form with what its rules ask of it; made anew after an edit."""

    def __init__(self, view: FormView, words: WordLists, order: int = 0) -> None:
        self.view = view
        self.words = words
        self.order = order
        """Position in the portfolio."""
        self.id = view.id
        self._texts: dict[str, str] = {}
        self._facts: dict[Callable[[FormSubject], Any], Any] = {}

    def take_rows(self, before: "FormSubject", changed: set[str]) -> None:
        """Take over the readings of rows that an edit has left as they were."""
        kept = before.row_by_id
        rows = []
        for view in self.view.indicators:
            if view.placeholder:
                continue
            row = kept.get(view.id)
            if row is None or view.id in changed:
                row = RowSubject(view, self)
            row.form = self
            rows.append(row)
        self.__dict__["rows"] = tuple(rows)

    def once(self, make: Callable[["FormSubject"], Fact]) -> Fact:
        """What a rule derives from the form, kept as long as the form is unchanged."""
        if make not in self._facts:
            self._facts[make] = make(self)
        fact: Fact = self._facts[make]
        return fact

    @property
    def profile(self) -> Profile:
        """The profile in force."""
        return self.view.profile

    def path(self, name: str, row: str = HEADER) -> CellPath:
        """The stable path of a field."""
        return CellPath(self.id, row, name)

    def text(self, name: str) -> str:
        """The effective text of a header field, "" when blank."""
        if name not in self._texts:
            self._texts[name] = (self.view.text(name) or "")[: judged_length(name)]
        return self._texts[name]

    def has(self, name: str, row: str = HEADER) -> bool:
        """Whether the form has a place for this: what is absent is never asked for, nor summed.

        A form that was read with another region's template may lack a column of it.
        """
        if row.startswith(ROW_PREFIX) and name in self._empty_columns:
            return False
        return self.view.has(name, row)

    def asks(self, name: str, row: str = HEADER) -> bool:
        """Whether the form has the place, and a blank there is one that somebody has to fill.

        Of a form that was read with another region's template only what it shows to have is known:
        the project's name, and one of each kind of places that most forms have.
        """
        if not self.has(name, row) or (row == HEADER and name in self._unused_half):
            return False
        if row == HEADER and not self.view.template.prints(name):
            return False
        if not self.view.nearest or self.view.form.absent:
            return True
        alike = next((group for group in _ALIKE if name in group), ())
        return name in _ALWAYS or (bool(alike) and not any(self.view.text(n, row) for n in alike))

    @cached_property
    def _unused_half(self) -> tuple[str, ...]:
        """The 中期 places of a form that declares one year only and leaves that half blank."""
        terms = {row.text("term") for row in self.rows}
        if not self.view.template.terms or "medium" in terms:
            return ()
        return () if any(self.text(name) for name in _MEDIUM) else _MEDIUM

    @cached_property
    def _empty_columns(self) -> frozenset[str]:
        return empty_columns(self.view)

    def label(self, name: str, row: str = HEADER) -> str:
        """The printed label of a field, without its colon."""
        field = self.view.template.field(row, name)
        return (field.label if field else name).rstrip("：: ").removeprefix("其中：")

    @cached_property
    def rows(self) -> tuple[RowSubject, ...]:
        """The indicator rows; those that nobody filled are none (S14)."""
        views = self.view.indicators
        return tuple(RowSubject(view, self) for view in views if not view.placeholder)

    @cached_property
    def placeholders(self) -> tuple[CellPath, ...]:
        """The rows that nobody filled, each as the path of the row itself."""
        return tuple(CellPath(self.id, v.id, "") for v in self.view.indicators if v.placeholder)

    @cached_property
    def row_by_id(self) -> dict[str, RowSubject]:
        """The indicator rows by id."""
        return {row.id: row for row in self.rows}

    @property
    def project_name(self) -> str:
        """项目名称, "" when blank."""
        return self.text("project_name")

    @property
    def total(self) -> FundView | None:
        """The total row of the fund block, None for a 申报表."""
        return self.view.funds[0] if self.view.funds else None

    @cached_property
    def goals(self) -> tuple[TextCell, ...]:
        """The goals that are filled in."""
        return tuple(TextCell(self.path(n), t) for n in GOALS if (t := self.text(n)))

    @cached_property
    def text_cells(self) -> tuple[TextCell, ...]:
        """Every filled cell of running text, in reading order."""
        found = [TextCell(self.path(name), text) for name in TEXTS if (text := self.text(name))]
        for row in self.rows:
            found += row.text_cells
        return tuple(found)

    @cached_property
    def marked_cells(self) -> tuple[TextCell, ...]:
        """The text cells that may hold residue, markup, a mistyping or something sensitive."""
        return tuple(cell for cell in self.text_cells if self.words.marked(cell.text))

    @cached_property
    def explanations(self) -> tuple[str, ...]:
        """Where a form explains itself: goals, 实际完成情况 and every 偏差原因."""
        found = [cell.text for cell in self.goals]
        if actual := self.text("goal_actual"):
            found.append(actual)
        return (*found, *(row.reason for row in self.rows if row.reason))

    def explained(self, name: str) -> str:
        """The first word of a list that any explaining cell holds, "" when none does."""
        return next((w for text in self.explanations if (w := self.words.found(name, text))), "")

    @cached_property
    def half_unit(self) -> Decimal:
        """Half a unit of the last decimal printed anywhere in the fund block, in the money unit."""
        if self.view.funds:
            printed = [getattr(fund, n).decimals for fund in self.view.funds for n in AMOUNTS]
        else:
            printed = [self.view.amount(n).decimals for n in HEADER_AMOUNTS]
        return Decimal(5).scaleb(-max(printed, default=0) - 1)

    @cached_property
    def integer_scores(self) -> bool:
        """Whether all scores of the indicators are printed as whole points."""
        printed = [row.view.score.decimals for row in self.rows if row.score is not None]
        return bool(printed) and max(printed) == 0

    @cached_property
    def suspect_rows(self) -> frozenset[str]:
        """Rows whose import looks damaged: told by the reader, or seen here (S12)."""
        seen = {row.id for row in self.rows if row.shifted}
        return frozenset(self.view.form.suspect_rows) | seen

    @cached_property
    def years(self) -> tuple[int, int] | None:
        """First and last year of the two dates, None when one is no date."""
        start, end = read_date(self.text("start_date")), read_date(self.text("end_date"))
        if start.state is not State.FILLED or end.state is not State.FILLED:
            return None
        return (start.year or 0, end.year or 0)

    @cached_property
    def levels2(self) -> frozenset[str]:
        """Every 二级指标 that the template knows."""
        return frozenset(name for group in self.view.template.vocabulary for name in group.level2)


_NUMERIC_CELL = re.compile(
    r"[≥≤<>=＝＞＜]{1,2}\s*\d[\d.,]*\s*[(（]?[%％\w一-鿿/]{0,6}[)）]?|\d[\d.,]*\s*[%％]"
)


def _shifted(row: RowSubject) -> bool:
    """Whether cells of a row stand in each other's columns, as after a broken page."""
    levels = row.form.levels2
    name = row.name
    if name in levels and (row.blank("target") or not row.target.numeric):
        return True
    if _NUMERIC_CELL.fullmatch(name):
        return True
    if _moved_right(row) or _moved_left(row):
        return True
    doubled = without_space(row.view.level2)
    halves = re.split(r"\s+", row.text("level2").strip())
    if len(halves) > 1 and all(half in levels for half in halves):
        return True
    return bool(doubled) and _NUMERIC_CELL.fullmatch(doubled) is not None


def _moved_right(row: RowSubject) -> bool:
    """Whether 年度指标值 and what follows stand one column further: no target, and a target there."""
    return (
        row.target.kind is Kind.BLANK
        and re.match(r"[≥≤<>=＝＞＜]", row.text("actual").strip()) is not None
        and (row.weight is None or row.score is None)
    )


def _moved_left(row: RowSubject) -> bool:
    """Whether 实际完成值 and what follows stand one column before: no points at the end, and the
    weight twice, where the actual and where the weight is."""
    if row.weight is None or row.score is not None:
        return False
    actual = row.text("actual").strip()
    return (
        re.fullmatch(r"\d+(?:\.\d+)?", actual) is not None
        and actual == row.text("weight").strip()
        and row.target.numeric
        and row.actual.low != row.target.low
    )
