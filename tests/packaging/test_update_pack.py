"""The update pack puts the new program in place of the old one, or changes nothing."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="update.cmd is tried on Windows by hand"
)

MakeProgram = Callable[..., Path]
Pack = Callable[..., Path]

SCRIPT = Path(__file__).resolve().parent.parent.parent / "packaging" / "update" / "update.sh"


@pytest.fixture
def installed(tmp_path: Path, make_program: MakeProgram) -> Path:
    """An old portable program with the user's own files in its folder."""
    folder = make_program(tmp_path / "绩效 填报台", "1.0")
    (folder / "portable.txt").touch()
    (folder / "settings").mkdir()
    (folder / "settings" / "settings.json").write_text("mine", encoding="utf-8")
    (folder / "单位.perfdesk").write_text("data", encoding="utf-8")
    return folder


@pytest.fixture
def make_pack(tmp_path: Path, make_program: MakeProgram) -> Pack:
    """Make the new version's pack; `tested`: whether its self-test passes."""

    def make(*, tested: bool = True) -> Path:
        pack = tmp_path / "pack"
        make_program(pack / "program", "2.0", tested=tested)
        shutil.copy(SCRIPT, pack)
        return pack

    return make


def update(pack: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = ["sh", str(pack / "update.sh"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=30)


def state(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_program_is_replaced_and_everything_else_stays(make_pack: Pack, installed: Path) -> None:
    before = state(installed)
    done = update(make_pack(), installed)
    assert done.returncode == 0, done.stderr
    after = state(installed)
    assert after["_internal/part.txt"] == "2.0"
    assert after.keys() == before.keys()
    assert {name for name in before if after[name] != before[name]} == {
        "perfdesk",
        "_internal/part.txt",
    }


def test_files_of_the_old_version_do_not_linger(make_pack: Pack, installed: Path) -> None:
    (installed / "_internal" / "gone.txt").touch()
    update(make_pack(), installed)
    assert not (installed / "_internal" / "gone.txt").exists()


def test_a_program_that_does_not_run_here_changes_nothing(make_pack: Pack, installed: Path) -> None:
    before = state(installed)
    done = update(make_pack(tested=False), installed)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert state(installed) == before


def test_a_program_that_fails_once_in_place_is_taken_back(make_pack: Pack, installed: Path) -> None:
    before = state(installed)
    pack = make_pack()
    (pack / "program" / "perfdesk").write_text(
        '#!/bin/sh\n[ "$1" = --selftest ]\n', encoding="utf-8"
    )
    done = update(pack, installed)
    assert done.returncode == 2
    assert state(installed) == before


def test_a_running_program_is_left_alone(make_pack: Pack, installed: Path) -> None:
    sleeper = shutil.which("sleep")
    assert sleeper is not None
    shutil.copy(sleeper, installed / "perfdesk")
    with subprocess.Popen([installed / "perfdesk", "60"]) as running:
        done = update(make_pack(), installed)
        running.terminate()
    assert done.returncode == 2
    assert (installed / "_internal" / "part.txt").read_text(encoding="utf-8") == "1.0"


@pytest.mark.parametrize("arguments", [(), ("/nonexistent",)])
def test_without_a_program_folder_it_says_what_to_write(
    make_pack: Pack, arguments: tuple[str, ...]
) -> None:
    done = update(make_pack(), *arguments)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
