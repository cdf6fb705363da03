"""The release as a user meets it: built, unpacked, started, updated, and on Windows set up and removed."""

import importlib.util
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DIST = ROOT / "dist"

pytestmark = [pytest.mark.long, pytest.mark.timeout(1500)]

# The offscreen platform says this of itself (see prove.py).
PLATFORM_LINE = "This plugin does not support propagateSizeHints()"

needs_pyinstaller = pytest.mark.skipif(
    importlib.util.find_spec("PyInstaller") is None or sys.platform == "win32",
    reason="needs PyInstaller (extra `build`) on Linux",
)
needs_wine = pytest.mark.skipif(
    shutil.which("makensis") is None or shutil.which("wine") is None, reason="needs nsis and wine"
)


@pytest.fixture(scope="module")
def built() -> str:
    """Build the program, the portable archive and the update pack; what the build said."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "build.py"), "portable", "update"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=1400,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture
def portable(built: str, tmp_path: Path) -> Path:
    """The portable archive unpacked in a folder with a space and Chinese in its name."""
    folder = tmp_path / "U 盘"
    with tarfile.open(next(DIST.glob("*-portable.tar.gz"))) as archive:
        archive.extractall(folder, filter="tar")
    return folder / "PerfDesk"


def start(
    program: Path, *arguments: str, home: Path, **more: str
) -> subprocess.CompletedProcess[str]:
    """Start it with nothing of this environment but a home folder."""
    environment = {"HOME": str(home), "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", **more}
    command = [str(program), *arguments]
    return subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=120
    )


@needs_pyinstaller
def test_the_build_proves_what_it_built(built: str) -> None:
    for step in ("selftest: ", "check: the same answer as from source", "window: opened"):
        assert step in built


@needs_pyinstaller
def test_no_network_library_is_carried(built: str) -> None:
    names = {path.name.lower() for path in (DIST / "perfdesk").rglob("*")}
    network = ("qt6network", "libssl", "libcrypto", "_ssl.", "qtnetwork", "libcurl")
    assert [name for name in names if any(part in name for part in network)] == []


@needs_pyinstaller
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_a_command_loads_no_window_library(built: str, tmp_path: Path) -> None:
    """PyInstaller's own start hooks would import Qt into every start."""
    log = tmp_path / "calls"
    command = ["strace", "-f", "-qq", "-e", "trace=openat", "-o", str(log)]
    program = DIST / "perfdesk" / "perfdesk"
    subprocess.run([*command, program, "--version"], check=True, capture_output=True, timeout=60)
    opened = log.read_text(encoding="utf-8", errors="replace")
    assert "libpython" in opened
    assert [name for name in ("libQt6", "libicu", "_multiprocessing.") if name in opened] == []


@needs_pyinstaller
def test_portable_program_keeps_its_settings_beside_itself(portable: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    window = {"QT_QPA_PLATFORM": "offscreen", "PERFDESK_QUIT_AFTER_FIRST_PAINT": "1"}
    done = start(portable / "perfdesk", home=home, XDG_RUNTIME_DIR=str(tmp_path), **window)
    words = [line for line in done.stderr.splitlines() if line != PLATFORM_LINE]
    assert (done.returncode, words) == (0, [])
    assert any((portable / "settings").iterdir())
    assert [path.name for path in home.iterdir() if path.name != ".cache"] == []


@needs_pyinstaller
def test_update_pack_updates_the_portable_program(portable: Path, tmp_path: Path) -> None:
    (portable / "settings").mkdir()
    (portable / "settings" / "mine.txt").write_text("mine", encoding="utf-8")
    with tarfile.open(next(DIST.glob("*-update.tar.gz"))) as archive:
        archive.extractall(tmp_path / "pack", filter="tar")
    script = next((tmp_path / "pack").glob("*/update.sh"))
    done = subprocess.run(
        ["sh", str(script), str(portable)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (portable / "settings" / "mine.txt").read_text(encoding="utf-8") == "mine"
    assert (portable / "portable.txt").exists()
    assert start(portable / "perfdesk", "--selftest", home=tmp_path).returncode == 0


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A fresh Windows 10 as wine makes it: the environment to run programs in."""
    prefix = tmp_path_factory.mktemp("wine")
    environment = {
        **os.environ,
        "WINEPREFIX": str(prefix),
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree,mshtml=",
    }
    for command in (["wineboot", "-i"], ["winecfg", "-v", "win10"]):
        subprocess.run(
            ["wine", *command], env=environment, capture_output=True, check=True, timeout=300
        )
    return environment


def wine(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["wine", *command], env=environment, capture_output=True, check=False, timeout=200
    )


@needs_wine
def test_setup_installs_for_the_user_and_uninstall_leaves_data(
    script: Callable[[str], ModuleType], windows: dict[str, str], tmp_path: Path
) -> None:
    payload = tmp_path / "payload"
    (payload / "_internal").mkdir(parents=True)
    for name in ("PerfDesk.exe", "PerfDesk.com", "_internal/part.txt"):
        (payload / name).write_text("stand-in", encoding="utf-8")
    setup = script("make_setup").compile_setup(payload, tmp_path / "PerfDesk-setup.exe")
    assert wine(windows, str(setup), "/S").returncode == 0
    user = next(
        path
        for path in Path(windows["WINEPREFIX"], "drive_c", "users").iterdir()
        if path.name != "Public"
    )
    installed = user / "AppData" / "Local" / "Programs" / "PerfDesk"
    assert (installed / "_internal" / "part.txt").exists()
    shortcut = user / "AppData/Roaming/Microsoft/Windows/Start Menu/Programs/绩效填报台.lnk"
    assert shortcut.exists()
    kind = wine(windows, "reg", "query", r"HKCU\Software\Classes\.perfdesk", "/ve")
    assert b"PerfDesk.DataFile" in kind.stdout

    data = installed / "单位.perfdesk"
    data.write_text("data", encoding="utf-8")
    # _?= keeps the uninstaller from copying itself away, so that its end can be waited for.
    inside = wine(windows, "winepath", "-w", str(installed)).stdout.decode().strip()
    assert wine(windows, str(installed / "uninstall.exe"), "/S", f"_?={inside}").returncode == 0
    assert data.exists()
    assert not (installed / "_internal").exists()
    assert not shortcut.exists()
    assert wine(windows, "reg", "query", r"HKCU\Software\Classes\.perfdesk").returncode != 0


@pytest.fixture
def windows_program(tmp_path: Path) -> Callable[[Path, int], None]:
    """Make a Windows program that does nothing and ends with the given code."""

    def make(target: Path, code: int) -> None:
        script = tmp_path / "nothing.nsi"
        words = (
            'Unicode true', 'Target amd64-unicode', f'OutFile "{tmp_path}/nothing.exe"', 'Name nothing',
            'SilentInstall silent', 'RequestExecutionLevel user', 'Section', f'SetErrorLevel {code}', 'SectionEnd',
        )  # fmt: skip
        script.write_text("\n".join(words), encoding="utf-8")
        subprocess.run(["makensis", "-V1", str(script)], check=True, timeout=60)
        shutil.move(tmp_path / "nothing.exe", target)

    return make


@needs_wine
@pytest.mark.parametrize(("selftest", "code", "left"), [(0, 0, "new"), (1, 2, "old")])
def test_update_script_of_windows(
    selftest: int,
    code: int,
    left: str,
    script: Callable[[str], ModuleType],
    windows: dict[str, str],
    windows_program: Callable[[Path, int], None],
    tmp_path: Path,
) -> None:
    pack, installed = tmp_path / "pack", tmp_path / "绩效 台"
    for folder, says, ends in ((pack / "program", "new", selftest), (installed, "old", 0)):
        (folder / "_internal").mkdir(parents=True)
        (folder / "_internal" / "part.txt").write_text(says, encoding="utf-8")
        windows_program(folder / "PerfDesk.exe", 0)
        windows_program(folder / "PerfDesk.com", ends)
    (installed / "单位.perfdesk").write_text("data", encoding="utf-8")
    source = ROOT / "packaging" / "update" / "update.cmd"
    (pack / "update.cmd").write_bytes(script("make_archives").for_command_prompt(source))
    paths = [f"Z:{path}".replace("/", "\\") for path in (pack / "update.cmd", installed)]
    done = subprocess.run(
        ["wine", "cmd", "/c", *paths],
        env=windows,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == code
    assert (installed / "_internal" / "part.txt").read_text(encoding="utf-8") == left
    assert {path.name for path in installed.iterdir()} == {
        "PerfDesk.exe",
        "PerfDesk.com",
        "_internal",
        "单位.perfdesk",
    }
