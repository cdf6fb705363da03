"""The table of actions: every one is done by somebody, no key twice, and menus, palette and help agree."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from perfdesk.paths import resource
from ui.actions.menus import KEYS, MENUS
from ui.actions.table import ACTIONS, CELL_MENU, TOOL_BAR, TREE_MENU, by_id
from ui.dialogs.help import pages as helptext
from ui.dialogs.help.palette import PaletteDialog
from ui.style import theme
from ui.window.main_window import MainWindow

EXCEL_KEYS = {
    "undo": "Ctrl+Z", "redo": "Ctrl+Y", "cut": "Ctrl+X", "copy": "Ctrl+C", "paste": "Ctrl+V",
    "find": "Ctrl+F", "replace": "Ctrl+H", "print_form": "Ctrl+P", "save_now": "Ctrl+S",
    "fill_down": "Ctrl+D", "insert_date": "Ctrl+;", "clear": "Del", "edit_cell": "F2",
    "next_finding": "F8", "cell_help": "F1", "palette": "Ctrl+K", "move_up": "Alt+Shift+Up",
    "move_down": "Alt+Shift+Down", "accept_score": "Ctrl+Return", "insert_row": "Ctrl++",
    "remove_rows": "Ctrl+-", "zoom_in": "Ctrl+Alt+=", "zoom_out": "Ctrl+Alt+-",
}  # fmt: skip


def test_every_action_is_done_by_a_method(window: MainWindow) -> None:
    missing = [s.id for s in ACTIONS if not callable(getattr(window.commands.owner(s), s.id, None))]
    assert missing == []


def test_no_key_stands_for_two_actions() -> None:
    keys = Counter(QKeySequence(keys).toString() for spec in ACTIONS for keys in spec.keys)
    assert [key for key, count in keys.items() if count > 1 or not key] == []


def pressed(keys: str) -> str:
    """The keys as they are pressed: + is Shift and =, and so on with what stands above other signs."""
    *held, last = [*keys[:-1].rstrip("+").split("+"), keys[-1]]
    above = dict(zip('+_:"<>?{}|~', "=-;',./[]\\`", strict=True))
    if last in above:
        held, last = [*held, "Shift"], above[last]
    return "+".join([*sorted(set(held)), last])


def test_no_two_actions_stand_on_the_same_key_caps() -> None:
    """Ctrl++ is Ctrl+Shift+= on the keyboard: with 放大 on that too, neither was done."""
    owners: dict[str, set[str]] = {}
    for spec in ACTIONS:
        for keys in spec.keys:
            owners.setdefault(pressed(keys), set()).add(spec.id)
    assert pressed("Ctrl++") == pressed("Ctrl+Shift+=") == "Ctrl+Shift+="
    assert {keys: ids for keys, ids in owners.items() if len(ids) > 1} == {}


@pytest.mark.parametrize(("action", "keys"), EXCEL_KEYS.items())
def test_keys_are_those_of_excel(action: str, keys: str) -> None:
    assert keys in by_id(action).keys


def test_every_action_stands_in_a_menu(window: MainWindow) -> None:
    listed = {
        action.objectName()
        for entry in window.menuBar().actions()
        for action in entry.menu().actions()  # type: ignore[attr-defined]
    }
    assert {spec.id for spec in ACTIONS} <= listed
    titles = [entry.text() for entry in window.menuBar().actions()]
    assert titles == [f"{title}(&{KEYS[title]})" for title in MENUS]
    assert len(set(KEYS.values())) == len(MENUS)


def test_bars_and_context_menus_name_actions() -> None:
    for name in (*TOOL_BAR, *CELL_MENU, *TREE_MENU):
        assert name == "|" or by_id(name)


def test_every_icon_is_there() -> None:
    for spec in ACTIONS:
        assert not spec.icon or resource("icons", f"{spec.icon}.svg").exists(), spec.id


def test_without_a_file_only_the_first_steps_are_possible(make_window: object) -> None:
    window: MainWindow = make_window(opened=False)  # type: ignore[operator]
    enabled = {name for name, action in window.center.actions.items() if action.isEnabled()}
    assert {"new_file", "open_file", "open_sample", "quit", "help"} <= enabled
    assert not {"new_form", "export_pdf", "find", "undo", "clear"} & enabled


@pytest.mark.parametrize(
    ("typed", "first"),
    [("版本", "versions"), ("备份", "backup_to"), ("打印", "print_form"), ("导入", "import_files")],
)
def test_the_palette_offers_first_what_is_called_so(
    window: MainWindow, typed: str, first: str
) -> None:
    """版本 and Enter froze the form: the hint of 定稿 holds the word, and it stood first."""
    window.center.actions["palette"].trigger()
    palette = window.findChild(PaletteDialog)
    assert palette is not None
    palette.line.setText(typed)
    item = palette.list.currentItem()
    assert item is not None
    assert item.data(theme.DATA) == first
    palette.close()


def test_the_palette_finds_and_does(window: MainWindow, qtbot: QtBot) -> None:
    window.center.actions["palette"].trigger()
    palette = window.findChild(PaletteDialog)
    assert palette is not None
    QTest.keyClicks(palette.line, "ctrl+shift+n")
    assert palette.list.count() == 1
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.context.preferences.dark)


def test_the_palette_offers_nothing_that_is_impossible(window: MainWindow) -> None:
    palette = PaletteDialog(window)
    palette.narrow("重做")
    assert palette.list.count() == 1
    assert not palette.list.item(0).flags()
    palette.close()


def test_help_lists_every_shortcut() -> None:
    page = next(page for page in helptext.pages() if page.id == "shortcuts")
    for spec in ACTIONS:
        if spec.keys:
            assert spec.text.rstrip("…") in page.text


def test_help_links_and_pictures_lead_somewhere() -> None:
    import re

    ids = {page.id for page in helptext.pages()}
    for page in helptext.pages():
        for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", page.text):
            assert resource("help", picture).exists(), f"{page.id}: {picture}"
        for link in re.findall(r"(?<!!)\[[^\]]*\]\(([^)]+)\)", page.text):
            assert link in ids, f"{page.id}: {link}"


def test_help_is_searched_by_every_word() -> None:
    assert [page.id for page in helptext.find("执行率 年初预算数")] != []
    assert helptext.find("快捷键")[0].id == "shortcuts"
    assert helptext.find("没有这样的词") == []


def test_the_fields_of_the_forms_have_help(window: MainWindow) -> None:
    known = {page.id.removeprefix(helptext.FIELD) for page in helptext.pages()}
    for form in window.context.controller.file.forms():
        fields = {c.field for c in window.context.controller.grid(form.id).cells if c.editable}
        assert fields - known <= {"money_unit", "period", "fund_fiscal", "fund_other", "year_fiscal",
                                  "year_carryover", "year_other", "total_weight"}  # fmt: skip
