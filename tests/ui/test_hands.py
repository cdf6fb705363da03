"""What an accountant's hands expect of keys and mouse on the paper."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from perfdesk.cellpath import CellPath
from perfdesk.grid import Cell, FieldKind, Role
from ui.paper import arithmetic
from ui.window.main_window import MainWindow
from ui.window.panel_wiring import cell_menu

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


@pytest.mark.parametrize(
    ("typed", "result"),
    [
        ("=8*12", "96"),
        ("=12.5+3", "15.5"),
        ("＝（１＋２）×３", "9"),
        ("=1/3", "0.333333"),
        ("=-2+5", "3"),
        ("=1,200.50*2", "2401"),
        ("=2*(3+4)-1", "13"),
        ("=100%", None),
        ("=1/0", None),
        ("=A1+2", None),
        ("8*12", None),
        ("=", None),
        ("=(1+2", None),
        ("=1+2)", None),
        ("=1 2", "12"),
    ],
)
def test_a_formula_is_computed_exactly_or_left_alone(typed: str, result: str | None) -> None:
    assert arithmetic.result(typed) == result


def show(window: MainWindow, template: str) -> None:
    controller = window.controller
    controller.show_form(next(f.id for f in controller.file.forms() if f.template_id == template))


def cell(window: MainWindow, row: str, field: str) -> Cell:
    found = window.view.grid.find(row, field)
    assert found is not None
    return found


def type_in(window: MainWindow, text: str) -> None:
    """Type into the cell of the cursor; the first key opens the editor, which gets the rest."""
    QTest.keyClicks(window.view, text[0])
    if text[1:]:
        QTest.keyClicks(window.view.cells.editor, text[1:])
    QTest.keyClick(window.view.cells.editor, Key.Key_Return)


def test_a_formula_keeps_itself_as_a_note_in_one_step(window: MainWindow) -> None:
    show(window, "shanghai-self-evaluation-2023")
    view = window.view
    view.go_to_field("F1", "adjusted")
    before = cell(window, "F1", "adjusted").value
    type_in(window, "=8*12+0.5")
    assert cell(window, "F1", "adjusted").value == "96.5"
    assert view.form.note_of(cell(window, "F1", "adjusted")) == "=8*12+0.5"
    QTest.keyClick(view, Key.Key_Z, CTRL)
    assert cell(window, "F1", "adjusted").value == before
    assert view.form.note_of(cell(window, "F1", "adjusted")) == ""
    view.go_to_field("r1", "target")
    type_in(window, "=100%")
    assert cell(window, "r1", "target").value == "=100%"


def test_alt_down_opens_the_list_and_rows_move_by_other_keys(window: MainWindow) -> None:
    show(window, "shanghai-self-evaluation-2023")
    view = window.view
    choice = next(c for c in view.grid.cells if c.choices and c.editable)
    view.go_to(choice)
    QTest.keyClick(view, Key.Key_Down, ALT)
    editor = view.cells.editor
    assert editor is not None
    assert editor.helper.walk(Key.Key_Down)
    QTest.keyClick(editor, Key.Key_Escape)
    rows = [row for line in view.grid.rows for row in line.row_ids]
    one = next(
        n
        for n in range(len(rows) - 1)
        if cell(window, rows[n], "level1") is cell(window, rows[n + 1], "level1")
    )
    view.go_to_field(rows[one], "level3")
    QTest.keyClick(view, Key.Key_Down, ALT | SHIFT)
    moved = [row for line in view.grid.rows for row in line.row_ids]
    assert moved[one : one + 2] == [rows[one + 1], rows[one]]


def test_a_row_leaves_its_level_1_only_when_asked(window: MainWindow, answers: object) -> None:
    show(window, "shanghai-self-evaluation-2023")
    view = window.view
    rows = [row for line in view.grid.rows for row in line.row_ids]
    last = next(
        n
        for n in range(len(rows) - 1)
        if cell(window, rows[n], "level1").text != cell(window, rows[n + 1], "level1").text
    )
    view.go_to_field(rows[last], "level3")
    answers.agrees = False  # type: ignore[attr-defined]
    QTest.keyClick(view, Key.Key_Down, ALT | SHIFT)
    assert [row for line in view.grid.rows for row in line.row_ids] == rows
    answers.agrees = True  # type: ignore[attr-defined]
    QTest.keyClick(view, Key.Key_Down, ALT | SHIFT)
    assert [row for line in view.grid.rows for row in line.row_ids] != rows


def test_a_click_on_a_label_selects_the_value_beside_it(window: MainWindow) -> None:
    show(window, "shanghai-self-evaluation-2023")
    view = window.view
    value = cell(window, "", "project_name")
    label = view.grid.cell_at(value.row, value.column - 1)
    assert not label.editable
    place = view.geometry_of.place(label).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.current_cell() is view.grid.find("", "project_name")


def test_tab_in_the_money_rows_stops_where_a_figure_is_wanted(window: MainWindow) -> None:
    for form in window.controller.file.form_ids():
        window.controller.show_form(form)
        view = window.view
        totals = [
            c
            for c in view.grid.cells
            if c.kind is FieldKind.AMOUNT and c.role is Role.COMPUTED and c.row_id == "F0"
        ]
        seen = set()
        view.go_to_start()
        for _ in range(80):
            QTest.keyClick(view, Key.Key_Tab)
            here = view.current_cell()
            assert here is not None
            seen.add((here.row_id, here.field))
        for total in totals:
            typed = {
                (c.row_id, c.field)
                for c in view.grid.cells
                if c.field == total.field and c.row_id in ("F1", "F2", "F3")
            }
            assert ((total.row_id, total.field) in seen) is not bool(typed & seen)


def test_the_state_line_sums_the_selection(window: MainWindow) -> None:
    show(window, "shanghai-self-evaluation-2023")
    view = window.view
    rows = [row for line in view.grid.rows for row in line.row_ids][:3]
    view.select_rows(rows, "weight")
    texts = [cell(window, row, "weight").value for row in rows]
    assert window.status.selection.text().startswith("求和 ")
    assert window.status.selection.text().endswith(f"计数 {sum(bool(t) for t in texts)}")
    view.go_to_field(rows[0], "weight")
    assert window.status.selection.text() == ""


@pytest.fixture
def faulty(window: MainWindow, qtbot: QtBot) -> Cell:
    """A cell with a finding that has a fix: the total amount of money, mistyped."""
    show(window, "shanghai-self-evaluation-2023")
    controller = window.controller
    qtbot.waitUntil(window.context.auditor.settled)
    controller.perform(
        lambda: controller.file.editing.set_text(CellPath(controller.form_id, "F0", "rate"), "7%")
    )
    window.context.auditor.check_shown()
    return cell(window, "F0", "rate")


def test_the_cell_shows_its_findings_and_keys_speak_of_it(window: MainWindow, faulty: Cell) -> None:
    view, panel = window.view, window.context.findings
    view.go_to_field("r1", "level3")
    panel.list.setCurrentIndex(panel.model.at(len(panel.model.findings()) - 1))
    view.go_to(faulty)
    assert panel.current() in view.form.findings_of(faulty)
    QTest.keyClick(view, Key.Key_Period, CTRL)
    assert cell(window, "F0", "rate").value != "7%"


def test_the_menu_of_a_cell_offers_its_fix_and_its_reason(window: MainWindow, faulty: Cell) -> None:
    window.view.go_to(faulty)
    menu = cell_menu(window)
    words = [action.text() for action in menu.actions()]
    assert any(word.startswith("填写出错说明：") for word in words)
    menu.actions()[0].trigger()
    assert cell(window, "F0", "rate").value != "7%"


def test_a_click_on_a_finding_leaves_the_keyboard_in_the_cell(
    window: MainWindow, faulty: Cell
) -> None:
    panel, view = window.context.findings, window.view
    found = next(f for f in panel.model.findings() if f.field and f.row)
    index = panel.model.place_of(found)
    panel.list.scrollTo(index)
    place = panel.list.visualRect(index).center()
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.hasFocus()
    here = view.current_cell()
    assert here is not None
    assert here.field == found.field


def test_typing_a_total_of_one_source_writes_the_source(
    make_window: Callable[..., MainWindow],
) -> None:
    window = make_window()
    controller = window.controller
    controller.perform(
        lambda: controller.file.editing.new_form("shanghai-self-evaluation-2023", 2025, "单一来源")
    )
    view = window.view
    view.go_to_field("F1", "adjusted")
    type_in(window, "10")
    view.go_to_field("F0", "adjusted")
    type_in(window, "25")
    assert cell(window, "F1", "adjusted").value == "25"
    total = cell(window, "F0", "adjusted")
    assert total.value == total.computed
