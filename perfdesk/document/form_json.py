"""Form JSON of CONTRACT.md: writing a form, reading one, and naming a cell's path in it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from perfdesk.cellpath import FUND_PREFIX, HEADER, ROW_PREFIX
from perfdesk.document.form import Form, Row
from perfdesk.document.view import FormView
from perfdesk.template.model import LIST_MARK, Field, Template
from perfdesk.values import clean_text
from perfdesk.values.target_parts import split_target

TICKED = "√"
_HALVES = re.compile("[\ud800-\udfff]")


def to_json(view: FormView) -> dict[str, Any]:
    """The form with the effective text of every cell, `null` where blank."""
    form, template = view.form, view.template
    data: dict[str, Any] = {"template": form.template_id, "kind": form.kind}
    _put_row(data, view, template.header_fields, HEADER)
    data["year"] = view.year
    for key in template.kind.always_in_json:
        data.setdefault(key, None)
    if template.fund_rows:
        data["funds"] = [
            _put_row({"row": row.json}, view, template.fund_fields, row.id)
            for row in template.fund_rows
        ]
    for block in template.blocks:
        rows = form.blocks.get(block.name, [])
        data[block.name] = [_put_row({}, view, block.fields, row.id) for row in rows]
    data["indicators"] = [
        _put_row({}, view, template.indicator_fields, row.id) for row in form.indicators
    ]
    for entry, row in zip(data["indicators"], form.indicators, strict=True):
        if row.id in form.approved:
            entry["approved"] = dict(form.approved[row.id])
    return data


def from_json(data: Mapping[str, Any], template: Template, form_id: str) -> Form:
    """The form that JSON describes, every value stored as given; missing keys count as null.

    Computed cells hold the printed texts and are automatic until `compute.keep_printed` decides.
    """
    form = Form(form_id, template.id, template.kind.id)
    form.header |= _take_row(data, template.header_fields)
    form.header["year"] = _text(data.get("year"))
    by_name = {_text(row.get("row")): row for row in _rows(data.get("funds"))}
    for fund_row in template.fund_rows:
        values = by_name.get(fund_row.json, {})
        form.funds.append(Row(fund_row.id, _take_row(values, template.fund_fields)))
    for block in template.blocks:
        form.blocks[block.name] = [
            _new_row(form, values, block.fields, block.prefix)
            for values in _rows(data.get(block.name))
        ]
    for values in _rows(data.get("indicators")):
        row = _new_row(form, values, template.indicator_fields, ROW_PREFIX)
        form.indicators.append(row)
        approved = values.get("approved")
        if isinstance(approved, Mapping):
            form.approved[row.id] = {str(k): str(v) for k, v in approved.items() if v is not None}
    return form


def _new_row(form: Form, values: Mapping[str, Any], fields: Sequence[Field], prefix: str) -> Row:
    row = Row(form.new_row_id(prefix), _take_row(values, fields))
    form.next_row += 1
    return row


def _put_row(
    data: dict[str, Any], view: FormView, fields: Sequence[Field], row_id: str
) -> dict[str, Any]:
    """Put the fields of one row under their JSON names; ticked cells put their word."""
    for field in fields:
        text = view.text(field.name, row_id)
        if not field.ticks:
            _put(data, field.json, text)
        elif field.json.endswith(LIST_MARK):
            words = data.setdefault(field.json.removesuffix(LIST_MARK), [])
            words.extend([field.ticks] if text else [])
        elif text:
            data[field.json] = field.ticks
        else:
            data.setdefault(field.json, None)
    return data


def _take_row(data: Mapping[str, Any], fields: Sequence[Field]) -> dict[str, str | None]:
    """The texts of one row by field name."""
    taken: dict[str, str | None] = {}
    for field in fields:
        if not field.ticks:
            taken[field.name] = _text(_get(data, field.json))
            continue
        said = data.get(field.json.removesuffix(LIST_MARK))
        words = said if isinstance(said, list) else [said]
        taken[field.name] = TICKED if field.ticks in words else None
    for field in fields:
        if field.computed == "joined":
            _take_parts(taken, field)
    return taken


def _take_parts(taken: dict[str, str | None], field: Field) -> None:
    """A split target that JSON gives whole only: its parts are read from it."""
    if any(taken.get(part) for part in field.inputs) or not taken.get(field.name):
        return
    for part, text in zip(
        field.inputs, split_target(taken[field.name] or "", len(field.inputs)), strict=True
    ):
        taken[part] = text or None


def json_path(form: Form, template: Template, row_id: str, name: str) -> str:
    """`indicators[3].score`, `funds[0].rate`, `funds.其他资金(年度)`, `goal_actual`; "" for the whole form."""
    field: Field | None = template.field(row_id, name)
    key = field.json if field else name
    if row_id == HEADER:
        return key
    known = template.block_of(row_id)
    named = known.name if known else "indicators"
    block = "funds" if row_id.startswith(FUND_PREFIX) else named
    path = f"{block}[{form.index(row_id)}]"
    if field and field.ticks:
        key = key.removesuffix(LIST_MARK)
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
    text = "" if value is None else str(value)
    # Half a character, which JSON can write and no file can keep.
    return clean_text(text).text if _HALVES.search(text) else text or None
