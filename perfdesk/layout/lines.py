"""The lines of the indicator block: which indicator rows stand in each, and which levels merge."""

from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from perfdesk.document import FormView, IndicatorView
from perfdesk.values import is_blank

SOLE = ""
"""The term of the rows of a form with a single indicator block."""


class IndicatorLine(NamedTuple):
    """A printed line: one indicator row, or one of each term side by side, or none in an empty form."""

    rows: dict[str, IndicatorView]
    """By term."""
    group: int
    """Lines of one 一级指标 have one number."""
    level1: str

    @property
    def row_ids(self) -> tuple[str, ...]:
        """The ids of its rows, left to right."""
        return tuple(row.id for row in self.rows.values())


class LineRun(NamedTuple):
    """Neighbouring lines that share one level cell."""

    first: int
    length: int
    rows: tuple[IndicatorView, ...]


def indicator_lines(view: FormView) -> list[IndicatorLine]:
    """The lines in printed order; an empty form has one line without a row."""
    if not view.indicators:
        return [IndicatorLine({}, 0, "")]
    if view.template.terms:
        return _paired(view, view.template.terms)
    lines: list[IndicatorLine] = []
    for row in view.indicators:
        level1 = "" if is_blank(row.level1) else row.level1
        follows = bool(lines) and level1 != "" and lines[-1].level1 == level1
        group = lines[-1].group + (not follows) if lines else 0
        lines.append(IndicatorLine({SOLE: row}, group, level1))
    return lines


def _paired(view: FormView, terms: Sequence[str]) -> list[IndicatorLine]:
    """Two blocks side by side under common 一级指标, in the order in which these first appear.

    A row that names no term counts as one of the last (年度).
    """
    groups: dict[str, dict[str, list[IndicatorView]]] = {}
    for row in view.indicators:
        level1 = "" if is_blank(row.level1) else row.level1
        term = row.text("term")
        block = groups.setdefault(level1, {term: [] for term in terms})
        block[term if term in block else terms[-1]].append(row)
    lines: list[IndicatorLine] = []
    for number, (level1, blocks) in enumerate(groups.items()):
        for position in range(max(map(len, blocks.values()))):
            rows = {
                term: block[position] for term, block in blocks.items() if position < len(block)
            }
            # Rows without a 一级指标 wait for one each: they are never merged.
            lines.append(IndicatorLine(rows, number if level1 else -len(lines) - 1, level1))
    return lines


def level1_runs(lines: Sequence[IndicatorLine]) -> Iterator[LineRun]:
    """The 一级指标 cells: neighbouring lines of one group."""
    for first, length in _runs([line.group for line in lines]):
        covered = lines[first : first + length]
        yield LineRun(first, length, tuple(row for line in covered for row in line.rows.values()))


def level2_runs(lines: Sequence[IndicatorLine], term: str) -> Iterator[LineRun]:
    """The 二级指标 cells of a term: equal neighbours within one group; blank ones stay apart."""
    keys: list[Hashable] = []
    for index, line in enumerate(lines):
        row = line.rows.get(term)
        blank = row is None or is_blank(row.level2)
        keys.append(index if row is None or blank else (line.group, row.level2))
    for first, length in _runs(keys):
        covered = (line.rows.get(term) for line in lines[first : first + length])
        yield LineRun(first, length, tuple(row for row in covered if row is not None))


def _runs(keys: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    first = 0
    for index in range(1, len(keys) + 1):
        if index == len(keys) or keys[index] != keys[first]:
            yield first, index - first
            first = index
