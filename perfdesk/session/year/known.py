"""What other forms and people know of a cell: shown grey beside it, never entered by itself.

The 监控表 of the same project, the approved change of a target, what the unit's project forms add up to, last
year's form, and the points of a reviewer. A figure that fits may be taken with one key.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from perfdesk.cellpath import FUND_TOTAL, HEADER, CellPath
from perfdesk.document import Form, FormView, FundView
from perfdesk.errors import PerfDeskError
from perfdesk.kinds import STAGES, Kind, kind_of
from perfdesk.session.core import Core
from perfdesk.session.money_units import convert
from perfdesk.session.outcome import Outcome
from perfdesk.session.row_pairs import paired_by_name
from perfdesk.values import format_decimal, half_up, plain, without_space

if TYPE_CHECKING:
    from perfdesk.session.year.approvals import Approvals
    from perfdesk.session.year.review import Review

_DECLARED, _WATCHED, _EVALUATED = STAGES
PROJECTS: Final = "projects"
"""Meaning of the fund row of a whole unit that its project forms add up to: 项目支出."""
_ADDED_UP: Final = {
    (False, "total"): (HEADER, "year_total"),
    (False, "fiscal"): (HEADER, "year_fiscal"),
    (False, "other"): (HEADER, "year_other"),
    (True, "initial"): (FUND_TOTAL, "initial"),
    (True, "adjusted"): (FUND_TOTAL, "adjusted"),
    (True, "executed"): (FUND_TOTAL, "executed"),
}
"""(whether it tells results, column of the whole unit) → row and field of the project forms that add up to it."""
_HEAD_AMOUNTS: Final = ("fund_total", "year_total")
_FUND_AMOUNTS: Final = ("initial", "adjusted", "executed", "total")

Key = tuple[str, str]
"""Row id and field."""


@dataclass(frozen=True, slots=True)
class Known:
    """One thing that is known: a sentence, and the text that may be put into the cell."""

    text: str
    take: str = ""
    """"" where there is nothing to take."""
    short: str = ""
    """A few characters that stand grey in the cell while it is blank."""


Entry = tuple[Key, Known]


class KnownElsewhere:
    """Looks up what is known of the cells of forms of the open data file."""

    def __init__(self, core: Core, approvals: "Approvals", review: "Review") -> None:
        self._core = core
        self._approvals = approvals
        self._review = review
        self._index: dict[tuple[str, int | None, str], str] | None = None
        core.watch(self._forget)

    def of(self, path: CellPath) -> tuple[Known, ...]:
        """What is known of a cell, what may be taken first."""
        return self.of_form(path.form).get((path.row, path.field), ())

    def of_form(self, form_id: str) -> dict[Key, tuple[Known, ...]]:
        """What is known of every cell of a form, by row and field."""
        if form_id not in self._core.document.forms:
            return {}
        view = self._core.view(form_id)
        found: dict[Key, list[Known]] = {}
        for part in (
            self._of_projects(view),
            self._of_approvals(view),
            self._of_monitoring(view),
            self._of_last_year(view),
            self._of_review(view),
        ):
            try:
                for key, known in part:
                    found.setdefault(key, []).append(known)
            except PerfDeskError:
                # A form that cannot be read says so where it is shown; here it only knows nothing.
                continue
        return {
            key: tuple(sorted(each, key=lambda known: not known.take))
            for key, each in found.items()
        }

    def beside(self, form: Form, kind: Kind, year: int | None) -> FormView | None:
        """The form of the same project (or the same unit) of another kind or year; None when there is none."""
        forms = self._known_forms()
        found = forms.get((kind.id, year, _name(form))) if _name(form) else None
        if found is None and kind.about_unit:
            # A unit that was renamed between two years is still the one of this data file.
            others = [id for (of, when, _), id in forms.items() if (of, when) == (kind.id, year)]
            found = others[0] if len(others) == 1 else None
        return self._core.view(found) if found is not None and found != form.id else None

    def _known_forms(self) -> dict[tuple[str, int | None, str], str]:
        """Ids by kind, year and name; kept until the list of forms changes."""
        if self._index is None:
            self._index = {}
            for form in self._core.document.headings():
                kind = kind_of(form.kind)
                # Of a form that was not read yet lists know the project's name only.
                full = self._core.document.form(form.id) if kind.about_unit else form
                self._index.setdefault((kind.id, form.year, _name(full)), form.id)
        return self._index

    def _forget(self, outcome: Outcome) -> None:
        if outcome.form_list or any(path.field == "organisation" for path in outcome.paths):
            self._index = None

    # -- the unit's projects ---------------------------------------------------------------

    def _of_projects(self, view: FormView) -> Iterator[Entry]:
        """What the project forms of the year add up to, beside 项目支出 of the whole unit's form."""
        if not view.kind.about_unit or view.year is None:
            return
        fits = view.template.fund_row(PROJECTS) is not None
        row = view.template.fund_row(PROJECTS if fits else "total")
        kind = _EVALUATED if view.kind.has_results else _DECLARED
        for field in view.template.fund_fields if row is not None else ():
            source = _ADDED_UP.get((view.kind.has_results, field.meaning))
            if row is None or source is None or not view.has(field.name, row.id):
                continue
            amounts = self._amounts(kind, view, *source)
            if amounts:
                said = plain(sum(amounts, Decimal(0)))
                text = f"{len(amounts)} 张项目{kind.name}合计 {said} {view.money_unit}"
                yield (row.id, field.name), Known(text, said if fits else "", f"合计 {said}")

    def _amounts(self, kind: Kind, view: FormView, row: str, name: str) -> list[Decimal]:
        """An amount of every project form of the year, in the unit of the whole unit's form."""
        found = []
        for (kind_id, year, _), form_id in self._known_forms().items():
            if kind_id == kind.id and year == view.year:
                other = self._core.view(form_id)
                amount = other.amount(name, row).value
                if amount is not None:
                    found.append(convert(amount, other.money_unit, view.money_unit))
        return found

    # -- the same project ------------------------------------------------------------------

    def _of_approvals(self, view: FormView) -> Iterator[Entry]:
        for row_id in view.form.approved:
            said = self._approvals.of(view.id, row_id).in_words
            for meaning in ("target", "actual", "so_far") if said else ():
                if view.has(meaning, row_id):
                    yield (row_id, view.template.name_of(row_id, meaning)), Known(said)

    def _of_monitoring(self, view: FormView) -> Iterator[Entry]:
        """Mid-year figures beside the 自评表: actual values and the executed amount."""
        if not view.kind.has_results or view.kind.about_unit:
            return
        watched = self.beside(view.form, _WATCHED, view.form.year)
        if watched is None:
            return
        months = watched.text("month") or ""
        when = f"监控（{months}月）" if months else "监控"
        for fund in view.funds:
            there = watched.fund(fund.means) if fund.means else None
            if there is not None:
                yield from _budget_then(view, fund, watched, there, when)
            amount = there.executed.value if there is not None else None
            if amount is not None and fund.has("executed"):
                said = plain(convert(amount, watched.money_unit, view.money_unit))
                known = Known(f"{when}执行数 {said} {view.money_unit}", short=f"监控 {said}")
                yield (fund.id, fund.path("executed").field), known
        for old, new in paired_by_name(watched.indicators, view.indicators):
            told = [("完成", old.text("so_far")), ("全年预计", old.text("expected"))]
            parts = [f"{word} {text}" for word, text in told if text]
            if parts and new.has("actual"):
                short = f"监控 {old.text('so_far')}" if old.text("so_far") else ""
                yield (
                    (new.id, new.path("actual").field),
                    Known(f"{when}{'，'.join(parts)}", "", short),
                )

    def _of_last_year(self, view: FormView) -> Iterator[Entry]:
        """Last year's amounts with the change in per cent, last year's actual values."""
        before = self.beside(view.form, view.kind, view.year - 1) if view.year else None
        if before is None:
            return
        for meaning in _HEAD_AMOUNTS:
            if view.has(meaning) and before.has(meaning):
                yield from _compared(view, HEADER, before, HEADER, meaning)
        for fund in view.funds:
            there = before.fund(fund.means) if fund.means else None
            for meaning in _FUND_AMOUNTS if there is not None else ():
                if there is not None and fund.has(meaning) and there.has(meaning):
                    yield from _compared(view, fund.id, before, there.id, meaning)
        for old, new in paired_by_name(before.indicators, view.indicators):
            if new.has("actual") and old.text("actual"):
                yield (new.id, new.path("actual").field), Known(f"上年完成 {old.text('actual')}")

    def _of_review(self, view: FormView) -> Iterator[Entry]:
        for remark in self._review.of(view.id):
            if remark.path is not None:
                who = remark.who or "复核"
                short = f"复核 {remark.points}" if remark.points else ""
                known = Known(f"{who}：{remark.text}", "", short)
                yield (remark.path.row, remark.path.field), known


def change_in_words(old: Decimal, now: Decimal) -> str:
    """增加 12.5%, 减少 3%, 与上年相同; `old` is not 0."""
    share = half_up((now - old) / old * 100, 1)
    if share == 0:
        return "与上年相同"
    return f"{'增加' if share > 0 else '减少'} {format_decimal(abs(share), 1)}%"


def _budget_then(
    view: FormView, fund: FundView, watched: FormView, there: FundView, when: str
) -> Iterator[Entry]:
    """The budget as it was at mid-year: what was added or taken away since is seen at a glance."""
    then = there.adjusted.value if there.has("adjusted") else there.initial.value
    now = fund.adjusted.value
    if then is None or now is None or not fund.has("adjusted"):
        return
    then = convert(then, watched.money_unit, view.money_unit)
    if then != now:
        word = "追加" if now > then else "调减"
        said = f"{when}时预算 {plain(then)} {view.money_unit}，此后{word} {plain(abs(now - then))}"
        yield (fund.id, fund.path("adjusted").field), Known(said)


def _compared(
    view: FormView, row: str, before: FormView, there: str, meaning: str
) -> Iterator[Entry]:
    """One amount beside that of last year."""
    old, now = before.amount(meaning, there).value, view.amount(meaning, row).value
    if old is None:
        return
    old = convert(old, before.money_unit, view.money_unit)
    change = f"，本年{change_in_words(old, now)}" if now is not None and old else ""
    path = view.path(meaning, row)
    yield (row, path.field), Known(f"上年 {plain(old)} {view.money_unit}{change}")


def _name(form: Form) -> str:
    """The project of a form as it is compared, of a whole unit's form the unit."""
    return without_space(form.header.get("project_name") or form.header.get("organisation") or "")
