"""A form made from another: last year's for this year, a 申报表 for its 自评表 (WORKFLOW.md 1 and 9).

Names, goals, indicators and targets are taken over. Money, results, scores and reasons belong to a year
and stay blank; only the amounts applied for in a 申报表 become the 年初预算数 of its 自评表.
"""

from typing import Final

from perfdesk.document import Form, Row
from perfdesk.grid import FieldKind
from perfdesk.session.edit.new_form import new_form
from perfdesk.session.report.summary import convert
from perfdesk.settings import Profile
from perfdesk.template.model import SELF_EVALUATION, TARGET_DECLARATION, Template
from perfdesk.values import plain, read_amount

ANNUAL: Final = "annual"
_OF_ITS_YEAR: Final = frozenset({"title", "money_unit", "year", "period", "goal_actual"})
_DATES: Final = frozenset({"start_date", "end_date"})
_GOALS: Final = {"goal_expected": "goal_annual", "goal_annual": "goal_expected"}
"""The same goal under the name that the other kind of form has for it."""
_RESULTS: Final = frozenset({"actual", "score", "deviation"})
_APPLIED_FOR: Final = {"F1": "year_fiscal", "F2": "year_carryover", "F3": "year_other"}


def carried_over(
    source: Form, of: Template, target: Template, profile: Profile, year: int | None
) -> Form:
    """A new form of `target` for a year, after a form of the template `of`."""
    form = new_form(target, profile, year, source.header.get("project_name") or "")
    same_year = source.year == year
    for field in target.header_fields:
        if field.computed or field.kind is FieldKind.AMOUNT or field.name in _OF_ITS_YEAR:
            continue
        if field.name in _DATES and not same_year:
            continue
        text = source.header.get(field.name) or source.header.get(_GOALS.get(field.name, ""))
        if text and (of.id == target.id or not field.choices or text in field.choices):
            form.header[field.name] = text
    if target.kind == SELF_EVALUATION:
        _take_money(form, source, of, target, same_year=same_year)
    form.indicators = _indicators(source, of, target)
    form.next_row = len(form.indicators) + 1
    return form


def _take_money(
    form: Form, source: Form, of: Template, target: Template, *, same_year: bool
) -> None:
    """Points of the execution rate as they were; the amounts applied for, in the form's unit."""
    if of.id == target.id and (weight := source.get("F0", "weight")):
        form.put("F0", "weight", weight)
    if of.kind != TARGET_DECLARATION or not same_year:
        return
    unit = source.header.get("money_unit") or of.money_unit
    for row, name in _APPLIED_FOR.items():
        amount = read_amount(source.header.get(name), unit).value
        if amount is not None and form.row(row) is not None:
            form.put(row, "initial", plain(convert(amount, unit, target.money_unit)))


def _indicators(source: Form, of: Template, target: Template) -> list[Row]:
    """The indicators as planned; of two blocks side by side the one of the year."""
    taken = [field.name for field in target.indicator_fields if field.name not in _RESULTS]
    planned = source.indicators
    if of.terms and not target.terms:
        planned = [row for row in planned if row.get("term") == ANNUAL] or planned
    rows = []
    for number, row in enumerate(planned, start=1):
        values: dict[str, str | None] = {name: row.get(name) for name in taken if row.get(name)}
        if target.terms:
            values["term"] = row.get("term") or ANNUAL
        rows.append(Row(f"r{number}", values))
    return rows
