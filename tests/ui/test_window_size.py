"""The window keeps its size for each scale of the screen, and begins large on a small screen."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from ui.desktop.preferences import Preferences
from ui.dialogs.bring_in.import_dialog import in_folder
from ui.dialogs.cells.find_replace import FindDialog
from ui.window.main_window import MainWindow

Make = Callable[..., MainWindow]


def test_a_size_is_kept_for_the_scale_that_it_was_left_at(
    make_window: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window()
    window.resize(760, 640)
    QApplication.processEvents()
    window.remember()
    kept = Preferences.load()
    window.preferences = kept
    window.resize(720, 600)
    window.restore()
    assert (window.width(), window.height()) == (760, 640)
    assert not window.fills_the_screen()
    monkeypatch.setattr(window, "_scale", lambda: "1.50")
    assert window.fills_the_screen()
    window.resize(720, 600)
    window.restore()
    assert (window.width(), window.height()) != (760, 640)


def test_a_long_name_is_read_whole_in_the_results(window: MainWindow) -> None:
    form = window.controller.form_id
    long = "城乡居民基本公共卫生服务补助经费（含老年人健康管理和慢性病患者随访服务）"
    cell = window.view.grid.find("", "project_name")
    assert cell is not None
    window.controller.type_text(cell, long)
    dialog = FindDialog.show_for(window.context, replacing=False)
    dialog.what.setText("项")
    dialog.start()
    while dialog._timer.isActive():
        QApplication.processEvents()
    rows = range(dialog.results.topLevelItemCount())
    items = [dialog.results.topLevelItem(row) for row in rows]
    heights = {
        long in item.text(0): dialog.results.visualItemRect(item).height()
        for item in items
        if item is not None
    }
    assert window.controller.form_id == form
    assert heights[True] >= 2 * dialog.fontMetrics().height()
    dialog.close()


def test_a_file_outside_the_common_folder_is_named_alone(tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    assert in_folder(folder / "甲" / "表.xlsx", folder) == str(Path("甲", "表.xlsx"))
    assert in_folder(folder / "表.xlsx", folder / "乙") == "表.xlsx"
    assert in_folder(folder / "表.xlsx", None) == "表.xlsx"
