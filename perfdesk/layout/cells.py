"""Cells of the grid from the template's cell specs and the form's effective texts."""

from collections.abc import Callable, Hashable, Iterable, Sequence

from perfdesk.cellpath import HEADER
from perfdesk.document import BlockRowView, FormView, IndicatorView
from perfdesk.grid import Align, Cell, Role
from perfdesk.layout.lines import SOLE, LineRun
from perfdesk.template.model import CellSpec, Field, Template
from perfdesk.values import is_blank

SEPARATOR = " / "

TERM_NAMES = {"medium": "中期", "annual": "年度"}

Texts = tuple[tuple[str, str | None], ...]
"""The texts of an indicator row by field."""

Levels = tuple[tuple[Hashable, ...], ...]
"""Of every line what its level cells are made of, and before them the grid row of the first."""

_UNBORDERED = (Role.TITLE, Role.YEAR)


class KeptCells:
    """The indicator cells of a form as they were made last: an edit makes those of its own row anew."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self.rows: dict[tuple[int, str], tuple[tuple[str, int], Texts, tuple[Cell, ...]]] = {}
        """By grid row and term: row id, row number and texts that the cells were made of, and the cells."""
        self.levels: tuple[Levels, tuple[Cell, ...]] | None = None
        """What the level cells were made of, and the cells."""


class CellMaker:
    """Makes the cells of one form; what `kept` holds of the same texts is taken over."""

    def __init__(self, view: FormView, kept: KeptCells | None = None) -> None:
        self._view = view
        fits = kept is not None and kept.template is view.template
        self._kept = kept if kept is not None and fits else KeptCells(view.template)
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
                row,
                spec.column,
                row_span,
                spec.span,
                spec.role,
                spec.label,
                align=spec.align or Align.CENTER,
                border=_border(spec),
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

    def indicators(
        self, specs: Sequence[CellSpec], row: int, term: str, indicator: IndicatorView | None
    ) -> tuple[Cell, ...]:
        """The cells of one indicator row; empty ones where two blocks stand side by side and this one has ended."""
        if indicator is None:
            return tuple(
                Cell(row, spec.column, 1, spec.span, Role.EMPTY)
                if spec.field
                else self.fixed(spec, row, 1)
                for spec in specs
            )
        which, texts = (indicator.id, indicator.index), self._texts(indicator)
        known = self._kept.rows.get((row, term))
        if known is not None and known[0] == which and known[1] == texts:
            return known[2]
        cells = tuple(self._in_row(spec, row, indicator) for spec in specs)
        self._kept.rows[row, term] = (which, texts, cells)
        return cells

    def _texts(self, indicator: IndicatorView) -> Texts:
        """All that the cells of a row show: what it holds, and what is computed in it."""
        own = tuple(indicator.row.values.items())
        fields = self._view.template.computed_in_rows
        return (*own, *((f.name, self._view.text(f.name, indicator.id)) for f in fields))

    def _in_row(self, spec: CellSpec, row: int, indicator: IndicatorView) -> Cell:
        field = self._view.template.field("r", spec.field) if spec.field else None
        if field is None:
            return self.fixed(spec, row, 1)
        return self._indicator(spec, field, row, indicator)

    def listed(self, spec: CellSpec, row: int, entry: BlockRowView | None) -> Cell:
        """A cell in a row of a further repeating block; an empty one where the block has no row yet."""
        block = self._view.template.block_of(entry.id) if entry else None
        if entry is None or block is None or not spec.field:
            role = Role.EMPTY if spec.field else spec.role
            return Cell(row, spec.column, 1, spec.span, role, "" if spec.field else spec.label)
        field = self._view.template.field(entry.id, spec.field)
        if field is None:
            raise KeyError(spec.field)
        return self._in_block(
            spec,
            field,
            (row, entry.id),
            self._view.text(field.name, entry.id),
            _joined(SOLE, f"{block.label}{entry.index + 1}", field.label),
        )

    def levels(self, made_of: Levels, make: Callable[[], Iterable[Cell]]) -> tuple[Cell, ...]:
        """The level cells: those made last where they were made of the same."""
        known = self._kept.levels
        if known is None or known[0] != made_of:
            known = self._kept.levels = (made_of, tuple(make()))
        return known[1]

    def _indicator(self, spec: CellSpec, field: Field, row: int, indicator: IndicatorView) -> Cell:
        value = (
            self._view.text(field.name, indicator.id)
            if field.computed
            else _text(indicator, field.name)
        )
        path = self._indicator_path(field, indicator, spec.term)
        return self._in_block(spec, field, (row, indicator.id), value, path)

    def _in_block(
        self, spec: CellSpec, field: Field, place: tuple[int, str], value: str | None, path: str
    ) -> Cell:
        """A cell of a row that repeats; `place` is its line on the paper and the id of its row."""
        row, row_id = place
        return Cell(
            row,
            spec.column,
            1,
            spec.span,
            role=spec.role,
            text=value or "",
            field=field.name,
            row_id=row_id,
            kind=field.kind,
            align=spec.align or field.align,
            choices=field.choices,
            value=value,
            computed=self._view.computed.get((row_id, field.name)) if field.computed else None,
            label_path=path,
        )

    def level(self, spec: CellSpec, field: Field, row: int, run: LineRun) -> Cell:
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
    """The text that a row holds in a cell that is not computed."""
    text = indicator.row.get(name)
    return None if is_blank(text) else text


def _joined(term: str, *parts: str) -> str:
    return SEPARATOR.join(part for part in (TERM_NAMES.get(term, ""), *parts) if part)


def _border(spec: CellSpec) -> bool:
    return spec.border and spec.role not in _UNBORDERED
