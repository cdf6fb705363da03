"""Which cells of a form are computed, from what, and in which order."""

from collections.abc import Iterator
from functools import partial

from perfdesk.cellpath import FUND_TOTAL, HEADER
from perfdesk.changes import Mode
from perfdesk.compute import formulas
from perfdesk.document import Form, is_placeholder
from perfdesk.document.view import Computed
from perfdesk.scoring.light import Light
from perfdesk.scoring.lights import budget_light, indicator_light, worst_light
from perfdesk.settings import Profile
from perfdesk.template.model import COMPUTED, TAKEN_AWAY, Field, Template
from perfdesk.template.rows import computes
from perfdesk.values import is_blank, read_amount, read_score
from perfdesk.values.target_parts import join_target

ORDER = COMPUTED
"""Names a template's `computed` may use, in the order in which they depend on each other."""

TOTAL = FUND_TOTAL

Key = tuple[str, str]


class _Run:
    def __init__(self, form: Form, template: Template, profile: Profile) -> None:
        self.form = form
        self.template = template
        self.profile = profile
        self.texts: dict[Key, str | None] = {}

    def look(self, row: str, name: str) -> str | None:
        """The effective text of a cell by name or meaning, computed ones as far as they are known."""
        if self.template.renamed:
            name = self.template.name_of(row, name)
        if (row, name) in self.texts and self.form.mode(row, name) is Mode.AUTOMATIC:
            return self.texts[row, name]
        text = self.form.get(row, name)
        return None if is_blank(text) else text

    def text(self, row: str, field: Field) -> str | None:
        match field.computed:
            case "joined":
                return join_target([self.look(row, part) for part in field.inputs])
            case "sum":
                return self._sum(row, field)
            case "rate":
                names = field.inputs or ("executed", self.profile.rate_base)
                executed, base = formulas.amounts(self.look, row, names)
                return formulas.rate(executed, base, self.profile, source_row=row != TOTAL)
            case "execution_score":
                weight = read_score(self.look(TOTAL, "weight"))
                return formulas.points_for_execution(self.look(TOTAL, "rate"), weight, self.profile)
            case "weight_total" | "score_total":
                return self._points("weight" if field.computed == "weight_total" else "score")
            case "light":
                return self._light(row)
            case "form_light":
                return self._form_light()
            case _:
                return formulas.grade(self.look(HEADER, "total_score"), self.profile)

    def _sum(self, row: str, field: Field) -> str | None:
        if field.inputs:
            parts = [
                formulas.negative(amount) if source.startswith(TAKEN_AWAY) else amount
                for source in field.inputs
                for cell in self._cells(row, source.removeprefix(TAKEN_AWAY))
                for amount in [read_amount(self.look(*cell))]
            ]
            return formulas.money_sum(parts, self.profile)
        sources = [
            read_amount(self.look(fund.id, field.name))
            for fund in self.template.fund_rows[1:]
            if fund.summed and self.template.prints_fund(fund.id, field.name)
        ]
        return formulas.money_sum(sources, self.profile)

    def _cells(self, row: str, source: str) -> Iterator[Key]:
        """The cells that an input of a sum names: one of its own row, or a column of a whole block."""
        block, dot, name = source.partition(".")
        if not dot:
            yield row, source
            return
        for each in self.form.blocks.get(block, ()):
            yield each.id, name

    def _points(self, name: str) -> str | None:
        rows = [
            row for row in self.form.indicators if not is_placeholder(partial(self.look, row.id))
        ]
        items = [read_score(self.look(row.id, name)) for row in rows]
        if name == "weight" and not any(item.value is not None for item in items):
            return None
        return formulas.points_sum([*items, read_score(self.look(TOTAL, name))], self.profile)

    def _light(self, row: str) -> str | None:
        found = indicator_light(
            self.look(row, "target"),
            self.look(row, "so_far"),
            self.look(HEADER, "month"),
            self.profile,
        )
        return found.value if found else None

    def _form_light(self) -> str | None:
        rows = [self.look(row.id, "light") for row in self.form.indicators]
        executed, base = formulas.amounts(self.look, TOTAL, ("executed", self.profile.rate_base))
        money = budget_light(executed, base, self.look(HEADER, "month"), self.profile)
        found = worst_light([Light(text) for text in rows if text], money)
        return found.value if found else None


def _ordered(form: Form, template: Template) -> list[tuple[str, Field]]:
    found = [(HEADER, f) for f in template.header_fields if f.computed]
    for fund in template.fund_rows:
        # Amounts are summed and points given in the total row only; every row has its rate.
        found += [
            (fund.id, f)
            for f in template.fund_fields
            if f.computed and computes(f, fund.id) and template.prints_fund(fund.id, f.name)
        ]
    for block in template.blocks:
        own = [f for f in block.fields if f.computed]
        found += [(row.id, f) for f in own for row in form.blocks.get(block.name, ())]
    return found + [(row.id, f) for f in template.computed_in_rows for row in form.indicators]


def computed_keys(form: Form, template: Template) -> Iterator[tuple[str, Field]]:
    """(row id, field) of every computed cell, inputs before what depends on them."""
    # The sum of a whole block waits for the sums in its rows.
    yield from sorted(
        _ordered(form, template),
        key=lambda pair: (ORDER.index(pair[1].computed), any("." in i for i in pair[1].inputs)),
    )


def compute(form: Form, template: Template, profile: Profile) -> Computed:
    """What the program would print in every computed cell, None where it says nothing.

    Overridden and kept cells take part with the text they hold, so a total follows the
    numbers that are on the paper.
    """
    run = _Run(form, template, profile)
    for row, field in computed_keys(form, template):
        run.texts[row, field.name] = run.text(row, field)
    return run.texts
