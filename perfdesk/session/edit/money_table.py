"""资金总表: the amounts of all projects of a year in one sheet, edited like one (WORKFLOW.md 3)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.cellpath import FUND_TOTAL, HEADER, CellPath
from perfdesk.document import FormView
from perfdesk.grid import FieldKind
from perfdesk.kinds import KINDS, Kind, kind_of
from perfdesk.session.core import Core
from perfdesk.session.edit.forms_edit import UNTOUCHED, Editing
from perfdesk.session.money_units import convert, money_text
from perfdesk.session.outcome import Outcome
from perfdesk.template.model import Template

TOTAL_LABEL = "总额"

_DECLARED = (
    ("fund_total", "项目资金", "总额"),
    ("fund_fiscal", "项目资金", "其中：财政资金"),
    ("fund_other", "项目资金", "其他资金"),
    ("year_total", "年度资金", "申请总额"),
    ("year_fiscal", "年度资金", "其中：当年财政拨款"),
    ("year_carryover", "年度资金", "上年结转资金"),
    ("year_other", "年度资金", "其他资金"),
)


@dataclass(frozen=True, slots=True)
class MoneyColumn:
    """A column: the field it shows of every form, and its two-line head."""

    row: str
    field: str
    group: str
    label: str
    source: str = ""
    """What the fund row means, or its name: the same source stands in other rows of other templates."""


@dataclass(frozen=True, slots=True)
class MoneyCell:
    """An amount as its form holds it, in the form's own money unit."""

    path: CellPath | None
    """None where the form has no such cell."""
    text: str
    value: Decimal | None
    """The amount read, in the form's unit; None when blank or unreadable."""
    computed: bool = False
    """Sums are shown and skipped by typing and pasting; the form itself can override them."""

    @property
    def editable(self) -> bool:
        """Whether the sheet takes an amount here."""
        return self.path is not None and not self.computed


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """A project; `other_unit` is named where it differs from that of the sheet."""

    form_id: str
    project: str
    money_unit: str
    other_unit: bool
    cells: tuple[MoneyCell, ...]


@dataclass(frozen=True, slots=True)
class MoneyTable:
    """The sheet; totals are in its money unit, blank where nothing is to be added."""

    year: int | None
    kind: str
    """Id of the kind of the forms."""
    money_unit: str
    columns: tuple[MoneyColumn, ...]
    rows: tuple[MoneyRow, ...]
    totals: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def cell(self, row: int, column: int) -> MoneyCell | None:
        """A cell by its place, None outside the sheet."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.columns):
            return self.rows[row].cells[column]
        return None

    def texts(self, top: int, left: int, bottom: int, right: int) -> list[list[str]]:
        """The texts of a block, its last row and column included, for the clipboard."""
        return [
            [cell.text for cell in row.cells[left : right + 1]]
            for row in self.rows[top : bottom + 1]
        ]


class Money:
    """The money of all projects of a year; every edit goes through `Editing`, one step each."""

    def __init__(self, core: Core, editing: Editing) -> None:
        self._core = core
        self._editing = editing

    def table(self, year: int | None, kind: str = KINDS[0].id) -> MoneyTable:
        """The sheet of a year's forms (None: those that name no year); it may have no row."""
        views = [
            view for view in self._core.views() if view.year == year and view.form.kind == kind
        ]
        columns = tuple(_columns(views, self._core.catalog.get(kind_of(kind).default_template)))
        unit = _unit(views, kind_of(kind))
        rows = tuple(_row(view, columns, unit) for view in views)
        totals = tuple(_total(rows, number, unit) for number in range(len(columns)))
        return MoneyTable(year, kind, unit, columns, rows, totals, tuple(_notes(rows, unit)))

    def set_text(self, table: MoneyTable, row: int, column: int, raw: str) -> Outcome:
        """Type an amount into a cell; a sum or a missing cell takes none, and that is said."""
        return self.put(table, [(row, column, raw)])

    def fill(self, table: MoneyTable, places: Sequence[tuple[int, int]], raw: str) -> Outcome:
        """One amount (or "" to clear) into several cells."""
        return self.put(table, [(row, column, raw) for row, column in places])

    def paste(
        self, table: MoneyTable, row: int, column: int, block: Sequence[Sequence[str]]
    ) -> Outcome:
        """Put a block with its top left corner at a cell, as one step."""
        return self.put(
            table,
            [
                (row + down, column + across, raw)
                for down, line in enumerate(block)
                for across, raw in enumerate(line)
            ],
        )

    def put(self, table: MoneyTable, entries: Sequence[tuple[int, int, str]]) -> Outcome:
        """Several cells as one step; those that take nothing and those outside are skipped and said."""
        taken: list[tuple[CellPath, str]] = []
        locked = outside = 0
        for row, column, raw in entries:
            cell = table.cell(row, column)
            if cell is None:
                outside += bool(raw.strip())
            elif cell.path is None or not cell.editable:
                locked += raw.strip() != cell.text
            else:
                taken.append((cell.path, raw))
        notices = [f"{locked} 个合计或没有此栏的单元格不能填写，已跳过"] if locked else []
        if outside:
            notices.append(f"{outside} 个数超出表格范围，未粘贴")
        if not taken:
            return UNTOUCHED.with_notices(*notices)
        label = "填写资金" if len(taken) == 1 else f"填写资金 {len(taken)} 格"
        return self._editing.set_many(taken, label).with_notices(*notices)


def _columns(views: Sequence[FormView], usual: Template) -> Iterator[MoneyColumn]:
    """The fund block's amounts column by column, or the amounts that stand once in these forms."""
    templates = list({view.template.id: view.template for view in views}.values()) or [usual]
    stages = {
        field.name: field.label.replace("\n", "")
        for template in templates
        for field in template.fund_fields
        if field.kind is FieldKind.AMOUNT
    }
    sources: dict[str, tuple[str, str]] = {}
    for template in templates:
        for fund in template.fund_rows:
            label = TOTAL_LABEL if fund.id == FUND_TOTAL else fund.json
            sources.setdefault(fund.means or fund.json, (fund.id, label))
    for stage, group in stages.items():
        for source, (row, label) in sources.items():
            yield MoneyColumn(row, stage, group, label, source)
    for name, group, label in _DECLARED:
        if any(template.meant(HEADER, name) for template in templates):
            yield MoneyColumn(HEADER, name, group, label)


def _unit(views: Sequence[FormView], kind: Kind) -> str:
    """The unit most of the forms count in."""
    units = [view.money_unit for view in views]
    return max(dict.fromkeys([kind.money_unit, *units]), key=units.count)


def _row(view: FormView, columns: Sequence[MoneyColumn], unit: str) -> MoneyRow:
    cells = tuple(_cell(view, column) for column in columns)
    own = view.money_unit
    return MoneyRow(view.id, view.project_name, own, own != unit, cells)


def _cell(view: FormView, column: MoneyColumn) -> MoneyCell:
    row = _own_row(view, column)
    if row is None or not view.has(column.field, row) or (row and view.form.row(row) is None):
        return MoneyCell(None, "", None)
    text = view.text(column.field, row) or ""
    value = view.amount(column.field, row).value
    path = view.path(column.field, row)
    return MoneyCell(path, text, value, (row, path.field) in view.computed)


def _own_row(view: FormView, column: MoneyColumn) -> str | None:
    """The id of the fund row of this form that a column shows: sources are the same by what they mean."""
    if column.row == HEADER:
        return HEADER
    return next(
        (fund.id for fund in view.template.fund_rows if (fund.means or fund.json) == column.source),
        None,
    )


def _total(rows: Sequence[MoneyRow], column: int, unit: str) -> str:
    values = [
        convert(value, row.money_unit, unit)
        for row in rows
        if (value := row.cells[column].value) is not None
    ]
    return money_text(sum(values, Decimal(0))) if values else ""


def _notes(rows: Sequence[MoneyRow], unit: str) -> Iterator[str]:
    other = sum(row.other_unit for row in rows)
    if other:
        yield f"{other} 张表不以{unit}计，按各表自己的单位填写，合计已折算为{unit}"
    odd = sum(bool(cell.text) and cell.value is None for row in rows for cell in row.cells)
    if odd:
        yield f"{odd} 格不是数，未计入合计"
