"""Form JSON of CONTRACT.md: writing a form, reading one, and naming a cell's path in it."""

from collections.abc import Mapping
from typing import Any

from perfdesk.cellpath import HEADER
from perfdesk.document.form import Form, Row
from perfdesk.document.view import FormView
from perfdesk.template.model import Field, Template

ALWAYS = {"self_evaluation": ("grade",), "target_declaration": ("nature", "period")}
"""Keys that stand in the JSON of a kind even when the form has no such cell."""


def to_json(view: FormView) -> dict[str, Any]:
    """The form with the effective text of every cell, `null` where blank."""
    data: dict[str, Any] = {"template": view.form.template_id, "kind": view.form.kind}
    for field in view.template.header_fields:
        _put(data, field.json, view.text(field.name))
    data["year"] = view.year
    for key in ALWAYS[view.form.kind]:
        data.setdefault(key, None)
    if view.template.fund_rows:
        data["funds"] = [
            {"row": row.json}
            | {f.json: view.text(f.name, row.id) for f in view.template.fund_fields}
            for row in view.template.fund_rows
        ]
    data["indicators"] = [
        {f.json: view.text(f.name, row.id) for f in view.template.indicator_fields}
        for row in view.form.indicators
    ]
    return data


def from_json(data: Mapping[str, Any], template: Template, form_id: str) -> Form:
    """The form that JSON describes, every value stored as given; missing keys count as null.

    Computed cells hold the printed texts and are automatic until `compute.keep_printed` decides.
    """
    form = Form(form_id, template.id, template.kind)
    for field in template.header_fields:
        form.header[field.name] = _text(_get(data, field.json))
    form.header["year"] = _text(data.get("year"))
    by_name = {_text(row.get("row")): row for row in _rows(data.get("funds"))}
    for fund_row in template.fund_rows:
        values = by_name.get(fund_row.json, {})
        form.funds.append(
            Row(fund_row.id, {f.name: _text(values.get(f.json)) for f in template.fund_fields})
        )
    for values in _rows(data.get("indicators")):
        row_id = form.new_row_id()
        form.next_row += 1
        form.indicators.append(
            Row(row_id, {f.name: _text(values.get(f.json)) for f in template.indicator_fields})
        )
    return form


def json_path(form: Form, template: Template, row_id: str, name: str) -> str:
    """`indicators[3].score`, `funds[0].rate`, `funds.其他资金(年度)`, `goal_actual`; "" for the whole form."""
    field: Field | None = template.field(row_id, name)
    key = field.json if field else name
    if row_id == HEADER:
        return key
    block = "funds" if row_id.startswith("F") else "indicators"
    path = f"{block}[{form.index(row_id)}]"
    return f"{path}.{key}" if key else path


def _rows(value: object) -> list[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def _put(data: dict[str, Any], path: str, value: str | None) -> None:
    head, dot, rest = path.partition(".")
    if dot:
        data.setdefault(head, {})[rest] = value
    else:
        data[head] = value


def _get(data: Mapping[str, Any], path: str) -> object:
    head, dot, rest = path.partition(".")
    value = data.get(head)
    if not dot:
        return value
    return value.get(rest) if isinstance(value, Mapping) else None


def _text(value: object) -> str | None:
    return None if value is None or value == "" else str(value)
