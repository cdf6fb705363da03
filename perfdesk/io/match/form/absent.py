"""Places of the template that the imported form does not have: it is not asked for what it cannot hold."""

from collections.abc import Iterator

from perfdesk.cellpath import FUND_PREFIX, HEADER, ROW_PREFIX
from perfdesk.io.match.labels.lexicon import UNPRINTED
from perfdesk.io.match.labels.schema import Schema, row_key
from perfdesk.io.match.take.raw import Raw

_LEVELS = frozenset({"level1", "level2", "level3"})


def absent_places(raw: Raw, schema: Schema) -> frozenset[tuple[str, str]]:
    """(row id or prefix, field or "" for the whole row) of every place without a label in the file."""
    return frozenset((*_of_head(raw, schema), *_of_funds(raw, schema), *_of_rows(raw, schema)))


def _of_head(raw: Raw, schema: Schema) -> Iterator[tuple[str, str]]:
    totalled = raw.bare_total or {"total_score", "total_weight"} & raw.header.keys()
    for field in schema.template.header_fields:
        key = schema.keys[HEADER, field.name]
        if (HEADER, field.name) not in schema.printed or key in UNPRINTED - {"total_weight"}:
            continue
        if key in ("total_weight", "total_score") and (totalled or "total_score" in raw.labels):
            continue
        if key not in raw.labels and key not in raw.header:
            yield HEADER, field.name


def _of_funds(raw: Raw, schema: Schema) -> Iterator[tuple[str, str]]:
    found = {row for row, _ in raw.funds}
    for row in schema.template.fund_rows:
        if row_key(row) not in found and f"funds.{row_key(row)}" not in raw.labels:
            yield row.id, ""
    columns = {column for _, column in raw.funds}
    for field in schema.template.fund_fields:
        key = schema.keys[FUND_PREFIX, field.name]
        if key not in columns and f"funds.{key}" not in raw.labels:
            yield FUND_PREFIX, field.name


def _of_rows(raw: Raw, schema: Schema) -> Iterator[tuple[str, str]]:
    if not raw.zones:
        return
    for field in schema.template.indicator_fields:
        key = schema.keys[ROW_PREFIX, field.name]
        if (
            key
            and key not in raw.zones
            and key not in _LEVELS
            and (ROW_PREFIX, field.name) in schema.printed
        ):
            yield ROW_PREFIX, field.name
