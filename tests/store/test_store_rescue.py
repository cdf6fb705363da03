"""Saving elsewhere when the present file cannot be written, or not even read any more."""

import shutil
from pathlib import Path

import pytest
from store_forms import Desk, a_form, plain

from perfdesk import errors
from perfdesk.cellpath import CellPath
from perfdesk.store import Store, verify
from perfdesk.store.copies.places import Place


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "unit.perfdesk"
    with Store.create(path) as store:
        desk = Desk(store)
        for form in ("f1", "f2"):
            desk.add(a_form(form))
    return path


def fail(store: Store) -> None:
    with pytest.raises(errors.SaveError):
        store.flush()


def test_history_notes_and_pending_entries_go_along(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "另存.perfdesk"
    store = Store.open(path)
    desk = Desk(store)
    store.notes.add(CellPath("f1", "", "project_name"), "问财务科")
    path.rename(tmp_path / "away")
    desk.type("没存上")
    fail(store)
    store.save_as(target, desk.document)
    seen = plain(desk.document)
    store.abandon()
    with Store.open(target) as saved:
        again = Desk(saved)
        assert plain(again.document) == seen
        assert again.seq == 3
        assert [note.text for note in saved.notes.all()] == ["问财务科"]
        again.undo()
    assert verify(target).ok


def spoil(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.write(bytes(size))


def test_an_unreadable_file_is_made_up_from_memory_and_backup(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "另存.perfdesk"
    store = Store.open(path)
    desk = Desk(store)
    desk.document.form("f1")
    spoil(path)
    desk.type("没存上")
    fail(store)
    store.save_as(target, desk.document)
    store.abandon()
    with Store.open(target) as saved:
        found = saved.load().document
        assert list(found.forms) == ["f1", "f2"]
        assert found.form("f1").header["project_name"] == "没存上"
        assert found.form("f2").header["project_name"] == "绿化养护"


def test_forms_that_are_nowhere_are_told(path: Path, tmp_path: Path, settings_home: Path) -> None:
    target = tmp_path / "另存.perfdesk"
    store = Store.open(path)
    desk = Desk(store)
    desk.document.form("f1")
    shutil.rmtree(settings_home / "backups")
    spoil(path)
    with pytest.raises(errors.PartlySavedError) as caught:
        store.save_as(target, desk.document)
    store.abandon()
    assert caught.value.missing == 1
    with Store.open(target) as saved:
        assert list(saved.load().document.forms) == ["f1"]


def test_forms_on_a_removable_drive_are_all_in_memory(
    path: Path, tmp_path: Path, settings_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("perfdesk.store.store.place_of", lambda path: Place.REMOVABLE)
    target = tmp_path / "另存.perfdesk"
    store = Store.open(path)
    desk = Desk(store)
    shutil.rmtree(settings_home / "backups")
    spoil(path)
    store.save_as(target, desk.document)
    store.abandon()
    with Store.open(target) as saved:
        assert list(saved.load().document.forms) == ["f1", "f2"]


def test_an_existing_file_is_never_overwritten(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "there.perfdesk"
    target.write_text("mine")
    with Store.open(path) as store, pytest.raises(errors.DataFileExistsError):
        store.save_as(target, store.load().document)
    assert target.read_text() == "mine"


def test_closing_keeps_the_file_open_while_something_is_not_saved(
    path: Path, tmp_path: Path
) -> None:
    store = Store.open(path)
    desk = Desk(store)
    path.rename(tmp_path / "away")
    desk.type("没存上")
    with pytest.raises(errors.DataFileGoneError):
        store.close()
    assert store.pending == 1
    (tmp_path / "away").rename(path)
    store.retry()
    store.close()
    with Store.open(path) as again:
        assert again.load().document.form("f1").header["project_name"] == "没存上"


def test_a_listener_that_fails_does_not_stop_the_saving(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(event: object) -> None:
        raise RuntimeError("机密内容")

    with Store.open(path) as store:
        store.subscribe(broken)
        desk = Desk(store)
        desk.type("甲")
        desk.type("乙")
        assert store.flush()
    assert "RuntimeError" in caplog.text
    assert "机密" not in caplog.text
