"""Sums of a 申报表 that are written otherwise than each beside its label."""

import re
from typing import Final

from perfdesk.io.match.find.area import Area, Item
from perfdesk.io.match.labels.lexicon import Lexicon
from perfdesk.io.match.labels.spelling import label_of
from perfdesk.io.match.take.raw import Raw
from perfdesk.values import normalise_signs

_TO_YEAR: Final = {
    "fund_total": "year_total", "fund_fiscal": "year_fiscal", "fund_other": "year_other",
}  # fmt: skip
_OF_PROJECT: Final = ("中期", "长期", "项目期", "实施期", "总投资", "总预算")
_WITH_SUM: Final = re.compile(
    r"\s*((?:其中)?[:：]?[^0-9:：\s]{2,14}?)\s*[:：]?\s*(-?[0-9][0-9,]*(?:\.[0-9]+)?)\s*(?:万元|元)?\s*"
)
_LONGEST: Final = 40
_MOST_SPLIT: Final = 60


def split_sums(area: Area, lexicon: Lexicon) -> Area:
    """The area with 其中：财政拨款 240 in one cell as a label and its sum; the same one where there is none.

    Every column becomes two, so that there is room for the sum right of its label. Addresses stay.
    """
    found = {
        item.address: parts
        for item in area.items
        if len(item.text) <= _LONGEST and (parts := _parts(lexicon, item)) is not None
    }
    if not found or len(found) > _MOST_SPLIT:
        return area
    items: list[Item] = []
    for item in area.items:
        wide = item._replace(column=item.column * 2, last_column=item.last_column * 2 + 1)
        parts = found.get(item.address)
        if parts is None:
            items.append(wide)
            continue
        name, amount = parts
        label = item.cell._replace(text=name)
        items.append(wide._replace(last_column=wide.column, cell=label, label=label_of(name)))
        value = item.cell._replace(text=amount)
        items.append(wide._replace(column=wide.column + 1, cell=value, label=label_of(amount)))
    split = Area(area.sheet, items)
    split.divided = set(found)
    return split


def _parts(lexicon: Lexicon, item: Item) -> tuple[str, str] | None:
    found = _WITH_SUM.fullmatch(normalise_signs(item.text))
    if found is None or lexicon.is_label(item.label):
        return None
    label = label_of(found.group(1))
    if not label.key:
        return None
    money = {meaning.name for meaning in lexicon.header_meanings(label)} & lexicon.amounts
    row = lexicon.fund_row(label) if lexicon.funds else None
    if not money and row is None:
        return None
    return found.group(1), found.group(2)


def settle_one_column(raw: Raw) -> None:
    """Give the sums to the year where the form has only one of each and says nothing of a longer time.

    总额, 财政拨款 and 其他资金 without a word of the year are then no 中期 half that the form does not have.
    """
    if raw.own or "year_total" not in raw.lexicon.header_names:
        return
    names = raw.labels.keys() | raw.header.keys()
    if "fund_total" not in names or names & set(_TO_YEAR.values()):
        return
    goal = raw.header.get("goal_total")
    if (goal is not None and goal.text) or any(row.term == "medium" for row in raw.rows):
        return
    labels = [raw.labels[name] for name in _TO_YEAR if name in raw.labels]
    if any(word in label.label.base for label in labels for word in _OF_PROJECT):
        return
    for name, year in _TO_YEAR.items():
        if name in raw.labels:
            raw.labels[year] = raw.labels.pop(name)
        if name in raw.header:
            raw.header[year] = raw.header.pop(name)
