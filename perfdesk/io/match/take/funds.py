"""The fund block of a 自评表: rows by their sources, columns by their heads, or the other way round."""

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from perfdesk.io.match.find.area import Area, Item
from perfdesk.io.match.labels.lexicon import INFERRED, Lexicon, Meaning
from perfdesk.io.match.labels.spelling import Label, label_of
from perfdesk.io.match.take.raw import Found, Raw
from perfdesk.io.readers.snapshot import WARNING
from perfdesk.values import format_decimal, read_amount, read_rate

_AMOUNTS: Final = frozenset({"initial", "adjusted", "executed"})
_ROWS: Final = ("F0", "F1", "F2", "F3")
_MOST_ROWS: Final = 14
_WIDEST_GAP: Final = 3
"""Rows without a source that may stand between two: beyond them 合计 is another block's."""
_MOST_HEADS: Final = 400
_NEAR: Final = Decimal("0.006")
_SHORT: Final = 8
"""Signs of a head that only divides the one above it."""

Look = Callable[[Label], Meaning | None]


def read_funds(raw: Raw) -> None:
    """Fill in the amounts, rates and points of the four fund rows."""
    lexicon = raw.lexicon
    if lexicon.template is not None and not lexicon.template.fund_fields:
        # 预算执行率 is an indicator of a score sheet, which has no money.
        return
    if not _pairs(raw) and not _cross(raw, lexicon.fund_column, lexicon.fund_row, turned=False):
        _cross(raw, lexicon.fund_row, lexicon.fund_column, turned=True) or _total_only(raw)
    if not raw.own:
        _repair_rates(raw)


def head_zones(head: list[Item]) -> list[tuple[Item, int, int]]:
    """(head, first column, last column): each head owns the columns up to the next one."""
    zones = []
    for position, item in enumerate(head):
        following = head[position + 1].column - 1 if position + 1 < len(head) else 1 << 30
        zones.append(
            (
                item,
                item.column,
                max(following, item.last_column) if following < 1 << 30 else following,
            )
        )
    return zones


def _pairs(raw: Raw) -> bool:
    """年初预算数 100 全年预算数 120 … for each source: every number beside its own label."""
    area, lexicon = raw.area, raw.lexicon
    found: list[tuple[str, str, Item, Item]] = []
    for row in sorted({item.row for item in area.items if lexicon.fund_column(item.label)}):
        line = area.line(row)
        source = next((m.name for item in line if (m := lexicon.fund_row(item.label))), None)
        heads = [
            (item, m.name)
            for item in line
            if (m := lexicon.fund_column(item.label)) and m.rank < INFERRED
        ]
        if source is None or len(heads) < 2:
            continue
        for item, name in heads:
            value = area.right_of(item)
            if value is not None and value.row == row and not lexicon.fund_column(value.label):
                found.append((source, name, item, value))
    if len({source for source, *_ in found}) < 2:
        return False
    for source, name, item, value in found:
        area.use(item)
        raw.labels.setdefault(f"funds.{name}", item)
        raw.funds.setdefault((source, name), raw.found(name, value))
    return True


def _cross(raw: Raw, across: Look, down: Look, turned: bool) -> bool:
    area = raw.area
    for row in sorted(area.lines):
        heads, last = _heads(area, across, row)
        named = {item.address: meaning for item in heads if (meaning := across(item.label))}
        wanted = frozenset(_ROWS) if turned else _AMOUNTS | _planned(raw.lexicon)
        told = {
            m.name for m in named.values() if m.name in wanted and (not turned or m.rank < INFERRED)
        }
        if len(told) < 2 or _holds_sums(heads, min(i.column for i in heads if i.address in named)):
            continue
        zones = [(named[i.address], i, a, b) for i, a, b in head_zones(heads) if i.address in named]
        # 年度预算数 may head the names of the sources, too: then the amounts begin one column further right.
        skipped = max(
            range(min(2, len(zones) - 1)),
            key=lambda skip: len(_row_labels(raw, last, zones[skip][1].column, down)),
        )
        if _rows_below(raw, last, zones[skipped:], down, turned):
            for meaning, item, _, _ in zones:
                area.use(item)
                raw.labels.setdefault(f"funds.{meaning.name}", item)
            return True
    return False


def _heads(area: Area, across: Look, row: int) -> tuple[list[Item], int]:
    """The heads of a row, those of a second row in place of what they divide: 预算数 over 年初 and 全年; its row."""
    heads = area.line(row)
    below = list(area.starting(row + 1))
    if not below or len(heads) > _MOST_HEADS:
        return heads, row
    if not all(across(item.label) for item in below):
        below = [_under(heads, item) for item in below]
        if not all(across(item.label) for item in below):
            return heads, row
    kept = [
        h
        for h in heads
        if not any(o.column <= h.last_column and o.last_column >= h.column for o in below)
    ]
    return sorted([*kept, *below], key=lambda item: item.column), row + 1


def _under(heads: list[Item], item: Item) -> Item:
    """A head that only says 年初 or 全年, with the words of the one above it: 全年预算数."""
    above = next((h for h in heads if h.column <= item.column <= h.last_column), None)
    divides = len(item.text) <= _SHORT and not any(sign.isdigit() for sign in item.text)
    if above is None or above.last_row >= item.row or not divides:
        return item
    return item._replace(label=label_of(item.text.strip() + above.text.strip()))


def _holds_sums(heads: list[Item], first: int) -> bool:
    """Whether amounts stand among the heads: 预算数 420 执行数 405.3 are pairs and head no columns."""
    return any(item.column > first and read_amount(item.text).filled for item in heads)


def _rows_below(
    raw: Raw, head: int, zones: list[tuple[Meaning, Item, int, int]], down: Look, turned: bool
) -> bool:
    rows = _row_labels(raw, head, zones[0][1].column, down)
    if not rows and not turned:
        rows = _only_sums(raw, head, zones)
    plain = _plain_budget(zones)
    for row, item, meaning in rows:
        if item.row == row or down(item.label):
            raw.area.use(item)
            raw.labels.setdefault(f"funds.{meaning.name}", item)
        for column, _, low, high in zones:
            name = plain.get(column.name, column.name)
            place = (name, meaning.name) if turned else (meaning.name, name)
            value = _value(raw.area, raw.lexicon, row, low, high)
            if value is not None and place not in raw.funds:
                guessed = max(column.rank, meaning.rank) >= INFERRED or name != column.name
                raw.funds[place] = raw.found(place[1], value, guessed=guessed)
    return bool(rows)


def _row_labels(raw: Raw, head: int, first: int, down: Look) -> list[tuple[int, Item, Meaning]]:
    """The rows below a head and what they are: by the printed label, else by words that only one row says."""
    rows: list[tuple[int, Item, Meaning]] = []
    for row in range(head + 1, head + 1 + _MOST_ROWS):
        if row in raw.heads or row - (rows[-1][0] if rows else head) > _WIDEST_GAP:
            break
        side = [item for item in raw.area.line(row) if item.column < first]
        found = next(((item, m) for item in reversed(side) if (m := down(item.label))), None)
        if found is not None:
            rows.append((row, *found))
        elif rows and any(raw.lexicon.header_meanings(item.label) for item in side):
            break
    kept: dict[str, tuple[int, Item, Meaning]] = {}
    for entry in rows:
        meaning = entry[2]
        same = [other[2].rank for other in rows if other[2].name == meaning.name]
        if meaning.rank < INFERRED or len(same) == 1:
            kept.setdefault(meaning.name, entry)
    return list(kept.values())


def _only_sums(
    raw: Raw, head: int, zones: list[tuple[Meaning, Item, int, int]]
) -> list[tuple[int, Item, Meaning]]:
    """The one row of sums below the heads that bears no label of its own: those of the whole project."""
    row = head + 1
    here = [item for item in raw.area.starting(row) if item.column >= zones[0][2]]
    amounts = [zone for zone in zones if zone[0].name in _AMOUNTS]
    filled = [
        item
        for _, _, low, high in amounts
        for item in here
        if low <= item.column <= high and read_amount(item.text).filled
    ]
    beside = [item for item in raw.area.line(row) if item.column < zones[0][2]]
    if len(filled) < 2 or len(here) > len(zones) or any(item.row == row for item in beside):
        return []
    return [(row, filled[0], Meaning("F0", INFERRED))]


def _plain_budget(zones: list[tuple[Meaning, Item, int, int]]) -> dict[str, str]:
    """预算数 as the only budget is what the rate is reckoned on: 全年预算数."""
    amounts = {
        meaning.name: item.label.base for meaning, item, _, _ in zones if meaning.name in _AMOUNTS
    }
    alone = amounts.keys() == {"initial", "executed"} and amounts["initial"] == "预算数"
    return {"initial": "adjusted"} if alone else {}


def _value(area: Area, lexicon: Lexicon, row: int, low: int, high: int) -> Item | None:
    inside = [
        item for item in area.covering(row, low, high) if item.column >= low and item.row == row
    ]
    value = inside[0] if inside else None
    return None if value is None or lexicon.fund_row(value.label) else value


def _total_only(raw: Raw) -> bool:
    """A form that prints only the total, each number beside its label."""
    heads: list[tuple[str, Item]] = []
    sure = _rows_of_heads(raw)
    for item in raw.area.items:
        meaning = raw.lexicon.fund_column(item.label)
        if meaning is None or ("F0", meaning.name) in raw.funds:
            continue
        if meaning.rank >= INFERRED and item.row not in sure:
            continue
        if meaning.name not in _AMOUNTS and meaning.name != "rate":
            continue
        value = raw.area.right_of(item)
        if value is not None and (read_amount(value.text).filled or read_rate(value.text).filled):
            raw.funds["F0", meaning.name] = raw.found(meaning.name, value)
            raw.labels.setdefault(f"funds.{meaning.name}", item)
            raw.area.use(item)
            heads.append((meaning.name, item))
    _sources_below(raw, [head for head in heads if head[0] in _AMOUNTS])
    return bool(heads)


def _planned(lexicon: Lexicon) -> frozenset[str]:
    """The columns of a whole unit's plan, where its forms have them: 总额, 财政拨款, 其他资金."""
    names = {meaning.name for meanings in lexicon.funds.values() for meaning in meanings}
    return frozenset({"total", "fiscal", "other"}) if "total" in names else frozenset()


def _rows_of_heads(raw: Raw) -> set[int]:
    """Rows above the indicators in which an amount is named by a label known for sure: others there may be inferred."""
    first = min(raw.heads, default=1 << 30)
    known = ((item, raw.lexicon.fund_column(item.label)) for item in raw.area.items)
    return {
        item.row
        for item, meaning in known
        if meaning and meaning.name in _AMOUNTS and meaning.rank < INFERRED and item.row < first
    }


def read_labelled_money(raw: Raw) -> None:
    """The money of a whole unit's plan, each amount beside its own label: 按来源：财政拨款, 按用途：基本支出."""
    if raw.own or raw.funds or not _planned(raw.lexicon):
        return
    for item in raw.area.items:
        if item.row in raw.heads:
            return
        if item.address in raw.area.used:
            continue
        label = label_of(item.text.replace("：", ":").rpartition(":")[2] or item.text)
        row, column = raw.lexicon.fund_row(label), raw.lexicon.fund_column(label)
        value = _beside_or_below(raw.area, item)
        if value is None:
            continue
        exact = column is not None and column.rank < INFERRED and column.name != "total"
        if column is not None and exact:
            place = ("F0", column.name)
        elif row is not None:
            place = (row.name, "total")
        else:
            continue
        if place not in raw.funds:
            raw.area.use(item)
            raw.labels.setdefault(f"funds.{place[1]}", item)
            raw.labels.setdefault(f"funds.{place[0]}", item)
            raw.funds[place] = raw.found(place[1], value)


def _beside_or_below(area: Area, item: Item) -> Item | None:
    """The amount that stands right of a label, else the one below it."""
    right = area.right_of(item)
    below = area.covering(item.last_row + 1, item.column, item.last_column)
    for value in (right, *below[:1]):
        if value is not None and value.row >= item.row and read_amount(value.text).filled:
            return value
    return None


def _sources_below(raw: Raw, heads: list[tuple[str, Item]]) -> None:
    """预算数 and 执行数 side by side, each over its own 其中：财政拨款 and 其他资金."""
    if not heads:
        return
    top = max(item.row for _, item in heads)
    for item in raw.area.items:
        meaning = raw.lexicon.fund_row(item.label) if top < item.row <= top + _MOST_ROWS else None
        above = [head for head in heads if head[1].column <= item.column]
        value = raw.area.right_of(item)
        if meaning is None or not above or value is None or not read_amount(value.text).filled:
            continue
        name = max(above, key=lambda head: head[1].column)[0]
        raw.area.use(item)
        raw.funds.setdefault((meaning.name, name), raw.found(name, value))


def _repair_rates(raw: Raw) -> None:
    """A rate stored as the number 0.995 without a percent format means 99.5 %."""
    for row in _ROWS:
        rate = raw.funds.get((row, "rate"))
        if rate is None or rate.text is None or not rate.number:
            continue
        value = read_rate(rate.text)
        executed, adjusted = _amount(raw, row, "executed"), _amount(raw, row, "adjusted")
        if value.value is None or value.percent or not executed or not adjusted:
            continue
        if (
            abs(executed / adjusted - value.value) <= _NEAR
            and abs(executed / adjusted * 100 - value.value) > 1
        ):
            text = format_decimal(value.value * 100, 2)
            raw.funds[row, "rate"] = Found(text, rate.address, True, guessed=True)
            raw.problem(
                rate.address, WARNING, f"执行率存为小数 {rate.text}，已按 {text}% 读入，请核对。"
            )


def _amount(raw: Raw, row: str, name: str) -> Decimal | None:
    found = raw.funds.get((row, name))
    return read_amount(found.text).value if found else None
