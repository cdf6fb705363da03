"""kill −9 at random moments: nothing acknowledged is lost, the file is sound.

The long form is `pytest tests/faults -m long`.
"""

import random
from pathlib import Path

import pytest
from killing import REOPEN_SECONDS, Reopening, kill_once, tell_reopenings

from perfdesk.session.workspace import Workspace
from perfdesk.store import Store

SHORT = {"typing": 8, "importing": 3, "backing_up": 3, "closing": 4, "sharing": 4}
SHORT |= {"merging": 3, "freezing": 4}
FRESH = 12
LONG = {"typing": 1000, "importing": 200, "backing_up": 200, "closing": 200, "sharing": 200}
LONG |= {"merging": 200, "freezing": 200}


def kill_often(tmp_path: Path, task: str, times: int, seed: int) -> None:
    dice = random.Random(seed)
    folder = tmp_path / ("OneDrive" if task == "sharing" else "unit")
    folder.mkdir()
    acknowledged = total = 0
    reopened: list[Reopening] = []
    for number in range(times):
        if number % FRESH == 0:
            # The journal of one file would grow without end.
            path = folder / f"unit{number}.perfdesk"
            Store.create(path).close()
            acknowledged = 0
        last, took = kill_once(path, task, dice)
        require_versions(path)
        assert last > acknowledged
        total += last - acknowledged
        acknowledged = last
        reopened.append(took)
    # Nothing lies beside the files when they are closed, but for a copy on a stick.
    left = [found.name for found in folder.iterdir() if not found.name.startswith(".stick")]
    assert all(name.endswith(".perfdesk") for name in left), left
    print(task, tell_reopenings(reopened, total))
    # Looked at in the end, so that a busy machine does not hide what is lost or damaged.
    assert max(reopened).wall < REOPEN_SECONDS


def require_versions(path: Path) -> None:
    """Every 定稿 that the history tells is there under its name."""
    with Workspace.open(path, read_only=True) as workspace:
        for entry in workspace._core.history.done:
            if entry.label.startswith("定稿："):
                assert entry.form is not None
                names = [version.name for version in workspace.safekeeping.versions(entry.form)]
                assert entry.label.removeprefix("定稿：") in names


@pytest.mark.parametrize("task", SHORT)
def test_nothing_acknowledged_is_lost_by_a_kill(tmp_path: Path, task: str) -> None:
    kill_often(tmp_path, task, SHORT[task], seed=7)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("task", LONG)
def test_nothing_acknowledged_is_lost_by_many_kills(tmp_path: Path, task: str) -> None:
    kill_often(tmp_path, task, LONG[task], seed=random.randrange(10**6))
