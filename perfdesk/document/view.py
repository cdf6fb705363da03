"""A form as rules, layout and exports see it: effective texts and their readings."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from perfdesk.cellpath import HEADER, CellPath
from perfdesk.changes import Mode
from perfdesk.document.form import Form, Row
from perfdesk.settings import Profile
from perfdesk.template.model import SELF_EVALUATION, Template
from perfdesk.values import Quantity, is_blank, read_amount, read_rate, read_score

if TYPE_CHECKING:
    from perfdesk.targets import Expression

Computed = Mapping[tuple[str, str], str | None]
"""(row id, field) → what the program would print there."""


class IndicatorView:
    """An indicator row with its texts, numbers and readings, parsed once."""

    def __init__(self, form: "FormView", row: Row, index: int) -> None:
        self.form = form
        self.row = row
        self.id = row.id
        self.index = index

    def text(self, name: str) -> str:
        """The text of a field, "" when blank."""
        return self.row.get(name) or ""

    @cached_property
    def level1(self) -> str:
        """一级指标 as typed."""
        return self.text("level1")

    @cached_property
    def level2(self) -> str:
        """二级指标 as typed."""
        return self.text("level2")

    @cached_property
    def name(self) -> str:
        """三级指标 as typed."""
        return self.text("level3")

    @cached_property
    def target(self) -> "Expression":
        """The target as understood."""
        from perfdesk.targets import read_target

        return read_target(self.row.get("target"))

    @cached_property
    def actual(self) -> "Expression":
        """The actual as understood."""
        from perfdesk.targets import read_actual

        return read_actual(self.row.get("actual"))

    @cached_property
    def weight(self) -> Quantity:
        """分值, points."""
        return read_score(self.row.get("weight"))

    @cached_property
    def score(self) -> Quantity:
        """得分, points."""
        return read_score(self.row.get("score"))

    @cached_property
    def deviation(self) -> str:
        """偏差原因分析及改进措施 as typed."""
        return self.text("deviation")

    def path(self, name: str) -> CellPath:
        """The stable path of a field of this row."""
        return CellPath(self.form.id, self.id, name)


class FundView:
    """A fund row of a 自评表; computed cells show their effective text."""

    def __init__(self, form: "FormView", row: Row, index: int) -> None:
        self.form = form
        self.id = row.id
        self.index = index

    def text(self, name: str) -> str | None:
        """The effective text of a column."""
        return self.form.text(name, self.id)

    @cached_property
    def label(self) -> str:
        """年度资金总额, 当年财政拨款, 上年结转资金 or 其他资金."""
        return self.form.template.fund_rows[self.index].json

    @cached_property
    def initial(self) -> Quantity:
        """年初预算数 in the form's money unit."""
        return read_amount(self.text("initial"), self.form.money_unit)

    @cached_property
    def adjusted(self) -> Quantity:
        """全年预算数 in the form's money unit."""
        return read_amount(self.text("adjusted"), self.form.money_unit)

    @cached_property
    def executed(self) -> Quantity:
        """全年执行数 in the form's money unit."""
        return read_amount(self.text("executed"), self.form.money_unit)

    @cached_property
    def rate(self) -> Quantity:
        """执行率 in percentage points."""
        return read_rate(self.text("rate"))

    @cached_property
    def weight(self) -> Quantity:
        """分值, points."""
        return read_score(self.text("weight"))

    @cached_property
    def score(self) -> Quantity:
        """得分, points."""
        return read_score(self.text("score"))

    def path(self, name: str) -> CellPath:
        """The stable path of a column of this row."""
        return CellPath(self.form.id, self.id, name)


class FormView:
    """A form with its template, profile and computed cells; read-only, made anew after an edit."""

    def __init__(
        self, form: Form, template: Template, profile: Profile, computed: Computed
    ) -> None:
        self.form = form
        self.template = template
        self.profile = profile
        self.computed = computed
        self.id = form.id

    @property
    def self_evaluation(self) -> bool:
        """Whether it is a 自评表 (else a 申报表)."""
        return self.form.kind == SELF_EVALUATION

    @property
    def nearest(self) -> bool:
        """Whether it was read with the nearest template only."""
        return self.form.match == "nearest"

    def text(self, name: str, row_id: str = HEADER) -> str | None:
        """The effective text: typed, overridden, kept, or computed; None when blank."""
        if (row_id, name) in self.computed and self.form.mode(row_id, name) is Mode.AUTOMATIC:
            return self.computed[row_id, name]
        text = self.form.get(row_id, name)
        return None if text is None or is_blank(text) else text

    def amount(self, name: str, row_id: str = HEADER) -> Quantity:
        """The effective text read as an amount in the form's money unit."""
        return read_amount(self.text(name, row_id), self.money_unit)

    @cached_property
    def indicators(self) -> tuple[IndicatorView, ...]:
        """The indicator rows in their order."""
        return tuple(
            IndicatorView(self, row, index) for index, row in enumerate(self.form.indicators)
        )

    @cached_property
    def funds(self) -> tuple[FundView, ...]:
        """The fund rows of a 自评表; empty for a 申报表."""
        return tuple(FundView(self, row, index) for index, row in enumerate(self.form.funds))

    @cached_property
    def year(self) -> int | None:
        """The form's year."""
        return self.form.year

    @property
    def project_name(self) -> str:
        """项目名称, "" when blank."""
        return self.text("project_name") or ""

    @property
    def money_unit(self) -> str:
        """元 or 万元, as the form says, else as its template says."""
        return self.form.header.get("money_unit") or self.template.money_unit

    def path(self, name: str, row_id: str = HEADER) -> CellPath:
        """The stable path of a field."""
        return CellPath(self.id, row_id, name)
