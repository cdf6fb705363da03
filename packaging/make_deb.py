"""Make the .deb from dist/perfdesk: /opt/perfdesk, a command, a menu entry, the file type, icons.

dpkg-deb is all it needs. Compressed with xz, which the dpkg of 统信 UOS 20 and 麒麟 V10 reads; zstd it does not.
"""

from __future__ import annotations

import gzip
import os
import shutil
import sys
import textwrap
from pathlib import Path

import trim
from release import BUILD, RESOURCES, ROOT, release_file, require_program, run, system, version

LINUX = ROOT / "packaging" / "linux"
ICON_SIZES = (16, 24, 32, 48, 64, 128, 256)
ARCHITECTURES = {"linux-x86_64": "amd64", "linux-arm64": "arm64"}

# What Qt links to and a desktop has; everything else lies in /opt/perfdesk.
DEPENDS = (
    "libegl1",
    "libgl1",
    "libfontconfig1",
    "libfreetype6",
    "libdbus-1-3",
    "libxcb1",
    "libstdc++6",
)

CONTROL = """\
Package: perfdesk
Version: {version}
Architecture: {architecture}
Maintainer: PerfDesk <perfdesk@localhost>
Installed-Size: {size}
Depends: {depends}
Recommends: libcups2, shared-mime-info, desktop-file-utils
Section: editors
Priority: optional
Description: 绩效填报台：绩效自评表、绩效目标申报表填报与自检
 官方版式，边填边自检，导出 Excel 和 PDF，数据只在本机，不联网。
 .
 Fill in, check, print and keep the budget-performance forms of Chinese public units.
"""
COPYRIGHT = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: PerfDesk

Files: *
Copyright: the PerfDesk contributors
License: Expat
{licence}
Comment:
 Every bundled part and its licence is listed in /opt/perfdesk/_internal/resources/licences.
"""


def application_id() -> str:
    """The id in the head of every data file, from the program's own source."""
    sys.path.insert(0, str(ROOT))
    from perfdesk.store.schema import APPLICATION_ID

    return f"0x{APPLICATION_ID:08x}"


def put(target: Path, content: str, mode: int = 0o644) -> None:
    """Write one text file of the package."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(content, encoding="utf-8", newline="\n")
    target.chmod(mode)


def lay_out(root: Path, program: Path) -> None:
    """Fill a folder as the package fills `/`."""
    shutil.copytree(program, root / "opt" / "perfdesk", symlinks=True)
    command = root / "usr" / "bin" / "perfdesk"
    command.parent.mkdir(parents=True)
    command.symlink_to("/opt/perfdesk/perfdesk")
    share = root / "usr" / "share"
    put(
        share / "applications" / "perfdesk.desktop",
        (LINUX / "perfdesk.desktop").read_text(encoding="utf-8"),
    )
    kind = (
        (LINUX / "perfdesk.xml")
        .read_text(encoding="utf-8")
        .replace("@APPLICATION_ID@", application_id())
    )
    put(share / "mime" / "packages" / "perfdesk.xml", kind)
    lay_icons(share / "icons" / "hicolor")
    licence = textwrap.indent((ROOT / "LICENSE").read_text(encoding="utf-8"), " ", lambda _: True)
    put(
        share / "doc" / "perfdesk" / "copyright",
        COPYRIGHT.format(licence=licence.replace(" \n", " .\n").rstrip()),
    )
    history = gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), mtime=0)
    (share / "doc" / "perfdesk" / "changelog.gz").write_bytes(history)


def lay_icons(theme: Path) -> None:
    """The program's icon and that of its data files, in every size."""
    icons = RESOURCES / "icons"
    for size in ICON_SIZES:
        for folder, name in (("apps", "perfdesk"), ("mimetypes", "application-x-perfdesk")):
            target = theme / f"{size}x{size}" / folder / f"{name}.png"
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(icons / f"app-{size}.png", target)
    for folder, name in (("apps", "perfdesk"), ("mimetypes", "application-x-perfdesk")):
        target = theme / "scalable" / folder / f"{name}.svg"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(icons / "app.svg", target)


def set_modes(root: Path) -> None:
    """Readable by everyone, writable by root only, whatever the umask of this machine."""
    for path in (root, *root.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or os.access(path, os.X_OK)
            path.chmod(0o755 if runs else 0o644)


def control(root: Path, program: Path) -> str:
    """The control file; needs at least the glibc that the program was built on."""
    floor, _ = trim.glibc_floor(program)
    depends = [f"libc6 (>= {floor})", *DEPENDS]
    return CONTROL.format(
        version=version(),
        architecture=ARCHITECTURES[system()],
        size=trim.size_of(root) // 1024,
        depends=", ".join(depends),
    )


def make() -> Path:
    """Build the .deb and return its path."""
    program = require_program()
    root = BUILD / "deb"
    shutil.rmtree(root, ignore_errors=True)
    lay_out(root, program)
    set_modes(root)
    text = control(root, program)
    put(root / "DEBIAN" / "control", text)
    for name in ("postinst", "postrm"):
        put(root / "DEBIAN" / name, (LINUX / "refresh.sh").read_text(encoding="utf-8"), 0o755)
    target = release_file(".deb")
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
    run(["dpkg-deb", "--build", "--root-owner-group", "-Zxz", root, target], env=environment)
    return target
