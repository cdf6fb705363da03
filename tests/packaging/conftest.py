"""The packaging scripts as modules, and a small stand-in for the frozen program."""

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

Script = Callable[[str], ModuleType]


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Script:
    """Import a script of packaging/ by its name; they find each other as when run."""
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    own = {path.stem for path in (ROOT / "packaging").glob("*.py")}

    def load(name: str) -> ModuleType:
        for each in own & set(sys.modules):
            monkeypatch.delitem(sys.modules, each)
        return import_module(name)

    return load


MakeProgram = Callable[..., Path]


@pytest.fixture
def make_program() -> MakeProgram:
    """Make a folder laid out like the frozen program, whose starter is a shell script."""
    return _make_program


def _make_program(folder: Path, says: str, *, tested: bool = True) -> Path:
    (folder / "_internal").mkdir(parents=True)
    (folder / "_internal" / "part.txt").write_text(says, encoding="utf-8")
    starter = folder / "perfdesk"
    starter.write_text(
        f"#!/bin/sh\n[ \"$1\" != --version ] || {{ echo 'PerfDesk {says}'; exit 0; }}\nexit {0 if tested else 1}\n",
        encoding="utf-8",
    )
    starter.chmod(0o755)
    return folder
