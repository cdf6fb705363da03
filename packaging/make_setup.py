"""Make the Windows setup.exe with makensis (`apt-get install nsis`, or NSIS on Windows).

Run:  .venv/bin/python packaging/make_setup.py [PAYLOAD TARGET]
makensis packs whatever folder it is given, on Linux too: there the Linux program stands in for the
Windows one, which proves the script; a setup.exe for users comes from a Windows build.
"""

from __future__ import annotations

import sys
from pathlib import Path

from release import (
    BUILD,
    RESOURCES,
    ROOT,
    WINDOWS,
    PackagingError,
    release_file,
    require_program,
    run,
    version,
)

SCRIPT = ROOT / "packaging" / "windows" / "setup.nsi"


def compile_setup(payload: Path, target: Path) -> Path:
    """Compile the setup.exe of the program folder `payload`; any warning fails."""
    words = {
        "VERSION": version(),
        "PAYLOAD": payload.resolve(),
        "TARGET": target.resolve(),
        "ICON": RESOURCES / "icons" / "app.ico",
    }
    defined = [f"-D{name}={value}" for name, value in words.items()]
    run(["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *defined, SCRIPT])
    return target


def make() -> Path:
    """Compile the setup.exe of dist/perfdesk and return its path; on Linux a stand-in, kept out of dist/."""
    target = release_file("-setup.exe") if WINDOWS else BUILD / "stand-in-setup.exe"
    return compile_setup(require_program(), target)


def main() -> int:
    """Compile for the named folders, or for dist/."""
    try:
        print(compile_setup(Path(sys.argv[1]), Path(sys.argv[2])) if len(sys.argv) == 3 else make())
    except PackagingError as error:
        print(f"[build] FAILED: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
