"""Which cells of a form are computed, from what, and in which order."""

from collections.abc import Iterator

from perfdesk.cellpath import HEADER
from perfdesk.changes import Mode
from perfdesk.compute import formulas
from perfdesk.document import Form
from perfdesk.document.view import Computed
from perfdesk.settings import Profile
from perfdesk.template.model import Field, Template
from perfdesk.values import is_blank, read_amount, read_score

ORDER = ("sum", "rate", "execution_score", "weight_total", "score_total", "grade")
"""Names a template's `computed` may use, in the order in which they depend on each other."""

TOTAL = "F0"

Key = tuple[str, str]


class _Run:
    def __init__(self, form: Form, template: Template, profile: Profile) -> None:
        self.form = form
        self.template = template
        self.profile = profile
        self.texts: dict[Key, str | None] = {}

    def look(self, row: str, name: str) -> str | None:
        """The effective text of a cell, computed ones as far as they are known."""
        if (row, name) in self.texts and self.form.mode(row, name) is Mode.AUTOMATIC:
            return self.texts[row, name]
        text = self.form.get(row, name)
        return None if is_blank(text) else text

    def text(self, row: str, field: Field) -> str | None:
        match field.computed:
            case "sum":
                return self._sum(row, field)
            case "rate":
                executed, adjusted = formulas.amounts(self.look, row, ("executed", "adjusted"))
                return formulas.rate(executed, adjusted, self.profile, source_row=row != TOTAL)
            case "execution_score":
                weight = read_score(self.look(TOTAL, "weight"))
                return formulas.points_for_execution(self.look(TOTAL, "rate"), weight, self.profile)
            case "weight_total" | "score_total":
                return self._points("weight" if field.computed == "weight_total" else "score")
            case _:
                return formulas.grade(self.look(HEADER, "total_score"), self.profile)

    def _sum(self, row: str, field: Field) -> str | None:
        if row == HEADER:
            return formulas.money_sum(
                formulas.amounts(self.look, HEADER, field.inputs), self.profile
            )
        sources = [read_amount(self.look(fund.id, field.name)) for fund in self.form.funds[1:]]
        return formulas.money_sum(sources, self.profile)

    def _points(self, name: str) -> str | None:
        items = [read_score(row.get(name)) for row in self.form.indicators]
        if name == "weight" and not any(item.value is not None for item in items):
            return None
        return formulas.points_sum([*items, read_score(self.look(TOTAL, name))], self.profile)


def computed_keys(template: Template) -> Iterator[tuple[str, Field]]:
    """(row id, field) of every computed cell, inputs before what depends on them."""
    fields = [(HEADER, f) for f in template.header_fields if f.computed]
    for position, fund in enumerate(template.fund_rows):
        # Amounts are summed and points given in the total row only; every row has its rate.
        fields += [
            (fund.id, f)
            for f in template.fund_fields
            if f.computed and (position == 0 or f.computed == "rate")
        ]
    yield from sorted(fields, key=lambda pair: ORDER.index(pair[1].computed))


def compute(form: Form, template: Template, profile: Profile) -> Computed:
    """What the program would print in every computed cell, None where it says nothing.

    Overridden and kept cells take part with the text they hold, so a total follows the
    numbers that are on the paper.
    """
    run = _Run(form, template, profile)
    for row, field in computed_keys(template):
        run.texts[row, field.name] = run.text(row, field)
    return run.texts
