"""What the user said stands elsewhere: remembered by layout, applied to the next file of it.

A correction names a field and where it stands from a label that every file of the layout has, so
that it holds whatever the number of rows. It is plain text, fit to be kept in a data file.
"""

import re
from typing import Final

from perfdesk.io.match.find.area import Item
from perfdesk.io.match.form.result import MatchedForm, Place
from perfdesk.io.match.take.columns import Columns, Zone
from perfdesk.io.match.take.raw import Raw

NOWHERE: Final = "-"
"""The field stands nowhere in this layout."""

_A1: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RC: Final = re.compile(r"R([0-9]{1,7})C([0-9]{1,5})")
_WHERE: Final = re.compile(r"([A-Za-z0-9_.]+):(-?[0-9]{1,7}):(-?[0-9]{1,5})")


def correction(form: MatchedForm, place: Place, address: str | None) -> tuple[str, str, str] | None:
    """(fingerprint, field, where) for "this field stands at that cell"; None address: nowhere.

    None where no label stands on that sheet to measure from.
    """
    row, name = place
    key = _key(row, name)
    if address is None:
        return form.fingerprint, key, NOWHERE
    target = _parse(address)
    if target is None:
        return None
    column_of_rows = key.startswith("indicators.")
    best: tuple[int, str] | None = None
    for label, at in form.labels.items():
        spot = _parse(at)
        if (
            spot is None
            or spot[0] != target[0]
            or (column_of_rows and label != "indicators.level3")
        ):
            continue
        down, right = target[1] - spot[1], target[2] - spot[2]
        where = f"{label}:{0 if column_of_rows else down}:{right}"
        if best is None or abs(down) + abs(right) < best[0]:
            best = (abs(down) + abs(right), where)
    return (form.fingerprint, key, best[1]) if best else None


def apply_values(raw: Raw) -> None:
    """Put corrected values of head, funds and totals in their place."""
    for key, where in raw.corrections.items():
        row, _, name = key.rpartition(".")
        if row == "indicators":
            continue
        if where == NOWHERE:
            (raw.funds.pop((row, name), None) if row else raw.header.pop(name, None))
            continue
        item = _item(raw, where)
        if item is not None:
            found = raw.found(name, item)
            if row:
                raw.funds[row, name] = found
            else:
                raw.header[name] = found


def apply_columns(raw: Raw, columns: Columns) -> None:
    """Put corrected columns of the indicator block in their place."""
    zones = columns.sets[0]
    base = zones["level3"].head
    for key, where in raw.corrections.items():
        row, _, name = key.rpartition(".")
        if row != "indicators" or name == "level3":
            continue
        found = _WHERE.fullmatch(where)
        if where == NOWHERE:
            zones.pop(name, None)
        elif found and base is not None:
            column = base.column + int(found.group(3))
            zones[name] = Zone(name, column, column, None)
            for other, zone in list(zones.items()):
                if other != name and zone.first == column:
                    del zones[other]


def _key(row: str, name: str) -> str:
    if row.startswith("r"):
        return f"indicators.{name}"
    return f"{row}.{name}" if row else name


def _item(raw: Raw, where: str) -> Item | None:
    found = _WHERE.fullmatch(where)
    label = raw.labels.get(found.group(1)) if found else None
    if found is None or label is None:
        return None
    row, column = label.row + int(found.group(2)), label.column + int(found.group(3))
    inside = raw.area.covering(row, column, column)
    return inside[0] if inside else None


def _parse(address: str) -> tuple[str, int, int] | None:
    """(sheet, row, column) of an address, counted from 1."""
    sheet, _, cell = address.rpartition("!")
    if found := _RC.fullmatch(cell):
        return sheet, int(found.group(1)), int(found.group(2))
    if found := _A1.fullmatch(cell):
        column = 0
        for letter in found.group(1):
            column = column * 26 + ord(letter) - 64
        return sheet, int(found.group(2)), column
    return None
