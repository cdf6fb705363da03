"""The bare window of the first paint, and what comes into its places right after."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.commands.actions import ACTIONS
from ui.datafile.preferences import Preferences
from ui.window.main_window import MainWindow
from ui.window.start import FirstPaint


@pytest.fixture
def bare(
    dressed: QApplication, sample_file: Path, tmp_path: Path, answers: object, qtbot: QtBot
) -> Iterator[MainWindow]:
    """A bare window on a data file, as it is when it is painted first."""
    window = MainWindow(Preferences(), lambda _: answers, bare=True)  # type: ignore[arg-type,return-value]
    window.restore()
    path = tmp_path / "copy.perfdesk"
    path.write_bytes(sample_file.read_bytes())
    assert window.commands.files.open_path(path)
    with qtbot.waitExposed(window):
        window.show()
    yield window
    window.furnish()
    window.close()
    window.deleteLater()


def place(window: MainWindow, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def test_nothing_of_the_paper_moves_when_the_rest_comes(bare: MainWindow, qtbot: QtBot) -> None:
    parts = (bare.parts.desk, bare.parts.view, bare.tool_bar, bare.menuBar(), bare.status)
    before = [place(bare, part) for part in parts]
    zoom = bare.parts.view.zoom
    bare.furnish()
    QCoreApplication.sendPostedEvents()
    QApplication.processEvents()
    assert [place(bare, part) for part in parts] == before
    assert bare.parts.view.zoom == zoom


def test_a_furnished_window_has_all(bare: MainWindow) -> None:
    bare.furnish()
    bench = bare.parts.bench
    assert set(bare.center.actions) == {spec.id for spec in ACTIONS}
    assert bare.center.actions["insert_row"].isEnabled()
    assert not bare.center.actions["redo"].isEnabled()
    assert bare.parts.tree.current() == bench.form_id
    assert bare.parts.tree.model.rowCount() > 0
    assert not bare.parts.findings.isHidden()
    tools = len(bare.tool_bar.actions())
    bare.furnish()
    assert len(bare.tool_bar.actions()) == tools


def test_panels_put_away_stay_so(dressed: QApplication, answers: object, qtbot: QtBot) -> None:
    window = MainWindow(Preferences(tree=False), lambda _: answers, bare=True)  # type: ignore[arg-type,return-value]
    window.furnish()
    assert window.parts.tree.isHidden()
    assert not window.parts.findings.isHidden()
    window.close()


def test_an_edit_before_the_rest_is_there_is_seen_by_it(bare: MainWindow) -> None:
    view = bare.parts.view
    cell = view.current_cell()
    assert cell is not None
    assert bare.parts.bench.type_text(cell, "试填")
    bare.furnish()
    label = bare.parts.bench.file.editing.undo_label
    assert label is not None
    assert bare.center.actions["undo"].toolTip().endswith(label)


def test_a_key_pressed_at_the_first_paint_finds_its_action(bare: MainWindow, qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    painted = FirstPaint(app, bare.parts.view.viewport())
    painted.seen.connect(bare.furnish)
    bare.parts.view.viewport().repaint()
    assert not bare.furnished
    bare.activateWindow()
    bare.parts.view.setFocus()
    # No event loop has run since the paint: the key itself brings the rest.
    rows = bare.parts.bench.grid(bare.parts.bench.form_id).row_count
    QTest.keyClick(bare.parts.view, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert bare.furnished
    assert bare.parts.bench.grid(bare.parts.bench.form_id).row_count == rows + 1


def test_the_first_paint_is_told_once(bare: MainWindow, qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    painted = FirstPaint(app, bare.parts.view.viewport())
    told: list[bool] = []
    painted.seen.connect(lambda: told.append(True))
    bare.parts.view.viewport().repaint()
    for _ in range(2):
        press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(bare, press)
    QApplication.processEvents()
    bare.parts.view.viewport().repaint()
    QApplication.processEvents()
    assert told == [True]
