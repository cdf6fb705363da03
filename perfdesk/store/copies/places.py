"""What kind of place a file lies in: this computer, a share, a removable drive, a sync folder.

SQLite's locks and write order do not hold on shares, and a sync program copies a database
in the middle of a commit: there the program works on a copy of its own.
"""

import os
import sys
from enum import StrEnum
from pathlib import Path

_SHARES = frozenset(
    {"cifs", "smb2", "smb3", "smbfs", "nfs", "nfs4", "afs", "ncpfs", "davfs", "fuse.davfs"}
    | {"fuse.davfs2", "9p", "vboxsf", "fuse.sshfs", "fuse.gvfsd-fuse", "fuse.vmhgfs-fuse"}
    | {"fuse.rclone", "drvfs"}
)
MOUNTS = Path("/proc/self/mounts")
_REMOVABLE_ROOTS = ("/media/", "/run/media/", "/mnt/usb")
_SYNC_FOLDERS = frozenset(
    {"onedrive", "nutstore", "坚果云", "我的坚果云", "baidusyncdisk", "baidunetdiskworkspace"}
    | {"百度网盘", "百度网盘同步空间", "dropbox", "icloud", "icloud云盘", "iclouddrive", "wps云盘"}
    | {"wpsdrive", "阿里云盘", "aliyundrive", "微云", "weiyun", "天翼云盘", "googledrive"}
    | {"seafile", "nextcloud"}
)
_SYNC_FILES = (".dropbox", ".owncloudsync.log")
"""Files in the root of a sync folder; the folder ~/.dropbox is something else."""


class Place(StrEnum):
    """Where a file lies, as far as can be told."""

    LOCAL = "local"
    SHARE = "share"
    REMOVABLE = "removable"
    SYNC = "sync"

    @property
    def needs_copy(self) -> bool:
        """Whether to work on a local copy."""
        return self in (Place.SHARE, Place.SYNC)

    @property
    def label(self) -> str:
        """The word on screen."""
        return {"local": "本机", "share": "网络共享", "removable": "移动盘", "sync": "同步文件夹"}[
            self.value
        ]


def place_of(path: Path) -> Place:
    """The place of a file or of the folder it will lie in."""
    folder = path.absolute().parent
    if _on_share(folder):
        return Place.SHARE
    if _in_sync_folder(folder):
        return Place.SYNC
    return Place.REMOVABLE if _removable(folder) else Place.LOCAL


def _in_sync_folder(folder: Path) -> bool:
    for part in (folder, *folder.parents):
        name = part.name.lower().replace(" ", "")
        # OneDrive carries the organisation's name: OneDrive - 某某局.
        if name.split("-")[0] in _SYNC_FOLDERS:
            return True
        if any((part / file).is_file() for file in _SYNC_FILES) or (part / ".stfolder").is_dir():
            return True
    known = (
        os.environ.get(name) for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
    )
    return any(base and folder.is_relative_to(base) for base in known)


def _on_share(folder: Path) -> bool:
    if sys.platform == "win32":
        return str(folder).startswith("\\\\") or _windows_drive(folder) == 4
    return _mount(folder)[1] in _SHARES


def _removable(folder: Path) -> bool:
    if sys.platform == "win32":
        return _windows_drive(folder) == 2
    return _mount(folder)[0].startswith(_REMOVABLE_ROOTS) or str(folder).startswith(
        _REMOVABLE_ROOTS
    )


def _windows_drive(folder: Path) -> int:
    """GetDriveType: 2 removable, 3 fixed, 4 remote."""
    if sys.platform != "win32":
        return 3
    import ctypes

    return int(ctypes.windll.kernel32.GetDriveTypeW(folder.anchor))


def _mount(folder: Path) -> tuple[str, str]:
    """Mount point and file system of a folder, from the kernel's list; the longest one holds."""
    place = os.path.realpath(folder)
    best = ("/", "")
    try:
        lines = MOUNTS.read_text(errors="replace").splitlines()
    except OSError:
        return best
    for line in lines:
        fields = line.split()
        point = fields[1].replace("\\040", " ")
        within = place == point or place.startswith(point.rstrip("/") + "/")
        if within and len(point) >= len(best[0]):
            best = (point, fields[2])
    return best
