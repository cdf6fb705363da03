"""A form made from another: last year's for this year, a 申报表 for its 监控表 and 自评表 (YEAR.md).

Names, goals, indicators and targets are taken over. Money, results, scores and reasons belong to a year
and stay blank; only the amounts applied for become the 年初预算数 of the forms of the same year. Which
field has another name there, and what is never taken, says the kind of the form that is made.
"""

from collections.abc import Sequence
from typing import Final

from perfdesk.cellpath import FUND_TOTAL, HEADER, ROW_PREFIX
from perfdesk.document import Form, Row
from perfdesk.grid import FieldKind
from perfdesk.session.edit.new_form import new_form
from perfdesk.session.edit.starting_weights import put_starting_weights
from perfdesk.session.money_units import convert
from perfdesk.settings import Profile
from perfdesk.template.model import Field, Template
from perfdesk.values import plain, read_amount
from perfdesk.values.target_parts import join_target, split_target

ANNUAL: Final = "annual"
APPROVED: Final = "已批复"
"""State of an approved change of a target (see session/year/approvals.py)."""
_OF_ITS_YEAR: Final = frozenset({"title", "money_unit", "year", "period"})
_DATES: Final = frozenset({"start_date", "end_date"})


def carried_over(
    source: Form, of: Template, target: Template, profile: Profile, year: int | None
) -> Form:
    """A new form of `target` for a year, after a form of the template `of`."""
    form = new_form(target, profile, year, source.header.get("project_name") or "")
    same_year = source.year == year
    for field in target.header_fields:
        if _stays_blank(field, target) or (field.meaning in _DATES and not same_year):
            continue
        text = _header_text(source, of, target, field)
        if text and (of.id == target.id or not field.choices or text in field.choices):
            form.header[field.name] = text
    _take_money(form, source, of, target, same_year=same_year)
    _take_blocks(form, source, of, target)
    taken = _indicators(form, source, of, target)
    if taken:
        form.indicators = taken
    put_starting_weights(taken, target, profile)
    return form


def _stays_blank(field: Field, target: Template) -> bool:
    """Whether a field of the head belongs to one form alone."""
    return bool(
        field.computed
        or field.kind is FieldKind.AMOUNT
        or field.meaning in _OF_ITS_YEAR
        or field.meaning in target.kind.not_carried
    )


def _header_text(source: Form, of: Template, target: Template, field: Field) -> str | None:
    """The text of the same field of the source, else of the one that it is there."""
    other = {entry.field: entry.source for entry in target.kind.carried}.get(field.meaning, "")
    for meaning in (field.meaning, other):
        text = source.header.get(of.name_of(HEADER, meaning)) if meaning else None
        if text:
            return text
    return None


def _take_money(
    form: Form, source: Form, of: Template, target: Template, *, same_year: bool
) -> None:
    """Points of the execution rate as they were; the amounts applied for, in the form's unit."""
    weight = target.meant(FUND_TOTAL, "weight")
    if of.id == target.id and weight and (points := source.get(FUND_TOTAL, weight.name)):
        form.put(FUND_TOTAL, weight.name, points)
    initial = target.meant(FUND_TOTAL, "initial")
    if not same_year or initial is None:
        return
    unit = source.header.get("money_unit") or of.money_unit
    for meaning, name in target.kind.carried_funds:
        fund = target.fund_row(meaning)
        amount = read_amount(_amount_of(source, of, meaning, name), unit).value
        if amount is not None and fund is not None and form.row(fund.id) is not None:
            form.put(fund.id, initial.name, plain(convert(amount, unit, target.money_unit)))


def _amount_of(source: Form, of: Template, meaning: str, name: str) -> str | None:
    """The amount of a source of money: applied for in a head, or 年初预算数 of its row (监控表)."""
    row = of.fund_row(meaning)
    if row is None:
        return source.header.get(of.name_of(HEADER, name))
    return source.get(row.id, of.name_of(row.id, "initial"))


def _take_blocks(form: Form, source: Form, of: Template, target: Template) -> None:
    """Tasks and the like as planned, where both forms have them; amounts belong to a year."""
    for block in target.blocks:
        there = of.block(block.name)
        if there is None or not source.blocks.get(block.name):
            continue
        names = [f.name for f in block.fields if f.kind is not FieldKind.AMOUNT and not f.computed]
        rows = []
        for row in source.blocks[block.name]:
            values = {name: row.get(name) for name in names if row.get(name)}
            rows.append(Row(form.new_row_id(block.prefix), values))
            form.next_row += 1
        form.blocks[block.name] = rows


def _indicators(form: Form, source: Form, of: Template, target: Template) -> list[Row]:
    """The indicators as planned; of two blocks side by side the one of the year."""
    taken = [field for field in target.indicator_fields if _is_planned(field, target)]
    planned: Sequence[Row] = source.indicators
    if of.terms and not target.terms:
        planned = [row for row in planned if row.get("term") == ANNUAL] or planned
    rows = []
    form.next_row = max(1, *(int(r.id[1:]) + 1 for rs in form.blocks.values() for r in rs), 1)
    for row in planned:
        values = {field.name: _row_text(row, of, field) for field in taken}
        entry = source.approved.get(row.id, {}) if source.year == form.year else {}
        changed = entry.get("approved") if entry.get("state") == APPROVED else None
        _take_target(values, row, of, target, changed)
        if entry:
            form.approved[form.new_row_id()] = dict(entry)
        if target.terms:
            values["term"] = row.get("term") or ANNUAL
        rows.append(Row(form.new_row_id(), {k: v for k, v in values.items() if v}))
        form.next_row += 1
    return rows


def _is_planned(field: Field, target: Template) -> bool:
    return not field.computed and field.meaning not in target.kind.not_carried


def _row_text(row: Row, of: Template, field: Field) -> str | None:
    there = of.meant(ROW_PREFIX, field.meaning)
    return None if there is None else row.get(there.name)


def _take_target(
    values: dict[str, str | None], row: Row, of: Template, target: Template, changed: str | None
) -> None:
    """A target between a form that prints it whole and one that prints sign, value and unit apart.

    An approved change (`changed`) takes the place of the declared target (YEAR.md).
    """
    here, there = target.meant(ROW_PREFIX, "target"), of.meant(ROW_PREFIX, "target")
    if here is None or there is None:
        return
    joined = there.computed == "joined"
    whole = join_target([row.get(part) for part in there.inputs]) if joined else row.get(there.name)
    whole = changed or whole
    if here.computed != "joined":
        values[here.name] = whole
        return
    if (any(values.get(part) for part in here.inputs) and not changed) or not whole:
        return
    parts = split_target(whole, len(here.inputs))
    values |= {name: text or None for name, text in zip(here.inputs, parts, strict=True)}
