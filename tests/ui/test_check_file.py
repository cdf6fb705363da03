"""检查数据文件: sound, damaged, foreign; salvage and restore lead back to an open file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.datafile.check_file import CheckFileDialog
from ui.dialogs.result import ResultDialog
from ui.window.main_window import MainWindow

PAGE = 4096


def checked(window: MainWindow, qtbot: QtBot) -> CheckFileDialog:
    window.center.actions["check_file"].trigger()
    qtbot.waitUntil(lambda: window.findChild(CheckFileDialog) is not None, timeout=20_000)
    found = window.findChild(CheckFileDialog)
    assert found is not None
    return found


def press(button: object) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[call-overload]


def damage(path: Path) -> bytes:
    """Overwrite a page in the middle of a closed file."""
    data = bytearray(path.read_bytes())
    at = len(data) // PAGE // 2 * PAGE
    data[at : at + PAGE] = b"\xa5" * PAGE
    path.write_bytes(bytes(data))
    return bytes(data)


@pytest.fixture
def damaged(make_window: Callable[..., MainWindow]) -> tuple[MainWindow, Path]:
    """A window whose last data file has been damaged; there is a good backup of it."""
    window = make_window()
    path = window.context.controller.file.path
    window.context.controller.file.recovery.back_up()
    window.context.controller.close()
    damage(path)
    return window, path


def test_the_open_file_is_sound_and_goes_on(window: MainWindow, qtbot: QtBot) -> None:
    window.context.controller.file.recovery.back_up()
    dialog = checked(window, qtbot)
    assert dialog.headline.text().startswith("✓")
    assert dialog.backups.count() == 1
    assert not dialog.salvage.isVisible()
    assert not dialog.restore.isVisible()
    dialog.reject()
    cell = window.context.view.grid.find("r1", "score")
    assert cell is not None
    with qtbot.waitSignal(window.context.controller.stored):
        window.context.controller.type_text(cell, "3")


def test_a_damaged_file_is_restored_and_kept_beside(
    damaged: tuple[MainWindow, Path], qtbot: QtBot, answers: object
) -> None:
    window, path = damaged
    bytes_then = path.read_bytes()
    assert not window.commands.files.open_path(path)
    dialog = checked(window, qtbot)
    assert dialog.headline.text().startswith("●")
    press(dialog.restore)
    qtbot.waitUntil(lambda: window.context.controller.ready, timeout=20_000)
    assert window.context.controller.file.path == path
    assert window.context.controller.file.forms()
    (kept,) = path.parent.glob(f"{path.stem}.恢复前-*")
    assert kept.read_bytes() == bytes_then


def test_restoring_is_asked_first(
    damaged: tuple[MainWindow, Path], qtbot: QtBot, answers: object
) -> None:
    window, path = damaged
    bytes_then = path.read_bytes()
    answers.path, answers.agrees = path, False  # type: ignore[attr-defined]
    dialog = checked(window, qtbot)
    press(dialog.restore)
    assert dialog.isVisible()
    assert path.read_bytes() == bytes_then
    dialog.reject()


def test_what_can_be_read_goes_into_a_new_file(
    damaged: tuple[MainWindow, Path], qtbot: QtBot, answers: object, tmp_path: Path
) -> None:
    window, path = damaged
    bytes_then = path.read_bytes()
    answers.path = path  # type: ignore[attr-defined]
    dialog = checked(window, qtbot)
    answers.path = tmp_path / "抢救"  # type: ignore[attr-defined]
    press(dialog.salvage)
    qtbot.waitUntil(lambda: window.findChild(ResultDialog) is not None, timeout=20_000)
    assert window.context.controller.file.path == tmp_path / "抢救.perfdesk"
    assert window.context.controller.file.forms()
    assert path.read_bytes() == bytes_then


def test_a_file_that_is_none_is_named_so(
    make_window: Callable[..., MainWindow], qtbot: QtBot, answers: object, tmp_path: Path
) -> None:
    window = make_window(opened=False)
    foreign = tmp_path / "表.perfdesk"
    foreign.write_text("姓名,金额\n", encoding="utf-8")
    answers.path = foreign  # type: ignore[attr-defined]
    dialog = checked(window, qtbot)
    assert dialog.headline.text().startswith("●")
    assert not dialog.restore.isEnabled()
    dialog.reject()
