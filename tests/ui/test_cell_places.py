"""Where the small things of a cell stand beside each other."""

import pytest
from PySide6.QtCore import QRect

from ui.cell_painter import mark_place, points_place


@pytest.mark.parametrize("zoom", [0.5, 0.8, 1.0, 1.25, 2.0])
def test_a_proposed_score_stands_beside_the_mark_of_a_finding(zoom: float) -> None:
    place = QRect(40, 60, 90, 26)
    points = points_place(place, 28, zoom, marked=True)
    assert points.right() < mark_place(place, zoom).left()
    assert points.width() == 28
    assert place.contains(points)
    assert points_place(place, 28, zoom, marked=False).right() > points.right()
