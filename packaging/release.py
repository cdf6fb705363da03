"""What every packaging script shares: where things lie, names of release files, running a command."""

from __future__ import annotations

import hashlib
import platform
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
BUILD = ROOT / "build"
PROGRAM = DIST / "perfdesk"
RESOURCES = ROOT / "resources"

WINDOWS = sys.platform == "win32"
STARTER = "PerfDesk.com" if WINDOWS else "perfdesk"
"""The starter with a console, which the command line and the proofs use."""

MACHINES = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}
VERSION_LINE = re.compile(r'^__version__ = "([^"]+)"$', re.MULTILINE)


class PackagingError(Exception):
    """A step did not do what it should; the message says which and why."""


def version() -> str:
    """The version of the program, as its own source states it."""
    source = (ROOT / "perfdesk" / "__init__.py").read_text(encoding="utf-8")
    found = VERSION_LINE.search(source)
    if found is None:
        raise PackagingError("perfdesk/__init__.py states no __version__")
    return found.group(1)


def system() -> str:
    """`windows-x86_64`, `linux-x86_64` or `linux-arm64`: what a release file is for."""
    machine = MACHINES.get(platform.machine().lower(), platform.machine().lower())
    return f"{'windows' if WINDOWS else 'linux'}-{machine}"


def release_file(suffix: str) -> Path:
    """The path of a release file: `dist/PerfDesk-<version>-<system><suffix>`."""
    return DIST / f"PerfDesk-{version()}-{system()}{suffix}"


def say(line: str) -> None:
    """One line of progress."""
    print(f"[build] {line}", flush=True)


def run(command: Iterable[object], **options: object) -> subprocess.CompletedProcess[str]:
    """Run a tool; PackagingError holds its last words when it fails."""
    words = [str(word) for word in command]
    try:
        done: subprocess.CompletedProcess[str] = subprocess.run(
            words,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            **options,  # type: ignore[call-overload]
        )
    except FileNotFoundError as error:
        raise PackagingError(f"{words[0]} is not installed") from error
    if done.returncode != 0:
        last = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise PackagingError(f"{words[0]} ended with {done.returncode}:\n{last}")
    return done


def require_program() -> Path:
    """The folder of the frozen program; PackagingError when it has not been built."""
    if not (PROGRAM / STARTER).exists():
        raise PackagingError(f"{PROGRAM} holds no program: run packaging/build.py first")
    return PROGRAM


def write_hashes(folder: Path = DIST) -> Path:
    """Write SHA256SUMS over the release files, in the form that `sha256sum -c` reads."""
    target = folder / "SHA256SUMS"
    lines = []
    for path in sorted(folder.glob("*")):
        if path.is_file() and path.name.lower().startswith("perfdesk") and path.suffix != ".txt":
            with path.open("rb") as file:
                lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.name}\n")
    target.write_text("".join(lines), encoding="utf-8", newline="\n")
    return target
