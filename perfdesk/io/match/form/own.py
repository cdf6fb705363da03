"""Workbooks that PerfDesk itself wrote: defined names say where each field of the head stands.

The names move with the cells when rows are added in Excel or WPS. They make re-importing exact
even where a value reads like a label; the rest of such a sheet is read by its labels as always.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from perfdesk.io.match.find.area import Item
from perfdesk.io.match.labels.spelling import year_in
from perfdesk.io.match.take.header import period_in
from perfdesk.io.match.take.raw import Anchor, Found, Raw
from perfdesk.io.readers.snapshot import cell_at

_ANCHOR: Final = re.compile(r"i([0-9]{1,6})\.(level[123])")


def claim(raw: Raw, places: Mapping[str, str]) -> None:
    """Take the values of named cells, blank ones included, before anything else is looked for."""
    by_address: dict[str, Item] = {item.address: item for item in raw.area.items}
    for name, place in places.items():
        address = f"{raw.area.sheet}!{place}"
        row, _, field = name.rpartition(".")
        if anchor := _ANCHOR.fullmatch(name):
            raw.anchors[cell_at(place)] = Anchor(int(anchor.group(1)), anchor.group(2))
            continue
        item = by_address.get(address)
        raw.own.add(address)
        found = Found(None, address) if item is None else _value(raw, field, item)
        if row:
            raw.funds[row, field] = found
        else:
            raw.header[field] = found
    raw.area.reach(max((row for row, _ in raw.anchors), default=0))


def _value(raw: Raw, name: str, item: Item) -> Found:
    if name == "year":
        return raw.found(name, item, year_in(item.text) or "")
    if name == "money_unit":
        return raw.found(name, item, item.label.bracket)
    if name == "period" and (item.label.bracket or raw.lexicon.is_label(item.label)):
        return raw.found(name, item, period_in(item.label, item.text) or "")
    return raw.found(name, item)


def is_one_form(items: Sequence[Item], places: Mapping[str, str], sheet: str) -> bool:
    """Whether a sheet still holds the one form that was written there, and no pasted second one."""
    named = {f"{sheet}!{place}" for place in places.values()}
    counts = [
        sum(item.label.base == label and item.address not in named for item in items)
        for label in ("项目名称", "实施单位", "一级指标", "三级指标")
    ]
    return bool(named) and min(counts) <= 1
