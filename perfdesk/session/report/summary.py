"""The 汇总表 of a year: money, rates, scores, grades and findings of every project, with totals.

Domain basis: WORKFLOW.md 8 (the unit hands in its forms together with a 汇总表). 自评表 are summed up
in 万元, 申报表 in 元; every number is the one that stands on the form's paper.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from perfdesk.document import Document, Form, FormView
from perfdesk.findings import Finding, Severity
from perfdesk.grid import Align, FieldKind
from perfdesk.kinds import Kind, kind_of
from perfdesk.scoring import execution_rate
from perfdesk.session.money_units import WAN, YUAN, convert, money_text
from perfdesk.session.report.summary_columns import (
    OfferedColumn,
    SheetColumn,
    SummaryCell,
    SummaryLine,
    offered_columns,
)
from perfdesk.values import format_decimal, half_up, read_score


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
    left_of_totals: tuple[str, ...] = ()
    """What the totals leave out, for below the table."""
    weighted_mean: str = ""
    """The mean score weighted by 全年预算数, as a sentence; "" where a form lacks either."""

    @property
    def notes(self) -> tuple[str, ...]:
        """The sentences below the table."""
        return (*self.left_of_totals, *([self.weighted_mean] if self.weighted_mean else []))

    def column(self, key: str) -> int:
        """The number of a column; KeyError when there is none of this key."""
        for number, column in enumerate(self.columns):
            if column.key == key:
                return number
        raise KeyError(key)

    def cell(self, row: SummaryRow, key: str) -> SummaryCell:
        """A cell of a row by its column's key."""
        return row.cells[self.column(key)]


@dataclass(frozen=True, slots=True)
class SummaryChoice:
    """What a 汇总表 shows; everything left out: all units, the usual columns, a line a project."""

    year: int
    kind: str
    units: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    """Keys of the columns in their order; KeyError for one that the kind does not have."""
    by_unit: bool = False
    """A line a unit instead of a line a project."""


def summarise(
    views: Sequence[FormView],
    findings: FindingSource,
    choice: SummaryChoice,
    codes: Mapping[str, str] | None = None,
) -> SummaryTable:
    """The table of these forms, which are all of the year and kind; `codes` are 项目编码 by name."""
    kind = kind_of(choice.kind)
    unit = kind.money_unit
    codes = codes or {}
    lines = [_line(number, view, findings, unit, codes) for number, view in enumerate(views, 1)]
    units = _distinct(view.text("organisation") for view in views)
    departments = _distinct(view.text("department") for view in views)
    layout = _layout(kind, choice, len(units), len(departments))
    columns = tuple(offer.column for offer in layout)
    rows = tuple(
        SummaryRow(line.view.id, tuple(offer.content(line) for offer in layout)) for line in lines
    )
    odd = (*_notes(columns, rows, lines), *_not_begun(views))
    total = _total(columns, rows)
    if choice.by_unit:
        columns, rows, total = _by_unit(columns, rows, lines, total)
    return SummaryTable(
        title=f"{choice.year}年度{kind.summary_title}",
        unit_name=units[0] if len(units) == 1 else "",
        department=departments[0] if len(departments) == 1 else "",
        year=choice.year,
        kind=kind.id,
        money_unit=unit,
        columns=columns,
        rows=rows,
        total=total,
        left_of_totals=odd,
        weighted_mean="".join(_weighted_note([view for view in views if not view.not_begun], unit)),
    )


def _layout(
    kind: Kind, choice: SummaryChoice, units: int, departments: int
) -> tuple[OfferedColumn, ...]:
    """The chosen columns, or the usual ones: what all forms say alike stands above the table."""
    offered = offered_columns(kind)
    if choice.columns:
        known = {offer.column.key: offer for offer in offered}
        return tuple(known[key] for key in dict.fromkeys(choice.columns))
    alike = {"organisation": units <= 1, "department": departments <= 1}
    return tuple(o for o in offered if o.usual and not alike.get(o.column.key))


def _line(
    number: int, view: FormView, findings: FindingSource, unit: str, codes: Mapping[str, str]
) -> SummaryLine:
    found = findings.findings(view.id)
    standing = Counter(finding.severity for finding in found if finding.accepted is None)
    explained = sum(finding.accepted is not None for finding in found)
    errors, warnings = standing[Severity.ERROR], standing[Severity.WARNING]
    code = view.text("project_code") or codes.get(view.project_name, "")
    return SummaryLine(number, view, errors, warnings, explained, unit, code)


_PROJECTS = SheetColumn("projects", "项目数", FieldKind.SCORE, width_mm=16, summed=True)
_OF_A_PROJECT = frozenset({"number", "project", "code", "category", "organisation", "projects"})
"""Columns that a line of a whole unit cannot have, or has its own of."""


def _by_unit(
    columns: Sequence[SheetColumn],
    rows: Sequence[SummaryRow],
    lines: Sequence[SummaryLine],
    total: SummaryRow,
) -> tuple[tuple[SheetColumn, ...], tuple[SummaryRow, ...], SummaryRow]:
    """The same sums with a line a unit: number, unit, how many projects, and what adds up."""
    kept = [
        number
        for number, column in enumerate(columns)
        if column.key not in _OF_A_PROJECT
        and (column.summed or column.key in ("rate", "score", "grade", "department"))
    ]
    of_unit: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        of_unit.setdefault(line.view.text("organisation") or "（未填单位）", []).append(number)
    head = (
        SheetColumn("number", "序号", width_mm=12),
        SheetColumn("organisation", "实施单位", align=Align.LEFT, width_mm=62),
        _PROJECTS,
    )
    made = []
    for place, (unit, numbers) in enumerate(of_unit.items(), 1):
        own = [rows[number] for number in numbers]
        sums = _total(columns, own).cells
        cells = [_alike(columns[n], sums[n], [row.cells[n] for row in own]) for n in kept]
        count = SummaryCell(str(len(own)), Decimal(len(own)))
        first = (SummaryCell(str(place)), SummaryCell(unit), count)
        made.append(SummaryRow("", (*first, *cells)))
    count = SummaryCell(str(len(rows)), Decimal(len(rows)))
    texts = [SummaryCell() if columns[n].key == "department" else total.cells[n] for n in kept]
    last = SummaryRow("", (SummaryCell(), SummaryCell("合计"), count, *texts))
    named = (_MEAN if columns[n].key == "score" else columns[n] for n in kept)
    return (*head, *named), tuple(made), last


_MEAN = SheetColumn("score", "平均得分", FieldKind.SCORE)


def _alike(column: SheetColumn, total: SummaryCell, cells: Sequence[SummaryCell]) -> SummaryCell:
    """The total of a unit; of a text, what all its forms say alike."""
    if column.key == "score" and total.value is not None:
        return SummaryCell(format_decimal(total.value, 2), total.value)
    if column.key != "department":
        return total
    texts = _distinct(cell.text for cell in cells)
    return SummaryCell(texts[0] if len(texts) == 1 else "")


def _total(columns: Sequence[SheetColumn], rows: Sequence[SummaryRow]) -> SummaryRow:
    cells = []
    for number, column in enumerate(columns):
        values = [value for row in rows if (value := row.cells[number].value) is not None]
        cells.append(_total_cell(column, values))
    keys = [column.key for column in columns]
    words = next((key for key in _TOTAL_STANDS if key in keys), None)
    if words is not None:
        cells[keys.index(words)] = SummaryCell("合计")
    base = "adjusted" if "adjusted" in keys else "initial"
    if "rate" in keys and "executed" in keys and base in keys:
        executed, budget = (cells[keys.index(key)].value for key in ("executed", base))
        cells[keys.index("rate")] = _total_rate(executed, budget)
    if "grade" in keys:
        grades = Counter(row.cells[keys.index("grade")].text for row in rows)
        cells[keys.index("grade")] = SummaryCell(_grades(grades))
    return SummaryRow("", tuple(cells))


_TOTAL_STANDS = ("project", "organisation", "department", "number", "code", "category")
"""Where the word 合计 stands: never in a column that is summed."""


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
    columns: Sequence[SheetColumn], rows: Sequence[SummaryRow], lines: Sequence[SummaryLine]
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


def _not_begun(views: Sequence[FormView]) -> Iterator[str]:
    """The projects that were cancelled before they began, and are excused from scores."""
    names = [view.project_name or "（未填项目名称）" for view in views if view.not_begun]
    if names:
        named = "、".join(f"“{name}”" for name in names)
        yield f"未实施 {len(names)} 个项目（{named}）：全年预算数、执行数均为 0，免于自评，不计入平均得分。"


def _weighted_note(views: Sequence[FormView], unit: str) -> Iterator[str]:
    """The mean score weighted by 全年预算数, which bureaus ask for beside the plain one."""
    scored = [
        (score.value, convert(budget.value, view.money_unit, unit))
        for view in views
        if (score := read_score(view.text("total_score"))).value is not None
        and (fund := view.fund("total")) is not None
        and (budget := view.amount("adjusted", fund.id)).value is not None
    ]
    money = sum((amount for _, amount in scored), Decimal(0))
    if len(scored) == len(views) > 1 and money > 0:
        mean = half_up(sum((s * m for s, m in scored), Decimal(0)) / money, 2)
        yield f"按全年预算数加权的平均得分：{format_decimal(mean, 2)}。"


def unit_of(form: Form) -> str:
    """The unit that a form names, "" where it names none."""
    return (form.header.get("organisation") or "").strip()


def left_out(document: Document, choice: SummaryChoice) -> Iterator[str]:
    """Which forms of the data file a table does not show, by the reason."""
    forms = list(document)
    undated = sum(form.year is None for form in forms)
    of_year = [form for form in forms if form.year == choice.year]
    others = Counter(form.kind for form in of_year if form.kind != choice.kind)
    of_kind = [form for form in of_year if form.kind == choice.kind]
    units = [form for form in of_kind if choice.units and unit_of(form) not in choice.units]
    if units:
        yield f"其他单位的 {len(units)} 张表没有列入。"
    if others:
        named = "、".join(f"{kind_of(kind).name} {count} 张" for kind, count in others.items())
        yield f"{choice.year}年度还有{named}，不在本汇总表内。"
    if undated:
        yield f"有 {undated} 张表没有填年度，没有列入任何年度的汇总表。"


def _distinct(texts: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))
