"""The head of the indicator block: which columns hold which field."""

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final, NamedTuple

from perfdesk.io.match.find.area import Area, Item
from perfdesk.io.match.labels.lexicon import INFERRED, WHOLE, Lexicon, Meaning
from perfdesk.io.match.labels.spelling import label_of
from perfdesk.io.match.take.funds import head_zones

_BY_ROW: Final = attrgetter("row")
_MOST_LOOKED_AT: Final = 2_000
"""Cells below a head from which its level columns are inferred."""
_MOST_HEADS: Final = 400
_VALUE_WORD: Final = re.compile(r"值|目标|指标|标准|完成|实现|达到|计划|预期|实际")
_TERM_FIELDS: Final = frozenset({"level2", "level3", "target"})


class Zone(NamedTuple):
    """The columns of a field: from its head up to the next head."""

    name: str
    first: int
    last: int
    head: Item | None
    guessed: bool = False


@dataclass(slots=True)
class Columns:
    """The zones of a head row; two sets where 中期 and 年度 stand side by side."""

    sets: list[dict[str, Zone]]
    body: int
    """The first row below the head."""
    heads: list[Item] = field(default_factory=list)

    @property
    def level1(self) -> Zone | None:
        """The column of 一级指标, shared by the sets."""
        return self.sets[0].get("level1")

    @property
    def left(self) -> int:
        """The leftmost column of a field."""
        return min(zone.first for zones in self.sets for zone in zones.values())


def columns_at(area: Area, lexicon: Lexicon, row: int) -> Columns | None:
    """The columns if this row is a head of the indicator block."""
    heads = _with_whole(lexicon, area.line(row))
    named = _named(lexicon, heads)
    names = [meaning.name for meaning in named.values()]
    if (
        "level3" not in names
        or len(set(names)) < 2
        or not any(i.row == row for i in heads if i.address in named)
    ):
        return None
    if not _reads_like_heads(lexicon, [item for item in heads if item.row == row], named):
        return None
    heads, body = _second_row(area, lexicon, heads, row)
    heads = _first_row(area, lexicon, heads, row)
    sets = _sets(lexicon, heads)
    if not sets or "level3" not in sets[0]:
        return None
    _infer_values(lexicon, sets[0], heads)
    columns = Columns(sets, body, heads)
    _infer_levels(area, lexicon, columns)
    return columns


def head_rows(area: Area, lexicon: Lexicon) -> tuple[set[int], set[int]]:
    """The rows in which the head of the indicator block may stand, and those in which it does.

    One that only sounds like a head has other heads beside.
    """
    sure: set[int] = set()
    sounds: set[int] = set()
    column = lexicon.column
    for item in area.items:
        label = item.label
        meaning = column(label) if label.key else None
        if meaning is not None and meaning.name == "level3":
            rows = sure if meaning.rank < INFERRED else sounds
        elif label.base in WHOLE and _with_whole(lexicon, area.line(item.row)) is not area.line(
            item.row
        ):
            rows = sure
        else:
            continue
        rows.update(range(item.row, min(item.last_row, item.row + 3) + 1))
    sounds -= sure
    heads = {
        row for row in sorted(sounds)[:_MOST_HEADS] if columns_at(area, lexicon, row) is not None
    }
    return sure | sounds, sure | heads


def _with_whole(lexicon: Lexicon, line: list[Item]) -> list[Item]:
    """The line, 绩效指标 read as 三级指标 where it heads the only column of names: 产出指标-数量指标-完成数."""
    whole = next((item for item in line if item.label.base in WHOLE), None)
    if whole is None or len(line) > _MOST_HEADS:
        return line
    meanings = [(item, m) for item in line if (m := lexicon.column(item.label))]
    named = {m.name: item for item, m in meanings}
    if sum(1 for _, m in meanings if m.rank < INFERRED) < 2:
        return line
    values = named.keys() & {"target", "actual", "weight", "score", "deviation"}
    if (
        len(values) < 3
        or "level3" in named
        or any(named[name].column < whole.column for name in values)
    ):
        return line
    if any(named[name].column > whole.column for name in named.keys() & {"level1", "level2"}):
        return line
    return [item._replace(label=label_of("三级指标")) if item is whole else item for item in line]


def _reads_like_heads(lexicon: Lexicon, items: list[Item], named: dict[str, Meaning]) -> bool:
    """Whether a row holds heads, not an indicator whose words sound like some: 三级指标体系建设数."""
    exact = sum(
        1 for item in items if item.address in named and named[item.address].rank < INFERRED
    )
    others = sum(
        1 for item in items if item.address not in named and not lexicon.is_label(item.label)
    )
    return exact >= 2 or others < sum(1 for item in items if item.address in named)


def columns_by_content(area: Area, lexicon: Lexicon) -> Columns | None:
    """The columns where nobody knows the words of the head: by the 一级 and 二级指标 that stand below it."""
    columns: dict[str, Counter[int]] = {"level1": Counter(), "level2": Counter()}
    rows = []
    for item in area.items:
        level = lexicon.level(item.text)
        if level is not None:
            columns["level1" if level == "both" else level][item.column] += 1
            rows.append(item.row)
    places = {name: counts.most_common(1)[0][0] for name, counts in columns.items() if counts}
    if len(rows) < 3:
        return None
    first = min(rows)
    above = [row for row in area.lines if row < first and sum(1 for _ in area.starting(row)) > 2]
    if not above:
        return None
    heads = _without_repeats(area.line(max(above)))
    zones = {name: Zone(name, column, column, None, True) for name, column in places.items()}
    edge = max(places.values())
    right = [entry for entry in head_zones(heads) if entry[1] > edge]
    if not right or (lexicon.kind.has_results and len(right) < 3):
        return None
    zones["level3"] = Zone("level3", right[0][1], right[0][2], right[0][0], True)
    _name_by_place(lexicon, zones, right[1:])
    return Columns([zones], max(above) + 1, heads)


def _name_by_place(
    lexicon: Lexicon, zones: dict[str, Zone], heads: list[tuple[Item, int, int]]
) -> None:
    """Fields for the heads right of the 三级指标: by their words, the others in the usual order."""
    wanted = (
        ["target", "actual", "weight", "score", "deviation"]
        if lexicon.kind.has_results
        else ["target"]
    )
    open_ = []
    for item, first, last in heads:
        meaning = lexicon.column(item.label)
        if meaning is not None and meaning.name in wanted:
            wanted.remove(meaning.name)
            zones[meaning.name] = Zone(meaning.name, first, last, item, True)
        else:
            open_.append((item, first, last))
    for name, (item, first, last) in zip(wanted, open_, strict=False):
        zones[name] = Zone(name, first, last, item, True)


def _named(lexicon: Lexicon, items: list[Item]) -> dict[str, Meaning]:
    return {item.address: meaning for item in items if (meaning := lexicon.column(item.label))}


def _second_row(
    area: Area, lexicon: Lexicon, heads: list[Item], row: int
) -> tuple[list[Item], int]:
    """Heads that stand in a second row below a common one."""
    below = [item for item in area.line(row + 1) if item.row == row + 1]
    named = _named(lexicon, below)
    if not named or not all(
        lexicon.is_label(item.label) or item.address in named for item in below
    ):
        return heads, row + 1
    if any(
        _named(lexicon, [item]).get(item.address, Meaning("", 0)).name == "level3" for item in below
    ) and len(named) == len(_named(lexicon, heads)):
        return heads, row + 1
    kept = [
        h
        for h in heads
        if not any(o.column <= h.last_column and o.last_column >= h.column for o in below)
    ]
    return sorted([*kept, *below], key=lambda item: item.column), row + 2


def _first_row(area: Area, lexicon: Lexicon, heads: list[Item], row: int) -> list[Item]:
    """Heads that stand one row above, over columns that this row leaves open."""
    above = [item for item in area.line(row - 1) if item.row == row - 1]
    open_ = [
        item
        for item in above
        if (meaning := lexicon.column(item.label)) and meaning.rank < INFERRED
        and not any(o.column <= item.last_column and o.last_column >= item.column for o in heads)
    ]  # fmt: skip
    return sorted([*heads, *open_], key=lambda item: item.column) if open_ else heads


def _sets(lexicon: Lexicon, heads: list[Item]) -> list[dict[str, Zone]]:
    heads = _without_repeats(heads)
    best = _best_heads(lexicon, heads)
    sets: list[dict[str, Zone]] = [{}]
    for item, first, last in head_zones(heads):
        meaning = best.get(item.address)
        if meaning is None:
            continue
        zone = Zone(meaning.name, first, last, item, meaning.rank >= INFERRED)
        current = sets[-1]
        if meaning.name not in current:
            current[meaning.name] = zone
        elif lexicon.kind.plans and meaning.name in _TERM_FIELDS and "level3" in current:
            sets.append({meaning.name: zone})
    # A further column of words alone is no second term: 指标内容 behind the value of the only one.
    return [zones for zones in sets if zones is sets[0] or ("level3" in zones and len(zones) > 1)][
        :2
    ]


def _without_repeats(heads: list[Item]) -> list[Item]:
    """The heads less those that say again what their left neighbour says: a merge undone and filled."""
    return [
        head
        for before, head in zip([None, *heads], heads, strict=False)
        if not _same_head(before, head)
    ]


def _same_head(before: Item | None, head: Item) -> bool:
    return (
        before is not None
        and before.label.key == head.label.key
        and before.last_column + 1 == head.column
    )


def _best_heads(lexicon: Lexicon, heads: list[Item]) -> dict[str, Meaning]:
    """The heads that stand for a field: an inferred or lesser label gives way to the better one."""
    named = _named(lexicon, heads)
    ranks: dict[str, int] = {}
    for meaning in named.values():
        ranks[meaning.name] = min(meaning.rank, ranks.get(meaning.name, meaning.rank))
    twice = lexicon.kind.plans
    levels = [i.column for i in heads if (m := named.get(i.address)) and m.name.startswith("level")]
    left = min(levels, default=0)
    # 绩效目标完成情况 at the left edge heads the whole block, no column of it.
    aside = {
        item.address
        for item in heads
        if item.column < left and (m := named.get(item.address)) and m.rank >= INFERRED
    }
    return {
        address: meaning
        for address, meaning in named.items()
        if address not in aside
        and (meaning.rank == ranks[meaning.name] or (twice and meaning.name in _TERM_FIELDS))
    }


def _infer_values(lexicon: Lexicon, zones: dict[str, Zone], heads: list[Item]) -> None:
    """Value columns under words that nobody has used before, known by where they stand: after the 三级指标."""
    left = zones["level3"].first
    right = min(
        (zones[name].first for name in ("weight", "score", "deviation") if name in zones),
        default=1 << 30,
    )
    taken = {zone.head.address for zone in zones.values() if zone.head is not None}
    open_ = [
        (item, first, last) for item, first, last in head_zones(heads)
        if left < first < right and item.address not in taken and _VALUE_WORD.search(item.label.base)
    ]  # fmt: skip
    wanted = ("target", "actual") if lexicon.kind.has_results else ("target",)
    for name in wanted:
        after = zones["target"].first if name == "actual" and "target" in zones else left
        before = zones["actual"].first if name == "target" and "actual" in zones else right
        fits = [entry for entry in open_ if after < entry[1] < before]
        if name not in zones and fits:
            item, first, last = fits[0]
            zones[name] = Zone(name, first, last, item, True)
            open_.remove(fits[0])


def _infer_levels(area: Area, lexicon: Lexicon, columns: Columns) -> None:
    """Level columns without a head, known by what stands in them."""
    zones = columns.sets[0]
    for name, right in (("level2", "level3"), ("level1", "level2")):
        edge = zones.get(right) or zones["level3"]
        if name in zones or edge.first == 0:
            continue
        taken = {
            c
            for zone in zones.values()
            for c in range(zone.first, min(zone.last, zone.first + 60) + 1)
        }
        # A head that is repeated on thousands of rows infers the same: looked at once.
        known = (name, edge.first, tuple(sorted(taken)))
        if known not in area.inferred:
            area.inferred[known] = _level_column(area, lexicon, columns.body, name, edge, taken)
        column = area.inferred[known]
        if column is not None:
            zones[name] = Zone(name, column, edge.first - 1, None, True)


def _level_column(
    area: Area, lexicon: Lexicon, body: int, name: str, edge: Zone, taken: set[int]
) -> int | None:
    """The column left of `edge` in which most levels of this name stand below a head; None for none."""
    counts: Counter[int] = Counter()
    start = bisect_left(area.items, body, key=_BY_ROW)
    for item in area.items[start : start + _MOST_LOOKED_AT]:
        fits = item.column < edge.first and item.column not in taken
        if fits and (
            lexicon.level(item.text) in (name, "both")
            or (name == "level1" and lexicon.both(item.text))
        ):
            counts[item.column] += 1
    return max(counts, key=lambda place: counts[place]) if counts else None
