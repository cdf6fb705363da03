"""Keys of a form's JSON that no field of its template takes: left over, the key as the cell."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from perfdesk.document import Leftover
from perfdesk.template.model import Field, Template

_OF_THE_FORM: Final = frozenset(
    {"template", "kind", "year", "match", "at", "left_over", "index", "region", "notes", "note", "light"}
)  # fmt: skip
"""What `read` adds to the fields of a form, and remarks of sample files."""
_BLOCKS: Final = frozenset({"funds", "indicators"})


def left_over_keys(data: Mapping[str, Any], template: Template) -> tuple[Leftover, ...]:
    """The keys with their values as text; null is as good as absent."""
    return tuple(Leftover(key, _text(value)) for key, value in _unknown(data, template))


def _unknown(data: Mapping[str, Any], template: Template) -> Iterator[tuple[str, object]]:
    paths = {field.json for field in template.header_fields}
    known = {path.partition(".")[0].removesuffix("[]") for path in paths} | _OF_THE_FORM | _BLOCKS
    known |= {block.name for block in template.blocks}
    for key, value in data.items():
        if key not in known and value not in (None, "", [], {}):
            yield key, value
    funds = data.get("funds")
    if isinstance(funds, Mapping):
        for key, value in funds.items():
            if f"funds.{key}" not in paths and value not in (None, ""):
                yield f"funds.{key}", value
    elif isinstance(funds, list):
        rows = {row.json for row in template.fund_rows}
        for at, row in enumerate(funds):
            fields = template.fund_fields if row.get("row") in rows else ()
            yield from _keys(f"funds[{at}]", row, fields, {"row"} if fields else set())
    blocks = [(block.name, block.fields) for block in template.blocks]
    for name, fields in (*blocks, ("indicators", template.indicator_fields)):
        for at, row in enumerate(data.get(name) or ()):
            if isinstance(row, Mapping):
                yield from _keys(f"{name}[{at}]", row, fields, {"light", "approved"})


def _keys(
    path: str, row: Mapping[str, Any], fields: tuple[Field, ...], aside: set[str]
) -> Iterator[tuple[str, object]]:
    known = {field.json.removesuffix("[]") for field in fields} | aside
    for key, value in row.items():
        if key not in known and value not in (None, "", []):
            yield f"{path}.{key}", value


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
