"""What was found in an area, before any template is chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from perfdesk.io.match.find.area import Area, Item
from perfdesk.io.match.labels.lexicon import Lexicon
from perfdesk.io.readers.snapshot import ERROR, HINT, WARNING, Problem
from perfdesk.values import CONTROL, SURROGATE, clean_text

NUMERIC: Final = frozenset(
    {
        "initial", "adjusted", "executed", "weight", "rate", "score", "total_weight", "total_score",
        "fund_total", "fund_fiscal", "fund_other", "year_total", "year_fiscal", "year_carryover", "year_other",
    }
)  # fmt: skip
"""Fields that hold a number: `=400` typed there means 400."""


_SHORT: Final = 10_000
"""Shorter printable texts need no cleaning."""


@dataclass(frozen=True, slots=True)
class Found:
    """A value and the cell it came from."""

    text: str | None
    address: str
    number: bool = False
    general: bool = False
    """A number under no format, see `Cell.general`."""
    guessed: bool = False
    """Understood, not read off: an inferred label, a filled level, a repaired rate."""


@dataclass(slots=True)
class RawRow:
    """An indicator row."""

    values: dict[str, Found] = field(default_factory=dict)
    term: str | None = None
    suspect: bool = False
    pieces: dict[str, Found] = field(default_factory=dict)
    """Sign, value and unit of the target as typed, where they stand in columns of their own."""
    number: int = 0
    """Its place in the form where PerfDesk wrote it down, from 1; else 0."""


class Anchor(NamedTuple):
    """A cell of an indicator that PerfDesk named when it wrote the workbook."""

    number: int
    """The row's place in the form, from 1."""
    field: str
    """level3 for the row itself; level1 or level2 where that stood blank."""


@dataclass(slots=True)
class Raw:
    """The fields of one form as found."""

    area: Area
    lexicon: Lexicon
    header: dict[str, Found] = field(default_factory=dict)
    funds: dict[tuple[str, str], Found] = field(default_factory=dict)
    rows: list[RawRow] = field(default_factory=list)
    blocks: dict[str, list[RawRow]] = field(default_factory=dict)
    """Rows of further repeating blocks by the block's name."""
    zones: set[str] = field(default_factory=set)
    """Names of the columns of the indicators that have a head."""
    problems: list[Problem] = field(default_factory=list)
    labels: dict[str, Item] = field(default_factory=dict)
    """Field (`funds.rate`, `indicators.target`, `project_name`) → its label's cell."""
    candidates: list[tuple[str, int, Item]] | None = None
    """What `candidates.candidates` found, kept for the goals."""
    heads: set[int] = field(default_factory=set)
    """Rows in which the head of the indicator block stands."""
    sounding: set[int] = field(default_factory=set)
    """These and the rows that sound like a head."""
    bare_total: bool = False
    """The total row bears no label."""
    valued: set[str] = field(default_factory=set)
    """Addresses of cells that were taken as values."""
    parts: set[str] = field(default_factory=set)
    """Addresses of cells that are a part of a value: the sign and the unit of a target, one row of a goal."""
    own: set[str] = field(default_factory=set)
    """Addresses of cells that PerfDesk named when it wrote the workbook; empty for any other."""
    own_rows: set[int] = field(default_factory=set)
    """Rows in which they stand."""
    uncalculated: set[str] = field(default_factory=set)
    """Addresses of formulas of our own whose result was not saved."""
    anchors: dict[tuple[int, int], Anchor] = field(default_factory=dict)
    """(row, column) → the indicator of which PerfDesk wrote that its cell stood blank there, or where it comes."""
    corrections: Mapping[str, str] = field(default_factory=dict)

    def found(self, name: str, item: Item, text: str | None = None, guessed: bool = False) -> Found:
        """The value of a cell for a field, cleaned; what was taken away from it is reported."""
        self.area.use(item)
        self.valued.add(item.address)
        if item.cell.missing and self.own:
            # The formula is ours: what it gives is known without the result.
            self.uncalculated.add(item.address)
            return Found(None, item.address)
        if item.cell.garbled:
            # The reader has told it.
            return Found(None, item.address, guessed=guessed)
        if item.cell.missing:
            self.problem(
                item.address,
                ERROR,
                "公式没有保存计算结果，未能读入；请在 Excel 或 WPS 中打开原表保存一次后再导入，或直接补填。",
            )
            return Found(None, item.address, guessed=guessed)
        shown = self._text(name, item) if text is None else text
        if shown.isprintable() and len(shown) < _SHORT and shown.strip():
            number = item.cell.number and text is None
            return Found(shown, item.address, number, number and item.cell.general, guessed)
        cleaned = clean_text(shown)
        for code in cleaned.removed:
            self.problem(item.address, WARNING, _removed(code))
        return Found(cleaned.text, item.address, item.cell.number and text is None, guessed=guessed)

    def part(self, name: str, item: Item) -> str:
        """The text of a cell that is a part of a field's value; "" where it holds none."""
        self.parts.add(item.address)
        return self.found(name, item).text or ""

    def problem(self, address: str | None, severity: str, message: str) -> None:
        """Report something at a cell."""
        self.problems.append(Problem(address, severity, message))

    def hint(self, address: str | None, message: str) -> None:
        """Report something that is only worth knowing."""
        self.problem(address, HINT, message)

    @staticmethod
    def _text(name: str, item: Item) -> str:
        literal = item.cell.literal
        return literal if literal is not None and name not in NUMERIC else item.cell.text


def _removed(code: str) -> str:
    if code == CONTROL:
        return "文字中的控制字符已去掉，请核对。"
    if code == SURROGATE:
        return "文字中的残缺字符已去掉，请核对原件。"
    return "文字超过 32000 字，超出部分未读入，请核对原件。"
