"""kill −9 during export: every file under its name is whole, the data file is sound."""

import contextlib
import json
import random
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from perfdesk.session.workspace import Workspace
from perfdesk.store import verify

EXPORTER = Path(__file__).with_name("exporter.py")


def is_whole(path: Path) -> bool:
    if path.suffix == ".xlsx":
        return zipfile.ZipFile(path).testzip() is None
    if path.suffix == ".pdf":
        return path.read_bytes().rstrip().endswith(b"%%EOF")
    return bool(json.loads(path.read_text("utf-8")))


def export_often(tmp_path: Path, times: int, dice: random.Random) -> None:
    path = tmp_path / "unit.perfdesk"
    with Workspace.create(path) as workspace:
        for year in range(2020, 2025):
            workspace.editing.new_form("shanghai-self-evaluation-2024", year, "绿化养护")
    folder = tmp_path / "out"
    folder.mkdir()
    for _ in range(times):
        child = subprocess.Popen(
            [sys.executable, str(EXPORTER), str(path), str(folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert child.stdout is not None
        assert child.stdout.readline() == b"1\n"
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(dice.random() * 0.3)
        child.kill()
        _, complaint = child.communicate()
        assert b"Traceback" not in complaint, complaint.decode()
        files = [file for file in folder.iterdir() if not file.name.startswith(".")]
        assert len(files) >= 15
        assert [file.name for file in files if not is_whole(file)] == []
        assert verify(path).ok


def test_a_kill_leaves_whole_files(tmp_path: Path) -> None:
    export_often(tmp_path, 2, random.Random(6))


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_many_kills_leave_whole_files(tmp_path: Path) -> None:
    export_often(tmp_path, 200, random.Random(time.time_ns()))
