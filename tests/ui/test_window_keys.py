"""Keys of Excel on the paper, in the whole window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from perfdesk.session.workspace import Workspace
from tests.ui.on_show import show, text
from ui.window.main_window import MainWindow


def press(
    window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(window.context.view, key, modifiers)


CTRL = Qt.KeyboardModifier.ControlModifier


def test_del_clears_ctrl_d_fills_and_ctrl_semicolon_dates(window: MainWindow) -> None:
    show(window)
    view = window.context.view
    rows = [row.row_ids[0] for row in view.grid.rows if row.row_ids]
    view.go_to_field(rows[0], "deviation")
    press(window, Qt.Key.Key_Semicolon, CTRL)
    today = text(window, rows[0], "deviation")
    assert today is not None
    assert len(today) == len("2026-11-22")
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_D, CTRL)
    assert text(window, rows[1], "deviation") == today
    press(window, Qt.Key.Key_Delete)
    assert text(window, rows[1], "deviation") is None


def test_ctrl_enter_takes_the_proposed_score(window: MainWindow) -> None:
    form = show(window)
    proposals = window.context.controller.file.checking.proposals(form)
    row, proposal = next((r, p) for r, p in proposals.items() if p.points is not None)
    cell = window.context.view.grid.find(row, "score")
    assert cell is not None
    window.context.controller.type_text(cell, "0")
    window.context.view.go_to_field(row, "score")
    press(window, Qt.Key.Key_Return, CTRL)
    assert float(text(window, row, "score") or 0) == float(proposal.rounded or 0)


def test_ctrl_s_says_that_everything_is_saved(window: MainWindow) -> None:
    window.context.controller.file.safekeeping.wait()
    press(window, Qt.Key.Key_S, CTRL)
    assert "已自动保存" in window.status.said.toolTip()


def test_home_end_and_shift_enter(window: MainWindow) -> None:
    show(window)
    view = window.context.view
    view.go_to_field("r2", "actual")
    press(window, Qt.Key.Key_End)
    assert view.current_cell().field == "deviation"  # type: ignore[union-attr]
    press(window, Qt.Key.Key_Home, CTRL)
    assert view.current_cell().row <= 1  # type: ignore[union-attr]
    view.go_to_field("r2", "score")
    press(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert view.current_cell().row_id == "r1"  # type: ignore[union-attr]
    assert len(view.selected_cells()) == 1


def test_shift_arrows_select_and_several_rows_move_together(window: MainWindow) -> None:
    show(window)
    view = window.context.view
    rows = [row.row_ids[0] for row in view.grid.rows if row.row_ids]
    view.go_to_field(rows[0], "score")
    press(window, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert view.selected_rows() == rows[:2]
    press(
        window,
        Qt.Key.Key_Down,
        Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    now = [row.row_ids[0] for row in view.grid.rows if row.row_ids]
    assert now[:3] == [rows[2], rows[0], rows[1]]
    assert view.selected_rows() == rows[:2]


def test_a_read_only_file_is_looked_at_and_not_changed(
    make_window: Callable[..., MainWindow], tmp_path: Path, sample_file: Path
) -> None:
    path = tmp_path / "locked.perfdesk"
    path.write_bytes(sample_file.read_bytes())
    window = make_window(opened=False)
    window.context.controller.take(Workspace.open(path, read_only=True))
    assert window.status.saved.text() == "只读"
    press(window, Qt.Key.Key_9)
    assert not window.context.view.editing()
    assert not window.center.actions["new_form"].isEnabled()
    assert window.center.actions["export_pdf"].isEnabled()


def test_every_cell_is_named_for_screen_readers(window: MainWindow) -> None:
    from PySide6.QtGui import QAccessible

    show(window)
    interface = QAccessible.queryAccessibleInterface(window.context.view)
    assert interface is not None
    names = {interface.child(n).text(QAccessible.Text.Name) for n in range(interface.childCount())}
    score = window.context.view.grid.find("r1", "score")
    assert score is not None
    assert any(score.label_path in name and score.text in name for name in names)
