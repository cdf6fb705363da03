"""What the command line says about a data file that is newer, read-only or was changed outside."""

import contextlib
import signal
import sqlite3
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import SAMPLES, Run

FORM = SAMPLES / "forms" / "municipal-self-evaluation-2023.json"
OTHER = SAMPLES / "forms" / "putuo-self-evaluation.json"


@pytest.fixture
def unit(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "unit.perfdesk"
    assert run("import", FORM, "--into", path).code == 0
    return path


@pytest.fixture
def newer(unit: Path) -> Path:
    with contextlib.closing(sqlite3.connect(unit)) as connection:
        connection.execute("PRAGMA user_version = 99")
        connection.commit()
    return unit


def test_nothing_is_said_to_be_imported_into_a_newer_file(run: Run, newer: Path) -> None:
    before = newer.read_bytes()
    answer = run("import", OTHER, "--into", newer)
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert "更新版本" in answer.err
    assert newer.read_bytes() == before


def test_a_dry_run_into_a_newer_file_tells_what_would_come(run: Run, newer: Path) -> None:
    answer = run("import", OTHER, "--into", newer, "--dry-run", "--json")
    assert answer.code == 0
    assert answer.data["files"]
    assert "更新版本" in answer.err


@pytest.mark.parametrize("command", ["export", "check", "summary"])
def test_reading_a_newer_file_says_so_and_goes_on(
    run: Run, newer: Path, tmp_path: Path, command: str
) -> None:
    more = {
        "export": ("--to", tmp_path / "out"),
        "check": (),
        "summary": ("--year", "2023", "--to", tmp_path / "s.xlsx"),
    }[command]
    answer = run(command, newer, *more)
    assert answer.code in (0, 1)
    assert "更新版本" in answer.err


def test_a_change_by_another_program_is_said(run: Run, unit: Path) -> None:
    data = bytearray(unit.read_bytes())
    with contextlib.closing(sqlite3.connect(unit)) as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("CREATE TABLE stranger (x)")
        connection.execute("DROP TABLE stranger")
        connection.commit()
    assert bytes(data) != unit.read_bytes()
    answer = run("export", unit, "--to", unit.parent / "out")
    assert answer.code == 0
    assert "其他程序改动" in answer.err


def test_a_sound_file_is_read_without_a_word(run: Run, unit: Path) -> None:
    assert run("export", unit, "--to", unit.parent / "out").err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_an_import_that_cannot_be_saved_changes_nothing(
    run: Run, unit: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import resource

    # Python would cut short, and keep, the bytecode of what is imported meanwhile.
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    before = unit.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    # Room for the backup, none for what comes.
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 8192, hard))
    try:
        answer = run("import", OTHER, "--into", unit, "--json")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.count("\n") == 1
    assert "窗口" not in answer.err
    assert run("verify", unit).code == 0
    assert len(run("import", OTHER, "--into", unit, "--dry-run", "--json").data["files"]) == 1
    assert run("export", unit, "--to", unit.parent / "out", "--json").data["files"][1:] == []
