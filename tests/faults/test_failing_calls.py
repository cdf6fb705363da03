"""Every n-th write, fsync and rename failing, once and for good: no crash, no loss, one message."""

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from store_forms import Desk, a_form, plain

from perfdesk.store import Store, verify

HERE = Path(__file__).parent
COMPILER = shutil.which("cc") or shutil.which("gcc")

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="LD_PRELOAD is for Linux"),
    pytest.mark.skipif(COMPILER is None, reason="no C compiler to make the preload shim with"),
]


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("shim") / "failing_calls.so"
    source = HERE / "failing_calls.c"
    command = [str(COMPILER), "-shared", "-fPIC", "-O1", "-o", str(target), str(source), "-ldl"]
    subprocess.run(command, check=True, capture_output=True)
    return target


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "sound.perfdesk"
    with Store.create(path) as store:
        Desk(store).add(a_form())
    return path


def strike(shim: Path, sound: Path, call: str, at: int, for_good: bool, number: int) -> int:
    """One run with one fault; answers how many sentences the user would have read."""
    folder = sound.parent / f"{call}-{at}-{for_good}"
    folder.mkdir()
    path = Path(shutil.copy(sound, folder / "unit.perfdesk"))
    environment = {
        **os.environ,
        "LD_PRELOAD": str(shim),
        "FAULT_CALL": call,
        "FAULT_AT": str(at),
        "FAULT_ALWAYS": str(int(for_good)),
        "FAULT_ERRNO": str(number),
        "FAULT_WHEN": str(folder / "marker"),
        "PERFDESK_HOME": str(folder / "home"),
    }
    done = subprocess.run(
        [sys.executable, str(HERE / "struck.py"), str(path), str(folder / "marker")],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, (call, at, for_good, done.stderr)
    assert "Traceback" not in done.stderr, done.stderr
    report = json.loads(done.stdout)
    assert report["pending"] == 0, (call, at, for_good, report)
    assert report["acknowledged"] == sorted(set(report["acknowledged"]))
    assert len(report["messages"]) <= 1, (call, at, report["messages"])
    with Store.open(path) as store:
        assert plain(store.load().document) == report["document"], (call, at, for_good)
    found = verify(path)
    assert found.ok, (call, at, for_good, found.problems)
    assert all(backup.ok for backup in found.backups)
    shutil.rmtree(folder)
    return len(report["messages"]) + len(report["other"])


SHORT = [
    ("write", 3, False),
    ("write", 40, True),
    ("fsync", 2, True),
    ("rename", 1, False),
    ("rename", 4, True),
]


@pytest.mark.parametrize(("call", "at", "for_good"), SHORT)
def test_a_failing_call_is_survived_and_told(
    shim: Path, sound: Path, call: str, at: int, for_good: bool
) -> None:
    assert strike(shim, sound, call, at, for_good, errno.EIO) >= 1


@pytest.mark.long
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC])
@pytest.mark.parametrize("for_good", [False, True])
@pytest.mark.parametrize("call", ["write", "fsync", "rename"])
def test_every_call_may_fail(
    shim: Path, sound: Path, call: str, for_good: bool, number: int
) -> None:
    struck = [bool(strike(shim, sound, call, at, for_good, number)) for at in range(1, 201)]
    print(call, "for good" if for_good else "once", number, f"{sum(struck)} of 200 felt and told")
    # The shim is really there, and the work is long enough for the n-th call.
    assert sum(struck) >= 150
