"""A form template: labels, fields, grid, computed cells, vocabulary, profile. Data, not code.

Sources: the official forms of domain/FORMS.md; each template file names its document in `basis`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

from perfdesk.cellpath import FUND_PREFIX, HEADER, ROW_PREFIX
from perfdesk.grid import Align, Block, FieldKind, PageSetup, Role
from perfdesk.kinds import Kind
from perfdesk.settings import Profile

USUAL_SOURCES: Final = ("total", "fiscal", "carryover", "other")
"""What the fund rows of most forms mean, in their order."""
COMPUTED: Final = (
    "joined",
    "sum",
    "rate",
    "execution_score",
    "weight_total",
    "score_total",
    "grade",
    "light",
    "form_light",
)
"""Names that `Field.computed` may hold; perfdesk.compute knows what they mean."""

TAKEN_AWAY: Final = "-"
"""Before an input of a sum: the amount is taken away (追减数)."""
LIST_MARK: Final = "[]"
"""Ending of a JSON key under which the words of all ticked cells are listed: reason_kinds[]."""

_PRINTED_WEIGHT: Final = re.compile(r"(?<!\s)\s*+[（(]\s*+[\d.]++\s*+分?\s*+[)）]\s*+$")


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
    """What it is computed from: the fields that a `sum` adds up in its own row (`-name`: takes away), the
    sign, value and unit of a `joined` target, executed amount and base of a `rate`."""
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
    means: str = ""
    """What it is to rules and computations (`target`, `weight`…), where that is not its name."""
    max_length: int = 0
    """The most characters that the form or its system takes; 0: no limit."""
    ticks: str = ""
    """A tick cell: what a √ here says in the JSON field that its column shares with others (确定能)."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The printed label and its variants."""
        return (self.label, *self.variants)

    @property
    def meaning(self) -> str:
        """What rules and computations ask for to get this field."""
        return self.means or self.name


class FundRow(NamedTuple):
    """A row of the fund block; ids F0 (the total), F1, F2…"""

    id: str
    label: str
    """As printed: 其中：当年财政拨款."""
    json: str
    """Its name in the Form JSON: 当年财政拨款."""
    variants: tuple[str, ...] = ()
    means: str = ""
    """`total`, `fiscal`, `carryover`, `other`, or "" for a source that no rule knows."""
    of: str = ""
    """Id of the row that it is a part of (县级 of 财政拨款), "" for a source of its own."""
    counted: bool = True
    """Whether the total adds it up: not a row of a second split of the same money (基本支出, 项目支出)."""

    @property
    def summed(self) -> bool:
        """Whether the total row adds it up."""
        return self.counted and not self.of


class BlockSpec(NamedTuple):
    """A repeating block beside the indicators: 年度主要任务, several goals."""

    name: str
    """Also its key in the Form JSON: tasks, goals."""
    prefix: str
    """The one letter with which the ids of its rows begin: t1, t2…"""
    label: str
    """What a row is called on screen: 任务."""
    fields: tuple[Field, ...]
    starters: int = 1
    """Rows of a new form."""


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
    rows_of: str = ""
    """Name of the block of whose rows each gets this printed row; "" for all other rows."""


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
    starter_texts: tuple[Mapping[str, str], ...] = ()
    """What else is printed in those rows (a bureau's own indicators with their points), by field; () for nothing."""
    terms: tuple[str, ...] = ()
    """`("medium", "annual")` where two indicator blocks stand side by side."""
    offered: bool = True
    """Whether 新建 offers it."""
    year_printed: bool = True
    """Whether the form has a year row (rule S01 asks for the year only then)."""
    blocks: tuple[BlockSpec, ...] = ()
    """Repeating blocks beside fund rows and indicators."""
    unseen_original: bool = False
    """Made from own knowledge: no original of the form was seen (未见原件)."""

    @cached_property
    def sections(self) -> dict[str, tuple[Field, ...]]:
        """The fields of every section by the prefix of its row ids: header "", funds F, indicators r, blocks."""
        return {
            HEADER: self.header_fields,
            FUND_PREFIX: self.fund_fields,
            ROW_PREFIX: self.indicator_fields,
            **{block.prefix: block.fields for block in self.blocks},
        }

    @cached_property
    def _fields(self) -> dict[tuple[str, str], Field]:
        return {
            (prefix, field.name): field
            for prefix, fields in self.sections.items()
            for field in fields
        }

    @cached_property
    def renamed(self) -> dict[tuple[str, str], str]:
        """(prefix of row ids, meaning) → name, of the fields whose name is not what they mean."""
        return {
            (prefix, field.means): field.name
            for prefix, fields in self.sections.items()
            for field in fields
            if field.means and field.means != field.name
        }

    @cached_property
    def computed_in_rows(self) -> tuple[Field, ...]:
        """The fields that are computed in every indicator row."""
        return tuple(field for field in self.indicator_fields if field.computed)

    @property
    def money_unit(self) -> str:
        """元 or 万元."""
        return self.profile.money_unit

    def field(self, row_id: str, name: str) -> Field | None:
        """The field that stands at this row, None when the form has none such."""
        return self._fields.get((row_id[:1], name))

    def name_of(self, row_id: str, meaning: str) -> str:
        """The name under which this row keeps what is meant; the meaning itself where it has no such field."""
        return self.renamed.get((row_id[:1], meaning), meaning) if self.renamed else meaning

    def meant(self, row_id: str, meaning: str) -> Field | None:
        """The field that means this at this row, None when the form has no such place."""
        return self.field(row_id, self.name_of(row_id, meaning))

    def fund_row(self, meaning: str) -> FundRow | None:
        """The fund row that means this (`total`, `fiscal`, `carryover`, `other`)."""
        return next((row for row in self.fund_rows if row.means == meaning), None)

    def prints_fund(self, row_id: str, name: str) -> bool:
        """Whether a column of the fund block has a cell in this row: some forms print it for a few rows only."""
        return (row_id, name) in self._fund_cells or not any(
            field == name for _, field in self._fund_cells
        )

    def prints(self, meaning: str) -> bool:
        """Whether a field that the form has once stands in a cell of it; a whole unit's form has no project."""
        return self.name_of("", meaning) in self._cell_fields

    @cached_property
    def _cell_fields(self) -> frozenset[str]:
        return frozenset(cell.field for row in self.rows for cell in row.cells if cell.field)

    @cached_property
    def _fund_cells(self) -> frozenset[tuple[str, str]]:
        return frozenset(
            (cell.row, cell.field) for row in self.rows for cell in row.cells if cell.row
        )

    @cached_property
    def printed_header(self) -> frozenset[str]:
        """The fields of the head that stand on the paper."""
        return frozenset(
            cell.field for row in self.rows for cell in row.cells if cell.row == HEADER
        )

    @cached_property
    def usual_sources(self) -> bool:
        """Whether its money stands in the four rows that every reader knows, and nowhere else."""
        return [row.means for row in self.fund_rows] == list(USUAL_SOURCES) and not self.blocks

    def block(self, name: str) -> BlockSpec | None:
        """The repeating block of this name, None when the form has none such."""
        return next((block for block in self.blocks if block.name == name), None)

    def block_of(self, row_id: str) -> BlockSpec | None:
        """The repeating block in which a row of this id stands."""
        return next((block for block in self.blocks if block.prefix == row_id[:1]), None)

    def level2_of(self, level1: str) -> tuple[str, ...]:
        """The 二级指标 offered under a 一级指标; empty when unknown."""
        group = self.group_of(level1)
        return group.level2 if group else ()

    def group_of(self, level1: str) -> Level2Group | None:
        """The vocabulary of a 一级指标 as typed, by its name or another spelling of it."""
        return next((group for group in self.vocabulary if group.speaks_of(level1)), None)
