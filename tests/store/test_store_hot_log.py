"""A commit that a kill interrupted is taken back by whoever opens the file next, readers too."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from store_forms import Desk, a_form, plain

from perfdesk.document import Document
from perfdesk.store import Store, salvage, verify

INTERRUPTED = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 1")
connection.execute("PRAGMA cache_spill = 1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE cells SET text = hex(randomblob(500))")
connection.execute("UPDATE journal SET label = hex(randomblob(2000))")
os._exit(9)
"""

WRITING = """
import sqlite3, sys
from pathlib import Path
from perfdesk.store.lock import FileLock
lock = FileLock.acquire(Path(sys.argv[1]))
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
connection.execute("INSERT INTO phrases VALUES (1, 'x', 1)")
print("begun", flush=True)
sys.stdin.readline()
connection.execute("COMMIT")
lock.release()
"""


@pytest.fixture
def interrupted(tmp_path: Path) -> tuple[Path, Document]:
    path = tmp_path / "unit" / "unit.perfdesk"
    path.parent.mkdir()
    with Store.create(path) as store:
        desk = Desk(store)
        for number in range(20):
            desk.add(a_form(f"f{number}", rows=8))
    sound = path.read_bytes()
    subprocess.run([sys.executable, "-c", INTERRUPTED, str(path)], check=False)
    # The fault is real: pages were written, and the log to take them back is there.
    assert path.read_bytes() != sound
    assert path.with_name(path.name + "-journal").stat().st_size > 512
    return path, desk.document


@pytest.mark.parametrize("read_only", [True, False])
def test_the_next_to_open_takes_it_back(
    interrupted: tuple[Path, Document], read_only: bool
) -> None:
    path, document = interrupted
    with Store.open(path, read_only=read_only) as store:
        assert plain(store.load().document) == plain(document)
        assert store.notice is None
    assert verify(path).ok


def test_verify_takes_it_back_too(interrupted: tuple[Path, Document]) -> None:
    assert verify(interrupted[0]).ok


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="drops root in a child")
def test_in_a_read_only_place_a_copy_is_read(interrupted: tuple[Path, Document]) -> None:
    path, _ = interrupted
    for folder in path.parents:
        if folder.stat().st_uid == 0 and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    path.parent.chmod(0o555)
    before = path.read_bytes()
    child = Path(__file__).parents[1] / "faults" / "hindered.py"
    done = subprocess.run(
        [sys.executable, str(child), "count", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert '"forms": 20' in done.stdout, done.stderr
    assert path.read_bytes() == before


def test_salvage_leaves_the_file_and_its_log_alone(
    interrupted: tuple[Path, Document], tmp_path: Path
) -> None:
    path, document = interrupted
    before = path.read_bytes()
    report = salvage(path, tmp_path / "saved.perfdesk")
    assert report.whole
    assert path.read_bytes() == before
    with Store.open(tmp_path / "saved.perfdesk") as store:
        assert plain(store.load().document) == plain(document)


def test_a_log_that_lost_its_file_does_no_harm(
    interrupted: tuple[Path, Document], tmp_path: Path
) -> None:
    """A copy that left the log behind is damaged, and noticed."""
    alone = Path(shutil.copy(interrupted[0], tmp_path / "alone.perfdesk"))
    assert not verify(alone).ok
    with sqlite3.connect(alone) as connection:
        assert connection.execute("SELECT count(*) FROM forms").fetchone() == (20,)


@pytest.mark.parametrize("way", ["open", "read", "verify"])
def test_a_backup_copied_over_a_crashed_file_is_not_spoiled_by_its_log(
    interrupted: tuple[Path, Document], tmp_path: Path, way: str
) -> None:
    path, _ = interrupted
    good = tmp_path / "good.perfdesk"
    with Store.create(good) as store:
        Desk(store).add(a_form("f1"))
    shutil.copy(good, path)
    if way == "verify":
        assert verify(path).ok
    else:
        with Store.open(path, read_only=way == "read") as store:
            assert store.notice is None
            assert list(store.load().document.forms) == ["f1"]
    assert path.read_bytes() == good.read_bytes()
    assert not path.with_name(path.name + "-journal").exists()


def test_a_reader_leaves_the_log_of_a_writer_alone(tmp_path: Path) -> None:
    """A commit that has begun, and has not written into the file yet."""
    path = tmp_path / "unit.perfdesk"
    with Store.create(path) as store:
        Desk(store).add(a_form("f1"))
    child = subprocess.Popen(
        [sys.executable, "-c", WRITING, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert child.stdout is not None
    assert child.stdout.readline()
    log = path.with_name(path.name + "-journal")
    assert log.stat().st_size > 0
    assert verify(path).forms == 1
    with Store.open(path, read_only=True) as store:
        assert list(store.load().document.forms) == ["f1"]
    assert log.exists()
    child.communicate(b"go\n")
    assert child.returncode == 0
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM phrases").fetchone()[0] == 1
