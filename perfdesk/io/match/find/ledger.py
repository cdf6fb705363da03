"""Tables with the project's name in a column: lists of indicators, and ledgers with one row a project.

A list of indicators is one form for each project. A ledger without indicators is no form: its rows would
come in as empty 自评表 that stand in the way of the projects' real ones, our own 汇总表 among them; so it
is told of and left alone.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final, NamedTuple

from perfdesk.io.match.find.area import Item
from perfdesk.io.match.find.foot import is_index_line, is_note
from perfdesk.io.match.labels.lexicon import INFERRED, Lexicon
from perfdesk.io.readers.snapshot import MOST_FORMS
from perfdesk.values import without_space

_BY_ROW: Final = attrgetter("row")
_FEWEST_HEADS: Final = 4
_LONGEST_HEAD: Final = 24
_SUMS: Final = frozenset({"合计", "小计", "总计", "总分", "平均", "平均分"})
_USUAL: Final = frozenset({"序号", "编号", "备注", "年度", "年份", "项目编码", "项目代码"})
_YEARS: Final = frozenset({"年度", "年份", "预算年度", "评价年度", "填报年度", "申报年度"})


class Given(NamedTuple):
    """A field of the head that a column of the list holds."""

    name: str
    head: Item
    value: Item


@dataclass(frozen=True, slots=True)
class Listed:
    """The indicators of one project in a list."""

    items: tuple[Item, ...]
    """The heads and the project's rows, less the columns that are given."""
    given: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """A table headed by 项目名称 and other columns."""

    projects: int
    listed: tuple[Listed, ...]
    """One for each project; empty where the table has no indicators or more projects than can be forms."""


def ledger_in(items: Sequence[Item], project: Item, lexicon: Lexicon) -> Ledger | None:
    """The table if 项目名称 heads a column of it; None where it stands beside its value."""
    body = project.last_row + 1
    head = [item for item in items if project.row <= item.row < body]
    below = [item for item in items if item.row == body]
    if (
        below
        and not any(_over(project, item) for item in below)
        and all(_is_head(lexicon, i) for i in below)
    ):
        head, body = [*head, *below], body + 1
    known = [item for item in head if _is_head(lexicon, item)]
    if len(known) < _FEWEST_HEADS or 3 * len(known) < 2 * len(head) or not all(map(_short, head)):
        return None
    indicators = any(
        (m := lexicon.column(i.label)) and m.name == "level3" and m.rank < INFERRED for i in head
    )
    if not indicators and sum(1 for item in head if _is_amount(lexicon, item)) < 2:
        return None
    groups = list(_groups([item for item in items if item.row >= body], project))
    if not groups:
        return None
    columns = {
        label: (name, [item for item in items if item.row >= body and _over(label, item)])
        for label, name in _given(head, lexicon)
    }
    fits = indicators and len(groups) <= MOST_FORMS
    listed = tuple(_listed(head, rows, columns) for rows in groups) if fits else ()
    return Ledger(len({without_space(_name(rows, project)) for rows in groups}), listed)


def _is_head(lexicon: Lexicon, item: Item) -> bool:
    label = item.label
    return (
        label.base in _USUAL
        or lexicon.is_label(label)
        or any((lexicon.column(label), lexicon.fund_column(label), lexicon.header_meanings(label)))
    )


def _is_amount(lexicon: Lexicon, item: Item) -> bool:
    meaning = lexicon.fund_column(item.label)
    return meaning is not None and meaning.name in ("initial", "adjusted", "executed")


def _short(item: Item) -> bool:
    return len(item.label.key) <= _LONGEST_HEAD and ":" not in item.label.key


def _over(head: Item, item: Item) -> bool:
    return item.column <= head.last_column and item.last_column >= head.column


def _name(rows: Sequence[Item], project: Item) -> str:
    return next((item.text for item in rows if _over(project, item)), "")


def _groups(items: Sequence[Item], project: Item) -> Iterator[list[Item]]:
    """The rows of each project: from its name down to the next other one."""
    rows: dict[int, list[Item]] = {}
    for item in items:
        rows.setdefault(item.row, []).append(item)
    group: list[Item] = []
    name = ""
    for line in (rows[row] for row in sorted(rows)):
        if is_index_line(line):
            continue
        if is_note(line[0].label):
            break
        own = next((item for item in line if _over(project, item)), None)
        summed = any(item.label.base in _SUMS for item in line)
        if (own is not None and without_space(own.text) != name) or summed:
            if group:
                yield group
            group, name = [], without_space(own.text) if own is not None and not summed else ""
        if name:
            group += line
    if group:
        yield group


def _given(head: Sequence[Item], lexicon: Lexicon) -> Iterator[tuple[Item, str]]:
    """The heads of columns that hold fields of a form's head."""
    return ((label, name) for label in head if (name := _field(lexicon, label)))


def _listed(
    head: Sequence[Item], rows: Sequence[Item], columns: Mapping[Item, tuple[str, Sequence[Item]]]
) -> Listed:
    given = []
    kept = list(rows)
    left = []
    for label in head:
        name, below = columns.get(label, ("", ()))
        value = _covering(below, rows[0].row)
        if value is None:
            left.append(label)
            continue
        given.append(Given(name, label, value))
        kept = [
            i
            for i in kept
            if not _over(label, i) or without_space(i.text) != without_space(value.text)
        ]
    return Listed((*left, *kept), tuple(given))


def _field(lexicon: Lexicon, label: Item) -> str:
    """The field of a form's head that a column holds, "" for none."""
    if label.label.base in _YEARS:
        return "year"
    meaning = next(iter(lexicon.header_meanings(label.label)), None)
    if meaning is None or meaning.rank >= INFERRED or lexicon.column(label.label) is not None:
        return ""
    return meaning.name


def _covering(below: Sequence[Item], row: int) -> Item | None:
    """The cell of a column, from the top down, that covers a row: it may be merged from further up."""
    position = bisect_right(below, row, key=_BY_ROW)
    found = below[position - 1] if position else None
    return found if found is not None and row <= found.last_row else None
