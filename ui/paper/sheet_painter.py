"""Paints the form on show: of its cells those that wait to be painted."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget

from perfdesk.grid import Cell, Grid
from ui.paper.cell_painter import CellLook, CellPainter
from ui.paper.delegate import CellDelegate
from ui.paper.form_model import FormModel
from ui.paper.geometry import FormGeometry
from ui.paper.paper_text import PaperText


class PaintedForm(Protocol):
    """What is painted: the table of a form, as far as its painter looks at it."""

    form: FormModel
    geometry_of: FormGeometry
    zoom: float
    cells: CellDelegate

    @property
    def grid(self) -> Grid: ...

    def viewport(self) -> QWidget: ...

    def selected_cells(self) -> list[Cell]: ...

    def current_cell(self) -> Cell | None: ...


class SheetPainter:
    """Paints a `FormTable`, cell by cell."""

    def __init__(self, texts: PaperText) -> None:
        self._cells = CellPainter(texts)

    def paint(self, view: PaintedForm, event: QPaintEvent) -> None:
        """Paint the part of the form that an event asks for."""
        painter = QPainter(view.viewport())
        painter.fillRect(event.rect(), Qt.GlobalColor.white)
        if len(view.geometry_of.heights) != view.grid.row_count:
            return
        selected = {(cell.row, cell.column) for cell in view.selected_cells()}
        current = view.current_cell()
        marked = []
        for cell in _cells_in(view, event.region()):
            place = view.geometry_of.place(cell)
            look = _look(
                view, cell, current, (cell.row, cell.column) in selected and len(selected) > 1
            )
            if look.current or look.findings or look.suggestion:
                marked.append((cell, place, look))
                continue
            self._cells.paint(painter, view.grid, cell, place, view.zoom, look)
        # Cells with marks last: nothing of a neighbour lies over them.
        for cell, place, look in marked:
            self._cells.paint(painter, view.grid, cell, place, view.zoom, look)
        painter.end()


def _cells_in(view: PaintedForm, area: QRegion) -> Iterator[Cell]:
    """The cells that reach into an area: two cells far apart are not all that lies between them."""
    parts: Sequence[QRect] = area  # type: ignore[assignment]  # one it is; the stubs do not say so
    blocks = [view.geometry_of.touched(part) for part in parts]
    for cell in view.grid.cells:
        for top, bottom, left, right in blocks:
            if (
                cell.row <= bottom
                and cell.last_row >= top
                and cell.column <= right
                and cell.last_column >= left
            ):
                yield cell
                break


def _look(view: PaintedForm, cell: Cell, current: Cell | None, selected: bool) -> CellLook:
    if not cell.field:
        return CellLook()
    is_current = cell is current
    editing = is_current and view.cells.editor is not None and not view.cells.editor.isHidden()
    return CellLook(
        view.form.findings_of(cell),
        bool(view.form.note_of(cell)),
        selected,
        is_current,
        editing,
        view.form.is_unsaved(cell),
        _points(view, cell),
        next((known.short for known in view.form.known_of(cell) if known.short), ""),
    )


def _points(view: PaintedForm, cell: Cell) -> str:
    """The proposed score as it stands in the cell."""
    found = view.form.suggestion_of(cell)
    return found.shown if found is not None else ""
