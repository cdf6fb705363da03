"""From start to the first painted form, against a bare PySide6 window with a table."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
START_ONCE = Path(__file__).with_name("start_once.py")

STARTS = 15
BOUND = 1.8


def seconds_to_paint(home: Path, *what: str) -> float:
    """Start one window in a new process; return the seconds until its table was painted."""
    environment = {
        **os.environ,
        "PERFDESK_HOME": str(home),
        "PERFDESK_QUIT_AFTER_FIRST_PAINT": "1",
        # Both start from cached bytecode, as on a user's machine; the first start of each writes it.
        "PYTHONPYCACHEPREFIX": str(home / "bytecode"),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, str(START_ONCE), *what]
    begun = time.monotonic()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    times = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("painted ")]
    assert len(times) == 1, done.stdout + done.stderr
    return float(times[0]) - begun


@pytest.fixture
def data_file(tmp_path: Path, samples: Path) -> Path:
    """A data file with the sample forms, made by the program's own import."""
    target = tmp_path / "start.perfdesk"
    workbook = samples / "workbooks" / "fengtai-self-evaluation-2024-official.xlsx"
    command = [
        sys.executable,
        str(ROOT / "main.py"),
        "import",
        str(workbook),
        "--into",
        str(target),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return target


@pytest.mark.timeout(600)
def test_start_to_first_paint(
    data_file: Path, settings_home: Path, figure: Callable[..., Any]
) -> None:
    program = (str(ROOT / "main.py"), str(data_file))
    seconds_to_paint(settings_home, "bare")
    seconds_to_paint(settings_home, *program)
    ours: list[float] = []
    bare: list[float] = []
    for _ in range(STARTS):
        bare.append(seconds_to_paint(settings_home, "bare"))
        ours.append(seconds_to_paint(settings_home, *program))
    measured = figure(
        f"start to first painted form, medians of {STARTS} interleaved starts",
        measured=statistics.median(ours),
        reference=statistics.median(bare),
        unit="s",
        bound=BOUND,
    )
    assert measured.ratio <= BOUND
