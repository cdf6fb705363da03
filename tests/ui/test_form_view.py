"""The paper under real keys, mouse and input methods."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from perfdesk.grid import Role
from tests.ui.on_show import show
from ui.paper.cell_editor import CellEditor
from ui.paper.form_table import FormTable
from ui.window.main_window import MainWindow

ENTER, TAB, ESC = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape
SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def view(window: MainWindow) -> FormTable:
    show(window)
    return window.context.view


def here(view: FormTable) -> tuple[str, str]:
    cell = view.current_cell()
    assert cell is not None
    return cell.row_id, cell.field


def text(view: FormTable, row: str, field: str) -> str | None:
    cell = view.grid.find(row, field)
    assert cell is not None
    return cell.value


def editor(view: FormTable) -> CellEditor:
    found = view.cells.editor
    assert found is not None
    return found


def type_character(target: QWidget, character: str) -> None:
    """A key press that gives this character; `QTest.keyClicks` knows ASCII only."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(
            target, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, character)
        )


def keys(view: FormTable, *presses: Qt.Key | str) -> None:
    """Keys to whatever has the focus, as from the keyboard."""
    for press in presses:
        target = view.cells.editor or view
        if isinstance(press, str):
            for character in press:
                type_character(view.cells.editor or view, character)
        else:
            QTest.keyClick(target, press)


def test_typing_replaces_and_enter_goes_down(view: FormTable) -> None:
    view.go_to_field("r1", "score")
    keys(view, "8.5", ENTER)
    assert text(view, "r1", "score") == "8.50"
    assert here(view) == ("r2", "score")


def test_f2_edits_what_stands_there(view: FormTable) -> None:
    view.go_to_field("r1", "level3")
    before = text(view, "r1", "level3")
    keys(view, Qt.Key.Key_F2, "（新）", ENTER)
    assert text(view, "r1", "level3") == f"{before}（新）"


def test_escape_leaves_the_cell_as_it_was(view: FormTable) -> None:
    view.go_to_field("r1", "score")
    before = text(view, "r1", "score")
    keys(view, "77", ESC)
    assert text(view, "r1", "score") == before
    assert here(view) == ("r1", "score")


def test_tab_goes_right_past_labels_and_computed_cells(view: FormTable) -> None:
    view.go_to_field("F1", "executed")
    seen = []
    for _ in range(40):
        keys(view, TAB)
        cell = view.current_cell()
        assert cell is not None
        seen.append(cell.role)
    assert Role.COMPUTED not in seen
    assert Role.LABEL not in seen


def test_tab_commits_and_shift_tab_comes_back(view: FormTable) -> None:
    view.go_to_field("r1", "weight")
    keys(view, "9", TAB)
    assert text(view, "r1", "weight") == "9.00"
    assert here(view) == ("r1", "score")
    QTest.keyClick(view, Qt.Key.Key_Backtab, SHIFT)
    assert here(view) == ("r1", "weight")


def test_alt_enter_breaks_the_line(view: FormTable) -> None:
    view.go_to_field("r1", "deviation")
    keys(view, "第一行")
    QTest.keyClick(editor(view), ENTER, ALT)
    keys(view, "第二行", ENTER)
    assert text(view, "r1", "deviation") == "第一行\n第二行"


def test_arrows_leave_an_editor_that_typing_opened(view: FormTable) -> None:
    view.go_to_field("r1", "weight")
    keys(view, "7", Qt.Key.Key_Down)
    assert text(view, "r1", "weight") == "7.00"
    assert here(view) == ("r2", "weight")


def test_arrows_stay_in_an_editor_that_f2_opened(view: FormTable) -> None:
    view.go_to_field("r1", "level3")
    keys(view, Qt.Key.Key_F2, Qt.Key.Key_Left)
    assert view.editing()


def test_double_click_edits(view: FormTable) -> None:
    cell = view.grid.find("r1", "level3")
    assert cell is not None
    centre = view.geometry_of.place(cell).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    assert not view.editing()
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    assert view.editing()
    assert editor(view).toPlainText() == cell.value


def test_a_click_on_a_label_goes_to_its_value(view: FormTable) -> None:
    view.go_to_field("r1", "score")
    value = view.grid.find("", "project_name")
    assert value is not None
    label = view.grid.cell_at(value.row, value.column - 1)
    assert label.role is Role.LABEL
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.geometry_of.place(label).center()
    )
    assert here(view) == ("", "project_name")


def test_the_editor_grows_with_its_text(view: FormTable) -> None:
    view.go_to_field("r1", "deviation")
    keys(view, "长")
    low = editor(view).height()
    keys(view, "长" * 120)
    assert editor(view).height() > low
    assert view.viewport().rect().contains(editor(view).geometry())


def test_a_typed_level_offers_its_vocabulary(view: FormTable) -> None:
    view.go_to_field("r1", "level2")
    keys(view, Qt.Key.Key_F2, Qt.Key.Key_Down)
    chosen = editor(view).helper.highlighted()
    assert chosen
    keys(view, ENTER)
    assert text(view, "r1", "level2") == chosen


def test_a_target_says_how_it_is_understood(view: FormTable) -> None:
    view.go_to_field("r1", "target")
    keys(view, ">=95%")
    said = editor(view).helper.line_text()
    assert "95" in said
    assert "≥" in said
    keys(view, ENTER)
    assert text(view, "r1", "target") == "≥95%"


def test_full_width_digits_are_normalised_visibly(view: FormTable, window: MainWindow) -> None:
    view.go_to_field("r1", "score")
    keys(view, "９．５", ENTER)
    assert text(view, "r1", "score") == "9.5"
    assert "半角" in window.status.said.toolTip()


def commit_from_input_method(target: object, preedit: str, commit: str) -> None:
    assert isinstance(target, CellEditor | FormTable)
    QApplication.sendEvent(target, QInputMethodEvent(preedit, []))
    event = QInputMethodEvent("", [])
    event.setCommitString(commit)
    QApplication.sendEvent(target, event)


def test_composing_begins_an_edit_and_nothing_is_lost(view: FormTable) -> None:
    view.go_to_field("r1", "deviation")
    QApplication.sendEvent(view, QInputMethodEvent("zi", []))
    commit_from_input_method(view.cells.editor or view, "zijin", "资金")
    assert editor(view).toPlainText() == "资金"
    keys(view, ENTER)
    assert text(view, "r1", "deviation") == "资金"


def test_composing_given_up_leaves_the_cell_as_it_was(view: FormTable, qtbot: QtBot) -> None:
    view.go_to_field("r1", "level3")
    before = text(view, "r1", "level3")
    QApplication.sendEvent(view, QInputMethodEvent("zi", []))
    QApplication.sendEvent(editor(view), QInputMethodEvent("", []))
    assert view.editing()
    qtbot.waitUntil(lambda: not view.editing())
    assert text(view, "r1", "level3") == before


def test_a_commit_after_the_composed_text_has_gone_is_taken(view: FormTable) -> None:
    view.go_to_field("r1", "level3")
    QApplication.sendEvent(view, QInputMethodEvent("zi", []))
    QApplication.sendEvent(editor(view), QInputMethodEvent("", []))
    commit_from_input_method(editor(view), "", "资金")
    assert editor(view).toPlainText() == "资金"
    keys(view, ENTER)
    assert text(view, "r1", "level3") == "资金"


def test_enter_of_a_candidate_stays_in_the_cell(view: FormTable) -> None:
    view.go_to_field("r1", "deviation")
    keys(view, Qt.Key.Key_F2)
    QApplication.sendEvent(editor(view), QInputMethodEvent("jie yu", []))
    keys(view, ENTER)
    assert view.editing()
    commit_from_input_method(editor(view), "", "结余")
    assert editor(view).toPlainText().endswith("结余")


def test_nothing_is_judged_or_resized_while_composing(view: FormTable) -> None:
    view.go_to_field("r1", "target")
    keys(view, Qt.Key.Key_F2)
    before = editor(view).helper.line_text()
    place = editor(view).geometry()
    QApplication.sendEvent(editor(view), QInputMethodEvent("da yu deng yu 95", []))
    assert (editor(view).helper.line_text(), editor(view).geometry()) == (before, place)


def test_new_findings_do_not_touch_an_open_editor(view: FormTable, window: MainWindow) -> None:
    view.go_to_field("r1", "score")
    keys(view, "12")
    window.context.auditor.check_shown()
    assert editor(view).toPlainText() == "12"


def test_the_text_of_an_open_editor_is_kept_as_a_draft(view: FormTable, qtbot: QtBot) -> None:
    view.go_to_field("r1", "deviation")
    with qtbot.waitSignal(view.cells.draft, timeout=2000) as kept:
        keys(view, "写到一半")
    assert kept.args[1] == "写到一半"
    with qtbot.waitSignal(view.cells.closed):
        keys(view, ESC)


def test_ctrl_wheel_zooms_and_the_plain_wheel_does_not(view: FormTable, window: MainWindow) -> None:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QWheelEvent

    def wheel(modifiers: Qt.KeyboardModifier) -> None:
        event = QWheelEvent(
            QPointF(50, 50), QPointF(50, 50), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, modifiers,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view.viewport(), event)

    before = view.zoom
    wheel(Qt.KeyboardModifier.NoModifier)
    assert view.zoom == before
    wheel(CTRL)
    assert view.zoom > before
    assert window.status.zoom.text() == f"{round(view.zoom * 100)}%"


@pytest.mark.parametrize("zoom", [0.8, 1.0, 1.25, 2.0])
def test_every_text_fits_its_cell_at_every_zoom(
    view: FormTable, window: MainWindow, zoom: float
) -> None:
    from ui.paper import paper_text

    window.context.paper_area.set_zoom(zoom)
    scale = zoom * paper_text.PIXELS_PER_MM
    texts = paper_text.PaperText()
    for cell in view.grid.cells:
        height = texts.text_height(view.grid, cell) * scale
        assert height <= view.geometry_of.place(cell).height() + 1


def test_two_hundred_thousand_draw_calls(view: FormTable) -> None:
    """PySide6 6.12 loses a reference to None at every call that returns nothing; ours must not."""
    from PySide6.QtGui import QImage, QPainter

    image = QImage(64, 64, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for number in range(200_000):
        painter.drawPoint(number % 64, 1)
    painter.end()
    view.grab()


def test_spans_follow_inserted_rows(view: FormTable, window: MainWindow) -> None:
    view.go_to_field("r1", "level3")
    rows = view.grid.row_count
    window.center.actions["insert_row"].trigger()
    assert view.grid.row_count == rows + 1
    for cell in view.grid.cells:
        assert view.rowSpan(cell.row, cell.column) == cell.row_span
        assert view.columnSpan(cell.row, cell.column) == cell.column_span


def test_a_click_on_the_computed_value_takes_it(view: FormTable) -> None:
    view.go_to_field("", "total_score")
    computed = text(view, "", "total_score")
    keys(view, "1", ENTER)
    cell = view.grid.find("", "total_score")
    assert cell is not None
    assert (cell.value, cell.computed) == ("1", computed)
    place = view.geometry_of.place(cell)
    corner = QPoint(place.center().x(), place.bottom() - 4)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=corner)
    assert text(view, "", "total_score") == computed


def test_closing_keeps_what_was_being_typed(make_window: Callable[..., MainWindow]) -> None:
    window = make_window()
    view = window.context.view
    path = window.context.controller.file.path
    view.go_to_field("", "project_name")
    keys(view, "未按回车")
    window.close()
    again = make_window(opened=False)
    assert again.commands.files.open_path(path)
    assert again.context.controller.file.forms()[0].project_name == "未按回车"
