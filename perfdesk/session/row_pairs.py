"""Which indicator rows of two forms are the same one."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from rapidfuzz import fuzz

from perfdesk.document import IndicatorView
from perfdesk.values import is_blank, normalise_signs, same_text, without_space

Pair = tuple[IndicatorView, IndicatorView]
"""The row of the earlier (or present) form, and that of the later (or imported) one."""
Key = Callable[[IndicatorView], object]
"""What two rows have in common when they are the same; None: nothing to go by."""

LIKE = 80.0
"""Percent of likeness from which names under the same levels are one name written twice."""
VERY_LIKE = 92.0
"""The same where the levels differ."""

_COUNTS = re.compile(r"[0-9.]+|[一二三四五六七八九十百千万两甲乙丙丁上下]")
_SIGNS = re.compile(r"[\W_]+")


def paired(
    old: Sequence[IndicatorView], new: Sequence[IndicatorView], keys: Sequence[Key]
) -> tuple[list[Pair], list[IndicatorView]]:
    """Rows that are the same one by the first key that says so, in the order of `new`; and what is
    left of `old`."""
    pairs: list[Pair] = []
    rest_old, rest_new = list(old), list(new)
    for key in keys:
        waiting: dict[object, list[IndicatorView]] = {}
        for row in rest_old:
            waiting.setdefault(key(row), []).append(row)
        for row in list(rest_new):
            candidates = waiting.get(key(row))
            if key(row) is None or not candidates:
                continue
            before = max(candidates, key=partial(alike, row))
            candidates.remove(before)
            pairs.append((before, row))
            rest_old.remove(before)
            rest_new.remove(row)
    return sorted(pairs, key=lambda pair: pair[1].index), rest_old


def paired_by_name(
    present: Sequence[IndicatorView], incoming: Sequence[IndicatorView]
) -> list[Pair]:
    """Rows of two files that are the same one: by levels and name, by name, by likeness of the
    name; last, rows of the present form that are still without a name take those of their levels.

    Ids say nothing here, since every file counts its rows anew.
    """
    pairs, rest = paired(present, incoming, (by_content, by_name))
    taken = {row.id for _, row in pairs}
    left = [row for row in incoming if row.id not in taken]
    pairs += _by_likeness(rest, left)
    known = {row.id for row, _ in pairs}
    taken = {row.id for _, row in pairs}
    more, _ = paired(
        [row for row in rest if row.id not in known and _says_only_levels(row)],
        [row for row in left if row.id not in taken],
        (levels,),
    )
    return sorted([*pairs, *more], key=lambda pair: pair[1].index)


def alike(one: IndicatorView, other: IndicatorView) -> int:
    """How many cells of two rows say the same."""
    names = (field.name for field in other.form.template.indicator_fields)
    return sum(same_text(one.text(name), other.text(name)) for name in names)


def by_id(row: IndicatorView) -> object:
    """The same id."""
    return row.id


def by_content(row: IndicatorView) -> object:
    """The same levels and the same name."""
    return tuple(without_space(row.text(name)) for name in ("term", "level1", "level2", "level3"))


def by_name(row: IndicatorView) -> object:
    """The same name."""
    return (row.text("term"), without_space(row.name)) if without_space(row.name) else None


def by_levels_and_target(row: IndicatorView) -> object:
    """A renamed indicator: the same levels with the same target."""
    levels = tuple(without_space(row.text(name)) for name in ("term", "level1", "level2", "target"))
    return levels if levels[-1] else None


def levels(row: IndicatorView) -> tuple[str, str, str]:
    """Term, 一级指标 and 二级指标, without blanks."""
    term, level1, level2 = (without_space(row.text(n)) for n in ("term", "level1", "level2"))
    return term, level1, level2


def _says_only_levels(row: IndicatorView) -> bool:
    """A row that a new form begins with, waiting to be filled."""
    return all(
        is_blank(text)
        for field, text in row.row.values.items()
        if field not in ("term", "level1", "level2")
    )


def _by_likeness(
    present: Sequence[IndicatorView], incoming: Sequence[IndicatorView]
) -> Iterator[Pair]:
    """The likest names first, each row once."""
    if not present or not incoming:
        return
    found = sorted(
        (
            (likeness, -one.index, -other.index, one, other)
            for one in present
            for other in incoming
            if (likeness := _likeness(one, other))
        ),
        key=lambda item: item[:3],
        reverse=True,
    )
    used: set[tuple[bool, str]] = set()
    for _, _, _, one, other in found:
        if (True, one.id) not in used and (False, other.id) not in used:
            used |= {(True, one.id), (False, other.id)}
            yield one, other


def _likeness(one: IndicatorView, other: IndicatorView) -> float:
    """Percent of likeness of two names, 0 when they are not one: other numbers are other indicators."""
    if one.text("term") != other.text("term"):
        return 0.0
    first, second = _bare(one.name), _bare(other.name)
    if not first or not second or _counts(one.name) != _counts(other.name):
        return 0.0
    cutoff = LIKE if levels(one) == levels(other) else VERY_LIKE
    return fuzz.ratio(first, second, score_cutoff=cutoff)


def _counts(text: str) -> list[str]:
    return _COUNTS.findall(normalise_signs(text))


def _bare(text: str) -> str:
    return _SIGNS.sub("", normalise_signs(text))
