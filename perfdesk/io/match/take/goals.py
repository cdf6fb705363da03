"""Goals: the text below or beside their labels, over as many rows as it was typed into."""

import re
from typing import Final

from perfdesk.io.match.find.area import Item
from perfdesk.io.match.find.foot import is_note, is_signer
from perfdesk.io.match.labels.lexicon import INFERRED
from perfdesk.io.match.labels.spelling import label_of
from perfdesk.io.match.take.candidates import GOALS, candidates
from perfdesk.io.match.take.header import period_in
from perfdesk.io.match.take.raw import Found, Raw

_MOST_ROWS: Final = 60
_PLAIN_GOALS: Final = frozenset(
    {
        "年度绩效目标", "年度总体目标", "年度目标", "总体目标", "绩效目标", "项目绩效目标", "总体绩效目标",
        "年度总体绩效目标", "项目年度目标", "项目年度绩效目标", "项目总体目标", "项目目标", "年度总目标",
    }
)  # fmt: skip
_GOAL_NUMBER: Final = re.compile(
    r"(?:年度)?(?:绩效)?目标[0-9一二三四五六七八九十]{1,2}((?:的)?(?:实际)?(?:完成|实现)(?:情况)?)?"
)
_INLINE: Final = re.compile(r"\s*([^:：。；]{2,30})[:：](.*\S.*)", re.S)


def read_goals(raw: Raw) -> None:
    """Fill in the goals and, where the label names it, the period."""
    columns = raw.heads
    if not raw.own:
        _numbered(raw)
    found = [
        (name, rank, item) for name, rank, item in candidates(raw)
        if name in GOALS and name not in raw.header and item.address not in raw.area.used
        and item.row not in columns
    ]  # fmt: skip
    found = _less_block_heads(found)
    labels_too = frozenset(item.address for _, _, item in found)
    best: dict[str, tuple[tuple[int, bool], Item]] = {}
    for name, rank, item in found:
        # 年度绩效目标完成情况 over both goals has no text of its own.
        key = (rank, rank >= INFERRED and not _text_of(raw, item, labels_too))
        if name not in best or key < best[name][0]:
            best[name] = (key, item)
    labels = _one_field_each(best)
    _take(raw, labels, labels_too)
    if raw.own:
        return
    _inline(raw)
    only = "goal_expected" if raw.lexicon.kind.has_results else "goal_annual"
    if only not in raw.labels and (only == "goal_expected" or "goal_total" not in raw.labels):
        _take(raw, _plain_goal(raw, only, labels.get("goal_actual")), labels_too)


def _less_block_heads(found: list[tuple[str, int, Item]]) -> list[tuple[str, int, Item]]:
    """Less 1.项目年度目标完成情况 left of 年度目标完成情况 in one row: it heads the goals and is the label of none."""
    rightmost: dict[tuple[str, int], int] = {}
    for name, _, item in found:
        place = (name, item.row)
        rightmost[place] = max(item.column, rightmost.get(place, item.column))
    return [entry for entry in found if entry[2].column == rightmost[entry[0], entry[2].row]]


def _take(raw: Raw, labels: dict[str, Item], labels_too: frozenset[str]) -> None:
    """Note the labels, then what stands beside or below each."""
    for name, item in labels.items():
        raw.labels[name] = item
        printed = any(m.rank < INFERRED for m in raw.lexicon.header_meanings(item.label))
        if printed or not period_in(item.label, item.text):
            raw.area.use(item)
            _period(raw, item)
    for name, item in labels.items():
        pieces = _text_of(raw, item, labels_too)
        if pieces:
            texts = [raw.part(name, piece) for piece in pieces]
            raw.header[name] = Found("\n".join(filter(None, texts)) or None, pieces[0].address)


def _plain_goal(raw: Raw, name: str, actual: Item | None) -> dict[str, Item]:
    """年度绩效目标, which elsewhere heads both goals, as the label of the only goal that is set."""
    for item in raw.area.items:
        if item.label.base not in _PLAIN_GOALS or item.address in raw.area.used:
            continue
        beside = raw.area.right_of(item)
        over_texts = actual is not None and beside is actual and item.last_row == actual.last_row
        if over_texts or (
            beside is not None and beside.row == item.row and not _is_goal_label(raw, beside)
        ):
            return {name: item}
    return {}


def _is_goal_label(raw: Raw, item: Item) -> bool:
    return (
        item.address in raw.area.used
        or raw.lexicon.is_label(item.label)
        or item.label.base in _PLAIN_GOALS
    )


def _inline(raw: Raw) -> None:
    """预期目标：… with label and text in one cell."""
    if len(GOALS & raw.labels.keys()) >= 2:
        return
    for item in raw.area.items:
        found = _INLINE.fullmatch(item.text) if item.address not in raw.area.used else None
        if found is None:
            continue
        label = label_of(found.group(1))
        name = next((m.name for m in raw.lexicon.header_meanings(label) if m.rank < INFERRED), "")
        if name in GOALS and name not in raw.labels and name not in raw.header:
            raw.labels[name] = item
            raw.header[name] = raw.found(name, item, found.group(2).strip())
            period = period_in(label, found.group(1))
            if period and not (raw.header.get("period") and raw.header["period"].text):
                raw.header["period"] = raw.found("period", item, period)


def _one_field_each(best: dict[str, tuple[tuple[int, bool], Item]]) -> dict[str, Item]:
    """One field for each cell: where a label may mean two, the better one has it."""
    taken: dict[str, Item] = {}
    addresses: set[str] = set()
    for name, (_, item) in sorted(best.items(), key=lambda entry: entry[1][0]):
        if item.address not in addresses:
            addresses.add(item.address)
            taken[name] = item
    return taken


def _period(raw: Raw, item: Item) -> None:
    if "period" in raw.header and raw.header["period"].text:
        return
    period = period_in(item.label, item.text)
    if period:
        raw.header["period"] = raw.found("period", item, period)


def _text_of(raw: Raw, item: Item, labels: frozenset[str]) -> list[Item]:
    beside = raw.area.right_of(item)
    plain = (
        beside is not None
        and beside.address not in raw.area.used
        and beside.address not in labels
        and not raw.lexicon.is_label(beside.label)
        and beside.label.base not in _PLAIN_GOALS
    )
    if beside is not None and beside.row == item.row and plain:
        return [beside, *_further_rows(raw, item, beside)]
    return _below(raw, item)


def _further_rows(raw: Raw, item: Item, beside: Item) -> list[Item]:
    """What stands under the text in the other rows of a label that is merged down: 1.… and 2.… apart."""
    found: list[Item] = []
    for row in range(beside.last_row + 1, min(item.last_row, item.row + _MOST_ROWS) + 1):
        line = list(raw.area.starting(row))
        if len(line) != 1 or line[0].column != beside.column or _ends(raw, line[0]):
            break
        if line[0].address in raw.area.used or raw.lexicon.header_meanings(line[0].label):
            break
        found += line
    return found


def _numbered(raw: Raw) -> None:
    """目标1 … 目标1完成情况 …: each goal beside its number, together one text for each side."""
    texts: dict[str, list[Item]] = {}
    only = "goal_expected" if raw.lexicon.kind.has_results else "goal_annual"
    for item in raw.area.items:
        match = _GOAL_NUMBER.fullmatch(item.label.base) if item.row not in raw.heads else None
        value = raw.area.right_of(item) if match else None
        if match is None or value is None or value.row != item.row:
            continue
        if _GOAL_NUMBER.fullmatch(value.label.base) or raw.lexicon.is_label(value.label):
            continue
        name = "goal_actual" if match.group(1) else only
        texts.setdefault(name, []).append(value)
        raw.labels.setdefault(name, item)
        raw.area.use(item)
    for name, pieces in texts.items():
        parts = [raw.part(name, piece) for piece in pieces]
        raw.header[name] = Found("\n".join(filter(None, parts)) or None, pieces[0].address)


def _ends(raw: Raw, item: Item) -> bool:
    return raw.lexicon.is_label(item.label) or is_note(item.label) or is_signer(item.label)


def _repeated(raw: Raw, item: Item, other: Item) -> bool:
    """Whether a cell only says again what stands in the label's own row: 年度总体目标 in every row once merged."""
    return (
        bool(other.label.key)
        and other.column < item.column
        and any(
            above.column == other.column and above.label.key == other.label.key
            for above in raw.area.line(item.row)
        )
    )


def _below(raw: Raw, item: Item) -> list[Item]:
    """The cells under a label, down to the next row of labels."""
    area = raw.area
    beside = area.right_of(item)
    last = beside.column - 1 if beside is not None else max(item.last_column, item.column)
    found: list[Item] = []
    for row in range(item.last_row + 1, item.last_row + 1 + _MOST_ROWS):
        line = [
            other
            for other in area.line(row)
            if other.row == row and not _repeated(raw, item, other)
        ]
        if row > area.last_row or row in raw.heads or any(_ends(raw, other) for other in line):
            break
        if found and any(other.column < item.column for other in line):
            # 2.项目实施内容及过程概述 begins another part.
            break
        under = [
            o for o in line if item.column <= o.column <= (last if beside is not None else 1 << 30)
        ]
        found += [o for o in under[:1] if o.address not in area.used]
        if not line and found:
            break
    return found
