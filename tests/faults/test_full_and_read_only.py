"""A full disk, a folder turned read-only, a second process: told in one sentence, nothing lost.

Each runs in a child, which drops root or limits the size of its files first.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from store_forms import Desk, a_form, plain

from perfdesk.store import Store, verify

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
