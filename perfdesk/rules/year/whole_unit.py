"""Chapter 8, the whole unit's forms: their own sums, and its projects beside them (D01, D02)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfdesk.cellpath import CellPath
from perfdesk.document import FundView
from perfdesk.findings import Fix
from perfdesk.kinds import SELF_EVALUATION, TARGET_DECLARATION, UNIT_SELF_EVALUATION, Kind
from perfdesk.rules import fixes
from perfdesk.rules.facts.group import GroupSubject
from perfdesk.rules.facts.pairs import switched_on
from perfdesk.rules.facts.subject import AMOUNTS, FormSubject
from perfdesk.rules.facts.texts import bare, organisation_core
from perfdesk.rules.model import WHOLE_UNIT, Hit, Scope, hit
from perfdesk.rules.money import sum_hit
from perfdesk.rules.registry import rule
from perfdesk.targets import parse_unit
from perfdesk.values import Quantity, format_decimal, plain, read_amount

_BY_USE = ("basic", "projects")
_TASKS = "tasks"
_TASK_AMOUNTS = ("total", "fiscal", "other")
_PROJECT_KINDS: dict[Kind, Kind] = {UNIT_SELF_EVALUATION: SELF_EVALUATION}

Part = tuple[CellPath, Quantity]


@rule("D01", Scope.FORM, WHOLE_UNIT, reads=(*AMOUNTS, *_TASK_AMOUNTS))
def unit_adds_up(form: FormSubject) -> Iterator[Hit]:
    """D01 · form logic: a unit's total is that of its sources, of its uses, of its tasks."""
    for total, parts, label in (*_fund_sums(form), *_task_sums(form)):
        path, amount = total
        yield from sum_hit(form, path, label, amount, parts)


def _fund_sums(form: FormSubject) -> Iterator[tuple[Part, Sequence[Part], str]]:
    """Each column of the total row with the rows by source, and with those by use."""
    funds = form.view.funds
    if not funds or form.view.rows_of(_TASKS):
        return
    by_source = [fund for fund in funds if fund.summed]
    by_use = [fund for fund in funds[1:] if not fund.summed and not fund.part_of]
    if not any(fund.means in _BY_USE for fund in by_use):
        by_use = []
    for name in AMOUNTS:
        for group in (by_source, by_use):
            parts = _column(form, group, name)
            if parts and form.has(name, funds[0].id):
                total = funds[0].path(name), funds[0].amount(name)
                yield total, parts, form.label(name, funds[0].id)


def _column(form: FormSubject, funds: Sequence[FundView], name: str) -> list[Part]:
    return [(fund.path(name), fund.amount(name)) for fund in funds if form.has(name, fund.id)]


def _task_sums(form: FormSubject) -> Iterator[tuple[Part, Sequence[Part], str]]:
    """The total of the tasks in each column, and each task's total of its own sources."""
    tasks, total = form.view.rows_of(_TASKS), form.total
    if not tasks or total is None:
        return
    unit = form.view.money_unit
    for name in _TASK_AMOUNTS:
        if form.view.has(name, total.id):
            parts = [
                (task.path(name), read_amount(task.text(name) or None, unit)) for task in tasks
            ]
            yield (total.path(name), total.amount(name)), parts, form.label(name, total.id)
    for task in tasks:
        cells = {name: read_amount(task.text(name) or None, unit) for name in _TASK_AMOUNTS}
        parts = [(task.path(name), cells[name]) for name in _TASK_AMOUNTS[1:]]
        yield (task.path("total"), cells["total"]), parts, task.text("name") or "任务总额"


@rule("D02", Scope.PORTFOLIO, WHOLE_UNIT, reads=(*AMOUNTS, "organisation", "year"), across=True)
def projects_within_unit(group: GroupSubject) -> Iterator[Hit]:
    """D02 · CS: the unit's project forms together are within its 项目支出, column by column."""
    kind = _PROJECT_KINDS.get(group.key.kind, TARGET_DECLARATION)
    year = group.key.year
    projects = [
        form for form in group.portfolio if form.view.kind is kind and form.view.year == year
    ]
    for form in group.forms if projects and year is not None else ():
        body = bare(organisation_core(form.text("organisation")))
        own = [p for p in projects if bare(organisation_core(p.text("organisation"))) == body]
        if own and body and switched_on("D02", form):
            yield from _beyond(form, own)


def _beyond(form: FormSubject, projects: Sequence[FormSubject]) -> Iterator[Hit]:
    fund = form.view.fund("projects")
    if fund is None:
        return
    for name in AMOUNTS:
        bound = fund.amount(name)
        amounts = [_in_unit_of(form, project, name) for project in projects]
        if bound.value is None or not any(amount is not None for _, amount in amounts):
            continue
        known = [(path, amount) for path, amount in amounts if amount is not None]
        total = sum((amount for _, amount in known), Decimal(0))
        if total - bound.value <= form.half_unit + Decimal("0.005") * len(known):
            continue
        listed = " + ".join(plain(amount) for _, amount in known[:12])
        more = " + …" if len(known) > 12 else ""
        equals = f" = {plain(total)}" if len(known) > 1 else ""
        yield hit(
            fund.path(name),
            label=form.label(name, fund.id),
            total=total,
            projects=len(known),
            amount=bound.text or "",
            unit=form.view.money_unit,
            arithmetic=f"{listed}{more}{equals}，表中 {plain(bound.value)}，"
            f"多 {plain(total - bound.value)}",
            fix=_what_they_add_up_to(form, fund, name, total),
            related=[path for path, _ in known][:40],
        )


def _in_unit_of(
    form: FormSubject, project: FormSubject, name: str
) -> tuple[CellPath, Decimal | None]:
    """A project's amount of a column in the money unit of the unit's form."""
    total = project.total
    if total is not None:
        path, amount = total.path(name), total.amount(name)
    else:
        path, amount = project.path("year_total"), project.view.amount("year_total")
    if amount.value is None:
        return path, None
    own, other = parse_unit(form.view.money_unit).scale, parse_unit(project.view.money_unit).scale
    return path, amount.value * other / own


def _what_they_add_up_to(
    form: FormSubject, fund: FundView, name: str, total: Decimal
) -> Fix | None:
    """项目支出 as its projects add up to; offered only where the unit's own sum holds by it."""
    funds = form.view.funds
    uses = [f for f in funds[1:] if f.means in _BY_USE]
    amounts = [total if f is fund else f.amount(name).or_zero for f in uses]
    whole = funds[0].amount(name).value
    near = form.half_unit * (1 + len(uses))
    if whole is not None and abs(sum(amounts, Decimal(0)) - whole) > near:
        return None
    digits = max(len(plain(total).partition(".")[2]), 2)
    return fixes.set_text(
        f"改为项目表合计{plain(total)}", fund.path(name), format_decimal(total, digits)
    )
