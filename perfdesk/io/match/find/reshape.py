"""Indicators that stand otherwise than in rows below their heads, put so before they are read.

Two such layouts: the table turned, heads down and one indicator a column; and cards, in which each
indicator has its own heads, every value beside its own. Addresses stay those of the file.
"""

from collections.abc import Sequence
from typing import Final

from perfdesk.io.match.find.area import Area, Item
from perfdesk.io.match.labels.lexicon import INFERRED, Lexicon

_FEWEST_FIELDS: Final = 4
_MOST_COLUMNS: Final = 400
_MOST_HEADS: Final = 4_000
_TOTALS: Final = frozenset({"总分", "合计", "总计", "总得分", "自评总分"})
_NAMES: Final = frozenset({"level1", "level2", "level3"})
_VALUES: Final = frozenset({"target", "actual"})


def reshaped(area: Area, lexicon: Lexicon) -> Area:
    """The area with its indicators in rows; the same one where they stand so already, as nearly always."""
    known = lexicon.columns
    names = [i for i in area.items if i.label.base in known and _field(lexicon, i) == "level3"]
    if (
        not names
        or len(names) > _MOST_HEADS
        or any(_heads_a_column(area, lexicon, item) for item in names)
    ):
        return area
    items = _turned(area, lexicon, names[0]) if len(names) == 1 else _cards(area, lexicon)
    return Area(area.sheet, sorted(items, key=lambda i: (i.row, i.column))) if items else area


def _field(lexicon: Lexicon, item: Item) -> str:
    meaning = lexicon.column(item.label) if item.label.key else None
    return meaning.name if meaning is not None and meaning.rank < INFERRED else ""


def _heads_a_column(area: Area, lexicon: Lexicon, item: Item) -> bool:
    """Whether the next cell is a head, too: an ordinary table."""
    beside = area.right_of(item)
    return beside is None or bool(_field(lexicon, beside)) or lexicon.is_label(beside.label)


def _turned(area: Area, lexicon: Lexicon, name: Item) -> list[Item]:
    """The heads of one column as the heads of one row, and what stands right of them below."""
    column = [item for item in area.items if item.column == name.column and _field(lexicon, item)]
    heads = [
        head
        for at, head in enumerate(column)
        if abs(head.row - name.row) == abs(at - column.index(name))
    ]
    places = {head.row: at for at, head in enumerate(heads)}
    fields = {_field(lexicon, head) for head in heads}
    if len(fields) < max(_FEWEST_FIELDS, len(heads)) or not _VALUES & fields:
        return []
    top, bottom = heads[0].row, heads[-1].last_row
    first = max(head.last_column for head in heads) + 1
    values = [i for i in area.items if i.row in places and i.column >= first]
    if (
        any(i.last_row > i.row for i in values)
        or max(i.last_column for i in values) - first > _MOST_COLUMNS
    ):
        return []
    down = max(i.last_column for i in values) - first + 2
    moved = [_at(head, top, name.column + places[head.row]) for head in heads]
    moved += [
        i._replace(
            row=top + 1 + i.column - first, last_row=top + 1 + i.last_column - first,
            column=name.column + places[i.row], last_column=name.column + places[i.row],
        )
        for i in values
    ]  # fmt: skip
    taken = {item.address for item in moved}
    return [*moved, *_others(area, taken, top, bottom, down)]


def _cards(area: Area, lexicon: Lexicon) -> list[Item]:
    """Each card a row below the heads of all."""
    cards: list[dict[str, Item | None]] = []
    heads: dict[str, Item] = {}
    taken: set[str] = set()
    rows: list[int] = []
    totals = {item.row for item in area.items if item.label.base in _TOTALS}
    for item in area.items:
        field = _field(lexicon, item)
        if not field or (not cards and field not in _NAMES) or item.row in totals:
            continue
        beside = area.right_of(item)
        value = None if beside is None or lexicon.is_label(beside.label) else beside
        if not cards or field in cards[-1]:
            cards.append({})
        cards[-1][field] = value
        heads.setdefault(field, item)
        taken.update(i.address for i in (item, value) if i is not None)
        rows += (item.row, item.last_row)
    if not _are_cards(cards):
        return []
    top, bottom = min(rows), max(rows)
    columns = {field: at for at, field in enumerate(heads)}
    moved = [_at(head, top, columns[field]) for field, head in heads.items()]
    moved += [
        _at(value, top + 1 + at, columns[field])
        for at, card in enumerate(cards)
        for field, value in card.items()
        if value is not None
    ]
    return [*moved, *_others(area, taken, top, bottom, len(cards) + 1)]


def _are_cards(cards: Sequence[dict[str, Item | None]]) -> bool:
    """Whether each has a name, a value and enough beside its heads."""
    return len(cards) > 1 and all(
        len(card) >= _FEWEST_FIELDS and card.get("level3") is not None and _VALUES & card.keys()
        for card in cards
    )


def _at(item: Item, row: int, column: int) -> Item:
    return item._replace(row=row, last_row=row, column=column, last_column=column)


def _others(area: Area, taken: set[str], top: int, bottom: int, down: int) -> list[Item]:
    """What is no part of the block: above as it is, below further down, and beside it out of the way."""
    end = area.last_row + down + 1
    return [
        item if item.row < top
        else item._replace(row=item.row + down, last_row=item.last_row + down) if item.row > bottom
        else item._replace(row=end + item.row, last_row=end + item.row)
        for item in area.items
        if item.address not in taken
    ]  # fmt: skip
