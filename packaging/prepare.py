"""Set up a checkout: .venv/, the pinned packages, and the system libraries that Qt needs.

Started by run.sh, test.sh and their Windows twins with any Python; only the standard library is
used. Doing it twice costs nothing: a stamp in .venv/ holds a digest of what was installed.
Exit 0: ready. Exit 2: said on stderr what is missing and what to do.
"""

from __future__ import annotations

import argparse
import compileall
import contextlib
import ctypes
import hashlib
import importlib.util
import os
import platform
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYPROJECT = ROOT / "pyproject.toml"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
SUPPORTED = ((3, 11), (3, 14))

# Shared library -> Debian package. What Qt needs without a display, and what a real X server adds.
OFFSCREEN_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
X11_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


class CannotPrepare(Exception):
    """Set-up cannot go on; the message says what is missing and what to do."""


def say(text: str) -> None:
    """Print one line of progress."""
    print(f"[准备] {text}", file=sys.stderr, flush=True)


def venv_python() -> Path:
    """The interpreter inside .venv/."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def missing_packages() -> list[str]:
    """Debian packages whose libraries this system lacks; empty except on Linux."""
    if not sys.platform.startswith("linux"):
        return []
    libraries = {**OFFSCREEN_LIBRARIES, **X11_LIBRARIES}
    missing = [package for name, package in libraries.items() if not loads(name)]
    # Debian's Python comes without ensurepip, which .venv/ is made with.
    if not VENV.exists() and importlib.util.find_spec("ensurepip") is None:
        missing.append("python3-venv")
    return missing


def loads(library: str) -> bool:
    """Whether the dynamic linker finds this shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_system_packages(missing: list[str]) -> None:
    """Install them with apt-get where that is possible, else say what to install."""
    command = "apt-get install -y --no-install-recommends " + " ".join(missing)
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        say(f"缺少系统组件，请用管理员身份安装后重试：{command}（其他系统请装同名组件）")
        return
    say(f"正在安装系统组件：{' '.join(missing)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in ("apt-get update -q", command):
        done = subprocess.run(step.split(), env=environment, capture_output=True, text=True)
        if done.returncode != 0:
            lines = (done.stderr or done.stdout).strip().splitlines() or ["没有说明"]
            say(f"“{step}”没有成功（{lines[-1]}），先继续往下做")
            return


def requirements(with_tests: bool) -> list[str]:
    """The pinned packages of pyproject.toml."""
    import tomllib

    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    extra: list[str] = project["optional-dependencies"]["test"] if with_tests else []
    return [*project["dependencies"], *extra]


def digest(wanted: list[str]) -> str:
    """What .venv/ was made from, so that a change of pins or Python is noticed."""
    parts = [*wanted, CONSTRAINTS.read_text(encoding="utf-8"), sys.version, platform.machine()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def stamp_file(with_tests: bool) -> Path:
    """Where the digest of an installation that went through is kept."""
    return VENV / ("perfdesk-test.stamp" if with_tests else "perfdesk.stamp")


def stamped(with_tests: bool) -> bool:
    """Whether today's pins are installed already; those for the tests include the program's."""
    stamp = stamp_file(with_tests)
    return stamp.exists() and stamp.read_text(encoding="utf-8") == digest(requirements(with_tests))


def make_environment(with_tests: bool) -> bool:
    """Create .venv/ and install the pinned packages; return False when that was done already."""
    wanted = requirements(with_tests)
    if venv_python().exists() and (stamped(True) or (not with_tests and stamped(False))):
        return False
    if not works(venv_python()):
        say("正在建立 .venv/")
        run([sys.executable, "-m", "venv", "--clear", str(VENV)], "建立 .venv/ 没有成功")
    say("正在安装所需的 Python 包，第一次要一两分钟")
    pip = [str(venv_python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*pip, "--constraint", str(CONSTRAINTS), *wanted], "安装 Python 包没有成功")
    stamp_file(with_tests).write_text(digest(wanted), encoding="utf-8")
    say("准备好了")
    return True


def compile_program() -> None:
    """Translate the program once, so that its first start need not; where nothing can be written, never mind.

    Done each time, since it costs 30 ms when nothing has changed; PYTHONDONTWRITEBYTECODE forbids a
    start to keep what it translates, and this not.
    """
    for folder in ("perfdesk", "ui"):
        compileall.compile_dir(ROOT / folder, quiet=2)


def parse_templates() -> None:
    """Tell the template files as JSON too, which starts read ten times as fast; as with bytecode, never mind."""
    with contextlib.suppress(OSError):
        runpy.run_path(str(ROOT / "packaging" / "parse_templates.py"), run_name="__main__")


def works(python: Path) -> bool:
    """Whether this interpreter starts and has pip; a half-made or moved .venv/ does not."""
    version = "import sys, pip; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run([str(python), "-c", version], capture_output=True, text=True)
    except OSError:
        return False
    return done.returncode == 0 and done.stdout.strip() == "{}.{}".format(*sys.version_info[:2])


def run(command: list[str], failure: str) -> None:
    """Run a step; raise CannotPrepare with the last line it printed when it fails."""
    done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    if done.returncode != 0:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["没有说明"]
        raise CannotPrepare(f"{failure}：{lines[-1]}")


def check_qt() -> None:
    """Say so when Qt does not load after all."""
    probe = "from PySide6 import QtWidgets"
    done = subprocess.run(
        [str(venv_python()), "-c", probe], capture_output=True, text=True, errors="replace"
    )
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or ["没有说明"]
        raise CannotPrepare(f"窗口组件 Qt 载入不了：{lines[-1]}")


def main() -> int:
    """Set up; return the exit code."""
    parser = argparse.ArgumentParser(description="Set up this checkout.")
    parser.add_argument("--test", action="store_true", help="also what the tests need")
    with_tests = parser.parse_args().test
    if not SUPPORTED[0] <= sys.version_info[:2] < SUPPORTED[1]:
        say("需要 Python 3.11、3.12 或 3.13，现在的是 " + platform.python_version())
        return 2
    try:
        missing = missing_packages()
        if missing:
            install_system_packages(missing)
        if make_environment(with_tests) or missing:
            check_qt()
        compile_program()
        parse_templates()
    except CannotPrepare as problem:
        say(str(problem))
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
