"""What the installers promise the desktop: file type, icons, command; and that data is never theirs."""

import configparser
import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
NSIS = (ROOT / "packaging" / "windows" / "setup.nsi").read_text(encoding="utf-8")
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"

Script = Callable[[str], ModuleType]
MakeProgram = Callable[..., Path]
on_linux = pytest.mark.skipif(sys.platform == "win32", reason="links and rights of Linux")


@pytest.fixture
def laid_out(script: Script, tmp_path: Path, make_program: MakeProgram) -> Path:
    """The .deb's content as a folder."""
    root = tmp_path / "root"
    script("make_deb").lay_out(root, make_program(tmp_path / "perfdesk", "1.0"))
    return root


def menu_entry(root: Path) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(root / "usr/share/applications/perfdesk.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


@on_linux
def test_command_and_menu_entry_start_the_program(laid_out: Path) -> None:
    assert (laid_out / "usr/bin/perfdesk").readlink() == Path("/opt/perfdesk/perfdesk")
    assert menu_entry(laid_out)["Exec"].split()[0] == "perfdesk"
    assert (laid_out / "opt/perfdesk/perfdesk").exists()


@on_linux
def test_menu_entry_and_file_type_agree(laid_out: Path) -> None:
    kind = ElementTree.parse(laid_out / "usr/share/mime/packages/perfdesk.xml").find(
        f"{MIME}mime-type"
    )
    assert kind is not None
    assert menu_entry(laid_out)["MimeType"] == f"{kind.get('type')};"
    glob = kind.find(f"{MIME}glob")
    assert glob is not None
    assert glob.get("pattern") == "*.perfdesk"


@on_linux
def test_file_type_knows_a_data_file_by_its_head(laid_out: Path, tmp_path: Path) -> None:
    from perfdesk.session.workspace import Workspace

    data = tmp_path / "单位.perfdesk"
    Workspace.create(data).close()
    written = (laid_out / "usr/share/mime/packages/perfdesk.xml").read_text(encoding="utf-8")
    match = re.search(r'type="big32" value="0x([0-9a-f]{8})" offset="(\d+)"', written)
    assert match is not None
    offset = int(match[2])
    assert data.read_bytes()[offset : offset + 4] == bytes.fromhex(match[1])


@on_linux
def test_every_icon_of_the_menu_and_the_file_type_is_there(laid_out: Path) -> None:
    theme = laid_out / "usr/share/icons/hicolor"
    for size in (16, 24, 32, 48, 64, 128, 256):
        assert (theme / f"{size}x{size}/apps/perfdesk.png").exists()
        assert (theme / f"{size}x{size}/mimetypes/application-x-perfdesk.png").exists()


@on_linux
@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="needs dpkg-deb")
def test_dpkg_reads_the_package(
    script: Script, tmp_path: Path, make_program: MakeProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_deb = script("make_deb")
    program = make_program(tmp_path / "perfdesk", "1.0")
    monkeypatch.setattr(make_deb, "BUILD", tmp_path)
    monkeypatch.setattr(make_deb, "require_program", lambda: program)
    monkeypatch.setattr(make_deb, "release_file", lambda suffix: tmp_path / f"out{suffix}")
    made = make_deb.make()
    fields = subprocess.run(
        ["dpkg-deb", "-f", made], capture_output=True, text=True, check=True
    ).stdout
    assert "Package: perfdesk\n" in fields
    listed = subprocess.run(
        ["dpkg-deb", "-c", made], capture_output=True, text=True, check=True
    ).stdout
    rights = {line.split()[5]: line.split()[0] for line in listed.splitlines()}
    assert rights["./opt/perfdesk/perfdesk"] == "-rwxr-xr-x"
    assert rights["./opt/perfdesk/_internal/part.txt"] == "-rw-r--r--"
    assert {line.split()[1] for line in listed.splitlines()} == {"root/root"}


@on_linux
def test_portable_archive_carries_the_marker_and_repeats_itself(
    script: Script, tmp_path: Path, make_program: MakeProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    from perfdesk.paths import PORTABLE_MARKER

    archives = script("make_archives")
    program = make_program(tmp_path / "perfdesk", "1.0")
    monkeypatch.setattr(archives, "BUILD", tmp_path / "build")
    monkeypatch.setattr(archives, "require_program", lambda: program)
    monkeypatch.setattr(archives, "release_file", lambda suffix: tmp_path / f"out{suffix}")
    first = archives.make_portable().read_bytes()
    assert archives.make_portable().read_bytes() == first
    with tarfile.open(tmp_path / "out-portable.tar.gz") as archive:
        names = archive.getnames()
    assert {f"PerfDesk/{PORTABLE_MARKER}", "PerfDesk/perfdesk"} <= set(names)


def test_hashes_are_what_sha256sum_checks(script: Script, tmp_path: Path) -> None:
    for name in ("PerfDesk-1.deb", "PerfDesk-1-portable.zip", "trimmed.txt"):
        (tmp_path / name).write_bytes(name.encode())
    lines = script("release").write_hashes(tmp_path).read_text(encoding="utf-8").splitlines()
    assert [line[64:] for line in lines] == ["  PerfDesk-1-portable.zip", "  PerfDesk-1.deb"]
    assert lines[1][:64] == hashlib.sha256(b"PerfDesk-1.deb").hexdigest()


def test_setup_never_asks_for_an_administrator() -> None:
    assert "RequestExecutionLevel user" in NSIS
    assert re.findall(r"\bHK(?:LM|CR)\b|\$PROGRAMFILES|SetShellVarContext all", NSIS) == []


def test_setup_removes_only_what_it_brought() -> None:
    removed = set(re.findall(r"^\s*RMDir /r (.+)$", NSIS, re.MULTILINE))
    assert removed == {'"$INSTDIR\\_internal"'}
    assert "APPDATA\\PerfDesk" not in re.sub(r"^\s*;.*$", "", NSIS, flags=re.MULTILINE)


def test_version_resource_is_the_programs(script: Script) -> None:
    from perfdesk import __version__

    text = script("build").version_resource()
    assert f'"ProductVersion", "{__version__}"' in text
    # It is read as an expression by PyInstaller: it must at least parse as one.
    compile(text, "version.txt", "eval")
