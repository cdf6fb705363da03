"""The fund block of a 申报表 laid out as a table: 项目 and 年度 one way, the sources the other way."""

from collections.abc import Iterator
from typing import Final

from perfdesk.io.match.find.area import Item
from perfdesk.io.match.labels.spelling import Label
from perfdesk.io.match.take.candidates import candidates
from perfdesk.io.match.take.funds import head_zones
from perfdesk.io.match.take.raw import Found, Raw

_MOST_ROWS: Final = 8
_SOURCES: Final = {
    "fund_total": "total", "year_total": "total", "fund_fiscal": "fiscal", "year_fiscal": "fiscal",
    "year_carryover": "carryover", "fund_other": "other", "year_other": "other",
}  # fmt: skip
_SUMS: Final = frozenset({"合计", "小计", "总计", "总额", "金额"})
_OTHERS: Final = frozenset({"其他", "其它", "其他来源"})
_FEW_SIGNS: Final = 10
_SCOPES: Final = {"fund_total": "fund", "year_total": "year"}
_SCOPE_WORDS: Final = {
    "项目资金": "fund", "项目总资金": "fund", "项目期": "fund", "实施期": "fund", "项目总额": "fund", "中期": "fund",
    "全年预算": "year", "全年": "year", "年度预算": "year",
    "年度资金": "year", "本年度": "year", "当年": "year", "本年": "year", "年度": "year", "当年资金": "year",
}  # fmt: skip


def read_cross(raw: Raw) -> None:
    """Fill in the amounts where sources and scopes head the columns and rows of a table."""
    if "fund_total" not in raw.lexicon.header_names:
        return
    rows = {item.row for name, _, item in candidates(raw) if name in _SOURCES}
    for row in sorted(rows):
        heads = list(raw.area.starting(row))
        if sum(raw.lexicon.is_label(item.label) for item in heads) < 2:
            continue
        for turned in (False, True):
            kinds = {
                kind: item
                for item in heads
                if (kind := _kind(raw, item.label, across=True, turned=turned))
            }
            named = [
                (item, kind)
                for kind, item in sorted(kinds.items(), key=lambda entry: entry[1].column)
            ]
            if (
                len(named) >= 2
                and _heads_only(raw, heads, named[0][0].column)
                and _table(raw, named, turned)
            ):
                return


def _kind(raw: Raw, label: Label, across: bool, turned: bool) -> str | None:
    """The source that a label names, or the scope; sources stand across unless the table is turned."""
    if not label.key:
        return None
    names = [meaning.name for meaning in raw.lexicon.header_meanings(label)]
    if across != turned:
        return (
            "total"
            if label.base in _SUMS
            else "other"
            if label.base in _OTHERS
            else next((_SOURCES[name] for name in names if name in _SOURCES), None)
        )
    return _SCOPE_WORDS.get(label.base) or next(
        (_SCOPES[name] for name in names if name in _SCOPES), None
    )


def _heads_only(raw: Raw, heads: list[Item], first: int) -> bool:
    """Whether the row holds labels from a column on, and no value beside any of them."""
    return all(
        raw.lexicon.is_label(item.label)
        or item.label.base in _SUMS
        or item.label.base in _SCOPE_WORDS
        or (len(item.label.base) <= _FEW_SIGNS and not any(map(str.isdigit, item.label.key)))
        for item in heads
        if item.column >= first
    )


def _table(raw: Raw, named: list[tuple[Item, str]], turned: bool) -> bool:
    head = named[0][0]
    kinds = {item.address: kind for item, kind in named}
    rows = list(_rows(raw, head, turned))
    if len(rows) < (2 if turned else 1):
        return False
    for label, down in rows:
        for item, low, high in head_zones([item for item, _ in named]):
            scope, source = (kinds[item.address], down) if turned else (down, kinds[item.address])
            name = f"{scope}_{source}"
            if name not in raw.lexicon.header_names:
                continue
            value = next(
                (o for o in raw.area.covering(label.row, low, high) if o.column >= low), None
            )
            raw.header[name] = (
                Found(None, label.address) if value is None else raw.found(name, value)
            )
            raw.labels[name] = item if turned != (source == "total") else label
    raw.area.use(*(item for item, _ in named), *(label for label, _ in rows))
    return True


def _rows(raw: Raw, head: Item, turned: bool) -> Iterator[tuple[Item, str]]:
    """The labels left of the table that name its rows, each with what it names."""
    seen: set[str] = set()
    for row in range(head.row + 1, head.row + 1 + _MOST_ROWS):
        side = [item for item in raw.area.starting(row) if item.column < head.column]
        found = next(
            (
                (item, kind)
                for item in reversed(side)
                if (kind := _kind(raw, item.label, across=False, turned=turned))
            ),
            None,
        )
        if found is None or found[1] in seen:
            return
        seen.add(found[1])
        yield found
