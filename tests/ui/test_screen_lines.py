"""The window draws every cell line for line as the pages have it, at every zoom."""

from collections import defaultdict

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetricsF, QStaticText
from PySide6.QtWidgets import QApplication

from perfdesk.document import FormView as Form
from perfdesk.fonts import load_fonts
from perfdesk.grid import Grid
from perfdesk.layout import build_grid
from perfdesk.pages import Pages
from perfdesk.paginate import paginate
from perfdesk.paths import resource
from tests.paper.paper_forms import sample_views, self_evaluation
from ui.paper.describe import differs
from ui.paper.form_model import FormModel
from ui.paper.form_table import FormTable
from ui.paper.geometry import PIXELS_PER_MM
from ui.paper.paper_text import PaperText

LONG = "因供应商履约进度延后，自2024年6月起分3批到货，共45739人次受到影响，已建立月度通报制度；"
PIXELS_PER_MM_DRAWN = 7.0
Placed = tuple[str, float, float]
"""A text and its place in mm within its cell: x, and the baseline below the first one."""


class Recorder:
    """Stands in for a QPainter: keeps what was drawn where."""

    def __init__(self) -> None:
        self.drawn: list[tuple[str, QPointF, float]] = []
        self._scale = 1.0
        self._ascent = 0.0

    def save(self) -> None: ...

    def restore(self) -> None: ...

    def translate(self, corner: QPointF) -> None: ...

    def scale(self, x: float, y: float) -> None:
        assert x == y
        self._scale = x

    def setFont(self, font: QFont) -> None:
        self._ascent = QFontMetricsF(font).ascent()

    def drawStaticText(self, place: QPointF, text: QStaticText) -> None:
        baseline = QPointF(place.x(), place.y() + self._ascent)
        self.drawn.append((text.text(), baseline, self._scale / PIXELS_PER_MM_DRAWN))


def on_screen(texts: PaperText, grid: Grid, index: int) -> list[Placed]:
    recorder = Recorder()
    corner = QPointF(100, 100)
    texts.draw(recorder, grid, grid.cells[index], corner, PIXELS_PER_MM_DRAWN)  # type: ignore[arg-type]
    first = recorder.drawn[0][1].y() if recorder.drawn else 0.0
    return [
        (text, place.x() * unit, (place.y() - first) * unit) for text, place, unit in recorder.drawn
    ]


def on_paper(pages: Pages) -> dict[int, list[list[Placed]]]:
    """What stands in each cell, once for each page that shows it."""
    found: dict[int, list[list[Placed]]] = defaultdict(list)
    for page in pages.pages:
        for box in page.boxes:
            first = box.runs[0].baseline if box.runs else 0.0
            found[box.cell].append(
                [(run.text, run.x - box.x, run.baseline - first) for run in box.runs]
            )
    return found


def assert_same(form: Form) -> int:
    """Every cell that stands whole on one page; answers how many were compared."""
    grid = build_grid(form)
    texts = PaperText()
    shown = on_paper(paginate(grid, grid.setup))
    compared = 0
    for index, cell in enumerate(grid.cells):
        printed = shown[index][0]
        if len(shown[index]) > 1 and len(printed) != len(texts.paper(grid).printed(cell).words):
            continue
        drawn = on_screen(texts, grid, index)
        assert [text for text, _, _ in drawn] == [text for text, _, _ in printed]
        for (_, x, y), (_, x_there, y_there) in zip(drawn, printed, strict=True):
            assert (x, y) == pytest.approx((x_there, y_there), abs=0.01)
        compared += bool(printed)
    return compared


@pytest.mark.parametrize("form", sample_views(), ids=lambda form: form.id)
def test_samples(form: Form, dressed: QApplication) -> None:
    assert assert_same(form) > 30


def test_a_form_of_several_pages_is_set_as_small_as_it_prints(dressed: QApplication) -> None:
    form = self_evaluation(rows=40, goal_actual=LONG * 8)
    grid = build_grid(form)
    size = paginate(grid, grid.setup).font_size
    assert size < grid.setup.body_size
    assert PaperText().paper(grid).body_size == size
    assert assert_same(form) > 200


def test_rare_characters_come_from_the_same_faces(dressed: QApplication) -> None:
    assert_same(self_evaluation(project_name="王𬭊与李𬍛☑完成", goal_expected=f"☐{LONG * 3}"))


@pytest.mark.parametrize("zoom", [0.5, 0.8, 1.0, 1.25, 1.73, 2.0, 3.0])
def test_rows_are_as_high_as_on_the_pages_at_every_zoom(zoom: float, dressed: QApplication) -> None:
    grid = next(
        grid
        for grid in map(build_grid, sample_views())
        if not any(differs(cell) for cell in grid.cells)
    )
    view = FormTable(FormModel(lambda *_: True), lambda *_: "", PaperText())
    view.show_grid(grid, zoom)
    top = 0.0
    heights = paginate(grid, grid.setup).row_heights
    for row, height in enumerate(heights):
        assert view.geometry_of.row_top(row) == pytest.approx(top * PIXELS_PER_MM * zoom, abs=0.51)
        assert view.rowHeight(row) == pytest.approx(height * PIXELS_PER_MM * zoom, abs=1.01)
        top += height


def test_qt_draws_a_line_as_wide_as_it_was_measured(dressed: QApplication) -> None:
    """Else lines would run over their neighbours however well they were broken."""
    texts = PaperText()
    grid = build_grid(self_evaluation(goal_actual=LONG * 3))
    cell = grid.find("", "goal_actual")
    assert cell is not None
    printed = texts.paper(grid).printed(cell)
    unit = printed.size * 25.4 / 72 / 100
    for _, _, text, face in printed.words:
        font, _ = texts._face(face)
        static = QStaticText(text)
        static.prepare(font=font)
        measured = texts.fonts().width(text) * 100 * unit
        assert static.size().width() * unit == pytest.approx(measured, abs=0.25)


def test_the_users_own_font_breaks_lines_on_screen_as_on_paper(
    dressed: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wider face than ours: its lines, not ours, are on screen once it is chosen."""
    own = load_fonts(body=(resource("fonts", "NotoSansSC-Bold.ttf"), 0))
    form = self_evaluation(goal_actual=LONG * 4 + "Beijing WPS 2024 ")
    grid = build_grid(form)
    texts = PaperText()
    ours = [word for cell in grid.cells for word in texts.paper(grid).printed(cell).words]
    monkeypatch.setattr("ui.paper.paper_text.chosen_fonts", lambda: own)
    texts.look_at_fonts()
    now = [word for cell in grid.cells for word in texts.paper(grid).printed(cell).words]
    assert now != ours
    shown = on_paper(paginate(grid, grid.setup, own))
    for index, cell in enumerate(grid.cells):
        words = [text for _, _, text, _ in texts.paper(grid).printed(cell).words]
        assert words == [text for text, _, _ in shown[index][0]]
