"""Which cells may be labels of fields that a form has once."""

from collections.abc import Iterator
from typing import Final

from perfdesk.io.match.find.area import Area, Item
from perfdesk.io.match.labels.lexicon import INFERRED, Lexicon, Meaning
from perfdesk.io.match.take.raw import Raw

GOALS: Final = frozenset({"goal_expected", "goal_actual", "goal_total", "goal_annual"})
_MOST_BESIDE: Final = 4
_FIRST_GROUP: Final = frozenset({"fund_total", "fund_fiscal", "fund_other"})
_TWINS: Final = {"fund_fiscal": "year_fiscal", "fund_other": "year_other"}
_YEAR_GROUP: Final = frozenset({"year_total", "year_fiscal", "year_carryover", "year_other"})


def candidates(raw: Raw) -> list[tuple[str, int, Item]]:
    """(field, rank, label's cell) of every header label; two-fold labels by where they stand."""
    if raw.candidates is None:
        raw.candidates = list(_candidates(raw.area, raw.lexicon))
    return raw.candidates


def _candidates(area: Area, lexicon: Lexicon) -> Iterator[tuple[str, int, Item]]:
    named = list(_named(area, lexicon))
    totals = sorted(
        (
            (m.rank, m.name, item)
            for item, meanings in named
            for m in meanings
            if m.name in ("fund_total", "year_total")
        ),
        key=lambda total: -total[0],
    )
    anchors = {name: item for _, name, item in totals}
    for item, meanings in named:
        meanings = _of_one_column(meanings, anchors)
        groups = {m.name for m in meanings if m.name in _FIRST_GROUP | _YEAR_GROUP}
        if groups & _FIRST_GROUP and groups & _YEAR_GROUP and len(anchors) == 2:
            side = _side(item, anchors["fund_total"], anchors["year_total"])
            meanings = tuple(m for m in meanings if m.name in side or m.name not in groups)
        for meaning in meanings:
            # Above 地方主管部门 the form of a transfer names the ministry, which is not the unit's.
            far = meaning.name == "department" and item.label.base.startswith("中央")
            yield meaning.name, meaning.rank + far, item


def _of_one_column(meanings: tuple[Meaning, ...], anchors: dict[str, Item]) -> tuple[Meaning, ...]:
    """The meanings of a source where all sums of money stand in one column.

    With a total of the year alone they are the year's: a 中期 half that the form does not have takes none
    of them. With both totals one below the other they may be of either, and `_side` decides.
    """
    year, whole = anchors.get("year_total"), anchors.get("fund_total")
    if year is None or (whole is not None and whole.row == year.row):
        return meanings
    kept: dict[str, Meaning] = {}
    for meaning in meanings:
        twin = _TWINS.get(meaning.name)
        for name in {twin, *(() if whole is None else (meaning.name,))} if twin else {meaning.name}:
            kept.setdefault(name, Meaning(name, meaning.rank))
    return tuple(kept.values())


def _named(area: Area, lexicon: Lexicon) -> Iterator[tuple[Item, tuple[Meaning, ...]]]:
    """The items that may be labels; by their words alone only where a head field can stand."""
    heads = [
        i
        for i in area.items
        if (m := lexicon.column(i.label)) and m.name == "level3" and m.rank < INFERRED
    ]
    first, names = min(((head.row, head.column) for head in heads), default=(1 << 30, 1 << 30))
    for item in area.items:
        meanings = lexicon.header_meanings(item.label) if item.label.key else ()
        if not meanings:
            continue
        if meanings[0].rank >= INFERRED:
            leads = area.line(item.row)[0] is item and (
                item.row < first or item.column < max(names, 1)
            )
            below = meanings[0].name in GOALS and _heads_goals(area, lexicon, item)
            if not (leads if meanings[0].name == "grade" else item.row < first or below):
                continue
        yield item, meanings


def _heads_goals(area: Area, lexicon: Lexicon, item: Item) -> bool:
    """Whether a goal's label may stand below the indicators: beside a text only, or in a row of labels only."""
    line = area.line(item.row)
    if len(line) > _MOST_BESIDE:
        return False
    if len(line) == 2 and line[0] is item:
        return True
    return len(line) > 1 and all(
        lexicon.is_label(other.label)
        or any(m.name in GOALS for m in lexicon.header_meanings(other.label))
        for other in line
    )


def _side(item: Item, total: Item, year: Item) -> frozenset[str]:
    """Whether a label of the fund block belongs to the whole project or to the year."""
    if total.row == year.row:
        place, first, second = item.column, total.column, year.column
    else:
        place, first, second = item.row, total.row, year.row
    if first < second:
        return _YEAR_GROUP if place >= second else _FIRST_GROUP
    return _FIRST_GROUP if place >= first else _YEAR_GROUP
