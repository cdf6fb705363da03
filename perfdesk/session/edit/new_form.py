"""A new form from a template: fixed texts, defaults, and the rows it begins with."""

from uuid import uuid4

from perfdesk.compute.formulas import format_points
from perfdesk.document import Form, Row
from perfdesk.settings import Profile
from perfdesk.template.model import SELF_EVALUATION, Template


def new_id() -> str:
    """An id for a new form, never used before."""
    return uuid4().hex[:12]


def new_form(
    template: Template, profile: Profile, year: int | None, project_name: str = ""
) -> Form:
    """An empty form of a template; computed cells are automatic."""
    form = Form(new_id(), template.id, template.kind)
    form.header = {field.name: field.default for field in template.header_fields}
    form.header |= {
        "title": template.title,
        "money_unit": template.money_unit,
        "project_name": project_name or None,
        "year": str(year) if year else None,
    }
    if template.kind == SELF_EVALUATION:
        form.funds = _fund_rows(template, profile)
    elif year:
        form.header["period"] = f"{year}年-{year}年"
    _add_starters(form, template)
    return form


def _fund_rows(template: Template, profile: Profile) -> list[Row]:
    rows = []
    for position, fund in enumerate(template.fund_rows):
        values: dict[str, str | None] = {
            field.name: field.default for field in template.fund_fields
        }
        if position == 0:
            values["weight"] = format_points(profile.execution_weight, profile)
        else:
            values |= {"weight": profile.dash, "score": profile.dash}
        rows.append(Row(fund.id, values))
    return rows


def _add_starters(form: Form, template: Template) -> None:
    for term in template.terms or ("",):
        for level1, level2 in template.starters:
            values: dict[str, str | None] = {"level1": level1, "level2": level2}
            if term:
                values["term"] = term
            form.indicators.append(Row(form.new_row_id(), values))
            form.next_row += 1
