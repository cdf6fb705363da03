"""A full disk, a folder turned read-only, a second process: told in one sentence, nothing lost.

Each runs in a child, which drops root or limits the size of its files first.
"""

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from store_forms import Desk, a_form, plain

from perfdesk.store import Store, verify
from perfdesk.store.lock import lock_path

CHILD = Path(__file__).with_name("hindered.py")


def run_child(task: str, path: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(CHILD), task, str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    for folder in (tmp_path, *tmp_path.parents):
        # The child has no rights beyond those of everybody.
        if folder.stat().st_uid == os.geteuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o755)
    folder = tmp_path / "unit"
    folder.mkdir()
    path = folder / "unit.perfdesk"
    with Store.create(path) as store:
        Desk(store).add(a_form())
    folder.chmod(0o777)
    path.chmod(0o666)
    return path


@pytest.mark.parametrize("task", ["full", "full_tmpfs"])
def test_a_full_disk_is_told_and_retry_saves_what_waited(filled: Path, task: str) -> None:
    found = run_child(task, filled)
    if found.get("skip"):
        pytest.skip(found["skip"])
    assert found["errors"] == [found["expected"]]
    assert found["pending_when_full"] > 0
    assert found["acknowledged"] == list(range(2, found["last"] + 1))
    assert found["same_after_reopening"]
    assert found["verified"]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_a_folder_turned_read_only_keeps_edits_and_saves_elsewhere(filled: Path) -> None:
    found = run_child("read_only", filled)
    assert found["plain_write_fails"]
    assert found["errors"] == ["SaveForbiddenError"]
    assert found["elsewhere"]
    with Store.open(filled) as store:
        assert plain(store.load().document) == found["before"]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_read_only_places_open_read_only(filled: Path) -> None:
    for task in ("read_only_folder", "read_only_file"):
        found = run_child(task, filled)
        assert found["plain_write_fails"]
        assert found["read_only"], task
        assert found["notice"] == "DataFileReadOnlyError"
        assert found["forms"] == 1
        assert found["create"] == "SaveForbiddenError" or task == "read_only_file"


def test_an_unreadable_file_has_its_sentence(filled: Path) -> None:
    found = run_child("unreadable", filled)
    assert found["plain_write_fails"]
    assert found["errors"] == ["DataFileForbiddenError"]


def test_a_second_process_is_kept_out_and_may_read(filled: Path) -> None:
    with Store.open(filled) as store:
        desk = Desk(store)
        desk.type("改")
        store.flush()
        found = run_child("second", filled)
        assert found["errors"] == ["DataFileLockedError"]
        assert found["names"] == ["改"]
    assert verify(filled).ok


@pytest.fixture
def interrupted(filled: Path) -> Path:
    """The file with half a commit in it, and the log that takes it back."""
    log = filled.with_name(filled.name + "-journal")
    with contextlib.closing(sqlite3.connect(filled, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE cells SET text = '半途', row_check = row_check + 1")
        connection.execute("UPDATE journal SET label = hex(randomblob(20000))")
        state = filled.read_bytes(), log.read_bytes()
        connection.execute("ROLLBACK")
    filled.write_bytes(state[0])
    log.write_bytes(state[1])
    assert "半途".encode() in state[0]
    return filled


def test_a_file_on_a_full_disk_opens_read_only(interrupted: Path) -> None:
    found = run_child("full_before", interrupted)
    if found.get("skip"):
        pytest.skip(found["skip"])
    assert found["plain_write_fails"]
    assert found["read_only"]
    assert found["notice"] == "DataFileNoRoomError"
    assert found["names"] == ["绿化养护"]
    # No lock that could not be written stays behind.
    assert found["left"] == ["ballast", interrupted.name]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_a_log_that_may_only_be_read_is_taken_back_in_a_copy(interrupted: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("two users are needed")
    log = interrupted.with_name(interrupted.name + "-journal")
    log.chmod(0o444)
    before = interrupted.read_bytes(), log.read_bytes()
    found = run_child("as_somebody", interrupted)
    assert found["read_only"]
    assert found["notice"] == "DataFileReadOnlyError"
    assert found["names"] == ["绿化养护"]
    assert (interrupted.read_bytes(), log.read_bytes()) == before
    log.chmod(0)
    assert run_child("as_somebody", interrupted)["errors"]
    log.chmod(0o600)
    with Store.open(interrupted) as store:
        assert not store.read_only
    assert verify(interrupted).ok


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_the_lock_of_another_user_is_a_lock(filled: Path) -> None:
    """Who has it is told; what that user's crash left is taken over."""
    if os.geteuid() != 0:
        pytest.skip("two users are needed")
    with Store.open(filled) as store:
        lock_path(filled).chmod(0o644)
        assert run_child("as_somebody", filled)["errors"] == ["DataFileLockedError"]
        left = lock_path(filled).read_bytes()
        assert not store.read_only
    lock_path(filled).write_bytes(left)
    lock_path(filled).chmod(0o644)
    found = run_child("as_somebody", filled)
    assert found["errors"] == []
    assert not found["read_only"]
    assert not lock_path(filled).exists()
