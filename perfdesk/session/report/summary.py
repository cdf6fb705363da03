"""The 汇总表 of a year: money, rates, scores, grades and findings of every project, with totals.

Domain basis: WORKFLOW.md 8 (the unit hands in its forms together with a 汇总表). 自评表 are summed up
in 万元, 申报表 in 元; every number is the one that stands on the form's paper.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from perfdesk.document import FormView
from perfdesk.findings import Finding, Severity
from perfdesk.grid import Align, FieldKind
from perfdesk.kinds import Kind
from perfdesk.kinds import SummaryColumn as KindColumn
from perfdesk.scoring import execution_rate
from perfdesk.session.money_units import WAN, YUAN, convert, money_text
from perfdesk.values import Quantity, format_decimal, half_up, read_rate, read_score


class FindingSource(Protocol):
    """Where reports take their findings from (`Checking`)."""

    def findings(self, form_id: str) -> list[Finding]:
        """The findings that stand in a form."""
        ...

    def portfolio_findings(self) -> list[Finding]:
        """The findings about all forms together."""
        ...

    def paper_findings(self, form_ids: Sequence[str]) -> list[Finding]:
        """What the pages of these forms cannot show (P02)."""
        ...


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its key, its head, and what its cells hold."""

    key: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    align: Align = Align.CENTER
    width_mm: float = 20.0
    summed: bool = False


@dataclass(frozen=True, slots=True)
class SummaryCell:
    """What is printed, and the number behind it where one was read."""

    text: str = ""
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A project (`form_id` "" for the total)."""

    form_id: str
    cells: tuple[SummaryCell, ...]


@dataclass(frozen=True, slots=True)
class SummaryTable:
    """The forms of one year and kind; money in `money_unit`, rates in percentage points."""

    title: str
    unit_name: str
    """实施单位, where all forms name the same one."""
    department: str
    """主管部门, likewise."""
    year: int
    kind: str
    """Id of the kind of the forms."""
    money_unit: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[SummaryRow, ...]
    total: SummaryRow
    notes: tuple[str, ...] = ()
    """What the totals leave out, for below the table."""

    def column(self, key: str) -> int:
        """The number of a column; KeyError when there is none of this key."""
        for number, column in enumerate(self.columns):
            if column.key == key:
                return number
        raise KeyError(key)

    def cell(self, row: SummaryRow, key: str) -> SummaryCell:
        """A cell of a row by its column's key."""
        return row.cells[self.column(key)]


Content = Callable[["_Line"], SummaryCell]


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    view: FormView
    errors: int
    warnings: int
    explained: int
    unit: str
    """Money unit of the table."""

    def money(self, row: str, name: str) -> SummaryCell:
        """An amount in the unit of the table; what is no amount stands as typed."""
        quantity = self.view.amount(name, row)
        if quantity.value is None:
            return SummaryCell(self.view.text(name, row) or "")
        value = convert(quantity.value, self.view.money_unit, self.unit)
        return SummaryCell(money_text(value), value)


def summarise(
    views: Sequence[FormView], findings: FindingSource, year: int, kind: Kind
) -> SummaryTable:
    """The table of these forms, which are all of one year and kind."""
    unit = kind.money_unit
    lines = [_line(number, view, findings, unit) for number, view in enumerate(views, 1)]
    units = _distinct(view.text("organisation") for view in views)
    departments = _distinct(view.text("department") for view in views)
    layout = [
        (column, content)
        for column, content in (*_FIRST, *map(_column, kind.summary), *_LAST)
        if (column.key != "organisation" or len(units) > 1)
        and (column.key != "department" or len(departments) > 1)
        and (column.key != "project" or not kind.about_unit)
    ]
    columns = tuple(column for column, _ in layout)
    rows = tuple(
        SummaryRow(line.view.id, tuple(content(line) for _, content in layout)) for line in lines
    )
    return SummaryTable(
        title=f"{year}年度{kind.summary_title}",
        unit_name=units[0] if len(units) == 1 else "",
        department=departments[0] if len(departments) == 1 else "",
        year=year,
        kind=kind.id,
        money_unit=unit,
        columns=columns,
        rows=rows,
        total=_total(columns, rows),
        notes=tuple(_notes(columns, rows, lines)),
    )


def _line(number: int, view: FormView, findings: FindingSource, unit: str) -> _Line:
    found = findings.findings(view.id)
    standing = Counter(finding.severity for finding in found if finding.accepted is None)
    explained = sum(finding.accepted is not None for finding in found)
    return _Line(
        number, view, standing[Severity.ERROR], standing[Severity.WARNING], explained, unit
    )


def _number(text: str | None, quantity: Quantity, decimals: int) -> SummaryCell:
    if quantity.value is None:
        return SummaryCell(text or "")
    shown = max(decimals, quantity.decimals)
    return SummaryCell(format_decimal(quantity.value, shown), quantity.value)


def _count(number: int) -> SummaryCell:
    return SummaryCell(str(number), Decimal(number))


def _fund_row(line: _Line, meaning: str) -> str:
    fund = line.view.fund(meaning) if meaning else None
    return fund.id if fund else ""


def _column(spec: KindColumn) -> tuple[SheetColumn, Content]:
    """A column that the kind of the forms says, and what it shows of a form."""

    def text(line: _Line) -> str | None:
        row = _fund_row(line, spec.row)
        return None if spec.row and not row else line.view.text(spec.field, row)

    def money(line: _Line) -> SummaryCell:
        row = _fund_row(line, spec.row)
        return SummaryCell("") if spec.row and not row else line.money(row, spec.field)

    match spec.shows:
        case "amount":
            return _money_column(spec.key, spec.label), money
        case "rate":
            column = SheetColumn(spec.key, spec.label, FieldKind.RATE, width_mm=18)
            return column, lambda line: _number(text(line), read_rate(text(line)), 2)
        case "score":
            column = SheetColumn(spec.key, spec.label, FieldKind.SCORE, width_mm=22)
            return column, lambda line: _number(text(line), read_score(text(line)), 2)
        case _:
            column = SheetColumn(spec.key, spec.label, width_mm=16)
            return column, lambda line: SummaryCell(text(line) or "")


def _text(name: str) -> Content:
    return lambda line: SummaryCell(line.view.text(name) or "")


def _money_column(key: str, label: str) -> SheetColumn:
    return SheetColumn(key, label, FieldKind.AMOUNT, width_mm=26, summed=True)


def _count_column(key: str, label: str) -> SheetColumn:
    return SheetColumn(key, label, FieldKind.SCORE, width_mm=13, summed=True)


_FIRST: tuple[tuple[SheetColumn, Content], ...] = (
    (SheetColumn("number", "序号", width_mm=12), lambda line: SummaryCell(str(line.number))),
    (
        SheetColumn("project", "项目名称", align=Align.LEFT, width_mm=62),
        lambda line: SummaryCell(line.view.project_name),
    ),
    (SheetColumn("department", "主管部门", align=Align.LEFT, width_mm=34), _text("department")),
    (
        SheetColumn("organisation", "实施单位", align=Align.LEFT, width_mm=34),
        _text("organisation"),
    ),
)
_LAST: tuple[tuple[SheetColumn, Content], ...] = (
    (_count_column("errors", "错误"), lambda line: _count(line.errors)),
    (_count_column("warnings", "核实"), lambda line: _count(line.warnings)),
    (_count_column("explained", "已说明"), lambda line: _count(line.explained)),
)


def _total(columns: Sequence[SheetColumn], rows: Sequence[SummaryRow]) -> SummaryRow:
    cells = []
    for number, column in enumerate(columns):
        values = [value for row in rows if (value := row.cells[number].value) is not None]
        cells.append(_total_cell(column, values))
    keys = [column.key for column in columns]
    cells[keys.index("project") if "project" in keys else 1] = SummaryCell("合计")
    if "rate" in keys:
        base = "adjusted" if "adjusted" in keys else "initial"
        executed, budget = (cells[keys.index(key)].value for key in ("executed", base))
        cells[keys.index("rate")] = _total_rate(executed, budget)
    if "grade" in keys:
        grades = Counter(row.cells[keys.index("grade")].text for row in rows)
        cells[keys.index("grade")] = SummaryCell(_grades(grades))
    return SummaryRow("", tuple(cells))


def _total_cell(column: SheetColumn, values: Sequence[Decimal]) -> SummaryCell:
    if not values:
        return SummaryCell()
    total = sum(values, Decimal(0))
    if column.key == "score":
        mean = half_up(total / len(values), 2)
        return SummaryCell(f"平均 {format_decimal(mean, 2)}", mean)
    if not column.summed:
        return SummaryCell()
    text = money_text(total) if column.kind is FieldKind.AMOUNT else str(total)
    return SummaryCell(text, total)


def _total_rate(executed: Decimal | None, adjusted: Decimal | None) -> SummaryCell:
    if executed is None or adjusted is None:
        return SummaryCell()
    exact = execution_rate(executed, adjusted)
    if exact is None:
        return SummaryCell()
    rate = half_up(exact, 2)
    return SummaryCell(format_decimal(rate, 2), rate)


def _grades(grades: Counter[str]) -> str:
    return " ".join(f"{grade}{count}" for grade, count in grades.items() if grade)


def _notes(
    columns: Sequence[SheetColumn], rows: Sequence[SummaryRow], lines: Sequence[_Line]
) -> Iterable[str]:
    """What stands in the table and not in its totals."""
    for number, column in enumerate(columns):
        odd = [
            row.cells[number].text
            for row in rows
            if row.cells[number].text and row.cells[number].value is None
        ]
        if odd and column.kind in (FieldKind.AMOUNT, FieldKind.RATE, FieldKind.SCORE):
            shown = "、".join(f"“{text[:20]}”" for text in odd[:3])
            yield f"“{column.label}”有 {len(odd)} 项不是数（{shown}），未计入合计。"
    other = sum(line.view.money_unit != line.unit for line in lines)
    if other:
        yield f"有 {other} 张表以{YUAN if lines[0].unit == WAN else WAN}填报，已按{lines[0].unit}折算。"


def _distinct(texts: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))
