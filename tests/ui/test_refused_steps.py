"""A step that could not be done is not told as done: the sentence that says why is the last word."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ui.desktop import outside
from ui.dialogs.datafile.backups import BackupDialog, show_backups
from ui.window.main_window import MainWindow

BUSY = "正在处理，请稍候再改"

Step = Callable[[MainWindow], None]


def select_two_rows(window: MainWindow) -> None:
    controller = window.context.controller
    controller.show_form(controller.file.form_ids()[0])
    rows = list(
        dict.fromkeys(row for line in window.context.view.grid.rows for row in line.row_ids)
    )
    window.context.view.select_rows(rows[:2], "score")


@pytest.mark.parametrize(
    "step",
    [
        lambda window: window.commands.rows.remove_rows(),
        lambda window: window.commands.rows.move_down(),
        lambda window: window.commands.checks.accept_score(),
        lambda window: window.commands.edits.undo(),
    ],
    ids=["remove", "move", "score", "undo"],
)
def test_what_is_refused_is_not_told_as_done(window: MainWindow, step: Step) -> None:
    select_two_rows(window)
    cell = window.context.view.current_cell()
    assert cell is not None
    assert window.context.controller.type_text(cell, "1")
    select_two_rows(window)
    window.context.controller.busy = True
    step(window)
    window.context.controller.busy = False
    assert window.status.said.toolTip() == BUSY


def test_the_folder_of_a_backup_is_opened_as_the_desktop_would(
    window: MainWindow, qtbot: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(outside, "open_folder", opened.append)
    window.context.controller.file.recovery.back_up()
    show_backups(window.context)
    found: list[BackupDialog] = []

    def listed() -> bool:
        found[:] = window.findChildren(BackupDialog)
        return bool(found)

    qtbot.waitUntil(listed)  # type: ignore[attr-defined]
    found[0].open_folder()
    assert [folder.is_dir() for folder in opened] == [True]
    found[0].reject()
