"""What is on the screen after scrolling, typing and walking is what a painting of all would give, and costs little."""

import random
from collections.abc import Sequence

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPaintEvent, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.paper.form_table import FormTable
from ui.window.main_window import MainWindow


class Painted(QObject):
    """The area of a widget that was painted while it looked on."""

    def __init__(self, view: FormTable) -> None:
        super().__init__(view)
        self.region = QRegion()
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.region += event.region()
        return False

    def pixels(self) -> int:
        context: Sequence[QRect] = self.region  # type: ignore[assignment]
        return sum(part.width() * part.height() for part in context)


@pytest.fixture
def view(window: MainWindow) -> FormTable:
    form = next(
        form
        for form in window.context.controller.file.forms()
        if form.template_id == "shanghai-self-evaluation-2023"
    )
    window.context.controller.show_form(form.id)
    QApplication.processEvents()
    return window.context.view


def on_screen(window: MainWindow) -> QImage:
    """The paper area as it stands on the screen; nothing is painted for it."""
    paper_area = window.context.paper_area.viewport()
    corner = paper_area.mapTo(window, QPoint(0, 0))
    grabbed = window.screen().grabWindow(
        window.winId(), corner.x(), corner.y(), paper_area.width(), paper_area.height()
    )
    return grabbed.toImage().convertToFormat(QImage.Format.Format_RGB32)


def settle(window: MainWindow) -> None:
    """Everything has been checked and saved, and what followed from it is painted."""
    window.context.auditor.check_shown()
    while (
        not window.context.auditor.settled() or window.context.controller.file.safekeeping.pending
    ):
        QApplication.processEvents()
    QApplication.processEvents()


def painted_anew(window: MainWindow) -> QImage:
    window.context.paper_area.viewport().update()
    window.context.paper_area.sheet.update()
    window.context.view.viewport().update()
    QApplication.processEvents()
    return on_screen(window)


@pytest.mark.parametrize("seed", range(4))
def test_the_screen_holds_what_a_full_painting_gives(
    window: MainWindow, view: FormTable, seed: int
) -> None:
    dice = random.Random(seed)
    bar, keys = window.context.paper_area.verticalScrollBar(), Qt.Key
    steps = [
        lambda: QTest.keyClick(view, keys.Key_Tab),
        lambda: QTest.keyClick(view, keys.Key_Down),
        lambda: QTest.keyClick(view, keys.Key_End, Qt.KeyboardModifier.ControlModifier),
        lambda: QTest.keyClick(view, keys.Key_Down, Qt.KeyboardModifier.ShiftModifier),
        lambda: bar.setValue(dice.randint(0, bar.maximum())),
        lambda: bar.setValue(bar.value() + dice.randint(-60, 60)),
        lambda: type_and(keys.Key_Return),
        lambda: type_and(keys.Key_Escape),
        lambda: window.context.paper_area.zoom_step(dice.choice((-1, 1))),
        lambda: window.center.actions["undo"].trigger(),
        QApplication.processEvents,
    ]

    def type_and(leave: Qt.Key) -> None:
        QTest.keyClick(view, str(dice.randint(1, 9)))
        if view.cells.editor is not None:
            QTest.keyClick(view.cells.editor, leave)

    for _ in range(40):
        dice.choice(steps)()
    view.commit_editor()
    settle(window)
    assert on_screen(window) == painted_anew(window)


def test_typing_paints_the_cell_and_not_the_sheet(window: MainWindow, view: FormTable) -> None:
    row = next(line.row_ids[0] for line in view.grid.rows if line.row_ids)
    view.go_to_field(row, "deviation")
    QApplication.processEvents()
    painted = Painted(view)
    QTest.keyClick(view, "1")
    QApplication.processEvents()
    assert view.cells.editor is not None
    QTest.keyClick(view.cells.editor, "2")
    QApplication.processEvents()
    QTest.keyClick(view.cells.editor, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert 0 < painted.pixels() < 0.2 * view.width() * view.height()


def test_a_step_that_scrolls_paints_the_strip_that_comes(
    window: MainWindow, view: FormTable
) -> None:
    window.context.paper_area.set_zoom(2.0)
    view.go_to_start()
    QApplication.processEvents()
    bar = window.context.paper_area.verticalScrollBar()
    painted = Painted(view)
    scrolled = 0
    while not scrolled:
        painted.region, before = QRegion(), bar.value()
        QTest.keyClick(view, Qt.Key.Key_Down)
        QApplication.processEvents()
        scrolled = bar.value() - before
    assert 0 < scrolled < window.context.paper_area.viewport().height() / 2
    shown = window.context.paper_area.viewport()
    assert 0 < painted.pixels() < 0.5 * shown.width() * shown.height()


@pytest.mark.parametrize(("ratio", "step"), [(1.0, 1), (1.25, 4), (1.5, 2), (1.75, 4), (2.0, 1)])
def test_the_desk_scrolls_by_whole_pixels_of_the_screen(
    window: MainWindow, view: FormTable, ratio: float, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper_area = window.context.paper_area
    monkeypatch.setattr(paper_area, "devicePixelRatioF", lambda: ratio)
    paper_area.set_zoom(1.7)
    view.go_to_start()
    bar = paper_area.verticalScrollBar()
    stops = set()
    for _ in range(12):
        QTest.keyClick(view, Qt.Key.Key_Down)
        cell = view.current_cell()
        assert cell is not None
        place = view.geometry_of.place(cell)
        top = view.mapTo(paper_area.sheet, place.topLeft()).y() - bar.value()
        assert 0 <= top <= paper_area.viewport().height() - min(place.height(), 100)
        stops.add(bar.value())
    assert len(stops) > 2
    assert all(stop % step == 0 for stop in stops - {bar.maximum()})
