"""Build the program and its release files, and prove them.

Run:  .venv/bin/python packaging/build.py            the program, in dist/perfdesk/
      .venv/bin/python packaging/build.py all        and every release file that this system can make
      .venv/bin/python packaging/build.py deb …      the program and the named ones: deb, portable, update, setup
Add --keep to package the program that dist/ holds already. Exit 1: a step failed, and the last line says which.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import runpy
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable

import icu
import licences
import make_archives
import make_deb
import make_setup
import prove
import sbom
import trim
from release import (
    BUILD,
    DIST,
    PROGRAM,
    ROOT,
    STARTER,
    WINDOWS,
    PackagingError,
    run,
    say,
    version,
    write_hashes,
)

MAKERS: dict[str, Callable[[], object]] = {
    "deb": make_deb.make,
    "portable": make_archives.make_portable,
    "update": make_archives.make_update,
    "setup": make_setup.make,
}
HERE = ("portable", "update", "setup") if WINDOWS else ("deb", "portable", "update")

VERSION_RESOURCE = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0x0, OS=0x40004,
    fileType=0x1, subtype=0x0, date=(0, 0)),
  kids=[
    StringFileInfo([StringTable("080404b0", [
      StringStruct("ProductName", "绩效填报台"),
      StringStruct("FileDescription", "绩效填报台 PerfDesk"),
      StringStruct("ProductVersion", "{version}"),
      StringStruct("FileVersion", "{version}"),
      StringStruct("InternalName", "PerfDesk"),
      StringStruct("OriginalFilename", "PerfDesk.exe"),
      StringStruct("LegalCopyright", "MIT"),
    ])]),
    VarFileInfo([VarStruct("Translation", [0x0804, 1200])]),
  ],
)
"""


def require_pyinstaller() -> None:
    """Install the pinned build tools into the environment that runs this, when they are missing."""
    if importlib.util.find_spec("PyInstaller") is not None:
        return
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    say("installing the build tools")
    pins: list[str] = project["optional-dependencies"]["build"]
    constraints = ROOT / "packaging" / "constraints.txt"
    run([sys.executable, "-m", "pip", "install", "-q", "-c", constraints, *pins])


def version_resource() -> str:
    """What Windows shows on the file's 详细信息 page, as PyInstaller wants it written."""
    parts = [int(part) for part in version().split(".")]
    numbers = tuple([*parts, 0, 0, 0, 0][:4])
    return VERSION_RESOURCE.format(numbers=numbers, version=version())


def freeze() -> None:
    """Run PyInstaller into dist/perfdesk/, from a clean state."""
    BUILD.mkdir(exist_ok=True)
    runpy.run_path(str(ROOT / "packaging" / "parse_templates.py"), run_name="__main__")
    shutil.rmtree(PROGRAM, ignore_errors=True)
    version_file = BUILD / "version.txt"
    version_file.write_text(version_resource(), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "PyInstaller",
        "--noconfirm",
        "--clean",
        "--log-level",
        "ERROR",
    ]
    command += [
        "--distpath",
        str(DIST),
        "--workpath",
        str(BUILD),
        str(ROOT / "packaging" / "perfdesk.spec"),
    ]
    say("freezing")
    # The same sources give the same bytes; and from build/, where no folder is named like a library.
    fixed = {
        "PYTHONHASHSEED": "1",
        "SOURCE_DATE_EPOCH": "1700000000",
        "PERFDESK_VERSION_FILE": str(version_file),
    }
    run(command, cwd=BUILD, env={**os.environ, **fixed})
    if WINDOWS:
        # A command prompt tries .com before .exe: `PerfDesk check …` gets the starter with a console.
        (PROGRAM / "PerfDesk-console.exe").rename(PROGRAM / STARTER)


def cut() -> None:
    """Trim the folder and write dist/trimmed.txt: what went, how much, why."""
    inside = PROGRAM / "_internal"
    before = trim.size_of(PROGRAM)
    lines = []
    for entry in trim.trim(inside, trim.system_name()):
        lines.append(f"{entry.size / 1e6:.1f} MB in {len(entry.files)} files: {entry.why}")
        lines.extend(f"    {name}" for name in entry.files)
    after = trim.size_of(PROGRAM)
    lines.insert(0, f"{before / 1e6:.1f} MB before, {after / 1e6:.1f} MB after\n")
    (DIST / "trimmed.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    say(
        f"trimmed from {before / 1e6:.1f} MB to {after / 1e6:.1f} MB (dist/trimmed.txt says what and why)"
    )
    strangers = licences.unlisted(PROGRAM)
    if strangers:
        raise PackagingError(f"licences.toml names no part for {', '.join(strangers)}")
    if not WINDOWS:
        floor, files = trim.glibc_floor(PROGRAM)
        say(f"needs glibc {floor} or newer, because of {', '.join(files[:3])}")


def build(wanted: list[str], keep: bool) -> None:
    """Do all steps in order."""
    if not keep:
        require_pyinstaller()
        freeze()
        cut()
        prove.prove(PROGRAM / STARTER, ROOT / "resources" / "samples")
    for name in wanted:
        say(f"{name}: {MAKERS[name]()}")
    if wanted:
        say(f"parts: {sbom.make()}")
        say(f"hashes: {write_hashes()}")


def main() -> int:
    """Read the call and build."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("release", nargs="*", help="release files to make")
    parser.add_argument("--keep", action="store_true", help="package what dist/ holds already")
    arguments = parser.parse_args()
    unknown = set(arguments.release) - {*MAKERS, "all"}
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    wanted = list(HERE) if "all" in arguments.release else arguments.release
    try:
        build(wanted, arguments.keep)
    except (PackagingError, trim.BrokenFolder, icu.NotIcuData, subprocess.TimeoutExpired) as error:
        print(f"[build] FAILED: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
