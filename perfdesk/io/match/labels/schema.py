"""Under which names reading keeps what a template calls its own: by meaning, parts of a divided target by part.

Reading happens before a template is chosen, so values are kept under names that all templates share;
a field that only one template has is kept under its own name and read with that template alone.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

from perfdesk.cellpath import FUND_PREFIX, HEADER, ROW_PREFIX
from perfdesk.grid import Block
from perfdesk.template.model import Field, FundRow, Template

PARTS: Final = ("operator", "target", "measure")
"""Sign, value and unit of a target in columns of their own."""
_ROW_KEYS: Final = {"total": "F0", "fiscal": "F1", "carryover": "F2", "other": "F3"}
_SHARED: Final = {
    HEADER: frozenset(
        {
            "title", "year", "project_name", "department", "organisation", "money_unit", "goal_expected",
            "goal_actual", "total_weight", "total_score", "grade", "category", "nature", "start_date", "end_date",
            "fund_total", "fund_fiscal", "fund_other", "year_total", "year_fiscal", "year_carryover", "year_other",
            "period", "goal_total", "goal_annual",
        }
    ),
    FUND_PREFIX: frozenset({"initial", "adjusted", "executed", "weight", "rate", "score"}),
    ROW_PREFIX: frozenset(
        {"level1", "level2", "level3", "target", "actual", "weight", "score", "deviation", "term"}
    ),
}  # fmt: skip
"""Fields of project forms whose labels every region's form may teach."""


def row_key(row: FundRow) -> str:
    """The name of a fund row while reading: F0 to F3 by what it means, its own otherwise."""
    return _ROW_KEYS.get(row.means) or f"X{row.means or row.id}"


def is_shared(prefix: str, key: str) -> bool:
    """Whether all templates of project forms may have a field of this name."""
    return key in _SHARED.get(prefix, frozenset())


class Schema:
    """The names of one template's fields while reading."""

    def __init__(self, template: Template) -> None:
        self.template = template

    @cached_property
    def keys(self) -> Mapping[tuple[str, str], str]:
        """(prefix of row ids, field) → its name while reading; "" for a target that is put together from parts."""
        found: dict[tuple[str, str], str] = {}
        for prefix, fields in self.template.sections.items():
            parts = dict(_parts(fields, prefix))
            for field in fields:
                found[prefix, field.name] = parts.get(field.name, field.meaning)
        return found

    @cached_property
    def special(self) -> bool:
        """Whether it has places that others lack, so that a form of it is read once more with its own words."""
        template = self.template
        if template.blocks or any(row_key(row).startswith("X") for row in template.fund_rows):
            return True
        if not template.kind.shared_labels:
            return True
        return any(not is_shared(prefix, key) for (prefix, _), key in self.keys.items())

    @property
    def funds_named(self) -> bool:
        """Whether our own workbooks name every cell of its fund rows (`excel_writer.sheet`)."""
        return not self.template.usual_sources

    @cached_property
    def printed(self) -> frozenset[tuple[str, str]]:
        """(prefix of row ids, field) of every cell that the form prints."""
        found = set()
        for row in self.template.rows:
            block = self.template.block(row.rows_of) if row.rows_of else None
            for cell in row.cells:
                if not cell.field:
                    continue
                if row.block is Block.INDICATORS:
                    found.add((ROW_PREFIX, cell.field))
                elif block is not None:
                    found.add((block.prefix, cell.field))
                else:
                    found.add((FUND_PREFIX if cell.row else HEADER, cell.field))
        return frozenset(found)


def _parts(fields: tuple[Field, ...], prefix: str) -> Iterator[tuple[str, str]]:
    for field in fields:
        if field.computed == "joined" and prefix == ROW_PREFIX and field.meaning == "target":
            yield field.name, ""
            yield from zip(field.inputs, PARTS[-len(field.inputs) :], strict=False)
