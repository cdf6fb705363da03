"""Workbooks that PerfDesk itself wrote: defined names say where each field of the head stands.

The names move with the cells when rows are added in Excel or WPS. They make re-importing exact
even where a value reads like a label; the rest of such a sheet is read by its labels as always.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from perfdesk.cellpath import FUND_PREFIX, HEADER
from perfdesk.io.match.find.area import Item
from perfdesk.io.match.labels.schema import Schema, row_key
from perfdesk.io.match.labels.spelling import year_in
from perfdesk.io.match.take.raw import Anchor, Found, Raw, RawRow
from perfdesk.io.readers.snapshot import cell_at
from perfdesk.template.model import Template

_ANCHOR: Final = re.compile(r"i([0-9]{1,6})\.(level[123])")


def claim(raw: Raw, places: Mapping[str, str], schema: Schema | None) -> None:
    """Take the values of named cells, blank ones included, before anything else is looked for.

    `schema` is that of the template of which PerfDesk wrote the form; None where it is unknown.
    """
    by_address: dict[str, Item] = {item.address: item for item in raw.area.items}
    rows = {row.id: row_key(row) for row in schema.template.fund_rows} if schema else {}
    for name, place in places.items():
        address = f"{raw.area.sheet}!{place}"
        row, _, field = name.rpartition(".")
        if anchor := _ANCHOR.fullmatch(name):
            raw.anchors[cell_at(place)] = Anchor(int(anchor.group(1)), anchor.group(2))
            continue
        if row and not row.startswith(FUND_PREFIX):
            continue
        key = schema.keys.get((row[:1], field), field) if schema else field
        item = by_address.get(address)
        raw.own.add(address)
        raw.own_rows.add(cell_at(place)[0])
        found = Found(None, address) if item is None else _value(raw, field, item, schema)
        if row:
            raw.funds[rows.get(row, row), key] = found
        else:
            raw.header[key] = found
    if schema:
        _claim_blocks(raw, places, schema.template)
    raw.area.reach(max((row for row, _ in raw.anchors), default=0))


def _claim_blocks(raw: Raw, places: Mapping[str, str], template: Template) -> None:
    """The rows of repeating blocks, from the first named one to the last, what was inserted between included."""
    for block in template.blocks:
        columns: dict[int, str] = {}
        rows: set[int] = set()
        for name, place in places.items():
            row_id, _, field = name.rpartition(".")
            if row_id[:1] == block.prefix and row_id[1:].isdecimal():
                row, column = cell_at(place)
                columns[column] = field
                rows.add(row)
        by_place = {(item.row, item.column): item for item in raw.area.items}
        raw.blocks[block.name] = []
        for row in range(min(rows, default=0), max(rows, default=-1) + 1):
            items = {column: by_place.get((row, column)) for column in columns}
            if row not in rows and not any(items.values()):
                continue
            built = RawRow()
            for column, item in items.items():
                if item is not None:
                    raw.own.add(item.address)
                    built.values[columns[column]] = raw.found(columns[column], item)
            raw.blocks[block.name].append(built)


def _value(raw: Raw, name: str, item: Item, schema: Schema | None) -> Found:
    if name == "year":
        return raw.found(name, item, year_in(item.text) or "")
    if name == "money_unit":
        return raw.found(name, item, item.label.bracket)
    if schema is not None and (words := _words_around(schema.template, name)):
        return raw.found(name, item, _inside(item.text, words))
    return raw.found(name, item)


def _words_around(template: Template, name: str) -> list[str]:
    """The labels inside which the template prints a field: 项目总目标（{}）; the blank one last."""
    cells = [cell for row in template.rows for cell in row.cells if cell.field == name]
    if not cells or any("{}" not in cell.label for cell in cells if cell.row == HEADER):
        return []
    return [cell.label for cell in cells]


def _inside(text: str, labels: Sequence[str]) -> str:
    """What stands at the place of the field in a label; "" where it is blank or the label was retyped."""
    for label in labels:
        before, _, after = label.partition("{}")
        if text.startswith(before) and text.endswith(after) and len(text) > len(before + after):
            return text[len(before) : len(text) - len(after)] if "×" not in text else ""
    return ""


def is_one_form(items: Sequence[Item], places: Mapping[str, str], sheet: str) -> bool:
    """Whether a sheet still holds the one form that was written there, and no pasted second one."""
    named = {f"{sheet}!{place}" for place in places.values()}
    counts = [
        sum(item.label.base == label and item.address not in named for item in items)
        for label in ("项目名称", "实施单位", "一级指标", "三级指标")
    ]
    return bool(named) and min(counts) <= 1
