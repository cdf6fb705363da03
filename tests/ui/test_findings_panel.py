"""The findings panel in the window: grouped, walked by keys and mouse, narrowed, copied, remembered."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from perfdesk.cellpath import CellPath
from perfdesk.findings import Finding, Severity
from ui.desktop.preferences import Preferences
from ui.dialogs.help.palette import PaletteDialog
from ui.findings.detail import difference
from ui.findings.groups import Grouping
from ui.findings.panel import FindingsPanel
from ui.style.text_wrap import MeasureWidth
from ui.window.main_window import MainWindow

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def panel(window: MainWindow, qtbot: QtBot) -> FindingsPanel:
    """The panel with the findings of all forms, grouped by rule, all groups closed."""
    qtbot.waitUntil(window.context.auditor.settled, timeout=20_000)
    panel = window.context.findings
    QTest.mouseClick(panel.scope[1], Qt.MouseButton.LeftButton)
    panel.group_by(Grouping.RULE)
    window.center.actions["close_groups"].trigger()
    panel.list.executeDelayedItemsLayout()
    return panel


def place(panel: FindingsPanel, row: int, child: int | None = None) -> QPoint:
    index = panel.model.index(row, 0)
    if child is not None:
        index = panel.model.index(child, 0, index)
    return panel.list.visualRect(index).center()


def click(panel: FindingsPanel, row: int, child: int | None = None) -> None:
    panel.list.executeDelayedItemsLayout()
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place(panel, row, child))


def opened(panel: FindingsPanel) -> list[bool]:
    return [
        panel.list.isExpanded(panel.model.index(row, 0)) for row in range(panel.model.rowCount())
    ]


def test_a_click_opens_a_group_and_another_jumps(window: MainWindow, panel: FindingsPanel) -> None:
    assert not any(opened(panel))
    click(panel, 0)
    assert opened(panel)[0]
    click(panel, 0, 0)
    finding = panel.current()
    assert finding is not None
    assert window.context.controller.form_id == finding.form
    click(panel, 0)
    assert not opened(panel)[0]


def test_the_arrows_open_close_and_walk_and_enter_jumps(
    window: MainWindow, panel: FindingsPanel
) -> None:
    view = panel.list
    view.setFocus()
    view.setCurrentIndex(panel.model.index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert opened(panel)[0]
    QTest.keyClick(view, Qt.Key.Key_Down)
    finding = panel.current()
    assert finding == panel.model.findings()[0]
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert window.context.controller.form_id == finding.form
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert panel.model.group(view.currentIndex()) is panel.model.groups()[0]
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert not opened(panel)[0]
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert panel.model.group(view.currentIndex()) is panel.model.groups()[1]


def test_f8_walks_the_shown_order_through_closed_groups(
    window: MainWindow, panel: FindingsPanel
) -> None:
    wanted = panel.model.findings()
    walked: list[Finding | None] = []
    for _ in range(len(wanted)):
        window.center.actions["next_finding"].trigger()
        walked.append(panel.current())
    assert walked == wanted
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert panel.current() == wanted[0]
    QTest.keyClick(window, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert panel.current() == wanted[-1]
    rect = panel.list.visualRect(panel.list.currentIndex())
    assert panel.list.viewport().rect().contains(rect.center())


def test_the_next_of_a_closed_head_is_its_first(window: MainWindow, panel: FindingsPanel) -> None:
    second = panel.model.index(1, 0)
    panel.list.setCurrentIndex(second)
    first_of_second = panel.model.groups()[1].findings[0]
    last_of_first = panel.model.groups()[0].findings[-1]
    assert panel.step(1) == first_of_second
    panel.list.collapse(second)
    panel.list.setCurrentIndex(second)
    assert panel.step(-1) == last_of_first


@pytest.mark.parametrize("grouping", Grouping)
def test_the_grouping_is_chosen_by_action_and_remembered(
    window: MainWindow, make_window: Callable[..., MainWindow], grouping: Grouping
) -> None:
    action = {"rule": "group_by_rule", "form": "group_by_form", "none": "group_none"}[
        grouping.value
    ]
    window.context.findings.group_by(Grouping.FORM if grouping is Grouping.NONE else Grouping.NONE)
    window.center.actions[action].trigger()
    assert window.context.findings.model.grouping is grouping
    assert window.context.findings.grouping.currentText() == grouping.label
    ticked = [
        n
        for n in ("group_by_rule", "group_by_form", "group_none")
        if window.center.actions[n].isChecked()
    ]
    assert ticked == [action]
    window.center.actions[action].trigger()
    assert window.center.actions[action].isChecked()
    assert Preferences.load().grouping == grouping.value
    again = make_window(opened=False)
    again.context.preferences.grouping = grouping.value
    from ui.window import findings_wiring

    findings_wiring.restore_grouping(again)
    assert again.context.findings.model.grouping is grouping


def test_the_grouping_is_chosen_by_keys_in_the_panel(
    window: MainWindow, panel: FindingsPanel
) -> None:
    panel.group_by(Grouping.NONE)
    panel.grouping.setFocus()
    QTest.keyClick(panel.grouping, Qt.Key.Key_Home)
    assert panel.model.grouping is Grouping.RULE
    QTest.keyClick(panel.grouping, Qt.Key.Key_Down)
    assert panel.model.grouping is Grouping.FORM
    assert window.center.actions["group_by_form"].isChecked()


def test_the_palette_has_the_groupings(window: MainWindow) -> None:
    palette = PaletteDialog(window)
    palette.narrow("分组")
    words = [palette.list.item(row).text() for row in range(palette.list.count())]
    assert len([text for text in words if "自检" in text]) == len(words) == 5
    palette.close()


def test_groups_stay_as_they_were_left(
    window: MainWindow, panel: FindingsPanel, qtbot: QtBot
) -> None:
    click(panel, 1)
    key = panel.model.groups()[1].key
    panel.group_by(Grouping.FORM)
    panel.group_by(Grouping.RULE)
    assert [g.key for g, on in zip(panel.model.groups(), opened(panel), strict=True) if on] == [key]
    QTest.mouseClick(panel.chips["hint"], Qt.MouseButton.LeftButton)
    QTest.mouseClick(panel.chips["hint"], Qt.MouseButton.LeftButton)
    assert [g.key for g, on in zip(panel.model.groups(), opened(panel), strict=True) if on] == [key]
    window.center.actions["open_groups"].trigger()
    assert all(opened(panel))


def test_an_edit_keeps_the_chosen_finding_and_the_open_groups(
    window: MainWindow, panel: FindingsPanel, qtbot: QtBot
) -> None:
    window.center.actions["open_groups"].trigger()
    chosen = panel.model.findings()[-1]
    panel.list.choose(panel.model.at(len(panel.model.findings()) - 1))
    controller = window.context.controller
    form = next(f.id for f in controller.file.forms() if f.id != chosen.form)
    controller.perform(
        lambda: controller.file.editing.set_text(CellPath(form, "", "goal_expected"), "短")
    )
    qtbot.waitUntil(window.context.auditor.settled, timeout=20_000)
    assert panel.current() == chosen
    assert all(opened(panel))


def test_the_table_on_the_clipboard_has_the_shown_order(
    window: MainWindow, panel: FindingsPanel
) -> None:
    window.center.actions["copy_findings"].trigger()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split("\t")[1] for line in lines[1:]] == [f.rule for f in panel.model.findings()]
    assert len({line.count("\t") for line in lines}) == 1


def test_ctrl_c_copies_a_group_or_one_finding(window: MainWindow, panel: FindingsPanel) -> None:
    panel.list.setFocus()
    panel.list.setCurrentIndex(panel.model.index(1, 0))
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(panel.list, Qt.Key.Key_C, control)
    group = panel.model.groups()[1]
    assert len(QGuiApplication.clipboard().text().splitlines()) == 1 + len(group.findings)
    panel.list.choose(panel.model.at(0))
    QTest.keyClick(panel.list, Qt.Key.Key_C, control)
    assert len(QGuiApplication.clipboard().text().splitlines()) == 2


def test_the_wheel_goes_row_by_row_and_a_far_row_comes_on_screen(panel: FindingsPanel) -> None:
    panel.list.open_all(opened=True)
    last = panel.model.at(len(panel.model.findings()) - 1)
    panel.list.choose(last)
    assert panel.list.viewport().rect().contains(panel.list.visualRect(last).center())
    bar = panel.list.verticalScrollBar()
    assert bar.value() > 0
    panel.list.choose(panel.model.at(0))
    assert panel.list.viewport().rect().contains(panel.list.visualRect(panel.model.at(0)).center())


def test_no_severity_on_show_says_so(panel: FindingsPanel) -> None:
    for name in ("error", "warning", "hint", "blank"):
        QTest.mouseClick(panel.chips[name], Qt.MouseButton.LeftButton)
    assert panel.list.isHidden()
    assert "筛选" in panel.empty.text()
    QTest.mouseClick(panel.chips["hint"], Qt.MouseButton.LeftButton)
    assert not panel.list.isHidden()


def test_chips_never_need_more_room_than_there_is(panel: FindingsPanel) -> None:
    panel.filters.show_counts(
        {"error": 1234, "warning": 2345, "hint": 3456, "blank": 45, "accepted": 12}
    )
    for width in (206, 222, 300, 400, 480):
        panel.filters.resize(width, 30)
        needed = sum(chip.sizeHint().width() for chip in panel.chips.values())
        assert needed + 12 <= max(width, 260), width
    assert panel.chips["error"].text() == "错误 1234"


def test_lines_break_within_the_room_and_keep_marks_with_their_words(panel: FindingsPanel) -> None:
    measure = MeasureWidth(panel.list.font())
    text = "“项目控制成本”实际值（3150元）与全年执行数0.63万元不一致，1505 ÷ 1628 × 15 = 13.87，请核对。"
    for room in (60, 90, 150, 240):
        lines = measure.lines(text, room)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert all(measure.width(line) <= room for line in lines)
        assert not any(line[0] in "，。）”" for line in lines)
        assert not any(line[-1] in "（“" for line in lines)


def test_a_chosen_row_on_screen_stays_on_screen_when_rows_come_and_go(
    window: MainWindow, panel: FindingsPanel
) -> None:
    panel.group_by(Grouping.NONE)
    view, controller = panel.list, window.context.controller
    QTest.mouseClick(panel.scope[0], Qt.MouseButton.LeftButton)
    view.choose(panel.model.at(len(panel.model.findings()) - 1))
    assert view.sees_current()
    rows = [row for line in window.context.view.grid.rows for row in line.row_ids]
    entries = [(CellPath(controller.form_id, row, "actual"), "") for row in rows]
    controller.perform(lambda: controller.file.editing.set_many(entries))
    window.context.auditor.check_shown()
    assert panel.model.count("blank") >= len(rows)
    assert view.sees_current()


LONG = "完成医疗机构信息系统运行维护，" * 6


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("≥95%", "≥95(个)", "≥95% → ≥95(个)"),
        ("", "说明", "（空） → 说明"),
        ("7", "", "7 → （空）"),
        (LONG, f"{LONG}\n原因：＿＿。", "加上“原因：＿＿。”"),
        (f"目标1：{LONG}", LONG, "删去“目标1：”"),
        (f"{LONG}帐务清晰", f"{LONG}账务清晰", "…行维护，帐 → …行维护，账"),
    ],
)
def test_a_preview_shows_what_differs(before: str, after: str, told: str) -> None:
    assert difference(before, after) == told


def at_cell(window: MainWindow, finding: Finding | None) -> bool:
    cell = window.context.view.current_cell()
    assert finding is not None
    assert cell is not None
    return cell is window.context.view.grid.find(finding.row, finding.field)


@pytest.fixture
def scattered(window: MainWindow, qtbot: QtBot) -> FindingsPanel:
    """The findings of one 自评表: an error at every score, since each is more than its weight."""
    template = "shanghai-self-evaluation-2023"
    form = next(f.id for f in window.context.controller.file.forms() if f.template_id == template)
    controller = window.context.controller
    controller.show_form(form)
    qtbot.waitUntil(window.context.auditor.settled, timeout=20_000)
    entries = [(CellPath(form, row, "score"), "99") for row in rows_of(window)]
    controller.perform(lambda: controller.file.editing.set_many(entries))
    window.context.auditor.check_shown()
    return window.context.findings


def rows_of(window: MainWindow) -> list[str]:
    return [line.row_ids[0] for line in window.context.view.grid.rows if line.row_ids]


def too_high(panel: FindingsPanel) -> list[Finding]:
    found = [f for f in panel.model.findings() if f.field == "score" and f.row.startswith("r")]
    return [f for f in found if f.rule == found[0].rule and f.severity is Severity.ERROR]


def test_f8_goes_on_from_the_cell_of_the_cursor(
    window: MainWindow, scattered: FindingsPanel
) -> None:
    """As a spell check does, not from the top of the list again."""
    view, errors = window.context.view, too_high(scattered)
    assert [f.row for f in errors] == rows_of(window)
    view.go_to_field(errors[2].row, "level3")
    QTest.keyClick(view, Qt.Key.Key_F8)
    assert scattered.current() == errors[2]
    assert at_cell(window, errors[2])
    QTest.keyClick(view, Qt.Key.Key_F8)
    assert at_cell(window, errors[3])
    view.go_to_field(errors[1].row, "level3")
    QTest.keyClick(view, Qt.Key.Key_F8)
    assert at_cell(window, errors[1])
    view.go_to_field(errors[3].row, "level3")
    QTest.keyClick(view, Qt.Key.Key_F8, SHIFT)
    assert scattered.current() == errors[2]
    QTest.keyClick(view, Qt.Key.Key_F8, SHIFT)
    assert scattered.current() == errors[1]


def test_an_error_mended_f8_goes_to_the_next_below(
    window: MainWindow, scattered: FindingsPanel
) -> None:
    """Enter has moved the cursor to the cell below, whose error nobody has been told yet."""
    view, errors = window.context.view, too_high(scattered)
    view.go_to_field(errors[1].row, "score")
    QTest.keyClick(view, Qt.Key.Key_F8)
    assert scattered.current() == errors[1]
    QTest.keyClicks(view, "1")
    QTest.keyClick(view.cells.editor, Qt.Key.Key_Return)
    assert at_cell(window, errors[2])
    QTest.keyClick(view, Qt.Key.Key_F8)
    assert scattered.current() == errors[2]
    assert at_cell(window, errors[2])


def test_an_error_that_nobody_was_told_of_comes_before_what_is_less_grave(
    window: MainWindow, scattered: FindingsPanel
) -> None:
    """Above the cursor too: who mends one thing may bring another about in the row he has left."""
    view, rows = window.context.view, rows_of(window)
    controller = window.context.controller
    entries = [(CellPath(controller.form_id, row, "score"), "") for row in rows[1:]]
    controller.perform(lambda: controller.file.editing.set_many(entries))
    window.context.auditor.check_shown()
    view.go_to_field("", "grade")
    QTest.keyClick(view, Qt.Key.Key_F8)
    told = scattered.current()
    assert told is not None
    assert told.severity is Severity.ERROR
    assert told == scattered.model.findings()[0]


def test_a_mended_finding_leaves_none_chosen(window: MainWindow, scattered: FindingsPanel) -> None:
    """A quick fix by the keys must not fall upon a neighbour that nobody asked for."""
    first = too_high(scattered)[0]
    scattered.list.choose(scattered.model.place_of(first))
    form = window.context.controller.form_id
    window.context.controller.perform(
        lambda: window.context.controller.file.editing.set_text(
            CellPath(form, first.row, "score"), "1"
        )
    )
    window.context.auditor.check_shown()
    assert scattered.current() is None


def test_what_comes_in_its_place_at_the_top_is_seen(
    window: MainWindow, scattered: FindingsPanel
) -> None:
    """A draft put in by a fix is a finding of its own: it came above the part of the list on screen."""
    controller, row = window.context.controller, rows_of(window)[0]
    others = [(CellPath(controller.form_id, each, "score"), "") for each in rows_of(window)[1:]]
    texts = {"target": "=10次", "actual": "5次", "weight": "5", "score": "2", "deviation": ""}
    own = [(CellPath(controller.form_id, row, name), text) for name, text in texts.items()]
    controller.perform(lambda: controller.file.editing.set_many([*others, *own]))
    window.context.auditor.check_shown()
    window.resize(1093, 460)
    errors = [f for f in scattered.model.findings() if f.severity is Severity.ERROR]
    for error in errors:
        if error.rule != "T09":
            controller.file.checking.accept(error, "按通知")
    window.context.auditor.look_again(controller.form_id)
    first = scattered.model.findings()[0]
    assert first.rule == "T09"
    scattered.list.choose(scattered.model.place_of(first))
    window.center.actions["apply_fix"].trigger()
    window.context.auditor.check_shown()
    assert first not in scattered.model.findings()
    assert scattered.list.verticalScrollBar().value() == 0


def test_below_the_last_f8_takes_what_is_less_grave_there_and_then_goes_round(
    window: MainWindow, scattered: FindingsPanel
) -> None:
    view, last = window.context.view, rows_of(window)[-1]
    window.context.controller.perform(
        lambda: window.context.controller.file.editing.set_text(
            CellPath(window.context.controller.form_id, last, "deviation"), "＿＿＿"
        )
    )
    window.context.auditor.check_shown()
    errors = [f for f in scattered.model.findings() if f.severity is Severity.ERROR]
    view.go_to_start()
    for error in errors:
        QTest.keyClick(view, Qt.Key.Key_F8)
        assert scattered.current() == error
    scattered.list.setCurrentIndex(scattered.model.index(-1, 0))
    view.go_to_field(last, "deviation")
    QTest.keyClick(view, Qt.Key.Key_F8)
    found = scattered.current()
    assert found is not None
    assert found.row == last
    assert found not in errors
    for finding in scattered.model.findings():
        window.commands.checks.jump(finding)
    view.go_to_field("", "grade")
    QTest.keyClick(view, Qt.Key.Key_F8)
    assert scattered.current() == scattered.model.findings()[0]


def test_what_is_told_without_a_cell_does_not_hold_f8_up(
    window: MainWindow, scattered: FindingsPanel
) -> None:
    """A finding on the whole unit moves no cursor: the next F8 goes on in the list all the same."""
    QTest.mouseClick(scattered.scope[1], Qt.MouseButton.LeftButton)
    listed = scattered.model.findings()
    number = next(
        (n for n, f in enumerate(listed[:-1]) if f.form is None or f.whole_form), len(listed) - 2
    )
    scattered.list.choose(scattered.model.at(number))
    window.commands.checks.jump(listed[number])
    QTest.keyClick(window.context.view, Qt.Key.Key_F8)
    assert scattered.current() == listed[number + 1]


def test_without_a_form_nothing_is_said_to_be_without_fault(
    make_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    window = make_window(opened=False)
    assert window.commands.files.open_path(tmp_path / "new.perfdesk", create=True)
    panel = window.context.findings
    assert panel.isVisible()
    assert not panel.empty.isVisible()
