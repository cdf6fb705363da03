"""main.py and the sample data file of run.sh, as a newcomer meets them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import perfdesk
from main import wants_window
from perfdesk.findings import Severity
from perfdesk.session.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent.parent


def start(script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY")
    }
    command = [sys.executable, str(ROOT / script), *arguments]
    return subprocess.run(
        command,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("arguments", [[], ["单位.perfdesk"], ["C:\\单位.PERFDESK"]])
def test_nothing_or_one_data_file_opens_the_window(arguments: list[str]) -> None:
    assert wants_window(arguments)


@pytest.mark.parametrize("arguments", [["read"], ["--version"], ["check", "单位.perfdesk"]])
def test_all_else_is_the_command_line(arguments: list[str]) -> None:
    assert not wants_window(arguments)


def test_version() -> None:
    done = start("main.py", "--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert perfdesk.__version__ in done.stdout


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="other systems always have a display"
)
def test_without_display_the_sample_is_made_and_one_line_says_so(settings_home: Path) -> None:
    done = start("packaging/open_sample.py", QT_QPA_PLATFORM="")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    sample = settings_home / "示例数据.perfdesk"
    assert [path.name for path in settings_home.iterdir()] == [sample.name]
    assert str(sample) in done.stderr
    assert sample.read_bytes().startswith(b"SQLite format 3\0")
    with Workspace.open(sample, read_only=True) as unit:
        first = unit.checking.findings(unit.form_ids()[0])
    assert {finding.severity for finding in first} & {Severity.ERROR, Severity.WARNING}


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="other systems always have a display"
)
def test_sample_is_never_made_anew_and_a_dead_display_is_none(settings_home: Path) -> None:
    settings_home.mkdir()
    sample = settings_home / "示例数据.perfdesk"
    sample.write_bytes(b"mine")
    done = start("packaging/open_sample.py", QT_QPA_PLATFORM="", DISPLAY=":987")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert sample.read_bytes() == b"mine"
