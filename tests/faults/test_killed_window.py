"""kill −9 of the real window while it types and while it imports: what it confirmed is there."""

import random
import time
from pathlib import Path

import pytest
from killing import REOPEN_SECONDS, Reopening, kill_once, tell_reopenings

from perfdesk.session.workspace import Workspace

TYPIST = Path(__file__).with_name("window_typist.py")
SAMPLES = Path(__file__).resolve().parents[1] / "samples"
WORKBOOK = SAMPLES / "workbooks" / "fengtai-self-evaluation-2024-official.xlsx"
FRESH = 20


def kill_often(tmp_path: Path, task: str, times: int, dice: random.Random) -> None:
    acknowledged = total = 0
    reopened: list[Reopening] = []
    for number in range(times):
        if number % FRESH == 0:
            path = tmp_path / f"unit{number}.perfdesk"
            with Workspace.create(path) as workspace:
                workspace.editing.new_form("shanghai-self-evaluation-2024", 2024, "绿化养护")
            acknowledged = 1
        last, took = kill_once(path, task, dice, TYPIST, str(WORKBOOK), most=6)
        assert last > acknowledged
        total += last - acknowledged
        acknowledged = last
        reopened.append(took)
    print("window", task, tell_reopenings(reopened, total))
    assert max(reopened).wall < REOPEN_SECONDS


@pytest.mark.parametrize("task", ["typing", "importing"])
def test_nothing_confirmed_is_lost_by_a_kill_of_the_window(tmp_path: Path, task: str) -> None:
    kill_often(tmp_path, task, 2, random.Random(8))


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("task", ["typing", "importing"])
def test_nothing_confirmed_is_lost_by_many_kills_of_the_window(tmp_path: Path, task: str) -> None:
    kill_often(tmp_path, task, 100, random.Random(time.time_ns()))
