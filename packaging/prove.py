"""Prove a built program by running it as its user would: any word on stderr fails.

Run:  .venv/bin/python packaging/prove.py [PATH-OF-THE-STARTER]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from release import PROGRAM, ROOT, STARTER, PackagingError, say, version

SECONDS = 180
# Qt's offscreen platform says this of itself; it is no word of the program.
PLATFORM_LINES = {"This plugin does not support propagateSizeHints()"}


def start(command: list[str], home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the program with a settings folder of its own and no display."""
    environment = {**os.environ, "PERFDESK_HOME": str(home), "QT_QPA_PLATFORM": "offscreen", **more}
    # The frozen program must stand alone; a leftover of ours would hide what it lacks.
    for name in ("PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "VIRTUAL_ENV"):
        environment.pop(name, None)
    environment.setdefault("XDG_RUNTIME_DIR", str(home))
    return subprocess.run(
        command,
        cwd=home,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=SECONDS,
    )


def expect(command: list[str], home: Path, *, codes: tuple[int, ...] = (0,), **more: str) -> str:
    """Return what the program printed; PackagingError for another exit code or any word on stderr."""
    done = start(command, home, **more)
    words = [line for line in done.stderr.splitlines() if line.strip() not in PLATFORM_LINES]
    what = " ".join(Path(word).name for word in command)
    if done.returncode not in codes:
        raise PackagingError(f"{what} ended with {done.returncode}: {done.stderr[-2000:]}")
    if words:
        raise PackagingError(f"{what} wrote to stderr: {' | '.join(words)[:2000]}")
    return done.stdout


def prove(starter: Path, samples: Path) -> None:
    """Version, self-test, window, and the same answers as the source on real forms."""
    program = [str(starter)]
    source = [sys.executable, str(ROOT / "main.py")]
    with tempfile.TemporaryDirectory(prefix="perfdesk-prove-") as name:
        home = Path(name)
        said = expect([*program, "--version"], home).strip()
        if said != f"PerfDesk {version()}":
            raise PackagingError(f"--version says “{said}”, the source {version()}")
        say(said)
        for line in expect([*program, "--selftest"], home).splitlines():
            say(f"selftest: {line}")
        for call in (
            ["templates", "--json"],
            ["read", str(samples), "--json"],
            ["check", str(samples), "--json"],
        ):
            if expect([*program, *call], home, codes=(0, 1)) != expect(
                [*source, *call], home, codes=(0, 1)
            ):
                raise PackagingError(
                    f"{' '.join(call)}: the program answers differently from the source"
                )
            say(f"{call[0]}: the same answer as from source")
        move_forms(program, home, samples)
        open_window(program, home)


def move_forms(program: list[str], home: Path, samples: Path) -> None:
    """Import the samples, export all formats and the summary, and verify the data file."""
    data = home / "试用.perfdesk"
    expect([*program, "import", str(samples), "--into", str(data)], home)
    formats = [word for each in ("xlsx", "pdf", "json") for word in ("--format", each)]
    expect([*program, "export", str(data), "--to", str(home / "导出"), *formats], home)
    written = sum(1 for path in (home / "导出").rglob("*") if path.is_file())
    if not written:
        raise PackagingError("export wrote no file")
    for name in ("汇总.xlsx", "汇总.pdf"):
        expect([*program, "summary", str(data), "--year", "2024", "--to", str(home / name)], home)
    expect([*program, "verify", str(data)], home)
    say(f"import, export ({written} files), summary, verify: done")


def open_window(program: list[str], home: Path) -> None:
    """Start the window on the data file and let it paint once."""
    expect([*program, str(home / "试用.perfdesk")], home, PERFDESK_QUIT_AFTER_FIRST_PAINT="1")
    say("window: opened the data file and painted")


def main() -> int:
    """Prove the named program, or the one in dist/."""
    starter = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else PROGRAM / STARTER
    try:
        prove(starter, ROOT / "resources" / "samples")
    except (PackagingError, subprocess.TimeoutExpired) as error:
        print(f"[build] FAILED: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
