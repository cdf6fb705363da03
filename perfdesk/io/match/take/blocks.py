"""Further repeating blocks of a template (年度主要任务): rows below their own heads, up to the next part."""

from typing import Final

from perfdesk.cellpath import FUND_TOTAL
from perfdesk.io.match.find.area import Item
from perfdesk.io.match.find.foot import is_ellipsis
from perfdesk.io.match.labels.spelling import label_of
from perfdesk.io.match.take.funds import head_zones
from perfdesk.io.match.take.raw import Raw, RawRow
from perfdesk.template.model import BlockSpec

_MOST_ROWS: Final = 300
_FEWEST_HEADS: Final = 2
_SUMS: Final = frozenset({"合计", "小计", "总计", "金额合计", "预算金额合计"})


def read_blocks(raw: Raw) -> None:
    """Fill in the rows of every block that the template has."""
    template = raw.lexicon.template
    for block in template.blocks if template is not None else ():
        if raw.blocks.get(block.name):
            # Our own workbook names its rows.
            continue
        head = _head(raw, block)
        if head is not None:
            raw.blocks[block.name] = _rows(raw, block, *head)


def _words(block: BlockSpec) -> dict[str, str]:
    return {
        label_of(text).base: field.name for field in block.fields for text in field.labels if text
    }


def _head(raw: Raw, block: BlockSpec) -> tuple[list[tuple[str, int, int]], int] | None:
    """(field, first column, last column) of the heads, and the first row below them."""
    words = _words(block)
    for row in sorted(raw.area.lines):
        line = [item for item in raw.area.line(row) if item.label.base in words]
        if row in raw.heads or not line:
            continue
        below = [item for item in raw.area.starting(row + 1) if item.label.base in words]
        heads = line
        if below and len(below) >= _FEWEST_HEADS:
            heads = sorted(
                [*(h for h in line if not any(_over(h, o) for o in below)), *below],
                key=lambda item: item.column,
            )
        if len({words[item.label.base] for item in heads}) < max(
            _FEWEST_HEADS, len(block.fields) // 2
        ):
            continue
        raw.area.use(*line, *below)
        zones = [(words[item.label.base], a, b) for item, a, b in head_zones(heads)]
        body = max(item.last_row for item in heads) + 1
        _sums(raw, zones, body)
        return zones, body
    return None


def _sums(raw: Raw, zones: list[tuple[str, int, int]], body: int) -> None:
    """金额合计 below the rows: the fund row of a form that has its money in the block."""
    for row in range(body, min(body + _MOST_ROWS, raw.area.last_row + 1)):
        here = list(raw.area.starting(row))
        label = next((item for item in here if _is_sum(raw, item)), None)
        meaning = raw.lexicon.fund_row(label.label) if label is not None else None
        if row in raw.heads or (label is not None and meaning is None):
            return
        if label is None or meaning is None:
            continue
        raw.area.use(label)
        raw.labels.setdefault(f"funds.{meaning.name}", label)
        for item in here:
            name = next((name for name, a, b in zones if a <= item.column <= b), None)
            if item is not label and name is not None:
                raw.funds.setdefault((meaning.name, name), raw.found(name, item))
        return


def _is_sum(raw: Raw, item: Item) -> bool:
    """Whether a cell names the sum of the rows above it: 金额合计, or what the form calls its total."""
    if item.label.base in _SUMS:
        return True
    meaning = raw.lexicon.fund_row(item.label)
    return meaning is not None and meaning.name == FUND_TOTAL


def _over(head: Item, item: Item) -> bool:
    return item.column <= head.last_column and item.last_column >= head.column


def _rows(raw: Raw, block: BlockSpec, zones: list[tuple[str, int, int]], body: int) -> list[RawRow]:
    found: list[RawRow] = []
    left = min(first for _, first, _ in zones)
    for row in range(body, min(body + _MOST_ROWS, raw.area.last_row + 1)):
        here = list(raw.area.starting(row))
        if not here and (row, left) not in raw.anchors:
            continue
        if row in raw.heads or any(_ends(raw, item, left) for item in here):
            break
        built = RawRow()
        for item in here:
            name = next((name for name, a, b in zones if a <= item.column <= b), None)
            if name is not None and name not in built.values and not is_ellipsis(item.text):
                built.values[name] = raw.found(name, item)
        if built.values:
            found.append(built)
    return found


def _ends(raw: Raw, item: Item, left: int) -> bool:
    """Whether a cell begins the next part of the form: a sum, or a label of the head at the left."""
    if _is_sum(raw, item) or item.address in raw.own:
        return True
    return item.column <= left and bool(raw.lexicon.header_meanings(item.label)[:1])
