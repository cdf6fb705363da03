"""Computed cells as Excel formulas that agree with ours (domain/SCORING.md).

A formula is written only where Excel would compute what we print: where an input is a text that
Excel cannot read as the number we read, the cell holds our value as it stands. Formulas add with
`+`, since SUM skips numbers that are stored as text.
"""

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from enum import Enum

from perfdesk.cellpath import HEADER
from perfdesk.changes import Mode
from perfdesk.document import FormView
from perfdesk.io.excel_writer.numbers import literal
from perfdesk.template.model import TAKEN_AWAY, Field
from perfdesk.values import is_dash, read_amount, read_rate, read_score

TOTAL = "F0"


class Held(Enum):
    """What Excel finds in a cell."""

    NUMBER = "number"
    BLANK = "blank"
    DASH = "dash"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class FormulaPlace:
    """Where a field stands in its sheet, and what Excel finds there."""

    address: str
    held: Held
    percent: bool = False
    computed: bool = False
    """It holds a formula, which shows an empty text as long as there is nothing to compute."""

    @property
    def number(self) -> str:
        """The cell in percentage points, points or money."""
        return f"{self.address}*100" if self.percent else self.address


Places = Callable[[str, str], FormulaPlace | None]


class FormulaMaker:
    """The formulas of one form; `places` tells where each field stands."""

    def __init__(self, view: FormView, places: Places) -> None:
        self._view = view
        self._places = places
        self._profile = view.profile

    def formula(self, row_id: str, field: Field) -> str | None:
        """The formula of an automatic computed cell, None where the value must stand as it is."""
        if (row_id, field.name) not in self._view.computed or self._view.form.mode(
            row_id, field.name
        ) is not Mode.AUTOMATIC:
            return None
        match field.computed:
            case "sum":
                return self._sum(row_id, field)
            case "rate":
                return self._rate(row_id)
            case "execution_score":
                return self._execution_score()
            case "weight_total" | "score_total":
                return self._points("weight" if field.computed == "weight_total" else "score")
            case "grade":
                return self._grade()
            case _:
                return None

    def _sum(self, row_id: str, field: Field) -> str | None:
        template = self._view.template
        away: set[tuple[str, str]] = set()
        if field.inputs:
            paths = []
            for source in field.inputs:
                cells = list(self._cells(row_id, source.removeprefix(TAKEN_AWAY)))
                paths += cells
                away.update(cells if source.startswith(TAKEN_AWAY) else ())
        else:
            paths = [
                (fund.id, field.name)
                for fund in template.fund_rows[1:]
                if fund.summed and template.prints_fund(fund.id, field.name)
            ]
        decimals = self._profile.money_decimals
        if decimals is None:
            texts = (self._view.text(name, row) for row, name in paths)
            decimals = max((read_amount(text).decimals for text in texts), default=0)
        less = frozenset(place.address for path in away if (place := self._places(*path)))
        return self._total([self._places(*path) for path in paths], decimals, less=less)

    def _meant(self, row_id: str, meaning: str) -> FormulaPlace | None:
        """Where the field that means this stands in a row."""
        return self._places(row_id, self._view.template.name_of(row_id, meaning))

    def _cells(self, row_id: str, source: str) -> Iterator[tuple[str, str]]:
        """The cells that an input of a sum names: one of its own row, or a column of a whole block."""
        block, dot, name = source.partition(".")
        if not dot:
            yield row_id, source
            return
        for row in self._view.rows_of(block):
            yield row.id, name

    def _points(self, name: str) -> str | None:
        rows = [self._meant(row.id, name) for row in self._view.form.indicators]
        own = self._meant(TOTAL, name)
        cells = [*rows, own] if own is not None else rows
        # A weight total with no indicator weight yet says nothing; a score total adds what there is.
        asked = rows if name == "weight" else cells
        return self._total(cells, self._profile.score_decimals, asked)

    def _total(
        self,
        cells: Sequence[FormulaPlace | None],
        decimals: int,
        asked: Sequence[FormulaPlace | None] | None = None,
        less: Set[str] = frozenset(),
    ) -> str | None:
        known = [cell for cell in cells if cell is not None]
        if (
            len(known) != len(cells)
            or any(cell.held is Held.TEXT or cell.percent for cell in known)
            or not known
        ):
            return None
        terms = "".join(f"{'-' if c.address in less else '+'}{_term(c)}" for c in known)
        terms = terms.removeprefix("+")
        counted = ",".join(_ranges([cell.address for cell in asked or known if cell is not None]))
        return f'=IF(COUNT({counted})=0,"",ROUND({terms},{decimals}))'

    def _rate(self, row_id: str) -> str | None:
        field = self._view.meant("rate", row_id)
        names = field.inputs if field and field.inputs else ("executed", self._profile.rate_base)
        executed, adjusted = (self._meant(row_id, name) for name in names)
        own = self._meant(row_id, "rate")
        source = row_id != TOTAL
        if (
            executed is None
            or adjusted is None
            or own is None
            or Held.TEXT in (executed.held, adjusted.held)
        ):
            return None
        if source and self._profile.source_rates == "zero":
            return None
        e, a = executed.address, adjusted.address
        decimals = self._profile.rate_decimals
        rate = f"ROUND({e}/{a},{decimals + 2})" if own.percent else f"ROUND({e}/{a}*100,{decimals})"
        filled = f'IF(COUNT({e})=0,"",{rate})'
        without = '""'
        if source and self._profile.zero_rate is not None:
            zero = read_rate(self._profile.zero_rate).value
            if zero is None:
                return None
            without = f'IF(N({e})=0,{literal(zero / 100 if own.percent else zero)},"")'
        return f'=IF(COUNT({a})=0,"",IF({a}=0,{without},{filled}))'

    def _execution_score(self) -> str | None:
        rate, weight = self._meant(TOTAL, "rate"), self._meant(TOTAL, "weight")
        if rate is None or rate.held is Held.TEXT or weight is None or weight.held is Held.TEXT:
            return None
        decimals = self._profile.score_decimals
        steps = sorted(self._profile.execution_thresholds, key=lambda step: step.lowest_rate)
        if steps:
            points = "0"
            for step in steps:
                points = f"IF({rate.number}>={literal(step.lowest_rate)},MAX({literal(step.points)},{points}),{points})"
            if len(points) > 4000:
                return None
        else:
            full = f"IF(COUNT({weight.address})=0,{literal(self._profile.execution_weight)},{weight.address})"
            points = f"MIN(MAX({rate.number},0),100)*{full}/100"
        return f'=IF(COUNT({rate.address})=0,"",ROUND({points},{decimals}))'

    def _grade(self) -> str | None:
        total = self._meant(HEADER, "total_score")
        bands = sorted(self._profile.grade_bands, key=lambda band: band.lowest)
        if total is None or total.held is Held.TEXT or not bands:
            return None
        grade = f'"{bands[0].name}"'
        for band in bands[1:]:
            grade = f'IF({total.address}>={literal(band.lowest)},"{band.name}",{grade})'
        return f'=IF(COUNT({total.address})=0,"",{grade})'


def held(text: str, is_number: bool) -> Held:
    """What Excel finds in a cell of this text."""
    if is_number:
        return Held.NUMBER
    if not text:
        return Held.BLANK
    if is_dash(text):
        return Held.DASH
    return Held.TEXT


def readable(text: str) -> bool:
    """Whether we read a number in a text; Excel would not, where it is stored as text."""
    return any(read(text).value is not None for read in (read_amount, read_rate, read_score))


def _term(cell: FormulaPlace) -> str:
    """A cell as a term of a sum; N() makes a text (a dash, what a formula shows as empty) count as nothing."""
    return f"N({cell.address})" if cell.held is Held.DASH or cell.computed else cell.address


def _ranges(addresses: Sequence[str]) -> list[str]:
    """Addresses, neighbours in one column as a range, so that COUNT stays below its 255 arguments."""
    runs: list[list[str]] = []
    for address in addresses:
        if runs and _below(runs[-1][-1]) == address:
            runs[-1].append(address)
        else:
            runs.append([address])
    return [run[0] if len(run) == 1 else f"{run[0]}:{run[-1]}" for run in runs]


def _below(address: str) -> str:
    letters = address.rstrip("0123456789")
    return f"{letters}{int(address[len(letters) :]) + 1}"
