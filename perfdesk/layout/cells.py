"""Cells of the grid from the template's cell specs and the form's effective texts."""

from perfdesk.cellpath import HEADER
from perfdesk.document import FormView, IndicatorView
from perfdesk.grid import Align, Cell, Role
from perfdesk.layout.lines import SOLE, Run
from perfdesk.template.model import CellSpec, Field, Template
from perfdesk.values import is_blank

SEPARATOR = " / "

TERM_NAMES = {"medium": "中期", "annual": "年度"}

Texts = tuple[tuple[str, str | None], ...]
"""The texts of an indicator row by field."""

_UNBORDERED = (Role.TITLE, Role.YEAR)


class KeptCells:
    """The indicator cells of a form as they were made last: an edit makes those of its own row anew."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self.cells: dict[tuple[int, int], tuple[tuple[str, int], Texts, Cell]] = {}
        """By grid row and column: row id, row number and texts that a cell was made of, and the cell."""


class CellMaker:
    """Makes the cells of one form; what `kept` holds of the same texts is taken over."""

    def __init__(self, view: FormView, kept: KeptCells | None = None) -> None:
        self._view = view
        fits = kept is not None and kept.template is view.template
        self._kept = kept.cells if kept is not None and fits else {}
        self._texts: dict[str, Texts] = {}
        self._fund_labels = {row.id: row.json for row in view.template.fund_rows}
        self._level1_choices = tuple(group.level1 for group in view.template.vocabulary)
        self._all_level2 = tuple(
            dict.fromkeys(name for group in view.template.vocabulary for name in group.level2)
        )

    def fixed(self, spec: CellSpec, row: int, row_span: int) -> Cell:
        """A cell outside the indicator rows: a label, a header field or a cell of the fund block."""
        field = self._view.template.field(spec.row, spec.field) if spec.field else None
        if field is None:
            return Cell(
                row, spec.column, row_span, spec.span, spec.role, spec.label, border=_border(spec)
            )
        value = self._view.text(spec.field, spec.row)
        return Cell(
            row,
            spec.column,
            row_span,
            spec.span,
            role=spec.role,
            text=self._printed(spec, value),
            field=spec.field,
            row_id=spec.row,
            kind=field.kind,
            align=spec.align or field.align,
            border=_border(spec),
            choices=field.choices,
            value=value,
            computed=self._view.computed.get((spec.row, spec.field))
            if spec.role is Role.COMPUTED
            else None,
            label_path=self._fixed_path(field, spec.row),
        )

    def _printed(self, spec: CellSpec, value: str | None) -> str:
        if spec.role is Role.TITLE:
            value = value or self._view.template.title
        if spec.field == "money_unit":
            value = value or self._view.money_unit
        if value is None and spec.empty_label is not None:
            return spec.empty_label
        return spec.label.replace("{}", value or "") if spec.label else value or ""

    def _fixed_path(self, field: Field, row_id: str) -> str:
        above = field.group if row_id == HEADER else self._fund_labels[row_id]
        return SEPARATOR.join(part for part in (above, field.label) if part)

    def indicator(
        self, spec: CellSpec, field: Field, row: int, indicator: IndicatorView | None
    ) -> Cell:
        """A cell of one indicator row; empty where two blocks stand side by side and this one has ended."""
        if indicator is None:
            return Cell(row, spec.column, 1, spec.span, Role.EMPTY)
        texts = self._texts.get(indicator.id)
        if texts is None:
            texts = self._texts[indicator.id] = tuple(indicator.row.values.items())
        which = (indicator.id, indicator.index)
        known = self._kept.get((row, spec.column))
        if known is not None and known[0] == which and known[1] == texts:
            return known[2]
        cell = self._indicator(spec, field, row, indicator)
        self._kept[row, spec.column] = (which, texts, cell)
        return cell

    def _indicator(self, spec: CellSpec, field: Field, row: int, indicator: IndicatorView) -> Cell:
        value = _text(indicator, field.name)
        return Cell(
            row,
            spec.column,
            1,
            spec.span,
            role=spec.role,
            text=value or "",
            field=field.name,
            row_id=indicator.id,
            kind=field.kind,
            align=spec.align or field.align,
            choices=field.choices,
            value=value,
            label_path=self._indicator_path(field, indicator, spec.term),
        )

    def level(self, spec: CellSpec, field: Field, row: int, run: Run) -> Cell:
        """A 一级 or 二级指标 cell that stands for all rows of a run."""
        if not run.rows:
            return Cell(row, spec.column, run.length, spec.span, Role.EMPTY)
        first = run.rows[0]
        value = _text(first, field.name)
        return Cell(
            row,
            spec.column,
            run.length,
            spec.span,
            role=Role.LEVEL,
            text=value or "",
            field=field.name,
            row_id=first.id,
            row_ids=tuple(indicator.id for indicator in run.rows),
            kind=field.kind,
            align=spec.align or Align.CENTER,
            choices=self._level1_choices
            if field.name == "level1"
            else self._level2_choices(first.level1),
            value=value,
            label_path=self._level_path(field, first, spec.term),
        )

    def _level2_choices(self, level1: str) -> tuple[str, ...]:
        return self._view.template.level2_of(level1) or self._all_level2

    def _indicator_path(self, field: Field, row: IndicatorView, term: str) -> str:
        name = row.name or f"第{row.index + 1}行"
        return _joined(term, row.level1, row.level2, name, field.label)

    def _level_path(self, field: Field, row: IndicatorView, term: str) -> str:
        if field.name == "level1":
            return _joined(SOLE, row.level1, field.label)
        return _joined(term, row.level1, row.level2, field.label)


def _text(indicator: IndicatorView, name: str) -> str | None:
    """The text of an indicator cell; none of them is computed."""
    text = indicator.row.get(name)
    return None if is_blank(text) else text


def _joined(term: str, *parts: str) -> str:
    return SEPARATOR.join(part for part in (TERM_NAMES.get(term, ""), *parts) if part)


def _border(spec: CellSpec) -> bool:
    return spec.border and spec.role not in _UNBORDERED
