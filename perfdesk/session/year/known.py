"""What other forms and people know of a cell: shown grey beside it, never entered by itself.

The 监控表 of the same project, the approved change of a target, what the unit's project forms add up to, last
year's form, and the points of a reviewer. A figure that fits may be taken with one key.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from perfdesk.cellpath import FUND_PREFIX, FUND_TOTAL, HEADER, ROW_PREFIX, CellPath
from perfdesk.document import Form, FormView, IndicatorView
from perfdesk.kinds import STAGES, Kind
from perfdesk.session.core import Core
from perfdesk.session.money_units import convert
from perfdesk.session.row_pairs import paired_by_name
from perfdesk.values import format_decimal, half_up, plain, without_space

if TYPE_CHECKING:
    from perfdesk.session.year.approvals import Approvals
    from perfdesk.session.year.review import Review

_DECLARED, _WATCHED, _EVALUATED = STAGES
PROJECTS: Final = "projects"
"""Meaning of the fund row of a whole unit that its project forms add up to: 项目支出."""
_OF_DECLARATIONS: Final = {"total": "year_total", "fiscal": "year_fiscal", "other": "year_other"}
"""Column of a whole unit's plan → the amount of a project's declaration that it adds up."""
_OF_EVALUATIONS: Final = ("initial", "adjusted", "executed")
_LAST_YEAR: Final = frozenset({*_OF_EVALUATIONS, "total", "year_total", "fund_total"})


@dataclass(frozen=True, slots=True)
class Known:
    """One thing that is known: a sentence, and the text that may be put into the cell."""

    text: str
    take: str = ""
    """"" where there is nothing to take."""


class KnownElsewhere:
    """Looks up what is known of cells of the open data file."""

    def __init__(self, core: Core, approvals: "Approvals", review: "Review") -> None:
        self._core = core
        self._approvals = approvals
        self._review = review

    def of(self, path: CellPath) -> tuple[Known, ...]:
        """What is known of a cell, what may be taken first."""
        if path.form not in self._core.document.forms:
            return ()
        view = self._core.view(path.form)
        field = view.template.field(path.row, path.field)
        if field is None:
            return ()
        found = [
            *self._of_projects(view, path, field.meaning),
            *self._of_approval(view, path, field.meaning),
            *self._of_monitoring(view, path, field.meaning),
            *self._of_last_year(view, path, field.meaning),
            *self._of_review(path),
        ]
        return tuple(sorted(found, key=lambda known: not known.take))

    # -- the unit's projects ---------------------------------------------------------------

    def _of_projects(self, view: FormView, path: CellPath, meaning: str) -> Iterator[Known]:
        """What the project forms of the year add up to, beside 项目支出 of the whole unit's form."""
        if not view.kind.about_unit or not path.row.startswith(FUND_PREFIX):
            return
        row = next((row for row in view.template.fund_rows if row.id == path.row), None)
        whole = view.template.fund_row(PROJECTS) is None
        if row is None or (row.means != PROJECTS and not (whole and row.id == FUND_TOTAL)):
            return
        total, count = self._sum(view, meaning)
        if total is None:
            return
        said = plain(total)
        kind = _EVALUATED if view.kind.has_results else _DECLARED
        fits = row.means == PROJECTS
        yield Known(f"{count} 张项目{kind.name}合计 {said} {view.money_unit}", said if fits else "")

    def _sum(self, view: FormView, meaning: str) -> tuple[Decimal | None, int]:
        """The sum of a column over the project forms of the year, in the unit of this form, and of how many."""
        kind = _EVALUATED if view.kind.has_results else _DECLARED
        name = meaning if view.kind.has_results else _OF_DECLARATIONS.get(meaning, "")
        if view.kind.has_results and meaning not in _OF_EVALUATIONS:
            return None, 0
        row = FUND_TOTAL if view.kind.has_results else HEADER
        amounts = []
        for form in self._core.document.headings():
            if form.kind != kind.id or form.year != view.year or view.year is None:
                continue
            other = self._core.view(form.id)
            amount = other.amount(name, row).value if name else None
            if amount is not None:
                amounts.append(convert(amount, other.money_unit, view.money_unit))
        return (sum(amounts, Decimal(0)), len(amounts)) if amounts else (None, 0)

    # -- the same project ------------------------------------------------------------------

    def _of_approval(self, view: FormView, path: CellPath, meaning: str) -> Iterator[Known]:
        if meaning in ("target", "actual", "so_far") and path.row in view.form.approved:
            said = self._approvals.of(path.form, path.row).in_words
            if said:
                yield Known(said)

    def _of_monitoring(self, view: FormView, path: CellPath, meaning: str) -> Iterator[Known]:
        """Mid-year figures beside the 自评表: actual values and the executed amount."""
        if not view.kind.has_results or meaning not in ("actual", "executed"):
            return
        watched = self.beside(view.form, _WATCHED, view.form.year)
        if watched is None:
            return
        months = watched.text("month") or ""
        when = f"监控（{months}月）" if months else "监控"
        if meaning == "executed":
            means = next((r.means for r in view.template.fund_rows if r.id == path.row), "")
            fund = watched.fund(means) if means else None
            amount = fund.executed.value if fund is not None else None
            if amount is not None:
                said = plain(convert(amount, watched.money_unit, view.money_unit))
                yield Known(f"{when}执行数 {said} {view.money_unit}")
            return
        row = _partner(view, path.row, watched)
        if row is not None:
            told = [("完成", row.text("so_far")), ("全年预计", row.text("expected"))]
            parts = [f"{word} {text}" for word, text in told if text]
            if parts:
                yield Known(f"{when}{'，'.join(parts)}")

    def _of_last_year(self, view: FormView, path: CellPath, meaning: str) -> Iterator[Known]:
        """Last year's amount with the change in per cent, last year's actual value."""
        if view.form.year is None or meaning not in _LAST_YEAR | {"actual"}:
            return
        before = self.beside(view.form, view.kind, view.form.year - 1)
        if before is None:
            return
        if meaning == "actual":
            row = _partner(view, path.row, before)
            if row is not None and row.text("actual"):
                yield Known(f"上年完成 {row.text('actual')}")
            return
        means = next((r.means for r in view.template.fund_rows if r.id == path.row), "")
        fund = before.fund(means) if means else None
        there = fund.id if fund is not None else path.row
        old, now = before.amount(meaning, there).value, view.amount(meaning, path.row).value
        if old is None:
            return
        old = convert(old, before.money_unit, view.money_unit)
        change = f"，本年 {change_in_words(old, now)}" if now is not None and old else ""
        yield Known(f"上年 {plain(old)} {view.money_unit}{change}")

    def _of_review(self, path: CellPath) -> Iterator[Known]:
        for remark in self._review.of(path.form):
            if remark.path == path:
                who = f"{remark.who}：" if remark.who else "复核："
                yield Known(f"{who}{remark.text}")

    def beside(self, form: Form, kind: Kind, year: int | None) -> FormView | None:
        """The form of the same project (or the same unit) of another kind or year; None when there is none."""
        name = _name(form)
        for other in self._core.document.headings():
            if other.kind == kind.id and other.year == year and other.id != form.id:
                full = self._core.document.form(other.id) if kind.about_unit else other
                if name and _name(full) == name:
                    return self._core.view(other.id)
        return None


def change_in_words(old: Decimal, now: Decimal) -> str:
    """增加 12.5%, 减少 3%, 与上年相同; `old` is not 0."""
    share = half_up((now - old) / old * 100, 1)
    if share == 0:
        return "与上年相同"
    return f"{'增加' if share > 0 else '减少'} {format_decimal(abs(share), 1)}%"


def _name(form: Form) -> str:
    return without_space(form.header.get("project_name") or form.header.get("organisation") or "")


def _partner(view: FormView, row_id: str, other: FormView) -> IndicatorView | None:
    """The same indicator of another form."""
    if not row_id.startswith(ROW_PREFIX):
        return None
    rows: Sequence[IndicatorView] = view.indicators
    return next(
        (old for old, new in paired_by_name(other.indicators, rows) if new.id == row_id), None
    )
