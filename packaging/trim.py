"""Make a frozen folder smaller: remove what trim.toml names, then the libraries that only those needed.

Linux folders are looked at with `readelf`, so that a library which something still needs is noticed
when the build is made and not on the user's machine.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any

import icu

DATA = Path(__file__).with_name("trim.toml")
ORPHANED = "a library that nothing left here needs"
NEEDED = re.compile(r"\(NEEDED\).*\[(.+)\]")
GLIBC = re.compile(r"GLIBC_(\d+)\.(\d+)")


@dataclass(frozen=True, slots=True)
class Removed:
    """Why files went, which, and how many bytes that saved."""

    why: str
    files: tuple[str, ...]
    size: int


class BrokenFolder(Exception):
    """Something in the folder needs a library that is neither in it nor promised by every system."""

    def __init__(self, missing: dict[str, set[str]]) -> None:
        lines = (
            f"{name} needs {', '.join(sorted(what))}" for name, what in sorted(missing.items())
        )
        super().__init__("libraries are missing: " + "; ".join(lines))


@cache
def plan() -> dict[str, Any]:
    """The content of trim.toml."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def system_name() -> str:
    """The name that trim.toml gives this system."""
    return "windows" if sys.platform == "win32" else "linux"


def files_under(folder: Path) -> list[Path]:
    """Every file and link, in order."""
    return sorted(path for path in folder.rglob("*") if path.is_symlink() or path.is_file())


def matches(path: str, patterns: Iterable[str]) -> bool:
    """Whether one of the patterns describes this relative path; `*` crosses folders too."""
    return any(fnmatch(path, pattern.replace("/**/", "/*")) for pattern in patterns)


def trim(folder: Path, system: str) -> list[Removed]:
    """Remove from `_internal` what is not wanted on this system; tell what went and why."""
    done = [
        remove(folder, entry) for entry in plan()["remove"] if entry["system"] in (system, "any")
    ]
    if system == "linux":
        done.append(shrink_icu(folder))
        done.append(strip(folder))
        done.append(delete(folder, orphans(folder), ORPHANED))
        require_libraries(folder)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    return done


def remove(folder: Path, entry: dict[str, Any]) -> Removed:
    """Carry out one entry of trim.toml."""
    doomed = [
        path
        for path in files_under(folder)
        if matches(name := path.relative_to(folder).as_posix(), entry["files"])
        and not matches(name, entry.get("except", ()))
    ]
    return delete(folder, doomed, entry["why"])


def delete(folder: Path, doomed: Iterable[Path], why: str) -> Removed:
    """Delete these files; a link whose target went goes too."""
    names, size = [], 0
    for path in doomed:
        names.append(path.relative_to(folder).as_posix())
        size += 0 if path.is_symlink() else path.stat().st_size
        path.unlink()
    for path in files_under(folder):
        if path.is_symlink() and not path.exists():
            names.append(path.relative_to(folder).as_posix())
            path.unlink()
    return Removed(why, tuple(names), size)


def strip(folder: Path) -> Removed:
    """Take debugging symbols out of the libraries named in trim.toml."""
    names, size = [], 0
    for path in files_under(folder):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not matches(name, plan()["strip"]["linux"]):
            continue
        before = path.stat().st_size
        subprocess.run(["strip", "--strip-unneeded", str(path)], check=True)
        names.append(name)
        size += before - path.stat().st_size
    return Removed("debugging symbols (the files stay)", tuple(names), size)


def shrink_icu(folder: Path) -> Removed:
    """Cut ICU's data to what trim.toml keeps; nothing happens where Qt was built without it."""
    wanted = plan()["icu"]
    names, size = [], 0
    for path in files_under(folder):
        name = path.relative_to(folder).as_posix()
        if not path.is_symlink() and matches(name, [wanted["library"]]):
            size += icu.shrink(path, wanted["keep"])
            names.append(name)
    return Removed(f"{wanted['why']} (the file stays)", tuple(names), size)


def libraries(folder: Path) -> Iterator[Path]:
    """The ELF files, links left out."""
    for path in files_under(folder):
        if not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    yield path


@cache
def needed(path: Path) -> frozenset[str]:
    """The names of the libraries that this one links to."""
    done = subprocess.run(["readelf", "-d", str(path)], capture_output=True, text=True, check=True)
    return frozenset(NEEDED.findall(done.stdout))


def is_loaded_by_name(name: str) -> bool:
    """Whether this is a plugin, a Python module or a library opened at run time: a root, not a branch."""
    base = name.rsplit("/", 1)[-1]
    if fnmatch(base, "lib*.so.*") or name.startswith("PySide6/Qt/lib/"):
        return matches(base, (*plan()["keep"]["linux"], "libpython*.so*"))
    return True


def orphans(folder: Path) -> list[Path]:
    """Libraries that no root needs, directly or through others."""
    found = {path: path.relative_to(folder).as_posix() for path in libraries(folder)}
    by_name: dict[str, list[Path]] = {}
    for path in found:
        by_name.setdefault(path.name, []).append(path)
    open_ends = [path for path, name in found.items() if is_loaded_by_name(name)]
    reached = set(open_ends)
    while open_ends:
        for name in needed(open_ends.pop()):
            fresh = [path for path in by_name.get(name, ()) if path not in reached]
            reached.update(fresh)
            open_ends.extend(fresh)
    return [path for path in found if path not in reached]


def require_libraries(folder: Path) -> None:
    """Raise BrokenFolder when a needed library is neither here nor part of every system."""
    here = {path.name for path in files_under(folder)}
    promised = plan()["system"]["linux"]
    missing: dict[str, set[str]] = {}
    for path in libraries(folder):
        lacking = {name for name in needed(path) - here if not matches(name, promised)}
        if lacking:
            missing[path.relative_to(folder).as_posix()] = lacking
    if missing:
        raise BrokenFolder(missing)


def glibc_floor(folder: Path) -> tuple[str, list[str]]:
    """The oldest glibc that everything here runs on, and the files that ask for it."""
    wants: dict[tuple[int, int], list[str]] = {}
    for path in libraries(folder):
        done = subprocess.run(
            ["readelf", "-V", str(path)], capture_output=True, text=True, check=True
        )
        versions = {(int(major), int(minor)) for major, minor in GLIBC.findall(done.stdout)}
        if versions:
            wants.setdefault(max(versions), []).append(path.relative_to(folder).as_posix())
    highest = max(wants, default=(0, 0))
    return f"{highest[0]}.{highest[1]}", wants.get(highest, [])


def size_of(folder: Path) -> int:
    """Bytes of all files below, links not counted."""
    return sum(path.stat().st_size for path in files_under(folder) if not path.is_symlink())
