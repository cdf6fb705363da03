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
