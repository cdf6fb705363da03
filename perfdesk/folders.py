"""Folders whose names are on the disk when they are needed, and who may look into them."""

import contextlib
import os
import sys
from pathlib import Path

PRIVATE = 0o700


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can say so."""
    if sys.platform == "win32":
        return
    # A folder may be written and yet not be opened; some shares know no flushing of folders.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def new_folder(folder: Path, mode: int = 0o777) -> None:
    """Make a folder and those above it that are missing; OSError. One that is there stays as it is.

    Each name is flushed: what is written into a folder that a power cut takes back is lost with it.
    """
    if folder.is_dir():
        return
    if folder.parent != folder:
        new_folder(folder.parent, mode)
    folder.mkdir(mode=mode, exist_ok=True)
    sync_folder(folder.parent)


def private_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for its owner alone; OSError.

    One that an earlier program made for everybody is closed to others, where that is possible.
    """
    new_folder(folder, PRIVATE)
    with contextlib.suppress(OSError):
        folder.chmod(PRIVATE)
