"""A template being made: what each cell of the file is, and how the page looks."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from perfdesk.io.form_maker.geometry import SheetGeometry
from perfdesk.io.readers.snapshot import Problem


class CellUse(StrEnum):
    """What a cell of the page is."""

    LABEL = "label"
    """Words that every form prints."""
    VALUE = "value"
    """The place of a field."""
    EMPTY = "empty"


@dataclass(slots=True)
class DraftCell:
    """A cell of the page; rows and columns count within the form."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    """What the file shows there."""
    address: str
    """In the file, with the sheet."""
    use: CellUse = CellUse.LABEL
    section: str = ""
    """header, funds, indicators, or the name of a further block."""
    field: str = ""
    fund: str = ""
    """Fund row, F0…"""
    term: str = ""
    """medium or annual where two blocks of indicators stand side by side."""
    pattern: str = ""
    """`（{}年度）`: words around the value."""
    to_end: int = -1
    """Rows of the head that go on over all indicators: how many rows further; -1: none."""

    @property
    def last_column(self) -> int:
        """The last column it covers."""
        return self.column + self.columns - 1


@dataclass(slots=True)
class DraftRow:
    """A row of the page."""

    block: str
    height_mm: float
    cells: list[DraftCell] = field(default_factory=list)
    rows_of: str = ""
    """The repeating block whose rows it stands for: tasks."""


class DraftBlock(NamedTuple):
    """A repeating block beside the indicators; its fields stand in the section of its name."""

    name: str
    label: str
    prefix: str
    starters: int


@dataclass(slots=True)
class DraftField:
    """A field of the template: only what differs from the part that it extends need be said."""

    label: str
    variants: tuple[str, ...] = ()
    kind: str = "text"
    json: str = ""
    computed: str = ""
    inputs: tuple[str, ...] = ()
    required: bool = False
    align: str = "center"
    means: str = ""
    default: str | None = None
    choices: tuple[str, ...] = ()
    printed: bool = True


@dataclass(slots=True)
class DraftFundRow:
    """A row of the fund block."""

    id: str
    label: str
    json: str
    means: str = ""
    variants: tuple[str, ...] = ()


@dataclass(slots=True)
class FormDraft:
    """The whole template as proposed; `toml_text.write` makes a file of it."""

    id: str
    kind: str
    title: str
    edition: str
    region: str
    basis: str
    money_unit: str
    geometry: SheetGeometry
    columns_mm: list[float] = field(default_factory=list)
    rows: list[DraftRow] = field(default_factory=list)
    fields: dict[tuple[str, str], DraftField] = field(default_factory=dict)
    """(section, name) → field."""
    fund_rows: list[DraftFundRow] = field(default_factory=list)
    levels: list[tuple[str, list[str]]] = field(default_factory=list)
    """一级指标 with their 二级指标, in the file's order."""
    starters: list[tuple[str, str]] = field(default_factory=list)
    terms: tuple[str, ...] = ()
    blocks: list[DraftBlock] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def cells(self) -> list[DraftCell]:
        """All cells by row and column."""
        return [cell for row in self.rows for cell in row.cells]
