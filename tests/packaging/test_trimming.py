"""Trimming removes what trim.toml names and what only that needed, and never leaves a hole."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and ELF files")

NEEDS: dict[str, set[str]] = {
    "PySide6/Qt/plugins/platforms/libqxcb.so": {"libQt6Gui.so.6", "libc.so.6"},
    "PySide6/Qt/plugins/platforms/libqvnc.so": {"libvnc.so.1"},
    "PySide6/Qt/lib/libQt6Gui.so.6": {"libz.so.1", "libGL.so.1"},
    "libz.so.1": {"libc.so.6"},
    "libvnc.so.1": {"libdeep.so.1"},
    "libdeep.so.1": set(),
}


@pytest.fixture
def trim(script: Callable[[str], ModuleType], monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = script("trim")
    by_name = {Path(name).name: frozenset(needs) for name, needs in NEEDS.items()}
    monkeypatch.setattr(module, "needed", lambda path: by_name[path.name])
    monkeypatch.setattr(module, "shrink_icu", lambda folder: module.Removed("data", (), 0))
    monkeypatch.setattr(module, "strip", lambda folder: module.Removed("symbols", (), 0))
    return module


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in NEEDS:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"\x7fELF" + bytes(96))
    (tmp_path / "libQt6Gui.so.6").symlink_to("PySide6/Qt/lib/libQt6Gui.so.6")
    (tmp_path / "libvnc-link.so.1").symlink_to("libvnc.so.1")
    translations = tmp_path / "PySide6/Qt/translations"
    translations.mkdir()
    for name in ("qtbase_zh_CN.qm", "qtbase_de.qm", "qt_zh_CN.qm"):
        (translations / name).write_bytes(bytes(10))
    return tmp_path


def left(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


def test_plugins_go_with_what_only_they_needed(trim: ModuleType, folder: Path) -> None:
    trim.trim(folder, "linux")
    assert left(folder) == {
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/lib/libQt6Gui.so.6",
        "libQt6Gui.so.6",
        "libz.so.1",
        "PySide6/Qt/translations/qtbase_zh_CN.qm",
    }


def test_it_tells_what_went_why_and_how_much(trim: ModuleType, folder: Path) -> None:
    told = {entry.why: entry for entry in trim.trim(folder, "linux")}
    assert set(told[trim.ORPHANED].files) == {"libvnc.so.1", "libdeep.so.1", "libvnc-link.so.1"}
    assert told[trim.ORPHANED].size == 200


def test_a_missing_library_stops_the_build(trim: ModuleType, folder: Path) -> None:
    (folder / "libz.so.1").unlink()
    with pytest.raises(trim.BrokenFolder, match=r"libQt6Gui\.so\.6 needs libz\.so\.1"):
        trim.trim(folder, "linux")


def test_another_systems_entries_are_left_alone(trim: ModuleType, folder: Path) -> None:
    trim.trim(folder, "windows")
    assert "PySide6/Qt/plugins/platforms/libqvnc.so" in left(folder)


def test_every_entry_says_why(trim: ModuleType) -> None:
    entries = trim.plan()["remove"]
    assert [entry["files"] for entry in entries if len(entry.get("why", "")) < 20] == []
    assert {entry["system"] for entry in entries} == {"any", "linux", "windows"}


NEEDED_FILES = {
    "windows": (
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/plugins/platforms/qoffscreen.dll",
        "PySide6/plugins/styles/qmodernwindowsstyle.dll",
        "PySide6/plugins/imageformats/qsvg.dll",
        "PySide6/plugins/iconengines/qsvgicon.dll",
        "PySide6/Qt6PrintSupport.dll",
        "PySide6/Qt6Svg.dll",
        "PySide6/translations/qtbase_zh_CN.qm",
        "rapidfuzz/fuzz_cpp.cp311-win_amd64.pyd",
    ),
    "linux": (
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqwayland-generic.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
        "PySide6/Qt/plugins/platforminputcontexts/libcomposeplatforminputcontextplugin.so",
        "PySide6/Qt/plugins/platformthemes/libqxdgdesktopportal.so",
        "PySide6/Qt/plugins/printsupport/libcupsprintersupport.so",
        "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "PySide6/Qt/plugins/imageformats/libqico.so",
        "PySide6/Qt/plugins/iconengines/libqsvgicon.so",
        "PySide6/Qt/plugins/wayland-shell-integration/libxdg-shell.so",
        "PySide6/Qt/plugins/wayland-decoration-client/libadwaita.so",
        "PySide6/Qt/translations/qtbase_zh_CN.qm",
        "PySide6/Qt/lib/libQt6DBus.so.6",
        "PySide6/Qt/lib/libicudata.so.73",
        "PySide6/QtPrintSupport.abi3.so",
        "rapidfuzz/fuzz_cpp.cpython-311-x86_64-linux-gnu.so",
        "lxml/etree.cpython-311-x86_64-linux-gnu.so",
    ),
}


@pytest.mark.parametrize("system", sorted(NEEDED_FILES))
def test_what_the_program_needs_stays(trim: ModuleType, system: str) -> None:
    doomed = [
        name
        for name in NEEDED_FILES[system]
        for entry in trim.plan()["remove"]
        if entry["system"] in (system, "any")
        and trim.matches(name, entry["files"])
        and not trim.matches(name, entry.get("except", ()))
    ]
    assert doomed == []


@pytest.mark.long
def test_the_built_program_holds_it() -> None:
    """In the folder that packaging/build.py made, nothing of the list is missing."""
    inside = Path(__file__).resolve().parent.parent.parent / "dist" / "perfdesk" / "_internal"
    if not inside.exists():
        pytest.skip("dist/ holds no program: packaging/build.py")
    assert [name for name in NEEDED_FILES["linux"] if not (inside / name).exists()] == []
