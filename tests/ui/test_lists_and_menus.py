"""Menus with letters, recent files, lists that tell what they hold, keys that say why they do nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from perfdesk.findings import Mark
from perfdesk.session.bring_in.import_report import fate
from perfdesk.session.bring_in.importer import Decisions
from perfdesk.session.workspace import Workspace
from ui.actions.letters import LETTERS, lettered
from ui.actions.menus import FILE, MENUS
from ui.actions.table import ACTIONS, CELL_MENU, TREE_MENU, by_id
from ui.desktop.preferences import EXPORT, IMPORT, Preferences
from ui.dialogs.bring_in.import_dialog import ImportDialog
from ui.dialogs.cells.find_replace import FindDialog
from ui.dialogs.settings.rules_page import RulesPage
from ui.forms.project_tree import PROGRESS_ROLE
from ui.window.main_window import MainWindow

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
Make = Callable[..., MainWindow]


@pytest.mark.parametrize("menu", MENUS)
def test_every_action_of_a_menu_has_a_letter_of_its_own(menu: str) -> None:
    letters = [LETTERS[spec.id] for spec in ACTIONS if spec.menu == menu]
    assert all(letters)
    assert len(set(letters)) == len(letters)
    assert lettered(by_id("open_file")) == "打开数据文件(&O)…"


@pytest.mark.parametrize("names", [CELL_MENU, TREE_MENU])
def test_letters_of_a_context_menu_are_told_apart(names: tuple[str, ...]) -> None:
    letters = [LETTERS[name] for name in names if name != "|"]
    assert len(set(letters)) == len(letters)


def test_recent_files_stand_in_the_menu_and_open(
    make_window: Make, path: Path, tmp_path: Path
) -> None:
    other = tmp_path / "<b>另一个&单位.perfdesk"
    Workspace.create(other).close()
    window = make_window()
    window.preferences.recent = [str(path), str(other)]
    menu = next(
        m for m in window.menus[FILE].findChildren(QMenu) + window.findChildren(QMenu)
        if m.title().startswith("最近用过")
    )  # fmt: skip
    menu.aboutToShow.emit()
    words = [action.text() for action in menu.actions()]
    assert [word[:2] for word in words] == ["&1", "&2"]
    assert "<b>另一个&&单位" in words[1]
    menu.actions()[1].trigger()
    assert window.controller.file.path == other


def test_the_title_names_the_folder(window: MainWindow, path: Path) -> None:
    assert window.windowTitle().startswith(f"{path.stem}（")
    assert path.parent.name in window.windowTitle()


def test_the_tree_shows_the_form_on_show(window: MainWindow) -> None:
    tree = window.context.tree
    window.controller.perform(
        lambda: window.controller.file.editing.new_form("shanghai-declaration-2023", 2001, "最末")
    )
    for number in range(40):
        window.controller.perform(
            lambda n=number: window.controller.file.editing.new_form(  # type: ignore[misc]
                "shanghai-declaration-2023", 2002 + n % 20, f"项目{n}"
            )
        )
    last = next(f.id for f in window.controller.file.forms() if f.project_name == "最末")
    window.controller.show_form(last)
    QApplication.processEvents()
    place = tree.view.visualRect(tree.view.currentIndex())
    assert tree.current() == last
    assert tree.view.viewport().rect().contains(place.center())


def test_keys_that_do_nothing_say_why(window: MainWindow) -> None:
    QTest.keyClick(window.view, Qt.Key.Key_Y, CTRL)
    assert window.status.said.toolTip() == "没有可重做的操作"
    window.controller.file.safekeeping.freeze(window.controller.form_id, "报送稿")
    window.controller.show_form(window.controller.form_id)
    QTest.keyClick(window.view, Qt.Key.Key_9)
    assert "已定稿" in window.status.said.toolTip()


def test_keys_say_what_is_lacking_without_a_data_file(make_window: Make) -> None:
    window = make_window(opened=False)
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_P, CTRL)
    assert "要先打开或新建数据文件" in window.status.said.toolTip()


def test_the_cursor_says_where_the_program_computes(window: MainWindow) -> None:
    form = next(f for f in window.controller.file.forms() if f.kind == "self_evaluation")
    window.controller.show_form(form.id)
    window.status.say("")
    window.view.go_to_field("F0", "adjusted")
    assert "自动计算" in window.status.said.toolTip()


def test_rows_are_dropped_across_their_level_1_only_when_asked(
    window: MainWindow, answers: object
) -> None:
    form = next(
        f
        for f in window.controller.file.forms()
        if f.template_id == "shanghai-self-evaluation-2023"
    )
    window.controller.show_form(form.id)
    rows = [row for line in window.view.grid.rows for row in line.row_ids]
    drop = window.paper_area.sheet.handles.rows_dropped
    answers.agrees = False  # type: ignore[attr-defined]
    drop.emit(rows[:1], len(rows))
    assert [row for line in window.view.grid.rows for row in line.row_ids] == rows
    # Within its own group nobody asks.
    drop.emit(rows[:1], 2)
    assert [row for line in window.view.grid.rows for row in line.row_ids][:2] == rows[1::-1]


def test_alt_down_lists_what_is_usual_in_an_empty_cell(window: MainWindow) -> None:
    form = next(f for f in window.controller.file.forms() if f.project_name == "新项目")
    window.controller.show_form(form.id)
    window.view.go_to_field("", "department")
    QTest.keyClick(window.view, Qt.Key.Key_Down, ALT)
    editor = window.view.cells.editor
    assert editor is not None
    offered = editor.helper.offered()
    assert offered
    QTest.keyClick(editor, Qt.Key.Key_Return)
    cell = window.view.grid.find("", "department")
    assert cell is not None
    assert cell.value == offered[0]


def test_a_number_has_the_decimals_of_its_column(window: MainWindow) -> None:
    form = next(
        f
        for f in window.controller.file.forms()
        if f.template_id == "shanghai-self-evaluation-2023"
    )
    window.controller.show_form(form.id)
    window.view.go_to_field("r1", "score")
    for typed, kept in (("8", "8.00"), ("7.5", "7.50"), ("7.125", "7.125")):
        QTest.keyClick(window.view, typed[0])
        QTest.keyClicks(window.view.cells.editor, typed[1:])
        QTest.keyClick(window.view.cells.editor, Qt.Key.Key_Return, CTRL)
        cell = window.view.grid.find("r1", "score")
        assert cell is not None
        assert cell.value == kept


def test_replacing_is_told_in_the_dialog(window: MainWindow, qtbot: QtBot) -> None:
    dialog = FindDialog.show_for(window.context, replacing=True)
    dialog.what.setText("指标")
    dialog.by.setText("标的")
    with qtbot.waitSignal(dialog.searched):
        dialog.start()
    count = dialog.results.topLevelItemCount()
    assert count
    with qtbot.waitSignal(dialog.searched):
        QTest.mouseClick(dialog.replace_button, Qt.MouseButton.LeftButton)
    assert dialog.told.text().startswith("已替换 ")
    dialog.close()


def test_a_restored_form_is_at_its_old_place(window: MainWindow) -> None:
    file = window.controller.file
    before = file.form_ids()
    file.editing.remove_form(before[1])
    file.safekeeping.wait()
    file.safekeeping.restore(file.safekeeping.recycle_bin()[0])
    assert file.form_ids() == before


def test_files_of_subfolders_and_repeats_are_told_in_the_import(
    window: MainWindow, samples: Path, tmp_path: Path
) -> None:
    source = next((samples / "workbooks").glob("jiading*stacked.xlsx"))
    for folder in ("甲科", "乙科"):
        target = tmp_path / "交来" / folder / "表.xlsx"
        target.parent.mkdir(parents=True)
        target.write_bytes(source.read_bytes())
    transfer = window.controller.file.transfer
    files = transfer.read([tmp_path / "交来"])
    dialog = ImportDialog(window.context, files)
    names = [dialog.tree.topLevelItem(n).text(0) for n in range(2)]  # type: ignore[union-attr]
    assert {Path(name).parent.name for name in names} == {"甲科", "乙科"}
    assert "在所选文件中重复" in dialog.summary.text()
    dialog.close()
    report = transfer.import_read(files, Decisions(), dry_run=True)
    assert {fate(form) for form in report.files[1].forms} == {"本次导入中重复，跳过"}
    assert {fate(form) for form in report.files[0].forms} == {"新增"}


def test_folders_are_remembered_by_what_they_are_for(tmp_path: Path) -> None:
    preferences = Preferences()
    read, written = tmp_path / "来", tmp_path / "去"
    read.mkdir()
    written.mkdir()
    preferences.remember_folder(read, IMPORT)
    preferences.remember_folder(written, EXPORT)
    assert preferences.start_folder(IMPORT) == read
    assert Preferences.load().start_folder(EXPORT) == written
    assert preferences.start_folder("else") == written


def test_rules_are_searched_by_number_name_and_sentence(window: MainWindow) -> None:
    switches = window.controller.file.options.rules()
    page = RulesPage(switches)
    one = next(switch for switch in switches if switch.id == "F10")
    QTest.keyClicks(page.search, "f10")
    shown = [page.list.item(n) for n in range(page.list.count())]
    shown = [item for item in shown if not item.isHidden()]
    assert any(one.sentence in item.text() for item in shown)
    assert len(shown) < len(switches)
    assert page.off() is None
    shown[0].setCheckState(Qt.CheckState.Unchecked)
    assert "F10" in (page.off() or ())
    page.deleteLater()


def test_progress_is_of_what_the_form_wants(window: MainWindow, qtbot: QtBot) -> None:
    controller, tree = window.controller, window.context.tree
    qtbot.waitUntil(window.context.auditor.settled, timeout=20_000)
    form = next(f for f in controller.file.forms() if f.project_name == "新项目")
    controller.show_form(form.id)

    def shown() -> float:
        item = tree._items[form.id]
        return float(item.data(PROGRESS_ROLE))

    before = shown()
    assert 0 <= before < 0.5
    blanks = window.context.auditor.verdict(form.id).blanks
    assert controller.file.checking.progress(form.id, blanks) == before
    window.view.go_to_field("", "department")
    QTest.keyClicks(window.view, "x")
    QTest.keyClick(window.view.cells.editor, Qt.Key.Key_Return)
    window.context.auditor.check_shown()
    assert shown() > before
    whole = [f.id for f in controller.file.forms() if f.id != form.id]
    assert all(
        controller.file.checking.progress(each, window.context.auditor.verdict(each).blanks) > 0.5
        for each in whole
    )


def test_a_new_form_stays_calm_over_a_restart(make_window: Make, qtbot: QtBot) -> None:
    window = make_window()
    outcome = window.controller.perform(
        lambda: window.controller.file.editing.new_form("shanghai-declaration-2023", 2027, "新")
    )
    assert outcome is not None
    window.context.auditor.keep_calm(outcome.forms[0])
    window.close()
    kept = Preferences.load().calm
    assert outcome.forms[0] in kept


def test_the_second_press_of_a_double_click_takes_no_other_cure(
    window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.waitUntil(window.context.auditor.settled, timeout=20_000)
    panel = window.context.findings
    panel.scope[1].click()
    found = next(f for f in panel.model.findings() if f.mark is not Mark.BLANK)
    panel.list.choose(panel.model.place_of(found))
    asked: list[object] = []
    panel.accept.disconnect()
    panel.accept.connect(asked.append)
    button = panel.detail.accept_button
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(button, Qt.MouseButton.LeftButton)
    assert len(asked) <= 2
    event_only_double = len(asked)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(asked) == event_only_double + 1


def test_filling_down_where_nothing_stands_above_says_so(window: MainWindow) -> None:
    window.view.go_to_field("", "project_name")
    window.status.say("")
    QTest.keyClick(window.view, Qt.Key.Key_D, CTRL)
    assert "没有可向下填充的" in window.status.said.toolTip()
