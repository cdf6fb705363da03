"""Data files in trouble, as the user meets them: not saved, closed unsaved."""

import contextlib
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from perfdesk.errors import DataFileUnreadableError
from perfdesk.session.send_out.transfer import ExportPlan
from tests.ui.in_trouble import cell, name_in, press, type_name
from ui.dialogs.cells.phrases import PhrasesDialog
from ui.dialogs.result import ResultDialog
from ui.dialogs.send_out.export_dialog import show_exported
from ui.paper import describe
from ui.window.main_window import MainWindow

Make = Callable[..., MainWindow]

ROOT = Path(__file__).resolve().parents[2]
RETRY, ELSEWHERE, ABANDON = 0, 1, 2


@contextlib.contextmanager
def full_disk(path: Path) -> Iterator[None]:
    """No file of this process may grow: what writing to a full disk is like."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    # Python would cut short, and keep, the bytecode of what is imported meanwhile.
    writes_none, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    resource.setrlimit(resource.RLIMIT_FSIZE, (512, before[1]))
    try:
        yield
    finally:
        sys.dont_write_bytecode = writes_none
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


# --- saving fails


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_what_cannot_be_saved_stays_marked_until_it_is(
    window: MainWindow, qtbot: QtBot, path: Path
) -> None:
    banner, model = window.alarm.banner, window.context.view.form
    assert not banner.isVisible()
    with full_disk(path):
        type_name(window, qtbot, "写不进去")
        assert window.status.saved.text() == "未保存"
        assert banner.isVisible()
        assert cell(window).value == "写不进去"
        assert model.is_unsaved(cell(window))
        assert describe.UNSAVED in model.data(
            model.index_of(cell(window)), Qt.ItemDataRole.ToolTipRole
        )
        with qtbot.waitSignal(window.context.controller.stored):
            press(window, "重试")
        assert banner.isVisible()
    assert name_in(path) != "写不进去"
    press(window, "重试")
    qtbot.waitUntil(lambda: not banner.isVisible())
    assert window.status.saved.text().startswith("已保存")
    assert not model.is_unsaved(cell(window))
    assert name_in(path) == "写不进去"


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_rows_and_forms_that_cannot_be_written_are_marked_cell_by_cell(
    window: MainWindow, qtbot: QtBot, path: Path
) -> None:
    controller, view = window.context.controller, window.context.view
    old = controller.form_id
    rows = [line.row_ids[0] for line in view.grid.rows if line.row_ids]

    def marked() -> set[str]:
        """The rows of marked cells; a merged level stands for all its rows."""
        found = [c for c in view.grid.cells if view.form.is_unsaved(c)]
        assert all(c.field for c in found)
        return {row for c in found for row in ([c.row_id] if len(c.row_ids) < 2 else ())}

    with full_disk(path):
        with qtbot.waitSignal(controller.stored):
            controller.perform(lambda: controller.file.editing.insert_row(old, rows[1]))
        (new,) = {line.row_ids[0] for line in view.grid.rows if line.row_ids} - set(rows)
        assert marked() == {new}
        cells = [c for c in view.grid.cells if c.row_id == new and c.field]
        assert len(cells) > 3
        assert all(view.form.is_unsaved(c) for c in cells)
        with qtbot.waitSignal(controller.stored):
            controller.perform(lambda: controller.file.editing.duplicate_form(old))
        assert controller.form_id != old
        filled = [c for c in view.grid.cells if c.field and c.value]
        assert {c.row_id for c in filled if view.form.is_unsaved(c)} >= set(rows)
        assert not any(view.form.is_unsaved(c) for c in view.grid.cells if not c.value)
        controller.show_form(old)
        assert marked() == {new}
    press(window, "重试")
    qtbot.waitUntil(lambda: not window.alarm.failing)
    assert marked() == set()


def test_the_banner_counts_the_steps_and_names_the_forms(window: MainWindow, qtbot: QtBot) -> None:
    away = window.context.controller.file.path.with_name("away")
    window.context.controller.file.path.rename(away)
    type_name(window, qtbot, "甲项目")
    type_name(window, qtbot, "乙项目")
    said = window.alarm.banner.text.text()
    assert "2 步" in said
    assert "“乙项目”" in said
    window.context.controller.show_form(window.context.controller.file.form_ids()[1])
    assert not window.context.view.form.is_unsaved(cell(window))
    away.rename(window.context.controller.file.path)
    press(window, "重试")
    qtbot.waitUntil(lambda: not window.alarm.failing)


def test_all_goes_to_another_disk_and_work_goes_on_there(
    window: MainWindow, qtbot: QtBot, path: Path, answers: object, tmp_path: Path
) -> None:
    shutil.rmtree(path.parent)
    type_name(window, qtbot, "盘没了")
    answers.path = tmp_path / "另存"  # type: ignore[attr-defined]
    press(window, "另存到其他盘…")
    target = tmp_path / "另存.perfdesk"
    qtbot.waitUntil(
        lambda: window.context.controller.ready and window.context.controller.file.path == target
    )
    assert not window.alarm.banner.isVisible()
    type_name(window, qtbot, "接着填")
    assert name_in(target) == "接着填"


def test_another_file_in_its_place_is_noticed_and_left_alone(
    window: MainWindow, qtbot: QtBot, path: Path, sample_file: Path
) -> None:
    path.unlink()
    shutil.copy(sample_file, path)
    bytes_then = path.read_bytes()
    type_name(window, qtbot, "被替换")
    assert window.alarm.failing
    assert path.read_bytes() == bytes_then
    window.context.controller.file.recovery.abandon()
    window.context.controller.forget()


def test_a_file_that_has_gone_is_noticed_without_an_edit(window: MainWindow, path: Path) -> None:
    away = path.with_name("away")
    path.rename(away)
    window.alarm.look_for_problems()
    assert "已被移走" in window.alarm.banner.text.text()
    away.rename(path)
    window.alarm.look_for_problems()
    assert not window.alarm.banner.isVisible()


def test_an_export_goes_out_though_the_data_file_cannot_be_written(
    window: MainWindow, path: Path, tmp_path: Path
) -> None:
    path.rename(path.with_name("away"))
    transfer = window.context.controller.file.transfer
    plan = ExportPlan(tmp_path / "out", ("xlsx", "pdf"))
    written = transfer.export(plan, window.context.controller.file.form_ids()[:2])
    assert len(written) == 4
    assert all(item.path.stat().st_size for item in written)
    assert "核对纸质件" in transfer.unrecorded
    show_exported(window.context, plan, written)
    dialog = window.findChild(ResultDialog)
    assert dialog is not None
    last = dialog.list.item(dialog.list.count() - 1)
    assert last is not None
    assert "核对纸质件" in last.text()
    path.with_name("away").rename(path)
    window.context.controller.file.safekeeping.retry()
    transfer.export(plan, window.context.controller.file.form_ids()[:1])
    assert transfer.unrecorded == ""


def test_phrases_that_cannot_be_kept_are_said(
    window: MainWindow, path: Path, answers: object
) -> None:
    dialog = PhrasesDialog(window.context)
    before = dialog.list.count()
    path.rename(path.with_name("away"))
    dialog.new.setPlainText("新的一条")
    dialog.add()
    assert len(answers.errors) == 1  # type: ignore[attr-defined]
    assert dialog.list.count() == before


def test_an_old_event_says_nothing_about_another_file(
    window: MainWindow, qtbot: QtBot, path: Path, tmp_path: Path
) -> None:
    controller = window.context.controller
    heard: list[object] = []
    controller.type_text(cell(window), "最后一笔")
    assert controller.open(tmp_path / "新.perfdesk", create=True)
    controller.stored.connect(heard.append)
    with qtbot.waitSignal(controller.opened):
        controller.close()
    assert heard == []
    assert name_in(path) == "最后一笔"


def test_forms_that_cannot_be_read_any_more_are_said_and_the_shown_one_stays(
    window: MainWindow, qtbot: QtBot, answers: object
) -> None:
    first, second = window.context.controller.file.form_ids()[:2]
    # The whole unit, as the check of all would have read it by and by.
    store = window.context.controller.file._store
    window.context.controller.close()
    assert window.context.controller.open(store.path)
    opened = window.context.controller.file._store

    def broken(job: object) -> None:
        raise DataFileUnreadableError(opened.path, "SQLITE_IOERR_READ")

    opened._writer.call = broken
    window.context.controller.show_form(second)
    assert window.context.controller.form_id == first
    qtbot.waitUntil(lambda: len(answers.errors) >= 2, timeout=10_000)  # type: ignore[attr-defined]
    assert all("读取失败" in sentence for sentence in answers.errors)  # type: ignore[attr-defined]
    assert cell(window).text
    del opened._writer.call


# --- closing with unsaved edits


def unsaved(window: MainWindow, qtbot: QtBot) -> Path:
    """An edit that waits because the file has gone; answers where the file is."""
    path = window.context.controller.file.path
    away = path.with_name("away")
    path.rename(away)
    type_name(window, qtbot, "没存上")
    return away


def test_closing_asks_and_stays_when_told_so(
    window: MainWindow, qtbot: QtBot, answers: object, path: Path
) -> None:
    away = unsaved(window, qtbot)
    answers.choice = None  # type: ignore[attr-defined]
    assert not window.close()
    assert window.isVisible()
    assert window.context.controller.ready
    assert cell(window).value == "没存上"
    assert len(answers.asked) == 1  # type: ignore[attr-defined]
    away.rename(path)
    assert window.close()
    assert name_in(path) == "没存上"


def test_staying_with_a_file_makes_no_other(
    window: MainWindow, qtbot: QtBot, answers: object, path: Path, tmp_path: Path
) -> None:
    """The new file is made first, so that the old one is not let go for nothing: it goes again."""
    away = unsaved(window, qtbot)
    made = tmp_path / "new" / "新.perfdesk"
    made.parent.mkdir()
    answers.choice = None  # type: ignore[attr-defined]
    assert not window.commands.files.open_path(made, create=True)
    assert list(made.parent.iterdir()) == []
    assert cell(window).value == "没存上"
    away.rename(path)


def test_closing_tries_again(window: MainWindow, qtbot: QtBot, answers: object, path: Path) -> None:
    away = unsaved(window, qtbot)

    def plug_in(question: str, buttons: object) -> int:
        away.rename(path)
        return RETRY

    answers.choose = plug_in  # type: ignore[attr-defined]
    assert window.close()
    assert name_in(path) == "没存上"


def test_closing_saves_elsewhere(
    window: MainWindow, qtbot: QtBot, answers: object, tmp_path: Path
) -> None:
    unsaved(window, qtbot)
    answers.choice, answers.path = ELSEWHERE, tmp_path / "另存.perfdesk"  # type: ignore[attr-defined]
    assert window.close()
    assert name_in(tmp_path / "另存.perfdesk") == "没存上"


def test_edits_are_given_up_by_choice_alone(
    window: MainWindow, qtbot: QtBot, answers: object
) -> None:
    away = unsaved(window, qtbot)
    answers.agrees = False  # type: ignore[attr-defined]
    turns = iter((ABANDON, None))
    answers.choose = lambda question, buttons: next(turns)  # type: ignore[attr-defined]
    assert not window.close()
    answers.agrees = True  # type: ignore[attr-defined]
    answers.choose = lambda question, buttons: ABANDON  # type: ignore[attr-defined]
    assert window.close()
    assert name_in(away) != "没存上"


def test_opening_another_file_asks_about_the_unsaved_one_first(
    window: MainWindow, qtbot: QtBot, answers: object, sample_file: Path, path: Path, tmp_path: Path
) -> None:
    away = unsaved(window, qtbot)
    other = Path(shutil.copy(sample_file, tmp_path / "other.perfdesk"))
    assert not window.commands.files.open_path(other)
    assert window.context.controller.file.path == path
    assert cell(window).value == "没存上"
    away.rename(path)
    assert window.commands.files.open_path(other)
    assert window.context.controller.file.path == other
    assert name_in(path) == "没存上"
