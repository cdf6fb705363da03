"""What hands that know Excel do without thinking: runs of Tab, Enter out of sight, Backspace, Ctrl+Enter."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from perfdesk.grid import Cell, FieldKind
from tests.ui.on_show import SELF_2023, show
from ui.dialogs.cells.phrases import PhrasesDialog
from ui.window.main_window import MainWindow

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
Keys = Qt.Key


@pytest.fixture
def paper(window: MainWindow) -> MainWindow:
    """A 自评表 on the paper area of a small window."""
    window.resize(1093, 580)
    show(window)
    QApplication.processEvents()
    return window


def press(
    window: MainWindow, key: Keys, modifiers: Qt.KeyboardModifier = NONE, times: int = 1
) -> None:
    view = window.context.view
    for _ in range(times):
        QTest.keyClick(view.cells.editor if view.editing() else view, key, modifiers)


def click(window: MainWindow, row: str, field: str, modifiers: Qt.KeyboardModifier = NONE) -> None:
    view = window.context.view
    cell = view.grid.find(row, field)
    assert cell is not None
    place = view.geometry_of.place(cell).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifiers, place)


def write(window: MainWindow, typed: str) -> None:
    """Type a text, the first key of which opens the editor."""
    view = window.context.view
    QTest.keyClicks(view, typed[0])
    editor = view.cells.editor
    assert editor is not None
    QTest.keyClicks(editor, typed[1:])


def here(window: MainWindow) -> Cell:
    cell = window.context.view.current_cell()
    assert cell is not None
    return cell


def value(window: MainWindow, row: str, field: str) -> str | None:
    cell = window.context.view.grid.find(row, field)
    assert cell is not None
    return cell.value


def rows_of(window: MainWindow) -> list[str]:
    return [row.row_ids[0] for row in window.context.view.grid.rows if row.row_ids]


def on_screen(window: MainWindow) -> bool:
    view, paper_area = window.context.view, window.context.paper_area
    place = view.geometry_of.place(here(window))
    top = view.mapTo(paper_area.viewport(), place.topLeft()).y()
    return top >= 0 and top + min(place.height(), 40) <= paper_area.viewport().height()


@pytest.mark.parametrize("key", [Keys.Key_Return, Keys.Key_Down, Keys.Key_Tab])
def test_the_cursor_never_leaves_the_screen(paper: MainWindow, key: Keys) -> None:
    paper.context.view.go_to_start()
    for _ in range(40):
        press(paper, key)
        assert on_screen(paper), here(paper).label_path


def test_typed_rows_scroll_along(paper: MainWindow) -> None:
    rows = rows_of(paper)
    paper.context.view.go_to_field(rows[0], "deviation")
    for _ in rows:
        write(paper, "ab")
        press(paper, Keys.Key_Return)
        assert on_screen(paper)
    assert [value(paper, row, "deviation") for row in rows] == ["ab"] * len(rows)


def test_enter_after_tabs_goes_below_the_first(paper: MainWindow) -> None:
    paper.context.view.go_to_field("F1", "initial")
    for amount, key in (("10", Keys.Key_Tab), ("12", Keys.Key_Tab), ("11", Keys.Key_Return)):
        write(paper, amount)
        press(paper, key)
    assert (here(paper).row_id, here(paper).field) == ("F2", "initial")
    assert [value(paper, "F1", name) for name in ("initial", "adjusted", "executed")] == [
        "10.00", "12.00", "11.00",
    ]  # fmt: skip


def test_an_arrow_ends_the_run_of_tabs(paper: MainWindow) -> None:
    paper.context.view.go_to_field("F1", "initial")
    press(paper, Keys.Key_Tab)
    press(paper, Keys.Key_Right)
    press(paper, Keys.Key_Return)
    assert (here(paper).row_id, here(paper).field) == ("F2", "executed")


def test_tab_passes_the_dashes_of_the_sources(paper: MainWindow) -> None:
    paper.context.view.go_to_field("F1", "executed")
    press(paper, Keys.Key_Tab)
    assert (here(paper).row_id, here(paper).field) == ("F2", "initial")


def test_backspace_empties_and_goes_on_typing(paper: MainWindow) -> None:
    row = rows_of(paper)[0]
    paper.context.view.go_to_field(row, "level3")
    press(paper, Keys.Key_Backspace)
    editor = paper.context.view.cells.editor
    assert editor is not None
    assert editor.toPlainText() == ""
    press(paper, Keys.Key_Escape)
    assert value(paper, row, "level3")


def test_ctrl_enter_takes_the_text_and_stays(paper: MainWindow) -> None:
    row = rows_of(paper)[0]
    paper.context.view.go_to_field(row, "deviation")
    write(paper, "abc")
    press(paper, Keys.Key_Return, CTRL)
    assert not paper.context.view.editing()
    assert (here(paper).row_id, here(paper).field) == (row, "deviation")
    assert value(paper, row, "deviation") == "abc"


def test_ctrl_enter_fills_all_selected_cells_in_one_step(paper: MainWindow) -> None:
    rows = rows_of(paper)
    paper.context.view.go_to_field(rows[0], "deviation")
    for _ in rows[1:]:
        press(paper, Keys.Key_Down, SHIFT)
    write(paper, "abc")
    press(paper, Keys.Key_Return, CTRL)
    assert {value(paper, row, "deviation") for row in rows} == {"abc"}
    assert len(paper.context.view.selected_cells()) == len(rows)
    press(paper, Keys.Key_Z, CTRL)
    assert {value(paper, row, "deviation") for row in rows} == {None}


def test_ctrl_enter_in_an_empty_score_takes_the_proposed_one(paper: MainWindow) -> None:
    controller, view = paper.context.controller, paper.context.view
    proposals = controller.file.checking.proposals(controller.form_id)
    row = next(r for r, p in proposals.items() if p.points is not None)
    view.go_to_field(row, "score")
    press(paper, Keys.Key_Delete)
    press(paper, Keys.Key_F2)
    assert view.editing()
    press(paper, Keys.Key_Return, CTRL)
    assert value(paper, row, "score") is not None


def test_ctrl_enter_scores_all_selected_rows_in_one_step(paper: MainWindow) -> None:
    controller, view = paper.context.controller, paper.context.view
    rows = rows_of(paper)
    view.go_to_field(rows[0], "score")
    for _ in rows[1:]:
        press(paper, Keys.Key_Down, SHIFT)
    press(paper, Keys.Key_Delete)
    assert {value(paper, row, "score") for row in rows} == {None}
    offered = controller.file.checking.suggestions(controller.form_id)
    counted = {row for row, suggestion in offered.items() if suggestion.taken is not None}
    press(paper, Keys.Key_Return, CTRL)
    assert {row for row in rows if value(paper, row, "score") is not None} == counted
    press(paper, Keys.Key_Z, CTRL)
    assert {value(paper, row, "score") for row in rows} == {None}


def test_ctrl_arrows_go_to_the_edge(paper: MainWindow) -> None:
    rows = rows_of(paper)
    paper.context.view.go_to_field(rows[0], "target")
    last = paper.context.view.grid.find(rows[-1], "target")
    assert last is not None
    press(paper, Keys.Key_Down, CTRL)
    assert here(paper).row >= last.row
    press(paper, Keys.Key_Up, CTRL)
    assert here(paper).row < last.row
    press(paper, Keys.Key_Home, CTRL)
    first = (here(paper).row, here(paper).column)
    press(paper, Keys.Key_End, CTRL)
    assert (here(paper).row, here(paper).column) > first


def chosen(window: MainWindow) -> list[tuple[str, str]]:
    return [(cell.row_id, cell.field) for cell in window.context.view.selected_cells()]


def test_shift_goes_on_from_where_one_stands(paper: MainWindow) -> None:
    rows = rows_of(paper)
    click(paper, rows[0], "actual")
    press(paper, Keys.Key_Return, times=2)
    press(paper, Keys.Key_Down, SHIFT)
    assert chosen(paper) == [(rows[2], "actual"), (rows[3], "actual")]
    press(paper, Keys.Key_Right, SHIFT)
    press(paper, Keys.Key_Up, SHIFT)
    assert chosen(paper) == [(rows[2], "actual"), (rows[2], "weight")]


def test_ctrl_shift_selects_to_the_edge(paper: MainWindow) -> None:
    rows = rows_of(paper)
    paper.context.view.go_to_field(rows[1], "actual")
    press(paper, Keys.Key_Down, CTRL | SHIFT)
    assert chosen(paper)[: len(rows) - 1] == [(row, "actual") for row in rows[1:]]
    press(paper, Keys.Key_Up, CTRL | SHIFT)
    assert (rows[1], "actual") in chosen(paper)
    assert (rows[2], "actual") not in chosen(paper)


def test_shift_click_selects_a_block_and_shift_end_a_row(paper: MainWindow) -> None:
    rows = rows_of(paper)
    click(paper, rows[0], "actual")
    press(paper, Keys.Key_Return)
    click(paper, rows[2], "weight", SHIFT)
    assert chosen(paper) == [(row, field) for row in rows[1:3] for field in ("actual", "weight")]
    click(paper, rows[0], "actual")
    press(paper, Keys.Key_End, SHIFT)
    assert chosen(paper) == [
        (rows[0], field) for field in ("actual", "weight", "score", "deviation")
    ]


def test_ctrl_c_into_many_cells_ctrl_v(paper: MainWindow) -> None:
    rows = rows_of(paper)
    view = paper.context.view
    view.go_to_field(rows[0], "deviation")
    write(paper, "abc")
    press(paper, Keys.Key_Return, CTRL)
    press(paper, Keys.Key_C, CTRL)
    for _ in rows[1:]:
        press(paper, Keys.Key_Down, SHIFT)
    press(paper, Keys.Key_V, CTRL)
    assert {value(paper, row, "deviation") for row in rows} == {"abc"}
    press(paper, Keys.Key_Z, CTRL)
    assert {value(paper, row, "deviation") for row in rows[1:]} == {None}


EXCEL = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style><!--td{}--></style></head>'
    "<body><table><!--StartFragment--><col width=64><tr height=18><td class=xl65>101%</td>"
    "<td class=xl66>8</td></tr><tr><td>第一行<br>第二行</td><td>7.5</td></tr><!--EndFragment--></table>"
)


@pytest.mark.parametrize("form", ["html", "text"])
def test_a_block_from_excel_comes_in_both_ways(paper: MainWindow, form: str) -> None:
    rows = rows_of(paper)
    data = QMimeData()
    data.setText('101%\t8\r\n"第一行\n第二行"\t7.5\r\n')
    if form == "html":
        data.setHtml(EXCEL)
    QGuiApplication.clipboard().setMimeData(data)
    paper.context.view.go_to_field(rows[0], "actual")
    press(paper, Keys.Key_V, CTRL)
    assert value(paper, rows[0], "actual") == "101%"
    assert value(paper, rows[1], "actual") == "第一行\n第二行"
    assert value(paper, rows[1], "weight") == "7.5"


def paste(window: MainWindow, lines: list[str]) -> None:
    data = QMimeData()
    data.setText("\r\n".join(lines) + "\r\n")
    QGuiApplication.clipboard().setMimeData(data)
    press(window, Keys.Key_V, CTRL)


def test_more_indicators_than_rows_add_rows_in_one_step(paper: MainWindow) -> None:
    rows = rows_of(paper)
    paper.context.view.go_to_field(rows[0], "level3")
    names = [f"指标{number}" for number in range(12)]
    paste(paper, [f"{name}\t≥{number}%" for number, name in enumerate(names)])
    after = rows_of(paper)
    assert [value(paper, row, "level3") for row in after] == names
    assert [value(paper, row, "target") for row in after[-2:]] == ["≥10%", "≥11%"]
    last = paper.context.view.grid.find(after[-1], "level2") or here(paper)
    assert after[-1] in last.row_ids
    assert rows[-1] in last.row_ids
    press(paper, Keys.Key_Z, CTRL)
    assert rows_of(paper) == rows
    assert value(paper, rows[0], "level3") != names[0]


def test_a_whole_table_of_indicators_brings_its_levels(paper: MainWindow) -> None:
    paper.context.view.go_to_field(rows_of(paper)[0], "level1")
    told = [
        ("产出指标", "数量指标", "甲"), ("", "", "乙"), ("", "质量指标", "丙"), ("", "", "丁"),
        ("", "时效指标", "戊"), ("效益指标", "社会效益指标", "己"),
        ("满意度指标", "服务对象满意度指标", "庚"),
    ]  # fmt: skip
    paste(paper, ["\t".join(line) for line in told])
    indicators = paper.context.controller.file._core.document.form(
        paper.context.controller.form_id
    ).indicators
    assert [[row.get(name) for name in ("level1", "level2", "level3")] for row in indicators] == [
        ["产出指标", "数量指标", "甲"], ["产出指标", "数量指标", "乙"], ["产出指标", "质量指标", "丙"],
        ["产出指标", "质量指标", "丁"], ["产出指标", "时效指标", "戊"],
        ["效益指标", "社会效益指标", "己"], ["满意度指标", "服务对象满意度指标", "庚"],
    ]  # fmt: skip


def test_our_own_block_with_merged_levels_comes_back_the_same(paper: MainWindow) -> None:
    controller, view = paper.context.controller, paper.context.view
    rows = rows_of(paper)
    form = controller.file._core.document.form(controller.form_id)
    before = [dict(row.values) for row in form.indicators]
    click(paper, rows[0], "level1")
    click(paper, rows[-1], "deviation", SHIFT)
    press(paper, Keys.Key_C, CTRL)
    controller.perform(lambda: controller.file.editing.new_form(SELF_2023, 2025, "新项目"))
    view.setFocus()
    click(paper, rows_of(paper)[0], "level1")
    press(paper, Keys.Key_V, CTRL)
    copied = controller.file._core.document.form(controller.form_id).indicators
    names = ("level1", "level2", "level3", "target", "actual", "weight", "score", "deviation")
    assert [[row.get(name) for name in names] for row in copied] == [
        [row.get(name) for name in names] for row in before
    ]


def test_a_computed_cell_says_so_while_it_is_typed_over(paper: MainWindow) -> None:
    view = paper.context.view
    view.go_to_field("F0", "initial")
    computed = here(paper).computed
    write(paper, "12.5")
    editor = view.cells.editor
    assert editor is not None
    assert here(paper).kind is FieldKind.AMOUNT
    assert str(computed) in editor.helper.line_text()
    press(paper, Keys.Key_Escape)


def test_a_copied_form_stands_below_and_is_on_show(paper: MainWindow) -> None:
    controller = paper.context.controller
    source, before = controller.form_id, controller.file.form_ids()
    press(paper, Keys.Key_D, CTRL | SHIFT)
    after = controller.file.form_ids()
    assert after.index(controller.form_id) == before.index(source) + 1
    press(paper, Keys.Key_Z, CTRL)
    press(paper, Keys.Key_Z, CTRL)
    assert controller.file.form_ids() == before


def test_a_long_text_in_a_narrow_column_gets_a_comfortable_editor(paper: MainWindow) -> None:
    view = paper.context.view
    row = rows_of(paper)[0]
    view.go_to_field(row, "deviation")
    cell = view.geometry_of.place(here(paper))
    write(paper, "ab")
    editor = view.cells.editor
    assert editor is not None
    assert editor.width() > 1.5 * cell.width()
    assert editor.geometry().right() <= view.width()
    assert editor.geometry().contains(cell.adjusted(1, 1, -2, -2))
    press(paper, Keys.Key_Escape)
    view.go_to_field(row, "actual")
    write(paper, "ab")
    assert view.cells.editor is not None
    assert view.cells.editor.width() <= view.geometry_of.place(here(paper)).width() + 1
    press(paper, Keys.Key_Escape)


def test_date_and_phrases_while_typing(paper: MainWindow) -> None:
    row = rows_of(paper)[0]
    paper.context.view.go_to_field(row, "deviation")
    write(paper, "ab")
    press(paper, Keys.Key_Semicolon, CTRL)
    editor = paper.context.view.cells.editor
    assert editor is not None
    assert editor.toPlainText().startswith("ab20")
    press(paper, Keys.Key_L, CTRL)
    dialog = paper.findChild(PhrasesDialog)
    assert dialog is not None
    assert not paper.context.view.editing()
    dialog.list.setCurrentRow(0)
    QTest.keyClick(dialog.list, Keys.Key_Return)
    told = value(paper, row, "deviation") or ""
    assert told.startswith("ab20")
    assert len(told) > len("ab2026-11-22")


def test_a_selection_to_the_end_of_an_empty_column_stays_in_it(paper: MainWindow) -> None:
    """It went into the wide cell below the indicators, and took in the names and targets of all rows."""
    view = paper.context.view
    rows = rows_of(paper)
    names = [value(paper, row, "level3") for row in rows]
    view.go_to_field(rows[0], "deviation")
    view.select_rows(rows, "deviation")
    press(paper, Keys.Key_Delete)
    view.go_to_field(rows[0], "deviation")
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(view, Keys.Key_Down, held)
    assert {cell.field for cell in view.selected_cells()} == {"deviation"}
    assert view.selected_rows() == rows
    assert [value(paper, row, "level3") for row in rows] == names
