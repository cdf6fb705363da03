"""What a year's forms add up to, for the 自评报告: every figure with the forms that it comes from.

Money in the unit of the 汇总表 (万元), rates in %, scores in points; a figure that no form carries is
None and nothing is said of it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from perfdesk.document import FormView, IndicatorView
from perfdesk.session.money_units import convert
from perfdesk.session.report.summary import SummaryRow, SummaryTable
from perfdesk.targets import is_met
from perfdesk.values import Quantity, half_up, is_blank, read_amount, read_score


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """An indicator with what it was to reach and what it reached, in the texts of the form."""

    project: str
    level1: str
    level2: str
    name: str
    target: str
    actual: str
    reason: str
    met: bool | None
    """None where that cannot be judged."""
    scored_less: bool
    """Its score is below its weight."""


@dataclass(frozen=True, slots=True)
class BudgetChange:
    """A project whose 全年预算数 is another than its 年初预算数; money in the table's unit."""

    project: str
    initial: Decimal
    adjusted: Decimal

    @property
    def difference(self) -> Decimal:
        """全年预算数 less 年初预算数."""
        return self.adjusted - self.initial


@dataclass(frozen=True)
class YearFigures:
    """The forms of one kind of a year, and their 汇总表."""

    views: tuple[FormView, ...]
    table: SummaryTable

    @property
    def units(self) -> tuple[str, ...]:
        """The units, each once."""
        return _distinct(view.text("organisation") for view in self.views)

    @property
    def departments(self) -> tuple[str, ...]:
        """The departments, each once."""
        return _distinct(view.text("department") for view in self.views)

    def total(self, key: str) -> Decimal | None:
        """A sum, rate or mean of the 汇总表; None where it has no such column or no number in it."""
        keys = [column.key for column in self.table.columns]
        return self.table.total.cells[keys.index(key)].value if key in keys else None

    def counted(self, key: str) -> int:
        """How many forms have a number in a column of the 汇总表."""
        keys = [column.key for column in self.table.columns]
        if key not in keys:
            return 0
        return sum(row.cells[keys.index(key)].value is not None for row in self.table.rows)

    def value(self, row: SummaryRow, key: str) -> Decimal | None:
        """A number of one form."""
        keys = [column.key for column in self.table.columns]
        return row.cells[keys.index(key)].value if key in keys else None

    @cached_property
    def weighted_score(self) -> Decimal | None:
        """The mean score weighted by 全年预算数, 2 decimals; None where a form lacks either."""
        pairs = [(self.value(r, "score"), self.value(r, "adjusted")) for r in self.table.rows]
        known = [
            (score, money) for score, money in pairs if score is not None and money is not None
        ]
        money = sum((money for _, money in known), Decimal(0))
        if len(known) != len(pairs) or money <= 0:
            return None
        return half_up(sum((s * m for s, m in known), Decimal(0)) / money, 2)

    @cached_property
    def grades(self) -> Counter[str]:
        """How many forms have each grade, as the forms word them."""
        texts = (view.text("grade") for view in self.views)
        return Counter(text.strip() for text in texts if text and not is_blank(text))

    @cached_property
    def new_projects(self) -> tuple[str, ...]:
        """Projects that came during the year: 年初预算数 0 and 全年预算数 above it."""
        return tuple(
            _name(view)
            for view in self.views
            if _money(view, "initial").value == 0 and (_money(view, "adjusted").value or 0) > 0
        )

    @cached_property
    def changes(self) -> tuple[BudgetChange, ...]:
        """The budgets that were changed during the year, in the table's money unit."""
        found = []
        for view in self.views:
            initial, adjusted = _money(view, "initial").value, _money(view, "adjusted").value
            if initial is not None and adjusted is not None and initial != adjusted:
                amounts = (
                    convert(v, view.money_unit, self.table.money_unit) for v in (initial, adjusted)
                )
                found.append(BudgetChange(_name(view), *amounts))
        return tuple(found)

    @cached_property
    def results(self) -> tuple[IndicatorResult, ...]:
        """All named indicators."""
        return tuple(
            _result(view, row) for view in self.views for row in view.indicators if row.name.strip()
        )

    @property
    def unmet(self) -> tuple[IndicatorResult, ...]:
        """The indicators that did not reach their target."""
        return tuple(result for result in self.results if result.met is False)

    def by_level1(self) -> dict[str, tuple[IndicatorResult, ...]]:
        """The indicators by 一级指标, in the order in which these come."""
        found: dict[str, list[IndicatorResult]] = {}
        for result in self.results:
            found.setdefault(result.level1 or "（未填一级指标）", []).append(result)
        return {level: tuple(results) for level, results in found.items()}


def year_figures(views: Sequence[FormView], table: SummaryTable) -> YearFigures:
    """The figures of these forms, which are those of the table."""
    return YearFigures(tuple(views), table)


def _result(view: FormView, row: IndicatorView) -> IndicatorResult:
    reached = "actual" if view.kind.has_results else "so_far"
    met = is_met(row.target, row.actual, row.name, view.year) if view.kind.has_results else None
    if is_blank(row.text(reached)):
        met = None
    weight, score = read_score(row.text("weight") or None), read_score(row.text("score") or None)
    less = weight.value is not None and score.value is not None and score.value < weight.value
    return IndicatorResult(
        project=_name(view),
        level1=row.level1.strip(),
        level2=row.level2.strip(),
        name=row.name.strip(),
        target=row.text("target").strip(),
        actual=row.text(reached).strip(),
        reason=_reason(row).strip(),
        met=met,
        scored_less=less,
    )


def _reason(row: IndicatorView) -> str:
    return row.deviation or row.text("reason")


def _money(view: FormView, field: str) -> Quantity:
    fund = view.fund("total")
    return view.amount(field, fund.id) if fund is not None else read_amount(None)


def _name(view: FormView) -> str:
    return view.project_name or view.text("organisation") or "（未填项目名称）"


def _distinct(texts: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.strip() for text in texts if text and text.strip()))
