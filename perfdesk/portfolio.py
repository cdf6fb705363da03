"""The forms of one path, grouped by year and kind, for rules that compare (CONTRACT.md)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from perfdesk.document import FormView
from perfdesk.kinds import Kind


class GroupKey(NamedTuple):
    """Year (None: the form names none) and kind of the forms that are compared."""

    year: int | None
    kind: Kind


@dataclass(frozen=True, slots=True)
class Group:
    """Forms of one year and kind, in their order."""

    key: GroupKey
    views: tuple[FormView, ...]


def key_of(view: FormView) -> GroupKey:
    """The group a form belongs to."""
    return GroupKey(view.year, view.template.kind)


def groups(views: Iterable[FormView]) -> Iterator[Group]:
    """The groups of a portfolio, in the order of their first forms."""
    found: dict[GroupKey, list[FormView]] = {}
    for view in views:
        found.setdefault(key_of(view), []).append(view)
    for key, members in found.items():
        yield Group(key, tuple(members))
