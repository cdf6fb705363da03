"""Which signal of the panels reaches which other part, and what reaches the panels."""

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from perfdesk.session.outcome import Outcome
from ui.actions.letters import RECENT, with_letter
from ui.actions.menus import FILE
from ui.actions.table import CELL_MENU, TREE_MENU
from ui.datafile.unsaved_edits import leave
from ui.desktop.preferences import IMPORT
from ui.findings.detail import cures_of
from ui.forms.folder_words import folder_in_words
from ui.style.plain_text import plain_label, tip
from ui.window import findings_wiring, reasons
from ui.window.main_window import MainWindow

_AGAIN_MS = 100
"""Until files are received that came while the open one was being closed."""
_OFFERED = 3
"""Findings of one cell whose fixes its menu offers."""
_NEEDS_FORMS = ("make_self_evaluation", "make_monitoring", "make_next_declaration")
"""Steps that begin with opening the file whose forms are taken on."""
_NEEDS_FILE = ("import_files", "new_form")


def connect_panels(window: MainWindow) -> None:
    """Join what has come after the first paint, and show in it what was opened before."""
    for form_id in window.preferences.calm:
        window.context.auditor.keep_calm(form_id)
    _connect_tree(window)
    _connect_paper(window)
    _add_recent(window)
    findings_wiring.connect(window)
    window.status.zoom.clicked.connect(window.center.actions["zoom_fit"].trigger)
    window.final_version.button.clicked.connect(lambda: window.center.actions["versions"].trigger())
    window.file_on_show.connect(lambda: opened_around(window))
    window.form_on_show.connect(lambda form_id: show_around(window, form_id))
    window.final_version.unlock_wanted.connect(lambda: window.center.actions["unlock"].trigger())
    window.open_wanted.connect(lambda path: window.commands.files.open_path(path))
    window.step_wanted.connect(lambda name: _begin(window, name))
    guide = window.panels.guide
    window.center.actions["first_steps"].triggered.connect(lambda _=False: guide.follow())
    window.apply_preferences()
    controller = window.controller
    controller.leave = lambda: _leave(window)
    controller.turned_out_damaged.connect(lambda error: window.commands.files.damaged(error))
    controller.go_wanted.connect(lambda finding: window.commands.checks.jump(finding))
    controller.edited.connect(lambda outcome: _beside(window, outcome))
    if controller.ready:
        controller.list_forms()
        opened_around(window)
        show_around(window, controller.form_id)
        window.final_version.lock()


def _beside(window: MainWindow, outcome: Outcome) -> None:
    """Show anew what a step changed beside the forms, done or undone."""
    controller = window.controller
    kinds = set(outcome.beside)
    if not kinds or not controller.ready:
        return
    if "note" in kinds and controller.form_id:
        window.view.form.show_notes(controller.notes())
    if "settings" in kinds:
        controller.show_form(controller.form_id)
        window.context.auditor.start_over()
    elif "reason" in kinds:
        for form in outcome.forms:
            window.context.auditor.look_again(form)
        window.context.auditor.look_again(None)
    if kinds & {"final", "version"}:
        controller.versions_changed.emit()


def _begin(window: MainWindow, name: str) -> None:
    """Do a step of the start page; one that needs a data file asks where that goes."""
    preferences = window.preferences
    if name == "import_files":
        paths = window.prompts.files_to_import(preferences.start_folder(IMPORT))
        if paths:
            preferences.remember_folder(paths[0].parent, IMPORT)
            receive(window, paths)
        return
    if name in _NEEDS_FORMS:
        window.commands.files.open_file()
        if not (window.controller.writable and window.controller.form_id):
            return
    if name in _NEEDS_FILE:
        window.commands.files.new_file()
        if not window.controller.writable:
            return
    window.center.actions[name].trigger()


def _add_recent(window: MainWindow) -> None:
    """The recent data files in the menu 文件, below 打开; listed anew whenever it opens."""
    menu = QMenu(with_letter("最近用过的文件", RECENT), window)
    menu.setToolTipsVisible(True)

    def fill() -> None:
        menu.clear()
        for number, path in enumerate(window.preferences.recent_files(), 1):
            words = plain_label(f"{path.stem}（{folder_in_words(path)}）", 60)
            action = menu.addAction(f"&{number} {words}")
            action.setToolTip(tip(str(path)))
            action.triggered.connect(
                lambda _=False, path=path: window.commands.files.open_path(path)
            )
        if menu.isEmpty():
            menu.addAction("（还没有）").setEnabled(False)

    menu.aboutToShow.connect(fill)
    window.menus[FILE].insertMenu(window.center.actions["open_sample"], menu)


def _leave(window: MainWindow) -> bool:
    return leave(window.context) if window.controller.ready else True


def _connect_tree(window: MainWindow) -> None:
    controller, tree = window.controller, window.context.tree
    controller.forms_changed.connect(lambda: tree.show_forms(controller.file.forms()))
    controller.forms_changed.connect(lambda: tree.select(controller.form_id))
    controller.form_shown.connect(tree.select)
    tree.chosen.connect(lambda form_id: _choose(window, form_id))
    tree.menu_wanted.connect(lambda at: window.center.menu(TREE_MENU, tree).popup(at))


def _connect_paper(window: MainWindow) -> None:
    view, handles = window.view, window.paper_area.sheet.handles
    view.take_computed.connect(lambda cell: window.commands.edits.take_computed(cell))
    view.cells.spread.connect(lambda text: window.commands.edits.fill_selected(text))
    view.refused.connect(lambda: reasons.say_refusal(window))
    view.standing.connect(window.commands.checks.show_at)
    view.standing.connect(lambda cell: reasons.say_computed(window, cell))
    window.refused_keys.connect(lambda spec: reasons.say_not_now(window, spec))
    view.selectionModel().selectionChanged.connect(lambda *_: _sum_up(window))
    view.menu_wanted.connect(lambda at: cell_menu(window).popup(at))
    handles.rows_dropped.connect(lambda rows, at: window.commands.rows.drop_rows(rows, at))
    handles.row_wanted.connect(lambda row: window.commands.rows.insert_below(row))
    window.files_dropped.connect(lambda paths: receive(window, paths))


def cell_menu(window: MainWindow) -> QMenu:
    """The menu of a cell: first what can be done about what the self-check says of it."""
    menu = window.center.menu(CELL_MENU, window.view)
    checks = window.commands.checks
    first = menu.actions()[0]
    for finding in checks.of_cell()[:_OFFERED] if window.controller.writable else ():
        for fix in cures_of(finding):
            action = QAction(plain_label(fix.label), menu)
            action.triggered.connect(
                lambda _=False, finding=finding, fix=fix: checks.cures.take(finding, fix)
            )
            menu.insertAction(first, action)
        reason = QAction(plain_label(f"填写出错说明：{finding.message}"), menu)
        reason.triggered.connect(lambda _=False, finding=finding: checks.accept_finding(finding))
        menu.insertAction(first, reason)
    if menu.actions()[0] is not first:
        menu.insertSeparator(first)
    return menu


def _sum_up(window: MainWindow) -> None:
    """求和 and 计数 of the selection, as a worksheet says it below."""
    cells = window.view.selected_cells() if len(window.view.selectedIndexes()) > 1 else []
    window.status.show_selection([cell.value or "" for cell in cells] if len(cells) > 1 else [])


def receive(window: MainWindow, paths: list[Any]) -> None:
    """Files dropped on the window, or handed over by a second start: open a data file, import the rest."""
    if window.controller.leaving:
        QTimer.singleShot(_AGAIN_MS, window, lambda: receive(window, paths))
        return
    data_files = [path for path in paths if path.suffix.lower() == ".perfdesk"]
    others = [path for path in paths if path not in data_files]
    if data_files:
        window.commands.files.open_path(data_files[0])
    if not others:
        return
    if not window.controller.ready:
        window.commands.files.new_file()
    if window.controller.writable:
        window.commands.files.import_paths(others)


def opened_around(window: MainWindow) -> None:
    """Begin the panels anew for another data file."""
    if not window.controller.ready:
        return
    window.context.findings.show_findings([], 1)
    if window.context.auditor.begun:
        window.alarm.greet()


def show_around(window: MainWindow, form_id: str) -> None:
    """Let the panels follow to another form."""
    window.enable_actions()
    if form_id and window.controller.ready:
        window.view.form.show_notes(window.controller.notes())
    findings_wiring.show(window)


def _choose(window: MainWindow, form_id: str) -> None:
    window.view.commit_editor()
    window.controller.show_form(form_id)
