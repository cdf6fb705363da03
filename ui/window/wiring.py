"""Which signal of one part reaches which other part."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QMainWindow

from perfdesk.grid import Grid
from perfdesk.session.outcome import Outcome
from ui.bench.prompts import Prompts
from ui.desktop.preferences import Preferences
from ui.window.main_window import MainWindow


def make_window(
    preferences: Preferences,
    prompts: Callable[[QMainWindow], Prompts] = Prompts,
    *,
    bare: bool = False,
) -> MainWindow:
    """A window, joined. A `bare` one has its paper only, for a quick first paint, till `add_panels`."""
    window = MainWindow(preferences, prompts)
    _connect_controller(window)
    _connect_paper(window)
    window.panels_added.connect(lambda: _add_panels(window))
    if not bare:
        window.add_panels()
    return window


def _add_panels(window: MainWindow) -> None:
    from ui.window.panel_wiring import connect_panels

    connect_panels(window)


def _connect_controller(window: MainWindow) -> None:
    controller, status = window.controller, window.status
    controller.shown_last = window.preferences.shown_form
    controller.opened.connect(lambda: _opened(window))
    controller.editing_opened.connect(lambda: _editing_opened(window))
    controller.grid_changed.connect(lambda grid: _show_grid(window, grid))
    controller.form_shown.connect(lambda form_id: _form_shown(window, form_id))
    controller.edited.connect(lambda outcome: _edited(window, outcome))
    controller.notice.connect(status.say)
    controller.failed.connect(window.prompts.error)
    controller.stored.connect(lambda event: _stored(window, event))


def _connect_paper(window: MainWindow) -> None:
    view, controller = window.view, window.controller
    view.cells.draft.connect(lambda cell, text: controller.keep_draft(cell, text))
    view.cells.closed.connect(lambda cell: controller.drop_draft(cell))
    window.paper_area.zoom_changed.connect(window.status.show_zoom)


def _opened(window: MainWindow) -> None:
    controller = window.controller
    window.show_file()
    if controller.workspace is None:
        window.status.clear()
        window.file_on_show.emit()
        return
    window.status.start_over(
        controller.workspace.safekeeping.last_saved, read_only=controller.workspace.read_only
    )
    window.view.set_writable(controller.writable)
    if controller.checking:
        window.status.saved.setText("正在检查…")
    window.file_on_show.emit()


def _editing_opened(window: MainWindow) -> None:
    """A large file was found sound."""
    controller = window.controller
    window.view.set_writable(controller.writable)
    window.status.start_over(
        controller.file.safekeeping.last_saved, read_only=controller.file.read_only
    )
    controller.form_shown.emit(controller.form_id)
    if window.complete and window.context.auditor.begun:
        window.alarm.greet()


def _show_grid(window: MainWindow, grid: Grid) -> None:
    view = window.view
    another = grid.form_id != view.grid.form_id
    keep = view.current_cell()
    paper_area = window.paper_area
    view.show_grid(grid, paper_area.fitting(grid) if another and paper_area.fitted else None)
    if another:
        paper_area.verticalScrollBar().setValue(0)
        window.status.show_zoom(view.zoom)
        view.go_to_start()
    elif keep is not None and view.current_cell() is None:
        view.go_to_field(keep.row_id, keep.field)


def _form_shown(window: MainWindow, form_id: str) -> None:
    window.paper_area.sheet.setVisible(bool(form_id))
    if form_id and window.controller.ready:
        window.preferences.remember_form(window.controller.file.path, form_id)
    window.form_on_show.emit(form_id)


def _edited(window: MainWindow, outcome: Outcome) -> None:
    window.status.edited(outcome.seq)
    window.enable_actions()


def _stored(window: MainWindow, event: Any) -> None:
    if hasattr(event, "message"):
        window.status.failed(event.message)
    else:
        window.status.stored(event.seq, event.at)
