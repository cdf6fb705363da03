"""The bare window of the first paint, and what comes into its places right after."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.actions.table import ACTIONS
from ui.desktop.preferences import Preferences
from ui.window.main_window import MainWindow
from ui.window.start import FirstPaint
from ui.window.wiring import make_window


@pytest.fixture
def bare(
    dressed: QApplication, sample_file: Path, tmp_path: Path, answers: object, qtbot: QtBot
) -> Iterator[MainWindow]:
    """A bare window on a data file, as it is when it is painted first."""
    window = make_window(Preferences(), lambda _: answers, bare=True)  # type: ignore[arg-type,return-value]
    window.restore()
    path = tmp_path / "copy.perfdesk"
    path.write_bytes(sample_file.read_bytes())
    assert window.controller.open(path)
    with qtbot.waitExposed(window):
        window.show()
    yield window
    window.add_panels()
    window.close()
    window.deleteLater()


def place(window: MainWindow, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def test_nothing_of_the_paper_moves_when_the_rest_comes(bare: MainWindow, qtbot: QtBot) -> None:
    parts = (bare.paper_area, bare.view, bare.tool_bar, bare.menuBar(), bare.status)
    before = [place(bare, part) for part in parts]
    zoom = bare.view.zoom
    bare.add_panels()
    QCoreApplication.sendPostedEvents()
    QApplication.processEvents()
    assert [place(bare, part) for part in parts] == before
    assert bare.view.zoom == zoom


def test_a_window_with_panels_has_all(bare: MainWindow) -> None:
    bare.add_panels()
    controller = bare.controller
    assert set(bare.center.actions) == {spec.id for spec in ACTIONS}
    assert bare.center.actions["insert_row"].isEnabled()
    assert not bare.center.actions["redo"].isEnabled()
    assert bare.context.tree.current() == controller.form_id
    assert bare.context.tree.model.rowCount() > 0
    assert not bare.context.findings.isHidden()
    tools = len(bare.tool_bar.actions())
    bare.add_panels()
    assert len(bare.tool_bar.actions()) == tools


def test_panels_put_away_stay_so(dressed: QApplication, answers: object, qtbot: QtBot) -> None:
    window = make_window(Preferences(tree=False), lambda _: answers, bare=True)  # type: ignore[arg-type,return-value]
    window.add_panels()
    assert window.context.tree.isHidden()
    assert not window.context.findings.isHidden()
    window.close()


def test_an_edit_before_the_rest_is_there_is_seen_by_it(bare: MainWindow) -> None:
    view = bare.view
    cell = view.current_cell()
    assert cell is not None
    assert bare.controller.type_text(cell, "试填")
    bare.add_panels()
    label = bare.controller.file.editing.undo_label
    assert label is not None
    assert bare.center.actions["undo"].toolTip().endswith(label)


def test_a_key_pressed_at_the_first_paint_finds_its_action(bare: MainWindow, qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    painted = FirstPaint(app, bare.view.viewport())
    painted.seen.connect(bare.add_panels)
    bare.view.viewport().repaint()
    assert not bare.complete
    bare.activateWindow()
    bare.view.setFocus()
    # No event loop has run since the paint: the key itself brings the rest.
    rows = bare.controller.grid(bare.controller.form_id).row_count
    QTest.keyClick(bare.view, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert bare.complete
    assert bare.controller.grid(bare.controller.form_id).row_count == rows + 1


def test_the_first_paint_is_told_once(bare: MainWindow, qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    painted = FirstPaint(app, bare.view.viewport())
    told: list[bool] = []
    painted.seen.connect(lambda: told.append(True))
    bare.view.viewport().repaint()
    for _ in range(2):
        press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(bare, press)
    QApplication.processEvents()
    bare.view.viewport().repaint()
    QApplication.processEvents()
    assert told == [True]
