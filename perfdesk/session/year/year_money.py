"""全年预算数 = 年初预算数 ± 调整: what is asked when a form of the year is made of a declaration (YEAR.md).

The declaration says what was applied for; what was approved, added and taken away in the year says the user.
"""

from dataclasses import dataclass
from decimal import Decimal

from perfdesk.cellpath import FUND_TOTAL
from perfdesk.document import Form
from perfdesk.template.model import FundRow, Template
from perfdesk.values import plain, read_amount


@dataclass(frozen=True, slots=True)
class YearMoney:
    """The money of one project's year, in the unit of the form that is made."""

    initial: Decimal
    """年初批复数; the declared amount where nothing else was approved."""
    added: Decimal = Decimal(0)
    reduced: Decimal = Decimal(0)
    """A positive number."""

    @property
    def adjusted(self) -> Decimal:
        """全年预算数."""
        return self.initial + self.added - self.reduced


def initial_of(form: Form, template: Template) -> Decimal | None:
    """The 年初预算数 of a form that was made: the sum of its sources; None where none is known."""
    field = template.meant(FUND_TOTAL, "initial")
    if field is None:
        return None
    rows = [row for row in template.fund_rows[1:] if row.summed] or list(template.fund_rows[:1])
    amounts = [read_amount(form.get(row.id, field.name)).value for row in rows]
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def put_money(form: Form, template: Template, money: YearMoney) -> None:
    """Write what the user said into the form's own columns; a change of the budget is one of the fiscal money."""
    source = _main_source(form, template)
    if source is None:
        return
    declared = initial_of(form, template) or Decimal(0)
    _add(form, template, source, "initial", money.initial - declared)
    change = money.added - money.reduced
    for meaning, amount in (("added", money.added), ("reduced", money.reduced), ("change", change)):
        field = template.meant(source.id, meaning)
        if field is not None and amount:
            form.put(source.id, field.name, plain(amount))
    adjusted = template.meant(FUND_TOTAL, "adjusted")
    if adjusted is None or adjusted.inputs:
        # Added up from the columns beside it.
        return
    initial = template.name_of(FUND_TOTAL, "initial")
    for row in template.fund_rows[1:] if len(template.fund_rows) > 1 else template.fund_rows:
        known = read_amount(form.get(row.id, initial)).value
        if known is not None and template.prints_fund(row.id, adjusted.name):
            form.put(row.id, adjusted.name, plain(known))
    _add(form, template, source, "adjusted", change)


def _main_source(form: Form, template: Template) -> FundRow | None:
    """The row in which the budget changes: fiscal money, else the only source there is."""
    fiscal = template.fund_row("fiscal")
    rows = [row for row in template.fund_rows[1:] if row.summed] or list(template.fund_rows[:1])
    return fiscal or (rows[0] if rows else None)


def _add(form: Form, template: Template, row: FundRow, meaning: str, amount: Decimal) -> None:
    field = template.meant(row.id, meaning)
    if field is None or not amount:
        return
    present = read_amount(form.get(row.id, field.name)).value or Decimal(0)
    form.put(row.id, field.name, plain(present + amount))
