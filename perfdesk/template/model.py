"""A form template: labels, fields, grid, computed cells, vocabulary, profile. Data, not code.

Sources: the official forms of domain/FORMS.md; each template file names its document in `basis`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal, NamedTuple

from perfdesk.cellpath import HEADER
from perfdesk.grid import Align, Block, FieldKind, PageSetup, Role
from perfdesk.settings import Profile

Kind = Literal["self_evaluation", "target_declaration"]
SELF_EVALUATION: Kind = "self_evaluation"
TARGET_DECLARATION: Kind = "target_declaration"

COMPUTED: Final = ("sum", "rate", "execution_score", "weight_total", "score_total", "grade")
"""Names that `Field.computed` may hold; perfdesk.compute knows what they mean."""

_PRINTED_WEIGHT: Final = re.compile(r"\s*[（(]\s*[\d.]+\s*分?\s*[)）]\s*$")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: what it holds and by which labels it is known."""

    name: str
    """Internal name, in English."""
    kind: FieldKind = FieldKind.TEXT
    label: str = ""
    """The label as printed, without line breaks."""
    variants: tuple[str, ...] = ()
    """Other labels it is read by."""
    json: str = ""
    """Its path in the Form JSON of CONTRACT.md (`unit`, `funds.其他资金(年度)`); default: the name."""
    computed: str = ""
    """Name of the function that computes it (`sum`, `rate`, `grade`…); "" when typed."""
    inputs: tuple[str, ...] = ()
    """Fields that a header `sum` adds up."""
    choices: tuple[str, ...] = ()
    default: str | None = None
    """What a new form holds here."""
    required: bool = False
    """Rule S01 asks for it."""
    align: Align = Align.CENTER
    help: str = ""
    """The instruction shown with the cell, after the official 填报说明."""
    group: str = ""
    """Label of the part of the form it stands in, where `label` alone is met twice: 年度资金申请总额."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The printed label and its variants."""
        return (self.label, *self.variants)


class FundRow(NamedTuple):
    """A row of the fund block of a 自评表; ids F0 (the total) to F3."""

    id: str
    label: str
    """As printed: 其中：当年财政拨款."""
    json: str
    """Its name in the Form JSON: 当年财政拨款."""
    variants: tuple[str, ...] = ()


class CellSpec(NamedTuple):
    """A cell of a grid row: where it begins, what it spans, what it shows."""

    column: int
    span: int = 1
    rows: int = 1
    """Grid rows it spans; 0: down to the last row of the indicator block."""
    role: Role = Role.LABEL
    label: str = ""
    """Text as printed, with line breaks; `{}` stands for the field's value."""
    empty_label: str | None = None
    """Text printed when the field is blank; None: `label` with nothing in place of `{}`."""
    field: str = ""
    row: str = HEADER
    """Fund row id; "" for header fields and for indicator fields."""
    term: str = ""
    """Side-by-side blocks: `medium` or `annual`; level 1 of such a form has none."""
    align: Align | None = None
    border: bool = True


class RowSpec(NamedTuple):
    """A row of the printed form; the one of block `indicators` is repeated for every indicator."""

    block: Block
    cells: tuple[CellSpec, ...]
    min_height_mm: float = 6.0
    repeat: bool = False
    """Repeated at the top of every further page."""


class Level2Group(NamedTuple):
    """The 二级指标 that belong to a 一级指标, with label variants."""

    level1: str
    level2: tuple[str, ...]
    variants: tuple[str, ...] = ()
    """Other spellings of the 一级指标."""
    level2_variants: tuple[str, ...] = ()
    """Other spellings of its 二级指标: met in forms, not offered."""

    def speaks_of(self, level1: str) -> bool:
        """Whether this is the group of a 一级指标 as typed, which may carry its weight: 产出指标(50分)."""
        name = _PRINTED_WEIGHT.sub("", level1).strip()
        return name == self.level1 or name in self.variants


@dataclass(frozen=True)
class Template:
    """One official form of one issuer and edition."""

    id: str
    kind: Kind
    title: str
    """As printed on a new form."""
    edition: str
    region: str
    basis: str
    page: PageSetup
    columns_mm: tuple[float, ...]
    rows: tuple[RowSpec, ...]
    header_fields: tuple[Field, ...]
    fund_fields: tuple[Field, ...]
    """Columns of the fund block of a 自评表; empty for a 申报表."""
    fund_rows: tuple[FundRow, ...]
    indicator_fields: tuple[Field, ...]
    vocabulary: tuple[Level2Group, ...]
    profile: Profile
    title_variants: tuple[str, ...] = ()
    """Titles by which the form is recognised on reading."""
    known_titles: tuple[str, ...] = ()
    """Titles that rule S02 accepts; the others are read but reported."""
    label_variants: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Printed label of a block head or other fixed cell → other spellings."""
    starters: tuple[tuple[str, str], ...] = ()
    """一级/二级指标 of the rows that a new form begins with."""
    terms: tuple[str, ...] = ()
    """`("medium", "annual")` where two indicator blocks stand side by side."""
    offered: bool = True
    """Whether 新建 offers it."""
    year_printed: bool = True
    """Whether the form has a year row (rule S01 asks for the year only then)."""

    @cached_property
    def _fields(self) -> dict[tuple[str, str], Field]:
        found = {(HEADER, f.name): f for f in self.header_fields}
        found.update({("F", f.name): f for f in self.fund_fields})
        found.update({("r", f.name): f for f in self.indicator_fields})
        return found

    @property
    def money_unit(self) -> str:
        """元 or 万元."""
        return self.profile.money_unit

    def field(self, row_id: str, name: str) -> Field | None:
        """The field that stands at this row, None when the form has none such."""
        return self._fields.get((row_id[:1], name))

    def level2_of(self, level1: str) -> tuple[str, ...]:
        """The 二级指标 offered under a 一级指标; empty when unknown."""
        group = self.group_of(level1)
        return group.level2 if group else ()

    def group_of(self, level1: str) -> Level2Group | None:
        """The vocabulary of a 一级指标 as typed, by its name or another spelling of it."""
        return next((group for group in self.vocabulary if group.speaks_of(level1)), None)
