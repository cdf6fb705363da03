"""What a cell is called on screen and in reports: 产出指标 / 数量指标 / 完成体检数 / 得分."""

from functools import cached_property

from perfdesk.cellpath import HEADER
from perfdesk.document import FormView
from perfdesk.grid import Grid
from perfdesk.layout import build_grid
from perfdesk.values import without_space

WHOLE_FORM = "整张表"
WHOLE_UNIT = "全部表"


class Labels:
    """The names of one form's cells; the grid behind them is built when first asked for."""

    def __init__(self, view: FormView) -> None:
        self._view = view

    def of(self, row_id: str, name: str) -> str:
        """The label path of a cell; a field that is not printed is named by its own label."""
        if not name:
            return self._row_label(row_id)
        cell = self._grid.find(row_id, name)
        if cell is not None and cell.label_path:
            return on_one_line(cell.label_path)
        field = self._view.template.field(row_id, name)
        label = field.label if field and field.label else name
        if row_id == HEADER:
            return label
        return f"{self._row_label(row_id)} / {label}"

    def brief(self, row_id: str, name: str) -> str:
        """The row and the column of a cell, 完成体检数 · 得分; without a grid, so that lists stay quick."""
        if not name:
            return "" if row_id == HEADER else without_space(self._row_label(row_id))
        field = self._view.template.field(row_id, name)
        parts = [] if row_id == HEADER else [self._row_label(row_id)]
        parts.append(field.label if field and field.label else name)
        return " · ".join(without_space(part) for part in parts)

    def _row_label(self, row_id: str) -> str:
        if row_id == HEADER:
            return WHOLE_FORM
        fund = next((fund for fund in self._view.template.fund_rows if fund.id == row_id), None)
        if fund is not None:
            return fund.json
        block = self._view.template.block_of(row_id)
        if block is not None:
            rows = [row.id for row in self._view.rows_of(block.name)]
            return (
                f"{block.label}{rows.index(row_id) + 1}"
                if row_id in rows
                else f"已删除的{block.label}"
            )
        row = next((row for row in self._view.indicators if row.id == row_id), None)
        if row is None:
            return "已删除的指标行"
        return row.name or f"第{row.index + 1}行指标"

    @cached_property
    def _grid(self) -> Grid:
        return build_grid(self._view)


def on_one_line(label: str) -> str:
    """A label path on one line, blanks inside its parts taken out."""
    return " / ".join(without_space(part) for part in label.split(" / "))
