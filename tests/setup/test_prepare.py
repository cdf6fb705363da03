"""Set-up: what it installs, what it says when it cannot, and that doing it twice does nothing."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def prepare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """packaging/prepare.py, pointed at a .venv/ of this test's own."""
    spec = importlib.util.spec_from_file_location("prepare", ROOT / "packaging" / "prepare.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path / "venv")
    return module


@pytest.fixture
def commands(prepare: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that set-up would run; making the environment makes an interpreter's file."""
    ran: list[list[str]] = []

    def run(command: list[str], failure: str) -> None:
        ran.append(command)
        python = prepare.venv_python()
        python.parent.mkdir(parents=True, exist_ok=True)
        python.touch()

    monkeypatch.setattr(prepare, "run", run)
    return ran


def test_every_pin_is_exact(prepare: ModuleType) -> None:
    lines = (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [*prepare.requirements(with_tests=True), *(line for line in lines if line[:1] != "#")]
    assert [pin for pin in pins if pin.count("==") < 1 or ">" in pin or "~" in pin] == []


def test_second_time_does_nothing(prepare: ModuleType, commands: list[list[str]]) -> None:
    assert prepare.make_environment(with_tests=False)
    assert [command[1:3] for command in commands] == [["-m", "venv"], ["-m", "pip"]]
    assert not prepare.make_environment(with_tests=False)
    assert len(commands) == 2


def test_environment_for_tests_serves_the_program_too(
    prepare: ModuleType, commands: list[list[str]]
) -> None:
    assert prepare.make_environment(with_tests=True)
    assert not prepare.make_environment(with_tests=False)


def test_tests_need_more_than_the_program(prepare: ModuleType, commands: list[list[str]]) -> None:
    prepare.make_environment(with_tests=False)
    assert prepare.make_environment(with_tests=True)
    assert any(item.startswith("pytest==") for item in commands[-1])


def test_changed_pin_is_noticed(
    prepare: ModuleType, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    prepare.make_environment(with_tests=False)
    changed = tmp_path / "constraints.txt"
    changed.write_text("lxml==0.0.1\n", encoding="utf-8")
    monkeypatch.setattr(prepare, "CONSTRAINTS", changed)
    assert prepare.make_environment(with_tests=False)


def test_says_what_to_install_where_it_may_not(
    prepare: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(prepare.shutil, "which", lambda name: None)
    prepare.install_system_packages(["libegl1", "python3-venv"])
    assert "libegl1 python3-venv" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="the POSIX shell's own script")
def test_without_python_one_line_says_so(tmp_path: Path) -> None:
    tool = shutil.which("dirname")
    assert tool is not None
    (tmp_path / "dirname").symlink_to(tool)
    done = subprocess.run(
        ["/bin/sh", str(ROOT / "packaging" / "setup.sh")],
        env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "Python 3.11" in done.stderr


def test_first_start_finds_the_program_translated(
    prepare: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("perfdesk", "ui"):
        (tmp_path / folder / "deep").mkdir(parents=True)
        (tmp_path / folder / "deep" / "module.py").write_text("x = 1\n", encoding="utf-8")
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    prepare.compile_program()
    assert len(list(tmp_path.glob("*/deep/__pycache__/module.*.pyc"))) == 2
