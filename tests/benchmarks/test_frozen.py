"""The frozen program in dist/ (packaging/build.py makes it): its size, its start against source, its memory."""

import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
FROZEN = ROOT / "dist" / "perfdesk" / ("PerfDesk.exe" if sys.platform == "win32" else "perfdesk")
SOURCE = (sys.executable, str(ROOT / "main.py"))

STARTS = 15
SIZE_MB = 130
RELEASE_MB = {"*.deb": 50, "*-portable.*": 65, "*-update.*": 65}
MEMORY_MB = 200
SETTLED_SECONDS = 8
MEGABYTE = 1_000_000
PEAK = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)

pytestmark = pytest.mark.skipif(
    not FROZEN.exists(), reason="dist/ holds no program: packaging/build.py"
)


def environment(home: Path, **more: str) -> dict[str, str]:
    """The source starts from cached bytecode, as on a user's machine; its first start writes it."""
    cached = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    return {
        **cached,
        "PYTHONPYCACHEPREFIX": str(home / "bytecode"),
        "PERFDESK_HOME": str(home),
        **more,
    }


@pytest.fixture
def data_file(tmp_path: Path, samples: Path) -> Path:
    """A data file with the sample forms, made by the program's own import."""
    target = tmp_path / "start.perfdesk"
    workbook = samples / "workbooks" / "fengtai-self-evaluation-2024-official.xlsx"
    subprocess.run(
        [*SOURCE, "import", str(workbook), "--into", str(target)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return target


def seconds(command: list[str], home: Path, **more: str) -> float:
    """Run the program to its end."""
    begun = time.monotonic()
    subprocess.run(
        command, env=environment(home, **more), check=True, capture_output=True, timeout=60
    )
    return time.monotonic() - begun


def compare(ours: list[str], theirs: list[str], home: Path, **more: str) -> tuple[float, float]:
    """Medians of interleaved runs, each first run thrown away."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(STARTS + 1):
        for command, taken in zip((ours, theirs), times, strict=True):
            taken.append(seconds(command, home, **more))
    return statistics.median(times[0][1:]), statistics.median(times[1][1:])


def test_size(figure: Callable[..., Any]) -> None:
    folder = FROZEN.parent
    held = sum(
        path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
    )
    made = figure(
        "frozen folder", measured=held / MEGABYTE, reference=SIZE_MB, unit="MB", bound=1.0
    )
    assert made.ratio <= made.bound


@pytest.mark.parametrize("pattern", RELEASE_MB)
def test_size_of_release_files(pattern: str, figure: Callable[..., Any]) -> None:
    found = next(FROZEN.parent.parent.glob(f"PerfDesk-{pattern}"), None)
    if found is None:
        pytest.skip("dist/ holds no such release file: packaging/build.py all")
    made = figure(
        f"release file {found.name}",
        measured=found.stat().st_size / MEGABYTE,
        reference=RELEASE_MB[pattern],
        unit="MB",
        bound=1.0,
    )
    assert made.ratio <= made.bound


@pytest.mark.timeout(600)
def test_window_start_against_source(
    data_file: Path, settings_home: Path, figure: Callable[..., Any]
) -> None:
    frozen, source = compare(
        [str(FROZEN), str(data_file)],
        [*SOURCE, str(data_file)],
        settings_home,
        PERFDESK_QUIT_AFTER_FIRST_PAINT="1",
    )
    made = figure(
        "frozen: start, first painted form, end; against source",
        measured=frozen,
        reference=source,
        unit="s",
        bound=1.5,
    )
    assert made.ratio <= made.bound


@pytest.mark.timeout(600)
def test_version_against_source(settings_home: Path, figure: Callable[..., Any]) -> None:
    frozen, source = compare([str(FROZEN), "--version"], [*SOURCE, "--version"], settings_home)
    made = figure(
        "frozen: --version, against source", measured=frozen, reference=source, unit="s", bound=4.0
    )
    assert made.ratio <= made.bound


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize("kind", ["source", "frozen"])
def test_memory_with_a_form_open(
    kind: str, data_file: Path, settings_home: Path, figure: Callable[..., Any]
) -> None:
    command = [str(FROZEN)] if kind == "frozen" else [*SOURCE]
    with subprocess.Popen([*command, str(data_file)], env=environment(settings_home)) as window:
        try:
            # It stays open; what it loads after the first paint is loaded by then.
            with pytest.raises(subprocess.TimeoutExpired):
                window.wait(SETTLED_SECONDS)
            status = Path(f"/proc/{window.pid}/status").read_text(encoding="ascii")
        finally:
            window.terminate()
    found = PEAK.search(status)
    assert found is not None
    made = figure(
        f"{kind}: peak memory with a form open",
        measured=int(found[1]) * 1024 / MEGABYTE,
        reference=MEMORY_MB,
        unit="MB",
        bound=1.0,
    )
    assert made.ratio <= made.bound
