"""Make the portable archive and the offline update pack from dist/perfdesk.

.zip on Windows; .tar.gz on Linux, which keeps links and the right to run. Same input, same bytes.
"""

from __future__ import annotations

import gzip
import shutil
import tarfile
import zipfile
from pathlib import Path

from release import BUILD, ROOT, WINDOWS, release_file, require_program, version

PORTABLE = ROOT / "packaging" / "portable"
UPDATE = ROOT / "packaging" / "update"
STAMP = 1_700_000_000
ZIP_STAMP = (2023, 11, 14, 22, 13, 20)


def make_portable() -> Path:
    """The program with the marker that keeps settings beside it; returns the archive."""
    folder = BUILD / "PerfDesk"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(require_program(), folder, symlinks=True)
    shutil.copytree(PORTABLE, folder, dirs_exist_ok=True)
    return pack(folder, "-portable")


def make_update() -> Path:
    """The new program with the script that puts it in the old one's place; returns the archive."""
    folder = BUILD / f"PerfDesk-update-{version()}"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(UPDATE, folder)
    (folder / ("update.sh" if WINDOWS else "update.cmd")).unlink()
    if WINDOWS:
        (folder / "update.cmd").write_bytes(for_command_prompt(UPDATE / "update.cmd"))
    shutil.copytree(require_program(), folder / "program", symlinks=True)
    return pack(folder, "-update")


def for_command_prompt(script: Path) -> bytes:
    """A script as the command prompt of a Chinese Windows reads it.

    That is GBK with CRLF. In UTF-8 (`chcp 65001`) older builds of Windows 10 lose their place in the file.
    """
    return "\r\n".join(script.read_text(encoding="utf-8").splitlines()).encode("gbk") + b"\r\n"


def pack(folder: Path, kind: str) -> Path:
    """Pack a folder under its own name."""
    if WINDOWS:
        return pack_zip(folder, release_file(f"{kind}.zip"))
    return pack_tar(folder, release_file(f"{kind}.tar.gz"))


def pack_zip(folder: Path, target: Path) -> Path:
    """A .zip with every file in order and one date."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = path.relative_to(folder.parent).as_posix()
                entry = zipfile.ZipInfo(name, ZIP_STAMP)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, path.read_bytes())
    return target


def pack_tar(folder: Path, target: Path) -> Path:
    """A .tar.gz with every file and link in order, one date and no owner."""

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        entry.mtime = STAMP
        return entry

    with (
        target.open("wb") as file,
        gzip.GzipFile("", "wb", 6, file, mtime=STAMP) as squeezed,
        tarfile.open(fileobj=squeezed, mode="w") as archive,
    ):
        for path in (folder, *sorted(folder.rglob("*"))):
            archive.add(
                path, path.relative_to(folder.parent).as_posix(), recursive=False, filter=plain
            )
    return target
