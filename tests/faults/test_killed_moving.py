"""kill −9 while a backup is restored or a file is migrated: the old file or the new one, whole."""

import contextlib
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from store_forms import Desk, a_form, plain

from perfdesk.store import Store, verify

MOVER = Path(__file__).with_name("mover.py")
SCHEMA_1 = Path(__file__).parents[1] / "store" / "fixtures" / "schema-1-unit.perfdesk"


def killed(task: str, path: Path, *backups: Path, dice: random.Random) -> None:
    child = subprocess.Popen(
        [sys.executable, str(MOVER), task, str(path), *map(str, backups)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdout is not None
    for _ in range(dice.randint(1, 4)):
        child.stdout.readline()
    # Some way into the next one.
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(dice.random() * 0.05)
    child.kill()
    _, complaint = child.communicate()
    assert b"Traceback" not in complaint, complaint.decode()


def restore_often(tmp_path: Path, times: int, dice: random.Random) -> None:
    path = tmp_path / "unit.perfdesk"
    wanted = []
    backups = []
    with Store.create(path) as store:
        desk = Desk(store)
        for number in range(2):
            for form in range(4 + 9 * number):
                desk.add(a_form(f"f{number}-{form}", rows=6))
            backups.append(store.backups.backup())
            wanted.append(plain(desk.document))
    for _ in range(times):
        killed("restore", path, *(backup.path for backup in backups), dice=dice)
        with Store.open(path) as store:
            assert plain(store.load().document) in wanted
        assert verify(path).ok
        for kept in tmp_path.glob("*恢复前*.perfdesk"):
            assert verify(kept).ok
            kept.unlink()
        assert not list(tmp_path.glob(".*.part"))


def migrate_often(tmp_path: Path, times: int, dice: random.Random) -> None:
    path = Path(shutil.copy(SCHEMA_1, tmp_path / "unit.perfdesk"))
    sound = path.read_bytes()
    with Store.open(path, read_only=True) as store:
        wanted = plain(store.load().document)
    for _ in range(times):
        killed("migrate", path, dice=dice)
        with contextlib.closing(sqlite3.connect(path)) as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
            assert ("block_rows" in tables) == (version == 2)
        with Store.open(path) as store:
            assert plain(store.load().document) == wanted
        path.write_bytes(sound)


@pytest.mark.parametrize("work", [restore_often, migrate_often])
def test_a_kill_leaves_the_old_file_or_the_new_one(tmp_path: Path, work: object) -> None:
    work(tmp_path, 3, random.Random(5))  # type: ignore[operator]


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("work", [restore_often, migrate_often])
def test_many_kills_leave_the_old_file_or_the_new_one(tmp_path: Path, work: object) -> None:
    work(tmp_path, 200, random.Random(time.time_ns()))  # type: ignore[operator]
