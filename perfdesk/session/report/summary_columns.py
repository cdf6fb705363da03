"""The columns that a 汇总表 can have: which there are for a kind of form, and what each shows of a form.

Domain basis: YEAR.md 6 (the columns that bureaus ask for); the money, rate and score columns are
those that the kind says.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.document import FormView, IndicatorView
from perfdesk.grid import Align, FieldKind
from perfdesk.kinds import Kind
from perfdesk.kinds import SummaryColumn as KindColumn
from perfdesk.scoring.light import Light
from perfdesk.session.money_units import convert, money_text
from perfdesk.targets import is_met
from perfdesk.values import Quantity, format_decimal, is_blank, read_rate, read_score, without_space


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
class SummaryLine:
    """A form with what the columns show beside its own fields."""

    number: int
    view: FormView
    errors: int
    warnings: int
    explained: int
    unit: str
    """Money unit of the table."""
    code: str = ""
    """项目编码, where the data file knows it."""

    def money(self, row: str, name: str) -> SummaryCell:
        """An amount in the unit of the table; what is no amount stands as typed."""
        quantity = self.view.amount(name, row)
        if quantity.value is None:
            return SummaryCell(self.view.text(name, row) or "")
        value = convert(quantity.value, self.view.money_unit, self.unit)
        return SummaryCell(money_text(value), value)


Content = Callable[[SummaryLine], SummaryCell]


@dataclass(frozen=True, slots=True)
class OfferedColumn:
    """A column that can be chosen."""

    column: SheetColumn
    content: Content
    usual: bool = True
    """Whether it stands in the table when nobody chose."""


def offered_columns(kind: Kind) -> tuple[OfferedColumn, ...]:
    """All columns that a table of this kind can have, in their usual order."""
    return (
        *_named(kind),
        *(OfferedColumn(*_column(spec)) for spec in kind.summary),
        *_judged(kind),
        *_FOUND,
        OfferedColumn(SheetColumn("remark", "备注", width_mm=24), lambda _: SummaryCell(), False),
    )


def _named(kind: Kind) -> Iterator[OfferedColumn]:
    yield OfferedColumn(
        SheetColumn("number", "序号", width_mm=12), lambda line: SummaryCell(str(line.number))
    )
    if not kind.about_unit:
        yield OfferedColumn(
            SheetColumn("code", "项目编码", width_mm=40), lambda line: SummaryCell(line.code), False
        )
        yield OfferedColumn(
            SheetColumn("project", "项目名称", align=Align.LEFT, width_mm=62),
            lambda line: SummaryCell(line.view.project_name),
        )
        yield OfferedColumn(
            SheetColumn("category", "项目类别", width_mm=24), _text("category"), False
        )
    yield OfferedColumn(
        SheetColumn("department", "主管部门", align=Align.LEFT, width_mm=34), _text("department")
    )
    yield OfferedColumn(
        SheetColumn("organisation", "实施单位", align=Align.LEFT, width_mm=34),
        _text("organisation"),
    )


def _judged(kind: Kind) -> Iterator[OfferedColumn]:
    """What the indicators of a form come to."""
    yield OfferedColumn(_count_column("indicators", "指标数"), _indicator_count, False)
    if kind.has_results:
        yield OfferedColumn(_count_column("unmet", "未完成指标数", 16), _unmet_count, False)
    if kind.has_results or "so_far" in kind.tells:
        problems = SheetColumn("problems", "偏差原因", align=Align.LEFT, width_mm=60)
        yield OfferedColumn(problems, _problems, False)
    if "so_far" in kind.tells:
        yield OfferedColumn(SheetColumn("light", "预警灯", width_mm=14), _light, False)
        yield OfferedColumn(SheetColumn("month", "监控月份", width_mm=16), _text("month"), False)


def _count_column(key: str, label: str, width_mm: float = 13) -> SheetColumn:
    return SheetColumn(key, label, FieldKind.SCORE, width_mm=width_mm, summed=True)


def _count(number: int) -> SummaryCell:
    return SummaryCell(str(number), Decimal(number))


_FOUND = (
    OfferedColumn(_count_column("errors", "错误"), lambda line: _count(line.errors)),
    OfferedColumn(_count_column("warnings", "核实"), lambda line: _count(line.warnings)),
    OfferedColumn(_count_column("explained", "已说明"), lambda line: _count(line.explained)),
)


def _text(name: str) -> Content:
    return lambda line: SummaryCell(line.view.text(name) or "")


def _stated(view: FormView) -> list[IndicatorView]:
    return [row for row in view.indicators if row.name.strip()]


def _indicator_count(line: SummaryLine) -> SummaryCell:
    return _count(len(_stated(line.view)))


def is_unmet(view: FormView, row: IndicatorView) -> bool:
    """Whether an indicator has an actual value and did not reach its target."""
    if is_blank(row.text("actual")):
        return False
    return is_met(row.target, row.actual, row.name, view.year) is False


def _unmet_count(line: SummaryLine) -> SummaryCell:
    return _count(sum(is_unmet(line.view, row) for row in _stated(line.view)))


def _problems(line: SummaryLine) -> SummaryCell:
    """The reasons that the form gives, each once, with the indicator it is given for."""
    said: dict[str, str] = {}
    for row in _stated(line.view):
        reason = (row.deviation or row.text("reason")).strip()
        if not is_blank(reason) and without_space(reason).rstrip("。") not in _NO_REASON:
            said.setdefault(
                without_space(reason), f"{row.name.strip()}：{' '.join(reason.split())}"
            )
    return SummaryCell("；".join(text.rstrip("；。") for text in said.values()))


_NO_REASON = frozenset({"无", "无偏差", "不涉及", "已完成", "/"})


def _light(line: SummaryLine) -> SummaryCell:
    text = line.view.text("light") or ""
    return SummaryCell(Light(text).label if text in set(Light) else text)


def _fund_row(line: SummaryLine, meaning: str) -> str:
    fund = line.view.fund(meaning) if meaning else None
    return fund.id if fund else ""


def _number(text: str | None, quantity: Quantity, decimals: int) -> SummaryCell:
    if quantity.value is None:
        return SummaryCell(text or "")
    shown = max(decimals, quantity.decimals)
    return SummaryCell(format_decimal(quantity.value, shown), quantity.value)


def _column(spec: KindColumn) -> tuple[SheetColumn, Content]:
    """A column that the kind of the forms says, and what it shows of a form."""

    def text(line: SummaryLine) -> str | None:
        row = _fund_row(line, spec.row)
        return None if spec.row and not row else line.view.text(spec.field, row)

    def money(line: SummaryLine) -> SummaryCell:
        row = _fund_row(line, spec.row)
        return SummaryCell("") if spec.row and not row else line.money(row, spec.field)

    match spec.shows:
        case "amount":
            column = SheetColumn(spec.key, spec.label, FieldKind.AMOUNT, width_mm=26, summed=True)
            return column, money
        case "rate":
            column = SheetColumn(spec.key, spec.label, FieldKind.RATE, width_mm=18)
            return column, lambda line: _number(text(line), read_rate(text(line)), 2)
        case "score":
            column = SheetColumn(spec.key, spec.label, FieldKind.SCORE, width_mm=22)
            return column, lambda line: _number(text(line), read_score(text(line)), 2)
        case _:
            column = SheetColumn(spec.key, spec.label, width_mm=16)
            return column, lambda line: SummaryCell(text(line) or "")


def column_labels(kind: Kind) -> Mapping[str, str]:
    """Key → head of every column that a table of this kind can have."""
    return {offer.column.key: offer.column.label for offer in offered_columns(kind)}
