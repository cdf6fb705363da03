"""The layouts of resources/systems.toml."""

import tomllib
from functools import cache
from typing import Any, NamedTuple

from perfdesk.errors import UnknownSystemError
from perfdesk.paths import resource


class SystemColumn(NamedTuple):
    """A column of a layout."""

    head: str
    take: str
    required: bool = False
    most: int = 0
    """Bytes in UTF-8 that the system keeps; 0: it does not say."""
    number: bool = False
    words: tuple[str, ...] = ()
    """The only words that the system takes."""


class SystemLayout(NamedTuple):
    """A flat table, one row an indicator or a form."""

    id: str
    name: str
    kind: str
    """Id of the kind of form it is made of."""
    rows: str
    """indicators or forms."""
    columns: tuple[SystemColumn, ...]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resource("systems.toml").read_text(encoding="utf-8"))


def layouts() -> tuple[SystemLayout, ...]:
    """All layouts, in their order."""
    return tuple(
        SystemLayout(
            entry["id"], entry["name"], entry["kind"], entry["rows"],
            tuple(
                SystemColumn(**(column | {"words": tuple(column.get("words", ()))}))
                for column in entry["columns"]
            ),
        )
        for entry in _data()["layout"]
    )  # fmt: skip


def layout_of(system: str) -> SystemLayout:
    """The layout of this id; UnknownSystemError says which there are, or how its form is filled."""
    for layout in layouts():
        if layout.id == system:
            return layout
    for entry in _data()["exported"]:
        if system in entry["ids"]:
            raise UnknownSystemError(system, (), entry["name"])
    raise UnknownSystemError(system, [f"{layout.id}（{layout.name}）" for layout in layouts()])
