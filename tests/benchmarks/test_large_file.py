"""10,000 forms of 15 indicators open as fast as one form: first paint, from process start (bound: 1.5)."""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "store"))

from store_forms import Desk, a_form

from perfdesk.changes import AddForm, Batch
from perfdesk.document import state
from perfdesk.store import Store

ROOT = Path(__file__).resolve().parents[2]
START_ONCE = Path(__file__).with_name("start_once.py")
FORMS, ROWS, AT_ONCE = 10_000, 15, 500
STARTS = 9
BOUND = 1.5


def seconds_to_paint(home: Path, path: Path) -> float:
    """Start the window on a data file in a new process; the seconds until its form was painted."""
    environment = {
        **os.environ,
        "PERFDESK_HOME": str(home),
        "PERFDESK_QUIT_AFTER_FIRST_PAINT": "1",
        "PYTHONPYCACHEPREFIX": str(home / "bytecode"),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, str(START_ONCE), str(ROOT / "main.py"), str(path)]
    begun = time.monotonic()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    times = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("painted ")]
    assert len(times) == 1, done.stdout + done.stderr
    return float(times[0]) - begun


def fill(path: Path, forms: int) -> None:
    with Store.create(path) as store:
        desk = Desk(store)
        for start in range(0, forms, AT_ONCE):
            numbers = range(start, min(start + AT_ONCE, forms))
            desk.edit(Batch(tuple(AddForm(state(a_form(f"f{n}", rows=ROWS))) for n in numbers)))
            store.flush()


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    one, many = tmp_path / "one.perfdesk", tmp_path / "many.perfdesk"
    fill(one, 1)
    fill(many, FORMS)
    killed = Path(shutil.copy(many, tmp_path / "killed.perfdesk"))
    code = (
        "import os, sys; from perfdesk.store import Store; from perfdesk.cellpath import CellPath;"
        "s = Store.open(sys.argv[1]); s.draft(CellPath('f1', '', 'x'), 'y').result(); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(killed)], check=False, cwd=ROOT)
    return {"one": one, "many": many, "killed": killed}


@pytest.mark.timeout(1800)
def test_ten_thousand_forms_open_like_one(
    files: dict[str, Path], settings_home: Path, figure: Callable[..., Any]
) -> None:
    times: dict[str, list[float]] = {name: [] for name in files}
    seconds_to_paint(settings_home, files["one"])
    for _ in range(STARTS):
        for name, path in files.items():
            copy = Path(shutil.copy(path, path.with_name("started.perfdesk")))
            times[name].append(seconds_to_paint(settings_home, copy))
    found = [
        figure(
            f"first paint of {FORMS:,} forms{told}, against one form",
            measured=statistics.median(times[name]),
            reference=statistics.median(times["one"]),
            unit="s",
            bound=BOUND,
        )
        for name, told in (("many", ""), ("killed", " after a crash"))
    ]
    assert all(each.ratio <= BOUND for each in found)
