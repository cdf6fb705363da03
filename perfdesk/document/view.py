"""A form as rules, layout and exports see it: effective texts and their readings."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from perfdesk.cellpath import FUND_PREFIX, HEADER, ROW_PREFIX, CellPath
from perfdesk.changes import Mode
from perfdesk.document.form import Form, Row
from perfdesk.document.placeholder import is_placeholder
from perfdesk.grid import FieldKind, PageSetup
from perfdesk.kinds import Kind
from perfdesk.settings import Profile
from perfdesk.template.model import Field, Template
from perfdesk.values import (
    ABSENT,
    Quantity,
    is_blank,
    read_amount,
    read_rate,
    read_score,
    without_space,
)

if TYPE_CHECKING:
    from perfdesk.targets import Expression

_BY_TEMPLATE = (None,) * 4
Computed = Mapping[tuple[str, str], str | None]
"""(row id, field) → what the program would print there."""


def page_setup(page: PageSetup, profile: Profile) -> PageSetup:
    """The paper of a template with the margins that a unit chose."""
    chosen = (
        profile.margin_top,
        profile.margin_right,
        profile.margin_bottom,
        profile.margin_left,
    )
    if chosen == _BY_TEMPLATE:
        return page
    pairs = zip(chosen, page.margins_mm, strict=True)
    top, right, bottom, left = (own if mm is None else float(mm) for mm, own in pairs)
    return replace(page, margins_mm=(top, right, bottom, left))


class IndicatorView:
    """An indicator row with its texts, numbers and readings, parsed once."""

    def __init__(self, form: "FormView", row: Row, index: int) -> None:
        self.form = form
        self.row = row
        self.id = row.id
        self.index = index

    def text(self, name: str) -> str:
        """The text of a field by its name or meaning, "" when blank."""
        if self.form.plain_rows:
            return self.row.get(name) or ""
        return self.form.text(name, self.id) or ""

    def has(self, name: str) -> bool:
        """Whether the form has such a place (Absent is not empty)."""
        return self.form.has(name, self.id)

    @cached_property
    def level1(self) -> str:
        """一级指标, white space aside: 产⏎出⏎指⏎标 down a narrow column is the same word."""
        return without_space(self.text("level1"))

    @cached_property
    def level2(self) -> str:
        """二级指标, white space aside."""
        return without_space(self.text("level2"))

    @cached_property
    def name(self) -> str:
        """三级指标 as typed."""
        return self.text("level3")

    @cached_property
    def target(self) -> "Expression":
        """The target as understood."""
        from perfdesk.targets import read_target

        return read_target(self.text("target") or None)

    @cached_property
    def actual(self) -> "Expression":
        """The actual as understood."""
        from perfdesk.targets import read_actual

        return read_actual(self.text("actual") or None)

    @cached_property
    def weight(self) -> Quantity:
        """分值, points; absent where the form gives none."""
        return read_score(self.text("weight") or None) if self.has("weight") else ABSENT

    @cached_property
    def score(self) -> Quantity:
        """得分, points; absent where the form gives none."""
        return read_score(self.text("score") or None) if self.has("score") else ABSENT

    @cached_property
    def deviation(self) -> str:
        """偏差原因分析及改进措施 as typed."""
        return self.text("deviation")

    @cached_property
    def placeholder(self) -> bool:
        """Whether nobody has filled the row in: it is no indicator and counts 0."""
        return is_placeholder(self.text)

    def path(self, name: str) -> CellPath:
        """The stable path of a field of this row, asked for by name or meaning."""
        return self.form.path(name, self.id)


class BlockRowView:
    """A row of a further repeating block (任务, one of several goals)."""

    def __init__(self, form: "FormView", block: str, row: Row, index: int) -> None:
        self.form = form
        self.block = block
        self.id = row.id
        self.index = index

    def text(self, name: str) -> str:
        """The effective text of a field, "" when blank."""
        return self.form.text(name, self.id) or ""

    def path(self, name: str) -> CellPath:
        """The stable path of a field of this row."""
        return self.form.path(name, self.id)


class FundView:
    """A fund row; computed cells show their effective text."""

    def __init__(self, form: "FormView", row: Row, index: int) -> None:
        self.form = form
        self.id = row.id
        self.index = index

    def text(self, name: str) -> str | None:
        """The effective text of a column."""
        return self.form.text(name, self.id)

    @cached_property
    def label(self) -> str:
        """年度资金总额, 当年财政拨款, 上年结转资金, 其他资金, or what the template calls it."""
        return self.form.template.fund_rows[self.index].json

    @property
    def means(self) -> str:
        """`total`, `fiscal`, `carryover`, `other`, or "" for a source that no rule knows."""
        return self.form.template.fund_rows[self.index].means

    @property
    def part_of(self) -> str:
        """Id of the row that it is a part of, "" for a source of its own."""
        return self.form.template.fund_rows[self.index].of

    @property
    def summed(self) -> bool:
        """Whether the total row adds it up."""
        return self.index > 0 and self.form.template.fund_rows[self.index].summed

    def amount(self, name: str) -> Quantity:
        """A column in the form's money unit; absent where the form has no such column."""
        return self.form.amount(name, self.id)

    @cached_property
    def initial(self) -> Quantity:
        """年初预算数 in the form's money unit."""
        return self.amount("initial")

    @cached_property
    def adjusted(self) -> Quantity:
        """全年预算数 in the form's money unit."""
        return self.amount("adjusted")

    @cached_property
    def executed(self) -> Quantity:
        """全年执行数 in the form's money unit."""
        return self.amount("executed")

    @cached_property
    def rate(self) -> Quantity:
        """执行率 in percentage points."""
        return read_rate(self.text("rate")) if self.has("rate") else ABSENT

    @cached_property
    def weight(self) -> Quantity:
        """分值, points."""
        return read_score(self.text("weight")) if self.has("weight") else ABSENT

    @cached_property
    def score(self) -> Quantity:
        """得分, points."""
        return read_score(self.text("score")) if self.has("score") else ABSENT

    def has(self, name: str) -> bool:
        """Whether the form has this column at this row."""
        return self.form.has(name, self.id)

    def path(self, name: str) -> CellPath:
        """The stable path of a column of this row, asked for by name or meaning."""
        return self.form.path(name, self.id)


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
        self.page = page_setup(template.page, profile)
        """The paper of the form, with the margins that the unit chose."""
        self.plain_rows = not (template.renamed or template.computed_in_rows)
        """Whether a row's own texts are what it shows, under the names that rules ask for."""

    @property
    def kind(self) -> Kind:
        """What kind of form it is."""
        return self.template.kind

    @property
    def nearest(self) -> bool:
        """Whether it was read with the nearest template only."""
        return self.form.match == "nearest"

    def text(self, name: str, row_id: str = HEADER) -> str | None:
        """The effective text by name or meaning: typed, overridden, kept, or computed; None when blank."""
        if self.template.renamed:
            name = self.template.name_of(row_id, name)
        if (row_id, name) in self.computed and self.form.mode(row_id, name) is Mode.AUTOMATIC:
            return self.computed[row_id, name]
        text = self.form.get(row_id, name)
        return None if text is None or is_blank(text) else text

    def amount(self, name: str, row_id: str = HEADER) -> Quantity:
        """The effective text read as an amount in the form's money unit; absent where there is no place."""
        if not self.has(name, row_id):
            return ABSENT
        text = self.text(name, row_id)
        field = self.meant(name, row_id)
        if field is not None and field.kind is FieldKind.SCORE:
            return read_score(text)
        return read_amount(text, self.money_unit)

    def meant(self, name: str, row_id: str = HEADER) -> Field | None:
        """The template's field of this name or meaning, None when the form has no such place."""
        return self.template.meant(row_id, name)

    def has(self, name: str, row_id: str = HEADER) -> bool:
        """Whether the form has such a place: the template prints it and the file it was read from had it."""
        key = (row_id, name)
        known = self._has.get(key)
        if known is None:
            known = self._has[key] = self._look_for(name, row_id)
        return known

    @cached_property
    def _has(self) -> dict[tuple[str, str], bool]:
        return {}

    def _look_for(self, name: str, row_id: str) -> bool:
        field = self.template.meant(row_id, name)
        if field is None:
            return False
        if row_id.startswith(FUND_PREFIX) and not self.template.prints_fund(row_id, field.name):
            return False
        absent = self.form.absent
        return not absent or not (
            (row_id, field.name) in absent
            or (row_id[:1], field.name) in absent
            or (row_id != HEADER and (row_id, "") in absent)
        )

    def has_level(self, name: str) -> bool:
        """Whether the indicator rows have this column."""
        return self.has(name, ROW_PREFIX)

    @cached_property
    def indicators(self) -> tuple[IndicatorView, ...]:
        """The indicator rows in their order."""
        return tuple(
            IndicatorView(self, row, index) for index, row in enumerate(self.form.indicators)
        )

    @cached_property
    def funds(self) -> tuple[FundView, ...]:
        """The fund rows, the total first; empty where amounts stand once (申报表)."""
        return tuple(FundView(self, row, index) for index, row in enumerate(self.form.funds))

    def fund(self, meaning: str) -> FundView | None:
        """The fund row that means this (`total`, `fiscal`, `carryover`, `other`), None when there is none."""
        return next((fund for fund in self.funds if fund.means == meaning), None)

    def rows_of(self, block: str) -> tuple[BlockRowView, ...]:
        """The rows of a further repeating block; empty where the form has none."""
        rows = self.form.blocks.get(block, ())
        return tuple(BlockRowView(self, block, row, index) for index, row in enumerate(rows))

    @cached_property
    def year(self) -> int | None:
        """The form's year."""
        return self.form.year

    @cached_property
    def not_begun(self) -> bool:
        """Whether the project was cancelled before it began: no budget, nothing spent, nothing told (YEAR.md)."""
        total = self.fund("total")
        if not self.kind.has_results or self.kind.about_unit or total is None:
            return False
        if total.adjusted.value != 0 or total.executed.value != 0:
            return False
        return not any(row.text("actual") or row.text("score") for row in self.indicators)

    @property
    def project_name(self) -> str:
        """项目名称, "" when blank."""
        return self.text("project_name") or ""

    @property
    def money_unit(self) -> str:
        """元 or 万元, as the form says, else as its template says."""
        return self.form.header.get("money_unit") or self.template.money_unit

    def path(self, name: str, row_id: str = HEADER) -> CellPath:
        """The stable path of a field, asked for by name or meaning."""
        if self.template.renamed:
            name = self.template.name_of(row_id, name)
        return CellPath(self.id, row_id, name)
