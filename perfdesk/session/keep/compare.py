"""What changed between two states of a form, cell by cell, in the order of the paper.

Indicator rows are the same where their ids are; after an import they carry other ids, so what is
left over is paired by name, then by level and order.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from perfdesk.cellpath import HEADER, CellPath
from perfdesk.document import BlockRowView, FormView, IndicatorView
from perfdesk.session.labels import Labels
from perfdesk.session.row_pairs import (
    Pair,
    by_content,
    by_id,
    by_levels_and_target,
    by_name,
    paired,
)
from perfdesk.template.model import BlockSpec
from perfdesk.values import same_text

DifferenceKind = Literal["changed", "added", "removed", "moved"]
_KEYS = (by_id, by_content, by_name, by_levels_and_target)
"""What says that two rows are the same, the surest first."""


@dataclass(frozen=True, slots=True)
class VersionDifference:
    """One cell that differs, or an indicator row that came, went or moved."""

    kind: DifferenceKind
    path: CellPath
    """Of the later state; of the earlier one for what was removed."""
    label: str
    old: str
    new: str


def compare(old: FormView, new: FormView) -> list[VersionDifference]:
    """The differences from one state to another; white space and line breaks do not count."""
    labels = Labels(new)
    pairs, gone = paired(old.indicators, new.indicators, _KEYS)
    found = [*_header(old, new, labels), *_funds(old, new, labels), *_blocks(old, new, labels)]
    partner = {row.id: before for before, row in pairs}
    moved = _moved(pairs)
    found += [_whole(row, Labels(old), "removed") for row in gone]
    for row in new.indicators:
        before = partner.get(row.id)
        if before is None:
            found.append(_whole(row, labels, "added"))
            continue
        found += _row(before, row, labels)
        if row.id in moved:
            places = (f"第 {before.index + 1} 行", f"第 {row.index + 1} 行")
            found.append(VersionDifference("moved", row.path(""), labels.of(row.id, ""), *places))
    return found


def _header(old: FormView, new: FormView, labels: Labels) -> Iterator[VersionDifference]:
    names = dict.fromkeys(
        field.name for view in (new, old) for field in view.template.header_fields
    )
    for name in names:
        path = CellPath(new.id, HEADER, name)
        yield from _cell(path, old.text(name), new.text(name), labels)


def _funds(old: FormView, new: FormView, labels: Labels) -> Iterator[VersionDifference]:
    for fund in new.template.fund_rows:
        for field in new.template.fund_fields:
            path = CellPath(new.id, fund.id, field.name)
            before = old.text(field.name, fund.id) if old.form.row(fund.id) else None
            yield from _cell(path, before, new.text(field.name, fund.id), labels)


def _blocks(old: FormView, new: FormView, labels: Labels) -> Iterator[VersionDifference]:
    """Rows of further blocks, which keep their ids as indicator rows do."""
    for block in new.template.blocks:
        before = {row.id: row for row in old.rows_of(block.name)}
        after = new.rows_of(block.name)
        for row in after:
            if row.id not in before:
                text = _block_text(row, block)
                yield VersionDifference("added", row.path(""), labels.of(row.id, ""), "", text)
                continue
            for field in block.fields:
                path, was = row.path(field.name), before[row.id].text(field.name)
                yield from _cell(path, was, row.text(field.name), labels)
        for row_id in before.keys() - {row.id for row in after}:
            gone = before[row_id]
            label = f"{block.label}{gone.index + 1}"
            yield VersionDifference("removed", gone.path(""), label, _block_text(gone, block), "")


def _block_text(row: BlockRowView, block: BlockSpec) -> str:
    """What a row of a block says, in a line."""
    texts = ((field.label, row.text(field.name)) for field in block.fields)
    return "；".join(f"{label}：{text}" for label, text in texts if text)


def _row(
    before: IndicatorView, after: IndicatorView, labels: Labels
) -> Iterator[VersionDifference]:
    for field in after.form.template.indicator_fields:
        name = field.name
        yield from _cell(after.path(name), before.text(name), after.text(name), labels)


def _cell(
    path: CellPath, old: str | None, new: str | None, labels: Labels
) -> Iterator[VersionDifference]:
    if not same_text(old, new):
        label = labels.of(path.row, path.field)
        yield VersionDifference("changed", path, label, old or "", new or "")


def _whole(row: IndicatorView, labels: Labels, kind: DifferenceKind) -> VersionDifference:
    fields = (row.form.template.field(row.id, name) for name in row.row.values)
    texts = [
        f"{field.label}：{row.text(field.name)}"
        for field in fields
        if field is not None and row.text(field.name) and field.label
    ]
    content = "；".join(texts)
    old, new = (content, "") if kind == "removed" else ("", content)
    return VersionDifference(kind, row.path(""), labels.of(row.id, ""), old, new)


def _moved(pairs: Sequence[Pair]) -> set[str]:
    """Rows that changed their order among those that stayed: as few as explain the new order."""
    before = [old.index for old, _ in pairs]
    kept = set(_longest_rising(before))
    return {new.id for place, (_, new) in enumerate(pairs) if place not in kept}


def _longest_rising(numbers: Sequence[int]) -> list[int]:
    """Places of a longest rising subsequence."""
    tails: list[int] = []
    places: list[int] = []
    previous: list[int] = []
    for place, number in enumerate(numbers):
        at = bisect_left(tails, number)
        previous.append(places[at - 1] if at else -1)
        if at == len(tails):
            tails.append(number)
            places.append(place)
        else:
            tails[at], places[at] = number, place
    result = []
    place = places[-1] if places else -1
    while place >= 0:
        result.append(place)
        place = previous[place]
    return result[::-1]
