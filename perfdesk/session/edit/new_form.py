"""A new form from a template: fixed texts, defaults, and the rows it begins with."""

from uuid import uuid4

from perfdesk.cellpath import HEADER, ROW_PREFIX
from perfdesk.compute.formulas import format_points
from perfdesk.document import Form, Row
from perfdesk.settings import Profile
from perfdesk.template.model import Template


def new_id() -> str:
    """An id for a new form, never used before."""
    return uuid4().hex[:12]


def new_form(
    template: Template, profile: Profile, year: int | None, project_name: str = ""
) -> Form:
    """An empty form of a template; computed cells are automatic."""
    form = Form(new_id(), template.id, template.kind.id)
    form.header = {field.name: field.default for field in template.header_fields}
    form.header |= {
        "title": template.title,
        "money_unit": template.money_unit,
        "project_name": None if template.kind.about_unit else project_name or None,
        "year": str(year) if year else None,
    }
    form.funds = _fund_rows(template, profile)
    if year and template.meant(HEADER, "period"):
        form.header[template.name_of(HEADER, "period")] = f"{year}年-{year}年"
    for meaning, day in (("start_date", "01-01"), ("end_date", "12-31")):
        if year and template.meant(HEADER, meaning):
            form.header[template.name_of(HEADER, meaning)] = f"{year}-{day}"
    for block in template.blocks:
        form.blocks[block.name] = [
            Row(f"{block.prefix}{form.next_row + number}") for number in range(block.starters)
        ]
        form.next_row += block.starters
    _add_starters(form, template)
    return form


def _fund_rows(template: Template, profile: Profile) -> list[Row]:
    rows = []
    for position, fund in enumerate(template.fund_rows):
        values: dict[str, str | None] = {
            field.name: field.default for field in template.fund_fields
        }
        weight, score = (template.meant(fund.id, name) for name in ("weight", "score"))
        if position == 0 and weight:
            values[weight.name] = format_points(profile.execution_weight, profile)
        elif position:
            # Sources earn no points: their cells print a dash.
            values |= {
                field.name: profile.dash
                for field in (weight, score)
                if field and template.prints_fund(fund.id, field.name)
            }
        rows.append(Row(fund.id, values))
    return rows


def _add_starters(form: Form, template: Template) -> None:
    first, second = (template.name_of(ROW_PREFIX, name) for name in ("level1", "level2"))
    for term in template.terms or ("",):
        further = template.starter_texts or ({},) * len(template.starters)
        for (level1, level2), texts in zip(template.starters, further, strict=True):
            values: dict[str, str | None] = {first: level1, second: level2, **texts}
            if term:
                values["term"] = term
            form.indicators.append(Row(form.new_row_id(), values))
            form.next_row += 1
