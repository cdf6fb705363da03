"""Which signal of one part reaches which other part."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QTimer

from perfdesk import __version__
from perfdesk.grid import Cell, Grid
from perfdesk.session.outcome import Outcome

if TYPE_CHECKING:
    from ui.bench.window_context import Parts
    from ui.forms.start_page import StartPage
    from ui.window.main_window import MainWindow

_AGAIN_MS = 100
"""Until files are received that came while the open one was being closed."""


def connect(window: "MainWindow") -> None:
    """Join the parts of a bare window: what is open, the paper, the line below."""
    _connect_bench(window)
    _connect_paper(window)


def connect_furniture(window: "MainWindow") -> None:
    """Join to them what has come after the first paint."""
    from ui.findings import wiring as findings_wiring
    from ui.forms.first_steps import DeskSteps

    _connect_tree(window)
    findings_wiring.connect(window)
    window.status.zoom.clicked.connect(window.center.actions["zoom_fit"].trigger)
    window.first_steps = DeskSteps(window)


def catch_up(window: "MainWindow") -> None:
    """Show around the paper what was opened before there was anything around it."""
    bench = window.parts.bench
    if bench.ready:
        bench.list_forms()
        _opened_around(window)
        _shown_around(window, bench.form_id)


def short_place(cell: Cell) -> str:
    """The last two steps of a cell's label path."""
    return " · ".join(cell.label_path.replace("\n", "").split(" / ")[-2:])


def project_name(parts: "Parts", form_id: str) -> str:
    """项目名称 of a form, "" when it has none."""
    found = next((form for form in parts.bench.file.forms() if form.id == form_id), None)
    return found.project_name if found else ""


def _connect_bench(window: "MainWindow") -> None:
    bench, status = window.parts.bench, window.status
    bench.shown_last = window.parts.preferences.shown_form
    bench.opened.connect(lambda: _opened(window))
    bench.editing_opened.connect(lambda: _editing_opened(window))
    bench.grid_changed.connect(lambda grid: _show_grid(window, grid))
    bench.form_shown.connect(lambda form_id: _form_shown(window, form_id))
    bench.edited.connect(lambda outcome: _edited(window, outcome))
    bench.notice.connect(status.say)
    bench.failed.connect(window.parts.prompts.error)
    bench.leave = lambda: _leave(window.parts)
    bench.turned_out_damaged.connect(lambda error: window.commands.files.damaged(error))
    bench.stored.connect(lambda event: _stored(window, event))


def _leave(parts: "Parts") -> bool:
    if not parts.bench.ready:
        return True
    from ui.datafile.unsaved_edits import leave

    return leave(parts)


def _connect_tree(window: "MainWindow") -> None:
    from ui.commands.actions import TREE_MENU

    bench, tree = window.parts.bench, window.parts.tree
    bench.forms_changed.connect(lambda: tree.show_forms(bench.file.forms()))
    bench.forms_changed.connect(lambda: tree.select(bench.form_id))
    bench.form_shown.connect(tree.select)
    tree.chosen.connect(lambda form_id: _choose(window, form_id))
    tree.menu_wanted.connect(lambda at: window.center.menu(TREE_MENU, tree).popup(at))


def _connect_paper(window: "MainWindow") -> None:
    parts = window.parts
    view, desk = parts.view, parts.desk
    view.take_computed.connect(lambda cell: window.commands.edits.take_computed(cell))
    view.cells.draft.connect(lambda cell, text: parts.bench.keep_draft(cell, text))
    view.cells.spread.connect(lambda text: window.commands.edits.fill_selected(text))
    view.cells.closed.connect(lambda cell: parts.bench.drop_draft(cell))
    view.menu_wanted.connect(lambda at: _cell_menu(window, at))
    desk.zoom_changed.connect(window.status.show_zoom)
    desk.sheet.handles.rows_dropped.connect(
        lambda rows, at: window.commands.rows.drop_rows(rows, at)
    )
    desk.sheet.handles.row_wanted.connect(lambda row: window.commands.rows.insert_below(row))
    window.files_dropped.connect(lambda paths: receive(window, paths))


def _cell_menu(window: "MainWindow", at: QPoint) -> None:
    from ui.commands.actions import CELL_MENU

    window.center.menu(CELL_MENU, window.parts.view).popup(at)


def connect_start(window: "MainWindow", page: "StartPage") -> None:
    """Join the start page, which is made later than the rest."""
    from ui.forms import first_steps

    page.open_wanted.connect(window.commands.files.open_path)
    page.action_wanted.connect(lambda name: first_steps.begin(window, name))


def receive(window: "MainWindow", paths: list[Any]) -> None:
    """Files dropped on the window, or handed over by a second start: open a data file, import the rest."""
    if window.parts.bench.leaving:
        QTimer.singleShot(_AGAIN_MS, window, lambda: receive(window, paths))
        return
    data_files = [path for path in paths if path.suffix.lower() == ".perfdesk"]
    others = [path for path in paths if path not in data_files]
    if data_files:
        window.commands.files.open_path(data_files[0])
    if not others:
        return
    if not window.parts.bench.ready:
        window.commands.files.new_file()
    if window.parts.bench.writable:
        window.commands.files.import_paths(others)


def _opened(window: "MainWindow") -> None:
    bench = window.parts.bench
    window.show_file()
    if bench.workspace is None:
        window.status.clear()
        return
    window.status.start_over(
        bench.workspace.safekeeping.last_saved, read_only=bench.workspace.read_only
    )
    window.parts.view.set_writable(bench.writable)
    if bench.checking:
        window.status.saved.setText("正在检查…")
    if window.furnished:
        _opened_around(window)


def _editing_opened(window: "MainWindow") -> None:
    """A large file was found sound."""
    bench = window.parts.bench
    window.parts.view.set_writable(bench.writable)
    window.status.start_over(bench.file.safekeeping.last_saved, read_only=bench.file.read_only)
    bench.form_shown.emit(bench.form_id)
    if window.furnished and window.parts.auditor.begun:
        window.alarm.greet()


def _opened_around(window: "MainWindow") -> None:
    window.parts.findings.show_findings([], 1)
    if window.parts.auditor.begun:
        window.alarm.greet()


def _show_grid(window: "MainWindow", grid: Grid) -> None:
    view = window.parts.view
    another = grid.form_id != view.grid.form_id
    keep = view.current_cell()
    desk = window.parts.desk
    view.show_grid(grid, desk.fitting(grid) if another and desk.fitted else None)
    if another:
        desk.verticalScrollBar().setValue(0)
        window.status.show_zoom(view.zoom)
        view.go_to_start()
    elif keep is not None and view.current_cell() is None:
        view.go_to_field(keep.row_id, keep.field)


def _form_shown(window: "MainWindow", form_id: str) -> None:
    window.parts.desk.sheet.setVisible(bool(form_id))
    if form_id and window.parts.bench.ready:
        window.parts.preferences.remember_form(window.parts.bench.file.path, form_id)
    if window.furnished:
        _shown_around(window, form_id)


def _shown_around(window: "MainWindow", form_id: str) -> None:
    from ui.findings import wiring as findings_wiring

    window.enable_actions()
    if form_id and window.parts.bench.ready:
        window.parts.view.form.show_notes(window.parts.bench.notes())
    findings_wiring.show(window)


def _choose(window: "MainWindow", form_id: str) -> None:
    window.parts.view.commit_editor()
    window.parts.bench.show_form(form_id)


def _edited(window: "MainWindow", outcome: Outcome) -> None:
    window.status.edited(outcome.seq)
    window.enable_actions()


def _stored(window: "MainWindow", event: Any) -> None:
    if hasattr(event, "message"):
        window.status.failed(event.message)
    else:
        window.status.stored(event.seq, event.at)


def greet(window: "MainWindow") -> None:
    """What a user should know at the start: unsaved texts kept, an end without goodbye, a new version."""
    preferences = window.parts.preferences
    window.alarm.greet()
    if preferences.version_seen != __version__:
        before, preferences.version_seen = preferences.version_seen, __version__
        preferences.save()
        if not before:
            return
        window.parts.notice("已更新到新版本，见“帮助→本版更新”")
