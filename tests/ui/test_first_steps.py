"""What a newcomer meets: start page, empty data file, and this year's form after last year's."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QToolButton
from pytestqt.qtbot import QtBot

from perfdesk.session.workspace import Workspace
from tests.ui.conftest import Answers
from ui.actions.table import TOOL_BAR
from ui.dialogs.bring_in.import_dialog import ImportDialog
from ui.dialogs.forms.carry_over import CarryOverDialog
from ui.dialogs.forms.new_form import NewFormDialog
from ui.window.main_window import MainWindow

SELF_2023 = "shanghai-self-evaluation-2023"
Make = Callable[..., MainWindow]


def opened(window: MainWindow, kind: type[QDialog], qtbot: QtBot) -> QDialog:
    qtbot.waitUntil(lambda: window.findChild(kind) is not None, timeout=15_000)
    found = window.findChild(kind)
    assert found is not None
    return found


@pytest.fixture
def empty(make_window: Make, tmp_path: Path) -> MainWindow:
    """A window on a data file without forms."""
    window = make_window(opened=False)
    assert window.commands.files.open_path(tmp_path / "empty.perfdesk", create=True)
    window.greet()
    window.activateWindow()
    return window


def test_import_on_the_start_page_asks_for_files_then_for_a_place(
    make_window: Make, answers: Answers, samples: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window = make_window(opened=False)
    answers.paths = [samples / "workbooks" / "fengtai-self-evaluation-2024-official.xlsx"]
    answers.path = tmp_path / "unit.perfdesk"
    QTest.mouseClick(window.start_page().steps["import_files"], Qt.MouseButton.LeftButton)
    dialog = opened(window, ImportDialog, qtbot)
    assert window.context.controller.file.path == answers.path
    dialog.close()


def test_import_cancelled_leaves_the_start_page(make_window: Make) -> None:
    window = make_window(opened=False)
    window.start_page().steps["import_files"].click()
    window.start_page().steps["new_form"].click()
    assert not window.context.controller.ready
    assert window.stack.currentWidget() is window.start_page()


def test_a_new_form_from_the_start_page(
    make_window: Make, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    window = make_window(opened=False)
    answers.path = tmp_path / "unit.perfdesk"
    window.start_page().steps["new_form"].click()
    dialog = opened(window, NewFormDialog, qtbot)
    dialog.accept()
    assert len(window.context.controller.file.form_ids()) == 1


def test_the_file_of_the_last_time_has_the_focus(
    make_window: Make, tmp_path: Path, qtbot: QtBot
) -> None:
    window = make_window(opened=False)
    page = window.start_page()
    assert page.first() is page.steps["import_files"]
    recent = tmp_path / "recent.perfdesk"
    Workspace.create(recent).close()
    window.context.preferences.remember_file(recent)
    page.refresh()
    window.activateWindow()
    qtbot.waitUntil(page.first().hasFocus)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return):
        with qtbot.waitSignal(page.open_wanted) as wanted:
            QTest.keyClick(page.first(), key)
        assert wanted.args == [recent]
        window.commands.files.close_file()
        qtbot.waitUntil(page.first().hasFocus)


def test_eight_recent_files_fit_a_small_screen(make_window: Make, tmp_path: Path) -> None:
    window = make_window(opened=False)
    for number in range(8):
        path = tmp_path / f"单位{number}.perfdesk"
        Workspace.create(path).close()
        window.context.preferences.remember_file(path)
    window.start_page().refresh()
    window.resize(1093, 560)
    QApplication.processEvents()
    assert window.start_page().verticalScrollBar().maximum() == 0
    assert window.start_page().horizontalScrollBar().maximum() == 0


def test_an_empty_data_file_shows_the_first_steps(empty: MainWindow, qtbot: QtBot) -> None:
    page = empty.first_steps.page
    assert page is not None
    assert page.isVisible()
    qtbot.waitUntil(lambda: page.steps["import_files"].hasFocus())
    page.steps["new_form"].click()
    dialog = opened(empty, NewFormDialog, qtbot)
    dialog.accept()
    assert page.isHidden()
    qtbot.waitUntil(empty.context.view.hasFocus)
    empty.center.actions["undo"].trigger()
    empty.center.actions["undo"].trigger()
    assert page.isVisible()


def test_the_steps_cover_the_desk_whatever_its_size(empty: MainWindow) -> None:
    empty.resize(1100, 620)
    QApplication.processEvents()
    assert empty.first_steps.page is not None
    assert empty.first_steps.page.size() == empty.context.paper_area.size()


def test_no_steps_on_a_file_with_forms(window: MainWindow) -> None:
    assert window.first_steps.page is None


def test_a_new_form_begins_with_the_template_on_show(window: MainWindow) -> None:
    form = next(f for f in window.context.controller.file.forms() if f.template_id == SELF_2023)
    window.context.controller.show_form(form.id)
    dialog = NewFormDialog(window.context)
    item = dialog.templates.currentItem()
    assert item is not None
    assert item.data(Qt.ItemDataRole.UserRole) == SELF_2023
    dialog.close()


def test_this_years_form_after_last_years(window: MainWindow, qtbot: QtBot) -> None:
    controller = window.context.controller
    form = next(f for f in controller.file.forms() if f.template_id == SELF_2023)
    controller.show_form(form.id)
    names = [cell.value for cell in controller.grid(form.id).cells if cell.field == "level3"]
    window.center.actions["carry_over"].trigger()
    dialog = opened(window, CarryOverDialog, qtbot)
    assert isinstance(dialog, CarryOverDialog)
    assert dialog.year.value() == (form.year or 0) + 1
    assert dialog.templates.currentData() == SELF_2023
    QTest.keyClick(dialog.year, Qt.Key.Key_Return)
    made = controller.form_id
    assert made != form.id
    assert [cell.value for cell in controller.grid(made).cells if cell.field == "level3"] == names
    actual = [cell.value for cell in controller.grid(made).cells if cell.field == "actual"]
    assert set(actual) == {None}


def test_a_form_that_is_there_already_is_told_before_another_is_made(
    window: MainWindow, qtbot: QtBot
) -> None:
    controller = window.context.controller
    form = next(f for f in controller.file.forms() if f.template_id == SELF_2023)
    controller.show_form(form.id)
    window.center.actions["carry_over"].trigger()
    dialog = opened(window, CarryOverDialog, qtbot)
    assert isinstance(dialog, CarryOverDialog)
    assert "会再建一张" not in dialog.told.text()
    dialog.year.setValue(form.year or 0)
    assert f"其中 1 个项目已有 {form.year} 年" in dialog.told.text()
    dialog.close()


def test_a_declaration_offers_its_self_evaluation_of_the_same_year(
    window: MainWindow, qtbot: QtBot
) -> None:
    controller = window.context.controller
    form = next(f for f in controller.file.forms() if f.kind == "target_declaration")
    controller.show_form(form.id)
    window.center.actions["carry_over"].trigger()
    dialog = opened(window, CarryOverDialog, qtbot)
    assert isinstance(dialog, CarryOverDialog)
    infos = {info.id: info for info in controller.file.templates()}
    proposed = infos[dialog.templates.currentData()]
    assert (proposed.kind, proposed.region) == ("self_evaluation", "上海市")
    assert dialog.year.value() == form.year
    dialog.templates.setCurrentIndex(dialog.templates.findData(form.template_id))
    assert dialog.year.value() == (form.year or 0) + 1
    dialog.close()


def test_a_new_version_is_told_of_but_not_the_first(make_window: Make) -> None:
    window = make_window(opened=False)
    window.greet()
    assert window.status.said.text() == ""
    window.context.preferences.version_seen = "0.0.1"
    window.greet()
    assert "本版更新" in window.status.said.text()


def test_a_file_opens_again_at_the_form_that_was_on_show(
    make_window: Make, window: MainWindow
) -> None:
    path, forms = window.context.controller.file.path, window.context.controller.file.form_ids()
    window.context.controller.show_form(forms[3])
    preferences = window.context.preferences
    window.close()
    assert type(preferences).load().shown_form(path) == forms[3]
    again = make_window(opened=False)
    again.context.preferences.shown = preferences.shown
    assert again.commands.files.open_path(path)
    assert again.context.controller.form_id == forms[3]


def test_long_names_of_projects_have_two_lines(window: MainWindow) -> None:
    tree = window.context.tree
    window.splitter.setSizes([176, 660, 246])
    QApplication.processEvents()
    names = {form.id: form.project_name for form in window.context.controller.file.forms()}
    heights = {}
    index = tree.view.indexBelow(tree.view.model().index(0, 0))
    while index.isValid():
        form = index.data(Qt.ItemDataRole.UserRole + 1)
        if isinstance(form, str):
            heights[len(names[form])] = tree.view.visualRect(index).height()
        index = tree.view.indexBelow(index)
    assert heights[max(heights)] > heights[min(heights)]
    before = dict(heights)
    assert before[max(before)] < 2 * before[min(before)]


def test_a_narrow_window_folds_the_less_used_tools_and_keeps_the_words(window: MainWindow) -> None:
    bar, actions = window.tool_bar, window.center.actions
    for width, folded in ((1366, False), (800, True), (1366, False)):
        window.resize(width, 600)
        QApplication.processEvents()
        button = bar.widgetForAction(actions["new_form"])
        assert button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon  # type: ignore[attr-defined]
        more = next(b for b in bar.findChildren(QToolButton) if b.text() == "⋯")
        assert more.isVisible() is folded
        listed = {action.objectName() for action in more.menu().actions()}
        assert ("move_up" in listed) is folded
        shown = [name for name in TOOL_BAR if name != "|" and name not in listed]
        for name in shown:
            place = bar.widgetForAction(actions[name]).geometry()
            assert place.width() > 0
            assert place.right() <= bar.width()
        assert listed.isdisjoint(shown)
