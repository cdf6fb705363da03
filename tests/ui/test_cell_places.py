"""Where the small things of a cell stand beside each other."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from perfdesk.layout import build_grid
from tests.paper.paper_forms import sample_views
from ui.paper.cell_painter import CellPainter, mark_place, points_place
from ui.paper.geometry import PIXELS_PER_MM, FormGeometry
from ui.paper.paper_text import PaperText


@pytest.mark.parametrize("zoom", [0.5, 0.8, 1.0, 1.25, 2.0])
def test_a_proposed_score_stands_beside_the_mark_of_a_finding(zoom: float) -> None:
    place = QRect(40, 60, 90, 26)
    points = points_place(place, 28, zoom, marked=True)
    assert points.right() < mark_place(place, zoom).left()
    assert points.width() == 28
    assert place.contains(points)
    assert points_place(place, 28, zoom, marked=False).right() > points.right()


@pytest.mark.parametrize("zoom", [0.8, 1.0, 1.5])
def test_a_mark_leaves_the_text_its_room(zoom: float, dressed: QApplication) -> None:
    texts = PaperText()
    painter = CellPainter(texts)
    crowded = set()
    for view in sample_views()[:12]:
        grid, geometry = build_grid(view), FormGeometry(texts)
        geometry.measure(grid, zoom)
        scale = PIXELS_PER_MM * zoom
        for cell in grid.cells:
            if not cell.field or not cell.text:
                continue
            place = geometry.place(cell)
            near = painter.under_mark(grid, cell, place, zoom)
            crowded.add(near)
            end = place.left() + texts.first_line_end(grid, cell) * scale
            top = place.top() + (place.height() - texts.text_height(grid, cell) * scale) / 2
            spot = mark_place(place, zoom, crowded=near)
            assert place.contains(spot.toRect())
            assert near or end <= spot.left() or top >= spot.bottom()
    assert crowded == {True, False}
    place = QRect(0, 0, 90, 26)
    assert mark_place(place, zoom, crowded=True).width() < mark_place(place, zoom).width()
