"""A data file that a sync program or a colleague writes over while it is open: nothing of ours is lost unseen."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from store_forms import Desk, plain, two_forms

from perfdesk.cellpath import CellPath
from perfdesk.errors import (
    BackupError,
    DamagedDataFileError,
    DamagedWhileOpenError,
    DataFileChangedError,
    DataFileGoneError,
    DiskFailureError,
)
from perfdesk.store import Store, read_backup, verify

OTHER = CellPath("f2", "", "project_name")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return two_forms(tmp_path)


@pytest.fixture
def theirs(path: Path, tmp_path: Path) -> Path:
    """What a colleague made of a copy: as many steps as we do, but others."""
    other = Path(shutil.copy(path, tmp_path / "other.perfdesk"))
    with Store.open(other) as store:
        Desk(store).type("乙改的")
    return other


def write_over(path: Path, theirs: Path) -> None:
    """Into the very file, as some sync programs do."""
    with path.open("r+b") as file:
        file.write(theirs.read_bytes())
        file.truncate()


def names(path: Path) -> list[str]:
    with Store.open(path, read_only=True) as store:
        return [str(form["header"]["project_name"]) for form in plain(store.load().document)]


def ours(path: Path) -> tuple[Store, Desk]:
    store = Store.open(path)
    desk = Desk(store)
    desk.type("甲改的")
    store.flush()
    return store, desk


def test_the_next_edit_notices_a_file_of_as_many_steps(path: Path, theirs: Path) -> None:
    store, desk = ours(path)
    write_over(path, theirs)
    desk.type("甲又改", OTHER)
    with pytest.raises(DataFileChangedError):
        store.flush()
    # Nothing of ours was put into theirs, and all of ours can be saved elsewhere.
    elsewhere = store.save_as(path.with_name("ours.perfdesk"), desk.document)
    store.abandon()
    assert names(path) == ["乙改的", "绿化养护"]
    assert names(elsewhere) == ["甲改的", "甲又改"]
    assert verify(elsewhere).ok
    assert verify(path).ok


def test_closing_notices_it_too(path: Path, theirs: Path) -> None:
    store, desk = ours(path)
    write_over(path, theirs)
    with pytest.raises(DataFileChangedError):
        store.close()
    elsewhere = store.save_as(path.with_name("ours.perfdesk"), desk.document)
    store.abandon()
    assert names(elsewhere)[0] == "甲改的"
    assert names(path)[0] == "乙改的"


def test_closing_notices_another_file_in_its_place(path: Path, theirs: Path) -> None:
    store, desk = ours(path)
    os.replace(theirs, path)
    with pytest.raises(DataFileGoneError):
        store.wind_up()
    elsewhere = store.save_as(path.with_name("ours.perfdesk"), desk.document)
    store.abandon()
    assert names(elsewhere)[0] == "甲改的"


def test_a_file_that_was_only_touched_or_moved_is_ours(path: Path, tmp_path: Path) -> None:
    store, desk = ours(path)
    os.utime(path, (1, 1))
    desk.type("照常", OTHER)
    store.flush()
    moved = path.rename(tmp_path / "moved.perfdesk")
    store.close()
    assert names(moved) == ["甲改的", "照常"]


def test_without_edits_of_ours_it_may_be_replaced(path: Path, theirs: Path) -> None:
    store = Store.open(path)
    store.load()
    write_over(path, theirs)
    store.close()
    assert names(path)[0] == "乙改的"


def test_the_open_file_is_no_place_for_its_backup(path: Path) -> None:
    store, desk = ours(path)
    with pytest.raises(BackupError):
        store.backups.backup_to(path)
    desk.type("还能改")
    store.close()
    assert names(path)[0] == "还能改"


def test_what_was_not_checked_yet_is_not_sealed_as_sound(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closed right after opening, a damaged file would pass for sound from then on."""
    code = (
        "import os, sys; from perfdesk.store import Store; from perfdesk.cellpath import CellPath;"
        "s = Store.open(sys.argv[1]); s.draft(CellPath('f1', '', 'x'), 'y').result(); os._exit(9)"
    )
    root = Path(__file__).resolve().parents[2]
    subprocess.run([sys.executable, "-c", code, str(path)], check=False, cwd=root)
    connection = sqlite3.connect(path)
    connection.execute("DELETE FROM cells WHERE form_id = 'f1' AND field = 'project_name'")
    connection.commit()
    connection.close()
    monkeypatch.setattr("perfdesk.store.store.BEHIND_FROM_UNSEALED", 0)
    monkeypatch.setattr("perfdesk.store.store.BEHIND_FROM", 0)
    monkeypatch.setattr("perfdesk.store.damage.background_check.PAUSE", 60)
    store = Store.open(path, check_behind=True)
    store.load()
    store.close()
    monkeypatch.undo()
    with pytest.raises(DamagedDataFileError):
        Store.open(path)


@pytest.mark.parametrize("settled", [True, False])
def test_damage_done_while_it_was_open_is_not_sealed(path: Path, settled: bool) -> None:
    store, _ = ours(path)
    if settled:
        # The backup at closing would notice; it was made just before.
        store.backups.backup()
    # Its structure stays sound, and so do all rows that are left.
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM cells WHERE form_id = 'f2' AND field = 'goal_actual'")
        connection.commit()
    try:
        store.close()
    except DamagedWhileOpenError:
        store.abandon()
    with pytest.raises(DamagedDataFileError):
        Store.open(path)
    # None of its backups holds the damaged state.
    for found in verify(path).backups:
        assert "goal_actual" in read_backup(found.path).form("f2").header


def test_a_file_that_was_cut_short_is_noticed_at_the_next_step(path: Path) -> None:
    with Store.open(path) as store:
        desk = Desk(store)
        desk.type("甲")
        store.flush()
        os.truncate(path, 8192)
        desk.type("乙")
        with pytest.raises(DamagedWhileOpenError) as caught:
            store.flush()
        store.abandon()
    assert "安全" not in str(caught.value)


def test_nothing_is_promised_of_what_could_not_be_read(path: Path) -> None:
    error = DiskFailureError(path, "EIO")
    assert "此前已保存的内容是安全的" in str(error)
    error.doubt()
    assert "安全" not in str(error)
    assert "安全" not in error.without_window
